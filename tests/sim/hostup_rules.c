/* hostup_rules: what HostUp refuses to store. */
#include "hostup.h"
#include "rules.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

void hostup_invalid(struct reply *r, const char *member, const char *text)
{
	hostup_refuse(r, 400, NULL, "The request body failed validation.");
	cJSON *errors = cJSON_AddArrayToObject(r->json, "errors"), *e = cJSON_CreateObject();
	char *pointer = sim_print("/%s", member);
	cJSON_AddStringToObject(e, "pointer", pointer);
	cJSON_AddStringToObject(e, "detail", text);
	cJSON_AddStringToObject(
		e, "code", strstr(text, "required") != NULL ? "missing_required" : "invalid_value");
	cJSON_AddItemToArray(errors, e);
	free(pointer);
}

/* NULL, or what is wrong with a value of a kind. */
typedef const char *judge(const char *value);

static const char *judge_a(const char *value)
{
	return is_ipv4(value) ? NULL : "value is not a valid IPv4 address.";
}

static const char *judge_aaaa(const char *value)
{
	return is_ipv6(value) ? NULL : "value is not a valid IPv6 address.";
}

static const char *judge_host(const char *value)
{
	if (is_ipv4(value) || is_ipv6(value))
		return "value must be a host name, not an IP address.";
	return is_relative_name(value) ? NULL : "value is not a valid host name.";
}

/* MX and SRV may say that there is no such service. */
static const char *judge_service(const char *value)
{
	return strcmp(value, ".") == 0 ? NULL : judge_host(value);
}

static const char *judge_txt(const char *value)
{
	int quotes = 0;
	for (const char *p = value; *p != '\0'; p++)
		quotes += *p == '"';
	if (*value == '\0')
		return "value is required.";
	return quotes % 2 == 0 ? NULL : "value has mismatched quotes.";
}

/* flags tag "value" */
static const char *judge_caa(const char *value)
{
	const char *p = after_number(value, 255);
	size_t tag = 0;
	while (p != NULL && isalnum((unsigned char)p[tag]))
		tag++;
	bool fits = tag > 0 && p[tag] == ' ' && p[tag + 1] == '"' &&
		    strchr(p + tag + 2, '"') == p + strlen(p) - 1;
	return fits ? NULL : "value is not flags, tag and a quoted value.";
}

static const char *judge_tlsa(const char *value)
{
	return is_tlsa(value) ? NULL : "value is not usage, selector, matching type and hex data.";
}

/* Which of the numbers beside a value must be there; others must not. */
static const struct type {
	const char *name;
	judge *value;
	bool priority, service; /* service: weight and port */
	bool proxy;
} types[] = {{"A", judge_a, false, false, true}, {"AAAA", judge_aaaa, false, false, true},
	{"CNAME", judge_host, false, false, true}, {"ALIAS", judge_host, false, false, false},
	{"MX", judge_service, true, false, false}, {"TXT", judge_txt, false, false, false},
	{"SRV", judge_service, true, true, false}, {"CAA", judge_caa, false, false, false},
	{"NS", judge_host, false, false, false}, {"TLSA", judge_tlsa, false, false, false},
	{NULL, NULL, false, false, false}};

static const struct type *type_find(const char *name)
{
	const struct type *type = types;
	while (type->name != NULL && strcmp(type->name, name) != 0)
		type++;
	return type->name == NULL ? NULL : type;
}

bool hostup_type_known(const char *type)
{
	return type_find(type) != NULL;
}

bool hostup_type_proxied(const char *type)
{
	const struct type *t = type_find(type);
	return t != NULL && t->proxy;
}

/* Names in requests are relative: the zone's name is not to be their end. */
static const char *name_fault(const cJSON *zone, const char *name)
{
	const char *apex = member_text(zone, "name");
	size_t n = strlen(name), m = strlen(apex);
	if (n == 0 || strcmp(name, "@") == 0)
		return NULL;
	if (n >= m && strcasecmp(name + n - m, apex) == 0 && (n == m || name[n - m - 1] == '.'))
		return "name must be relative to the zone.";
	return is_relative_name(name) ? NULL : "name is not a valid relative name.";
}

