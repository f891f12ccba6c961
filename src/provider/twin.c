/* twin: the same account once more, for another thread. */
#include <string.h>

#include "err.h"
#include "mem.h"
#include "settings.h"

/* The values that `of` has found: each is copied, so that neither depends on the other. */
static void copy_setting(struct provider *p, const struct provider *of, size_t index)
{
	const struct desc_variable *v =
		(const struct desc_variable *)p->desc->variables.items + index;
	const struct setting *from = &of->settings[index];
	struct setting *to = &p->settings[index];
	*to = *from;
	to->from = from->from ? arena_strdup(&p->arena, from->from) : NULL;
	to->problem = from->problem ? mem_strdup(from->problem) : NULL;
	if (!from->found)
		return;
	struct secrets *all = v->secret ? p->secrets : p->plain;
	to->value = secret_octets(secrets_add(all, from->value.p, from->value.n));
	vars_set(&p->vars, v->name, to->value);
}

/* What came with the login: tokens, and what was kept of the answer. */
static void copy_login(struct provider *p, const struct provider *of)
{
	const struct desc_auth *ways = of->desc->auth.items, *own = p->desc->auth.items;
	for (size_t i = 0; i < of->vars.count; i++) {
		const struct var *v = &of->vars.items[i];
		if (desc_variable_find(p->desc, v->name))
			continue;
		struct secrets *all = strcmp(v->name, "session") == 0 ? p->secrets : p->plain;
		struct str value = secret_octets(secrets_add(all, v->value.p, v->value.n));
		vars_set(&p->vars, arena_strdup(&p->arena, v->name), value);
	}
	p->auth = of->auth ? &own[of->auth - ways] : NULL;
	p->logged_in = of->logged_in;
	p->login_ends = of->login_ends;
	p->clock_offset = of->clock_offset;
}

static bool is_same_language(const struct desc *a, const struct desc *b)
{
	const struct desc_variable *x = a->variables.items, *y = b->variables.items;
	bool same = a->variables.count == b->variables.count && a->auth.count == b->auth.count;
	for (size_t i = 0; same && i < a->variables.count; i++)
		same = strcmp(x[i].name, y[i].name) == 0;
	return same;
}

enum zf_status provider_twin(struct provider **twin, struct provider *of, struct zf_error *err)
{
	struct provider *p = NULL;
	const char *profile = of->profile ? of->profile_name : NULL;
	enum zf_status status = settings_load(of, err);
	if (!status)
		status = provider_open(&p, of->desc->name, profile, &of->env, err);
	if (status)
		return status;
	if (!is_same_language(p->desc, of->desc)) {
		provider_close(p);
		return err_set(err, ZF_ERR_CONFIG,
			"the description of %s was changed while it was in use: try again",
			of->desc->name);
	}
	for (size_t i = 0; i < p->desc->variables.count; i++)
		copy_setting(p, of, i);
	copy_login(p, of);
	p->url = of->url ? arena_strdup(&p->arena, of->url) : NULL;
	p->url_replaced = of->url_replaced;
	p->settled = true;
	http_limiter_free(p->limiter);
	p->limiter = http_limiter_share(of->limiter);
	*twin = p;
	return ZF_OK;
}
