/* hostup: what the files of the HostUp simulator share. */
#ifndef SIM_HOSTUP_H
#define SIM_HOSTUP_H

#include "sim.h"

enum { HOSTUP_LIVE_RECORDS = 200 };

/* RFC 7807; `code` NULL: invalid_request. */
void hostup_refuse(struct reply *r, int status, const char *code, const char *text);
/* 400 with `member` as the place in the body that is wrong. */
void hostup_invalid(struct reply *r, const char *member, const char *text);
char *hostup_id(struct service *s, const char *prefix); /* "drr_…", to be freed */

/* Brings a record of the data file or of a create body into the form that answers have. */
cJSON *hostup_record(struct service *s, const cJSON *zone, const cJSON *given);

bool hostup_type_known(const char *type);
bool hostup_type_proxied(const char *type); /* whether it can be */

/* Whether a body can be one of a create call (`replaced` NULL) or of one that replaces a record;
 * answers otherwise. */
bool hostup_body_fits(struct service *s, struct request *q, const cJSON *zone,
	const cJSON *replaced, struct reply *r);
/* NULL, or how a record would conflict with another one of the zone than `except`. */
const char *hostup_conflict(const cJSON *zone, const cJSON *record, const cJSON *except);

handler hostup_records, hostup_record_create, hostup_record_replace, hostup_record_proxy;
handler hostup_record_delete;

#endif
