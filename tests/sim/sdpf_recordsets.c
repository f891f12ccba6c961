/* sdpf_recordsets: the recordsets of an SDPF zone, one value each. */
#include "sdpf.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static bool is_address(int family, const char *text)
{
	unsigned char octets[16];
	return inet_pton(family, text, octets) == 1;
}

static bool is_absolute(const char *text)
{
	size_t n = strlen(text);
	return n > 0 && text[n - 1] == '.' && strchr(text, ' ') == NULL;
}

/* So many numbers of 16 bits, then an absolute name. */
static bool is_numbers_and_name(const char *text, int numbers)
{
	for (; numbers > 0; numbers--) {
		char *end;
		if (strspn(text, "0123456789") == 0 || strtoul(text, &end, 10) > 65535 ||
			*end != ' ')
			return false;
		text = end + 1;
	}
	return is_absolute(text);
}

static bool is_a(const char *text)
{
	return is_address(AF_INET, text);
}

static bool is_aaaa(const char *text)
{
	return is_address(AF_INET6, text);
}

static bool is_mx(const char *text)
{
	return is_numbers_and_name(text, 1);
}

static bool is_srv(const char *text)
{
	return is_numbers_and_name(text, 3);
}

static bool is_text(const char *text)
{
	return *text != '\0';
}

static const struct type {
	const char *name;
	bool (*fits)(const char *value);
} types[] = {{"A", is_a}, {"AAAA", is_aaaa}, {"MX", is_mx}, {"CNAME", is_absolute}, {"SRV", is_srv},
	{"SPF", is_text}, {"TXT", is_text}, {"PTR", is_absolute}, {"NS", is_absolute},
	{NULL, NULL}};

static const struct type *type_find(const char *name)
{
	const struct type *type = types;
	while (type->name != NULL && strcmp(type->name, name) != 0)
		type++;
	return type->name == NULL ? NULL : type;
}

static cJSON *recordset_new(
	struct service *s, const cJSON *zone, const cJSON *given, const char *value)
{
	const char *given_id = member_text(given, "id"); /* in data files, for one value */
	char *id = *given_id == '\0' ? sdpf_uuid(s) : sim_print("%s", given_id);
	char *base = sdpf_url(s);
	char *self = sim_print("%s/v2/zones/%s/recordsets/%s", base, member_text(zone, "id"), id);
	const cJSON *description = cJSON_GetObjectItem(given, "description");
	cJSON *set = cJSON_CreateObject();
	cJSON_AddStringToObject(set, "id", id);
	cJSON_AddStringToObject(set, "action", "");
	cJSON_AddStringToObject(set, "name", member_text(given, "name"));
	cJSON_AddNumberToObject(set, "ttl", member_number(given, "ttl"));
	cJSON_AddItemToObject(set, "description",
		description == NULL ? cJSON_CreateString("") : cJSON_Duplicate(description, 1));
	cJSON_AddItemToArray(cJSON_AddArrayToObject(set, "records"), cJSON_CreateString(value));
	cJSON_AddStringToObject(set, "type", member_text(given, "type"));
	cJSON_AddNumberToObject(set, "version", 1);
	cJSON_AddStringToObject(set, "status", "ACTIVE");
	sdpf_time_stamps(set);
	cJSON_AddStringToObject(set, "zone_id", member_text(zone, "id"));
	cJSON_AddStringToObject(cJSON_AddObjectToObject(set, "links"), "self", self);
	if (cJSON_HasObjectItem(given, "sim_fixed"))
		cJSON_AddTrueToObject(set, "sim_fixed");
	if (member_number(given, "sim_settle") > 0)
		cJSON_AddNumberToObject(set, "sim_settle", member_number(given, "sim_settle"));
	free(id);
	free(base);
	free(self);
	return set;
}

