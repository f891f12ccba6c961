#include "lexer.h"

#include <stdlib.h>
#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "mem.h"
#include "zonefile.h"

/* RDATA of 65,535 octets in hex, one digit a token, has half of it. */
enum { MAX_TOKENS = 1 << 18 };

/* The first two are parts of a word. */
enum octet_class {
	OCTET_PLAIN,
	OCTET_ESCAPE,
	OCTET_BLANK,
	OCTET_NEWLINE,
	OCTET_CR,
	OCTET_NUL,
	OCTET_QUOTE,
	OCTET_OPEN,
	OCTET_CLOSE,
	OCTET_COMMENT,
};

static const uint8_t classes[256] = {
	['\0'] = OCTET_NUL,
	['\t'] = OCTET_BLANK,
	['\n'] = OCTET_NEWLINE,
	['\r'] = OCTET_CR,
	[' '] = OCTET_BLANK,
	['"'] = OCTET_QUOTE,
	['('] = OCTET_OPEN,
	[')'] = OCTET_CLOSE,
	[';'] = OCTET_COMMENT,
	['\\'] = OCTET_ESCAPE,
};

static inline enum octet_class class_of(char c)
{
	return classes[(unsigned char)c];
}

static inline bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

void lexer_init(struct lexer *l, const char *text, size_t size, unsigned long line)
{
	*l = (struct lexer){
		.at = text, .end = text + size, .line = line, .start = text, .start_line = line};
}

void lexer_free(struct lexer *l)
{
	free(l->tokens);
	free(l->comments);
	*l = (struct lexer){0};
}

#ifdef __SSE2__
static inline unsigned equal_mask(__m128i block, char c)
{
	return (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(block, _mm_set1_epi8(c)));
}

/* A bit for each of 16 octets that may end a plain stretch. */
static inline unsigned special_mask(const char *p)
{
	__m128i b = _mm_loadu_si128((const __m128i *)(const void *)p);
	__m128i space = _mm_set1_epi8(' ');
	/* '(' and ')' differ in the lowest bit only. */
	__m128i paren = _mm_cmpeq_epi8(_mm_or_si128(b, _mm_set1_epi8(1)), _mm_set1_epi8(')'));
	__m128i low = _mm_cmpeq_epi8(_mm_min_epu8(b, space), b);
	__m128i other = _mm_or_si128(_mm_cmpeq_epi8(b, _mm_set1_epi8('"')),
		_mm_or_si128(_mm_cmpeq_epi8(b, _mm_set1_epi8(';')),
			_mm_cmpeq_epi8(b, _mm_set1_epi8('\\'))));
	return (unsigned)_mm_movemask_epi8(_mm_or_si128(_mm_or_si128(low, paren), other));
}

static inline unsigned string_mask(const char *p)
{
	__m128i b = _mm_loadu_si128((const __m128i *)(const void *)p);
	return equal_mask(b, '"') | equal_mask(b, '\\') | equal_mask(b, '\n') |
	       equal_mask(b, '\r') | equal_mask(b, '\0');
}
#endif

static inline const char *skip_plain(const char *p, const char *end)
{
#ifdef __SSE2__
	for (; end - p >= 16; p += 16) {
		unsigned mask = special_mask(p);
		if (mask)
			return p + __builtin_ctz(mask);
	}
#endif
	while (p < end && (unsigned char)*p > ' ' && class_of(*p) == OCTET_PLAIN)
		p++;
	return p;
}

const char *lexer_skip_plain(const char *p, const char *end)
{
	return skip_plain(p, end);
}

/* The first quote, backslash, line end, CR or NUL. */
static inline const char *skip_string(const char *p, const char *end)
{
#ifdef __SSE2__
	for (; end - p >= 16; p += 16) {
		unsigned mask = string_mask(p);
		if (mask)
			return p + __builtin_ctz(mask);
	}
#endif
	while (p < end && *p != '"' && *p != '\\' && *p != '\n' && *p != '\r' && *p != '\0')
		p++;
	return p;
}

static void set_fault(struct lexer *l, enum lex_fault fault, const char *at)
{
	if (l->fault)
		return;
	l->fault = fault;
	l->fault_at = at;
}

static void grow_tokens(struct lexer *l, const char *at)
{
	if (l->count < MAX_TOKENS)
		l->tokens = mem_grow(l->tokens, &l->cap, l->count + 1, sizeof(*l->tokens));
	else
		set_fault(l, LEX_MANY_TOKENS, at);
}

static inline void add_token(struct lexer *l, const char *p, const char *to, uint32_t flags)
{
	if (l->count == l->cap)
		grow_tokens(l, p);
	if (l->count < l->cap)
		l->tokens[l->count++] =
			(struct rrtoken){.p = p, .n = (uint32_t)(to - p), .flags = flags};
}

/* Whether a backslash at p has an octet behind it that it can stand before. */
static bool can_escape(const char *p, const char *end)
{
	return end - p >= 2 && p[1] != '\n' && p[1] != '\r' && p[1] != '\0';
}

/* The rest of a word, behind a part of it that ends at p. */
static const char *read_odd_word(struct lexer *l, const char *p, uint32_t *flags)
{
	while (p < l->end) {
		enum octet_class c = class_of(*p);
		if (c > OCTET_ESCAPE)
			break;
		if (c == OCTET_PLAIN) { /* a control octet stopped us */
			p = skip_plain(p + 1, l->end);
			continue;
		}
		*flags |= TOKEN_ESCAPES;
		if (!can_escape(p, l->end)) {
			set_fault(l, LEX_ESCAPED_END, p);
			return p + 1;
		}
		p = skip_plain(p + 2, l->end);
	}
	return p;
}

