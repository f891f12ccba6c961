#include "pair.h"

#include <stdlib.h>

#include "mem.h"

enum { COMPARED_MOST = 64 }; /* longer lists are paired by their order */

static bool same_preference(const struct rec *a, const struct rec *b)
{
	return rec_type(a) == TYPE_MX && a->rdata_len > 2 && b->rdata_len > 2 &&
	       memcmp(rec_rdata(a), rec_rdata(b), 2) == 0;
}

/* How many octets at the start and at the end are the same. */
static size_t likeness(const struct rec *a, const struct rec *b)
{
	size_t least = a->rdata_len < b->rdata_len ? a->rdata_len : b->rdata_len;
	const uint8_t *pa = rec_rdata(a), *pb = rec_rdata(b);
	size_t start = 0, end = 0;
	while (start < least && pa[start] == pb[start])
		start++;
	while (start + end < least && pa[a->rdata_len - 1 - end] == pb[b->rdata_len - 1 - end])
		end++;
	return start + end;
}

static long best(const struct rec *gone, const struct pair_set *come, const bool *taken)
{
	long found = PAIR_NONE;
	size_t most = 0;
	for (size_t i = 0; i < come->count; i++) {
		size_t like = taken[i] ? 0 : 1 + likeness(gone, come->items[i]);
		if (like > most) {
			most = like;
			found = (long)i;
		}
	}
	return found;
}

/* Both lists are sorted, so records of one preference stand together. */
static void pair_preferences(
	long *partner, const struct pair_set *gone, const struct pair_set *come, bool *taken)
{
	for (size_t i = 0, j = 0; i < gone->count; i++) {
		while (j < come->count &&
			memcmp(rec_rdata(come->items[j]), rec_rdata(gone->items[i]), 2) < 0)
			j++;
		if (j < come->count && same_preference(gone->items[i], come->items[j])) {
			taken[j] = true;
			partner[i] = (long)j++;
		}
	}
}

void pair_records(long *partner, const struct pair_set *gone, const struct pair_set *come)
{
	bool *taken = mem_zalloc(come->count + 1);
	for (size_t i = 0; i < gone->count; i++)
		partner[i] = PAIR_NONE;
	if (gone->count && come->count && rec_type(gone->items[0]) == TYPE_MX)
		pair_preferences(partner, gone, come, taken);
	size_t next = 0; /* where the first that isn't taken may be */
	for (size_t i = 0; i < gone->count; i++) {
		if (partner[i] != PAIR_NONE)
			continue;
		while (next < come->count && taken[next])
			next++;
		if (next == come->count)
			break;
		partner[i] = come->count > COMPARED_MOST ? (long)next
							 : best(gone->items[i], come, taken);
		taken[partner[i]] = true;
	}
	free(taken);
}
