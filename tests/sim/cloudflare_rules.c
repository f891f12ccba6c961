/* cloudflare_rules: what Cloudflare refuses to store, and what it makes of "data". A fault is a
 * text that begins with its code. */
#include "cloudflare.h"
#include "rules.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { CONTENT_MAX = 2048, TXT_NAME_MAX = 8192, MAX_MEMBERS = 13 };

/* How a member of "data" looks in "content". */
enum form { PLAIN, QUOTED, NUMBER, METRES };

/* Types that are written by "data", with its members in the order of "content". */
static const struct composite {
	const char *type;
	struct {
		const char *name;
		enum form form;
	} members[MAX_MEMBERS];
} composites[] = {
	{"CAA", {{"flags", NUMBER}, {"tag", PLAIN}, {"value", QUOTED}}},
	{"CERT", {{"type", NUMBER}, {"key_tag", NUMBER}, {"algorithm", NUMBER},
			 {"certificate", PLAIN}}},
	{"DNSKEY", {{"flags", NUMBER}, {"protocol", NUMBER}, {"algorithm", NUMBER},
			   {"public_key", PLAIN}}},
	{"DS", {{"key_tag", NUMBER}, {"algorithm", NUMBER}, {"digest_type", NUMBER},
		       {"digest", PLAIN}}},
	{"HTTPS", {{"priority", NUMBER}, {"target", PLAIN}, {"value", PLAIN}}},
	{"LOC", {{"lat_degrees", NUMBER}, {"lat_minutes", NUMBER}, {"lat_seconds", NUMBER},
			{"lat_direction", PLAIN}, {"long_degrees", NUMBER},
			{"long_minutes", NUMBER}, {"long_seconds", NUMBER},
			{"long_direction", PLAIN}, {"altitude", METRES}, {"size", METRES},
			{"precision_horz", METRES}, {"precision_vert", METRES}}},
	{"NAPTR", {{"order", NUMBER}, {"preference", NUMBER}, {"flags", QUOTED},
			  {"service", QUOTED}, {"regex", QUOTED}, {"replacement", PLAIN}}},
	{"SMIMEA", {{"usage", NUMBER}, {"selector", NUMBER}, {"matching_type", NUMBER},
			   {"certificate", PLAIN}}},
	{"SRV", {{"priority", NUMBER}, {"weight", NUMBER}, {"port", NUMBER}, {"target", PLAIN}}},
	{"SSHFP", {{"algorithm", NUMBER}, {"type", NUMBER}, {"fingerprint", PLAIN}}},
	{"SVCB", {{"priority", NUMBER}, {"target", PLAIN}, {"value", PLAIN}}},
	{"TLSA", {{"usage", NUMBER}, {"selector", NUMBER}, {"matching_type", NUMBER},
			 {"certificate", PLAIN}}},
	{"URI", {{"weight", NUMBER}, {"target", QUOTED}}},
};

static const struct composite *composite_find(const char *type)
{
	for (size_t i = 0; i < sizeof composites / sizeof *composites; i++)
		if (strcmp(composites[i].type, type) == 0)
			return &composites[i];
	return NULL;
}

static void print_member(FILE *out, const cJSON *value, enum form form)
{
	const char *text = cJSON_IsString(value) ? value->valuestring : "";
	if (form == QUOTED)
		fprintf(out, "\"%s\"", text);
	else if (form == PLAIN)
		fputs(text, out);
	else
		fprintf(out, "%.10g%s", cJSON_IsNumber(value) ? value->valuedouble : 0,
			form == METRES ? "m" : "");
}

char *cloudflare_content(const char *type, const cJSON *data)
{
	const struct composite *c = composite_find(type);
	if (c == NULL || data == NULL)
		return NULL;
	char *text;
	size_t size, first = strcmp(type, "SRV") == 0 ? 1 : 0; /* its priority stands beside */
	FILE *out = open_memstream(&text, &size);
	for (size_t i = first; i < MAX_MEMBERS && c->members[i].name != NULL; i++) {
		if (i > first)
			putc(' ', out);
		print_member(
			out, cJSON_GetObjectItem(data, c->members[i].name), c->members[i].form);
	}
	fclose(out);
	return text;
}

/*
 * Bodies.
 */

static const struct field fields[] = {{"name", FIELD_STRING, true, 1, 253},
	{"type", FIELD_STRING, true, 0, 0}, {"ttl", FIELD_INTEGER, true, 1, 86400},
	{"content", FIELD_STRING, false, 0, 0}, {"data", FIELD_OBJECT, false, 0, 0},
	{"priority", FIELD_INTEGER, false, 0, 65535}, {"comment", FIELD_STRING, false, 0, 0},
	{"tags", FIELD_ARRAY, false, 0, 0}, {"proxied", FIELD_BOOL, false, 0, 0},
	{"settings", FIELD_OBJECT, false, 0, 0}, {"private_routing", FIELD_BOOL, false, 0, 0},
	{NULL, FIELD_STRING, false, 0, 0}};

