/*
 * served: what is served of a zone though no record here stands for it: its provider records, by
 * what their descriptions say.
 */
#ifndef ZF_COMMAND_SERVED_H
#define ZF_COMMAND_SERVED_H

#include "cli.h"
#include "zone.h"

/* A zone of stand-ins (diff.h's compare and verify take it): for each provider record that is
 * served an owner and a type, and in place of RDATA what the provider keeps. The caller's. */
struct zf_zone *served_zone(const struct zf_zone *zone, const char *provider_dir);

/* Says once which names are served without a DNS form here. */
void say_served(struct cli *cli, const struct zf_zone *zone);

#endif
