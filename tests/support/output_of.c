#include "output_of.h"

#include <stdlib.h>

#include "text_of.h"

static const struct output_format *find(struct buf *b, enum output_kind kind, const char *name)
{
	const struct output_format *format = output_find(kind, name);
	if (!format)
		abort();
	buf_init(b, 0);
	return format;
}

enum zf_status zone_output(struct buf *b, const char *format, const struct zf_zone *zone,
	const struct output_options *options, struct zf_error *err)
{
	struct out_sink sink = {text_add, b};
	return output_zone(find(b, OUTPUT_ZONE, format), zone, options, &sink, err);
}

enum zf_status diff_output(struct buf *b, const char *format, const struct diff *d,
	const struct output_options *options, struct zf_error *err)
{
	struct out_sink sink = {text_add, b};
	return output_diff(find(b, OUTPUT_DIFF, format), d, options, &sink, err);
}

enum zf_status comparison_output(struct buf *b, const char *format, const struct comparison *c,
	const struct output_options *options, struct zf_error *err)
{
	struct out_sink sink = {text_add, b};
	return output_comparison(find(b, OUTPUT_COMPARISON, format), c, options, &sink, err);
}

enum zf_status plan_output(struct buf *b, const char *format, const struct plan_view *view,
	const struct output_options *options, struct zf_error *err)
{
	struct out_sink sink = {text_add, b};
	return output_plan(find(b, OUTPUT_PLAN, format), view, options, &sink, err);
}

enum zf_status fit_output(struct buf *b, const char *format, const struct fit_view *view,
	const struct output_options *options, struct zf_error *err)
{
	struct out_sink sink = {text_add, b};
	return output_fit(find(b, OUTPUT_FIT, format), view, options, &sink, err);
}
