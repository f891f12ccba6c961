#include <stdlib.h>
#include <string.h>

#include "account.h"
#include "base64.h"
#include "encode.h"
#include "err.h"
#include "map.h"
#include "mem.h"
#include "zonefile.h"

/*
 * Jobs.
 */

static bool is_one_of(const struct jsons *words, const struct value *v)
{
	for (size_t i = 0; i < words->count; i++) {
		if (v->json && json_equal(v->json, words->items[i]))
			return true;
	}
	return false;
}

enum zf_status view_check_state(const struct desc_view *view, const struct scope *scope,
	bool *running, struct zf_error *err)
{
	const struct desc_job *job = view->job;
	struct value state = refs_get(&job->state, scope);
	*running = is_one_of(&job->running, &state);
	if (is_one_of(&job->done, &state))
		return ZF_OK;
	if (*running)
		return err_set(
			err, ZF_ERR_ANSWER, "the %s is still running: ask again later", view->name);
	struct buf b;
	buf_init(&b, 0);
	struct str why = refs_get(&job->error, scope).text;
	if (is_one_of(&job->failed, &state)) {
		str_print(&b, why.p ? why.p : "", why.n < 400 ? why.n : 400);
		err_set(err, ZF_ERR_ANSWER, "the %s has failed%s%s", view->name, b.len ? ": " : "",
			b.data);
	} else {
		str_print(
			&b, state.text.p ? state.text.p : "none", state.text.p ? state.text.n : 4);
		err_set(err, ZF_ERR_ANSWER,
			"the %s is in a state that the description doesn't "
			"know: %s",
			view->name, b.data);
	}
	buf_free(&b);
	return ZF_ERR_ANSWER;
}

static enum zf_status start(
	struct provider *p, const struct desc_view *view, struct vars *vars, struct zf_error *err)
{
	struct call call = {.desc = view->job->start, .vars = vars, .write = true};
	struct answer answer;
	enum zf_status status = call_send(p, &call, &answer, err);
	if (status)
		return status;
	struct scope scope = answer_scope(&answer, vars);
	struct str id = refs_get(&view->job->id, &scope).text;
	if (id.n)
		vars_set(vars, "job", (struct str){arena_strndup(&p->arena, id.p, id.n), id.n});
	else if (view->job->id.count)
		status = err_set(err, ZF_ERR_ANSWER,
			"the %s was started, but the answer doesn't name it", view->name);
	answer_free(&answer);
	return status;
}

/* Asks once. *running: ask again. */
static enum zf_status poll(struct provider *p, const struct desc_view *view,
	const struct vars *vars, bool *running, struct zf_error *err)
{
	const struct desc_job *job = view->job;
	const struct desc_call *own = view->records ? view->records->list.items : NULL;
	struct call call = {.desc = job->poll ? job->poll : own, .vars = vars};
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
		status = view_check_state(view, &scope, running, &inner);
	if (*running)
		status = ZF_OK;
	else if (status)
		*err = inner;
	answer_free(&answer);
	return status;
}

enum zf_status view_job(struct provider *p, const struct desc_view *view, const char *arg,
	struct vars *vars, struct zf_error *err)
{
	const struct desc_job *job = view->job;
	bool fresh = arg && strcmp(arg, "new") == 0;
	if (arg && !fresh)
		return err_set(err, ZF_ERR_USAGE, "the view %s knows no \"%s\", only \"new\"",
			view->name, arg);
	if (!job || (!fresh && job->when != JOB_ALWAYS))
		return fresh ? err_set(err, ZF_ERR_USAGE, "the view %s can't be made new",
				       view->name)
			     : ZF_OK;
	bool running = true;
	enum zf_status status = job->start ? start(p, view, vars, err) : ZF_OK;
	for (long waited = 0; !status; waited += job->interval) {
		status = poll(p, view, vars, &running, err);
		if (status || !running)
			break;
		if (waited >= job->deadline ||
			account_time_left(p) <= (int64_t)job->interval * 1000)
			return err_set(err, ZF_ERR_NETWORK,
				"the %s is not done after %ld s: ask again later, without \"new\"",
				view->name, waited);
		account_progress(p, "waiting for the %s, %ld s so far", view->name, waited);
		p->clock->sleep(p->clock->context, job->interval * 1000);
	}
	return status;
}

/*
 * Zone text.
 */

static bool add_lines(struct buf *text, const struct json *list)
{
	if (json_kind(list) != JSON_ARRAY)
		return false;
	for (const struct json *e = json_first(list); e; e = json_next(e)) {
		struct str line = json_text(e);
		if (!line.p)
			return false;
		buf_add(text, line.p, line.n);
		buf_addc(text, '\n');
	}
	return true;
}

/* The zone's text, as the answer has it. */
static enum zf_status take_text(struct buf *text, const struct desc_text *d,
	const struct answer *answer, struct zf_error *err)
{
	struct scope scope = answer_scope(answer, NULL);
	struct value v = {.json = answer->json, .text = json_text(answer->json)};
	bool good = true;
	if (d->at.count)
		v = refs_get(&d->at, &scope);
	switch (d->as) {
	case TEXT_PLAIN:
		buf_add(text, answer->response.body ? answer->response.body : "",
			answer->response.body_size);
		break;
	case TEXT_LINES:
		good = add_lines(text, v.json);
		break;
	case TEXT_BASE64:
		good = v.text.p && base64_decode(text, v.text.p, v.text.n, BASE64_STANDARD);
		break;
	default:
		good = v.text.p != NULL;
		buf_add(text, v.text.p ? v.text.p : "", v.text.n);
		break;
	}
	if (!good)
		return err_set(err, ZF_ERR_ANSWER, "the answer holds no zone text");
	return ZF_OK;
}

