#include <stdlib.h>
#include <string.h>

#include "dialect.h"
#include "err.h"
#include "ttl.h"

static bool is_word(const struct rrtoken *token, const char *word)
{
	return str_eq_nocase(token->p, token->n, word, strlen(word));
}

static bool is_class_in(const struct rrtoken *token)
{
	if (token->n == 2)
		return (token->p[0] | 32) == 'i' && (token->p[1] | 32) == 'n';
	return token->n == 6 && is_word(token, "CLASS1");
}

static bool is_other_class(const struct rrtoken *token)
{
	static const char *const classes[] = {"CH", "CHAOS", "HS", "HESIOD", "CS", "NONE", "ANY"};
	for (size_t i = 0; i < sizeof(classes) / sizeof(classes[0]); i++)
		if (is_word(token, classes[i]))
			return true;
	return token->n > 5 && str_eq_nocase(token->p, 5, "CLASS", 5) && str_is_digit(token->p[5]);
}

/* Says what is wrong with the token where a type should stand. */
static void find_bad_type(struct reader *r, const struct rrtoken *token)
{
	const struct lexer *l = &r->source->lexer;
	if (token->flags & TOKEN_QUOTED)
		reader_find_token(r, READ_NO_TYPE, token, "text in quotes in the place of a type");
	else if (rrtype_parse(token->p, token->n))
		reader_find_token(r, READ_META_TYPE, token, "type that is never in a zone");
	else if (is_other_class(token))
		reader_find_token(r, READ_BAD_CLASS, token, "class other than IN");
	else if (*token->p == '-' || *token->p == '+' || str_is_digit(*token->p))
		reader_find_token(r, READ_BAD_TTL, token, "second TTL, or one that isn't valid");
	else if (l->indented && token == l->tokens && *token->p == '$')
		reader_find_token(r, READ_UNKNOWN_TYPE, token,
			"unknown record type (a directive begins at the start of its line)");
	else if (l->indented && token == l->tokens)
		reader_find_token(r, READ_UNKNOWN_TYPE, token,
			"unknown record type (a line that begins with white space has no owner)");
	else
		reader_find_token(r, READ_UNKNOWN_TYPE, token, "unknown record type");
}

static bool is_age(const struct reader *r, const struct rrtoken *token)
{
	return r->dialects == DIALECTS_ALL && zonefile_is_age((struct str){token->p, token->n});
}

/* Reads [TTL] [class], and moves *token to the type. False: an error was noted. */
static bool read_ttl_and_class(
	struct reader *r, struct rec_head *head, const struct rrtoken **token)
{
	const struct rrtoken *t = *token, *end = r->source->lexer.tokens + r->source->lexer.count;
	enum { CLASS_OPEN, CLASS_STATED } class = CLASS_OPEN;
	head->has_ttl = false;
	for (; t < end; t++) {
		if (t->n == 0 || t->flags & TOKEN_QUOTED)
			break;
		if (str_is_digit(t->p[0]) && !head->has_ttl) {
			head->has_ttl = ttl_parse(&head->ttl, t->p, t->n, TTL_MAX);
			if (!head->has_ttl) {
				reader_find_token(r, READ_BAD_TTL, t,
					"TTL is no number from 0 to 2147483647, nor 1h30m and the "
					"like");
				return false;
			}
		} else if (class == CLASS_OPEN && is_class_in(t)) {
			class = CLASS_STATED;
		} else if (!is_age(r, t)) {
			break;
		}
	}
	if (t == end) {
		reader_find(r, READ_NO_TYPE, reader_entry_end(r), "record has no type");
		return false;
	}
	*token = t;
	return true;
}

/* Reads the type at `t`. False: it is none of DNS. */
static bool read_type(struct rec_head *head, const struct rrtoken *t)
{
	head->type = t->flags & TOKEN_QUOTED ? 0 : rrtype_parse(t->p, t->n);
	return head->type != 0 && !rrtype_is_meta(head->type);
}

bool reader_head(struct reader *r, struct rec_head *head, const struct rrtoken **token)
{
	if (!read_ttl_and_class(r, head, token))
		return false;
	if (!read_type(head, *token)) {
		find_bad_type(r, *token);
		return false;
	}
	++*token;
	return true;
}

