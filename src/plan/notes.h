/*
 * notes: whose annotations a target keeps.
 */
#ifndef ZF_PLAN_NOTES_H
#define ZF_PLAN_NOTES_H

#include "operation.h"

/* Whether the target keeps what provider `name` says. */
bool notes_are_kept(const struct target_kind *kind, struct str name);

/* Those annotations of a record that the target keeps; comments are left out. The octets are the
 * record's or are put into `room`, and live as long as both. */
struct str notes_for(const struct target_kind *kind, const struct rec *r, struct buf *room);

#endif
