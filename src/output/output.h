/*
 * src/output: shows zones, diffs, comparisons, plans and fits, a file a format (zone_*, diff_*,
 * compare_*, plan_*, fit_*). Each writes piece by piece to a sink (src/print), so that a million
 * records need no room. Above the formats is the table of them.
 *
 * output: that table: which format can show what.
 *
 * Whatever stands in a zone, and in a location's name, is harmless in every format: octets that
 * aren't printable ASCII are escaped by the printing of names, RDATA and annotations, and each
 * format escapes what is special in it.
 */
#ifndef ZF_OUTPUT_OUTPUT_H
#define ZF_OUTPUT_OUTPUT_H

#include "formats.h"
#include "idn_show.h"

enum output_kind { OUTPUT_ZONE, OUTPUT_DIFF, OUTPUT_COMPARISON, OUTPUT_PLAN, OUTPUT_FIT };

struct output_format {
	const char *name;
	const char *summary; /* a few words for the help */
	bool zone_text; /* RFC 1035's: it is proven before it becomes a file */
	bool mute; /* for programs that would take a summary for data */
	enum idn_markup idn; /* how names stand in it, where people read them */
	output_zone_function *zone; /* NULL where the format can't show it */
	output_diff_function *diff;
	output_comparison_function *comparison;
	output_plan_function *plan;
	output_fit_function *fit;
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
enum zf_status output_plan(const struct output_format *format, const struct plan_view *view,
	const struct output_options *options, const struct out_sink *sink, struct zf_error *err);
enum zf_status output_fit(const struct output_format *format, const struct fit_view *view,
	const struct output_options *options, const struct out_sink *sink, struct zf_error *err);

#endif
