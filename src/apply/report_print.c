/* report_print: a report as text and as JSON. */
#include <stdio.h>

#include "json.h"
#include "report.h"
#include "sets.h"

static const char *const verbs[] = {
	[OPERATION_CREATE] = "create",
	[OPERATION_UPDATE] = "update",
	[OPERATION_DELETE] = "delete",
};

static const char *const difference_words[] = {
	[DIFFERENCE_STORED_OTHERWISE] = "stored-otherwise",
	[DIFFERENCE_NOT_SHOWN] = "not-confirmed",
	[DIFFERENCE_ELSEWHERE] = "changed-elsewhere",
};

static const char *const difference_texts[] = {
	[DIFFERENCE_STORED_OTHERWISE] = "the target stored it otherwise",
	[DIFFERENCE_NOT_SHOWN] = "not confirmed: the target still shows what was there",
	[DIFFERENCE_ELSEWHERE] = "changed, and not by this run",
};

/* "www.example.com. A" */
static void add_what(struct buf *b, const struct apply_report *r, const struct operation *o)
{
	const struct rec *rec = o->before_count  ? o->before[0]
				: o->after_count ? o->after[0]
						 : NULL;
	if (rec)
		sets_add_title(b, r->plan->target, rec);
	else
		buf_adds(b, "provider record");
}

/* Operations of these states, a line each. */
static void add_operations(struct buf *b, const struct apply_report *r, enum op_state state)
{
	for (size_t i = 0; i < r->plan->count; i++) {
		if (r->states[i] != state)
			continue;
		buf_printf(
			b, "  %s: %s ", op_state_words[state], verbs[r->plan->operations[i].kind]);
		add_what(b, r, &r->plan->operations[i]);
		buf_addc(b, '\n');
	}
}

static void add_error(struct buf *b, const char *label, const struct zf_error *err)
{
	char text[sizeof(struct zf_error) + 64];
	if (err->code != ZF_OK)
		buf_printf(b, "%s: %s\n", label, zf_error_print(err, text, sizeof(text)));
}

static void add_count(struct buf *b, const char *before, size_t n, const char *what)
{
	if (n)
		buf_printf(b, "%s%zu %s", before, n, what);
}

static void add_lines(struct buf *b, const char *label, const char *lines)
{
	while (*lines) {
		size_t n = strcspn(lines, "\n");
		buf_printf(b, "    %s %.*s\n", label, (int)n, lines);
		lines += n + (lines[n] == '\n');
	}
}

static void add_differences(struct buf *b, const struct apply_report *r)
{
	for (size_t i = 0; i < r->difference_count; i++) {
		const struct apply_difference *d = &r->differences[i];
		buf_printf(b, "  %s: %s\n", d->what, difference_texts[d->kind]);
		add_lines(b, "wanted", d->wanted);
		add_lines(b, "found ", d->found);
	}
}

void report_print_text(struct buf *b, const struct apply_report *r)
{
	const size_t *n = r->counts;
	buf_printf(b, "%s: %zu done", r->about.target, n[OP_DONE]);
	add_count(b, ", ", n[OP_REFUSED], "refused");
	add_count(b, ", ", n[OP_UNKNOWN], "unknown");
	add_count(b, ", ", n[OP_REMAINING], "remaining");
	buf_printf(b, " of %zu operation%s", r->plan->count, r->plan->count == 1 ? "" : "s");
	if (r->calls)
		buf_printf(
			b, "; %zu call%s, %.1f s", r->calls, r->calls == 1 ? "" : "s", r->seconds);
	if (r->run)
		buf_printf(b, "; run %lu", r->run);
	buf_addc(b, '\n');
	add_operations(b, r, OP_REFUSED);
	add_operations(b, r, OP_UNKNOWN);
	if (n[OP_DONE] || n[OP_REFUSED] || n[OP_UNKNOWN])
		add_operations(b, r, OP_REMAINING);
	add_error(b, "stopped", &r->why);
	if (r->interrupted)
		buf_adds(b, "stopped: interrupted\n");
	if (r->doubtful && n[OP_REFUSED] + n[OP_UNKNOWN])
		buf_adds(b, "  a call had no answer: what the target doesn't show by now may be "
			    "carried out yet\n");
	add_error(b, "not finished", &r->finish);
	add_error(b, "not verified", &r->unverified);
	add_differences(b, r);
	for (size_t i = 0; i < r->left_count; i++)
		buf_printf(b, "  left: %s: %s\n", r->left[i].what, r->left[i].why);
	add_lines(b, "the target says:", r->says.data);
}

