/*
 * merge_soa: the SOA of the apex, which is merged field by field.
 */
#ifndef ZF_DIFF_MERGE_SOA_H
#define ZF_DIFF_MERGE_SOA_H

#include "rdata.h"
#include "zone.h"

bool merge_is_apex_soa(const struct rec *r);

struct merge_soa {
	uint8_t rdata[RDATA_MAX];
	size_t size;
};

/* Merges three SOA: fields that both sides changed differently are a conflict (false), but for the
 * serial, which is the higher one. */
bool merge_soa_make(struct merge_soa *soa, const struct rec *base, const struct rec *ours,
	const struct rec *theirs);

/* Makes the serial one more; 0 is left out. */
void merge_soa_raise(struct merge_soa *soa);

/* Whether two SOA are the same, their serials aside. */
bool merge_soa_same_but_serial(const struct rec *a, const struct rec *b);

#endif
