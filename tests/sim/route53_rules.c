/* route53_rules: what Route 53 refuses to store. */
#include "route53.h"
#include "rules.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

enum { VALUE_MAX = 4000, STRING_MAX = 255 };

char *route53_name(const char *text)
{
	char *name;
	size_t size, n = strlen(text);
	FILE *out = open_memstream(&name, &size);
	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)text[i];
		if (isalnum(c) || strchr("-_.\\", c) != NULL)
			putc(tolower(c), out);
		else
			fprintf(out, "\\%03o", c);
	}
	if (n == 0 || text[n - 1] != '.')
		putc('.', out);
	fclose(out);
	return name;
}

static bool is_target(const char *text)
{
	return is_relative_name(text) || is_absolute_name(text);
}

static bool is_numbers_and_target(const char *text, int numbers)
{
	for (; numbers > 0 && text != NULL; numbers--)
		text = after_number(text, 65535);
	return text != NULL && is_target(text);
}

static bool is_mx(const char *text)
{
	return is_numbers_and_target(text, 1);
}

static bool is_srv(const char *text)
{
	return is_numbers_and_target(text, 3);
}

/* Strings in quotes, what is no printable ASCII in octal. */
static bool is_txt(const char *text)
{
	for (const char *p = text; *p != '\0'; p++) {
		if ((unsigned char)*p < ' ' || (unsigned char)*p > '~')
			return false;
		if (*p == '\\' && isdigit((unsigned char)p[1]) && strspn(p + 1, "01234567") < 3)
			return false;
		if (*p == '\\' && p[1] != '\0')
			p++;
	}
	return is_quoted_strings(text, STRING_MAX);
}

static bool is_caa(const char *text)
{
	text = after_number(text, 255);
	const char *value = text == NULL ? NULL : strchr(text, ' ');
	return value != NULL && value > text && is_txt(value + 1);
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

static bool is_sshfp(const char *text)
{
	for (int i = 0; i < 2 && text != NULL; i++)
		text = after_number(text, 255);
	return text != NULL && is_hex(text);
}

static bool is_naptr(const char *text)
{
	for (int i = 0; i < 2 && text != NULL; i++)
		text = after_number(text, 65535);
	return text != NULL && *text == '"';
}

static bool is_soa(const char *text)
{
	int words = 0;
	for (; *text != '\0'; words++) {
		text += strcspn(text, " ");
		text += strspn(text, " ");
	}
	return words == 7;
}

static const struct type {
	const char *name;
	bool (*fits)(const char *value);
} types[] = {{"A", is_ipv4}, {"AAAA", is_ipv6}, {"CAA", is_caa}, {"CNAME", is_target},
	{"DS", is_ds}, {"HTTPS", is_binding}, {"MX", is_mx}, {"NAPTR", is_naptr}, {"NS", is_target},
	{"PTR", is_target}, {"SOA", is_soa}, {"SPF", is_txt}, {"SRV", is_srv}, {"SSHFP", is_sshfp},
	{"SVCB", is_binding}, {"TLSA", is_tlsa}, {"TXT", is_txt}};

static const struct type *type_find(const char *name)
{
	for (size_t i = 0; i < sizeof types / sizeof *types; i++)
		if (strcmp(types[i].name, name) == 0)
			return &types[i];
	return NULL;
}

static bool has(const cJSON *set, const char *member)
{
	return cJSON_HasObjectItem(set, member);
}

static const char *values_fault(const struct type *type, const cJSON *values)
{
	bool single = strcmp(type->name, "CNAME") == 0 || strcmp(type->name, "SOA") == 0;
	const cJSON *value, *other;
	if (cJSON_GetArraySize(values) == 0)
		return "a set has at least one value";
	if (single && values->child->next != NULL)
		return "this type has one value";
	cJSON_ArrayForEach(value, values)
	{
		if (strlen(value->valuestring) > VALUE_MAX || !type->fits(value->valuestring))
			return "a value is not one of its type";
		for (other = value->next; other != NULL; other = other->next)
			if (strcmp(other->valuestring, value->valuestring) == 0)
				return "a value stands twice";
	}
	return NULL;
}

/* A set has values with a TTL, or is an alias without; an identifier comes with a policy. */
static const char *form_fault(const cJSON *set)
{
	static const char *const policies[] = {"Weight", "Region", "GeoLocation", "Failover",
		"MultiValueAnswer", "CidrRoutingConfig", "GeoProximityLocation"};
	bool values = has(set, "ResourceRecords"), alias = has(set, "AliasTarget");
	size_t count = 0;
	for (size_t i = 0; i < sizeof policies / sizeof *policies; i++)
		count += has(set, policies[i]);
	if (values == alias)
		return "a set has either ResourceRecords or an AliasTarget";
	if (values != has(set, "TTL"))
		return "a TTL is required beside ResourceRecords, and only there";
	if (count != (has(set, "SetIdentifier") ? 1 : 0))
		return "a SetIdentifier has one routing policy, and only then there is one";
	if (member_number(set, "TTL") > INT32_MAX || member_number(set, "Weight") > 255)
		return "a number is out of its range";
	if (has(set, "HealthCheckId") && member_text(set, "HealthCheckId")[0] == '\0')
		return "an id is empty";
	return NULL;
}

const char *route53_set_fault(const cJSON *zone, const cJSON *set)
{
	const struct type *type = type_find(member_text(set, "Type"));
	const char *name = member_text(set, "Name"), *apex = member_text(zone, "Name");
	size_t n = strlen(name), m = strlen(apex);
	if (type == NULL)
		return "the type is unknown";
	if (!is_absolute_name(name) || n < m || strcmp(name + n - m, apex) != 0 ||
		(n > m && name[n - m - 1] != '.'))
		return "the name is not permitted in the zone";
	if (n == m && strcmp(type->name, "CNAME") == 0)
		return "a CNAME is not permitted at the apex";
	const char *fault = form_fault(set);
	if (fault != NULL || has(set, "AliasTarget"))
		return fault;
	return values_fault(type, cJSON_GetObjectItem(set, "ResourceRecords"));
}

static bool same(const cJSON *a, const cJSON *b, const char *member)
{
	return strcmp(member_text(a, member), member_text(b, member)) == 0;
}

cJSON *route53_find(const cJSON *sets, const cJSON *set)
{
	cJSON *other;
	cJSON_ArrayForEach(other, sets)
	{
		if (same(other, set, "Name") && same(other, set, "Type") &&
			same(other, set, "SetIdentifier"))
			return other;
	}
	return NULL;
}

const char *route53_conflict(const cJSON *sets, const cJSON *set)
{
	bool cname = strcmp(member_text(set, "Type"), "CNAME") == 0;
	const cJSON *other;
	cJSON_ArrayForEach(other, sets)
	{
		if (!same(other, set, "Name"))
			continue;
		bool other_cname = strcmp(member_text(other, "Type"), "CNAME") == 0;
		if (cname != other_cname)
			return "RRSet of type CNAME with that DNS name conflicts with other records";
		if (same(other, set, "Type") &&
			has(other, "SetIdentifier") != has(set, "SetIdentifier"))
			return "simple sets and those with an identifier do not mix";
	}
	return NULL;
}
