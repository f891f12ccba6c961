/* Fields that are numbers, and record types. */
#include <string.h>

#include "rdata_kind.h"
#include "ttl.h"

/* --- text --- */

/* str_to_u64 without its division for each digit, for what has at most nine of them. */
static inline bool read_number(const char *p, size_t n, uint64_t max, uint64_t *value)
{
	uint64_t sum = 0;
	if (n == 0 || n > 9)
		return str_to_u64(p, n, max, value);
	for (size_t i = 0; i < n; i++) {
		unsigned digit = (unsigned char)p[i] - (unsigned)'0';
		if (digit > 9)
			return false;
		sum = sum * 10 + digit;
	}
	*value = sum;
	return sum <= max;
}

bool rdata_number(struct rdata_in *in, uint64_t max, uint64_t *value)
{
	const struct rrtoken *token = rdata_plain(in);
	if (!token)
		return false;
	if (!read_number(token->p, token->n, max, value)) {
		rdata_fail(in, "bad-number", "is not a number from 0 to %llu",
			(unsigned long long)max);
		return false;
	}
	in->token++;
	return true;
}

static enum zf_status add_number(struct rdata_in *in, uint64_t value, size_t octets)
{
	uint8_t *o = rdata_room(in, octets);
	if (!o)
		return rdata_too_long(in);
	for (size_t i = octets; i-- > 0; value >>= 8)
		o[i] = (uint8_t)value;
	rdata_wrote(in, octets);
	return ZF_OK;
}

static enum zf_status parse_u8(struct rdata_in *in)
{
	uint64_t value;
	return rdata_number(in, UINT8_MAX, &value) ? add_number(in, value, 1) : ZF_ERR_DATA;
}

static enum zf_status parse_u16(struct rdata_in *in)
{
	uint64_t value;
	return rdata_number(in, UINT16_MAX, &value) ? add_number(in, value, 2) : ZF_ERR_DATA;
}

static enum zf_status parse_u32(struct rdata_in *in)
{
	uint64_t value;
	return rdata_number(in, UINT32_MAX, &value) ? add_number(in, value, 4) : ZF_ERR_DATA;
}

static enum zf_status parse_u64(struct rdata_in *in)
{
	uint64_t value;
	return rdata_number(in, UINT64_MAX, &value) ? add_number(in, value, 8) : ZF_ERR_DATA;
}

static enum zf_status parse_ttl(struct rdata_in *in)
{
	uint32_t seconds;
	const struct rrtoken *token = rdata_plain(in);
	if (!token)
		return ZF_ERR_DATA;
	if (!ttl_parse(&seconds, token->p, token->n, UINT32_MAX))
		return rdata_fail(in, "bad-number",
			"is not a number of seconds from 0 to 4294967295, nor like 1h30m");
	in->token++;
	return add_number(in, seconds, 4);
}

static enum zf_status parse_type(struct rdata_in *in)
{
	const struct rrtoken *token = rdata_plain(in);
	if (!token)
		return ZF_ERR_DATA;
	uint64_t code = rrtype_parse(token->p, token->n);
	if (code == 0 && !str_to_u64(token->p, token->n, UINT16_MAX, &code))
		return rdata_fail(in, "bad-type", "is no record type");
	/* A server may not survive one: BIND 9.18 ends at an RRSIG over ANY. */
	if (rrtype_is_meta((uint16_t)code))
		return rdata_fail(in, "bad-type", "is no type that is in zones");
	in->token++;
	return add_number(in, code, 2);
}

/* --- octets --- */

long rdata_measure_u8(const uint8_t *p, size_t n)
{
	(void)p;
	return n >= 1 ? 1 : RDATA_BROKEN;
}

long rdata_measure_u16(const uint8_t *p, size_t n)
{
	(void)p;
	return n >= 2 ? 2 : RDATA_BROKEN;
}

static long measure_u32(const uint8_t *p, size_t n)
{
	(void)p;
	return n >= 4 ? 4 : RDATA_BROKEN;
}

static long measure_u64(const uint8_t *p, size_t n)
{
	(void)p;
	return n >= 8 ? 8 : RDATA_BROKEN;
}

char *rdata_write_number(char *at, uint32_t value)
{
	static const uint32_t powers[] = {
		10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000, 1000000000};
	size_t n = 1;
	while (n < 10 && value >= powers[n - 1])
		n++;
	for (size_t i = n; i-- > 0; value /= 10)
		at[i] = (char)('0' + value % 10);
	return at + n;
}

static bool print_number(struct rdata_out *out, uint32_t value, size_t octets)
{
	char *at = rdata_text_room(out, 10);
	if (!at)
		return false;
	out->p += octets;
	return rdata_text_end(out, rdata_write_number(at, value));
}

bool rdata_print_u8(struct rdata_out *out)
{
	return out->end - out->p >= 1 && print_number(out, out->p[0], 1);
}

bool rdata_print_u16(struct rdata_out *out)
{
	const uint8_t *p = out->p;
	return out->end - p >= 2 && print_number(out, (uint32_t)(p[0] << 8 | p[1]), 2);
}

static bool print_u32(struct rdata_out *out)
{
	const uint8_t *p = out->p;
	return out->end - p >= 4 &&
	       print_number(
		       out, (uint32_t)p[0] << 24 | (uint32_t)(p[1] << 16 | p[2] << 8 | p[3]), 4);
}

static bool print_u64(struct rdata_out *out)
{
	uint64_t value = 0;
	if (out->end - out->p < 8)
		return false;
	for (int i = 0; i < 8; i++)
		value = value << 8 | *out->p++;
	buf_printf(out->b, "%llu", (unsigned long long)value);
	return !out->b->over;
}

static bool print_type(struct rdata_out *out)
{
	char room[RRTYPE_MAX_TEXT];
	if (out->end - out->p < 2)
		return false;
	uint16_t code = (uint16_t)(out->p[0] << 8 | out->p[1]);
	if (rrtype_is_meta(code))
		return rdata_no_text(out, "bad-type", "is no type that is in zones");
	out->p += 2;
	buf_adds(out->b, rrtype_portable_name(code, room));
	return true;
}

const struct rdata_kind rdata_kind_u8 = {rdata_measure_u8, parse_u8, rdata_print_u8, NULL};
const struct rdata_kind rdata_kind_u16 = {rdata_measure_u16, parse_u16, rdata_print_u16, NULL};
const struct rdata_kind rdata_kind_u32 = {measure_u32, parse_u32, print_u32, NULL};
const struct rdata_kind rdata_kind_u64 = {measure_u64, parse_u64, print_u64, NULL};
const struct rdata_kind rdata_kind_ttl = {measure_u32, parse_ttl, print_u32, NULL};
const struct rdata_kind rdata_kind_type = {rdata_measure_u16, parse_type, print_type, NULL};
