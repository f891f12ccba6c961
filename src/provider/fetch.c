/* fetch: reading a zone's records, whole, or its text. */
#include <stdio.h>
#include <string.h>

#include "err.h"
#include "job.h"
#include "map.h"
#include "zones.h"

enum { READS = 3 }; /* of a list that changes while it is read, or is empty */

/* One reading of a zone's records. */
struct fetch {
	struct provider *p;
	struct found *found;
	const struct desc_records *records;
	const struct desc_view *view; /* or NULL */
	struct vars *vars;
	const struct desc_call *call; /* the one being walked */
	struct map map;
	int64_t promised; /* how many elements there must be; -1: nothing was said */
	bool began; /* an answer was seen */
	bool unsteady;
	bool was_empty; /* an earlier reading gave no record */
	bool last; /* it is the last reading */
};

static struct job view_job_of(const struct desc_view *view)
{
	return (struct job){.desc = view->job,
		.name = view->name,
		.poll = view->records ? view->records->list.items : NULL};
}

static enum zf_status take_zone(struct fetch *f, const struct scope *scope, struct zf_error *err)
{
	if (f->call->zone.count) {
		struct value v = refs_get(&f->call->zone, scope);
		enum zf_status status = lookup_take(f->p, f->found, v.json, err);
		if (status)
			return status;
	}
	f->map.scope.zone = f->found->object;
	return ZF_OK;
}

/* A further page need not name the zone, but if it does, it is this one. */
static enum zf_status check_later_zone(
	struct fetch *f, const struct scope *scope, struct zf_error *err)
{
	if (!f->call->zone.count)
		return ZF_OK;
	struct value v = refs_get(&f->call->zone, scope);
	struct scope at = {.item = v.json, .vars = f->vars};
	struct value name = refs_get(&f->p->desc->zones->name, &at);
	enum zf_status status =
		value_exists(&name) ? lookup_take(f->p, f->found, v.json, err) : ZF_OK;
	f->map.scope.zone = f->found->object;
	return status;
}

static enum zf_status on_answer(struct walk *w, const struct answer *answer, struct zf_error *err)
{
	struct fetch *f = w->user;
	struct scope scope = answer_scope(answer, f->vars);
	enum zf_status status = ZF_OK;
	bool running;
	f->map.scope.answer = answer->json;
	f->map.scope.headers = &answer->response.headers;
	f->map.scope.status = answer->response.status;
	if (f->began)
		return check_later_zone(f, &scope, err);
	if (f->view && f->view->job && !f->view->job->poll) {
		const struct job job = view_job_of(f->view);
		status = job_check_state(&job, &scope, &running, err);
	}
	status = status ? status : take_zone(f, &scope, err);
	if (status)
		return status;
	f->began = true;
	map_warn(&f->map);
	struct scope at = f->map.scope;
	at.item = answer->json;
	struct value count = refs_get(&f->records->count, &at);
	if (!json_integer(count.json, 0, INT64_MAX, true, &f->promised))
		f->promised = -1;
	return ZF_OK;
}

static enum zf_status on_item(
	struct walk *w, const struct json *item, const char *key, struct zf_error *err)
{
	struct fetch *f = w->user;
	f->map.scope.answer = w->answer->json;
	f->map.scope.headers = &w->answer->response.headers;
	f->map.scope.status = w->answer->response.status;
	if (w->count % 1000 == 0)
		account_progress(f->p, "%s: %zu records so far", f->found->zone, w->count);
	enum zf_status status = map_element(&f->map, item, key, err);
	/* Elements that are no records have octets, too. */
	return status ? status : zone_builder_check_octets(f->map.builder, err);
}

/* Gets the zone object that the description refers to, unless it comes with the call. */
static enum zf_status want_zone(struct fetch *f, const struct desc_call *call, struct zf_error *err)
{
	enum zf_status status = ZF_OK;
	f->call = call;
	if (f->p->desc->wants_zone && !f->found->object && !call->zone.count)
		status = lookup_confirm(f->p, f->found, err);
	f->map.scope.zone = f->found->object;
	return status;
}

/* Walks the first of the calls that is there. */
static enum zf_status read_list(struct fetch *f, size_t *count, struct zf_error *err)
{
	const struct desc_call *calls = f->records->list.items;
	for (size_t i = 0;; i++) {
		struct zf_error inner = ZF_ERROR_INIT;
		enum zf_status status = want_zone(f, &calls[i], err);
		if (status)
			return status;
		struct walk w = {.p = f->p,
			.call = f->call,
			.vars = f->vars,
			.zone = f->found->object,
			.id = f->records->id.count ? &f->records->id : NULL,
			.on_answer = on_answer,
			.on_item = on_item,
			.user = f};
		status = walk_run(&w, &inner);
		*count = w.count;
		f->unsteady = w.unsteady;
		if (status && w.absent && i + 1 < f->records->list.count)
			continue;
		if (status)
			*err = inner;
		else if (w.duplicates)
			diags_add(zone_builder_diags(f->map.builder), DIAG_NOTE, "repeated", NULL,
				0, 0, "%zu records came twice", w.duplicates);
		return status;
	}
}

/* A part of a zone is wanted too: it is marked, in whatever it is printed as. */
static enum zf_status mark_partial(struct fetch *f, size_t count, struct zf_error *err)
{
	char mark[100];
	int n = snprintf(mark, sizeof(mark), "{\"partial\":\"%zu of %lld records\"}", count,
		(long long)f->promised);
	diags_add(zone_builder_diags(f->map.builder), DIAG_ERROR, "unread", NULL, 0, 0,
		"%zu of %lld records are listed: this is a part of the zone, and is marked so",
		count, (long long)f->promised);
	return zone_builder_add_unread(
		f->map.builder, STR("zoneferry"), (struct str){mark, (size_t)n}, err);
}

