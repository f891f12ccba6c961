#include "test.h"

#include "provider_of.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "file.h"
#include "json.h"
#include "mem.h"
#include "zonefile.h"

static const char plain[] = "{'name':'test','title':'Test','url':'http://127.0.0.1:1',"
			    "'zones':{'name':'/name'},"
			    "'records':{'list':{'path':'/r','items':'/records'},"
			    "'owner':{'from':'/n','style':'relative'},'type':'/t','ttl':'/l',"
			    "'targets':'absolute','txt':'raw','rdata':{'from':'/v'}},"
			    "'holds':{'types':['A']}}";

char *json_of(const char *text)
{
	char *copy = mem_strdup(text);
	for (char *p = copy; *p; p++) {
		if (*p == '\'')
			*p = '"';
	}
	return copy;
}

static struct json *parse(const char *text)
{
	struct zf_error err = ZF_ERROR_INIT;
	struct json *j = NULL;
	char *quoted = json_of(text);
	if (json_parse(&j, quoted, strlen(quoted), &err))
		fail_msg("%s: %s", text, err.text);
	free(quoted);
	return j;
}

char *description_of(const char *more)
{
	struct json *all = parse(plain), *other = parse(more);
	struct json *records = json_take(all, "records");
	for (const struct json *m = json_first(other); m; m = json_next(m)) {
		bool inner = strcmp(json_name(m), "records") == 0;
		for (const struct json *r = inner ? json_first(m) : NULL; r; r = json_next(r))
			json_set(records, json_name(r), json_copy(r));
		if (!inner)
			json_set(all, json_name(m), json_copy(m));
	}
	json_set(all, "records", records);
	struct buf b;
	buf_init(&b, 0);
	json_print(&b, all, JSON_AS_IS);
	char *text = mem_strdup(b.data);
	buf_free(&b);
	json_free(all);
	json_free(other);
	return text;
}

/* A folder with the description and the exchanges. */
struct stage {
	char dir[32], description[64], exchanges[64];
	struct provider *p;
};

static void add_progress(void *user, const char *text)
{
	struct fetched *f = user;
	buf_printf(&f->progress, "... %s\n", text);
}

static void write_file(const char *path, const char *text)
{
	struct zf_error err = ZF_ERROR_INIT;
	if (file_replace(path, text, strlen(text), FILE_CAREFUL, &err))
		fail_msg("%s: %s", path, err.text);
}

static void stage_open(
	struct stage *s, struct fetched *f, const char *description, const char *exchanges)
{
	*s = (struct stage){.dir = "/tmp/zf-provider-XXXXXX"};
	*f = (struct fetched){.err = ZF_ERROR_INIT};
	buf_init(&f->text, 0);
	buf_init(&f->notes, 0);
	buf_init(&f->progress, 0);
	assert_non_null(mkdtemp(s->dir));
	setenv("HOME", s->dir, 1);
	setenv("XDG_CONFIG_HOME", s->dir, 1);
	snprintf(s->description, sizeof(s->description), "%s/test.json", s->dir);
	snprintf(s->exchanges, sizeof(s->exchanges), "%s/test.http", s->dir);
	char *quoted = json_of(exchanges);
	write_file(s->description, description);
	write_file(s->exchanges, quoted);
	free(quoted);
	struct provider_env env = {.provider_dir = s->dir,
		.replay_path = s->exchanges,
		.progress = add_progress,
		.progress_user = f};
	f->status = provider_open(&s->p, "test", NULL, &env, &f->err);
}

static void stage_close(struct stage *s, struct fetched *f)
{
	f->calls = s->p ? provider_calls(s->p) : 0;
	provider_close(s->p);
	unlink(s->description);
	unlink(s->exchanges);
	rmdir(s->dir);
}

static void add_line(struct buf *b, const struct buf *line)
{
	for (size_t i = 0; i < line->len; i++) {
		if (line->data[i] != ' ' || i + 1 == line->len || line->data[i + 1] != ' ')
			buf_addc(b, line->data[i]);
	}
	buf_addc(b, '\n');
}

static void add_zone(struct fetched *f, const struct zf_zone *zone)
{
	struct buf line;
	buf_init(&line, 0);
	for (size_t i = 0; i < zone->count; i++) {
		buf_reset(&line);
		zonefile_print_record(&line, zone, zone->recs[i]);
		add_line(&f->text, &line);
	}
	for (size_t i = 0; i < zone->provider_record_count; i++)
		buf_printf(&f->text, ";@test %.*s\n", (int)zone->provider_records[i].json.n,
			zone->provider_records[i].json.p);
	for (size_t i = 0; i < zone->diags.count; i++)
		diag_print(&f->notes, &zone->diags.items[i], DIAG_PLAIN);
	buf_free(&line);
}

void fetch_zone(struct fetched *f, const char *description, const char *exchanges, const char *view)
{
	struct stage s;
	struct zf_zone *zone = NULL;
	char name[32] = "";
	stage_open(&s, f, description, exchanges);
	snprintf(name, sizeof(name), "%s", view ? view : "");
	char *arg = strchr(name, '=');
	if (arg)
		*arg++ = '\0';
	const struct provider_query query = {
		.zone = "example.com", .view = view ? name : NULL, .view_arg = arg};
	if (!f->status)
		f->status = provider_fetch(&zone, s.p, &query, &f->err);
	if (zone)
		add_zone(f, zone);
	zf_zone_free(zone);
	stage_close(&s, f);
}

static enum zf_status add_zone_name(
	void *user, const struct provider_zone *zone, struct zf_error *err)
{
	struct fetched *f = user;
	(void)err;
	buf_printf(&f->text, "%s %s%s%s\n", zone->name, zone->id ? zone->id : "-",
		zone->skipped ? " # " : "", zone->skipped ? zone->skipped : "");
	return ZF_OK;
}

void fetch_list(struct fetched *f, const char *description, const char *exchanges)
{
	struct stage s;
	stage_open(&s, f, description, exchanges);
	if (!f->status)
		f->status = provider_zones(s.p, add_zone_name, f, &f->err);
	stage_close(&s, f);
}

void fetched_free(struct fetched *f)
{
	buf_free(&f->text);
	buf_free(&f->notes);
	buf_free(&f->progress);
}
