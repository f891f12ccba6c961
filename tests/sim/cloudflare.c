/*
 * cloudflare: the DNS part of Cloudflare's API v4. Zones and reading here, writing in
 * cloudflare_write.c, what is refused in cloudflare_rules.c. Not simulated: settings, import,
 * export, scans.
 *
 * Data file: {"credentials": {"CLOUDFLARE_API_TOKEN": …}, "zones": [{"name", "records": […], …}],
 * "faults": […]} and, when wanted, "batch_limit": N (operations of a batch, 200 by default).
 * Records are as in bodies of create calls. A zone with "multi_provider": true may have NS at its
 * apex; one may have "sim": {"records": N}.
 */
#include "cloudflare.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

static cJSON *envelope(bool success, cJSON *result)
{
	cJSON *e = cJSON_CreateObject();
	cJSON_AddItemToObject(e, "result", result);
	cJSON_AddBoolToObject(e, "success", success);
	cJSON_AddArrayToObject(e, "errors");
	cJSON_AddArrayToObject(e, "messages");
	return e;
}

void cloudflare_refuse(struct reply *r, int status, const char *code, const char *text)
{
	cJSON *answer = envelope(false, cJSON_CreateNull()), *e = cJSON_CreateObject();
	cJSON_AddNumberToObject(e, "code", code == NULL ? 7000 : atoi(code));
	cJSON_AddStringToObject(e, "message", text);
	cJSON_AddItemToArray(cJSON_GetObjectItem(answer, "errors"), e);
	reply_json(r, status, answer);
}

void cloudflare_answer(struct reply *r, cJSON *result)
{
	reply_json(r, 200, envelope(true, result));
}

static void no_zone(struct reply *r)
{
	cloudflare_refuse(r, 404, "7003",
		"Could not route to that zone, perhaps your object identifier is invalid?");
}

static bool authenticate(
	struct service *s, const struct front *f, struct request *q, struct reply *r)
{
	(void)f;
	const char *given = pairs_get(&q->headers, "Authorization");
	char *wanted = sim_print("Bearer %s", store_credential(s, "CLOUDFLARE_API_TOKEN"));
	bool fits = given != NULL && strcmp(given, wanted) == 0;
	free(wanted);
	if (!fits)
		cloudflare_refuse(r, 403, "10000", "Authentication error");
	return fits;
}

static char *hex_id(struct service *s)
{
	unsigned long long n = s->next_id++;
	return sim_print("%016llx%016llx", n * 0x9e3779b97f4a7c15ULL, n);
}

static void complete(struct service *s, cJSON *zone, const cJSON *given)
{
	(void)given;
	char *id = hex_id(s);
	member_default(zone, "id", cJSON_CreateString(id));
	member_default(zone, "status", cJSON_CreateString("active"));
	member_default(zone, "type", cJSON_CreateString("full"));
	member_default(zone, "paused", cJSON_CreateFalse());
	member_default(zone, "name_servers",
		cJSON_Parse("[\"ada.ns.cloudflare.com\",\"bob.ns.cloudflare.com\"]"));
	free(id);
}

/* What a proxied record is answered with is renewed by itself: its TTL is automatic. */
static void complete_ttl(cJSON *record)
{
	bool proxied = cJSON_IsTrue(cJSON_GetObjectItem(record, "proxied"));
	if (proxied || !cJSON_HasObjectItem(record, "ttl"))
		member_set(record, "ttl", cJSON_CreateNumber(1));
}

cJSON *cloudflare_record(struct service *s, const cJSON *given)
{
	static const char *const times[] = {"created_on", "modified_on"};
	cJSON *record = cJSON_Duplicate(given, 1);
	const char *type = member_text(record, "type");
	bool proxiable =
		strcmp(type, "CNAME") == 0 || strcmp(type, "A") == 0 || strcmp(type, "AAAA") == 0;
	const cJSON *data = cJSON_GetObjectItem(record, "data");
	char *id = hex_id(s), *content = cloudflare_content(type, data);
	member_default(record, "id", cJSON_CreateString(id));
	if (content != NULL)
		member_set(record, "content", cJSON_CreateString(content));
	if (content != NULL && cJSON_HasObjectItem(data, "priority"))
		member_set(record, "priority", cJSON_CreateNumber(member_number(data, "priority")));
	member_default(record, "proxiable", cJSON_CreateBool(proxiable));
	member_default(record, "proxied", cJSON_CreateFalse());
	complete_ttl(record);
	member_default(record, "settings", cJSON_CreateObject());
	member_default(record, "meta", cJSON_CreateObject());
	member_default(record, "comment", cJSON_CreateNull());
	member_default(record, "tags", cJSON_CreateArray());
	for (size_t i = 0; i < sizeof times / sizeof *times; i++)
		member_default(record, times[i], cJSON_CreateString("2026-02-06T09:27:36.735779Z"));
	free(id);
	free(content);
	return record;
}

static void add(struct service *s, cJSON *zone, const cJSON *given)
{
	cJSON_AddItemToArray(cJSON_GetObjectItem(zone, "records"), cloudflare_record(s, given));
}

