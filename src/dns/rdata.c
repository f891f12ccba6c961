/* The codec's driver: a type's row of fields in text, in octets and in print. */
#include "rdata.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "err.h"
#include "mem.h"
#include "rdata_kind.h"

static const struct rdata_kind *const kinds[] = {
	[FIELD_NAME] = &rdata_kind_name,
	[FIELD_NAMES] = &rdata_kind_names,
	[FIELD_U8] = &rdata_kind_u8,
	[FIELD_U16] = &rdata_kind_u16,
	[FIELD_U32] = &rdata_kind_u32,
	[FIELD_U64] = &rdata_kind_u64,
	[FIELD_TTL] = &rdata_kind_ttl,
	[FIELD_TIME] = &rdata_kind_time,
	[FIELD_TYPE] = &rdata_kind_type,
	[FIELD_ALGORITHM] = &rdata_kind_algorithm,
	[FIELD_DIGEST_TYPE] = &rdata_kind_digest_type,
	[FIELD_DSYNC_SCHEME] = &rdata_kind_dsync_scheme,
	[FIELD_PROTOCOL] = &rdata_kind_protocol,
	[FIELD_CERT_TYPE] = &rdata_kind_cert_type,
	[FIELD_IPV4] = &rdata_kind_ipv4,
	[FIELD_IPV6] = &rdata_kind_ipv6,
	[FIELD_EUI48] = &rdata_kind_eui48,
	[FIELD_EUI64] = &rdata_kind_eui64,
	[FIELD_ILNP64] = &rdata_kind_ilnp64,
	[FIELD_NSAP] = &rdata_kind_nsap,
	[FIELD_ATMA] = &rdata_kind_atma,
	[FIELD_STRING] = &rdata_kind_string,
	[FIELD_STRINGS] = &rdata_kind_strings,
	[FIELD_TEXT] = &rdata_kind_text,
	[FIELD_TAG] = &rdata_kind_tag,
	[FIELD_HEX] = &rdata_kind_hex,
	[FIELD_DIGEST] = &rdata_kind_digest,
	[FIELD_FINGERPRINT] = &rdata_kind_digest,
	[FIELD_ZONE_DIGEST] = &rdata_kind_digest,
	[FIELD_HEX8] = &rdata_kind_hex8,
	[FIELD_BASE64] = &rdata_kind_base64,
	[FIELD_BASE64_DASH] = &rdata_kind_base64_dash,
	[FIELD_KEY] = &rdata_kind_key,
	[FIELD_NSEC3_HASH] = &rdata_kind_nsec3_hash,
	[FIELD_BITMAP] = &rdata_kind_bitmap,
	[FIELD_NXT_TYPES] = &rdata_kind_nxt_types,
	[FIELD_PORTS] = &rdata_kind_ports,
	[FIELD_SVCPARAMS] = &rdata_kind_svcparams,
	[FIELD_LOC] = &rdata_kind_loc,
	[FIELD_APL] = &rdata_kind_apl,
	[FIELD_GATEWAY] = &rdata_kind_gateway,
	[FIELD_AMTRELAY] = &rdata_kind_amtrelay,
	[FIELD_HIP] = &rdata_kind_hip,
	[FIELD_A6] = &rdata_kind_a6,
	[FIELD_OPAQUE] = &rdata_kind_opaque,
};

/* --- text to octets --- */

static bool is_generic(const struct rrtoken *token)
{
	return token->n == 2 && token->p[0] == '\\' && token->p[1] == '#' &&
	       !(token->flags & (TOKEN_QUOTED | TOKEN_RAW));
}

/* \# length hex (RFC 3597 section 5). */
static enum zf_status parse_generic(struct rdata_in *in)
{
	static const struct rrfield field = {"length", FIELD_U16, 0}, hex = {"data", FIELD_HEX, 0};
	uint64_t want;
	in->token++;
	in->field = &field;
	if (!rdata_number(in, RDATA_MAX, &want))
		return ZF_ERR_DATA;
	in->field = &hex;
	if (in->token < in->end && rdata_take_hex(in) != ZF_OK)
		return ZF_ERR_DATA;
	size_t size = in->out->len - in->start;
	if (size != want)
		return rdata_fail(
			in, "bad-length", "has %zu octets where \\# says %u", size, (unsigned)want);
	uint8_t *rdata = (uint8_t *)in->out->data + in->start;
	if (!rdata_is_valid(in->type->code, rdata, size, in->err))
		return ZF_ERR_DATA;
	rdata_canonical(in->type->code, rdata, size);
	return ZF_OK;
}

static enum zf_status refuse_text(struct rdata_in *in)
{
	static const struct rrfield all = {"RDATA", FIELD_OPAQUE, 0};
	in->field = &all;
	return rdata_kind_opaque.parse(in);
}

