#include "backup.h"

#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "source.h"
#include "err.h"
#include "mem.h"
#include "threads.h"

/* One account, its folder and its zones. */
struct part {
	struct source source;
	struct depot depot;
	struct listing listing;
	bool opened, depot_opened, listed;
	size_t failed; /* zones that the next run has to do */
};

/* One zone to be saved. */
struct task {
	struct part *part;
	const struct listed *listed;
	struct holding *entry;
};

struct backup {
	const struct backup_options *options;
	const struct backup_listener *listener;
	struct backup_report *report;
	struct load_env env;
	struct part *parts;
	size_t part_count;
	struct task *tasks;
	size_t task_count, task_cap;
	atomic_size_t next;
	pthread_mutex_t mutex; /* of the report, the listener, and `changed` of manifests */
	size_t done; /* tasks */
	struct timespec start;
};

/*
 * Telling.
 */

static void tell(struct backup *b, const struct backup_event *event)
{
	pthread_mutex_lock(&b->mutex);
	b->report->fates[event->fate]++;
	b->listener->event(b->listener->user, event);
	pthread_mutex_unlock(&b->mutex);
}

__attribute__((format(printf, 2, 3))) static void note(struct backup *b, const char *format, ...)
{
	char text[400];
	va_list ap;
	va_start(ap, format);
	vsnprintf(text, sizeof(text), format, ap);
	va_end(ap);
	pthread_mutex_lock(&b->mutex);
	b->listener->note(b->listener->user, text);
	pthread_mutex_unlock(&b->mutex);
}

/* For struct load_env, from any thread. */
static void on_progress(void *user, const char *text)
{
	struct backup *b = user;
	pthread_mutex_lock(&b->mutex);
	b->listener->progress(b->listener->user, text);
	pthread_mutex_unlock(&b->mutex);
}

static double seconds_since(const struct timespec *start)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)(now.tv_sec - start->tv_sec) + (double)(now.tv_nsec - start->tv_nsec) / 1e9;
}

/* The mutex is held. */
static void show_progress(struct backup *b)
{
	char text[100];
	double passed = seconds_since(&b->start);
	double rate = passed > 0 ? (double)b->done / passed : 0;
	int n = snprintf(text, sizeof(text), "%zu of %zu zones", b->done, b->task_count);
	if (b->done && passed > 1)
		snprintf(text + n, sizeof(text) - (size_t)n, ", %.0f a second, %.0f s left", rate,
			(double)(b->task_count - b->done) / rate);
	b->listener->progress(b->listener->user, text);
}

static void tell_lost(struct backup *b, const char *where, const struct zf_error *err)
{
	const struct backup_event event = {.fate = BACKUP_LOST, .where = where, .err = err};
	tell(b, &event);
}

/*
 * One zone.
 */

static enum backup_fate fate_of(enum saved saved)
{
	static const enum backup_fate fates[] = {
		[SAVED_SAME] = BACKUP_SAME,
		[SAVED_NEW] = BACKUP_NEW,
		[SAVED_CHANGED] = BACKUP_CHANGED,
		[SAVED_HELD] = BACKUP_HELD,
	};
	return fates[saved];
}

/* Whether two states of an entry are two lines of the manifest. */
static bool is_change(const struct buf *before, const struct holding *after)
{
	struct buf line;
	buf_init(&line, 0);
	holding_print(&line, after);
	bool differs = line.len != before->len || memcmp(line.data, before->data, line.len) != 0;
	buf_free(&line);
	return differs;
}

static void finish(struct backup *b, const struct task *t, const struct buf *before,
	const struct backup_event *event)
{
	struct part *part = t->part;
	bool changed = is_change(before, t->entry);
	pthread_mutex_lock(&b->mutex);
	part->depot.manifest.changed = part->depot.manifest.changed || changed;
	part->failed += event->fate == BACKUP_FAILED || event->fate == BACKUP_HELD;
	b->report->unread += event->zone && event->zone->unread > 0;
	b->report->fates[event->fate]++;
	b->done++;
	b->listener->event(b->listener->user, event);
	show_progress(b);
	pthread_mutex_unlock(&b->mutex);
}

