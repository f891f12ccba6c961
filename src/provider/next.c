#include "next.h"

#include <stdio.h>
#include <string.h>

#include "err.h"
#include "link.h"

enum zf_status pages_broken(struct zf_error *err, const char *text)
{
	return err_set(err, ZF_ERR_ANSWER,
		"%s: the list can't be read whole; try again, or report it", text);
}

enum zf_status pages_unsteady(struct walk *w, struct zf_error *err, const char *text)
{
	w->unsteady = true;
	return err_set(
		err, ZF_ERR_ANSWER, "%s: the list changes while it is read; try again later", text);
}

/*
 * Variables.
 */

void pages_set_var(struct pages *g, const char *name, struct str value)
{
	vars_set(&g->vars, name, (struct str){arena_strndup(&g->arena, value.p, value.n), value.n});
}

static void set_number(struct pages *g, const char *name, size_t value)
{
	char text[24];
	int n = snprintf(text, sizeof(text), "%zu", value);
	pages_set_var(g, name, (struct str){text, (size_t)n});
}

void pages_set_vars(struct pages *g)
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
 * What an answer tells about the list as a whole.
 */

struct told {
	const struct scope *scope;
	size_t got; /* elements of this answer */
	struct value more; /* neither json nor text: the answer doesn't have it */
	int64_t pages, total; /* -1: the answer doesn't tell */
};

static bool is_there(const struct value *v)
{
	return v->json || v->text.p;
}

/* A member by which the end is known. An answer that is a bare list has no members. */
static enum zf_status read_member(const struct pages *g, const struct told *t,
	const struct ref *ref, enum page_member member, struct value *v, struct zf_error *err)
{
	*v = ref_get(ref, t->scope);
	if (!ref->scope || is_there(v) || (g->page->may_lack & (unsigned)member))
		return ZF_OK;
	if (ref->scope == REF_ITEM && json_kind(t->scope->item) == JSON_ARRAY)
		return ZF_OK;
	return err_set(err, ZF_ERR_ANSWER,
		"the answer has no \"%s\", which tells whether the list goes on: the list can't be "
		"read whole; try again, or report it",
		ref->path);
}

static enum zf_status read_count(const struct pages *g, const struct told *t, const struct ref *ref,
	enum page_member member, int64_t *n, struct zf_error *err)
{
	struct value v;
	uint64_t u;
	enum zf_status status = read_member(g, t, ref, member, &v, err);
	*n = -1;
	if (status || !is_there(&v))
		return status;
	if (v.json && json_integer(v.json, 0, INT64_MAX, true, n))
		return ZF_OK;
	if (v.json || !str_to_u64(v.text.p, v.text.n, INT64_MAX, &u))
		return err_set(err, ZF_ERR_ANSWER,
			"the answer's \"%s\" is no number: the list can't be read whole; try "
			"again, or report it",
			ref->path);
	*n = (int64_t)u;
	return ZF_OK;
}

static enum zf_status read_told(
	struct pages *g, const struct scope *scope, struct told *t, struct zf_error *err)
{
	const struct desc_page *d = g->page;
	t->scope = scope;
	enum zf_status status = read_member(g, t, &d->more, PAGE_LACKS_MORE, &t->more, err);
	status = status ? status : read_count(g, t, &d->pages, PAGE_LACKS_PAGES, &t->pages, err);
	status = status ? status : read_count(g, t, &d->total, PAGE_LACKS_TOTAL, &t->total, err);
	if (status || t->total < 0)
		return status;
	if (g->total >= 0 && g->total != t->total)
		return pages_unsteady(
			g->w, err, "the number of elements changed between two pages");
	g->total = t->total;
	return ZF_OK;
}

static bool page_is_full(const struct pages *g, size_t got)
{
	return g->page->size ? got >= (size_t)g->page->size : got > 0;
}

/* XML has no truth values but their names. */
static bool says_more(const struct told *t)
{
	return value_filled(&t->more) && !str_eq(t->more.text, "false");
}

/* Whether something says that a full page may well be the last one. */
static bool end_is_told(const struct told *t)
{
	return is_there(&t->more) || t->pages >= 0 || t->total >= 0;
}

/*
 * What comes next. Each style has one function: *more says whether there is another page.
 */

/* By the answer's own word, else by the page being full. */
static enum zf_status count_on(
	struct pages *g, const struct told *t, bool *more, struct zf_error *err)
{
	if (is_there(&t->more))
		*more = says_more(t);
	else if (t->pages >= 0)
		*more = (int64_t)g->number < t->pages;
	else if (t->total >= 0)
		*more = (int64_t)g->offset < t->total && t->got > 0;
	else
		*more = page_is_full(g, t->got);
	if (*more && t->got == 0)
		return pages_broken(err, "a page is empty, although more are announced");
	return ZF_OK;
}

/* A cursor, marker or link that comes again would be followed for ever. */
static enum zf_status check_moves(struct pages *g, struct str where, struct zf_error *err)
{
	if (idset_add(&g->seen, where, 1) == IDSET_NEW)
		return ZF_OK;
	return pages_broken(err, "the way to the next page leads back to an earlier one");
}

/* A full page has no cursor, and nothing says that it is the last one. The same page, asked for
 * with one element less, has a cursor if this API tells any. */
