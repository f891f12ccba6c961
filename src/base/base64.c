#include "base64.h"

#include <stdint.h>

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
	for (size_t i = 0; i < n; i += 3) {
		size_t left = n - i < 3 ? n - i : 3;
		uint32_t v = (uint32_t)o[i] << 16 | (left > 1 ? (uint32_t)o[i + 1] << 8 : 0) |
			     (left > 2 ? o[i + 2] : 0);
		for (size_t k = 0; k <= left; k++)
			*at++ = digits[v >> (18 - 6 * k) & 63];
		for (size_t k = left; k < 3 && alphabet == BASE64_STANDARD; k++)
			*at++ = '=';
	}
	*at = '\0';
	b->len = (size_t)(at - b->data);
}

static int digit_value(char c, enum base64_alphabet alphabet)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	if (c >= '0' && c <= '9')
		return c - '0' + 52;
	return c == alphabets[alphabet][62] ? 62 : c == alphabets[alphabet][63] ? 63 : -1;
}

bool base64_decode(struct buf *b, const char *p, size_t n, enum base64_alphabet alphabet)
{
	size_t digits = 0, pads = 0, out = 0;
	uint32_t v = 0;
	char *at = buf_reserve(b, n / 4 * 3 + 3);
	if (!at)
		return false;
	for (size_t i = 0; i < n; i++) {
		if (p[i] == ' ' || (p[i] >= '\t' && p[i] <= '\r'))
			continue;
		if (p[i] == '=' && alphabet == BASE64_STANDARD) {
			pads++;
			continue;
		}
		int d = digit_value(p[i], alphabet);
		if (d < 0 || pads > 0)
			return false;
		v = v << 6 | (uint32_t)d;
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
