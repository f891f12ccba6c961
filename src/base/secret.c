#include "secret.h"

#include <pthread.h>
#include <stdlib.h>

#include "base64.h"
#include "encode.h"
#include "mem.h"
#include "secret_match.h"

enum { SPELLING_MIN = 4 }; /* what is shorter stands in half of all texts */

struct secret {
	struct secret *next;
	size_t n;
	char octets[];
};

struct spelling {
	char *p;
	size_t n;
};

struct secrets {
	pthread_mutex_t lock; /* logins add to it while others scrub */
	struct secret *first;
	struct spelling *spellings; /* longest first */
	size_t count, cap;
	bool begins[256]; /* the octets that a spelling begins with */
};

void secret_wipe(void *p, size_t n)
{
	if (p && n)
		explicit_bzero(p, n);
}

struct secrets *secrets_new(void)
{
	struct secrets *all = mem_zalloc(sizeof(*all));
	pthread_mutex_init(&all->lock, NULL);
	return all;
}

void secrets_free(struct secrets *all)
{
	if (!all)
		return;
	for (struct secret *s = all->first, *next; s; s = next) {
		next = s->next;
		secret_wipe(s->octets, s->n);
		free(s);
	}
	for (size_t i = 0; i < all->count; i++) {
		secret_wipe(all->spellings[i].p, all->spellings[i].n);
		free(all->spellings[i].p);
	}
	free(all->spellings);
	pthread_mutex_destroy(&all->lock);
	free(all);
}

struct str secret_octets(const struct secret *s)
{
	return (struct str){s->octets, s->n};
}

static void add_spelling(struct secrets *all, const char *p, size_t n)
{
	size_t at = 0;
	if (n < SPELLING_MIN)
		return;
	for (size_t i = 0; i < all->count; i++)
		if (all->spellings[i].n == n && memcmp(all->spellings[i].p, p, n) == 0)
			return;
	all->spellings =
		mem_grow(all->spellings, &all->cap, all->count + 1, sizeof(*all->spellings));
	while (at < all->count && all->spellings[at].n >= n)
		at++;
	memmove(all->spellings + at + 1, all->spellings + at,
		(all->count - at) * sizeof(*all->spellings));
	all->spellings[at] = (struct spelling){.p = mem_strndup(p, n), .n = n};
	all->count++;
	all->begins[(unsigned char)p[0]] = true;
}

/* Percent-encoding as URLs and as forms have it, with hex digits of either case. */
static void add_percent(struct secrets *all, struct buf *b, const char *p, size_t n)
{
	static const struct {
		const char *digits, *space;
	} kinds[] = {{"0123456789ABCDEF", "%20"}, {"0123456789abcdef", "%20"},
		{"0123456789ABCDEF", "+"}, {"0123456789abcdef", "+"}};
	for (size_t k = 0; k < sizeof(kinds) / sizeof(kinds[0]); k++) {
		buf_reset(b);
		for (size_t i = 0; i < n; i++) {
			unsigned char c = (unsigned char)p[i];
			if (encode_is_unreserved(p[i])) {
				buf_addc(b, p[i]);
			} else if (c == ' ') {
				buf_adds(b, kinds[k].space);
			} else {
				buf_addc(b, '%');
				buf_addc(b, kinds[k].digits[c >> 4]);
				buf_addc(b, kinds[k].digits[c & 15]);
			}
		}
		add_spelling(all, b->data, b->len);
	}
}

/* Base64 alone, and the part of it that doesn't depend on the neighbours where the secret stands
 * inside of something encoded ("user:secret"), at each of the three alignments. */
static void add_base64(struct secrets *all, struct buf *b, const char *p, size_t n)
{
	for (size_t kind = 0; kind < 2; kind++) {
		enum base64_alphabet alphabet = kind ? BASE64_URL : BASE64_STANDARD;
		buf_reset(b);
		base64_add(b, p, n, alphabet);
		add_spelling(all, b->data, b->len);
		for (size_t shift = 0; shift < 3; shift++) {
			struct buf shifted;
			size_t from = (shift * 8 + 5) / 6, to = (shift + n) * 8 / 6;
			buf_init(&shifted, 0);
			buf_fill(&shifted, 0, shift);
			buf_add(&shifted, p, n);
			buf_reset(b);
			base64_add(b, shifted.data, shifted.len, alphabet);
			add_spelling(all, b->data + from, to - from);
			secret_wipe(shifted.data, shifted.len);
			buf_free(&shifted);
		}
	}
}

/* JSON strings: all in ASCII; only what must be escaped; the same with "\/". */
static void add_json(struct secrets *all, struct buf *b, const char *p, size_t n)
{
	buf_reset(b);
	encode_json_string(b, p, n);
	add_spelling(all, b->data + 1, b->len - 2);
	for (size_t kind = 0; kind < 2; kind++) {
		buf_reset(b);
		for (size_t i = 0; i < n; i++) {
			if (p[i] == '\n') {
				buf_adds(b, "\\n");
				continue;
			}
			if (p[i] == '"' || p[i] == '\\' || (kind == 1 && p[i] == '/'))
				buf_addc(b, '\\');
			buf_addc(b, p[i]);
		}
		add_spelling(all, b->data, b->len);
	}
}

