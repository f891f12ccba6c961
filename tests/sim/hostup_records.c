/* hostup_records: reading and writing the records of a HostUp zone. */
#include "hostup.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* The full name that answers show for a name that came relative, empty or "@". */
static char *full_name(const cJSON *zone, const char *name)
{
	const char *apex = member_text(zone, "name");
	size_t n = strlen(name), m = strlen(apex);
	if (*name == '\0' || strcmp(name, "@") == 0)
		return sim_print("%s", apex);
	if (n == m && strcasecmp(name, apex) == 0)
		return sim_print("%s", name);
	if (n > m && name[n - m - 1] == '.' && strcasecmp(name + n - m, apex) == 0)
		return sim_print("%s", name);
	return sim_print("%s.%s", name, apex);
}

static void copy_member(cJSON *to, const cJSON *from, const char *name)
{
	const cJSON *value = cJSON_GetObjectItemCaseSensitive(from, name);
	if (value != NULL)
		member_set(to, name, cJSON_Duplicate(value, 1));
}

/* Numbers stand beside the types that have them, null when they are not known. */
cJSON *hostup_record(struct service *s, const cJSON *zone, const cJSON *given)
{
	static const char *const rest[] = {"proxied", "proxyReason", "actions", "status"};
	const char *given_id = member_text(given, "id"); /* in data files */
	char *id = *given_id == '\0' ? hostup_id(s, "drr") : sim_print("%s", given_id);
	char *name = full_name(zone, member_text(given, "name"));
	cJSON *record = cJSON_CreateObject();
	cJSON_AddStringToObject(record, "id", id);
	cJSON_AddStringToObject(record, "type", member_text(given, "type"));
	cJSON_AddStringToObject(record, "name", name);
	cJSON_AddStringToObject(record, "value", member_text(given, "value"));
	cJSON_AddNumberToObject(record, "ttl",
		cJSON_HasObjectItem(given, "ttl") ? member_number(given, "ttl") : 3600);
	copy_member(record, given, "priority");
	copy_member(record, given, "weight");
	copy_member(record, given, "port");
	if (hostup_type_proxied(member_text(given, "type")))
		cJSON_AddFalseToObject(record, "proxied");
	for (size_t i = 0; i < sizeof rest / sizeof *rest; i++)
		copy_member(record, given, rest[i]);
	free(id);
	free(name);
	return record;
}

/*
 * Reading.
 */

static cJSON *live_warning(void)
{
	cJSON *w = cJSON_CreateObject();
	cJSON_AddStringToObject(w, "code", "dns_live_record_limit_exceeded");
	cJSON_AddStringToObject(w, "severity", "warning");
	cJSON_AddStringToObject(w, "message",
		"This zone has more records than can be live. Records beyond the limit are stored only.");
	return w;
}

static cJSON *zone_head(const struct request *q, const cJSON *zone, int shown)
{
	int total = cJSON_GetArraySize(cJSON_GetObjectItem(zone, "records"));
	cJSON *head = cJSON_CreateObject();
	cJSON_AddStringToObject(head, "id", member_text(zone, "id"));
	cJSON_AddStringToObject(head, "name", member_text(zone, "name"));
	cJSON_AddStringToObject(head, "status", member_text(zone, "status"));
	cJSON_AddNumberToObject(head, "recordCount", shown + member_number(q->fault, "total"));
	cJSON_AddNumberToObject(head, "totalRecordCount",
		total + member_number(q->fault, "total") + member_number(q->fault, "beyond"));
	cJSON_AddNumberToObject(head, "liveRecordLimit", HOSTUP_LIVE_RECORDS);
	cJSON_AddBoolToObject(head, "exceedsLiveRecordLimit", total > HOSTUP_LIVE_RECORDS);
	cJSON *warnings = cJSON_AddArrayToObject(head, "warnings");
	if (total > HOSTUP_LIVE_RECORDS)
		cJSON_AddItemToArray(warnings, live_warning());
	return head;
}

static void read_records(struct request *q, cJSON *zone, struct reply *r)
{
	const char *type = pairs_get(&q->query, "type"), *name = pairs_get(&q->query, "name");
	char *full = name == NULL ? NULL : full_name(zone, name);
	cJSON *records = cJSON_GetObjectItem(zone, "records"), *record;
	struct selection found = {0};
	cJSON_ArrayForEach(record, records)
	{
		if ((type == NULL || strcmp(type, member_text(record, "type")) == 0) &&
			(full == NULL || strcasecmp(full, member_text(record, "name")) == 0))
			selection_add(&found, record);
	}
	struct page p = page_cut(q, &found, 0, found.count + 1);
	cJSON *answer = cJSON_CreateObject();
	cJSON_AddItemToObject(answer, "zone", zone_head(q, zone, (int)found.count));
	cJSON_AddItemToObject(answer, "records", p.items);
	reply_json(r, 200, answer);
	selection_free(&found);
	free(full);
	fault_mutate(q, records);
}

void hostup_records(struct service *s, struct request *q, cJSON *zone, struct reply *r)
{
	(void)s;
	const char *type = pairs_get(&q->query, "type");
	if (type != NULL && !hostup_type_known(type))
		hostup_refuse(r, 400, NULL, "type is unknown.");
	else
		read_records(q, zone, r);
}

/*
 * Writing.
 */

/* A TXT that is quoted as a whole loses its outer quotes. */
static void unquote(cJSON *record)
{
	const char *value = member_text(record, "value");
	size_t n = strlen(value);
	if (strcmp(member_text(record, "type"), "TXT") != 0 || n < 2 || *value != '"' ||
		strchr(value + 1, '"') != value + n - 1)
		return;
	char *inner = sim_print("%.*s", (int)n - 2, value + 1);
	member_set(record, "value", cJSON_CreateString(inner));
	free(inner);
}

