/* hetzner_write: creating, changing and deleting RRsets, each by an action. */
#include "hetzner.h"

#include <stdlib.h>
#include <string.h>

static const struct field ttl_field = {"ttl", FIELD_INTEGER, false, 60, INT32_MAX};

/* Whether a body has these members and no others; answers otherwise. */
static bool body_fits(
	struct service *s, struct request *q, const struct field *fields, struct reply *r)
{
	if (!request_json(s, q, r))
		return false;
	char *wrong = fields_check(q->json, fields, NULL);
	if (wrong == NULL)
		return true;
	hetzner_refuse(r, 422, NULL, wrong);
	free(wrong);
	return false;
}

static void answer_action(struct reply *r, cJSON *action, const cJSON *set)
{
	cJSON *answer = cJSON_CreateObject();
	if (set != NULL)
		cJSON_AddItemToObject(answer, "rrset", cJSON_Duplicate(set, 1));
	cJSON_AddItemToObject(answer, "action", action);
	reply_json(r, 201, answer);
}

/* Whether nothing else is at work at the set, and nothing protects it; answers otherwise. */
static bool is_free(const struct service *s, const cJSON *zone, const char *id, struct reply *r)
{
	const cJSON *set = list_find(cJSON_GetObjectItem(zone, "rrsets"), "id", id);
	const cJSON *protection = cJSON_GetObjectItem(set, "protection");
	if (hetzner_is_locked(s, zone, id))
		hetzner_refuse_fault(r, "locked an action on this rrset is running");
	else if (cJSON_IsTrue(cJSON_GetObjectItem(protection, "change")))
		hetzner_refuse_fault(r, "protected this rrset is protected against changes");
	else
		return true;
	return false;
}

/* The set of the path, or NULL after answering that there is none, or that it isn't free. */
static cJSON *set_of(
	const struct service *s, const struct request *q, const cJSON *zone, struct reply *r)
{
	cJSON *set = hetzner_rrset(zone, q);
	if (set == NULL) {
		hetzner_refuse_fault(r, "not_found rrset not found");
		return NULL;
	}
	return is_free(s, zone, member_text(set, "id"), r) ? set : NULL;
}

void hetzner_create(struct service *s, struct request *q, cJSON *zone, struct reply *r)
{
	const struct field fields[] = {{"name", FIELD_STRING, true, 1, 253},
		{"type", FIELD_STRING, true, 0, 0}, ttl_field, {"records", FIELD_ARRAY, true, 0, 0},
		{"labels", FIELD_OBJECT, false, 0, 0}, {NULL, FIELD_STRING, false, 0, 0}};
	if (!body_fits(s, q, fields, r))
		return;
	const char *fault = hetzner_fault(zone, q->json, NULL);
	if (fault != NULL) {
		hetzner_refuse_fault(r, fault);
		return;
	}
	cJSON *set = hetzner_set(zone, q->json);
	if (is_free(s, zone, member_text(set, "id"), r)) {
		struct hetzner_change change = {"create_rrset",
			sim_print("%s", member_text(set, "id")), cJSON_Duplicate(set, 1)};
		answer_action(r, hetzner_action(s, q, zone, &change), set);
	}
	cJSON_Delete(set);
}

void hetzner_delete(struct service *s, struct request *q, cJSON *zone, struct reply *r)
{
	const cJSON *set = set_of(s, q, zone, r);
	if (set == NULL)
		return;
	if (hetzner_is_fixed(member_text(set, "name"), member_text(set, "type"))) {
		hetzner_refuse_fault(r, "invalid_input SOA and NS of the zone can't be deleted");
		return;
	}
	struct hetzner_change change = {
		"delete_rrset", sim_print("%s", member_text(set, "id")), NULL};
	answer_action(r, hetzner_action(s, q, zone, &change), NULL);
}

