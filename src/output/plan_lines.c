#include "plan_lines.h"

#include <stdlib.h>

#include "group.h"
#include "mem.h"
#include "pair.h"

static void add_line(struct plan_lines *l, const struct plan_line *line)
{
	l->items = mem_grow(l->items, &l->cap, l->count + 1, sizeof(*l->items));
	l->items[l->count++] = *line;
}

static bool same(const struct rec *a, const struct rec *b)
{
	return a->ttl == b->ttl && rec_same_annotations(a, b);
}

/* What goes and what comes, one in the place of the other as far as can be. */
static void add_pairs(
	struct plan_lines *l, const struct pair_set *gone, const struct pair_set *come)
{
	long *partner = mem_alloc((gone->count + 1) * sizeof(*partner));
	bool *taken = mem_zalloc(come->count + 1);
	pair_records(partner, gone, come);
	for (size_t i = 0; i < gone->count; i++) {
		bool pair = partner[i] != PAIR_NONE;
		const struct rec *shall = pair ? come->items[partner[i]] : NULL;
		add_line(l, &(struct plan_line){.was = gone->items[i], .shall = shall});
		if (pair)
			taken[partner[i]] = true;
	}
	for (size_t i = 0; i < come->count; i++)
		if (!taken[i])
			add_line(l, &(struct plan_line){.shall = come->items[i]});
	free(partner);
	free(taken);
}

static void add_records(struct plan_lines *l, const struct operation *o)
{
	struct pair_set gone = {0}, come = {0};
	size_t i = 0, j = 0;
	gone.items = mem_alloc((o->before_count + 1) * sizeof(const struct rec *));
	come.items = mem_alloc((o->after_count + 1) * sizeof(const struct rec *));
	while (i < o->before_count || j < o->after_count) {
		int c = i == o->before_count  ? 1
			: j == o->after_count ? -1
					      : rec_cmp(o->before[i], o->after[j]);
		if (c < 0) {
			gone.items[gone.count++] = o->before[i++];
		} else if (c > 0) {
			come.items[come.count++] = o->after[j++];
		} else {
			if (!same(o->before[i], o->after[j]))
				add_line(l, &(struct plan_line){
						    .was = o->before[i], .shall = o->after[j]});
			i++;
			j++;
		}
	}
	add_pairs(l, &gone, &come);
	free(gone.items);
	free(come.items);
}

static const struct rec *any_of(const struct operation *o)
{
	return o->before_count ? o->before[0] : o->after_count ? o->after[0] : NULL;
}

static int by_owner(const void *va, const void *vb)
{
	const struct operation *a = *(const struct operation *const *)va;
	const struct operation *b = *(const struct operation *const *)vb;
	const struct rec *ra = any_of(a), *rb = any_of(b);
	int c = ra && rb ? rec_cmp_rrset(ra, rb) : (ra == NULL) - (rb == NULL);
	return c != 0 ? c : (a > b) - (a < b);
}

static bool has_owner(const struct zf_zone *zone, const struct plan *plan, const struct rec *any)
{
	struct name owner;
	rec_owner(plan->target, any, &owner);
	size_t at = zone_find(zone, &owner, 0);
	return at < zone->count && rec_same_owner(zone->recs[at], any);
}

static const char *fate(const struct plan *plan, const struct rec *any)
{
	if (!has_owner(plan->target, plan, any))
		return "new";
	return has_owner(plan->wanted, plan, any) ? NULL : "gone";
}

static void begin_group(struct plan_lines *l, const struct rec *any)
{
	l->groups = mem_grow(l->groups, &l->group_cap, l->group_count + 1, sizeof(*l->groups));
	l->groups[l->group_count++] = (struct plan_group){
		.any = any, .fate = any ? fate(l->plan, any) : NULL, .from = l->count};
}

static bool continues(const struct plan_lines *l, const struct rec *any)
{
	if (l->group_count == 0)
		return false;
	const struct rec *last = l->groups[l->group_count - 1].any;
	return last && any ? rec_same_owner(last, any) : !last && !any;
}