static struct json *text_json(const char *text)
{
	return json_new_string(text, strlen(text));
}

static void set_number(struct json *object, const char *name, size_t value)
{
	char text[24];
	int n = snprintf(text, sizeof(text), "%zu", value);
	json_set(object, name, json_new_number(text, (size_t)n));
}

static void set_seconds(struct json *object, const char *name, double value)
{
	char text[40];
	int n = snprintf(text, sizeof(text), "%.3f", value);
	json_set(object, name, json_new_number(text, (size_t)n));
}

static void set_error(struct json *object, const char *name, const struct zf_error *err)
{
	char text[sizeof(struct zf_error) + 64];
	if (err->code != ZF_OK)
		json_set(object, name, text_json(zf_error_print(err, text, sizeof(text))));
}

static struct json *operations_json(const struct apply_report *r)
{
	struct json *list = json_new_array();
	struct buf what;
	buf_init(&what, 0);
	for (size_t i = 0; i < r->plan->count; i++) {
		struct json *one = json_new_object();
		add_what(&what, r, &r->plan->operations[i]);
		json_set(one, "op", text_json(verbs[r->plan->operations[i].kind]));
		json_set(one, "what", text_json(what.data));
		json_set(one, "state", text_json(op_state_words[r->states[i]]));
		json_append(list, one);
		buf_reset(&what);
	}
	buf_free(&what);
	return list;
}

static struct json *lines_json(const char *lines)
{
	struct json *list = json_new_array();
	while (*lines) {
		size_t n = strcspn(lines, "\n");
		json_append(list, json_new_string(lines, n));
		lines += n + (lines[n] == '\n');
	}
	return list;
}

static struct json *differences_json(const struct apply_report *r)
{
	struct json *list = json_new_array();
	for (size_t i = 0; i < r->difference_count; i++) {
		const struct apply_difference *d = &r->differences[i];
		struct json *one = json_new_object();
		json_set(one, "kind", text_json(difference_words[d->kind]));
		json_set(one, "what", text_json(d->what));
		json_set(one, "wanted", lines_json(d->wanted));
		json_set(one, "found", lines_json(d->found));
		json_append(list, one);
	}
	return list;
}

static struct json *left_json(const struct apply_report *r)
{
	struct json *list = json_new_array();
	for (size_t i = 0; i < r->left_count; i++) {
		struct json *one = json_new_object();
		json_set(one, "what", text_json(r->left[i].what));
		json_set(one, "why", text_json(r->left[i].why));
		json_append(list, one);
	}
	return list;
}

void report_print_json(struct buf *b, const struct apply_report *r)
{
	struct json *all = json_new_object();
	set_number(all, "version", 1);
	set_number(all, "run", r->run);
	json_set(all, "command", text_json(r->about.command));
	if (r->about.source)
		json_set(all, "source", text_json(r->about.source));
	if (r->about.undoes)
		set_number(all, "undoes", r->about.undoes);
	json_set(all, "target", text_json(r->about.target));
	json_set(all, "zone", text_json(r->about.zone));
	json_set(all, "result", text_json(run_result_words[report_result(r)]));
	for (int i = OP_REMAINING; i <= OP_UNKNOWN; i++)
		set_number(all, op_state_words[i], r->counts[i]);
	set_number(all, "calls", r->calls);
	set_seconds(all, "seconds", r->seconds);
	json_set(all, "interrupted", json_new_bool(r->interrupted));
	set_error(all, "error", &r->why);
	set_error(all, "not_finished", &r->finish);
	set_error(all, "not_verified", &r->unverified);
	json_set(all, "operations", operations_json(r));
	json_set(all, "differences", differences_json(r));
	json_set(all, "left", left_json(r));
	json_set(all, "says", lines_json(r->says.data));
	json_print(b, all, JSON_AS_IS);
	buf_addc(b, '\n');
	json_free(all);
}
