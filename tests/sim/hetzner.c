/*
 * hetzner: the DNS part of the Hetzner Cloud API. Zones and reading here, changes in
 * hetzner_write.c, the actions that they are in hetzner_actions.c, what is refused in
 * hetzner_rules.c. Not simulated: zone files, secondary zones, making and deleting zones.
 *
 * Data file: {"credentials": {"HETZNER_API_TOKEN": …}, "zones": [{"name", "ttl", "rrsets":
 * [{"name", "type", "ttl", "records": [{"value", "comment"}], "labels", "protection"}, …], …}],
 * "faults": […]} and, when wanted, "settle": N and "settle_ms": M (an action is done after so many
 * looks at it and so much time). A rule's "action_error": {"code", "message"} is how the action of
 * that call ends. A zone gets its SOA and NS unless it has them, and may have "sim": {"records":
 * N}.
 */
#include "hetzner.h"

#include <stdlib.h>
#include <string.h>

void hetzner_refuse(struct reply *r, int status, const char *code, const char *text)
{
	static const struct {
		int status;
		const char *code;
	} codes[] = {{401, "unauthorized"}, {403, "forbidden"}, {404, "not_found"},
		{405, "method_not_allowed"}, {409, "conflict"}, {423, "locked"},
		{429, "rate_limit_exceeded"}, {500, "server_error"}, {503, "unavailable"}};
	for (size_t i = 0; code == NULL && i < sizeof codes / sizeof *codes; i++)
		if (codes[i].status == status)
			code = codes[i].code;
	cJSON *answer = cJSON_CreateObject(), *e = cJSON_AddObjectToObject(answer, "error");
	cJSON_AddStringToObject(e, "code", code == NULL ? "invalid_input" : code);
	cJSON_AddStringToObject(e, "message", text);
	cJSON_AddNullToObject(e, "details");
	reply_json(r, status, answer);
}

void hetzner_refuse_fault(struct reply *r, const char *fault)
{
	static const struct {
		const char *code;
		int status;
	} statuses[] = {{"invalid_input", 422}, {"uniqueness_error", 409}, {"protected", 423},
		{"locked", 423}, {"not_found", 404}};
	size_t n = strcspn(fault, " ");
	char *code = sim_print("%.*s", (int)n, fault);
	int status = 400;
	for (size_t i = 0; i < sizeof statuses / sizeof *statuses; i++)
		if (strcmp(statuses[i].code, code) == 0)
			status = statuses[i].status;
	hetzner_refuse(r, status, code, fault + n + 1);
	free(code);
}

static void no_zone(struct reply *r)
{
	hetzner_refuse(r, 404, "not_found", "zone not found");
}

static bool authenticate(
	struct service *s, const struct front *f, struct request *q, struct reply *r)
{
	(void)f;
	const char *given = pairs_get(&q->headers, "Authorization");
	char *wanted = sim_print("Bearer %s", store_credential(s, "HETZNER_API_TOKEN"));
	bool fits = given != NULL && strcmp(given, wanted) == 0;
	free(wanted);
	if (!fits)
		hetzner_refuse(r, 401, NULL, "unable to authenticate");
	else
		hetzner_settle(s);
	return fits;
}

cJSON *hetzner_set(const cJSON *zone, const cJSON *given)
{
	cJSON *set = cJSON_Duplicate(given, 1);
	char *id = sim_print("%s/%s", member_text(set, "name"), member_text(set, "type"));
	cJSON *protection = cJSON_CreateObject(), *record;
	cJSON_AddFalseToObject(protection, "change");
	member_set(set, "id", cJSON_CreateString(id));
	member_set(set, "zone", cJSON_Duplicate(cJSON_GetObjectItem(zone, "id"), 1));
	member_default(set, "ttl", cJSON_CreateNull());
	member_default(set, "labels", cJSON_CreateObject());
	member_default(set, "protection", protection);
	cJSON_ArrayForEach(record, cJSON_GetObjectItem(set, "records"))
	{
		member_default(record, "comment", cJSON_CreateString(""));
	}
	free(id);
	return set;
}