/* The record that the body describes, complete; NULL after refusing it. */
static cJSON *record_from_body(struct service *s, struct request *q, const cJSON *zone,
	const cJSON *except, struct reply *r)
{
	if (!hostup_body_fits(s, q, zone, except, r))
		return NULL;
	cJSON *record = hostup_record(s, zone, q->json);
	unquote(record);
	const char *fault = hostup_conflict(zone, record, except);
	if (fault != NULL) { /* whether the real API says 400 or 409 is not documented */
		double status = member_number(s->data, "conflict_status");
		hostup_refuse(r, status > 0 ? (int)status : 409, "invalid_request", fault);
		cJSON_Delete(record);
		return NULL;
	}
	return record;
}

/* A record as write answers show it: every number, null where there is none, and the status. */
static cJSON *written(const cJSON *record)
{
	cJSON *shown = cJSON_Duplicate(record, 1);
	member_default(shown, "priority", cJSON_CreateNull());
	member_default(shown, "weight", cJSON_CreateNull());
	member_default(shown, "port", cJSON_CreateNull());
	member_set(shown, "status", cJSON_CreateString("pending"));
	return shown;
}

/* The warning that a second record of these types at one name gets. */
static void add_warning(const cJSON *zone, const cJSON *record, cJSON *shown)
{
	static const char *const codes[][2] = {{"A", "same_name_address_records"},
		{"AAAA", "same_name_ipv6_records"}, {"MX", "same_name_mx_records"}};
	const cJSON *other;
	cJSON *same = cJSON_CreateArray();
	const char *code = NULL;
	for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
		if (strcmp(codes[i][0], member_text(record, "type")) == 0)
			code = codes[i][1];
	cJSON_ArrayForEach(other, cJSON_GetObjectItem(zone, "records"))
	{
		if (other != record &&
			strcmp(member_text(other, "type"), member_text(record, "type")) == 0 &&
			strcasecmp(member_text(other, "name"), member_text(record, "name")) == 0)
			cJSON_AddItemToArray(same, cJSON_Duplicate(other, 1));
	}
	if (code == NULL || same->child == NULL) {
		cJSON_Delete(same);
		return;
	}
	cJSON *w = cJSON_CreateObject();
	cJSON_AddStringToObject(w, "code", code);
	cJSON_AddStringToObject(w, "severity", "warning");
	cJSON_AddStringToObject(w, "message", "Other records have the same name.");
	cJSON_AddItemToObject(w, "records", same);
	cJSON_AddItemToArray(cJSON_GetObjectItem(shown, "warnings"), w);
}

void hostup_record_create(struct service *s, struct request *q, cJSON *zone, struct reply *r)
{
	cJSON *record = record_from_body(s, q, zone, NULL, r);
	if (record == NULL)
		return;
	cJSON *shown = written(record);
	cJSON *records = cJSON_GetObjectItem(zone, "records");
	cJSON_AddItemToArray(records, record);
	cJSON *warnings = cJSON_AddArrayToObject(shown, "warnings");
	if (cJSON_GetArraySize(records) > HOSTUP_LIVE_RECORDS)
		cJSON_AddItemToArray(warnings, live_warning());
	add_warning(zone, record, shown);
	reply_json(r, 201, shown);
}

/* The record of the path, or NULL after answering that there is none. */
static cJSON *record_of(const cJSON *zone, const struct request *q, struct reply *r)
{
	cJSON *record = list_find(cJSON_GetObjectItem(zone, "records"), "id", q->segments[3]);
	if (record == NULL)
		hostup_refuse(r, 404, "not_found", "DNS record not found.");
	return record;
}

void hostup_record_replace(struct service *s, struct request *q, cJSON *zone, struct reply *r)
{
	cJSON *old = record_of(zone, q, r);
	cJSON *record = old == NULL ? NULL : record_from_body(s, q, zone, old, r);
	if (record == NULL)
		return;
	copy_member(record, old, "id");
	cJSON_ReplaceItemViaPointer(cJSON_GetObjectItem(zone, "records"), old, record);
	reply_json(r, 200, written(record));
}

void hostup_record_proxy(struct service *s, struct request *q, cJSON *zone, struct reply *r)
{
	static const struct field fields[] = {
		{"proxied", FIELD_BOOL, true, 0, 0}, {NULL, FIELD_STRING, false, 0, 0}};
	cJSON *record = record_of(zone, q, r);
	if (record == NULL || !request_json(s, q, r))
		return;
	const char *at = "proxied";
	char *wrong = fields_check(q->json, fields, &at);
	if (wrong != NULL || !hostup_type_proxied(member_text(record, "type"))) {
		hostup_invalid(r, at, wrong != NULL ? wrong : "This type cannot be proxied.");
		free(wrong);
		return;
	}
	cJSON *changed = cJSON_Duplicate(record, 1);
	copy_member(changed, q->json, "proxied");
	cJSON_ReplaceItemViaPointer(cJSON_GetObjectItem(zone, "records"), record, changed);
	reply_json(r, 200, written(changed));
}

void hostup_record_delete(struct service *s, struct request *q, cJSON *zone, struct reply *r)
{
	(void)s;
	cJSON *record = record_of(zone, q, r);
	if (record == NULL)
		return;
	cJSON_Delete(cJSON_DetachItemViaPointer(cJSON_GetObjectItem(zone, "records"), record));
	r->status = 204;
}
