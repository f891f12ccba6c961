/*
 * zone_server: a zone at a name server, as axfr:// locations name it, and the way there over TCP.
 */
#ifndef ZF_SERVER_ZONE_SERVER_H
#define ZF_SERVER_ZONE_SERVER_H

#include "net.h"
#include "tsig.h"

struct zone_server {
	const char *host; /* name or address */
	const char *port; /* number; NULL: 53 */
	const char *zone; /* the apex, as text; the final dot may be missing */
	const struct tsig_key *key; /* or NULL */
	size_t max_records; /* of a transfer; 0: ZONE_MAX_RECORDS */
	unsigned timeout; /* seconds for all of it; 0: what the work takes by itself */
};

/* Connects; all that follows is over after the server's timeout, or `seconds` when it has none.
 * Errors: ZF_ERR_NETWORK. On success close with dns_stream_close. */
enum zf_status zone_server_connect(struct dns_stream *stream, const struct zone_server *server,
	unsigned seconds, struct zf_error *err);

/* "axfr://host:port/zone" as the place of the error that is there, unless it has one. */
void zone_server_place(const struct zone_server *server, struct zf_error *err);

#endif
