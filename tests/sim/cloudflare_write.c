/*
 * cloudflare_write: creating, changing and deleting records, one by one or in a batch. Each works
 * on a list of records and gives a fault or NULL, so that a batch can work on a copy: it is one
 * transaction.
 */
#include "cloudflare.h"

#include <stdlib.h>
#include <string.h>

enum { BATCH_LIMIT = 200 };

/* Where operations work. */
struct work {
	struct service *s;
	const cJSON *zone;
	cJSON *records;
};

/* An operation on a body gives the record for the answer. */
typedef char *operation(struct work *w, const cJSON *body, cJSON **answer);

static char *create(struct work *w, const cJSON *body, cJSON **answer)
{
	char *fault = cloudflare_body_fault(w->zone, body, NULL);
	if (fault != NULL)
		return fault;
	cJSON *record = cloudflare_record(w->s, body);
	fault = cloudflare_conflict(w->zone, w->records, record, NULL);
	if (fault != NULL) {
		cJSON_Delete(record);
		return fault;
	}
	cJSON_AddItemToArray(w->records, record);
	*answer = cJSON_Duplicate(record, 1);
	return NULL;
}

/* The record with the body's id; a fault when there is none, or when it is another product's. */
static char *find(struct work *w, const cJSON *body, cJSON **record)
{
	*record = list_find(w->records, "id", member_text(body, "id"));
	if (*record == NULL)
		return sim_print("81044 Record does not exist.");
	const cJSON *meta = cJSON_GetObjectItem(*record, "meta");
	if (cJSON_IsTrue(cJSON_GetObjectItem(meta, "read_only")))
		return sim_print("1043 This record is managed by another product: read-only.");
	return NULL;
}

static char *delete (struct work *w, const cJSON *body, cJSON **answer)
{
	cJSON *record;
	char *fault = find(w, body, &record);
	if (fault != NULL)
		return fault;
	if (body->child->next != NULL)
		return sim_print("1004 a delete has an id and nothing else");
	*answer = cJSON_DetachItemViaPointer(w->records, record);
	return NULL;
}

/* A record gets what the body says, with what else stays of it. */
static char *change(struct work *w, cJSON *old, const cJSON *body, cJSON **answer)
{
	char *fault = cloudflare_body_fault(w->zone, body, old);
	if (fault != NULL)
		return fault;
	static const char *const stays[] = {"id", "meta", "created_on"};
	cJSON *given = cJSON_Duplicate(body, 1);
	for (size_t i = 0; i < sizeof stays / sizeof *stays; i++)
		member_set(given, stays[i], cJSON_Duplicate(cJSON_GetObjectItem(old, stays[i]), 1));
	cJSON *record = cloudflare_record(w->s, given);
	cJSON_Delete(given);
	fault = cloudflare_conflict(w->zone, w->records, record, old);
	if (fault != NULL) {
		cJSON_Delete(record);
		return fault;
	}
	*answer = cJSON_Duplicate(record, 1);
	cJSON_ReplaceItemViaPointer(w->records, old, record);
	return NULL;
}

static cJSON *without_id(const cJSON *body)
{
	cJSON *rest = cJSON_Duplicate(body, 1);
	cJSON_DeleteItemFromObject(rest, "id");
	return rest;
}

static char *replace(struct work *w, const cJSON *body, cJSON **answer)
{
	cJSON *old;
	char *fault = find(w, body, &old);
	if (fault != NULL)
		return fault;
	cJSON *whole = without_id(body);
	fault = change(w, old, whole, answer);
	cJSON_Delete(whole);
	return fault;
}

static char *patch(struct work *w, const cJSON *body, cJSON **answer)
{
	cJSON *old;
	const cJSON *member;
	char *fault = find(w, body, &old);
	if (fault != NULL)
		return fault;
	cJSON *part = without_id(body), *whole = cloudflare_writable(old);
	cJSON_ArrayForEach(member, part)
	{
		member_set(whole, member->string, cJSON_Duplicate(member, 1));
	}
	fault = change(w, old, whole, answer);
	cJSON_Delete(part);
	cJSON_Delete(whole);
	return fault;
}

static void refuse_fault(struct reply *r, char *fault)
{
	const char *text = strchr(fault, ' ') + 1;
	cloudflare_refuse(r, strncmp(fault, "81044 ", 6) == 0 ? 404 : 400, fault, text);
	free(fault);
}

/* One operation on the zone itself; `body` is freed. */
static void single(struct work *w, operation *operate, cJSON *body, struct reply *r)
{
	cJSON *answer = NULL;
	char *fault = operate(w, body, &answer);
	cJSON_Delete(body);
	if (fault != NULL)
		refuse_fault(r, fault);
	else
		cloudflare_answer(r, answer);
}

