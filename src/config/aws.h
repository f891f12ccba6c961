/*
 * aws: credentials where AWS' own tools keep them: ~/.aws/credentials and ~/.aws/config (or
 * AWS_SHARED_CREDENTIALS_FILE and AWS_CONFIG_FILE), in the profile of AWS_PROFILE or "default", as
 * keys or as what a credential_process gives.
 */
#ifndef ZF_CONFIG_AWS_H
#define ZF_CONFIG_AWS_H

#include <stdint.h>

#include "config_source.h"

/* NULL: there is none. */
struct aws_keys {
	char *id, *secret, *token;
	char *from; /* "profile default of /home/a/.aws/credentials" */
};

/* Reads them; without any file or profile all stay NULL, but a profile that AWS_PROFILE names must
 * be there. A credential_process must have ended at `ends` (struct config_reading), and
 * doesn't get what is hidden. Errors:
 * ZF_ERR_CONFIG (others can read the file, roles and single sign-on, which are not asked for; the
 * process), ZF_ERR_IO. */
enum zf_status aws_keys_read(struct aws_keys *keys, const struct config_hidden *hidden,
	int64_t ends, struct zf_error *err);
void aws_keys_free(struct aws_keys *keys); /* wipes */

#endif
