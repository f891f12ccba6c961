/* providers: what is known about each provider, from its description. */
#include <string.h>

#include "accounts.h"
#include "err.h"
#include "provider_facts.h"
#include "result.h"

enum { FORMAT_TEXT, FORMAT_MARKDOWN, FORMAT_JSON, FORMAT_NONE };

struct providers_options {
	bool test;
	int format;
};

static const struct providers_options defaults = {.format = FORMAT_NONE};

static const struct opt options[] = {
	{"test", 0, OPT_FLAG, offsetof(struct providers_options, test), NULL,
		"make the cheapest call that needs the credentials", 0, 0},
	{"format", 'f', OPT_CHOICE, offsetof(struct providers_options, format),
		"text|markdown|json",
		"as text (the default), as JSON, or the list as a Markdown table", 0, 0},
};

static void begin_json(struct buf *b)
{
	buf_adds(b, "{\"version\":1,\"providers\":[");
}

static void end_json(struct buf *b)
{
	buf_adds(b, "\n]}\n");
}

static void add_row(struct buf *b, const struct desc *d, int format, const char *before)
{
	if (format == FORMAT_MARKDOWN) {
		facts_markdown_row(b, d);
	} else if (format == FORMAT_JSON) {
		buf_printf(b, "%s\n{", before);
		facts_json(b, d);
		buf_addc(b, '}');
	} else {
		facts_text_row(b, d);
	}
}

static void add_head(struct buf *b, int format)
{
	if (format == FORMAT_MARKDOWN)
		facts_markdown_head(b);
	else if (format == FORMAT_JSON)
		begin_json(b);
	else
		facts_text_head(b);
}

/* A description of the user's that can't be read hides no other: it is said, and is trouble. */
static int list_all(struct cli *cli, int format)
{
	const char *dir = cli->globals.provider_dir;
	struct desc_names names = {0};
	struct zf_error err = ZF_ERROR_INIT;
	struct buf out;
	const char *before = "";
	int status = EXIT_DONE;
	if (desc_list(&names, dir, &err) != ZF_OK)
		return say_error(cli, &err);
	buf_init(&out, 0);
	add_head(&out, format);
	for (size_t i = 0; i < names.count; i++) {
		struct desc *d = NULL;
		err = (struct zf_error)ZF_ERROR_INIT;
		if (desc_load(&d, names.items[i], dir, &err) == ZF_OK) {
			add_row(&out, d, format, before);
			before = ",";
		} else {
			status = say_error(cli, &err);
		}
		desc_free(d);
	}
	if (format == FORMAT_JSON)
		end_json(&out);
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

static void add_writing(struct buf *b, const struct desc *d)
{
	const struct desc_write *w = d->write;
	char name[RRTYPE_MAX_TEXT];
	buf_adds(b, "\n  writing        ");
	if (!w)
		buf_adds(b, "not described yet");
	facts_add_writing(b, d);
	for (size_t i = 0; w && i < w->read_only.count; i++)
		buf_printf(b, "%s%s", i ? " " : "\n  only read      ",
			rrtype_name(w->read_only.items[i], name));
	for (size_t i = 0; w && i < w->unverified.count; i++)
		buf_printf(b, "\n  unverified     %s (--unverified)", w->unverified.items[i]);
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
	facts_add_auth(b, d);
	buf_adds(b, "\n  paging         ");
	facts_add_paging(b, d);
	buf_adds(b, "\n  types          ");
	facts_add_types(b, h);
	for (size_t i = 0; h && i < h->own_types.count; i++)
		buf_printf(b, "%s%s", i ? " " : "\n  own types      ", h->own_types.items[i]);
	buf_adds(b, "\n  TTL            ");
	facts_add_ttl(b, h);
	if (h)
		buf_printf(b, "\n  SOA            %s\n  apex NS        %s",
			word_name(desc_soa_words, h->soa),
			word_name(desc_apex_ns_words, h->apex_ns));
	add_writing(b, d);
	buf_addc(b, '\n');
	for (size_t i = 0; i < d->views.count; i++)
		buf_printf(b, "  view ?%-9s %s\n", views[i].name,
			views[i].about ? views[i].about : "");
	for (size_t i = 0; i < d->notes.count; i++)
		buf_printf(b, "  note           %s\n", d->notes.items[i]);
	add_settings(b, p);
}

static void show_one_json(struct buf *b, struct provider *p)
{
	begin_json(b);
	buf_adds(b, "\n{");
	facts_json(b, provider_desc(p));
	facts_json_settings(b, p);
	buf_addc(b, '}');
	end_json(b);
}

static int run_one(struct cli *cli, const struct providers_options *o, const char *name)
{
	struct zf_error err = ZF_ERROR_INIT;
	struct provider *p = NULL;
	struct buf out;
	buf_init(&out, 0);
	if (account_open(&p, cli, name, &err) == ZF_OK) {
		if (!o->test && o->format == FORMAT_JSON)
			show_one_json(&out, p);
		else if (!o->test)
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
	if (count == 0 && o->test)
		err_set(&err, ZF_ERR_USAGE, "--test wants a provider");
	else if (o->test && o->format != FORMAT_NONE)
		err_set(&err, ZF_ERR_USAGE, "--test has a form of its own: leave out --format");
	else if (count > 0 && o->format == FORMAT_MARKDOWN)
		err_set(&err, ZF_ERR_USAGE, "the list alone has a form as Markdown");
	if (err.code != ZF_OK)
		return say_error(cli, &err);
	return count > 0 ? run_one(cli, o, args[0]) : list_all(cli, o->format);
}

const struct cmd cmd_providers = {
	.name = "providers",
	.args = "[PROVIDER[@PROFILE]] [--test] [-f text|markdown|json]",
	.summary = "list providers, or show one: what it can hold, what it wants",
	.text = "Without an operand: all providers that are known, and what each can hold.\n"
		"With one: its description, the settings it wants, and where each was found (never\n"
		"its value). With --test: whether the credentials work.\n",
	CMD_OPTIONS(options, defaults),
	.max_args = 1,
	.run = run,
};
