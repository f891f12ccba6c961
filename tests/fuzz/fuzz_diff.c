/* Two zone files, divided by a NUL, compared and shown in every format. The first octet chooses the
 * options. No format may hand on a control octet, except where it says so. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "output.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static enum zf_status check_octets(void *format, const char *p, size_t n, struct zf_error *err)
{
	const char *allowed = strcmp(format, "csv") == 0       ? "\r\n"
			      : strcmp(format, "unified") == 0 ? "\t\n"
							       : "\n";
	(void)err;
	for (size_t i = 0; i < n; i++)
		if (((unsigned char)p[i] < 32 && !strchr(allowed, p[i])) || p[i] == 127)
			abort();
	return ZF_OK;
}

static void show(const struct diff *d, const struct comparison *c)
{
	static const char *const formats[] = {"text", "json", "unified", "markdown", "html",
		"nsupdate", "csv", "zone", "generic"};
	const struct output_options how = {.rows = OUTPUT_ROWS_ALL};
	for (size_t i = 0; i < sizeof(formats) / sizeof(formats[0]); i++) {
		char name[16];
		struct out_sink sink = {check_octets, strcpy(name, formats[i])};
		const struct output_format *f = output_find(OUTPUT_DIFF, formats[i]);
		if (f)
			output_diff(f, d, &how, &sink, NULL);
		if ((f = output_find(OUTPUT_COMPARISON, formats[i])))
			output_comparison(f, c, &how, &sink, NULL);
		if ((f = output_find(OUTPUT_ZONE, formats[i])))
			output_zone(f, d->a, &how, &sink, NULL);
	}
}

static void compare(const struct zf_zone *a, const struct zf_zone *b, uint8_t flags)
{
	const struct diff_options what = {.ignore = flags & 63,
		.txt = flags & 64 ? DIFF_TXT_EXACT : DIFF_TXT_JOINED,
		.name_glob = flags & 128 ? "*w*" : NULL};
	const struct compare_location locations[] = {{.zone = a}, {.zone = b}, {.zone = a}};
	struct comparison c = {.location_count = 0};
	struct diff d;
	if (diff_make(&d, a, b, &what, NULL) == ZF_OK &&
		compare_make(&c, locations, 3, &what, NULL) == ZF_OK) {
		/* Between two of the three diff finds a record exactly if the sets differ; the
		 * third is the first again, so the second is always the odd one. */
		if (c.odd[0] || c.odd[2] || (d.added + d.removed + d.ttl == 0 && c.different))
			abort();
		show(&d, &c);
	}
	compare_free(&c);
	diff_free(&d);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct zonefile_options options = ZONEFILE_OPTIONS_INIT;
	const uint8_t *middle = size ? memchr(data + 1, 0, size - 1) : NULL;
	struct zf_zone *a = NULL, *b = NULL;
	if (!middle)
		return 0;
	const uint8_t *second = middle + 1;
	options.origin = "example.com";
	options.default_ttl = 300;
	options.threads = 1;
	if (zonefile_parse(&a, (const char *)data + 1, (size_t)(middle - data - 1), NULL, &options,
		    NULL, NULL) == ZF_OK &&
		zonefile_parse(&b, (const char *)second, (size_t)(data + size - second), NULL,
			&options, NULL, NULL) == ZF_OK)
		compare(a, b, data[0]);
	zf_zone_free(a);
	zf_zone_free(b);
	return 0;
}
