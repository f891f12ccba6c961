/*
 * formats: the functions of which the table of formats is made; a format is a file of its own
 * (zone_*.c, diff_*.c, compare_*.c).
 *
 * Each writes to a struct out; none knows where its octets go, and none keeps more than a piece of
 * them.
 */
#ifndef ZF_OUTPUT_FORMATS_H
#define ZF_OUTPUT_FORMATS_H

#include "compare.h"
#include "diff.h"
#include "options.h"
#include "out.h"

struct plan_view; /* plan_view.h */
struct fit_view;

typedef enum zf_status output_zone_function(struct out *o, const struct zf_zone *zone,
	const struct output_options *options, struct zf_error *err);
typedef enum zf_status output_diff_function(struct out *o, const struct diff *d,
	const struct output_options *options, struct zf_error *err);
typedef enum zf_status output_comparison_function(struct out *o, const struct comparison *c,
	const struct output_options *options, struct zf_error *err);

typedef enum zf_status output_plan_function(struct out *o, const struct plan_view *view,
	const struct output_options *options, struct zf_error *err);
typedef enum zf_status output_fit_function(struct out *o, const struct fit_view *view,
	const struct output_options *options, struct zf_error *err);

output_zone_function zone_text, zone_generic, zone_json, zone_ldns, zone_csv, zone_tsv,
	zone_absolute;
output_diff_function diff_text, diff_json, diff_unified, diff_markdown, diff_html, diff_nsupdate;
output_comparison_function compare_text, compare_json, compare_markdown, compare_html, compare_csv;
output_plan_function plan_text, plan_json, plan_markdown, plan_html;
output_fit_function fit_text, fit_json, fit_markdown, fit_html;

#endif
