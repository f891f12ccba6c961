/*
 * Service parameters of SVCB and HTTPS (RFC 9460 section 2).
 *
 * In text a parameter is key, or key=value, the value a string that is unescaped as any other; what
 * the key's kind of value makes of these octets is one row of the table below. In wire form the
 * keys ascend, each once.
 */
#include <stdlib.h>
#include <string.h>

#include "base64.h"
#include "mem.h"
#include "rdata_kind.h"
#include "uri_template.h"

enum { KEY_MANDATORY = 0, KEY_ALPN = 1, KEY_NO_DEFAULT_ALPN = 2, KEY_INVALID = 65535 };

struct param {
	uint16_t key;
	const uint8_t *p;
	size_t n;
};

/* Kinds of values. Each appends the wire form of a text (the string's escapes undone), and checks
 * wire form; both return NULL or what is wrong. Each prints wire form that was checked; NULL: never
 * printed. */
struct value_kind {
	const char *(*parse)(struct buf *out, const char *p, size_t n);
	const char *(*check)(const uint8_t *p, size_t n);
	void (*print)(struct buf *b, const uint8_t *p, size_t n);
};

static int read_key(const char *p, size_t n); /* the code, or -1 */
static void print_key(struct buf *b, uint16_t key);

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

static const struct value_kind octets = {parse_octets, check_any, rdata_print_string};
static const struct value_kind flag = {parse_octets, check_none, rdata_print_string};

/* --- a URI template relative to the server, with a variable dns (RFC 9461 section 5) --- */

static const char *check_dohpath(const uint8_t *p, size_t n)
{
	return n > 0 && p[0] == '/' && uri_template_has((const char *)p, n, "dns")
		       ? NULL
		       : "needs a URI template like /dns-query{?dns}";
}

static const struct value_kind dohpath = {parse_octets, check_dohpath, rdata_print_string};

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
		int key = read_key(item.p, item.n);
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
		if (key == KEY_MANDATORY)
			return "lists itself";
		if (key <= before)
			return key == before ? "lists a key twice" : "lists keys out of order";
	}
	return NULL;
}

static void print_keys(struct buf *b, const uint8_t *p, size_t n)
{
	buf_addc(b, '"');
	for (size_t i = 0; i < n; i += 2) {
		if (i > 0)
			buf_addc(b, ',');
		print_key(b, (uint16_t)(p[i] << 8 | p[i + 1]));
	}
	buf_addc(b, '"');
}

static const struct value_kind keys = {parse_keys, check_keys, print_keys};

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

/* Of portable lists only, so that nothing needs the list's own escapes. */
static void print_list(struct buf *b, const uint8_t *p, size_t n)
{
	char *at = buf_reserve(b, 4 * n + 2);
	if (!at)
		return;
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
}

static const char *check_list_or_none(const uint8_t *p, size_t n)
{
	return n == 0 ? NULL : check_list(p, n);
}

/* Segments of a path; none: the root (RFC 9953). */
static const struct value_kind docpath = {parse_list, check_list_or_none, NULL};
static const struct value_kind list = {parse_list, check_list, print_list};

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

static void print_port(struct buf *b, const uint8_t *p, size_t n)
{
	(void)n;
	buf_printf(b, "\"%d\"", p[0] << 8 | p[1]);
}

static const struct value_kind port = {parse_port, check_port, print_port};

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

static void print_ipv4s(struct buf *b, const uint8_t *p, size_t n)
{
	char one[RDATA_IPV4_TEXT];
	buf_addc(b, '"');
	for (size_t i = 0; i < n; i += 4) {
		if (i > 0)
			buf_addc(b, ',');
		buf_add(b, one, (size_t)(rdata_write_ipv4(one, p + i) - one));
	}
	buf_addc(b, '"');
}

static const struct value_kind ipv4s = {parse_ipv4s, check_ipv4s, print_ipv4s};

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

