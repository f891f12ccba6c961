#include "proof.h"

#include <stdlib.h>
#include <string.h>

#include "edit_entry.h"
#include "err.h"
#include "mem.h"
#include "rr_ldns.h"
#include "ttl.h"

/* A reading, and how far the zone was found in it. */
struct proof {
	const struct zonefile_source *source;
	const struct zf_zone *zone;
	struct zf_zone *own; /* as our reader reads the text; NULL: not needed yet */
	bool in_dialect;
	struct rr_reader *reader;
	struct lexer lexer;
	struct name origin;
	bool *seen; /* of the zone's records */
	size_t next; /* the record that canonical text has next */
	bool partial; /* records may stand in other files, or be generated */
	bool ttl_unclear;
	bool has_stated, has_last;
	uint32_t stated, last; /* by $TTL, and by the record before */
	struct buf line, rdata;
};

static uint32_t default_ttl(const struct proof *p)
{
	const struct rec *soa = zone_soa(p->zone);
	long option = p->source->options->default_ttl;
	if (p->has_stated)
		return p->stated;
	if (option >= 0)
		return (uint32_t)option;
	if (p->has_last && option != ZONEFILE_TTL_SOA)
		return p->last;
	if (!soa)
		return 0;
	const uint8_t *at = rec_rdata(soa) + soa->rdata_len - 4;
	uint32_t minimum =
		(uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
	return minimum > TTL_MAX ? 0 : minimum;
}

static bool is_record(const struct proof *p, size_t i, const struct rr *r, bool any_ttl)
{
	const struct rec *rec = p->zone->recs[i];
	struct name owner;
	if (rec_type(rec) != r->type || (!any_ttl && rec->ttl != r->ttl) ||
		str_cmp((struct str){(const char *)rec_rdata(rec), rec->rdata_len}, r->rdata) != 0)
		return false;
	rec_owner(p->zone, rec, &owner);
	return name_equal(&owner, &r->owner);
}

/* Notes the record of the zone that this one is. False: it has none. */
static bool find_record(struct proof *p, const struct rr *r, bool any_ttl)
{
	const struct zf_zone *zone = p->zone;
	bool found = false;
	if (p->next < zone->count && is_record(p, p->next, r, any_ttl)) {
		p->seen[p->next++] = true;
		return true;
	}
	/* Equal but for their annotations, or one that stands there twice. */
	for (size_t low = zone_find_record(zone, &r->owner, r->type, r->rdata);
		low < zone->count && is_record(p, low, r, true); low++) {
		if (!is_record(p, low, r, any_ttl))
			continue;
		found = true;
		p->next = low + 1;
		if (!p->seen[low]) {
			p->seen[low] = true;
			break;
		}
	}
	return found;
}

/*
 * Telling.
 */

static void add_record(struct buf *b, const struct zf_zone *zone, const struct rec *r)
{
	char type[RRTYPE_MAX_TEXT];
	rec_print_owner_absolute(b, zone, r);
	buf_printf(b, " %u %s ", (unsigned)r->ttl, rrtype_name(rec_type(r), type));
	rdata_print(b, rec_type(r), rec_rdata(r), r->rdata_len);
}

/* The record of the zone that a line was most likely meant to be. */
static const struct rec *meant(const struct proof *p, const struct rr *r)
{
	size_t at = r ? zone_find(p->zone, &r->owner, r->type) : p->zone->count;
	if (at < p->zone->count && rec_type(p->zone->recs[at]) == r->type)
		for (size_t i = at, end = zone_rrset_end(p->zone, at); i < end; i++)
			if (!p->seen[i])
				return p->zone->recs[i];
	return p->next < p->zone->count ? p->zone->recs[p->next] : NULL;
}

static void add_rr(struct buf *b, const struct rr *r)
{
	char type[RRTYPE_MAX_TEXT];
	name_print(b, r->owner.wire);
	buf_printf(b, " %u %s ", (unsigned)r->ttl, rrtype_name(r->type, type));
	rdata_print(b, r->type, (const uint8_t *)r->rdata.p, r->rdata.n);
}

enum { SHOWN_MOST = 300 }; /* octets of each reading */

/* Both readings of a line; r is NULL where ldns refused it. */
static enum zf_status tell(
	const struct proof *p, const struct rr *r, const char *why, struct zf_error *err)
{
	const struct rec *rec = meant(p, r);
	struct buf theirs, ours;
	buf_init(&theirs, 0);
	buf_init(&ours, 0);
	if (r)
		add_rr(&theirs, r);
	if (rec)
		add_record(&ours, p->zone, rec);
	else
		buf_adds(&ours, "no such record");
	enum zf_status status = err_set(err, ZF_ERR_DATA,
		"%s, line %lu: nothing was written, because ldns reads the text otherwise than it "
		"is meant: the zone has <%.*s>, but ldns %s <%.*s>",
		p->source->file ? p->source->file : "the text", p->lexer.start_line, SHOWN_MOST,
		ours.data, r ? "reads" : "refuses it:", SHOWN_MOST, r ? theirs.data : why);
	buf_free(&theirs);
	buf_free(&ours);
	return status;
}

/*
 * Lines.
 */

/* Reads the text with our own reader. False: it can't be read. */
static bool read_own(struct proof *p)
{
	const struct zonefile_source *s = p->source;
	struct zf_error ignored = ZF_ERROR_INIT;
	if (p->own)
		return true;
	if (zonefile_parse(&p->own, s->text.p, s->text.n, s->file, s->options, NULL, &ignored) !=
		ZF_OK)
		return false;
	for (size_t i = 0; i < p->own->diags.count; i++) {
		const char *code = p->own->diags.items[i].code;
		p->in_dialect = p->in_dialect || strcmp(code, "dialect") == 0 ||
				strcmp(code, "soa-without-dot") == 0;
	}
	return true;
}

/* The record that our reader has read on a line, or NULL. */
static const struct rec *own_record(const struct proof *p)
{
	for (size_t i = 0; i < p->own->count; i++)
		if (rec_line(p->own->recs[i]) == p->lexer.start_line &&
			p->own->recs[i]->line_file <= REC_LINE_MOST)
			return p->own->recs[i];
	return NULL;
}

/* Whether a comment of the line may say what its TTL means. */
static bool has_dialect_comment(const struct proof *p)
{
	for (size_t i = 0; i < p->lexer.comment_count; i++)
		if (zonefile_is_dialect_comment(
			    (struct str){p->lexer.comments[i].p, p->lexer.comments[i].n}))
			return true;
	return false;
}

/* Of a record that stands twice, with two TTLs, the zone has one: our reader, who sees the whole
 * text, has it as the zone does. */
static bool find_twin(struct proof *p, const struct rr *r)
{
	size_t at = zone_find_record(p->zone, &r->owner, r->type, r->rdata);
	if (at == p->zone->count || !read_own(p))
		return false;
	size_t own = zone_find_record(p->own, &r->owner, r->type, r->rdata);
	bool same = own < p->own->count && p->own->recs[own]->ttl == p->zone->recs[at]->ttl;
	p->seen[at] = p->seen[at] || same;
	return same;
}

/* Gives ldns our reading of the line in RFC 3597 form, and looks for that. The type is a private
 * one, which ldns takes no part of: for some it has a structure of its own. What is too long for
 * any text of ldns is looked for as we read it. */
static bool prove_generic(struct proof *p, const struct rec *rec)
{
	enum { PRIVATE_TYPE = 65280, TEXT_MOST = 60000, OWNER_MOST = 255 };
	struct rr r = {.type = rec_type(rec),
		.ttl = rec->ttl,
		.rdata = {(const char *)rec_rdata(rec), rec->rdata_len}};
	struct name owner;
	const char *why;
	rec_owner(p->own, rec, &owner);
	r.owner = owner;
	buf_reset(&p->line);
	name_print(&p->line, owner.wire);
	bool fits = p->line.len <= OWNER_MOST;
	buf_printf(&p->line, " %u IN TYPE%u ", (unsigned)rec->ttl, (unsigned)PRIVATE_TYPE);
	rdata_print_generic(&p->line, rec_rdata(rec), rec->rdata_len);
	fits = fits && p->line.len < TEXT_MOST;
	const struct rr_line line = {.text = p->line.data};
	bool read = !fits || rr_reader_read(p->reader, &r, &p->rdata, &line, &why);
	r.type = rec_type(rec);
	rr_reader_set_owner(p->reader, &owner);
	return read && find_record(p, &r, false);
}

/* What records behind this one take over: the TTL that it states; and the minimum of a SOA without
 * any is as good as $TTL, as BIND has it. */
static void take_ttl(struct proof *p, uint16_t type, bool states_ttl, uint32_t ttl)
{
	if (type == TYPE_SOA && !states_ttl && !p->has_stated && !p->has_last) {
		p->has_stated = true;
		p->stated = ttl;
	}
	p->has_last = p->has_last || states_ttl;
}

/* A line that is a provider's and no DNS record; its owner counts for the next one. */
static void pass_provider_record(struct proof *p, const struct rrtoken *token)
{
	struct name owner;
	if (token && name_parse(&owner, token->p, token->n, &p->origin, NULL) == ZF_OK) {
		name_lower(owner.wire, owner.len);
		rr_reader_set_owner(p->reader, &owner);
	}
}

static enum zf_status prove_record(struct proof *p, struct zf_error *err)
{
	struct lexer *l = &p->lexer;
	struct entry_parts parts = entry_find_parts(l);
	struct rr r;
	const char *why = "";
	if (parts.type >= l->count)
		return tell(p, NULL, "it has no type", err);
	struct proof_line line = {.owner = parts.owner_count ? &l->tokens[0] : NULL,
		.type = rrtype_parse(l->tokens[parts.type].p, l->tokens[parts.type].n),
		.type_name = &l->tokens[parts.type],
		.rdata = &l->tokens[parts.rdata],
		.count = l->count - parts.rdata};
	if (line.type == 0) {
		pass_provider_record(p, line.owner);
		return ZF_OK;
	}
	buf_reset(&p->line);
	entry_add_line(&p->line, l, &parts);
	bool states_ttl = parts.ttl != SIZE_MAX;
	bool safe = rr_reader_is_safe(line.type, p->line.data, p->line.len);
	const struct rr_line text = {p->line.data, default_ttl(p)};
	bool read = safe && rr_reader_read(p->reader, &r, &p->rdata, &text, &why);
	take_ttl(p, line.type, states_ttl, text.ttl);
	if (read && states_ttl)
		p->last = r.ttl;
	if (read && find_record(p, &r, p->ttl_unclear && !states_ttl))
		return ZF_OK;
	if (read && find_twin(p, &r))
		return ZF_OK;
	bool can_read = read_own(p);
	line.in_dialect = p->in_dialect || has_dialect_comment(p);
	const struct rec *own = can_read && proof_row_of(&line) ? own_record(p) : NULL;
	if (!own || !prove_generic(p, own))
		return tell(p, read ? &r : NULL, why, err);
	p->last = states_ttl ? own->ttl : p->last;
	return ZF_OK;
}

static bool is_word(const struct rrtoken *t, const char *word)
{
	return str_eq_nocase(t->p, t->n, word, strlen(word));
}

static enum zf_status take_directive(struct proof *p, struct zf_error *err)
{
	const struct rrtoken *t = p->lexer.tokens;
	struct name origin;
	if (is_word(t, "$TTL") && p->lexer.count > 1 &&
		ttl_parse(&p->stated, t[1].p, t[1].n, TTL_MAX)) {
		p->has_stated = true;
		p->ttl_unclear = false;
		return ZF_OK;
	}
	if (is_word(t, "$ORIGIN") && p->lexer.count > 1) {
		if (name_parse(&origin, t[1].p, t[1].n, &p->origin, err) != ZF_OK)
			return err->code;
		p->origin = origin;
		rr_reader_set_origin(p->reader, &origin);
		return ZF_OK;
	}
	p->partial = p->partial || is_word(t, "$INCLUDE") || is_word(t, "$GENERATE");
	p->ttl_unclear = !p->has_stated || is_word(t, "$INCLUDE");
	return ZF_OK;
}

static enum zf_status prove_lines(struct proof *p, struct zf_error *err)
{
	struct lexer *l = &p->lexer;
	enum zf_status status = ZF_OK;
	enum lex_kind kind;
	while (status == ZF_OK && (kind = lexer_next(l)) != LEX_END) {
		if (kind != LEX_ENTRY || l->count == 0)
			continue;
		status = entry_is_directive(l) ? take_directive(p, err) : prove_record(p, err);
	}
	return status;
}

static enum zf_status prove_all_seen(const struct proof *p, struct zf_error *err)
{
	size_t i = 0;
	while (i < p->zone->count && p->seen[i])
		i++;
	if (p->partial || i == p->zone->count)
		return ZF_OK;
	struct buf text;
	buf_init(&text, 0);
	add_record(&text, p->zone, p->zone->recs[i]);
	enum zf_status status = err_set(err, ZF_ERR_DATA,
		"%s: nothing was written, because the zone has <%.*s>, and ldns reads no such "
		"record in the text",
		p->source->file ? p->source->file : "the text", SHOWN_MOST, text.data);
	buf_free(&text);
	return status;
}

static void begin(struct proof *p)
{
	struct str text = p->source->text;
	size_t bom = text.n >= 3 && memcmp(text.p, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
	zonefile_start_origin(&p->origin, p->source->file, p->source->options);
	if (p->origin.len <= 1)
		p->origin = p->zone->apex;
	p->reader = rr_reader_new();
	rr_reader_set_origin(p->reader, &p->origin);
	p->seen = mem_zalloc(p->zone->count + 1);
	lexer_init(&p->lexer, text.p + bom, text.n - bom, 1);
	buf_init(&p->line, 0);
	buf_init(&p->rdata, 0);
}

static void end(struct proof *p)
{
	lexer_free(&p->lexer);
	rr_reader_free(p->reader);
	zf_zone_free(p->own);
	free(p->seen);
	buf_free(&p->line);
	buf_free(&p->rdata);
}

bool zonefile_is_proven(const struct zf_zone *zone, enum zonefile_care care)
{
	return care == ZONEFILE_CARE_ALWAYS || zone->count <= ZONEFILE_PROOF_MOST;
}

enum zf_status zonefile_prove(
	const struct zonefile_source *text, const struct zf_zone *zone, struct zf_error *err)
{
	struct proof p = {.source = text, .zone = zone};
	if (!zonefile_is_proven(zone, text->options->proof))
		return ZF_OK;
	begin(&p);
	enum zf_status status = prove_lines(&p, err);
	if (status == ZF_OK)
		status = prove_all_seen(&p, err);
	end(&p);
	return status;
}

enum zf_status zonefile_save(const char *path, enum file_care care,
	const struct zonefile_source *text, const struct zf_zone *zone, struct zf_error *err)
{
	enum zf_status status = zonefile_prove(text, zone, err);
	return status == ZF_OK ? file_replace(path, text->text.p, text->text.n, care, err) : status;
}
