#include "portable.h"

#include <stdlib.h>
#include <string.h>

#include "edit_entry.h"
#include "idn.h"
#include "mem.h"
#include "portable_spell.h"
#include "proof.h"
#include "rdata.h"

enum portable_code { OTHERWISE, REFUSED, LOST, CODES };

const struct zonefile_code portable_codes[] = {
	[OTHERWISE] = {"ldns-otherwise", DIAG_ERROR,
		"Programs that read zone files by ldns take the record for another one "
		"(check --reader ldns)."},
	[REFUSED] = {"ldns-refused", DIAG_ERROR,
		"Programs that read zone files by ldns refuse the line, and the file with it (check "
		"--reader ldns)."},
	[LOST] = {"ldns-lost", DIAG_ERROR,
		"Programs that read zone files by ldns take the record for a part of the one before "
		"(check --reader ldns)."},
	[CODES] = {0},
};

struct judging {
	const struct zonefile_source *source;
	const struct zf_zone *zone;
	struct diags *found;
	struct lexer lexer;
	struct rr_text *theirs;
	struct speller *speller;
	struct name origin, owner; /* ours */
	const struct rec **recs; /* of the text itself, by their lines */
	size_t count, next;
	size_t taken; /* octets of the text that ldns has read */
	struct buf line, rdata;
};

/* A record of the text, and what ldns made of it. */
struct judged {
	const struct rec *rec; /* NULL: it is none of the zone */
	bool is_twin; /* the zone has it from another line, whose TTL counts */
	struct proof_line line;
};

/*
 * Telling.
 */

static const char *because(const struct proof_line *line, const char *why)
{
	const struct proof_row *row = proof_row_of(line);
	return row ? row->why : why;
}

static const char *field_of(const struct proof_line *line)
{
	const struct proof_row *row = proof_row_of(line);
	return row ? row->field : "all";
}

static void add_rr(struct buf *b, const struct rr *r)
{
	char type[RRTYPE_MAX_TEXT];
	name_print(b, r->owner.wire);
	buf_printf(b, " %u IN %s ", (unsigned)r->ttl, rrtype_name(r->type, type));
	rdata_print(b, r->type, (const uint8_t *)r->rdata.p, r->rdata.n);
}

/* A line for the record that needs nothing of the lines before it. False: ldns reads none. */
static bool add_spelling(struct judging *j, struct buf *b, const struct rec *rec)
{
	struct buf tail;
	buf_init(&tail, 0);
	rec_print_owner_absolute(b, j->zone, rec);
	buf_printf(b, " %u IN ", (unsigned)rec->ttl);
	bool found = speller_find(j->speller, &tail, rec, (struct str){b->data, b->len}, 0);
	buf_add(b, tail.data, tail.len);
	buf_free(&tail);
	return found;
}

/* What a finding is about: "www.example.com. TXT", "$INCLUDE". */
static void add_subject(struct judging *j, struct buf *b, const struct judged *judged)
{
	char type[RRTYPE_MAX_TEXT];
	const struct rrtoken *t = judged->line.type_name;
	if (judged->rec) {
		rec_print_owner_absolute(b, j->zone, judged->rec);
		buf_printf(b, " %s", rrtype_name(rec_type(judged->rec), type));
	} else if (t) {
		buf_printf(b, "%.*s", (int)t->n, t->p);
	} else {
		buf_adds(b, "the text");
	}
}

/* Adds a finding; `reads` is NULL where ldns reads nothing there. */
static void tell(struct judging *j, enum portable_code code, const struct judged *judged,
	const struct rr *reads, const char *why)
{
	static const char *const verbs[] = {[OTHERWISE] = "ldns reads it otherwise",
		[REFUSED] = "ldns refuses it, and the file with it",
		[LOST] = "ldns takes it for a part of the record before"};
	struct buf text, theirs, ours;
	buf_init(&text, 0);
	buf_init(&theirs, 0);
	buf_init(&ours, 0);
	add_subject(j, &text, judged);
	buf_printf(&text, ": %s (%s: %s)", verbs[code], field_of(&judged->line),
		because(&judged->line, why));
	if (reads)
		add_rr(&theirs, reads);
	bool spelled = judged->rec && add_spelling(j, &ours, judged->rec);
	if (judged->rec && !spelled)
		buf_adds(&text, "; it has no spelling that ldns reads");
	const struct diag finding = {.severity = DIAG_ERROR,
		.code = portable_codes[code].code,
		.file = j->source->file,
		.line = j->lexer.start_line,
		.text = text.data,
		.reads = reads ? theirs.data : NULL,
		.write = spelled ? ours.data : NULL};
	diags_add_filled(j->found, &finding);
	buf_free(&text);
	buf_free(&theirs);
	buf_free(&ours);
}

