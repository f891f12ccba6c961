/* compare: zones that were loaded, with what their providers can hold and serve besides. */
#include "compare_command.h"
#include "holds.h"
#include "served.h"

static bool provider_can_hold(const void *desc, uint16_t type, enum compare_owner owner)
{
	const struct desc *d = desc;
	return holds_type(d->holds, type, owner == COMPARE_APEX ? HOLDS_APEX : HOLDS_BELOW);
}

/* Reads the provider's description when a location is one's: it says what can be held there. */
static enum zf_status ask_provider(struct compare_location *location, struct desc **desc,
	const char *name, const char *provider_dir, struct zf_error *err)
{
	struct location loc;
	enum zf_status status = location_parse(&loc, name, err);
	if (status != ZF_OK)
		return status;
	if (loc.kind == LOCATION_PROVIDER)
		status = desc_load(desc, loc.provider, provider_dir, err);
	if (*desc && (*desc)->holds) {
		location->can_hold = provider_can_hold;
		location->user = *desc;
	}
	location_free(&loc);
	return status;
}

enum zf_status compared_make(struct compared *x, const struct inputs *in, char *const *names,
	const struct diff_options *options, struct zf_error *err)
{
	struct compare_location locations[COMPARE_MAX];
	const struct zf_zone *zones[COMPARE_MAX];
	*x = (struct compared){.count = in->count};
	for (size_t i = 0; i < in->count; i++)
		zones[i] = in->zones[i];
	enum zf_status status = diff_check_names(zones, in->count, options, err);
	for (size_t i = 0; i < in->count && status == ZF_OK; i++) {
		x->served[i] = served_zone(in->zones[i], SERVED_KEPT, in->env.provider_dir);
		locations[i] =
			(struct compare_location){.zone = in->zones[i], .served = x->served[i]};
		status = ask_provider(
			&locations[i], &x->descs[i], names[i], in->env.provider_dir, err);
	}
	return status ? status : compare_make(&x->c, locations, in->count, options, err);
}

void compared_free(struct compared *x)
{
	compare_free(&x->c);
	for (size_t i = 0; i < x->count; i++) {
		desc_free(x->descs[i]);
		zf_zone_free(x->served[i]);
	}
}

bool compared_same(const struct compared *x)
{
	return x->c.different == 0 && x->c.not_compared == 0;
}
