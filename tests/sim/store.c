/* store: the documents of a service, read from its data file and changed by writes. */
#include "sim.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

static char *read_file(const char *path, size_t *size)
{
	FILE *in = fopen(path, "rb");
	if (in == NULL)
		sim_die("%s: cannot be opened", path);
	char *text = NULL;
	size_t n = 0, got;
	do {
		text = realloc(text, n + 65536);
		if (text == NULL)
			sim_die("out of memory");
		got = fread(text + n, 1, 65535, in);
		n += got;
	} while (got > 0);
	fclose(in);
	text[n] = '\0';
	*size = n;
	return text;
}

cJSON *store_read(const char *path)
{
	size_t size;
	char *text = read_file(path, &size);
	const char *end = NULL;
	cJSON *json = cJSON_ParseWithLengthOpts(text, size + 1, &end, 1);
	if (json == NULL) {
		unsigned line = 1;
		for (const char *p = text; p < end && *p != '\0'; p++)
			line += *p == '\n';
		sim_die("%s:%u: this is no JSON", path, line);
	}
	free(text);
	return json;
}

/* As many zones as "generate_zones" says. */
static void generate_zones(struct service *s)
{
	int count = (int)member_number(s->data, "generate_zones");
	for (int i = 0; i < count; i++) {
		char *name = sim_print("z%04d.example%s", i, s->provider->zone_end);
		cJSON *zone = cJSON_CreateObject();
		cJSON_AddStringToObject(zone, s->provider->zone_name, name);
		cJSON_AddItemToArray(s->zones, zone);
		free(name);
	}
}

void store_complete(struct service *s, cJSON *zone)
{
	const struct provider *p = s->provider;
	cJSON *given = cJSON_DetachItemFromObject(zone, p->elements), *element;
	int generated =
		(int)member_number(cJSON_GetObjectItemCaseSensitive(zone, "sim"), "records");
	cJSON_AddArrayToObject(zone, p->elements);
	p->complete(s, zone, given);
	cJSON_ArrayForEach(element, given)
	{
		p->add(s, zone, element);
	}
	cJSON_Delete(given);
	for (int i = 0; i < generated; i++) {
		element = p->generate(zone, i);
		p->add(s, zone, element);
		cJSON_Delete(element);
	}
}

void store_load(struct service *s, const char *file)
{
	const struct provider *p = s->provider;
	s->next_id = p->first_id;
	s->data = store_read(file);
	s->zones = cJSON_GetObjectItemCaseSensitive(s->data, "zones");
	const cJSON *credentials = cJSON_GetObjectItemCaseSensitive(s->data, "credentials");
	if (!cJSON_IsArray(s->zones) || *member_text(credentials, p->key_variable) == '\0')
		sim_die("%s: \"zones\" or \"credentials\" with %s is missing", file,
			p->key_variable);
	generate_zones(s);
	cJSON *zone;
	cJSON_ArrayForEach(zone, s->zones)
	{
		store_complete(s, zone);
	}
}

cJSON *generated_name(int i, const char *end)
{
	char *text = sim_print("h%04d%s", i, end);
	cJSON *name = cJSON_CreateString(text);
	free(text);
	return name;
}

cJSON *generated_address(int i)
{
	char *text = sim_print("10.%d.%d.%d", i >> 16 & 255, i >> 8 & 255, i & 255);
	cJSON *address = cJSON_CreateString(text);
	free(text);
	return address;
}

const char *store_credential(const struct service *s, const char *name)
{
	return member_text(cJSON_GetObjectItemCaseSensitive(s->data, "credentials"), name);
}

cJSON *list_find(const cJSON *list, const char *key, const char *id)
{
	cJSON *item;
	cJSON_ArrayForEach(item, list)
	{
		const cJSON *value = cJSON_GetObjectItemCaseSensitive(item, key);
		if (cJSON_IsNumber(value)) {
			char text[32];
			snprintf(text, sizeof text, "%.0f", value->valuedouble);
			if (strcmp(text, id) == 0)
				return item;
		} else if (cJSON_IsString(value) && strcmp(value->valuestring, id) == 0) {
			return item;
		}
	}
	return NULL;
}

static bool same_name(const char *a, const char *b)
{
	size_t n = strlen(a), m = strlen(b);
	n -= n > 0 && a[n - 1] == '.';
	m -= m > 0 && b[m - 1] == '.';
	return n == m && strncasecmp(a, b, n) == 0;
}

cJSON *store_zone_named(const struct service *s, const char *name)
{
	cJSON *zone;
	cJSON_ArrayForEach(zone, s->zones)
	{
		if (same_name(member_text(zone, s->provider->zone_name), name))
			return zone;
	}
	return NULL;
}

cJSON *store_zone(const struct service *s, const char *id)
{
	cJSON *zone = list_find(s->zones, s->provider->zone_id, id);
	return zone == NULL && s->provider->zone_by_name ? store_zone_named(s, id) : zone;
}

const char *member_text(const cJSON *object, const char *name)
{
	const char *text = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, name));
	return text == NULL ? "" : text;
}

double member_number(const cJSON *object, const char *name)
{
	const cJSON *value = cJSON_GetObjectItemCaseSensitive(object, name);
	return cJSON_IsNumber(value) ? value->valuedouble : 0;
}

void member_set(cJSON *object, const char *name, cJSON *value)
{
	cJSON *old = cJSON_GetObjectItem(object, name);
	if (old == NULL) {
		cJSON_AddItemToObject(object, name, value);
		return;
	}
	free(value->string); /* a copy of another member has one */
	value->string = sim_print("%s", name);
	cJSON_ReplaceItemViaPointer(object, old, value);
}

void member_default(cJSON *object, const char *name, cJSON *value)
{
	if (cJSON_GetObjectItemCaseSensitive(object, name) == NULL)
		cJSON_AddItemToObject(object, name, value);
	else
		cJSON_Delete(value);
}

void selection_add(struct selection *s, const cJSON *item)
{
	if ((s->count & (s->count - 1)) == 0) { /* full at every power of two */
		size_t cap = s->count == 0 ? 1 : s->count * 2;
		s->items = realloc(s->items, cap * sizeof *s->items);
		if (s->items == NULL)
			sim_die("out of memory");
	}
	s->items[s->count++] = item;
}

void selection_free(struct selection *s)
{
	free(s->items);
}

static void page_copy(struct page *p, const struct selection *all, size_t first)
{
	p->items = cJSON_CreateArray();
	for (size_t i = first; i < p->end; i++)
		cJSON_AddItemToArray(p->items, cJSON_Duplicate(all->items[i], 1));
}

size_t page_size(const struct request *q, long asked)
{
	bool half = asked > 1 && strcmp(member_text(q->fault, "page"), "short") == 0;
	return (size_t)(half ? asked / 2 : asked);
}

struct page page_cut(
	const struct request *q, const struct selection *all, size_t first, size_t size)
{
	const char *fault = member_text(q->fault, "page");
	struct page p = {.total = (double)all->count + member_number(q->fault, "total")};
	bool repeat = strcmp(fault, "repeat") == 0;
	if (repeat)
		first = 0;
	if (first > all->count || strcmp(fault, "empty") == 0)
		first = all->count;
	p.end = all->count - first < size ? all->count : first + size;
	p.more = p.end < all->count || repeat;
	if (strcmp(fault, "overlap") == 0 && first > 0)
		first--;
	page_copy(&p, all, first);
	if (strcmp(fault, "empty") == 0)
		p.total = 0;
	return p;
}
