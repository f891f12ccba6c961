#include <endian.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "threads.h"
#include "zone_build.h"

/*
 * An entry's numbers hold STEP octets of its record, zeros where it has ended, and in the lowest
 * octet how many octets were left: STEP + 1 means more than STEP. So they order a record that
 * ends before one that goes on with zeros; and equal numbers mean equal records, unless more is
 * left.
 */
enum { STEP = 15, OCTETS = STEP + 1 };
enum { SMALL = 32 }; /* fewer entries are sorted by insertion */
enum { THREADS_PAY = 20000 }; /* starting a thread takes as long as sorting some 500 */
enum { TASKS_WANTED = 24 };

static struct sort_entry entry_at(struct rec *r, size_t depth)
{
	uint8_t octets[OCTETS] = {0};
	uint64_t words[2];
	size_t size = rec_sorted_length(r), left = size > depth ? size - depth : 0;
	if (left >= OCTETS)
		memcpy(octets, r->data + depth, OCTETS);
	else
		memcpy(octets, r->data + depth, left);
	octets[STEP] = (uint8_t)(left > STEP ? STEP + 1 : left);
	memcpy(words, octets, sizeof(words));
	return (struct sort_entry){be64toh(words[0]), be64toh(words[1]), r};
}

struct sort_entry sort_entry_make(struct rec *r)
{
	return entry_at(r, 0);
}

static bool less(const struct sort_entry *a, const struct sort_entry *b)
{
	return a->high < b->high || (a->high == b->high && a->low < b->low);
}

static bool equal(const struct sort_entry *a, const struct sort_entry *b)
{
	return a->high == b->high && a->low == b->low;
}

static bool has_more(const struct sort_entry *e)
{
	return (e->low & 0xff) > STEP;
}

/* Octets behind `depth` take the place of those the numbers hold. Reading each record is what
 * sorting waits for; the reads don't depend on each other, so let the processor have several under
 * way. */
static void deepen(struct sort_entry *e, size_t n, size_t depth)
{
	enum { AHEAD = 8 };
	for (size_t i = 0; i < n; i++) {
		if (i + AHEAD < n)
			__builtin_prefetch(e[i + AHEAD].rec);
		e[i] = entry_at(e[i].rec, depth);
	}
}

static void sort_small(struct sort_entry *e, size_t n, size_t depth)
{
	for (;;) {
		for (size_t i = 1, j; i < n; i++) {
			struct sort_entry one = e[i];
			for (j = i; j > 0 && less(&one, &e[j - 1]); j--)
				e[j] = e[j - 1];
			e[j] = one;
		}
		size_t from = 0, to = 0;
		for (; from < n; from = to) {
			for (to = from + 1; to < n && equal(&e[from], &e[to]);)
				to++;
			if (to == from + 1 || !has_more(&e[from]))
				continue;
			deepen(e + from, to - from, depth + STEP);
			if (to - from == n)
				break;
			sort_small(
				e + from, to - from, depth + STEP); /* fewer than n: SMALL deep */
		}
		if (from == n)
			return;
		depth += STEP;
	}
}

static unsigned octet(const struct sort_entry *e, unsigned index)
{
	return (unsigned)((index < 8 ? e->high : e->low) >> (56 - 8 * (index & 7)) & 0xff);
}

/* The first octet in which the numbers of the entries differ; OCTETS when they are all equal. */
static unsigned first_difference(const struct sort_entry *e, size_t n)
{
	uint64_t high = 0, low = 0;
	for (size_t i = 1; i < n; i++) {
		high |= e[i].high ^ e[0].high;
		low |= e[i].low ^ e[0].low;
	}
	if (high)
		return (unsigned)__builtin_clzll(high) / 8;
	return low ? 8 + (unsigned)__builtin_clzll(low) / 8 : OCTETS;
}

