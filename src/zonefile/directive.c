#include <string.h>

#include "reader.h"
#include "ttl.h"

static const struct rrtoken *argument(const struct reader *r, size_t index)
{
	return &r->source->lexer.tokens[1 + index];
}

static void set_origin(struct reader *r)
{
	struct name origin;
	if (!reader_has_arguments(r, 1, 1, "$ORIGIN takes one name") ||
		!reader_name(r, &origin, argument(r, 0)))
		return;
	bool first = r->apex == APEX_UNKNOWN ||
		     (r->apex == APEX_BY_FILE && zone_builder_count(r->builder) == 0);
	if (first && !r->source->parent) {
		reader_set_apex(r, &origin);
		r->apex = APEX_BY_ORIGIN;
	}
	reader_set_origin(r, &origin);
	const struct rrtoken *name = argument(r, 0);
	if (name->p[name->n - 1] == '.')
		r->now.origin_is_own = true;
}

static void set_ttl(struct reader *r)
{
	struct ttl_state *ttl = &r->now.ttl;
	if (!reader_has_arguments(r, 1, 1, "$TTL takes one TTL"))
		return;
	const struct rrtoken *value = argument(r, 0);
	if (!ttl_parse(&ttl->stated, value->p, value->n, TTL_MAX))
		reader_find_token(r, READ_BAD_TTL, value,
			"TTL is no number from 0 to 2147483647, nor 1h30m and the like");
	/* Also after an error, so that the records behind it are not called wrong as well. */
	ttl->has_stated = true;
	ttl->included = TTL_CLEAR;
}

void reader_directive(struct reader *r)
{
	static const struct {
		const char *name;
		void (*run)(struct reader *r);
	} directives[] = {
		{"$ORIGIN", set_origin},
		{"$TTL", set_ttl},
		{"$INCLUDE", reader_include},
		{"$GENERATE", reader_generate},
	};
	const struct rrtoken *name = r->source->lexer.tokens;
	reader_directive_comments(r);
	for (size_t i = 0; i < sizeof(directives) / sizeof(directives[0]); i++) {
		const char *want = directives[i].name;
		if (str_eq_nocase(name->p, name->n, want, strlen(want))) {
			directives[i].run(r);
			return;
		}
	}
	reader_find_token(r, READ_UNKNOWN_DIRECTIVE, name, "unknown directive");
}
