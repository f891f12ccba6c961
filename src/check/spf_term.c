#include "spf_term.h"

#include <arpa/inet.h>

enum domain_rule { DOMAIN_NONE, DOMAIN_MAY, DOMAIN_MUST, ADDRESS4, ADDRESS6 };

static const struct {
	const char *name;
	enum spf_kind kind;
	enum domain_rule rule;
	bool lookup, prefixes; /* prefixes: "/24//64" may stand behind the domain */
} mechanisms[] = {
	{"all", SPF_ALL, DOMAIN_NONE, false, false},
	{"include", SPF_INCLUDE, DOMAIN_MUST, true, false},
	{"a", SPF_A, DOMAIN_MAY, true, true},
	{"mx", SPF_MX, DOMAIN_MAY, true, true},
	{"ptr", SPF_PTR, DOMAIN_MAY, true, false},
	{"ip4", SPF_IP4, ADDRESS4, false, false},
	{"ip6", SPF_IP6, ADDRESS6, false, false},
	{"exists", SPF_EXISTS, DOMAIN_MUST, true, false},
};

static bool is_alpha(char c)
{
	unsigned char l = str_lower[(unsigned char)c];
	return l >= 'a' && l <= 'z';
}

static bool is_alnum(char c)
{
	return is_alpha(c) || str_is_digit(c);
}

static bool is_one_of(char c, const char *set)
{
	return c && strchr(set, c);
}

static struct str from(struct str s, size_t at)
{
	return (struct str){s.p + at, s.n - at};
}

/* A number as the ABNF of prefix lengths has it: no leading zero. */
static bool is_length(struct str s, uint64_t max)
{
	uint64_t value;
	return str_to_u64(s.p, s.n, max, &value) && (s.n == 1 || s.p[0] != '0');
}

static bool is_address(struct str s, enum domain_rule rule)
{
	char text[INET6_ADDRSTRLEN];
	unsigned char address[16];
	const char *slash = s.n ? memchr(s.p, '/', s.n) : NULL;
	if (slash && !is_length(from(s, (size_t)(slash - s.p) + 1), rule == ADDRESS4 ? 32 : 128))
		return false;
	size_t n = slash ? (size_t)(slash - s.p) : s.n;
	if (n == 0 || n >= sizeof(text) || memchr(s.p, '\0', n))
		return false;
	memcpy(text, s.p, n);
	text[n] = '\0';
	return inet_pton(rule == ADDRESS4 ? AF_INET : AF_INET6, text, address) == 1;
}

/* The length of "%{d2r.-}", "%%", "%_" or "%-" at the start, 0 when it is none of these. */
static size_t macro_length(struct str s)
{
	size_t i = 3;
	if (s.n < 2)
		return 0;
	if (s.p[1] == '%' || s.p[1] == '_' || s.p[1] == '-')
		return 2;
	if (s.n < 4 || s.p[1] != '{' ||
		!is_one_of((char)str_lower[(unsigned char)s.p[2]], "slodiphcrtv"))
		return 0;
	while (i < s.n && str_is_digit(s.p[i]))
		i++;
	if (i < s.n && str_lower[(unsigned char)s.p[i]] == 'r')
		i++;
	while (i < s.n && is_one_of(s.p[i], ".-+,/_="))
		i++;
	return i < s.n && s.p[i] == '}' ? i + 1 : 0;
}

static const char *macro_string_fault(struct str s)
{
	while (s.n) {
		size_t n = 1;
		if (s.p[0] == '%') {
			n = macro_length(s);
			if (n == 0)
				return "a '%' begins no macro";
		} else if (s.p[0] < 0x21 || s.p[0] > 0x7e) {
			return "it holds an octet that may not stand there";
		}
		s = from(s, n);
	}
	return NULL;
}

/* domain-end: a macro, or a dot and a label that is not all digits. */
static bool has_domain_end(struct str s)
{
	if (s.n && s.p[s.n - 1] == '}')
		return true;
	if (s.n && s.p[s.n - 1] == '.')
		s.n--;
	size_t end = s.n;
	bool letter = false;
	while (s.n && s.p[s.n - 1] != '.') {
		char c = s.p[--s.n];
		if (!is_alnum(c) && c != '-')
			return false;
		letter = letter || !str_is_digit(c);
	}
	return s.n && letter && s.n < end && s.p[s.n] != '-' && s.p[end - 1] != '-';
}

static const char *domain_fault(struct str s)
{
	const char *wrong = s.n ? macro_string_fault(s) : "a domain is missing";
	if (!wrong && s.n > 253)
		wrong = "the domain is too long";
	if (!wrong && memchr(s.p, ':', s.n))
		wrong = "a ':' in a domain: were strings joined without a space between?";
	if (!wrong && !has_domain_end(s))
		wrong = "no domain with a dot and a valid last label";
	return wrong;
}

