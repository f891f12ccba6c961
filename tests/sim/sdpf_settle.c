/*
 * sdpf_settle: what was written is seen later, after so many looks at it or so much time. A look
 * is a call that would show it. Until then a new recordset is not there, and, where the data file
 * says "settle_changes", a changed one is as before and a deleted one is still there.
 *
 * A recordset that is not settled has "sim_looks" and "sim_until" (how long), and "sim_before"
 * (what is seen, null for none); a deleted one has "sim_gone".
 */
#include "sdpf.h"

bool sdpf_settles(const struct service *s)
{
	return member_number(s->data, "settle") > 0 || member_number(s->data, "settle_ms") > 0;
}

static bool settles_changes(const struct service *s)
{
	return sdpf_settles(s) && cJSON_IsTrue(cJSON_GetObjectItem(s->data, "settle_changes"));
}

static void begin(const struct service *s, cJSON *set, cJSON *before)
{
	member_set(set, "sim_looks", cJSON_CreateNumber(member_number(s->data, "settle")));
	member_set(set, "sim_until",
		cJSON_CreateNumber(sim_now_ms() + member_number(s->data, "settle_ms")));
	if (cJSON_HasObjectItem(set, "sim_before")) /* seen is what was seen */
		cJSON_Delete(before);
	else
		cJSON_AddItemToObject(set, "sim_before", before);
}

void sdpf_settle_created(const struct service *s, cJSON *set)
{
	if (sdpf_settles(s))
		begin(s, set, cJSON_CreateNull());
}

void sdpf_settle_changed(const struct service *s, cJSON *set, const cJSON *old)
{
	if (settles_changes(s))
		begin(s, set, sdpf_shown(old));
}

bool sdpf_settle_deleted(const struct service *s, cJSON *set)
{
	if (!settles_changes(s))
		return false;
	begin(s, set, sdpf_shown(set));
	cJSON_AddTrueToObject(set, "sim_gone");
	return true;
}

bool sdpf_is_gone(const cJSON *set)
{
	return cJSON_HasObjectItem(set, "sim_gone");
}

/* A time that was never set is long past. */
static bool is_pending(const cJSON *set)
{
	return member_number(set, "sim_looks") > 0 ||
	       (cJSON_HasObjectItem(set, "sim_until") &&
		       sim_now_ms() < member_number(set, "sim_until"));
}

const cJSON *sdpf_seen(cJSON *set)
{
	const cJSON *before = cJSON_GetObjectItem(set, "sim_before");
	double looks = member_number(set, "sim_looks");
	if (before != NULL && is_pending(set)) {
		if (looks > 0)
			member_set(set, "sim_looks", cJSON_CreateNumber(looks - 1));
		return cJSON_IsNull(before) ? NULL : before;
	}
	cJSON_DeleteItemFromObject(set, "sim_before");
	return sdpf_is_gone(set) ? NULL : set;
}

bool sdpf_is_there(const cJSON *set)
{
	bool hidden = cJSON_IsNull(cJSON_GetObjectItem(set, "sim_before")) && is_pending(set);
	return !hidden && !sdpf_is_gone(set);
}

void sdpf_settle_sweep(const struct service *s, cJSON *sets)
{
	cJSON *set = sets->child, *next;
	if (!settles_changes(s)) /* nothing waits, and the list may be long */
		return;
	for (; set != NULL; set = next) {
		next = set->next;
		if (sdpf_is_gone(set) && !is_pending(set))
			cJSON_Delete(cJSON_DetachItemViaPointer(sets, set));
	}
}
