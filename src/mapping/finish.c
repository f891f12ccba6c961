#include "err.h"
#include "map.h"
#include "tmpl.h"

/* Timers of a SOA record that is made here: RFC 1912 section 2.2 has them in these ranges. */
#define SOA_TIMERS "1 7200 3600 1209600 3600"

enum { APEX_TTL = 3600 };

static void note_skipped(struct map *m)
{
	const struct desc_rule *r = m->records->rules.items;
	for (size_t i = 0; i < m->records->rules.count; i++) {
		if (!m->skipped[i])
			continue;
		diags_add(zone_builder_diags(m->builder), DIAG_NOTE, "skipped", NULL, 0, 0,
			"%zu left out: %s", m->skipped[i], r[i].why);
	}
}

static void warn(struct map *m, const struct desc_warning *w)
{
	struct tmpl_why why;
	struct buf b;
	buf_init(&b, 0);
	if (conditions_hold(&w->when, &m->scope) &&
		tmpl_expand(&b, w->say, TMPL_TEXT, &m->scope, &why) == TMPL_DONE)
		diags_add(zone_builder_diags(m->builder), DIAG_WARNING, "provider", NULL, 0, 0,
			"%.*s", (int)(b.len < 1000 ? b.len : 1000), b.data);
	buf_free(&b);
}

void map_warn(struct map *m)
{
	const struct desc_warning *w = m->records->warnings.items;
	for (size_t i = 0; i < m->records->warnings.count; i++) {
		m->scope.item = m->scope.answer;
		if (!w[i].each.scope) {
			warn(m, &w[i]);
			continue;
		}
		struct value list = ref_get(&w[i].each, &m->scope);
		if (json_kind(list.json) != JSON_ARRAY)
			continue;
		for (const struct json *e = json_first(list.json); e; e = json_next(e)) {
			m->scope.item = e;
			warn(m, &w[i]);
		}
	}
	m->scope.item = NULL;
}

/* Names that the description tells, as tokens of RDATA. */
static enum zf_status add_name(
	struct map *m, struct map_tokens *tokens, struct str text, struct zf_error *err)
{
	enum zf_status status = map_target(m, &text, TARGET_ABSOLUTE, text, err);
	if (!status)
		map_add_token(m, tokens, text, TOKEN_ESCAPES);
	return status;
}

static enum zf_status add_synthesised(
	struct map *m, uint16_t type, const struct map_tokens *tokens, struct zf_error *err)
{
	size_t bad;
	buf_reset(&m->rdata);
	buf_reset(&m->notes);
	enum zf_status status =
		rdata_parse(&m->rdata, type, tokens->items, tokens->count, &m->apex, &bad, err);
	if (status)
		return status;
	note_add(&m->notes, NOTE_ANNOTATION, STR("zoneferry"), STR("{\"synthesised\":true}"));
	long ttl = m->records->apex->ttl ? m->records->apex->ttl : APEX_TTL;
	return zone_builder_add(m->builder, &m->apex, type, (uint32_t)ttl,
		(const uint8_t *)m->rdata.data, m->rdata.len,
		(struct str){m->notes.data, m->notes.len}, 0, err);
}

/* The names of the apex's servers, in the description's order. */
static enum zf_status read_servers(struct map *m, struct map_tokens *names, struct zf_error *err)
{
	const struct desc_ns *ns = m->records->apex->ns.items;
	enum zf_status status = ZF_OK;
	for (size_t i = 0; i < m->records->apex->ns.count && !status; i++) {
		struct value v = ref_get(&ns[i].from, &m->scope);
		if (v.text.n)
			status = add_name(m, names, v.text, err);
		if (json_kind(v.json) != JSON_ARRAY)
			continue;
		for (const struct json *e = json_first(v.json); e && !status; e = json_next(e)) {
			if (json_text(e).n)
				status = add_name(m, names, json_text(e), err);
		}
	}
	return status;
}

static enum zf_status add_soa(struct map *m, const struct map_tokens *servers, struct zf_error *err)
{
	const struct desc_apex *apex = m->records->apex;
	struct map_tokens tokens = {0};
	struct str mname = refs_get(&apex->mname, &m->scope).text;
	struct str rname = refs_get(&apex->rname, &m->scope).text;
	if (!mname.n && servers->count)
		mname = (struct str){servers->items[0].p, servers->items[0].n};
	if (!mname.n || !rname.n)
		return ZF_OK;
	enum zf_status status = add_name(m, &tokens, mname, err);
	status = status ? status : add_name(m, &tokens, map_mailbox(m, rname), err);
	if (status)
		return status;
	struct rrtoken timers[5];
	long count = rdata_tokens(timers, 5, SOA_TIMERS, sizeof(SOA_TIMERS) - 1);
	for (long i = 0; i < count; i++)
		map_add_token(m, &tokens, (struct str){timers[i].p, timers[i].n}, 0);
	return add_synthesised(m, TYPE_SOA, &tokens, err);
}

static enum zf_status add_servers(
	struct map *m, const struct map_tokens *servers, struct zf_error *err)
{
	enum zf_status status = ZF_OK;
	for (size_t i = 0; i < servers->count && !status; i++) {
		struct map_tokens one = {.items = &servers->items[i], .count = 1, .cap = 1};
		status = add_synthesised(m, TYPE_NS, &one, err);
	}
	return status;
}

enum zf_status map_finish(struct map *m, struct zf_error *err)
{
	m->scope.item = m->scope.answer = NULL;
	if (m->unread.code && zone_builder_count(m->builder) == 0) {
		*err = m->unread;
		return err->code;
	}
	note_skipped(m);
	if (!m->records->apex)
		return ZF_OK;
	struct map_tokens servers = {0};
	enum zf_status status = read_servers(m, &servers, err);
	if (!status && !m->has_soa)
		status = add_soa(m, &servers, err);
	if (!status && (!m->has_ns || m->records->apex->ns_unlisted))
		status = add_servers(m, &servers, err);
	arena_free(&m->scratch);
	return status;
}
