#include "dialect.h"

#include <string.h>

#include "err.h"
#include "near.h"

/* How much of a text is looked at for marks: exports have them at their start. */
enum { HEAD_MOST = 1 << 16 };

static bool is_bunny(struct str head);

static const struct dialect dialects[] = {
	{.name = "cloudflare",
		.what = "an export of Cloudflare",
		.marks = {";; Domain:", ";; Exported:"},
		.comment = "cf_tags=",
		.take = cloudflare_take},
	{.name = "windows",
		.what = "a file of Windows DNS",
		.marks = {"Database file ", "Zone version:"}},
	{.name = "cli53",
		.what = "an export of cli53 (Route 53)",
		.comment = "AWS routing=",
		.take = cli53_take},
	{.name = "bunny",
		.what = "an export of bunny.net, where targets have no final dot",
		.is_like = is_bunny,
		.targets = TARGETS_ABSOLUTE},
	{.name = "powerdns", .what = "an export of PowerDNS"},
	{.name = "cpanel", .what = "a file of cPanel", .marks = {"; cPanel "}},
	{.name = "directadmin", .what = "a file of DirectAdmin"},
};

enum { DIALECTS = sizeof(dialects) / sizeof(dialects[0]) };

/* One line of text, and what is behind it. */
static struct str next_line(struct str *text)
{
	const char *newline = text->n ? memchr(text->p, '\n', text->n) : NULL;
	size_t n = newline ? (size_t)(newline - text->p) : text->n;
	struct str line = {text->p, n};
	text->p += newline ? n + 1 : n;
	text->n -= newline ? n + 1 : n;
	if (line.n > 0 && line.p[line.n - 1] == '\r')
		line.n--;
	return line;
}

static bool holds(struct str text, const char *word)
{
	return memmem(text.p, text.n, word, strlen(word)) != NULL;
}

/* Whether each mark stands in a comment line. */
static bool has_marks(const struct dialect *d, struct str head)
{
	unsigned missing = 0;
	for (size_t i = 0; i < 2 && d->marks[i]; i++)
		missing |= 1u << i;
	if (missing == 0)
		return false;
	while (head.n > 0 && missing) {
		struct str line = next_line(&head);
		for (size_t i = 0; i < 2 && line.n > 0 && line.p[0] == ';'; i++)
			if (missing >> i & 1 && holds(line, d->marks[i]))
				missing &= ~(1u << i);
	}
	return missing == 0;
}

/* Lines ";A records", and each record as "owner.<tab>IN<tab>5m<tab>TYPE<tab>…". */
static bool is_bunny(struct str head)
{
	static const char section[] = " records", class[] = ".\tIN\t";
	bool found = false;
	while (head.n > 0) {
		struct str line = next_line(&head);
		if (line.n == 0)
			continue;
		if (line.p[0] == ';') {
			found = found || (line.n > sizeof(section) && line.p[1] != ' ' &&
						 memcmp(line.p + line.n - strlen(section), section,
							 strlen(section)) == 0);
			continue;
		}
		const char *at = memmem(line.p, line.n, class, strlen(class));
		size_t digits = 0;
		if (!found || !at)
			return false;
		for (at += strlen(class); at < line.p + line.n && str_is_digit(*at); at++)
			digits++;
		return digits > 0 && at < line.p + line.n && strchr("smhdw", *at) && *at;
	}
	return false;
}

/* Text that says its origin itself is hand-kept, or ours: exports with marks don't. */
static bool states_origin(struct str head)
{
	while (head.n > 0) {
		struct str line = next_line(&head);
		if (line.n > 7 && str_eq_nocase(line.p, 7, "$ORIGIN", 7))
			return true;
	}
	return false;
}

static const struct dialect *recognise(struct str text)
{
	struct str head = {text.p, text.n < HEAD_MOST ? text.n : HEAD_MOST};
	if (states_origin(head))
		return NULL;
	for (size_t i = 0; i < DIALECTS; i++)
		if (has_marks(&dialects[i], head) ||
			(dialects[i].is_like && dialects[i].is_like(head)))
			return &dialects[i];
	return NULL;
}

static const struct dialect *named(const char *name)
{
	for (size_t i = 0; i < DIALECTS; i++)
		if (strcmp(dialects[i].name, name) == 0)
			return &dialects[i];
	return NULL;
}

bool zonefile_knows_dialect(const char *name)
{
	return named(name) != NULL;
}

static enum zf_status find_named(struct reader *r, const char *name, struct zf_error *err)
{
	struct near near = {.word = NULL};
	struct buf known;
	r->dialect = named(name);
	if (r->dialect)
		return ZF_OK;
	buf_init(&known, 0);
	for (size_t i = 0; i < DIALECTS; i++) {
		buf_printf(&known, "%s, ", dialects[i].name);
		near_look(&near, name, dialects[i].name);
	}
	err_set(err, ZF_ERR_USAGE, "there is no dialect \"%s\"%s; known are %snone", name,
		near_hint(&near), known.data);
	buf_free(&known);
	return ZF_ERR_USAGE;
}

enum zf_status reader_find_dialect(struct reader *r, struct str text, struct zf_error *err)
{
	const char *name = r->options->dialect;
	r->dialects = name && strcmp(name, "none") == 0 ? DIALECTS_NONE : DIALECTS_ALL;
	if (r->dialects == DIALECTS_NONE)
		return ZF_OK;
	if (name)
		return find_named(r, name, err);
	r->dialect = recognise(text);
	return ZF_OK;
}

const char *zonefile_dialect_name(size_t index)
{
	return index < DIALECTS ? dialects[index].name : NULL;
}

void reader_tell_dialect(struct reader *r)
{
	const struct zonefile_code *c = &zonefile_codes[READ_DIALECT];
	if (r->dialect && !r->options->dialect)
		diags_add(r->diags, c->severity, c->code, r->source->name, 1, 1,
			"this is read as %s (--dialect %s); --dialect none reads it by RFC 1035 alone",
			r->dialect->what, r->dialect->name);
}

static const struct dialect *of_form(struct str comment)
{
	for (size_t i = 0; i < DIALECTS; i++)
		if (dialects[i].comment && holds(comment, dialects[i].comment))
			return &dialects[i];
	return NULL;
}

bool zonefile_is_dialect_comment(struct str comment)
{
	return of_form(comment) != NULL;
}

bool zonefile_is_age(struct str token)
{
	static const char start[] = "[AGE:";
	return token.n > 6 && token.p[token.n - 1] == ']' && str_eq_nocase(token.p, 5, start, 5);
}

/* The dialect in whose form a record's last comment is. */
static const struct dialect *of_comment(const struct reader *r)
{
	const struct lexer *l = &r->source->lexer;
	const struct lex_comment *last = &l->comments[l->comment_count - 1];
	struct str text = {last->p, last->n};
	if (text.n > 1 && text.p[1] == '@')
		return NULL;
	const struct dialect *form = of_form(text);
	return form ? form : r->dialect;
}

enum dialect_outcome reader_take_dialect(struct reader *r, struct rec_head *head, uint16_t type)
{
	const struct dialect *d = r->dialect;
	if (r->dialects == DIALECTS_NONE)
		return DIALECT_LEFT;
	if (r->source->lexer.comment_count > 0)
		d = of_comment(r);
	return d && d->take ? d->take(r, head, type) : DIALECT_LEFT;
}
