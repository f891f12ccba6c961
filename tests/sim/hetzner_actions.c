/*
 * hetzner_actions: a change is an action, which is running for a while; only then the RRset is what
 * the action makes of it. Until then nothing else can change that RRset.
 *
 * Actions are kept in the data's "sim_actions", with "sim_zone", "sim_set" (whose) and "sim_after"
 * (the RRset to be, null for none), "sim_looks" and "sim_until" (how long).
 */
#include "hetzner.h"

#include <stdlib.h>
#include <string.h>

static cJSON *actions_of(const struct service *s)
{
	member_default(s->data, "sim_actions", cJSON_CreateArray());
	return cJSON_GetObjectItem(s->data, "sim_actions");
}

static bool is_running(const cJSON *action)
{
	return strcmp(member_text(action, "status"), "running") == 0;
}

/* The zone's RRsets are what the action makes of them. */
static void carry_out(struct service *s, const cJSON *action)
{
	char *zone_id = sim_print("%.0f", member_number(action, "sim_zone"));
	cJSON *zone = store_zone(s, zone_id), *sets = cJSON_GetObjectItem(zone, "rrsets");
	cJSON *set = list_find(sets, "id", member_text(action, "sim_set"));
	const cJSON *after = cJSON_GetObjectItem(action, "sim_after");
	free(zone_id);
	if (cJSON_IsNull(after))
		cJSON_Delete(cJSON_DetachItemViaPointer(sets, set));
	else if (set != NULL)
		cJSON_ReplaceItemViaPointer(sets, set, cJSON_Duplicate(after, 1));
	else
		s->provider->add(s, zone, after);
	record_change(s, zone, s->sim->call_count);
}

static void finish(struct service *s, cJSON *action)
{
	bool failed = cJSON_IsObject(cJSON_GetObjectItem(action, "error"));
	member_set(action, "status", cJSON_CreateString(failed ? "error" : "success"));
	member_set(action, "progress", cJSON_CreateNumber(100));
	member_set(action, "finished", cJSON_CreateString("2026-02-06T09:27:41Z"));
	if (!failed)
		carry_out(s, action);
}

static void finish_if_due(struct service *s, cJSON *action)
{
	if (is_running(action) && member_number(action, "sim_looks") < 1 &&
		sim_now_ms() >= member_number(action, "sim_until"))
		finish(s, action);
}

void hetzner_settle(struct service *s)
{
	cJSON *action;
	cJSON_ArrayForEach(action, actions_of(s))
	{
		finish_if_due(s, action);
	}
}

bool hetzner_is_locked(const struct service *s, const cJSON *zone, const char *id)
{
	const cJSON *action;
	cJSON_ArrayForEach(action, actions_of(s))
	{
		if (is_running(action) && strcmp(member_text(action, "sim_set"), id) == 0 &&
			member_number(action, "sim_zone") == member_number(zone, "id"))
			return true;
	}
	return false;
}

static cJSON *shown(const cJSON *action)
{
	cJSON *copy = cJSON_Duplicate(action, 1), *member = copy->child, *next;
	for (; member != NULL; member = next) {
		next = member->next;
		if (strncmp(member->string, "sim_", 4) == 0)
			cJSON_Delete(cJSON_DetachItemViaPointer(copy, member));
	}
	return copy;
}

cJSON *hetzner_action(
	struct service *s, const struct request *q, cJSON *zone, struct hetzner_change *change)
{
	const cJSON *error = cJSON_GetObjectItem(q->fault, "action_error");
	cJSON *action = cJSON_CreateObject(), *resource = cJSON_CreateObject();
	cJSON_AddNumberToObject(action, "id", (double)s->next_id++);
	cJSON_AddStringToObject(action, "command", change->command);
	cJSON_AddStringToObject(action, "status", "running");
	cJSON_AddNumberToObject(action, "progress", 0);
	cJSON_AddStringToObject(action, "started", "2026-02-06T09:27:36Z");
	cJSON_AddNullToObject(action, "finished");
	cJSON_AddNumberToObject(resource, "id", member_number(zone, "id"));
	cJSON_AddStringToObject(resource, "type", "zone");
	cJSON_AddItemToArray(cJSON_AddArrayToObject(action, "resources"), resource);
	cJSON_AddItemToObject(
		action, "error", error == NULL ? cJSON_CreateNull() : cJSON_Duplicate(error, 1));
	cJSON_AddNumberToObject(action, "sim_zone", member_number(zone, "id"));
	cJSON_AddStringToObject(action, "sim_set", change->id);
	cJSON_AddItemToObject(
		action, "sim_after", change->after == NULL ? cJSON_CreateNull() : change->after);
	cJSON_AddNumberToObject(action, "sim_looks", member_number(s->data, "settle"));
	cJSON_AddNumberToObject(
		action, "sim_until", sim_now_ms() + member_number(s->data, "settle_ms"));
	cJSON_AddItemToArray(actions_of(s), action);
	free(change->id);
	finish_if_due(s, action);
	cJSON *copy = shown(action);
	if (cJSON_IsObject(cJSON_GetObjectItem(copy, "error")) && is_running(action))
		member_set(copy, "error", cJSON_CreateNull());
	return copy;
}

void hetzner_action_get(struct service *s, struct request *q, cJSON *zone, struct reply *r)
{
	(void)zone;
	cJSON *action = list_find(actions_of(s), "id", q->segments[1]);
	if (action == NULL) {
		hetzner_refuse(r, 404, NULL, "action not found");
		return;
	}
	cJSON *answer = cJSON_CreateObject(), *copy;
	finish_if_due(s, action);
	copy = shown(action);
	if (is_running(action)) { /* how it ends is not told before */
		member_set(copy, "error", cJSON_CreateNull());
		double looks = member_number(action, "sim_looks");
		member_set(action, "sim_looks", cJSON_CreateNumber(looks - (looks > 0)));
	}
	cJSON_AddItemToObject(answer, "action", copy);
	reply_json(r, 200, answer);
}
