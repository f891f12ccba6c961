/* review of one zone: what it was, what it is, what is found in it now, what its targets lack. */
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "err.h"
#include "many_findings.h"
#include "mem.h"
#include "review_command.h"

/* A zone at one of the two commits. */
struct side {
	struct zf_zone *zone; /* NULL: there is none, or it can't be read, as err tells */
	struct diags diags;
	struct zf_error err;
	char *location; /* "git:COMMIT:path"; NULL: it isn't there */
	char *name; /* the same for people */
};

enum { SHORT_ID = 12 };

static char *location_of(const char *commit, int digits, const char *path)
{
	struct buf b;
	buf_init(&b, 0);
	buf_printf(&b, "git:%.*s:%s", digits, commit, path);
	char *location = buf_take(&b);
	buf_free(&b);
	return location;
}

/* Findings are told by the file's path alone. */
static void load_side(struct side *s, const struct review_work *w, const struct zone_pair *p,
	const char *commit, const char *path)
{
	const struct read_flags read = many_read_flags(&w->o->read, p);
	const struct load_env env = cli_load_env(w->cli, &read);
	struct location loc;
	*s = (struct side){.err = ZF_ERROR_INIT};
	diags_init(&s->diags);
	if (!path)
		return;
	s->location = location_of(commit, GIT_ID_MOST, path);
	s->name = location_of(commit, SHORT_ID, path);
	if (location_parse(&loc, s->location, &s->err) != ZF_OK)
		return;
	free(loc.text);
	loc.text = mem_strdup(path);
	if (location_load(&s->zone, &loc, &env, &s->diags, &s->err) == ZF_OK)
		check_zone(s->zone, &s->diags);
	location_free(&loc);
}

static void free_side(struct side *s)
{
	zf_zone_free(s->zone);
	diags_free(&s->diags);
	free(s->location);
	free(s->name);
}

/* A zone without records, for what came or is gone. */
static struct zf_zone *no_zone_like(const struct zf_zone *zone)
{
	return zone_builder_seal(zone_builder_new(&zone->apex, "nothing"));
}

/* One of the sides may be without a zone: all of the other one came, or is gone. */
static enum zf_status add_diff(const struct review_work *w, const struct side *a,
	const struct side *b, struct many_zone *z, struct zf_error *err)
{
	const struct diff_options everything = {.ignore = 0};
	const struct zf_zone *from = a->zone, *to = b->zone;
	struct zf_zone *nothing = from && to ? NULL : no_zone_like(from ? from : to);
	const char *names[] = {from ? a->name : nothing->source, to ? b->name : nothing->source};
	struct diff d;
	enum zf_status status =
		diff_make(&d, from ? from : nothing, to ? to : nothing, &everything, err);
	if (!status && d.count) {
		const struct output_options how = {
			.frame = OUTPUT_PART, .color = w->color, .names = names};
		struct out_sink sink = {many_sink, many_part(z, "diff")};
		status = output_diff(w->diff, &d, &how, &sink, err);
		if (z->state == MANY_SAME || z->state == MANY_RENAMED)
			many_set(z, MANY_DIFFERENT, NULL);
	}
	diff_free(&d);
	zf_zone_free(nothing);
	return status;
}

static enum zf_status add_changes(const struct review_work *w, const struct side *sides,
	struct many_zone *z, struct zf_error *err)
{
	const struct zf_zone *a = sides[0].zone, *b = sides[1].zone;
	const struct side nothing = {.zone = NULL};
	struct buf why;
	if (!a || !b || name_equal(&a->apex, &b->apex))
		return add_diff(w, &sides[0], &sides[1], z, err);
	buf_init(&why, 0);
	buf_printf(&why, "it is another zone: %s was there before", a->apex_text);
	many_set(z, MANY_DIFFERENT, why.data);
	buf_free(&why);
	enum zf_status status = add_diff(w, &sides[0], &nothing, z, err);
	return status ? status : add_diff(w, &nothing, &sides[1], z, err);
}

static int by_text(const void *a, const void *b)
{
	const struct diag *const *x = a, *const *y = b;
	int order = strcmp((*x)->code, (*y)->code);
	return order ? order : strcmp((*x)->text, (*y)->text);
}

static const struct diag **sorted(const struct diags *diags)
{
	const struct diag **list = mem_alloc((diags->count + 1) * sizeof(*list));
	for (size_t i = 0; i < diags->count; i++)
		list[i] = &diags->items[i];
	if (diags->count)
		qsort(list, diags->count, sizeof(*list), by_text);
	return list;
}

