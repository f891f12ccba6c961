/* hostup: what the files of the HostUp simulator share. */
#ifndef SIM_HOSTUP_H
#define SIM_HOSTUP_H

#include "sim.h"

enum { HOSTUP_LIVE_RECORDS = 200 };

/* RFC 7807; `code` NULL: invalid_request. */
void hostup_refuse(struct reply *r, int status, const char *code, const char *text);
char *hostup_id(struct service *s, const char *prefix); /* "drr_…", to be freed */

/* Brings a record of the data file or of a create body into the form that answers have. */
cJSON *hostup_record(struct service *s, const cJSON *zone, const cJSON *given);

handler hostup_records, hostup_record_create, hostup_record_replace, hostup_record_proxy;
handler hostup_record_delete;

#endif
