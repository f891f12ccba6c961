/* edit: changes of zones that no client has made: by tests, and behind a client's back. */
#include "sim.h"

#include <stdlib.h>
#include <string.h>

cJSON *zone_set(struct service *s, const char *name, const cJSON *content)
{
	const struct provider *p = s->provider;
	cJSON *old = store_zone_named(s, name), *zone = cJSON_Duplicate(content, 1);
	char *full = sim_print("%s%s", name, p->zone_end);
	const cJSON *id = cJSON_GetObjectItemCaseSensitive(old, p->zone_id);
	member_set(zone, p->zone_name, cJSON_CreateString(full));
	free(full);
	if (id != NULL)
		member_default(zone, p->zone_id, cJSON_Duplicate(id, 1));
	if (old != NULL)
		cJSON_ReplaceItemViaPointer(s->zones, old, zone);
	else
		cJSON_AddItemToArray(s->zones, zone);
	store_complete(s, zone);
	return zone;
}

static bool is_like(const cJSON *element, const cJSON *match)
{
	const cJSON *member;
	cJSON_ArrayForEach(member, match)
	{
		const cJSON *held = cJSON_GetObjectItemCaseSensitive(element, member->string);
		if (!cJSON_Compare(held, member, 1))
			return false;
	}
	return true;
}

static cJSON *element_like(const cJSON *elements, const cJSON *match)
{
	cJSON *element;
	cJSON_ArrayForEach(element, elements)
	{
		if (is_like(element, match))
			return element;
	}
	return NULL;
}

static bool change(cJSON *elements, const cJSON *edit)
{
	cJSON *element = element_like(elements, cJSON_GetObjectItem(edit, "match"));
	const cJSON *member;
	if (element == NULL)
		return false;
	cJSON_ArrayForEach(member, cJSON_GetObjectItem(edit, "set"))
	{
		member_set(element, member->string, cJSON_Duplicate(member, 1));
	}
	return true;
}

bool zone_edit(struct service *s, cJSON *zone, const cJSON *edit)
{
	cJSON *elements = cJSON_GetObjectItem(zone, s->provider->elements);
	const cJSON *item;
	cJSON_ArrayForEach(item, cJSON_GetObjectItem(edit, "remove"))
	{
		cJSON *element = element_like(elements, item);
		if (element == NULL)
			return false;
		cJSON_Delete(cJSON_DetachItemViaPointer(elements, element));
	}
	cJSON_ArrayForEach(item, cJSON_GetObjectItem(edit, "change"))
	{
		if (!change(elements, item))
			return false;
	}
	cJSON_ArrayForEach(item, cJSON_GetObjectItem(edit, "add"))
	{
		s->provider->add(s, zone, item);
	}
	return true;
}

cJSON *zone_elements(const struct service *s, const cJSON *zone)
{
	cJSON *shown = cJSON_CreateArray();
	const cJSON *element;
	cJSON_ArrayForEach(element, cJSON_GetObjectItem(zone, s->provider->elements))
	{
		if (s->provider->is_gone == NULL || !s->provider->is_gone(element))
			cJSON_AddItemToArray(shown, s->provider->show(element));
	}
	return shown;
}
