#include "walk.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "err.h"
#include "map.h"
#include "next.h"
#include "tmpl.h"

/* Far above any list that fits the limits of a zone, and reached in minutes by a server that never
 * ends. */
enum { PAGES_MAX = 10000 };
/* Elements of a list, of zones too: each leaves an id in memory. */
enum { ELEMENTS_MAX = 10000000 };
/* Elements that are asked for one by one: within the time of a run at an API that answers fast. */
enum { EACH_MAX = 100000 };

static enum zf_status walk_call(struct walk *w, const struct desc_call *call,
	const struct vars *vars, const struct json *item, struct zf_error *err);

/*
 * The elements.
 */

/* Counts n more, up to a limit. */
static enum zf_status count_more(size_t *count, size_t n, size_t most, struct zf_error *err)
{
	if (n > most - *count)
		return err_set(err, ZF_ERR_LIMIT,
			"the list has more than %zu elements%s: it can't be read whole", most,
			most == EACH_MAX ? " that are asked for one by one" : "");
	*count += n;
	return ZF_OK;
}

/* Elements with calls of their own are counted before the first of these. */
static enum zf_status count_calls(struct pages *g, const struct json *first, struct zf_error *err)
{
	size_t n = 0;
	for (const struct json *e = first; e && g->call->each; e = json_next(e))
		n++;
	return count_more(&g->w->asked, n, EACH_MAX, err);
}

/* An element as it is handed on, and what is kept of it. */
static enum zf_status give(struct pages *g, const struct answer *answer, const struct json *item,
	const char *key, struct zf_error *err)
{
	struct walk *w = g->w;
	if (g->call->each) {
		struct vars vars;
		vars_init(&vars, &g->vars);
		if (json_text(item).p)
			vars_set(&vars, "item", json_text(item));
		enum zf_status status = walk_call(w, g->call->each, &vars, item, err);
		vars_free(&vars);
		return status;
	}
	if (count_more(&w->count, 1, ELEMENTS_MAX, err) != ZF_OK)
		return err->code;
	w->answer = answer;
	return w->on_item(w, item, key, err);
}

static bool is_same_name(struct str a, struct str b)
{
	struct zf_error ignored = ZF_ERROR_INIT;
	struct name x, y;
	return map_zone_name(&x, a, &ignored) == ZF_OK && map_zone_name(&y, b, &ignored) == ZF_OK &&
	       name_equal(&x, &y);
}

/* What an element says about itself must be what was asked for: answers get mixed up. */
static enum zf_status check_about(struct pages *g, const struct scope *scope, struct zf_error *err)
{
	const struct pairs *about = &g->call->about;
	struct scope outer = *scope;
	struct buf wanted;
	enum zf_status status = ZF_OK;
	outer.item = g->item;
	outer.zone = g->w->zone;
	buf_init(&wanted, 0);
	for (size_t i = 0; i < about->count && !status; i++) {
		struct ref ref;
		struct tmpl_why why;
		struct value v = {0};
		buf_reset(&wanted);
		if (ref_parse(&ref, about->items[i].name))
			v = ref_get(&ref, scope);
		if (!value_exists(&v) || tmpl_expand(&wanted, about->items[i].value, TMPL_TEXT,
						 &outer, &why) != TMPL_DONE)
			continue;
		struct str text = {wanted.data, wanted.len};
		if ((v.text.n != text.n || memcmp(v.text.p, text.p, text.n) != 0) &&
			(!v.text.n || !is_same_name(v.text, text))) {
			struct buf shown;
			buf_init(&shown, 0);
			str_print(&shown, v.text.p ? v.text.p : "", v.text.n < 80 ? v.text.n : 80);
			status = err_set(err, ZF_ERR_ANSWER,
				"the answer is about something else: its \"%s\" is \"%s\", not "
				"\"%s\"",
				ref.path, shown.data, wanted.data);
			buf_free(&shown);
		}
	}
	buf_free(&wanted);
	return status;
}

