/* LOC: a place on Earth (RFC 1876). */
#include <string.h>

#include "rdata_kind.h"

enum {
	LOC_OCTETS = 16,
	BELOW_SEA = 10000000, /* centimetres from the altitude 0 down to sea level */
};

#define ZERO_DEGREES UINT32_C(0x80000000) /* the equator, the prime meridian */
#define DEGREE_MS UINT32_C(3600000) /* thousandths of a second of arc */
#define SIZE_MAX_CM UINT64_C(9000000000)
#define ALTITUDE_MAX_CM UINT64_C(4284967295) /* above sea level */

/* Digits with at most `places` decimals, in units of the last one. False: malformed, or above max.
 */
static bool read_decimal(uint64_t *value, struct str text, int places, uint64_t max)
{
	uint64_t whole = 0, part = 0;
	const char *dot = memchr(text.p, '.', text.n);
	size_t n = dot ? (size_t)(dot - text.p) : text.n, rest = dot ? text.n - n - 1 : 0;
	if (n + rest == 0 || (n > 0 && !str_to_u64(text.p, n, UINT32_MAX, &whole)) ||
		rest > (size_t)places || (rest > 0 && !str_to_u64(dot + 1, rest, 999, &part)))
		return false;
	for (; rest < (size_t)places; rest++)
		part *= 10;
	for (; places > 0; places--)
		whole *= 10;
	*value = whole + part;
	return *value <= max;
}

static bool is_letter(const struct rrtoken *token, char letter)
{
	return token->n == 1 && str_lower[(unsigned char)token->p[0]] == (unsigned char)letter;
}

static enum zf_status malformed(struct rdata_in *in, const char *what)
{
	return rdata_fail(in, "bad-loc", "%s", what);
}

/* Degrees, and minutes and seconds if they are there, then one of two letters. */
static enum zf_status read_angle(
	struct rdata_in *in, uint32_t *angle, const char letters[2], uint32_t most)
{
	static const char *const wrong[] = {"is no number of degrees in range",
		"is no number of minutes from 0 to 59", "is no number of seconds from 0 to 59.999"};
	static const uint32_t units[] = {DEGREE_MS, 60000, 1};
	uint64_t sum = 0, value;
	const struct rrtoken *token;
	for (int i = 0;; i++, in->token++) {
		token = rdata_plain(in);
		if (!token)
			return ZF_ERR_DATA;
		if (i > 0 && (is_letter(token, letters[0]) || is_letter(token, letters[1])))
			break;
		if (i == 3)
			return malformed(in,
				letters[0] == 'n' ? "is neither N nor S" : "is neither E nor W");
		struct str text = {token->p, token->n};
		uint64_t max = i == 0 ? most : i == 1 ? 59 : 59999;
		if ((i < 2 && memchr(text.p, '.', text.n)) ||
			!read_decimal(&value, text, i == 2 ? 3 : 0, max))
			return malformed(in, wrong[i]);
		sum += value * units[i];
	}
	if (sum > (uint64_t)most * DEGREE_MS)
		return malformed(in, "follows an angle that is out of range");
	*angle = is_letter(token, letters[0]) ? ZERO_DEGREES + (uint32_t)sum
					      : ZERO_DEGREES - (uint32_t)sum;
	in->token++;
	return ZF_OK;
}

/* The text of a length without its m. */
static struct str length_text(const struct rrtoken *token)
{
	struct str text = {token->p, token->n};
	if (text.n > 1 && str_lower[(unsigned char)text.p[text.n - 1]] == 'm')
		text.n--;
	return text;
}

static enum zf_status read_altitude(struct rdata_in *in, uint32_t *altitude)
{
	const struct rrtoken *token = rdata_plain(in);
	uint64_t cm;
	if (!token)
		return ZF_ERR_DATA;
	struct str text = length_text(token);
	bool below = text.n > 0 && text.p[0] == '-';
	if (below)
		text = (struct str){text.p + 1, text.n - 1};
	if (!read_decimal(&cm, text, 2, below ? BELOW_SEA : ALTITUDE_MAX_CM))
		return malformed(in, "is no altitude from -100000.00m to 42849672.95m");
	*altitude = below ? BELOW_SEA - (uint32_t)cm : BELOW_SEA + (uint32_t)cm;
	in->token++;
	return ZF_OK;
}

/* A size or precision: its first digit, and how many follow it, in centimetres. */
static enum zf_status read_size(struct rdata_in *in, uint8_t *size)
{
	const struct rrtoken *token = rdata_plain(in);
	uint64_t cm;
	uint8_t exponent = 0;
	if (!token)
		return ZF_ERR_DATA;
	if (!read_decimal(&cm, length_text(token), 2, SIZE_MAX_CM))
		return malformed(in, "is no length from 0.00m to 90000000.00m");
	for (; cm > 9; cm /= 10)
		exponent++;
	*size = (uint8_t)(cm << 4 | exponent);
	in->token++;
	return ZF_OK;
}

