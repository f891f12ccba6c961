/*
 * zoneferry-ldns: zones of zoneferry and of ldns (https://nlnetlabs.nl/projects/ldns/) made of each
 * other, so that programs written on ldns get providers, transfers, diff and canonical text.
 *
 * Records go over by their octets, never by their text. What is made is a copy: it shares nothing
 * with what it was made of, and each side releases its own. ldns knows neither annotations nor
 * provider records: these stay behind.
 *
 * A program that includes this links with libldns too; pkg-config --libs zoneferry says so.
 */
#ifndef ZONEFERRY_LDNS_H
#define ZONEFERRY_LDNS_H

#include <ldns/ldns.h>

#include "zoneferry.h"

#ifdef __cplusplus
extern "C" {
#endif

/* A zone of ldns with the same records in the same order, to be released with
 * ldns_zone_deep_free. Its SOA is the one of the apex, or NULL when there is none. RDATA that ldns
 * 1.8.3 can't take apart and put together again is in one rdf of type LDNS_RDF_TYPE_UNKNOWN. */
ZF_API ldns_zone *zf_zone_to_ldns(const struct zf_zone *zone);

/* The same as a list with the SOA among the others, to be released with ldns_rr_list_deep_free. */
ZF_API ldns_rr_list *zf_zone_to_ldns_list(const struct zf_zone *zone);

/* A sealed zone with the records of one of ldns, whose SOA tells the apex. Names are made lower
 * case, exact duplicates collapse. Errors, each with the record: ZF_ERR_DATA (no SOA, not class IN,
 * outside the zone, no valid RDATA of its type, a TTL over 2147483647), ZF_ERR_LIMIT. On success
 * *zone is the caller's, to be released with zf_zone_free. */
ZF_API enum zf_status zf_zone_from_ldns(
	struct zf_zone **zone, const ldns_zone *from, struct zf_error *err);

/* The same for a list. `apex` is absolute, its final dot may be missing; NULL: the owner of the
 * list's first SOA. */
ZF_API enum zf_status zf_zone_from_ldns_list(
	struct zf_zone **zone, const ldns_rr_list *from, const char *apex, struct zf_error *err);

#ifdef __cplusplus
}
#endif

#endif
