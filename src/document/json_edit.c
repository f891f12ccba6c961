#include "json_edit.h"

#include <string.h>

enum { NAME_MAX_OCTETS = 256 };

/* The pointer's first segment, unescaped; what is behind it is returned. */
static const char *first_segment(char name[NAME_MAX_OCTETS], const char *pointer)
{
	size_t n = 0;
	const char *p = pointer + 1;
	for (; *p && *p != '/'; p++) {
		char c = *p;
		if (c == '~' && (p[1] == '0' || p[1] == '1'))
			c = *++p == '0' ? '~' : '/';
		if (n + 1 < NAME_MAX_OCTETS)
			name[n++] = c;
	}
	name[n] = '\0';
	return p;
}

/* A container that is the caller's to change, as its root is. */
static struct json *own_member(struct json *object, const char *name)
{
	const struct json *member = json_member(object, name);
	return (struct json *)(uintptr_t)member;
}

void json_put(struct json *root, const char *pointer, struct json *value)
{
	char name[NAME_MAX_OCTETS];
	const char *rest = first_segment(name, pointer);
	while (*rest) {
		if (json_kind(json_member(root, name)) != JSON_OBJECT)
			json_set(root, name, json_new_object());
		root = own_member(root, name);
		rest = first_segment(name, rest);
	}
	json_set(root, name, value);
}

void json_drop(struct json *root, const char *pointer)
{
	char name[NAME_MAX_OCTETS];
	const char *rest = first_segment(name, pointer);
	for (; *rest && root; rest = first_segment(name, rest))
		root = json_kind(root) == JSON_OBJECT ? own_member(root, name) : NULL;
	if (json_kind(root) == JSON_OBJECT)
		json_free(json_take(root, name));
}

void json_fill(struct json *into, const struct json *members)
{
	for (const struct json *m = json_first(members); m; m = json_next(m)) {
		if (!json_member(into, json_name(m)))
			json_set(into, json_name(m), json_copy(m));
	}
}
