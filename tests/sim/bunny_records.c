/* bunny_records: reading and writing the records of a bunny.net zone. */
#include "bunny.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* All members in the order in which the real API sends them, with their values when nothing else
 * was given. */
static cJSON *record_template(void)
{
	return cJSON_Parse(
		"{\"Id\":0,\"Type\":0,\"Ttl\":300,\"Value\":\"\",\"Name\":\"\",\"Weight\":0,"
		"\"Priority\":0,\"Port\":0,\"Flags\":0,\"Tag\":\"\",\"Accelerated\":false,"
		"\"AcceleratedPullZoneId\":0,\"LinkName\":\"\",\"IPGeoLocationInfo\":null,"
		"\"GeolocationInfo\":null,\"MonitorStatus\":0,\"MonitorType\":0,"
		"\"GeolocationLatitude\":0,\"GeolocationLongitude\":0,\"EnviromentalVariables\":[],"
		"\"LatencyZone\":null,\"SmartRoutingType\":0,\"Disabled\":false,\"Comment\":\"\","
		"\"AutoSslIssuance\":true,\"AccelerationStatus\":0}");
}

/* Pull zones and scripts are written by their ids and read back by LinkName. */
static void link_target(cJSON *record, const char *write_only)
{
	const cJSON *id = cJSON_GetObjectItem(record, write_only);
	if (cJSON_IsNumber(id) && id->valuedouble > 0) {
		char *text = sim_print("%.0f", id->valuedouble);
		char *name = sim_print(
			"%s-%.0f", write_only[0] == 'P' ? "pull" : "script", id->valuedouble);
		member_set(record, "LinkName", cJSON_CreateString(text));
		member_set(record, "Value", cJSON_CreateString(name));
		free(text);
		free(name);
	}
	cJSON_DeleteItemFromObject(record, write_only);
}

/* The real API prints coordinates as 0.0, not 0. */
static void print_coordinate(cJSON *record, const char *name)
{
	const cJSON *value = cJSON_GetObjectItem(record, name);
	if (cJSON_IsNumber(value) && value->valuedouble == (double)(long)value->valuedouble) {
		char *text = sim_print("%.1f", value->valuedouble);
		member_set(record, name, cJSON_CreateRaw(text));
		free(text);
	}
}

/* Members keep the template's spelling of their names, whatever letter case came. */
static void merge(cJSON *record, const cJSON *given)
{
	const cJSON *value;
	cJSON_ArrayForEach(value, given)
	{
		const cJSON *old = cJSON_GetObjectItem(record, value->string);
		char *name = sim_print("%s", old == NULL ? value->string : old->string);
		if (!cJSON_IsNull(value))
			member_set(record, name, cJSON_Duplicate(value, 1));
		free(name);
	}
	link_target(record, "PullZoneId");
	link_target(record, "ScriptId");
	print_coordinate(record, "GeolocationLatitude");
	print_coordinate(record, "GeolocationLongitude");
}

cJSON *bunny_record(struct service *s, const cJSON *given)
{
	cJSON *record = record_template();
	const cJSON *type = cJSON_GetObjectItem(given, "Type");
	member_set(record, "Id", cJSON_CreateNumber((double)s->next_id++));
	if (cJSON_IsNumber(type) && type->valueint <= BUNNY_AAAA)
		member_set(record, "Weight", cJSON_CreateNumber(100));
	merge(record, given);
	return record;
}

void bunny_record_add(struct service *s, struct request *q, cJSON *zone, struct reply *r)
{
	if (!bunny_body_fits(s, q, NULL, NULL, r))
		return;
	cJSON *records = cJSON_GetObjectItem(zone, "Records");
	if (!cJSON_IsNumber(cJSON_GetObjectItem(q->json, "Type"))) {
		bunny_invalid(r, "Type", "The type is required.");
		return;
	}
	if (cJSON_GetArraySize(records) >= BUNNY_ZONE_RECORDS) {
		bunny_invalid(r, "", "The zone has as many records as it can hold.");
		return;
	}
	cJSON *record = bunny_record(s, q->json);
	if (!bunny_value_fits(record, r) || !bunny_stands_beside(zone, record, NULL, r)) {
		cJSON_Delete(record);
		return;
	}
	cJSON_AddItemToArray(records, record);
	reply_json(r, 201, cJSON_Duplicate(record, 1));
}

/* The record of the path, or NULL after answering that there is none. */
static cJSON *record_of(const cJSON *zone, const struct request *q, struct reply *r)
{
	const cJSON *records = cJSON_GetObjectItem(zone, "Records");
	cJSON *record = list_find(records, "Id", q->segments[3]);
	if (record == NULL) {
		cJSON *e = cJSON_CreateObject();
		cJSON_AddStringToObject(e, "ErrorKey", "dnszone.record.not_found");
		cJSON_AddStringToObject(e, "Field", "RecordId");
		cJSON_AddStringToObject(e, "Message", "The requested record was not found\r");
		reply_json(r, 404, e);
	}
	return record;
}

/* Answers 204 without looking at a changed type, as the real API does: the type stays. */
void bunny_record_update(struct service *s, struct request *q, cJSON *zone, struct reply *r)
{
	cJSON *record = record_of(zone, q, r);
	cJSON *extras = cJSON_CreateObject();
	cJSON *changed = NULL;
	if (record != NULL && bunny_body_fits(s, q, record, extras, r)) {
		cJSON_DeleteItemFromObject(q->json, "Type");
		changed = cJSON_Duplicate(record, 1);
		merge(changed, q->json);
		merge(changed, extras);
	}
	cJSON_Delete(extras);
	if (changed == NULL)
		return;
	if (!bunny_value_fits(changed, r) || !bunny_stands_beside(zone, changed, record, r)) {
		cJSON_Delete(changed);
		return;
	}
	cJSON_ReplaceItemViaPointer(cJSON_GetObjectItem(zone, "Records"), record, changed);
	r->status = 204;
}

void bunny_record_delete(struct service *s, struct request *q, cJSON *zone, struct reply *r)
{
	(void)s;
	cJSON *record = record_of(zone, q, r);
	if (record == NULL)
		return;
	cJSON_Delete(cJSON_DetachItemViaPointer(cJSON_GetObjectItem(zone, "Records"), record));
	r->status = 204;
}

void bunny_records_list(struct service *s, struct request *q, cJSON *zone, struct reply *r)
{
	(void)s;
	const char *search = pairs_get(&q->query, "search");
	cJSON *records = cJSON_GetObjectItem(zone, "Records"), *record;
	struct selection found = {0};
	long type = -1;
	if (!request_number(q, "type", (long[]){0, BUNNY_TYPES}, &type)) {
		bunny_invalid(r, "type", "The type is unknown.");
		return;
	}
	cJSON_ArrayForEach(record, records)
	{
		bool fits = type < 0 || member_number(record, "Type") == (double)type;
		if (fits &&
			(search == NULL || strstr(member_text(record, "Name"), search) != NULL ||
				strstr(member_text(record, "Value"), search) != NULL))
			selection_add(&found, record);
	}
	bunny_page(q, &found, records, r);
	selection_free(&found);
}
