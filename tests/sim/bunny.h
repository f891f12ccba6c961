/* bunny: what the files of the bunny.net simulator share. */
#ifndef SIM_BUNNY_H
#define SIM_BUNNY_H

#include "sim.h"

enum bunny_type {
	BUNNY_A,
	BUNNY_AAAA,
	BUNNY_CNAME,
	BUNNY_TXT,
	BUNNY_MX,
	BUNNY_REDIRECT,
	BUNNY_FLATTEN,
	BUNNY_PULL_ZONE,
	BUNNY_SRV,
	BUNNY_CAA,
	BUNNY_PTR,
	BUNNY_SCRIPT,
	BUNNY_NS,
	BUNNY_SVCB,
	BUNNY_HTTPS,
	BUNNY_TLSA,
	BUNNY_TYPES
};

enum { BUNNY_ZONE_RECORDS = 5000 };

/* {"ErrorKey":"validation_error","Field":…,"Message":…} with 400. */
void bunny_invalid(struct reply *r, const char *field, const char *message);

/* Brings a record of the data file or of a create body into the form that answers have. */
cJSON *bunny_record(struct service *s, const cJSON *given);

/* Whether a body can be one of a create call (`record` NULL) or of an update of a record; answers
 * otherwise. What only this record has is moved to `extras`. */
bool bunny_body_fits(
	struct service *s, struct request *q, const cJSON *record, cJSON *extras, struct reply *r);
/* Whether a record's value can be one of its type, and whether it may stand beside the zone's other
 * records but `except`; answers otherwise. */
bool bunny_value_fits(const cJSON *record, struct reply *r);
bool bunny_stands_beside(
	const cJSON *zone, const cJSON *record, const cJSON *except, struct reply *r);

handler bunny_records_list, bunny_record_add, bunny_record_update, bunny_record_delete;
handler bunny_export, bunny_scan_start, bunny_scan_latest;

/* The page of a selection that the parameters page and perPage ask for, as bunny's envelope.
 * False after refusing them. `source` is the list that paging faults may change. */
bool bunny_page(struct request *q, const struct selection *all, cJSON *source, struct reply *r);

#endif
