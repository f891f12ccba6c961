/* zones: lists the zones of an account. */
#include <stdlib.h>
#include <string.h>

#include "accounts.h"
#include "encode.h"
#include "idn.h"
#include "idn_show.h"
#include "known_zones.h"
#include "mem.h"
#include "result.h"
#include "show.h"
#include "str.h"

struct zones_options {
	int format; /* enum report_format */
	const char *name;
};

static const struct zones_options defaults = {.format = REPORT_TEXT};

static const struct opt options[] = {
	REPORT_FLAG(struct zones_options, format, "one name a line (the default), or JSON"),
	{"name", 0, OPT_TEXT, offsetof(struct zones_options, name), "GLOB",
		"only zones whose name matches; * and ? stand for anything", 0, 0},
};

struct entry {
	char *name, *id, *skipped; /* id, skipped: or NULL */
};

struct listing {
	const struct zones_options *o;
	char *glob; /* in A-labels, or NULL */
	struct entry *items;
	size_t count, cap;
};

/* A member of a JSON object, null when there is no text. */
static void add_member(struct buf *b, const char *key, const char *text)
{
	buf_printf(b, "\"%s\":", key);
	if (text)
		encode_json_string(b, text, strlen(text));
	else
		buf_adds(b, "null");
}

/* The name without its final dot, as locations spell it. */
static struct str plain_name(const char *name)
{
	size_t n = strlen(name);
	return (struct str){name, n > 1 ? n - 1 : n};
}

static char *copy(const char *text)
{
	return text ? mem_strdup(text) : NULL;
}

static enum zf_status add_zone(void *user, const struct provider_zone *z, struct zf_error *err)
{
	struct listing *l = user;
	struct str name = plain_name(z->name);
	char *text = mem_strndup(name.p, name.n);
	(void)err;
	if (!l->glob || str_glob(l->glob, text)) {
		l->items = mem_grow(l->items, &l->cap, l->count + 1, sizeof(*l->items));
		l->items[l->count++] = (struct entry){copy(z->name), copy(z->id), copy(z->skipped)};
	}
	free(text);
	return ZF_OK;
}

/* By name; zones of one name by their ids. */
static int compare(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;
	int c = strcmp(x->name, y->name);
	return c != 0 || !x->id || !y->id ? c : strcmp(x->id, y->id);
}

/* All that the account has, for completion. */
static void keep_names(const struct listing *l, const char *operand)
{
	struct buf account, lines;
	buf_init(&account, 0);
	buf_init(&lines, 0);
	buf_add(&account, operand, strcspn(operand, ":"));
	for (size_t i = 0; i < l->count; i++) {
		struct str name = plain_name(l->items[i].name);
		buf_add(&lines, name.p, name.n);
		buf_addc(&lines, '\n');
	}
	known_zones_keep(account.data, &lines);
	buf_free(&account);
	buf_free(&lines);
}

static void free_listing(struct listing *l)
{
	for (size_t i = 0; i < l->count; i++) {
		free(l->items[i].name);
		free(l->items[i].id);
		free(l->items[i].skipped);
	}
	free(l->items);
}

static void print_text(struct buf *b, struct cli *cli, const struct listing *l)
{
	for (size_t i = 0; i < l->count; i++) {
		struct str name = plain_name(l->items[i].name);
		if (l->items[i].skipped) {
			say(cli, "%.*s is left out: %s", (int)name.n, name.p, l->items[i].skipped);
			continue;
		}
		str_print(b, name.p, name.n);
		buf_addc(b, '\n');
	}
}

static void print_json(struct buf *b, const char *provider, const struct listing *l)
{
	buf_adds(b, "{\"version\":1,");
	add_member(b, "provider", provider);
	buf_adds(b, ",\"zones\":[");
	for (size_t i = 0; i < l->count; i++) {
		const struct entry *e = &l->items[i];
		buf_adds(b, i > 0 ? ",\n  {" : "\n  {");
		add_member(b, "name", e->name);
		buf_addc(b, ',');
		add_member(b, "id", e->id);
		buf_addc(b, ',');
		add_member(b, "skipped", e->skipped);
		buf_addc(b, '}');
	}
	buf_adds(b, l->count > 0 ? "\n]}\n" : "]}\n");
}

static int run(struct cli *cli, const void *values, int count, char **args)
{
	struct listing l = {.o = values};
	struct zf_error err = ZF_ERROR_INIT;
	struct provider *p = NULL;
	struct buf out;
	(void)count;
	buf_init(&out, 0);
	if (l.o->name)
		l.glob = idn_dup_ascii(l.o->name, &err);
	if (err.code == ZF_OK && account_open(&p, cli, args[0], &err) == ZF_OK)
		provider_zones(p, add_zone, &l, &err);
	provider_close(p);
	if (l.count > 1)
		qsort(l.items, l.count, sizeof(*l.items), compare);
	if (err.code == ZF_OK && !l.o->name)
		keep_names(&l, args[0]);
	if (err.code == ZF_OK && l.o->format == REPORT_JSON)
		print_json(&out, args[0], &l);
	else if (err.code == ZF_OK)
		print_text(&out, cli, &l);
	if (l.o->format != REPORT_JSON && cli->globals.idn)
		idn_show_text(&out);
	free_listing(&l);
	free(l.glob);
	return result_end(cli, &out, &err, EXIT_DONE);
}

const struct cmd cmd_zones = {
	.name = "zones",
	.args = "PROVIDER[@PROFILE] [--name GLOB] [-f text|json]",
	.summary = "list the zones of an account",
	.text = "Lists the zones that the credentials reach, one a line, sorted, without the final\n"
		"dot: as they stand in a location. What can't be exported is named on standard error.\n",
	CMD_OPTIONS(options, defaults),
	.min_args = 1,
	.max_args = 1,
	.run = run,
};
