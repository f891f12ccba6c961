#include "encode.h"

#include "str.h"

bool encode_is_unreserved(char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || str_is_digit(c) ||
	       (c && strchr("-._~", c));
}

void encode_percent(struct buf *b, const char *p, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (encode_is_unreserved(p[i]))
			buf_addc(b, p[i]);
		else
			buf_printf(b, "%%%02X", (unsigned)(unsigned char)p[i]);
	}
}

static void add_unit(struct buf *b, uint32_t unit)
{
	buf_printf(b, "\\u%04x", (unsigned)unit);
}

void encode_json_char(struct buf *b, uint32_t c)
{
	static const char from[] = "\"\\\b\f\n\r\t", to[] = "\"\\bfnrt";
	const char *hit = c && c < 0x80 ? strchr(from, (int)c) : NULL;
	if (hit) {
		buf_addc(b, '\\');
		buf_addc(b, to[hit - from]);
	} else if (c >= 0x20 && c < 0x7f) {
		buf_addc(b, (char)c);
	} else if (c < 0x10000) {
		add_unit(b, c);
	} else {
		add_unit(b, 0xd800 + ((c - 0x10000) >> 10));
		add_unit(b, 0xdc00 + (c & 0x3ff));
	}
}

void encode_json_string(struct buf *b, const char *p, size_t n)
{
	buf_addc(b, '"');
	for (size_t i = 0; i < n;) {
		uint32_t c = 0xfffd;
		int len = str_utf8(p + i, n - i, &c);
		encode_json_char(b, len ? c : 0xfffd);
		i += len ? (size_t)len : 1;
	}
	buf_addc(b, '"');
}
