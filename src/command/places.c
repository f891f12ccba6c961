#include "places.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "accounts.h"
#include "err.h"
#include "str.h"

struct visiting {
	struct cli *cli;
	struct load_env env;
	place_fn *visit;
	void *user;
	size_t zones, failed;
	bool stop;
};

static void note_failure(struct visiting *v, const struct zf_error *err)
{
	say_error(v->cli, err);
	v->failed++;
}

static void visit_zone(struct visiting *v, const char *where)
{
	struct zf_error err = ZF_ERROR_INIT;
	struct location loc;
	struct diags diags;
	struct zf_zone *zone = NULL;
	if (location_parse(&loc, where, &err) != ZF_OK) {
		note_failure(v, &err);
		return;
	}
	diags_init(&diags);
	if (location_load(&zone, &loc, &v->env, &diags, &err) != ZF_OK) {
		say_failure(v->cli, &diags, &err);
		v->failed++;
	} else {
		say_settle(v->cli);
		v->zones++;
		v->stop = v->visit(v->user, zone, where, &err) != ZF_OK;
		if (v->stop)
			note_failure(v, &err);
	}
	zf_zone_free(zone);
	diags_free(&diags);
	location_free(&loc);
}

static int compare(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static void visit_all(struct visiting *v, struct opt_list *names)
{
	if (names->count > 1)
		qsort(names->items, names->count, sizeof(*names->items), compare);
	for (size_t i = 0; i < names->count && !v->stop; i++)
		visit_zone(v, names->items[i]);
	opt_list_free(names);
}

static bool is_zone_file(const char *name)
{
	static const char *const suffixes[] = {".zone", ".db", ".dns", ".hosts", ".signed"};
	for (size_t i = 0; i < sizeof(suffixes) / sizeof(suffixes[0]); i++)
		if (str_ends(name, suffixes[i]))
			return *name != '.';
	return str_starts(name, "db.") || str_starts(name, "zone.");
}

static void visit_folder(struct visiting *v, const char *path)
{
	struct zf_error err = ZF_ERROR_INIT;
	struct opt_list names = {NULL, 0, 0};
	struct buf b;
	DIR *folder = opendir(path);
	if (!folder) {
		err_errno(&err, ZF_ERR_IO, "can't read the folder %s", path);
		note_failure(v, &err);
		return;
	}
	buf_init(&b, 0);
	for (struct dirent *e; (e = readdir(folder)) != NULL;) {
		if (!is_zone_file(e->d_name))
			continue;
		buf_reset(&b);
		buf_printf(&b, "%s%s%s", path, str_ends(path, "/") ? "" : "/", e->d_name);
		opt_list_add(&names, b.data, b.len);
	}
	closedir(folder);
	buf_free(&b);
	if (names.count == 0)
		say(v->cli, "%s holds no zone files", path);
	visit_all(v, &names);
}

struct account {
	struct visiting *visiting;
	struct opt_list names;
	const char *operand;
};

static enum zf_status add_zone(void *user, const struct provider_zone *z, struct zf_error *err)
{
	struct account *a = user;
	struct buf b;
	(void)err;
	if (z->skipped) {
		say(a->visiting->cli, "%s is left out: %s", z->name, z->skipped);
		return ZF_OK;
	}
	buf_init(&b, 0);
	buf_printf(&b, "%s%s%.*s", a->operand, str_ends(a->operand, ":") ? "" : ":",
		(int)strlen(z->name) - 1, z->name);
	opt_list_add(&a->names, b.data, b.len);
	buf_free(&b);
	return ZF_OK;
}

static void visit_account(struct visiting *v, const char *operand)
{
	struct zf_error err = ZF_ERROR_INIT;
	struct account account = {.visiting = v, .operand = operand};
	struct provider *p = NULL;
	if (account_open(&p, v->cli, operand, &err) == ZF_OK)
		provider_zones(p, add_zone, &account, &err);
	provider_close(p);
	if (err.code != ZF_OK) {
		opt_list_free(&account.names);
		note_failure(v, &err);
		return;
	}
	visit_all(v, &account.names);
}

static void visit_operand(struct visiting *v, const char *operand)
{
	struct zf_error ignored = ZF_ERROR_INIT;
	struct location loc;
	struct stat st;
	bool exists = stat(operand, &st) == 0;
	if (exists && S_ISDIR(st.st_mode)) {
		visit_folder(v, operand);
	} else if (!exists && !is_zone_file(operand) && !strchr(operand, '/') &&
		   location_parse_provider(&loc, operand, &ignored) == ZF_OK) {
		location_free(&loc);
		visit_account(v, operand);
	} else {
		visit_zone(v, operand);
	}
}

int places_visit(struct cli *cli, const struct opt_list *operands, const struct read_flags *flags,
	place_fn *visit, void *user)
{
	struct visiting v = {
		.cli = cli, .env = cli_load_env(cli, flags), .visit = visit, .user = user};
	for (size_t i = 0; i < operands->count && !v.stop; i++)
		visit_operand(&v, operands->items[i]);
	if (operands->count == 0)
		visit_folder(&v, ".");
	if (v.failed == 0)
		return EXIT_DONE;
	return v.zones > 0 && !v.stop ? EXIT_PARTLY : EXIT_TROUBLE;
}
