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

/* Reads lines of zone text as programs do that are written on ldns. */
struct rr_reader;
struct rr_reader *rr_reader_new(void);
void rr_reader_free(struct rr_reader *reader); /* NULL is allowed */
void rr_reader_set_origin(struct rr_reader *reader, const struct name *origin);
/* Sets the owner that the next record takes over where it states none. */
void rr_reader_set_owner(struct rr_reader *reader, const struct name *owner);

/* Reads one record, "owner TTL class type RDATA" on one line without comments; what it may leave
 * out is taken over from the line before, or `ttl`. r->rdata lies in `rdata`, and is canonical.
 * False: ldns refuses it; *why is its own word for that, a static text. Not for text that ldns is
 * not safe with: rr_reader_is_safe. */
struct rr_line {
	const char *text;
	uint32_t ttl;
};
bool rr_reader_read(struct rr_reader *reader, struct rr *r, struct buf *rdata,
	const struct rr_line *line, const char **why);

/* Whether ldns 1.8.3 can be given a text of that type: SVCB's ipv6hint overruns its buffer, WKS is
 * used after it was freed, its time for strings grows with the square of their number, and over
 * 65,534 characters nothing is read as it is. */
bool rr_reader_is_safe(uint16_t type, const char *text, size_t size);

/* Whether ldns has a text of its own for a type of this name. */
bool rr_reader_knows_type(const char *name);

/* Adds the line that ldns prints. */
void rr_print_ldns(struct buf *b, const struct rr *r);

#endif