static void add(struct service *s, cJSON *zone, const cJSON *given)
{
	(void)s;
	cJSON_AddItemToArray(cJSON_GetObjectItem(zone, "rrsets"), hetzner_set(zone, given));
}

static bool has_fixed(const cJSON *sets, const char *type)
{
	const cJSON *set;
	cJSON_ArrayForEach(set, sets)
	{
		if (strcmp(member_text(set, "name"), "@") == 0 &&
			strcmp(member_text(set, "type"), type) == 0)
			return true;
	}
	return false;
}

static void complete(struct service *s, cJSON *zone, const cJSON *given)
{
	cJSON *fixed = cJSON_Parse(
		"[{\"name\":\"@\",\"type\":\"SOA\",\"records\":[{\"value\":\"hydrogen.ns.hetzner.com. "
		"dns.hetzner.com. 2026010101 86400 10800 3600000 3600\"}]},"
		"{\"name\":\"@\",\"type\":\"NS\",\"records\":[{\"value\":\"hydrogen.ns.hetzner.com.\"},"
		"{\"value\":\"oxygen.ns.hetzner.com.\"}]}]");
	cJSON *set;
	member_default(zone, "id", cJSON_CreateNumber((double)s->next_id++));
	member_default(zone, "ttl", cJSON_CreateNumber(3600));
	member_default(zone, "mode", cJSON_CreateString("primary"));
	member_default(zone, "status", cJSON_CreateString("ok"));
	member_default(zone, "labels", cJSON_CreateObject());
	member_default(zone, "authoritative_nameservers",
		cJSON_Parse(
			"{\"assigned\":[\"hydrogen.ns.hetzner.com.\",\"oxygen.ns.hetzner.com.\"]}"));
	cJSON_ArrayForEach(set, fixed)
	{
		if (!has_fixed(given, member_text(set, "type")))
			add(s, zone, set);
	}
	cJSON_Delete(fixed);
}

static cJSON *generate(const cJSON *zone, int i)
{
	(void)zone;
	cJSON *given = cJSON_CreateObject(), *record = cJSON_CreateObject();
	cJSON_AddItemToObject(given, "name", generated_name(i, ""));
	cJSON_AddStringToObject(given, "type", "A");
	cJSON_AddItemToObject(record, "value", generated_address(i));
	cJSON_AddItemToArray(cJSON_AddArrayToObject(given, "records"), record);
	return given;
}

static cJSON *show(const cJSON *set)
{
	return cJSON_Duplicate(set, 1);
}

cJSON *hetzner_rrset(const cJSON *zone, const struct request *q)
{
	char *id = sim_print("%s/%s", q->segments[3], q->segments[4]);
	cJSON *set = list_find(cJSON_GetObjectItem(zone, "rrsets"), "id", id);
	free(id);
	return set;
}

static cJSON *zone_shown(const cJSON *zone)
{
	cJSON *shown = cJSON_Duplicate(zone, 1);
	cJSON_AddNumberToObject(
		shown, "record_count", cJSON_GetArraySize(cJSON_GetObjectItem(zone, "rrsets")));
	cJSON_DeleteItemFromObject(shown, "rrsets");
	cJSON_DeleteItemFromObject(shown, "sim");
	return shown;
}

static cJSON *number_or_null(bool there, double number)
{
	return there ? cJSON_CreateNumber(number) : cJSON_CreateNull();
}

/* The page of a selection that page and per_page ask for, under `key`. */
static void answer_page(
	struct request *q, const struct selection *all, const char *key, struct reply *r)
{
	long page = 1, size = 25;
	if (!request_number(q, "page", (long[]){1, 1000000}, &page) ||
		!request_number(q, "per_page", (long[]){1, 100}, &size)) {
		hetzner_refuse(r, 422, NULL, "page or per_page is out of its range");
		return;
	}
	size_t each = page_size(q, size);
	struct page p = page_cut(q, all, (size_t)(page - 1) * each, each);
	cJSON *answer = cJSON_CreateObject(), *meta = cJSON_CreateObject();
	cJSON *info = cJSON_AddObjectToObject(meta, "pagination");
	cJSON_AddItemToObject(answer, key, p.items);
	cJSON_AddItemToObject(answer, "meta", meta);
	cJSON_AddNumberToObject(info, "page", (double)page);
	cJSON_AddNumberToObject(info, "per_page", (double)size);
	cJSON_AddItemToObject(info, "previous_page", number_or_null(page > 1, (double)page - 1));
	cJSON_AddItemToObject(info, "next_page", number_or_null(p.more, (double)page + 1));
	cJSON_AddNumberToObject(info, "last_page", (double)((all->count + each - 1) / each));
	cJSON_AddNumberToObject(info, "total_entries", p.total);
	reply_json(r, 200, answer);
}

