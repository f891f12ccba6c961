#include "named_conf.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "err.h"
#include "idn.h"
#include "jail.h"
#include "mem.h"
#include "proc.h"
#include "str.h"

enum {
	OUTPUT_MOST = 256 << 20, /* some 100 octets a zone */
	WORD_MOST = 4096,
	DEPTH_MOST = 64,
	SAID_MOST = 300, /* octets of what named-checkconf said */
};

/* What named-checkconf prints: words, strings, and the signs { } ; */
struct scan {
	const char *at, *end;
	char word[WORD_MOST];
	enum { SCAN_END, SCAN_WORD, SCAN_SIGN, SCAN_BAD } kind;
	char sign;
};

static bool is_plain(char c)
{
	return (unsigned char)c > ' ' && !strchr("{};\"", c);
}

static void scan_string(struct scan *s)
{
	size_t n = 0;
	for (s->at++; s->at < s->end && *s->at != '"'; s->at++) {
		if (*s->at == '\\' && s->at + 1 < s->end)
			s->at++;
		if (*s->at && n + 1 < WORD_MOST)
			s->word[n++] = *s->at;
		else
			s->kind = SCAN_BAD;
	}
	s->word[n] = '\0';
	if (s->at == s->end)
		s->kind = SCAN_BAD;
	else
		s->at++;
}

static void scan_next(struct scan *s)
{
	size_t n = 0;
	while (s->at < s->end && (unsigned char)*s->at <= ' ')
		s->at++;
	s->kind = s->at == s->end ? SCAN_END : SCAN_WORD;
	if (s->kind == SCAN_END)
		return;
	if (*s->at == '"') {
		scan_string(s);
		return;
	}
	if (!is_plain(*s->at)) {
		s->kind = SCAN_SIGN;
		s->sign = *s->at++;
		return;
	}
	for (; s->at < s->end && is_plain(*s->at); s->at++) {
		if (n + 1 == WORD_MOST)
			s->kind = SCAN_BAD;
		else
			s->word[n++] = *s->at;
	}
	s->word[n] = '\0';
}

/* Warnings stand among the statements: lines that open no braces. What is outside of any has no
 * meaning here. */
static void skip_lines(struct scan *s)
{
	const char *newline;
	while ((newline = memchr(s->at, '\n', (size_t)(s->end - s->at))) &&
		(newline == s->at || newline[-1] != '{'))
		s->at = newline + 1;
}

/* A statement's words before its ';' or '{': the first three are kept. */
enum { WORDS = 3 };
struct statement {
	char *words[WORDS];
	size_t count;
};

static void statement_clear(struct statement *s)
{
	for (size_t i = 0; i < WORDS; i++) {
		free(s->words[i]);
		s->words[i] = NULL;
	}
	s->count = 0;
}

static void statement_add(struct statement *s, const char *word)
{
	if (s->count < WORDS)
		s->words[s->count] = mem_strdup(word);
	s->count++;
}

static bool begins(const struct statement *s, const char *word)
{
	return s->count > 0 && strcmp(s->words[0], word) == 0;
}

/* Going through the statements. */
struct walk {
	struct named_conf *conf;
	struct statement now;
	int depth;
	int zone_depth; /* of what stands in a zone's braces; 0: in none */
	char *zone;
	bool in_options; /* the ones that are in no view */
	bool in_other_class; /* in a view of another class than IN */
};

static void add_file(struct named_conf *conf, const char *path, const char *zone)
{
	struct name origin;
	struct zf_error ignored = ZF_ERROR_INIT;
	if (idn_parse_absolute(&origin, zone, &ignored) != ZF_OK)
		return;
	conf->files = mem_grow(conf->files, &conf->cap, conf->count + 1, sizeof(*conf->files));
	conf->files[conf->count++] = (struct zonefile_known){mem_strdup(path), origin};
}

static void begin_block(struct walk *w)
{
	w->depth++;
	bool in = w->now.count < 3 || strcasecmp(w->now.words[2], "IN") == 0;
	if (begins(&w->now, "view") && w->depth == 1)
		w->in_other_class = !in;
	in = in && !w->in_other_class;
	if (begins(&w->now, "zone") && w->now.count > 1 && in && w->zone_depth == 0) {
		w->zone_depth = w->depth;
		w->zone = mem_strdup(w->now.words[1]);
	}
	if (begins(&w->now, "options") && w->depth == 1)
		w->in_options = true;
}

static void end_statement(struct walk *w)
{
	struct statement *now = &w->now;
	if (w->zone && w->depth == w->zone_depth && begins(now, "file") && now->count == 2)
		add_file(w->conf, now->words[1], w->zone);
	if (w->in_options && w->depth == 1 && begins(now, "directory") && now->count == 2) {
		free(w->conf->folder);
		w->conf->folder = mem_strdup(now->words[1]);
	}
}