/*
 * Records.
 */

static int by_line(const void *va, const void *vb)
{
	const struct rec *a = *(const struct rec *const *)va, *b = *(const struct rec *const *)vb;
	return (rec_line(a) > rec_line(b)) - (rec_line(a) < rec_line(b));
}

/* The record that our reader has read from the entry, by its line; or the one that it is equal to.
 */
static void find_own(struct judging *j, struct judged *judged)
{
	const struct lexer *l = &j->lexer;
	const struct entry entry = {.p = l->start, .n = (size_t)(l->at - l->start)};
	uint16_t type = 0;
	while (j->next < j->count && rec_line(j->recs[j->next]) < l->start_line)
		j->next++;
	if (j->next < j->count && rec_line(j->recs[j->next]) == l->start_line) {
		judged->rec = j->recs[j->next];
		rec_owner(j->zone, judged->rec, &j->owner);
		return;
	}
	buf_reset(&j->rdata);
	if (!entry_read(&entry, &j->origin, &j->owner, &type, &j->rdata))
		return;
	size_t at = zone_find_record(
		j->zone, &j->owner, type, (struct str){j->rdata.data, j->rdata.len});
	judged->is_twin = at < j->zone->count;
	judged->rec = judged->is_twin ? j->zone->recs[at] : NULL;
}

/* What ldns goes on with behind a line that it wasn't asked about, or has refused. */
static void pass(struct judging *j, const struct judged *judged, bool states_ttl)
{
	struct rr r = {.type = judged->line.type, .owner = j->owner};
	r.ttl = judged->rec ? judged->rec->ttl : 0;
	rr_text_set_owner(j->theirs, &j->owner);
	rr_text_pass(j->theirs, &r, states_ttl && judged->rec);
}

/* Notes where ldns differs from our reading; false: nowhere. */
static bool differs(const struct judging *j, struct judged *judged, const struct rr *r)
{
	const struct rec *rec = judged->rec;
	struct name owner, origin;
	if (!rec)
		return true;
	bool same_ttl = r->ttl == rec->ttl || judged->is_twin;
	if (speller_is_record(j->zone, rec, r)) {
		judged->line.marks |= same_ttl ? 0 : PROOF_OTHER_TTL;
		return !same_ttl;
	}
	rec_owner(j->zone, rec, &owner);
	if (!name_equal(&owner, &r->owner))
		judged->line.marks |= PROOF_OTHER_OWNER;
	if (!rr_text_origin(j->theirs, &origin) || !name_equal(&origin, &j->origin))
		judged->line.marks |= PROOF_OTHER_ORIGIN;
	return true;
}

/* Has ldns read the record as it stands. */
static void ask(struct judging *j, struct judged *judged, bool states_ttl)
{
	struct rr r;
	struct buf rdata;
	struct rr_text_line at = {
		.at = (size_t)(j->lexer.start - j->source->text.p), .states_ttl = states_ttl};
	size_t end = (size_t)(j->lexer.at - j->source->text.p);
	buf_init(&rdata, 0);
	enum rr_text_kind kind = rr_text_read(j->theirs, &r, &rdata, &at);
	j->taken = at.at;
	if (kind == RR_TEXT_REFUSED) {
		tell(j, REFUSED, judged, NULL, at.why);
		pass(j, judged, states_ttl);
		j->taken = end;
	} else if (kind == RR_TEXT_NOTHING) {
		tell(j, LOST, judged, NULL, "taken for an empty line");
	} else if (differs(j, judged, &r)) {
		tell(j, OTHERWISE, judged, &r, "ldns has no reason for it");
	} else if (at.at < end) {
		tell(j, OTHERWISE, judged, NULL, "its line ends before");
	}
	buf_free(&rdata);
}

