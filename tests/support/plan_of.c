#include "plan_of.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rdata.h"

static const char apex[] = "example.com.";

static void add_element(struct elements *e, const struct zf_zone *zone, const struct rec *r,
	const struct plan_setup *setup)
{
	struct json *raw = json_new_object();
	struct element *made = elements_add(e, raw);
	char id[20], type[RRTYPE_MAX_TEXT];
	int n = snprintf(id, sizeof(id), "id%zu", e->count);
	json_free(raw);
	made->id = (struct str){arena_strdup(&e->arena, id), (size_t)n};
	if (!r)
		return;
	rec_owner(zone, r, &made->owner);
	made->type = rec_type(r);
	made->ttl = r->ttl;
	if (setup->read_only && strcmp(setup->read_only, rrtype_name(made->type, type)) == 0)
		made->read_only = "it is the provider's";
}

static void add_value(struct elements *e, const struct rec *r)
{
	struct element_value value = {
		.rdata = {(const char *)rec_rdata(r), r->rdata_len}, .notes = rec_notes(r)};
	elements_add_value(e, &value);
}

void elements_of(struct elements *e, const struct zf_zone *zone, const struct plan_setup *setup)
{
	elements_init(e);
	for (size_t i = 0; i < zone->count; i++) {
		const struct rec *r = zone->recs[i];
		if (rec_is_synthesised(r))
			continue;
		if (setup->kind.grain == GRAIN_RECORD || i == 0 ||
			!rec_same_rrset(zone->recs[i - 1], r))
			add_element(e, zone, r, setup);
		add_value(e, r);
	}
	for (size_t i = 0; i < zone->provider_record_count; i++) {
		struct str json = zone->provider_records[i].json;
		add_element(e, zone, NULL, setup);
		e->items[e->count - 1].kept =
			(struct str){arena_strndup(&e->arena, json.p, json.n), json.n};
	}
}

void plan_of_zones(struct planned *p, struct zf_zone *source, struct zf_zone *target,
	const struct plan_setup *setup)
{
	*p = (struct planned){.source = source, .target = target, .kind = setup->kind};
	p->kind.updates = !setup->no_updates;
	p->kind.keeps_notes = !setup->no_notes;
	p->kind.creates_kept = true;
	if (p->kind.batch == 0)
		p->kind.batch = 1;
	elements_of(&p->elements, target, setup);
	if (setup->spoil)
		setup->spoil(&p->elements);
	struct sync_rules rules = setup->rules;
	fit_make(&p->fit, source, &p->kind);
	rules.fit = &p->fit;
	plan_make(&p->plan, p->fit.zone, target, setup->no_elements ? NULL : &p->elements, &p->kind,
		&rules, &p->err);
}

void plan_of(
	struct planned *p, const char *source, const char *target, const struct plan_setup *setup)
{
	plan_of_zones(p, zone_of(apex, source), zone_of(apex, target), setup);
}

void planned_free(struct planned *p)
{
	plan_free(&p->plan);
	fit_free(&p->fit);
	elements_free(&p->elements);
	zf_zone_free(p->source);
	zf_zone_free(p->target);
}

static void print_annotations(struct buf *b, const struct rec *r)
{
	struct note note;
	for (size_t at = 0; rec_note_next(r, &at, &note);)
		if (note.kind == NOTE_ANNOTATION)
			buf_printf(b, " ;@%.*s %.*s", (int)note.name.n, note.name.p,
				(int)note.text.n, note.text.p);
}

static void print_records(struct buf *b, const struct rec *const *records, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const struct rec *r = records[i];
		buf_printf(b, "%s%u ", i > 0 ? ", " : " ", r->ttl);
		rdata_print(b, rec_type(r), rec_rdata(r), r->rdata_len);
		print_annotations(b, r);
	}
}

static void print_operation(struct buf *b, const struct planned *p, const struct operation *o)
{
	static const char *const words[] = {"create", "update", "delete"};
	char type[RRTYPE_MAX_TEXT];
	buf_printf(b, "%u %s", o->step, words[o->kind]);
	if (o->type == 0) {
		buf_printf(b, " %s > %s\n", o->kept_before ? o->kept_before->json.p : "",
			o->kept_after ? o->kept_after->json.p : "");
		return;
	}
	const struct rec *any = o->before_count ? o->before[0] : o->after[0];
	buf_addc(b, ' ');
	rec_print_owner(b, p->target, any);
	buf_printf(b, " %s", rrtype_name(o->type, type));
	print_records(b, o->before, o->before_count);
	buf_adds(b, " >");
	print_records(b, o->after, o->after_count);
	buf_addc(b, '\n');
}

void planned_print(struct buf *b, const struct planned *p)
{
	for (size_t i = 0; i < p->plan.count; i++)
		print_operation(b, p, &p->plan.operations[i]);
}

void planned_print_left(struct buf *b, const struct planned *p)
{
	for (size_t i = 0; i < p->plan.left_count; i++) {
		const struct left_alone *left = &p->plan.left[i];
		buf_adds(b, left->in_source ? "source " : "target ");
		if (left->rec) {
			char type[RRTYPE_MAX_TEXT];
			rec_print_owner(b, p->target, left->rec);
			buf_printf(b, " %s", rrtype_name(rec_type(left->rec), type));
		} else {
			buf_printf(b, "%s", left->kept->json.p);
		}
		buf_printf(b, ": %s\n", left->why);
	}
}

void zone_print_lines(struct buf *b, const struct zf_zone *zone)
{
	for (size_t i = 0; i < zone->count; i++) {
		const struct rec *r = zone->recs[i];
		char type[RRTYPE_MAX_TEXT];
		rec_print_owner(b, zone, r);
		buf_printf(b, " %u %s ", r->ttl, rrtype_name(rec_type(r), type));
		rdata_print(b, rec_type(r), rec_rdata(r), r->rdata_len);
		if (!rec_is_synthesised(r))
			print_annotations(b, r);
		buf_addc(b, '\n');
	}
	for (size_t i = 0; i < zone->provider_record_count; i++)
		buf_printf(b, ";@%s %s\n", zone->provider_records[i].provider.p,
			zone->provider_records[i].json.p);
}
