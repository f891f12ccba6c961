#include "source.h"

#include <stdlib.h>
#include <string.h>

#include "err.h"
#include "filename.h"
#include "idn.h"
#include "known_zones.h"
#include "load.h"
#include "mem.h"
#include "sha256.h"

void listing_free(struct listing *l)
{
	for (size_t i = 0; i < l->count; i++) {
		struct listed *z = &l->items[i];
		json_free(z->object);
		free(z->zone);
		free(z->id);
		free(z->skipped);
		free(z->location);
		free(z->file);
	}
	free(l->items);
	*l = (struct listing){.items = NULL};
}

enum zf_status source_split(char **spec, char **glob, const char *text, struct zf_error *err)
{
	struct server_source server;
	struct location loc;
	if (server_source_is(text)) {
		enum zf_status status = server_source_parse(&server, glob, text, err);
		const char *query = strchr(text, '?');
		struct buf b;
		if (status)
			return status;
		buf_init(&b, 0);
		buf_printf(&b, "%s/*%s", server.label, query ? query : "");
		*spec = buf_take(&b);
		buf_free(&b);
		server_source_free(&server);
		return ZF_OK;
	}
	const char *colon = strchr(text, ':');
	*spec = mem_strndup(text, colon ? (size_t)(colon - text) : strlen(text));
	*glob = colon && colon[1] ? idn_dup_ascii(colon + 1, err) : NULL;
	enum zf_status status = err->code;
	if (!status)
		status = location_parse_provider(&loc, *spec, err);
	if (!status) {
		location_free(&loc);
		return ZF_OK;
	}
	free(*spec);
	free(*glob);
	return status;
}

static enum zf_status open_server(struct source *a, struct zf_error *err)
{
	char *all;
	struct buf folder;
	enum zf_status status = server_source_parse(&a->server, &all, a->spec, err);
	if (status)
		return status;
	free(all);
	buf_init(&folder, 0);
	server_source_add_folder(&folder, &a->server);
	a->folder = buf_take(&folder);
	buf_free(&folder);
	a->name = mem_strdup(a->server.label);
	return ZF_OK;
}

static enum zf_status open_account(struct source *a, struct zf_error *err)
{
	const struct provider_env provider_env = load_provider_env(a->env);
	struct location loc;
	enum zf_status status = location_parse_provider(&loc, a->spec, err);
	if (status)
		return status;
	status = provider_open(&a->provider, loc.provider, loc.profile, &provider_env, err);
	location_free(&loc);
	a->name = mem_strdup(a->spec);
	a->folder = mem_strdup(a->spec);
	return status;
}

enum zf_status source_open(
	struct source *a, const char *spec, const struct load_env *env, struct zf_error *err)
{
	*a = (struct source){.spec = mem_strdup(spec), .env = env};
	if (pthread_mutex_init(&a->mutex, NULL) != 0)
		mem_exhausted();
	enum zf_status status = server_source_is(spec) ? open_server(a, err) : open_account(a, err);
	if (status)
		source_close(a);
	return status;
}

void source_add_glob(struct source *a, const char *glob)
{
	size_t n = a->glob_count++;
	a->globs = mem_realloc(a->globs, a->glob_count * sizeof(*a->globs));
	a->globs[n] = mem_strdup(glob);
}

void source_close(struct source *a)
{
	for (size_t i = 0; i < a->glob_count; i++)
		free(a->globs[i]);
	free(a->globs);
	free(a->spec);
	free(a->name);
	free(a->folder);
	server_source_free(&a->server);
	provider_close(a->provider);
	pthread_mutex_destroy(&a->mutex);
}

/* The first octets of the name's SHA-256, as a number: the same on every machine, for ever. */
bool shard_has(struct shard shard, const char *zone)
{
	uint8_t digest[SHA256_OCTETS];
	uint64_t number = 0;
	if (shard.parts <= 1)
		return true;
	sha256(digest, zone, strlen(zone));
	for (size_t i = 0; i < sizeof(number); i++)
		number = number << 8 | digest[i];
	return number % shard.parts == shard.part - 1;
}

/*
 * Listing.
 */

struct lister {
	const struct source *source;
	struct listing *list;
	bool *matched; /* by glob */
};

static bool is_wanted(struct lister *l, const char *zone)
{
	bool wanted = l->source->glob_count == 0;
	char text[NAME_MAX_TEXT + 1];
	size_t n = strlen(zone);
	snprintf(text, sizeof(text), "%.*s", (int)(n > 1 ? n - 1 : n), zone);
	for (size_t i = 0; i < l->source->glob_count; i++) {
		if (!str_glob(l->source->globs[i], text))
			continue;
		l->matched[i] = true;
		wanted = true;
	}
	return wanted && shard_has(l->source->shard, zone);
}

static char *copy(const char *text)
{
	return text ? mem_strdup(text) : NULL;
}

static enum zf_status add_zone(void *user, const struct provider_zone *zone, struct zf_error *err)
{
	struct lister *l = user;
	struct listing *list = l->list;
	(void)err;
	if (!is_wanted(l, zone->name))
		return ZF_OK;
	list->items = mem_grow(list->items, &list->cap, list->count + 1, sizeof(*list->items));
	list->items[list->count++] = (struct listed){
		.zone = mem_strdup(zone->name),
		.id = copy(zone->id),
		.skipped = copy(zone->skipped),
		.object = zone->object ? json_copy(zone->object) : NULL,
	};
	return ZF_OK;
}

