/*
 * sdpf: NTT SDPF / ECL 2.0 DNS v2 behind a Keystone v3 login, at two ports as at two hosts. Lists
 * and zones here, the login in sdpf_login.c, recordsets in sdpf_recordsets.c, what is refused of
 * them in sdpf_rules.c, when they are seen in sdpf_settle.c.
 *
 * Data file: {"credentials": {"SDPF_API_KEY", "SDPF_API_SECRET", "SDPF_TENANT_ID"}, "region": …,
 * "token": …, "zones": […], "faults": […]} and, when wanted, "token_uses": N (a token from a login
 * is invalid after so many requests), "settle": N and "settle_ms": M (what was written is seen
 * after so many looks and so much time) with "settle_changes" (see sdpf_settle.c),
 * "recordset_limit": N (of a zone), "links_next": false (cut lists don't link to their next page).
 * "token" is valid without a login and for ever; logins give others made from it. A zone has
 * "recordsets", each with any number of values (they become one recordset a value), and may have
 * "sim": {"records": N}.
 */
#include "sdpf.h"

#include <stdlib.h>
#include <string.h>

void sdpf_refuse(struct reply *r, int status, const char *code, const char *text)
{
	cJSON *answer = cJSON_CreateObject(), *e = cJSON_AddObjectToObject(answer, "error");
	char *message = sim_print("%s %s", code == NULL ? "E9999" : code, text);
	cJSON_AddNumberToObject(e, "code", status);
	cJSON_AddStringToObject(e, "title", http_reason(status));
	cJSON_AddStringToObject(e, "message", message);
	free(message);
	reply_json(r, status, answer);
}

static void no_zone(struct reply *r)
{
	sdpf_refuse(r, 404, "E2007", "Specified zone is not found.");
}

char *sdpf_url(const struct service *s)
{
	return sim_print("http://127.0.0.1:%d", s->ports[1]);
}

char *sdpf_uuid(struct service *s)
{
	uint64_t n = s->next_id++;
	return sim_print("%08llx-5e1f-4b7a-9c3d-%012llx",
		(unsigned long long)(n * 2654435761U & 0xffffffff), (unsigned long long)n);
}

void sdpf_time_stamps(cJSON *document)
{
	member_default(document, "created_at", cJSON_CreateString("2019-02-05T06:09:41"));
	member_default(document, "updated_at", cJSON_CreateString(""));
}

cJSON *sdpf_shown(const cJSON *document)
{
	cJSON *shown = cJSON_Duplicate(document, 1), *member = shown->child, *next;
	for (; member != NULL; member = next) {
		next = member->next;
		if (strncmp(member->string, "sim", 3) == 0 ||
			strcmp(member->string, "recordsets") == 0)
			cJSON_Delete(cJSON_DetachItemViaPointer(shown, member));
	}
	return shown;
}

/*
 * Lists.
 */

static bool is_uuid(const char *text)
{
	static const char form[] = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
	if (strlen(text) != sizeof form - 1)
		return false;
	for (size_t i = 0; i < sizeof form - 1; i++)
		if ((form[i] == '-') != (text[i] == '-') ||
			(form[i] == 'x' && strchr("0123456789abcdefABCDEF", text[i]) == NULL))
			return false;
	return true;
}

static int by_name(const void *a, const void *b)
{
	const cJSON *const *x = a, *const *y = b;
	return strcmp(member_text(*x, "name"), member_text(*y, "name"));
}

static int by_name_back(const void *a, const void *b)
{
	return by_name(b, a);
}

/* Sorts as asked; NULL, or the E-code of what is wrong with the parameters. */
static const char *sort_items(const struct request *q, struct selection *items)
{
	const char *key = pairs_get(&q->query, "sort_key"), *dir = pairs_get(&q->query, "sort_dir");
	if (key != NULL && strcmp(key, "domain_name") != 0)
		return "E2033";
	if (dir != NULL && strcmp(dir, "asc") != 0 && strcmp(dir, "desc") != 0)
		return "E2034";
	bool back = dir != NULL && strcmp(dir, "desc") == 0;
	if (key != NULL && items->count > 0)
		qsort(items->items, items->count, sizeof *items->items,
			back ? by_name_back : by_name);
	return NULL;
}

