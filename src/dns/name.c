#include "name.h"

#include <string.h>

#include "err.h"
#include "str.h"

const struct name name_root = {.len = 1};

/* What an octet of a name's text stands for: itself, or in lower case; 0: no plain text (control
 * octets, space, quote, dot, backslash, octets above 126). */
#define ZEROS_32 "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
static const uint8_t plain_kept[256] = ZEROS_32 "\0!\0#$%&'()*+,-\0/0123456789:;<=>?@"
						"ABCDEFGHIJKLMNOPQRSTUVWXYZ[\0]^_`"
						"abcdefghijklmnopqrstuvwxyz{|}~";
static const uint8_t plain_lower[256] = ZEROS_32 "\0!\0#$%&'()*+,-\0/0123456789:;<=>?@"
						 "abcdefghijklmnopqrstuvwxyz[\0]^_`"
						 "abcdefghijklmnopqrstuvwxyz{|}~";

/* Octets that stand as they are when printed: every reader takes them as part of a label. */
static const uint8_t printed[256] = ZEROS_32 "\0\0\0\0\0\0\0\0\0\0*\0\0-\0\0"
					     "0123456789\0\0\0\0\0\0\0"
					     "ABCDEFGHIJKLMNOPQRSTUVWXYZ\0\0\0\0_\0"
					     "abcdefghijklmnopqrstuvwxyz";

static const uint8_t *const plain[] = {
	[NAME_KEEP_CASE] = plain_kept, [NAME_LOWER_CASE] = plain_lower};

/* Octet of the escape whose backslash stands before p; *took is the length of the rest. */
static const char *read_escape(uint8_t *octet, const char *p, size_t n, size_t *took)
{
	if (n == 0)
		return "it ends in a backslash";
	if (!str_is_digit(p[0])) {
		if ((unsigned char)p[0] < 32 || (unsigned char)p[0] > 126)
			return "an octet that isn't printable needs the form \\DDD";
		*octet = (uint8_t)p[0];
		*took = 1;
		return NULL;
	}
	if (n < 3 || !str_is_digit(p[1]) || !str_is_digit(p[2]))
		return "a backslash and a digit need two more digits";
	int value = (p[0] - '0') * 100 + (p[1] - '0') * 10 + (p[2] - '0');
	if (value > 255)
		return "an escape \\DDD is above 255";
	*octet = (uint8_t)value;
	*took = 3;
	return NULL;
}

static const char *refuse_octet(unsigned char c)
{
	if (c > 127)
		return "it holds an octet above 127 (write the A-label, or \\DDD)";
	if (c == '"')
		return "it holds a quote (a quote in a name is written \\\")";
	return "it holds a space or a control octet (written \\DDD)";
}

/* Eight octets at a time: each octet that is a letter 65..90 gets bit 5. Length octets are below 64
 * and so stay. */
static uint64_t lower8(uint64_t x)
{
	const uint64_t ones = 0x0101010101010101u, low7 = x & 0x7f * ones;
	uint64_t from_a = low7 + (128 - 'A') * ones, over_z = low7 + (127 - 'Z') * ones;
	uint64_t upper = (from_a & ~over_z & ~x) & 0x80 * ones;
	return x | upper >> 2;
}

/* Copies; from and to are the same or don't overlap. */
static void copy_lower(uint8_t *to, const uint8_t *from, size_t len)
{
	uint64_t x;
	size_t i = 0;
	for (; len - i >= sizeof(x); i += sizeof(x)) {
		memcpy(&x, from + i, sizeof(x));
		x = lower8(x);
		memcpy(to + i, &x, sizeof(x));
	}
	for (; i < len; i++)
		to[i] = str_lower[from[i]];
}

void name_lower(uint8_t *wire, size_t len)
{
	copy_lower(wire, wire, len);
}

/* memcpy; but of up to 255 octets gcc makes an instruction that costs more than reading a name. */
static void copy_octets(uint8_t *to, const uint8_t *from, size_t len)
{
	size_t i = 0;
	for (; len - i >= sizeof(uint64_t); i += sizeof(uint64_t))
		memcpy(to + i, from + i, sizeof(uint64_t));
	for (; i < len; i++)
		to[i] = from[i];
}

static void copy_name(uint8_t *to, const struct name *from, enum name_case letters)
{
	if (letters == NAME_LOWER_CASE)
		copy_lower(to, from->wire, from->len);
	else
		copy_octets(to, from->wire, from->len);
}

