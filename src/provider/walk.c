#include "walk.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "err.h"
#include "idset.h"
#include "link.h"

/* Far above any list that fits the limits of a zone, and reached in minutes by a server that never
 * ends. */
enum { PAGES_MAX = 10000 };

/* One list being read. */
struct pages {
	struct walk *w;
	const struct desc_call *call;
	const struct desc_page *page; /* NULL: one answer is all */
	const struct json *item; /* of the outer list, for references in templates */
	struct vars vars;
	struct arena arena; /* texts of the variables */
	struct idset ids, seen; /* of elements; of pages and cursors */
	size_t number; /* pages read */
	size_t offset; /* elements read */
	char *url; /* of the next page, when answers give it */
	int64_t total; /* what the first answer promised; -1: nothing */
	struct buf text;
};

static enum zf_status walk_call(struct walk *w, const struct desc_call *call,
	const struct vars *vars, const struct json *item, struct zf_error *err);

static enum zf_status broken(struct zf_error *err, const char *text)
{
	return err_set(err, ZF_ERR_ANSWER,
		"%s: the list can't be read whole; try again, or report it", text);
}

static enum zf_status unsteady(struct walk *w, struct zf_error *err, const char *text)
{
	w->unsteady = true;
	return err_set(
		err, ZF_ERR_ANSWER, "%s: the list changes while it is read; try again later", text);
}

/*
 * Variables.
 */

static void set_var(struct pages *g, const char *name, struct str value)
{
	vars_set(&g->vars, name, (struct str){arena_strndup(&g->arena, value.p, value.n), value.n});
}

static void set_number(struct pages *g, const char *name, size_t value)
{
	char text[24];
	int n = snprintf(text, sizeof(text), "%zu", value);
	set_var(g, name, (struct str){text, (size_t)n});
}

static void set_vars(struct pages *g)
{
	if (!g->page)
		return;
	if (g->page->size)
		set_number(g, "size", (size_t)g->page->size);
	if (g->page->style == PAGE_NUMBER)
		set_number(g, "page", g->number + (g->page->from_zero ? 0 : 1));
	if (g->page->style == PAGE_OFFSET)
		set_number(g, "offset", g->offset);
}

/*
 * What comes next. Each style has one function: *more says whether there is another page.
 */

static bool read_count(const struct ref *ref, const struct scope *scope, int64_t *n)
{
	struct value v = ref_get(ref, scope);
	uint64_t u;
	if (v.json)
		return json_integer(v.json, 0, INT64_MAX, true, n);
	if (!v.text.p || !str_to_u64(v.text.p, v.text.n, INT64_MAX, &u))
		return false;
	*n = (int64_t)u;
	return true;
}

static bool page_is_full(const struct pages *g, size_t got)
{
	return g->page->size ? got >= (size_t)g->page->size : got > 0;
}

/* By the answer's own word, else by the page being full. */
static enum zf_status count_on(
	struct pages *g, const struct scope *scope, size_t got, bool *more, struct zf_error *err)
{
	const struct desc_page *d = g->page;
	int64_t n;
	bool promised = true;
	if (d->more.scope) {
		struct value v = ref_get(&d->more, scope);
		*more = value_filled(&v);
	} else if (d->pages.scope && read_count(&d->pages, scope, &n)) {
		*more = (int64_t)g->number < n;
	} else if (d->total.scope && read_count(&d->total, scope, &n)) {
		*more = (int64_t)g->offset < n && got > 0;
	} else {
		*more = page_is_full(g, got);
		promised = false;
	}
	if (*more && promised && got == 0)
		return broken(err, "a page is empty, although more are announced");
	return ZF_OK;
}

/* A cursor, marker or link that comes again would be followed for ever. */
static enum zf_status check_moves(struct pages *g, struct str where, struct zf_error *err)
{
	if (idset_add(&g->seen, where, 1) == IDSET_NEW)
		return ZF_OK;
	return broken(err, "the way to the next page leads back to an earlier one");
}

static enum zf_status next_cursor(
	struct pages *g, const struct scope *scope, size_t got, bool *more, struct zf_error *err)
{
	const struct desc_next *next = g->page->next.items;
	struct value first = ref_get(&next[0].from, scope);
	(void)got;
	*more = value_filled(&first);
	if (g->page->more.scope) {
		struct value v = ref_get(&g->page->more, scope);
		if (!value_filled(&v))
			*more = false;
		else if (!*more)
			return broken(err, "more pages are announced, but not where they begin");
	}
	if (!*more)
		return ZF_OK;
	buf_reset(&g->text);
	for (size_t i = 0; i < g->page->next.count; i++) {
		struct value v = ref_get(&next[i].from, scope);
		vars_unset(&g->vars, next[i].name);
		if (v.text.n)
			set_var(g, next[i].name, v.text);
		buf_add(&g->text, v.text.p ? v.text.p : "", v.text.n);
		buf_addc(&g->text, '\n');
	}
	return check_moves(g, (struct str){g->text.data, g->text.len}, err);
}