static void print_ipv6s(struct buf *b, const uint8_t *p, size_t n)
{
	char one[RDATA_IPV6_TEXT];
	buf_addc(b, '"');
	for (size_t i = 0; i < n; i += 16) {
		if (i > 0)
			buf_addc(b, ',');
		buf_add(b, one, (size_t)(rdata_write_ipv6(one, p + i) - one));
	}
	buf_addc(b, '"');
}

static const struct value_kind ipv6s = {parse_ipv6s, check_ipv6s, print_ipv6s};

/* --- base64 --- */

static const char *parse_ech(struct buf *out, const char *p, size_t n)
{
	return base64_decode(out, p, n, BASE64_STANDARD) ? NULL : "needs a value in base64";
}

static void print_ech(struct buf *b, const uint8_t *p, size_t n)
{
	buf_addc(b, '"');
	base64_add(b, p, n, BASE64_STANDARD);
	buf_addc(b, '"');
}

static const struct value_kind ech = {parse_ech, check_some, print_ech};

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

static const struct value_kind numbers = {parse_numbers, check_numbers, NULL};

/* --- keys --- */

/* IANA "Service Parameter Keys (SvcParamKeys)", by number. A name that BIND 9.18 or Knot 3.2 lacks
 * is printed as keyN where its value reads the same with and without the name; else the RDATA has
 * no text, because readers that know the key take keyN's octets for the value's text. */
static const struct svc_key {
	const char *name;
	const struct value_kind *value;
	enum { NAMED, NUMBERED, UNPRINTED } print;
} svc_keys[] = {
	{"mandatory", &keys, NAMED},
	{"alpn", &list, NAMED},
	{"no-default-alpn", &flag, NAMED},
	{"port", &port, NAMED},
	{"ipv4hint", &ipv4s, NAMED},
	{"ech", &ech, NAMED},
	{"ipv6hint", &ipv6s, NAMED},
	{"dohpath", &dohpath, NUMBERED},
	{"ohttp", &flag, NUMBERED},
	{"tls-supported-groups", &numbers, UNPRINTED},
	{"docpath", &docpath, UNPRINTED},
};
enum { SVC_KEYS = sizeof(svc_keys) / sizeof(svc_keys[0]) };

static int read_key(const char *p, size_t n)
{
	uint64_t key;
	for (int i = 0; i < SVC_KEYS; i++)
		if (strlen(svc_keys[i].name) == n && memcmp(svc_keys[i].name, p, n) == 0)
			return i;
	/* No leading zeros: each key has one spelling (section 2.1). */
	if (n < 4 || memcmp(p, "key", 3) != 0 || (p[3] == '0' && n > 4) ||
		!str_to_u64(p + 3, n - 3, KEY_INVALID - 1, &key))
		return -1;
	return (int)key;
}

static bool is_named(uint16_t key)
{
	return key < SVC_KEYS && svc_keys[key].print == NAMED;
}

static void print_key(struct buf *b, uint16_t key)
{
	if (is_named(key))
		buf_adds(b, svc_keys[key].name);
	else
		buf_printf(b, "key%u", key);
}

static const struct value_kind *kind_of(uint16_t key)
{
	return key < SVC_KEYS ? svc_keys[key].value : &octets;
}

/* --- all parameters --- */

/* The parameter at *p; false: it is cut. Moves *p behind it. */
static bool next_param(struct param *param, const uint8_t **p, const uint8_t *end)
{
	if (end - *p < 4)
		return false;
	param->key = (uint16_t)((*p)[0] << 8 | (*p)[1]);
	param->n = (size_t)((*p)[2] << 8 | (*p)[3]);
	param->p = *p + 4;
	if (param->n > (size_t)(end - param->p))
		return false;
	*p = param->p + param->n;
	return true;
}

/* Whether all wanted keys (ascending, well-formed) are among the parameters from p on, that
 * ascend too. */
