/* cloudflare: what the files of the Cloudflare simulator share. */
#ifndef SIM_CLOUDFLARE_H
#define SIM_CLOUDFLARE_H

#include "sim.h"

void cloudflare_refuse(struct reply *r, int status, const char *code, const char *text);
/* {"success": true, …, "result": result} */
void cloudflare_answer(struct reply *r, cJSON *result);

/* Brings a record of the data file or of a checked body into the form that answers have. */
cJSON *cloudflare_record(struct service *s, const cJSON *given);

/* A body may have more members than the simulator knows: those that `record` (or NULL), which it is
 * to change, has too. NULL, or the code and words of what is wrong, to be freed. */
char *cloudflare_body_fault(const cJSON *zone, const cJSON *body, const cJSON *record);
/* The same for a record beside these of the zone but `except`. */
char *cloudflare_conflict(
	const cJSON *zone, const cJSON *records, const cJSON *record, const cJSON *except);
/* The members of a record that clients may write. */
cJSON *cloudflare_writable(const cJSON *record);
/* What "content" is of a type that is written by "data"; NULL for others. */
char *cloudflare_content(const char *type, const cJSON *data);

handler cloudflare_create, cloudflare_replace, cloudflare_patch, cloudflare_delete;
handler cloudflare_batch;

#endif
