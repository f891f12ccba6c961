#include "writer.h"

#include <stdlib.h>

#include "compose.h"
#include "err.h"
#include "http_retry.h"
#include "job.h"
#include "mem.h"
#include "tmpl.h"
#include "zones.h"

struct writer {
	struct provider *p;
	const struct desc_write *desc;
	char *zone, *id; /* as the user gave them; id may be NULL */
	struct found found; /* zone NULL: not read yet */
};

enum zf_status writer_new(struct writer **writer, struct provider *p, const char *zone,
	const char *id, struct zf_error *err)
{
	if (!p->desc->write)
		return err_set(err, ZF_ERR_UNSUPPORTED,
			"%s: its description says how it is read, not how it is written to",
			p->desc->name);
	struct writer *w = mem_zalloc(sizeof(*w));
	w->p = p;
	w->desc = p->desc->write;
	w->zone = mem_strdup(zone);
	w->id = id ? mem_strdup(id) : NULL;
	*writer = w;
	return ZF_OK;
}

void writer_free(struct writer *w)
{
	if (!w)
		return;
	found_free(&w->found);
	free(w->zone);
	free(w->id);
	free(w);
}

enum zf_status writer_read(
	struct writer *w, struct zf_zone **zone, struct elements *elements, struct zf_error *err)
{
	struct zf_error inner = ZF_ERROR_INIT;
	enum zf_status status = ZF_OK;
	account_begin(w->p);
	if (!w->found.zone)
		status = lookup_zone(w->p, &w->found, w->zone, w->id, &inner);
	if (!status) {
		w->found.elements = elements;
		status = fetch_zone_in(zone, w->p, &w->found, NULL, NULL, &inner);
		w->found.elements = NULL;
	}
	return status ? account_fail(w->p, w->zone, &inner, err) : ZF_OK;
}

/* The word for a TTL that this API has, and the seconds that it means, if they are the same in each
 * zone. */
static void say_ttl_word(const struct desc *desc, struct target_kind *kind)
{
	const struct desc_ttl *ttl = desc->records->ttl;
	const struct desc_special *word = ttl->special.items;
	int64_t seconds;
	if (!ttl->special.count)
		return;
	kind->ttl_note = strrchr(ttl->from.items[0].path, '/') + 1;
	if (json_integer(word->ttl, 1, INT32_MAX, false, &seconds))
		kind->ttl_word = (uint32_t)seconds;
}

void writer_kind(const struct desc *desc, struct target_kind *kind)
{
	const struct desc_write *w = desc->write;
	*kind = (struct target_kind){
		.grain = w->by == WRITE_BY_RRSET ? GRAIN_RRSET : GRAIN_RECORD,
		.holds = desc->holds,
		.desc = desc,
		.read_only = &w->read_only,
		.provider = desc->name,
		.keeps_notes = true,
		.creates_kept = w->provider_records,
		.updates = w->batch || w->update.count,
		.transaction = w->batch && w->transaction,
		.batch = w->batch ? (size_t)w->batch->limit : 1,
		.batch_values = w->batch ? (size_t)w->batch->values : 0,
		.batch_characters = w->batch ? (size_t)w->batch->characters : 0,
		.shows_ms = w->delay * 1000,
		.call_ms = 300 + desc->pace,
	};
	say_ttl_word(desc, kind);
}

/*
 * One call.
 */

/* What is being written: one operation, or the operations of a batch. */
struct sending {
	struct writer *w;
	const struct desc_call *call;
	const struct desc_job *wait; /* or NULL */
	const struct list *done_if; /* conditions under which a refusal says that it is done */
	const struct json *item, *raw, *batch;
	struct buf *says; /* or NULL */
};

/* What the answer says about a success, without what would leave a line. */
static void note_words(const struct sending *s, const struct answer *answer)
{
	struct scope scope = answer_scope(answer, NULL);
	struct value v = refs_get(&s->w->desc->says, &scope);
	const struct json *one = json_kind(v.json) == JSON_ARRAY ? json_first(v.json) : v.json;
	for (; s->says && one; one = json_kind(v.json) == JSON_ARRAY ? json_next(one) : NULL) {
		struct str text = json_text(one);
		if (!text.n)
			text = json_text(json_member(one, "message"));
		if (text.n) {
			str_print(s->says, text.p, text.n < 400 ? text.n : 400);
			buf_addc(s->says, '\n');
		}
	}
}

/* Waits for what the call has started. That it fails is a refusal; how it ends may stay unknown. */
static enum outcome wait_for(const struct sending *s, const struct answer *answer,
	struct vars *vars, struct zf_error *err)
{
	struct scope scope = answer_scope(answer, vars);
	struct job job = {.desc = s->wait, .name = "change", .item = s->item, .raw = s->raw};
	struct str id = refs_get(&s->wait->id, &scope).text;
	if (id.n)
		job_set(s->w->p, s->wait, vars, id);
	else if (s->wait->id.count)
		return err_set(err, ZF_ERR_ANSWER, "the answer doesn't name what it has started"),
		       OUTCOME_UNKNOWN;
	return job_wait(s->w->p, &job, vars, err) ? OUTCOME_UNKNOWN : OUTCOME_DONE;
}