static struct work work_on(struct service *s, cJSON *zone)
{
	return (struct work){s, zone, cJSON_GetObjectItem(zone, "records")};
}

/* An operation on the record of the path, whose body doesn't name it again. */
static void single_at_path(
	struct service *s, struct request *q, cJSON *zone, operation *operate, struct reply *r)
{
	struct work w = work_on(s, zone);
	if (!request_json(s, q, r))
		return;
	if (cJSON_HasObjectItem(q->json, "id")) {
		cloudflare_refuse(r, 400, "1004", "the member id is read-only");
		return;
	}
	cJSON *body = cJSON_Duplicate(q->json, 1);
	cJSON_AddStringToObject(body, "id", q->segments[3]);
	single(&w, operate, body, r);
}

void cloudflare_create(struct service *s, struct request *q, cJSON *zone, struct reply *r)
{
	struct work w = work_on(s, zone);
	if (request_json(s, q, r))
		single(&w, create, cJSON_Duplicate(q->json, 1), r);
}

void cloudflare_replace(struct service *s, struct request *q, cJSON *zone, struct reply *r)
{
	single_at_path(s, q, zone, replace, r);
}

void cloudflare_patch(struct service *s, struct request *q, cJSON *zone, struct reply *r)
{
	single_at_path(s, q, zone, patch, r);
}

void cloudflare_delete(struct service *s, struct request *q, cJSON *zone, struct reply *r)
{
	struct work w = work_on(s, zone);
	cJSON *body = cJSON_CreateObject();
	cJSON_AddStringToObject(body, "id", q->segments[3]);
	single(&w, delete, body, r);
	if (r->status != 200)
		return;
	cJSON *id = cJSON_CreateObject();
	cJSON_AddStringToObject(id, "id", q->segments[3]);
	cloudflare_answer(r, id);
}

/* The parts of a batch, in the order in which they are carried out. */
static const struct {
	const char *name;
	operation *operate;
} parts[] = {{"deletes", delete}, {"patches", patch}, {"puts", replace}, {"posts", create}};

enum { PARTS = sizeof parts / sizeof *parts };

static char *batch_part(struct work *w, size_t part, const cJSON *bodies, cJSON *result)
{
	cJSON *answers = cJSON_AddArrayToObject(result, parts[part].name);
	const cJSON *body;
	cJSON_ArrayForEach(body, bodies)
	{
		cJSON *answer = NULL;
		char *fault = cJSON_IsObject(body) ? parts[part].operate(w, body, &answer)
						   : sim_print("1004 no object");
		if (fault != NULL)
			return fault;
		cJSON_AddItemToArray(answers, answer);
	}
	return NULL;
}

/* The whole batch on a copy of the records. */
static char *batch_all(struct work *w, const cJSON *body, cJSON *result)
{
	char *fault = NULL;
	for (size_t i = 0; i < PARTS && fault == NULL; i++)
		fault = batch_part(w, i, cJSON_GetObjectItem(body, parts[i].name), result);
	return fault;
}

static char *batch_fault(const struct service *s, const cJSON *body)
{
	static const struct field fields[] = {{"deletes", FIELD_ARRAY, false, 0, 0},
		{"patches", FIELD_ARRAY, false, 0, 0}, {"puts", FIELD_ARRAY, false, 0, 0},
		{"posts", FIELD_ARRAY, false, 0, 0}, {NULL, FIELD_ARRAY, false, 0, 0}};
	double most = member_number(s->data, "batch_limit");
	int count = 0;
	char *wrong = fields_check(body, fields, NULL);
	if (wrong != NULL) {
		char *fault = sim_print("1004 %s", wrong);
		free(wrong);
		return fault;
	}
	for (size_t i = 0; i < PARTS; i++)
		count += cJSON_GetArraySize(cJSON_GetObjectItem(body, parts[i].name));
	if (count == 0)
		return sim_print("1004 The batch is empty.");
	return count > (most > 0 ? most : BATCH_LIMIT)
		       ? sim_print("1004 The batch has too many operations.")
		       : NULL;
}

void cloudflare_batch(struct service *s, struct request *q, cJSON *zone, struct reply *r)
{
	if (!request_json(s, q, r))
		return;
	cJSON *records = cJSON_GetObjectItem(zone, "records");
	struct work w = {s, zone, cJSON_Duplicate(records, 1)};
	cJSON *result = cJSON_CreateObject();
	char *fault = batch_fault(s, q->json);
	if (fault == NULL)
		fault = batch_all(&w, q->json, result);
	if (fault != NULL) {
		refuse_fault(r, fault);
		cJSON_Delete(w.records);
		cJSON_Delete(result);
		return;
	}
	cJSON_ReplaceItemInObjectCaseSensitive(zone, "records", w.records);
	cloudflare_answer(r, result);
}
