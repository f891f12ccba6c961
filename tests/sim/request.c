/* request: from a request to the handler of its route, and checks that handlers share. */
#include "sim.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

void pairs_add(struct pairs *p, const char *name, const char *value)
{
	p->items = realloc(p->items, (p->count + 1) * sizeof *p->items);
	if (p->items == NULL)
		sim_die("out of memory");
	p->items[p->count].name = sim_print("%s", name);
	p->items[p->count++].value = sim_print("%s", value);
}

const char *pairs_get(const struct pairs *p, const char *name)
{
	for (size_t i = 0; i < p->count; i++)
		if (strcasecmp(p->items[i].name, name) == 0)
			return p->items[i].value;
	return NULL;
}

void pairs_free(struct pairs *p)
{
	for (size_t i = 0; i < p->count; i++) {
		free(p->items[i].name);
		free(p->items[i].value);
	}
	free(p->items);
}

void request_free(struct request *q)
{
	free(q->method);
	free(q->target);
	for (size_t i = 0; i < q->segment_count; i++)
		free(q->segments[i]);
	pairs_free(&q->query);
	pairs_free(&q->headers);
	free(q->body);
	cJSON_Delete(q->json);
	cJSON_Delete(q->fault);
	free(q);
}

void reply_json(struct reply *r, int status, cJSON *json)
{
	cJSON_Delete(r->json);
	r->status = status;
	r->json = json;
}

void reply_free(struct reply *r)
{
	cJSON_Delete(r->json);
	free(r->text);
	pairs_free(&r->headers);
}

static bool is_json_type(const char *type)
{
	static const char json[] = "application/json";
	size_t n = sizeof json - 1;
	return type != NULL && strncasecmp(type, json, n) == 0 && strchr(";", type[n]) != NULL;
}

bool request_json(struct service *s, struct request *q, struct reply *r)
{
	if (!is_json_type(pairs_get(&q->headers, "Content-Type"))) {
		s->provider->refuse(
			r, 415, NULL, "the body's Content-Type is not application/json");
		return false;
	}
	q->json = cJSON_ParseWithLengthOpts(q->body, q->body_size + 1, NULL, 1);
	if (!cJSON_IsObject(q->json)) {
		s->provider->refuse(r, 400, NULL, "the body is not a JSON object");
		return false;
	}
	return true;
}

bool request_number(const struct request *q, const char *name, long range[2], long *value)
{
	const char *text = pairs_get(&q->query, name);
	if (text == NULL)
		return true;
	size_t n = strlen(text);
	if (n == 0 || n > 9 || strspn(text, "0123456789") != n)
		return false;
	*value = strtol(text, NULL, 10);
	return *value >= range[0] && *value <= range[1];
}

static const struct field *field_find(const struct field *fields, const char *name)
{
	for (; fields->name != NULL; fields++)
		if (strcasecmp(fields->name, name) == 0)
			return fields;
	return NULL;
}

/* NULL, or what the value should have been. */
static const char *field_fault(const struct field *f, const cJSON *value)
{
	double size = value->valuedouble;
	switch (f->kind) {
	case FIELD_STRING:
		if (!cJSON_IsString(value))
			return "a string";
		size = (double)strlen(value->valuestring);
		break;
	case FIELD_INTEGER:
		if (!cJSON_IsNumber(value) ||
			value->valuedouble != (double)(long)value->valuedouble)
			return "a whole number";
		break;
	case FIELD_NUMBER:
		if (!cJSON_IsNumber(value))
			return "a number";
		break;
	case FIELD_BOOL:
		return cJSON_IsBool(value) ? NULL : "true or false";
	case FIELD_OBJECT:
		return cJSON_IsObject(value) ? NULL : "an object";
	case FIELD_ARRAY:
		if (!cJSON_IsArray(value))
			return "an array";
		size = cJSON_GetArraySize(value);
		break;
	}
	return f->max > 0 && (size < f->min || size > f->max) ? "within its range" : NULL;
}

static bool is_repeated(const cJSON *value)
{
	for (const cJSON *other = value->next; other != NULL; other = other->next)
		if (strcasecmp(other->string, value->string) == 0)
			return true;
	return false;
}

/* What is wrong with a member of a body, or NULL. */
static char *member_fault(const cJSON *value, const struct field *f)
{
	if (f == NULL)
		return sim_print("unknown member %s", value->string);
	if (is_repeated(value))
		return sim_print("%s stands twice", f->name);
	const char *wanted = cJSON_IsNull(value) ? NULL : field_fault(f, value);
	return wanted == NULL ? NULL : sim_print("%s is not %s", f->name, wanted);
}

char *fields_check(const cJSON *object, const struct field *fields, const char **at)
{
	const char *nowhere;
	const cJSON *value;
	if (at == NULL)
		at = &nowhere;
	cJSON_ArrayForEach(value, object)
	{
		char *wrong = member_fault(value, field_find(fields, value->string));
		*at = value->string;
		if (wrong != NULL)
			return wrong;
	}
	for (const struct field *f = fields; f->name != NULL; f++) {
		const cJSON *given = cJSON_GetObjectItem(object, f->name);
		*at = f->name;
		if (f->required && (given == NULL || cJSON_IsNull(given)))
			return sim_print("%s is required", f->name);
	}
	return NULL;
}

