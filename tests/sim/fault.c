/*
 * fault: what goes wrong, by rules in a data file's "faults". A rule says when:
 *
 *   "zone":  the zone's name; without it: any request
 *   "at":    words of routes ("zones", "zone", "records", "login" …); without it: all
 *   "first": from which matching request on, counted from 1; "count": for how many (0: all)
 *
 * and what:
 *
 *   "status", "headers", "json" or "text" with "type":  this answer instead of the real one
 *   "page": "repeat" (the first page for ever), "empty" (no item, as if there were none),
 *           "short" (half as many as asked for), "overlap" (begins one item early), "shrink" (the
 *           list loses its first item after the page), "touch" (its last item changes then)
 *   "total": added to the true number of items
 *   "wait_ms": before the answer; "drip_ms": between every 16 octets of the body
 *   "cut": the body ends after so many octets; "stop": so does the connection, early
 *   "pad": so many spaces behind the body
 *
 * The first rule that holds is taken. The lines on delivery are carried out by http.c.
 */
#include "sim.h"

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

static bool rule_fits(const cJSON *rule, const char *at, const char *zone)
{
	const char *wanted = member_text(rule, "zone"), *where = member_text(rule, "at");
	if (*where != '\0' && !has_word(where, at))
		return false;
	if (*wanted == '\0')
		return true;
	if (zone == NULL)
		return false;
	size_t n = strlen(zone);
	n -= n > 0 && zone[n - 1] == '.';
	return strlen(wanted) == n && strncasecmp(wanted, zone, n) == 0;
}

const cJSON *fault_find(struct service *s, const char *at, const char *zone)
{
	const cJSON *rules = cJSON_GetObjectItemCaseSensitive(s->data, "faults"), *rule;
	const cJSON *found = NULL;
	size_t i = 0;
	cJSON_ArrayForEach(rule, rules)
	{
		unsigned *hits = &s->fault_hits[i++];
		if (!rule_fits(rule, at, zone))
			continue;
		double first = member_number(rule, "first"), count = member_number(rule, "count");
		double n = ++*hits;
		if (first < 1)
			first = 1;
		if (found == NULL && n >= first && (count < 1 || n < first + count))
			found = rule;
	}
	return found;
}

bool fault_reply(const cJSON *fault, struct reply *r)
{
	if (member_number(fault, "status") == 0)
		return false;
	r->status = (int)member_number(fault, "status");
	const cJSON *json = cJSON_GetObjectItemCaseSensitive(fault, "json"), *header;
	if (json != NULL)
		r->json = cJSON_Duplicate(json, 1);
	else if (cJSON_HasObjectItem(fault, "text"))
		r->text = sim_print("%s", member_text(fault, "text"));
	if (cJSON_HasObjectItem(fault, "type"))
		r->type = member_text(fault, "type");
	cJSON_ArrayForEach(header, cJSON_GetObjectItemCaseSensitive(fault, "headers"))
	{
		pairs_add(&r->headers, header->string, cJSON_GetStringValue(header));
	}
	return true;
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
