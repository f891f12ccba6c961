#include "provider_facts.h"

#include <string.h>

#include "jsonw.h"
#include "md.h"

void facts_add_types(struct buf *b, const struct desc_holds *h)
{
	char name[RRTYPE_MAX_TEXT];
	if (!h || h->types.count == 0)
		buf_adds(b, "any");
	for (size_t i = 0; h && i < h->types.count; i++)
		buf_printf(b, "%s%s", i ? " " : "", rrtype_name(h->types.items[i], name));
}

void facts_add_ttl(struct buf *b, const struct desc_holds *h)
{
	if (!h)
		buf_adds(b, "any");
	else if (h->ttls.count > 0)
		buf_printf(b, "%zu values", h->ttls.count);
	else if (h->ttl_max == 0)
		buf_adds(b, "any");
	else
		buf_printf(b, "%ld-%ld", h->ttl_min, h->ttl_max);
}

static const struct desc_page *page_of(const struct desc *d)
{
	const struct desc_call *calls = d->records ? d->records->list.items : NULL;
	return calls && d->records->list.count > 0 ? calls[0].page : NULL;
}

/* Whether the API tells beside the way to the next page how much there is, or whether there is
 * more: then a page that lost its way on is noticed though it isn't full. */
static bool has_second_opinion(const struct desc *d, const struct desc_page *page)
{
	bool total = page->total.scope && !(page->may_lack & PAGE_LACKS_TOTAL);
	bool pages = page->pages.scope && !(page->may_lack & PAGE_LACKS_PAGES);
	bool two =
		(page->total.scope != 0) + (page->pages.scope != 0) + (page->more.scope != 0) > 1;
	bool flag = page->style == PAGE_CURSOR && page->more.scope;
	return total || pages || two || flag || d->records->count.count;
}

void facts_add_paging(struct buf *b, const struct desc *d)
{
	const struct desc_page *page = page_of(d);
	buf_adds(b, page ? word_name(desc_page_words, page->style) : "none");
	if (page && !has_second_opinion(d, page))
		buf_adds(b, ", no total");
}

void facts_add_auth(struct buf *b, const struct desc *d)
{
	const struct desc_auth *auth = d->auth.items;
	for (size_t i = 0; i < d->auth.count; i++) {
		const char *name = word_name(desc_auth_words, auth[i].scheme);
		bool seen = false;
		for (size_t k = 0; k < i; k++)
			seen = seen || auth[k].scheme == auth[i].scheme;
		if (!seen)
			buf_printf(b, "%s%s", i ? ", " : "", name);
	}
}

void facts_add_writing(struct buf *b, const struct desc *d)
{
	const struct desc_write *w = d->write;
	if (!w)
		return;
	buf_printf(b, "by %s", w->by == WRITE_BY_RRSET ? "RRset" : "record");
	if (w->batch)
		buf_printf(b, ", %ld in a call", w->batch->limit);
	if (w->unverified.count)
		buf_adds(b, ", unverified");
}

static void add_read_only(struct buf *b, const struct desc *d, const char *between)
{
	char name[RRTYPE_MAX_TEXT];
	for (size_t i = 0; d->write && i < d->write->read_only.count; i++)
		buf_printf(b, "%s%s", i ? between : "",
			rrtype_name(d->write->read_only.items[i], name));
}

static void add_views(struct buf *b, const struct desc *d, const char *between)
{
	const struct desc_view *views = d->views.items;
	for (size_t i = 0; i < d->views.count; i++)
		buf_printf(b, "%s%s", i ? between : "", views[i].name);
}

/* Columns of the list, which fits 80 columns. */
enum { TITLE_AT = 13, TTL_AT = 49, WRITES_AT = 61, VIEWS_AT = 63 };

/* Fills up to COLUMN, counted from START; a blank at least. */
static void fill_to(struct buf *b, size_t start, size_t column)
{
	const size_t used = b->len - start;
	buf_fill(b, ' ', used + 1 < column ? column - used : 1);
}

/* A TTL without an upper bound worth telling. */
static void add_short_ttl(struct buf *b, const struct desc_holds *h)
{
	if (h && h->ttls.count == 0 && h->ttl_max == INT32_MAX)
		buf_printf(b, "from %ld", h->ttl_min);
	else
		facts_add_ttl(b, h);
}

void facts_text_head(struct buf *b)
{
	const size_t start = b->len;
	buf_adds(b, "name");
	fill_to(b, start, TITLE_AT);
	buf_adds(b, "provider");
	fill_to(b, start, TTL_AT);
	buf_adds(b, "TTL");
	fill_to(b, start, WRITES_AT);
	buf_adds(b, "w"); /* can be written to */
	fill_to(b, start, VIEWS_AT);
	buf_adds(b, "views\n");
}

void facts_text_row(struct buf *b, const struct desc *d)
{
	const size_t start = b->len;
	buf_adds(b, d->name);
	fill_to(b, start, TITLE_AT);
	buf_adds(b, d->title ? d->title : "");
	fill_to(b, start, TTL_AT);
	add_short_ttl(b, d->holds);
	if (d->write) {
		fill_to(b, start, WRITES_AT);
		buf_addc(b, 'w');
	}
	if (d->views.count > 0) {
		fill_to(b, start, VIEWS_AT);
		add_views(b, d, " ");
	}
	buf_addc(b, '\n');
}

