/*
 * own_origin: what a zone text itself tells about its origin, whatever its file is called.
 */
#ifndef ZF_GIT_OWN_ORIGIN_H
#define ZF_GIT_OWN_ORIGIN_H

#include "name.h"
#include "str.h"

enum own_origin {
	OWN_ORIGIN_NONE, /* nothing: all names are relative to something outside */
	OWN_ORIGIN_STATED, /* an absolute $ORIGIN stands before the SOA */
	OWN_ORIGIN_SOA, /* the SOA's owner is absolute: *origin is it */
	OWN_ORIGIN_UNDOTTED, /* it is several labels, which mostly lack a dot: *origin is they */
};

enum own_origin own_origin_find(struct name *origin, struct str text);

#endif