/* What became of a call that failed. Only what the server has refused, and what surely didn't reach
 * it, wasn't carried out. */
static enum outcome judge(
	const struct sending *s, const struct meant *meant, const struct zf_error *err)
{
	int status = s->w->p->last_status;
	if (meant->held)
		return s->done_if == &s->w->desc->gone ? OUTCOME_DONE : OUTCOME_UNKNOWN;
	if (strcmp(err->id, HTTP_NO_ANSWER) == 0 || meant->unread || status >= 500 || status == 408)
		return OUTCOME_UNKNOWN;
	if (status == 0 && strcmp(err->id, HTTP_NOT_SENT) != 0 && err->code == ZF_ERR_NETWORK)
		return OUTCOME_UNKNOWN;
	return OUTCOME_REFUSED;
}

static enum outcome send(const struct sending *s, struct zf_error *err)
{
	struct vars vars;
	struct answer answer;
	struct meant meant = {.conditions = s->done_if};
	struct zf_error inner = ZF_ERROR_INIT;
	vars_init(&vars, &s->w->p->vars);
	found_set_vars(&s->w->found, &vars);
	struct call call = {.desc = s->call,
		.vars = &vars,
		.item = s->item,
		.zone = s->w->found.object,
		.raw = s->raw,
		.batch = s->batch,
		.meant = &meant,
		.want = CALL_WANT_SAID,
		.write = true};
	enum outcome outcome = OUTCOME_DONE;
	if (call_send(s->w->p, &call, &answer, &inner) != ZF_OK) {
		outcome = judge(s, &meant, &inner);
	} else {
		note_words(s, &answer);
		if (s->wait)
			outcome = wait_for(s, &answer, &vars, &inner);
		answer_free(&answer);
	}
	vars_free(&vars);
	if (outcome != OUTCOME_DONE)
		account_fail(s->w->p, s->w->zone, &inner, err);
	return outcome;
}

/*
 * Operations.
 */

static struct compose compose_of(struct writer *w, const struct vars *vars)
{
	return (struct compose){
		.desc = w->p->desc, .apex = &w->found.name, .zone = w->found.object, .vars = vars};
}

static struct json *compose(struct writer *w, const struct operation *op, struct zf_error *err)
{
	struct json *made = NULL;
	struct zf_error inner = ZF_ERROR_INIT;
	struct vars vars;
	vars_init(&vars, &w->p->vars);
	found_set_vars(&w->found, &vars);
	struct compose c = compose_of(w, &vars);
	if (compose_element(&made, &c, op, &inner) != ZF_OK)
		account_fail(w->p, w->zone, &inner, err);
	vars_free(&vars);
	return made;
}

/* An RRset that holds what no record is made of is there, with records or without. */
static enum operation_kind kind_of(const struct operation *op)
{
	const struct element *e = op->element;
	if (e && op->kind == OPERATION_CREATE)
		return OPERATION_UPDATE;
	for (size_t i = 0; op->type && op->kind == OPERATION_DELETE && e && i < e->count; i++) {
		if (!e->values[i].rdata.p)
			return OPERATION_UPDATE;
	}
	return op->kind;
}

static const struct json *raw_of(const struct operation *op)
{
	return op->element ? op->element->raw : NULL;
}

static const struct list *calls_of(const struct desc_write *w, enum operation_kind kind)
{
	const struct list *const calls[] = {[OPERATION_CREATE] = &w->create,
		[OPERATION_UPDATE] = &w->update,
		[OPERATION_DELETE] = &w->delete};
	return calls[kind];
}

static const struct list *done_if(const struct desc_write *w, enum operation_kind kind)
{
	return kind == OPERATION_DELETE ? &w->gone : kind == OPERATION_CREATE ? &w->exists : NULL;
}

enum zf_status writer_check(struct writer *w, const struct operation *op, struct zf_error *err)
{
	account_begin(w->p);
	if (kind_of(op) == OPERATION_DELETE)
		return ZF_OK;
	struct json *item = compose(w, op, err);
	json_free(item);
	return item ? ZF_OK : err->code;
}

/* The calls of one operation, one behind the other. When one of several failed that wasn't the
 * first, the operation is half done: unknown. */