/* NULL, or what is wrong with the number beside the value: it is there if and only if the type
 * has one. */
static const char *number_fault(const cJSON *given, const char *name, bool wanted)
{
	bool there = cJSON_IsNumber(cJSON_GetObjectItemCaseSensitive(given, name));
	if (there == wanted)
		return NULL;
	return wanted ? "This number is required for the type."
		      : "This number is not possible for the type.";
}

/* NULL, or what is wrong and with which member. */
static const char *body_fault(
	const struct type *type, const cJSON *zone, const cJSON *given, const char **at)
{
	const char *name = member_text(given, "name"), *fault;
	bool apex = *name == '\0' || strcmp(name, "@") == 0;
	*at = "name";
	if ((fault = name_fault(zone, name)) != NULL)
		return fault;
	if (apex && strcmp(type->name, "CNAME") == 0)
		return "CNAME is not allowed at the zone apex.";
	if (apex && strcmp(type->name, "NS") == 0)
		return "Apex NS records are managed by the domain's nameservers.";
	if ((fault = number_fault(given, *at = "priority", type->priority)) != NULL ||
		(fault = number_fault(given, *at = "weight", type->service)) != NULL ||
		(fault = number_fault(given, *at = "port", type->service)) != NULL)
		return fault;
	*at = "proxied";
	if (cJSON_IsBool(cJSON_GetObjectItem(given, "proxied")) && !type->proxy)
		return "proxied is not possible for this type.";
	*at = "value";
	return type->value(member_text(given, "value"));
}

bool hostup_body_fits(struct service *s, struct request *q, const cJSON *zone,
	const cJSON *replaced, struct reply *r)
{
	bool replaces = replaced != NULL;
	const struct field fields[] = {{"type", FIELD_STRING, true, 0, 0},
		{"name", FIELD_STRING, true, 0, 0}, {"value", FIELD_STRING, true, 0, 0},
		{"ttl", FIELD_INTEGER, replaces, 60, INT32_MAX},
		{"priority", FIELD_INTEGER, false, 0, 65535},
		{"weight", FIELD_INTEGER, false, 0, 65535},
		{"port", FIELD_INTEGER, false, 0, 65535}, {"proxied", FIELD_BOOL, false, 0, 0},
		{NULL, FIELD_STRING, false, 0, 0}};
	const char *at;
	if (!request_json(s, q, r))
		return false;
	char *wrong = fields_check(q->json, fields, &at);
	if (wrong != NULL) {
		hostup_invalid(r, at, wrong);
		free(wrong);
		return false;
	}
	const struct type *type = type_find(member_text(q->json, "type"));
	at = "type";
	const char *fault =
		type == NULL ? "type is unknown." : body_fault(type, zone, q->json, &at);
	if (fault != NULL)
		hostup_invalid(r, at, fault);
	return fault == NULL;
}

static bool same_value(const char *type, const char *a, const char *b)
{
	unsigned char x[16], y[16];
	if (strcmp(type, "AAAA") == 0)
		return inet_pton(AF_INET6, a, x) == 1 && inet_pton(AF_INET6, b, y) == 1 &&
		       memcmp(x, y, sizeof x) == 0;
	return strcmp(type, "TXT") == 0 ? strcmp(a, b) == 0 : strcasecmp(a, b) == 0;
}

static bool same_number(const cJSON *a, const cJSON *b, const char *name)
{
	return member_number(a, name) == member_number(b, name);
}

const char *hostup_conflict(const cJSON *zone, const cJSON *record, const cJSON *except)
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
		if (strcmp(type, "MX") == 0 && same_number(record, other, "priority"))
			return "Another MX record has the same priority.";
		if (same_value(type, member_text(record, "value"), member_text(other, "value")) &&
			same_number(record, other, "priority") &&
			same_number(record, other, "weight") && same_number(record, other, "port"))
			return "This record exists already.";
	}
	return NULL;
}
