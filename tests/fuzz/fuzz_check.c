/* Any text, read as a zone file and judged. */
#include <stddef.h>
#include <stdint.h>

#include "check.h"
#include "zonefile.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct zonefile_options options = ZONEFILE_OPTIONS_INIT;
	struct zf_error err = ZF_ERROR_INIT;
	struct zf_zone *zone;
	struct diags diags;
	options.origin = "example.com";
	options.default_ttl = 300;
	options.threads = 1;
	diags_init(&diags);
	if (zonefile_parse(&zone, (const char *)data, size, NULL, &options, &diags, &err) ==
		ZF_OK) {
		check_zone(zone, &diags);
		zf_zone_free(zone);
	}
	diags_free(&diags);
	return 0;
}
