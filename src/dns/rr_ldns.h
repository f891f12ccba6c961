/*
 * rr_ldns: records as ldns has them, and back, by their octets.
 */
#ifndef ZF_DNS_RR_LDNS_H
#define ZF_DNS_RR_LDNS_H

#include "name.h"
#include "str.h"

struct ldns_struct_rr;

/* A record of class IN; its RDATA is somebody else's. */
struct rr {
	struct name owner;
	uint16_t type;
	uint32_t ttl;
	struct str rdata;
};

/* A record of ldns with the same octets; release it with ldns_rr_free. RDATA that ldns would not
 * give back as it is has no parts there: ldns prints it as RFC 3597 does. */
struct ldns_struct_rr *rr_to_ldns(const struct rr *r);

/* The octets of a record of ldns; r->rdata lies in `rdata`, which is emptied before. Errors:
 * ZF_ERR_DATA: not class IN, or it has no owner or no data. */
enum zf_status rr_from_ldns(
	struct rr *r, struct buf *rdata, const struct ldns_struct_rr *from, struct zf_error *err);

/* Adds the line that ldns prints. */
void rr_print_ldns(struct buf *b, const struct rr *r);

#endif
