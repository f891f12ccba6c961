#include "merge_trio.h"

bool merge_trio_next(struct merge_trio *t, const struct zf_zone *const zones[3], size_t at[3],
	const size_t to[3])
{
	const struct rec *least = NULL;
	for (int i = 0; i < 3; i++) {
		t->r[i] = at[i] < to[i] ? zones[i]->recs[at[i]] : NULL;
		if (t->r[i] && (!least || rec_cmp(t->r[i], least) < 0))
			least = t->r[i];
	}
	for (int i = 0; i < 3; i++) {
		if (t->r[i] && rec_cmp(t->r[i], least) != 0)
			t->r[i] = NULL;
		at[i] += t->r[i] != NULL;
	}
	return least != NULL;
}

bool merge_same_value(const struct rec *a, const struct rec *b)
{
	if (!a || !b)
		return a == b;
	return a->ttl == b->ttl && rec_same_annotations(a, b);
}
