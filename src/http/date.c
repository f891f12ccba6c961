#include "http.h"

#include <curl/curl.h>

/* Seconds: what is told of a longer wait would be no date any more. */
static const int64_t WAIT_MOST = 99999999999;

/* HTTP dates (RFC 9110 section 5.6.7) begin with a day's name; curl would take others too, and
 * signed numbers for days. -1: it is none, or none since 1970. */
static int64_t parse_date(const char *s)
{
	return *s && strchr("FMSTW", *s) ? curl_getdate(s, NULL) : -1;
}

static long clamp(int64_t seconds)
{
	return seconds < 0 ? 0 : (long)(seconds > WAIT_MOST ? WAIT_MOST : seconds);
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
		uint64_t seconds = 0;
		size_t fraction = *rest == '.' ? strspn(rest + 1, "0123456789") : 0;
		if (rest[fraction ? fraction + 1 : 0])
			return -1;
		if (!str_to_u64(after, whole, (uint64_t)WAIT_MOST, &seconds))
			return (long)WAIT_MOST;
		return clamp((int64_t)seconds + (fraction > 0));
	}
	int64_t until = parse_date(after), from = now ? parse_date(now) : -1;
	return until < 0 || from < 0 ? -1 : clamp(until - from);
}
