/* sdpf_recordsets: the recordsets of an SDPF zone, one value each. */
#include "sdpf.h"

#include <stdlib.h>
#include <string.h>

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
		if (added != NULL) {
			cJSON_AddItemToArray(added, written(set));
			sdpf_settle_created(s, set);
		}
	}
}

void sdpf_recordsets(struct service *s, struct request *q, cJSON *zone, struct reply *r)
{
	const char *part = pairs_get(&q->query, "domain_name");
	cJSON *sets = cJSON_GetObjectItem(zone, "recordsets"), *set;
	struct sdpf_list list = {"recordsets",
		sim_print("/v2/zones/%s/recordsets", member_text(zone, "id")), {0}, sets};
	bool settle = sdpf_settles(s); /* else no recordset needs a look */
	cJSON_ArrayForEach(set, sets)
	{
		const cJSON *seen = settle ? sdpf_seen(set) : set;
		if (seen != NULL &&
			(part == NULL || strstr(member_text(seen, "name"), part) != NULL))
			selection_add(&list.items, seen);
	}
	sdpf_list_answer(s, q, &list, r);
	sdpf_settle_sweep(s, sets);
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

static void no_recordset(struct reply *r)
{
	sdpf_refuse(r, 404, "E2008", "Specified recordset is not found.");
}

void sdpf_recordset(struct service *s, struct request *q, cJSON *zone, struct reply *r)
{
	cJSON *sets = cJSON_GetObjectItem(zone, "recordsets");
	cJSON *set = list_find(sets, "id", q->segments[4]);
	const cJSON *seen = set == NULL ? NULL : sdpf_seen(set);
	if (seen != NULL)
		reply_json(r, 200, sdpf_shown(seen));
	else
		no_recordset(r);
	sdpf_settle_sweep(s, sets);
}

/* The recordset of the path for a write, or NULL after answering that there is none, or that it
 * is fixed. One that isn't seen yet isn't there. */
static cJSON *set_of(const cJSON *zone, const struct request *q, struct reply *r)
{
	cJSON *set = list_find(cJSON_GetObjectItem(zone, "recordsets"), "id", q->segments[4]);
	if (set == NULL || !sdpf_is_there(set)) {
		no_recordset(r);
		return NULL;
	}
	return is_fixed(set, r) ? NULL : set;
}

void sdpf_recordset_create(struct service *s, struct request *q, cJSON *zone, struct reply *r)
{
	static const struct field fields[] = {{"name", FIELD_STRING, true, 0, 0},
		{"type", FIELD_STRING, true, 0, 0}, {"ttl", FIELD_INTEGER, true, 0, 86400},
		{"records", FIELD_ARRAY, true, 0, 0}, {"description", FIELD_STRING, false, 0, 255},
		{NULL, FIELD_STRING, false, 0, 0}};
	if (!request_json(s, q, r) || !sdpf_members_fit(q->json, fields, r))
		return;
	sdpf_settle_sweep(s, cJSON_GetObjectItem(zone, "recordsets"));
	const char *fault = sdpf_create_fault(s, zone, q->json);
	if (fault != NULL) {
		sdpf_refuse_fault(r, fault);
		return;
	}
	cJSON *answer = cJSON_CreateObject(), *sets = cJSON_AddArrayToObject(answer, "recordsets");
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
	sdpf_settle_sweep(s, cJSON_GetObjectItem(zone, "recordsets"));
	cJSON *set = set_of(zone, q, r);
	if (set == NULL || !request_json(s, q, r) || !sdpf_members_fit(q->json, fields, r))
		return;
	if (!cJSON_HasObjectItem(q->json, "name") && !cJSON_HasObjectItem(q->json, "ttl") &&
		!cJSON_HasObjectItem(q->json, "records")) {
		sdpf_refuse(r, 400, "E2044", "Nothing is to be changed.");
		return;
	}
	cJSON *changed = cJSON_Duplicate(set, 1);
	const cJSON *member;
	cJSON_ArrayForEach(member, q->json)
	{
		if (!cJSON_IsNull(member) || strcmp(member->string, "description") == 0)
			member_set(changed, member->string, cJSON_Duplicate(member, 1));
	}
	const char *fault = sdpf_update_fault(zone, set, changed);
	if (fault != NULL) {
		cJSON_Delete(changed);
		sdpf_refuse_fault(r, fault);
		return;
	}
	sdpf_settle_changed(s, changed, set);
	answer_update(changed, r);
	cJSON_ReplaceItemViaPointer(cJSON_GetObjectItem(zone, "recordsets"), set, changed);
}

static void delete_set(const struct service *s, cJSON *sets, cJSON *set)
{
	if (!sdpf_settle_deleted(s, set))
		cJSON_Delete(cJSON_DetachItemViaPointer(sets, set));
}

void sdpf_recordset_delete(struct service *s, struct request *q, cJSON *zone, struct reply *r)
{
	cJSON *set = set_of(zone, q, r);
	if (set == NULL)
		return;
	delete_set(s, cJSON_GetObjectItem(zone, "recordsets"), set);
	r->status = 204;
}

/* All ids are looked at before the first recordset goes. */
void sdpf_recordsets_delete(struct service *s, struct request *q, cJSON *zone, struct reply *r)
{
	static const struct field fields[] = {
		{"id", FIELD_ARRAY, true, 1, 1000}, {NULL, FIELD_STRING, false, 0, 0}};
	cJSON *sets = cJSON_GetObjectItem(zone, "recordsets");
	if (!request_json(s, q, r) || !sdpf_members_fit(q->json, fields, r))
		return;
	const cJSON *ids = cJSON_GetObjectItem(q->json, "id"), *id;
	cJSON_ArrayForEach(id, ids)
	{
		const cJSON *set =
			cJSON_IsString(id) ? list_find(sets, "id", id->valuestring) : NULL;
		if (set == NULL || !sdpf_is_there(set)) {
			no_recordset(r);
			return;
		}
		if (is_fixed(set, r))
			return;
	}
	cJSON_ArrayForEach(id, ids)
	{
		cJSON *set = list_find(sets, "id", id->valuestring);
		if (set != NULL && !sdpf_is_gone(set)) /* an id may stand twice */
			delete_set(s, sets, set);
	}
	r->status = 204;
}
