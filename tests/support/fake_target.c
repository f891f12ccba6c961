#include "fake_target.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "err.h"
#include "file.h"
#include "plan_of.h"
#include "random_zone.h"
#include "target_kinds.h"
#include "test.h"
#include "zonefile.h"

struct fake {
	struct target target;
	const char *path;
	const struct fake_script *script;
	size_t writes, reads, calls;
	struct zf_zone *old; /* before the last call */
	const struct operation *put_off;
	size_t put_off_count, put_off_read; /* done before the reading behind this one */
};

static enum zf_status add_text(void *user, const char *p, size_t n, struct zf_error *err)
{
	(void)err;
	buf_add(user, p, n);
	return ZF_OK;
}

void fake_put(const char *path, const struct zf_zone *zone)
{
	struct zf_error err = ZF_ERROR_INIT;
	struct buf text;
	buf_init(&text, 0);
	zonefile_print(zone, add_text, &text, &err);
	if (file_replace(path, text.data, text.len, FILE_CAREFUL, &err) != ZF_OK)
		fail_msg("%s", err.text);
	buf_free(&text);
}

struct zf_zone *fake_get(const char *path)
{
	struct zf_error err = ZF_ERROR_INIT;
	struct zonefile_options how = ZONEFILE_OPTIONS_INIT;
	struct zf_zone *zone = NULL;
	how.origin = "example.com.";
	if (zonefile_read(&zone, path, &how, NULL, &err) != ZF_OK)
		fail_msg("%s", err.text);
	return zone;
}

/* What is in an element is its id: one that changes gets another. */
static void name_elements(struct elements *e)
{
	for (size_t i = 0; i < e->count; i++) {
		struct element *element = &e->items[i];
		struct buf id;
		buf_init(&id, 0);
		buf_add(&id, element->owner.wire, element->owner.len);
		buf_printf(&id, "/%u/", element->type);
		for (size_t k = 0; k < element->count; k++)
			buf_add(&id, element->values[k].rdata.p, element->values[k].rdata.n);
		buf_add(&id, element->kept.p, element->kept.n);
		element->id = (struct str){arena_dup(&e->arena, id.data, id.len), id.len};
		buf_free(&id);
	}
}

static void meddle(struct fake *f)
{
	struct zf_zone *zone = fake_get(f->path);
	const struct name apex = name_of("example.com.");
	struct zone_builder *b = zone_builder_new(&apex, NULL);
	for (size_t i = 0; i < zone->count; i++)
		copy_record(b, zone, zone->recs[i], zone->recs[i]->ttl, rec_notes(zone->recs[i]));
	build_lines(b, &apex, f->script->meddle);
	zf_zone_free(zone);
	zone = zone_builder_seal(b);
	fake_put(f->path, zone);
	zf_zone_free(zone);
}

static bool has(const struct zf_zone *zone, const struct rec *r)
{
	for (size_t i = 0; i < zone->count; i++)
		if (rec_cmp(zone->recs[i], r) == 0)
			return true;
	return false;
}

static bool breaks_cname(const struct zf_zone *zone)
{
	for (size_t i = 0, end; i < zone->count; i = end) {
		size_t cnames = 0;
		end = zone_owner_end(zone, i);
		for (size_t k = i; k < end; k++)
			cnames += rec_type(zone->recs[k]) == TYPE_CNAME;
		if (cnames && end - i > 1)
			return true;
	}
	return false;
}

/* A strict API: what goes must be there, what comes must not. */
static bool is_valid(const struct zf_zone *zone, const struct operation *o)
{
	for (size_t i = 0; i < o->before_count; i++)
		if (!has(zone, o->before[i]))
			return false;
	for (size_t i = 0; o->kind == OPERATION_CREATE && i < o->after_count; i++)
		if (has(zone, o->after[i]))
			return false;
	return true;
}

static bool can_write(const struct fake *f, const struct operation *o)
{
	if (o->after_count && f->script->no_type && o->type == f->script->no_type)
		return false;
	return !o->kept_after || !f->script->no_kept ||
	       !strstr(o->kept_after->json.p, f->script->no_kept);
}

static enum zf_status check_fake(struct target *target, const struct operation *operations,
	size_t count, struct zf_error *err)
{
	const struct fake *f = (const struct fake *)target;
	(void)count;
	if (can_write(f, operations))
		return ZF_OK;
	return err_set(err, ZF_ERR_DATA, "the fake has no words for it");
}

static bool carry_out(const struct fake *f, const struct operation *operations, size_t count)
{
	struct zf_zone *zone = fake_get(f->path);
	bool good = true;
	for (size_t i = 0; i < count && good; i++) {
		good = can_write(f, &operations[i]) && is_valid(zone, &operations[i]);
		struct zf_zone *next = zone_after(zone, &operations[i], 1);
		zf_zone_free(zone);
		zone = next;
		if (!f->target.kind.transaction)
			good = good && !breaks_cname(zone);
	}
	good = good && !breaks_cname(zone);
	if (good) {
		fake_put(f->path, zone);
		if (f->script->on_write)
			f->script->on_write(f->script->user, zone);
	}
	zf_zone_free(zone);
	return good;
}

