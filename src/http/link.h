/*
 * link: URLs of next pages, as answers give them.
 */
#ifndef ZF_HTTP_LINK_H
#define ZF_HTTP_LINK_H

#include "str.h"

/* The target of rel="next" in a Link header (RFC 8288 section 3) in *next; {NULL, 0}: there is
 * none. False: the header is malformed, or has a rel that isn't read here (rel*=): whether there is
 * one can't be told. */
bool link_next(const char *header, struct str *next);

#endif
