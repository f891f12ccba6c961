#include "engine.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "account.h"
#include "err.h"
#include "map.h"
#include "mem.h"

enum { READS = 3 }; /* of a list that changes while it is read, or is empty */

/*
 * Opening.
 */

/* Keys that a profile may have whatever its provider is. */
static const char *const common_keys[] = {"provider", "url", "ca_file", "proxy"};
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
	struct buf known, word;
	buf_init(&known, 0);
	buf_init(&word, 0);
	for (size_t i = 0; i < COMMON_KEYS; i++)
		buf_printf(&known, "%s%s", i ? ", " : "", common_keys[i]);
	for (size_t i = 0; i < p->desc->variables.count; i++)
		buf_printf(&known, ", %s", v[i].name);
	str_print(&word, key, strlen(key));
	err_set(err, ZF_ERR_CONFIG,
		"profile \"%s\" has the key \"%s\", which %s doesn't know; "
		"known are: %s",
		p->profile_name, word.data, p->desc->name, known.data);
	buf_free(&known);
	buf_free(&word);
	return ZF_ERR_CONFIG;
}

static enum zf_status check_profile(
	const struct provider *p, const char *provider, struct zf_error *err)
{
	const char *of = config_profile_provider(p->profile), *key;
	if (of && strcmp(of, provider) != 0)
		return err_set(err, ZF_ERR_CONFIG, "profile \"%s\" is for %s, not for %s",
			p->profile_name, of, provider);
	for (size_t i = 0; (key = config_profile_key(p->profile, i)) != NULL; i++) {
		if (!is_common_key(key) && !desc_variable_find(p->desc, key))
			return unknown_key(p, key, err);
	}
	return ZF_OK;
}