static enum zf_status parse_fields(struct rdata_in *in)
{
	const struct rrtype *type = in->type;
	for (size_t i = 0; i < type->field_count; i++) {
		in->field = &type->fields[i];
		if (in->token == in->end && in->field->flags & FIELD_OPTIONAL)
			break;
		enum zf_status status = kinds[in->field->kind]->parse(in);
		if (status != ZF_OK)
			return status;
	}
	if (in->token == in->end)
		return ZF_OK;
	static const struct rrfield none = {"RDATA", FIELD_OPAQUE, 0};
	in->field = &none;
	return rdata_fail(in, "extra-field", "is one field too many");
}

enum zf_status rdata_parse(struct buf *out, uint16_t type, const struct rrtoken *tokens,
	size_t count, const struct name *origin, size_t *bad, struct zf_error *err)
{
	char room[RRTYPE_MAX_TEXT];
	struct rrtype other = {.code = type};
	const struct rrtype *row = rrtype_by_code(type);
	struct rdata_in in = {.out = out,
		.start = out->len,
		.first = tokens,
		.token = tokens,
		.end = count > 0 ? tokens + count : tokens,
		.origin = origin,
		.type = row ? row : &other,
		.err = err};
	enum zf_status status;
	if (!row)
		other.name = rrtype_name(type, room);
	if (count > 0 && is_generic(tokens))
		status = parse_generic(&in);
	else if (in.type->fields)
		status = parse_fields(&in);
	else
		status = refuse_text(&in);
	if (status == ZF_OK && out->len - in.start > RDATA_MAX)
		status = rdata_too_long(&in);
	if (status != ZF_OK)
		out->len = in.start;
	out->data[out->len] = '\0';
	*bad = (size_t)(in.token - tokens);
	return status;
}

/* Where the token that starts at p ends; NULL: an open quote or an octet that ends lines. */
static const char *token_end(const char *p, const char *end, uint32_t *flags)
{
	char quote = *flags & TOKEN_QUOTED ? '"' : ' ';
	for (; p < end; p++) {
		if (*p == '\0' || *p == '\n' || *p == '\r')
			return NULL;
		if (*p == '"' || (quote == ' ' && (*p == ' ' || *p == '\t')))
			return p;
		if (*p == '\\') {
			*flags |= TOKEN_ESCAPES;
			if (++p == end || *p == '\0' || *p == '\n' || *p == '\r')
				return NULL;
		}
	}
	return quote == '"' ? NULL : end;
}

/* Counts all tokens and fills in the first `max`. */
static long cut_tokens(struct rrtoken *tokens, size_t max, const char *text, size_t size)
{
	const char *p = text, *end = text + size;
	size_t count = 0;
	uint32_t glued = 0;
	while (p < end) {
		if (*p == ' ' || *p == '\t') {
			glued = 0;
			p++;
			continue;
		}
		uint32_t flags = glued | (*p == '"' ? TOKEN_QUOTED : 0u);
		p += *p == '"';
		const char *stop = token_end(p, end, &flags);
		if (!stop)
			return -1;
		if (count < max)
			tokens[count] = (struct rrtoken){p, (uint32_t)(stop - p), flags};
		count++;
		p = stop + (flags & TOKEN_QUOTED ? 1 : 0);
		glued = TOKEN_GLUED;
	}
	return (long)count;
}

long rdata_tokens(struct rrtoken *tokens, size_t max, const char *text, size_t size)
{
	long count = cut_tokens(tokens, max, text, size);
	return count < 0 || (size_t)count > max ? -1 : count;
}

enum { FEW_TOKENS = 32 };

enum zf_status rdata_parse_text(struct buf *out, uint16_t type, const char *text, size_t size,
	const struct name *origin, struct zf_error *err)
{
	struct rrtoken few[FEW_TOKENS], *many = NULL;
	size_t bad;
	long count = size > UINT32_MAX ? -1 : cut_tokens(few, FEW_TOKENS, text, size);
	if (count < 0) {
		enum zf_status status = err_set(err, ZF_ERR_DATA,
			"the text has an open quote, a newline or a NUL, or ends in a backslash");
		err_id(err, "bad-string");
		return status;
	}
	if (count > FEW_TOKENS) {
		many = mem_alloc((size_t)count * sizeof(*many));
		cut_tokens(many, (size_t)count, text, size);
	}
	enum zf_status status =
		rdata_parse(out, type, many ? many : few, (size_t)count, origin, &bad, err);
	free(many);
	return status;
}

/* --- walking --- */

void rdata_walk_init(struct rdata_walk *w, uint16_t type, const uint8_t *rdata, size_t size)
{
	*w = (struct rdata_walk){.type = rrtype_by_code(type), .rdata = rdata, .size = size};
}

/* The length of the field at `at`, or RDATA_BROKEN. */
static long measure(const struct rdata_walk *w, const struct rrfield *field)
{
	const struct rdata_kind *kind = kinds[field->kind];
	size_t left = w->size - w->at;
	return kind->measure ? kind->measure(w->rdata + w->at, left) : (long)left;
}

bool rdata_walk_next(struct rdata_walk *w)
{
	if (!w->type || w->field >= w->type->field_count)
		return false;
	const struct rrfield *field = &w->type->fields[w->field];
	if (w->at == w->size && field->flags & FIELD_OPTIONAL)
		return false;
	long n = measure(w, field);
	if (n < 0 || (size_t)n > w->size - w->at)
		return false;
	w->now = field;
	w->p = w->rdata + w->at;
	w->n = (size_t)n;
	w->at += w->n;
	w->field++;
	return true;
}

