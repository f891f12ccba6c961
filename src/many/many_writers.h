/*
 * many_writers: the formats of a document about many zones; a file each.
 */
#ifndef ZF_MANY_MANY_WRITERS_H
#define ZF_MANY_MANY_WRITERS_H

#include "many.h"

typedef enum zf_status many_writer(struct out *o, const struct many *m,
	const struct many_options *options, struct zf_error *err);

many_writer many_text, many_json, many_markdown, many_html;

#endif
