#include "words.h"

#include <stdlib.h>

#include "mem.h"

enum kept { KEPT, CHANGED };

static bool is_letter(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

static void add(struct words *w, const char *p, size_t n, enum kept kept)
{
	if (w->count == w->cap)
		w->items = mem_grow(w->items, &w->cap, w->count + 1, sizeof(*w->items));
	w->items[w->count++] = (struct text_word){{p, n}, kept == CHANGED};
}

void words_split(struct words *w, struct str text)
{
	w->count = 0;
	for (size_t i = 0; i < text.n;) {
		size_t from = i++;
		if (is_letter(text.p[from]))
			while (i < text.n && is_letter(text.p[i]))
				i++;
		add(w, text.p + from, i - from, CHANGED);
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

/* The changed words from `at` on, as one text. */
static struct str changed_run(const struct words *w, size_t at)
{
	struct text_word run = {.text.n = 0};
	if (at < w->count && w->items[at].changed)
		words_run(w, &at, &run);
	return run.text;
}

/* What two long texts without a word in common have in common nonetheless. */
struct alike {
	size_t before, behind; /* octets they begin and end with */
	size_t letters; /* all the letters and digits that stand in both at one place */
	bool enough;
};

/* Whether octet i of a stands in b too; of texts of one length between `before` and `behind` each
 * octet is held against that in its place. */
static bool stays(const struct alike *alike, struct str a, struct str b, size_t i)
{
	return i < alike->before || i >= a.n - alike->behind || (a.n == b.n && a.p[i] == b.p[i]);
}

static struct alike look(struct str a, struct str b)
{
	enum { LONG = 24 };
	size_t least = a.n < b.n ? a.n : b.n, most = a.n < b.n ? b.n : a.n, same_octets = 0;
	struct alike alike = {.before = 0};
	while (alike.before < least && a.p[alike.before] == b.p[alike.before])
		alike.before++;
	while (alike.before + alike.behind < least &&
		a.p[a.n - alike.behind - 1] == b.p[b.n - alike.behind - 1])
		alike.behind++;
	for (size_t i = 0; i < a.n; i++) {
		if (stays(&alike, a, b, i)) {
			same_octets++;
			alike.letters += is_letter(a.p[i]);
		}
	}
	alike.enough = most >= LONG && same_octets >= most / 4 * 3;
	return alike;
}

static void add_octets(struct words *w, const struct alike *alike, struct str a, struct str b)
{
	for (size_t i = 0; i < a.n;) {
		size_t from = i++;
		bool kept = stays(alike, a, b, from);
		while (i < a.n && stays(alike, a, b, i) == kept)
			i++;
		add(w, a.p + from, i - from, kept ? KEPT : CHANGED);
	}
}

/* Moves words from `from` on until `octets` of them are moved. */
static size_t add_all(struct words *to, const struct words *w, size_t from, size_t octets)
{
	for (size_t moved = 0; moved < octets; from++) {
		const struct text_word *word = &w->items[from];
		add(to, word->text.p, word->text.n, word->changed ? CHANGED : KEPT);
		moved += word->text.n;
	}
	return from;
}

/* Behind the words that changed in `w` at `at`. */
static size_t behind_run(const struct words *w, size_t at)
{
	while (at < w->count && w->items[at].changed)
		at++;
	return at;
}

/* Where words that changed face each other and are long and much alike (keys, hashes), marks the
 * octets that differ only. Returns how many letters and digits are shared so. */
static size_t compare_octets(struct words *a, struct words *b)
{
	struct words new_a = WORDS_INIT, new_b = WORDS_INIT;
	size_t shared = 0;
	for (size_t i = 0, j = 0; i < a->count || j < b->count;) {
		struct str run_a = changed_run(a, i), run_b = changed_run(b, j);
		struct alike alike = {.enough = false};
		if (run_a.n && run_b.n)
			alike = look(run_a, run_b);
		if (alike.enough) {
			shared += alike.letters;
			add_octets(&new_a, &alike, run_a, run_b);
			add_octets(&new_b, &alike, run_b, run_a);
			i = behind_run(a, i);
			j = behind_run(b, j);
		} else if (run_a.n || run_b.n) {
			i = add_all(&new_a, a, i, run_a.n);
			j = add_all(&new_b, b, j, run_b.n);
		} else {
			i = add_all(&new_a, a, i, a->items[i].text.n);
			j = add_all(&new_b, b, j, b->items[j].text.n);
		}
	}
	words_free(a);
	words_free(b);
	*a = new_a;
	*b = new_b;
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
	return shared + compare_octets(a, b);
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
