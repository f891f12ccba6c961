/* lookup: finding one zone of the account, and listing them all. */
#include <stdlib.h>
#include <string.h>

#include "err.h"
#include "map.h"
#include "mem.h"
#include "tmpl.h"
#include "zones.h"

void found_free(struct found *found)
{
	free(found->zone);
	free(found->id);
	json_free(found->object);
	*found = (struct found){0};
}

void found_set_vars(const struct found *found, struct vars *vars)
{
	vars_set(vars, "zone", str_of(found->zone));
	if (found->id)
		vars_set(vars, "id", str_of(found->id));
}

/* The name of the zone object in scope: false when it has none, or none that is a name. */
static bool object_name(const struct desc *d, const struct scope *scope, struct name *name)
{
	const struct desc_zones *z = d->zones;
	struct str text = refs_get(&z->name, scope).text;
	struct str prefix = ref_get(&z->name_prefix, scope).text;
	struct zf_error ignored = ZF_ERROR_INIT;
	struct buf b;
	if (!text.n)
		return false;
	buf_init(&b, 0);
	if (prefix.n) {
		buf_add(&b, prefix.p, prefix.n);
		buf_addc(&b, '.');
	}
	buf_add(&b, text.p, text.n);
	if (d->records->escapes == ESCAPE_OCTAL)
		map_octal_escapes(b.data, (struct str){b.data, b.len});
	bool good = map_zone_name(name, (struct str){b.data, b.len}, &ignored) == ZF_OK;
	buf_free(&b);
	return good;
}

/* What {id} is for the zone object in scope: {NULL, 0} when it can't be told. */
static struct str object_id(const struct desc_zones *z, const struct scope *scope)
{
	struct str id = refs_get(&z->id, scope).text;
	size_t n = z->id_strip ? strlen(z->id_strip) : 0;
	if (n && id.n > n && memcmp(id.p, z->id_strip, n) == 0) {
		id.p += n;
		id.n -= n;
	}
	return id;
}

static void add_why(struct buf *b, const struct desc_rule *r, const struct scope *scope)
{
	struct tmpl_why why;
	struct buf text;
	buf_init(&text, 0);
	if (tmpl_expand(&text, r->why, TMPL_TEXT, scope, &why))
		buf_adds(&text, "?");
	str_print(b, text.data, text.len);
	buf_free(&text);
}

/* Why a zone can't be read, in b; false: nothing is against it. */
static bool is_skipped(const struct desc_zones *z, const struct scope *scope, struct buf *b)
{
	const struct desc_rule *r = z->skip.items;
	for (size_t i = 0; i < z->skip.count; i++) {
		if (!conditions_hold(&r[i].when, scope))
			continue;
		buf_reset(b);
		add_why(b, &r[i], scope);
		return true;
	}
	return false;
}

/* "ID (active, account Ops)" */
static void tell_apart(
	struct buf *b, const struct desc_zones *z, const struct scope *scope, const char *skipped)
{
	const struct desc_rule *r = z->tell.items;
	struct str id = object_id(z, scope);
	bool told = skipped != NULL;
	buf_adds(b, b->len ? ", " : "");
	str_print(b, id.p ? id.p : "", id.n);
	if (skipped)
		buf_printf(b, " (left out: %s", skipped);
	for (size_t i = 0; i < z->tell.count; i++) {
		if (!conditions_hold(&r[i].when, scope))
			continue;
		buf_adds(b, told ? ", " : " (");
		add_why(b, &r[i], scope);
		told = true;
	}
	buf_adds(b, told ? ")" : "");
}

/* Looking for one zone in a list. */
struct search {
	struct found *found;
	struct buf skipped; /* why a zone of this name was left out */
	struct buf others; /* the zones of this name */
	size_t matches;
};

static enum zf_status match(
	struct walk *w, const struct json *item, const char *key, struct zf_error *err)
{
	const struct desc_zones *z = w->p->desc->zones;
	struct search *s = w->user;
	struct scope scope = answer_scope(w->answer, w->vars);
	struct name name;
	scope.item = item;
	scope.key = key;
	if (!object_name(w->p->desc, &scope, &name) || !name_equal(&name, &s->found->name))
		return ZF_OK;
	if (is_skipped(z, &scope, &s->skipped)) {
		tell_apart(&s->others, z, &scope, s->skipped.data);
		return ZF_OK;
	}
	struct str id = object_id(z, &scope);
	if (z->id.count && !id.n)
		return err_set(err, ZF_ERR_ANSWER, "the zone has no id");
	tell_apart(&s->others, z, &scope, NULL);
	s->matches++;
	if (!s->found->id && id.p)
		s->found->id = mem_strndup(id.p, id.n);
	json_free(s->found->object);
	s->found->object = json_copy(item);
	s->found->confirmed = true;
	w->stop = !z->ambiguous;
	return ZF_OK;
}

