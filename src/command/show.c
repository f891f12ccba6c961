#include "show.h"

#include <string.h>
#include <unistd.h>

#include "err.h"
#include "result.h"

enum zf_status show_read(struct show *s, const struct cli *cli, enum output_kind kind,
	const struct show_flags *flags, struct zf_error *err)
{
	static const char *const usual[] = {[OUTPUT_ZONE] = "zone",
		[OUTPUT_DIFF] = "text",
		[OUTPUT_COMPARISON] = "text",
		[OUTPUT_PLAN] = "text",
		[OUTPUT_FIT] = "text"};
	*s = (struct show){.path = flags->output,
		.care = flags->force ? FILE_FORCED : FILE_CAREFUL,
		.proof = flags->proof ? ZONEFILE_CARE_ALWAYS : ZONEFILE_CARE_USUAL};
	s->format = output_choose(kind, flags->format ? flags->format : usual[kind], err);
	if (!s->format)
		return err->code;
	if (flags->max_bytes > 0 && strcmp(s->format->name, "markdown") != 0)
		return err_set(err, ZF_ERR_USAGE, "--max-bytes is for --format markdown");
	s->how.max_bytes = (size_t)flags->max_bytes;
	s->how.idn = cli->globals.idn;
	if (!s->path && cli_color(cli, STDOUT_FILENO))
		s->how.color = OUTPUT_COLOR;
	return ZF_OK;
}

static enum zf_status add_to_buf(void *user, const char *p, size_t n, struct zf_error *err)
{
	(void)err;
	buf_add(user, p, n);
	return ZF_OK;
}

/* Zone text goes into a file only when it is proven. */
static enum zf_status save_zone(
	const struct show *s, const struct zf_zone *zone, struct zf_error *err)
{
	struct zonefile_options options = ZONEFILE_OPTIONS_INIT;
	struct buf text;
	options.proof = s->proof;
	buf_init(&text, 0);
	const struct out_sink sink = {add_to_buf, &text};
	enum zf_status status = output_zone(s->format, zone, &s->how, &sink, err);
	const struct zonefile_source source = {{text.data, text.len}, s->path, &options};
	if (status == ZF_OK)
		status = zonefile_save(s->path, s->care, &source, zone, err);
	buf_free(&text);
	return status;
}

enum zf_status show_zone(const struct show *s, const struct zf_zone *zone, struct zf_error *err)
{
	struct result r;
	if (result_is_file(s->path) && s->format->zone_text && zonefile_is_proven(zone, s->proof))
		return save_zone(s, zone, err);
	if (result_open(&r, s->path, s->care, err) != ZF_OK)
		return err->code;
	return result_close(&r, output_zone(s->format, zone, &s->how, &r.sink, err), err);
}

enum zf_status show_diff(const struct show *s, const struct diff *d, struct zf_error *err)
{
	struct result r;
	if (result_open(&r, s->path, s->care, err) != ZF_OK)
		return err->code;
	return result_close(&r, output_diff(s->format, d, &s->how, &r.sink, err), err);
}

enum zf_status show_comparison(
	const struct show *s, const struct comparison *c, struct zf_error *err)
{
	struct result r;
	if (result_open(&r, s->path, s->care, err) != ZF_OK)
		return err->code;
	return result_close(&r, output_comparison(s->format, c, &s->how, &r.sink, err), err);
}

enum zf_status show_plan(const struct show *s, const struct plan_view *view, struct zf_error *err)
{
	struct result r;
	if (result_open(&r, s->path, s->care, err) != ZF_OK)
		return err->code;
	return result_close(&r, output_plan(s->format, view, &s->how, &r.sink, err), err);
}

enum zf_status show_fit(const struct show *s, const struct fit_view *view, struct zf_error *err)
{
	struct result r;
	if (result_open(&r, s->path, s->care, err) != ZF_OK)
		return err->code;
	return result_close(&r, output_fit(s->format, view, &s->how, &r.sink, err), err);
}
