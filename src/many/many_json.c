/* Many zones for programs: one document, in which each zone has what a single one's document has.
 */
#include "jsonw.h"
#include "many_writers.h"

static void add_text(struct buf *b, const char *key, const char *text)
{
	if (!text)
		return;
	buf_printf(b, ",\"%s\":", key);
	jsonw_text(b, text);
}

static void add_zone(struct out *o, const struct many_zone *z)
{
	struct buf *b = &o->buf;
	buf_adds(b, "{\"name\":");
	jsonw_text(b, z->name);
	add_text(b, "from", z->from);
	add_text(b, "to", z->to);
	add_text(b, "state", many_json_word(z->state));
	add_text(b, "why", z->why);
	for (size_t i = 0; i < z->part_count; i++) {
		const struct many_part *part = &z->parts[i];
		bool again = i > 0 && strcmp(z->parts[i - 1].key, part->key) == 0;
		bool more = i + 1 < z->part_count && strcmp(part[1].key, part->key) == 0;
		size_t n = part->body.len;
		while (n && part->body.data[n - 1] == '\n')
			n--;
		if (again)
			buf_adds(b, ",\n");
		else
			buf_printf(b, ",\n\"%s\":[", part->key);
		buf_add(b, part->body.data, n);
		if (!more)
			buf_addc(b, ']');
		out_check(o);
	}
	buf_addc(b, '}');
}

enum zf_status many_json(struct out *o, const struct many *m, const struct many_options *options,
	struct zf_error *err)
{
	bool first = true;
	(void)options;
	(void)err;
	buf_printf(&o->buf, "{\"version\":1,\"many\":\"%s\"", m->what);
	add_text(&o->buf, "base", m->revisions[0]);
	add_text(&o->buf, "head", m->revisions[1]);
	buf_adds(&o->buf, ",\"zones\":[\n");
	for (size_t i = 0; i < m->count; i++) {
		jsonw_next(&o->buf, &first);
		add_zone(o, &m->items[i]);
	}
	buf_printf(&o->buf, "],\n\"summary\":{\"zones\":%zu", m->count);
	for (unsigned state = 0; state < MANY_STATES; state++) {
		size_t n = many_count(m, (enum many_state)state);
		if (n)
			buf_printf(
				&o->buf, ",\"%s\":%zu", many_json_word((enum many_state)state), n);
	}
	buf_adds(&o->buf, "}}\n");
	return ZF_OK;
}
