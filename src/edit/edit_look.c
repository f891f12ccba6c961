#include "edit_look.h"

#include <ctype.h>
#include <string.h>

#include "zonefile.h"

/* A line being written in the columns of another one. */
struct columns {
	struct buf *out;
	size_t start; /* where it begins in `out` */
	const char *like; /* the other one */
};

enum { TAB = 8 };

static size_t next_stop(size_t column)
{
	return column - column % TAB + TAB;
}

static size_t width(const char *p, const char *end)
{
	size_t column = 0;
	for (; p < end; p++)
		column = *p == '\t' ? next_stop(column) : column + 1;
	return column;
}

static const char *start_of(const struct rrtoken *t)
{
	return t->flags & TOKEN_QUOTED ? t->p - 1 : t->p;
}

/* Goes on to a token: by one blank or tab where the other line has one before it, else to the
 * column where it begins there. */
static void go_to(const struct columns *c, const struct rrtoken *t)
{
	const char *to = start_of(t), *gap = to;
	while (gap > c->like && (gap[-1] == ' ' || gap[-1] == '\t'))
		gap--;
	bool tabs = memchr(gap, '\t', (size_t)(to - gap)) != NULL;
	bool column = to - gap > 1 && !memchr(c->like, '\n', (size_t)(to - c->like));
	size_t want = column ? width(c->like, to) : 0;
	size_t have = width(c->out->data + c->start, c->out->data + c->out->len);
	do {
		bool tab = tabs && (next_stop(have) <= want || have >= want);
		buf_addc(c->out, tab ? '\t' : ' ');
		have = tab ? next_stop(have) : have + 1;
	} while (have < want);
}

static void add_ttl(const struct columns *c, const struct entry_look *look,
	const struct rrtoken *like, const struct rec *r)
{
	if (like && look->like->rec->ttl == r->ttl) /* "1h" stays so */
		buf_add(c->out, like->p, like->n);
	else
		buf_printf(c->out, "%u", (unsigned)r->ttl);
}

static void add_type(const struct columns *c, const struct rrtoken *like, const struct rec *r)
{
	char text[RRTYPE_MAX_TEXT];
	bool lower = islower((unsigned char)like->p[0]);
	for (const char *p = rrtype_name(rec_type(r), text); *p; p++)
		buf_addc(c->out, lower ? (char)tolower((unsigned char)*p) : *p);
}

/* TTL, class and type, in the order of the other line. Returns whether the TTL is among them. */
static bool add_fields(const struct columns *c, const struct entry_look *look,
	const struct lexer *l, const struct entry_parts *parts, const struct rec *r)
{
	bool ttl = !look->takes_ttl;
	if (ttl && parts->ttl == SIZE_MAX) {
		go_to(c, &l->tokens[parts->owner_count]);
		add_ttl(c, look, NULL, r);
	}
	for (size_t i = parts->owner_count; i < parts->type; i++) {
		const struct rrtoken *t = &l->tokens[i];
		if (zonefile_is_age((struct str){t->p, t->n}) || (i == parts->ttl && !ttl))
			continue;
		go_to(c, t);
		if (i == parts->ttl)
			add_ttl(c, look, t, r);
		else
			buf_add(c->out, t->p, t->n);
	}
	go_to(c, &l->tokens[parts->type]);
	add_type(c, &l->tokens[parts->type], r);
	return ttl;
}

/* What stands behind the type in the canonical line: RDATA and annotations. */
static void add_rdata(struct buf *out, const struct zf_zone *zone, const struct rec *r)
{
	enum { FIELDS_BEFORE = 4 };
	struct buf line;
	buf_init(&line, 0);
	zonefile_print_record(&line, zone, r);
	size_t at = 0;
	for (int i = 0; i < FIELDS_BEFORE; i++) {
		at += strcspn(line.data + at, " ");
		at += strspn(line.data + at, " ");
	}
	buf_add(out, line.data + at, line.len - at);
	buf_free(&line);
}

/* Whether all before the RDATA of the other line is as the canonical line has it. */
static bool is_canonical(const struct entry_look *look, const char *rdata)
{
	const struct entry *e = look->like;
	size_t n = (size_t)(rdata - e->p);
	struct buf line;
	buf_init(&line, 0);
	entry_print_record(&line, look->zone, e->rec, look->origin);
	bool same = line.len >= n && memcmp(line.data, e->p, n) == 0;
	buf_free(&line);
	return same;
}

bool entry_print_alike(struct buf *out, const struct entry_look *look, const struct zf_zone *zone,
	const struct rec *r, const struct name *origin)
{
	const struct entry *like = look->like;
	struct columns c = {out, out->len, like->p};
	bool ttl = true;
	struct lexer l;
	lexer_init(&l, like->p, like->n, like->line);
	enum lex_kind kind = lexer_next(&l);
	struct entry_parts parts = entry_find_parts(&l);
	if (kind != LEX_ENTRY || parts.rdata >= l.count ||
		is_canonical(look, start_of(&l.tokens[parts.rdata]))) {
		entry_print_record(out, zone, r, origin);
	} else {
		if (!like->indented || !look->takes_owner)
			entry_print_owner(out, zone, r, look->absolute ? NULL : origin);
		ttl = add_fields(&c, look, &l, &parts, r);
		go_to(&c, &l.tokens[parts.rdata]);
		add_rdata(out, zone, r);
		buf_addc(out, '\n');
	}
	lexer_free(&l);
	return ttl;
}