/* The index behind the item that the marker names; false when the marker is no id. */
static bool find_marker(const struct request *q, const struct selection *items, size_t *first)
{
	const char *marker = pairs_get(&q->query, "marker");
	*first = 0;
	if (marker == NULL)
		return true;
	for (size_t i = 0; i < items->count && *first == 0; i++)
		if (strcmp(member_text(items->items[i], "id"), marker) == 0)
			*first = i + 1;
	return is_uuid(marker);
}

static void add_links(struct service *s, const struct request *q, const char *path,
	const struct page *p, cJSON *answer)
{
	cJSON *links = cJSON_AddObjectToObject(answer, "links");
	const cJSON *next = cJSON_GetObjectItem(q->fault, "next"), *last = NULL, *item;
	const char *limit = pairs_get(&q->query, "limit");
	char *base = sdpf_url(s), *url = sim_print("%s%s", base, path);
	cJSON_AddStringToObject(links, "self", url);
	free(url);
	cJSON_ArrayForEach(item, cJSON_GetArrayItem(answer, 0))
	{
		last = item;
	}
	if (next != NULL) {
		cJSON_AddItemToObject(links, "next", cJSON_Duplicate(next, 1));
	} else if (p->more && last != NULL &&
		   !cJSON_IsFalse(cJSON_GetObjectItem(s->data, "links_next"))) {
		url = sim_print("%s%s?limit=%s&marker=%s", base, path,
			limit == NULL ? "100" : limit, member_text(last, "id"));
		cJSON_AddStringToObject(links, "next", url);
		free(url);
	}
	free(base);
}

static cJSON *all_shown(cJSON *items)
{
	cJSON *shown = cJSON_CreateArray(), *item;
	cJSON_ArrayForEach(item, items)
	{
		cJSON_AddItemToArray(shown, sdpf_shown(item));
	}
	cJSON_Delete(items);
	return shown;
}

static void list_page(struct service *s, struct request *q, struct sdpf_list *list, struct reply *r)
{
	long limit = 100;
	size_t first;
	const char *wrong = sort_items(q, &list->items);
	if (wrong != NULL) {
		sdpf_refuse(r, 400, wrong, "Sort parameter is invalid.");
	} else if (!request_number(q, "limit", (long[]){1, 500}, &limit)) {
		sdpf_refuse(r, 400, "E2005", "Limit must be 1 to 500.");
	} else if (!find_marker(q, &list->items, &first)) {
		sdpf_refuse(r, 400, "E2035", "Marker is not UUID.");
	} else {
		struct page p = page_cut(q, &list->items, first, page_size(q, limit));
		cJSON *answer = cJSON_CreateObject();
		cJSON_AddItemToObject(answer, list->key, all_shown(p.items));
		add_links(s, q, list->path, &p, answer);
		cJSON_AddNumberToObject(
			cJSON_AddObjectToObject(answer, "metadata"), "total_count", p.total);
		reply_json(r, 200, answer);
		fault_mutate(q, list->source);
	}
}

void sdpf_list_answer(struct service *s, struct request *q, struct sdpf_list *list, struct reply *r)
{
	list_page(s, q, list, r);
	free(list->path);
	selection_free(&list->items);
}

/*
 * Zones.
 */

/* Everything but id, name and description is unsupported: always empty or 0. */
static void zone_defaults(struct service *s, cJSON *zone)
{
	char *id = sdpf_uuid(s), *base = sdpf_url(s);
	static const char *const empty[] = {"pool_id", "email", "type", "action"};
	member_default(zone, "id", cJSON_CreateString(id));
	member_default(
		zone, "project_id", cJSON_CreateString(store_credential(s, "SDPF_TENANT_ID")));
	for (size_t i = 0; i < sizeof empty / sizeof *empty; i++)
		member_default(zone, empty[i], cJSON_CreateString(""));
	member_default(zone, "ttl", cJSON_CreateNumber(0));
	member_default(zone, "serial", cJSON_CreateNumber(0));
	member_default(zone, "status", cJSON_CreateString("ACTIVE"));
	member_default(zone, "description", cJSON_CreateString(""));
	member_default(zone, "masters", cJSON_CreateArray());
	member_default(zone, "attributes", cJSON_CreateArray());
	member_default(zone, "transferred_at", cJSON_CreateNull());
	member_default(zone, "version", cJSON_CreateNumber(1));
	sdpf_time_stamps(zone);
	char *self = sim_print("%s/v2/zones/%s", base, member_text(zone, "id"));
	cJSON *links = cJSON_CreateObject();
	cJSON_AddStringToObject(links, "self", self);
	member_default(zone, "links", links);
	free(id);
	free(base);
	free(self);
}

