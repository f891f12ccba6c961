/* Times of RRSIG and SIG: seconds since 1970, YYYYMMDDHHmmSS in text (RFC 4034 section 3.2). */
#include "rdata_kind.h"

enum { DATE_DIGITS = 14, SECONDS_PER_DAY = 86400 };

/* Days since 1970-01-01 of the first of a month; years begin in March, so that leap days end one.
 * Gregorian eras of 400 years have 146,097 days, 719,468 lie between 0000-03-01 and 1970. */
static uint32_t days_before(unsigned year, unsigned month)
{
	if (month <= 2)
		year--;
	unsigned of_era = year % 400, shifted = (month + 9) % 12;
	return year / 400 * 146097 + of_era * 365 + of_era / 4 - of_era / 100 +
	       (153 * shifted + 2) / 5 - 719468;
}

static unsigned digits_at(const char *p, int n)
{
	unsigned value = 0;
	while (n-- > 0)
		value = value * 10 + (unsigned)(*p++ - '0');
	return value;
}

/* The seconds that 14 digits mean; false: no such date before 2106-02-07 06:28:16. */
static bool read_date(uint32_t *seconds, const char *p)
{
	unsigned year = digits_at(p, 4), month = digits_at(p + 4, 2), day = digits_at(p + 6, 2);
	unsigned hour = digits_at(p + 8, 2), minute = digits_at(p + 10, 2);
	unsigned second = digits_at(p + 12, 2);
	if (year < 1970 || year > 2106 || month < 1 || month > 12 || day < 1 || hour > 23 ||
		minute > 59 || second > 60) /* 60: a leap second */
		return false;
	uint32_t of_day = hour * 3600 + minute * 60 + second;
	uint32_t first = days_before(year, month);
	uint32_t next = month == 12 ? days_before(year + 1, 1) : days_before(year, month + 1);
	if (day > next - first)
		return false;
	uint64_t all = (uint64_t)(first + day - 1) * SECONDS_PER_DAY + of_day;
	*seconds = (uint32_t)all;
	return all <= UINT32_MAX;
}

static bool read_time(uint32_t *seconds, const char *p, size_t n)
{
	uint64_t value;
	if (n != DATE_DIGITS) {
		if (n > 10 || !str_to_u64(p, n, UINT32_MAX, &value))
			return false;
		*seconds = (uint32_t)value;
		return true;
	}
	for (size_t i = 0; i < n; i++)
		if (!str_is_digit(p[i]))
			return false;
	return read_date(seconds, p);
}

static enum zf_status parse_time(struct rdata_in *in)
{
	uint32_t seconds = 0;
	const struct rrtoken *token = rdata_plain(in);
	uint8_t *o = token ? rdata_room(in, 4) : NULL;
	if (!token)
		return ZF_ERR_DATA;
	if (!o)
		return rdata_too_long(in);
	if (!read_time(&seconds, token->p, token->n))
		return rdata_fail(in, "bad-time",
			"is neither a date YYYYMMDDHHmmSS until 2106 nor seconds below 2^32");
	o[0] = (uint8_t)(seconds >> 24);
	o[1] = (uint8_t)(seconds >> 16);
	o[2] = (uint8_t)(seconds >> 8);
	o[3] = (uint8_t)seconds;
	rdata_wrote(in, 4);
	in->token++;
	return ZF_OK;
}

static long measure_time(const uint8_t *p, size_t n)
{
	(void)p;
	return n >= 4 ? 4 : RDATA_BROKEN;
}

static char *write_digits(char *at, uint32_t value, int n)
{
	for (int i = n; i-- > 0; value /= 10)
		at[i] = (char)('0' + value % 10);
	return at + n;
}

static bool print_time(struct rdata_out *out)
{
	char *at = out->end - out->p >= 4 ? rdata_text_room(out, DATE_DIGITS) : NULL;
	if (!at)
		return false;
	const uint8_t *p = out->p;
	uint32_t seconds = (uint32_t)p[0] << 24 | (uint32_t)(p[1] << 16 | p[2] << 8 | p[3]);
	uint32_t days = seconds / SECONDS_PER_DAY + 719468, of_day = seconds % SECONDS_PER_DAY;
	/* The reverse of days_before; see there. */
	uint32_t of_era = days % 146097;
	uint32_t year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
	uint32_t of_year = of_era - (365 * year + year / 4 - year / 100);
	uint32_t shifted = (5 * of_year + 2) / 153, month = (shifted + 2) % 12 + 1;
	year += days / 146097 * 400 + (month <= 2);
	at = write_digits(at, year, 4);
	at = write_digits(at, month, 2);
	at = write_digits(at, of_year - (153 * shifted + 2) / 5 + 1, 2);
	at = write_digits(at, of_day / 3600, 2);
	at = write_digits(at, of_day / 60 % 60, 2);
	at = write_digits(at, of_day % 60, 2);
	out->p += 4;
	return rdata_text_end(out, at);
}

const struct rdata_kind rdata_kind_time = {measure_time, parse_time, print_time, NULL};