/* Makes what the call brings have another TTL. */
static void alter(const struct fake *f, const struct operation *operations, size_t count)
{
	struct zf_zone *zone = fake_get(f->path);
	const struct name apex = name_of("example.com.");
	struct zone_builder *b = zone_builder_new(&apex, NULL);
	for (size_t i = 0; i < zone->count; i++) {
		const struct rec *r = zone->recs[i];
		bool ours = false;
		for (size_t k = 0; k < count; k++)
			for (size_t n = 0; n < operations[k].after_count; n++)
				ours = ours || rec_cmp(operations[k].after[n], r) == 0;
		copy_record(b, zone, r, ours ? 77 : r->ttl, rec_notes(r));
	}
	zf_zone_free(zone);
	zone = zone_builder_seal(b);
	fake_put(f->path, zone);
	zf_zone_free(zone);
}

static enum outcome do_all(const struct fake *f, const struct operation *operations, size_t count,
	struct zf_error *err)
{
	if (carry_out(f, operations, count))
		return OUTCOME_DONE;
	err_set(err, ZF_ERR_ANSWER, "the fake refuses what breaks its rules");
	return OUTCOME_REFUSED;
}

static enum zf_status read_fake(struct target *target, struct target_state *state,
	struct diags *diags, struct zf_error *err)
{
	struct fake *f = (struct fake *)target;
	const struct plan_setup setup = {.kind = target->kind};
	(void)diags;
	f->reads++;
	f->calls++;
	if (f->script->read_fails_from && f->reads >= f->script->read_fails_from)
		return err_set(err, ZF_ERR_NETWORK, "the fake can't be read");
	if (f->put_off && f->reads > f->put_off_read) {
		do_all(f, f->put_off, f->put_off_count, err);
		f->put_off = NULL;
	}
	if (f->script->meddle_at == f->reads)
		meddle(f);
	bool late = f->old && f->reads >= f->script->late_from &&
		    f->reads < f->script->late_from + f->script->late;
	state->zone = late ? zone_after(f->old, NULL, 0) : fake_get(f->path);
	elements_free(&state->elements);
	elements_of(&state->elements, state->zone, &setup);
	name_elements(&state->elements);
	return ZF_OK;
}

static enum outcome lose(struct zf_error *err)
{
	err_set(err, ZF_ERR_NETWORK, "the fake's answer was lost");
	return OUTCOME_UNKNOWN;
}

static enum outcome write_fake(struct target *target, const struct target_state *state,
	const struct operation *operations, size_t count, struct buf *says, struct zf_error *err)
{
	struct fake *f = (struct fake *)target;
	zf_zone_free(f->old);
	f->old = fake_get(f->path);
	enum fake_fault fault = f->writes++ == f->script->at ? f->script->fault : FAKE_NONE;
	(void)state, (void)says;
	f->calls++;
	if (fault == FAKE_KILLED_BEFORE)
		raise(SIGKILL);
	if (fault == FAKE_LOST_BEFORE)
		return lose(err);
	if (fault == FAKE_PUT_OFF) {
		f->put_off = operations;
		f->put_off_count = count;
		f->put_off_read = f->reads + 1;
		return lose(err);
	}
	if (fault == FAKE_DROPPED)
		return OUTCOME_DONE;
	if (fault == FAKE_REFUSED) {
		err_set(err, ZF_ERR_ANSWER, "the fake refuses");
		return OUTCOME_REFUSED;
	}
	if (fault == FAKE_LOST_HALF && !f->target.kind.transaction) {
		do_all(f, operations, count / 2, err);
		return lose(err);
	}
	enum outcome outcome = do_all(f, operations, count, err);
	if (fault == FAKE_KILLED_BEHIND)
		raise(SIGKILL);
	if (fault == FAKE_OTHERWISE)
		alter(f, operations, count);
	return fault == FAKE_LOST_BEHIND || fault == FAKE_LOST_HALF ? lose(err) : outcome;
}

static size_t count_calls(const struct target *target)
{
	return ((const struct fake *)target)->calls;
}

static void close_fake(struct target *target)
{
	zf_zone_free(((struct fake *)target)->old);
}

static enum outcome finish_fake(struct target *target, struct zf_error *err)
{
	const struct fake *f = (const struct fake *)target;
	if (f->script->finish_fails)
		return lose(err);
	if (f->script->finished)
		++*f->script->finished;
	return OUTCOME_DONE;
}

static const struct target_ops ops = {.close = close_fake,
	.read = read_fake,
	.check = check_fake,
	.write = write_fake,
	.finish = finish_fake,
	.calls = count_calls};

struct target *fake_open(
	const char *path, const struct target_kind *kind, const struct fake_script *script)
{
	struct fake *f = calloc(1, sizeof(*f));
	f->target.ops = &ops;
	f->target.kind = *kind;
	f->path = path;
	f->script = script;
	return &f->target;
}

size_t fake_writes(const struct target *target)
{
	return ((const struct fake *)target)->writes;
}