bool rdata_is_valid(uint16_t type, const uint8_t *rdata, size_t size, struct zf_error *err)
{
	struct rdata_walk w;
	rdata_walk_init(&w, type, rdata, size);
	if (!w.type || !w.type->fields)
		return true;
	while (rdata_walk_next(&w))
		;
	const struct rrfield *next = &w.type->fields[w.field];
	bool complete =
		w.field == w.type->field_count || (w.at == size && next->flags & FIELD_OPTIONAL);
	if (complete && w.at == size)
		return true;
	if (complete)
		err_set(err, ZF_ERR_DATA, "%s RDATA of %zu octets ends after %zu", w.type->name,
			size, w.at);
	else
		err_set(err, ZF_ERR_DATA, "%s RDATA of %zu octets has no valid %s at octet %zu",
			w.type->name, size, next->name, w.at);
	err_id(err, "bad-rdata");
	return false;
}

void rdata_canonical(uint16_t type, uint8_t *rdata, size_t size)
{
	struct rdata_walk w;
	rdata_walk_init(&w, type, rdata, size);
	while (rdata_walk_next(&w))
		if (kinds[w.now->kind]->lower)
			kinds[w.now->kind]->lower(rdata + (w.p - w.rdata), w.n);
}

/* --- octets to text --- */

/* Adds the text of all fields; false: there is none, and b holds a part of it. */
static bool print_fields(struct rdata_out *out)
{
	const struct rrtype *type = out->type;
	if (!type || !type->fields)
		return false;
	for (size_t i = 0; i < type->field_count; i++) {
		const struct rrfield *field = out->field = &type->fields[i];
		const struct rdata_kind *kind = kinds[field->kind];
		if (out->p == out->end && field->flags) {
			if (field->flags & FIELD_OPTIONAL)
				break;
			if (field->flags & FIELD_NONEMPTY)
				return rdata_no_text(out, "missing-field", "is empty");
		}
		if (i > 0)
			buf_addc(out->b, ' ');
		size_t before = out->b->len;
		if (!kind->print || !kind->print(out))
			return false;
		if (out->b->len == before && i > 0)
			out->b->len--;
	}
	return out->p == out->end;
}

void rdata_print_generic(struct buf *b, const uint8_t *rdata, size_t size)
{
	char *at = buf_reserve(b, sizeof("\\# 65535 ") + 2 * size);
	if (!at)
		return;
	*at++ = '\\';
	*at++ = '#';
	*at++ = ' ';
	at = rdata_write_number(at, (uint32_t)size);
	if (size > 0)
		*at++ = ' ';
	at = rdata_write_hex(at, rdata, size);
	b->len = (size_t)(at - b->data);
	*at = '\0';
}

void rdata_print(struct buf *b, uint16_t type, const uint8_t *rdata, size_t size)
{
	struct rdata_out out = {.b = b,
		.start = rdata,
		.p = rdata,
		.end = rdata + size,
		.type = rrtype_by_code(type)};
	size_t start = b->len;
	if (!print_fields(&out)) {
		b->len = start;
		rdata_print_generic(b, rdata, size);
	}
	b->data[b->len] = '\0';
}

bool rdata_has_text(uint16_t type, const uint8_t *rdata, size_t size, struct zf_error *err)
{
	struct buf b;
	buf_init(&b, 0);
	struct rdata_out out = {.b = &b,
		.start = rdata,
		.p = rdata,
		.end = rdata + size,
		.type = rrtype_by_code(type),
		.err = err};
	bool has = print_fields(&out);
	buf_free(&b);
	if (!has) {
		char room[RRTYPE_MAX_TEXT];
		err_set(err, ZF_ERR_DATA, "%s RDATA has no text form", rrtype_name(type, room));
		err_id(err, "no-text");
	}
	return has;
}

static void print_type(struct buf *b, const char *name, size_t width)
{
	char *at = buf_reserve(b, RRTYPE_MAX_TEXT + width + 1);
	if (!at)
		return;
	char *end = rdata_write_text(at, name);
	do {
		*end++ = ' ';
	} while ((size_t)(end - at) <= width);
	b->len += (size_t)(end - at);
}

void rdata_print_portable(
	struct buf *b, size_t width, uint16_t type, const uint8_t *rdata, size_t size)
{
	char room[RRTYPE_MAX_TEXT];
	struct rdata_out out = {.b = b,
		.start = rdata,
		.p = rdata,
		.end = rdata + size,
		.type = rrtype_by_code(type)};
	size_t start = b->len;
	if (out.type && !(out.type->flags & (RRTYPE_RARE | RRTYPE_META))) {
		print_type(b, out.type->name, width);
		if (print_fields(&out)) {
			b->data[b->len] = '\0';
			return;
		}
	}
	b->len = start;
	snprintf(room, sizeof(room), "TYPE%u", type);
	print_type(b, room, width);
	rdata_print_generic(b, rdata, size);
}
