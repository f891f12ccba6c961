/*
 * accounts: the provider's account that an operand names.
 */
#ifndef ZF_COMMAND_ACCOUNTS_H
#define ZF_COMMAND_ACCOUNTS_H

#include "cli.h"
#include "engine.h"

/* Opens "bunny", "bunny@work" or "bunny:" with what the global flags say; on success *p is the
 * caller's (provider_close). Errors: ZF_ERR_USAGE, and those of provider_open. */
enum zf_status account_open(
	struct provider **p, struct cli *cli, const char *operand, struct zf_error *err);

#endif
