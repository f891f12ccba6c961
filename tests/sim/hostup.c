/*
 * hostup: HostUp's DNS API v2. Zones and domains here, records in hostup_records.c, what is refused
 * of them in hostup_rules.c. Not simulated: bulk jobs, dynamic DNS, DNSSEC; zones are neither made
 * nor deleted, as the API has no call for it.
 *
 * Data file: {"credentials": {"HOSTUP_API_KEY": …}, "zones": [{"name", "records": […], "system":
 * […], …}], "faults": […]}. Names of records are full names without a final dot; "system" records
 * are shown by the domain's call alone. A zone may have "sim": {"records": N, "status_key": …}.
 * "conflict_status": what duplicates and conflicts are refused with, 409 by default.
 */
#include "hostup.h"

#include <stdlib.h>
#include <string.h>

void hostup_refuse(struct reply *r, int status, const char *code, const char *text)
{
	cJSON *e = cJSON_CreateObject();
	if (code == NULL)
		code = status == 404 ? "not_found" : "invalid_request";
	char *type = sim_print("https://developer.hostup.se/errors/%s", code);
	cJSON_AddStringToObject(e, "type", type);
	cJSON_AddStringToObject(
		e, "title", status == 400 ? "Validation failed" : http_reason(status));
	cJSON_AddNumberToObject(e, "status", status);
	cJSON_AddStringToObject(e, "detail", text);
	cJSON_AddStringToObject(e, "code", code);
	cJSON_AddStringToObject(e, "instance", "/api/v2/dns-zones");
	cJSON_AddStringToObject(e, "requestId", "req_01hxa3b4c5d6e7f8g9h0j1k2m3");
	cJSON_AddStringToObject(e, "timestamp", "2026-04-27T12:34:56.000Z");
	free(type);
	reply_json(r, status, e);
	r->type = "application/problem+json";
}

static void no_zone(struct reply *r)
{
	hostup_refuse(r, 404, "not_found", "DNS zone not found.");
}

static bool authenticate(
	struct service *s, const struct front *f, struct request *q, struct reply *r)
{
	(void)f;
	const char *given = pairs_get(&q->headers, "Authorization");
	const char *accept = pairs_get(&q->headers, "Accept");
	char *wanted = sim_print("Bearer %s", store_credential(s, "HOSTUP_API_KEY"));
	bool fits = given != NULL && strcmp(given, wanted) == 0;
	free(wanted);
	if (!fits) {
		hostup_refuse(r, 401, "unauthorized", "A valid API key is required.");
		return false;
	}
	if (accept == NULL || strstr(accept, "application/json") == NULL) {
		hostup_refuse(r, 406, NULL, "The simulator wants Accept: application/json.");
		return false;
	}
	return true;
}

/* Letters and digits as real ids have them. */
char *hostup_id(struct service *s, const char *prefix)
{
	return sim_print("%s_01hxa3b4c5d6e7f8g9%08llx", prefix, (unsigned long long)s->next_id++);
}

static void add(struct service *s, cJSON *zone, const cJSON *given)
{
	cJSON_AddItemToArray(cJSON_GetObjectItem(zone, "records"), hostup_record(s, zone, given));
}

static void complete(struct service *s, cJSON *zone, const cJSON *given)
{
	(void)given;
	char *id = hostup_id(s, "zone"), *domain = hostup_id(s, "dom");
	member_default(zone, "id", cJSON_CreateString(id));
	member_default(zone, "domainId", cJSON_CreateString(domain));
	member_default(zone, "status", cJSON_CreateString("active"));
	member_default(zone, "kind", cJSON_CreateString("linked"));
	member_default(zone, "isDnsOnly", cJSON_CreateFalse());
	cJSON *system = cJSON_DetachItemFromObject(zone, "system"), *record;
	cJSON *records = cJSON_AddArrayToObject(zone, "system");
	cJSON_ArrayForEach(record, system)
	{
		cJSON_AddItemToArray(records, hostup_record(s, zone, record));
	}
	cJSON_Delete(system);
	free(id);
	free(domain);
}

static cJSON *generate(const cJSON *zone, int i)
{
	(void)zone;
	cJSON *given = cJSON_CreateObject();
	cJSON_AddStringToObject(given, "type", "A");
	cJSON_AddItemToObject(given, "name", generated_name(i, ""));
	cJSON_AddItemToObject(given, "value", generated_address(i));
	cJSON_AddNumberToObject(given, "ttl", 300);
	return given;
}

static cJSON *show(const cJSON *record)
{
	return cJSON_Duplicate(record, 1);
}

/* A zone as the list shows it: the status has one key or the other. */
static cJSON *zone_entry(const cJSON *zone)
{
	const char *key = member_text(cJSON_GetObjectItem(zone, "sim"), "status_key");
	cJSON *entry = cJSON_CreateObject();
	cJSON_AddStringToObject(entry, "id", member_text(zone, "id"));
	cJSON_AddStringToObject(entry, "name", member_text(zone, "name"));
	cJSON_AddStringToObject(
		entry, *key == '\0' ? "zoneStatus" : key, member_text(zone, "status"));
	cJSON_AddBoolToObject(
		entry, "isDnsOnly", cJSON_IsTrue(cJSON_GetObjectItem(zone, "isDnsOnly")));
	cJSON_AddStringToObject(entry, "kind", member_text(zone, "kind"));
	cJSON_AddNumberToObject(
		entry, "recordCount", cJSON_GetArraySize(cJSON_GetObjectItem(zone, "records")));
	return entry;
}

