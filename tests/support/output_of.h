/*
 * output_of: what an output format makes of something, as one text.
 */
#ifndef ZF_TEST_OUTPUT_OF_H
#define ZF_TEST_OUTPUT_OF_H

#include "output.h"
#include "plan_view.h"

/* Each sets up `b`, to be released with buf_free; a format that is missing ends the test. */
enum zf_status zone_output(struct buf *b, const char *format, const struct zf_zone *zone,
	const struct output_options *options, struct zf_error *err);
enum zf_status diff_output(struct buf *b, const char *format, const struct diff *d,
	const struct output_options *options, struct zf_error *err);
enum zf_status comparison_output(struct buf *b, const char *format, const struct comparison *c,
	const struct output_options *options, struct zf_error *err);
enum zf_status plan_output(struct buf *b, const char *format, const struct plan_view *view,
	const struct output_options *options, struct zf_error *err);
enum zf_status fit_output(struct buf *b, const char *format, const struct fit_view *view,
	const struct output_options *options, struct zf_error *err);

#endif
