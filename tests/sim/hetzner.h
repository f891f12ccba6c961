/* hetzner: what the files of the Hetzner Cloud simulator share. */
#ifndef SIM_HETZNER_H
#define SIM_HETZNER_H

#include "sim.h"

void hetzner_refuse(struct reply *r, int status, const char *code, const char *text);
/* The same from a fault, whose first word is the code; it decides the status. */
void hetzner_refuse_fault(struct reply *r, const char *fault);

/* A set of the data file or of a checked body in the form that answers have. */
cJSON *hetzner_set(const cJSON *zone, const cJSON *given);
/* The RRset of the path, or NULL. */
cJSON *hetzner_rrset(const cJSON *zone, const struct request *q);

/* What is wrong with an RRset as it would be among the zone's others but `except`; NULL, or a text
 * behind the error's code. */
const char *hetzner_fault(const cJSON *zone, const cJSON *set, const cJSON *except);
/* Whether the zone owns this set: it is always there. */
bool hetzner_is_fixed(const char *name, const char *type);

/* Starts an action that makes `after` (which it takes) of the set of this id, or deletes it when
 * NULL. Gives the action as answers show it. It is done at once, unless the data file says when. */
struct hetzner_change {
	const char *command;
	char *id; /* freed */
	cJSON *after;
};
cJSON *hetzner_action(
	struct service *s, const struct request *q, cJSON *zone, struct hetzner_change *change);
/* Whether an action on the set is running. */
bool hetzner_is_locked(const struct service *s, const cJSON *zone, const char *id);
/* Carries out what is due. */
void hetzner_settle(struct service *s);

handler hetzner_action_get;
handler hetzner_create, hetzner_delete, hetzner_update;
handler hetzner_set_records, hetzner_change_ttl, hetzner_change_protection;

#endif
