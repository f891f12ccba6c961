#include "law.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "random_zone.h"

static void add(struct law *law, const struct rec *r, const struct element *e)
{
	law->items = mem_grow(law->items, &law->cap, law->count + 1, sizeof(*law->items));
	law->items[law->count++] = (struct law_record){r, e};
}

static const struct rec *find_rec(const struct zf_zone *zone, const struct element *e, size_t value)
{
	const struct element_value *v = &e->values[value];
	for (size_t i = zone_find(zone, &e->owner, e->type); i < zone->count; i++) {
		const struct rec *r = zone->recs[i];
		if (r->rdata_len == v->rdata.n && memcmp(rec_rdata(r), v->rdata.p, v->rdata.n) == 0)
			return r;
	}
	abort();
}

void law_begin(struct law *law, const struct plan *plan, const struct elements *elements,
	const struct target_kind *kind)
{
	*law = (struct law){.plan = plan, .kind = kind};
	buf_init(&law->broken, 0);
	for (size_t i = 0; elements && i < elements->count; i++) {
		const struct element *e = &elements->items[i];
		for (size_t v = 0; e->type && v < e->count; v++)
			add(law, find_rec(plan->target, e, v), e);
	}
	for (size_t i = 0; !elements && i < plan->target->count; i++)
		add(law, plan->target->recs[i], NULL);
}

void law_free(struct law *law)
{
	free(law->items);
	buf_free(&law->broken);
	*law = (struct law){0};
}

static void broke(struct law *law, const char *what, const struct rec *r)
{
	char type[RRTYPE_MAX_TEXT];
	buf_printf(&law->broken, "%s: ", what);
	rec_print_owner(&law->broken, law->plan->target, r);
	buf_printf(&law->broken, " %s\n", rrtype_name(rec_type(r), type));
}

/*
 * What the target refuses.
 */

static bool may_stand_beside(const struct rec *a, const struct rec *b)
{
	bool ca = rec_type(a) == TYPE_CNAME, cb = rec_type(b) == TYPE_CNAME;
	const struct rrtype *ta = rrtype_by_code(rec_type(a)), *tb = rrtype_by_code(rec_type(b));
	bool signer = (ta && (ta->flags & RRTYPE_DNSSEC)) || (tb && (tb->flags & RRTYPE_DNSSEC));
	return !rec_same_owner(a, b) || (!ca && !cb) || (signer && ca != cb);
}

static bool same_preference(const struct rec *a, const struct rec *b)
{
	return rec_same_rrset(a, b) && rec_type(a) == TYPE_MX &&
	       memcmp(rec_rdata(a), rec_rdata(b), 2) == 0;
}

static void admit(struct law *law, const struct rec *r)
{
	const struct desc_holds *holds = law->kind->holds;
	long values = 1;
	for (size_t i = 0; i < law->count; i++) {
		const struct rec *is = law->items[i].rec;
		if (!may_stand_beside(is, r))
			broke(law, "refused: a CNAME beside others", r);
		if (rec_cmp(is, r) == 0)
			broke(law, "refused: a duplicate", r);
		if (holds && holds->mx_unique && same_preference(is, r))
			broke(law, "refused: equal preferences", r);
		values += rec_same_rrset(is, r);
	}
	if (holds && holds->values && values > holds->values)
		broke(law, "refused: too many values", r);
	bool said = law->plan->remark && strstr(law->plan->remark, "the target would hold");
	if (holds && holds->records && (long)law->count + 1 > holds->records && !said)
		broke(law, "refused: too many records", r);
	add(law, r, NULL);
}

static void drop(struct law *law, const struct rec *r, const struct element *e)
{
	for (size_t i = 0; i < law->count; i++) {
		const struct law_record *is = &law->items[i];
		if (is->element != e || rec_cmp(is->rec, r) != 0)
			continue;
		law->items[i] = law->items[--law->count];
		return;
	}
	broke(law, "not there to be changed", r);
}

static void carry_out(struct law *law, const struct operation *o)
{
	for (size_t i = 0; i < o->before_count; i++)
		drop(law, o->before[i], o->element);
	for (size_t i = 0; i < o->after_count; i++) {
		admit(law, o->after[i]);
		law->items[law->count - 1].element = o->element;
	}
}

/*
 * What is missing in a state.
 */

typedef bool same_function(const struct rec *a, const struct rec *b);

static bool same_value(const struct rec *a, const struct rec *b)
{
	return rec_cmp(a, b) == 0;
}

static bool state_has(const struct law *law, const struct rec *r, same_function *same)
{
	for (size_t i = 0; i < law->count; i++)
		if (same(law->items[i].rec, r))
			return true;
	return false;
}

static bool zone_has(const struct zf_zone *zone, const struct rec *r, same_function *same)
{
	for (size_t i = 0; i < zone->count; i++)
		if (same(zone->recs[i], r))
			return true;
	return false;
}

static bool is_announced(const struct law *law, const struct rec *r)
{
	const char *remark = law->plan->remark;
	struct buf name;
	buf_init(&name, 0);
	rec_print_owner_absolute(&name, law->plan->target, r);
	bool said = remark && (strstr(remark, name.data) || strstr(remark, "and others"));
	buf_free(&name);
	return said;
}

