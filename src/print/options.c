#include "options.h"

const char *output_name(const struct output_options *options, size_t i, const struct zf_zone *zone)
{
	return options->names ? options->names[i] : zone->source;
}

void output_add_name(
	struct buf *b, const struct output_options *options, size_t i, const struct zf_zone *zone)
{
	const char *name = output_name(options, i, zone);
	str_print(b, name, strlen(name));
}