static enum zf_status judge_search(
	const struct provider *p, const struct search *s, struct zf_error *err)
{
	if (s->matches > 1)
		return err_set(err, ZF_ERR_USAGE,
			"there are %zu zones of this name; choose one with \"%s:%s?id=ID\"; the ids "
			"are: %s",
			s->matches, p->desc->name, s->found->zone, s->others.data);
	if (s->matches == 1)
		return ZF_OK;
	if (s->skipped.len)
		return err_set(err, ZF_ERR_UNSUPPORTED, "the zone is there, but left out: %s",
			s->skipped.data);
	return err_set(err, ZF_ERR_NOT_FOUND,
		"there is no such zone that these credentials reach; \"zoneferry zones %s\" lists "
		"those that are",
		p->desc->name);
}

static enum zf_status search_by(
	struct provider *p, const struct desc_call *call, struct search *s, struct zf_error *err)
{
	const struct desc_zones *z = p->desc->zones;
	struct vars vars;
	vars_init(&vars, &p->vars);
	vars_set(&vars, "zone", str_of(s->found->zone));
	struct walk w = {.p = p,
		.call = call,
		.vars = &vars,
		.id = z->id.count ? &z->id : NULL,
		.on_item = match,
		.user = s};
	enum zf_status status = walk_run(&w, err);
	vars_free(&vars);
	return status;
}

/* By the call that asks for it, else among all. */
static enum zf_status search(struct provider *p, struct found *found, struct zf_error *err)
{
	const struct desc_zones *z = p->desc->zones;
	struct search s = {.found = found};
	buf_init(&s.skipped, 0);
	buf_init(&s.others, 0);
	enum zf_status status = search_by(p, z->find ? z->find : z->list, &s, err);
	if (!status && !s.matches && z->find && z->find_may_miss && z->list)
		status = search_by(p, z->list, &s, err);
	status = status ? status : judge_search(p, &s, err);
	buf_free(&s.skipped);
	buf_free(&s.others);
	return status;
}

/* A name as APIs spell it: without its final dot, and without the escapes that zone files want for
 * octets such as the slash of RFC 2317. */
static void add_api_name(struct buf *b, const struct name *name)
{
	for (size_t at = 0; name->wire[at]; at += name->wire[at] + 1u) {
		if (at > 0)
			buf_addc(b, '.');
		for (size_t i = 1; i <= name->wire[at]; i++) {
			uint8_t c = name->wire[at + i];
			bool plain = c > ' ' && c < 127 && c != '.' && c != '\\';
			buf_printf(b, plain ? "%c" : "\\%03u", c);
		}
	}
	if (b->len == 0)
		buf_addc(b, '.');
}

static enum zf_status set_name(struct found *found, const char *name, struct zf_error *err)
{
	enum zf_status status = name_parse_absolute(&found->name, name, err);
	if (status)
		return status;
	struct buf b;
	buf_init(&b, 0);
	name_lower(found->name.wire, found->name.len);
	add_api_name(&b, &found->name);
	found->zone = mem_strdup(b.data);
	buf_free(&b);
	return ZF_OK;
}

enum zf_status lookup_zone(struct provider *p, struct found *found, const char *name,
	const char *id, struct zf_error *err)
{
	*found = (struct found){0};
	enum zf_status status = set_name(found, name, err);
	if (!status && id)
		found->id = mem_strdup(id);
	else if (!status && !p->desc->zones->id.count)
		found->id = mem_strdup(found->zone);
	else if (!status)
		status = search(p, found, err);
	/* The zone of a chosen id need not be the one of this name. */
	if (!status && id && p->desc->zones->get)
		status = lookup_confirm(p, found, err);
	if (status)
		found_free(found);
	return status;
}

enum zf_status lookup_listed(struct provider *p, struct found *found,
	const struct provider_zone *listed, struct zf_error *err)
{
	*found = (struct found){0};
	enum zf_status status = set_name(found, listed->name, err);
	if (!status && p->desc->zones->id.count && !listed->id)
		status = err_set(err, ZF_ERR_ANSWER, "the zone has no id");
	if (status) {
		found_free(found);
		return status;
	}
	found->id = mem_strdup(listed->id ? listed->id : found->zone);
	found->object = listed->object ? json_copy(listed->object) : NULL;
	found->confirmed = true;
	return ZF_OK;
}