static bool end_block(struct walk *w)
{
	if (w->depth == w->zone_depth) {
		free(w->zone);
		w->zone = NULL;
		w->zone_depth = 0;
	}
	w->in_options = w->in_options && w->depth > 1;
	w->in_other_class = w->in_other_class && w->depth > 1;
	return w->depth-- > 0;
}

/* False: it is nothing that named-checkconf prints. */
static bool take(struct named_conf *conf, const struct buf *text)
{
	struct scan *s = mem_zalloc(sizeof(*s));
	struct walk w = {.conf = conf};
	bool good = true;
	s->at = text->data;
	s->end = text->data + text->len;
	for (;;) {
		if (w.depth == 0 && w.now.count == 0)
			skip_lines(s);
		scan_next(s);
		if (s->kind == SCAN_END || !good)
			break;
		good = s->kind != SCAN_BAD && w.depth <= DEPTH_MOST;
		if (s->kind == SCAN_WORD) {
			statement_add(&w.now, s->word);
			continue;
		}
		if (good && s->sign == '{')
			begin_block(&w);
		else if (good && s->sign == '}')
			good = end_block(&w);
		else if (good)
			end_statement(&w);
		statement_clear(&w.now);
	}
	good = good && w.depth == 0;
	statement_clear(&w.now);
	free(w.zone);
	free(s);
	return good;
}

static int cmp_files(const void *a, const void *b)
{
	const struct zonefile_known *x = a, *y = b;
	return strcmp(x->path, y->path);
}

/* Makes the names of files absolute, as they are on this machine. */
static void settle_paths(struct named_conf *conf)
{
	char *here = realpath(conf->folder ? conf->folder : ".", NULL);
	for (size_t i = 0; i < conf->count; i++) {
		char path[PATH_MAX], *real = NULL;
		struct zonefile_known *file = &conf->files[i];
		if (here && jail_resolve(path, sizeof(path), here, file->path))
			real = realpath(path, NULL);
		if (!real)
			continue; /* it isn't there, so that nobody asks for it */
		free(file->path);
		file->path = real;
	}
	free(here);
	if (conf->count > 1)
		qsort(conf->files, conf->count, sizeof(*conf->files), cmp_files);
}

/* What it said is one line for people, whatever stands in it. */
static enum zf_status refuse(
	const struct buf *said, const char *path, int exit_status, struct zf_error *err)
{
	char text[SAID_MOST];
	str_clean(text, sizeof(text), said->data, strcspn(said->data, "\n"));
	return err_set(err, ZF_ERR_CONFIG, "%s: named-checkconf can't read it%s%s (exit %d)", path,
		text[0] ? ": " : "", text, exit_status);
}

enum zf_status named_conf_read(struct named_conf **conf, const char *path, struct zf_error *err)
{
	const char *const argv[] = {"named-checkconf", "-p", "-x", path, NULL};
	const struct proc_options options = {.seconds = 60, .quiet = true};
	struct named_conf *c = mem_zalloc(sizeof(*c));
	struct buf out;
	int exit_status = 0;
	if (path[0] == '-') { /* it would be an option */
		free(c);
		return err_set(err, ZF_ERR_USAGE, "--named-conf: write ./%s", path);
	}
	buf_init(&out, OUTPUT_MOST);
	c->path = mem_strdup(path);
	enum zf_status status = proc_read(&out, argv, &options, &exit_status, err);
	if (status == ZF_ERR_NOT_FOUND) {
		*err = (struct zf_error)ZF_ERROR_INIT;
		status = err_set(err, ZF_ERR_NOT_FOUND,
			"--named-conf needs the program named-checkconf, which is not installed "
			"here (a part of BIND 9; Debian: bind9-utils)");
	}
	if (status == ZF_OK && exit_status != 0)
		status = refuse(&out, path, exit_status, err);
	else if (status == ZF_OK && !take(c, &out))
		status = err_set(err, ZF_ERR_CONFIG,
			"%s: what named-checkconf printed can't be understood", path);
	buf_free(&out);
	if (status == ZF_OK)
		settle_paths(c);
	else
		named_conf_free(c);
	*conf = status == ZF_OK ? c : NULL;
	return status;
}

void named_conf_free(struct named_conf *conf)
{
	if (!conf)
		return;
	for (size_t i = 0; i < conf->count; i++)
		free(conf->files[i].path);
	free(conf->files);
	free(conf->folder);
	free(conf->include_dirs);
	free(conf->path);
	free(conf);
}

void named_conf_use(struct named_conf *conf, struct zonefile_options *options)
{
	size_t n = options->include_dir_count;
	options->known = conf->files;
	options->known_count = conf->count;
	options->known_by = conf->path;
	if (!conf->folder)
		return;
	free(conf->include_dirs);
	conf->include_dirs = mem_alloc((n + 1) * sizeof(char *));
	if (n > 0)
		memcpy(conf->include_dirs, options->include_dirs, n * sizeof(char *));
	conf->include_dirs[n] = conf->folder;
	options->include_dirs = conf->include_dirs;
	options->include_dir_count = n + 1;
}
