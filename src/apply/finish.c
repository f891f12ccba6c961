#include "finish.h"

#include <string.h>

static const struct past *find_unfinished(const struct past_list *list, const char *location)
{
	for (size_t i = list->count; i-- > 0;)
		if (strcmp(list->items[i].journal.about.location, location) == 0)
			return list->items[i].journal.open_finish ? &list->items[i] : NULL;
	return NULL;
}

static enum zf_status finish(struct target *target, const struct run *run, struct zf_error *err)
{
	struct zf_error why = ZF_ERROR_INIT;
	struct journal journal;
	struct buf path;
	buf_init(&path, 0);
	run_path(&path, run, "journal");
	if (journal_open(&journal, path.data, err) == ZF_OK) {
		enum outcome outcome = target_finish(target, &why);
		journal_finished(&journal, outcome, &why, &why);
		journal_close(&journal);
		if (why.code != ZF_OK)
			*err = why;
	}
	buf_free(&path);
	return err->code;
}

enum zf_status finish_last(unsigned long *run, struct target *target, const struct state *store,
	const char *location, struct zf_error *err)
{
	struct past_list list;
	*run = 0;
	enum zf_status status = past_list(&list, store, err);
	if (status)
		return status;
	const struct past *past = find_unfinished(&list, location);
	if (past) {
		*run = past->run.number;
		status = finish(target, &past->run, err);
	}
	past_list_free(&list);
	return status;
}