static cJSON *domain_entry(const cJSON *zone)
{
	cJSON *entry = cJSON_CreateObject();
	cJSON_AddStringToObject(entry, "id", member_text(zone, "domainId"));
	cJSON_AddStringToObject(entry, "name", member_text(zone, "name"));
	return entry;
}

/* The cursor is opaque to clients: "c" and the index of the next item. */
static bool cursor_index(const struct request *q, size_t *first)
{
	const char *cursor = pairs_get(&q->query, "cursor");
	*first = 0;
	if (cursor == NULL)
		return true;
	char *end;
	*first = strtoul(cursor + 1, &end, 10);
	return cursor[0] == 'c' && end > cursor + 1 && *end == '\0';
}

static void answer_list(
	struct service *s, struct request *q, cJSON *(*entry)(const cJSON *zone), struct reply *r)
{
	const char *name = pairs_get(&q->query, "name");
	struct selection found = {0};
	long limit = 100;
	size_t first;
	if (!request_number(q, "limit", (long[]){1, 1000}, &limit) || !cursor_index(q, &first)) {
		hostup_refuse(r, 400, NULL, "limit or cursor is invalid.");
		return;
	}
	cJSON *zone, *answer = cJSON_CreateObject(), *data = cJSON_AddArrayToObject(answer, "data");
	cJSON_ArrayForEach(zone, s->zones)
	{
		if (name == NULL || strcmp(name, member_text(zone, "name")) == 0)
			selection_add(&found, zone);
	}
	struct page p = page_cut(q, &found, first, page_size(q, limit));
	cJSON_ArrayForEach(zone, p.items)
	{
		cJSON_AddItemToArray(data, entry(zone));
	}
	char *next = sim_print("c%zu", p.end);
	cJSON_AddBoolToObject(answer, "hasMore", p.more);
	cJSON_AddItemToObject(
		answer, "nextCursor", p.more ? cJSON_CreateString(next) : cJSON_CreateNull());
	free(next);
	cJSON_Delete(p.items);
	selection_free(&found);
	reply_json(r, 200, answer);
}

static void zones_list(struct service *s, struct request *q, cJSON *zone, struct reply *r)
{
	(void)zone;
	answer_list(s, q, zone_entry, r);
}

static void domains_list(struct service *s, struct request *q, cJSON *zone, struct reply *r)
{
	(void)zone;
	answer_list(s, q, domain_entry, r);
}

static cJSON *allowed(void)
{
	cJSON *action = cJSON_CreateObject();
	cJSON_AddTrueToObject(action, "allowed");
	return action;
}

/* The zone as its domain sees it; the only call that shows system records. */
static void domain_dns(struct service *s, struct request *q, cJSON *zone, struct reply *r)
{
	const char *system = pairs_get(&q->query, "includeSystem");
	if (system != NULL && strcmp(system, "true") != 0 && strcmp(system, "false") != 0) {
		hostup_refuse(r, 400, NULL, "includeSystem must be true or false.");
		return;
	}
	(void)s;
	cJSON *answer = cJSON_CreateObject(), *record;
	cJSON *servers = cJSON_AddArrayToObject(answer, "nameservers");
	cJSON_AddItemToArray(servers, cJSON_CreateString("primary.ns.hostup.se"));
	cJSON_AddItemToArray(servers, cJSON_CreateString("secondary.ns.hostup.se"));
	cJSON *records = cJSON_Duplicate(cJSON_GetObjectItem(zone, "records"), 1);
	if (system != NULL && strcmp(system, "true") == 0)
		cJSON_ArrayForEach(record, cJSON_GetObjectItem(zone, "system"))
		{
			cJSON_AddItemToArray(records, cJSON_Duplicate(record, 1));
		}
	cJSON_AddItemToObject(answer, "records", records);
	cJSON *actions = cJSON_AddObjectToObject(answer, "actions");
	cJSON_AddItemToObject(actions, "canManageRecords", allowed());
	cJSON_AddItemToObject(actions, "canManageRootMxRecords", allowed());
	reply_json(r, 200, answer);
}

static void domain_records(struct service *s, struct request *q, cJSON *zone, struct reply *r)
{
	zone = list_find(s->zones, "domainId", q->segments[1]);
	if (zone == NULL)
		hostup_refuse(r, 404, "not_found", "Domain not found.");
	else
		domain_dns(s, q, zone, r);
}

static const struct route routes[] = {
	{"GET", "/dns-zones", " limit cursor name ", "zones", zones_list},
	{"GET", "/dns-zones/*", " type name ", "records", hostup_records},
	{"GET", "/dns-zones/*/records", " type name ", "records", hostup_records},
	{"POST", "/dns-zones/*/records", "", "create", hostup_record_create},
	{"PUT", "/dns-zones/*/records/*", "", "update", hostup_record_replace},
	{"PATCH", "/dns-zones/*/records/*", "", "proxy", hostup_record_proxy},
	{"DELETE", "/dns-zones/*/records/*", "", "delete", hostup_record_delete},
	{"GET", "/domains", " limit cursor name ", "domains", domains_list},
	{"GET", "/domains/+/dns", " includeSystem ", "domain", domain_records},
	{NULL, NULL, NULL, NULL, NULL},
};

const struct provider hostup_provider = {
	.name = "hostup",
	.zone_name = "name",
	.zone_id = "id",
	.zone_filter = "name",
	.key_variable = "HOSTUP_API_KEY",
	.fronts = {{"hostup", "ZONEFERRY_HOSTUP_URL", "/api/v2", routes}},
	.zone_end = "",
	.first_id = 1,
	.elements = "records",
	.complete = complete,
	.add = add,
	.generate = generate,
	.show = show,
	.authenticate = authenticate,
	.refuse = hostup_refuse,
	.no_zone = no_zone,
};