const char *name_read(uint8_t *wire, size_t *len, struct str text, const struct name *origin,
	enum name_case letters)
{
	const uint8_t *map = plain[letters];
	const char *p = text.p, *end = text.p + text.n, *why;
	uint8_t *label = wire, *o = wire + 1, *const limit = wire + NAME_MAX_OCTETS;
	if (text.n == 0)
		return "it is empty";
	if (text.n == 1 && (*p == '.' || *p == '@')) {
		if (*p == '@' && !origin)
			return "there is no origin for @";
		if (*p == '.')
			origin = &name_root;
		copy_name(wire, origin, letters);
		*len = origin->len;
		return NULL;
	}
	while (p < end) {
		uint8_t c = (uint8_t)*p++, octet = map[c];
		if (o == limit)
			return "it is longer than 255 octets";
		if (octet != 0) {
			*o++ = octet;
		} else if (c == '.') {
			size_t n = (size_t)(o - label) - 1;
			if (n == 0)
				return "it has an empty label";
			if (n > NAME_MAX_LABEL)
				return "a label is longer than 63 octets";
			*label = (uint8_t)n;
			label = o++;
		} else if (c == '\\') {
			size_t took = 0;
			if ((why = read_escape(&octet, p, (size_t)(end - p), &took)))
				return why;
			p += took;
			*o++ = letters == NAME_LOWER_CASE ? str_lower[octet] : octet;
		} else {
			return refuse_octet(c);
		}
	}
	if (o - label == 1) { /* ended in a dot: the root's length octet follows */
		*label = 0;
		*len = (size_t)(o - wire);
		return NULL;
	}
	size_t n = (size_t)(o - label) - 1;
	if (n > NAME_MAX_LABEL)
		return "a label is longer than 63 octets";
	if (!origin)
		return "it is relative and there is no origin (absolute names end in a dot)";
	*label = (uint8_t)n;
	if ((size_t)(o - wire) + origin->len > NAME_MAX_OCTETS)
		return "it is longer than 255 octets with its origin";
	copy_name(o, origin, letters);
	*len = (size_t)(o - wire) + origin->len;
	return NULL;
}

enum zf_status name_parse(struct name *name, const char *text, size_t size,
	const struct name *origin, struct zf_error *err)
{
	struct name copy;
	size_t len = 0;
	if (origin == name) {
		copy = *origin;
		origin = &copy;
	}
	const char *why =
		name_read(name->wire, &len, (struct str){text, size}, origin, NAME_KEEP_CASE);
	if (why) {
		char shown[80];
		str_clean(shown, sizeof(shown), text, size);
		enum zf_status status =
			err_set(err, ZF_ERR_DATA, "\"%s\" is no domain name: %s", shown, why);
		err_id(err, "bad-name");
		return status;
	}
	name->len = (uint8_t)len;
	return ZF_OK;
}

enum zf_status name_parse_absolute(struct name *name, const char *text, struct zf_error *err)
{
	if (strcmp(text, "@") == 0) {
		enum zf_status status =
			err_set(err, ZF_ERR_DATA, "\"@\" is no absolute domain name");
		err_id(err, "bad-name");
		return status;
	}
	return name_parse(name, text, strlen(text), &name_root, err);
}

size_t name_wire_length(const uint8_t *p, size_t n)
{
	size_t at = 0, most = n < NAME_MAX_OCTETS ? n : NAME_MAX_OCTETS;
	while (at < most) {
		if (p[at] == 0)
			return at + 1;
		if (p[at] > NAME_MAX_LABEL)
			return 0;
		at += p[at] + 1u;
	}
	return 0;
}

bool name_from_wire(struct name *name, const uint8_t *p, size_t n)
{
	if (n == 0 || name_wire_length(p, n) != n)
		return false;
	memcpy(name->wire, p, n);
	name->len = (uint8_t)n;
	return true;
}

char *name_write_label(char *at, const uint8_t *label, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		uint8_t c = label[i];
		if (printed[c]) {
			*at++ = (char)c;
			continue;
		}
		*at++ = '\\';
		*at++ = (char)('0' + c / 100);
		*at++ = (char)('0' + c / 10 % 10);
		*at++ = (char)('0' + c % 10);
	}
	return at;
}

char *name_write(char *at, const uint8_t *wire)
{
	if (*wire == 0)
		*at++ = '.';
	for (; *wire; wire += *wire + 1) {
		at = name_write_label(at, wire + 1, *wire);
		*at++ = '.';
	}
	return at;
}

void name_print(struct buf *b, const uint8_t *wire)
{
	char *at = buf_reserve(b, NAME_MAX_TEXT);
	if (!at)
		return;
	at = name_write(at, wire);
	*at = '\0';
	b->len = (size_t)(at - b->data);
}

static bool same_octets(const uint8_t *a, const uint8_t *b, size_t n)
{
	if (memcmp(a, b, n) == 0)
		return true;
	for (size_t i = 0; i < n; i++)
		if (str_lower[a[i]] != str_lower[b[i]])
			return false;
	return true;
}

bool name_equal(const struct name *a, const struct name *b)
{
	return a->len == b->len && same_octets(a->wire, b->wire, a->len);
}

bool name_is_below_or_equal(const struct name *name, const struct name *apex)
{
	size_t at = 0;
	while (name->len - at > apex->len)
		at += name->wire[at] + 1u;
	return name->len - at == apex->len && same_octets(name->wire + at, apex->wire, apex->len);
}

unsigned name_labels(const struct name *name)
{
	unsigned labels = 0;
	for (size_t at = 0; name->wire[at]; at += name->wire[at] + 1u)
		labels++;
	return labels;
}
