/* providers: what is known about each provider, from its description. */
#include <string.h>

#include "accounts.h"
#include "err.h"
#include "md.h"
#include "result.h"

enum { FORMAT_TEXT, FORMAT_MARKDOWN };

struct providers_options {
	bool test;
	int format;
};

static const struct providers_options defaults = {.format = FORMAT_TEXT};

static const struct opt options[] = {
	{"test", 0, OPT_FLAG, offsetof(struct providers_options, test), NULL,
		"make the cheapest call that needs the credentials", 0, 0},
	{"format", 'f', OPT_CHOICE, offsetof(struct providers_options, format), "text|markdown",
		"the list as text (the default) or as a Markdown table", 0, 0},
};

static void add_types(struct buf *b, const struct desc_holds *h)
{
	char name[RRTYPE_MAX_TEXT];
	if (!h || h->types.count == 0)
		buf_adds(b, "any");
	for (size_t i = 0; h && i < h->types.count; i++)
		buf_printf(b, "%s%s", i ? " " : "", rrtype_name(h->types.items[i], name));
}

static void add_ttl(struct buf *b, const struct desc_holds *h)
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

static void add_paging(struct buf *b, const struct desc *d)
{
	const struct desc_page *page = page_of(d);
	buf_adds(b, page ? word_name(desc_page_words, page->style) : "none");
	if (page && !has_second_opinion(d, page))
		buf_adds(b, ", no total");
}

static void add_auth(struct buf *b, const struct desc *d)
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

static void add_views(struct buf *b, const struct desc *d)
{
	const struct desc_view *views = d->views.items;
	for (size_t i = 0; i < d->views.count; i++)
		buf_printf(b, "%s%s", i ? ", " : "", views[i].name);
}

/* Fills up to COLUMN, counted from START; two blanks at least. */
static void fill_to(struct buf *b, size_t start, size_t column)
{
	const size_t used = b->len - start;
	buf_fill(b, ' ', used + 2 < column ? column - used : 2);
}

static void add_row_text(struct buf *b, const struct desc *d)
{
	const size_t start = b->len;
	buf_adds(b, d->name);
	fill_to(b, start, 15);
	buf_adds(b, d->title ? d->title : "");
	fill_to(b, start, 52);
	add_ttl(b, d->holds);
	fill_to(b, start, 68);
	add_paging(b, d);
	fill_to(b, start, 91);
	add_auth(b, d);
	fill_to(b, start, 111);
	if (d->views.count > 0)
		add_views(b, d);
	else
		buf_addc(b, '-');
	fill_to(b, start, 132);
	add_types(b, d->holds);
	buf_addc(b, '\n');
}

static void add_row_markdown(struct buf *b, const struct desc *d)
{
	buf_adds(b, "| ");
	md_add_cell(b, d->name, strlen(d->name));
	buf_printf(b, " | %s | ", d->title ? d->title : "");
	add_types(b, d->holds);
	buf_adds(b, " | ");
	add_ttl(b, d->holds);
	buf_adds(b, " | ");
	add_paging(b, d);
	buf_adds(b, " | ");
	add_auth(b, d);
	buf_adds(b, " | ");
	add_views(b, d);
	buf_adds(b, " |\n");
}

static void add_head(struct buf *b, int format)
{
	if (format == FORMAT_MARKDOWN)
		buf_adds(b, "| name | provider | types | TTL | paging | auth | views |\n"
			    "| --- | --- | --- | --- | --- | --- | --- |\n");
	else
		buf_printf(b, "%-15s%-37s%-16s%-23s%-20s%-21s%s\n", "name", "provider", "TTL",
			"paging", "auth", "views", "types");
}

/* A description of the user's that can't be read hides no other: it is said, and is trouble. */
static int list_all(struct cli *cli, int format)
{
	const char *dir = cli->globals.provider_dir;
	struct desc_names names = {0};
	struct zf_error err = ZF_ERROR_INIT;
	struct buf out;
	int status = EXIT_DONE;
	if (desc_list(&names, dir, &err) != ZF_OK)
		return say_error(cli, &err);
	buf_init(&out, 0);
	add_head(&out, format);
	for (size_t i = 0; i < names.count; i++) {
		struct desc *d = NULL;
		err = (struct zf_error)ZF_ERROR_INIT;
		if (desc_load(&d, names.items[i], dir, &err) != ZF_OK)
			status = say_error(cli, &err);
		else if (format == FORMAT_MARKDOWN)
			add_row_markdown(&out, d);
		else
			add_row_text(&out, d);
		desc_free(d);
	}
	desc_names_free(&names);
	return result_end(cli, &out, NULL, status);
}

