/* What isn't done without being asked for: what a slip of the hand would do to a zone. */
#include "plan.h"

const char *const allow_words[] = {
	"empty-source", "last-apex-address", "last-mx", "no-apex-ns", NULL};

/* How many records of some types a zone has at its apex, or at any name. */
struct look {
	uint16_t types[2];
	bool anywhere;
};

static bool is_looked_for(const struct look *look, const struct rec *r)
{
	uint16_t type = rec_type(r);
	return (look->anywhere || key_is_apex(rec_key(r))) &&
	       (type == look->types[0] || type == look->types[1]) && !rec_is_synthesised(r);
}

static size_t count(const struct zf_zone *zone, const struct look *look)
{
	size_t n = 0;
	for (size_t i = 0; i < zone->count; i++)
		n += is_looked_for(look, zone->recs[i]);
	return n;
}

static bool has_apex_cname(const struct zf_zone *zone)
{
	const struct look look = {{TYPE_CNAME, TYPE_CNAME}, false};
	return count(zone, &look) > 0;
}

static const struct {
	enum allow flag;
	struct look look;
	const char *what;
} losses[] = {
	{ALLOW_LAST_APEX_ADDRESS, {{TYPE_A, TYPE_AAAA}, false},
		"the zone's own name would lose its last address"},
	{ALLOW_LAST_MX, {{TYPE_MX, TYPE_MX}, false}, "the zone's own name would lose its last MX"},
	{ALLOW_LAST_MX, {{TYPE_MX, TYPE_MX}, true}, "the zone would lose its last MX"},
	{ALLOW_NO_APEX_NS, {{TYPE_NS, TYPE_NS}, false}, "the zone would lose all its name servers"},
};

static const char *word_of(enum allow flag)
{
	size_t bit = 0;
	while (1u << bit != (unsigned)flag)
		bit++;
	return allow_words[bit];
}

static void add_records(struct buf *b, const struct zf_zone *zone, const struct look *look)
{
	enum { SHOWN = 5 };
	size_t shown = 0, all = count(zone, look);
	for (size_t i = 0; i < zone->count && shown < SHOWN; i++) {
		char room[RRTYPE_MAX_TEXT];
		if (!is_looked_for(look, zone->recs[i]))
			continue;
		buf_adds(b, shown++ > 0 ? ", " : " (");
		rec_print_owner_absolute(b, zone, zone->recs[i]);
		buf_printf(b, " %s", rrtype_name(rec_type(zone->recs[i]), room));
	}
	if (all > shown)
		buf_printf(b, " and %zu more", all - shown);
	buf_addc(b, ')');
}

static size_t refuse_losses(
	const struct plan *plan, const struct refuse_rules *rules, struct buf *lines)
{
	size_t n = 0;
	unsigned said = rules->allow;
	for (size_t i = 0; i < sizeof(losses) / sizeof(losses[0]); i++) {
		const struct look *look = &losses[i].look;
		if ((said & losses[i].flag) || count(plan->target, look) == 0 ||
			count(plan->wanted, look) > 0)
			continue;
		if (losses[i].flag == ALLOW_LAST_APEX_ADDRESS && has_apex_cname(plan->wanted))
			continue;
		said |= losses[i].flag;
		n++;
		buf_adds(lines, losses[i].what);
		add_records(lines, plan->target, look);
		buf_printf(lines, "; --allow %s lets it\n", word_of(losses[i].flag));
	}
	return n;
}

/* Records that somebody wrote: not the SOA, nor the name servers of the zone. */
static size_t count_own(const struct zf_zone *zone)
{
	size_t n = zone->provider_record_count;
	for (size_t i = 0; i < zone->count; i++) {
		const struct rec *r = zone->recs[i];
		bool frame = key_is_apex(rec_key(r)) &&
			     (rec_type(r) == TYPE_SOA || rec_type(r) == TYPE_NS);
		n += !frame && !rec_is_synthesised(r);
	}
	return n;
}

static size_t refuse_empty(const struct plan *plan, const struct zf_zone *source,
	const struct refuse_rules *rules, struct buf *lines)
{
	if ((rules->allow & ALLOW_EMPTY_SOURCE) || plan->deletes == 0 || count_own(source) > 0)
		return 0;
	buf_printf(lines,
		"the source holds no records but SOA and NS, and %zu would be deleted; --allow %s "
		"lets it\n",
		plan->deletes, word_of(ALLOW_EMPTY_SOURCE));
	return 1;
}

static size_t count_all(const struct zf_zone *zone)
{
	size_t n = zone->provider_record_count;
	for (size_t i = 0; i < zone->count; i++)
		n += !rec_is_synthesised(zone->recs[i]);
	return n;
}

static size_t refuse_deletes(
	const struct plan *plan, const struct refuse_rules *rules, struct buf *lines)
{
	enum { ALWAYS_ALLOWED = 2 };
	size_t all = count_all(plan->target), most = rules->max_delete;
	if (most == SIZE_MAX) {
		most = all / 100 * rules->max_delete_percent +
		       all % 100 * rules->max_delete_percent / 100;
		most = most < ALWAYS_ALLOWED ? ALWAYS_ALLOWED : most;
	}
	if (plan->deletes <= most)
		return 0;
	buf_printf(lines,
		"%zu of the target's %zu records would be deleted, and %zu may be; --max-delete %zu "
		"lets it\n",
		plan->deletes, all, most, plan->deletes);
	return 1;
}

/* What a record that was not understood says, and which records it stands beside, nobody knows. */
static size_t refuse_partial(const struct zf_zone *zone, const char *which,
	const struct refuse_rules *rules, struct buf *lines)
{
	if (rules->partial || zone->unread == 0)
		return 0;
	buf_printf(lines, "of the %s %zu %s not understood; --partial leaves %s out\n", which,
		zone->unread, zone->unread == 1 ? "record was" : "records were",
		zone->unread == 1 ? "it" : "them");
	return 1;
}

size_t plan_refusals(const struct plan *plan, const struct zf_zone *source,
	const struct refuse_rules *rules, struct buf *lines)
{
	return refuse_partial(source, "source's records", rules, lines) +
	       refuse_partial(plan->target, "target's records", rules, lines) +
	       refuse_empty(plan, source, rules, lines) + refuse_deletes(plan, rules, lines) +
	       refuse_losses(plan, rules, lines);
}
