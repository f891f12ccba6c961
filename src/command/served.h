/*
 * served: what the name servers of a zone answer though no record here says it, by what the
 * providers' descriptions say: its provider records, and records whose annotations steer the
 * answers (a proxy, weights).
 */
#ifndef ZF_COMMAND_SERVED_H
#define ZF_COMMAND_SERVED_H

#include "cli.h"
#include "zone.h"

enum served_what {
	SERVED_KEPT, /* provider records */
	SERVED_ALL, /* and records that are steered */
};

/* A zone of stand-ins (diff.h's compare and verify take it): for each of these an owner and a type,
 * and in place of RDATA what the provider keeps. The caller's. */
struct zf_zone *served_zone(
	const struct zf_zone *zone, enum served_what what, const char *provider_dir);

/* Says once which names are served without a DNS form here. */
void say_served(struct cli *cli, const struct zf_zone *zone);

#endif
