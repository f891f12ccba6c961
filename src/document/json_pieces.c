#include "json_pieces.h"

#include <stdlib.h>

#include "err.h"
#include "json_token.h"
#include "mem.h"

struct pieces {
	struct str text;
	size_t at;
	const char *only;
	json_take_piece *take;
	void *user;
	char *names[JSON_PIECES_MEMBERS];
	size_t count;
	struct zf_error *err;
};

static enum zf_status fail(const struct pieces *s, enum zf_status code, size_t at, const char *what)
{
	unsigned long line = 1;
	size_t start = 0;
	for (size_t i = 0; i < at; i++) {
		if (s->text.p[i] == '\n') {
			line++;
			start = i + 1;
		}
	}
	err_set(s->err, code, "%s", what);
	err_place(s->err, NULL, line, at - start + 1);
	return code;
}

/* The next octet that is no white space; '\0' at the end. */
static char next(struct pieces *s)
{
	s->at += json_token_space(s->text.p + s->at, s->text.n - s->at);
	return s->at < s->text.n ? s->text.p[s->at] : '\0';
}

static enum zf_status expect(struct pieces *s, char c, const char *otherwise)
{
	if (next(s) != c)
		return fail(s, ZF_ERR_SYNTAX, s->at, otherwise);
	s->at++;
	return ZF_OK;
}

/* Where a string ends that begins at `at`; what is in it is looked at when it is parsed. */
static size_t string_end(const struct pieces *s, size_t at)
{
	for (at++; at < s->text.n && s->text.p[at] != '"'; at++)
		at += s->text.p[at] == '\\';
	return at < s->text.n ? at + 1 : s->text.n;
}

/* Where the value ends that begins at s->at. */
static size_t value_end(const struct pieces *s)
{
	size_t at = s->at, depth = 0;
	while (at < s->text.n) {
		char c = s->text.p[at];
		if (c == '"') {
			at = string_end(s, at);
		} else if (c == '{' || c == '[') {
			depth++;
			at++;
		} else if (c == '}' || c == ']') {
			if (depth == 0)
				return at;
			depth--;
			at++;
		} else if (depth == 0 && (c == ',' || json_token_space(&c, 1))) {
			return at;
		} else {
			at++;
			continue;
		}
		if (depth == 0)
			return at;
	}
	return at;
}

/* The places in a piece count from the whole's beginning. */
static void place(const struct pieces *s, size_t from, const struct zf_error *inner)
{
	struct zf_error at = ZF_ERROR_INIT;
	const struct pieces where = {.text = s->text, .err = &at};
	fail(&where, inner->code, from, inner->text);
	unsigned long col = inner->line > 1 ? inner->col : at.col + inner->col - 1;
	err_set(s->err, inner->code, "%s", inner->text);
	err_place(s->err, NULL, inner->line ? at.line + inner->line - 1 : at.line,
		inner->line ? col : at.col);
}

static enum zf_status parse(const struct pieces *s, struct json **value, size_t end)
{
	struct zf_error inner = ZF_ERROR_INIT;
	enum zf_status status = json_parse(value, s->text.p + s->at, end - s->at, &inner);
	if (status)
		place(s, s->at, &inner);
	return status;
}

static enum zf_status take_value(struct pieces *s, const char *member, bool element)
{
	struct json *value = NULL;
	size_t end = value_end(s);
	enum zf_status status = ZF_OK;
	if (end == s->at)
		return fail(s, ZF_ERR_SYNTAX, s->at,
			end == s->text.n ? "the JSON text ends too early: it was cut"
					 : "not JSON: a value was expected");
	if (!s->only || strcmp(s->only, member) == 0) {
		status = parse(s, &value, end);
		if (!status)
			status = s->take(
				s->user, &(struct json_piece){member, element, value}, s->err);
		json_free(value);
	}
	s->at = end;
	return status;
}

static enum zf_status take_list(struct pieces *s, const char *member)
{
	struct json *empty = json_new_array();
	enum zf_status status = ZF_OK;
	if (!s->only || strcmp(s->only, member) == 0)
		status = s->take(s->user, &(struct json_piece){member, false, empty}, s->err);
	json_free(empty);
	s->at++;
	if (!status && next(s) == ']') {
		s->at++;
		return ZF_OK;
	}
	while (!status) {
		next(s);
		status = take_value(s, member, true);
		if (status || next(s) == ']')
			break;
		status = expect(s, ',', "not JSON: a comma or ] was expected");
	}
	return status ? status : expect(s, ']', "not JSON: ] was expected");
}

static enum zf_status take_name(struct pieces *s, const char **name)
{
	struct json *text = NULL;
	size_t from = s->at;
	if (next(s) != '"')
		return fail(s, ZF_ERR_SYNTAX, s->at, "not JSON: a name in quotes was expected");
	if (s->count == JSON_PIECES_MEMBERS)
		return fail(s, ZF_ERR_LIMIT, s->at, "an object of too many members");
	size_t end = string_end(s, s->at);
	enum zf_status status = parse(s, &text, end);
	if (status)
		return status;
	*name = s->names[s->count++] = mem_strndup(json_text(text).p, json_text(text).n);
	json_free(text);
	for (size_t i = 0; i + 1 < s->count; i++)
		if (strcmp(s->names[i], *name) == 0)
			return fail(s, ZF_ERR_SYNTAX, from, "an object has this name twice");
	s->at = end;
	return expect(s, ':', "not JSON: a colon was expected");
}

static enum zf_status take_members(struct pieces *s)
{
	enum zf_status status = expect(s, '{', "an object was expected");
	if (!status && next(s) == '}') {
		s->at++;
		return ZF_OK;
	}
	while (!status) {
		const char *name = NULL;
		status = take_name(s, &name);
		if (!status)
			status = next(s) == '[' ? take_list(s, name) : take_value(s, name, false);
		if (status || next(s) == '}')
			break;
		status = expect(s, ',', "not JSON: a comma or } was expected");
	}
	return status ? status : expect(s, '}', "not JSON: } was expected");
}

enum zf_status json_pieces(
	struct str text, const char *only, json_take_piece *take, void *user, struct zf_error *err)
{
	struct pieces s = {.text = text, .only = only, .take = take, .user = user, .err = err};
	if (text.n >= 3 && memcmp(text.p, "\xef\xbb\xbf", 3) == 0)
		s.at = 3;
	enum zf_status status = take_members(&s);
	next(&s);
	if (!status && s.at < text.n)
		status = fail(&s, ZF_ERR_SYNTAX, s.at, "not JSON: the end was expected");
	for (size_t i = 0; i < s.count; i++)
		free(s.names[i]);
	return status;
}
