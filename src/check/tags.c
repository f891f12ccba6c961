#include "tags.h"

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static struct str trim(struct str s)
{
	while (s.n && is_space(s.p[0]))
		s.p++, s.n--;
	while (s.n && is_space(s.p[s.n - 1]))
		s.n--;
	return s;
}

static bool is_tag_name(struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		char c = (char)str_lower[(unsigned char)s.p[i]];
		if (!(c >= 'a' && c <= 'z') && c != '_' && !(i > 0 && str_is_digit(c)))
			return false;
	}
	return s.n > 0;
}

bool tags_list_next(struct str *list, char separator, struct str *item)
{
	if (!list->p)
		return false;
	const char *end = memchr(list->p, separator, list->n);
	size_t n = end ? (size_t)(end - list->p) : list->n;
	*item = trim((struct str){list->p, n});
	*list = end ? (struct str){end + 1, list->n - n - 1} : (struct str){NULL, 0};
	return true;
}

const char *tags_parse(struct tags *tags, struct str text)
{
	struct str item, old;
	tags->count = 0;
	while (tags_list_next(&text, ';', &item)) {
		if (item.n == 0 && !text.p)
			break; /* a final ';' ends the last tag */
		const char *equals = item.n ? memchr(item.p, '=', item.n) : NULL;
		if (!equals)
			return "a part between two ';' is not tag=value";
		struct str name = trim((struct str){item.p, (size_t)(equals - item.p)});
		struct str value =
			trim((struct str){equals + 1, item.n - (size_t)(equals - item.p) - 1});
		if (!is_tag_name(name))
			return "the name of a tag has letters, digits and '_' only";
		if (tags->count == TAGS_MAX)
			return "it has more than 64 tags";
		for (size_t i = 0; i < tags->count; i++) {
			old = tags->items[i].name;
			if (old.n == name.n && memcmp(old.p, name.p, name.n) == 0)
				return "a tag stands there twice";
		}
		tags->items[tags->count].name = name;
		tags->items[tags->count++].value = value;
	}
	return tags->count ? NULL : "it is empty";
}

bool tags_find(const struct tags *tags, const char *name, struct str *value)
{
	for (size_t i = 0; i < tags->count; i++)
		if (str_eq(tags->items[i].name, name)) {
			*value = tags->items[i].value;
			return true;
		}
	return false;
}

static bool is_base64(char c)
{
	unsigned char l = str_lower[(unsigned char)c];
	return (l >= 'a' && l <= 'z') || str_is_digit(c) || c == '+' || c == '/';
}

bool tags_base64_size(struct str text, size_t *octets)
{
	size_t digits = 0, pads = 0;
	for (size_t i = 0; i < text.n; i++) {
		if (is_space(text.p[i]))
			continue;
		if (text.p[i] == '=')
			pads++;
		else if (pads || !is_base64(text.p[i]))
			return false;
		else
			digits++;
	}
	*octets = digits * 3 / 4;
	return pads <= 2 && digits % 4 != 1 && (pads == 0 || (digits + pads) % 4 == 0);
}
