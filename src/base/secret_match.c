#include "secret_match.h"

enum { UTF8_MOST = 4, ENTITY_MOST = 10 /* "&#x10ffff;" */ };

/* One escape, read. */
struct piece {
	size_t n; /* octets of the text; 0: it is none */
	char octets[UTF8_MOST];
	size_t count; /* of `octets` */
};

static int digit_of(char c, int base)
{
	int v = c >= '0' && c <= '9'   ? c - '0'
		: c >= 'a' && c <= 'f' ? c - 'a' + 10
		: c >= 'A' && c <= 'F' ? c - 'A' + 10
				       : 99;
	return v < base ? v : -1;
}

/* A number of `digits` digits, or -1. */
static long number_at(const char *p, size_t n, size_t digits, int base)
{
	long v = 0;
	if (n < digits)
		return -1;
	for (size_t i = 0; i < digits; i++) {
		int d = digit_of(p[i], base);
		if (d < 0)
			return -1;
		v = v * base + d;
	}
	return v;
}

static struct piece piece_of_octet(size_t n, long octet)
{
	if (octet < 0 || octet > 255)
		return (struct piece){0};
	return (struct piece){n, {(char)octet}, 1};
}

static struct piece piece_of_code(size_t n, long code)
{
	struct piece piece = {.n = n};
	char *to = piece.octets;
	if (code < 0 || code > 0x10ffff)
		return (struct piece){0};
	if (code < 0x80) {
		*to++ = (char)code;
	} else {
		int more = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
		static const int first[] = {0, 0xc0, 0xe0, 0xf0};
		*to++ = (char)(first[more] | code >> (6 * more));
		while (more-- > 0)
			*to++ = (char)(0x80 | (code >> (6 * more) & 0x3f));
	}
	piece.count = (size_t)(to - piece.octets);
	return piece;
}

/* %41 */
static struct piece read_percent(const char *p, size_t n)
{
	if (n < 3 || *p != '%')
		return (struct piece){0};
	return piece_of_octet(3, number_at(p + 1, n - 1, 2, 16));
}

/* %2541 */
static struct piece read_percent_twice(const char *p, size_t n)
{
	if (n < 5 || p[0] != '%' || p[1] != '2' || p[2] != '5')
		return (struct piece){0};
	return piece_of_octet(5, number_at(p + 3, n - 3, 2, 16));
}

/* A as \u0041, a surrogate pair as one. */
static struct piece read_unicode(const char *p, size_t n)
{
	enum { ONE = 6, TWO = 12, HIGH = 0xd800, LOW = 0xdc00, END = 0xe000 };
	if (n < ONE || p[0] != '\\' || (p[1] != 'u' && p[1] != 'U'))
		return (struct piece){0};
	long code = number_at(p + 2, n - 2, 4, 16);
	if (code >= HIGH && code < LOW && n >= TWO && p[ONE] == '\\' && p[ONE + 1] == 'u') {
		long low = number_at(p + ONE + 2, n - ONE - 2, 4, 16);
		if (low >= LOW && low < END)
			return piece_of_code(TWO, 0x10000 + ((code - HIGH) << 10) + (low - LOW));
	}
	return piece_of_code(ONE, code);
}

/* \n, \", \\, \x41, \065 */
static struct piece read_backslash(const char *p, size_t n)
{
	static const char letters[] = "nrtbf", meant[] = "\n\r\t\b\f";
	if (n < 2 || *p != '\\')
		return (struct piece){0};
	if (n >= 4 && p[1] == 'x')
		return piece_of_octet(4, number_at(p + 2, n - 2, 2, 16));
	if (n >= 4 && digit_of(p[1], 10) >= 0)
		return piece_of_octet(4, number_at(p + 1, n - 1, 3, 10));
	const char *letter = memchr(letters, p[1], sizeof(letters) - 1);
	return piece_of_octet(2, (unsigned char)(letter ? meant[letter - letters] : p[1]));
}

static struct piece read_entity(const char *p, size_t n)
{
	static const struct {
		const char *name;
		char octet;
	} names[] = {
		{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&apos;", '\''}};
	if (n < 4 || *p != '&')
		return (struct piece){0};
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		size_t size = strlen(names[i].name);
		if (n >= size && memcmp(p, names[i].name, size) == 0)
			return piece_of_octet(size, names[i].octet);
	}
	const char *end = memchr(p, ';', n < ENTITY_MOST ? n : ENTITY_MOST);
	if (p[1] != '#' || !end)
		return (struct piece){0};
	bool hex = p[2] == 'x' || p[2] == 'X';
	const char *digits = p + 2 + hex;
	if (digits >= end)
		return (struct piece){0};
	return piece_of_code(
		(size_t)(end - p) + 1, number_at(digits, n, (size_t)(end - digits), hex ? 16 : 10));
}

/* A blank in a form. */
static struct piece read_plus(const char *p, size_t n)
{
	return n > 0 && *p == '+' ? piece_of_octet(1, ' ') : (struct piece){0};
}

static struct piece read_itself(const char *p, size_t n)
{
	return n > 0 ? piece_of_octet(1, (unsigned char)*p) : (struct piece){0};
}

/* How many octets of the text spell the secret's next ones, by any of the ways. */
static struct piece next_piece(struct str left, const char *p, size_t n)
{
	static struct piece (*const ways[])(const char *p, size_t n) = {read_percent_twice,
		read_percent, read_unicode, read_backslash, read_entity, read_plus, read_itself};
	for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
		struct piece piece = ways[i](p, n);
		if (piece.n > 0 && piece.count <= left.n &&
			memcmp(piece.octets, left.p, piece.count) == 0)
			return piece;
	}
	return (struct piece){0};
}

/* Whether a text ends in what may be the first part of an escape. */
static bool is_cut_escape(const char *p, size_t n)
{
	return n > 0 && n < ENTITY_MOST && (*p == '%' || *p == '\\' || *p == '&');
}

struct secret_hit secret_match(struct str secret, const char *p, size_t n)
{
	size_t at = 0, octets = 0;
	while (octets < secret.n && at < n) {
		struct str left = {secret.p + octets, secret.n - octets};
		struct piece piece = next_piece(left, p + at, n - at);
		if (piece.n == 0 && !is_cut_escape(p + at, n - at))
			return (struct secret_hit){0};
		if (piece.n == 0)
			return (struct secret_hit){n, octets};
		at += piece.n;
		octets += piece.count;
	}
	return (struct secret_hit){at, octets};
}

size_t secret_match_hex(struct str secret, const char *p, size_t n)
{
	if (secret.n > n / 2)
		return 0;
	for (size_t i = 0; i < secret.n; i++)
		if (number_at(p + 2 * i, 2, 2, 16) != (unsigned char)secret.p[i])
			return 0;
	return 2 * secret.n;
}

void secret_mark_begins(struct str secret, bool begins[256])
{
	static const char upper[] = "0123456789ABCDEF", lower[] = "0123456789abcdef";
	unsigned char first = (unsigned char)secret.p[0];
	begins[first] = begins['%'] = begins['\\'] = begins['&'] = begins['+'] = true;
	begins[(unsigned char)upper[first >> 4]] = true;
	begins[(unsigned char)lower[first >> 4]] = true;
}
