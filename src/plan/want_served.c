/* What is served of a target without being a record there: its provider records stand for RRsets,
 * which can't be made beside them, and are nothing that the source lacks. */
#include "map.h"
#include "wanting.h"

static void add_key(struct key_set *keys, struct str owner, uint16_t type)
{
	uint8_t key[NAME_MAX_KEY + 2];
	uint16_t rank = type_to_rank(type, key_is_apex((const uint8_t *)owner.p));
	memcpy(key, owner.p, owner.n);
	key[owner.n] = (uint8_t)(rank >> 8);
	key[owner.n + 1] = (uint8_t)rank;
	key_set_add(keys, (struct str){(const char *)key, owner.n + 2});
}

void served_add(struct wanting *w, const struct provider_record *p)
{
	uint8_t key[NAME_MAX_KEY];
	struct serves s;
	if (!str_eq(p->provider, w->kind->provider) ||
		!map_serves(&s, w->kind->desc, &w->target->apex, p->json))
		return;
	struct str owner = {(const char *)key, name_to_key(key, &s.owner, &w->target->apex)};
	key_set_add(&w->serving, owner);
	for (size_t i = 0; i < s.count; i++)
		add_key(&w->served, owner, s.types[i]);
}

static bool is_served(const struct wanting *w, struct str owner, uint16_t type)
{
	struct key_set one = {0};
	add_key(&one, owner, type);
	bool found = key_set_has(&w->served, one.items[0]);
	key_set_free(&one);
	return found;
}

bool served_in_place(const struct wanting *w, const struct rec *r)
{
	struct str owner = {(const char *)rec_key(r), r->key_len};
	if (!key_set_has(&w->serving, owner))
		return false;
	return is_served(w, owner, rec_type(r));
}

bool served_in_the_way(const struct wanting *w, const struct rec *r)
{
	struct str owner = {(const char *)rec_key(r), r->key_len};
	if (!key_set_has(&w->serving, owner))
		return false;
	return rec_type(r) == TYPE_CNAME || is_served(w, owner, TYPE_CNAME);
}
