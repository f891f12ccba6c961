/*
 * named_conf: what BIND's configuration knows of zone files: whose zone each is, and the folder to
 * which $INCLUDE is relative. BIND's own named-checkconf reads it (named-checkconf -p -x), so that
 * includes, views and defaults are as they are for named.
 */
#ifndef ZF_COMMAND_NAMED_CONF_H
#define ZF_COMMAND_NAMED_CONF_H

#include "zonefile.h"

struct named_conf {
	struct zonefile_known *files; /* sorted by path */
	size_t count, cap;
	char *folder; /* of its option "directory", or NULL */
	const char **include_dirs; /* those of the command line, and the folder */
	char *path; /* of the configuration */
};

/* Reads the configuration at `path`. Errors: ZF_ERR_NOT_FOUND (named-checkconf is not installed),
 * ZF_ERR_CONFIG (what it said), ZF_ERR_LIMIT. On success release with named_conf_free. */
enum zf_status named_conf_read(struct named_conf **conf, const char *path, struct zf_error *err);
void named_conf_free(struct named_conf *conf); /* NULL is allowed */

/* Lets files be read as the configuration says, which must outlive the options. */
void named_conf_use(struct named_conf *conf, struct zonefile_options *options);

#endif
