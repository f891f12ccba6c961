#include "idn.h"

enum { MAX_LABEL = 63 };

/* RFC 3492 section 5. */
enum { BASE = 36, TMIN = 1, TMAX = 26, SKEW = 38, DAMP = 700, BIAS = 72, FIRST = 0x80 };

static char digit(uint32_t d)
{
	return (char)(d < 26 ? 'a' + d : '0' + (d - 26));
}

static uint32_t adapt(uint32_t delta, uint32_t count, bool first)
{
	uint32_t k = 0;
	delta = first ? delta / DAMP : delta / 2;
	delta += delta / count;
	for (; delta > ((BASE - TMIN) * TMAX) / 2; k += BASE)
		delta /= BASE - TMIN;
	return k + (BASE - TMIN + 1) * delta / (delta + SKEW);
}

static void add_number(struct buf *out, uint32_t q, uint32_t bias)
{
	for (uint32_t k = BASE;; k += BASE) {
		uint32_t t = k <= bias ? TMIN : k >= bias + TMAX ? TMAX : k - bias;
		if (q < t)
			break;
		buf_addc(out, digit(t + (q - t) % (BASE - t)));
		q = (q - t) / (BASE - t);
	}
	buf_addc(out, digit(q));
}

static uint32_t next_code(const uint32_t *codes, size_t count, uint32_t from)
{
	uint32_t least = UINT32_MAX;
	for (size_t i = 0; i < count; i++) {
		if (codes[i] >= from && codes[i] < least)
			least = codes[i];
	}
	return least;
}

/* RFC 3492 section 6.3. At most 63 code points below 0x110000: no sum overflows. */
static void add_punycode(struct buf *out, const uint32_t *codes, size_t count)
{
	uint32_t n = FIRST, delta = 0, bias = BIAS, basic = 0, done;
	for (size_t i = 0; i < count; i++) {
		if (codes[i] < FIRST) {
			buf_addc(out, (char)codes[i]);
			basic++;
		}
	}
	done = basic;
	if (basic)
		buf_addc(out, '-');
	while (done < count) {
		uint32_t m = next_code(codes, count, n);
		delta += (m - n) * (done + 1);
		n = m;
		for (size_t i = 0; i < count; i++) {
			if (codes[i] < n)
				delta++;
			if (codes[i] != n)
				continue;
			add_number(out, delta, bias);
			bias = adapt(delta, done + 1, done == basic);
			delta = 0;
			done++;
		}
		delta++;
		n++;
	}
}

/* Latin-1, Greek and Cyrillic capitals. */
static uint32_t lower(uint32_t c)
{
	if (c < 0x80)
		return str_lower[c];
	if ((c >= 0xc0 && c <= 0xde && c != 0xd7) || (c >= 0x391 && c <= 0x3a9) ||
		(c >= 0x410 && c <= 0x42f))
		return c + 0x20;
	if (c >= 0x400 && c <= 0x40f)
		return c + 0x50;
	return c;
}

static bool add_label(struct buf *out, struct str label)
{
	uint32_t codes[MAX_LABEL];
	size_t count = 0, start = out->len;
	for (size_t at = 0; at < label.n; count++) {
		uint32_t code;
		int n = str_utf8(label.p + at, label.n - at, &code);
		if (n == 0 || count == MAX_LABEL)
			return false;
		codes[count] = lower(code);
		at += (size_t)n;
	}
	buf_adds(out, "xn--");
	add_punycode(out, codes, count);
	return out->len - start <= MAX_LABEL;
}

static bool is_ascii(struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		if ((unsigned char)s.p[i] >= 0x80)
			return false;
	}
	return true;
}

bool idn_add_ascii(struct buf *out, struct str name)
{
	while (!is_ascii(name)) {
		const char *dot = memchr(name.p, '.', name.n);
		struct str label = {name.p, dot ? (size_t)(dot - name.p) : name.n};
		if (is_ascii(label))
			buf_add(out, label.p, label.n);
		else if (!add_label(out, label))
			return false;
		if (dot)
			buf_addc(out, '.');
		name.p += label.n + (dot ? 1 : 0);
		name.n -= label.n + (dot ? 1 : 0);
	}
	buf_add(out, name.p, name.n);
	return true;
}
