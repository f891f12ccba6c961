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

/* The Keystone front is open to all, the DNS front to those with a valid token. */
bool sdpf_authenticate(
	struct service *s, const struct front *f, struct request *q, struct reply *r);

handler sdpf_login;
handler sdpf_recordsets, sdpf_recordset, sdpf_recordset_create, sdpf_recordset_update;
handler sdpf_recordset_delete, sdpf_recordsets_delete;

#endif
