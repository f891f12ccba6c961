/* sdpf: what the files of the SDPF simulator share. */
#ifndef SIM_SDPF_H
#define SIM_SDPF_H

#include "sim.h"

void sdpf_refuse(struct reply *r, int status, const char *code, const char *text);

/* "http://127.0.0.1:PORT" of the DNS front. */
char *sdpf_url(const struct service *s);
/* A fresh UUID, to be freed. */
char *sdpf_uuid(struct service *s);
void sdpf_time_stamps(cJSON *document);

/* A copy without the members that only the simulator knows (their names begin with "sim"). */
cJSON *sdpf_shown(const cJSON *document);

/* Answers with the page that limit and marker ask for: {KEY: […], "links", "metadata"}.
 * `path` is the list's own, from /v2 on; `source` is the list that paging faults may change. */
struct sdpf_list {
	const char *key;
	char *path;
	struct selection items; /* both are freed by sdpf_list_answer */
	cJSON *source;
};
void sdpf_list_answer(
	struct service *s, struct request *q, struct sdpf_list *list, struct reply *r);

/* Adds one recordset for each value in `given`, which holds name, type, ttl, records, description.
 */
void sdpf_recordsets_add(struct service *s, cJSON *zone, const cJSON *given, cJSON *added);

/* Whether a body's members have their kinds and ranges; answers otherwise. */
bool sdpf_members_fit(const cJSON *body, const struct field *fields, struct reply *r);
/* What is wrong with a create body, or with what an update makes of a recordset: NULL, or a text
 * behind its E-code; and the answer to it. */
const char *sdpf_create_fault(const struct service *s, const cJSON *zone, const cJSON *given);
const char *sdpf_update_fault(const cJSON *zone, const cJSON *set, const cJSON *changed);
void sdpf_refuse_fault(struct reply *r, const char *fault);

/* Whether writes are seen later only. */
bool sdpf_settles(const struct service *s);
/* Called for what a write has made, where `old` is what was there before. */
void sdpf_settle_created(const struct service *s, cJSON *set);
void sdpf_settle_changed(const struct service *s, cJSON *set, const cJSON *old);
/* False when the recordset can go at once. */
bool sdpf_settle_deleted(const struct service *s, cJSON *set);
/* Deleted, though it may be seen still. */
bool sdpf_is_gone(const cJSON *set);
/* Neither deleted nor not to be seen yet. */
bool sdpf_is_there(const cJSON *set);
/* What a look at the recordset sees, or NULL. */
const cJSON *sdpf_seen(cJSON *set);
/* Removes those that nobody sees any more. */
void sdpf_settle_sweep(const struct service *s, cJSON *sets);

/* The Keystone front is open to all, the DNS front to those with a valid token. */
bool sdpf_authenticate(
	struct service *s, const struct front *f, struct request *q, struct reply *r);

handler sdpf_login;
handler sdpf_recordsets, sdpf_recordset, sdpf_recordset_create, sdpf_recordset_update;
handler sdpf_recordset_delete, sdpf_recordsets_delete;

#endif
