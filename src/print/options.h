/*
 * options: what a format is told about how to show something, and what locations are called.
 */
#ifndef ZF_PRINT_OPTIONS_H
#define ZF_PRINT_OPTIONS_H

#include "zone.h"

enum output_color { OUTPUT_PLAIN, OUTPUT_COLOR };

enum output_rows {
	OUTPUT_ROWS_DIFFERENT, /* comparisons as text, markdown, html: RRsets that differ */
	OUTPUT_ROWS_ALL, /* every RRset; JSON and CSV always show them all */
};

/* What stands around it: a document of its own, or nothing, for a part of a larger one. */
enum output_frame { OUTPUT_WHOLE, OUTPUT_PART };

struct output_options {
	enum output_frame frame; /* markdown, html */
	enum output_color color; /* text */
	bool idn; /* text, markdown, html: U-labels beside A-labels */
	enum output_rows rows;
	size_t max_bytes; /* markdown: cut there, and say so; 0: no limit */
	const char *const *names; /* of the locations, as the user wrote them; NULL: zone->source */
};

/* The name of location i as it is (an argument of the command line: any octets). */
const char *output_name(const struct output_options *options, size_t i, const struct zf_zone *zone);
/* The same for people: fit for a terminal and for one line. */
void output_add_name(
	struct buf *b, const struct output_options *options, size_t i, const struct zf_zone *zone);

#endif
