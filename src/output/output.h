/*
 * output: one table that says which format can show what.
 *
 * A format is a name and up to three functions: one for a zone, one for a diff, one for a
 * comparison. Each lives in a file of its own (zone_*.c, diff_*.c, compare_*.c) and writes to a
 * struct out; none knows where its octets go, and none keeps more than a piece of them.
 *
 * Whatever stands in a zone, and in a location's name, is harmless in every format: octets
 * that aren't printable ASCII are escaped by the printing of names, RDATA and annotations, and
 * each format escapes what is special in it.
 */
#ifndef ZF_OUTPUT_OUTPUT_H
#define ZF_OUTPUT_OUTPUT_H

#include "compare.h"
#include "diff.h"
#include "out.h"

enum output_kind { OUTPUT_ZONE, OUTPUT_DIFF, OUTPUT_COMPARISON };

enum output_color { OUTPUT_PLAIN, OUTPUT_COLOR };

enum output_rows {
	OUTPUT_ROWS_DIFFERENT, /* comparisons as text, markdown, html: RRsets that differ */
	OUTPUT_ROWS_ALL, /* every RRset; JSON and CSV always show them all */
};

struct output_options {
	enum output_color color; /* text */
	enum output_rows rows;
	size_t max_bytes; /* markdown: cut there, and say so; 0: no limit */
	const char *const *names; /* of the locations, as the user wrote them; NULL: zone->source */
};

typedef enum zf_status output_zone_function(struct out *o, const struct zf_zone *zone,
	const struct output_options *options, struct zf_error *err);
typedef enum zf_status output_diff_function(struct out *o, const struct diff *d,
	const struct output_options *options, struct zf_error *err);
typedef enum zf_status output_comparison_function(struct out *o, const struct comparison *c,
	const struct output_options *options, struct zf_error *err);

struct output_format {
	const char *name;
	const char *summary; /* a few words for the help */
	output_zone_function *zone; /* NULL where the format can't show it */
	output_diff_function *diff;
	output_comparison_function *comparison;
};

/* The format of that name that can show such a thing, or NULL. */
const struct output_format *output_find(enum output_kind kind, const char *name);
/* The same; when there is none, ZF_ERR_USAGE names those there are. */
const struct output_format *output_choose(
	enum output_kind kind, const char *name, struct zf_error *err);

/* A line a format with its summary, as part of a command's help. */
void output_help(struct buf *b, enum output_kind kind);

/* Writes everything to the sink. The format must be able to (output_find with the kind). */
enum zf_status output_zone(const struct output_format *format, const struct zf_zone *zone,
	const struct output_options *options, const struct out_sink *sink, struct zf_error *err);
enum zf_status output_diff(const struct output_format *format, const struct diff *d,
	const struct output_options *options, const struct out_sink *sink, struct zf_error *err);
enum zf_status output_comparison(const struct output_format *format, const struct comparison *c,
	const struct output_options *options, const struct out_sink *sink, struct zf_error *err);

/* The name of location i as it is (an argument of the command line: any octets). */
const char *output_name(const struct output_options *options, size_t i, const struct zf_zone *zone);
/* The same for people: fit for a terminal and for one line. */
void output_add_name(
	struct buf *b, const struct output_options *options, size_t i, const struct zf_zone *zone);

/* The table's functions. */
output_zone_function zone_text, zone_generic, zone_json;
output_diff_function diff_text, diff_json, diff_unified, diff_markdown, diff_html, diff_nsupdate;
output_comparison_function compare_text, compare_json, compare_markdown, compare_html, compare_csv;

#endif
