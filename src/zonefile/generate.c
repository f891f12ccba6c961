#include <stdio.h>
#include <string.h>

#include "err.h"
#include "reader.h"

/*
 * $GENERATE start-stop[/step] owner [TTL] [class] type rdata, as BIND 9.18 reads it.
 *
 * In owner and rdata, "$" stands for the number, "$$" for a dollar, and ${offset,width,base} for
 * the number plus offset, at least `width` characters wide, in base d, o, x, X, or as nibbles with
 * dots between (n, N: as in ip6.arpa). A backslash and what follows it stay as they are. The RDATA
 * is one field: several are put in quotes, where \" stands for a quote.
 */

enum {
	MAX_NUMBER = 0x7fffffff,
	MAX_WIDTH = 127, /* BIND's too */
	MAX_OWNER_TEXT = 2048, /* BIND's too */
	MAX_TOTAL_TEXT = 8 << 20, /* all text made for a file, so that none costs seconds */
};

struct range {
	uint32_t start, stop, step;
};

static bool take_number(struct str *text, uint64_t max, uint32_t *value)
{
	size_t n = 0;
	uint64_t found;
	while (n < text->n && str_is_digit(text->p[n]))
		n++;
	if (!str_to_u64(text->p, n, max, &found))
		return false;
	*value = (uint32_t)found;
	*text = (struct str){text->p + n, text->n - n};
	return true;
}

static bool take_char(struct str *text, char c)
{
	if (text->n == 0 || *text->p != c)
		return false;
	*text = (struct str){text->p + 1, text->n - 1};
	return true;
}

static bool parse_range(struct range *range, const struct rrtoken *token)
{
	struct str text = {token->p, token->n};
	range->step = 1;
	if (!take_number(&text, MAX_NUMBER, &range->start) || !take_char(&text, '-') ||
		!take_number(&text, MAX_NUMBER, &range->stop))
		return false;
	if (take_char(&text, '/') && !take_number(&text, MAX_NUMBER, &range->step))
		return false;
	return text.n == 0 && range->start <= range->stop && range->step > 0;
}

/* How "$" or "${…}" prints the number. */
struct format {
	int32_t offset;
	uint32_t width;
	char base;
};

/* Reads what stands behind a "$"; the offset of the one before stays when there is none. */
static bool take_format(struct str *text, struct format *format)
{
	uint32_t offset;
	*format = (struct format){.offset = format->offset, .base = 'd'};
	if (!take_char(text, '{'))
		return true;
	bool negative = take_char(text, '-');
	if (!negative)
		take_char(text, '+');
	if (!take_number(text, MAX_NUMBER, &offset))
		return false;
	format->offset = negative ? -(int32_t)offset : (int32_t)offset;
	if (take_char(text, ',')) {
		if (!take_number(text, MAX_WIDTH, &format->width))
			return false;
		if (take_char(text, ',')) {
			if (text->n == 0 || !memchr("doxXnN", *text->p, 6))
				return false;
			format->base = *text->p;
			take_char(text, *text->p);
		}
	}
	return take_char(text, '}');
}

/* The nibbles from the right with dots between; the width counts the dots, so that an even one
 * ends in a dot. */
static void print_nibbles(struct buf *out, uint32_t value, const struct format *format)
{
	const char *digits = format->base == 'n' ? "0123456789abcdef" : "0123456789ABCDEF";
	uint32_t width = format->width;
	do {
		buf_addc(out, digits[value & 15]);
		value >>= 4;
		width -= width > 0;
		if (width > 0 || value != 0) {
			buf_addc(out, '.');
			width -= width > 0;
		}
	} while (width > 0 || value != 0);
}

static bool print_number(struct buf *out, int64_t number, const struct format *format)
{
	int64_t value = number + format->offset;
	int width = (int)format->width;
	if (value > MAX_NUMBER || value < -MAX_NUMBER)
		return false;
	/* Negative numbers are those of 32 bits in the other bases, as in BIND. */
	switch (format->base) {
	case 'o':
		buf_printf(out, "%0*o", width, (unsigned)value);
		break;
	case 'x':
		buf_printf(out, "%0*x", width, (unsigned)value);
		break;
	case 'X':
		buf_printf(out, "%0*X", width, (unsigned)value);
		break;
	case 'd':
		buf_printf(out, "%0*d", width, (int)value);
		break;
	default:
		print_nibbles(out, (uint32_t)value, format);
	}
	return true;
}

/* Takes a backslash and what it protects as they are; only a quote in quotes loses its backslash.
 */
static void expand_escape(struct buf *out, const struct rrtoken *template, struct str *text)
{
	bool quote = template->flags & TOKEN_QUOTED && text->n > 1 && text->p[1] == '"';
	size_t n = text->n < 2 ? text->n : 2;
	buf_add(out, text->p + quote, n - quote);
	*text = (struct str){text->p + n, text->n - n};
}

