#include "job.h"

#include "err.h"

static bool is_one_of(const struct jsons *words, const struct value *v)
{
	for (size_t i = 0; i < words->count; i++) {
		if (v->json && json_equal(v->json, words->items[i]))
			return true;
	}
	return false;
}

enum zf_status job_check_state(
	const struct job *j, const struct scope *scope, bool *running, struct zf_error *err)
{
	const struct desc_job *job = j->desc;
	struct value state = refs_get(&job->state, scope);
	*running = is_one_of(&job->running, &state);
	if (is_one_of(&job->done, &state))
		return ZF_OK;
	if (*running)
		return err_set(
			err, ZF_ERR_ANSWER, "the %s is still running: ask again later", j->name);
	struct buf b;
	buf_init(&b, 0);
	struct str why = refs_get(&job->error, scope).text;
	if (is_one_of(&job->failed, &state)) {
		str_print(&b, why.p ? why.p : "", why.n < 400 ? why.n : 400);
		err_set(err, ZF_ERR_ANSWER, "the %s has failed%s%s", j->name, b.len ? ": " : "",
			b.data);
	} else {
		str_print(
			&b, state.text.p ? state.text.p : "none", state.text.p ? state.text.n : 4);
		err_set(err, ZF_ERR_ANSWER,
			"the %s is in a state that the description doesn't "
			"know: %s",
			j->name, b.data);
	}
	buf_free(&b);
	return ZF_ERR_ANSWER;
}

void job_set(struct provider *p, const struct desc_job *job, struct vars *vars, struct str id)
{
	size_t strip = job->id_strip ? strlen(job->id_strip) : 0;
	if (strip && id.n > strip && memcmp(id.p, job->id_strip, strip) == 0) {
		id.p += strip;
		id.n -= strip;
	}
	vars_set(vars, "job", (struct str){arena_strndup(&p->arena, id.p, id.n), id.n});
}

enum zf_status job_start(
	struct provider *p, const struct job *j, struct vars *vars, struct zf_error *err)
{
	struct call call = {.desc = j->desc->start, .vars = vars, .write = true};
	struct answer answer;
	enum zf_status status = call_send(p, &call, &answer, err);
	if (status)
		return status;
	struct scope scope = answer_scope(&answer, vars);
	struct str id = refs_get(&j->desc->id, &scope).text;
	if (id.n)
		job_set(p, j->desc, vars, id);
	else if (j->desc->id.count)
		status = err_set(err, ZF_ERR_ANSWER,
			"the %s was started, but the answer doesn't name it", j->name);
	answer_free(&answer);
	return status;
}

/* Asks once. *running: ask again. */
static enum zf_status poll(struct provider *p, const struct job *j, const struct vars *vars,
	bool *running, struct zf_error *err)
{
	const struct desc_job *job = j->desc;
	struct call call = {.desc = job->poll ? job->poll : j->poll,
		.vars = vars,
		.item = j->item,
		.raw = j->raw,
		.zone = j->zone};
	struct zf_error inner = ZF_ERROR_INIT;
	struct answer answer;
	enum zf_status status = call_send(p, &call, &answer, err);
	if (status)
		return status;
	struct scope scope = answer_scope(&answer, vars);
	const struct str *id = vars_get(vars, "job", 3);
	struct str same = ref_get(&job->same_id, &scope).text;
	if (job->same_id.scope && id && !(same.n == id->n && memcmp(same.p, id->p, id->n) == 0))
		*running = true; /* still the job before */
	else
		status = job_check_state(j, &scope, running, &inner);
	if (*running)
		status = ZF_OK;
	else if (status)
		*err = inner;
	answer_free(&answer);
	return status;
}

enum zf_status job_wait(
	struct provider *p, const struct job *j, const struct vars *vars, struct zf_error *err)
{
	const struct desc_job *job = j->desc;
	bool running = true;
	enum zf_status status = ZF_OK;
	for (long waited = 0; !status; waited += job->interval) {
		status = poll(p, j, vars, &running, err);
		if (status || !running)
			break;
		if (waited >= job->deadline ||
			account_time_left(p) <= (int64_t)job->interval * 1000)
			return err_set(err, ZF_ERR_NETWORK,
				"the %s is not done after %ld s: ask again later", j->name, waited);
		account_progress(p, "waiting for the %s, %ld s so far", j->name, waited);
		p->clock->sleep(p->clock->context, job->interval * 1000);
	}
	return status;
}
