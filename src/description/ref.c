#include "ref.h"

#include "buf.h"

/* Scopes and how they are written; what has no path ends with the colon. */
static const struct {
	const char *prefix;
	enum ref_scope scope;
} scopes[] = {
	{"value:", REF_VALUE},
	{"zone:", REF_ZONE},
	{"answer:", REF_ANSWER},
	{"header:", REF_HEADER},
	{"key:", REF_KEY},
	{"=", REF_TEXT},
	{"element:", REF_ITEM},
	{"raw:", REF_RAW},
	{"batch:", REF_BATCH},
};

bool ref_parse(struct ref *ref, const char *text)
{
	*ref = (struct ref){.scope = REF_ITEM, .path = text};
	for (size_t i = 0; i < sizeof(scopes) / sizeof(scopes[0]); i++) {
		if (str_starts(text, scopes[i].prefix)) {
			ref->scope = scopes[i].scope;
			ref->path = text + strlen(scopes[i].prefix);
			break;
		}
	}
	switch (ref->scope) {
	case REF_TEXT:
		return true;
	case REF_HEADER:
		return ref->path[0] != '\0';
	case REF_KEY:
		return ref->path[0] == '\0';
	default:
		return ref->path[0] == '\0' || ref->path[0] == '/';
	}
}

/* Whether an element's member has the text that "key=value" asks for; a value in braces is a
 * variable. */
static bool matches(const struct json *element, struct str want, const struct vars *vars)
{
	const char *equals = memchr(want.p, '=', want.n);
	if (!equals)
		return false;
	char name[64];
	size_t n = (size_t)(equals - want.p);
	if (n >= sizeof(name))
		return false;
	memcpy(name, want.p, n);
	name[n] = '\0';
	struct str value = {equals + 1, want.n - n - 1};
	if (value.n > 2 && value.p[0] == '{' && value.p[value.n - 1] == '}') {
		const struct str *v = vars_get(vars, value.p + 1, value.n - 2);
		if (!v)
			return false;
		value = *v;
	}
	struct str have = json_text(json_member(element, name));
	return have.p && have.n == value.n && memcmp(have.p, value.p, value.n) == 0;
}

/* All of "k=v,k2=v2". */
static bool matches_all(const struct json *element, struct str want, const struct vars *vars)
{
	while (want.n) {
		const char *comma = memchr(want.p, ',', want.n);
		size_t n = comma ? (size_t)(comma - want.p) : want.n;
		if (!matches(element, (struct str){want.p, n}, vars))
			return false;
		want.p += comma ? n + 1 : n;
		want.n -= comma ? n + 1 : n;
	}
	return true;
}

static const struct json *select_element(
	const struct json *list, struct str want, const struct vars *vars)
{
	if (json_kind(list) != JSON_ARRAY)
		return NULL;
	for (const struct json *e = json_first(list); e; e = json_next(e)) {
		if (matches_all(e, want, vars))
			return e;
	}
	return NULL;
}

/* Follows a path; the stretches between selectors are JSON pointers. */
static const struct json *follow(const struct json *at, const char *path, const struct vars *vars)
{
	const char *select;
	while (at && (select = strstr(path, "/[")) != NULL) {
		const char *end = strchr(select, ']');
		char pointer[256];
		size_t n = (size_t)(select - path);
		if (!end || n >= sizeof(pointer))
			return NULL;
		memcpy(pointer, path, n);
		pointer[n] = '\0';
		at = json_at(at, pointer);
		at = select_element(at, (struct str){select + 2, (size_t)(end - select) - 2}, vars);
		path = end + 1;
	}
	return at ? json_at(at, path) : NULL;
}

struct value ref_get(const struct ref *ref, const struct scope *scope)
{
	const struct json *root = NULL;
	const char *text = NULL;
	switch (ref->scope) {
	case REF_NONE:
		break;
	case REF_ITEM:
		root = scope->item;
		break;
	case REF_VALUE:
		root = scope->value;
		break;
	case REF_ZONE:
		root = scope->zone;
		break;
	case REF_ANSWER:
		root = scope->answer;
		break;
	case REF_RAW:
		root = scope->raw;
		break;
	case REF_BATCH:
		root = scope->batch;
		break;
	case REF_HEADER:
		text = scope->headers ? headers_get(scope->headers, ref->path) : NULL;
		break;
	case REF_KEY:
		text = scope->key;
		break;
	case REF_TEXT:
		text = ref->path;
		break;
	}
	if (text)
		return (struct value){.text = str_of(text)};
	const struct json *at = root ? follow(root, ref->path, scope->vars) : NULL;
	return (struct value){.json = at, .text = at ? json_text(at) : (struct str){NULL, 0}};
}

struct value refs_get(const struct refs *refs, const struct scope *scope)
{
	struct value v = {0};
	for (size_t i = 0; i < refs->count; i++) {
		v = ref_get(&refs->items[i], scope);
		if (value_exists(&v))
			break;
	}
	return v;
}

bool value_exists(const struct value *v)
{
	return v->json ? json_kind(v->json) != JSON_NULL : v->text.p != NULL;
}

bool value_filled(const struct value *v)
{
	if (!v->json)
		return v->text.n > 0;
	switch (json_kind(v->json)) {
	case JSON_NULL:
		return false;
	case JSON_BOOL:
		return json_is_true(v->json);
	case JSON_NUMBER: {
		int64_t n;
		return !json_integer(v->json, 0, 0, false, &n);
	}
	case JSON_STRING:
		return v->text.n > 0;
	case JSON_ARRAY:
	case JSON_OBJECT:
		return json_first(v->json) != NULL;
	}
	return false;
}

void ref_name(struct buf *b, const struct ref *ref)
{
	const char *slash = strrchr(ref->path, '/');
	for (const char *p = slash ? slash + 1 : ref->path; *p; p++) {
		if (*p == '~' && (p[1] == '0' || p[1] == '1'))
			buf_addc(b, *++p == '0' ? '~' : '/');
		else
			buf_addc(b, *p);
	}
}
