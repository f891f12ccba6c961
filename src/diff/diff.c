/* A diff of whole zones: one walk over both. */
#include "diff.h"

#include <stdlib.h>
#include <string.h>

#include "err.h"
#include "mem.h"

/*
 * What options leave out.
 */

/* One pattern; with a final dot it is about absolute names alone. */
static bool matches_pattern(const struct zf_zone *zone, const struct rec *r, struct str pattern)
{
	struct buf owner, glob;
	bool dotted = pattern.n > 1 && pattern.p[pattern.n - 1] == '.';
	buf_init(&owner, 0);
	buf_init(&glob, 0);
	buf_add(&glob, pattern.p, pattern.n);
	if (!dotted)
		buf_addc(&glob, '.');
	rec_print_owner_absolute(&owner, zone, r);
	bool match = str_glob(glob.data, owner.data);
	if (!match && !dotted) {
		buf_reset(&owner);
		buf_reset(&glob);
		buf_add(&glob, pattern.p, pattern.n);
		rec_print_owner(&owner, zone, r);
		match = str_glob(glob.data, owner.data);
	}
	buf_free(&owner);
	buf_free(&glob);
	return match;
}

/* Cuts the next pattern off; false at the end. */
static bool next_pattern(const char **patterns, struct str *pattern)
{
	if (!**patterns)
		return false;
	size_t n = strcspn(*patterns, ",");
	*pattern = (struct str){*patterns, n};
	*patterns += n + ((*patterns)[n] == ',');
	return true;
}

static bool name_matches(const struct zf_zone *zone, const struct rec *r, const char *patterns)
{
	struct str pattern;
	while (next_pattern(&patterns, &pattern))
		if (matches_pattern(zone, r, pattern))
			return true;
	return false;
}

static bool matches_any_owner(const struct zf_zone *zone, struct str pattern)
{
	for (size_t i = 0; i < zone->count; i = zone_owner_end(zone, i))
		if (matches_pattern(zone, zone->recs[i], pattern))
			return true;
	return false;
}

enum zf_status diff_check_names(const struct zf_zone *const *zones, size_t count,
	const struct diff_options *options, struct zf_error *err)
{
	struct str pattern;
	for (const char *at = options->name_glob; at && next_pattern(&at, &pattern);) {
		size_t i = 0;
		while (i < count && !matches_any_owner(zones[i], pattern))
			i++;
		if (i == count)
			return err_set(err, ZF_ERR_NOT_FOUND,
				"--name: no name of %s is or matches \"%.*s\"",
				count > 0 ? zones[0]->apex_text : "it", (int)pattern.n, pattern.p);
	}
	return ZF_OK;
}

/* GLOB or GLOB/TYPE */
static bool is_owned(
	const struct zf_zone *zone, const struct rec *r, const struct diff_options *options)
{
	for (size_t i = 0; i < options->owned_count; i++) {
		const char *pattern = options->owned[i], *slash = strrchr(pattern, '/');
		size_t n = slash ? (size_t)(slash - pattern) : strlen(pattern);
		if (slash && rrtype_parse(slash + 1, strlen(slash + 1)) != rec_type(r))
			continue;
		if (matches_pattern(zone, r, (struct str){pattern, n}))
			return true;
	}
	return false;
}

static bool is_among(uint16_t type, const uint16_t *types, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (types[i] == type)
			return true;
	return false;
}

/* What a signer makes: of the zone as it is signed. */
static bool is_of_signer(uint16_t type)
{
	const struct rrtype *row = rrtype_by_code(type);
	return type == TYPE_ZONEMD || (row && (row->flags & RRTYPE_DNSSEC));
}

enum diff_look diff_looks_at(
	const struct zf_zone *zone, const struct rec *r, const struct diff_options *options)
{
	uint16_t type = rec_type(r);
	bool apex = key_is_apex(rec_key(r));
	if (apex && type == TYPE_SOA && (options->ignore & DIFF_IGNORE_SOA))
		return DIFF_LEFT_OUT_SOA;
	if (apex && type == TYPE_NS && (options->ignore & DIFF_IGNORE_NS))
		return DIFF_LEFT_OUT_NS;
	if ((options->ignore & DIFF_IGNORE_DNSSEC) && is_of_signer(type))
		return DIFF_LEFT_OUT_DNSSEC;
	if (is_owned(zone, r, options))
		return DIFF_LEFT_OUT_OWNED;
	if (options->only && !is_among(type, options->only, options->only_count))
		return DIFF_LEFT_OUT_TYPE;
	if (is_among(type, options->exclude, options->exclude_count))
		return DIFF_LEFT_OUT_EXCLUDED;
	if (options->name_glob && !name_matches(zone, r, options->name_glob))
		return DIFF_LEFT_OUT_NAME;
	return DIFF_LOOK;
}

