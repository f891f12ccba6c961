/*
 * merge_rule: what may stand at a name once only, or not together. Each of two branches can keep
 * such a rule, and what is merged of them still break it.
 */
#ifndef ZF_DIFF_MERGE_RULE_H
#define ZF_DIFF_MERGE_RULE_H

#include "zone.h"

enum merge_rule_kind {
	KIND_SOA,
	KIND_CNAME,
	KIND_BESIDE_CNAME, /* what may not be: all but rrtype_may_accompany_cname */
	KIND_DNAME,
	KIND_CUT, /* NS below the apex */
	KIND_NULL_MX,
	KIND_MX, /* another one */
	KIND_SPF_TYPE,
	KIND_SPF, /* this and those below: TXT */
	KIND_DMARC,
	KIND_DKIM,
	KIND_MTA_STS,
	KIND_TLSRPT,
	KIND_COUNT
};

/* The records of one owner, counted; starts out as all zero. */
struct merge_rule {
	size_t counts[KIND_COUNT];
};

void merge_rule_count(struct merge_rule *rule, const struct rec *r);

/* The rules that the records break, a bit each; 0: none. */
unsigned merge_rule_faults(const struct merge_rule *rule);

/* The same for records from..to-1 of a zone, which have one owner. */
unsigned merge_rule_faults_of(const struct zf_zone *zone, size_t from, size_t to);

#endif
