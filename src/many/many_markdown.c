/* Many zones as one comment: the summary, the list of what isn't the same, then what a single zone
 * would show of each. What doesn't fit is left out evenly: every zone may have as much as leaves
 * room for the others. */
#include <stdlib.h>

#include "err.h"
#include "md.h"
#include "mem.h"
#include "many_writers.h"

static const char cut_here[] = "\n*Cut here.*\n";

enum { CUT_NOTE = 200, SHARE_LEAST = 300 };

static void add_head(struct buf *b, const struct many *m)
{
	buf_printf(b, "<!-- zoneferry %s -->\n### %s\n\n**", m->what, m->title);
	many_add_summary(b, m);
	buf_adds(b, "**\n");
}

/* "- `example.com`: different, `a.zone` to `bunny:example.com`: why" */
static void add_item(struct buf *b, const struct many *m, const struct many_zone *z)
{
	bool one_side = z->state == MANY_ONLY_A || z->state == MANY_ONLY_B;
	buf_adds(b, "- ");
	md_add_text(b, z->name);
	buf_printf(b, ": %s", one_side && m->sides[0] ? "only there" : many_word(m, z->state));
	if (z->from || z->to)
		buf_adds(b, ", ");
	if (z->from)
		md_add_text(b, z->from);
	if (many_has_both(z))
		buf_adds(b, " to ");
	if (z->to && (!z->from || many_has_both(z)))
		md_add_text(b, z->to);
	if (z->why) {
		buf_adds(b, ": ");
		md_add_text(b, z->why);
	}
	buf_addc(b, '\n');
}

/* The list, up to `room` octets. */
static void add_list(struct buf *b, const struct many *m, size_t room)
{
	struct buf item;
	size_t left = 0, used = 0;
	buf_init(&item, 0);
	for (size_t i = 0; i < m->count; i++) {
		if (!many_is_shown(&m->items[i]))
			continue;
		buf_reset(&item);
		add_item(&item, m, &m->items[i]);
		if (left || item.len > room - used) {
			left++;
			continue;
		}
		if (!used)
			buf_addc(b, '\n');
		used += item.len;
		buf_add(b, item.data, item.len);
	}
	if (left)
		buf_printf(b, "- and %zu more\n", left);
	buf_free(&item);
}

static void add_zone(struct buf *b, const struct many *m, const struct many_zone *z)
{
	buf_adds(b, "\n#### ");
	md_add_text(b, z->name);
	buf_printf(b, ": %s\n", many_word(m, z->state));
	for (size_t i = 0; i < z->part_count; i++) {
		buf_addc(b, '\n');
		buf_add(b, z->parts[i].body.data, z->parts[i].body.len);
	}
}

static size_t count_ticks(const char *p, size_t n)
{
	size_t ticks = 0;
	while (ticks < n && p[ticks] == '`')
		ticks++;
	return ticks;
}

/* Adds whole lines of a text up to `max` octets, and closes a fenced block that is open there. */
static void add_cut(struct buf *b, const struct buf *text, size_t max)
{
	size_t good = 0, good_ticks = 0, ticks = 0;
	for (size_t at = 0; at < text->len;) {
		const char *line = text->data + at, *end = memchr(line, '\n', text->len - at);
		size_t n = end ? (size_t)(end + 1 - line) : text->len - at;
		size_t run = count_ticks(line, n);
		if (ticks && run == ticks && run + 1 == n)
			ticks = 0;
		else if (!ticks && run >= 3)
			ticks = run;
		at += n;
		if (at + (ticks ? ticks + 1 : 0) + strlen(cut_here) > max)
			break;
		good = at;
		good_ticks = ticks;
	}
	if (!good)
		return;
	buf_add(b, text->data, good);
	if (good_ticks) {
		buf_fill(b, '`', good_ticks);
		buf_addc(b, '\n');
	}
	buf_adds(b, cut_here);
}

