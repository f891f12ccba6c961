/* sdpf_login: Keystone v3 login by password, its catalogue, and tokens. */
#include "sdpf.h"

#include <stdlib.h>
#include <string.h>

static bool text_at(const cJSON *object, const char *const path[], const char *wanted)
{
	for (; *path != NULL; path++)
		object = cJSON_GetObjectItemCaseSensitive(object, *path);
	return cJSON_IsString(object) && strcmp(object->valuestring, wanted) == 0;
}

static bool password_fits(const struct service *s, const cJSON *body)
{
	static const char *const domain[] = {
		"auth", "identity", "password", "user", "domain", "id", NULL};
	static const char *const name[] = {"auth", "identity", "password", "user", "name", NULL};
	static const char *const secret[] = {
		"auth", "identity", "password", "user", "password", NULL};
	static const char *const tenant[] = {"auth", "scope", "project", "id", NULL};
	const cJSON *identity = cJSON_GetObjectItemCaseSensitive(
		cJSON_GetObjectItemCaseSensitive(body, "auth"), "identity");
	const cJSON *methods = cJSON_GetObjectItemCaseSensitive(identity, "methods");
	return cJSON_GetArraySize(methods) == 1 &&
	       strcmp(cJSON_GetStringValue(methods->child), "password") == 0 &&
	       text_at(body, domain, "default") &&
	       text_at(body, name, store_credential(s, "SDPF_API_KEY")) &&
	       text_at(body, secret, store_credential(s, "SDPF_API_SECRET")) &&
	       text_at(body, tenant, store_credential(s, "SDPF_TENANT_ID"));
}

static void add_endpoint(
	cJSON *endpoints, const char *interface, const char *region, const char *url)
{
	cJSON *e = cJSON_CreateObject();
	cJSON_AddStringToObject(e, "region_id", region);
	cJSON_AddStringToObject(e, "url", url);
	cJSON_AddStringToObject(e, "region", region);
	cJSON_AddStringToObject(e, "interface", interface);
	cJSON_AddItemToArray(endpoints, e);
}

static cJSON *add_service(cJSON *catalog, const char *type, const char *name)
{
	cJSON *entry = cJSON_CreateObject();
	cJSON *endpoints = cJSON_AddArrayToObject(entry, "endpoints");
	cJSON_AddStringToObject(entry, "type", type);
	cJSON_AddStringToObject(entry, "name", name);
	cJSON_AddItemToArray(catalog, entry);
	return endpoints;
}

/* The right endpoint stands between ones of other services, regions and interfaces. */
static void add_catalog(const struct service *s, cJSON *token)
{
	const char *region = member_text(s->data, "region");
	char *url = sdpf_url(s);
	cJSON *catalog = cJSON_AddArrayToObject(token, "catalog");
	cJSON *e = add_service(catalog, "identity", "keystone");
	add_endpoint(e, "public", region, "http://127.0.0.1:9/v3");
	e = add_service(catalog, "dns", "dns");
	add_endpoint(e, "public", "zz9", "http://127.0.0.1:9");
	add_endpoint(e, "internal", region, "http://127.0.0.1:9");
	add_endpoint(e, "public", region, url);
	e = add_service(catalog, "network", "neutron");
	add_endpoint(e, "public", region, "http://127.0.0.1:9");
	free(url);
}

void sdpf_login(struct service *s, struct request *q, cJSON *zone, struct reply *r)
{
	(void)zone;
	if (!request_json(s, q, r))
		return;
	if (!password_fits(s, q->json)) {
		sdpf_refuse(r, 401, NULL, "The request you have made requires authentication.");
		return;
	}
	char *text = sim_print(
		"%s.%llu", member_text(s->data, "token"), (unsigned long long)s->next_id++);
	double uses = member_number(s->data, "token_uses");
	member_default(s->data, "issued", cJSON_CreateObject());
	cJSON_AddNumberToObject(
		cJSON_GetObjectItem(s->data, "issued"), text, uses > 0 ? uses : 1e9);
	cJSON *answer = cJSON_CreateObject(), *token = cJSON_AddObjectToObject(answer, "token");
	cJSON_AddItemToArray(
		cJSON_AddArrayToObject(token, "methods"), cJSON_CreateString("password"));
	cJSON_AddStringToObject(token, "issued_at", "2026-02-06T09:27:36.000000Z");
	cJSON_AddStringToObject(token, "expires_at", "2099-02-06T10:27:36.000000Z");
	add_catalog(s, token);
	pairs_add(&r->headers, "X-Subject-Token", text);
	free(text);
	reply_json(r, 201, answer);
}

static bool token_fits(const struct service *s, const char *given)
{
	if (given == NULL || *given == '\0')
		return false;
	if (strcmp(given, member_text(s->data, "token")) == 0)
		return true;
	cJSON *uses =
		cJSON_GetObjectItemCaseSensitive(cJSON_GetObjectItem(s->data, "issued"), given);
	if (uses == NULL || uses->valuedouble < 1)
		return false;
	cJSON_SetNumberValue(uses, uses->valuedouble - 1);
	return true;
}

bool sdpf_authenticate(struct service *s, const struct front *f, struct request *q, struct reply *r)
{
	const char *accept = pairs_get(&q->headers, "Accept");
	if (accept == NULL || strstr(accept, "application/json") == NULL) {
		sdpf_refuse(r, 400, NULL, "the simulator wants Accept: application/json");
		return false;
	}
	if (f == &s->provider->fronts[0] || token_fits(s, pairs_get(&q->headers, "X-Auth-Token")))
		return true;
	sdpf_refuse(r, 401, "E2001", "Invalid token.");
	return false;
}
