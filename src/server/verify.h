/*
 * verify: what the name servers of a zone say, held against the zone.
 *
 * Every RRset that a server is to answer with authority is asked for. Two things can't be: records
 * below a delegation that aren't glue are never shown, and signatures and NSEC aren't answers of
 * their own. Glue and the NS of a delegation are compared when a referral shows them.
 *
 * What is served in place of a provider record can't be judged; but where nothing is answered at
 * all, the server differs.
 *
 * What a server was not heard about is never taken for missing: it is counted, and the server does
 * not agree then.
 */
#ifndef ZF_SERVER_VERIFY_H
#define ZF_SERVER_VERIFY_H

#include <netinet/in.h>

#include "diff.h"

/* A server is one address; a name with two addresses makes two. */
struct verify_server {
	char *name; /* "ns1.example.net. 192.0.2.1", or as it was given; owned */
	char *problem; /* why it has no address; NULL: it has; owned */
	union {
		struct sockaddr any;
		struct sockaddr_in v4;
		struct sockaddr_in6 v6;
	} address;
	socklen_t address_len;
};

struct verify_servers {
	struct verify_server *items;
	size_t count, cap;
};

/* Adds the addresses of HOST, HOST:PORT, [ADDRESS] or [ADDRESS]:PORT. A host without address is
 * added with its problem. Errors: ZF_ERR_USAGE (the port). */
enum zf_status verify_add_server(
	struct verify_servers *servers, const char *text, struct zf_error *err);
/* Adds the servers that the zone names at its apex, by the addresses in the zone, else by the
 * system's resolver. */
void verify_add_own_servers(struct verify_servers *servers, const struct zf_zone *zone);
void verify_servers_free(struct verify_servers *servers);

enum verify_state {
	VERIFY_AGREES,
	VERIFY_DIFFERS,
	VERIFY_PARTLY, /* agrees, but some RRsets were not heard of */
	VERIFY_LAME, /* it answers, but doesn't serve the zone */
	VERIFY_SILENT, /* no answer at all */
};

/* RFC 1982: of the server's serial to the zone's. */
enum verify_order { VERIFY_SAME, VERIFY_OLDER, VERIFY_NEWER, VERIFY_UNDEFINED };

struct verify_result {
	enum verify_state state;
	char reason[1024]; /* of LAME and SILENT; of PARTLY an RRset that was not heard of */
	uint32_t serial; /* unless LAME or SILENT */
	enum verify_order order; /* SAME when the zone has no SOA of its own */
	size_t asked, missing; /* RRsets; missing: not heard of */
	/* Names that are served in another way than by records: answered, which can't be judged;
	 * and not answered at all, which differs. */
	size_t not_judged, not_served;
	/* Of DIFFERS, AGREES and PARTLY: what was heard of, as the zone has it and as the server
	 * does; owned, as the diff is. */
	struct zf_zone *expected, *seen;
	struct diff diff;
};

struct verify_options {
	const struct zf_zone *served; /* what is served without a record in the zone, as
					 compare.h has it; NULL: nothing */
	struct diff_options diff; /* what doesn't count; annotations never do */
	unsigned timeout; /* seconds for all of it; 0: what the rate needs and a minute */
	unsigned rate; /* questions a second to each server; 0: VERIFY_RATE */
};

enum { VERIFY_RATE = 500 };

/* Asks all servers side by side; results[i] is about servers->items[i] and to be released with
 * verify_result_free. */
void verify_zone(struct verify_result *results, const struct verify_servers *servers,
	const struct zf_zone *zone, const struct verify_options *options);
void verify_result_free(struct verify_result *result);

/* How serial a compares to b. */
enum verify_order verify_serial_order(uint32_t a, uint32_t b);

#endif