static int by_name(const void *a, const void *b)
{
	const struct listed *x = a, *y = b;
	int order = strcmp(x->zone, y->zone);
	if (order == 0)
		order = (x->skipped != NULL) - (y->skipped != NULL);
	if (order == 0)
		order = strcmp(x->id ? x->id : "", y->id ? y->id : "");
	return order;
}

/* Where it is, and how its file is called. */
static enum zf_status name_zone(
	const struct source *a, struct listed *z, bool unique, struct zf_error *err)
{
	struct name name;
	struct buf b;
	enum zf_status status = name_parse_absolute(&name, z->zone, err);
	if (status)
		return status;
	size_t n = strlen(z->zone);
	buf_init(&b, 0);
	filename_add(&b, &name, unique ? NULL : z->id);
	z->file = buf_take(&b);
	buf_free(&b);
	buf_init(&b, 0);
	if (a->provider)
		buf_printf(&b, "%s:%.*s", a->name, (int)(n > 1 ? n - 1 : n), z->zone);
	else
		server_source_add_location(&b, &a->server, z->zone);
	if (!unique && z->id)
		buf_printf(&b, "?id=%s", z->id);
	z->location = buf_take(&b);
	buf_free(&b);
	return ZF_OK;
}

static bool is_same_zone(const struct listed *a, const struct listed *b)
{
	return !a->skipped && !b->skipped && strcmp(a->zone, b->zone) == 0;
}

static enum zf_status finish(const struct source *a, struct listing *l, struct zf_error *err)
{
	enum zf_status status = ZF_OK;
	if (l->count)
		qsort(l->items, l->count, sizeof(*l->items), by_name);
	for (size_t i = 0; i < l->count && !status; i++) {
		struct listed *z = &l->items[i];
		bool unique = !(i > 0 && is_same_zone(z - 1, z)) &&
			      !(i + 1 < l->count && is_same_zone(z + 1, z));
		if (!z->skipped)
			status = name_zone(a, z, unique, err);
	}
	return status;
}

/* All that the account has, for completion. */
static void keep_names(const struct source *a, const struct listing *l)
{
	struct buf lines;
	buf_init(&lines, 0);
	for (size_t i = 0; i < l->count; i++) {
		size_t n = strlen(l->items[i].zone);
		buf_add(&lines, l->items[i].zone, n > 1 ? n - 1 : n);
		buf_addc(&lines, '\n');
	}
	known_zones_keep(a->name, &lines);
	buf_free(&lines);
}

static enum zf_status add_member(void *user, const struct name *member, struct zf_error *err)
{
	struct buf text;
	buf_init(&text, 0);
	name_print(&text, member->wire);
	const struct provider_zone zone = {.name = text.data};
	enum zf_status status = add_zone(user, &zone, err);
	buf_free(&text);
	return status;
}

static enum zf_status list_zones(struct source *a, struct lister *lister, struct zf_error *err)
{
	const struct server_list names = {a->zones_file, a->globs, a->glob_count};
	const struct catalog_listener members = {add_member, lister};
	return a->provider ? provider_zones(a->provider, add_zone, lister, err)
			   : server_source_list(&a->server, &names, a->env, &members, err);
}

enum zf_status source_list(struct source *a, struct listing *l, struct zf_error *err)
{
	struct lister lister = {.source = a, .list = l};
	*l = (struct listing){.items = NULL};
	lister.matched = mem_zalloc(a->glob_count + 1);
	enum zf_status status = list_zones(a, &lister, err);
	for (size_t i = 0; i < a->glob_count && !status; i++)
		if (!lister.matched[i])
			status = err_set(err, ZF_ERR_NOT_FOUND,
				a->provider ? "%s: no zone that these credentials reach is called "
					      "\"%s\""
					    : "%s: none of its zones is called \"%s\"",
				a->name, a->globs[i]);
	free(lister.matched);
	status = status ? status : finish(a, l, err);
	if (!status && a->provider && a->glob_count == 0 && a->shard.parts <= 1)
		keep_names(a, l);
	if (status)
		listing_free(l);
	return status;
}

/*
 * Reading.
 */

enum zf_status source_hand(struct provider **hand, struct source *a, struct zf_error *err)
{
	*hand = NULL;
	if (!a->provider)
		return ZF_OK;
	pthread_mutex_lock(&a->mutex);
	enum zf_status status = provider_twin(hand, a->provider, err);
	pthread_mutex_unlock(&a->mutex);
	return status;
}

enum zf_status source_fetch(struct zf_zone **zone, const struct source *a, struct provider *hand,
	const struct listed *listed, struct zf_error *err)
{
	if (!a->provider)
		return server_source_fetch(zone, listed->location, a->env, err);
	const struct provider_zone told = {
		.name = listed->zone, .id = listed->id, .object = listed->object};
	size_t n = strlen(listed->zone);
	char *plain = mem_strndup(listed->zone, n > 1 ? n - 1 : n);
	const struct provider_query query = {.zone = plain, .listed = &told};
	enum zf_status status = provider_fetch(zone, hand, &query, err);
	free(plain);
	return status;
}

long source_pace(const struct source *a)
{
	return a->provider ? provider_desc(a->provider)->pace : 0;
}

size_t source_calls(const struct source *a)
{
	return a->provider ? provider_calls(a->provider) : 0;
}
