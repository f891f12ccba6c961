/* engine: the driver: opening an account, and what it can be asked for. */
#include "engine.h"

#include <stdlib.h>
#include <string.h>

#include "auth.h"
#include "err.h"
#include "mem.h"
#include "near.h"
#include "settings.h"
#include "zones.h"

/*
 * Opening.
 */

/* Keys that a profile may have whatever its provider is. */
static const char *const common_keys[] = {"provider", "url", "ca_file", "proxy", "insecure_http"};
enum { COMMON_KEYS = sizeof(common_keys) / sizeof(common_keys[0]) };

static bool is_common_key(const char *key)
{
	for (size_t i = 0; i < COMMON_KEYS; i++) {
		if (strcmp(key, common_keys[i]) == 0)
			return true;
	}
	return false;
}

static enum zf_status unknown_key(const struct provider *p, const char *key, struct zf_error *err)
{
	const struct desc_variable *v = p->desc->variables.items;
	struct near near = {.word = NULL};
	struct buf known, word;
	buf_init(&known, 0);
	buf_init(&word, 0);
	for (size_t i = 0; i < COMMON_KEYS; i++) {
		buf_printf(&known, "%s%s", i ? ", " : "", common_keys[i]);
		near_look(&near, key, common_keys[i]);
	}
	for (size_t i = 0; i < p->desc->variables.count; i++) {
		buf_printf(&known, ", %s", v[i].name);
		near_look(&near, key, v[i].name);
	}
	str_print(&word, key, strlen(key));
	err_set(err, ZF_ERR_CONFIG,
		"profile \"%s\" has the key \"%s\", which %s doesn't know%s; "
		"known are: %s",
		p->profile_name, word.data, p->desc->name, near_hint(&near), known.data);
	buf_free(&known);
	buf_free(&word);
	return ZF_ERR_CONFIG;
}

static enum zf_status check_profile(
	const struct provider *p, const char *provider, struct zf_error *err)
{
	const char *of = config_profile_provider(p->profile), *key;
	if (strcmp(of, provider) != 0 && strcmp(of, p->profile_name) != 0)
		return err_set(err, ZF_ERR_CONFIG,
			"profile \"%s\" is for %s, not for %s: write %s@%s", p->profile_name, of,
			provider, of, p->profile_name);
	if (strcmp(of, provider) != 0)
		return err_set(err, ZF_ERR_CONFIG,
			"profile \"%s\" doesn't say whose it is: write \"provider: %s\" into it",
			p->profile_name, provider);
	for (size_t i = 0; (key = config_profile_key(p->profile, i)) != NULL; i++) {
		if (!is_common_key(key) && !desc_variable_find(p->desc, key))
			return unknown_key(p, key, err);
	}
	return ZF_OK;
}

static enum zf_status unknown_profile(
	const struct provider *p, const char *name, struct zf_error *err)
{
	const struct config_profile *profile;
	const char *known;
	struct near near = {.word = NULL};
	struct buf word;
	for (size_t i = 0; (profile = config_profile_at(p->config, i, &known)) != NULL; i++)
		if (strcmp(config_profile_provider(profile), p->desc->name) == 0)
			near_look(&near, name, known);
	buf_init(&word, 0);
	str_print(&word, name, strlen(name));
	err_set(err, ZF_ERR_CONFIG, "%s has no profile \"%s\"%s", config_name(p->config), word.data,
		near_hint(&near));
	buf_free(&word);
	return ZF_ERR_CONFIG;
}

/* AWS' files may name a command, too. */
static bool takes_aws_keys(const struct desc *d)
{
	const struct desc_variable *v = d->variables.items;
	for (size_t i = 0; i < d->variables.count; i++)
		if (v[i].aws)
			return true;
	return false;
}

static enum zf_status open_profile(
	struct provider *p, const char *name, const char *profile, struct zf_error *err)
{
	p->profile_name = mem_strdup(profile ? profile : name);
	enum zf_status status = config_load(&p->config, p->env.config, err);
	if (status)
		return status;
	if (config_runs_commands(p->config) || takes_aws_keys(p->desc))
		provider_hide_secrets(p->config, p->env.provider_dir, p->desc->name);
	p->profile = config_find(p->config, p->profile_name);
	if (!p->profile && profile)
		return unknown_profile(p, profile, err);
	return p->profile ? check_profile(p, name, err) : ZF_OK;
}

enum zf_status provider_open(struct provider **made, const char *name, const char *profile,
	const struct provider_env *env, struct zf_error *err)
{
	struct provider *p = mem_zalloc(sizeof(*p));
	p->env = *env;
	p->clock = env->clock         ? env->clock
		   : env->replay_path ? &http_clock_skipping
				      : &http_clock_system;
	arena_init(&p->arena);
	vars_init(&p->vars, NULL);
	p->secrets = secrets_new();
	p->plain = secrets_new();
	enum zf_status status = desc_load(&p->desc, name, env->provider_dir, err);
	if (!status) {
		p->settings = mem_zalloc((p->desc->variables.count + 1) * sizeof(*p->settings));
		p->limiter = http_limiter_new((unsigned)p->desc->pace, p->clock);
	}
	status = status ? status : open_profile(p, name, profile, err);
	if (status)
		provider_close(p);
	else
		*made = p;
	return status;
}

