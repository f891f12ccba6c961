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

/* Reads one ;name=value from p; *next says whether it is a rel that names the next page. Returns
 * where it ends. */
static const char *read_parameter(const char *p, bool *next)
{
	size_t n = strcspn(p, "=;, \t");
	bool is_rel = str_eq_nocase(p, n, "rel", 3);
	p = skip_spaces(p + n);
	if (*p != '=')
		return p;
	p = skip_spaces(p + 1);
	struct str value = {p, strcspn(p, ";, \t")};
	if (*p == '"') {
		value.p = ++p;
		value.n = strcspn(p, "\"");
		p += value.n + (p[value.n] == '"');
	} else {
		p += value.n;
	}
	*next = *next || (is_rel && names_next(value));
	return p;
}

struct str link_next(const char *header)
{
	const char *p = header;
	while ((p = strchr(p, '<')) != NULL) {
		const char *end = strchr(p, '>');
		if (!end)
			break;
		struct str target = {p + 1, (size_t)(end - p - 1)};
		bool next = false;
		p = skip_spaces(end + 1);
		while (*p == ';')
			p = skip_spaces(read_parameter(skip_spaces(p + 1), &next));
		if (next)
			return target;
	}
	return (struct str){NULL, 0};
}
