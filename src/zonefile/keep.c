#include "keep.h"

#include <string.h>

#include "dialect.h"
#include "encode.h"
#include "err.h"
#include "json_canon.h"

void keep_begin(struct reader *r)
{
	buf_reset(&r->json);
	buf_addc(&r->json, '{');
}

static void add_name(struct reader *r, const char *member)
{
	if (r->json.len > 1)
		buf_addc(&r->json, ',');
	encode_json_string(&r->json, member, strlen(member));
	buf_addc(&r->json, ':');
}

void keep_add(struct reader *r, const char *member, struct str text)
{
	add_name(r, member);
	encode_json_string(&r->json, text.p, text.n);
}

void keep_add_json(struct reader *r, const char *member, struct str json)
{
	add_name(r, member);
	buf_add(&r->json, json.p, json.n);
}

void keep_add_number(struct reader *r, const char *member, uint32_t number)
{
	add_name(r, member);
	buf_printf(&r->json, "%u", (unsigned)number);
}

void keep_add_owner(struct reader *r, const char *member)
{
	struct name owner;
	struct buf text;
	buf_init(&text, 0);
	name_from_key(&owner, r->now.owner.octets, &r->apex_name);
	name_print(&text, owner.wire);
	keep_add(r, member, (struct str){text.data, text.len});
	buf_free(&text);
}

void keep_end(struct reader *r, const char *provider)
{
	struct buf json;
	buf_init(&json, 0);
	buf_addc(&r->json, '}');
	if (json_canon_whole(&json, r->json.data, r->json.len))
		zone_builder_add_provider_record(
			r->builder, str_of(provider), (struct str){json.data, json.len});
	buf_free(&json);
}

void keep_join(struct buf *text, const struct rrtoken *from, const struct rrtoken *to)
{
	for (const struct rrtoken *t = from; t < to; t++) {
		const char *quote = t->flags & TOKEN_QUOTED ? "\"" : "";
		buf_adds(text, t > from ? " " : "");
		buf_adds(text, quote);
		buf_add(text, t->p, t->n);
		buf_adds(text, quote);
	}
}

void keep_target(struct reader *r, struct buf *text, const struct rrtoken *token)
{
	struct name name;
	struct zf_error ignored = ZF_ERROR_INIT;
	if (!(token->flags & TOKEN_QUOTED) &&
		name_parse(&name, token->p, token->n, dialect_target_origin(r), &ignored) == ZF_OK)
		name_print(text, name.wire);
	else
		keep_join(text, token, token + 1);
}