static void do_task(struct backup *b, const struct task *t, struct provider *hand,
	const struct zf_error *no_hand)
{
	struct zf_error err = no_hand ? *no_hand : (struct zf_error)ZF_ERROR_INIT;
	struct backup_event event = {.fate = BACKUP_FAILED, .where = t->listed->location};
	struct saving saving = {.saved = SAVED_SAME};
	struct zf_zone *zone = NULL;
	struct buf before;
	buf_init(&before, 0);
	holding_print(&before, t->entry);
	enum zf_status status = err.code;
	if (!status)
		status = source_fetch(&zone, &t->part->source, hand, t->listed, &err);
	if (!status)
		status = save_zone(
			&saving, &t->part->depot, t->entry, zone, b->options->shrink, &err);
	if (status) {
		save_failed(t->entry, err.text);
		event.err = &err;
	} else {
		event.fate = fate_of(saving.saved);
		event.why = saving.saved == SAVED_HELD ? saving.why : NULL;
		event.zone = zone;
	}
	finish(b, t, &before, &event);
	zf_zone_free(zone);
	buf_free(&before);
}

/* What one thread has to read with: a hand in each account it came to. */
struct hands {
	struct provider **items;
	struct zf_error *errors;
};

static void work(void *user)
{
	struct backup *b = user;
	struct hands h = {.items = mem_zalloc(b->part_count * sizeof(*h.items)),
		.errors = mem_zalloc(b->part_count * sizeof(*h.errors))};
	for (size_t i; (i = atomic_fetch_add(&b->next, 1)) < b->task_count;) {
		const struct task *t = &b->tasks[i];
		size_t n = (size_t)(t->part - b->parts);
		if (!h.items[n] && !h.errors[n].code)
			source_hand(&h.items[n], &t->part->source, &h.errors[n]);
		do_task(b, t, h.items[n], h.errors[n].code ? &h.errors[n] : NULL);
	}
	pthread_mutex_lock(&b->mutex);
	for (size_t n = 0; n < b->part_count; n++)
		b->report->calls += h.items[n] ? provider_calls(h.items[n]) : 0;
	pthread_mutex_unlock(&b->mutex);
	for (size_t n = 0; n < b->part_count; n++)
		provider_close(h.items[n]);
	free(h.items);
	free(h.errors);
}

/* With one job the account itself is the hand: a recording then holds one run in its order. */
static void work_alone(struct backup *b)
{
	for (size_t i = 0; i < b->task_count; i++)
		do_task(b, &b->tasks[i], b->tasks[i].part->source.provider, NULL);
}

/*
 * One account.
 */

static enum zf_status add_source(struct backup *b, const char *text, struct zf_error *err)
{
	char *name, *glob;
	struct part *part = NULL;
	enum zf_status status = source_split(&name, &glob, text, err);
	if (status)
		return status;
	for (size_t i = 0; i < b->part_count; i++)
		if (strcmp(b->parts[i].source.spec, name) == 0)
			part = &b->parts[i];
	if (!part) {
		part = &b->parts[b->part_count];
		status = source_open(&part->source, name, &b->env, err);
		part->source.shard = b->options->shard;
		part->source.zones_file = b->options->zones_file;
		part->opened = !status;
		b->part_count += !status;
	} else if (!glob || !part->source.glob_count) {
		status = err_set(err, ZF_ERR_USAGE, "%s is given twice", name);
	}
	if (!status && glob)
		source_add_glob(&part->source, glob);
	free(name);
	free(glob);
	return status;
}

/* Zones that the folder has, and the list lacks: indices of their entries. The files are sorted. */
static size_t find_vanished(
	size_t *vanished, const struct part *part, char *const *files, size_t count)
{
	const struct manifest *m = &part->depot.manifest;
	size_t found = 0, at = 0;
	for (size_t i = 0; i < m->count; i++) {
		const struct holding *e = &m->items[i];
		while (at < count && strcmp(files[at], e->file) < 0)
			at++;
		/* The list says nothing about zones that it wasn't asked for. */
		bool asked = e->zone && shard_has(part->source.shard, e->zone);
		if (asked && !(at < count && strcmp(files[at], e->file) == 0))
			vanished[found++] = i;
	}
	return found;
}

/* A list that lost much isn't believed, as a zone isn't. */
static bool is_list_held(
	struct backup *b, const struct part *part, const size_t *vanished, size_t count)
{
	const struct manifest *m = &part->depot.manifest;
	char why[200];
	size_t known = 0, lost = 0;
	for (size_t i = 0; i < m->count; i++)
		known += m->items[i].octets != NULL;
	for (size_t i = 0; i < count; i++)
		lost += m->items[vanished[i]].octets != NULL;
	if (lost < SHRINK_LEAST || lost * 100 <= known * b->options->shrink)
		return false;
	snprintf(why, sizeof(why),
		"it lists %zu of %zu zones that have files here: the list may not be whole",
		known - lost, known);
	const struct backup_event event = {
		.fate = BACKUP_HELD, .where = part->source.name, .why = why, .listing = true};
	tell(b, &event);
	return true;
}

