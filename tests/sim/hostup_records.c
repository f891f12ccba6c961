/* hostup_records: reading and writing the records of a HostUp zone. */
#include "hostup.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* What a type's value is, and which of the numbers beside it must be there. */
enum value_kind { VALUE_A, VALUE_AAAA, VALUE_HOST, VALUE_TXT, VALUE_WORDS };

static const struct type {
	const char *name;
	enum value_kind kind;
	int words; /* of VALUE_WORDS */
	bool priority, service; /* service: weight and port */
	bool proxy;
} types[] = {{"A", VALUE_A, 0, false, false, true}, {"AAAA", VALUE_AAAA, 0, false, false, true},
	{"CNAME", VALUE_HOST, 0, false, false, true}, {"ALIAS", VALUE_HOST, 0, false, false, false},
	{"MX", VALUE_HOST, 0, true, false, false}, {"TXT", VALUE_TXT, 0, false, false, false},
	{"SRV", VALUE_HOST, 0, true, true, false}, {"CAA", VALUE_WORDS, 3, false, false, false},
	{"NS", VALUE_HOST, 0, false, false, false}, {"TLSA", VALUE_WORDS, 4, false, false, false},
	{NULL, VALUE_A, 0, false, false, false}};

static const struct type *type_find(const char *name)
{
	const struct type *type = types;
	while (type->name != NULL && strcmp(type->name, name) != 0)
		type++;
	return type->name == NULL ? NULL : type;
}

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
	const struct type *type = type_find(member_text(given, "type"));
	char *id = hostup_id(s, "drr"), *name = full_name(zone, member_text(given, "name"));
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
	if (type != NULL && type->proxy)
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
	cJSON_AddNumberToObject(head, "totalRecordCount", total + member_number(q->fault, "total"));
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
	if (type != NULL && type_find(type) == NULL)
		hostup_refuse(r, 400, NULL, "type is unknown.");
	else
		read_records(q, zone, r);
}

/*
 * Writing.
 */

static bool is_address(int family, const char *text)
{
	unsigned char octets[16];
	return inet_pton(family, text, octets) == 1;
}

static int count_words(const char *text)
{
	int n = 0;
	for (; *text != '\0'; n++) {
		text += strcspn(text, " ");
		text += strspn(text, " ");
	}
	return n;
}

static int count_quotes(const char *text)
{
	int n = 0;
	for (; *text != '\0'; text++)
		n += *text == '"';
	return n;
}

/* NULL, or what is wrong with a value. */
static const char *value_fault(const struct type *type, const char *value)
{
	switch (type->kind) {
	case VALUE_A:
		return is_address(AF_INET, value) ? NULL : "value is not a valid IPv4 address.";
	case VALUE_AAAA:
		return is_address(AF_INET6, value) ? NULL : "value is not a valid IPv6 address.";
	case VALUE_HOST:
		if (*value == '\0' || strchr(value, ' ') != NULL)
			return "value is not a valid host name.";
		if (is_address(AF_INET, value) || is_address(AF_INET6, value))
			return "value must be a host name, not an IP address.";
		return NULL;
	case VALUE_TXT:
		if (*value == '\0')
			return "value is required.";
		return count_quotes(value) % 2 != 0 ? "value has mismatched quotes." : NULL;
	case VALUE_WORDS:
		return count_words(value) < type->words ? "value has too few parts." : NULL;
	}
	return "value is invalid.";
}

static bool has_number(const cJSON *given, const char *name)
{
	return cJSON_IsNumber(cJSON_GetObjectItemCaseSensitive(given, name));
}

