#include "map.h"

#include <stdlib.h>

#include "err.h"
#include "mem.h"
#include "tmpl.h"
#include "ttl.h"

void map_init(struct map *m, const struct desc *desc, const struct desc_records *records,
	const struct name *apex, struct zone_builder *builder)
{
	*m = (struct map){.desc = desc, .records = records, .apex = *apex, .builder = builder};
	arena_init(&m->scratch);
	buf_init(&m->rdata, 0);
	buf_init(&m->notes, 0);
	idset_init(&m->records_seen);
	m->skipped = mem_zalloc((records->rules.count + 1) * sizeof(*m->skipped));
}

void map_free(struct map *m)
{
	arena_free(&m->scratch);
	buf_free(&m->rdata);
	buf_free(&m->notes);
	idset_free(&m->records_seen);
	free(m->skipped);
}

/* "www A": the element in scope, for messages; "record 3" when it has no name or no type. */
static void print_element(struct buf *b, const struct map *m)
{
	struct str owner = refs_get(&m->records->owner->from, &m->scope).text;
	struct str word = map_type_word(m);
	if (!owner.p || !word.p) {
		buf_printf(b, "record %zu", m->elements);
		return;
	}
	struct str type = map_type_mnemonic(m, word);
	if (owner.n)
		str_print(b, owner.p, owner.n < 80 ? owner.n : 80);
	else
		buf_addc(b, '@');
	buf_addc(b, ' ');
	str_print(b, type.p, type.n < 40 ? type.n : 40);
}

/* Sets the error "www A: what the inner one says". */
static enum zf_status fail(const struct map *m, const struct zf_error *inner, struct zf_error *err)
{
	struct buf b;
	buf_init(&b, 0);
	print_element(&b, m);
	enum zf_status status = err_set(err, inner->code, "%s: %s", b.data, inner->text);
	err_id(err, inner->id);
	buf_free(&b);
	return status;
}

static void add_finding(
	struct map *m, enum diag_severity severity, const char *code, const char *text)
{
	struct buf b;
	buf_init(&b, 0);
	print_element(&b, m);
	diags_add(
		zone_builder_diags(m->builder), severity, code, NULL, 0, 0, "%s: %s", b.data, text);
	buf_free(&b);
}

/* The text of a template for people; what has no value is "?". */
static void add_text(struct buf *b, const struct map *m, const char *template)
{
	struct tmpl_why why;
	if (tmpl_expand(b, template, TMPL_TEXT, &m->scope, &why))
		buf_adds(b, "?");
}

/* Whether a rule looks at the values of an RRset, one by one. */
static bool is_for_values(const struct desc_rule *rule)
{
	const struct condition *c = rule->when.items;
	for (size_t i = 0; i < rule->when.count; i++) {
		if (c[i].at.scope == REF_VALUE)
			return true;
	}
	return false;
}

/* What the rules make of the element or value in scope. */
enum verdict { VERDICT_MAP, VERDICT_LEAVE };

static enum verdict follow_rules(struct map *m, const struct desc_rdata *row)
{
	const struct desc_rule *r = m->records->rules.items;
	for (size_t i = 0; i < m->records->rules.count; i++) {
		if (is_for_values(&r[i]) != (m->scope.value != NULL) ||
			!conditions_hold(&r[i].when, &m->scope))
			continue;
		if (r[i].actions & RULE_WARN) {
			struct buf b;
			buf_init(&b, 0);
			add_text(&b, m, r[i].why);
			add_finding(m, DIAG_WARNING, "provider", b.data);
			buf_free(&b);
		}
		if (r[i].actions & RULE_PROVIDER_RECORD)
			map_keep(m, row);
		if (r[i].actions & RULE_SKIP)
			m->skipped[i]++;
		if (r[i].actions & (RULE_PROVIDER_RECORD | RULE_SKIP))
			return VERDICT_LEAVE;
	}
	return VERDICT_MAP;
}

/*
 * Type and TTL.
 */

/* The RR type, or 0: the element is no DNS record, and has been kept as a provider record. */
static enum zf_status read_type(struct map *m, uint16_t *type, struct zf_error *err)
{
	struct str word = map_type_word(m);
	if (!word.p)
		return err_set(err, ZF_ERR_ANSWER, "it has no type");
	*type = 0;
	if (map_is_provider_type(m, word)) {
		map_keep(m, NULL);
		return ZF_OK;
	}
	*type = map_type(m);
	if (*type)
		return ZF_OK;
	add_finding(m, DIAG_WARNING, "provider-type",
		"its type is none of DNS, and not known: kept as a provider record");
	map_keep(m, NULL);
	return ZF_OK;
}

