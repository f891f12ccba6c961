#include "filename.h"

#include "idn.h"
#include "sha256.h"

/* With ".zone.new", and what a temporary file adds, in 255 octets. */
enum { STEM_MOST = 200, KEPT = 130, DIGEST_OCTETS = 16 };

static bool is_plain(char c)
{
	return (c >= 'a' && c <= 'z') || str_is_digit(c) || c == '_';
}

static void add_octets(struct buf *b, size_t start, const char *p, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (is_plain(p[i]) || (p[i] == '-' && b->len > start)) {
			buf_addc(b, p[i]);
		} else {
			buf_addc(b, '%');
			str_add_hex(b, p + i, 1);
		}
	}
}

static void add_labels(struct buf *b, const struct name *zone)
{
	const size_t start = b->len;
	struct name lower = *zone;
	name_lower(lower.wire, lower.len);
	if (!lower.wire[0])
		buf_adds(b, "%2e"); /* the root */
	for (size_t at = 0; lower.wire[at]; at += lower.wire[at] + 1u) {
		if (at > 0)
			buf_addc(b, '.');
		add_octets(b, start, (const char *)lower.wire + at + 1, lower.wire[at]);
	}
}

/* What filename_add has written as %XX becomes \\DDD, as names are written. */
static bool add_unescaped(struct buf *text, struct str stem)
{
	for (size_t i = 0; i < stem.n; i++) {
		if (stem.p[i] != '%') {
			buf_addc(text, stem.p[i]);
			continue;
		}
		int high = i + 2 < stem.n ? str_hex_digit(stem.p[i + 1]) : -1;
		int low = high < 0 ? -1 : str_hex_digit(stem.p[i + 2]);
		if (low < 0)
			return false;
		buf_printf(text, "\\%03d", high * 16 + low);
		i += 2;
	}
	return true;
}

bool filename_read(struct name *zone, struct str stem)
{
	struct zf_error ignored = ZF_ERROR_INIT;
	struct buf text;
	if (memchr(stem.p, '~', stem.n) || memchr(stem.p, '+', stem.n))
		return false;
	if (str_eq(stem, "%2e")) {
		*zone = name_root;
		return true;
	}
	buf_init(&text, 0);
	bool good = add_unescaped(&text, stem) &&
		    idn_parse_absolute(zone, text.data, &ignored) == ZF_OK;
	buf_free(&text);
	if (good)
		name_lower(zone->wire, zone->len);
	return good;
}

void filename_add(struct buf *b, const struct name *zone, const char *id)
{
	struct buf stem;
	buf_init(&stem, 0);
	add_labels(&stem, zone);
	if (id) {
		buf_addc(&stem, '+');
		add_octets(&stem, 0, id, strlen(id));
	}
	if (stem.len > STEM_MOST) {
		uint8_t digest[SHA256_OCTETS];
		sha256(digest, stem.data, stem.len);
		buf_add(b, stem.data, KEPT);
		buf_addc(b, '~');
		str_add_hex(b, digest, DIGEST_OCTETS);
	} else {
		buf_add(b, stem.data, stem.len);
	}
	buf_adds(b, ".zone");
	buf_free(&stem);
}
