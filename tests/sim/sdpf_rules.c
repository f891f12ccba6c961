/* sdpf_rules: what SDPF refuses to store. A fault is a text that begins with its E-code. */
#include "rules.h"
#include "sdpf.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { STRING_MAX = 255 };

static bool is_host(const char *text)
{
	return strcmp(text, ".") != 0 && is_absolute_name(text);
}

static bool is_mx(const char *text)
{
	text = after_number(text, 65535);
	return text != NULL && is_absolute_name(text);
}

static bool is_srv(const char *text)
{
	for (int i = 0; i < 3 && text != NULL; i++)
		text = after_number(text, 65535);
	return text != NULL && is_absolute_name(text);
}

/* Master-file text: strings in quotes, or one word without. */
static bool is_text(const char *text)
{
	size_t n = strlen(text);
	if (*text == '"')
		return is_quoted_strings(text, STRING_MAX);
	return n > 0 && n <= STRING_MAX && strcspn(text, " \t\";()") == n;
}

static const struct type {
	const char *name;
	bool (*fits)(const char *value);
} types[] = {{"A", is_ipv4}, {"AAAA", is_ipv6}, {"MX", is_mx}, {"CNAME", is_host}, {"SRV", is_srv},
	{"SPF", is_text}, {"TXT", is_text}, {"PTR", is_host}, {"NS", is_host}, {NULL, NULL}};

static const struct type *type_find(const char *name)
{
	const struct type *type = types;
	while (type->name != NULL && strcmp(type->name, name) != 0)
		type++;
	return type->name == NULL ? NULL : type;
}

void sdpf_refuse_fault(struct reply *r, const char *fault)
{
	char *code = sim_print("%.5s", fault);
	sdpf_refuse(r, strcmp(code, "E2013") == 0 ? 409 : 400, code, fault + 6);
	free(code);
}

/* The code of a member that is missing or has a wrong form. */
static const char *member_code(const cJSON *body, const char *member)
{
	if (strcmp(member, "description") == 0)
		return "E2054";
	if (strcmp(member, "name") == 0)
		return cJSON_HasObjectItem(body, member) ? "E2010" : "E2046";
	return "E2011";
}

bool sdpf_members_fit(const cJSON *body, const struct field *fields, struct reply *r)
{
	const char *at = "";
	if (body->child == NULL) {
		sdpf_refuse(r, 400, "E2040", "Input is empty.");
		return false;
	}
	char *wrong = fields_check(body, fields, &at);
	if (wrong == NULL)
		return true;
	sdpf_refuse(r, 400, member_code(body, at), wrong);
	free(wrong);
	return false;
}

static const char *name_fault(const cJSON *zone, const char *name)
{
	const char *apex = member_text(zone, "name");
	size_t n = strlen(name), m = strlen(apex);
	if (n == 0 || name[n - 1] != '.')
		return "E2012 Domain name must end with a period.";
	if (!is_absolute_name(name))
		return "E2010 Domain name is invalid.";
	if (n < m || strcasecmp(name + n - m, apex) != 0 || (n > m && name[n - m - 1] != '.'))
		return "E2015 Domain name is not in the zone.";
	return NULL;
}

static const char *values_fault(const struct type *type, const cJSON *values)
{
	const cJSON *value;
	if (cJSON_GetArraySize(values) < 1)
		return "E2011 Records are missing.";
	if (strcmp(type->name, "PTR") == 0 && cJSON_GetArraySize(values) > 1)
		return "E2016 Several records are not possible for PTR.";
	cJSON_ArrayForEach(value, values)
	{
		if (!cJSON_IsString(value) || !type->fits(value->valuestring))
			return "E2011 Format of recordset is invalid.";
	}
	return NULL;
}

/* Whether a list of values holds one, `after` a certain one or from the first. */
static bool holds_value(const cJSON *first, const char *wanted)
{
	for (; first != NULL; first = first->next)
		if (strcmp(first->valuestring, wanted) == 0)
			return true;
	return false;
}

static const char *value_conflict(const cJSON *values, const cJSON *set)
{
	const char *held = cJSON_GetStringValue(cJSON_GetObjectItem(set, "records")->child);
	return holds_value(values->child, held) ? "E2013 Recordset exists already." : NULL;
}

/* A CNAME stands alone, and the same value doesn't stand twice. */
static const char *conflict(const cJSON *zone, const cJSON *given, const cJSON *except)
{
	const char *name = member_text(given, "name"), *type = member_text(given, "type");
	const cJSON *values = cJSON_GetObjectItem(given, "records"), *set, *value;
	const char *fault = NULL;
	cJSON_ArrayForEach(value, values)
	{
		if (holds_value(value->next, value->valuestring) ||
			(value->next != NULL && strcmp(type, "CNAME") == 0))
			return "E2013 Recordset conflicts with itself.";
	}
	cJSON_ArrayForEach(set, cJSON_GetObjectItem(zone, "recordsets"))
	{
		const char *other = member_text(set, "type");
		if (set == except || strcasecmp(member_text(set, "name"), name) != 0)
			continue;
		if (strcmp(type, "CNAME") == 0 || strcmp(other, "CNAME") == 0)
			return "E2013 Recordset conflicts with another.";
		if (strcmp(type, other) == 0 && (fault = value_conflict(values, set)) != NULL)
			return fault;
	}
	return NULL;
}

static const char *set_fault(const cJSON *zone, const cJSON *set, const cJSON *except)
{
	const struct type *type = type_find(member_text(set, "type"));
	const char *name = member_text(set, "name"), *fault = name_fault(zone, name);
	if (fault != NULL)
		return fault;
	if (type == NULL)
		return "E2011 Type of recordset is invalid.";
	if (strcmp(type->name, "CNAME") == 0 && strcasecmp(name, member_text(zone, "name")) == 0)
		return "E2014 Can't set domain name perfect matching the zone.";
	fault = values_fault(type, cJSON_GetObjectItem(set, "records"));
	return fault != NULL ? fault : conflict(zone, set, except);
}

const char *sdpf_create_fault(const struct service *s, const cJSON *zone, const cJSON *given)
{
	double limit = member_number(s->data, "recordset_limit");
	int more = cJSON_GetArraySize(cJSON_GetObjectItem(given, "records"));
	int held = cJSON_GetArraySize(cJSON_GetObjectItem(zone, "recordsets"));
	if (limit > 0 && held + more > limit)
		return "E2004 Recordset count exceeds the limit.";
	return set_fault(zone, given, NULL);
}

const char *sdpf_update_fault(const cJSON *zone, const cJSON *set, const cJSON *changed)
{
	if (cJSON_GetArraySize(cJSON_GetObjectItem(changed, "records")) != 1)
		return "E2011 Exactly one record is allowed.";
	return set_fault(zone, changed, set);
}