bool diff_is_not_asked(enum diff_look look)
{
	return look == DIFF_LEFT_OUT_TYPE || look == DIFF_LEFT_OUT_EXCLUDED ||
	       look == DIFF_LEFT_OUT_NAME;
}

unsigned diff_untold(struct zf_zone *const *zones, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (zones[i]->bare)
			return DIFF_IGNORE_META | DIFF_IGNORE_AUTOMATIC;
	return 0;
}

bool diff_is_narrowed(const struct diff_options *options)
{
	return options->only || options->exclude_count > 0 || options->name_glob;
}

enum zf_status diff_check_apexes(
	const struct zf_zone *a, const struct zf_zone *b, struct zf_error *err)
{
	if (name_equal(&a->apex, &b->apex))
		return ZF_OK;
	return err_set(err, ZF_ERR_DATA,
		"two different zones can't be compared: %s (%s) and %s (%s)", a->apex_text,
		a->source, b->apex_text, b->source);
}

/*
 * The whole zone.
 */

static struct change *add_change(struct diff *d, enum diff_op op)
{
	size_t *const counters[] = {[DIFF_ADD] = &d->added,
		[DIFF_REMOVE] = &d->removed,
		[DIFF_TTL] = &d->ttl,
		[DIFF_META] = &d->meta};
	if (d->count == d->cap)
		d->changes = mem_grow(d->changes, &d->cap, d->count + 1, sizeof(*d->changes));
	struct change *c = &d->changes[d->count++];
	*c = (struct change){.op = op};
	++*counters[op];
	return c;
}

static bool rule_is_change(enum diff_rule rule, enum diff_op *op)
{
	static const struct {
		bool change;
		enum diff_op op;
	} table[] = {
		[DIFF_DIFFERENT_TTL] = {true, DIFF_TTL},
		[DIFF_DIFFERENT_META] = {true, DIFF_META},
		[DIFF_ONLY_A] = {true, DIFF_REMOVE},
		[DIFF_ONLY_B] = {true, DIFF_ADD},
		[DIFF_SAME_META_IGNORED] = {false, DIFF_ADD},
	};
	*op = table[rule].op;
	return table[rule].change;
}

static bool is_left_out(const struct diff_verdict *v)
{
	return v->rule != DIFF_SAME || v->match == DIFF_MATCH_SERIAL;
}

struct collecting {
	struct diff *d;
	bool meta; /* annotations count */
};

static void collect(void *user, const struct diff_verdict *v)
{
	const struct collecting *to = user;
	enum diff_op op;
	if (rule_is_change(v->rule, &op)) {
		struct change *c = add_change(to->d, op);
		c->a = v->a;
		c->b = v->b;
		c->meta = to->meta && v->a && v->b && !rec_same_annotations(v->a, v->b);
	} else if (is_left_out(v)) {
		to->d->ignored++;
		to->d->ignored_meta += v->rule == DIFF_SAME_META_IGNORED;
	}
}

static void count_ignored(void *user, const struct diff_verdict *v)
{
	if (is_left_out(v))
		((struct diff *)user)->ignored++;
}

/* Removals, changed records, additions; each by rec_cmp. */
static int cmp_changes(const void *pa, const void *pb)
{
	static const int place[] = {
		[DIFF_REMOVE] = 0, [DIFF_TTL] = 1, [DIFF_META] = 1, [DIFF_ADD] = 2};
	const struct change *a = pa, *b = pb;
	int c = place[a->op] - place[b->op];
	return c != 0 ? c : rec_cmp(a->a ? a->a : a->b, b->a ? b->a : b->b);
}

static void diff_set_pair(struct diff *d, const struct diff_set *a, const struct diff_set *b,
	const struct diff_options *options)
{
	const struct zf_zone *zone = a->count ? d->a : d->b;
	const struct rec *any = a->count ? a->recs[0] : b->recs[0];
	size_t from = d->count;
	enum diff_look look = diff_looks_at(zone, any, options);
	if (look != DIFF_LOOK) {
		if (!diff_is_not_asked(look))
			diff_rrset(a, b, options, count_ignored, d);
		return;
	}
	struct collecting to = {d, !(options->ignore & DIFF_IGNORE_META)};
	diff_rrset(a, b, options, collect, &to);
	if (d->count - from > 1)
		qsort(d->changes + from, d->count - from, sizeof(*d->changes), cmp_changes);
}

