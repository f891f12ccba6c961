/* bunny_records: reading and writing the records of a bunny.net zone. */
#include "bunny.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* What a create or update body may hold; the API documents all of it as optional. */
static const struct field write_fields[] = {
	{"Id", FIELD_INTEGER, false, 0, 0},
	{"Type", FIELD_INTEGER, false, 0, BUNNY_TYPES - 1},
	{"Ttl", FIELD_INTEGER, false, 0, INT32_MAX},
	{"Value", FIELD_STRING, false, 0, 0},
	{"Name", FIELD_STRING, false, 0, 0},
	{"Weight", FIELD_INTEGER, false, 0, 65535},
	{"Priority", FIELD_INTEGER, false, 0, 65535},
	{"Port", FIELD_INTEGER, false, 0, 65535},
	{"Flags", FIELD_INTEGER, false, 0, 255},
	{"Tag", FIELD_STRING, false, 0, 0},
	{"PullZoneId", FIELD_INTEGER, false, 0, 0},
	{"ScriptId", FIELD_INTEGER, false, 0, 0},
	{"Accelerated", FIELD_BOOL, false, 0, 0},
	{"MonitorType", FIELD_INTEGER, false, 0, 3},
	{"GeolocationLatitude", FIELD_NUMBER, false, -90, 90},
	{"GeolocationLongitude", FIELD_NUMBER, false, -180, 180},
	{"LatencyZone", FIELD_STRING, false, 0, 0},
	{"SmartRoutingType", FIELD_INTEGER, false, 0, 2},
	{"Disabled", FIELD_BOOL, false, 0, 0},
	{"EnviromentalVariables", FIELD_ARRAY, false, 0, 0},
	{"Comment", FIELD_STRING, false, 0, 0},
	{"AutoSslIssuance", FIELD_BOOL, false, 0, 0},
	{NULL, FIELD_STRING, false, 0, 0},
};

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

static bool is_address(int family, const char *text)
{
	unsigned char octets[16];
	return inet_pton(family, text, octets) == 1;
}

static bool is_ascii(const char *text)
{
	for (; *text != '\0'; text++)
		if ((unsigned char)*text > 126)
			return false;
	return true;
}

/* Whether the value can be one of its type; answers with the API's words otherwise. */
static bool value_fits(const cJSON *record, struct reply *r)
{
	const char *value = member_text(record, "Value"), *name = member_text(record, "Name");
	enum bunny_type type = (enum bunny_type)member_number(record, "Type");
	bool linked = type == BUNNY_PULL_ZONE || type == BUNNY_SCRIPT;
	size_t n = strlen(name);
	if (n > 0 && name[n - 1] == '.')
		bunny_invalid(r, "Name", "The name is not relative to the zone.");
	else if (type == BUNNY_NS && n == 0)
		bunny_invalid(r, "Name", "NS records are not possible at the root.");
	else if (type == BUNNY_TXT && (*value == '\0' || strlen(value) > 4000 || !is_ascii(value)))
		bunny_invalid(r, "Value", "A TXT value can be a maximum of 4000 ASCII characters.");
	else if (type == BUNNY_A && !is_address(AF_INET, value))
		bunny_invalid(r, "Value", "The value is not a valid IPv4 address.");
	else if (type == BUNNY_AAAA && !is_address(AF_INET6, value))
		bunny_invalid(r, "Value", "The value is not a valid IPv6 address.");
	else if (linked && *member_text(record, "LinkName") == '\0')
		bunny_invalid(r, "LinkName", "The pull zone or script is unknown.");
	else if (type == BUNNY_CAA && *member_text(record, "Tag") == '\0')
		bunny_invalid(r, "Tag", "The tag is required.");
	else if (!linked && *value == '\0')
		bunny_invalid(r, "Value", "The value is required.");
	else
		return true;
	return false;
}

static bool body_fits(struct service *s, struct request *q, struct reply *r)
{
	if (!request_json(s, q, r))
		return false;
	char *wrong = fields_check(q->json, write_fields);
	if (wrong == NULL)
		return true;
	bunny_invalid(r, "", wrong);
	free(wrong);
	return false;
}

void bunny_record_add(struct service *s, struct request *q, cJSON *zone, struct reply *r)
{
	if (!body_fits(s, q, r))
		return;
	cJSON *records = cJSON_GetObjectItem(zone, "Records");
	if (cJSON_GetObjectItem(q->json, "Type") == NULL) {
		bunny_invalid(r, "Type", "The type is required.");
		return;
	}
	if (cJSON_GetArraySize(records) >= BUNNY_ZONE_RECORDS) {
		bunny_invalid(r, "", "The zone has as many records as it can hold.");
		return;
	}
	cJSON *record = bunny_record(s, q->json);
	if (!value_fits(record, r)) {
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
	if (record == NULL || !body_fits(s, q, r))
		return;
	cJSON_DeleteItemFromObject(q->json, "Id");
	cJSON_DeleteItemFromObject(q->json, "Type");
	cJSON *changed = cJSON_Duplicate(record, 1);
	merge(changed, q->json);
	if (!value_fits(changed, r)) {
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
