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

/* Whether annotations say the TTL in the target's own word. */
bool notes_say_ttl(const struct target_kind *kind, struct str notes);

/* Annotations that do, without it. The octets are put into `room`. */
struct str notes_without_ttl(const struct target_kind *kind, struct str notes, struct buf *room);

#endif
