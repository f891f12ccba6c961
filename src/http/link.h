/*
 * link: URLs of next pages, as answers give them.
 */
#ifndef ZF_HTTP_LINK_H
#define ZF_HTTP_LINK_H

#include "str.h"

/* The target of rel="next" in a Link header (RFC 8288 section 3); {NULL, 0}: there is none. */
struct str link_next(const char *header);

#endif