/* What a write's answer shows: no status yet, no dates. */
static cJSON *written(const cJSON *set)
{
	cJSON *shown = sdpf_shown(set);
	cJSON_DeleteItemFromObject(shown, "status");
	cJSON_DeleteItemFromObject(shown, "action");
	member_set(shown, "created_at", cJSON_CreateString(""));
	member_set(shown, "updated_at", cJSON_CreateNull());
	return shown;
}

void sdpf_recordsets_add(struct service *s, cJSON *zone, const cJSON *given, cJSON *added)
{
	cJSON *sets = cJSON_GetObjectItem(zone, "recordsets");
	const cJSON *value;
	cJSON_ArrayForEach(value, cJSON_GetObjectItem(given, "records"))
	{
		cJSON *set = recordset_new(s, zone, given, cJSON_GetStringValue(value));
		cJSON_AddItemToArray(sets, set);
		if (added != NULL)
			cJSON_AddItemToArray(added, written(set));
	}
}

/* Whether it can be seen yet; each look brings what was just created nearer. */
static bool settled(cJSON *set)
{
	double wait = member_number(set, "sim_settle");
	if (wait > 0)
		member_set(set, "sim_settle", cJSON_CreateNumber(wait - 1));
	return wait < 1;
}

void sdpf_recordsets(struct service *s, struct request *q, cJSON *zone, struct reply *r)
{
	const char *part = pairs_get(&q->query, "domain_name");
	cJSON *sets = cJSON_GetObjectItem(zone, "recordsets"), *set;
	struct sdpf_list list = {"recordsets",
		sim_print("/v2/zones/%s/recordsets", member_text(zone, "id")), {0}, sets};
	bool settle = member_number(s->data, "settle") > 0; /* else no recordset needs a look */
	cJSON_ArrayForEach(set, sets)
	{
		if ((!settle || settled(set)) &&
			(part == NULL || strstr(member_text(set, "name"), part) != NULL))
			selection_add(&list.items, set);
	}
	sdpf_list_answer(s, q, &list, r);
}

/* The recordset of the path, or NULL after answering that there is none. */
static cJSON *set_of(const cJSON *zone, const struct request *q, struct reply *r)
{
	cJSON *set = list_find(cJSON_GetObjectItem(zone, "recordsets"), "id", q->segments[4]);
	if (set == NULL || !settled(set)) {
		sdpf_refuse(r, 404, "E2008", "Specified recordset is not found.");
		return NULL;
	}
	return set;
}

void sdpf_recordset(struct service *s, struct request *q, cJSON *zone, struct reply *r)
{
	(void)s;
	const cJSON *set = set_of(zone, q, r);
	if (set != NULL)
		reply_json(r, 200, sdpf_shown(set));
}

static const char *name_fault(const cJSON *zone, const char *name)
{
	const char *apex = member_text(zone, "name");
	size_t n = strlen(name), m = strlen(apex);
	if (!is_absolute(name))
		return "E2012 Domain name must end with a period.";
	if (n < m || strcasecmp(name + n - m, apex) != 0 || (n > m && name[n - m - 1] != '.'))
		return "E2015 Domain name is not in the zone.";
	return NULL;
}

static const char *values_fault(const struct type *type, const cJSON *values)
{
	const cJSON *value;
	if (cJSON_GetArraySize(values) < 1)
		return "E2011 Records are missing.";
	cJSON_ArrayForEach(value, values)
	{
		if (!cJSON_IsString(value) || !type->fits(value->valuestring))
			return "E2011 Format of recordset is invalid.";
	}
	return NULL;
}

/* A CNAME stands alone, and the same value doesn't stand twice. */
static const char *conflict(const cJSON *zone, const cJSON *given, const cJSON *except)
{
	const char *name = member_text(given, "name"), *type = member_text(given, "type");
	const cJSON *values = cJSON_GetObjectItem(given, "records"), *set, *value;
	cJSON_ArrayForEach(set, cJSON_GetObjectItem(zone, "recordsets"))
	{
		const char *other = member_text(set, "type");
		if (set == except || strcasecmp(member_text(set, "name"), name) != 0)
			continue;
		if (strcmp(type, "CNAME") == 0 || strcmp(other, "CNAME") == 0)
			return "E2013 Recordset conflicts with another.";
		const char *held = cJSON_GetStringValue(cJSON_GetObjectItem(set, "records")->child);
		cJSON_ArrayForEach(value, values)
		{
			if (strcmp(type, other) == 0 && strcmp(held, value->valuestring) == 0)
				return "E2013 Recordset conflicts with another.";
		}
	}
	return NULL;
}