static void add_settings(struct buf *b, struct provider *p)
{
	struct provider_setting s;
	buf_adds(b, "settings:\n");
	for (size_t i = 0; provider_setting(p, i, &s); i++) {
		buf_printf(b, "  %-16s %s%s", s.variable->name,
			s.variable->about ? s.variable->about : "",
			s.variable->optional ? " (optional)" : "");
		for (size_t k = 0; k < s.variable->env.count; k++)
			buf_printf(
				b, "%s%s", k ? ", " : "; environment ", s.variable->env.items[k]);
		buf_addc(b, '\n');
		buf_fill(b, ' ', 19);
		if (s.problem)
			buf_printf(b, "can't be read: %s\n", s.problem);
		else if (s.found)
			buf_printf(b, "from %s\n", s.from);
		else
			buf_adds(b, "not set\n");
	}
}

static void show_one(struct buf *b, struct provider *p)
{
	const struct desc *d = provider_desc(p);
	const struct desc_holds *h = d->holds;
	const struct desc_view *views = d->views.items;
	const char *url = provider_url(p);
	buf_printf(b, "%s: %s\n", d->name, d->title ? d->title : d->name);
	buf_printf(b, "  description    %s\n", d->file);
	if (d->docs)
		buf_printf(b, "  documentation  %s\n", d->docs);
	buf_printf(b, "  base URL       %s\n", url ? url : "(comes with settings or login)");
	buf_adds(b, "  auth           ");
	add_auth(b, d);
	buf_adds(b, "\n  paging         ");
	add_paging(b, d);
	buf_adds(b, "\n  types          ");
	add_types(b, h);
	for (size_t i = 0; h && i < h->own_types.count; i++)
		buf_printf(b, "%s%s", i ? " " : "\n  own types      ", h->own_types.items[i]);
	buf_adds(b, "\n  TTL            ");
	add_ttl(b, h);
	if (h)
		buf_printf(b, "\n  SOA            %s\n  apex NS        %s",
			word_name(desc_soa_words, h->soa),
			word_name(desc_apex_ns_words, h->apex_ns));
	buf_addc(b, '\n');
	for (size_t i = 0; i < d->views.count; i++)
		buf_printf(b, "  view ?%-9s %s\n", views[i].name,
			views[i].about ? views[i].about : "");
	for (size_t i = 0; i < d->notes.count; i++)
		buf_printf(b, "  note           %s\n", d->notes.items[i]);
	add_settings(b, p);
}

static int run_one(struct cli *cli, const struct providers_options *o, const char *name)
{
	struct zf_error err = ZF_ERROR_INIT;
	struct provider *p = NULL;
	struct buf out;
	buf_init(&out, 0);
	if (account_open(&p, cli, name, &err) == ZF_OK) {
		if (!o->test)
			show_one(&out, p);
		else if (provider_test(p, &out, &err) == ZF_OK)
			buf_addc(&out, '\n');
	}
	provider_close(p);
	return result_end(cli, &out, &err, EXIT_DONE);
}

static int run(struct cli *cli, const void *values, int count, char **args)
{
	const struct providers_options *o = values;
	struct zf_error err = ZF_ERROR_INIT;
	if (count > 0)
		return run_one(cli, o, args[0]);
	if (o->test) {
		err_set(&err, ZF_ERR_USAGE, "--test wants a provider");
		return say_error(cli, &err);
	}
	return list_all(cli, o->format);
}

const struct cmd cmd_providers = {
	.name = "providers",
	.args = "[PROVIDER[@PROFILE]] [--test]",
	.summary = "list providers, or show one: what it can hold, what it wants",
	.text = "Without an operand: all providers that are known, and what each can hold.\n"
		"With one: its description, the settings it wants, and where each was found (never\n"
		"its value). With --test: whether the credentials work.\n",
	CMD_OPTIONS(options, defaults),
	.max_args = 1,
	.run = run,
};
