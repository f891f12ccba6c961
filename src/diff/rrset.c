/* One RRset of a diff: which records are the same, and why. */
#include "diff.h"

#include <stdlib.h>
#include <strings.h>

#include "mem.h"

/*
 * What "the same" means for two records of one RRset.
 */

/* The strings of TXT RDATA as one run of octets. */
struct joined {
	const uint8_t *p, *end;
	size_t left; /* of the string that p is in */
};

static struct joined joined_init(const struct rec *r)
{
	return (struct joined){rec_rdata(r), rec_rdata(r) + r->rdata_len, 0};
}

/* Moves on to the next string that isn't empty; false at the end. */
static bool joined_more(struct joined *j)
{
	while (j->left == 0 && j->p < j->end) {
		j->left = *j->p++;
		if (j->left > (size_t)(j->end - j->p))
			j->left = (size_t)(j->end - j->p);
	}
	return j->left > 0;
}

static int cmp_joined(const struct rec *a, const struct rec *b)
{
	struct joined ja = joined_init(a), jb = joined_init(b);
	for (;;) {
		bool more_a = joined_more(&ja), more_b = joined_more(&jb);
		if (!more_a || !more_b)
			return more_a - more_b;
		size_t n = ja.left < jb.left ? ja.left : jb.left;
		int c = memcmp(ja.p, jb.p, n);
		if (c != 0)
			return c;
		ja.p += n;
		ja.left -= n;
		jb.p += n;
		jb.left -= n;
	}
}

void diff_join_strings(struct buf *out, const struct rec *r)
{
	for (struct joined j = joined_init(r); joined_more(&j); j.left = 0) {
		buf_add(out, j.p, j.left);
		j.p += j.left;
	}
}

static int cmp_octets(const uint8_t *a, size_t an, const uint8_t *b, size_t bn)
{
	size_t n = an < bn ? an : bn;
	int c = n ? memcmp(a, b, n) : 0;
	return c != 0 ? c : (an > bn) - (an < bn);
}

/* SOA RDATA ends in five numbers of 32 bits, of which the serial is the first. */
enum { SOA_NUMBERS = 20, SOA_BEHIND_SERIAL = 16 };

static int cmp_but_serial(const struct rec *a, const struct rec *b)
{
	const uint8_t *pa = rec_rdata(a), *pb = rec_rdata(b);
	size_t an = a->rdata_len, bn = b->rdata_len;
	if (an < SOA_NUMBERS || bn < SOA_NUMBERS)
		return cmp_octets(pa, an, pb, bn);
	int c = cmp_octets(pa, an - SOA_NUMBERS, pb, bn - SOA_NUMBERS);
	return c != 0 ? c
		      : memcmp(pa + an - SOA_BEHIND_SERIAL, pb + bn - SOA_BEHIND_SERIAL,
				SOA_BEHIND_SERIAL);
}

/* ZONEMD RDATA begins with the serial; then scheme and algorithm; then the digest, which is one of
 * the SOA too (RFC 8976 section 2.2). */
enum { ZONEMD_KIND = 4, ZONEMD_DIGEST = 6 };

static int cmp_zonemd_kind(const struct rec *a, const struct rec *b)
{
	if (a->rdata_len < ZONEMD_DIGEST || b->rdata_len < ZONEMD_DIGEST)
		return cmp_octets(rec_rdata(a), a->rdata_len, rec_rdata(b), b->rdata_len);
	return memcmp(rec_rdata(a) + ZONEMD_KIND, rec_rdata(b) + ZONEMD_KIND,
		ZONEMD_DIGEST - ZONEMD_KIND);
}

/* How records may match whose RDATA differs. */
struct loose {
	int (*cmp)(const struct rec *a, const struct rec *b); /* NULL: not at all */
	enum diff_match match;
};

