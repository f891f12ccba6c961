#include "edit_entry.h"

#include <string.h>

#include "lexer.h"
#include "rdata.h"
#include "ttl.h"
#include "zonefile.h"

struct entry_parts entry_find_parts(const struct lexer *l)
{
	struct entry_parts parts = {.owner_count = l->indented ? 0 : 1, .ttl = SIZE_MAX};
	size_t i = parts.owner_count;
	for (; i < l->count; i++) {
		struct str t = {l->tokens[i].p, l->tokens[i].n};
		uint32_t ttl;
		if (ttl_parse(&ttl, t.p, t.n, TTL_MAX) && parts.ttl == SIZE_MAX)
			parts.ttl = i;
		else if (!str_eq_nocase(t.p, t.n, "IN", 2) &&
			 !str_eq_nocase(t.p, t.n, "CLASS1", 6) && !zonefile_is_age(t))
			break;
	}
	parts.type = i;
	parts.rdata = i + 1;
	return parts;
}

bool entry_is_directive(const struct lexer *l)
{
	return l->count > 0 && !l->indented && l->tokens[0].n > 0 && l->tokens[0].p[0] == '$' &&
	       !(l->tokens[0].flags & TOKEN_QUOTED);
}

static void add_token(struct buf *b, const struct rrtoken *t)
{
	const char *quote = t->flags & TOKEN_QUOTED ? "\"" : "";
	buf_printf(b, " %s%.*s%s", quote, (int)t->n, t->p, quote);
}

void entry_add_line(struct buf *b, const struct lexer *l, const struct entry_parts *parts)
{
	if (parts->owner_count)
		buf_add(b, l->tokens[0].p, l->tokens[0].n);
	if (parts->ttl != SIZE_MAX)
		add_token(b, &l->tokens[parts->ttl]);
	buf_adds(b, " IN");
	for (size_t i = parts->type; i < l->count; i++)
		add_token(b, &l->tokens[i]);
}

static const char *token_start(const struct rrtoken *t)
{
	return t->flags & TOKEN_QUOTED ? t->p - 1 : t->p;
}

static const char *token_end(const struct rrtoken *t)
{
	return t->p + t->n + (t->flags & TOKEN_QUOTED ? 1 : 0);
}

void entry_look(struct entry *e)
{
	struct lexer l;
	lexer_init(&l, e->p, e->n, e->line);
	if (lexer_next(&l) == LEX_ENTRY) {
		struct entry_parts parts = entry_find_parts(&l);
		const struct rrtoken *t = &l.tokens[0];
		e->states_ttl = parts.ttl != SIZE_MAX;
		e->absolute = parts.owner_count > 0 && t->n > 0 && t->p[t->n - 1] == '.' &&
			      (t->n == 1 || t->p[t->n - 2] != '\\');
	}
	lexer_free(&l);
}

bool entry_read(const struct entry *e, const struct name *origin, struct name *owner,
	uint16_t *type, struct buf *rdata)
{
	struct lexer l;
	size_t bad;
	bool good = false;
	lexer_init(&l, e->p, e->n, e->line);
	if (lexer_next(&l) == LEX_ENTRY && !l.fault) {
		struct entry_parts parts = entry_find_parts(&l);
		if (!l.indented)
			name_parse(owner, l.tokens[0].p, l.tokens[0].n, origin, NULL);
		if (parts.type < l.count)
			*type = rrtype_parse(l.tokens[parts.type].p, l.tokens[parts.type].n);
		good = *type && parts.rdata < l.count &&
		       rdata_parse(rdata, *type, &l.tokens[parts.rdata], l.count - parts.rdata,
			       origin, &bad, NULL) == ZF_OK;
	}
	lexer_free(&l);
	return good;
}

void entry_print_owner(
	struct buf *out, const struct zf_zone *zone, const struct rec *r, const struct name *origin)
{
	struct name owner;
	struct buf text;
	if (!origin) {
		rec_print_owner_absolute(out, zone, r);
		return;
	}
	rec_owner(zone, r, &owner);
	if (name_equal(&owner, origin)) {
		buf_addc(out, '@');
		return;
	}
	buf_init(&text, 0);
	name_print(&text, owner.wire);
	if (origin->len > 1 && name_is_below_or_equal(&owner, origin)) {
		struct buf tail;
		buf_init(&tail, 0);
		name_print(&tail, owner.wire + owner.len - origin->len);
		text.len -= tail.len + 1; /* the dot between them */
		buf_free(&tail);
	}
	buf_add(out, text.data, text.len);
	buf_free(&text);
}

