/* hide: a command that gives one secret needs no other provider's. */
#include <stdlib.h>
#include <string.h>

#include "config.h"
#include "engine.h"

static bool has_variable(const struct desc *d, const char *name)
{
	const struct desc_variable *v = d ? d->variables.items : NULL;
	for (size_t i = 0; d && i < d->variables.count; i++)
		for (size_t k = 0; k < v[i].env.count; k++)
			if (strcmp(v[i].env.items[k], name) == 0)
				return true;
	return false;
}

static void hide_of(struct config *config, const struct desc *d, const struct desc *own)
{
	const struct desc_variable *v = d->variables.items;
	for (size_t i = 0; i < d->variables.count; i++)
		for (size_t k = 0; v[i].secret && k < v[i].env.count; k++)
			if (!has_variable(own, v[i].env.items[k]))
				config_hide(config, v[i].env.items[k]);
}

void provider_hide_secrets(struct config *config, const char *dir, const char *but)
{
	struct zf_error ignored = ZF_ERROR_INIT;
	struct desc_names names;
	struct desc *own = NULL;
	if (desc_list(&names, dir, &ignored) != ZF_OK)
		return;
	if (but && desc_load(&own, but, dir, &ignored) != ZF_OK)
		own = NULL;
	for (size_t i = 0; i < names.count; i++) {
		struct zf_error err = ZF_ERROR_INIT;
		struct desc *d = NULL;
		if ((but && strcmp(names.items[i], but) == 0) ||
			desc_load(&d, names.items[i], dir, &err) != ZF_OK)
			continue;
		hide_of(config, d, own);
		desc_free(d);
	}
	desc_free(own);
	desc_names_free(&names);
}
