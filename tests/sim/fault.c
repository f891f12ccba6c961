/*
 * fault: what goes wrong, by rules in a data file's "faults", or from the control. A rule says
 * when:
 *
 *   "zone":  the zone's name; without it: any request
 *   "at":    words of routes ("zones", "zone", "records", "login" …); without it: all
 *   "writes": true: only requests that are to change a zone; false: only others
 *   "first": from which matching request on, counted from 1; "count": for how many (0: all)
 *
 * and what:
 *
 *   "status", "headers", "json", "error" (a text for the API's own form of errors, perhaps with its
 *           "code") or "text" with "type": this answer instead of the real one; the request is not
 *           carried out, unless
 *   "carry": true: it is, and then its answer is replaced
 *   "reset": true: the connection is reset instead of an answer; not carried out, unless "carry"
 *   "alter": {members}: put into the body before it is looked at: a provider that keeps other
 *           values than it was sent
 *   "stale": true: a read sees the zone as before its last change, if its states are recorded
 *   "meddle": {…} (see zone_edit): somebody else's change, made before the request; such rules
 *           hold beside others
 *   "page": "repeat" (the first page for ever), "empty" (no item, as if there were none),
 *           "short" (half as many as asked for), "overlap" (begins one item early), "shrink" (the
 *           list loses its first item after the page), "touch" (its last item changes then)
 *   "total": added to the true number of items
 *   "beyond": HostUp: so many records more are in the zone than it lists
 *   "wait_ms": before the answer; "drip_ms": between every 16 octets of the body
 *   "cut": the body ends after so many octets; "stop": so does the connection, early
 *   "pad": so many spaces behind the body
 *
 * The first rule that holds is taken. "reset" and the lines on delivery are carried out by http.c.
 */
#include "sim.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

static bool has_word(const char *words, const char *word)
{
	size_t n = strlen(word);
	for (const char *p = words; (p = strstr(p, word)) != NULL; p++)
		if ((p == words || p[-1] == ' ') && (p[n] == '\0' || p[n] == ' '))
			return true;
	return false;
}

static bool zone_fits(const char *wanted, const char *zone)
{
	if (*wanted == '\0')
		return true;
	if (zone == NULL)
		return false;
	size_t n = strlen(zone);
	n -= n > 0 && zone[n - 1] == '.';
	return strlen(wanted) == n && strncasecmp(wanted, zone, n) == 0;
}

static bool rule_fits(const cJSON *rule, const struct occasion *o)
{
	const char *where = member_text(rule, "at");
	const cJSON *writes = cJSON_GetObjectItemCaseSensitive(rule, "writes");
	return (*where == '\0' || has_word(where, o->at)) &&
	       (writes == NULL || cJSON_IsTrue(writes) == o->writes) &&
	       zone_fits(member_text(rule, "zone"), o->zone);
}

/* Counts a request that fits the rule; whether it holds this time. */
static bool rule_counts(cJSON *rule)
{
	double first = member_number(rule, "first"), count = member_number(rule, "count");
	double n = member_number(rule, "sim_hits") + 1;
	member_set(rule, "sim_hits", cJSON_CreateNumber(n));
	if (first < 1)
		first = 1;
	return n >= first && (count < 1 || n < first + count);
}

static void meddle(struct service *s, const struct occasion *o, const cJSON *edit)
{
	cJSON *zone = o->zone == NULL ? NULL : store_zone_named(s, o->zone);
	if (zone == NULL || !zone_edit(s, zone, edit))
		sim_die("a rule is to meddle with what is not there");
	record_change(s, zone, 0);
}

const cJSON *fault_find(struct service *s, const struct occasion *o)
{
	cJSON *rule;
	const cJSON *found = NULL;
	cJSON_ArrayForEach(rule, cJSON_GetObjectItemCaseSensitive(s->data, "faults"))
	{
		const cJSON *edit = cJSON_GetObjectItemCaseSensitive(rule, "meddle");
		if (!rule_fits(rule, o) || !rule_counts(rule))
			continue;
		if (edit != NULL)
			meddle(s, o, edit);
		else if (found == NULL)
			found = rule;
	}
	return found;
}

static bool is_true(const cJSON *fault, const char *name)
{
	return cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(fault, name));
}

bool fault_prevents(const cJSON *fault)
{
	return (member_number(fault, "status") > 0 || is_true(fault, "reset")) &&
	       !is_true(fault, "carry");
}

static void refuse(const struct service *s, const cJSON *fault, struct reply *r)
{
	const char *code = cJSON_HasObjectItem(fault, "code") ? member_text(fault, "code") : NULL;
	s->provider->refuse(r, r->status, code, member_text(fault, "error"));
}

void fault_reply(const struct service *s, const cJSON *fault, struct reply *r)
{
	const cJSON *json = cJSON_GetObjectItemCaseSensitive(fault, "json"), *header;
	if (member_number(fault, "status") == 0)
		return;
	free(r->text);
	r->text = NULL;
	reply_json(r, (int)member_number(fault, "status"), cJSON_Duplicate(json, 1));
	if (cJSON_HasObjectItem(fault, "error"))
		refuse(s, fault, r);
	else if (cJSON_HasObjectItem(fault, "text"))
		r->text = sim_print("%s", member_text(fault, "text"));
	if (cJSON_HasObjectItem(fault, "type"))
		r->type = member_text(fault, "type");
	cJSON_ArrayForEach(header, cJSON_GetObjectItemCaseSensitive(fault, "headers"))
	{
		pairs_add(&r->headers, header->string, cJSON_GetStringValue(header));
	}
}

void fault_alter(struct request *q)
{
	const cJSON *members = cJSON_GetObjectItemCaseSensitive(q->fault, "alter"), *member;
	cJSON *body = members == NULL ? NULL : cJSON_Parse(q->body);
	if (!cJSON_IsObject(body)) {
		cJSON_Delete(body);
		return;
	}
	cJSON_ArrayForEach(member, members)
	{
		member_set(body, member->string, cJSON_Duplicate(member, 1));
	}
	free(q->body);
	q->body = cJSON_PrintUnformatted(body);
	q->body_size = strlen(q->body);
	cJSON_Delete(body);
}

void fault_mutate(const struct request *q, cJSON *list)
{
	const char *fault = member_text(q->fault, "page");
	if (list == NULL || list->child == NULL)
		return;
	if (strcmp(fault, "shrink") == 0)
		cJSON_DeleteItemFromArray(list, 0);
	if (strcmp(fault, "touch") == 0) {
		cJSON *last = cJSON_GetArrayItem(list, cJSON_GetArraySize(list) - 1);
		const char *key = cJSON_HasObjectItem(last, "Ttl") ? "Ttl" : "ttl";
		member_set(last, key, cJSON_CreateNumber(member_number(last, key) + 1));
	}
}