static bool has_keys(const uint8_t *p, const uint8_t *end, const uint8_t *wanted, size_t n)
{
	struct param param = {0};
	int at = -1;
	for (size_t i = 0; i < n; i += 2) {
		int key = wanted[i] << 8 | wanted[i + 1];
		while (at < key && next_param(&param, &p, end))
			at = param.key;
		if (at != key)
			return false;
	}
	return true;
}

/* NULL when keys ascend, each value is one of its key, and keys that others need are there; else
 * what is wrong with the parameter at *fault. */
static const char *check_params(struct param *fault, const uint8_t *p, const uint8_t *end)
{
	static const uint8_t alpn_key[] = {0, KEY_ALPN};
	const uint8_t *start = p;
	int before = -1;
	while (p < end) {
		if (!next_param(fault, &p, end))
			return "is cut";
		if (fault->key == before)
			return "is there twice";
		if (fault->key < before || fault->key == KEY_INVALID)
			return "is out of order";
		const char *why = kind_of(fault->key)->check(fault->p, fault->n);
		if (why)
			return why;
		before = fault->key;
		if (fault->key == KEY_MANDATORY && !has_keys(p, end, fault->p, fault->n))
			return "lists a key that is missing";
		if (fault->key == KEY_NO_DEFAULT_ALPN &&
			!has_keys(start, end, alpn_key, sizeof(alpn_key)))
			return "needs the key alpn beside it";
	}
	return NULL;
}

/* --- text --- */

/* The key of the parameter that a token begins; *value is what stands behind its '='. */
static int token_key(const struct rrtoken *token, struct str *value)
{
	const char *equals = memchr(token->p, '=', token->n);
	size_t n = equals ? (size_t)(equals - token->p) : token->n;
	*value = equals ? (struct str){equals + 1, token->n - n - 1} : (struct str){NULL, 0};
	return read_key(token->p, n);
}

/* The value behind key=: in the same token, or quoted and glued to it. */
static enum zf_status take_value(struct rdata_in *in, struct str *value, uint32_t *flags)
{
	const struct rrtoken *next = in->token + 1;
	*flags = in->token->flags;
	if (next == in->end || !(next->flags & TOKEN_GLUED))
		return ZF_OK;
	if (!value->p || value->n > 0 || !(next->flags & TOKEN_QUOTED))
		return rdata_fail(in, "bad-svcb", "has no space behind it");
	in->token++;
	*value = (struct str){next->p, next->n};
	*flags = next->flags;
	if (next + 1 < in->end && next[1].flags & TOKEN_GLUED)
		return rdata_fail(in, "bad-svcb", "has no space behind it");
	return ZF_OK;
}

/* Appends one parameter, whose value is read as `kind` says. */
static enum zf_status add_param(
	struct rdata_in *in, uint16_t key, const struct value_kind *kind, struct str value)
{
	size_t start = in->out->len;
	add_u16(in->out, key);
	add_u16(in->out, 0);
	const char *why = kind->parse(in->out, value.p, value.n);
	if (why)
		return rdata_fail(in, "bad-svcb", "is malformed: it %s", why);
	size_t n = in->out->len - start - 4;
	if (n > UINT16_MAX || in->out->over)
		return rdata_too_long(in);
	in->out->data[start + 2] = (char)(n >> 8);
	in->out->data[start + 3] = (char)n;
	in->token++;
	return ZF_OK;
}

