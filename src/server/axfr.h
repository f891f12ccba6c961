/*
 * axfr: a zone from a name server by zone transfer (RFC 5936), with TSIG (RFC 8945) if wanted.
 *
 * What arrives is a whole zone or an error: ids, questions, the first and last SOA, owners, classes
 * and signatures are all held against what was asked, and nothing waits or grows without end.
 *
 * The reader of transfers in ldns 1.8.3 is not used: it says complete to wrong ids, cut zones,
 * other zones and records outside of them, has no end in time, and overflows the stack by messages
 * without records.
 */
#ifndef ZF_SERVER_AXFR_H
#define ZF_SERVER_AXFR_H

#include "zone.h"
#include "zone_server.h"

/* The limits of a transfer. */
enum {
	AXFR_SECONDS =
		600, /* without a timeout: ten million records take minutes over a slow line */
	AXFR_MAX_OCTETS = 1 << 30, /* as zone files */
	AXFR_MAX_EMPTY = 1000, /* messages without a record: a server that says nothing */
};

/* Errors: ZF_ERR_NETWORK, ZF_ERR_AUTH (refused, or the signature), ZF_ERR_NOT_FOUND (not the server
 * of this zone), ZF_ERR_ANSWER (malformed, or not what was asked), ZF_ERR_LIMIT. On success *zone
 * is the caller's. */
enum zf_status axfr_fetch(struct zf_zone **zone, const struct zone_server *q, struct zf_error *err);

/* The same without the network: takes the messages of a transfer one by one. For axfr_fetch, and
 * for tests. */
struct axfr {
	const struct zone_server *server;
	struct name apex;
	struct zone_builder *builder;
	enum { AXFR_BEGIN, AXFR_INSIDE, AXFR_DONE } state;
	struct tsig_session tsig; /* used with a key */
	uint16_t id;
	struct buf soa; /* RDATA of the first record */
	struct buf rdata;
	size_t octets, empty;
};

/* Prepares the query in `query` of *n octets. Errors: ZF_ERR_USAGE (the zone is no domain name). On
 * success release with axfr_free. */
enum { AXFR_QUERY_ROOM = DNS_QUERY_ROOM + TSIG_ROOM };
enum zf_status axfr_init(struct axfr *x, const struct zone_server *q,
	uint8_t query[AXFR_QUERY_ROOM], size_t *n, struct zf_error *err);
/* Takes the next message; the transfer is whole when x->state is AXFR_DONE. */
enum zf_status axfr_take(struct axfr *x, const uint8_t *p, size_t n, struct zf_error *err);
void axfr_free(struct axfr *x);

#endif
