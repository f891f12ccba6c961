/* route53_change: batches of changes, each one transaction, and how far they have come. */
#include "route53.h"

#include <stdlib.h>
#include <string.h>

enum { BATCH_RECORDS = 1000, BATCH_CHARACTERS = 32000 };

static char *set_text(const cJSON *set)
{
	return sim_print(
		"[name='%s', type='%s']", member_text(set, "Name"), member_text(set, "Type"));
}

/* "Tried to … but …", to be freed. */
static char *tried(const char *what, const cJSON *set, const char *why)
{
	char *text = set_text(set);
	char *message = sim_print("Tried to %s resource record set %s but %s", what, text, why);
	free(text);
	return message;
}

static bool is_value_of(const cJSON *values, const char *text)
{
	const cJSON *value;
	cJSON_ArrayForEach(value, values)
	{
		if (strcmp(value->valuestring, text) == 0)
			return true;
	}
	return false;
}

/* Values are a set: their order does not count, everything else does. */
static bool is_equal(const cJSON *a, const cJSON *b)
{
	cJSON *x = cJSON_Duplicate(a, 1), *y = cJSON_Duplicate(b, 1);
	cJSON *left = cJSON_DetachItemFromObject(x, "ResourceRecords"), *value;
	cJSON *right = cJSON_DetachItemFromObject(y, "ResourceRecords");
	bool equal =
		cJSON_Compare(x, y, 1) && cJSON_GetArraySize(left) == cJSON_GetArraySize(right);
	cJSON_ArrayForEach(value, left)
	{
		equal = equal && is_value_of(right, value->valuestring);
	}
	cJSON_Delete(x);
	cJSON_Delete(y);
	cJSON_Delete(left);
	cJSON_Delete(right);
	return equal;
}

/* An action on the sets gives NULL, or a message. It takes what it needs of the set. */
typedef char *action(cJSON *sets, const cJSON *set);

static char *put(cJSON *sets, const cJSON *set)
{
	const char *fault = route53_conflict(sets, set);
	if (fault != NULL)
		return tried("create", set, fault);
	cJSON_AddItemToArray(sets, cJSON_Duplicate(set, 1));
	return NULL;
}

static char *create(cJSON *sets, const cJSON *set)
{
	if (route53_find(sets, set) != NULL)
		return tried("create", set, "it already exists");
	return put(sets, set);
}

static char *delete (cJSON *sets, const cJSON *set)
{
	cJSON *old = route53_find(sets, set);
	if (old == NULL)
		return tried("delete", set, "it was not found");
	if (!is_equal(old, set))
		return tried("delete", set, "the values provided do not match the current values");
	cJSON_Delete(cJSON_DetachItemViaPointer(sets, old));
	return NULL;
}

static char *upsert(cJSON *sets, const cJSON *set)
{
	cJSON *old = route53_find(sets, set);
	if (old == NULL)
		return put(sets, set);
	cJSON_ReplaceItemViaPointer(sets, old, cJSON_Duplicate(set, 1));
	return NULL;
}

static const struct {
	const char *name;
	action *act;
	int weight; /* how often its records count */
} actions[] = {{"CREATE", create, 1}, {"DELETE", delete, 1}, {"UPSERT", upsert, 2}};

enum { ACTIONS = sizeof actions / sizeof *actions };

static size_t action_index(const char *name)
{
	size_t i = 0;
	while (i < ACTIONS && strcmp(actions[i].name, name) != 0)
		i++;
	return i;
}

/* Somebody protects name and type against every change. */
static char *protection_fault(const cJSON *zone, const cJSON *set)
{
	const cJSON *p;
	cJSON_ArrayForEach(p, cJSON_GetObjectItem(zone, "protections"))
	{
		char *name = route53_name(member_text(p, "RecordName"));
		bool fits = strcmp(name, member_text(set, "Name")) == 0 &&
			    strcmp(member_text(p, "RecordType"), member_text(set, "Type")) == 0;
		free(name);
		if (fits)
			return sim_print("The resource record set is protected: %s",
				member_text(p, "Comment"));
	}
	return NULL;
}

/* What a batch has used up of its limits. */
struct usage {
	long records, characters;
};

static void count(struct usage *u, const cJSON *set, int weight)
{
	const cJSON *value;
	cJSON_ArrayForEach(value, cJSON_GetObjectItem(set, "ResourceRecords"))
	{
		u->records += weight;
		u->characters += weight * (long)strlen(value->valuestring);
	}
}

/* The parts of a <Change>; NULL and an error in the schema's words when it has others. */
static cJSON *change_set(const cJSON *change, size_t *index, const char **wrong)
{
	const cJSON *name = change->child, *set = name == NULL ? NULL : name->next;
	*wrong = "a Change has an Action and a ResourceRecordSet";
	if (strcmp(change->string, "Change") != 0 || set == NULL || set->next != NULL ||
		strcmp(name->string, "Action") != 0 || !cJSON_IsString(name) ||
		strcmp(set->string, "ResourceRecordSet") != 0)
		return NULL;
	*index = action_index(name->valuestring);
	if (*index == ACTIONS) {
		*wrong = "the Action is unknown";
		return NULL;
	}
	return route53_set(set, wrong); /* which says what is wrong */
}

/* Carries out one change on the sets. */
static char *carry_out(const cJSON *zone, cJSON *sets, const cJSON *set, size_t index)
{
	const char *fault = route53_set_fault(zone, set);
	char *message = protection_fault(zone, set);
	if (message != NULL)
		return message;
	if (fault != NULL) {
		char *text = set_text(set);
		message = sim_print("Invalid resource record set %s: %s", text, fault);
		free(text);
		return message;
	}
	return actions[index].act(sets, set);
}