/* The records of zone from index `from` on that belong to the RRset of `any`. */
static struct diff_set set_at(const struct zf_zone *zone, size_t from, const struct rec *any)
{
	size_t end = from;
	while (end < zone->count && rec_same_rrset(zone->recs[end], any))
		end++;
	return (struct diff_set){zone->recs + from, end - from};
}

/* The usual case, decided without looking at anything twice. */
static inline bool plainly_same(const struct rec *a, const struct rec *b)
{
	return a->ttl == b->ttl && a->key_len == b->key_len && a->rdata_len == b->rdata_len &&
	       (a->notes_len | b->notes_len) == 0 &&
	       memcmp(a->data, b->data, (size_t)a->key_len + 2 + a->rdata_len) == 0;
}

/* Records lie in memory as they were read, not as they are sorted. */
static inline void look_ahead(const struct zf_zone *zone, size_t i)
{
	enum { AHEAD = 8 };
	if (i + AHEAD < zone->count)
		__builtin_prefetch(zone->recs[i + AHEAD]);
}

static void diff_records(struct diff *d, const struct diff_options *options)
{
	const struct zf_zone *a = d->a, *b = d->b;
	size_t i = 0, j = 0;
	while (i < a->count || j < b->count) {
		look_ahead(a, i);
		look_ahead(b, j);
		if (i < a->count && j < b->count && plainly_same(a->recs[i], b->recs[j])) {
			i++;
			j++;
			continue;
		}
		int c = i == a->count   ? 1
			: j == b->count ? -1
					: rec_cmp_rrset(a->recs[i], b->recs[j]);
		const struct rec *any = c <= 0 ? a->recs[i] : b->recs[j];
		struct diff_set set_a = set_at(a, i, any), set_b = set_at(b, j, any);
		diff_set_pair(d, &set_a, &set_b, options);
		i += set_a.count;
		j += set_b.count;
	}
}

/* The provider records that only one side has: changes, or ignored ones; both sides are sorted. */
static void diff_provider_records(struct diff *d, enum diff_op op, unsigned ignore)
{
	const struct zf_zone *x = op == DIFF_REMOVE ? d->a : d->b,
			     *y = op == DIFF_REMOVE ? d->b : d->a;
	for (size_t i = 0, j = 0; i < x->provider_record_count; i++) {
		const struct provider_record *p = &x->provider_records[i];
		int c = -1;
		while (j < y->provider_record_count &&
			(c = provider_record_cmp(&y->provider_records[j], p)) < 0)
			j++;
		if (j < y->provider_record_count && c == 0)
			continue;
		if (ignore & DIFF_IGNORE_META) {
			d->ignored_meta++;
			d->ignored++;
			continue;
		}
		struct change *change = add_change(d, op);
		*(op == DIFF_REMOVE ? &change->pa : &change->pb) = p;
	}
}

/* How much of the zones the options let us look at. */
static void count_looks(struct diff *d, const struct diff_options *options)
{
	const struct zf_zone *a = d->a, *b = d->b;
	for (size_t i = 0, j = 0; i < a->count || j < b->count; d->rrsets++) {
		int c = i == a->count   ? 1
			: j == b->count ? -1
					: rec_cmp_rrset(a->recs[i], b->recs[j]);
		const struct zf_zone *zone = c <= 0 ? a : b;
		const struct rec *any = c <= 0 ? a->recs[i] : b->recs[j];
		d->looked_at += diff_looks_at(zone, any, options) == DIFF_LOOK;
		i = c <= 0 ? zone_rrset_end(a, i) : i;
		j = c >= 0 ? zone_rrset_end(b, j) : j;
	}
}

enum zf_status diff_make(struct diff *d, const struct zf_zone *a, const struct zf_zone *b,
	const struct diff_options *options, struct zf_error *err)
{
	*d = (struct diff){.a = a, .b = b};
	enum zf_status status = diff_check_apexes(a, b, err);
	if (status != ZF_OK)
		return status;
	diff_records(d, options);
	if (!options->only && !options->name_glob) {
		diff_provider_records(d, DIFF_REMOVE, options->ignore);
		diff_provider_records(d, DIFF_ADD, options->ignore);
	}
	if (diff_is_narrowed(options))
		count_looks(d, options);
	return ZF_OK;
}

void diff_free(struct diff *d)
{
	free(d->changes);
	*d = (struct diff){0};
}