/* Puts the number into a template; false: it is malformed, or the number grows out of range. */
static bool expand(struct buf *out, const struct rrtoken *template, int64_t number)
{
	struct str text = {template->p, template->n};
	struct format format = {0};
	buf_reset(out);
	while (text.n > 0) {
		size_t n = 0;
		while (n < text.n && text.p[n] != '$' && text.p[n] != '\\')
			n++;
		buf_add(out, text.p, n);
		text = (struct str){text.p + n, text.n - n};
		if (text.n > 0 && *text.p == '\\')
			expand_escape(out, template, &text);
		else if (!take_char(&text, '$'))
			break;
		else if (take_char(&text, '$'))
			buf_addc(out, '$');
		else if (!take_format(&text, &format) || !print_number(out, number, &format))
			return false;
	}
	return !out->over;
}

/* A $GENERATE line taken apart. */
struct generator {
	struct range range;
	struct rec_head head;
	const struct rrtoken *owner, *rdata;
	struct buf text;
	struct lexer lexer; /* of the RDATA made */
};

static bool fail(struct reader *r, const struct rrtoken *at, const char *text)
{
	reader_find_token(r, READ_BAD_GENERATE, at, text);
	return false;
}

static bool make_owner(
	struct reader *r, struct generator *g, struct owner_key *owner, int64_t number)
{
	struct name name;
	if (!expand(&g->text, g->owner, number) || g->text.len > MAX_OWNER_TEXT)
		return fail(r, g->owner, "owner isn't valid (${offset,width,base})");
	r->generated_size += g->text.len;
	const struct name *origin = r->now.has_origin ? &r->now.origin : NULL;
	if (name_parse(&name, g->text.data, g->text.len, origin, &r->error) != ZF_OK) {
		reader_find_error(r, g->owner->p);
		return false;
	}
	owner->len = name_to_key(owner->octets, &name, &r->apex_name);
	return true;
}

static bool make_rdata(struct reader *r, struct generator *g, int64_t number)
{
	struct lexer *l = &g->lexer;
	size_t bad;
	if (!expand(&g->text, g->rdata, number))
		return fail(r, g->rdata, "RDATA isn't valid (${offset,width,base})");
	r->generated_size += g->text.len;
	l->at = g->text.data;
	l->end = g->text.data + g->text.len;
	enum lex_kind kind = lexer_next(l);
	if (kind == LEX_ENTRY && (l->fault || l->at != l->end))
		return fail(r, g->rdata, "RDATA has an open quote or parenthesis");
	if (kind != LEX_END && l->comment_count)
		return fail(r, g->rdata, "RDATA holds a semicolon, which would begin a comment");
	bool empty = kind != LEX_ENTRY;
	buf_reset(&r->rdata);
	if (rdata_parse(&r->rdata, g->head.type, empty ? g->rdata : l->tokens, empty ? 0 : l->count,
		    r->now.has_origin ? &r->now.origin : NULL, &bad, &r->error) == ZF_OK)
		return true;
	reader_find_error(r, g->rdata->p);
	return false;
}

static bool check_limits(struct reader *r, const struct generator *g)
{
	const struct rrtoken *name = r->source->lexer.tokens;
	uint32_t rounds = (g->range.stop - g->range.start) / g->range.step + 1;
	if (rounds <= ZONEFILE_MAX_GENERATED - r->generated)
		return true;
	reader_find(r, READ_GENERATE_LIMIT, name->p, "$GENERATE makes more than 65,536 records");
	return false;
}

static void run(struct reader *r, struct generator *g)
{
	struct owner_key owner;
	for (uint64_t i = g->range.start; i <= g->range.stop && !r->stopped; i += g->range.step) {
		if (!make_owner(r, g, &owner, (int64_t)i) || !make_rdata(r, g, (int64_t)i))
			return;
		if (r->generated_size > MAX_TOTAL_TEXT) {
			reader_find(r, READ_GENERATE_LIMIT, g->rdata->p,
				"$GENERATE makes more than 8 MiB of text");
			return;
		}
		r->generated++;
		reader_add(r, &owner, &g->head, g->owner->p);
	}
}

void reader_generate(struct reader *r)
{
	const struct rrtoken *tokens = r->source->lexer.tokens,
			     *end = tokens + r->source->lexer.count, *at = tokens + 3;
	struct generator g = {.owner = &tokens[2]};
	if (!reader_has_arguments(r, 4, 6,
		    "$GENERATE takes start-stop[/step] owner [TTL] [class] type rdata; RDATA of "
		    "several fields is put in quotes"))
		return;
	if (!parse_range(&g.range, &tokens[1])) {
		fail(r, &tokens[1], "range isn't start-stop or start-stop/step");
		return;
	}
	if (!reader_head(r, &g.head, &at) || !reader_ttl(r, &g.head, at[-1].p))
		return;
	if (end - at != 1) {
		reader_find(r, READ_BAD_GENERATE, at < end ? at->p : reader_entry_end(r),
			"RDATA is one field; several are put in quotes");
		return;
	}
	g.rdata = at;
	buf_init(&g.text, ZONEFILE_MAX_TOKEN);
	lexer_init(&g.lexer, "", 0, 1);
	if (check_limits(r, &g))
		run(r, &g);
	lexer_free(&g.lexer);
	buf_free(&g.text);
}