/* The zone has its SOA and NS. */
static char *apex_fault(const cJSON *zone, const cJSON *sets)
{
	static const char *const needed[] = {"SOA", "NS"};
	char *message = NULL;
	for (size_t i = 0; i < 2 && message == NULL; i++) {
		cJSON *set = cJSON_CreateObject();
		cJSON_AddStringToObject(set, "Name", member_text(zone, "Name"));
		cJSON_AddStringToObject(set, "Type", needed[i]);
		if (route53_find(sets, set) == NULL)
			message = sim_print("A HostedZone must contain %s at its apex.", needed[i]);
		cJSON_Delete(set);
	}
	return message;
}

/* All changes on the sets; NULL, or a message, or *wrong when the schema is not kept to. */
static char *carry_out_all(const cJSON *zone, cJSON *sets, const cJSON *changes, const char **wrong)
{
	struct usage used = {0};
	char *message = NULL;
	*wrong = NULL;
	const cJSON *change;
	cJSON_ArrayForEach(change, changes)
	{
		size_t index = 0;
		cJSON *set = change_set(change, &index, wrong);
		if (set == NULL)
			return NULL;
		count(&used, set, actions[index].weight);
		message = carry_out(zone, sets, set, index);
		cJSON_Delete(set);
		if (message != NULL)
			return message;
	}
	if (used.records > BATCH_RECORDS)
		return sim_print("Number of records limit of %d exceeded.", BATCH_RECORDS);
	if (used.characters > BATCH_CHARACTERS)
		return sim_print("Number of characters limit of %d exceeded.", BATCH_CHARACTERS);
	return apex_fault(zone, sets);
}

/* The <Changes> of a request, which has nothing else but a comment; or NULL. */
static const cJSON *changes_of(const cJSON *request)
{
	const cJSON *batch = request == NULL ? NULL : request->child, *changes = NULL, *part;
	if (batch == NULL || batch->next != NULL || strcmp(batch->string, "ChangeBatch") != 0)
		return NULL;
	cJSON_ArrayForEach(part, batch)
	{
		if (strcmp(part->string, "Changes") == 0 && changes == NULL && part->child != NULL)
			changes = part;
		else if (strcmp(part->string, "Comment") != 0)
			return NULL;
	}
	return changes;
}

static void send_info(const cJSON *info, const char *root, struct reply *r)
{
	struct document d;
	document_begin(&d, root);
	fputs("<ChangeInfo>", d.out);
	char *id = sim_print("/change/%s", member_text(info, "Id"));
	document_text(&d, "Id", id);
	document_text(&d, "Status", member_text(info, "Status"));
	document_text(&d, "SubmittedAt", "2026-02-06T09:27:36.735Z");
	fputs("</ChangeInfo>", d.out);
	free(id);
	document_send(&d, 200, r);
}

static void settle(cJSON *info)
{
	if (member_number(info, "looks") < 1 && sim_now_ms() >= member_number(info, "until"))
		member_set(info, "Status", cJSON_CreateString("INSYNC"));
}

static cJSON *infos_of(const struct service *s)
{
	member_default(s->data, "sim_changes", cJSON_CreateArray());
	return cJSON_GetObjectItem(s->data, "sim_changes");
}

/* Changes are pending at first, always. */
static cJSON *new_info(struct service *s)
{
	cJSON *info = cJSON_CreateObject();
	char *id = sim_print("C%013llu", (unsigned long long)s->next_id++);
	cJSON_AddStringToObject(info, "Id", id);
	cJSON_AddStringToObject(info, "Status", "PENDING");
	cJSON_AddNumberToObject(info, "looks", member_number(s->data, "settle"));
	cJSON_AddNumberToObject(info, "until", sim_now_ms() + member_number(s->data, "settle_ms"));
	cJSON_AddItemToArray(infos_of(s), info);
	free(id);
	return info;
}

static bool is_xml(const struct request *q)
{
	const char *type = pairs_get(&q->headers, "Content-Type");
	return type != NULL &&
	       (strncmp(type, "text/xml", 8) == 0 || strncmp(type, "application/xml", 15) == 0);
}

void route53_change(struct service *s, struct request *q, cJSON *zone, struct reply *r)
{
	cJSON *request = route53_parse(q->body, "ChangeResourceRecordSetsRequest");
	const cJSON *changes = changes_of(request);
	cJSON *sets = cJSON_Duplicate(cJSON_GetObjectItem(zone, "ResourceRecordSets"), 1);
	const char *wrong = NULL;
	char *message = changes == NULL ? NULL : carry_out_all(zone, sets, changes, &wrong);
	if (!is_xml(q) || changes == NULL || (wrong != NULL && message == NULL)) {
		route53_refuse(r, 400, "InvalidInput",
			changes != NULL && wrong != NULL
				? wrong
				: "the body is no batch of changes in XML");
		cJSON_Delete(sets);
	} else if (message != NULL) {
		route53_refuse_batch(r, message);
		cJSON_Delete(sets);
	} else {
		cJSON_ReplaceItemInObjectCaseSensitive(zone, "ResourceRecordSets", sets);
		send_info(new_info(s), "ChangeResourceRecordSetsResponse", r);
	}
	free(message);
	cJSON_Delete(request);
}

void route53_change_get(struct service *s, struct request *q, cJSON *zone, struct reply *r)
{
	(void)zone;
	cJSON *info = list_find(infos_of(s), "Id", q->segments[1]);
	if (info == NULL) {
		route53_refuse(r, 404, "NoSuchChange", "There is no such change.");
		return;
	}
	settle(info);
	send_info(info, "GetChangeResponse", r);
	double looks = member_number(info, "looks");
	member_set(info, "looks", cJSON_CreateNumber(looks - (looks > 0)));
}