/* The marker was noted with the last element. */
static enum zf_status next_marker(
	struct pages *g, const struct scope *scope, size_t got, bool *more, struct zf_error *err)
{
	struct value announced = ref_get(&g->page->more, scope);
	*more = page_is_full(g, got) || value_filled(&announced);
	if (!*more)
		return ZF_OK;
	if (got == 0)
		return broken(err, "a page is empty, although more are announced");
	const struct str *marker = vars_get(&g->vars, "marker", 6);
	if (!marker)
		return broken(err, "the last element of a page has no marker");
	return check_moves(g, *marker, err);
}

/* Links lead to the host that the credentials are for, or nowhere. */
static enum zf_status follow_link(
	struct pages *g, struct str link, bool *more, struct zf_error *err)
{
	const char *base = g->w->p->url;
	struct buf url;
	*more = link.n > 0;
	if (!*more)
		return ZF_OK;
	buf_init(&url, 0);
	if (link.p[0] == '/' && !(link.n > 1 && link.p[1] == '/')) {
		const char *host = strstr(base, "://");
		const char *path = host ? strchr(host + 3, '/') : NULL;
		buf_add(&url, base, path ? (size_t)(path - base) : strlen(base));
	}
	buf_add(&url, link.p, link.n);
	if (g->page->any_scheme && str_starts(url.data, "http://") &&
		str_starts(base, "https://")) {
		struct buf safe;
		buf_init(&safe, 0);
		buf_printf(&safe, "https%s", url.data + 4);
		buf_free(&url);
		url = safe;
	}
	enum zf_status status = ZF_OK;
	if (strpbrk(url.data, "\r\n\t ") || !http_same_origin(url.data, base))
		status = broken(err, "the next page's link leads to another host, port or scheme");
	else
		status = check_moves(g, (struct str){url.data, url.len}, err);
	if (!status)
		g->url = arena_strdup(&g->arena, url.data);
	buf_free(&url);
	return status;
}

static enum zf_status next_link(
	struct pages *g, const struct scope *scope, size_t got, bool *more, struct zf_error *err)
{
	(void)got;
	return follow_link(g, ref_get(&g->page->link, scope).text, more, err);
}

static enum zf_status next_link_header(
	struct pages *g, const struct scope *scope, size_t got, bool *more, struct zf_error *err)
{
	const char *header = headers_get(scope->headers, "link");
	(void)got;
	return follow_link(g, header ? link_next(header) : (struct str){NULL, 0}, more, err);
}

typedef enum zf_status next_fn(
	struct pages *g, const struct scope *scope, size_t got, bool *more, struct zf_error *err);

static next_fn *const next_of_style[] = {
	[PAGE_NUMBER] = count_on,
	[PAGE_OFFSET] = count_on,
	[PAGE_CURSOR] = next_cursor,
	[PAGE_MARKER] = next_marker,
	[PAGE_LINK] = next_link,
	[PAGE_LINK_HEADER] = next_link_header,
};

/* A total that changes, or that isn't what came, means that elements were missed or came twice. */
static enum zf_status check_total(
	struct pages *g, const struct scope *scope, bool more, struct zf_error *err)
{
	int64_t n;
	if (!g->page->total.scope || !read_count(&g->page->total, scope, &n))
		return ZF_OK;
	if (g->total >= 0 && g->total != n)
		return unsteady(g->w, err, "the number of elements changed between two pages");
	g->total = n;
	if (!more && n != (int64_t)(g->offset))
		return unsteady(g->w, err, "the number of elements is not what the answer says");
	return ZF_OK;
}

/*
 * The elements.
 */

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
	w->count++;
	w->answer = answer;
	return w->on_item(w, item, key, err);
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
			set_var(g, "marker", marker.text);
	}
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
		return unsteady(g->w, err, "one element came twice, and not the same");
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
	return broken(err, "a page came again instead of the next one");
}

static enum zf_status give_all(struct pages *g, const struct answer *answer,
	const struct json *first, size_t *got, struct zf_error *err)
{
	enum zf_status status = g->page ? check_page(g, first, err) : ZF_OK;
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
	if (!v.json && (forms & ITEMS_ABSENT))
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
		*got = 1;
		g->offset++;
		return give(g, answer, v.json, NULL, err);
	}
	return no_items(g, &v, err);
}

/*
 * The pages.
 */

static enum zf_status read_page(struct pages *g, bool *more, struct zf_error *err)
{
	struct walk *w = g->w;
	struct call call = {
		.desc = g->call, .vars = &g->vars, .item = g->item, .zone = w->zone, .url = g->url};
	struct answer answer;
	size_t got = 0;
	set_vars(g);
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
		struct scope scope = answer_scope(&answer, &g->vars);
		status = next_of_style[g->page->style](g, &scope, got, more, err);
		status = status ? status : check_total(g, &scope, *more, err);
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
