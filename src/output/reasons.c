#include "reasons.h"

#include <stdlib.h>

#include "mem.h"

void reasons_init(struct reasons *r, const struct zf_zone *zone)
{
	*r = (struct reasons){.zone = zone};
}

void reasons_free(struct reasons *r)
{
	free(r->items);
	*r = (struct reasons){0};
}

static void add(struct reasons *r, const struct reason_entry *entry)
{
	r->items = mem_grow(r->items, &r->cap, r->count + 1, sizeof(*r->items));
	r->items[r->count++] = *entry;
}

void reasons_add_fit(struct reasons *r, const struct fit *fit, enum fit_verdict verdict)
{
	for (size_t i = 0; fit && i < fit->count; i++) {
		const struct fit_finding *f = &fit->findings[i];
		if (f->verdict == verdict)
			add(r, &(struct reason_entry){f->text, f->way_out, f->rec, f->kept});
	}
}

void reasons_add_left(struct reasons *r, const struct plan *plan)
{
	for (size_t i = 0; i < plan->left_count; i++) {
		const struct left_alone *left = &plan->left[i];
		add(r, &(struct reason_entry){left->why, NULL, left->rec, left->kept});
	}
}

static int by_record(const struct reason_entry *a, const struct reason_entry *b)
{
	if (a->rec && b->rec)
		return rec_cmp(a->rec, b->rec);
	if (a->rec || b->rec)
		return a->rec ? -1 : 1;
	return a->kept && b->kept ? provider_record_cmp(a->kept, b->kept)
				  : (a->kept == NULL) - (b->kept == NULL);
}

static int by_reason(const void *va, const void *vb)
{
	const struct reason_entry *a = va, *b = vb;
	int c = strcmp(a->why, b->why);
	return c != 0 ? c : by_record(a, b);
}

void reasons_gather(struct reasons *r)
{
	if (r->count > 1)
		qsort(r->items, r->count, sizeof(*r->items), by_reason);
}

bool reasons_next(const struct reasons *r, struct reason *reason)
{
	reason->from = reason->end;
	while (reason->end < r->count &&
		strcmp(r->items[reason->end].why, r->items[reason->from].why) == 0)
		reason->end++;
	return reason->end > reason->from;
}

void reasons_print_why(struct buf *b, const struct reasons *r, const struct reason *reason)
{
	const struct reason_entry *first = &r->items[reason->from];
	str_print(b, first->why, strlen(first->why));
	if (!first->way_out)
		return;
	buf_adds(b, ": ");
	str_print(b, first->way_out, strlen(first->way_out));
}

static bool is_news(const struct reasons *r, const struct reason *reason, size_t i)
{
	const struct reason_entry *e = &r->items[i];
	if (i == reason->from || !e->rec)
		return e->rec || e->kept;
	return !r->items[i - 1].rec || !rec_same_rrset(r->items[i - 1].rec, e->rec);
}

void reasons_print_what(struct buf *b, const struct reasons *r, const struct reason *reason)
{
	enum { SHOWN = 10 };
	size_t n = 0;
	for (size_t i = reason->from; i < reason->end; i++) {
		const struct reason_entry *e = &r->items[i];
		if (!is_news(r, reason, i) || n++ >= SHOWN)
			continue;
		buf_adds(b, n > 1 ? ", " : "");
		if (e->rec) {
			out_add_owner(b, r->zone, e->rec);
			buf_addc(b, ' ');
			out_add_type(b, e->rec);
		} else {
			out_add_provider_record(b, e->kept);
		}
	}
	if (n > SHOWN)
		buf_printf(b, " and %zu more", n - SHOWN);
}

void reasons_print(struct buf *b, const struct reasons *r, const char *title)
{
	struct reason reason = {0, 0};
	if (r->count == 0)
		return;
	buf_printf(b, "%s:\n", title);
	while (reasons_next(r, &reason)) {
		size_t before;
		buf_adds(b, "  ");
		reasons_print_why(b, r, &reason);
		buf_adds(b, "\n    ");
		before = b->len;
		reasons_print_what(b, r, &reason);
		if (b->len == before)
			b->len -= sizeof("    ") - 1; /* it has been said */
		else
			buf_addc(b, '\n');
		b->data[b->len] = '\0';
	}
}
