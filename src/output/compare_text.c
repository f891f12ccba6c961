#include "compare_text.h"

#include "formats.h"

bool compare_shows(const struct output_options *options, const struct compare_rrset *rrset)
{
	return options->rows == OUTPUT_ROWS_ALL || rrset->odd != 0 || rrset->not_compared != 0;
}

void compare_add_names(struct buf *b, const struct compare_view *view, unsigned bits)
{
	const char *before = "";
	for (size_t i = 0; i < view->c->location_count; i++) {
		if (!(bits >> i & 1))
			continue;
		buf_adds(b, before);
		output_add_name(b, view->options, i, view->c->locations[i].zone);
		before = ", ";
	}
}

void compare_add_verdict(
	struct buf *b, const struct compare_view *view, const struct compare_rrset *rrset)
{
	if (rrset->odd == 0 && rrset->not_compared) {
		buf_adds(b, "can't be compared");
	} else if (rrset->odd == 0) {
		buf_adds(b, "all agree");
	} else if (rrset->majority == rrset->groups) {
		buf_adds(b, "no majority");
	} else {
		buf_adds(b, "odd: ");
		compare_add_names(b, view, rrset->odd);
	}
}

const char *compare_absence(enum compare_state state)
{
	static const char *const texts[] = {[COMPARE_HAS_NOT] = "lacks it",
		[COMPARE_CANNOT_HOLD] = "can't hold the type",
		[COMPARE_SYNTHESISED] = NULL,
		[COMPARE_NOT_COMPARED] = "serves what has no DNS form here"};
	return texts[state];
}

void compare_add_record(struct buf *b, const struct rec *r)
{
	buf_printf(b, "%u ", r->ttl);
	out_add_rdata(b, r);
}

/* The locations that show the same as location i, itself included; i is the first of them. */
static unsigned alike(const struct comparison *c, const struct compare_rrset *rrset, size_t i)
{
	const struct compare_cell *first = &rrset->cells[i];
	unsigned bits = 0;
	for (size_t j = i; j < c->location_count; j++) {
		const struct compare_cell *cell = &rrset->cells[j];
		bool same = cell->state == first->state && cell->group == first->group;
		if (j == i || (same && cell->state != COMPARE_SYNTHESISED))
			bits |= 1u << j;
	}
	return bits;
}

static void add_alike(struct buf *b, const struct compare_view *view,
	const struct compare_rrset *rrset, size_t i, unsigned bits)
{
	const struct compare_cell *cell = &rrset->cells[i];
	const char *absence = compare_absence(cell->state);
	bool odd = rrset->odd >> i & 1;
	buf_printf(b, "  %s", odd ? view->style->odd.before : "");
	compare_add_names(b, view, bits);
	if (absence)
		buf_printf(b, ": %s", absence);
	if (cell->state == COMPARE_SYNTHESISED)
		buf_adds(b, ": synthesised, not compared");
	buf_printf(b, "%s\n", odd ? view->style->odd.behind : "");
	struct diff_set set = compare_set(view->c, rrset, i);
	for (size_t k = 0; k < set.count; k++) {
		buf_adds(b, "    ");
		compare_add_record(b, set.recs[k]);
		buf_addc(b, '\n');
	}
}

void compare_text_add_rrset(
	struct buf *b, const struct compare_view *view, const struct compare_rrset *rrset)
{
	unsigned done = 0;
	buf_adds(b, view->style->title.before);
	out_add_owner(b, rrset->zone, rrset->any);
	buf_addc(b, ' ');
	out_add_type(b, rrset->any);
	buf_adds(b, view->style->title.behind);
	buf_adds(b, ": ");
	compare_add_verdict(b, view, rrset);
	buf_addc(b, '\n');
	for (size_t i = 0; i < view->c->location_count; i++) {
		if (done >> i & 1)
			continue;
		unsigned bits = alike(view->c, rrset, i);
		add_alike(b, view, rrset, i, bits);
		done |= bits;
	}
}

/* RRsets of which nothing is odd, and nothing can't be told. */
static size_t agree(const struct comparison *c)
{
	size_t n = 0;
	for (size_t i = 0; i < c->count; i++)
		n += c->rrsets[i].odd == 0 && c->rrsets[i].not_compared == 0;
	return n;
}

void compare_add_summary(struct buf *b, const struct comparison *c)
{
	buf_printf(b, "%zu locations, ", c->location_count);
	if (c->narrowed)
		buf_printf(
			b, "%zu of %zu RRsets: ", c->count, c->count + c->left_out + c->not_asked);
	else
		out_add_count(b, c->count, "RRset: ", "RRsets: ");
	buf_printf(b, "%zu agree, %zu differ", agree(c), c->different);
	if (c->not_compared > 0)
		buf_printf(b, ", %zu can't be compared", c->not_compared);
	if (c->left_out > 0)
		buf_printf(b, "; %zu left out by options", c->left_out);
}

enum zf_status compare_text(struct out *o, const struct comparison *c,
	const struct output_options *options, struct zf_error *err)
{
	struct compare_view view = {c, options, style_of(options)};
	struct buf *b = &o->buf;
	(void)err;
	for (size_t i = 0; i < c->count; i++) {
		if (!compare_shows(options, &c->rrsets[i]))
			continue;
		compare_text_add_rrset(b, &view, &c->rrsets[i]);
		buf_addc(b, '\n');
		out_check(o);
	}
	buf_printf(b, "%s: ", c->locations[0].zone->apex_text);
	compare_add_summary(b, c);
	buf_addc(b, '\n');
	for (size_t i = 0; i < c->location_count; i++) {
		if (c->odd[i] == 0)
			continue;
		buf_printf(b, "  odd in %zu: ", c->odd[i]);
		compare_add_names(b, &view, 1u << i);
		buf_addc(b, '\n');
	}
	return ZF_OK;
}