/* Whether an element is to be handed on: the same one again counts once. */
static enum zf_status check_element(struct pages *g, const struct answer *answer,
	const struct json *item, bool *is_new, struct zf_error *err)
{
	struct scope scope = answer_scope(answer, &g->vars);
	scope.item = item;
	if (g->page && g->page->marker.scope) {
		struct value marker = ref_get(&g->page->marker, &scope);
		if (marker.text.n)
			pages_set_var(g, "marker", marker.text);
	}
	enum zf_status status = check_about(g, &scope, err);
	if (status)
		return status;
	struct str id = g->w->id && !g->call->each ? refs_get(g->w->id, &scope).text
						   : (struct str){NULL, 0};
	*is_new = true;
	if (!id.n)
		return ZF_OK;
	buf_reset(&g->text);
	json_print(&g->text, item, JSON_SORTED);
	uint64_t content = idset_digest(&g->ids, 0, (struct str){g->text.data, g->text.len});
	switch (idset_add(&g->ids, id, content)) {
	case IDSET_NEW:
		break;
	case IDSET_SAME:
		*is_new = false;
		g->w->duplicates++;
		break;
	case IDSET_OTHER:
		return pages_unsteady(g->w, err, "one element came twice, and not the same");
	}
	return ZF_OK;
}

/* What has been seen as a whole page before is a server that ignores the page asked for. */
static enum zf_status check_page(struct pages *g, const struct json *first, struct zf_error *err)
{
	uint64_t digest = 0;
	if (!first)
		return ZF_OK;
	for (const struct json *e = first; e; e = json_next(e)) {
		buf_reset(&g->text);
		json_print(&g->text, e, JSON_SORTED);
		digest = idset_digest(&g->seen, digest, (struct str){g->text.data, g->text.len});
	}
	buf_reset(&g->text);
	buf_printf(&g->text, "page %016" PRIx64, digest);
	if (idset_add(&g->seen, (struct str){g->text.data, g->text.len}, 1) == IDSET_NEW)
		return ZF_OK;
	return pages_broken(err, "a page came again instead of the next one");
}

static enum zf_status give_all(struct pages *g, const struct answer *answer,
	const struct json *first, size_t *got, struct zf_error *err)
{
	enum zf_status status = g->page ? check_page(g, first, err) : ZF_OK;
	status = status ? status : count_calls(g, first, err);
	for (const struct json *e = first; e && !status && !g->w->stop; e = json_next(e)) {
		bool is_new = true;
		++*got;
		status = check_element(g, answer, e, &is_new, err);
		if (status || !is_new)
			continue;
		g->offset++;
		status = give(g, answer, e, json_name(e), err);
	}
	return status;
}

static enum zf_status no_items(const struct pages *g, const struct value *v, struct zf_error *err)
{
	g->w->absent = !v->json && !g->item;
	const char *path = g->call->items.count ? g->call->items.items[0].path : "";
	if (!v->json)
		return err_set(err, ZF_ERR_ANSWER, "the answer has no \"%s\"", path);
	return err_set(err, ZF_ERR_ANSWER, "the answer's \"%s\" is %s, not a list", path,
		json_kind_name(json_kind(v->json)));
}

/* Whether a reference leads into the answer's member of this name. */
static bool begins_at(const struct ref *ref, const char *name)
{
	size_t n = strlen(name);
	return ref->scope == REF_ITEM && ref->path[0] == '/' &&
	       strncmp(ref->path + 1, name, n) == 0 &&
	       (ref->path[n + 1] == '/' || !ref->path[n + 1]);
}

/* Whether a member that stands beside missing items is one that the description knows. */
static bool is_known_member(const struct pages *g, const char *name)
{
	const struct desc_page *d = g->page;
	for (size_t i = 0; i < g->call->beside.count; i++) {
		if (strcmp(g->call->beside.items[i], name) == 0)
			return true;
	}
	if (!d)
		return false;
	const struct desc_next *next = d->next.items;
	for (size_t i = 0; i < d->next.count; i++) {
		if (begins_at(&next[i].from, name))
			return true;
	}
	return begins_at(&d->more, name) || begins_at(&d->pages, name) ||
	       begins_at(&d->total, name) || begins_at(&d->link, name);
}

/* An empty list that is left out: what it would stand in must be there, else the answer is one to
 * something else. */
static bool is_empty_list(const struct pages *g, const struct answer *answer)
{
	for (size_t i = 0; i < g->call->items.count; i++) {
		const char *path = g->call->items.items[i].path, *last = strrchr(path, '/');
		struct buf parent;
		buf_init(&parent, 0);
		buf_add(&parent, path, last ? (size_t)(last - path) : 0);
		bool at_root = parent.len == 0;
		bool found = !at_root && json_at(answer->json, parent.data);
		buf_free(&parent);
		if (found)
			return true;
		if (!at_root || json_kind(answer->json) != JSON_OBJECT)
			continue;
		const struct json *m = json_first(answer->json);
		while (m && is_known_member(g, json_name(m)))
			m = json_next(m);
		if (!m)
			return true;
	}
	return false;
}

