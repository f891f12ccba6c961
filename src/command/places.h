/*
 * places: operands that may stand for many zones: a folder for the zone files in it, an account
 * ("bunny", "bunny@work:") for its zones.
 */
#ifndef ZF_COMMAND_PLACES_H
#define ZF_COMMAND_PLACES_H

#include "cli.h"
#include "inputs.h"

/* Is handed one zone, as `where`. */
typedef enum zf_status place_fn(
	void *user, const struct zf_zone *zone, const char *where, struct zf_error *err);

/* Loads each zone that the operands stand for (none: the folder "."), one after the other, and
 * hands it on; says what can't be read, and goes on. Returns EXIT_DONE; EXIT_PARTLY when some could
 * not be read; EXIT_TROUBLE when none could; EXIT_USAGE. */
int places_visit(struct cli *cli, const struct opt_list *operands, const struct read_flags *flags,
	place_fn *visit, void *user);

#endif