static void forget(struct part *part, struct holding *e)
{
	holding_clear(e);
	part->depot.manifest.changed = true;
}

static void prune(struct backup *b, struct part *part, struct holding *e)
{
	struct zf_error err = ZF_ERROR_INIT;
	struct backup_event event = {.fate = BACKUP_PRUNED,
		.where = e->location,
		.why = "it is no longer listed; its file was moved to .removed"};
	if (depot_remove(&part->depot, e->file, &err) != ZF_OK) {
		event = (struct backup_event){
			.fate = BACKUP_FAILED, .where = e->location, .err = &err};
		tell(b, &event);
		return;
	}
	tell(b, &event);
	forget(part, e);
}

static void look_for_vanished(struct backup *b, struct part *part, char *const *files, size_t count)
{
	const struct manifest *m = &part->depot.manifest;
	size_t *vanished = mem_zalloc((m->count + 1) * sizeof(*vanished));
	size_t n = part->source.glob_count ? 0 : find_vanished(vanished, part, files, count);
	bool held = is_list_held(b, part, vanished, n);
	for (size_t i = 0; i < n; i++) {
		struct holding *e = &m->items[vanished[i]];
		const struct backup_event event = {.fate = BACKUP_VANISHED,
			.where = e->location,
			.why = "it is no longer listed; its file is kept"};
		if (!e->octets)
			forget(part, e); /* it never was read: there is no file */
		else if (b->options->vanished == BACKUP_PRUNE && !held)
			prune(b, part, e);
		else
			tell(b, &event);
	}
	free(vanished);
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static void fill_holding(struct holding *e, const struct listed *z)
{
	free(e->zone);
	free(e->location);
	e->zone = mem_strdup(z->zone);
	e->location = mem_strdup(z->location);
}

static void add_task(struct backup *b, struct part *part, const struct listed *z)
{
	struct holding *e = manifest_find(&part->depot.manifest, z->file);
	fill_holding(e, z);
	if (e->done) {
		const struct backup_event event = {.fate = BACKUP_RESUMED, .where = z->location};
		tell(b, &event);
		return;
	}
	b->tasks = mem_grow(b->tasks, &b->task_cap, b->task_count + 1, sizeof(*b->tasks));
	b->tasks[b->task_count++] = (struct task){.part = part, .listed = z, .entry = e};
}

static void add_tasks(struct backup *b, struct part *part)
{
	const struct listing *l = &part->listing;
	char **files = mem_zalloc((l->count + 1) * sizeof(*files));
	size_t count = 0;
	for (size_t i = 0; i < l->count; i++)
		if (!l->items[i].skipped)
			files[count++] = l->items[i].file;
	if (count)
		qsort(files, count, sizeof(*files), by_text);
	manifest_add(&part->depot.manifest, files, count);
	for (size_t i = 0; i < l->count; i++) {
		const struct listed *z = &l->items[i];
		if (z->skipped) {
			const struct backup_event event = {
				.fate = BACKUP_SKIPPED, .where = z->zone, .why = z->skipped};
			tell(b, &event);
		} else {
			add_task(b, part, z);
		}
	}
	b->report->zones += count;
	look_for_vanished(b, part, files, count);
	free(files);
}

/* Several accounts have a folder each. */
static void add_folder(struct buf *path, const struct backup *b, const struct part *part)
{
	buf_adds(path, b->options->folder);
	if (b->part_count > 1)
		buf_printf(path, "/%s", part->source.folder);
}

static enum zf_status open_depot(struct backup *b, struct part *part, struct zf_error *err)
{
	struct buf path;
	buf_init(&path, 0);
	add_folder(&path, b, part);
	enum zf_status status =
		depot_open(&part->depot, path.data, part->source.name, b->options->list, err);
	buf_free(&path);
	part->depot_opened = !status;
	if (!status && part->depot.dead[0])
		note(b, "%s: the run before (%s) died: %s", part->depot.path, part->depot.dead,
			b->options->list == RUNNING_ON ? "going on behind it"
						       : "beginning anew in its place");
	return status;
}

/* What takes long by the provider's own pace is told before it begins. */
static void note_time(struct backup *b, const struct part *part, size_t tasks)
{
	enum { LONG_MS = 60 * 1000 };
	long pace = source_pace(&part->source);
	if (pace && tasks > (size_t)(LONG_MS / pace))
		note(b, "%s: %zu zones take about %zu minutes, as requests must be %ld ms apart",
			part->source.name, tasks, (tasks * (size_t)pace + LONG_MS - 1) / LONG_MS,
			pace);
}

static void begin_part(struct backup *b, struct part *part)
{
	size_t before = b->task_count;
	struct zf_error err = ZF_ERROR_INIT;
	enum zf_status status = open_depot(b, part, &err);
	if (!status)
		status = source_list(&part->source, &part->listing, &err);
	part->listed = !status;
	if (status)
		tell_lost(b, part->source.name, &err);
	else
		add_tasks(b, part);
	note_time(b, part, b->task_count - before);
}

static void end_part(struct backup *b, struct part *part)
{
	struct zf_error err = ZF_ERROR_INIT;
	if (part->depot_opened) {
		bool complete = part->listed && part->failed == 0;
		if (depot_close(&part->depot, complete ? DEPOT_COMPLETE : DEPOT_INCOMPLETE, &err) !=
			ZF_OK)
			tell_lost(b, part->source.name, &err);
	}
	listing_free(&part->listing);
	b->report->calls += source_calls(&part->source);
}

/* So that accounts which are slow by their limits don't come one after the other. */
static void mix_tasks(struct backup *b)
{
	struct task *mixed = mem_zalloc((b->task_count + 1) * sizeof(*mixed));
	size_t *at = mem_zalloc((b->part_count + 1) * sizeof(*at)), n = 0;
	for (size_t i = 0; i < b->part_count; i++)
		while (at[i] < b->task_count && b->tasks[at[i]].part != &b->parts[i])
			at[i]++;
	while (n < b->task_count)
		for (size_t i = 0; i < b->part_count; i++)
			if (at[i] < b->task_count && b->tasks[at[i]].part == &b->parts[i])
				mixed[n++] = b->tasks[at[i]++];
	free(at);
	free(b->tasks);
	b->tasks = mixed;
}

static void run(struct backup *b)
{
	const struct load_env *env = b->options->env;
	bool alone = b->options->jobs <= 1 || env->record_dir || env->replay_dir;
	clock_gettime(CLOCK_MONOTONIC, &b->start);
	for (size_t i = 0; i < b->part_count; i++)
		begin_part(b, &b->parts[i]);
	mix_tasks(b);
	if (b->task_count)
		show_progress(b);
	if (alone)
		work_alone(b);
	else
		threads_run(b->options->jobs < b->task_count ? b->options->jobs
							     : (unsigned)b->task_count,
			work, b);
}

static enum zf_status open_sources(struct backup *b, struct zf_error *err)
{
	const struct backup_options *o = b->options;
	enum zf_status status = ZF_OK;
	b->env = *o->env;
	b->parts = mem_zalloc((o->source_count + 1) * sizeof(*b->parts));
	if (pthread_mutex_init(&b->mutex, NULL) != 0)
		mem_exhausted();
	b->env.progress = on_progress;
	b->env.progress_user = b;
	for (size_t i = 0; i < o->source_count && !status; i++)
		status = add_source(b, o->sources[i], err);
	return status;
}

static void close_sources(struct backup *b)
{
	for (size_t i = 0; i < b->part_count; i++)
		source_close(&b->parts[i].source);
	free(b->tasks);
	free(b->parts);
	pthread_mutex_destroy(&b->mutex);
}

enum zf_status backup_run(struct backup_report *report, const struct backup_options *options,
	const struct backup_listener *listener, struct zf_error *err)
{
	struct backup b = {.options = options, .listener = listener, .report = report};
	*report = (struct backup_report){.accounts = 0};
	enum zf_status status = open_sources(&b, err);
	report->accounts = b.part_count;
	if (!status)
		run(&b);
	for (size_t i = 0; i < b.part_count; i++)
		end_part(&b, &b.parts[i]);
	close_sources(&b);
	return status;
}

enum zf_status backup_estimate(const struct backup_options *options, size_t zones,
	const struct backup_listener *listener, backup_estimated *estimated, struct zf_error *err)
{
	struct backup b = {.options = options, .listener = listener};
	enum zf_status status = open_sources(&b, err);
	for (size_t i = 0; i < b.part_count && !status; i++) {
		struct part *part = &b.parts[i];
		struct estimate e;
		struct buf folder;
		buf_init(&folder, 0);
		add_folder(&folder, &b, part);
		status = estimate_make(&e, &part->source, folder.data, options->jobs, zones, err);
		buf_free(&folder);
		if (!status)
			estimated(listener->user, part->source.name, &e);
	}
	close_sources(&b);
	return status;
}
