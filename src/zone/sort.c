#include <endian.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "threads.h"
#include "build.h"

/*
 * An entry's numbers hold STEP octets of its record, zeros where it has ended, and in the lowest
 * octet how many octets were left: STEP + 1 means more than STEP. So they order a record that
 * ends before one that goes on with zeros; and equal numbers mean equal records, unless more is
 * left.
 */
enum { STEP = 15, OCTETS = STEP + 1 };
enum {
	SMALL = 32, /* fewer entries are sorted by insertion */
	SHARED = 8192, /* so many are worth another thread's taking them */
	SEVERAL = 2 * SHARED,
};

static uint64_t load(const uint8_t *p)
{
	uint64_t word;
	memcpy(&word, p, sizeof(word));
	return be64toh(word);
}

static struct sort_entry entry_at(struct rec *r, size_t depth)
{
	uint8_t octets[OCTETS] = {0};
	const uint8_t *p = r->data + depth;
	size_t size = rec_sorted_length(r), left = size > depth ? size - depth : 0;
	if (left < OCTETS)
		p = memcpy(octets, p, left);
	return (struct sort_entry){.high = load(p),
		.low = (load(p + 8) & ~(uint64_t)0xff) | (left > STEP ? STEP + 1 : left),
		.rec = r};
}

struct sort_entry sort_entry_make(struct rec *r)
{
	return entry_at(r, 0);
}

static inline bool less(const struct sort_entry *a, const struct sort_entry *b)
{
	/* Without a branch: sorting guesses wrong about every other one. */
	return (a->high < b->high) | ((a->high == b->high) & (a->low < b->low));
}

static inline bool equal(const struct sort_entry *a, const struct sort_entry *b)
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

static void sort_by_insertion(struct sort_entry *e, size_t n)
{
	for (size_t i = 1, j; i < n; i++) {
		struct sort_entry one = e[i];
		for (j = i; j > 0 && less(&one, &e[j - 1]); j--)
			e[j] = e[j - 1];
		e[j] = one;
	}
}

static void sort_small(struct sort_entry *e, size_t n, size_t depth)
{
	size_t from = 0, to;
	for (size_t i = 0; i < n; i++) /* they are wanted when the numbers are in order */
		__builtin_prefetch(e[i].rec->data + depth + STEP);
	while (from < n) {
		if (from == 0)
			sort_by_insertion(e, n);
		for (to = from + 1; to < n && equal(&e[from], &e[to]);)
			to++;
		if (to > from + 1 && has_more(&e[from])) {
			deepen(e + from, to - from, depth + STEP);
			if (to - from == n) { /* all of them: once more from the start */
				depth += STEP;
				continue;
			}
			sort_small(e + from, to - from, depth + STEP);
		}
		from = to;
	}
}

struct task {
	struct sort_entry *e;
	size_t n, depth;
	bool unlucky; /* the last pivot was a bad one */
};

/* Tasks that any thread may take. */
struct pool {
	pthread_mutex_t lock;
	pthread_cond_t changed;
	struct task *tasks;
	size_t count, cap;
	unsigned busy; /* threads that work on one, and may give more */
};

static void give(struct pool *p, struct task t)
{
	pthread_mutex_lock(&p->lock);
	if (p->count == p->cap)
		p->tasks = mem_grow(p->tasks, &p->cap, p->count + 1, sizeof(t));
	p->tasks[p->count++] = t;
	pthread_cond_signal(&p->changed);
	pthread_mutex_unlock(&p->lock);
}

static const struct sort_entry *median(
	const struct sort_entry *a, const struct sort_entry *b, const struct sort_entry *c)
{
	if (less(a, b))
		return less(b, c) ? b : less(a, c) ? c : a;
	return less(a, c) ? a : less(b, c) ? c : b;
}

static struct sort_entry sampled_pivot(const struct sort_entry *e, size_t n)
{
	const struct sort_entry *thirds[3];
	size_t step = n / 9;
	for (size_t i = 0; i < 3; i++, e += 3 * step)
		thirds[i] = median(&e[0], &e[step], &e[2 * step]);
	return *median(thirds[0], thirds[1], thirds[2]);
}

/* The least number with the highest bit in which the entries differ, or what they all are. Nobody
 * can make up entries that split badly by it for more times than they have bits. */
static struct sort_entry bit_pivot(const struct sort_entry *e, size_t n)
{
	uint64_t high = 0, low = 0;
	for (size_t i = 1; i < n; i++) {
		high |= e[i].high ^ e[0].high;
		low |= e[i].low ^ e[0].low;
	}
	if ((high | low) == 0)
		return e[0];
	uint64_t bit = (uint64_t)1 << (63 - __builtin_clzll(high ? high : low));
	if (high)
		return (struct sort_entry){.high = (e[0].high & -bit) | bit};
	return (struct sort_entry){.high = e[0].high, .low = (e[0].low & -bit) | bit};
}

/* Puts the entries below the pivot before the others; returns how many they are. */
static size_t partition(struct sort_entry *e, size_t n, struct sort_entry pivot)
{
	size_t below = 0;
	for (size_t i = 0; i < n; i++) {
		struct sort_entry one = e[i];
		e[i] = e[below];
		e[below] = one;
		below += less(&one, &pivot);
	}
	return below;
}

static void sort_task(struct pool *p, struct task t)
{
	while (t.n > SMALL) {
		struct task rest = t;
		struct sort_entry pivot = t.unlucky ? bit_pivot(t.e, t.n) : sampled_pivot(t.e, t.n);
		size_t below = partition(t.e, t.n, pivot);
		t.unlucky = rest.unlucky = below < t.n / 8 || below > t.n - t.n / 8;
		if (below > 0) {
			t.n = below;
		} else { /* the pivot is the least: take what is equal to it */
			pivot.low++; /* its lowest octet is never full */
			below = partition(t.e, t.n, pivot);
			t.n = has_more(t.e) ? below : 0;
			t.depth += STEP;
			deepen(t.e, t.n, t.depth);
		}
		rest.e += below;
		rest.n -= below;
		if (t.n > rest.n) {
			struct task larger = t;
			t = rest;
			rest = larger;
		}
		if (t.n >= SHARED)
			give(p, t);
		else
			sort_task(p, t); /* the smaller part: log2(n) calls deep at most */
		t = rest;
	}
	sort_small(t.e, t.n, t.depth);
}

/* Does tasks until none is left and nobody can give more. */
static void do_tasks(void *user)
{
	struct pool *p = user;
	pthread_mutex_lock(&p->lock);
	while (p->count > 0 || p->busy > 0) {
		if (p->count == 0) {
			pthread_cond_wait(&p->changed, &p->lock);
			continue;
		}
		struct task t = p->tasks[--p->count];
		p->busy++;
		pthread_mutex_unlock(&p->lock);
		sort_task(p, t);
		pthread_mutex_lock(&p->lock);
		if (--p->busy == 0 && p->count == 0)
			pthread_cond_broadcast(&p->changed);
	}
	pthread_mutex_unlock(&p->lock);
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
	struct pool p = {.count = 0};
	if (is_sorted(entries, count))
		return;
	pthread_mutex_init(&p.lock, NULL);
	pthread_cond_init(&p.changed, NULL);
	give(&p, (struct task){.e = entries, .n = count});
	threads_run(count > SEVERAL ? threads_useful() : 1, do_tasks, &p);
	pthread_cond_destroy(&p.changed);
	pthread_mutex_destroy(&p.lock);
	free(p.tasks);
}