static bool is_among(const char *name, const char *const names[])
{
	for (; *names != NULL; names++)
		if (strcmp(*names, name) == 0)
			return true;
	return false;
}

static bool is_read_only(const char *name)
{
	static const char *const names[] = {"id", "zone_id", "zone_name", "proxiable", "locked",
		"meta", "created_on", "modified_on", "comment_modified_on", "tags_modified_on",
		NULL};
	return is_among(name, names);
}

static bool is_known(const char *name)
{
	for (const struct field *f = fields; f->name != NULL; f++)
		if (strcmp(f->name, name) == 0)
			return true;
	return false;
}

cJSON *cloudflare_writable(const cJSON *record)
{
	bool composite = composite_find(member_text(record, "type")) != NULL;
	bool uri = strcmp(member_text(record, "type"), "URI") == 0;
	cJSON *body = cJSON_Duplicate(record, 1), *member = body->child, *next;
	for (; member != NULL; member = next) {
		next = member->next;
		bool made = composite && (strcmp(member->string, "content") == 0 ||
						 (strcmp(member->string, "priority") == 0 && !uri));
		if (is_read_only(member->string) || made)
			cJSON_Delete(cJSON_DetachItemViaPointer(body, member));
	}
	return body;
}

static bool is_number_form(enum form form)
{
	return form == NUMBER || form == METRES;
}

static char *data_fault(const struct composite *c, const cJSON *data)
{
	struct field members[MAX_MEMBERS + 1] = {{NULL, FIELD_STRING, false, 0, 0}};
	for (size_t i = 0; i < MAX_MEMBERS && c->members[i].name != NULL; i++) {
		members[i].name = c->members[i].name;
		members[i].kind = is_number_form(c->members[i].form) ? FIELD_NUMBER : FIELD_STRING;
		members[i].required = true;
	}
	char *wrong = fields_check(data, members, NULL);
	char *fault = wrong == NULL ? NULL : sim_print("1004 data: %s", wrong);
	free(wrong);
	return fault;
}

static bool is_target(const char *text)
{
	return strcmp(text, ".") == 0 || is_relative_name(text);
}

static bool is_txt(const char *text)
{
	size_t n = strlen(text);
	return n > 0 && n <= CONTENT_MAX && (*text != '"' || is_quoted_strings(text, CONTENT_MAX));
}

static bool is_base64(const char *text)
{
	return *text != '\0' && strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
					     "0123456789+/=") == strlen(text);
}

static const struct simple {
	const char *type;
	bool (*fits)(const char *content);
	bool proxied;
} simples[] = {{"A", is_ipv4, true}, {"AAAA", is_ipv6, true}, {"CNAME", is_relative_name, true},
	{"MX", is_target, false}, {"NS", is_relative_name, false}, {"PTR", is_relative_name, false},
	{"OPENPGPKEY", is_base64, false}, {"TXT", is_txt, false}};

static const struct simple *simple_find(const char *type)
{
	for (size_t i = 0; i < sizeof simples / sizeof *simples; i++)
		if (strcmp(simples[i].type, type) == 0)
			return &simples[i];
	return NULL;
}

/* NULL, or what is wrong with content and what goes with it. */
static const char *value_fault(const cJSON *body)
{
	const char *type = member_text(body, "type");
	const struct simple *simple = simple_find(type);
	bool mx = strcmp(type, "MX") == 0, uri = strcmp(type, "URI") == 0;
	bool priority = cJSON_HasObjectItem(body, "priority");
	if (simple == NULL && composite_find(type) == NULL)
		return "1004 DNS Validation Error: the type is unknown";
	if ((mx || uri) != priority)
		return priority ? "1004 priority is not possible for this type"
				: "9100 priority is a required field.";
	if (simple == NULL)
		return cJSON_HasObjectItem(body, "content")
			       ? "1004 content is not possible for this type: send data"
			       : NULL;
	if (cJSON_HasObjectItem(body, "data"))
		return "1004 data is not possible for this type: send content";
	return simple->fits(member_text(body, "content"))
		       ? NULL
		       : "9005 Content for this record is invalid.";
}

