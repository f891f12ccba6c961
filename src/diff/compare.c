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

/* Adds the RRset of `any`; at[i] is where zone i's part starts, if it has one, and is moved on. */
static void add_rrset(
	struct comparison *c, size_t owner, size_t *at, const struct diff_options *options)
{
	const struct rec *any = c->locations[owner].zone->recs[at[owner]];
	size_t n = c->location_count, size[COMPARE_MAX] = {0};
	enum diff_look look = diff_looks_at(c->locations[owner].zone, any, options);
	struct compare_cell *cells = arena_zalloc(&c->arena, n * sizeof(*cells));
	struct compare_rrset rrset = {any, c->locations[owner].zone, cells, 0, 0, 0};
	for (size_t i = 0; i < n; i++) {
		const struct zf_zone *zone = c->locations[i].zone;
		size_t from = at[i];
		while (at[i] < zone->count && rec_same_rrset(zone->recs[at[i]], any))
			at[i]++;
		cells[i].from = (uint32_t)from;
		cells[i].count = (uint32_t)(at[i] - from);
		struct diff_set set = {zone->recs + from, at[i] - from};
		cells[i].state = (uint8_t)state_of(&c->locations[i], &set, any);
	}
	if (look != DIFF_LOOK) {
		c->left_out += !diff_is_not_asked(look);
		return;
	}
	make_groups(c, &rrset, cells, options, size);
	find_odd(c, &rrset, size);
	if (c->count == c->cap)
		c->rrsets = mem_grow(c->rrsets, &c->cap, c->count + 1, sizeof(*c->rrsets));
	c->rrsets[c->count++] = rrset;
}

/* The location whose next RRset comes first, or location_count at the end. */
static size_t next_location(const struct comparison *c, const size_t *at)
{
	size_t best = c->location_count;
	for (size_t i = 0; i < c->location_count; i++) {
		const struct zf_zone *zone = c->locations[i].zone;
		if (at[i] == zone->count)
			continue;
		if (best == c->location_count ||
			rec_cmp_rrset(zone->recs[at[i]], c->locations[best].zone->recs[at[best]]) <
				0)
			best = i;
	}
	return best;
}

enum zf_status compare_make(struct comparison *c, const struct compare_location *locations,
	size_t count, const struct diff_options *options, struct zf_error *err)
{
	size_t at[COMPARE_MAX] = {0}, next;
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
	while ((next = next_location(c, at)) < count)
		add_rrset(c, next, at, options);
	return ZF_OK;
}

void compare_free(struct comparison *c)
{
	arena_free(&c->arena);
	free(c->rrsets);
	*c = (struct comparison){.location_count = 0};
}
