#include "compare.h"

#include <stdlib.h>

#include "err.h"
#include "mem.h"

struct diff_set compare_set(const struct comparison *c, const struct compare_rrset *rrset, size_t i)
{
	const struct compare_cell *cell = &rrset->cells[i];
	return (struct diff_set){c->locations[i].zone->recs + cell->from, cell->count};
}

static bool can_hold(const struct compare_location *location, const struct rec *any)
{
	enum compare_owner owner = key_is_apex(rec_key(any)) ? COMPARE_APEX : COMPARE_BELOW;
	return !location->can_hold || location->can_hold(location->user, rec_type(any), owner);
}

static enum compare_state state_of(
	const struct compare_location *location, const struct diff_set *set, const struct rec *any)
{
	for (size_t i = 0; i < set->count; i++)
		if (set->recs[i]->notes_len > 0 && rec_is_synthesised(set->recs[i]))
			return COMPARE_SYNTHESISED;
	if (set->count > 0)
		return COMPARE_HAS;
	return can_hold(location, any) ? COMPARE_HAS_NOT : COMPARE_CANNOT_HOLD;
}

static bool has_part(const struct compare_cell *cell)
{
	return cell->state == COMPARE_HAS || cell->state == COMPARE_HAS_NOT;
}

/* The part of one location's served zone that is about an RRset. */
static struct diff_set served_set(const struct zf_zone *served, size_t *at, const struct rec *any)
{
	size_t from = *at;
	while (served && *at < served->count && rec_same_rrset(served->recs[*at], any))
		++*at;
	return (struct diff_set){served && served->count ? served->recs + from : NULL, *at - from};
}

static bool keep_the_same(const struct diff_set *a, const struct diff_set *b)
{
	bool same = a->count == b->count;
	for (size_t i = 0; i < a->count && same; i++)
		same = rec_cmp(a->recs[i], b->recs[i]) == 0;
	return same;
}

/* Which locations serve an RRset in another way than by records; none when all keep the same. */
static unsigned not_compared(const struct comparison *c, size_t *at, const struct rec *any)
{
	struct diff_set first = {NULL, 0};
	unsigned bits = 0;
	bool same = true;
	for (size_t i = 0; i < c->location_count; i++) {
		struct diff_set set = served_set(c->locations[i].served, &at[i], any);
		bits |= set.count ? 1u << i : 0;
		same = same && (i == 0 || keep_the_same(&first, &set));
		first = i == 0 ? set : first;
	}
	return same ? 0 : bits;
}

/* Groups the cells of an RRset; size[] counts each group's locations. */
static void make_groups(const struct comparison *c, struct compare_rrset *rrset,
	struct compare_cell *cells, const struct diff_options *options, size_t size[COMPARE_MAX])
{
	size_t first[COMPARE_MAX] = {0};
	for (size_t i = 0; i < c->location_count; i++) {
		if (!has_part(&cells[i]))
			continue;
		struct diff_set set = compare_set(c, rrset, i);
		size_t group = 0;
		while (group < rrset->groups) {
			struct diff_set other = compare_set(c, rrset, first[group]);
			if (diff_same_set(&other, &set, options))
				break;
			group++;
		}
		if (group == rrset->groups) {
			first[group] = i;
			size[group] = 0;
			rrset->groups++;
		}
		cells[i].group = (uint8_t)group;
		size[group]++;
	}
}

static void find_odd(struct comparison *c, struct compare_rrset *rrset, const size_t *size)
{
	size_t largest = 0, how_many = 0;
	for (uint8_t g = 0; g < rrset->groups; g++) {
		if (size[g] > largest) {
			largest = size[g];
			how_many = 1;
			rrset->majority = g;
		} else if (size[g] == largest) {
			how_many++;
		}
	}
	if (how_many != 1)
		rrset->majority = rrset->groups;
	if (rrset->groups < 2)
		return;
	for (size_t i = 0; i < c->location_count; i++) {
		const struct compare_cell *cell = &rrset->cells[i];
		if (has_part(cell) && cell->group != rrset->majority) {
			rrset->odd |= (uint16_t)(1u << i);
			c->odd[i]++;
		}
	}
	c->different++;
}