static bool find_owner(struct reader *r, const struct rrtoken **token)
{
	struct context *now = &r->now;
	const struct rrtoken *first = *token;
	if (!r->source->lexer.indented) {
		++*token;
		return reader_owner(r, first);
	}
	if (now->owner_state == OWNER_INCLUDED)
		reader_find(r, READ_OWNER_INCLUDED, r->source->lexer.start,
			"record without an owner behind $INCLUDE takes that of the record before "
			"the directive");
	if (now->owner_state != OWNER_NONE) {
		now->owner_state = OWNER_KNOWN;
		return true;
	}
	reader_find(r, READ_NO_OWNER, r->source->lexer.start,
		"record without an owner, and none before it");
	now->owner_state = OWNER_KNOWN;
	now->owner = (struct owner_key){.len = 1}; /* the apex, for the lines that follow */
	return false;
}

bool reader_ttl(struct reader *r, struct rec_head *head, const char *at)
{
	struct ttl_state *ttl = &r->now.ttl;
	if (head->has_ttl) {
		ttl->last = head->ttl;
		ttl->has_last = true;
		if (ttl->included == TTL_UNCLEAR_LAST)
			ttl->included = TTL_CLEAR;
		return true;
	}
	if (ttl->included != TTL_CLEAR) {
		reader_find(r, READ_TTL_INCLUDED, at,
			"record without a TTL behind $INCLUDE of a file that states one: it takes "
			"that; state $TTL again");
		ttl->included = TTL_CLEAR;
	}
	if (ttl->has_stated) {
		head->ttl = ttl->stated;
	} else if (ttl->has_last) {
		head->ttl = ttl->last;
		reader_see(r, &r->seen.ttl_inherited, at);
	} else if (r->options->default_ttl >= 0) {
		head->ttl = (uint32_t)r->options->default_ttl;
	} else if (head->type == TYPE_SOA && r->apex != APEX_BY_SOA) {
		head->ttl_is_minimum = true;
		reader_see(r, &r->seen.ttl_from_soa, at);
	} else {
		reader_see(r, &r->seen.no_ttl, at);
		return false;
	}
	return true;
}

/* The SOA's minimum is the TTL of the records that state none, from here on. */
static void take_minimum(struct reader *r, struct rec_head *head)
{
	const uint8_t *octets = (const uint8_t *)r->rdata.data + r->rdata.len - 4;
	uint32_t minimum = (uint32_t)octets[0] << 24 | (uint32_t)octets[1] << 16 |
			   (uint32_t)octets[2] << 8 | octets[3];
	struct ttl_state *ttl = &r->now.ttl;
	if (!head->ttl_is_minimum &&
		(r->options->default_ttl != ZONEFILE_TTL_SOA || ttl->has_stated))
		return;
	ttl->stated = minimum > TTL_MAX ? 0 : minimum; /* RFC 2181 section 8 */
	ttl->has_stated = true;
	if (head->ttl_is_minimum)
		head->ttl = ttl->stated;
}

/* The first SOA tells the zone's apex; another one that isn't the same record is an error. */
static bool take_soa(struct reader *r, struct owner_key *owner, const char *at)
{
	struct name apex;
	if (r->apex == APEX_BY_SOA) {
		if (key_is_apex(owner->octets) && r->rdata.len == r->soa.len &&
			memcmp(r->rdata.data, r->soa.data, r->soa.len) == 0)
			return true;
		reader_find(r, READ_SECOND_SOA, at, "second SOA record");
		return false;
	}
	r->apex = APEX_BY_SOA;
	buf_add(&r->soa, r->rdata.data, r->rdata.len);
	name_from_key(&apex, owner->octets, &r->apex_name);
	bool changed = reader_judge_soa(r, &apex, at);
	reader_set_apex(r, &apex);
	if (changed)
		reader_set_owner(r, &apex, OWNER_KNOWN);
	*owner = (struct owner_key){.len = 1};
	return true;
}

