#include "past.h"

#include <stdlib.h>

#include "err.h"
#include "file.h"
#include "identity.h"
#include "mem.h"
#include "snapshot.h"

/* A run's folder without a first line in its journal is one that ended before it sent anything. */
static enum zf_status read_journal(
	struct journal_summary *summary, const struct run *run, bool *began, struct zf_error *err)
{
	struct zf_error why = ZF_ERROR_INIT;
	struct buf path;
	buf_init(&path, 0);
	run_path(&path, run, "journal");
	enum zf_status status = journal_read(summary, path.data, &why);
	*began = status == ZF_OK;
	if (status && status != ZF_ERR_NOT_FOUND)
		*err = why;
	buf_free(&path);
	return err->code;
}

enum zf_status past_list(struct past_list *list, const struct state *store, struct zf_error *err)
{
	struct run_list runs;
	*list = (struct past_list){.items = NULL};
	enum zf_status status = run_list(&runs, store, err);
	for (size_t i = 0; !status && i < runs.count; i++) {
		struct past past = {.run = {.folder = NULL}};
		bool began = false;
		status = read_journal(&past.journal, &runs.items[i], &began, err);
		if (status || !began)
			continue;
		past.run = runs.items[i];
		runs.items[i].folder = NULL;
		list->items =
			mem_grow(list->items, &list->cap, list->count + 1, sizeof(*list->items));
		list->items[list->count++] = past;
	}
	run_list_free(&runs);
	if (status)
		past_list_free(list);
	return status;
}

void past_list_free(struct past_list *list)
{
	for (size_t i = 0; i < list->count; i++) {
		struct past *p = &list->items[i];
		run_free(&p->run);
		journal_summary_free(&p->journal);
		zf_zone_free(p->before);
		zf_zone_free(p->wanted);
		zf_zone_free(p->after);
	}
	free(list->items);
	*list = (struct past_list){.items = NULL};
}

enum zf_status past_choose(struct past **past, const struct past_list *list, unsigned long number,
	struct zf_error *err)
{
	for (size_t i = list->count; i-- > 0;) {
		*past = &list->items[i];
		const struct journal_summary *j = &(*past)->journal;
		if (number ? (*past)->run.number == number
			   : j->calls > 0 && j->result != RUN_NOTHING)
			return ZF_OK;
	}
	*past = NULL;
	if (number)
		return err_set(err, ZF_ERR_NOT_FOUND,
			"there is no run %lu; zoneferry undo --list names them", number);
	return err_set(err, ZF_ERR_NOT_FOUND, "there is no run that wrote anything");
}

static enum zf_status has_plan(
	bool *same, const struct run *run, const struct str *plan, struct zf_error *err)
{
	struct file_text text;
	struct buf path;
	buf_init(&path, 0);
	run_path(&path, run, "plan.json");
	enum zf_status status = file_read(&text, path.data, SIZE_MAX / 2, err);
	*same = !status && text.size == plan->n && memcmp(text.data, plan->p, plan->n) == 0;
	file_text_free(&text);
	buf_free(&path);
	return status;
}

enum zf_status past_find(struct past **past, const struct past_list *list, const char *location,
	const struct str *plan, struct zf_error *err)
{
	*past = NULL;
	for (size_t i = list->count; i-- > 0;) {
		struct past *p = &list->items[i];
		bool same = false;
		if (strcmp(p->journal.about.location, location) != 0)
			continue;
		if (has_plan(&same, &p->run, plan, err) != ZF_OK)
			return err->code;
		if (same) {
			*past = p;
			return ZF_OK;
		}
	}
	return ZF_OK;
}

enum zf_status past_load(struct past *past, struct zf_error *err)
{
	const char *apex = past->journal.about.zone;
	struct zf_error none = ZF_ERROR_INIT;
	enum zf_status status = snapshot_get(&past->before, &past->run, "snapshot.zone", apex, err);
	if (!status)
		status = snapshot_get(&past->wanted, &past->run, "wanted.zone", apex, err);
	if (!status && snapshot_get(&past->after, &past->run, "after.zone", apex, &none) != ZF_OK &&
		none.code != ZF_ERR_NOT_FOUND) {
		*err = none;
		status = none.code;
	}
	return status;
}

/* Whether a location given in another folder means the same here. */
static bool is_here(const char *target, const char *location)
{
	struct zf_error err = ZF_ERROR_INIT;
	struct location loc;
	struct buf identity;
	if (location_parse(&loc, target, &err) != ZF_OK)
		return false;
	buf_init(&identity, 0);
	identity_print(&identity, &loc);
	bool same = strcmp(identity.data, location) == 0;
	buf_free(&identity);
	location_free(&loc);
	return same;
}

const char *past_target(const struct past *past)
{
	const struct run_about *about = &past->journal.about;
	bool moved =
		str_starts(about->location, "file:") && !is_here(about->target, about->location);
	return moved ? about->location : about->target;
}