void facts_markdown_head(struct buf *b)
{
	buf_adds(b,
		"| name | provider | types | TTL | paging | auth | writes | read only | views |\n"
		"| --- | --- | --- | --- | --- | --- | --- | --- | --- |\n");
}

void facts_markdown_row(struct buf *b, const struct desc *d)
{
	buf_adds(b, "| ");
	md_add_cell(b, d->name, strlen(d->name));
	buf_printf(b, " | %s | ", d->title ? d->title : "");
	facts_add_types(b, d->holds);
	buf_adds(b, " | ");
	facts_add_ttl(b, d->holds);
	buf_adds(b, " | ");
	facts_add_paging(b, d);
	buf_adds(b, " | ");
	facts_add_auth(b, d);
	buf_adds(b, " | ");
	facts_add_writing(b, d);
	buf_adds(b, " | ");
	add_read_only(b, d, " ");
	buf_adds(b, " | ");
	add_views(b, d, ", ");
	buf_adds(b, " |\n");
}

/* ,"key":"text", or null. */
static void add_member(struct buf *b, const char *key, const char *text)
{
	buf_printf(b, ",\"%s\":", key);
	if (text)
		jsonw_text(b, text);
	else
		buf_adds(b, "null");
}

static void add_strings(struct buf *b, const char *key, const struct strings *list)
{
	buf_printf(b, ",\"%s\":[", key);
	for (size_t i = 0; i < list->count; i++) {
		buf_adds(b, i ? "," : "");
		jsonw_text(b, list->items[i]);
	}
	buf_addc(b, ']');
}

static void add_holds(struct buf *b, const struct desc_holds *h)
{
	char name[RRTYPE_MAX_TEXT];
	buf_adds(b, ",\n\"types\":[");
	for (size_t i = 0; i < h->types.count; i++)
		buf_printf(b, "%s\"%s\"", i ? "," : "", rrtype_name(h->types.items[i], name));
	buf_addc(b, ']');
	add_strings(b, "own_types", &h->own_types);
	if (h->ttl_max > 0)
		buf_printf(b, ",\"ttl_min\":%ld,\"ttl_max\":%ld", h->ttl_min, h->ttl_max);
	add_member(b, "soa", word_name(desc_soa_words, h->soa));
	add_member(b, "apex_ns", word_name(desc_apex_ns_words, h->apex_ns));
}

static void add_write(struct buf *b, const struct desc_write *w)
{
	char name[RRTYPE_MAX_TEXT];
	buf_printf(b, ",\n\"write\":{\"by\":\"%s\",\"operations\":%ld,\"transaction\":%s",
		w->by == WRITE_BY_RRSET ? "rrset" : "record", w->batch ? w->batch->limit : 1L,
		w->batch && w->transaction ? "true" : "false");
	buf_printf(b, ",\"provider_records\":%s,\"read_only\":[",
		w->provider_records ? "true" : "false");
	for (size_t i = 0; i < w->read_only.count; i++)
		buf_printf(b, "%s\"%s\"", i ? "," : "", rrtype_name(w->read_only.items[i], name));
	buf_addc(b, ']');
	add_strings(b, "unverified", &w->unverified);
	buf_addc(b, '}');
}

void facts_json(struct buf *b, const struct desc *d)
{
	const struct desc_view *views = d->views.items;
	struct buf text;
	buf_init(&text, 0);
	buf_adds(b, "\"name\":");
	jsonw_text(b, d->name);
	add_member(b, "title", d->title);
	add_member(b, "description", d->file);
	add_member(b, "documentation", d->docs);
	buf_printf(b, ",\"writes\":%s", d->write ? "true" : "false");
	if (d->write)
		add_write(b, d->write);
	facts_add_auth(&text, d);
	add_member(b, "auth", text.data);
	buf_reset(&text);
	facts_add_paging(&text, d);
	add_member(b, "paging", text.data);
	buf_free(&text);
	if (d->holds)
		add_holds(b, d->holds);
	buf_adds(b, ",\n\"views\":[");
	for (size_t i = 0; i < d->views.count; i++) {
		buf_adds(b, i ? ",{\"name\":" : "{\"name\":");
		jsonw_text(b, views[i].name);
		add_member(b, "about", views[i].about);
		buf_addc(b, '}');
	}
	buf_addc(b, ']');
	add_strings(b, "notes", &d->notes);
}

void facts_json_settings(struct buf *b, struct provider *p)
{
	struct provider_setting s;
	add_member(b, "url", provider_url(p));
	buf_adds(b, ",\n\"settings\":[");
	for (size_t i = 0; provider_setting(p, i, &s); i++) {
		buf_adds(b, i ? ",\n{\"name\":" : "{\"name\":");
		jsonw_text(b, s.variable->name);
		add_member(b, "about", s.variable->about);
		buf_printf(b, ",\"optional\":%s", s.variable->optional ? "true" : "false");
		add_strings(b, "environment", &s.variable->env);
		buf_printf(b, ",\"found\":%s", s.found ? "true" : "false");
		if (s.found)
			add_member(b, "from", s.from);
		if (s.problem)
			add_member(b, "problem", s.problem);
		buf_addc(b, '}');
	}
	buf_addc(b, ']');
}
