/* edit_place: where in the text new lines go. */
#include "edit_state.h"
#include "mem.h"

void edit_insert(struct zonefile_edit *e, struct insertion insertion)
{
	insertion.sequence = e->insertion_count;
	e->insertions = mem_grow(
		e->insertions, &e->insertion_cap, e->insertion_count + 1, sizeof(insertion));
	e->insertions[e->insertion_count++] = insertion;
}

size_t edit_index_of(const struct zonefile_edit *e, const struct entry *entry)
{
	return (size_t)(entry - e->entries);
}

static size_t later(size_t a, size_t b)
{
	return a == SIZE_MAX || (b != SIZE_MAX && b > a) ? b : a;
}

/* Looks at each record once: the RRset or the owner that changes may be large, and so may the
 * number of records that are added to it. */
static void find_anchors(struct zonefile_edit *e)
{
	const struct zf_zone *zone = e->zone;
	size_t before = SIZE_MAX;
	e->anchors = mem_alloc((zone->count + 1) * sizeof(*e->anchors));
	for (size_t from = 0, end; from < zone->count; from = end) {
		size_t owner = SIZE_MAX;
		end = zone_owner_end(zone, from);
		for (size_t set_from = from, set_end; set_from < end; set_from = set_end) {
			size_t set = SIZE_MAX;
			set_end = zone_rrset_end(zone, set_from);
			for (size_t i = set_from; i < set_end; i++) {
				const struct entry *entry = edit_entry_of(e, zone->recs[i]);
				set = later(set, entry ? edit_index_of(e, entry) : SIZE_MAX);
			}
			for (size_t i = set_from; i < set_end; i++)
				e->anchors[i].set = set;
			owner = later(owner, set);
		}
		before = owner != SIZE_MAX ? owner : before;
		for (size_t i = from; i < end; i++) {
			e->anchors[i].owner = owner;
			e->anchors[i].before = before;
		}
	}
}

size_t edit_find_anchor(struct zonefile_edit *e, const struct rec *r)
{
	const struct zf_zone *zone = e->zone;
	size_t low = zone_place(zone, r);
	if (!e->anchors)
		find_anchors(e);
	/* Its RRset and its owner stand on one side of that place or on both. */
	for (size_t i = low > 0 ? low - 1 : 0; i <= low && i < zone->count; i++)
		if (rec_same_rrset(zone->recs[i], r) && e->anchors[i].set != SIZE_MAX)
			return e->anchors[i].set;
	for (size_t i = low > 0 ? low - 1 : 0; i <= low && i < zone->count; i++)
		if (rec_same_owner(zone->recs[i], r) && e->anchors[i].owner != SIZE_MAX)
			return e->anchors[i].owner;
	if (low > 0 && e->anchors[low - 1].before != SIZE_MAX)
		return e->anchors[low - 1].before;
	return e->count > 0 ? e->count - 1 : SIZE_MAX;
}

/* Behind the lines that take their owner from that of entry `behind`. */
static size_t run_end(struct zonefile_edit *e, size_t behind)
{
	if (e->run_of == behind + 1) /* records that are added one after another */
		return e->run_end;
	e->run_of = behind + 1;
	e->run_end = behind;
	for (size_t i = behind + 1; i < e->count; i++) {
		const struct entry *entry = &e->entries[i];
		if (entry->kind == ENTRY_RECORD && entry->indented)
			e->run_end = i;
		else if (entry->kind != ENTRY_OTHER)
			break;
	}
	return e->run_end;
}

void edit_insert_record(
	struct zonefile_edit *e, const struct zf_zone *zone, const struct rec *r, size_t behind)
{
	struct name own, owner;
	bool same = false;
	if (behind != SIZE_MAX && e->entries[behind].rec) {
		rec_owner(zone, r, &own);
		rec_owner(e->zone, e->entries[behind].rec, &owner);
		same = name_equal(&own, &owner);
	}
	if (behind != SIZE_MAX && !same)
		behind = run_end(e, behind);
	edit_insert(e, (struct insertion){.behind = behind, .zone = zone, .rec = r});
}
