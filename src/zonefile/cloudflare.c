/*
 * cloudflare: records of an export of Cloudflare. What its API tells beside a record stands in a
 * comment there, "; comment cf_tags=tag,team:dns,cf-proxied:true", and becomes the annotation that
 * the API's own record has.
 */
#include <string.h>

#include "dialect.h"
#include "encode.h"
#include "json_canon.h"

static const char tags_word[] = "cf_tags=", own[] = "cf-";

enum { AUTOMATIC = 1, AUTOMATIC_TTL = 300 }; /* seconds; what is served */

static struct str trim(struct str s)
{
	while (s.n > 0 && (*s.p == ' ' || *s.p == '\t'))
		s = (struct str){s.p + 1, s.n - 1};
	while (s.n > 0 && (s.p[s.n - 1] == ' ' || s.p[s.n - 1] == '\t'))
		s.n--;
	return s;
}

static void add_comma(struct buf *json)
{
	if (json->len > 1)
		buf_addc(json, ',');
}

/* "cf-flatten-cname:true" as "flatten_cname":true; what is false is no word worth. */
static void add_own(struct buf *json, struct str tag)
{
	struct str name = {tag.p + strlen(own), tag.n - strlen(own)};
	const char *colon = memchr(name.p, ':', name.n);
	struct str value = STR("true");
	if (colon) {
		value = (struct str){colon + 1, (size_t)(name.p + name.n - colon - 1)};
		name.n = (size_t)(colon - name.p);
	}
	if (str_eq(value, "false"))
		return;
	add_comma(json);
	buf_addc(json, '"');
	for (size_t i = 0; i < name.n; i++)
		if (name.p[i] == '-')
			buf_addc(json, '_');
		else
			encode_json_char(json, (unsigned char)name.p[i]);
	buf_adds(json, "\":");
	if (str_eq(value, "true"))
		buf_adds(json, "true");
	else
		encode_json_string(json, value.p, value.n);
}

static void add_tags(struct buf *json, struct str tags)
{
	struct buf list;
	buf_init(&list, 0);
	while (tags.n > 0) {
		const char *comma = memchr(tags.p, ',', tags.n);
		size_t n = comma ? (size_t)(comma - tags.p) : tags.n;
		struct str tag = trim((struct str){tags.p, n});
		if (tag.n > strlen(own) && memcmp(tag.p, own, strlen(own)) == 0) {
			add_own(json, tag);
		} else if (tag.n > 0) {
			if (list.len > 0)
				buf_addc(&list, ',');
			encode_json_string(&list, tag.p, tag.n);
		}
		n += comma != NULL;
		tags = (struct str){tags.p + n, tags.n - n};
	}
	if (list.len > 0) {
		add_comma(json);
		buf_printf(json, "\"tags\":[%s]", list.data);
	}
	buf_free(&list);
}

static void add_comment(struct buf *json, struct str comment)
{
	const char *tags = memmem(comment.p, comment.n, tags_word, strlen(tags_word));
	size_t n = tags ? (size_t)(tags - comment.p) : comment.n;
	struct str words = trim((struct str){comment.p, n});
	if (words.n > 0) {
		add_comma(json);
		buf_adds(json, "\"comment\":");
		encode_json_string(json, words.p, words.n);
	}
	if (tags) {
		n += strlen(tags_word);
		add_tags(json, (struct str){comment.p + n, comment.n - n});
	}
}

enum dialect_outcome cloudflare_take(struct reader *r, struct rec_head *head, uint16_t type)
{
	struct lexer *l = &r->source->lexer;
	struct lex_comment *last = l->comment_count ? &l->comments[l->comment_count - 1] : NULL;
	struct buf json;
	(void)type;
	if (last && last->n > 1 && last->p[1] == '@')
		return DIALECT_LEFT;
	buf_init(&json, 0);
	buf_addc(&json, '{');
	if (last)
		add_comment(&json, (struct str){last->p + 1, last->n - 1});
	if (head->ttl == AUTOMATIC) {
		add_comma(&json);
		buf_printf(&json, "\"ttl\":%d", AUTOMATIC);
		head->ttl = AUTOMATIC_TTL;
	}
	buf_addc(&json, '}');
	buf_reset(&r->json);
	/* A tag that stands twice has no canonical form: the comment stays as it is. */
	if (json.len > 2 && json_canon_whole(&r->json, json.data, json.len))
		note_add(&r->notes, NOTE_ANNOTATION, STR("cloudflare"),
			(struct str){r->json.data, r->json.len});
	if (last && (json.len == 2 || r->json.len > 0))
		l->comment_count--;
	buf_free(&json);
	return DIALECT_LEFT;
}