static struct loose loose_of(uint16_t type, const struct diff_options *options)
{
	if ((type == TYPE_TXT || type == TYPE_SPF) && options->txt == DIFF_TXT_JOINED)
		return (struct loose){cmp_joined, DIFF_MATCH_JOINED};
	if (type == TYPE_SOA && (options->ignore & DIFF_IGNORE_SERIAL))
		return (struct loose){cmp_but_serial, DIFF_MATCH_SERIAL};
	if (type == TYPE_ZONEMD && (options->ignore & DIFF_IGNORE_SERIAL))
		return (struct loose){cmp_zonemd_kind, DIFF_MATCH_SERIAL};
	return (struct loose){NULL, DIFF_MATCH_NONE};
}

static bool is_synthesised(const struct rec *r)
{
	return r->notes_len > 0 && rec_is_synthesised(r);
}

static bool same_annotations(const struct rec *a, const struct rec *b)
{
	return (a->notes_len == 0 && b->notes_len == 0) || rec_same_annotations(a, b);
}

/* Whether a member of an annotation tells the TTL: "ttl":1, "Ttl":null, "ttl_sec":0. */
static bool has_automatic_ttl(const struct rec *r)
{
	struct note note;
	for (size_t at = 0; rec_note_next(r, &at, &note);) {
		if (note.kind != NOTE_ANNOTATION)
			continue;
		for (size_t i = 0; i + 5 < note.text.n; i++) {
			const char *p = note.text.p + i;
			bool begins = i == 0 || p[-1] != '\\';
			if (*p == '"' && begins && strncasecmp(p + 1, "ttl", 3) == 0 &&
				(p[4] == '_' || p[4] == '"'))
				return true;
		}
	}
	return false;
}

static bool ttl_counts(const struct rec *a, const struct rec *b, unsigned ignore)
{
	if (ignore & DIFF_IGNORE_TTL)
		return false;
	return !(ignore & DIFF_IGNORE_AUTOMATIC) || !(has_automatic_ttl(a) || has_automatic_ttl(b));
}

static enum diff_rule judge_pair(
	const struct rec *a, const struct rec *b, enum diff_match match, unsigned ignore)
{
	bool same_ttl = a->ttl == b->ttl, same_meta = same_annotations(a, b);
	if (match == DIFF_MATCH_OCTETS && same_ttl && same_meta)
		return DIFF_SAME;
	if (is_synthesised(a) || is_synthesised(b))
		return DIFF_SAME_SYNTHESISED;
	if (!same_ttl && ttl_counts(a, b, ignore))
		return DIFF_DIFFERENT_TTL;
	if (!same_meta && !(ignore & DIFF_IGNORE_META))
		return DIFF_DIFFERENT_META;
	if (!same_ttl)
		return DIFF_SAME_TTL_IGNORED;
	return same_meta ? DIFF_SAME : DIFF_SAME_META_IGNORED;
}

/*
 * One RRset.
 */

/* Records without a partner of the same RDATA, in the order of rec_cmp at first. */
struct single {
	const struct rec *rec;
};

struct singles {
	struct single *items;
	size_t count, cap;
};

static void singles_add(struct singles *s, const struct rec *r)
{
	if (s->count == s->cap)
		s->items = mem_grow(s->items, &s->cap, s->count + 1, sizeof(*s->items));
	s->items[s->count++].rec = r;
}

struct matching {
	struct singles a, b;
	bool synthesised_a, synthesised_b;
	unsigned ignore;
	diff_visit *visit;
	void *user;
};

static void visit_pair(
	const struct matching *m, const struct rec *a, const struct rec *b, enum diff_match match)
{
	struct diff_verdict v = {judge_pair(a, b, match, m->ignore), match, a, b};
	m->visit(m->user, &v);
}

static void match_octets(struct matching *m, const struct diff_set *a, const struct diff_set *b)
{
	size_t i = 0, j = 0;
	while (i < a->count || j < b->count) {
		int c = i == a->count ? 1 : j == b->count ? -1 : rec_cmp(a->recs[i], b->recs[j]);
		if (c == 0)
			visit_pair(m, a->recs[i++], b->recs[j++], DIFF_MATCH_OCTETS);
		else if (c < 0)
			singles_add(&m->a, a->recs[i++]);
		else
			singles_add(&m->b, b->recs[j++]);
	}
}