void reader_add(
	struct reader *r, const struct owner_key *owner, struct rec_head *head, const char *at)
{
	unsigned long line = r->source->lexer.start_line;
	struct owner_key apex;
	if (head->type == TYPE_SOA) {
		apex = *owner;
		if (!take_soa(r, &apex, at))
			return;
		take_minimum(r, head);
		owner = &apex;
	}
	reader_notes(r);
	if (zone_builder_add_key(r->builder, (struct name_key){owner->octets, owner->len},
		    head->type, head->ttl, (struct str){r->rdata.data, r->rdata.len},
		    (struct str){r->notes.data, r->notes.len}, rec_place(r->source->file, line),
		    &r->error) != ZF_OK) {
		reader_find_error(r, r->source->lexer.start);
		r->stopped = true;
	}
	buf_reset(&r->notes);
}

/* Notes what is wrong with RDATA, at `at`, unless it is an origin that is missing. */
static void find_bad_rdata(struct reader *r, uint16_t type, struct rrtokens tokens, const char *at)
{
	size_t bad = 0;
	buf_reset(&r->rdata);
	if (!dialect_target_origin(r) && rdata_parse(&r->rdata, type, tokens.items, tokens.count,
						 &name_root, &bad, NULL) == ZF_OK) {
		reader_see(r, &r->seen.no_origin, at);
		err_clear(&r->error);
	} else {
		reader_find_error(r, at);
	}
}

static bool is_text(uint16_t type)
{
	return type == TYPE_TXT || type == TYPE_SPF;
}

/* Reads RDATA from `token` to the entry's end. False: it is wrong, and that was noted. */
static bool read_rdata(struct reader *r, uint16_t type, struct rrtoken *token)
{
	const struct lexer *l = &r->source->lexer;
	struct rrtokens tokens = {token, (size_t)(l->tokens + l->count - token), 0}, cut = {0};
	size_t bad = 0;
	if (is_text(type) && reader_cut_strings(r, &cut, token, tokens.count))
		tokens = cut;
	buf_reset(&r->rdata);
	bool good = rdata_parse(&r->rdata, type, tokens.items, tokens.count,
			    dialect_target_origin(r), &bad, &r->error) == ZF_OK;
	if (!good)
		find_bad_rdata(r, type, tokens,
			bad < tokens.count ? tokens.items[bad].p : reader_entry_end(r));
	free(cut.items);
	return good;
}

/* A comment that begins in the middle of unquoted text: "TXT v=DMARC1; p=none". */
static void find_cut_text(struct reader *r)
{
	const struct lexer *l = &r->source->lexer;
	for (size_t i = 0; i < l->comment_count; i++) {
		const struct lex_comment *c = &l->comments[i];
		if (c->own_line || c->n < 2 || strchr(" \t\"()", c->p[-1]))
			continue;
		reader_find(r, READ_TXT_CUT, c->p,
			"the text ends here, the ';' begins a comment: put all of it between quotes");
		return;
	}
}

void reader_record(struct reader *r)
{
	const struct lexer *l = &r->source->lexer;
	const struct rrtoken *token = l->tokens;
	struct rec_head head = {0};
	if (!r->now.has_origin)
		reader_learn_origin(r);
	bool has_owner = find_owner(r, &token);
	if (!read_ttl_and_class(r, &head, &token))
		return;
	/* No foreign type has the name of a DNS type: most records need not be compared with them.
	 */
	bool known = read_type(&head, token);
	if (!known && !reader_is_foreign(r, token)) {
		find_bad_type(r, token);
		return;
	}
	if (!reader_ttl(r, &head, token->p) || !has_owner)
		return;
	if (!known) {
		reader_keep(r, &head, token);
		return;
	}
	if (!read_rdata(r, head.type, l->tokens + (token + 1 - l->tokens)))
		return;
	if ((r->dialect || l->comment_count > 0) &&
		reader_take_dialect(r, &head, head.type) == DIALECT_TAKEN)
		return;
	if (l->comment_count > 0 && is_text(head.type))
		find_cut_text(r);
	reader_record_comments(r);
	reader_add(r, &r->now.owner, &head, l->tokens[0].p);
}