static bool read_seconds(const struct value *v, uint32_t *ttl)
{
	int64_t n;
	uint64_t u;
	if (v->json && json_integer(v->json, 0, TTL_MAX, true, &n)) {
		*ttl = (uint32_t)n;
		return true;
	}
	if (v->json || !v->text.p || !str_to_u64(v->text.p, v->text.n, TTL_MAX, &u))
		return false;
	*ttl = (uint32_t)u;
	return true;
}

static bool is_special(const struct desc_special *s, const struct value *v)
{
	if (json_kind(s->value) == JSON_NULL)
		return !value_exists(v);
	return v->json && json_equal(s->value, v->json);
}

/* What a special value means. False: not told here; 0 is a zone's word for a default of its own. */
static bool special_seconds(const struct map *m, const struct desc_special *s, uint32_t *ttl)
{
	struct value v = {.json = s->ttl, .text = json_text(s->ttl)};
	struct ref ref;
	if (json_kind(s->ttl) == JSON_STRING && ref_parse(&ref, v.text.p))
		v = ref_get(&ref, &m->scope);
	return read_seconds(&v, ttl) && *ttl > 0;
}

static enum zf_status read_ttl(
	struct map *m, uint32_t *ttl, const struct json **special, struct zf_error *err)
{
	const struct desc_ttl *t = m->records->ttl;
	const struct desc_special *s = t->special.items;
	struct value v = refs_get(&t->from, &m->scope);
	bool found = false;
	*special = NULL;
	for (size_t i = 0; i < t->special.count; i++) {
		if (!is_special(&s[i], &v))
			continue;
		found = true;
		if (special_seconds(m, &s[i], ttl)) {
			*special = s[i].value;
			return ZF_OK;
		}
	}
	if (found)
		return err_set(err, ZF_ERR_ANSWER,
			"it takes the zone's TTL, which the answer doesn't tell");
	if (!read_seconds(&v, ttl)) {
		if (!value_exists(&v))
			return err_set(err, ZF_ERR_ANSWER, "it has no TTL");
		return err_set(err, v.text.p ? ZF_ERR_DATA : ZF_ERR_ANSWER,
			"its TTL is no number of seconds up to %lu", (unsigned long)TTL_MAX);
	}
	return ZF_OK;
}

/*
 * Elements.
 */

/* The record in scope, all but its RDATA and annotations known. */
struct one {
	const struct desc_rdata *row;
	struct name owner;
	uint16_t type;
	uint32_t ttl;
	const struct json *special;
};

/* For writing: a value of the element in scope; one that no record is made of (rdata {NULL, 0})
 * rides along with its RRset. */
static void note_value(struct map *m, const struct one *one, struct str rdata)
{
	if (!m->list || (!rdata.p && !m->scope.value))
		return;
	struct element *e = &m->list->items[m->list->count - 1];
	e->owner = one->owner;
	e->type = one->type;
	e->ttl = one->ttl;
	struct element_value value = {.rdata = rdata,
		.notes = {rdata.p ? m->notes.data : NULL, rdata.p ? m->notes.len : 0},
		.raw = m->scope.value};
	elements_add_value(m->list, &value);
}

/* Whether the record is there already, with other annotations. */
static bool is_twin(struct map *m, const struct one *one)
{
	struct buf id;
	bool varies = m->records->annotate.count || m->records->ttl->special.count;
	if (!varies)
		return false;
	buf_init(&id, 0);
	buf_printf(&id, "%u ", one->type);
	buf_add(&id, (const char *)one->owner.wire, one->owner.len);
	buf_add(&id, m->rdata.data, m->rdata.len);
	uint64_t notes =
		idset_digest(&m->records_seen, 0, (struct str){m->notes.data, m->notes.len});
	bool twin =
		idset_add(&m->records_seen, (struct str){id.data, id.len}, notes) == IDSET_OTHER;
	buf_free(&id);
	return twin;
}

static enum zf_status add_record(struct map *m, const struct one *one, struct zf_error *err)
{
	if (m->scope.value && follow_rules(m, one->row) == VERDICT_LEAVE) {
		note_value(m, one, (struct str){NULL, 0});
		return ZF_OK;
	}
	enum zf_status status = map_rdata(m, one->type, one->row, err);
	if (status)
		return status;
	map_annotate(m, one->type, one->special);
	if (is_twin(m, one)) {
		add_finding(m, DIAG_WARNING, "twin",
			"the same record is there with other properties: this one is kept as a "
			"provider record");
		map_keep(m, one->row);
		note_value(m, one, (struct str){NULL, 0});
		return ZF_OK;
	}
	if (name_equal(&one->owner, &m->apex)) {
		m->has_soa = m->has_soa || one->type == TYPE_SOA;
		m->has_ns = m->has_ns || one->type == TYPE_NS;
	}
	note_value(m, one, (struct str){m->rdata.data, m->rdata.len});
	return zone_builder_add(m->builder, &one->owner, one->type, one->ttl,
		(const uint8_t *)m->rdata.data, m->rdata.len,
		(struct str){m->notes.data, m->notes.len}, 0, err);
}

