#include "str.h"

#include <stdio.h>
#include <stdlib.h>

const unsigned char str_lower[256] = {
#define ROW(n) n, n + 1, n + 2, n + 3, n + 4, n + 5, n + 6, n + 7
	ROW(0), ROW(8), ROW(16), ROW(24), ROW(32), ROW(40), ROW(48), ROW(56), 64, 'a', 'b', 'c',
	'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l', 'm', 'n', 'o', 'p', 'q', 'r', 's', 't', 'u',
	'v', 'w', 'x', 'y', 'z', 91, 92, 93, 94, 95, ROW(96), ROW(104), ROW(112), ROW(120),
	ROW(128), ROW(136), ROW(144), ROW(152), ROW(160), ROW(168), ROW(176), ROW(184), ROW(192),
	ROW(200), ROW(208), ROW(216), ROW(224), ROW(232), ROW(240), ROW(248)
#undef ROW
};

bool str_eq(struct str a, const char *b)
{
	return a.p && strlen(b) == a.n && memcmp(a.p, b, a.n) == 0;
}

bool str_eq_nocase(const char *a, size_t an, const char *b, size_t bn)
{
	if (an != bn)
		return false;
	for (size_t i = 0; i < an; i++)
		if (str_lower[(unsigned char)a[i]] != str_lower[(unsigned char)b[i]])
			return false;
	return true;
}

int str_cmp(struct str a, struct str b)
{
	size_t n = a.n < b.n ? a.n : b.n;
	int c = n ? memcmp(a.p, b.p, n) : 0;
	return c != 0 ? c : (a.n > b.n) - (a.n < b.n);
}

int str_cmp_nocase(const char *a, const char *b)
{
	while (*a && str_lower[(unsigned char)*a] == str_lower[(unsigned char)*b])
		a++, b++;
	return str_lower[(unsigned char)*a] - str_lower[(unsigned char)*b];
}

bool str_starts(const char *s, const char *prefix)
{
	return strncmp(s, prefix, strlen(prefix)) == 0;
}

bool str_ends(const char *s, const char *suffix)
{
	size_t n = strlen(s), m = strlen(suffix);
	return n >= m && memcmp(s + n - m, suffix, m) == 0;
}

bool str_to_u64(const char *p, size_t n, uint64_t max, uint64_t *value)
{
	uint64_t v = 0;
	if (n == 0)
		return false;
	for (size_t i = 0; i < n; i++) {
		if (!str_is_digit(p[i]))
			return false;
		uint64_t digit = (uint64_t)(p[i] - '0');
		if (v > (max - digit) / 10 || digit > max)
			return false;
		v = v * 10 + digit;
	}
	*value = v;
	return true;
}

int str_hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

void str_add_hex(struct buf *b, const void *p, size_t n)
{
	static const char digits[] = "0123456789abcdef";
	const unsigned char *o = p;
	char *at = buf_reserve(b, 2 * n);
	if (!at)
		return;
	for (size_t i = 0; i < n; i++) {
		*at++ = digits[o[i] >> 4];
		*at++ = digits[o[i] & 15];
	}
	*at = '\0';
	b->len += 2 * n;
}

bool str_glob(const char *pattern, const char *text)
{
	const char *star = NULL, *from = NULL;
	while (*text) {
		if (*pattern == '*') {
			star = pattern++;
			from = text;
		} else if (*pattern == '?' ||
			   (*pattern && str_lower[(unsigned char)*pattern] ==
						str_lower[(unsigned char)*text])) {
			pattern++;
			text++;
		} else if (star) {
			pattern = star + 1;
			text = ++from;
		} else {
			return false;
		}
	}
	while (*pattern == '*')
		pattern++;
	return *pattern == '\0';
}

int str_utf8(const char *p, size_t n, uint32_t *code)
{
	static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
	unsigned char c = n ? (unsigned char)p[0] : 0x80;
	int len = c < 0x80 ? 1 : c >> 5 == 6 ? 2 : c >> 4 == 14 ? 3 : c >> 3 == 30 ? 4 : 0;
	if (len == 0 || (size_t)len > n)
		return 0;
	uint32_t v = len == 1 ? c : c & (0x7fu >> len);
	for (int i = 1; i < len; i++) {
		if (((unsigned char)p[i] & 0xc0) != 0x80)
			return 0;
		v = v << 6 | ((unsigned char)p[i] & 0x3f);
	}
	if (v < least[len] || v > 0x10ffff || (v >= 0xd800 && v <= 0xdfff))
		return 0;
	*code = v;
	return len;
}

/* Characters that move or hide their neighbours: bidi controls, zero width, line separators,
 * byte-order mark, tags (Unicode Standard, section 23). */
static bool is_invisible(uint32_t c)
{
	static const struct {
		uint32_t from, to;
	} ranges[] = {{0x80, 0x9f}, {0xad, 0xad}, {0x34f, 0x34f}, {0x61c, 0x61c}, {0x115f, 0x1160},
		{0x17b4, 0x17b5}, {0x180b, 0x180f}, {0x200b, 0x200f}, {0x2028, 0x202e},
		{0x2060, 0x206f}, {0x3164, 0x3164}, {0xfe00, 0xfe0f}, {0xfeff, 0xfeff},
		{0xffa0, 0xffa0}, {0xfff0, 0xfffb}, {0xe0000, 0xe0fff}};
	for (size_t i = 0; i < sizeof(ranges) / sizeof(ranges[0]); i++)
		if (c >= ranges[i].from && c <= ranges[i].to)
			return true;
	return false;
}

/* Writes one character of text from outside to `out` (20 octets at most); returns how many
 * octets of p it took. */
static size_t clean_char(char out[20], const char *p, size_t n)
{
	uint32_t code = 0;
	int len = str_utf8(p, n, &code);
	unsigned char c = (unsigned char)*p;
	if (len == 0 || code < 32 || code == 127) {
		snprintf(out, 20, "\\%03u", c);
		return 1;
	}
	if (is_invisible(code)) {
		snprintf(out, 20, "\\u{%x}", (unsigned)code);
	} else {
		memcpy(out, p, (size_t)len);
		out[len] = '\0';
	}
	return (size_t)len;
}

void str_print(struct buf *b, const char *p, size_t n)
{
	char one[20];
	for (size_t i = 0; i < n;) {
		i += clean_char(one, p + i, n - i);
		buf_adds(b, one);
	}
}

void str_clean(char *out, size_t size, const char *p, size_t n)
{
	static const char dots[] = "...";
	char one[20];
	size_t at = 0, cut = 0; /* cut: the last place where the dots still fit */
	if (size == 0)
		return;
	for (size_t i = 0; i < n;) {
		i += clean_char(one, p + i, n - i);
		size_t len = strlen(one);
		if (at + len + 1 > size) {
			at = cut;
			for (size_t dot = 0; dots[dot] && at + 1 < size; dot++)
				out[at++] = dots[dot];
			break;
		}
		memcpy(out + at, one, len);
		at += len;
		if (at + sizeof(dots) <= size)
			cut = at;
	}
	out[at] = '\0';
}