/* The recordsets that every zone has and nobody can remove. */
static void add_fixed(struct service *s, cJSON *zone)
{
	cJSON *fixed =
		cJSON_Parse("[{\"type\":\"NS\",\"ttl\":86400,\"records\":"
			    "[\"dns301-1.example.jp.\",\"dns301-2.example.jp.\"]},"
			    "{\"type\":\"SOA\",\"ttl\":86400,\"records\":[\"dns301-1.example.jp. "
			    "ecl.example.jp. ( 1 7200 900 1209600 86400 )\"]}]");
	cJSON *given;
	cJSON_ArrayForEach(given, fixed)
	{
		cJSON_AddStringToObject(given, "name", member_text(zone, "name"));
		cJSON_AddTrueToObject(given, "sim_fixed");
		sdpf_recordsets_add(s, zone, given, NULL);
	}
	cJSON_Delete(fixed);
}

static void complete(struct service *s, cJSON *zone, const cJSON *given)
{
	zone_defaults(s, zone);
	if (given == NULL)
		add_fixed(s, zone);
}

static void add(struct service *s, cJSON *zone, const cJSON *given)
{
	sdpf_recordsets_add(s, zone, given, NULL);
}

static cJSON *generate(const cJSON *zone, int i)
{
	char *end = sim_print(".%s", member_text(zone, "name"));
	cJSON *given = cJSON_CreateObject();
	cJSON_AddItemToObject(given, "name", generated_name(i, end));
	cJSON_AddStringToObject(given, "type", "A");
	cJSON_AddNumberToObject(given, "ttl", 300);
	cJSON_AddItemToArray(cJSON_AddArrayToObject(given, "records"), generated_address(i));
	free(end);
	return given;
}

static cJSON *show(const cJSON *set)
{
	return sdpf_shown(set);
}

static void zones_list(struct service *s, struct request *q, cJSON *zone, struct reply *r)
{
	const char *part = pairs_get(&q->query, "domain_name");
	struct sdpf_list list = {"zones", sim_print("/v2/zones"), {0}, NULL};
	cJSON_ArrayForEach(zone, s->zones)
	{
		if (part == NULL || strstr(member_text(zone, "name"), part) != NULL)
			selection_add(&list.items, zone);
	}
	sdpf_list_answer(s, q, &list, r);
}

static void zone_get(struct service *s, struct request *q, cJSON *zone, struct reply *r)
{
	(void)s;
	(void)q;
	cJSON *shown = sdpf_shown(zone);
	cJSON_DeleteItemFromObject(shown, "action"); /* only lists have them */
	cJSON_DeleteItemFromObject(shown, "attributes");
	reply_json(r, 200, shown);
	double wait = member_number(zone, "sim_settle");
	if (wait > 0)
		member_set(zone, "sim_settle", cJSON_CreateNumber(wait - 1));
	else
		member_set(zone, "status", cJSON_CreateString("ACTIVE"));
}

static const char *name_fault(const struct service *s, const char *name, int *status)
{
	size_t n = strlen(name);
	*status = 400;
	if (n == 0 || name[n - 1] != '.')
		return "E2012 Domain name must end with a period.";
	if (n > 128 || strchr(name, ' ') != NULL)
		return "E2010 Domain name is invalid.";
	*status = 409;
	return store_zone_named(s, name) != NULL ? "E2011 Domain name already exists." : NULL;
}