/* Whether an owner has a CNAME in a zone. */
static bool has_cname(const struct zf_zone *zone, const struct rec *owner)
{
	for (size_t i = 0; i < zone->count; i++)
		if (rec_same_owner(zone->recs[i], owner) && rec_type(zone->recs[i]) == TYPE_CNAME)
			return true;
	return false;
}

/* Whether nothing but a gap leads from one end to the other. */
static bool is_forced(const struct law *law, const struct rec *r)
{
	const struct desc_holds *holds = law->kind->holds;
	bool full = holds && (holds->records || holds->values || holds->mx_unique);
	if (has_cname(law->plan->target, r) || has_cname(law->plan->wanted, r) ||
		(holds && holds->records))
		return true;
	if (law->kind->updates)
		return false;
	/* A record whose TTL changes stands in its own way. */
	return full || law->kind->grain == GRAIN_RRSET ||
	       zone_has(law->plan->wanted, r, same_value);
}

static void judge(struct law *law)
{
	const struct zf_zone *target = law->plan->target;
	for (size_t i = 0; i < target->count; i++) {
		const struct rec *r = target->recs[i];
		if (zone_has(law->plan->wanted, r, same_value) && !state_has(law, r, same_value) &&
			law->kind->updates)
			broke(law, "a value of both ends is missing", r);
		bool name = zone_has(law->plan->wanted, r, rec_same_owner) &&
			    !state_has(law, r, rec_same_owner);
		bool set = zone_has(law->plan->wanted, r, rec_same_rrset) &&
			   !state_has(law, r, rec_same_rrset);
		if (!name && !set)
			continue;
		law->gaps++;
		if (!is_forced(law, r))
			broke(law, "empty without need", r);
		if (!is_announced(law, r))
			broke(law, name ? "a name is empty" : "an RRset is empty", r);
	}
}

static void swap(const struct operation **a, const struct operation **b)
{
	const struct operation *t = *a;
	*a = *b;
	*b = t;
}

static void shuffle(const struct operation **ops, size_t count, struct random *r)
{
	for (size_t i = count; i > 1; i--)
		swap(&ops[i - 1], &ops[random_below(r, (uint32_t)i)]);
}

void law_run(struct law *law, struct random *r)
{
	const struct plan *plan = law->plan;
	const struct operation **ops = mem_alloc((plan->count + 1) * sizeof(*ops));
	for (size_t i = 0; i < plan->count; i++)
		ops[i] = &plan->operations[i];
	for (size_t from = 0, end; from < plan->count; from = end) {
		for (end = from; end < plan->count && ops[end]->step == ops[from]->step;)
			end++;
		if (!law->kind->transaction)
			shuffle(ops + from, end - from, r);
	}
	for (size_t i = 0, end; i < plan->count; i = end) {
		end = i + operations_in_call(law->kind, plan->operations + i, plan->count - i);
		for (size_t k = i; k < end; k++) {
			carry_out(law, ops[k]);
			if (!law->kind->transaction || k + 1 == end)
				judge(law);
		}
	}
	free(ops);
}

bool law_is(const struct law *law, const struct zf_zone *zone)
{
	for (size_t i = 0; i < law->count; i++) {
		const struct rec *r = law->items[i].rec;
		if (!zone_has(zone, r, same_value))
			return false;
	}
	for (size_t i = 0; i < zone->count; i++) {
		bool found = false;
		for (size_t k = 0; k < law->count; k++) {
			const struct rec *is = law->items[k].rec;
			found = found ||
				(rec_cmp(is, zone->recs[i]) == 0 && is->ttl == zone->recs[i]->ttl &&
					rec_same_annotations(is, zone->recs[i]));
		}
		if (!found)
			return false;
	}
	return true;
}

struct zf_zone *law_random_zone(struct random *r)
{
	static const char *const owners[] = {"@", "www", "mail", "a", "b.a", "sub"};
	static const char *const values[] = {"A 192.0.2.1", "A 192.0.2.2", "A 192.0.2.3",
		"AAAA 2001:db8::1", "AAAA 2001:db8::2", "CNAME a.example.com.",
		"CNAME www.example.com.", "CNAME mail.example.com.", "CNAME x.example.net.",
		"MX 10 mail.example.com.", "MX 10 a.example.com.", "MX 20 mail.example.com.",
		"MX 20 a.example.com.", "MX 30 b.a.example.com.", "TXT \"a\"", "TXT \"b\"",
		"TXT \"c\"", "NS a.example.com.", "NS mail.example.com.",
		"SRV 1 1 1 a.example.com."};
	enum { OWNERS = sizeof(owners) / sizeof(owners[0]) };
	enum { VALUES = sizeof(values) / sizeof(values[0]) };
	struct name apex = name_of("example.com.");
	struct zone_builder *b = zone_builder_new(&apex, "law");
	char line[120];
	for (uint32_t n = random_below(r, 25); n > 0; n--) {
		snprintf(line, sizeof(line), "%s %u %s", owners[random_below(r, OWNERS)],
			random_below(r, 4) ? 300u : 60u, values[random_below(r, VALUES)]);
		build_lines(b, &apex, line);
	}
	return lawful_zone(zone_builder_seal(b));
}
