#include "base64.h"

#include <stdint.h>
#include <string.h>

static const char alphabets[][65] = {
	"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/",
	"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_",
};

void base64_add(struct buf *b, const void *p, size_t n, enum base64_alphabet alphabet)
{
	const char *digits = alphabets[alphabet];
	const unsigned char *o = p;
	char *at = n > SIZE_MAX / 2 ? NULL : buf_reserve(b, (n + 2) / 3 * 4);
	if (!at)
		return;
	size_t whole = n - n % 3;
	for (size_t i = 0; i < whole; i += 3, at += 4) {
		uint32_t v = (uint32_t)o[i] << 16 | (uint32_t)o[i + 1] << 8 | o[i + 2];
		at[0] = digits[v >> 18];
		at[1] = digits[v >> 12 & 63];
		at[2] = digits[v >> 6 & 63];
		at[3] = digits[v & 63];
	}
	if (n > whole) {
		size_t i = whole, left = n - whole;
		uint32_t v = (uint32_t)o[i] << 16 | (left > 1 ? (uint32_t)o[i + 1] << 8 : 0);
		for (size_t k = 0; k <= left; k++)
			*at++ = digits[v >> (18 - 6 * k) & 63];
		for (size_t k = left; k < 3 && alphabet == BASE64_STANDARD; k++)
			*at++ = '=';
	}
	*at = '\0';
	b->len = (size_t)(at - b->data);
}

/* A digit's value and 1 in either alphabet; 0: no digit. */
/* clang-format off */
static const uint8_t value_1[256] =
	"\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0" /* control octets */
	"\0\0\0\0\0\0\0\0\0\0\0\77\0\77\0\100" /* space to / */
	"\65\66\67\70\71\72\73\74\75\76\0\0\0\0\0\0" /* 0 to ? */
	"\0\1\2\3\4\5\6\7\10\11\12\13\14\15\16\17" /* @ to O */
	"\20\21\22\23\24\25\26\27\30\31\32\0\0\0\0\100" /* P to _ */
	"\0\33\34\35\36\37\40\41\42\43\44\45\46\47\50\51" /* ` to o */
	"\52\53\54\55\56\57\60\61\62\63\64\0" /* p to { */;
/* clang-format on */

/* The digits that only the other alphabet has. */
static const char foreign[][2] = {{'-', '_'}, {'+', '/'}};

/* Whole groups of four digits from p on, as many as there are; returns how many characters. */
static size_t decode_groups(char *at, const char *p, size_t n)
{
	size_t i = 0;
	for (; n - i >= 4; i += 4, at += 3) {
		unsigned a = value_1[(unsigned char)p[i]], b = value_1[(unsigned char)p[i + 1]];
		unsigned c = value_1[(unsigned char)p[i + 2]], d = value_1[(unsigned char)p[i + 3]];
		if (!a || !b || !c || !d)
			break;
		uint32_t v = (a - 1) << 18 | (b - 1) << 12 | (c - 1) << 6 | (d - 1);
		at[0] = (char)(v >> 16);
		at[1] = (char)(v >> 8);
		at[2] = (char)v;
	}
	return i;
}

bool base64_decode(struct buf *b, const char *p, size_t n, enum base64_alphabet alphabet)
{
	size_t digits = 0, pads = 0;
	uint32_t v = 0;
	char *at = buf_reserve(b, n / 4 * 3 + 3);
	if (!at || memchr(p, foreign[alphabet][0], n) || memchr(p, foreign[alphabet][1], n))
		return false;
	size_t first = decode_groups(at, p, n), out = first / 4 * 3;
	for (size_t i = first; i < n; i++) {
		if (p[i] == ' ' || (p[i] >= '\t' && p[i] <= '\r'))
			continue;
		if (p[i] == '=' && alphabet == BASE64_STANDARD) {
			pads++;
			continue;
		}
		uint32_t digit = value_1[(unsigned char)p[i]];
		if (digit == 0 || pads > 0)
			return false;
		v = v << 6 | (digit - 1);
		if (++digits % 4 == 0) {
			at[out++] = (char)(v >> 16);
			at[out++] = (char)(v >> 8);
			at[out++] = (char)v;
		}
	}
	size_t rest = digits % 4, want = rest && alphabet == BASE64_STANDARD ? 4 - rest : 0;
	if (rest == 1 || pads != want || (rest == 2 && v & 15) || (rest == 3 && v & 3))
		return false;
	if (rest == 2) {
		at[out++] = (char)(v >> 4);
	} else if (rest == 3) {
		at[out++] = (char)(v >> 10);
		at[out++] = (char)(v >> 2);
	}
	b->len += out;
	b->data[b->len] = '\0';
	return true;
}