void provider_close(struct provider *p)
{
	if (!p)
		return;
	if (p->http)
		p->http->free(p->http);
	http_limiter_free(p->limiter);
	for (size_t i = 0; p->desc && i < p->desc->variables.count; i++)
		free(p->settings[i].problem);
	free(p->settings);
	free(p->aws_problem);
	aws_keys_free(&p->aws);
	free(p->profile_name);
	vars_free(&p->vars);
	config_free(p->config);
	secrets_free(p->secrets);
	secrets_free(p->plain);
	arena_free(&p->arena);
	desc_free(p->desc);
	free(p);
}

const struct desc *provider_desc(const struct provider *p)
{
	return p->desc;
}

size_t provider_calls(const struct provider *p)
{
	return p->calls;
}

const char *provider_url(struct provider *p)
{
	struct zf_error ignored = ZF_ERROR_INIT;
	settings_load(p, &ignored);
	return p->url;
}

bool provider_setting(struct provider *p, size_t index, struct provider_setting *setting)
{
	struct zf_error ignored = ZF_ERROR_INIT;
	if (index >= p->desc->variables.count)
		return false;
	settings_load(p, &ignored);
	setting_load(p, index);
	const struct setting *s = &p->settings[index];
	*setting = (struct provider_setting){
		.variable = (const struct desc_variable *)p->desc->variables.items + index,
		.from = s->from,
		.found = s->found,
		.problem = s->problem,
	};
	return true;
}

/*
 * Fetching.
 */

static enum zf_status unknown_view(const struct provider *p, const char *name, struct zf_error *err)
{
	const struct desc_view *v = p->desc->views.items;
	struct near near = {.word = NULL};
	struct buf known, word;
	buf_init(&known, 0);
	buf_init(&word, 0);
	for (size_t i = 0; i < p->desc->views.count; i++) {
		buf_printf(&known, "%s%s", i ? ", " : "", v[i].name);
		near_look(&near, name, v[i].name);
	}
	str_print(&word, name, strlen(name));
	err_set(err, ZF_ERR_NOT_FOUND, "there is no view \"%s\"%s; known are: %s", word.data,
		near_hint(&near), known.len ? known.data : "none");
	buf_free(&known);
	buf_free(&word);
	return ZF_ERR_NOT_FOUND;
}

enum zf_status provider_fetch(struct zf_zone **zone, struct provider *p,
	const struct provider_query *query, struct zf_error *err)
{
	struct zf_error inner = ZF_ERROR_INIT;
	struct found found = {0};
	bool by_id = query->view && strcmp(query->view, "id") == 0;
	const struct desc_view *view = NULL;
	enum zf_status status = ZF_OK;
	*zone = NULL;
	account_begin(p);
	if (!query->zone)
		status = err_set(&inner, ZF_ERR_USAGE, "a zone is missing");
	if (!status && query->view && !by_id) {
		view = desc_view_find(p->desc, query->view);
		if (!view)
			status = unknown_view(p, query->view, &inner);
	}
	if (!status && by_id && !query->view_arg)
		status = err_set(&inner, ZF_ERR_USAGE, "\"?id=\" wants the zone's id");
	if (!status && query->listed)
		status = lookup_listed(p, &found, query->listed, &inner);
	else if (!status)
		status =
			lookup_zone(p, &found, query->zone, by_id ? query->view_arg : NULL, &inner);
	if (!status) {
		status = fetch_zone_in(zone, p, &found, view, query->view_arg, &inner);
		found_free(&found);
	}
	return status ? account_fail(p, query->zone, &inner, err) : ZF_OK;
}

enum zf_status provider_zones(
	struct provider *p, provider_zone_fn *each, void *user, struct zf_error *err)
{
	struct zf_error inner = ZF_ERROR_INIT;
	account_begin(p);
	enum zf_status status = lookup_list(p, each, user, &inner);
	return status ? account_fail(p, NULL, &inner, err) : ZF_OK;
}

/*
 * Testing.
 */

static enum zf_status stop_at_once(
	struct walk *w, const struct json *item, const char *key, struct zf_error *err)
{
	(void)item, (void)key, (void)err;
	w->stop = true;
	return ZF_OK;
}

enum zf_status provider_check(struct provider *p, struct zf_error *err)
{
	struct zf_error inner = ZF_ERROR_INIT;
	account_begin(p);
	enum zf_status status = settings_load(p, &inner);
	status = status ? status : auth_choose(p, &inner);
	return status ? account_fail(p, NULL, &inner, err) : ZF_OK;
}

static enum zf_status make_test_call(struct provider *p, struct zf_error *err)
{
	const struct desc_call *test = p->desc->test;
	if (test) {
		struct call call = {.desc = test};
		struct answer answer;
		enum zf_status status = call_send(p, &call, &answer, err);
		if (!status)
			answer_free(&answer);
		return status;
	}
	if (!p->desc->zones->list)
		return err_set(err, ZF_ERR_UNSUPPORTED,
			"the description names no call that tests credentials");
	struct walk w = {.p = p, .call = p->desc->zones->list, .on_item = stop_at_once};
	return walk_run(&w, err);
}

enum zf_status provider_test(struct provider *p, struct buf *said, struct zf_error *err)
{
	struct zf_error inner = ZF_ERROR_INIT;
	account_begin(p);
	enum zf_status status = make_test_call(p, &inner);
	if (status)
		return account_fail(p, NULL, &inner, err);
	if (said)
		buf_printf(said, "%s: the credentials are accepted at %s", p->desc->name,
			p->url ? p->url : "?");
	return ZF_OK;
}
