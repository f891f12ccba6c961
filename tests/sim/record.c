/*
 * record: all states of a zone, one behind every writing call. A state is kept as the difference
 * from the one before: where elements were removed and added.
 */
#include "sim.h"

#include <stdlib.h>
#include <string.h>

/* Elements as text. */
struct state {
	char **texts;
	size_t count;
};

struct recording {
	struct recording *next;
	char *zone; /* its id */
	cJSON *first, *changes;
	struct state last, before; /* now, and before the last change */
};

static char *id_text(const struct service *s, const cJSON *zone)
{
	const cJSON *id = cJSON_GetObjectItemCaseSensitive(zone, s->provider->zone_id);
	return cJSON_PrintUnformatted(id);
}

static struct recording *find(const struct service *s, const cJSON *zone)
{
	if (s->recordings == NULL)
		return NULL;
	char *id = id_text(s, zone);
	struct recording *r = s->recordings;
	while (r != NULL && strcmp(r->zone, id) != 0)
		r = r->next;
	free(id);
	return r;
}

static struct state state_of(const struct service *s, const cJSON *zone)
{
	cJSON *elements = zone_elements(s, zone), *element;
	struct state state = {.texts = sim_alloc(sizeof *state.texts *
						 (size_t)(cJSON_GetArraySize(elements) + 1))};
	cJSON_ArrayForEach(element, elements)
	{
		state.texts[state.count++] = cJSON_PrintUnformatted(element);
	}
	cJSON_Delete(elements);
	return state;
}

static void state_free(struct state *state)
{
	for (size_t i = 0; i < state->count; i++)
		free(state->texts[i]);
	free(state->texts);
}

static cJSON *array_of(const struct state *state, size_t from, size_t to)
{
	cJSON *array = cJSON_CreateArray();
	for (; from < to; from++)
		cJSON_AddItemToArray(array, cJSON_CreateRaw(state->texts[from]));
	return array;
}

static void recording_clear(struct recording *r)
{
	cJSON_Delete(r->first);
	cJSON_Delete(r->changes);
	state_free(&r->last);
	state_free(&r->before);
}

void record_begin(struct service *s, const cJSON *zone)
{
	struct recording *r = find(s, zone);
	if (r != NULL) {
		recording_clear(r);
	} else {
		r = sim_alloc(sizeof *r);
		r->zone = id_text(s, zone);
		r->next = s->recordings;
		s->recordings = r;
	}
	r->last = state_of(s, zone);
	r->before = state_of(s, zone);
	r->first = array_of(&r->last, 0, r->last.count);
	r->changes = cJSON_CreateArray();
}

/* What two states have in common before and behind what has changed. */
static void common(const struct state *a, const struct state *b, size_t *before, size_t *behind)
{
	size_t most = a->count < b->count ? a->count : b->count;
	*before = *behind = 0;
	while (*before < most && strcmp(a->texts[*before], b->texts[*before]) == 0)
		++*before;
	while (*behind < most - *before &&
		strcmp(a->texts[a->count - 1 - *behind], b->texts[b->count - 1 - *behind]) == 0)
		++*behind;
}

void record_change(struct service *s, const cJSON *zone, unsigned call)
{
	struct recording *r = find(s, zone);
	if (r == NULL)
		return;
	size_t before, behind;
	struct state now = state_of(s, zone);
	common(&r->last, &now, &before, &behind);
	cJSON *change = cJSON_CreateObject();
	cJSON_AddNumberToObject(change, "call", call);
	cJSON_AddNumberToObject(change, "where", (double)before);
	cJSON_AddItemToObject(
		change, "removed", array_of(&r->last, before, r->last.count - behind));
	cJSON_AddItemToObject(change, "added", array_of(&now, before, now.count - behind));
	cJSON_AddItemToArray(r->changes, change);
	struct state *done = before + behind == now.count && now.count == r->last.count
				     ? &r->last /* nothing has changed */
				     : &r->before;
	state_free(done);
	if (done == &r->before)
		r->before = r->last;
	r->last = now;
}

cJSON *record_before(const struct service *s, const cJSON *zone)
{
	const struct recording *r = find(s, zone);
	if (r == NULL)
		return NULL;
	cJSON *elements = cJSON_CreateArray();
	for (size_t i = 0; i < r->before.count; i++)
		cJSON_AddItemToArray(elements, cJSON_Parse(r->before.texts[i]));
	return elements;
}

cJSON *record_states(const struct service *s, const cJSON *zone)
{
	const struct recording *r = find(s, zone);
	if (r == NULL)
		return NULL;
	cJSON *states = cJSON_CreateObject();
	cJSON_AddItemToObject(states, "first", cJSON_Duplicate(r->first, 1));
	cJSON_AddItemToObject(states, "changes", cJSON_Duplicate(r->changes, 1));
	return states;
}

void record_free(struct service *s)
{
	for (struct recording *r = s->recordings, *next; r != NULL; r = next) {
		next = r->next;
		recording_clear(r);
		free(r->zone);
		free(r);
	}
	s->recordings = NULL;
}