/* Answers with a text that begins with its E-code; 409 for conflicts. */
static void refuse_text(struct reply *r, const char *text)
{
	char *code = sim_print("%.5s", text);
	sdpf_refuse(r, strcmp(code, "E2013") == 0 ? 409 : 400, code, text + 6);
	free(code);
}

static const char *create_fault(const cJSON *zone, const cJSON *given)
{
	const struct type *type = type_find(member_text(given, "type"));
	const char *fault = name_fault(zone, member_text(given, "name"));
	if (fault != NULL)
		return fault;
	if (type == NULL)
		return "E2011 Type of recordset is invalid.";
	if (strcmp(type->name, "CNAME") == 0 &&
		strcasecmp(member_text(given, "name"), member_text(zone, "name")) == 0)
		return "E2014 Can't set domain name perfect matching the zone.";
	fault = values_fault(type, cJSON_GetObjectItem(given, "records"));
	return fault != NULL ? fault : conflict(zone, given, NULL);
}

void sdpf_recordset_create(struct service *s, struct request *q, cJSON *zone, struct reply *r)
{
	static const struct field fields[] = {{"name", FIELD_STRING, true, 0, 0},
		{"type", FIELD_STRING, true, 0, 0}, {"ttl", FIELD_INTEGER, true, 0, 86400},
		{"records", FIELD_ARRAY, true, 0, 0}, {"description", FIELD_STRING, false, 0, 255},
		{NULL, FIELD_STRING, false, 0, 0}};
	if (!request_json(s, q, r))
		return;
	char *wrong = fields_check(q->json, fields, NULL);
	const char *fault = wrong != NULL ? NULL : create_fault(zone, q->json);
	if (wrong != NULL) {
		sdpf_refuse(r, 400, "E2011", wrong);
		free(wrong);
		return;
	}
	if (fault != NULL) {
		refuse_text(r, fault);
		return;
	}
	cJSON *answer = cJSON_CreateObject(), *sets = cJSON_AddArrayToObject(answer, "recordsets");
	cJSON_AddNumberToObject(q->json, "sim_settle", member_number(s->data, "settle"));
	sdpf_recordsets_add(s, zone, q->json, sets);
	char *base = sdpf_url(s);
	char *self = sim_print("%s/v2/zones/%s/recordsets", base, member_text(zone, "id"));
	cJSON_AddStringToObject(cJSON_AddObjectToObject(answer, "links"), "self", self);
	free(base);
	free(self);
	cJSON_AddNumberToObject(cJSON_AddObjectToObject(answer, "metadata"), "total_count",
		cJSON_GetArraySize(sets));
	reply_json(r, 202, answer);
}

static bool is_fixed(const cJSON *set, struct reply *r)
{
	if (!cJSON_HasObjectItem(set, "sim_fixed"))
		return false;
	if (strcmp(member_text(set, "type"), "SOA") == 0)
		sdpf_refuse(r, 403, "E2063", "Default SOA record cannot be changed.");
	else
		sdpf_refuse(r, 403, "E2062", "Default NS record cannot be deleted.");
	return true;
}

static const char *update_fault(const cJSON *zone, const cJSON *set, const cJSON *changed)
{
	const cJSON *values = cJSON_GetObjectItem(changed, "records");
	const char *fault = name_fault(zone, member_text(changed, "name"));
	if (fault != NULL)
		return fault;
	if (cJSON_GetArraySize(values) != 1)
		return "E2011 Exactly one record is allowed.";
	fault = values_fault(type_find(member_text(changed, "type")), values);
	return fault != NULL ? fault : conflict(zone, changed, set);
}