void plan_lines_make(struct plan_lines *lines, const struct plan *plan)
{
	const struct operation **sorted = mem_alloc((plan->count + 1) * sizeof(*sorted));
	*lines = (struct plan_lines){.plan = plan};
	for (size_t i = 0; i < plan->count; i++)
		sorted[i] = &plan->operations[i];
	if (plan->count > 1)
		qsort(sorted, plan->count, sizeof(*sorted), by_owner);
	for (size_t i = 0; i < plan->count; i++) {
		const struct operation *o = sorted[i];
		if (!continues(lines, any_of(o)))
			begin_group(lines, any_of(o));
		if (o->type)
			add_records(lines, o);
		else
			add_line(lines, &(struct plan_line){.kept_was = o->kept_before,
						.kept_shall = o->kept_after});
		lines->groups[lines->group_count - 1].end = lines->count;
	}
	free(sorted);
}

void plan_lines_free(struct plan_lines *lines)
{
	free(lines->items);
	free(lines->groups);
	*lines = (struct plan_lines){0};
}

const struct rec *plan_line_record(const struct plan_line *line)
{
	return line->was ? line->was : line->shall;
}

static void print_changed(struct buf *b, const struct plan_line *line)
{
	const struct change change = {.a = line->was, .b = line->shall};
	bool same_rdata = rec_cmp(line->was, line->shall) == 0;
	bool same_ttl = line->was->ttl == line->shall->ttl;
	buf_printf(b, "%u ", line->was->ttl);
	if (!same_rdata) {
		out_add_rdata(b, line->was);
		buf_adds(b, " -> ");
		if (!same_ttl)
			buf_printf(b, "%u ", line->shall->ttl);
	} else if (!same_ttl) {
		buf_printf(b, "-> %u ", line->shall->ttl);
	}
	out_add_rdata(b, line->shall);
	change_add_annotations(b, &change, " -> ");
}

static void print_kept(struct buf *b, const struct plan_line *line)
{
	out_add_provider_record(b, line->kept_was ? line->kept_was : line->kept_shall);
	if (!line->kept_was || !line->kept_shall)
		return;
	buf_adds(b, " -> ");
	buf_add(b, line->kept_shall->json.p, line->kept_shall->json.n);
}

void plan_line_print(struct buf *b, const struct plan_line *line)
{
	const struct rec *r = plan_line_record(line);
	if (!r) {
		print_kept(b, line);
	} else if (line->was && line->shall) {
		print_changed(b, line);
	} else {
		buf_printf(b, "%u ", r->ttl);
		out_add_rdata(b, r);
		out_add_annotations(b, r);
	}
}

void plan_lines_print(struct buf *b, const struct style *style, const struct plan_lines *lines,
	const struct plan_group *group)
{
	buf_adds(b, style->title.before);
	if (group->any)
		out_add_owner(b, lines->plan->target, group->any);
	else
		buf_adds(b, "provider records");
	buf_adds(b, style->title.behind);
	if (group->fate)
		buf_printf(b, " (%s)", group->fate);
	buf_addc(b, '\n');
	for (size_t i = group->from; i < group->end; i++) {
		const struct plan_line *line = &lines->items[i];
		bool was = line->was || line->kept_was, shall = line->shall || line->kept_shall;
		const struct marks *marks = !shall ? &style->removed
					    : !was ? &style->added
						   : &style->changed;
		buf_adds(b, marks->before);
		if (group->any) {
			out_add_type(b, plan_line_record(line));
			buf_addc(b, ' ');
		}
		plan_line_print(b, line);
		buf_adds(b, marks->behind);
		buf_addc(b, '\n');
	}
}

void plan_print_calls(struct buf *b, const struct plan *plan)
{
	out_add_count(b, plan->calls, "call", "calls");
	if (plan->estimate_ms > 0)
		buf_printf(b, ", about %ld s", (plan->estimate_ms + 999) / 1000);
}

void plan_print_summary(struct buf *b, const struct plan *plan, const struct marks *deleted)
{
	const struct marks none = {"", ""};
	const struct {
		size_t count;
		const char *what;
		const struct marks *marks;
	} parts[] = {{plan->creates, "created", &none}, {plan->updates, "changed", &none},
		{plan->deletes, "deleted", deleted}};
	const char *before = "";
	if (plan->count == 0) {
		buf_adds(b, "nothing to do");
		return;
	}
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		if (parts[i].count == 0)
			continue;
		buf_printf(b, "%s%s%zu %s%s", before, parts[i].marks->before, parts[i].count,
			parts[i].what, parts[i].marks->behind);
		before = ", ";
	}
	buf_adds(b, "; ");
	plan_print_calls(b, plan);
}