static void judge_record(struct judging *j)
{
	const struct lexer *l = &j->lexer;
	struct entry_parts parts = entry_find_parts(l);
	struct judged judged = {.rec = NULL};
	if (parts.type >= l->count)
		return;
	judged.line = (struct proof_line){.owner = parts.owner_count ? &l->tokens[0] : NULL,
		.type = rrtype_parse(l->tokens[parts.type].p, l->tokens[parts.type].n),
		.type_name = &l->tokens[parts.type],
		.rdata = &l->tokens[parts.rdata],
		.count = l->count - parts.rdata,
		.head = &l->tokens[parts.owner_count],
		.head_count = parts.type - parts.owner_count};
	judged.line.marks = judged.line.type ? 0 : PROOF_NO_DNS_TYPE;
	find_own(j, &judged);
	buf_reset(&j->line);
	entry_add_line(&j->line, l, &parts);
	bool states_ttl = parts.ttl != SIZE_MAX;
	if (rr_reader_is_safe(judged.line.type, j->line.data, j->line.len)) {
		ask(j, &judged, states_ttl);
		return;
	}
	tell(j, OTHERWISE, &judged, NULL, "it takes too long");
	pass(j, &judged, states_ttl);
}

/*
 * Directives.
 */

static bool is_word(const struct rrtoken *t, const char *word)
{
	return str_eq_nocase(t->p, t->n, word, strlen(word));
}

static void judge_directive(struct judging *j)
{
	const struct lexer *l = &j->lexer;
	struct rr_text_line at = {.at = (size_t)(l->start - j->source->text.p)};
	struct judged judged = {.line = {.type_name = &l->tokens[0],
					.head = &l->tokens[0],
					.head_count = 1,
					.marks = PROOF_DIRECTIVE}};
	struct name origin;
	struct rr r;
	struct buf rdata;
	buf_init(&rdata, 0);
	enum rr_text_kind kind = rr_text_read(j->theirs, &r, &rdata, &at);
	if (kind == RR_TEXT_REFUSED)
		tell(j, REFUSED, &judged, NULL, at.why);
	else if (kind == RR_TEXT_RECORD)
		tell(j, OTHERWISE, &judged, &r, "it is taken for a record");
	buf_free(&rdata);
	if (is_word(&l->tokens[0], "$ORIGIN") && l->count > 1 &&
		name_parse(&origin, l->tokens[1].p, l->tokens[1].n, &j->origin, NULL) == ZF_OK)
		j->origin = origin;
}

static void judge_entry(struct judging *j)
{
	const struct lexer *l = &j->lexer;
	bool directive = entry_is_directive(l);
	if ((size_t)(l->start - j->source->text.p) < j->taken) {
		struct judged judged = {.line = {.type_name = &l->tokens[0]}};
		if (!directive)
			find_own(j, &judged);
		tell(j, LOST, &judged, NULL, "its line begins before");
	} else if (directive) {
		judge_directive(j);
	} else {
		judge_record(j);
	}
}

static void begin(struct judging *j)
{
	const struct zonefile_source *s = j->source;
	struct name told;
	size_t bom = s->text.n >= 3 && memcmp(s->text.p, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
	lexer_init(&j->lexer, s->text.p + bom, s->text.n - bom, 1);
	j->theirs = rr_text_new(s->text.p, s->text.n);
	j->speller = speller_new(j->zone);
	buf_init(&j->line, 0);
	buf_init(&j->rdata, 0);
	zonefile_start_origin(&j->origin, s->file, s->options);
	if (j->origin.len <= 1)
		j->origin = j->zone->apex;
	j->owner = j->origin;
	if (s->options->origin && idn_parse_absolute(&told, s->options->origin, NULL) == ZF_OK)
		rr_text_set_origin(j->theirs, &told);
	j->recs = mem_alloc((j->zone->count + 1) * sizeof(*j->recs));
	for (size_t i = 0; i < j->zone->count; i++)
		if (!(j->zone->recs[i]->line_file >> 26))
			j->recs[j->count++] = j->zone->recs[i];
	qsort(j->recs, j->count, sizeof(*j->recs), by_line);
	if (bom) {
		const struct judged judged = {.line = {.marks = PROOF_FIRST_MARK}};
		j->lexer.start_line = 1;
		tell(j, OTHERWISE, &judged, NULL, "");
	}
}

static void end(struct judging *j)
{
	lexer_free(&j->lexer);
	rr_text_free(j->theirs);
	speller_free(j->speller);
	free(j->recs);
	buf_free(&j->line);
	buf_free(&j->rdata);
}

void portable_judge(
	struct diags *found, const struct zonefile_source *text, const struct zf_zone *zone)
{
	struct judging j = {.source = text, .zone = zone, .found = found};
	enum lex_kind kind;
	begin(&j);
	while ((kind = lexer_next(&j.lexer)) != LEX_END)
		if (kind == LEX_ENTRY && j.lexer.count > 0)
			judge_entry(&j);
	end(&j);
}