static enum zf_status prove_end(struct pages *g, struct zf_error *err)
{
	const struct desc_next *next = g->page->next.items;
	const struct call call = {.desc = g->call,
		.vars = &g->vars,
		.item = g->item,
		.zone = g->w->zone,
		.list = true};
	struct answer answer;
	if (g->page->size < 2)
		return pages_broken(err, "a full page doesn't tell whether it is the last one");
	set_number(g, "size", (size_t)g->page->size - 1);
	enum zf_status status = call_send(g->w->p, &call, &answer, err);
	if (status)
		return status;
	struct scope scope = answer_scope(&answer, &g->vars);
	struct value first = ref_get(&next[0].from, &scope);
	bool tells = value_filled(&first);
	answer_free(&answer);
	if (!tells)
		return pages_broken(err, "full pages don't tell where the next one begins");
	return ZF_OK;
}

static void set_cursor(struct pages *g, const struct scope *scope)
{
	const struct desc_next *next = g->page->next.items;
	buf_reset(&g->text);
	for (size_t i = 0; i < g->page->next.count; i++) {
		struct value v = ref_get(&next[i].from, scope);
		vars_unset(&g->vars, next[i].name);
		if (v.text.n)
			pages_set_var(g, next[i].name, v.text);
		buf_add(&g->text, v.text.p ? v.text.p : "", v.text.n);
		buf_addc(&g->text, '\n');
	}
}

static enum zf_status next_cursor(
	struct pages *g, const struct told *t, bool *more, struct zf_error *err)
{
	const struct desc_next *next = g->page->next.items;
	struct value first;
	enum zf_status status = read_member(g, t, &next[0].from, PAGE_LACKS_NEXT, &first, err);
	if (status)
		return status;
	*more = value_filled(&first);
	if (*more && !first.text.n)
		return pages_broken(err, "what says where the next page begins is no text");
	if (is_there(&t->more) && says_more(t) != *more)
		return pages_broken(
			err, *more ? "the next page is told, but also that there is none"
				   : "more pages are announced, but not where they "
				     "begin");
	if (!*more)
		return page_is_full(g, t->got) && g->page->size && !end_is_told(t)
			       ? prove_end(g, err)
			       : ZF_OK;
	set_cursor(g, t->scope);
	return check_moves(g, (struct str){g->text.data, g->text.len}, err);
}

/* The marker was noted with the last element. */
static enum zf_status next_marker(
	struct pages *g, const struct told *t, bool *more, struct zf_error *err)
{
	*more = page_is_full(g, t->got) || says_more(t) ||
		(t->got > 0 && (int64_t)g->offset < t->total);
	if (!*more)
		return ZF_OK;
	if (t->got == 0)
		return pages_broken(err, "a page is empty, although more are announced");
	const struct str *marker = vars_get(&g->vars, "marker", 6);
	if (!marker)
		return pages_broken(err, "the last element of a page has no marker");
	return check_moves(g, *marker, err);
}

/* Links lead to the host that the credentials are for, or nowhere. */
static enum zf_status follow_link(struct pages *g, struct str link, struct zf_error *err)
{
	const char *base = g->w->p->url;
	struct buf url;
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
		status = pages_broken(
			err, "the next page's link leads to another host, port or scheme");
	else
		status = check_moves(g, (struct str){url.data, url.len}, err);
	if (!status)
		g->url = arena_strdup(&g->arena, url.data);
	buf_free(&url);
	return status;
}

/* No link: the end, but not behind a full page of which nobody says so. */
static enum zf_status end_without_link(
	const struct pages *g, const struct told *t, struct zf_error *err)
{
	if (g->page->size && page_is_full(g, t->got) && !end_is_told(t))
		return pages_broken(err, "a full page has no link to the next one");
	return ZF_OK;
}

static enum zf_status next_link(
	struct pages *g, const struct told *t, bool *more, struct zf_error *err)
{
	struct value v;
	enum zf_status status = read_member(g, t, &g->page->link, PAGE_LACKS_LINK, &v, err);
	if (status)
		return status;
	*more = value_filled(&v);
	if (!*more)
		return end_without_link(g, t, err);
	if (!v.text.n)
		return pages_broken(err, "the link to the next page is no text");
	return follow_link(g, v.text, err);
}

static enum zf_status next_link_header(
	struct pages *g, const struct told *t, bool *more, struct zf_error *err)
{
	struct str link = {NULL, 0};
	const struct headers *all = t->scope->headers;
	for (size_t i = 0; i < all->count && !link.p; i++) {
		if (str_cmp_nocase(all->items[i].name, "link") == 0 &&
			!link_next(all->items[i].value, &link))
			return pages_broken(err, "the header Link of the answer is malformed");
	}
	*more = link.p != NULL;
	if (!*more)
		return end_without_link(g, t, err);
	if (!link.n)
		return pages_broken(err, "the link to the next page is empty");
	return follow_link(g, link, err);
}

typedef enum zf_status next_fn(
	struct pages *g, const struct told *t, bool *more, struct zf_error *err);

static next_fn *const next_of_style[] = {
	[PAGE_NUMBER] = count_on,
	[PAGE_OFFSET] = count_on,
	[PAGE_CURSOR] = next_cursor,
	[PAGE_MARKER] = next_marker,
	[PAGE_LINK] = next_link,
	[PAGE_LINK_HEADER] = next_link_header,
};

enum zf_status pages_next(
	struct pages *g, const struct answer *answer, size_t got, bool *more, struct zf_error *err)
{
	struct scope scope = answer_scope(answer, &g->vars);
	struct told t = {.got = got};
	enum zf_status status = read_told(g, &scope, &t, err);
	status = status ? status : next_of_style[g->page->style](g, &t, more, err);
	if (!status && !*more && t.total >= 0 && t.total != (int64_t)g->offset)
		return pages_unsteady(
			g->w, err, "the number of elements is not what the answer says");
	return status;
}
