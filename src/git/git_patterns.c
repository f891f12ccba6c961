#include "git_patterns.h"

#include <stdlib.h>
#include <string.h>

#include "file.h"
#include "git_run.h"
#include "mem.h"
#include "str.h"

enum { ZONE_MOST = 256 << 20 }; /* octets of a file that is looked into */

struct tracked {
	const char *path; /* in the listing */
	bool is_zone;
};

struct tree {
	const char *top;
	const struct zonefile_options *how;
	struct buf listing;
	struct tracked *files;
	size_t count, cap;
};

static const char *base_of(const char *path)
{
	const char *slash = strrchr(path, '/');
	return slash ? slash + 1 : path;
}

static bool holds_soa(const struct file_text *text)
{
	for (size_t i = 0; i + 3 <= text->size; i++)
		if (str_eq_nocase(text->data + i, 3, "SOA", 3))
			return true;
	return false;
}

static bool reads_as_zone(const struct tree *t, const char *path)
{
	struct zf_error err = ZF_ERROR_INIT;
	struct file_text text;
	struct zf_zone *zone = NULL;
	struct buf full;
	buf_init(&full, 0);
	buf_printf(&full, "%s/%s", t->top, path);
	bool good = file_read(&text, full.data, ZONE_MOST, &err) == ZF_OK;
	if (good && holds_soa(&text))
		zonefile_read(&zone, full.data, t->how, NULL, &err);
	if (good)
		file_text_free(&text);
	good = zone && zone_soa(zone);
	zf_zone_free(zone);
	buf_free(&full);
	return good;
}

/* The plain files: entries of "MODE ID STAGE\tPATH". */
static enum zf_status list(struct tree *t, struct zf_error *err)
{
	const char *const argv[] = {"git", "-C", t->top, "ls-files", "-s", "-z", NULL};
	enum zf_status status = git_ask(&t->listing, argv, err);
	const char *end = t->listing.data + t->listing.len;
	for (const char *at = t->listing.data; status == ZF_OK && at < end; at += strlen(at) + 1) {
		const char *tab = strchr(at, '\t');
		if (!tab || !str_starts(at, "100"))
			continue;
		t->files = mem_grow(t->files, &t->cap, t->count + 1, sizeof(*t->files));
		t->files[t->count++] = (struct tracked){tab + 1, reads_as_zone(t, tab + 1)};
	}
	return status;
}

/* Endings and beginnings by which zones are named, and whether they mostly name zones here. */
static const struct {
	const char *text;
	enum { AT_START, AT_END } where;
} ways[] = {
	{".zone", AT_END},
	{".db", AT_END},
	{".dns", AT_END},
	{".hosts", AT_END},
	{".signed", AT_END},
	{".bind", AT_END},
	{".txt", AT_END},
	{"db.", AT_START},
	{"zone.", AT_START},
};
enum { WAYS = sizeof(ways) / sizeof(ways[0]) };

static bool is_named_by(size_t way, const char *path)
{
	return ways[way].where == AT_START ? str_starts(base_of(path), ways[way].text)
					   : str_ends(path, ways[way].text);
}

static bool is_in_folder(const char *path, struct str folder)
{
	return (size_t)(base_of(path) - path) == folder.n && memcmp(path, folder.p, folder.n) == 0;
}

/* Which of several files are zones. */
struct share {
	size_t zones, all;
};

static void count_file(struct share *share, const struct tracked *file)
{
	share->all++;
	share->zones += file->is_zone;
}

static bool is_most(const struct share *share)
{
	return 2 * share->zones > share->all;
}

static void judge_ways(bool good[WAYS], const struct tree *t)
{
	for (size_t way = 0; way < WAYS; way++) {
		struct share share = {0};
		for (size_t i = 0; i < t->count; i++)
			if (is_named_by(way, t->files[i].path))
				count_file(&share, &t->files[i]);
		good[way] = is_most(&share);
	}
}

/* A path as a pattern that means it alone: from the top, its signs escaped. */
static void add_path(struct buf *b, const char *path, size_t n)
{
	buf_addc(b, '/');
	for (size_t i = 0; i < n; i++) {
		if (strchr("*?[\\", path[i]))
			buf_addc(b, '\\');
		buf_addc(b, path[i]);
	}
}

/* Zones that no ending or beginning names, those of files from..to-1, which are in one folder. */
static void name_by_folder(struct name_list *patterns, const struct tree *t, const bool good[WAYS],
	size_t from, size_t to)
{
	struct str folder = {t->files[from].path, 0};
	struct share share = {0};
	struct buf pattern;
	folder.n = (size_t)(base_of(folder.p) - folder.p);
	for (size_t i = from; i < to; i++)
		count_file(&share, &t->files[i]);
	bool whole = folder.n > 0 && is_most(&share);
	buf_init(&pattern, 0);
	for (size_t i = from; i < to; i++) {
		const char *path = t->files[i].path;
		bool named = false;
		for (size_t way = 0; way < WAYS; way++)
			named = named || (good[way] && is_named_by(way, path));
		if (!t->files[i].is_zone || named)
			continue;
		buf_reset(&pattern);
		add_path(&pattern, path, whole ? folder.n : strlen(path));
		if (whole)
			buf_addc(&pattern, '*');
		name_list_add(patterns, pattern.data, pattern.len);
		if (whole)
			break;
	}
	buf_free(&pattern);
}

static void name_zones(struct name_list *patterns, const struct tree *t)
{
	bool good[WAYS];
	judge_ways(good, t);
	for (size_t way = 0; way < WAYS; way++) {
		struct buf pattern;
		if (!good[way])
			continue;
		buf_init(&pattern, 0);
		bool at_end = ways[way].where == AT_END;
		buf_printf(
			&pattern, "%s%s%s", at_end ? "*" : "", ways[way].text, at_end ? "" : "*");
		name_list_add(patterns, pattern.data, pattern.len);
		buf_free(&pattern);
	}
	for (size_t from = 0, to; from < t->count; from = to) { /* sorted by path */
		struct str folder = {t->files[from].path, 0};
		folder.n = (size_t)(base_of(folder.p) - folder.p);
		to = from + 1;
		while (to < t->count && is_in_folder(t->files[to].path, folder))
			to++;
		name_by_folder(patterns, t, good, from, to);
	}
}

enum zf_status git_patterns_find(struct name_list *patterns, const char *top,
	const struct zonefile_options *how, struct zf_error *err)
{
	struct tree t = {.top = top, .how = how};
	enum zf_status status = list(&t, err);
	if (status == ZF_OK)
		name_zones(patterns, &t);
	if (status == ZF_OK && patterns->count == 0)
		name_list_add(patterns, "*.zone", strlen("*.zone"));
	buf_free(&t.listing);
	free(t.files);
	return status;
}
