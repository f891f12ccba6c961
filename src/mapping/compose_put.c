/* compose_put: the places of an element: where reading takes a member from, writing puts it. */
#include "compose.h"
#include "json_edit.h"

void compose_put(struct composing *m, const struct ref *ref, struct json *json)
{
	bool in_value = ref->scope == REF_VALUE;
	if (in_value && !ref->path[0]) {
		json_free(m->value);
		m->value = json;
	} else if (in_value) {
		if (json_kind(m->value) != JSON_OBJECT) {
			json_free(m->value);
			m->value = json_new_object();
		}
		json_put(m->value, ref->path, json);
	} else {
		json_put(m->element, ref->path, json);
	}
}

const struct json *compose_member(const struct composing *m, const struct ref *ref)
{
	const struct json *root = ref->scope == REF_VALUE ? m->value : m->element;
	return root ? json_at(root, ref->path) : NULL;
}

void compose_put_text(
	struct composing *m, const struct ref *ref, struct str text, enum compose_as as)
{
	const struct json *old = compose_member(m, ref);
	enum json_kind kind = json_kind(old);
	bool number = kind == JSON_NUMBER || (kind != JSON_STRING && as == COMPOSE_NUMBER);
	struct json *made = number ? json_new_number(text.p, text.n) : NULL;
	if (made && json_kind(made) != JSON_NUMBER) {
		json_free(made);
		made = NULL;
	}
	compose_put(m, ref, made ? made : json_new_string(text.p, text.n));
}
