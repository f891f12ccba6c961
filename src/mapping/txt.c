#include "err.h"
#include "map.h"

enum { STRING_MAX = 255 };

void map_add_token(struct map *m, struct map_tokens *tokens, struct str text, uint32_t flags)
{
	if (tokens->count == tokens->cap) {
		size_t cap = tokens->cap ? 2 * tokens->cap : 16;
		struct rrtoken *items = arena_alloc(&m->scratch, cap * sizeof(*items));
		if (tokens->count)
			memcpy(items, tokens->items, tokens->count * sizeof(*items));
		tokens->items = items;
		tokens->cap = cap;
	}
	tokens->items[tokens->count++] =
		(struct rrtoken){.p = text.p, .n = (uint32_t)text.n, .flags = flags};
}

/* One string, or as many as it takes. */
static void add_strings(struct map *m, struct map_tokens *tokens, struct str text)
{
	do {
		size_t n = text.n < STRING_MAX ? text.n : STRING_MAX;
		map_add_token(m, tokens, (struct str){text.p, n}, TOKEN_RAW);
		text.p += n;
		text.n -= n;
	} while (text.n);
}

bool map_unescape(struct arena *arena, struct str *octets, const struct rrtoken *token)
{
	char *to = arena_alloc(arena, token->n + 1), *at = to;
	for (const char *p = token->p, *end = p + token->n; p < end; p++) {
		if (*p != '\\') {
			*at++ = *p;
			continue;
		}
		uint64_t code;
		if (++p == end)
			return false;
		if (!str_is_digit(*p)) {
			*at++ = *p;
			continue;
		}
		if (end - p < 3 || !str_to_u64(p, 3, 255, &code))
			return false;
		*at++ = (char)code;
		p += 2;
	}
	*octets = (struct str){to, (size_t)(at - to)};
	return true;
}

/* Zone-file strings; -1: they are none. A text without quotes may only be one word: where its
 * white space belongs can't be told. */
static long add_quoted(struct map *m, struct map_tokens *tokens, struct str text)
{
	text = map_escapes(m, text);
	size_t most = text.n / 2 + 1;
	struct rrtoken *cut = arena_alloc(&m->scratch, most * sizeof(*cut));
	long count = text.n > UINT32_MAX ? -1 : rdata_tokens(cut, most, text.p, text.n);
	for (long i = 0; i < count; i++) {
		struct str octets;
		if (!(cut[i].flags & TOKEN_QUOTED) && count > 1)
			return -1;
		if (!map_unescape(&m->scratch, &octets, &cut[i]))
			return -1;
		add_strings(m, tokens, octets);
	}
	return count;
}

static bool is_in_quotes(struct str text)
{
	return text.n >= 2 && text.p[0] == '"' && text.p[text.n - 1] == '"';
}

static struct str without_backslashes(struct map *m, struct str text)
{
	char *to = arena_alloc(&m->scratch, text.n + 1), *at = to;
	for (size_t i = 0; i < text.n; i++) {
		if (text.p[i] == '\\' && i + 1 < text.n && text.p[i + 1] == '"')
			i++;
		*at++ = text.p[i];
	}
	return (struct str){to, (size_t)(at - to)};
}

enum zf_status map_add_txt(
	struct map *m, struct map_tokens *tokens, int style, struct str text, struct zf_error *err)
{
	size_t before = tokens->count;
	switch (style) {
	case TXT_QUOTED:
	case TXT_QUOTED_ONE:
		if (add_quoted(m, tokens, text) > 0)
			return ZF_OK;
		return err_set(err, ZF_ERR_DATA,
			"the text is not of quoted strings, as this API promises");
	case TXT_QUOTED_OR_RAW:
		if (is_in_quotes(text) && add_quoted(m, tokens, text) > 0)
			return ZF_OK;
		tokens->count = before;
		break;
	case TXT_QUOTE_PAIR:
		if (is_in_quotes(text))
			text = (struct str){text.p + 1, text.n - 2};
		break;
	case TXT_BACKSLASH_QUOTE:
		text = without_backslashes(m, text);
		break;
	default:
		break;
	}
	add_strings(m, tokens, text);
	return ZF_OK;
}

static bool is_octal(const char *p, const char *end)
{
	return end - p >= 3 && p[0] >= '0' && p[0] <= '3' && p[1] >= '0' && p[1] <= '7' &&
	       p[2] >= '0' && p[2] <= '7';
}

void map_octal_escapes(char *to, struct str text)
{
	for (const char *p = text.p, *end = p + text.n; p < end; p++) {
		*to++ = *p;
		if (*p != '\\' || p + 1 == end)
			continue;
		if (is_octal(p + 1, end)) {
			unsigned code =
				(unsigned)((p[1] - '0') << 6 | (p[2] - '0') << 3 | (p[3] - '0'));
			*to++ = (char)('0' + code / 100);
			*to++ = (char)('0' + code / 10 % 10);
			*to++ = (char)('0' + code % 10);
			p += 3;
		} else {
			*to++ = *++p;
		}
	}
}

struct str map_escapes(struct map *m, struct str text)
{
	if (m->records->escapes != ESCAPE_OCTAL || !text.n || !memchr(text.p, '\\', text.n))
		return text;
	char *to = arena_alloc(&m->scratch, text.n + 1);
	map_octal_escapes(to, text);
	return (struct str){to, text.n};
}
