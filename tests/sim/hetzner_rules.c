/* hetzner_rules: what Hetzner refuses to store. */
#include "hetzner.h"
#include "rules.h"

#include <stdlib.h>
#include <string.h>

enum { STRING_MAX = 255 };

bool hetzner_is_fixed(const char *name, const char *type)
{
	return strcmp(name, "@") == 0 && (strcmp(type, "SOA") == 0 || strcmp(type, "NS") == 0);
}

/* With a final dot absolute, without one relative, as in zone files. */
static bool is_zone_name(const char *text)
{
	return strcmp(text, "@") == 0 || is_relative_name(text) || is_absolute_name(text);
}

/* So many numbers of 16 bits, then a name. */
static bool is_numbers_and_name(const char *text, int numbers)
{
	for (; numbers > 0 && text != NULL; numbers--)
		text = after_number(text, 65535);
	return text != NULL && is_zone_name(text);
}

static bool is_mx(const char *text)
{
	return is_numbers_and_name(text, 1);
}

static bool is_srv(const char *text)
{
	return is_numbers_and_name(text, 3);
}

static bool is_txt(const char *text)
{
	return is_quoted_strings(text, STRING_MAX);
}

static bool is_caa(const char *text)
{
	text = after_number(text, 255);
	const char *value = text == NULL ? NULL : strchr(text, ' ');
	return value != NULL && value > text && is_quoted_strings(value + 1, STRING_MAX);
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

static bool is_soa(const char *text)
{
	return count_words(text) == 7;
}

static bool is_ds(const char *text)
{
	text = after_number(text, 65535);
	for (int i = 0; i < 2 && text != NULL; i++)
		text = after_number(text, 255);
	return text != NULL && is_hex(text);
}

static bool is_binding(const char *text)
{
	return after_number(text, 65535) != NULL;
}

static bool is_pair(const char *text)
{
	return count_words(text) >= 2;
}

static const struct type {
	const char *name;
	bool (*fits)(const char *value);
} types[] = {{"A", is_ipv4}, {"AAAA", is_ipv6}, {"CAA", is_caa}, {"CNAME", is_zone_name},
	{"DS", is_ds}, {"HINFO", is_pair}, {"HTTPS", is_binding}, {"MX", is_mx},
	{"NS", is_zone_name}, {"PTR", is_zone_name}, {"RP", is_pair}, {"SOA", is_soa},
	{"SRV", is_srv}, {"SVCB", is_binding}, {"TLSA", is_tlsa}, {"TXT", is_txt}};

static const struct type *type_find(const char *name)
{
	for (size_t i = 0; i < sizeof types / sizeof *types; i++)
		if (strcmp(types[i].name, name) == 0)
			return &types[i];
	return NULL;
}

static const char *record_fault(const struct type *type, const cJSON *record)
{
	static const struct field fields[] = {{"value", FIELD_STRING, true, 0, 0},
		{"comment", FIELD_STRING, false, 0, 0}, {NULL, FIELD_STRING, false, 0, 0}};
	char *wrong = fields_check(record, fields, NULL);
	free(wrong);
	if (!cJSON_IsObject(record) || wrong != NULL)
		return "invalid_input a record has a value and perhaps a comment";
	if (!type->fits(member_text(record, "value")))
		return "invalid_input the value of a record is not one of its type";
	const char *value = member_text(record, "value");
	for (const cJSON *other = record->next; other != NULL; other = other->next)
		if (strcmp(member_text(other, "value"), value) == 0)
			return "invalid_input a value stands twice";
	return NULL;
}

/* The zone's own name servers stay at its apex. */
static bool keeps_servers(const cJSON *zone, const cJSON *records)
{
	const cJSON *own = cJSON_GetObjectItem(
		cJSON_GetObjectItem(zone, "authoritative_nameservers"), "assigned");
	const cJSON *server;
	cJSON_ArrayForEach(server, own)
	{
		if (list_find(records, "value", server->valuestring) == NULL)
			return false;
	}
	return true;
}

static const char *records_fault(const cJSON *zone, const cJSON *set, const struct type *type)
{
	const cJSON *records = cJSON_GetObjectItem(set, "records"), *record;
	int count = cJSON_GetArraySize(records);
	bool single = strcmp(type->name, "CNAME") == 0 || strcmp(type->name, "SOA") == 0;
	if (count == 0)
		return "invalid_input an rrset has at least one record";
	if (single && count > 1)
		return "invalid_input this type has one record";
	cJSON_ArrayForEach(record, records)
	{
		const char *fault = record_fault(type, record);
		if (fault != NULL)
			return fault;
	}
	if (strcmp(type->name, "NS") == 0 && strcmp(member_text(set, "name"), "@") == 0 &&
		!keeps_servers(zone, records))
		return "invalid_input the zone's own name servers can't be removed";
	return NULL;
}

static const char *conflict(const cJSON *zone, const cJSON *set, const cJSON *except)
{
	const char *name = member_text(set, "name"), *type = member_text(set, "type");
	const cJSON *other;
	cJSON_ArrayForEach(other, cJSON_GetObjectItem(zone, "rrsets"))
	{
		const char *held = member_text(other, "type");
		if (other == except || strcmp(member_text(other, "name"), name) != 0)
			continue;
		if (strcmp(held, type) == 0)
			return "uniqueness_error the rrset exists already";
		if (strcmp(held, "CNAME") == 0 || strcmp(type, "CNAME") == 0)
			return "invalid_input a CNAME stands beside no other rrset";
	}
	return NULL;
}

static bool is_owner(const cJSON *zone, const char *name)
{
	const char *apex = member_text(zone, "name");
	size_t n = strlen(name), m = strlen(apex);
	bool full = n >= m && strcmp(name + n - m, apex) == 0 && (n == m || name[n - m - 1] == '.');
	return strcmp(name, "@") == 0 || (is_relative_name(name) && !full);
}

const char *hetzner_fault(const cJSON *zone, const cJSON *set, const cJSON *except)
{
	const struct type *type = type_find(member_text(set, "type"));
	const cJSON *ttl = cJSON_GetObjectItem(set, "ttl");
	if (type == NULL)
		return "invalid_input the type is unknown";
	if (!is_owner(zone, member_text(set, "name")))
		return "invalid_input the name is not relative to the zone";
	if (cJSON_IsNumber(ttl) && ttl->valuedouble < 60)
		return "invalid_input the TTL is below 60";
	if (except == NULL && strcmp(type->name, "SOA") == 0)
		return "invalid_input a SOA can't be created";
	const char *fault = records_fault(zone, set, type);
	return fault != NULL ? fault : conflict(zone, set, except);
}
