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

/* Whether ldns 1.8.3 can be given a text of that type, "owner TTL IN type RDATA": SVCB's
 * ipv6hint overruns its buffer, WKS is used after it was freed, LOC reads what was never set where
 * minutes or seconds are left out, its time for strings grows with the square of their number, and
 * over 65,534 characters nothing is read as it is. */
bool rr_reader_is_safe(uint16_t type, const char *text, size_t size);

/* A whole text, read as ldns' file reader does: it begins without an origin (the SOA's owner
 * becomes it then), and a TTL that is left out is that of $TTL, the last one stated, or 3600. The
 * text must outlive it. */
struct rr_text;
struct rr_text *rr_text_new(const char *text, size_t size);
void rr_text_free(struct rr_text *t); /* NULL is allowed */
void rr_text_set_origin(struct rr_text *t, const struct name *origin);
/* The origin in force; false: there is none. */
bool rr_text_origin(const struct rr_text *t, struct name *origin);
void rr_text_set_owner(struct rr_text *t, const struct name *owner); /* as for a reader */

enum rr_text_kind { RR_TEXT_RECORD, RR_TEXT_NOTHING, RR_TEXT_REFUSED };
struct rr_text_line {
	size_t at; /* where it begins; then, where it ends */
	bool states_ttl;
	const char *why; /* RR_TEXT_REFUSED: ldns' own word */
};
/* Reads what begins at line->at, a record or directive or empty line; r and rdata as for
 * rr_reader_read. */
enum rr_text_kind rr_text_read(
	struct rr_text *t, struct rr *r, struct buf *rdata, struct rr_text_line *line);
/* What ldns would take over from a record that it wasn't asked about. */
void rr_text_pass(struct rr_text *t, const struct rr *r, bool states_ttl);

/* Whether ldns has a text of its own for a type of this name. */
bool rr_reader_knows_type(const char *name);

/* Adds the line that ldns prints. */
void rr_print_ldns(struct buf *b, const struct rr *r);

#endif
