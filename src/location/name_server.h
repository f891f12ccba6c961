/*
 * name_server: what reading from and writing to a zone at a name server share: where it is, and the
 * TSIG key of the configuration.
 */
#ifndef ZF_LOCATION_NAME_SERVER_H
#define ZF_LOCATION_NAME_SERVER_H

#include "location.h"
#include "zone_server.h"

struct name_server {
	struct zone_server server; /* of what follows */
	char *host, *port, *zone;
	struct tsig_key key;
};

/* Of a location of kind LOCATION_AXFR; nothing is sent. Errors: ZF_ERR_CONFIG (the key), and those
 * of reading the configuration. On success release with name_server_close. */
enum zf_status name_server_open(struct name_server *s, const struct location *loc,
	const struct load_env *env, struct zf_error *err);
void name_server_close(struct name_server *s);

#endif
