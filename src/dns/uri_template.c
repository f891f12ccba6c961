#include "uri_template.h"

#include <string.h>

#include "str.h"

static bool is_letter(char c)
{
	return str_lower[(unsigned char)c] >= 'a' && str_lower[(unsigned char)c] <= 'z';
}

/* The length of %hh at p; 0: it is something else. */
static size_t percent(const char *p, const char *end)
{
	return end - p >= 3 && *p == '%' && str_hex_digit(p[1]) >= 0 && str_hex_digit(p[2]) >= 0
		       ? 3
		       : 0;
}

/* The end of the variable's name that starts at p; p itself when there is none. Names with dots are
 * left out: BIND refuses them. */
static const char *name_end(const char *p, const char *end)
{
	while (p < end) {
		size_t n = is_letter(*p) || str_is_digit(*p) || *p == '_' ? 1 : percent(p, end);
		if (n == 0)
			break;
		p += n;
	}
	return p;
}

/* The end of a modifier (section 2.4) at p: '*', or ':' and a number from 1 to 9999. */
static const char *modifier_end(const char *p, const char *end)
{
	if (p < end && *p == '*')
		return p + 1;
	if (p == end || *p != ':' || p + 1 == end || p[1] == '0')
		return p;
	const char *at = p + 1;
	while (at < end && at - p <= 4 && str_is_digit(*at))
		at++;
	return at > p + 1 ? at : p;
}

/* Reads the expression behind a '{'. Returns what follows its '}', or NULL: it's malformed. */
static const char *read_expression(const char *p, const char *end, struct str variable, bool *found)
{
	if (p < end && *p && strchr("+#./;?&", *p))
		p++;
	for (;; p++) {
		const char *stop = name_end(p, end);
		if (stop == p)
			return NULL;
		if ((size_t)(stop - p) == variable.n && memcmp(p, variable.p, variable.n) == 0)
			*found = true;
		p = modifier_end(stop, end);
		if (p == end || (*p != ',' && *p != '}'))
			return NULL;
		if (*p == '}')
			return p + 1;
	}
}

bool uri_template_has(const char *text, size_t size, const char *variable)
{
	const char *p = text, *end = text + size;
	bool found = false;
	uint32_t code;
	while (p && p < end) {
		int n = str_utf8(p, (size_t)(end - p), &code);
		if (n == 0 || (*p == '%' && !percent(p, end)))
			return false;
		p = *p == '{' ? read_expression(p + 1, end, str_of(variable), &found) : p + n;
	}
	return p && found;
}