static const char *place_fault(const cJSON *zone, const cJSON *body)
{
	const char *name = member_text(body, "name"), *apex = member_text(zone, "name");
	const struct simple *simple = simple_find(member_text(body, "type"));
	size_t n = strlen(name), m = strlen(apex);
	double ttl = member_number(body, "ttl");
	if (!is_relative_name(name) || n < m || strcasecmp(name + n - m, apex) != 0 ||
		(n > m && name[n - m - 1] != '.'))
		return "9000 DNS name is invalid: the simulator wants a full name of the zone.";
	if (n == m && strcmp(member_text(body, "type"), "NS") == 0 &&
		!cJSON_IsTrue(cJSON_GetObjectItem(zone, "multi_provider")))
		return "9007 NS records at the apex need multi-provider DNS.";
	if (ttl != 1 && ttl < 60)
		return "9021 Invalid TTL. Must be between 60 and 86400 seconds, or 1 for Automatic.";
	if (cJSON_IsTrue(cJSON_GetObjectItem(body, "proxied")) &&
		(simple == NULL || !simple->proxied))
		return "9004 This record type cannot be proxied.";
	return NULL;
}

char *cloudflare_body_fault(const cJSON *zone, const cJSON *body, const cJSON *record)
{
	cJSON *known = cJSON_CreateObject();
	char *fault = NULL;
	const cJSON *member;
	cJSON_ArrayForEach(member, body)
	{
		if (is_known(member->string))
			cJSON_AddItemToObject(known, member->string, cJSON_Duplicate(member, 1));
		else if (fault == NULL && (is_read_only(member->string) ||
						  !cJSON_HasObjectItem(record, member->string)))
			fault = sim_print(
				"1004 the member %s is unknown or read-only", member->string);
	}
	char *wrong = fault == NULL ? fields_check(known, fields, NULL) : NULL;
	cJSON_Delete(known);
	if (wrong != NULL) {
		fault = sim_print("1004 DNS Validation Error: %s", wrong);
		free(wrong);
	}
	if (fault != NULL)
		return fault;
	const char *text = place_fault(zone, body);
	if (text == NULL)
		text = value_fault(body);
	const struct composite *c = composite_find(member_text(body, "type"));
	if (text != NULL)
		return sim_print("%s", text);
	return c == NULL ? NULL : data_fault(c, cJSON_GetObjectItem(body, "data"));
}

/*
 * Neighbours.
 */

static bool is_address_type(const char *type)
{
	return strcmp(type, "A") == 0 || strcmp(type, "AAAA") == 0;
}

/* NULL, or why two types exclude one another at a name. */
static const char *exclusion(const char *one, const char *other)
{
	bool cname = strcmp(one, "CNAME") == 0, ns = strcmp(one, "NS") == 0;
	if (cname && strcmp(other, "CNAME") == 0)
		return "81053 A CNAME record with that host already exists.";
	if (cname && is_address_type(other))
		return "81053 An A, AAAA, or CNAME record with that host already exists.";
	if (ns && strcmp(other, "NS") != 0 && strcmp(other, "DS") != 0)
		return "81056 NS records cannot stand beside other types.";
	return NULL;
}

static bool is_same(const cJSON *a, const cJSON *b)
{
	return strcmp(member_text(a, "type"), member_text(b, "type")) == 0 &&
	       strcmp(member_text(a, "content"), member_text(b, "content")) == 0 &&
	       member_number(a, "priority") == member_number(b, "priority");
}

static const char *neighbour_fault(const cJSON *record, const cJSON *other, bool at_apex)
{
	const char *type = member_text(record, "type"), *held = member_text(other, "type");
	const char *fault = exclusion(type, held);
	if (fault == NULL)
		fault = exclusion(held, type);
	if (fault != NULL && at_apex && strncmp(fault, "81056", 5) == 0)
		fault = NULL; /* the zone's own name servers stand there too */
	if (fault == NULL && is_same(record, other))
		fault = "81058 An identical record already exists.";
	return fault;
}

char *cloudflare_conflict(
	const cJSON *zone, const cJSON *records, const cJSON *record, const cJSON *except)
{
	const char *name = member_text(record, "name"), *fault = NULL;
	bool txt = strcmp(member_text(record, "type"), "TXT") == 0;
	bool at_apex = strcasecmp(name, member_text(zone, "name")) == 0;
	size_t size = strlen(member_text(record, "content"));
	const cJSON *other;
	cJSON_ArrayForEach(other, records)
	{
		if (other == except || strcasecmp(member_text(other, "name"), name) != 0)
			continue;
		if (txt && strcmp(member_text(other, "type"), "TXT") == 0)
			size += strlen(member_text(other, "content"));
		fault = fault != NULL ? fault : neighbour_fault(record, other, at_apex);
	}
	if (fault == NULL && txt && size > TXT_NAME_MAX)
		fault = "9207 The TXT records of this name are too long together.";
	return fault == NULL ? NULL : sim_print("%s", fault);
}
