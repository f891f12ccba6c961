/* Fuzzes config.c's reading: whatever is in the file, a config or an error with its place. */
#include <stdlib.h>

#include "config.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct config *config;
	struct zf_error err = ZF_ERROR_INIT;
	if (config_parse(&config, "f", (const char *)data, size, &err) != ZF_OK) {
		if (config || !err.code || !err.text[0])
			abort();
		return 0;
	}
	const struct config_profile *p = config_find(config, "a");
	for (size_t i = 0; p && config_profile_key(p, i); i++)
		if (!*config_profile_key(p, i))
			abort();
	config_free(config);
	return 0;
}
