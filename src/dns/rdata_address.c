/* Fields that are addresses: IPv4, IPv6, EUI-48, EUI-64, and the 64-bit halves of ILNP. */
#include <string.h>

#include "rdata_kind.h"

/* --- IPv4: four numbers without leading zeros (RFC 1035 section 3.4.1) --- */

bool rdata_parse_ipv4(uint8_t octets[4], const char *p, size_t n)
{
	const char *end = p + n;
	for (int i = 0; i < 4; i++) {
		if (i > 0 && (p == end || *p++ != '.'))
			return false;
		if (p == end || !str_is_digit(*p))
			return false;
		unsigned value = (unsigned)(*p++ - '0');
		if (value > 0 && p < end && str_is_digit(*p)) {
			value = value * 10 + (unsigned)(*p++ - '0');
			if (p < end && str_is_digit(*p))
				value = value * 10 + (unsigned)(*p++ - '0');
		}
		if (value > 255)
			return false;
		octets[i] = (uint8_t)value;
	}
	return p == end;
}

static char *write_octet(char *at, unsigned value)
{
	if (value >= 100) {
		*at++ = (char)('0' + value / 100);
		value %= 100;
		*at++ = (char)('0' + value / 10);
	} else if (value >= 10) {
		*at++ = (char)('0' + value / 10);
	}
	*at++ = (char)('0' + value % 10);
	return at;
}

char *rdata_write_ipv4(char *at, const uint8_t octets[4])
{
	for (int i = 0; i < 4; i++) {
		if (i > 0)
			*at++ = '.';
		at = write_octet(at, octets[i]);
	}
	return at;
}

static enum zf_status parse_ipv4(struct rdata_in *in)
{
	const struct rrtoken *token = rdata_plain(in);
	if (!token)
		return ZF_ERR_DATA;
	uint8_t *o = rdata_room(in, 4);
	if (!o)
		return rdata_too_long(in);
	if (!rdata_parse_ipv4(o, token->p, token->n))
		return rdata_fail(in, "bad-address", "is not an IPv4 address");
	rdata_wrote(in, 4);
	in->token++;
	return ZF_OK;
}

static long measure_ipv4(const uint8_t *p, size_t n)
{
	(void)p;
	return n >= 4 ? 4 : RDATA_BROKEN;
}

static bool print_ipv4(struct rdata_out *out)
{
	char *at = out->end - out->p >= 4 ? rdata_text_room(out, RDATA_IPV4_TEXT) : NULL;
	if (!at)
		return false;
	at = rdata_write_ipv4(at, out->p);
	out->p += 4;
	return rdata_text_end(out, at);
}

const struct rdata_kind rdata_kind_ipv4 = {measure_ipv4, parse_ipv4, print_ipv4, NULL};

/* --- IPv6: RFC 4291 section 2.2, printed as RFC 5952 says --- */

/* One to four hex digits from *p on, or -1. */
static int read_group(const char **p, const char *end)
{
	int value = 0, digits = 0, digit;
	while (digits < 4 && *p < end && (digit = str_hex_digit(**p)) >= 0) {
		value = value << 4 | digit;
		digits++;
		(*p)++;
	}
	return digits > 0 ? value : -1;
}

bool rdata_parse_ipv6(uint8_t octets[16], const char *p, size_t n)
{
	const char *end = p + n;
	uint8_t parts[16];
	size_t count = 0, gap = 17; /* octets read, and how many of them stand before "::" */
	if (n >= 2 && p[0] == ':' && p[1] == ':') {
		gap = 0;
		p += 2;
	}
	while (p < end) {
		const char *start = p;
		int group = count <= 14 ? read_group(&p, end) : -1;
		if (group < 0)
			return false;
		if (p < end && *p == '.') {
			if (count > 12 ||
				!rdata_parse_ipv4(parts + count, start, (size_t)(end - start)))
				return false;
			count += 4;
			break;
		}
		parts[count++] = (uint8_t)(group >> 8);
		parts[count++] = (uint8_t)group;
		if (p == end)
			break;
		if (*p++ != ':' || p == end)
			return false;
		if (*p == ':') {
			if (gap <= 16)
				return false;
			gap = count;
			p++;
		}
	}
	if (gap > 16 ? count != 16 : count > 14)
		return false;
	size_t front = gap > 16 ? count : gap;
	memset(octets, 0, 16);
	memcpy(octets, parts, front);
	memcpy(octets + 16 - (count - front), parts + front, count - front);
	return true;
}

static char *write_group(char *at, unsigned group)
{
	static const char digits[] = "0123456789abcdef";
	if (group >= 0x1000)
		*at++ = digits[group >> 12];
	if (group >= 0x100)
		*at++ = digits[group >> 8 & 15];
	if (group >= 0x10)
		*at++ = digits[group >> 4 & 15];
	*at++ = digits[group & 15];
	return at;
}

/* The longest run of two and more zero groups, the first of equal ones; *length 0: none. */
static size_t longest_zeros(const unsigned groups[8], size_t *length)
{
	size_t best = 0;
	*length = 0;
	for (size_t i = 0; i < 8; i++) {
		size_t n = 0;
		while (i + n < 8 && groups[i + n] == 0)
			n++;
		if (n >= 2 && n > *length) {
			best = i;
			*length = n;
		}
		i += n;
	}
	return best;
}

