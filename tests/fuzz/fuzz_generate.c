/*
 * $GENERATE and $INCLUDE: the input is what stands behind them, a line each; what is made stays
 * below its limits, and no name leads anywhere.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "zonefile.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const starts[] = {"$GENERATE ", "$GENERATE 1-3 ", "$GENERATE 0-20/7 h$ ",
		"$GENERATE 5-6 h${", "$INCLUDE ", "$INCLUDE ./"};
	struct zonefile_options options = ZONEFILE_OPTIONS_INIT;
	struct zf_error err = ZF_ERROR_INIT;
	struct zf_zone *zone;
	struct buf text;
	buf_init(&text, 0);
	buf_adds(&text, "$TTL 60\n@ SOA ns h 1 2 3 4 5\n");
	const char *p = (const char *)data, *end = p + size;
	while (p < end) {
		const char *newline = memchr(p, '\n', (size_t)(end - p));
		const char *to = newline ? newline : end;
		buf_adds(&text, starts[(unsigned char)*p % 6]);
		buf_add(&text, p + 1, to > p ? (size_t)(to - p - 1) : 0);
		buf_addc(&text, '\n');
		p = newline ? newline + 1 : end;
	}
	static const char *const nowhere[] = {"/nonexistent"};
	options.include_dirs = nowhere;
	options.include_dir_count = 1;
	options.threads = 1;
	if (zonefile_parse(&zone, text.data, text.len, "x.test.zone", &options, NULL, &err) ==
		ZF_OK) {
		if (zone->count > ZONEFILE_MAX_GENERATED + 1)
			abort();
		zf_zone_free(zone);
	}
	buf_free(&text);
	return 0;
}