/* Whether a line's type is a word of the description: it is the second to fourth word, behind the
 * owner, TTL and class. */
static bool has_type(const struct strings *types, struct str line)
{
	struct rrtoken cut[8];
	long count = rdata_tokens(cut, 8, line.p, line.n < 200 ? line.n : 200);
	for (long i = 0; i < (count < 5 ? count : 4); i++) {
		for (size_t k = 0; k < types->count; k++) {
			if (str_eq_nocase(
				    cut[i].p, cut[i].n, types->items[k], strlen(types->items[k])))
				return true;
		}
	}
	return false;
}

/* Takes the lines out that no zone-file reader knows, and keeps them as provider records. */
static void drop_lines(struct buf *text, const struct provider *p, const struct desc_text *d,
	struct zone_builder *builder)
{
	struct buf kept;
	if (!d->drop.count)
		return;
	buf_init(&kept, 0);
	for (const char *line = text->data, *end = line + text->len; line < end;) {
		const char *newline = memchr(line, '\n', (size_t)(end - line));
		size_t n = newline ? (size_t)(newline - line) : (size_t)(end - line);
		if (has_type(&d->drop, (struct str){line, n})) {
			struct buf json;
			buf_init(&json, 0);
			buf_adds(&json, "{\"line\":");
			encode_json_string(&json, line, n && line[n - 1] == '\r' ? n - 1 : n);
			buf_addc(&json, '}');
			zone_builder_add_provider_record(
				builder, str_of(p->desc->name), (struct str){json.data, json.len});
			buf_free(&json);
		} else {
			buf_add(&kept, line, n);
		}
		buf_addc(&kept, '\n'); /* places in messages stay right */
		line += newline ? n + 1 : n;
	}
	buf_free(text);
	*text = kept;
}

static bool is_blank(const struct buf *text)
{
	for (size_t i = 0; i < text->len;) {
		size_t n = strcspn(text->data + i, "\n");
		size_t at = strspn(text->data + i, " \t\r");
		if (at < n && text->data[i + at] != ';' && text->data[i + at] != '$')
			return false;
		i += n + 1;
	}
	return true;
}

/* The text's records, but below our apex: text without a SOA doesn't tell its own. */
static enum zf_status move_records(struct zone_builder *builder, struct zf_zone *from,
	const struct name *apex, struct zf_error *err)
{
	enum zf_status status = ZF_OK;
	for (size_t i = 0; i < from->count && !status; i++) {
		const struct rec *r = from->recs[i];
		struct name owner;
		rec_owner(from, r, &owner);
		if (!name_is_below_or_equal(&owner, apex))
			return err_set(err, ZF_ERR_ANSWER,
				"the zone text holds a record outside of the zone, in line %lu",
				rec_line(r));
		status = zone_builder_add(builder, &owner, rec_type(r), r->ttl, rec_rdata(r),
			r->rdata_len, (struct str){NULL, 0}, 0, err);
	}
	diags_join(zone_builder_diags(builder), &from->diags);
	return status;
}

static enum zf_status read_text(struct zone_builder *builder, const struct found *found,
	const struct desc_text *d, const struct buf *text, const char *source, struct zf_error *err)
{
	struct zonefile_options options = ZONEFILE_OPTIONS_INIT;
	struct zf_zone *zone = NULL;
	struct buf origin;
	buf_init(&origin, 0);
	if (d->names == TEXT_NAMES_ABSOLUTE)
		buf_addc(&origin, '.');
	else
		name_print(&origin, found->name.wire);
	options.origin = origin.data;
	options.default_ttl = d->default_ttl ? d->default_ttl : -1;
	enum zf_status status =
		zonefile_parse(&zone, text->data, text->len, source, &options, NULL, err);
	buf_free(&origin);
	if (status)
		return status;
	status = move_records(builder, zone, &found->name, err);
	zf_zone_free(zone);
	return status;
}

enum zf_status view_text(struct zf_zone **zone, struct provider *p, struct found *found,
	const struct desc_view *view, const struct vars *vars, struct zf_error *err)
{
	const struct desc_text *d = view->text;
	struct call call = {.desc = d->call,
		.vars = vars,
		.zone = found->object,
		.want = d->as == TEXT_PLAIN ? CALL_WANT_TEXT : CALL_WANT_JSON};
	struct answer answer;
	struct buf text;
	const char *source = account_source(p, found, view->name);
	enum zf_status status = call_send(p, &call, &answer, err);
	if (status)
		return status;
	struct zone_builder *builder = zone_builder_new(&found->name, source);
	buf_init(&text, 0);
	status = take_text(&text, d, &answer, err);
	answer_free(&answer);
	if (!status)
		drop_lines(&text, p, d, builder);
	if (!status && is_blank(&text))
		status = lookup_confirm(p, found, err);
	else if (!status)
		status = read_text(builder, found, d, &text, source, err);
	if (status)
		zone_builder_free(builder);
	else
		*zone = zone_builder_seal(builder);
	buf_free(&text);
	return status;
}