/* Keeps the element or value in scope as it is when its content is what can't be read; its shape is
 * that of all elements, and stays an error. */
static enum zf_status keep_unread(struct map *m, const struct desc_rdata *row,
	const struct zf_error *why, struct zf_error *err)
{
	struct buf b;
	if (why->code != ZF_ERR_DATA && why->code != ZF_ERR_SYNTAX) {
		*err = *why;
		return why->code;
	}
	if (m->unread.code == ZF_OK)
		fail(m, why, &m->unread);
	buf_init(&b, 0);
	buf_printf(&b, "%s: it can't be read, and is kept as a provider record", why->text);
	add_finding(m, DIAG_ERROR, "unread", b.data);
	buf_free(&b);
	return map_keep_unread(m, row, err);
}

static enum zf_status add_value(struct map *m, const struct one *one, struct zf_error *err)
{
	struct zf_error why = ZF_ERROR_INIT;
	if (add_record(m, one, &why) == ZF_OK)
		return ZF_OK;
	enum zf_status status = keep_unread(m, one->row, &why, err);
	if (!status)
		note_value(m, one, (struct str){NULL, 0});
	return status;
}

static enum zf_status add_values(
	struct map *m, const struct one *one, const struct refs *refs, struct zf_error *err)
{
	struct value v = refs_get(refs, &m->scope);
	if (!value_exists(&v) || !v.json)
		return err_set(err, ZF_ERR_ANSWER, "it has no values");
	if (json_kind(v.json) != JSON_ARRAY) {
		m->scope.value = v.json;
		return add_value(m, one, err);
	}
	if (!json_first(v.json))
		add_finding(m, DIAG_NOTE, "empty-set", "it has no values: no record");
	enum zf_status status = ZF_OK;
	for (const struct json *e = json_first(v.json); e && !status; e = json_next(e)) {
		m->scope.value = e;
		status = add_value(m, one, err);
	}
	return status;
}

static enum zf_status map_item(struct map *m, struct zf_error *err)
{
	struct one one = {0};
	if (follow_rules(m, NULL) == VERDICT_LEAVE)
		return ZF_OK;
	enum zf_status status = read_type(m, &one.type, err);
	if (status || !one.type)
		return status;
	one.row = map_row(m, one.type);
	if (!one.row) {
		add_finding(m, DIAG_WARNING, "provider-type",
			"the description doesn't say how its type is read: kept as a provider "
			"record");
		map_keep(m, NULL);
		return ZF_OK;
	}
	status = map_owner(m, &one.owner, &one.row->labels, err);
	status = status ? status : read_ttl(m, &one.ttl, &one.special, err);
	if (status)
		return status;
	const struct refs *values = one.row->values.count ? &one.row->values : &m->records->values;
	return values->count ? add_values(m, &one, values, err) : add_record(m, &one, err);
}

/* For writing: its id, whether it became a provider record, and whether it may be touched. */
static void finish_element(struct map *m, size_t kept)
{
	struct elements *list = m->list;
	struct element *e = &list->items[list->count - 1];
	m->scope.value = NULL;
	struct str id = refs_get(&m->records->id, &m->scope).text;
	if (id.p)
		e->id = (struct str){arena_strndup(&list->arena, id.p, id.n), id.n};
	const struct provider_record *last = zone_builder_last_kept(m->builder);
	if (!e->type && last && zone_builder_provider_count(m->builder) > kept)
		e->kept = (struct str){
			arena_strndup(&list->arena, last->json.p, last->json.n), last->json.n};
	const struct desc_write *w = m->desc->write;
	const struct desc_rule *r = w ? w->keep.items : NULL;
	for (size_t i = 0; w && i < w->keep.count && !e->read_only; i++) {
		if (conditions_hold(&r[i].when, &m->scope))
			e->read_only = r[i].why;
	}
}

enum zf_status map_element(
	struct map *m, const struct json *item, const char *key, struct zf_error *err)
{
	struct zf_error inner = ZF_ERROR_INIT;
	m->elements++;
	m->scope.item = m->list ? elements_add(m->list, item)->raw : item;
	m->scope.key = key;
	m->scope.value = NULL;
	size_t kept = zone_builder_provider_count(m->builder);
	struct zf_error why = ZF_ERROR_INIT;
	enum zf_status status = map_item(m, &why);
	if (status) {
		m->scope.value = NULL;
		status = keep_unread(m, NULL, &why, &inner);
	}
	if (!status && m->list)
		finish_element(m, kept);
	if (status)
		fail(m, &inner, err);
	m->scope.value = NULL;
	arena_free(&m->scratch);
	return status;
}
