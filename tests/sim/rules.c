/* rules: what values of records must look like. */
#include "rules.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

static bool is_address(int family, const char *text)
{
	unsigned char octets[16];
	return inet_pton(family, text, octets) == 1;
}

bool is_ipv4(const char *text)
{
	return is_address(AF_INET, text);
}

bool is_ipv6(const char *text)
{
	return is_address(AF_INET6, text);
}

/* How many characters the octet at p takes: \DDD, \X or itself. */
static size_t octet_size(const char *p)
{
	if (*p != '\\')
		return 1;
	return isdigit((unsigned char)p[1]) ? 1 + strspn(p + 1, "0123456789") : 2;
}

bool is_name(const char *text, size_t n)
{
	size_t label = 0, total = 0;
	for (size_t i = 0; i < n; i += octet_size(text + i), total++) {
		if (text[i] != '.') {
			if ((unsigned char)text[i] <= ' ' || text[i] == 127 || ++label > 63)
				return false;
			continue;
		}
		if (label == 0)
			return false;
		label = 0;
	}
	return label > 0 && total <= 253;
}

bool is_relative_name(const char *text)
{
	return is_name(text, strlen(text));
}

bool is_absolute_name(const char *text)
{
	size_t n = strlen(text);
	return strcmp(text, ".") == 0 || (n > 1 && text[n - 1] == '.' && is_name(text, n - 1));
}

const char *after_number(const char *text, unsigned long max)
{
	size_t n = strspn(text, "0123456789");
	if (n == 0 || n > 9 || text[n] != ' ' || strtoul(text, NULL, 10) > max)
		return NULL;
	return text + n + 1;
}

bool is_hex(const char *text)
{
	size_t n = strlen(text);
	return n > 0 && n % 2 == 0 && strspn(text, "0123456789abcdefABCDEF") == n;
}

bool is_tlsa(const char *text)
{
	for (int i = 0; i < 3 && text != NULL; i++)
		text = after_number(text, 255);
	return text != NULL && is_hex(text);
}

bool is_ascii(const char *text)
{
	for (; *text != '\0'; text++)
		if ((unsigned char)*text > 126)
			return false;
	return true;
}

bool is_quoted_strings(const char *text, size_t max)
{
	for (;;) {
		size_t n = 0;
		if (*text++ != '"')
			return false;
		for (; *text != '"'; text += octet_size(text))
			if (*text == '\0' || (*text == '\\' && text[1] == '\0') || ++n > max)
				return false;
		if (*++text == '\0')
			return true;
		if (*text++ != ' ')
			return false;
	}
}
