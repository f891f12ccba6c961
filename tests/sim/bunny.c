/*
 * bunny: the DNS API of bunny.net. Zones and settings here, records in bunny_records.c, what is
 * refused of them in bunny_rules.c, the native zone file and the record scan in bunny_views.c. Not
 * simulated: import of zone text, statistics.
 *
 * Data file: {"credentials": {"BUNNY_API_KEY": …}, "zones": [zone object, …], "faults": […]}; a
 * zone may have "sim": {"records": N, "scan": {…}, "scan_result": […]}: so many generated records,
 * the latest scan's answer, and what a new scan finds.
 */
#include "bunny.h"

#include <stdlib.h>
#include <string.h>

static void refuse(struct reply *r, int status, const char *code, const char *text)
{
	cJSON *e = cJSON_CreateObject();
	cJSON_AddStringToObject(e, "ErrorKey", code == NULL ? "simulator.refused" : code);
	cJSON_AddStringToObject(e, "Field", "");
	cJSON_AddStringToObject(e, "Message", text);
	reply_json(r, status, e);
}

void bunny_invalid(struct reply *r, const char *field, const char *message)
{
	cJSON *e = cJSON_CreateObject();
	char *text = sim_print("%s\r", message); /* real messages end so */
	cJSON_AddStringToObject(e, "ErrorKey", "validation_error");
	cJSON_AddStringToObject(e, "Field", field);
	cJSON_AddStringToObject(e, "Message", text);
	free(text);
	reply_json(r, 400, e);
}

static void no_zone(struct reply *r)
{
	cJSON *e = cJSON_CreateObject();
	cJSON_AddStringToObject(e, "ErrorKey", "dnszone.zone.not_found");
	cJSON_AddStringToObject(e, "Field", "Id");
	cJSON_AddStringToObject(e, "Message", "The requested DNS zone was not found\r");
	reply_json(r, 404, e);
}

static bool authenticate(
	struct service *s, const struct front *f, struct request *q, struct reply *r)
{
	(void)f;
	const char *key = pairs_get(&q->headers, "AccessKey");
	const char *accept = pairs_get(&q->headers, "Accept");
	if (key == NULL || strcmp(key, store_credential(s, "BUNNY_API_KEY")) != 0) {
		cJSON *e = cJSON_CreateObject();
		cJSON_AddStringToObject(
			e, "Message", "Authorization has been denied for this request.");
		reply_json(r, 401, e);
		return false;
	}
	if (accept == NULL || strstr(accept, "application/json") == NULL) {
		r->status = 200; /* the real API negotiates XML then */
		r->type = "application/xml; charset=utf-8";
		r->text = sim_print("<?xml version=\"1.0\"?><Answer/>");
		return false;
	}
	return true;
}

static void zone_defaults(cJSON *zone)
{
	static const char *const times[] = {"DateModified", "DateCreated", "NameserversNextCheck"};
	member_default(zone, "Records", cJSON_CreateArray());
	for (size_t i = 0; i < sizeof times / sizeof *times; i++)
		member_default(zone, times[i], cJSON_CreateString("2026-02-06T09:27:36"));
	member_default(zone, "NameserversDetected", cJSON_CreateTrue());
	member_default(zone, "CustomNameserversEnabled", cJSON_CreateFalse());
	member_default(zone, "Nameserver1", cJSON_CreateString("kiki.bunny.net"));
	member_default(zone, "Nameserver2", cJSON_CreateString("coco.bunny.net"));
	member_default(zone, "SoaEmail", cJSON_CreateString("hostmaster@bunny.net"));
	member_default(zone, "LoggingEnabled", cJSON_CreateFalse());
	member_default(zone, "LoggingIPAnonymizationEnabled", cJSON_CreateTrue());
	member_default(zone, "LogAnonymizationType", cJSON_CreateNumber(0));
	member_default(zone, "DnsSecEnabled", cJSON_CreateFalse());
	member_default(zone, "CertificateKeyType", cJSON_CreateNumber(0));
}

static void complete(struct service *s, cJSON *zone, const cJSON *given)
{
	(void)given;
	member_default(zone, "Id", cJSON_CreateNumber((double)s->next_id++));
	zone_defaults(zone);
}

static void add(struct service *s, cJSON *zone, const cJSON *given)
{
	cJSON_AddItemToArray(cJSON_GetObjectItem(zone, "Records"), bunny_record(s, given));
}

static cJSON *generate(const cJSON *zone, int i)
{
	(void)zone;
	cJSON *given = cJSON_CreateObject();
	cJSON_AddNumberToObject(given, "Type", BUNNY_A);
	cJSON_AddItemToObject(given, "Name", generated_name(i, ""));
	cJSON_AddItemToObject(given, "Value", generated_address(i));
	cJSON_AddNumberToObject(given, "Ttl", 300);
	return given;
}

static cJSON *show(const cJSON *record)
{
	return cJSON_Duplicate(record, 1);
}

