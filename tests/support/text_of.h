/*
 * text_of: what a zone prints, as one text.
 */
#ifndef ZF_TEST_TEXT_OF_H
#define ZF_TEST_TEXT_OF_H

#include "zonefile.h"

/* A sink that adds to a struct buf. */
zonefile_sink text_add;

/* The whole canonical text, to be released with buf_free. */
void zone_text_of(struct buf *b, const struct zf_zone *zone);

#endif