/* Hands on the elements of one answer. */
static enum zf_status give_answer(
	struct pages *g, const struct answer *answer, size_t *got, struct zf_error *err)
{
	struct scope scope = answer_scope(answer, &g->vars);
	unsigned forms = g->call->items_may_be;
	struct value v = refs_get(&g->call->items, &scope);
	if (answer->empty)
		return ZF_OK;
	if (!g->call->items.count)
		v.json = answer->json;
	if (!v.json && (forms & ITEMS_ABSENT) && is_empty_list(g, answer))
		return ZF_OK;
	if (v.json && json_kind(v.json) == JSON_NULL && (forms & ITEMS_NULL))
		return ZF_OK;
	/* An empty XML element is an empty list. */
	if (json_kind(v.json) == JSON_STRING && !v.text.n && (forms & ITEMS_NULL))
		return ZF_OK;
	if (v.json && json_kind(v.json) == JSON_ARRAY)
		return give_all(g, answer, json_first(v.json), got, err);
	if (json_kind(v.json) == JSON_OBJECT && (forms & ITEMS_KEYED))
		return give_all(g, answer, json_first(v.json), got, err);
	if (json_kind(v.json) == JSON_OBJECT && ((forms & ITEMS_SINGLE) || !g->call->items.count)) {
		bool is_new = true;
		enum zf_status status = check_element(g, answer, v.json, &is_new, err);
		*got = 1;
		g->offset++;
		return status ? status : give(g, answer, v.json, NULL, err);
	}
	return no_items(g, &v, err);
}

/*
 * The pages.
 */

static enum zf_status read_page(struct pages *g, bool *more, struct zf_error *err)
{
	struct walk *w = g->w;
	struct call call = {.desc = g->call,
		.vars = &g->vars,
		.item = g->item,
		.zone = w->zone,
		.url = g->url,
		.list = true};
	struct answer answer;
	size_t got = 0;
	pages_set_vars(g);
	enum zf_status status = call_send(w->p, &call, &answer, err);
	if (status) {
		w->absent = g->number == 0 && !g->item &&
			    (w->p->last_status == 404 || w->p->last_status == 405);
		return status;
	}
	g->number++;
	*more = false;
	if (w->on_answer && !answer.empty)
		status = w->on_answer(w, &answer, err);
	status = status ? status : give_answer(g, &answer, &got, err);
	if (!status && g->page && !w->stop && !answer.empty) {
		status = pages_next(g, &answer, got, more, err);
	}
	w->answer = NULL;
	answer_free(&answer);
	return status;
}

static enum zf_status read_pages(struct pages *g, struct zf_error *err)
{
	enum zf_status status = ZF_OK;
	for (bool more = true; more && !status && !g->w->stop;) {
		if (g->number == PAGES_MAX)
			return err_set(err, ZF_ERR_LIMIT,
				"the list has more than %d pages: it can't be read whole",
				PAGES_MAX);
		status = read_page(g, &more, err);
	}
	return status;
}

static enum zf_status walk_list(struct walk *w, const struct desc_call *call,
	const struct vars *vars, const struct json *item, struct zf_error *err)
{
	struct pages g = {.w = w, .call = call, .page = call->page, .item = item, .total = -1};
	vars_init(&g.vars, vars);
	arena_init(&g.arena);
	idset_init(&g.ids);
	idset_init(&g.seen);
	buf_init(&g.text, 0);
	enum zf_status status = read_pages(&g, err);
	vars_free(&g.vars);
	arena_free(&g.arena);
	idset_free(&g.ids);
	idset_free(&g.seen);
	buf_free(&g.text);
	return status;
}

static enum zf_status walk_call(struct walk *w, const struct desc_call *call,
	const struct vars *vars, const struct json *item, struct zf_error *err)
{
	if (!call->for_each.count)
		return walk_list(w, call, vars, item, err);
	enum zf_status status = ZF_OK;
	for (size_t i = 0; i < call->for_each.count && !status && !w->stop; i++) {
		struct vars with;
		vars_init(&with, vars);
		vars_set(&with, "word", str_of(call->for_each.items[i]));
		status = walk_list(w, call, &with, item, err);
		vars_free(&with);
	}
	return status;
}

enum zf_status walk_run(struct walk *w, struct zf_error *err)
{
	return walk_call(w, w->call, w->vars ? w->vars : &w->p->vars, NULL, err);
}