static void zones_list(struct service *s, struct request *q, cJSON *zone, struct reply *r)
{
	const char *name = pairs_get(&q->query, "name");
	struct selection found = {0};
	cJSON *all = cJSON_CreateArray();
	cJSON_ArrayForEach(zone, s->zones)
	{
		if (name == NULL || strcmp(name, member_text(zone, "name")) == 0)
			cJSON_AddItemToArray(all, zone_shown(zone));
	}
	cJSON_ArrayForEach(zone, all)
	{
		selection_add(&found, zone);
	}
	answer_page(q, &found, "zones", r);
	selection_free(&found);
	cJSON_Delete(all);
}

static void answer(struct reply *r, const char *key, cJSON *value)
{
	cJSON *object = cJSON_CreateObject();
	cJSON_AddItemToObject(object, key, value);
	reply_json(r, 200, object);
}

static void zone_get(struct service *s, struct request *q, cJSON *zone, struct reply *r)
{
	(void)s;
	(void)q;
	answer(r, "zone", zone_shown(zone));
}

static void rrsets_list(struct service *s, struct request *q, cJSON *zone, struct reply *r)
{
	(void)s;
	const char *name = pairs_get(&q->query, "name"), *type = pairs_get(&q->query, "type");
	struct selection found = {0};
	const cJSON *set;
	cJSON_ArrayForEach(set, cJSON_GetObjectItem(zone, "rrsets"))
	{
		if ((name == NULL || strcmp(name, member_text(set, "name")) == 0) &&
			(type == NULL || strcmp(type, member_text(set, "type")) == 0))
			selection_add(&found, set);
	}
	answer_page(q, &found, "rrsets", r);
	selection_free(&found);
}

static void rrset_get(struct service *s, struct request *q, cJSON *zone, struct reply *r)
{
	(void)s;
	const cJSON *set = hetzner_rrset(zone, q);
	if (set == NULL)
		hetzner_refuse(r, 404, NULL, "rrset not found");
	else
		answer(r, "rrset", cJSON_Duplicate(set, 1));
}

#define SET "/zones/*/rrsets/+/+"

static const struct route routes[] = {
	{"GET", "/zones", " page per_page name ", "zones", zones_list},
	{"GET", "/zones/*", "", "zone", zone_get},
	{"GET", "/zones/*/rrsets", " page per_page name type ", "records", rrsets_list},
	{"POST", "/zones/*/rrsets", "", "create", hetzner_create},
	{"GET", SET, "", "record", rrset_get},
	{"PUT", SET, "", "update", hetzner_update},
	{"DELETE", SET, "", "delete", hetzner_delete},
	{"POST", SET "/actions/set_records", "", "set_records", hetzner_set_records},
	{"POST", SET "/actions/change_ttl", "", "change_ttl", hetzner_change_ttl},
	{"POST", SET "/actions/change_protection", "", "change_protection",
		hetzner_change_protection},
	{"GET", "/actions/+", "", "action", hetzner_action_get},
	{NULL, NULL, NULL, NULL, NULL},
};

const struct provider hetzner_provider = {
	.name = "hetzner",
	.zone_name = "name",
	.zone_id = "id",
	.zone_by_name = true,
	.zone_filter = "name",
	.key_variable = "HETZNER_API_TOKEN",
	.zone_end = "",
	.first_id = 4711,
	.elements = "rrsets",
	.complete = complete,
	.add = add,
	.generate = generate,
	.show = show,
	.fronts = {{"hetzner", "ZONEFERRY_HETZNER_URL", "/v1", routes}},
	.authenticate = authenticate,
	.refuse = hetzner_refuse,
	.no_zone = no_zone,
};
