#include "git_view.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lexer.h"
#include "mem.h"
#include "own_origin.h"
#include "zonefile.h"

/*
 * Lines that stand as they are become comments with a mark, so that the reader keeps them in their
 * place and the writer prints them there; then the mark goes. In the same way a made-up origin
 * stands for the one that the text doesn't tell.
 */

enum {
	MARK_MOST = 40,
	ROUNDS_MOST = 8, /* faults can hide others */
	FRAGMENT_TTL = 3600, /* of records in a text that has no SOA to take one from */
};

struct view {
	struct buf text; /* as many lines as the original */
	char mark[MARK_MOST], origin[MARK_MOST];
	bool made_up_origin;
	struct zonefile_options options;
};

static bool holds(struct str text, const char *word)
{
	size_t n = strlen(word);
	const char *end = text.p + text.n;
	for (const char *p = text.p; (p = memchr(p, word[0], (size_t)(end - p))); p++)
		if ((size_t)(end - p) >= n && str_eq_nocase(p, n, word, n))
			return true;
	return false;
}

/* A word that the text doesn't have. */
static void make_word(char word[MARK_MOST], struct str text, const char *stem)
{
	for (unsigned n = 0;; n++) {
		snprintf(word, MARK_MOST, "%s%u", stem, n);
		if (!holds(text, word))
			return;
	}
}

/* Makes comments of lines, with our mark. */
static void add_raw(struct view *v, const char *p, const char *end)
{
	while (p < end) {
		const char *newline = memchr(p, '\n', (size_t)(end - p));
		const char *next = newline ? newline + 1 : end;
		buf_printf(&v->text, ";%s", v->mark);
		buf_add(&v->text, p, (size_t)(next - p));
		p = next;
	}
}

static bool is_marker(const char *p, const char *end, char sign)
{
	enum { LENGTH = 7 };
	if (end - p < LENGTH)
		return false;
	for (int i = 0; i < LENGTH; i++)
		if (p[i] != sign)
			return false;
	return end - p == LENGTH || strchr(" \r\n", p[LENGTH]);
}

/* The text with its conflicts as comments. */
static void take_text(struct view *v, struct str text)
{
	const char *end = text.p + text.n;
	bool in_conflict = false;
	for (const char *p = text.p; p < end;) {
		const char *newline = memchr(p, '\n', (size_t)(end - p));
		const char *next = newline ? newline + 1 : end;
		in_conflict = in_conflict || is_marker(p, next, '<');
		if (in_conflict)
			add_raw(v, p, next);
		else
			buf_add(&v->text, p, (size_t)(next - p));
		in_conflict = in_conflict && !is_marker(p, next, '>');
		p = next;
	}
}

/* Lines with errors, in order. */
struct lines {
	unsigned long *items;
	size_t count, cap, at; /* at: those before it were passed */
};

static bool holds_error(struct lines *errors, unsigned long from, unsigned long to)
{
	while (errors->at < errors->count && errors->items[errors->at] < from)
		errors->at++;
	return errors->at < errors->count && errors->items[errors->at] < to;
}

/* The owner that a line which became a comment states. */
static void take_owner(const struct view *v, const struct lexer *l, struct str *owner)
{
	size_t mark = strlen(v->mark);
	if (l->comment_count == 0 || l->comments[0].n <= mark + 1 ||
		memcmp(l->comments[0].p + 1, v->mark, mark) != 0)
		return;
	struct str line = {l->comments[0].p + mark + 1, l->comments[0].n - mark - 1}, word = line;
	for (word.n = 0; word.n < line.n && !strchr(" \t", line.p[word.n]);)
		word.n++;
	if (word.n > 0 && !strchr(";$<=>|", word.p[0]))
		*owner = word;
}

/* A line without an owner behind one that became a comment gets that one's owner. */
static void add_entry(struct view *v, const struct lexer *l, struct str *owner)
{
	bool record = l->count > 0;
	if (record && l->indented && owner->n > 0)
		buf_add(&v->text, owner->p, owner->n);
	if (record)
		*owner = (struct str){NULL, 0};
	buf_add(&v->text, l->start, (size_t)(l->at - l->start));
}

/* Makes comments of the entries with errors, and of $INCLUDE; whether there were any. */
static bool comment_out(struct view *v, struct lines *errors)
{
	struct buf old = v->text;
	struct str owner = {NULL, 0};
	struct lexer l;
	enum lex_kind kind;
	bool some = false;
	buf_init(&v->text, 0);
	lexer_init(&l, old.data, old.len, 1);
	while ((kind = lexer_next(&l)) != LEX_END) {
		bool include = kind == LEX_ENTRY && !l.indented && l.count > 0 &&
			       str_eq_nocase(l.tokens[0].p, l.tokens[0].n, "$INCLUDE", 8);
		bool wrong = holds_error(errors, l.start_line, l.line) && kind == LEX_ENTRY;
		if (!include && !wrong) {
			take_owner(v, &l, &owner);
			add_entry(v, &l, &owner);
			continue;
		}
		some = true;
		if (!include && !l.indented && l.count > 0)
			owner = (struct str){l.tokens[0].p, l.tokens[0].n};
		add_raw(v, l.start, l.at);
	}
	lexer_free(&l);
	buf_free(&old);
	return some;
}