/* Whether the segments of a request are those of a route; *id is the segment at the first '*'. */
static bool route_fits(const struct route *route, const struct request *q, const char **id)
{
	const char *p = route->path;
	*id = NULL;
	for (size_t i = 0; i < q->segment_count; i++) {
		if (*p++ != '/')
			return false;
		size_t n = strcspn(p, "/");
		if (n == 1 && (*p == '*' || *p == '+')) {
			if (*id == NULL && *p == '*')
				*id = q->segments[i];
		} else if (strlen(q->segments[i]) != n || strncmp(p, q->segments[i], n) != 0) {
			return false;
		}
		p += n;
	}
	return *p == '\0';
}

static bool query_fits(const struct route *route, const struct request *q, const char **bad)
{
	for (size_t i = 0; i < q->query.count; i++) {
		*bad = q->query.items[i].name;
		char *word = sim_print(" %s ", *bad);
		bool known = strstr(route->query, word) != NULL;
		free(word);
		if (!known)
			return false;
		for (size_t k = 0; k < i; k++)
			if (strcmp(q->query.items[k].name, *bad) == 0)
				return false;
	}
	return true;
}

/* The route, or NULL after filling the reply: 405 where another method would do, else 404. */
static const struct route *route_find(const struct service *s, const struct front *f,
	const struct request *q, const char **id, struct reply *r)
{
	bool other = false;
	for (const struct route *route = f->routes; route->method != NULL; route++) {
		if (!route_fits(route, q, id))
			continue;
		if (strcmp(route->method, q->method) == 0)
			return route;
		other = true;
	}
	s->provider->refuse(r, other ? 405 : 404, NULL,
		other ? "this path does not take that method" : "there is nothing at this path");
	return NULL;
}

/* Whether the call changes a zone: some that are no GET don't. */
static bool route_writes(const struct route *route)
{
	static const char others[] = " login scan-start available ";
	char *word = sim_print(" %s ", route->at);
	bool writes = strcmp(route->method, "GET") != 0 && strstr(others, word) == NULL;
	free(word);
	return writes;
}

/* A read from a copy that is behind: it sees the zone as before the last change. */
static void handle_behind(struct service *s, const struct route *route, struct request *q,
	cJSON *zone, struct reply *r)
{
	const char *key = s->provider->elements;
	cJSON *before = record_before(s, zone);
	if (before == NULL)
		sim_die("nothing of this zone is recorded: a read can't be behind");
	cJSON *now = cJSON_DetachItemFromObjectCaseSensitive(zone, key);
	cJSON_AddItemToObject(zone, key, before);
	route->handle(s, q, zone, r);
	cJSON_ReplaceItemInObjectCaseSensitive(zone, key, now);
}

static void route_handle(struct service *s, const struct route *route, const char *id,
	struct request *q, struct reply *r)
{
	cJSON *zone = id == NULL ? NULL : store_zone(s, id);
	const char *bad;
	if (!query_fits(route, q, &bad)) {
		char *text = sim_print("the parameter %s is unknown or repeated", bad);
		s->provider->refuse(r, 400, NULL, text);
		free(text);
	} else if (id != NULL && zone == NULL) {
		s->provider->no_zone(r);
	} else if (zone != NULL && cJSON_IsTrue(cJSON_GetObjectItem(q->fault, "stale"))) {
		handle_behind(s, route, q, zone, r);
	} else {
		route->handle(s, q, zone, r);
	}
	/* It may be no more. */
	if (route_writes(route) && zone != NULL && (zone = store_zone(s, id)) != NULL)
		record_change(s, zone, s->sim->call_count);
}

static void route_serve(struct service *s, const struct route *route, const char *id,
	struct request *q, struct reply *r)
{
	const cJSON *zone = id == NULL ? NULL : store_zone(s, id);
	struct occasion o = {.at = route->at,
		.zone = zone != NULL ? member_text(zone, s->provider->zone_name)
				     : pairs_get(&q->query, s->provider->zone_filter),
		.writes = route_writes(route)};
	call_describe(q, &o);
	const cJSON *fault = fault_find(s, &o);
	q->fault = cJSON_Duplicate(fault, 1);
	if (!fault_prevents(q->fault)) {
		fault_alter(q);
		route_handle(s, route, id, q, r);
	}
	fault_reply(s, q->fault, r);
}

void request_serve(struct service *s, const struct front *f, struct request *q, struct reply *r)
{
	if (!s->provider->authenticate(s, f, q, r))
		return;
	const char *id;
	const struct route *route = route_find(s, f, q, &id, r);
	if (route != NULL)
		route_serve(s, route, id, q, r);
}
