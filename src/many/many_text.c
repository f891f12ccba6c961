/* Many zones for people: what a single one shows of each that isn't the same, and a summary with
 * the names of those that need somebody. */
#include "many_writers.h"

static bool is_trouble(const struct many_zone *z)
{
	return z->state >= MANY_REFUSED;
}

static void add_line(struct buf *b, const struct many *m, const struct many_zone *z)
{
	bool one_side = m->sides[0] && (z->state == MANY_ONLY_A || z->state == MANY_ONLY_B);
	str_print(b, z->name, strlen(z->name));
	buf_printf(b, ": %s", one_side ? "only " : many_word(m, z->state));
	if (!one_side && z->state == MANY_RENAMED)
		buf_adds(b, ", ");
	if (one_side || z->state == MANY_RENAMED)
		many_add_where(b, z);
	if (z->why) {
		buf_adds(b, ": ");
		str_print(b, z->why, strlen(z->why));
	}
	buf_addc(b, '\n');
}

static void add_zone(struct out *o, const struct many *m, const struct many_zone *z)
{
	struct buf *b = &o->buf;
	if (many_has_line(z)) {
		add_line(b, m, z);
		if (!z->part_count)
			return;
		buf_addc(b, '\n');
	}
	for (size_t i = 0; i < z->part_count; i++) {
		buf_add(b, z->parts[i].body.data, z->parts[i].body.len);
		buf_addc(b, '\n');
		out_check(o);
	}
}

enum zf_status many_text(struct out *o, const struct many *m, const struct many_options *options,
	struct zf_error *err)
{
	(void)options;
	(void)err;
	for (size_t i = 0; i < m->count; i++)
		if (many_is_shown(&m->items[i]) && !is_trouble(&m->items[i]))
			add_zone(o, m, &m->items[i]);
	for (size_t i = 0; i < m->count; i++)
		if (many_is_shown(&m->items[i]) && is_trouble(&m->items[i]))
			add_zone(o, m, &m->items[i]);
	many_add_summary(&o->buf, m);
	buf_addc(&o->buf, '\n');
	return ZF_OK;
}
