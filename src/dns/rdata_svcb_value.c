/* Values of service parameters: one row of functions a kind, one row of the table a key. */
#include "rdata_svcb.h"

#include <stdlib.h>
#include <string.h>

#include "base64.h"
#include "rdata_kind.h"
#include "uri_template.h"

/* The item of a list that starts at *p, up to the comma or the end; moves *p there. */
static struct str next_item(const char **p, const char *end)
{
	const char *start = *p, *comma = memchr(start, ',', (size_t)(end - start));
	*p = comma ? comma : end;
	return (struct str){start, (size_t)(*p - start)};
}

static void add_u16(struct buf *b, unsigned value)
{
	uint8_t octets[2] = {(uint8_t)(value >> 8), (uint8_t)value};
	buf_add(b, octets, 2);
}

/* --- opaque octets, and none --- */

static const char *parse_octets(struct buf *out, const char *p, size_t n)
{
	buf_add(out, p, n);
	return NULL;
}

static bool print_octets(struct buf *b, const uint8_t *p, size_t n)
{
	rdata_print_string(b, p, n);
	return true;
}

static const char *check_any(const uint8_t *p, size_t n)
{
	(void)p;
	(void)n;
	return NULL;
}

static const char *check_some(const uint8_t *p, size_t n)
{
	(void)p;
	return n > 0 ? NULL : "needs a value";
}

static const char *check_none(const uint8_t *p, size_t n)
{
	(void)p;
	return n == 0 ? NULL : "takes no value";
}

const struct svc_value svc_octets = {parse_octets, check_any, print_octets};
static const struct svc_value flag = {parse_octets, check_none, print_octets};

/* --- a URI template relative to the server, with a variable dns (RFC 9461 section 5) --- */

static const char *check_dohpath(const uint8_t *p, size_t n)
{
	return n > 0 && p[0] == '/' && uri_template_has((const char *)p, n, "dns")
		       ? NULL
		       : "needs a URI template like /dns-query{?dns}";
}

static const struct svc_value dohpath = {parse_octets, check_dohpath, print_octets};

/* --- lists of keys (section 8): ascending on the wire, in any order in text --- */

static int by_octets(const void *a, const void *b)
{
	return memcmp(a, b, 2);
}

static const char *parse_keys(struct buf *out, const char *p, size_t n)
{
	size_t start = out->len;
	for (const char *end = p + n;; p++) {
		struct str item = next_item(&p, end);
		int key = svc_key_parse(item.p, item.n);
		if (key < 0)
			return "lists something that is no key";
		add_u16(out, (unsigned)key);
		if (p == end)
			break;
	}
	qsort(out->data + start, (out->len - start) / 2, 2, by_octets);
	return NULL;
}

static const char *check_keys(const uint8_t *p, size_t n)
{
	if (n == 0 || n % 2)
		return "needs a list of keys";
	for (size_t i = 0; i < n; i += 2) {
		int key = p[i] << 8 | p[i + 1], before = i > 0 ? p[i - 2] << 8 | p[i - 1] : -1;
		if (key == SVC_MANDATORY)
			return "lists itself";
		if (key <= before)
			return key == before ? "lists a key twice" : "lists keys out of order";
	}
	return NULL;
}

static bool print_keys(struct buf *b, const uint8_t *p, size_t n)
{
	for (size_t i = 0; i < n; i += 2) {
		if (i > 0)
			buf_addc(b, ',');
		svc_key_print(b, (uint16_t)(p[i] << 8 | p[i + 1]));
	}
	return true;
}

static const struct svc_value keys = {parse_keys, check_keys, print_keys};

/* --- lists of strings; a backslash protects commas and backslashes in them (appendix A.1) --- */

