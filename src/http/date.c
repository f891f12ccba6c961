#include <stdio.h>

#include "http.h"

enum { WAIT_MOST = 300 }; /* seconds: who asks for more gets no answer in any reasonable run */

/* Days from 1970-01-01 to a date of the Gregorian calendar. */
static int64_t days_from(int64_t year, int month, int day)
{
	year -= month <= 2;
	int64_t era = year / 400, of_era = year - era * 400;
	int64_t of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
	return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

static int month_of(const char *name)
{
	static const char *const months[] = {
		"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
	for (int i = 0; i < 12; i++)
		if (strcmp(months[i], name) == 0)
			return i + 1;
	return 0;
}

/* The three forms of RFC 9110 section 5.6.7; -1 for anything else. */
static int64_t parse_date(const char *s)
{
	int year, day, h, m, sec, end = 0;
	char month[4];
	if ((sscanf(s, "%*[A-Za-z], %2d %3s %4d %2d:%2d:%2d GMT%n", &day, month, &year, &h, &m,
		     &sec, &end) != 6 ||
		    !end) &&
		(sscanf(s, "%*[A-Za-z], %2d-%3[A-Za-z]-%2d %2d:%2d:%2d GMT%n", &day, month, &year,
			 &h, &m, &sec, &end) != 6 ||
			!end) &&
		(sscanf(s, "%*[A-Za-z] %3s %2d %2d:%2d:%2d %4d%n", month, &day, &h, &m, &sec, &year,
			 &end) != 6 ||
			!end))
		return -1;
	if (year < 100)
		year += year < 70 ? 2000 : 1900;
	int month_number = month_of(month);
	if (s[end] || month_number == 0 || day < 1 || day > 31 || h > 23 || m > 59 || sec > 60 ||
		year < 1970 || h < 0 || m < 0 || sec < 0)
		return -1;
	return ((days_from(year, month_number, day) * 24 + h) * 60 + m) * 60 + sec;
}

static long clamp(int64_t seconds)
{
	return seconds < 0 ? 0 : seconds > WAIT_MOST ? WAIT_MOST : (long)seconds;
}

long http_retry_after(const struct http_response *r)
{
	const char *after = http_response_header(r, "retry-after");
	const char *now = http_response_header(r, "date");
	if (!after)
		return -1;
	size_t whole = strspn(after, "0123456789");
	const char *rest = after + whole;
	if (whole) {
		uint64_t seconds = WAIT_MOST;
		size_t fraction = *rest == '.' ? strspn(rest + 1, "0123456789") : 0;
		if (rest[fraction ? fraction + 1 : 0])
			return -1;
		if (!str_to_u64(after, whole, WAIT_MOST, &seconds))
			return WAIT_MOST;
		return clamp((int64_t)seconds + (fraction > 0));
	}
	int64_t until = parse_date(after), from = now ? parse_date(now) : -1;
	return until < 0 || from < 0 ? -1 : clamp(until - from);
}
