#include <stdatomic.h>
#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "reader.h"
#include "threads.h"
#include "ttl.h"

/*
 * A large text is cut into pieces at the starts of records, and several threads read them, each
 * into a builder of its own. What a piece takes over from the text before it (origin, TTL, line
 * number) is found by a quick look at that text: only lines that begin with "$" or hold a
 * parenthesis need the lexer, since any other line is an entry of its own. A piece begins with a
 * record that states its owner, and its TTL unless $TTL does. The findings are those of one thread,
 * in their order.
 */

enum {
	DEFAULT_SPLIT_SIZE = 1 << 20, /* about 3 ms of reading; a thread costs 0.1 ms */
	MAX_TRIES = 1000, /* lines looked at for a place to cut */
};

struct piece {
	struct reader reader;
	struct source source;
};

/* A walk over the text before the cuts. */
struct walk {
	const struct reader *reader;
	const char *at, *end; /* at: always the start of an entry */
	unsigned long line;
	struct context now; /* origin and TTL at that place */
	struct lexer lexer;
	enum { WALK_ON, WALK_OVER } state; /* over: what is behind can't be foreseen */
};

/* The first '(' or '$'. */
static const char *find_special(const char *p, const char *end)
{
#ifdef __SSE2__
	const __m128i paren = _mm_set1_epi8('('), dollar = _mm_set1_epi8('$');
	for (; end - p >= 16; p += 16) {
		__m128i b = _mm_loadu_si128((const __m128i *)(const void *)p);
		__m128i hits = _mm_or_si128(_mm_cmpeq_epi8(b, paren), _mm_cmpeq_epi8(b, dollar));
		int mask = _mm_movemask_epi8(hits);
		if (mask)
			return p + __builtin_ctz((unsigned)mask);
	}
#endif
	while (p < end && *p != '(' && *p != '$')
		p++;
	return p;
}

static unsigned long count_lines(const char *p, const char *end)
{
	unsigned long count = 0;
#ifdef __SSE2__
	const __m128i newline = _mm_set1_epi8('\n'), zero = _mm_setzero_si128();
	while (end - p >= 16) {
		__m128i sums = zero; /* of octets, so at most 255 rounds */
		for (int i = 0; i < 255 && end - p >= 16; i++, p += 16) {
			__m128i b = _mm_loadu_si128((const __m128i *)(const void *)p);
			sums = _mm_sub_epi8(sums, _mm_cmpeq_epi8(b, newline));
		}
		__m128i halves = _mm_sad_epu8(sums, zero);
		count += (unsigned long)_mm_cvtsi128_si32(halves) +
			 (unsigned long)_mm_extract_epi16(halves, 4);
	}
#endif
	for (; p < end; p++)
		count += *p == '\n';
	return count;
}

/* The start of the line behind the one that p is in. */
static const char *next_line(const char *p, const char *end)
{
	const char *newline = memchr(p, '\n', (size_t)(end - p));
	return newline ? newline + 1 : end;
}

static void move_to(struct walk *w, const char *p)
{
	w->line += count_lines(w->at, p);
	w->at = p;
}

static bool is_directive(const struct lexer *l, const char *name)
{
	return l->count == 2 && !l->fault && !l->indented &&
	       str_eq_nocase(l->tokens[0].p, l->tokens[0].n, name, strlen(name));
}

/* Takes the effect of the entry in w->lexer. */
static void take_entry(struct walk *w)
{
	const struct lexer *l = &w->lexer;
	struct context *now = &w->now;
	struct zf_error ignored = ZF_ERROR_INIT;
	if (l->count == 0 || l->indented || l->tokens[0].n == 0 || *l->tokens[0].p != '$')
		return;
	const struct rrtoken *value = &l->tokens[1];
	if (is_directive(l, "$TTL") && ttl_parse(&now->ttl.stated, value->p, value->n, TTL_MAX))
		now->ttl.has_stated = true;
	else if (!is_directive(l, "$ORIGIN") ||
		 name_parse(&now->origin, value->p, value->n, &now->origin, &ignored) != ZF_OK)
		w->state = WALK_OVER;
}

/* Goes on to the first entry at or behind `target`. */
static void walk_to(struct walk *w, const char *target)
{
	while (w->at < target && w->state == WALK_ON) {
		const char *stop = next_line(target - 1, w->end);
		const char *hit = find_special(w->at, stop);
		while (hit < stop && *hit == '$' && hit != w->at && hit[-1] != '\n')
			hit = find_special(hit + 1, stop);
		if (hit == stop) {
			move_to(w, stop);
			return;
		}
		const char *before = memrchr(w->at, '\n', (size_t)(hit - w->at));
		if (before)
			move_to(w, before + 1);
		w->lexer.at = w->at;
		w->lexer.line = w->line;
		if (lexer_next(&w->lexer) == LEX_ENTRY)
			take_entry(w);
		w->at = w->lexer.at;
		w->line = w->lexer.line;
	}
}