enum zf_status lookup_take(
	struct provider *p, struct found *found, const struct json *object, struct zf_error *err)
{
	struct scope scope = {.item = object, .vars = &p->vars};
	struct name name;
	if (json_kind(object) != JSON_OBJECT || !object_name(p->desc, &scope, &name))
		return err_set(err, ZF_ERR_ANSWER, "the answer doesn't name the zone it is about");
	if (!name_equal(&name, &found->name)) {
		struct buf b;
		buf_init(&b, 0);
		name_print(&b, name.wire);
		err_set(err, ZF_ERR_ANSWER, "the answer is about another zone, %s", b.data);
		buf_free(&b);
		return ZF_ERR_ANSWER;
	}
	json_free(found->object);
	found->object = json_copy(object);
	found->confirmed = true;
	return ZF_OK;
}

static enum zf_status get(struct provider *p, struct found *found, struct zf_error *err)
{
	struct vars vars;
	vars_init(&vars, &p->vars);
	found_set_vars(found, &vars);
	struct call call = {.desc = p->desc->zones->get, .vars = &vars};
	struct answer answer;
	enum zf_status status = call_send(p, &call, &answer, err);
	if (!status) {
		struct scope scope = answer_scope(&answer, &vars);
		struct value v = {.json = answer.json};
		if (p->desc->zones->object.scope)
			v = ref_get(&p->desc->zones->object, &scope);
		status = lookup_take(p, found, v.json, err);
		answer_free(&answer);
	}
	vars_free(&vars);
	return status;
}

enum zf_status lookup_confirm(struct provider *p, struct found *found, struct zf_error *err)
{
	if (found->confirmed)
		return ZF_OK;
	if (p->desc->zones->get)
		return get(p, found, err);
	if (p->desc->zones->find || p->desc->zones->list)
		return search(p, found, err);
	return err_set(err, ZF_ERR_ANSWER,
		"the zone is said to be empty, and this API has no way to confirm that");
}

/*
 * Listing.
 */

/* Whether reading a zone needs its object, and not even the answer with its records brings it. */
static bool wants_listed(const struct desc *d)
{
	const struct desc_call *calls = d->records->list.items;
	return d->wants_zone && d->records->list.count && !calls[0].zone.count;
}

struct listing {
	provider_zone_fn *each;
	void *user;
};

static enum zf_status list_one(
	struct walk *w, const struct json *item, const char *key, struct zf_error *err)
{
	const struct desc_zones *z = w->p->desc->zones;
	const struct listing *l = w->user;
	struct scope scope = answer_scope(w->answer, &w->p->vars);
	struct name name;
	struct buf text, why;
	scope.item = item;
	scope.key = key;
	buf_init(&text, 0);
	buf_init(&why, 0);
	bool good = object_name(w->p->desc, &scope, &name);
	struct str raw = refs_get(&z->name, &scope).text, id = object_id(z, &scope);
	struct provider_zone zone = {0};
	if (good)
		name_print(&text, name.wire);
	else
		str_print(&text, raw.p ? raw.p : "?", raw.p ? raw.n : 1);
	if (!good)
		zone.skipped = "its name is no domain name";
	else if (is_skipped(z, &scope, &why))
		zone.skipped = why.data;
	zone.name = text.data;
	zone.object = wants_listed(w->p->desc) ? item : NULL;
	char *id_text = id.p ? mem_strndup(id.p, id.n) : NULL;
	zone.id = id_text;
	enum zf_status status = l->each(l->user, &zone, err);
	free(id_text);
	buf_free(&text);
	buf_free(&why);
	return status;
}

enum zf_status lookup_list(
	struct provider *p, provider_zone_fn *each, void *user, struct zf_error *err)
{
	const struct desc_zones *z = p->desc->zones;
	struct listing l = {.each = each, .user = user};
	if (!z->list)
		return err_set(err, ZF_ERR_UNSUPPORTED,
			"this API can't list zones: name the zone that you want");
	/* A name behind a prefix is only a part of one: several zones share it. */
	const struct refs *name = z->name_prefix.scope ? NULL : &z->name;
	struct walk w = {.p = p,
		.call = z->list,
		.id = z->id.count ? &z->id : name,
		.on_item = list_one,
		.user = &l};
	return walk_run(&w, err);
}