char *rdata_write_ipv6(char *at, const uint8_t octets[16])
{
	static const uint8_t mapped[12] = {[10] = 0xff, [11] = 0xff};
	unsigned groups[8];
	if (memcmp(octets, mapped, sizeof(mapped)) == 0) {
		at = rdata_write_text(at, "::ffff:");
		return rdata_write_ipv4(at, octets + 12);
	}
	for (size_t i = 0; i < 8; i++)
		groups[i] = (unsigned)(octets[2 * i] << 8 | octets[2 * i + 1]);
	size_t length, zeros = longest_zeros(groups, &length);
	for (size_t i = 0; i < 8; i++) {
		if (length > 0 && i == zeros) {
			*at++ = ':';
			if (i + length == 8)
				*at++ = ':';
			i += length - 1;
			continue;
		}
		if (i > 0)
			*at++ = ':';
		at = write_group(at, groups[i]);
	}
	return at;
}

static enum zf_status parse_ipv6(struct rdata_in *in)
{
	const struct rrtoken *token = rdata_plain(in);
	if (!token)
		return ZF_ERR_DATA;
	uint8_t *o = rdata_room(in, 16);
	if (!o)
		return rdata_too_long(in);
	if (!rdata_parse_ipv6(o, token->p, token->n))
		return rdata_fail(in, "bad-address", "is not an IPv6 address");
	rdata_wrote(in, 16);
	in->token++;
	return ZF_OK;
}

static long measure_ipv6(const uint8_t *p, size_t n)
{
	(void)p;
	return n >= 16 ? 16 : RDATA_BROKEN;
}

static bool print_ipv6(struct rdata_out *out)
{
	char *at = out->end - out->p >= 16 ? rdata_text_room(out, RDATA_IPV6_TEXT) : NULL;
	if (!at)
		return false;
	at = rdata_write_ipv6(at, out->p);
	out->p += 16;
	return rdata_text_end(out, at);
}

const struct rdata_kind rdata_kind_ipv6 = {measure_ipv6, parse_ipv6, print_ipv6, NULL};

/* --- groups of hex digits of fixed number: EUI (RFC 7043), ILNP (RFC 6742) --- */

struct grouping {
	size_t octets, per_group;
	char separator;
	const char *what;
};

static const struct grouping eui48 = {6, 1, '-', "an EUI-48 like 00-00-5e-00-53-2a"};
static const struct grouping eui64 = {8, 1, '-', "an EUI-64 like 00-00-5e-ef-10-00-00-2a"};
static const struct grouping ilnp64 = {
	8, 2, ':', "four groups of hex digits like 14:4fff:ff20:ee64"};

/* EUI groups have all their digits; ILNP ones may leave out leading zeros, as in IPv6. */
static bool read_groups(uint8_t *o, const struct grouping *g, const char *p, size_t n)
{
	const char *end = p + n;
	for (size_t i = 0; i < g->octets; i += g->per_group) {
		if (i > 0 && (p == end || *p++ != g->separator))
			return false;
		const char *start = p;
		int group = read_group(&p, end);
		if (group < 0 || (g->per_group == 1 && p - start != 2))
			return false;
		if (g->per_group == 2)
			*o++ = (uint8_t)(group >> 8);
		*o++ = (uint8_t)group;
	}
	return p == end;
}

static enum zf_status parse_groups(struct rdata_in *in, const struct grouping *g)
{
	const struct rrtoken *token = rdata_plain(in);
	if (!token)
		return ZF_ERR_DATA;
	uint8_t *o = rdata_room(in, g->octets);
	if (!o)
		return rdata_too_long(in);
	if (!read_groups(o, g, token->p, token->n))
		return rdata_fail(in, "bad-address", "is not %s", g->what);
	rdata_wrote(in, g->octets);
	in->token++;
	return ZF_OK;
}

static bool print_groups(struct rdata_out *out, const struct grouping *g)
{
	static const char digits[] = "0123456789abcdef";
	char *at = (size_t)(out->end - out->p) >= g->octets ? rdata_text_room(out, 24) : NULL;
	if (!at)
		return false;
	for (size_t i = 0; i < g->octets; i++) {
		if (i > 0 && i % g->per_group == 0)
			*at++ = g->separator;
		*at++ = digits[out->p[i] >> 4];
		*at++ = digits[out->p[i] & 15];
	}
	out->p += g->octets;
	return rdata_text_end(out, at);
}

static long measure_eui48(const uint8_t *p, size_t n)
{
	(void)p;
	return n >= 6 ? 6 : RDATA_BROKEN;
}

static long measure_8(const uint8_t *p, size_t n)
{
	(void)p;
	return n >= 8 ? 8 : RDATA_BROKEN;
}

static enum zf_status parse_eui48(struct rdata_in *in)
{
	return parse_groups(in, &eui48);
}

static enum zf_status parse_eui64(struct rdata_in *in)
{
	return parse_groups(in, &eui64);
}

static enum zf_status parse_ilnp64(struct rdata_in *in)
{
	return parse_groups(in, &ilnp64);
}

static bool print_eui48(struct rdata_out *out)
{
	return print_groups(out, &eui48);
}

static bool print_eui64(struct rdata_out *out)
{
	return print_groups(out, &eui64);
}

static bool print_ilnp64(struct rdata_out *out)
{
	return print_groups(out, &ilnp64);
}

const struct rdata_kind rdata_kind_eui48 = {measure_eui48, parse_eui48, print_eui48, NULL};
const struct rdata_kind rdata_kind_eui64 = {measure_8, parse_eui64, print_eui64, NULL};
const struct rdata_kind rdata_kind_ilnp64 = {measure_8, parse_ilnp64, print_ilnp64, NULL};