/* The serial is Hetzner's: one more than it was. */
static void keep_serial(const cJSON *old, cJSON *set)
{
	char mname[256], rname[256], rest[128];
	unsigned long serial = 0;
	const cJSON *was = cJSON_GetObjectItem(old, "records");
	cJSON *record = cJSON_GetObjectItem(set, "records")->child;
	if (strcmp(member_text(set, "type"), "SOA") != 0)
		return;
	sscanf(member_text(was->child, "value"), "%*s %*s %lu", &serial);
	if (sscanf(member_text(record, "value"), "%255s %255s %*s %127[^\n]", mname, rname, rest) !=
		3)
		return;
	char *value = sim_print("%s %s %lu %s", mname, rname, serial + 1, rest);
	member_set(record, "value", cJSON_CreateString(value));
	free(value);
}

/* The set with one member replaced by that of the body, unless that is refused. */
static void change_member(
	struct service *s, struct request *q, cJSON *zone, const char *member, struct reply *r)
{
	cJSON *set = set_of(s, q, zone, r), *record;
	if (set == NULL)
		return;
	cJSON *changed = cJSON_Duplicate(set, 1);
	member_set(changed, member, cJSON_Duplicate(cJSON_GetObjectItem(q->json, member), 1));
	const char *fault = hetzner_fault(zone, changed, set);
	if (fault != NULL) {
		hetzner_refuse_fault(r, fault);
		cJSON_Delete(changed);
		return;
	}
	cJSON_ArrayForEach(record, cJSON_GetObjectItem(changed, "records"))
	{
		member_default(record, "comment", cJSON_CreateString(""));
	}
	keep_serial(set, changed);
	struct hetzner_change change = {
		q->segments[6], sim_print("%s", member_text(set, "id")), changed};
	answer_action(r, hetzner_action(s, q, zone, &change), NULL);
}

void hetzner_set_records(struct service *s, struct request *q, cJSON *zone, struct reply *r)
{
	static const struct field fields[] = {
		{"records", FIELD_ARRAY, true, 0, 0}, {NULL, FIELD_STRING, false, 0, 0}};
	if (body_fits(s, q, fields, r))
		change_member(s, q, zone, "records", r);
}

void hetzner_change_ttl(struct service *s, struct request *q, cJSON *zone, struct reply *r)
{
	const struct field fields[] = {ttl_field, {NULL, FIELD_STRING, false, 0, 0}};
	if (!body_fits(s, q, fields, r))
		return;
	if (cJSON_HasObjectItem(q->json, "ttl")) /* null: the zone's default */
		change_member(s, q, zone, "ttl", r);
	else
		hetzner_refuse(r, 422, NULL, "ttl is required");
}

/* The only change that a protected set takes. */
void hetzner_change_protection(struct service *s, struct request *q, cJSON *zone, struct reply *r)
{
	static const struct field fields[] = {
		{"change", FIELD_BOOL, true, 0, 0}, {NULL, FIELD_STRING, false, 0, 0}};
	cJSON *set = hetzner_rrset(zone, q);
	if (!body_fits(s, q, fields, r))
		return;
	if (set == NULL || hetzner_is_locked(s, zone, member_text(set, "id"))) {
		hetzner_refuse_fault(r, set == NULL ? "not_found rrset not found"
						    : "locked an action on this rrset is running");
		return;
	}
	cJSON *changed = cJSON_Duplicate(set, 1);
	member_set(changed, "protection", cJSON_Duplicate(q->json, 1));
	struct hetzner_change change = {
		q->segments[6], sim_print("%s", member_text(set, "id")), changed};
	answer_action(r, hetzner_action(s, q, zone, &change), NULL);
}

/* Labels are changed at once, without an action. */
void hetzner_update(struct service *s, struct request *q, cJSON *zone, struct reply *r)
{
	static const struct field fields[] = {
		{"labels", FIELD_OBJECT, true, 0, 0}, {NULL, FIELD_STRING, false, 0, 0}};
	cJSON *set = set_of(s, q, zone, r);
	if (set == NULL || !body_fits(s, q, fields, r))
		return;
	cJSON *changed = cJSON_Duplicate(set, 1), *answer = cJSON_CreateObject();
	member_set(changed, "labels", cJSON_Duplicate(cJSON_GetObjectItem(q->json, "labels"), 1));
	cJSON_ReplaceItemViaPointer(cJSON_GetObjectItem(zone, "rrsets"), set, changed);
	cJSON_AddItemToObject(answer, "rrset", cJSON_Duplicate(changed, 1));
	reply_json(r, 200, answer);
}
