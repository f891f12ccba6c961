/*
 * catalog: the member zones that a catalog zone lists (RFC 9432).
 */
#ifndef ZF_SERVER_CATALOG_H
#define ZF_SERVER_CATALOG_H

#include "zone.h"

/* Who is told of each member, in the order of the catalog; anything but ZF_OK ends the reading. */
struct catalog_listener {
	enum zf_status (*member)(void *user, const struct name *member, struct zf_error *err);
	void *user;
};

/* Errors: ZF_ERR_DATA: it is no catalog of version 2, or broken (section 5.1): two PTR at one
 * member node, or a zone that is a member twice. Then nobody was told of any. */
enum zf_status catalog_read(
	const struct zf_zone *catalog, const struct catalog_listener *to, struct zf_error *err);

#endif