static inline const char *read_word(struct lexer *l, const char *from, uint32_t flags)
{
	const char *p = skip_plain(from, l->end);
	if (p < l->end && class_of(*p) <= OCTET_ESCAPE)
		p = read_odd_word(l, p, &flags);
	add_token(l, from, p, flags);
	return p;
}

/* Reads what stands in quotes; `quote` is the opening one. */
static inline const char *read_string(struct lexer *l, const char *quote, uint32_t flags)
{
	const char *p = quote + 1;
	for (;;) {
		p = skip_string(p, l->end);
		if (p == l->end || *p == '\n' || (*p == '\r' && p + 1 < l->end && p[1] == '\n')) {
			set_fault(l, LEX_OPEN_QUOTE, quote);
			return p;
		}
		if (*p == '"')
			break;
		if (*p == '\\') {
			flags |= TOKEN_ESCAPES;
			p += can_escape(p, l->end) ? 2 : 1;
			continue;
		}
		set_fault(l, *p == '\r' ? LEX_LONE_CR : LEX_NUL, p);
		p++;
	}
	add_token(l, quote + 1, p, flags | TOKEN_QUOTED);
	return p + 1;
}

static bool stands_alone(const char *line, const char *p)
{
	while (line < p && is_blank(*line))
		line++;
	return line == p;
}

/* Takes the comment at p; returns where its line ends. */
static const char *read_comment(struct lexer *l, const char *line, const char *p)
{
	const char *to = memchr(p, '\n', (size_t)(l->end - p));
	to = to ? to : l->end;
	const char *last = to > p && to < l->end && to[-1] == '\r' ? to - 1 : to;
	const char *bad = memchr(p, '\0', (size_t)(last - p));
	if (bad)
		set_fault(l, LEX_NUL, bad);
	bad = memchr(p, '\r', (size_t)(last - p));
	if (bad)
		set_fault(l, LEX_LONE_CR, bad);
	while (is_blank(last[-1])) /* the ';' stops it */
		last--;
	if (l->comment_count == l->comment_cap)
		l->comments = mem_grow(
			l->comments, &l->comment_cap, l->comment_count + 1, sizeof(*l->comments));
	l->comments[l->comment_count++] = (struct lex_comment){
		.p = p, .n = (size_t)(last - p), .own_line = stands_alone(line, p)};
	return to;
}

/* Looks for what is too long in a line that is long enough for it. */
static void check_long_line(struct lexer *l, const char *line, const char *to)
{
	const char *first = NULL;
	for (size_t i = l->count; i-- > 0 && l->tokens[i].p >= line;)
		if (l->tokens[i].n > ZONEFILE_MAX_TOKEN)
			first = l->tokens[i].p;
	if (first)
		set_fault(l, LEX_LONG_TOKEN, first);
	if (to - line > ZONEFILE_MAX_LINE)
		set_fault(l, LEX_LONG_LINE, line);
}

static inline void end_line(struct lexer *l, const char *line, const char *to)
{
	if (to - line > ZONEFILE_MAX_TOKEN)
		check_long_line(l, line, to);
}

/* Reads tokens up to the end of the entry and returns where the next one begins. */
static const char *read_entry(struct lexer *l)
{
	const char *p = l->at, *const end = l->end;
	const char *line = p, *behind = NULL, *open = NULL; /* behind: the last token's end */
	unsigned long depth = 0;
	while (p < end) {
		enum octet_class c = class_of(*p);
		if (c == OCTET_BLANK) {
			p++;
			continue;
		}
		if (c <= OCTET_ESCAPE) {
			p = behind = read_word(l, p, behind == p ? TOKEN_GLUED : 0);
			continue;
		}
		switch (c) {
		case OCTET_NEWLINE:
			end_line(l, line, p);
			l->line++;
			line = ++p;
			if (depth == 0)
				return p;
			break;
		case OCTET_QUOTE:
			p = behind = read_string(l, p, behind == p ? TOKEN_GLUED : 0);
			break;
		case OCTET_COMMENT:
			p = read_comment(l, line, p);
			break;
		case OCTET_OPEN:
			if (depth++ == 0)
				open = p;
			p++;
			break;
		case OCTET_CLOSE:
			if (depth == 0)
				set_fault(l, LEX_EXTRA_PAREN, p);
			else
				depth--;
			p++;
			break;
		case OCTET_CR:
			if (p + 1 == end || p[1] != '\n')
				set_fault(l, LEX_LONE_CR, p);
			p++;
			break;
		default:
			set_fault(l, LEX_NUL, p++);
		}
	}
	end_line(l, line, p);
	if (depth > 0)
		set_fault(l, LEX_OPEN_PAREN, open);
	return p;
}

enum lex_kind lexer_next(struct lexer *l)
{
	if (l->at == l->end)
		return LEX_END;
	l->start = l->at;
	l->start_line = l->line;
	l->indented = is_blank(*l->at);
	l->count = l->comment_count = 0;
	l->fault = LEX_FINE;
	l->at = read_entry(l);
	return l->count || l->fault ? LEX_ENTRY : LEX_EMPTY;
}

void lexer_place(const struct lexer *l, const char *p, unsigned long *line, unsigned long *col)
{
	const char *from = l->start, *newline;
	*line = l->start_line;
	while ((newline = memchr(from, '\n', (size_t)(p - from)))) {
		from = newline + 1;
		++*line;
	}
	*col = (unsigned long)(p - from) + 1;
}