static const char *parse_list(struct buf *out, const char *p, size_t n)
{
	const char *end = p + n;
	for (; p <= end; p++) {
		size_t length_at = out->len;
		buf_addc(out, 0);
		for (; p < end && *p != ','; p++) {
			if (*p == '\\' && (++p == end || (*p != ',' && *p != '\\')))
				return "has a backslash that protects neither comma nor backslash";
			buf_addc(out, *p);
		}
		size_t size = out->len - length_at - 1;
		if (size == 0 || size > 255)
			return "has a list item that is empty or longer than 255 octets";
		out->data[length_at] = (char)size;
	}
	return NULL;
}

static const char *check_list(const uint8_t *p, size_t n)
{
	size_t at = 0;
	if (n == 0)
		return "needs a list";
	for (; at < n; at += p[at] + 1u)
		if (p[at] == 0)
			return "has an empty item in its list";
	return at == n ? NULL : "has a cut item in its list";
}

/* Whether Knot 3.2 reads the list's text right: it doesn't when an item has a comma or backslash,
 * or when one of a single octet isn't the last. */
static bool list_is_portable(const uint8_t *p, size_t n)
{
	if (memchr(p, ',', n) || memchr(p, '\\', n))
		return false;
	for (size_t at = 0; at < n; at += p[at] + 1u)
		if (p[at] == 1 && at + 2 < n)
			return false;
	return true;
}

static bool print_list(struct buf *b, const uint8_t *p, size_t n)
{
	char *at = list_is_portable(p, n) ? buf_reserve(b, 4 * n + 2) : NULL;
	if (!at)
		return false;
	*at++ = '"';
	for (const uint8_t *end = p + n, *item_end; p < end; p = item_end) {
		item_end = p + 1 + *p;
		for (p++; p < item_end; p++)
			at = rdata_write_octet(at, *p);
		if (p < end)
			*at++ = ',';
	}
	*at++ = '"';
	*at = '\0';
	b->len = (size_t)(at - b->data);
	return true;
}

static const char *check_list_or_none(const uint8_t *p, size_t n)
{
	return n == 0 ? NULL : check_list(p, n);
}

/* Segments of a path; none: the root (RFC 9953). */
static const struct svc_value docpath = {parse_list, check_list_or_none, NULL};
static const struct svc_value list = {parse_list, check_list, print_list};

/* --- a port --- */

static const char *parse_port(struct buf *out, const char *p, size_t n)
{
	uint64_t value;
	if (!str_to_u64(p, n, UINT16_MAX, &value))
		return "needs a number from 0 to 65535";
	add_u16(out, (unsigned)value);
	return NULL;
}

static const char *check_port(const uint8_t *p, size_t n)
{
	(void)p;
	return n == 2 ? NULL : "needs a number from 0 to 65535";
}

static bool print_port(struct buf *b, const uint8_t *p, size_t n)
{
	(void)n;
	buf_printf(b, "%d", p[0] << 8 | p[1]);
	return true;
}

static const struct svc_value port = {parse_port, check_port, print_port};

/* --- addresses --- */

static const char *parse_ipv4s(struct buf *out, const char *p, size_t n)
{
	uint8_t address[4];
	for (const char *end = p + n;; p++) {
		struct str item = next_item(&p, end);
		if (!rdata_parse_ipv4(address, item.p, item.n))
			return "needs a list of IPv4 addresses";
		buf_add(out, address, sizeof(address));
		if (p == end)
			return NULL;
	}
}

static const char *check_ipv4s(const uint8_t *p, size_t n)
{
	(void)p;
	return n > 0 && n % 4 == 0 ? NULL : "needs a list of IPv4 addresses";
}

static bool print_ipv4s(struct buf *b, const uint8_t *p, size_t n)
{
	char one[RDATA_IPV4_TEXT];
	for (size_t i = 0; i < n; i += 4) {
		if (i > 0)
			buf_addc(b, ',');
		buf_add(b, one, (size_t)(rdata_write_ipv4(one, p + i) - one));
	}
	return true;
}

static const struct svc_value ipv4s = {parse_ipv4s, check_ipv4s, print_ipv4s};