static const char *body_fault(const struct type *type, const cJSON *zone, const cJSON *given)
{
	const char *name = member_text(given, "name"), *apex = member_text(zone, "name");
	size_t n = strlen(name);
	bool at_apex = n == 0 || strcmp(name, "@") == 0;
	if (strcasecmp(name, apex) == 0 || (n > 0 && name[n - 1] == '.'))
		return "name must be relative to the zone.";
	if (at_apex && strcmp(type->name, "CNAME") == 0)
		return "CNAME is not allowed at the zone apex.";
	if (at_apex && strcmp(type->name, "NS") == 0)
		return "Apex NS records are managed by the domain's nameservers.";
	if (type->priority && !has_number(given, "priority"))
		return "priority is required.";
	if (type->service && (!has_number(given, "weight") || !has_number(given, "port")))
		return "weight and port are required.";
	if (cJSON_HasObjectItem(given, "proxied") && !type->proxy)
		return "proxied is not possible for this type.";
	return value_fault(type, member_text(given, "value"));
}

/* NULL, or how the record would conflict with another one than `except`. */
static const char *conflict(const cJSON *zone, const cJSON *record, const cJSON *except)
{
	const char *type = member_text(record, "type"), *name = member_text(record, "name");
	const cJSON *other;
	cJSON_ArrayForEach(other, cJSON_GetObjectItem(zone, "records"))
	{
		const char *held = member_text(other, "type");
		if (other == except || strcasecmp(member_text(other, "name"), name) != 0)
			continue;
		if (strcmp(type, "CNAME") == 0 || strcmp(held, "CNAME") == 0)
			return "A CNAME cannot stand beside other records.";
		if (strcmp(type, held) != 0)
			continue;
		bool same_priority =
			member_number(record, "priority") == member_number(other, "priority");
		if (strcmp(type, "MX") == 0 && same_priority)
			return "Another MX record has the same priority.";
		if (same_priority &&
			strcmp(member_text(record, "value"), member_text(other, "value")) == 0)
			return "This record exists already.";
	}
	return NULL;
}

/* The record that the body describes, complete; NULL after refusing it. */
static cJSON *record_from_body(struct service *s, struct request *q, const cJSON *zone,
	const cJSON *except, struct reply *r)
{
	static const struct field fields[] = {{"type", FIELD_STRING, true, 0, 0},
		{"name", FIELD_STRING, true, 0, 0}, {"value", FIELD_STRING, true, 0, 0},
		{"ttl", FIELD_INTEGER, false, 60, INT32_MAX},
		{"priority", FIELD_INTEGER, false, 0, 65535},
		{"weight", FIELD_INTEGER, false, 0, 65535},
		{"port", FIELD_INTEGER, false, 0, 65535}, {"proxied", FIELD_BOOL, false, 0, 0},
		{NULL, FIELD_STRING, false, 0, 0}};
	if (!request_json(s, q, r))
		return NULL;
	char *wrong = fields_check(q->json, fields, NULL);
	if (wrong != NULL) {
		hostup_refuse(r, 400, NULL, wrong);
		free(wrong);
		return NULL;
	}
	const struct type *type = type_find(member_text(q->json, "type"));
	const char *fault = type == NULL ? "type is unknown." : body_fault(type, zone, q->json);
	if (fault != NULL) {
		hostup_refuse(r, 400, NULL, fault);
		return NULL;
	}
	cJSON *record = hostup_record(s, zone, q->json);
	fault = conflict(zone, record, except);
	if (fault != NULL) { /* whether the real API says 400 or 409 is not documented */
		hostup_refuse(r, 409, "invalid_request", fault);
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
	cJSON_AddItemToArray(cJSON_AddArrayToObject(shown, "warnings"), w);
}

void hostup_record_create(struct service *s, struct request *q, cJSON *zone, struct reply *r)
{
	cJSON *record = record_from_body(s, q, zone, NULL, r);
	if (record == NULL)
		return;
	cJSON *shown = written(record);
	cJSON_AddItemToArray(cJSON_GetObjectItem(zone, "records"), record);
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
	char *wrong = fields_check(q->json, fields, NULL);
	const struct type *type = type_find(member_text(record, "type"));
	if (wrong != NULL || type == NULL || !type->proxy) {
		hostup_refuse(r, 400, NULL, wrong != NULL ? wrong : "This type cannot be proxied.");
		free(wrong);
		return;
	}
	copy_member(record, q->json, "proxied");
	reply_json(r, 200, written(record));
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