static int sort_loosely(const void *pa, const void *pb, void *cmp)
{
	const struct rec *a = ((const struct single *)pa)->rec;
	const struct rec *b = ((const struct single *)pb)->rec;
	int c = ((const struct loose *)cmp)->cmp(a, b);
	return c != 0 ? c : rec_cmp(a, b);
}

static int sort_exactly(const void *pa, const void *pb)
{
	return rec_cmp(((const struct single *)pa)->rec, ((const struct single *)pb)->rec);
}

/* Pairs singles one to one; those that stay are in the order of rec_cmp again. */
static void match_loosely(struct matching *m, struct loose loose)
{
	struct singles *a = &m->a, *b = &m->b;
	size_t i = 0, j = 0, left_a = 0, left_b = 0;
	qsort_r(a->items, a->count, sizeof(*a->items), sort_loosely, &loose);
	qsort_r(b->items, b->count, sizeof(*b->items), sort_loosely, &loose);
	while (i < a->count || j < b->count) {
		int c = i == a->count   ? 1
			: j == b->count ? -1
					: loose.cmp(a->items[i].rec, b->items[j].rec);
		if (c == 0)
			visit_pair(m, a->items[i++].rec, b->items[j++].rec, loose.match);
		else if (c < 0)
			a->items[left_a++] = a->items[i++];
		else
			b->items[left_b++] = b->items[j++];
	}
	a->count = left_a;
	b->count = left_b;
	qsort(a->items, a->count, sizeof(*a->items), sort_exactly);
	qsort(b->items, b->count, sizeof(*b->items), sort_exactly);
}

static bool any_synthesised(const struct diff_set *set)
{
	for (size_t i = 0; i < set->count; i++)
		if (is_synthesised(set->recs[i]))
			return true;
	return false;
}

void diff_rrset(const struct diff_set *a, const struct diff_set *b,
	const struct diff_options *options, diff_visit *visit, void *user)
{
	struct matching m = {.ignore = options->ignore, .visit = visit, .user = user};
	m.synthesised_a = any_synthesised(a);
	m.synthesised_b = any_synthesised(b);
	match_octets(&m, a, b);
	if (m.a.count > 0 && m.b.count > 0) {
		struct loose loose = loose_of(rec_type(m.a.items[0].rec), options);
		if (loose.cmp)
			match_loosely(&m, loose);
	}
	for (size_t i = 0; i < m.a.count; i++) {
		bool equal = m.synthesised_b || is_synthesised(m.a.items[i].rec);
		struct diff_verdict v = {equal ? DIFF_SAME_SYNTHESISED : DIFF_ONLY_A,
			DIFF_MATCH_NONE, m.a.items[i].rec, NULL};
		visit(user, &v);
	}
	for (size_t i = 0; i < m.b.count; i++) {
		bool equal = m.synthesised_a || is_synthesised(m.b.items[i].rec);
		struct diff_verdict v = {equal ? DIFF_SAME_SYNTHESISED : DIFF_ONLY_B,
			DIFF_MATCH_NONE, NULL, m.b.items[i].rec};
		visit(user, &v);
	}
	free(m.a.items);
	free(m.b.items);
}

static void note_difference(void *user, const struct diff_verdict *v)
{
	bool *same = user;
	if (v->rule == DIFF_DIFFERENT_TTL || v->rule == DIFF_ONLY_A || v->rule == DIFF_ONLY_B)
		*same = false;
}

bool diff_same_set(
	const struct diff_set *a, const struct diff_set *b, const struct diff_options *options)
{
	bool same = a->count == b->count;
	for (size_t i = 0; same && i < a->count; i++)
		same = a->recs[i]->ttl == b->recs[i]->ttl && rec_cmp(a->recs[i], b->recs[i]) == 0;
	if (same || a->count == 0 || b->count == 0)
		return same;
	same = true;
	diff_rrset(a, b, options, note_difference, &same);
	return same;
}