void entry_print_record(
	struct buf *out, const struct zf_zone *zone, const struct rec *r, const struct name *origin)
{
	struct buf line, relative;
	buf_init(&line, 0);
	buf_init(&relative, 0);
	zonefile_print_record(&line, zone, r);
	rec_print_owner(&relative, zone, r);
	size_t owner = relative.len, fields = owner;
	while (line.data[fields] == ' ')
		fields++;
	size_t column = fields;
	size_t start = out->len;
	entry_print_owner(out, zone, r, origin);
	size_t printed = out->len - start;
	buf_fill(out, ' ', printed < column ? column - printed : 1);
	buf_add(out, line.data + fields, line.len - fields);
	buf_addc(out, '\n');
	buf_free(&line);
	buf_free(&relative);
}

/* The text of an entry being written anew, from left to right. */
struct rewrite {
	struct buf *out;
	const char *at; /* the octets of the entry before it are done */
};

static void replace(struct rewrite *w, const char *from, const char *to, const char *p, size_t n)
{
	buf_add(w->out, w->at, (size_t)(from - w->at));
	buf_add(w->out, p, n);
	w->at = to;
}

static bool holds_parenthesis(const char *p, const char *end)
{
	bool quoted = false;
	for (; p < end; p++) {
		if (*p == '\\')
			p++;
		else if (*p == '"')
			quoted = !quoted;
		else if (!quoted && (*p == '(' || *p == ')' || *p == ';'))
			return true;
	}
	return false;
}

enum { TOKENS_MOST = 64 };

/* Replaces the tokens of RDATA that differ; where old and new have another number of tokens than
 * the entry, all of them. False: parentheses or comments stand between them. */
static bool replace_rdata(struct rewrite *w, const struct lexer *l, size_t first,
	const struct rec *old, const struct rec *want)
{
	struct rrtoken before[TOKENS_MOST], after[TOKENS_MOST];
	struct buf a, b;
	bool done = true;
	buf_init(&a, 0);
	buf_init(&b, 0);
	rdata_print(&a, rec_type(old), rec_rdata(old), old->rdata_len);
	rdata_print(&b, rec_type(want), rec_rdata(want), want->rdata_len);
	long an = rdata_tokens(before, TOKENS_MOST, a.data, a.len);
	long bn = rdata_tokens(after, TOKENS_MOST, b.data, b.len);
	long here = (long)(l->count - first);
	if (an == bn && an == here) {
		for (long i = 0; i < an; i++) {
			const struct rrtoken *t = &l->tokens[first + (size_t)i];
			const char *p = token_start(&after[i]), *end = token_end(&after[i]);
			const char *q = token_start(&before[i]), *qend = token_end(&before[i]);
			if (end - p != qend - q || memcmp(p, q, (size_t)(end - p)) != 0)
				replace(w, token_start(t), token_end(t), p, (size_t)(end - p));
		}
	} else {
		const char *from = token_start(&l->tokens[first]);
		const char *to = token_end(&l->tokens[l->count - 1]);
		done = !holds_parenthesis(from, to);
		if (done)
			replace(w, from, to, b.data, b.len);
	}
	buf_free(&a);
	buf_free(&b);
	return done;
}

