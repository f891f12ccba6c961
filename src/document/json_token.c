#include "json_token.h"

#include "str.h"

size_t json_token_space(const char *p, size_t n)
{
	size_t i = 0;
	while (i < n && (p[i] == ' ' || p[i] == '\n' || p[i] == '\t' || p[i] == '\r'))
		i++;
	return i;
}

static size_t digits(const char *p, size_t n)
{
	size_t i = 0;
	while (i < n && str_is_digit(p[i]))
		i++;
	return i;
}

size_t json_token_number(const char *p, size_t n)
{
	size_t at = n && p[0] == '-' ? 1 : 0;
	size_t whole = digits(p + at, n - at);
	if (whole == 0)
		return 0;
	at += p[at] == '0' ? 1 : whole; /* no leading zeros: "01" is 0 and garbage */
	if (at < n && p[at] == '.') {
		size_t more = digits(p + at + 1, n - at - 1);
		if (more == 0)
			return 0;
		at += 1 + more;
	}
	if (at < n && (p[at] == 'e' || p[at] == 'E')) {
		size_t sign = at + 1 < n && (p[at + 1] == '+' || p[at + 1] == '-');
		size_t more = digits(p + at + 1 + sign, n - at - 1 - sign);
		if (more == 0)
			return 0;
		at += 1 + sign + more;
	}
	return at;
}

size_t json_token_word(const char *p, size_t n)
{
	static const struct str words[] = {{"true", 4}, {"false", 5}, {"null", 4}};
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (n >= words[i].n && memcmp(p, words[i].p, words[i].n) == 0)
			return words[i].n;
	return 0;
}

size_t json_token_plain(const char *p, size_t n)
{
	size_t i = 0;
	while (i < n && p[i] >= ' ' && p[i] <= '~' && p[i] != '"' && p[i] != '\\')
		i++;
	return i;
}

/* The 16 bits of "\uXXXX", or -1. */
static long hex4(const char *p, size_t n)
{
	long v = 0;
	if (n < 6 || p[0] != '\\' || p[1] != 'u')
		return -1;
	for (size_t i = 2; i < 6; i++) {
		int d = str_hex_digit(p[i]);
		if (d < 0)
			return -1;
		v = v << 4 | d;
	}
	return v;
}

/* "\uXXXX", or two of them that are a surrogate pair. */
static size_t unicode_escape(const char *p, size_t n, uint32_t *code, const char **why)
{
	long c = hex4(p, n);
	if (c <= 0) {
		*why = c ? "not JSON: \\u without four hex digits" : "a string holds \\u0000";
		return 0;
	}
	*code = (uint32_t)c;
	if (c < 0xd800 || c > 0xdfff)
		return 6;
	long low = c <= 0xdbff ? hex4(p + 6, n - 6) : -1;
	if (low < 0xdc00 || low > 0xdfff) {
		*why = "half of a surrogate pair";
		return 0;
	}
	*code = 0x10000 + (((uint32_t)c & 0x3ff) << 10) + ((uint32_t)low & 0x3ff);
	return 12;
}

static size_t escape(const char *p, size_t n, uint32_t *code, const char **why)
{
	static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
	*why = NULL;
	if (n < 2)
		return 0;
	if (p[1] == 'u')
		return unicode_escape(p, n, code, why);
	const char *hit = p[1] ? strchr(from, p[1]) : NULL;
	if (!hit) {
		*why = "not JSON: unknown escape in a string";
		return 0;
	}
	*code = (unsigned char)to[hit - from];
	return 2;
}

size_t json_token_char(const char *p, size_t n, uint32_t *code, const char **why)
{
	unsigned char c = (unsigned char)p[0];
	if (c == '\\')
		return escape(p, n, code, why);
	if (c < ' ') {
		*why = c ? "a control character in a string" : "a NUL octet";
		return 0;
	}
	size_t len = (size_t)str_utf8(p, n, code);
	if (!len)
		*why = "an octet that is not UTF-8";
	return len;
}