static int by_size(const void *a, const void *b)
{
	const size_t *x = a, *y = b;
	return (*x > *y) - (*x < *y);
}

/* How much each of the texts may have, so that together they have no more than `room`. */
static size_t share_of(const struct buf *texts, size_t count, size_t room)
{
	size_t *sizes = mem_alloc((count + 1) * sizeof(*sizes)), share = 0;
	for (size_t i = 0; i < count; i++)
		sizes[i] = texts[i].len;
	if (count)
		qsort(sizes, count, sizeof(*sizes), by_size);
	for (size_t i = 0; i < count; i++) {
		share = room / (count - i);
		if (sizes[i] > share)
			break;
		room -= sizes[i];
	}
	free(sizes);
	return share < SHARE_LEAST ? SHARE_LEAST : share;
}

/* The zones up to `room` octets; returns how many are not there whole. */
static size_t add_zones(struct out *o, const struct buf *texts, size_t count, size_t room)
{
	size_t share = share_of(texts, count, room), left = 0, used = 0;
	for (size_t i = 0; i < count; i++) {
		size_t before = o->buf.len, mine = room - used < share ? room - used : share;
		if (texts[i].len <= mine) {
			buf_add(&o->buf, texts[i].data, texts[i].len);
		} else {
			add_cut(&o->buf, &texts[i], mine);
			left++;
		}
		used += o->buf.len - before;
	}
	return left;
}

static enum zf_status write_cut(struct out *o, const struct many *m, const struct buf *texts,
	size_t count, size_t max, struct zf_error *err)
{
	size_t start = o->buf.len;
	add_head(&o->buf, m);
	size_t head = o->buf.len - start;
	if (head + CUT_NOTE > max)
		return err_set(err, ZF_ERR_USAGE, "%zu octets are too few: the summary takes %zu",
			max, head + CUT_NOTE);
	size_t third = (max - head - CUT_NOTE) / 3;
	add_list(&o->buf, m, third);
	size_t used = o->buf.len - start + CUT_NOTE;
	size_t left = add_zones(o, texts, count, used < max ? max - used : 0);
	if (left)
		buf_printf(&o->buf,
			"\n**Cut: %zu of %zu zones are not shown whole.** They don't fit into %zu "
			"octets; the same command with `-f text` shows everything.\n",
			left, count, max);
	return ZF_OK;
}

static void write_all(struct out *o, const struct many *m, const struct buf *texts, size_t count)
{
	add_head(&o->buf, m);
	add_list(&o->buf, m, SIZE_MAX);
	for (size_t i = 0; i < count; i++) {
		buf_add(&o->buf, texts[i].data, texts[i].len);
		out_check(o);
	}
}

static size_t size_of(const struct many *m, const struct buf *texts, size_t count)
{
	struct buf head;
	buf_init(&head, 0);
	add_head(&head, m);
	add_list(&head, m, SIZE_MAX);
	size_t size = head.len;
	for (size_t i = 0; i < count; i++)
		size += texts[i].len;
	buf_free(&head);
	return size;
}

enum zf_status many_markdown(struct out *o, const struct many *m,
	const struct many_options *options, struct zf_error *err)
{
	struct buf *texts = mem_alloc((m->count + 1) * sizeof(*texts));
	enum zf_status status = ZF_OK;
	size_t count = 0, max = options->max_bytes;
	for (size_t i = 0; i < m->count; i++) {
		if (!many_is_shown(&m->items[i]) || !m->items[i].part_count)
			continue;
		buf_init(&texts[count], 0);
		add_zone(&texts[count++], m, &m->items[i]);
	}
	if (max == 0 || size_of(m, texts, count) <= max)
		write_all(o, m, texts, count);
	else
		status = write_cut(o, m, texts, count, max, err);
	for (size_t i = 0; i < count; i++)
		buf_free(&texts[i]);
	free(texts);
	return status;
}