static void take_errors(struct lines *errors, const struct diags *diags)
{
	errors->count = errors->at = 0;
	for (size_t i = 0; i < diags->count; i++) {
		if (diags->items[i].severity != DIAG_ERROR || diags->items[i].line == 0)
			continue;
		errors->items = mem_grow(
			errors->items, &errors->cap, errors->count + 1, sizeof(*errors->items));
		errors->items[errors->count++] = diags->items[i].line;
	}
}

/* The zone of all that can be read; NULL: there is none. */
static struct zf_zone *read_rest(struct view *v)
{
	struct zf_zone *zone = NULL;
	struct lines errors = {.items = NULL};
	bool more = true;
	comment_out(v, &errors);
	for (int round = 0; round < ROUNDS_MOST && more && !zone; round++) {
		struct zf_error err = ZF_ERROR_INIT;
		struct diags diags;
		diags_init(&diags);
		if (zonefile_parse(&zone, v->text.data, v->text.len, NULL, &v->options, &diags,
			    &err) != ZF_OK) {
			take_errors(&errors, &diags);
			more = comment_out(v, &errors);
		}
		diags_free(&diags);
	}
	free(errors.items);
	return zone;
}

static enum zf_status add_to_buf(void *user, const char *p, size_t n, struct zf_error *err)
{
	(void)err;
	buf_add(user, p, n);
	return ZF_OK;
}

/* The octets of our words at p, 0 when there is none; *instead is what they stand for. */
static size_t find_word(const struct view *v, struct str at, const char **instead)
{
	size_t mark = strlen(v->mark), origin = strlen(v->origin);
	bool dot = at.p[0] == '.';
	if (at.n > mark && at.p[0] == ';' && memcmp(at.p + 1, v->mark, mark) == 0) {
		*instead = "";
		return mark + 1;
	}
	if (!v->made_up_origin || at.n < dot + origin + 1 ||
		memcmp(at.p + dot, v->origin, origin) != 0)
		return 0;
	*instead = dot ? "" : "@";
	return dot + origin + 1; /* the dot behind it */
}

static void print(struct buf *out, const struct view *v, const struct zf_zone *zone)
{
	struct zf_error err = ZF_ERROR_INIT;
	struct buf text;
	buf_init(&text, 0);
	zonefile_print(zone, add_to_buf, &text, &err);
	const char *p = text.data, *end = p + text.len, *newline = memchr(p, '\n', text.len);
	if (v->made_up_origin && newline) /* the line of $ORIGIN */
		p = newline + 1;
	while (p < end) {
		const char *instead;
		size_t n = find_word(v, (struct str){p, (size_t)(end - p)}, &instead);
		if (n > 0)
			buf_adds(out, instead);
		else
			buf_addc(out, *p);
		p += n > 0 ? n : 1;
	}
	buf_free(&text);
}

/* How to read it; `own_name` is room for the origin. */
static void set_options(struct view *v, struct buf *own_name, struct str text, long default_ttl)
{
	struct name name;
	enum own_origin own = own_origin_find(&name, text);
	v->made_up_origin = own == OWN_ORIGIN_NONE;
	if (own == OWN_ORIGIN_SOA || own == OWN_ORIGIN_UNDOTTED)
		name_print(own_name, name.wire);
	if (v->made_up_origin)
		buf_printf(own_name, "%s.", v->origin);
	v->options = (struct zonefile_options)ZONEFILE_OPTIONS_INIT;
	v->options.origin = own_name->len > 0 ? own_name->data : NULL;
	v->options.comments = COMMENTS_KEEP;
	v->options.default_ttl = default_ttl;
	v->options.max_errors = DIAGS_MAX_KEPT;
	if (default_ttl == ZONEFILE_TTL_LAST && !holds(text, "SOA"))
		v->options.default_ttl = FRAGMENT_TTL;
}

void git_view(struct buf *out, struct str text, long default_ttl)
{
	struct view v = {.made_up_origin = false};
	struct buf own_name;
	buf_init(&v.text, 0);
	buf_init(&own_name, 0);
	make_word(v.mark, text, "zf-raw");
	make_word(v.origin, text, "zf-origin");
	take_text(&v, text);
	set_options(&v, &own_name, (struct str){v.text.data, v.text.len}, default_ttl);
	struct zf_zone *zone = read_rest(&v);
	if (zone)
		print(out, &v, zone);
	else
		buf_add(out, text.p, text.n);
	zf_zone_free(zone);
	buf_free(&v.text);
	buf_free(&own_name);
}