static cJSON *generate(const cJSON *zone, int i)
{
	char *end = sim_print(".%s", member_text(zone, "name"));
	cJSON *given = cJSON_CreateObject();
	cJSON_AddStringToObject(given, "type", "A");
	cJSON_AddItemToObject(given, "name", generated_name(i, end));
	cJSON_AddItemToObject(given, "content", generated_address(i));
	cJSON_AddNumberToObject(given, "ttl", 300);
	free(end);
	return given;
}

static cJSON *show(const cJSON *record)
{
	return cJSON_Duplicate(record, 1);
}

static cJSON *zone_shown(const cJSON *zone)
{
	cJSON *shown = cJSON_Duplicate(zone, 1);
	cJSON_DeleteItemFromObject(shown, "records");
	cJSON_DeleteItemFromObject(shown, "sim");
	return shown;
}

/* The page of a selection that page and per_page ask for, at most `max` items. */
static void answer_page(
	struct request *q, const struct selection *all, const long sizes[2], struct reply *r)
{
	long page = 1, size = sizes[0];
	if (!request_number(q, "page", (long[]){1, 1000000}, &page) ||
		!request_number(q, "per_page", (long[]){5, sizes[1]}, &size)) {
		cloudflare_refuse(r, 400, "1004", "page or per_page is out of its range");
		return;
	}
	size_t each = page_size(q, size);
	struct page p = page_cut(q, all, (size_t)(page - 1) * each, each);
	cJSON *answer = envelope(true, p.items), *info = cJSON_CreateObject();
	cJSON_AddNumberToObject(info, "page", (double)page);
	cJSON_AddNumberToObject(info, "per_page", (double)size);
	cJSON_AddNumberToObject(info, "count", cJSON_GetArraySize(p.items));
	cJSON_AddNumberToObject(info, "total_count", p.total);
	cJSON_AddNumberToObject(info, "total_pages", (double)((all->count + each - 1) / each));
	cJSON_AddItemToObject(answer, "result_info", info);
	reply_json(r, 200, answer);
}

static void zones_list(struct service *s, struct request *q, cJSON *zone, struct reply *r)
{
	const char *name = pairs_get(&q->query, "name");
	struct selection found = {0};
	cJSON_ArrayForEach(zone, s->zones)
	{
		if (name == NULL || strcmp(name, member_text(zone, "name")) == 0)
			selection_add(&found, zone);
	}
	answer_page(q, &found, (long[]){20, 50}, r);
	cJSON *items = cJSON_GetObjectItem(r->json, "result"), *item, *next;
	for (item = items == NULL ? NULL : items->child; item != NULL; item = next) {
		next = item->next;
		cJSON_ReplaceItemViaPointer(items, item, zone_shown(item));
	}
	selection_free(&found);
}

static void zone_get(struct service *s, struct request *q, cJSON *zone, struct reply *r)
{
	(void)s;
	(void)q;
	cloudflare_answer(r, zone_shown(zone));
}

static void records_list(struct service *s, struct request *q, cJSON *zone, struct reply *r)
{
	(void)s;
	const char *type = pairs_get(&q->query, "type");
	const char *name = pairs_get(&q->query, "name.exact");
	struct selection found = {0};
	const cJSON *record;
	cJSON_ArrayForEach(record, cJSON_GetObjectItem(zone, "records"))
	{
		if ((type == NULL || strcmp(type, member_text(record, "type")) == 0) &&
			(name == NULL || strcasecmp(name, member_text(record, "name")) == 0))
			selection_add(&found, record);
	}
	answer_page(q, &found, (long[]){100, 5000000}, r);
	selection_free(&found);
}

static void record_get(struct service *s, struct request *q, cJSON *zone, struct reply *r)
{
	(void)s;
	const cJSON *record = list_find(cJSON_GetObjectItem(zone, "records"), "id", q->segments[3]);
	if (record == NULL)
		cloudflare_refuse(r, 404, "81044", "Record does not exist.");
	else
		cloudflare_answer(r, cJSON_Duplicate(record, 1));
}

static const struct route routes[] = {
	{"GET", "/zones", " page per_page name ", "zones", zones_list},
	{"GET", "/zones/*", "", "zone", zone_get},
	{"GET", "/zones/*/dns_records", " page per_page type name.exact ", "records", records_list},
	{"POST", "/zones/*/dns_records", "", "create", cloudflare_create},
	{"POST", "/zones/*/dns_records/batch", "", "batch", cloudflare_batch},
	{"GET", "/zones/*/dns_records/*", "", "record", record_get},
	{"PUT", "/zones/*/dns_records/*", "", "update", cloudflare_replace},
	{"PATCH", "/zones/*/dns_records/*", "", "update", cloudflare_patch},
	{"DELETE", "/zones/*/dns_records/*", "", "delete", cloudflare_delete},
	{NULL, NULL, NULL, NULL, NULL},
};

const struct provider cloudflare_provider = {
	.name = "cloudflare",
	.zone_name = "name",
	.zone_id = "id",
	.zone_filter = "name",
	.key_variable = "CLOUDFLARE_API_TOKEN",
	.zone_end = "",
	.first_id = 1,
	.elements = "records",
	.complete = complete,
	.add = add,
	.generate = generate,
	.show = show,
	.fronts = {{"cloudflare", "ZONEFERRY_CLOUDFLARE_URL", "/client/v4", routes}},
	.authenticate = authenticate,
	.refuse = cloudflare_refuse,
	.no_zone = no_zone,
};