static enum outcome write_one(
	struct writer *w, const struct operation *op, struct buf *says, struct zf_error *err)
{
	const enum operation_kind kind = kind_of(op);
	const struct list *list = calls_of(w->desc, kind);
	const struct desc_write_call *calls = list->items;
	struct json *item = NULL;
	enum outcome outcome = OUTCOME_DONE;
	size_t sent = 0;
	if (kind != OPERATION_DELETE && !(item = compose(w, op, err)))
		return OUTCOME_REFUSED;
	for (size_t i = 0; i < list->count && outcome == OUTCOME_DONE; i++) {
		const struct sending s = {.w = w,
			.call = calls[i].call,
			.wait = calls[i].wait,
			.done_if = done_if(w->desc, kind),
			.item = item ? item : raw_of(op),
			.raw = raw_of(op),
			.says = says};
		struct scope scope = {.item = s.item, .raw = s.raw, .zone = w->found.object};
		if (!conditions_hold(&calls[i].when, &scope))
			continue;
		outcome = send(&s, err);
		if (outcome == OUTCOME_REFUSED && sent)
			outcome = OUTCOME_UNKNOWN;
		sent++;
	}
	json_free(item);
	if (sent == 0) {
		err_set(err, ZF_ERR_CONFIG, "%s: none of its calls is meant for this",
			w->p->desc->name);
		return OUTCOME_REFUSED;
	}
	return outcome;
}

/* Adds what stands for one operation to the lists of a batch. */
static enum zf_status add_to_batch(
	struct writer *w, struct json *lists[], const struct operation *op, struct zf_error *err)
{
	const struct desc_batch *b = w->desc->batch;
	const struct json *const bodies[] = {[OPERATION_CREATE] = b->create,
		[OPERATION_UPDATE] = b->update,
		[OPERATION_DELETE] = b->delete};
	const enum operation_kind kind = kind_of(op);
	struct json *item = NULL, *made = NULL;
	struct tmpl_why why;
	if (kind != OPERATION_DELETE && !(item = compose(w, op, err)))
		return err->code;
	struct vars vars;
	vars_init(&vars, &w->p->vars);
	found_set_vars(&w->found, &vars);
	struct scope scope = {.item = item ? item : raw_of(op),
		.raw = raw_of(op),
		.zone = w->found.object,
		.vars = &vars};
	enum tmpl_outcome outcome = tmpl_body(&made, bodies[kind], &scope, &why);
	vars_free(&vars);
	json_free(item);
	if (outcome)
		return err_set(err, ZF_ERR_CONFIG, "%s: the batch can't be made: %s",
			w->p->desc->name, why.text);
	bool several = json_kind(made) == JSON_ARRAY;
	for (const struct json *e = several ? json_first(made) : made; e;
		e = several ? json_next(e) : NULL) {
		json_append(lists[kind], json_copy(e));
		json_append(lists[OPERATION_DELETE + 1], json_copy(e));
	}
	json_free(made);
	return ZF_OK;
}

static enum outcome write_batch(struct writer *w, const struct operation *ops, size_t count,
	struct buf *says, struct zf_error *err)
{
	static const char *const names[] = {[OPERATION_CREATE] = "creates",
		[OPERATION_UPDATE] = "updates",
		[OPERATION_DELETE] = "deletes",
		[OPERATION_DELETE + 1] = "operations"};
	enum { LISTS = sizeof(names) / sizeof(names[0]) };
	struct json *lists[LISTS], *batch = json_new_object();
	enum zf_status status = ZF_OK;
	for (size_t i = 0; i < LISTS; i++)
		lists[i] = json_new_array();
	for (size_t i = 0; i < count && !status; i++)
		status = add_to_batch(w, lists, &ops[i], err);
	for (size_t i = 0; i < LISTS; i++) {
		if (json_first(lists[i]))
			json_set(batch, names[i], lists[i]);
		else
			json_free(lists[i]);
	}
	const struct sending s = {.w = w,
		.call = w->desc->batch->call,
		.wait = w->desc->batch->wait,
		.batch = batch,
		.says = says};
	enum outcome outcome = status ? OUTCOME_REFUSED : send(&s, err);
	json_free(batch);
	return outcome;
}

enum outcome writer_write(struct writer *w, const struct operation *ops, size_t count,
	struct buf *says, struct zf_error *err)
{
	account_begin(w->p);
	if (w->desc->batch)
		return write_batch(w, ops, count, says, err);
	enum outcome outcome = OUTCOME_DONE;
	for (size_t i = 0; i < count && outcome == OUTCOME_DONE; i++)
		outcome = write_one(w, &ops[i], says, err);
	return outcome;
}

enum outcome writer_finish(struct writer *w, struct zf_error *err)
{
	const struct desc_call *calls = w->desc->finish.items;
	enum outcome outcome = OUTCOME_DONE;
	account_begin(w->p);
	for (size_t i = 0; i < w->desc->finish.count && outcome == OUTCOME_DONE; i++) {
		const struct sending s = {.w = w, .call = &calls[i]};
		outcome = send(&s, err);
	}
	return outcome;
}
