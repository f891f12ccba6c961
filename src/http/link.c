#include "link.h"

static const char *skip_spaces(const char *p)
{
	while (*p == ' ' || *p == '\t')
		p++;
	return p;
}

/* Whether one of the words of a rel value is "next". */
static bool names_next(struct str rel)
{
	while (rel.n) {
		const char *space = memchr(rel.p, ' ', rel.n);
		size_t n = space ? (size_t)(space - rel.p) : rel.n;
		if (str_eq_nocase(rel.p, n, "next", 4))
			return true;
		rel.p += space ? n + 1 : n;
		rel.n -= space ? n + 1 : n;
	}
	return false;
}

/* Reads one name=value from *p, which is moved behind it; *next says whether it is a rel that names
 * the next page. False: it is malformed. */
static bool read_parameter(const char **at, bool *next)
{
	const char *p = *at;
	struct str name = {p, strcspn(p, "=;, \t\"<>")};
	p = skip_spaces(p + name.n);
	*at = p;
	if (str_eq_nocase(name.p, name.n, "rel*", 4))
		return false;
	if (*p != '=')
		return name.n > 0 || !*p || *p == ';' || *p == ',';
	p = skip_spaces(p + 1);
	struct str value = {p, strcspn(p, ";, \t\"<>")};
	if (*p == '"') {
		value.p = ++p;
		while (*p && *p != '"')
			p += p[0] == '\\' && p[1] ? 2 : 1;
		value.n = (size_t)(p - value.p);
		if (*p++ != '"')
			return false;
	} else {
		p += value.n;
	}
	*next = *next || (str_eq_nocase(name.p, name.n, "rel", 3) && names_next(value));
	*at = skip_spaces(p);
	return name.n > 0;
}

bool link_next(const char *header, struct str *next)
{
	const char *p = skip_spaces(header);
	*next = (struct str){NULL, 0};
	while (*p) {
		if (*p == ',') {
			p = skip_spaces(p + 1);
			continue;
		}
		const char *end = *p == '<' ? strchr(p, '>') : NULL;
		if (!end)
			return false;
		struct str target = {p + 1, (size_t)(end - p - 1)};
		bool is_next = false;
		p = skip_spaces(end + 1);
		while (*p == ';') {
			p = skip_spaces(p + 1);
			if (!read_parameter(&p, &is_next))
				return false;
		}
		if (*p && *p != ',')
			return false;
		if (is_next && !next->p)
			*next = target;
	}
	return true;
}