/* Takes "/24", "//64" or "/24//64" off the end of a term's argument; macros may hold a '/'. */
static const char *cut_prefixes(struct str *s)
{
	const char *brace = s->n ? memrchr(s->p, '}', s->n) : NULL;
	size_t skip = brace ? (size_t)(brace - s->p) : 0;
	const char *slash = s->n ? memchr(s->p + skip, '/', s->n - skip) : NULL;
	if (!slash)
		return NULL;
	struct str four = from(*s, (size_t)(slash - s->p));
	const char *two = memmem(four.p, four.n, "//", 2);
	s->n = (size_t)(slash - s->p);
	if (two) {
		if (!is_length(from(four, (size_t)(two - four.p) + 2), 128))
			return "the length of an IPv6 prefix is 0 to 128";
		four.n = (size_t)(two - four.p);
	}
	if (four.n && !is_length(from(four, 1), 32))
		return "the length of an IPv4 prefix is 0 to 32";
	return NULL;
}

static size_t name_length(struct str s)
{
	size_t n = 0;
	while (n < s.n && (is_alnum(s.p[n]) || (n && is_one_of(s.p[n], "-_."))))
		n++;
	return n && is_alpha(s.p[0]) ? n : 0;
}

static const char *parse_modifier(struct spf_term *term, size_t n)
{
	struct str value = from(term->text, n + 1);
	if (str_eq_nocase(term->text.p, n, "redirect", 8))
		term->kind = SPF_REDIRECT;
	else if (str_eq_nocase(term->text.p, n, "exp", 3))
		term->kind = SPF_EXP;
	else
		term->kind = SPF_OTHER;
	if (term->kind == SPF_OTHER)
		return macro_string_fault(value);
	term->domain = value;
	return domain_fault(value);
}

static const char *parse_argument(struct spf_term *term, struct str s, size_t row)
{
	enum domain_rule rule = mechanisms[row].rule;
	if (rule == ADDRESS4 || rule == ADDRESS6) {
		if (s.n == 0 || s.p[0] != ':' || !is_address(from(s, 1), rule))
			return rule == ADDRESS4 ? "no IPv4 address with a length of 0 to 32"
						: "no IPv6 address with a length of 0 to 128";
		return NULL;
	}
	const char *wrong = mechanisms[row].prefixes ? cut_prefixes(&s) : NULL;
	if (wrong)
		return wrong;
	if (s.n == 0)
		return rule == DOMAIN_MUST ? "a domain is missing" : NULL;
	if (rule == DOMAIN_NONE || s.p[0] != ':')
		return "this doesn't belong behind the mechanism's name";
	term->domain = from(s, 1);
	return domain_fault(term->domain);
}

static const char *parse_mechanism(struct spf_term *term, struct str s)
{
	size_t n = 0;
	while (n < s.n && is_alnum(s.p[n]))
		n++;
	for (size_t i = 0; i < sizeof(mechanisms) / sizeof(mechanisms[0]); i++)
		if (str_eq_nocase(s.p, n, mechanisms[i].name, strlen(mechanisms[i].name))) {
			term->kind = mechanisms[i].kind;
			return parse_argument(term, from(s, n), i);
		}
	return "no such mechanism";
}

bool spf_term_next(struct str *rest, struct spf_term *term, const char **wrong)
{
	*wrong = NULL;
	while (rest->n && rest->p[0] == ' ')
		*rest = from(*rest, 1);
	if (rest->n == 0)
		return false;
	const char *space = memchr(rest->p, ' ', rest->n);
	size_t n = space ? (size_t)(space - rest->p) : rest->n;
	*term = (struct spf_term){.kind = SPF_OTHER, .qualifier = '+', .text = {rest->p, n}};
	*rest = from(*rest, n);
	size_t name = name_length(term->text);
	if (name && name < n && term->text.p[name] == '=') {
		*wrong = parse_modifier(term, name);
	} else {
		struct str s = term->text;
		if (is_one_of(s.p[0], "+-~?")) {
			term->qualifier = s.p[0];
			s = from(s, 1);
		}
		*wrong = parse_mechanism(term, s);
	}
	return *wrong == NULL;
}

bool spf_term_is_mechanism(const struct spf_term *term)
{
	return term->kind < SPF_REDIRECT;
}

bool spf_term_needs_lookup(const struct spf_term *term)
{
	if (term->kind == SPF_REDIRECT)
		return true;
	for (size_t i = 0; i < sizeof(mechanisms) / sizeof(mechanisms[0]); i++)
		if (mechanisms[i].kind == term->kind)
			return mechanisms[i].lookup;
	return false;
}