static enum zf_status open_profile(
	struct provider *p, const char *name, const char *profile, struct zf_error *err)
{
	p->profile_name = mem_strdup(profile ? profile : name);
	enum zf_status status = config_load(&p->config, p->env.config, err);
	if (status)
		return status;
	p->profile = config_find(p->config, p->profile_name);
	if (!p->profile && profile)
		return err_set(err, ZF_ERR_CONFIG, "the config has no profile \"%s\"", profile);
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
	if (!status)
		p->settings = mem_zalloc((p->desc->variables.count + 1) * sizeof(*p->settings));
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
	for (size_t i = 0; p->desc && i < p->desc->variables.count; i++)
		free(p->settings[i].problem);
	free(p->settings);
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
 * Messages.
 */

void account_progress(const struct provider *p, const char *format, ...)
{
	struct buf b, line;
	if (!p->env.progress)
		return;
	buf_init(&b, 0);
	buf_init(&line, 0);
	va_list ap;
	va_start(ap, format);
	buf_vprintf(&b, format, ap);
	va_end(ap);
	buf_printf(&line, "%s: ", p->desc->name);
	str_print(&line, b.data, b.len);
	secrets_scrub(p->secrets, &line);
	p->env.progress(p->env.progress_user, line.data);
	buf_free(&b);
	buf_free(&line);
}

const char *account_source(struct provider *p, const struct found *found, const char *view)
{
	bool named = strcmp(p->profile_name, p->desc->name) != 0;
	return arena_printf(&p->arena, "%s%s%s:%s%s%s", p->desc->name, named ? "@" : "",
		named ? p->profile_name : "", found->zone, view ? "?" : "", view ? view : "");
}

/* Sets "bunny: example.com: text", without secrets; what has no place is about the last answer. */
static enum zf_status fail(
	const struct provider *p, const char *zone, struct zf_error *inner, struct zf_error *err)
{
	struct buf b;
	secrets_scrub_error(p->secrets, inner);
	buf_init(&b, 0);
	if (zone)
		str_print(&b, zone, strlen(zone) < 300 ? strlen(zone) : 300);
	err_set(err, inner->code, "%s%s%s: %s", p->desc->name, zone ? ": " : "", b.data,
		inner->text);
	err_place(err, inner->file[0] ? inner->file : p->place, inner->line, inner->col);
	err_id(err, inner->id);
	buf_free(&b);
	return inner->code;
}

/* What is asked of an account begins: its time does, and no request was made for it yet. */
static void begin(struct provider *p)
{
	int64_t limit = (int64_t)p->env.timeout * 1000;
	p->place[0] = '\0';
	p->ends = limit ? p->clock->now(p->clock->context) + limit : 0;
}

/*
 * Fetching.
 */

/* One reading of a zone's records. */
struct fetch {
	struct provider *p;
	struct found *found;
	const struct desc_records *records;
	const struct desc_view *view; /* or NULL */
	struct vars *vars;
	const struct desc_call *call; /* the one being walked */
	struct map map;
	int64_t promised; /* how many elements there must be; -1: nothing was said */
	bool began; /* an answer was seen */
	bool unsteady;
	bool was_empty; /* an earlier reading gave no record */
};

static enum zf_status take_zone(struct fetch *f, const struct scope *scope, struct zf_error *err)
{
	if (f->call->zone.count) {
		struct value v = refs_get(&f->call->zone, scope);
		enum zf_status status = lookup_take(f->p, f->found, v.json, err);
		if (status)
			return status;
	}
	f->map.scope.zone = f->found->object;
	return ZF_OK;
}

static enum zf_status on_answer(struct walk *w, const struct answer *answer, struct zf_error *err)
{
	struct fetch *f = w->user;
	struct scope scope = answer_scope(answer, f->vars);
	enum zf_status status = ZF_OK;
	bool running;
	f->map.scope.answer = answer->json;
	f->map.scope.response = &answer->response;
	if (f->began)
		return ZF_OK;
	if (f->view && f->view->job && !f->view->job->poll)
		status = view_check_state(f->view, &scope, &running, err);
	status = status ? status : take_zone(f, &scope, err);
	if (status)
		return status;
	f->began = true;
	map_warn(&f->map);
	struct scope at = f->map.scope;
	at.item = answer->json;
	struct value count = refs_get(&f->records->count, &at);
	if (!json_integer(count.json, 0, INT64_MAX, true, &f->promised))
		f->promised = -1;
	return ZF_OK;
}

static enum zf_status on_item(
	struct walk *w, const struct json *item, const char *key, struct zf_error *err)
{
	struct fetch *f = w->user;
	f->map.scope.answer = w->answer->json;
	f->map.scope.response = &w->answer->response;
	if (w->count % 1000 == 0)
		account_progress(f->p, "%s: %zu records so far", f->found->zone, w->count);
	return map_element(&f->map, item, key, err);
}

/* Gets the zone object that the description refers to, unless it comes with the call. */
static enum zf_status want_zone(struct fetch *f, const struct desc_call *call, struct zf_error *err)
{
	enum zf_status status = ZF_OK;
	f->call = call;
	if (f->p->desc->wants_zone && !f->found->object && !call->zone.count)
		status = lookup_confirm(f->p, f->found, err);
	f->map.scope.zone = f->found->object;
	return status;
}

/* Walks the first of the calls that is there. */
static enum zf_status read_list(struct fetch *f, size_t *count, struct zf_error *err)
{
	const struct desc_call *calls = f->records->list.items;
	for (size_t i = 0;; i++) {
		struct zf_error inner = ZF_ERROR_INIT;
		enum zf_status status = want_zone(f, &calls[i], err);
		if (status)
			return status;
		struct walk w = {.p = f->p,
			.call = f->call,
			.vars = f->vars,
			.zone = f->found->object,
			.id = f->records->id.count ? &f->records->id : NULL,
			.on_answer = on_answer,
			.on_item = on_item,
			.user = f};
		status = walk_run(&w, &inner);
		*count = w.count;
		f->unsteady = w.unsteady;
		if (status && w.absent && i + 1 < f->records->list.count)
			continue;
		if (status)
			*err = inner;
		else if (w.duplicates)
			diags_add(zone_builder_diags(f->map.builder), DIAG_NOTE, "repeated", NULL,
				0, 0, "%zu records came twice", w.duplicates);
		return status;
	}
}

static enum zf_status check_count(struct fetch *f, size_t count, struct zf_error *err)
{
	if (f->promised < 0 || f->promised == (int64_t)count)
		return ZF_OK;
	f->unsteady = true;
	return err_set(err, ZF_ERR_ANSWER,
		"%zu records came, but the zone is said to have %lld: try again later", count,
		(long long)f->promised);
}

/* Nothing is believed only when it comes twice, of a zone that is there, and never where each zone
 * has a SOA record at least: a wrong id, a right that is missing or a fault give empty lists too.
 */
static enum zf_status confirm_empty(struct fetch *f, struct zf_error *err)
{
	const struct desc_holds *holds = f->p->desc->holds;
	enum zf_status status = lookup_confirm(f->p, f->found, err);
	f->map.scope.zone = f->found->object;
	if (status || (f->view && f->view->job))
		return status;
	bool never = holds && holds->soa != SOA_NONE;
	f->unsteady = never || !f->was_empty;
	f->was_empty = true;
	if (!f->unsteady)
		return ZF_OK;
	return err_set(err, ZF_ERR_ANSWER,
		"no record came%s: the zone was not read; check what the credentials may see",
		never ? ", although each zone there has a SOA record" : "");
}

/* Reads everything once into a new builder. */
static enum zf_status read_once(struct fetch *f, struct zone_builder *builder, struct zf_error *err)
{
	size_t count = 0;
	f->promised = -1;
	f->began = f->unsteady = false;
	map_init(&f->map, f->p->desc, f->records, &f->found->name, builder);
	f->map.scope.zone = f->found->object;
	f->map.scope.vars = f->vars;
	enum zf_status status = read_list(f, &count, err);
	status = status ? status : check_count(f, count, err);
	if (!status && count == 0)
		status = confirm_empty(f, err);
	status = status ? status : map_finish(&f->map, err);
	map_free(&f->map);
	return status;
}

static enum zf_status read_records(
	struct zf_zone **zone, struct fetch *f, const char *source, struct zf_error *err)
{
	enum zf_status status = ZF_OK;
	for (unsigned reads = 1; !status; reads++) {
		struct zf_error inner = ZF_ERROR_INIT;
		struct zone_builder *builder = zone_builder_new(&f->found->name, source);
		status = read_once(f, builder, &inner);
		if (!status) {
			*zone = zone_builder_seal(builder);
			return ZF_OK;
		}
		zone_builder_free(builder);
		if (!f->unsteady || reads == READS) {
			*err = inner;
			return status;
		}
		account_progress(f->p, "%s was not read whole: reading it again", f->found->zone);
		status = ZF_OK;
	}
	return status;
}

static enum zf_status unknown_view(const struct provider *p, const char *name, struct zf_error *err)
{
	const struct desc_view *v = p->desc->views.items;
	struct buf known, word;
	buf_init(&known, 0);
	buf_init(&word, 0);
	for (size_t i = 0; i < p->desc->views.count; i++)
		buf_printf(&known, "%s%s", i ? ", " : "", v[i].name);
	str_print(&word, name, strlen(name));
	err_set(err, ZF_ERR_NOT_FOUND, "there is no view \"%s\"; known are: %s", word.data,
		known.len ? known.data : "none");
	buf_free(&known);
	buf_free(&word);
	return ZF_ERR_NOT_FOUND;
}

static enum zf_status fetch_view(struct zf_zone **zone, struct provider *p, struct found *found,
	const struct provider_query *query, const struct desc_view *view, struct zf_error *err)
{
	struct vars vars;
	vars_init(&vars, &p->vars);
	found_set_vars(found, &vars);
	struct fetch f = {.p = p,
		.found = found,
		.records = view ? view->records : p->desc->records,
		.view = view,
		.vars = &vars};
	struct zf_error inner = ZF_ERROR_INIT;
	enum zf_status status = view ? view_job(p, view, query->view_arg, &vars, &inner) : ZF_OK;
	if (!status && view && view->text)
		status = view_text(zone, p, found, view, &vars, &inner);
	else if (!status)
		status = read_records(
			zone, &f, account_source(p, found, view ? view->name : NULL), &inner);
	if (status == ZF_ERR_NOT_FOUND && view && view->job && view->job->start)
		err_set(err, status, "there is no %s of this zone yet: \"?%s=new\" starts one",
			view->name, view->name);
	if (status) {
		err_set(err, status, "%s", inner.text);
		err_place(err, inner.file, inner.line, inner.col);
		err_id(err, inner.id);
	}
	vars_free(&vars);
	return status;
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
	begin(p);
	if (!query->zone)
		status = err_set(&inner, ZF_ERR_USAGE, "a zone is missing");
	if (!status && query->view && !by_id) {
		view = desc_view_find(p->desc, query->view);
		if (!view)
			status = unknown_view(p, query->view, &inner);
	}
	if (!status && by_id && !query->view_arg)
		status = err_set(&inner, ZF_ERR_USAGE, "\"?id=\" wants the zone's id");
	if (!status)
		status =
			lookup_zone(p, &found, query->zone, by_id ? query->view_arg : NULL, &inner);
	if (!status) {
		status = fetch_view(zone, p, &found, query, view, &inner);
		found_free(&found);
	}
	return status ? fail(p, query->zone, &inner, err) : ZF_OK;
}

enum zf_status provider_zones(
	struct provider *p, provider_zone_fn *each, void *user, struct zf_error *err)
{
	struct zf_error inner = ZF_ERROR_INIT;
	begin(p);
	enum zf_status status = lookup_list(p, each, user, &inner);
	return status ? fail(p, NULL, &inner, err) : ZF_OK;
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
	begin(p);
	enum zf_status status = make_test_call(p, &inner);
	if (status)
		return fail(p, NULL, &inner, err);
	if (said)
		buf_printf(said, "%s: the credentials are accepted at %s", p->desc->name,
			p->url ? p->url : "?");
	return ZF_OK;
}
