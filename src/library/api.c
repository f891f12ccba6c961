/*
 * src/library: what programs other than our own use, declared in include/zoneferry.h. It adds
 * nothing to the rooms below: options become theirs, and their results the caller's. All names
 * begin with zf_, and only these leave the library. The functions of one room (zf_zone_count,
 * zf_error_print and the like) are defined there.
 *
 * api: loading, parsing, printing and comparing zones.
 */
#include "diff.h"
#include "err.h"
#include "location.h"

const char *zf_version(void)
{
	return ZF_VERSION;
}

static struct load_env env_of(const struct zf_options *options)
{
	struct load_env env = {.zonefile = ZONEFILE_OPTIONS_INIT};
	if (options) {
		env.zonefile.origin = options->origin;
		env.zonefile.include_dirs = &options->include_dir;
		env.zonefile.include_dir_count = options->include_dir != NULL;
		env.zonefile.default_ttl = options->default_ttl;
		env.config = options->config;
	}
	return env;
}

enum zf_status zf_zone_load(struct zf_zone **zone, const char *location,
	const struct zf_options *options, struct zf_error *err)
{
	struct load_env env = env_of(options);
	struct location loc;
	struct diags diags;
	enum zf_status status = location_parse(&loc, location, err);
	*zone = NULL;
	if (status != ZF_OK)
		return status;
	diags_init(&diags);
	status = location_load(zone, &loc, &env, &diags, err);
	diags_free(&diags);
	location_free(&loc);
	return status;
}

enum zf_status zf_zone_parse(struct zf_zone **zone, const char *text, size_t size,
	const struct zf_options *options, struct zf_error *err)
{
	struct load_env env = env_of(options);
	*zone = NULL;
	return zonefile_parse(zone, text, size, NULL, &env.zonefile, NULL, err);
}

static enum zf_status to_stream(void *user, const char *p, size_t n, struct zf_error *err)
{
	if (fwrite(p, 1, n, user) != n)
		return err_errno(err, ZF_ERR_IO, "can't write");
	return ZF_OK;
}

enum zf_status zf_zone_print(
	const struct zf_zone *zone, enum zf_format format, FILE *out, struct zf_error *err)
{
	switch (format) {
	case ZF_FORMAT_ZONE:
		return zonefile_print(zone, to_stream, out, err);
	case ZF_FORMAT_GENERIC:
		return zonefile_print_generic(zone, to_stream, out, err);
	}
	return err_set(err, ZF_ERR_USAGE, "there is no such format");
}

enum zf_status zf_zone_diff(
	const struct zf_zone *a, const struct zf_zone *b, size_t *changes, struct zf_error *err)
{
	const struct diff_options options = {.txt = DIFF_TXT_JOINED};
	struct diff diff;
	enum zf_status status = diff_make(&diff, a, b, &options, err);
	if (status != ZF_OK)
		return status;
	*changes = diff.count;
	diff_free(&diff);
	return ZF_OK;
}
