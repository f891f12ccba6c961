/*
 * record: all states of a zone, one behind every writing call. A state is kept as the difference
 * from the one before: where elements were removed and added. Writing calls replace elements and
 * never change them in place, so what has the same address is the same: only what is new is
 * printed. (A gone element, which only waits for its end, is shown no more.)
 */
#include "sim.h"

#include <stdlib.h>
#include <string.h>

/* The zone's elements: addresses, which are compared only, and texts, NULL of those not shown. */
struct state {
	const cJSON **nodes;
	char **texts;
	size_t count;
};

struct recording {
	struct recording *next;
	char *zone; /* its id */
	cJSON *first, *changes;
	struct state now;
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

static bool is_gone(const struct service *s, const cJSON *element)
{
	return s->provider->is_gone != NULL && s->provider->is_gone(element);
}

static char *text_of(const struct service *s, const cJSON *element)
{
	if (is_gone(s, element))
		return NULL;
	cJSON *shown = s->provider->show(element);
	char *text = cJSON_PrintUnformatted(shown);
	cJSON_Delete(shown);
	return text;
}

/* A state without its texts. */
static struct state nodes_of(const struct service *s, const cJSON *zone)
{
	const cJSON *list = cJSON_GetObjectItem(zone, s->provider->elements), *element;
	size_t count = (size_t)cJSON_GetArraySize(list);
	struct state state = {.nodes = sim_alloc(sizeof *state.nodes * (count + 1)),
		.texts = sim_alloc(sizeof *state.texts * (count + 1))};
	cJSON_ArrayForEach(element, list)
	{
		state.nodes[state.count++] = element;
	}
	return state;
}

static void state_free(struct state *state)
{
	for (size_t i = 0; i < state->count; i++)
		free(state->texts[i]);
	free(state->nodes);
	free(state->texts);
}

static cJSON *array_of(const struct state *state, size_t from, size_t to)
{
	cJSON *array = cJSON_CreateArray();
	for (; from < to; from++)
		if (state->texts[from] != NULL)
			cJSON_AddItemToArray(array, cJSON_CreateRaw(state->texts[from]));
	return array;
}

void record_begin(struct service *s, const cJSON *zone)
{
	struct recording *r = find(s, zone);
	if (r != NULL) {
		cJSON_Delete(r->first);
		cJSON_Delete(r->changes);
		state_free(&r->now);
	} else {
		r = sim_alloc(sizeof *r);
		r->zone = id_text(s, zone);
		r->next = s->recordings;
		s->recordings = r;
	}
	r->now = nodes_of(s, zone);
	for (size_t i = 0; i < r->now.count; i++)
		r->now.texts[i] = text_of(s, r->now.nodes[i]);
	r->first = array_of(&r->now, 0, r->now.count);
	r->changes = cJSON_CreateArray();
}

/* What is alike in two states before and behind what has changed. */
struct alike {
	size_t before, behind;
};

typedef bool compare(const struct service *s, const struct state *old, size_t i,
	const struct state *new, size_t k);

static bool same_node(const struct service *s, const struct state *old, size_t i,
	const struct state *new, size_t k)
{
	return old->nodes[i] == new->nodes[k] &&
	       (old->texts[i] == NULL) == is_gone(s, new->nodes[k]);
}

static bool same_text(const struct service *s, const struct state *old, size_t i,
	const struct state *new, size_t k)
{
	(void)s;
	const char *a = old->texts[i], *b = new->texts[k];
	return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

static void extend(const struct service *s, const struct state *old, const struct state *new,
	struct alike *same, compare *alike)
{
	size_t most = old->count < new->count ? old->count : new->count;
	while (same->before + same->behind < most && alike(s, old, same->before, new, same->before))
		same->before++;
	while (same->before + same->behind < most &&
		alike(s, old, old->count - 1 - same->behind, new, new->count - 1 - same->behind))
		same->behind++;
}

/* Texts of what is the same move over, the others are printed. */
static void take_texts(
	const struct service *s, struct state *old, struct state *new, const struct alike *same)
{
	for (size_t i = 0; i < new->count; i++) {
		size_t left = new->count - i;
		size_t from = i < same->before ? i : old->count - left;
		if (i >= same->before && left > same->behind) {
			new->texts[i] = text_of(s, new->nodes[i]);
		} else {
			new->texts[i] = old->texts[from];
			old->texts[from] = NULL;
		}
	}
}

static size_t count_shown(const struct state *state, size_t to)
{
	size_t count = 0;
	for (size_t i = 0; i < to; i++)
		count += state->texts[i] != NULL;
	return count;
}

void record_change(struct service *s, const cJSON *zone, unsigned call)
{
	struct recording *r = find(s, zone);
	if (r == NULL)
		return;
	struct alike same = {0, 0};
	struct state old = r->now;
	r->now = nodes_of(s, zone);
	if (call > 0) /* changes behind the back are made in place */
		extend(s, &old, &r->now, &same, same_node);
	take_texts(s, &old, &r->now, &same);
	extend(s, &old, &r->now, &same, same_text);
	cJSON *change = cJSON_CreateObject();
	cJSON_AddNumberToObject(change, "call", call);
	cJSON_AddNumberToObject(change, "where", (double)count_shown(&r->now, same.before));
	cJSON_AddItemToObject(
		change, "removed", array_of(&old, same.before, old.count - same.behind));
	cJSON_AddItemToObject(
		change, "added", array_of(&r->now, same.before, r->now.count - same.behind));
	cJSON_AddItemToArray(r->changes, change);
	state_free(&old);
}

/* The last change that was one, or NULL. */
static const cJSON *last_change(const struct recording *r)
{
	const cJSON *change, *last = NULL;
	cJSON_ArrayForEach(change, r->changes)
	{
		if (cJSON_GetObjectItem(change, "removed")->child != NULL ||
			cJSON_GetObjectItem(change, "added")->child != NULL)
			last = change;
	}
	return last;
}

static void add_texts(cJSON *elements, const cJSON *texts)
{
	const cJSON *text;
	cJSON_ArrayForEach(text, texts)
	{
		cJSON_AddItemToArray(elements, cJSON_Parse(text->valuestring));
	}
}

cJSON *record_before(const struct service *s, const cJSON *zone)
{
	const struct recording *r = find(s, zone);
	if (r == NULL)
		return NULL;
	const cJSON *change = last_change(r);
	double where = change == NULL ? -1 : member_number(change, "where");
	double left = cJSON_GetArraySize(cJSON_GetObjectItem(change, "added")), index = 0;
	cJSON *now = array_of(&r->now, 0, r->now.count), *elements = cJSON_CreateArray(), *text;
	cJSON_ArrayForEach(text, now)
	{
		if (index == where)
			add_texts(elements, cJSON_GetObjectItem(change, "removed"));
		if (where < 0 || index < where || index >= where + left)
			cJSON_AddItemToArray(elements, cJSON_Parse(text->valuestring));
		index++;
	}
	if (index == where) /* behind the last */
		add_texts(elements, cJSON_GetObjectItem(change, "removed"));
	cJSON_Delete(now);
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
		cJSON_Delete(r->first);
		cJSON_Delete(r->changes);
		state_free(&r->now);
		free(r->zone);
		free(r);
	}
	s->recordings = NULL;
}