static enum zf_status parse_param(struct rdata_in *in)
{
	struct str value;
	uint32_t flags;
	if (!rdata_plain(in))
		return ZF_ERR_DATA;
	int key = token_key(in->token, &value);
	if (key < 0)
		return rdata_fail(in, "bad-svcb", "begins with no key (known names, or keyN)");
	/* The octets of keyN are meant as they are, whatever N is (section 2.1). */
	const struct value_kind *kind =
		memcmp(in->token->p, "key", 3) == 0 ? &octets : kind_of((uint16_t)key);
	if (take_value(in, &value, &flags) != ZF_OK)
		return ZF_ERR_DATA;
	if (value.n == 0) /* check_params judges whether the key may be without value */
		return add_param(in, (uint16_t)key, &octets, (struct str){"", 0});
	if ((flags & (TOKEN_ESCAPES | TOKEN_RAW)) != TOKEN_ESCAPES)
		return add_param(in, (uint16_t)key, kind, value);
	uint8_t *plain = mem_alloc(value.n);
	size_t n = 0;
	const char *why = rdata_unescape(plain, &n, value);
	enum zf_status status =
		why ? rdata_fail(in, "bad-svcb", "%s", why)
		    : add_param(in, (uint16_t)key, kind, (struct str){(char *)plain, n});
	free(plain);
	return status;
}

static int by_key(const void *a, const void *b)
{
	const struct param *x = a, *y = b;
	if (x->key != y->key)
		return x->key - y->key;
	return x->p < y->p ? -1 : x->p > y->p;
}

/* Puts the parameters from p to end into the order of their keys, when they aren't. */
static void sort_params(uint8_t *p, uint8_t *end)
{
	const uint8_t *at = p;
	size_t count = 0, n = (size_t)(end - p);
	int before = -1;
	bool sorted = true;
	struct param param;
	while (next_param(&param, &at, end)) {
		sorted = sorted && param.key >= before;
		before = param.key;
		count++;
	}
	if (sorted)
		return;
	struct param *params = mem_alloc(count * sizeof(*params));
	uint8_t *copy = mem_alloc(n);
	memcpy(copy, p, n);
	at = copy;
	for (size_t i = 0; next_param(&params[i], &at, copy + n); i++)
		if (i + 1 == count)
			break;
	qsort(params, count, sizeof(*params), by_key);
	for (size_t i = 0; i < count; i++) {
		memcpy(p, params[i].p - 4, params[i].n + 4);
		p += params[i].n + 4;
	}
	free(copy);
	free(params);
}

/* Moves in->token to the last one that spells a key. */
static void go_to_key(struct rdata_in *in, const struct rrtoken *from, uint16_t key)
{
	struct str value;
	for (const struct rrtoken *t = from; t < in->end; t++)
		if (!(t->flags & TOKEN_GLUED) && token_key(t, &value) == key)
			in->token = t;
}

static enum zf_status parse_params(struct rdata_in *in)
{
	const struct rrtoken *from = in->token;
	size_t start = in->out->len;
	struct param fault;
	while (in->token < in->end) {
		enum zf_status status = parse_param(in);
		if (status != ZF_OK)
			return status;
	}
	uint8_t *p = (uint8_t *)in->out->data + start,
		*end = (uint8_t *)in->out->data + in->out->len;
	sort_params(p, end);
	const char *why = check_params(&fault, p, end);
	if (!why)
		return ZF_OK;
	go_to_key(in, from, fault.key);
	return rdata_fail(in, "bad-svcb", "is refused: the key %s", why);
}

/* --- print --- */

static bool is_printable(const struct param *param)
{
	if (param->key < SVC_KEYS && svc_keys[param->key].print == UNPRINTED)
		return false;
	return kind_of(param->key) != &list || list_is_portable(param->p, param->n);
}

static bool print_params(struct rdata_out *out)
{
	struct param param = {0};
	const char *why = check_params(&param, out->p, out->end);
	if (why)
		return rdata_no_text(out, "bad-svcb", "are malformed: key %u %s", param.key, why);
	while (next_param(&param, &out->p, out->end)) {
		if (!is_printable(&param))
			return rdata_no_portable_text(out);
		print_key(out->b, param.key);
		if (param.n > 0) {
			buf_addc(out->b, '=');
			kind_of(param.key)->print(out->b, param.p, param.n);
		}
		if (out->p < out->end)
			buf_addc(out->b, ' ');
	}
	return !out->b->over;
}

const struct rdata_kind rdata_kind_svcparams = {NULL, parse_params, print_params, NULL};