/* A zone as answers show it. */
static cJSON *zone_shown(const cJSON *zone, long view)
{
	cJSON *shown = cJSON_Duplicate(zone, 1);
	cJSON_DeleteItemFromObject(shown, "sim");
	if (view == 1) /* Lite */
		cJSON_DeleteItemFromObject(shown, "Records");
	return shown;
}

bool bunny_page(struct request *q, const struct selection *all, cJSON *source, struct reply *r)
{
	long page = 1, size = 1000;
	if (!request_number(q, "page", (long[]){1, 1000000}, &page)) {
		bunny_invalid(r, "page", "The page must be 1 or more.");
		return false;
	}
	if (!request_number(q, "perPage", (long[]){5, 1000}, &size)) {
		bunny_invalid(r, "perPage", "The field perPage must be between 5 and 1000.");
		return false;
	}
	size_t each = page_size(q, size);
	struct page p = page_cut(q, all, (size_t)(page - 1) * each, each);
	cJSON *envelope = cJSON_CreateObject();
	cJSON_AddItemToObject(envelope, "Items", p.items);
	cJSON_AddNumberToObject(envelope, "CurrentPage", (double)page);
	cJSON_AddNumberToObject(envelope, "TotalItems", p.total);
	cJSON_AddBoolToObject(envelope, "HasMoreItems", p.more);
	reply_json(r, 200, envelope);
	fault_mutate(q, source);
	return true;
}

static void zones_list(struct service *s, struct request *q, cJSON *zone, struct reply *r)
{
	const char *search = pairs_get(&q->query, "search");
	struct selection found = {0};
	long view = 0;
	if (!request_number(q, "view", (long[]){0, 1}, &view)) {
		bunny_invalid(r, "view", "The view is unknown.");
		return;
	}
	cJSON *shown = cJSON_CreateArray();
	cJSON_ArrayForEach(zone, s->zones)
	{
		if (search == NULL || strstr(member_text(zone, "Domain"), search) != NULL)
			selection_add(&found, zone);
	}
	if (bunny_page(q, &found, shown, r)) {
		cJSON *items = cJSON_GetObjectItem(r->json, "Items"), *item = items->child, *next;
		for (; item != NULL; item = next) {
			next = item->next;
			cJSON_ReplaceItemViaPointer(items, item, zone_shown(item, view));
		}
	}
	cJSON_Delete(shown);
	selection_free(&found);
}

static void zone_get(struct service *s, struct request *q, cJSON *zone, struct reply *r)
{
	(void)s;
	long view = 0;
	if (!request_number(q, "view", (long[]){0, 1}, &view)) {
		bunny_invalid(r, "view", "The view is unknown.");
		return;
	}
	cJSON *shown = zone_shown(zone, view);
	if (strcmp(member_text(q->fault, "page"), "empty") == 0)
		member_set(shown, "Records", cJSON_CreateArray());
	reply_json(r, 200, shown);
	fault_mutate(q, cJSON_GetObjectItem(zone, "Records"));
}

static void zone_create(struct service *s, struct request *q, cJSON *zone, struct reply *r)
{
	static const struct field fields[] = {{"Domain", FIELD_STRING, true, 3, 253},
		{"Records", FIELD_ARRAY, false, 0, 0}, {NULL, FIELD_STRING, false, 0, 0}};
	if (!request_json(s, q, r))
		return;
	char *wrong = fields_check(q->json, fields, NULL);
	if (wrong != NULL) {
		bunny_invalid(r, "Domain", wrong);
		free(wrong);
		return;
	}
	const char *domain = cJSON_GetStringValue(cJSON_GetObjectItem(q->json, "Domain"));
	if (store_zone_named(s, domain) != NULL) {
		bunny_invalid(r, "Domain",
			"The domain is taken."); /* its real status is not documented */
		return;
	}
	zone = cJSON_CreateObject();
	cJSON_AddNumberToObject(zone, "Id", (double)s->next_id++);
	cJSON_AddStringToObject(zone, "Domain", domain);
	const cJSON *record;
	cJSON *records = cJSON_AddArrayToObject(zone, "Records");
	cJSON_ArrayForEach(record, cJSON_GetObjectItem(q->json, "Records"))
	{
		cJSON_AddItemToArray(records, bunny_record(s, record));
	}
	zone_defaults(zone);
	cJSON_AddItemToArray(s->zones, zone);
	reply_json(r, 201, zone_shown(zone, 0));
}