static int by_place(const void *a, const void *b)
{
	const struct diag *const *x = a, *const *y = b;
	return (*x > *y) - (*x < *y);
}

/* Those that weren't there before, wherever they stood; returns how many are errors. */
static size_t add_new_findings(
	const struct review_work *w, const struct side *sides, struct many_zone *z)
{
	const struct diags *old = &sides[0].diags, *now = &sides[1].diags;
	const struct diag **a = sorted(old), **b = sorted(now);
	size_t count = 0, errors = 0;
	for (size_t i = 0, k = 0; k < now->count;) {
		int order = i < old->count ? by_text(&a[i], &b[k]) : 1;
		if (order > 0) {
			errors += b[k]->severity == DIAG_ERROR;
			b[count++] = b[k];
		}
		i += order <= 0;
		k += order >= 0;
	}
	if (count) {
		const struct many_findings findings = {.items = b,
			.count = count,
			.title = "new findings",
			.where = z->to,
			.format = w->diff->name,
			.color = w->color};
		qsort(b, count, sizeof(*b), by_place);
		many_add_findings(z, &findings);
		if (z->state == MANY_SAME)
			many_set(z, MANY_DIFFERENT, NULL);
	}
	free(a);
	free(b);
	return errors;
}

/* The plan for one target; one that can't be read leaves the rest of the review as it is. */
static void add_plan(const struct review_work *w, const struct zone_pair *p, struct many_zone *z)
{
	struct zf_error err = ZF_ERROR_INIT;
	struct zone_job job;
	if (zone_job_open(&job, &w->planner, p, z, &err) == ZF_OK)
		zone_job_show(&job, z, w->plan, w->color, &err);
	if (err.code) {
		struct buf why;
		buf_init(&why, 0);
		buf_printf(&why, "no plan for %s: %s", p->b, err.text);
		many_set(z, MANY_PARTLY, why.data);
		buf_free(&why);
	}
	zone_job_close(&job);
}

static void add_plans(
	const struct review_work *w, const struct zone_pair *p, char *location, struct many_zone *z)
{
	for (size_t i = 0; p->of && i < p->of->targets.count; i++) {
		struct zone_pair pair = *p;
		pair.a = location;
		pair.b = p->of->targets.items[i];
		add_plan(w, &pair, z);
	}
}

static void begin(struct many_zone *z, const struct zone_pair *p)
{
	if (!p->a || !p->b)
		many_set(z, p->a ? MANY_ONLY_A : MANY_ONLY_B, NULL);
	else if (strcmp(p->a, p->b) != 0)
		many_set(z, MANY_RENAMED, NULL);
}

/* It is called as it calls itself. */
static void rename_zone(struct many_zone *z, const struct zf_zone *zone)
{
	size_t n = strlen(zone->apex_text);
	free(z->name);
	z->name = mem_strndup(zone->apex_text, n > 1 ? n - 1 : n);
}

/* The zone as it was can't be read; what came instead can. */
static void set_unread_before(struct many_zone *z, const struct side *before)
{
	struct buf why;
	buf_init(&why, 0);
	buf_printf(&why, "it could not be read before: %s", before->err.text);
	many_set(z, z->state == MANY_ONLY_A ? MANY_ONLY_A : MANY_DIFFERENT, why.data);
	buf_free(&why);
}

static void review_sides(const struct review_work *w, const struct zone_pair *p, struct side *sides,
	struct many_zone *z, size_t *errors)
{
	struct zf_error err = ZF_ERROR_INIT;
	const struct zf_zone *any = sides[1].zone ? sides[1].zone : sides[0].zone;
	if (any)
		rename_zone(z, any);
	begin(z, p);
	if (p->b && !sides[1].zone) {
		many_fail(z, &sides[1].err);
	} else {
		if (p->a && !sides[0].zone)
			set_unread_before(z, &sides[0]);
		if (any && (!p->a || sides[0].zone) && add_changes(w, sides, z, &err) != ZF_OK)
			many_fail(z, &err);
	}
	if (p->b)
		*errors = add_new_findings(w, sides, z);
	if (w->o->live && sides[1].zone && z->state != MANY_SAME)
		add_plans(w, p, sides[1].location, z);
}

void review_zone(const struct review_work *w, size_t index)
{
	const struct zone_pair *p = &w->review->files.items[index];
	const struct git_changes *changes = &w->review->changes;
	struct side sides[2];
	load_side(&sides[0], w, p, changes->base, p->a);
	load_side(&sides[1], w, p, changes->head, p->b);
	review_sides(w, p, sides, &w->many->items[index], &w->errors[index]);
	free_side(&sides[0]);
	free_side(&sides[1]);
}