/* The answer's "records" is a plain string, unlike anywhere else. */
static void answer_update(const cJSON *set, struct reply *r)
{
	cJSON *shown = written(set);
	const cJSON *value = cJSON_GetObjectItem(set, "records")->child;
	member_set(shown, "records", cJSON_Duplicate(value, 1));
	member_set(shown, "created_at", cJSON_CreateNull());
	reply_json(r, 202, shown);
}

void sdpf_recordset_update(struct service *s, struct request *q, cJSON *zone, struct reply *r)
{
	static const struct field fields[] = {{"name", FIELD_STRING, false, 0, 0},
		{"ttl", FIELD_INTEGER, false, 0, 86400}, {"records", FIELD_ARRAY, false, 0, 0},
		{"description", FIELD_STRING, false, 0, 255}, {NULL, FIELD_STRING, false, 0, 0}};
	cJSON *set = set_of(zone, q, r);
	if (set == NULL || is_fixed(set, r) || !request_json(s, q, r))
		return;
	char *wrong = fields_check(q->json, fields, NULL);
	if (wrong != NULL) {
		sdpf_refuse(r, 400, "E2011", wrong);
		free(wrong);
		return;
	}
	if (q->json->child == NULL) {
		sdpf_refuse(r, 400, "E2040", "Input is empty.");
		return;
	}
	if (!cJSON_HasObjectItem(q->json, "name") && !cJSON_HasObjectItem(q->json, "ttl") &&
		!cJSON_HasObjectItem(q->json, "records")) {
		sdpf_refuse(r, 400, "E2044", "Nothing is to be changed.");
		return;
	}
	cJSON *changed = cJSON_Duplicate(set, 1);
	const cJSON *member;
	cJSON_ArrayForEach(member, q->json)
	{
		member_set(changed, member->string, cJSON_Duplicate(member, 1));
	}
	const char *fault = update_fault(zone, set, changed);
	if (fault != NULL) {
		cJSON_Delete(changed);
		refuse_text(r, fault);
		return;
	}
	cJSON_ReplaceItemViaPointer(cJSON_GetObjectItem(zone, "recordsets"), set, changed);
	answer_update(changed, r);
}

void sdpf_recordset_delete(struct service *s, struct request *q, cJSON *zone, struct reply *r)
{
	(void)s;
	cJSON *set = set_of(zone, q, r);
	if (set == NULL || is_fixed(set, r))
		return;
	cJSON_Delete(cJSON_DetachItemViaPointer(cJSON_GetObjectItem(zone, "recordsets"), set));
	r->status = 204;
}

/* All ids are looked at before the first recordset goes. */
void sdpf_recordsets_delete(struct service *s, struct request *q, cJSON *zone, struct reply *r)
{
	static const struct field fields[] = {
		{"id", FIELD_ARRAY, true, 1, 1000}, {NULL, FIELD_STRING, false, 0, 0}};
	cJSON *sets = cJSON_GetObjectItem(zone, "recordsets");
	if (!request_json(s, q, r))
		return;
	char *wrong = fields_check(q->json, fields, NULL);
	if (wrong != NULL) {
		sdpf_refuse(r, 400, "E2040", wrong);
		free(wrong);
		return;
	}
	const cJSON *ids = cJSON_GetObjectItem(q->json, "id"), *id;
	cJSON_ArrayForEach(id, ids)
	{
		const cJSON *set =
			cJSON_IsString(id) ? list_find(sets, "id", id->valuestring) : NULL;
		if (set == NULL) {
			sdpf_refuse(r, 404, "E2008", "Specified recordset is not found.");
			return;
		}
		if (is_fixed(set, r))
			return;
	}
	cJSON_ArrayForEach(id, ids)
	{
		cJSON *set = list_find(sets, "id", id->valuestring);
		if (set != NULL)
			cJSON_Delete(cJSON_DetachItemViaPointer(sets, set));
	}
	r->status = 204;
}