/* Replaces the annotations at the end of a one-line entry; an ordinary comment stays. */
static bool replace_annotations(
	struct rewrite *w, const struct lexer *l, const struct entry *e, const struct rec *want)
{
	const char *end = e->p + e->n, *from = token_end(&l->tokens[l->count - 1]);
	struct str rest = {0}, name;
	struct buf text;
	struct note note;
	size_t took;
	while (end > e->p && (end[-1] == '\n' || end[-1] == '\r'))
		end--;
	if (l->comment_count > 1 || memchr(e->p, '\n', (size_t)(end - e->p)))
		return false;
	buf_init(&text, 0);
	if (l->comment_count == 1)
		rest = (struct str){l->comments[0].p, l->comments[0].n};
	while (rest.n > 0 && (took = note_parse(&name, &text, rest)) > 0) {
		rest = (struct str){rest.p + took, rest.n - took};
		while (rest.n > 0 && (*rest.p == ' ' || *rest.p == '\t'))
			rest = (struct str){rest.p + 1, rest.n - 1};
	}
	buf_reset(&text);
	for (size_t at = 0; rec_note_next(want, &at, &note);)
		if (note.kind == NOTE_ANNOTATION)
			buf_printf(&text, " ;@%.*s %.*s", (int)note.name.n, note.name.p,
				(int)note.text.n, note.text.p);
	if (rest.n > 0) {
		buf_addc(&text, ' ');
		buf_add(&text, rest.p, rest.n);
	}
	replace(w, from, end, text.data, text.len);
	buf_free(&text);
	return true;
}

static void state_owner(struct rewrite *w, const struct lexer *l, const struct rec *r,
	const struct entry_zones *zones)
{
	struct buf owner;
	const char *first = token_start(&l->tokens[0]), *space = w->at;
	size_t width = 0;
	buf_init(&owner, 0);
	entry_print_owner(&owner, zones->zone, r, zones->absolute ? NULL : zones->origin);
	while (space < first && *space == ' ' && width < owner.len) {
		space++;
		width++;
	}
	if (space >= first) { /* at least one blank stays before what follows */
		buf_addc(&owner, ' ');
		space = first;
	}
	replace(w, w->at, space, owner.data, owner.len);
	buf_free(&owner);
}

static void state_ttl(
	struct rewrite *w, const struct lexer *l, const struct entry_parts *parts, uint32_t ttl)
{
	char text[16];
	bool stated = parts->ttl != SIZE_MAX;
	int n = snprintf(text, sizeof(text), stated ? "%u" : "%u ", (unsigned)ttl);
	const struct rrtoken *t = &l->tokens[stated ? parts->ttl : parts->owner_count];
	const char *from = token_start(t);
	replace(w, from, stated ? token_end(t) : from, text, (size_t)n);
}

/* Writes the entry with all that changes in it; false when only a new line will do. */
static bool rewrite_tokens(struct buf *out, const struct entry *e, unsigned needs,
	const struct entry_zones *zones, const struct lexer *l)
{
	const struct rec *want = e->want ? e->want : e->rec;
	struct entry_parts parts = entry_find_parts(l);
	struct rewrite w = {out, e->p};
	bool new_rdata = want->rdata_len != e->rec->rdata_len ||
			 memcmp(rec_rdata(want), rec_rdata(e->rec), want->rdata_len) != 0;
	bool good = true;
	if (parts.rdata >= l->count)
		return false;
	if (needs & ENTRY_NEEDS_OWNER)
		state_owner(&w, l, e->rec, zones);
	if (needs & ENTRY_NEEDS_TTL)
		state_ttl(&w, l, &parts, want->ttl);
	if (new_rdata)
		good = replace_rdata(&w, l, parts.rdata, e->rec, want);
	if (good && !rec_same_annotations(want, e->rec))
		good = replace_annotations(&w, l, e, want);
	buf_add(out, w.at, (size_t)(e->p + e->n - w.at));
	return good;
}

void entry_print(
	struct buf *out, const struct entry *e, unsigned needs, const struct entry_zones *zones)
{
	size_t start = out->len;
	bool good = false;
	struct lexer l;
	if (!e->want && !needs) {
		buf_add(out, e->p, e->n);
		return;
	}
	lexer_init(&l, e->p, e->n, e->line);
	if (lexer_next(&l) == LEX_ENTRY)
		good = rewrite_tokens(out, e, needs, zones, &l);
	lexer_free(&l);
	if (good)
		return;
	out->len = start;
	entry_print_record(out, e->want ? zones->want_zone : zones->zone,
		e->want ? e->want : e->rec, zones->origin);
	if (e->n > 1 && e->p[e->n - 2] == '\r') {
		out->len--;
		buf_adds(out, "\r\n");
	}
}
