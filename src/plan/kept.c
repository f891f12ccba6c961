/* Operations for provider records: by the elements that hold them. */
#include <stdlib.h>

#include "err.h"
#include "map.h"
#include "mem.h"
#include "planning.h"

struct kept_list {
	const struct provider_record **items;
	size_t count;
};

/* What `a` has and `b` lacks; both zones are sealed, so sorted. */
static void subtract(struct kept_list *list, const struct zf_zone *a, const struct zf_zone *b)
{
	list->items = mem_alloc((a->provider_record_count + 1) * sizeof(*list->items));
	for (size_t i = 0, j = 0; i < a->provider_record_count; i++) {
		const struct provider_record *p = &a->provider_records[i];
		int c = 1;
		while (j < b->provider_record_count &&
			(c = provider_record_cmp(&b->provider_records[j], p)) < 0)
			j++;
		if (j == b->provider_record_count || c != 0)
			list->items[list->count++] = p;
	}
}

static void add(struct planning *p, const struct provider_record *before,
	const struct provider_record *after, const struct element *e)
{
	enum operation_kind kind = !before  ? OPERATION_CREATE
				   : !after ? OPERATION_DELETE
					    : OPERATION_UPDATE;
	struct operation *o = plan_add(p, kind, NULL, e);
	o->kept_before = before;
	o->kept_after = after;
}

/*
 * What can take another's place: a provider record of the same kind, most of which is the same.
 */

static bool is_type(const char *name)
{
	return str_eq_nocase(name, strlen(name), "type", 4);
}

/* How many members of an object are the same in another; -1: another type of thing. */
static long likeness(const struct json *a, const struct json *b)
{
	long same = 0;
	for (const struct json *m = json_first(a); m; m = json_next(m)) {
		if (json_equal(m, json_member(b, json_name(m))))
			same++;
		else if (is_type(json_name(m)))
			return -1;
	}
	return same;
}

static struct json **parse_all(const struct kept_list *list)
{
	struct json **all = mem_zalloc((list->count + 1) * sizeof(*all));
	for (size_t i = 0; i < list->count; i++) {
		struct zf_error none = ZF_ERROR_INIT; /* what can't be read is like nothing */
		json_parse(&all[i], list->items[i]->json.p, list->items[i]->json.n, &none);
	}
	return all;
}

static void free_all(struct json **all, size_t count)
{
	for (size_t i = 0; i < count; i++)
		json_free(all[i]);
	free(all);
}

/* The index of what takes the place of `gone`, or the count of `come`. */
static size_t successor(const struct json *gone, struct json *const *come, size_t count)
{
	size_t found = count;
	long most = (long)json_count(gone) / 2;
	for (size_t i = 0; gone && i < count; i++) {
		long like = come[i] ? likeness(gone, come[i]) : -1;
		if (like > most) {
			most = like;
			found = i;
		}
	}
	return found;
}

static void leave(struct planning *p, const struct provider_record *kept, const char *why)
{
	why = arena_strdup(&p->plan->arena, why);
	plan_leave(p->plan, &(struct left_alone){.kept = kept, .why = why});
}

static bool find_place(
	struct place *place, const struct planning *p, const struct provider_record *kept)
{
	struct zf_error none = ZF_ERROR_INIT; /* what can't be read has no place */
	struct json *element = NULL;
	if (!p->kind->desc || json_parse(&element, kept->json.p, kept->json.n, &none) != ZF_OK)
		return false;
	bool found = map_place(place, p->kind->desc, &p->plan->target->apex, element);
	json_free(element);
	return found;
}

static bool has_set(const struct zf_zone *zone, const struct place *place)
{
	size_t at = zone_find(zone, &place->owner, place->type);
	struct name owner;
	if (at >= zone->count || rec_type(zone->recs[at]) != place->type)
		return false;
	rec_owner(zone, zone->recs[at], &owner);
	return name_equal(&owner, &place->owner);
}

/* Whether W has several provider records at one place; of very many nobody looks. */
static bool is_one_of_several(const struct planning *p, const struct place *place)
{
	enum { LOOKED_AT_MOST = 1000 };
	const struct zf_zone *asked = p->plan->asked;
	size_t count = 0, all = asked->provider_record_count;
	for (size_t i = 0; i < all && all <= LOOKED_AT_MOST; i++) {
		struct place other;
		count += find_place(&other, p, &asked->provider_records[i]) &&
			 other.type == place->type && name_equal(&other.owner, &place->owner);
	}
	return count > 1 || all > LOOKED_AT_MOST;
}

/* Where a target keeps RRsets, what is of an RR type and no record (disabled) is a value of one: to
 * make it alone would be to replace the others. */
static bool is_beside_others(const struct planning *p, const struct provider_record *kept)
{
	struct place place;
	if (p->kind->grain != GRAIN_RRSET || !find_place(&place, p, kept) || place.type == 0)
		return false;
	return element_index_has_place(&p->index, p->plan->target, &place.owner, place.type) ||
	       has_set(p->plan->target, &place) || has_set(p->plan->asked, &place) ||
	       is_one_of_several(p, &place);
}

static void create(struct planning *p, const struct provider_record *kept)
{
	const char *why = NULL;
	if (!p->kind->creates_kept)
		why = "the target's API can't make it";
	else if (is_beside_others(p, kept))
		why = "it is a value of an RRset that has others, and can't be put beside them";
	if (why)
		plan_leave(
			p->plan, &(struct left_alone){.kept = kept, .in_source = true, .why = why});
	else
		add(p, NULL, kept, NULL);
}

/* All elements that hold it: the first one takes the other's place, further ones go. */
static bool change(
	struct planning *p, const struct provider_record *was, const struct provider_record *shall)
{
	struct handles found = element_index_kept(&p->index, was);
	const char *why = "it is no element of its own at the target";
	bool done = false;
	if (p->index.empty) {
		add(p, was, shall, NULL);
		return true;
	}
	for (size_t i = 0; i < found.count; i++) {
		const struct element *e = found.items[i].element;
		if (e->read_only) {
			why = e->read_only;
			continue;
		}
		add(p, was, done ? NULL : shall, e);
		done = true;
	}
	if (!done)
		leave(p, was, why);
	return done;
}

enum { COMPARED_MOST = 200 }; /* more of them are deleted and created */

void plan_kept(struct planning *p)
{
	struct kept_list gone = {0}, come = {0};
	subtract(&gone, p->plan->target, p->plan->asked);
	subtract(&come, p->plan->asked, p->plan->target);
	struct json **old = parse_all(&gone), **new = parse_all(&come);
	bool *taken = mem_zalloc(come.count + 1);
	bool pairs = p->kind->updates && gone.count <= COMPARED_MOST && come.count <= COMPARED_MOST;
	for (size_t i = 0; i < gone.count; i++) {
		size_t next = pairs ? successor(old[i], new, come.count) : come.count;
		const struct provider_record *shall = next < come.count ? come.items[next] : NULL;
		if (change(p, gone.items[i], shall) && shall) {
			taken[next] = true;
			json_free(new[next]);
			new[next] = NULL;
		}
	}
	for (size_t i = 0; i < come.count; i++)
		if (!taken[i])
			create(p, come.items[i]);
	free_all(old, gone.count);
	free_all(new, come.count);
	free(gone.items);
	free(come.items);
	free(taken);
}
