/* bunny_rules: what bunny.net refuses to store. */
#include "bunny.h"
#include "rules.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* What a create or update body may hold; the API documents all of it as optional. */
static const struct field write_fields[] = {
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

static bool is_among(const char *name, const char *const names[])
{
	for (; *names != NULL; names++)
		if (strcasecmp(*names, name) == 0)
			return true;
	return false;
}

static bool is_read_only(const char *name)
{
	static const char *const names[] = {"AcceleratedPullZoneId", "LinkName",
		"IPGeoLocationInfo", "GeolocationInfo", "MonitorStatus", "AccelerationStatus",
		NULL};
	return is_among(name, names);
}

static bool is_written(const char *name)
{
	for (const struct field *f = write_fields; f->name != NULL; f++)
		if (strcasecmp(f->name, name) == 0)
			return true;
	return false;
}

/* Moves what only this record has (members newer than the simulator) from the body to `extras`:
 * clients are to send it back. */
static void take_extras(cJSON *body, const cJSON *record, cJSON *extras)
{
	cJSON *member = body->child, *next;
	for (; member != NULL; member = next) {
		next = member->next;
		if (!is_written(member->string) && !is_read_only(member->string) &&
			strcasecmp(member->string, "Id") != 0 &&
			cJSON_GetObjectItem(record, member->string) != NULL)
			cJSON_AddItemToObject(
				extras, member->string, cJSON_DetachItemViaPointer(body, member));
	}
}

/* The id in an update's body is the path's, if there is one. */
static bool id_fits(cJSON *body, const cJSON *record, struct reply *r)
{
	const cJSON *id = cJSON_GetObjectItem(body, "Id");
	if (record == NULL || id == NULL)
		return true;
	if (!cJSON_IsNull(id) && !cJSON_Compare(id, cJSON_GetObjectItem(record, "Id"), 1)) {
		bunny_invalid(r, "Id", "The id is not that of the record.");
		return false;
	}
	cJSON_DeleteItemFromObject(body, "Id");
	return true;
}

bool bunny_body_fits(
	struct service *s, struct request *q, const cJSON *record, cJSON *extras, struct reply *r)
{
	const char *at;
	if (!request_json(s, q, r))
		return false;
	if (record != NULL)
		take_extras(q->json, record, extras);
	if (!id_fits(q->json, record, r))
		return false;
	const cJSON *member;
	cJSON_ArrayForEach(member, q->json)
	{
		if (is_read_only(member->string)) {
			bunny_invalid(r, member->string, "This member is read-only.");
			return false;
		}
	}
	char *wrong = fields_check(q->json, write_fields, &at);
	if (wrong == NULL)
		return true;
	bunny_invalid(r, at, wrong);
	free(wrong);
	return false;
}

/* With or without a final dot, which is kept as it came. */
static bool is_target(const char *text)
{
	size_t n = strlen(text);
	return is_name(text, n > 0 && text[n - 1] == '.' ? n - 1 : n);
}

static bool is_target_or_root(const char *text)
{
	return strcmp(text, ".") == 0 || is_target(text);
}

static bool is_txt(const char *text)
{
	return *text != '\0' && strlen(text) <= 4000 && is_ascii(text);
}

static bool is_url(const char *text)
{
	return strncmp(text, "http://", 7) == 0 || strncmp(text, "https://", 8) == 0;
}

static bool is_given(const char *text)
{
	return *text != '\0';
}

static bool is_anything(const char *text)
{
	(void)text;
	return true;
}

/* A target, then perhaps parameters. */
static bool is_service_binding(const char *text)
{
	char *target = sim_print("%.*s", (int)strcspn(text, " "), text);
	bool fits = is_target_or_root(target);
	free(target);
	return fits;
}

static const struct {
	bool (*fits)(const char *value);
	const char *otherwise;
} values[BUNNY_TYPES] = {
	[BUNNY_A] = {is_ipv4, "The value is not a valid IPv4 address."},
	[BUNNY_AAAA] = {is_ipv6, "The value is not a valid IPv6 address."},
	[BUNNY_CNAME] = {is_target, "The value is not a valid host name."},
	[BUNNY_TXT] = {is_txt, "A TXT value can be a maximum of 4000 ASCII characters."},
	[BUNNY_MX] = {is_target_or_root, "The value is not a valid host name."},
	[BUNNY_REDIRECT] = {is_url, "The value is not a valid URL."},
	[BUNNY_FLATTEN] = {is_target, "The value is not a valid host name."},
	[BUNNY_PULL_ZONE] = {is_anything, NULL},
	[BUNNY_SRV] = {is_target_or_root, "The value is not a valid host name."},
	[BUNNY_CAA] = {is_given, "The value is required."},
	[BUNNY_PTR] = {is_target, "The value is not a valid host name."},
	[BUNNY_SCRIPT] = {is_anything, NULL},
	[BUNNY_NS] = {is_target, "The value is not a valid host name."},
	[BUNNY_SVCB] = {is_service_binding, "The value is not a target with parameters."},
	[BUNNY_HTTPS] = {is_service_binding, "The value is not a target with parameters."},
	[BUNNY_TLSA] = {is_tlsa, "The value is not a TLSA record."},
};

bool bunny_value_fits(const cJSON *record, struct reply *r)
{
	const char *value = member_text(record, "Value"), *name = member_text(record, "Name");
	enum bunny_type type = (enum bunny_type)member_number(record, "Type");
	bool linked = type == BUNNY_PULL_ZONE || type == BUNNY_SCRIPT;
	bool weighs = type == BUNNY_A || type == BUNNY_AAAA;
	if (*name != '\0' && (strcmp(name, "@") == 0 || !is_relative_name(name)))
		bunny_invalid(r, "Name", "The name is not relative to the zone.");
	else if (type == BUNNY_NS && *name == '\0')
		bunny_invalid(r, "Name", "NS records are not possible at the root.");
	else if (linked && *member_text(record, "LinkName") == '\0')
		bunny_invalid(r, "LinkName", "The pull zone or script is unknown.");
	else if (type == BUNNY_CAA && *member_text(record, "Tag") == '\0')
		bunny_invalid(r, "Tag", "The tag is required.");
	else if (weighs && member_number(record, "Weight") > 100)
		bunny_invalid(r, "Weight", "The weight must be between 0 and 100.");
	else if (!values[type].fits(value))
		bunny_invalid(r, "Value", values[type].otherwise);
	else
		return true;
	return false;
}

static bool is_address_type(enum bunny_type type)
{
	return type == BUNNY_A || type == BUNNY_AAAA || type == BUNNY_CNAME;
}

/* Whether records of these types exclude one another at one name: a CNAME stands alone; at the
 * apex, where it is flattened to addresses, it excludes addresses only. */
static bool exclude(enum bunny_type one, enum bunny_type other, const char *name)
{
	if (one != BUNNY_CNAME && other != BUNNY_CNAME)
		return false;
	return *name != '\0' || (is_address_type(one) && is_address_type(other));
}

bool bunny_stands_beside(
	const cJSON *zone, const cJSON *record, const cJSON *except, struct reply *r)
{
	const char *name = member_text(record, "Name");
	enum bunny_type type = (enum bunny_type)member_number(record, "Type");
	const cJSON *other;
	cJSON_ArrayForEach(other, cJSON_GetObjectItem(zone, "Records"))
	{
		enum bunny_type held = (enum bunny_type)member_number(other, "Type");
		if (other != except && strcasecmp(member_text(other, "Name"), name) == 0 &&
			exclude(type, held, name)) {
			bunny_invalid(r, "Name", "A CNAME cannot stand beside other records.");
			return false;
		}
	}
	return true;
}