/* Whether the record in the lexer states its TTL and is right up to its type, so that the TTL
 * counts for the records behind it. */
static bool states_ttl(const struct lexer *l)
{
	bool found = false;
	uint32_t ttl;
	size_t i = 1;
	for (; i < l->count; i++) {
		const struct rrtoken *t = &l->tokens[i];
		if (!found && ttl_parse(&ttl, t->p, t->n, TTL_MAX))
			found = true;
		else if (!str_eq_nocase(t->p, t->n, "IN", 2))
			break;
	}
	if (!found || i >= l->count || i > 3 || l->fault)
		return false;
	uint16_t type = rrtype_parse(l->tokens[i].p, l->tokens[i].n);
	return type && !rrtype_is_meta(type) && !(l->tokens[i].flags & TOKEN_QUOTED);
}

/* Whether a line begins with white space, a comment, a directive or a parenthesis, or is empty. */
static bool is_plain_line(const char *p, const char *end)
{
	return p < end && lexer_skip_plain(p, p + 1) > p && *p != '$';
}

/* Whether comments at the end of the line before `at` could belong to what is behind. */
static bool may_leave_comments(const struct walk *w)
{
	const char *line = w->at - 1; /* the newline */
	if (w->reader->options->comments == COMMENTS_DROP)
		return false;
	while (line > w->reader->source->lexer.start && line[-1] != '\n')
		line--;
	while (*line == ' ' || *line == '\t')
		line++;
	return !is_plain_line(line, w->at);
}

/* Whether a piece may begin here. */
static bool can_cut(struct walk *w)
{
	if (!is_plain_line(w->at, w->end) || may_leave_comments(w))
		return false;
	if (w->now.ttl.has_stated)
		return true;
	w->lexer.at = w->at;
	w->lexer.line = w->line;
	return lexer_next(&w->lexer) == LEX_ENTRY && states_ttl(&w->lexer);
}

/* Goes on to the first place at or behind `target` where a piece may begin; false: none. */
static bool find_cut(struct walk *w, const char *target)
{
	walk_to(w, target);
	for (int i = 0; i < MAX_TRIES && w->state == WALK_ON && w->at < w->end; i++) {
		if (can_cut(w))
			return true;
		walk_to(w, w->at + 1);
	}
	return false;
}

/* Cuts the rest of the text into at most `most` pieces, and returns how many there are. The first
 * one is r's own; of the others pieces[1] and on are made ready. */
static unsigned cut(struct reader *r, struct piece *pieces, unsigned most)
{
	struct lexer *rest = &r->source->lexer, *last = rest;
	struct walk w = {.reader = r, .at = rest->at, .end = rest->end, .line = rest->line};
	size_t step = (size_t)(rest->end - rest->at) / most;
	unsigned count = 1;
	w.now = r->now;
	lexer_init(&w.lexer, w.at, (size_t)(w.end - w.at), w.line);
	for (const char *start = rest->at; count < most; count++) {
		if (!find_cut(&w, start + count * step))
			break;
		struct piece *piece = &pieces[count];
		piece->source = *r->source;
		if (r->source->dropped)
			piece->source.dropped = w.at;
		lexer_init(&piece->source.lexer, w.at, (size_t)(w.end - w.at), w.line);
		reader_fork(&piece->reader, r, &piece->source);
		reader_set_origin(&piece->reader, &w.now.origin);
		piece->reader.now.ttl = w.now.ttl;
		last->end = w.at;
		last = &piece->source.lexer;
	}
	lexer_free(&w.lexer);
	return count;
}

struct job {
	struct reader *first;
	struct piece *pieces;
	unsigned count;
	atomic_uint next;
};

static void work(void *user)
{
	struct job *job = user;
	unsigned i;
	while ((i = atomic_fetch_add(&job->next, 1)) < job->count)
		reader_run(i == 0 ? job->first : &job->pieces[i].reader);
}

void reader_split(struct reader *r)
{
	const struct zonefile_options *o = r->options;
	struct piece pieces[THREADS_MOST];
	size_t least = o->split_size ? o->split_size : DEFAULT_SPLIT_SIZE;
	unsigned threads = o->threads ? o->threads : threads_useful();
	threads = threads > THREADS_MOST ? THREADS_MOST : threads;
	if (threads < 2 || (size_t)(r->source->lexer.end - r->source->lexer.at) < least ||
		r->now.ttl.included != TTL_CLEAR || !r->now.has_origin)
		return;
	struct job job = {.first = r, .pieces = pieces, .count = cut(r, pieces, threads)};
	if (job.count > 1)
		threads_run(job.count, work, &job);
	for (unsigned i = 1; i < job.count; i++)
		reader_join(r, &pieces[i].reader);
}
