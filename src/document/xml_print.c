#include "xml.h"

/* Text is ASCII: what isn't, and what marks up, is a character reference. */
static void add_text(struct buf *b, struct str text)
{
	for (size_t i = 0; i < text.n;) {
		uint32_t code;
		int n = str_utf8(text.p + i, text.n - i, &code);
		char c = text.p[i];
		if (n > 1 || c == '<' || c == '>' || c == '&' || c == '"' || c == '\r')
			buf_printf(b, "&#%lu;", (unsigned long)code);
		else
			buf_addc(b, c);
		i += n > 0 ? (size_t)n : 1;
	}
}

static void add_attributes(struct buf *b, const struct json *element)
{
	if (json_kind(element) != JSON_OBJECT)
		return;
	for (const struct json *m = json_first(element); m; m = json_next(m)) {
		if (json_name(m)[0] != '@')
			continue;
		buf_printf(b, " %s=\"", json_name(m) + 1);
		add_text(b, json_text(m));
		buf_addc(b, '"');
	}
}

static void add_members(struct buf *b, const struct json *object);

static void add_element(struct buf *b, const char *name, const struct json *element)
{
	buf_printf(b, "<%s", name);
	add_attributes(b, element);
	buf_addc(b, '>');
	if (json_kind(element) == JSON_OBJECT)
		add_members(b, element);
	else
		add_text(b, json_text(element));
	buf_printf(b, "</%s>", name);
}

static void add_members(struct buf *b, const struct json *object)
{
	for (const struct json *m = json_first(object); m; m = json_next(m)) {
		const char *name = json_name(m);
		if (name[0] == '@' || json_kind(m) == JSON_NULL)
			continue;
		if (name[0] == '#')
			add_text(b, json_text(m));
		else if (json_kind(m) != JSON_ARRAY)
			add_element(b, name, m);
		else
			for (const struct json *e = json_first(m); e; e = json_next(e))
				add_element(b, name, e);
	}
}

void xml_print(struct buf *b, const struct json *root)
{
	buf_adds(b, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
	add_members(b, root);
}
