#include "words.h"

#include <stdlib.h>

#include "mem.h"

static bool is_letter(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

void words_split(struct words *w, struct str text)
{
	w->count = 0;
	for (size_t i = 0; i < text.n;) {
		size_t from = i++;
		if (is_letter(text.p[from]))
			while (i < text.n && is_letter(text.p[i]))
				i++;
		if (w->count == w->cap)
			w->items = mem_grow(w->items, &w->cap, w->count + 1, sizeof(*w->items));
		w->items[w->count++] = (struct text_word){{text.p + from, i - from}, true};
	}
}

void words_free(struct words *w)
{
	free(w->items);
	*w = (struct words)WORDS_INIT;
}

static bool same(const struct text_word *a, const struct text_word *b)
{
	return a->text.n == b->text.n && memcmp(a->text.p, b->text.p, a->text.n) == 0;
}

/* Marks both as unchanged; returns what they count. */
static size_t keep(struct text_word *a, struct text_word *b)
{
	a->changed = b->changed = false;
	return is_letter(a->text.p[0]) ? a->text.n : 0;
}

/* The usual table of dynamic programming: cell (i, j) is the length of the longest common
 * subsequence of a[i..] and b[j..]. */
static size_t common(struct text_word *a, size_t n, struct text_word *b, size_t m)
{
	size_t shared = 0, width = m + 1;
	unsigned *table = mem_zalloc((n + 1) * width * sizeof(*table));
	for (size_t i = n; i-- > 0;) {
		for (size_t j = m; j-- > 0;) {
			unsigned down = table[(i + 1) * width + j],
				 right = table[i * width + j + 1];
			table[i * width + j] = same(&a[i], &b[j])
						       ? table[(i + 1) * width + j + 1] + 1
						       : (down > right ? down : right);
		}
	}
	for (size_t i = 0, j = 0; i < n && j < m;) {
		if (same(&a[i], &b[j]))
			shared += keep(&a[i++], &b[j++]);
		else if (table[(i + 1) * width + j] >= table[i * width + j + 1])
			i++;
		else
			j++;
	}
	free(table);
	return shared;
}

size_t words_compare(struct words *a, struct words *b)
{
	size_t from = 0, shared = 0, n = a->count, m = b->count;
	while (from < n && from < m && same(&a->items[from], &b->items[from])) {
		shared += keep(&a->items[from], &b->items[from]);
		from++;
	}
	while (n > from && m > from && same(&a->items[n - 1], &b->items[m - 1])) {
		n--;
		m--;
		shared += keep(&a->items[n], &b->items[m]);
	}
	if (n > from && m > from && (n - from + 1) <= WORDS_MAX_TABLE / (m - from + 1))
		shared += common(a->items + from, n - from, b->items + from, m - from);
	return shared;
}

bool words_run(const struct words *w, size_t *at, struct text_word *run)
{
	if (*at == w->count)
		return false;
	*run = w->items[(*at)++];
	while (*at < w->count && w->items[*at].changed == run->changed)
		run->text.n += w->items[(*at)++].text.n;
	return true;
}