static void zone_create(struct service *s, struct request *q, cJSON *zone, struct reply *r)
{
	static const struct field fields[] = {{"name", FIELD_STRING, true, 0, 0},
		{"description", FIELD_STRING, false, 0, 255}, {"email", FIELD_STRING, false, 0, 0},
		{"ttl", FIELD_INTEGER, false, 0, 0}, {"type", FIELD_STRING, false, 0, 0},
		{"masters", FIELD_ARRAY, false, 0, 0}, {NULL, FIELD_STRING, false, 0, 0}};
	int status;
	if (!request_json(s, q, r))
		return;
	char *wrong = fields_check(q->json, fields, NULL);
	const char *fault =
		wrong != NULL ? NULL : name_fault(s, member_text(q->json, "name"), &status);
	if (wrong != NULL || fault != NULL) {
		char *code = fault == NULL ? NULL : sim_print("%.5s", fault);
		sdpf_refuse(
			r, wrong != NULL ? 400 : status, code, wrong != NULL ? wrong : fault + 6);
		free(code);
		free(wrong);
		return;
	}
	zone = cJSON_CreateObject();
	cJSON_AddStringToObject(zone, "name", member_text(q->json, "name"));
	cJSON_AddStringToObject(zone, "description", member_text(q->json, "description"));
	cJSON_AddStringToObject(zone, "status", "CREATING");
	cJSON_AddArrayToObject(zone, "recordsets");
	cJSON_AddNumberToObject(zone, "sim_settle", member_number(s->data, "settle"));
	zone_defaults(s, zone);
	add_fixed(s, zone);
	cJSON_AddItemToArray(s->zones, zone);
	reply_json(r, 202, sdpf_shown(zone));
}

static void zone_update(struct service *s, struct request *q, cJSON *zone, struct reply *r)
{
	static const struct field fields[] = {
		{"description", FIELD_STRING, true, 0, 255}, {NULL, FIELD_STRING, false, 0, 0}};
	if (!request_json(s, q, r))
		return;
	char *wrong = fields_check(q->json, fields, NULL);
	if (wrong != NULL) {
		sdpf_refuse(r, 400, "E2054", wrong);
		free(wrong);
		return;
	}
	member_set(zone, "description", cJSON_CreateString(member_text(q->json, "description")));
	reply_json(r, 200, sdpf_shown(zone));
}

static void zone_delete(struct service *s, struct request *q, cJSON *zone, struct reply *r)
{
	(void)q;
	reply_json(r, 202, sdpf_shown(zone));
	cJSON_Delete(cJSON_DetachItemViaPointer(s->zones, zone));
}

static const struct route keystone_routes[] = {
	{"POST", "/v3/auth/tokens", "", "login", sdpf_login},
	{NULL, NULL, NULL, NULL, NULL},
};

#define PAGING " domain_name sort_key sort_dir marker limit "

static const struct route dns_routes[] = {
	{"GET", "/v2/zones", PAGING, "zones", zones_list},
	{"POST", "/v2/zones", "", "create-zone", zone_create},
	{"GET", "/v2/zones/*", "", "zone", zone_get},
	{"PATCH", "/v2/zones/*", "", "update-zone", zone_update},
	{"DELETE", "/v2/zones/*", "", "delete-zone", zone_delete},
	{"GET", "/v2/zones/*/recordsets", PAGING, "records", sdpf_recordsets},
	{"POST", "/v2/zones/*/recordsets", "", "create", sdpf_recordset_create},
	{"DELETE", "/v2/zones/*/recordsets", "", "delete", sdpf_recordsets_delete},
	{"GET", "/v2/zones/*/recordsets/*", "", "record", sdpf_recordset},
	{"PUT", "/v2/zones/*/recordsets/*", "", "update", sdpf_recordset_update},
	{"DELETE", "/v2/zones/*/recordsets/*", "", "delete", sdpf_recordset_delete},
	{NULL, NULL, NULL, NULL, NULL},
};

const struct provider sdpf_provider = {
	.name = "sdpf",
	.zone_name = "name",
	.zone_id = "id",
	.zone_filter = "domain_name",
	.key_variable = "SDPF_API_KEY",
	.fronts = {{"sdpf-keystone", "SDPF_AUTH_URL", "", keystone_routes},
		{"sdpf", "ZONEFERRY_SDPF_URL", "", dns_routes}},
	.zone_end = ".",
	.first_id = 1,
	.elements = "recordsets",
	.complete = complete,
	.add = add,
	.generate = generate,
	.show = show,
	.is_gone = sdpf_is_gone,
	.authenticate = sdpf_authenticate,
	.refuse = sdpf_refuse,
	.no_zone = no_zone,
};