static void add_spellings(struct secrets *all, const char *p, size_t n)
{
	struct buf b;
	buf_init(&b, 0);
	/* No reallocation below, which would leave copies behind: \DDD and %XX are at most 4n. */
	buf_reserve(&b, 6 * n + 8);
	add_spelling(all, p, n);
	add_percent(all, &b, p, n);
	add_base64(all, &b, p, n);
	add_json(all, &b, p, n);
	buf_reset(&b);
	str_print(&b, p, n); /* as errors spell it */
	add_spelling(all, b.data, b.len);
	secret_wipe(b.data, b.cap);
	buf_free(&b);
}

struct secret *secrets_add(struct secrets *all, const char *p, size_t n)
{
	struct secret *s;
	pthread_mutex_lock(&all->lock);
	for (s = all->first; s; s = s->next)
		if (s->n == n && memcmp(s->octets, p, n) == 0)
			break;
	if (!s) {
		s = mem_alloc(sizeof(*s) + n + 1);
		memcpy(s->octets, p, n);
		s->octets[n] = '\0';
		s->n = n;
		s->next = all->first;
		all->first = s;
		if (n >= SPELLING_MIN) {
			add_spellings(all, p, n);
			secret_mark_begins(secret_octets(s), all->begins);
		}
	}
	pthread_mutex_unlock(&all->lock);
	return s;
}

/* The length of a secret that a text begins with, however its octets are escaped, or 0. */
static size_t escaped_at(const struct secrets *all, const char *p, size_t n)
{
	size_t longest = 0;
	for (const struct secret *s = all->first; s; s = s->next) {
		if (s->n < SPELLING_MIN)
			continue;
		struct secret_hit hit = secret_match(secret_octets(s), p, n);
		size_t size = hit.octets == s->n ? hit.n : secret_match_hex(secret_octets(s), p, n);
		longest = size > longest ? size : longest;
	}
	return longest;
}

/* The length of the longest spelling that a text begins with, or 0. */
static size_t spelling_at(const struct secrets *all, const char *p, size_t n)
{
	if (!all->begins[(unsigned char)*p])
		return 0;
	for (size_t i = 0; i < all->count; i++) {
		const struct spelling *s = &all->spellings[i];
		if (s->n <= n && memcmp(p, s->p, s->n) == 0)
			return s->n;
	}
	return escaped_at(all, p, n);
}

/* Scrubs n octets in place ("***" is shorter than any spelling); returns how many are left. */
static size_t scrub(const struct secrets *all, char *p, size_t n)
{
	size_t to = 0;
	for (size_t i = 0; i < n;) {
		size_t hit = spelling_at(all, p + i, n - i);
		if (hit) {
			memset(p + to, '*', 3);
			to += 3;
			i += hit;
		} else {
			p[to++] = p[i++];
		}
	}
	secret_wipe(p + to, n - to);
	return to;
}

static void lock(const struct secrets *all)
{
	pthread_mutex_lock((pthread_mutex_t *)(uintptr_t)&all->lock);
}

static void unlock(const struct secrets *all)
{
	pthread_mutex_unlock((pthread_mutex_t *)(uintptr_t)&all->lock);
}

void secrets_scrub(const struct secrets *all, struct buf *b)
{
	lock(all);
	b->len = scrub(all, b->data, b->len);
	b->data[b->len] = '\0';
	unlock(all);
}

/* A text that was cut, with or without "...", may end in the first part of a secret. */
static void scrub_cut(const struct secrets *all, char *text, size_t size)
{
	size_t n = strlen(text), dots = n >= 3 && memcmp(text + n - 3, "...", 3) == 0 ? 3 : 0;
	if (!dots && n + 1 < size)
		return;
	n -= dots;
	for (size_t i = 0; i + SPELLING_MIN <= n; i++) {
		for (const struct secret *s = all->first; s; s = s->next) {
			struct secret_hit hit = secret_match(secret_octets(s), text + i, n - i);
			if (s->n >= SPELLING_MIN && hit.octets >= SPELLING_MIN &&
				hit.octets < s->n) {
				secret_wipe(text + i, n - i + dots);
				memset(text + i, '*', 3);
				return;
			}
		}
	}
	for (size_t part = n; part >= SPELLING_MIN; part--) {
		for (size_t i = 0; i < all->count && all->spellings[i].n > part; i++) {
			if (memcmp(text + n - part, all->spellings[i].p, part) == 0) {
				secret_wipe(text + n - part, part + dots);
				memset(text + n - part, '*', 3);
				return;
			}
		}
	}
}

static void scrub_text(const struct secrets *all, char *text, size_t size)
{
	scrub_cut(all, text, size);
	size_t n = scrub(all, text, strlen(text));
	text[n] = '\0';
}

void secrets_scrub_error(const struct secrets *all, struct zf_error *err)
{
	if (!err || err->code == ZF_OK)
		return;
	lock(all);
	scrub_text(all, err->text, sizeof(err->text));
	scrub_text(all, err->file, sizeof(err->file));
	unlock(all);
}
