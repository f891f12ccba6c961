#include "output.h"

#include "err.h"
#include "near.h"

static const struct output_format formats[] = {
	{"zone", "canonical zone text", .zone_text = true, .zone = zone_text},
	{"text", "for people, coloured on a terminal", false, false, IDN_MARKUP_TEXT, NULL,
		diff_text, compare_text, plan_text, fit_text},
	{"json", "for programs (help json)", false, false, IDN_MARKUP_NONE, zone_json, diff_json,
		compare_json, plan_json, fit_json},
	{"generic", "records as RFC 3597 writes unknown ones", .zone_text = true,
		.zone = zone_generic},
	{"absolute", "one record a line with absolute names, for grep", .zone_text = true,
		.zone = zone_absolute},
	{"ldns", "as ldns-read-zone -z prints it", .zone = zone_ldns},
	{"unified", "a patch of the canonical texts", .mute = true, .diff = diff_unified},
	{"markdown", "for comments on pull requests", false, false, IDN_MARKUP_MARKDOWN, NULL,
		diff_markdown, compare_markdown, plan_markdown, fit_markdown},
	{"html", "one page, for a browser", false, false, IDN_MARKUP_HTML, NULL, diff_html,
		compare_html, plan_html, fit_html},
	{"nsupdate", "a script for BIND's nsupdate", .diff = diff_nsupdate},
	{"csv", "for spreadsheets", .mute = true, .zone = zone_csv, .comparison = compare_csv},
	{"tsv", "the same with tabs between", .mute = true, .zone = zone_tsv},
};

static bool can_show(const struct output_format *f, enum output_kind kind)
{
	const bool can[] = {[OUTPUT_ZONE] = f->zone != NULL,
		[OUTPUT_DIFF] = f->diff != NULL,
		[OUTPUT_COMPARISON] = f->comparison != NULL,
		[OUTPUT_PLAN] = f->plan != NULL,
		[OUTPUT_FIT] = f->fit != NULL};
	return can[kind];
}

const struct output_format *output_find(enum output_kind kind, const char *name)
{
	for (size_t i = 0; i < sizeof(formats) / sizeof(formats[0]); i++)
		if (can_show(&formats[i], kind) && strcmp(formats[i].name, name) == 0)
			return &formats[i];
	return NULL;
}

const struct output_format *output_choose(
	enum output_kind kind, const char *name, struct zf_error *err)
{
	const struct output_format *found = output_find(kind, name);
	const char *before = "";
	struct near near = {.word = NULL};
	struct buf b;
	if (found)
		return found;
	buf_init(&b, 0);
	for (size_t i = 0; i < sizeof(formats) / sizeof(formats[0]); i++) {
		if (!can_show(&formats[i], kind))
			continue;
		buf_adds(&b, before);
		buf_adds(&b, formats[i].name);
		near_look(&near, name, formats[i].name);
		before = ", ";
	}
	err_set(err, ZF_ERR_USAGE, "there is no format \"%s\" for this%s; there are %s", name,
		near_hint(&near), b.data);
	buf_free(&b);
	return NULL;
}

void output_help(struct buf *b, enum output_kind kind)
{
	buf_adds(b, "formats:\n");
	for (size_t i = 0; i < sizeof(formats) / sizeof(formats[0]); i++)
		if (can_show(&formats[i], kind))
			buf_printf(b, "  %-10s %s\n", formats[i].name, formats[i].summary);
	buf_addc(b, '\n');
}

/* An output, and what stands between it and the sink. */
struct showing {
	struct out out;
	struct idn_show idn;
	bool shows_idn;
};

static void begin(struct showing *w, const struct output_format *format,
	const struct output_options *options, const struct out_sink *sink, struct zf_error *err)
{
	w->shows_idn = options->idn && format->idn != IDN_MARKUP_NONE;
	if (w->shows_idn)
		idn_show_init(&w->idn, sink, format->idn);
	out_init(&w->out, w->shows_idn ? &w->idn.sink : sink, err);
}

static enum zf_status finish(struct showing *w, enum zf_status status)
{
	struct zf_error *err = w->out.err;
	enum zf_status end = out_finish(&w->out);
	status = status == ZF_OK ? end : status;
	return w->shows_idn ? idn_show_end(&w->idn, status, err) : status;
}

enum zf_status output_zone(const struct output_format *format, const struct zf_zone *zone,
	const struct output_options *options, const struct out_sink *sink, struct zf_error *err)
{
	struct showing w;
	begin(&w, format, options, sink, err);
	return finish(&w, format->zone(&w.out, zone, options, err));
}

enum zf_status output_diff(const struct output_format *format, const struct diff *d,
	const struct output_options *options, const struct out_sink *sink, struct zf_error *err)
{
	struct showing w;
	begin(&w, format, options, sink, err);
	return finish(&w, format->diff(&w.out, d, options, err));
}

enum zf_status output_comparison(const struct output_format *format, const struct comparison *c,
	const struct output_options *options, const struct out_sink *sink, struct zf_error *err)
{
	struct showing w;
	begin(&w, format, options, sink, err);
	return finish(&w, format->comparison(&w.out, c, options, err));
}

enum zf_status output_plan(const struct output_format *format, const struct plan_view *view,
	const struct output_options *options, const struct out_sink *sink, struct zf_error *err)
{
	struct showing w;
	begin(&w, format, options, sink, err);
	return finish(&w, format->plan(&w.out, view, options, err));
}

enum zf_status output_fit(const struct output_format *format, const struct fit_view *view,
	const struct output_options *options, const struct out_sink *sink, struct zf_error *err)
{
	struct showing w;
	begin(&w, format, options, sink, err);
	return finish(&w, format->fit(&w.out, view, options, err));
}
