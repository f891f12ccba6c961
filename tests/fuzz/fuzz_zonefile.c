/*
 * Any text: read by one thread and by several it gives the same findings and the same zone; what is
 * written of a zone is read back as the same text, comments included.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "zonefile.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static enum zf_status add_text(void *user, const char *p, size_t n, struct zf_error *err)
{
	(void)err;
	buf_add(user, p, n);
	return ZF_OK;
}

/* Appends the findings and the zone's text to `out`; returns where the zone's text begins, or
 * SIZE_MAX when there is no zone. */
static size_t read_text(
	struct buf *out, const char *text, size_t size, const struct zonefile_options *options)
{
	struct zf_error err = ZF_ERROR_INIT;
	struct zf_zone *zone = NULL;
	struct diags diags;
	diags_init(&diags);
	size_t at = SIZE_MAX;
	enum zf_status status =
		zonefile_parse(&zone, text, size, "x.test.zone", options, &diags, &err);
	const struct diags *found = status == ZF_OK ? &zone->diags : &diags;
	for (size_t i = 0; i < found->count; i++)
		diag_print(out, &found->items[i], DIAG_PLAIN);
	if (status == ZF_OK) {
		at = out->len;
		zonefile_print(zone, add_text, out, &err);
		zf_zone_free(zone);
	} else if (diags.errors == 0 || err.code != status || !err.text[0] || !err.line) {
		abort();
	}
	diags_free(&diags);
	return at;
}

/* A $GENERATE line makes so many records that little else would be tried; it has its own target. */
static int has_generate(const uint8_t *data, size_t size)
{
	for (size_t i = 0; i + 1 < size; i++)
		if (data[i] == '$' && (data[i + 1] | 32) == 'g')
			return 1;
	return 0;
}

static void must_be_equal(const char *a, const char *b)
{
	if (strcmp(a, b) != 0)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct zonefile_options options = ZONEFILE_OPTIONS_INIT;
	struct buf one, many, again;
	if (has_generate(data, size))
		return 0;
	buf_init(&one, 0);
	buf_init(&many, 0);
	buf_init(&again, 0);
	options.comments = COMMENTS_KEEP;
	options.split_size = 1;
	options.threads = 1;
	size_t at = read_text(&one, (const char *)data, size, &options);
	options.threads = 3;
	read_text(&many, (const char *)data, size, &options);
	must_be_equal(one.data, many.data);
	if (at != SIZE_MAX) {
		size_t from = read_text(&again, one.data + at, one.len - at, &options);
		if (from == SIZE_MAX)
			abort();
		must_be_equal(one.data + at, again.data + from);
	}
	buf_free(&one);
	buf_free(&many);
	buf_free(&again);
	return 0;
}