/* Puts the entries in order of one octet, in place; ends[v] is where those of value v end. */
static void partition(struct sort_entry *e, size_t n, unsigned index, uint32_t ends[256])
{
	uint32_t heads[256] = {0}, sum = 0;
	for (size_t i = 0; i < n; i++)
		heads[octet(&e[i], index)]++;
	for (unsigned v = 0; v < 256; v++) {
		uint32_t count = heads[v];
		heads[v] = sum;
		ends[v] = sum += count;
	}
	for (unsigned v = 0; v < 256; v++) {
		while (heads[v] < ends[v]) {
			struct sort_entry one = e[heads[v]];
			unsigned to = octet(&one, index);
			while (to != v) { /* drop it where it belongs, go on with what was there */
				struct sort_entry there = e[heads[to]];
				e[heads[to]++] = one;
				one = there;
				to = octet(&one, index);
			}
			e[heads[v]++] = one;
		}
	}
}

struct task {
	struct sort_entry *e;
	size_t n, depth;
};

/* Cuts a task into parts that are in order, each to be sorted by itself: part v ends at ends[v].
 * False: it is done, all entries are equal. */
static bool split(struct task *t, uint32_t ends[256])
{
	for (;;) {
		unsigned index = first_difference(t->e, t->n);
		if (index < OCTETS) {
			partition(t->e, t->n, index, ends);
			return true;
		}
		if (!has_more(&t->e[0]))
			return false;
		t->depth += STEP;
		deepen(t->e, t->n, t->depth);
	}
}

static struct task part(const struct task *t, const uint32_t ends[256], unsigned v)
{
	uint32_t from = v > 0 ? ends[v - 1] : 0;
	return (struct task){t->e + from, ends[v] - from, t->depth};
}

/* Calls itself for all parts but the largest, so that it is log2(n) deep at most. */
static void sort_task(struct task t)
{
	uint32_t ends[256];
	while (t.n > SMALL) {
		if (!split(&t, ends))
			return;
		unsigned largest = 0;
		for (unsigned v = 1; v < 256; v++)
			if (part(&t, ends, v).n > part(&t, ends, largest).n)
				largest = v;
		for (unsigned v = 0; v < 256; v++)
			if (v != largest && part(&t, ends, v).n > 1)
				sort_task(part(&t, ends, v));
		t = part(&t, ends, largest);
	}
	sort_small(t.e, t.n, t.depth);
}

static int by_size(const void *va, const void *vb)
{
	const struct task *a = va, *b = vb;
	return a->n > b->n ? -1 : a->n < b->n;
}

struct work {
	struct task *tasks;
	size_t count, cap;
	atomic_size_t next;
};

static void add_task(struct work *w, struct task t)
{
	if (w->count == w->cap)
		w->tasks = mem_grow(w->tasks, &w->cap, w->count + 1, sizeof(t));
	w->tasks[w->count++] = t;
}

/* Splits the largest task until none is so large that a thread would wait for another at the end.
 */
static void make_tasks(struct work *w, struct sort_entry *entries, size_t count)
{
	uint32_t ends[256];
	add_task(w, (struct task){entries, count, 0});
	while (w->count > 0 && w->tasks[0].n > count / TASKS_WANTED) {
		struct task largest = w->tasks[0];
		w->tasks[0] = w->tasks[--w->count];
		if (split(&largest, ends))
			for (unsigned v = 0; v < 256; v++)
				if (part(&largest, ends, v).n > 1)
					add_task(w, part(&largest, ends, v));
		qsort(w->tasks, w->count, sizeof(*w->tasks), by_size);
	}
}

static void do_tasks(void *user)
{
	struct work *w = user;
	for (size_t i; (i = atomic_fetch_add(&w->next, 1)) < w->count;)
		sort_task(w->tasks[i]);
}

static bool is_sorted(const struct sort_entry *e, size_t n)
{
	for (size_t i = 1; i < n; i++)
		if (less(&e[i], &e[i - 1]) ||
			(equal(&e[i - 1], &e[i]) && rec_cmp(e[i - 1].rec, e[i].rec) > 0))
			return false;
	return true;
}

void zone_sort(struct sort_entry *entries, size_t count)
{
	unsigned threads = count < THREADS_PAY ? 1 : threads_useful();
	if (is_sorted(entries, count))
		return;
	if (threads == 1) {
		sort_task((struct task){entries, count, 0});
		return;
	}
	struct work w = {0};
	make_tasks(&w, entries, count);
	threads_run(threads, do_tasks, &w);
	free(w.tasks);
}