static const char *parse_ipv6s(struct buf *out, const char *p, size_t n)
{
	uint8_t address[16];
	for (const char *end = p + n;; p++) {
		struct str item = next_item(&p, end);
		if (!rdata_parse_ipv6(address, item.p, item.n))
			return "needs a list of IPv6 addresses";
		buf_add(out, address, sizeof(address));
		if (p == end)
			return NULL;
	}
}

static const char *check_ipv6s(const uint8_t *p, size_t n)
{
	(void)p;
	return n > 0 && n % 16 == 0 ? NULL : "needs a list of IPv6 addresses";
}

static bool print_ipv6s(struct buf *b, const uint8_t *p, size_t n)
{
	char one[RDATA_IPV6_TEXT];
	for (size_t i = 0; i < n; i += 16) {
		if (i > 0)
			buf_addc(b, ',');
		buf_add(b, one, (size_t)(rdata_write_ipv6(one, p + i) - one));
	}
	return true;
}

static const struct svc_value ipv6s = {parse_ipv6s, check_ipv6s, print_ipv6s};

/* --- base64 --- */

static const char *parse_ech(struct buf *out, const char *p, size_t n)
{
	return base64_decode(out, p, n, BASE64_STANDARD) ? NULL : "needs a value in base64";
}

static bool print_ech(struct buf *b, const uint8_t *p, size_t n)
{
	base64_add(b, p, n, BASE64_STANDARD);
	return true;
}

static const struct svc_value ech = {parse_ech, check_some, print_ech};

/* --- lists of 16-bit numbers --- */

static const char *parse_numbers(struct buf *out, const char *p, size_t n)
{
	uint64_t value;
	for (const char *end = p + n;; p++) {
		struct str item = next_item(&p, end);
		if (!str_to_u64(item.p, item.n, UINT16_MAX, &value))
			return "needs a list of numbers from 0 to 65535";
		add_u16(out, (unsigned)value);
		if (p == end)
			return NULL;
	}
}

static const char *check_numbers(const uint8_t *p, size_t n)
{
	(void)p;
	return n > 0 && n % 2 == 0 ? NULL : "needs a list of numbers from 0 to 65535";
}

static const struct svc_value numbers = {parse_numbers, check_numbers, NULL};

/* --- keys --- */

/* IANA "Service Parameter Keys (SvcParamKeys)", by number. A name that BIND 9.18 or Knot 3.2 lacks
 * is printed as keyN. Values whose text differs from their octets are then not printed at all,
 * because readers that know the key take keyN's octets for that text. */
static const struct {
	const char *name;
	const struct svc_value *value;
	enum { NAMED, NUMBERED } print;
} rows[] = {
	{"mandatory", &keys, NAMED},
	{"alpn", &list, NAMED},
	{"no-default-alpn", &flag, NAMED},
	{"port", &port, NAMED},
	{"ipv4hint", &ipv4s, NAMED},
	{"ech", &ech, NAMED},
	{"ipv6hint", &ipv6s, NAMED},
	{"dohpath", &dohpath, NUMBERED},
	{"ohttp", &flag, NUMBERED},
	{"tls-supported-groups", &numbers, NUMBERED},
	{"docpath", &docpath, NUMBERED},
};
enum { ROWS = sizeof(rows) / sizeof(rows[0]) };

int svc_key_parse(const char *p, size_t n)
{
	uint64_t key;
	for (int i = 0; i < ROWS; i++)
		if (strlen(rows[i].name) == n && memcmp(rows[i].name, p, n) == 0)
			return i;
	/* No leading zeros: each key has one spelling (section 2.1). */
	if (n < 4 || memcmp(p, "key", 3) != 0 || (p[3] == '0' && n > 4) ||
		!str_to_u64(p + 3, n - 3, SVC_INVALID - 1, &key))
		return -1;
	return (int)key;
}

void svc_key_print(struct buf *b, uint16_t key)
{
	if (key < ROWS && rows[key].print == NAMED)
		buf_adds(b, rows[key].name);
	else
		buf_printf(b, "key%u", key);
}

const struct svc_value *svc_value_of(uint16_t key)
{
	return key < ROWS ? rows[key].value : &svc_octets;
}
