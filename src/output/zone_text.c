/* zone_text: a zone as zone text, canonical or generic. */
#include "formats.h"

enum zf_status zone_text(struct out *o, const struct zf_zone *zone,
	const struct output_options *options, struct zf_error *err)
{
	(void)options;
	return zonefile_print(zone, out_sink_write, o, err);
}

enum zf_status zone_generic(struct out *o, const struct zf_zone *zone,
	const struct output_options *options, struct zf_error *err)
{
	(void)options;
	return zonefile_print_generic(zone, out_sink_write, o, err);
}
