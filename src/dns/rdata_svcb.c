/*
 * Service parameters of SVCB and HTTPS (RFC 9460 section 2).
 *
 * In text a parameter is key, or key=value, the value a string that is unescaped as any other; what
 * its octets are is told by the key (rdata_svcb.h). In wire form the keys ascend, each once.
 */
#include "rdata_svcb.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "rdata_kind.h"

struct param {
	uint16_t key;
	const uint8_t *p;
	size_t n;
};

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
	static const uint8_t alpn_key[] = {0, SVC_ALPN};
	const uint8_t *start = p;
	int before = -1;
	while (p < end) {
		if (!next_param(fault, &p, end))
			return "is cut";
		if (fault->key == before)
			return "is there twice";
		if (fault->key < before)
			return "is out of order";
		if (fault->key == SVC_INVALID)
			return "is reserved";
		const char *why = svc_value_of(fault->key)->check(fault->p, fault->n);
		if (why)
			return why;
		before = fault->key;
		if (fault->key == SVC_MANDATORY && !has_keys(p, end, fault->p, fault->n))
			return "lists a key that is missing";
		if (fault->key == SVC_NO_DEFAULT_ALPN &&
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
	return svc_key_parse(token->p, n);
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
	struct rdata_in *in, uint16_t key, const struct svc_value *kind, struct str value)
{
	size_t start = in->out->len;
	const uint8_t head[4] = {(uint8_t)(key >> 8), (uint8_t)key}; /* the length follows */
	buf_add(in->out, head, sizeof(head));
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
	const struct svc_value *kind =
		memcmp(in->token->p, "key", 3) == 0 ? &svc_octets : svc_value_of((uint16_t)key);
	if (take_value(in, &value, &flags) != ZF_OK)
		return ZF_ERR_DATA;
	if (value.n == 0) /* check_params judges whether the key may be without value */
		return add_param(in, (uint16_t)key, &svc_octets, (struct str){"", 0});
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

/* key, or key="value"; false: readers differ on it. */
static bool print_param(struct buf *b, const struct param *param)
{
	const struct svc_value *value = svc_value_of(param->key);
	svc_key_print(b, param->key);
	if (!value->print || param->n == 0)
		return value->print;
	buf_addc(b, '=');
	return value->print(b, param->p, param->n);
}

static bool print_params(struct rdata_out *out)
{
	struct param param = {0};
	const char *why = check_params(&param, out->p, out->end);
	if (why)
		return rdata_no_text(out, "bad-svcb", "are malformed: key %u %s", param.key, why);
	while (next_param(&param, &out->p, out->end)) {
		if (!print_param(out->b, &param))
			return rdata_no_portable_text(out);
		if (out->p < out->end)
			buf_addc(out->b, ' ');
	}
	return !out->b->over;
}

const struct rdata_kind rdata_kind_svcparams = {NULL, parse_params, print_params, NULL};