static void put32(uint8_t *o, uint32_t value)
{
	o[0] = (uint8_t)(value >> 24);
	o[1] = (uint8_t)(value >> 16);
	o[2] = (uint8_t)(value >> 8);
	o[3] = (uint8_t)value;
}

static enum zf_status parse_loc(struct rdata_in *in)
{
	uint8_t sizes[3] = {0x12, 0x16, 0x13}; /* 1 m, 10 km, 10 m: section 3 */
	uint32_t latitude = 0, longitude = 0, altitude = 0;
	if (read_angle(in, &latitude, "ns", 90) != ZF_OK ||
		read_angle(in, &longitude, "ew", 180) != ZF_OK ||
		read_altitude(in, &altitude) != ZF_OK)
		return ZF_ERR_DATA;
	for (int i = 0; i < 3 && in->token < in->end; i++)
		if (read_size(in, &sizes[i]) != ZF_OK)
			return ZF_ERR_DATA;
	uint8_t *o = rdata_room(in, LOC_OCTETS);
	if (!o)
		return rdata_too_long(in);
	o[0] = 0;
	memcpy(o + 1, sizes, 3);
	put32(o + 4, latitude);
	put32(o + 8, longitude);
	put32(o + 12, altitude);
	rdata_wrote(in, LOC_OCTETS);
	return ZF_OK;
}

/* Another version has another form (section 2). */
static long measure_loc(const uint8_t *p, size_t n)
{
	return n > 0 && (p[0] != 0 || n == LOC_OCTETS) ? (long)n : RDATA_BROKEN;
}

static uint32_t get32(const uint8_t *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)(p[1] << 16 | p[2] << 8 | p[3]);
}

/* Whole and decimals, of which there are `places`. */
static char *write_decimal(char *at, uint64_t value, int places)
{
	uint32_t unit = places == 3 ? 1000 : 100, part = (uint32_t)(value % unit);
	at = rdata_write_number(at, (uint32_t)(value / unit));
	*at++ = '.';
	if (places == 3)
		*at++ = (char)('0' + part / 100);
	*at++ = (char)('0' + part / 10 % 10);
	*at++ = (char)('0' + part % 10);
	return at;
}

/* "degrees minutes seconds letter "; NULL: out of range. */
static char *write_angle(char *at, uint32_t angle, const char letters[2], uint32_t most)
{
	uint32_t ms = angle < ZERO_DEGREES ? ZERO_DEGREES - angle : angle - ZERO_DEGREES;
	if (!at || ms > most * DEGREE_MS)
		return NULL;
	at = rdata_write_number(at, ms / DEGREE_MS);
	*at++ = ' ';
	at = rdata_write_number(at, ms / 60000 % 60);
	*at++ = ' ';
	at = write_decimal(at, ms % 60000, 3);
	*at++ = ' ';
	*at++ = letters[angle < ZERO_DEGREES];
	*at++ = ' ';
	return at;
}

/* " size"; NULL: one that no text spells. */
static char *write_size(char *at, uint8_t size)
{
	uint64_t cm = size >> 4;
	unsigned exponent = size & 15;
	if (!at || cm > 9 || exponent > 9 || (cm == 0 && exponent > 0))
		return NULL;
	for (; exponent > 0; exponent--)
		cm *= 10;
	*at++ = ' ';
	at = write_decimal(at, cm, 2);
	*at++ = 'm';
	return at;
}

static bool print_loc(struct rdata_out *out)
{
	const uint8_t *p = out->p;
	if (out->end - p != LOC_OCTETS || p[0] != 0)
		return rdata_no_text(out, "bad-loc", "is of a version that is not known");
	char *at = rdata_text_room(out, 128);
	at = write_angle(at, get32(p + 4), "NS", 90);
	at = write_angle(at, get32(p + 8), "EW", 180);
	if (!at)
		return rdata_no_text(out, "bad-loc", "has an angle out of range");
	uint32_t altitude = get32(p + 12);
	bool below = altitude < BELOW_SEA;
	if (below)
		*at++ = '-';
	at = write_decimal(at, below ? BELOW_SEA - altitude : altitude - BELOW_SEA, 2);
	*at++ = 'm';
	for (int i = 1; i <= 3; i++)
		at = write_size(at, p[i]);
	if (!at)
		return rdata_no_text(out, "bad-loc", "has a size that is no number");
	out->p = out->end;
	return rdata_text_end(out, at);
}

const struct rdata_kind rdata_kind_loc = {measure_loc, parse_loc, print_loc, NULL};
