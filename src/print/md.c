#include "md.h"

#include "err.h"

/* A line of ours never consists of backticks alone, which is what it takes to close a fence; a
 * longer fence is for renderers that are less strict, and need not follow a zone into absurdity. */
enum { FENCE_LEAST = 3, FENCE_MOST = 80 };

static const char language[] = "diff"; /* of the fenced block */

static size_t longest_run(const char *p, size_t n)
{
	size_t longest = 0, run = 0;
	for (size_t i = 0; i < n; i++) {
		run = p[i] == '`' ? run + 1 : 0;
		longest = run > longest ? run : longest;
	}
	return longest;
}

void md_add_code(struct buf *b, const char *p, size_t n)
{
	size_t ticks = longest_run(p, n) + 1;
	const char *pad = ticks > 1 || n == 0 || p[0] == ' ' || p[n - 1] == ' ' ? " " : "";
	buf_fill(b, '`', ticks);
	buf_adds(b, pad);
	buf_add(b, p, n);
	buf_adds(b, pad);
	buf_fill(b, '`', ticks);
}

void md_add_cell(struct buf *b, const char *p, size_t n)
{
	struct buf text;
	buf_init(&text, 0);
	for (size_t i = 0, backslashes = 0; i < n; i++) {
		if (p[i] == '|') {
			text.len -= backslashes % 2; /* its own escape is not needed any more */
			buf_adds(&text, "\\124");
		} else {
			buf_addc(&text, p[i]);
		}
		backslashes = p[i] == '\\' ? backslashes + 1 : 0;
	}
	md_add_code(b, text.data, text.len);
	buf_free(&text);
}

void md_add_text(struct buf *b, const char *text)
{
	struct buf clean;
	buf_init(&clean, 0);
	str_print(&clean, text, strlen(text));
	md_add_code(b, clean.data, clean.len);
	buf_free(&clean);
}

void md_add_location(struct buf *b, md_quote *quote, const struct output_options *options, size_t i,
	const struct zf_zone *zone)
{
	struct buf name;
	buf_init(&name, 0);
	output_add_name(&name, options, i, zone);
	quote(b, name.data, name.len);
	buf_free(&name);
}

void md_begin(struct md_comment *c, const struct output_options *options, const char *what,
	const struct zf_zone *zone)
{
	buf_init(&c->head, 0);
	if (options->frame == OUTPUT_WHOLE)
		buf_printf(&c->head, "<!-- zoneferry %s %s -->\n", what, zone->apex_text);
	buf_adds(&c->head, "**");
	md_add_code(&c->head, zone->apex_text, strlen(zone->apex_text));
	buf_adds(&c->head, ": ");
}

/* How large the items are together, and their longest run of backticks; once they are larger than
 * `enough`, the rest isn't looked at. */
struct extent {
	size_t size, run;
};

static struct extent measure(const struct md_comment *c, size_t enough)
{
	struct extent e = {0, 0};
	struct buf item;
	size_t at = 0;
	buf_init(&item, 0);
	for (size_t i = 0; i < c->count && (enough == 0 || e.size <= enough); i++) {
		buf_reset(&item);
		c->add_item(&item, &at, c->user);
		size_t run = longest_run(item.data, item.len);
		e.run = run > e.run ? run : e.run;
		e.size += item.len;
	}
	buf_free(&item);
	return e;
}

static void add_cut_note(struct buf *b, const struct md_comment *c, size_t shown)
{
	buf_printf(b,
		"\n**Cut: %zu of %zu RRsets are shown whole.** The rest does not fit into %zu "
		"octets; the same command with `-f text` shows everything.\n",
		shown, c->count, c->max_bytes);
}

/* As many whole lines of an item as fit into `room`; its title alone isn't worth it. */
static size_t lines_that_fit(const struct buf *item, size_t room)
{
	size_t fit = 0, lines = 0;
	for (size_t i = 0; i < item->len && i < room; i++) {
		if (item->data[i] == '\n') {
			fit = i + 1;
			lines++;
		}
	}
	return lines > 1 ? fit : 0;
}

/* Adds items up to `room` octets (0: all); returns how many are there whole. */
static size_t add_items(struct out *o, const struct md_comment *c, size_t room)
{
	struct buf item;
	size_t used = 0, i = 0, at = 0;
	buf_init(&item, 0);
	for (; i < c->count; i++) {
		buf_reset(&item);
		c->add_item(&item, &at, c->user);
		if (room > 0 && item.len > room - used) {
			buf_add(&o->buf, item.data, lines_that_fit(&item, room - used));
			break;
		}
		used += item.len;
		buf_add(&o->buf, item.data, item.len);
		out_check(o);
	}
	buf_free(&item);
	return i;
}

static void add_fence(struct buf *b, size_t ticks, const char *info)
{
	buf_fill(b, '`', ticks);
	buf_adds(b, info);
	buf_addc(b, '\n');
}

/* Fits the comment into its limit. */
static enum zf_status write_comment(struct out *o, const struct md_comment *c, struct zf_error *err)
{
	size_t max = c->max_bytes;
	struct extent e = measure(c, max);
	size_t ticks = e.run < FENCE_LEAST ? FENCE_LEAST : e.run + 1;
	ticks = ticks > FENCE_MOST ? FENCE_MOST : ticks;
	size_t fixed = c->head.len + (c->count ? 2 * ticks + strlen(language) + 3 : 0);
	bool cut = max > 0 && (fixed > max || e.size > max - fixed);
	struct buf note;
	buf_init(&note, 0);
	if (cut)
		add_cut_note(&note, c, c->count);
	if (max > 0 && fixed + note.len > max) {
		enum zf_status status = err_set(err, ZF_ERR_USAGE,
			"%zu octets are too few: the summary alone takes %zu", max,
			fixed + note.len);
		buf_free(&note);
		return status;
	}
	buf_add(&o->buf, c->head.data, c->head.len);
	if (c->count > 0) {
		buf_addc(&o->buf, '\n');
		add_fence(&o->buf, ticks, language);
		size_t room = cut ? max - fixed - note.len : 0;
		size_t shown = cut && room == 0 ? 0 : add_items(o, c, room);
		add_fence(&o->buf, ticks, "");
		if (cut)
			add_cut_note(&o->buf, c, shown);
	}
	buf_free(&note);
	return ZF_OK;
}

enum zf_status md_write(struct out *o, struct md_comment *c, struct zf_error *err)
{
	enum zf_status status = write_comment(o, c, err);
	buf_free(&c->head);
	return status;
}
