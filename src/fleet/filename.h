/*
 * filename: how the file of a zone is called. Safe everywhere (lower-case letters, digits, '-', '_'
 * and inner dots stand as they are, every other octet is %XX; no name begins with a dot or a
 * hyphen) and injective: no two zones have one name, on file systems that don't know letter case
 * too.
 */
#ifndef ZF_FLEET_FILENAME_H
#define ZF_FLEET_FILENAME_H

#include "name.h"

/* Appends "example.com.zone"; with an id (NULL: none), for zones of one name,
 * "example.com+ID.zone". What would be longer than a file's name may be ends in "~" and a digest of
 * the whole. */
void filename_add(struct buf *b, const struct name *zone, const char *id);

/* The zone that a file's name without ".zone" tells, lower case; false: none, or one of several of
 * that name, or a name that was cut. */
bool filename_read(struct name *zone, struct str stem);

#endif