static enum zf_status check_count(struct fetch *f, size_t count, struct zf_error *err)
{
	if (f->promised < 0 || f->promised == (int64_t)count)
		return ZF_OK;
	if (f->last && f->p->env.partial && (int64_t)count < f->promised)
		return mark_partial(f, count, err);
	f->unsteady = true;
	return err_set(err, ZF_ERR_ANSWER,
		"%zu records came, but the zone is said to have %lld: try again later", count,
		(long long)f->promised);
}

/* Nothing is believed only when it comes twice, of a zone that is there, and never where each zone
 * has a SOA record at least: a wrong id, a right that is missing or a fault give empty lists too.
 */
static enum zf_status confirm_empty(struct fetch *f, struct zf_error *err)
{
	const struct desc_holds *holds = f->p->desc->holds;
	enum zf_status status = lookup_confirm(f->p, f->found, err);
	f->map.scope.zone = f->found->object;
	if (status || (f->view && f->view->job))
		return status;
	bool never = holds && holds->soa != SOA_NONE;
	f->unsteady = never || !f->was_empty;
	f->was_empty = true;
	if (!f->unsteady)
		return ZF_OK;
	return err_set(err, ZF_ERR_ANSWER,
		"no record came%s: the zone was not read; check what the credentials may see",
		never ? ", although each zone there has a SOA record" : "");
}

/* Reads everything once into a new builder. */
static enum zf_status read_once(struct fetch *f, struct zone_builder *builder, struct zf_error *err)
{
	size_t count = 0;
	f->promised = -1;
	f->began = f->unsteady = false;
	map_init(&f->map, f->p->desc, f->records, &f->found->name, builder);
	if (f->found->elements) {
		elements_free(f->found->elements);
		elements_init(f->found->elements);
		f->map.list = f->found->elements;
	}
	f->map.scope.zone = f->found->object;
	f->map.scope.vars = f->vars;
	enum zf_status status = read_list(f, &count, err);
	status = status ? status : check_count(f, count, err);
	if (!status && count == 0)
		status = confirm_empty(f, err);
	status = status ? status : map_finish(&f->map, err);
	map_free(&f->map);
	return status;
}

static enum zf_status read_records(
	struct zf_zone **zone, struct fetch *f, const char *source, struct zf_error *err)
{
	enum zf_status status = ZF_OK;
	for (unsigned reads = 1; !status; reads++) {
		struct zf_error inner = ZF_ERROR_INIT;
		struct zone_builder *builder = zone_builder_new(&f->found->name, source);
		if (f->p->env.max_records)
			zone_builder_set_limit(builder, f->p->env.max_records);
		f->last = reads == READS;
		status = read_once(f, builder, &inner);
		if (!status) {
			*zone = zone_builder_seal(builder);
			return ZF_OK;
		}
		zone_builder_free(builder);
		if (!f->unsteady || reads == READS) {
			*err = inner;
			return status;
		}
		account_progress(f->p, "%s was not read whole: reading it again", f->found->zone);
		status = ZF_OK;
	}
	return status;
}

/* Does the view's job: starts it if `arg` is "new" or the description says so, and waits for its
 * end; sets {job}. */
static enum zf_status do_job(struct provider *p, const struct desc_view *view, const char *arg,
	struct vars *vars, struct zf_error *err)
{
	const struct job job = view_job_of(view);
	bool fresh = arg && strcmp(arg, "new") == 0;
	if (arg && !fresh)
		return err_set(err, ZF_ERR_USAGE, "the view %s knows no \"%s\", only \"new\"",
			view->name, arg);
	if (!job.desc && fresh)
		return err_set(err, ZF_ERR_USAGE, "the view %s can't be made new", view->name);
	if (!job.desc || (!fresh && job.desc->when != JOB_ALWAYS))
		return ZF_OK;
	enum zf_status status = job.desc->start ? job_start(p, &job, vars, err) : ZF_OK;
	return status ? status : job_wait(p, &job, vars, err);
}

enum zf_status fetch_zone_in(struct zf_zone **zone, struct provider *p, struct found *found,
	const struct desc_view *view, const char *arg, struct zf_error *err)
{
	struct vars vars;
	vars_init(&vars, &p->vars);
	found_set_vars(found, &vars);
	struct fetch f = {.p = p,
		.found = found,
		.records = view ? view->records : p->desc->records,
		.view = view,
		.vars = &vars};
	struct zf_error inner = ZF_ERROR_INIT;
	enum zf_status status = view ? do_job(p, view, arg, &vars, &inner) : ZF_OK;
	if (!status && view && view->text)
		status = view_text(zone, p, found, view, &vars, &inner);
	else if (!status)
		status = read_records(
			zone, &f, account_source(p, found->zone, view ? view->name : NULL), &inner);
	if (status == ZF_ERR_NOT_FOUND && view && view->job && view->job->start)
		err_set(err, status, "there is no %s of this zone yet: \"?%s=new\" starts one",
			view->name, view->name);
	if (status) {
		err_set(err, status, "%s", inner.text);
		err_place(err, inner.file, inner.line, inner.col);
		err_id(err, inner.id);
	}
	vars_free(&vars);
	return status;
}