/* Where the walk is: in the zones, and behind them in what is served beside them. */
struct walk {
	size_t at[2 * COMPARE_MAX];
};

static const struct zf_zone *walked(const struct comparison *c, size_t i)
{
	size_t n = c->location_count;
	return i < n ? c->locations[i].zone : c->locations[i - n].served;
}

static void keep_rrset(struct comparison *c, const struct compare_rrset *rrset)
{
	if (c->count == c->cap)
		c->rrsets = mem_grow(c->rrsets, &c->cap, c->count + 1, sizeof(*c->rrsets));
	c->rrsets[c->count++] = *rrset;
}

/* Adds the RRset that comes first in walked zone `first`; the walk goes on behind it. */
static void add_rrset(
	struct comparison *c, size_t first, struct walk *w, const struct diff_options *options)
{
	const struct zf_zone *home = walked(c, first);
	const struct rec *any = home->recs[w->at[first]];
	size_t n = c->location_count, size[COMPARE_MAX] = {0}, records = 0;
	enum diff_look look = diff_looks_at(home, any, options);
	struct compare_cell *cells = arena_zalloc(&c->arena, n * sizeof(*cells));
	struct compare_rrset rrset = {.any = any, .zone = home, .cells = cells};
	unsigned bits = not_compared(c, w->at + n, any);
	for (size_t i = 0; i < n; i++) {
		const struct zf_zone *zone = c->locations[i].zone;
		size_t from = w->at[i];
		while (w->at[i] < zone->count && rec_same_rrset(zone->recs[w->at[i]], any))
			w->at[i]++;
		cells[i].from = (uint32_t)from;
		cells[i].count = (uint32_t)(w->at[i] - from);
		records += cells[i].count;
		struct diff_set set = {zone->recs + from, w->at[i] - from};
		cells[i].state = bits >> i & 1 ? COMPARE_NOT_COMPARED
					       : (uint8_t)state_of(&c->locations[i], &set, any);
	}
	if (!records && !bits)
		return;
	if (look != DIFF_LOOK) {
		c->left_out += !diff_is_not_asked(look);
		c->not_asked += diff_is_not_asked(look);
		return;
	}
	rrset.not_compared = (uint16_t)bits;
	c->not_compared += bits != 0;
	make_groups(c, &rrset, cells, options, size);
	find_odd(c, &rrset, size);
	keep_rrset(c, &rrset);
}

/* The walked zone whose next RRset comes first, or twice the number of locations at the end. */
static size_t next_zone(const struct comparison *c, const struct walk *w)
{
	size_t end = 2 * c->location_count, best = end;
	for (size_t i = 0; i < end; i++) {
		const struct zf_zone *zone = walked(c, i);
		if (!zone || w->at[i] == zone->count)
			continue;
		if (best == end ||
			rec_cmp_rrset(zone->recs[w->at[i]], walked(c, best)->recs[w->at[best]]) < 0)
			best = i;
	}
	return best;
}

enum zf_status compare_make(struct comparison *c, const struct compare_location *locations,
	size_t count, const struct diff_options *options, struct zf_error *err)
{
	struct walk w = {{0}};
	size_t next;
	*c = (struct comparison){.location_count = 0};
	arena_init(&c->arena);
	if (count < COMPARE_MIN || count > COMPARE_MAX)
		return err_set(err, ZF_ERR_USAGE, "%d to %d locations can be compared, not %zu",
			COMPARE_MIN, COMPARE_MAX, count);
	for (size_t i = 1; i < count; i++) {
		enum zf_status status =
			diff_check_apexes(locations[0].zone, locations[i].zone, err);
		if (status != ZF_OK)
			return status;
	}
	memcpy(c->locations, locations, count * sizeof(*locations));
	c->location_count = count;
	c->narrowed = diff_is_narrowed(options);
	while ((next = next_zone(c, &w)) < 2 * count)
		add_rrset(c, next, &w, options);
	return ZF_OK;
}

void compare_free(struct comparison *c)
{
	arena_free(&c->arena);
	free(c->rrsets);
	*c = (struct comparison){.location_count = 0};
}