static void zone_update(struct service *s, struct request *q, cJSON *zone, struct reply *r)
{
	static const struct field fields[] = {{"CustomNameserversEnabled", FIELD_BOOL, false, 0, 0},
		{"Nameserver1", FIELD_STRING, false, 0, 0},
		{"Nameserver2", FIELD_STRING, false, 0, 0}, {"SoaEmail", FIELD_STRING, false, 0, 0},
		{"LoggingEnabled", FIELD_BOOL, false, 0, 0},
		{"LoggingIPAnonymizationEnabled", FIELD_BOOL, false, 0, 0},
		{"LogAnonymizationType", FIELD_INTEGER, false, 0, 1},
		{"CertificateKeyType", FIELD_INTEGER, false, 0, 1},
		{NULL, FIELD_STRING, false, 0, 0}};
	if (!request_json(s, q, r))
		return;
	char *wrong = fields_check(q->json, fields, NULL);
	if (wrong != NULL) {
		bunny_invalid(r, "", wrong);
		free(wrong);
		return;
	}
	const cJSON *value;
	cJSON_ArrayForEach(value, q->json)
	{
		if (!cJSON_IsNull(value))
			member_set(zone, cJSON_GetObjectItem(zone, value->string)->string,
				cJSON_Duplicate(value, 1));
	}
	reply_json(r, 200, zone_shown(zone, 0));
}

static void zone_delete(struct service *s, struct request *q, cJSON *zone, struct reply *r)
{
	(void)q;
	cJSON_Delete(cJSON_DetachItemViaPointer(s->zones, zone));
	r->status = 204;
}

static void check_availability(struct service *s, struct request *q, cJSON *zone, struct reply *r)
{
	(void)zone;
	if (!request_json(s, q, r))
		return;
	const char *name = cJSON_GetStringValue(cJSON_GetObjectItem(q->json, "Name"));
	cJSON *answer = cJSON_CreateObject();
	cJSON_AddBoolToObject(
		answer, "Available", name != NULL && store_zone_named(s, name) == NULL);
	reply_json(r, 200, answer);
}

static void dnssec(cJSON *zone, cJSON *enabled, struct reply *r)
{
	cJSON *ds = cJSON_CreateObject();
	cJSON_AddItemToObject(ds, "Enabled", cJSON_Duplicate(enabled, 1));
	cJSON_AddStringToObject(ds, "DsRecord", "");
	cJSON_AddStringToObject(ds, "Digest", "");
	cJSON_AddStringToObject(ds, "DigestType", "SHA256 (2)");
	cJSON_AddNumberToObject(ds, "Algorithm", 13);
	cJSON_AddStringToObject(ds, "PublicKey", "");
	cJSON_AddNumberToObject(ds, "KeyTag", 12345);
	cJSON_AddNumberToObject(ds, "Flags", 257);
	cJSON_AddFalseToObject(ds, "DsConfigured");
	member_set(zone, "DnsSecEnabled", enabled);
	reply_json(r, 200, ds);
}

static void dnssec_on(struct service *s, struct request *q, cJSON *zone, struct reply *r)
{
	(void)s;
	(void)q;
	dnssec(zone, cJSON_CreateTrue(), r);
}

static void dnssec_off(struct service *s, struct request *q, cJSON *zone, struct reply *r)
{
	(void)s;
	(void)q;
	dnssec(zone, cJSON_CreateFalse(), r);
}

static const struct route routes[] = {
	{"GET", "/dnszone", " page perPage search view ", "zones", zones_list},
	{"POST", "/dnszone", "", "create-zone", zone_create},
	{"POST", "/dnszone/checkavailability", "", "available", check_availability},
	{"POST", "/dnszone/records/scan", "", "scan-start", bunny_scan_start},
	{"GET", "/dnszone/*", " view ", "zone", zone_get},
	{"POST", "/dnszone/*", "", "update-zone", zone_update},
	{"DELETE", "/dnszone/*", "", "delete-zone", zone_delete},
	{"GET", "/dnszone/*/records", " page perPage type search ", "records", bunny_records_list},
	{"PUT", "/dnszone/*/records", "", "create", bunny_record_add},
	{"GET", "/dnszone/*/records/scan", "", "scan", bunny_scan_latest},
	{"POST", "/dnszone/*/records/*", "", "update", bunny_record_update},
	{"DELETE", "/dnszone/*/records/*", "", "delete", bunny_record_delete},
	{"GET", "/dnszone/*/export", "", "export", bunny_export},
	{"POST", "/dnszone/*/dnssec", "", "dnssec", dnssec_on},
	{"DELETE", "/dnszone/*/dnssec", "", "dnssec", dnssec_off},
	{NULL, NULL, NULL, NULL, NULL},
};

const struct provider bunny_provider = {
	.name = "bunny",
	.zone_name = "Domain",
	.zone_id = "Id",
	.zone_filter = "search",
	.key_variable = "BUNNY_API_KEY",
	.fronts = {{"bunny", "ZONEFERRY_BUNNY_URL", "", routes}},
	.zone_end = "",
	.first_id = 13604486,
	.elements = "Records",
	.complete = complete,
	.add = add,
	.generate = generate,
	.show = show,
	.authenticate = authenticate,
	.refuse = refuse,
	.no_zone = no_zone,
};
