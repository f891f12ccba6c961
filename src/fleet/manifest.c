#include "manifest.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "encode.h"
#include "err.h"
#include "file.h"
#include "mem.h"

enum { MANIFEST_MOST = 256 << 20 }; /* octets: some 500,000 zones */

void digest_print(char text[DIGEST_TEXT], const uint8_t digest[SHA256_OCTETS])
{
	struct buf b;
	buf_init(&b, 0);
	buf_adds(&b, "sha256:");
	str_add_hex(&b, digest, SHA256_OCTETS);
	memcpy(text, b.data, DIGEST_TEXT);
	buf_free(&b);
}

void time_print(char text[TIME_TEXT])
{
	time_t now = time(NULL);
	struct tm tm;
	gmtime_r(&now, &tm);
	strftime(text, TIME_TEXT, "%Y-%m-%dT%H:%M:%SZ", &tm);
}

void holding_free(struct holding *e)
{
	char *owned[] = {e->zone, e->file, e->location, e->digest, e->octets, e->read, e->error,
		e->error_time};
	for (size_t i = 0; i < sizeof(owned) / sizeof(owned[0]); i++)
		free(owned[i]);
	*e = (struct holding){.zone = NULL};
}

void holding_clear(struct holding *e)
{
	char *file = e->file;
	e->file = NULL;
	holding_free(e);
	e->file = file;
}

/*
 * The members: one row each, for reading and for printing.
 */

enum member_kind { MEMBER_TEXT, MEMBER_MUST, MEMBER_NUMBER };

static const struct member {
	const char *name;
	enum member_kind kind;
	size_t offset;
} members[] = {
	{"zone", MEMBER_MUST, offsetof(struct holding, zone)},
	{"file", MEMBER_MUST, offsetof(struct holding, file)},
	{"location", MEMBER_MUST, offsetof(struct holding, location)},
	{"digest", MEMBER_TEXT, offsetof(struct holding, digest)},
	{"octets", MEMBER_TEXT, offsetof(struct holding, octets)},
	{"size", MEMBER_NUMBER, offsetof(struct holding, size)},
	{"records", MEMBER_NUMBER, offsetof(struct holding, records)},
	{"unread", MEMBER_NUMBER, offsetof(struct holding, unread)},
	{"read", MEMBER_TEXT, offsetof(struct holding, read)},
	{"error", MEMBER_TEXT, offsetof(struct holding, error)},
	{"error_time", MEMBER_TEXT, offsetof(struct holding, error_time)},
};
enum { MEMBERS = sizeof(members) / sizeof(members[0]) };

/* What a text says, in few digits: against accidents. */
static void add_sum(struct buf *b, struct str text)
{
	enum { SUM_OCTETS = 8 };
	uint8_t digest[SHA256_OCTETS];
	sha256(digest, text.p, text.n);
	buf_adds(b, ",\"sum\":\"");
	str_add_hex(b, digest, SUM_OCTETS);
	buf_addc(b, '"');
}

static enum zf_status check_sum(const struct json *json, struct str text, struct zf_error *err)
{
	struct buf b;
	struct str sum = json_text(json_member(json, "sum"));
	enum zf_status status = ZF_OK;
	buf_init(&b, 0);
	add_sum(&b, text);
	size_t start = strlen(",\"sum\":\"");
	if (sum.n != b.len - start - 1 || memcmp(sum.p, b.data + start, sum.n) != 0)
		status = err_set(err, ZF_ERR_SYNTAX,
			"this is not what was written there: it was damaged, or changed by hand");
	buf_free(&b);
	return status;
}

static void print_members(struct buf *b, const struct holding *e)
{
	const char *between = "{";
	for (size_t i = 0; i < MEMBERS; i++) {
		const struct member *m = &members[i];
		const void *at = (const char *)e + m->offset;
		if (m->kind == MEMBER_NUMBER) {
			uint64_t n = *(const uint64_t *)at;
			if (!n && (!e->octets || strcmp(m->name, "unread") == 0))
				continue;
			buf_printf(b, "%s\"%s\":%" PRIu64, between, m->name, n);
		} else {
			const char *text = *(char *const *)at;
			if (!text)
				continue;
			buf_printf(b, "%s\"%s\":", between, m->name);
			encode_json_string(b, text, strlen(text));
		}
		between = ",";
	}
}

void holding_print(struct buf *b, const struct holding *e)
{
	const size_t start = b->len;
	print_members(b, e);
	add_sum(b, (struct str){b->data + start, b->len - start});
	buf_addc(b, '}');
}

/* A name that leads nowhere but to a file of the folder. */
static bool is_plain_file(const char *file)
{
	return *file && *file != '.' && !strchr(file, '/');
}

static enum zf_status read_member(
	struct holding *e, const struct member *m, const struct json *value, struct zf_error *err)
{
	void *at = (char *)e + m->offset;
	int64_t number;
	if (m->kind == MEMBER_NUMBER) {
		if (value && !json_integer(value, 0, INT64_MAX, false, &number))
			return err_set(err, ZF_ERR_SYNTAX, "\"%s\" must be a number", m->name);
		*(uint64_t *)at = value ? (uint64_t)number : 0;
		return ZF_OK;
	}
	if (value ? json_kind(value) != JSON_STRING : m->kind == MEMBER_MUST)
		return err_set(err, ZF_ERR_SYNTAX, "\"%s\" must be there, and a text", m->name);
	*(char **)at = value ? mem_strdup(json_text(value).p) : NULL;
	return ZF_OK;
}

enum zf_status holding_read(struct holding *e, const struct json *json, struct zf_error *err)
{
	enum zf_status status = ZF_OK;
	*e = (struct holding){.zone = NULL};
	if (json_kind(json) != JSON_OBJECT)
		return err_set(err, ZF_ERR_SYNTAX, "a zone must be an object");
	for (size_t i = 0; i < MEMBERS && !status; i++)
		status = read_member(e, &members[i], json_member(json, members[i].name), err);
	if (!status && !is_plain_file(e->file))
		status = err_set(err, ZF_ERR_SYNTAX, "\"%s\" is no file of this folder", e->file);
	if (!status && e->octets && (!e->digest || !e->read))
		status = err_set(err, ZF_ERR_SYNTAX,
			"\"digest\" and \"read\" must stand with "
			"\"octets\"");
	struct buf said;
	buf_init(&said, 0);
	if (!status) {
		print_members(&said, e);
		status = check_sum(json, (struct str){said.data, said.len}, err);
	}
	buf_free(&said);
	if (status)
		holding_free(e);
	return status;
}

/*
 * Finding.
 */

static int by_file(const void *a, const void *b)
{
	return strcmp(((const struct holding *)a)->file, ((const struct holding *)b)->file);
}

struct holding *manifest_find(const struct manifest *m, const char *file)
{
	const struct holding key = {.file = (char *)(uintptr_t)file};
	return m->count ? bsearch(&key, m->items, m->count, sizeof(*m->items), by_file) : NULL;
}

static struct holding *append(struct manifest *m)
{
	m->items = mem_grow(m->items, &m->cap, m->count + 1, sizeof(*m->items));
	m->items[m->count] = (struct holding){.zone = NULL};
	return &m->items[m->count++];
}

static void sort(struct manifest *m)
{
	if (m->count)
		qsort(m->items, m->count, sizeof(*m->items), by_file);
}

static void drop_repeated(struct manifest *m)
{
	size_t kept = 0;
	for (size_t i = 0; i < m->count; i++) {
		if (kept && by_file(&m->items[kept - 1], &m->items[i]) == 0)
			holding_free(&m->items[i]);
		else
			m->items[kept++] = m->items[i];
	}
	m->count = kept;
}

void manifest_add(struct manifest *m, char *const *files, size_t count)
{
	const struct manifest before = *m; /* its part of the array is sorted */
	for (size_t i = 0; i < count; i++) {
		const struct manifest old = {.items = m->items, .count = before.count};
		if (!manifest_find(&old, files[i]))
			append(m)->file = mem_strdup(files[i]);
	}
	sort(m);
	drop_repeated(m);
}

/*
 * Reading and writing.
 */

static enum zf_status take(struct manifest *m, const struct json *json, struct zf_error *err)
{
	struct holding e;
	enum zf_status status = holding_read(&e, json, err);
	if (!status)
		*append(m) = e;
	return status;
}

static enum zf_status take_head(struct manifest *m, const struct json *root, struct zf_error *err)
{
	const struct json *source = json_member(root, "source");
	int64_t version;
	if (!json_integer(json_member(root, "version"), 1, 1, false, &version))
		return err_set(err, ZF_ERR_SYNTAX,
			"\"version\" must be 1: it is no list of a "
			"backup, or one of a later zoneferry");
	if (json_kind(source) != JSON_STRING)
		return err_set(err, ZF_ERR_SYNTAX, "\"source\" must be a text");
	m->source = mem_strdup(json_text(source).p);
	return check_sum(root, str_of(m->source), err);
}

/* What was written by us: too large, maybe, to be one JSON document in memory. */
static enum zf_status read_line(struct manifest *m, struct str line, struct zf_error *err)
{
	struct json *json = NULL;
	if (line.n && line.p[line.n - 1] == ',')
		line.n--;
	enum zf_status status = json_parse(&json, line.p, line.n, err);
	if (!status)
		status = take(m, json, err);
	json_free(json);
	return status;
}

static const char head_end[] = ",\"zones\":[", foot[] = "]}";

static enum zf_status read_head(struct manifest *m, struct str line, struct zf_error *err)
{
	struct json *json = NULL;
	struct buf b;
	buf_init(&b, 0);
	buf_add(&b, line.p, line.n - (sizeof(head_end) - 1));
	buf_addc(&b, '}');
	enum zf_status status = json_parse(&json, b.data, b.len, err);
	if (!status)
		status = take_head(m, json, err);
	json_free(json);
	buf_free(&b);
	return status;
}

static bool has_own_form(struct str text)
{
	size_t n = strcspn(text.p, "\n"), end = sizeof(head_end) - 1;
	return n > end && memcmp(text.p + n - end, head_end, end) == 0 && text.n > sizeof(foot) &&
	       strcmp(text.p + text.n - sizeof(foot), "]}\n") == 0;
}

static enum zf_status read_lines(struct manifest *m, struct str text, struct zf_error *err)
{
	enum zf_status status = ZF_OK;
	const char *at = text.p, *end = text.p + text.n - sizeof(foot);
	for (unsigned long line = 1; at < end && !status; line++) {
		struct zf_error inner = ZF_ERROR_INIT;
		size_t n = strcspn(at, "\n");
		status = line == 1 ? read_head(m, (struct str){at, n}, &inner)
				   : read_line(m, (struct str){at, n}, &inner);
		if (status) {
			err_set(err, status, "%s", inner.text);
			err_place(err, NULL, line, inner.col);
		}
		at += n + 1;
	}
	return status;
}

/* What some other program wrote anew. */
static enum zf_status read_whole(struct manifest *m, struct str text, struct zf_error *err)
{
	struct json *root = NULL;
	if (!text.n || text.p[text.n - 1] != '\n')
		return err_set(err, ZF_ERR_SYNTAX, "its last line is cut");
	enum zf_status status = json_parse(&root, text.p, text.n, err);
	status = status ? status : take_head(m, root, err);
	if (!status && json_kind(json_member(root, "zones")) != JSON_ARRAY)
		status = err_set(err, ZF_ERR_SYNTAX, "\"zones\" must be a list");
	for (const struct json *z = status ? NULL : json_first(json_member(root, "zones"));
		z && !status; z = json_next(z))
		status = take(m, z, err);
	json_free(root);
	return status;
}

static char *path_in(const char *folder)
{
	struct buf b;
	buf_init(&b, 0);
	buf_printf(&b, "%s/" MANIFEST_FILE, folder);
	char *path = buf_take(&b);
	buf_free(&b);
	return path;
}

enum zf_status manifest_read(struct manifest *m, const char *folder, struct zf_error *err)
{
	struct zf_error inner = ZF_ERROR_INIT;
	struct file_text text = {.data = NULL};
	*m = (struct manifest){.items = NULL};
	char *path = path_in(folder);
	enum zf_status status = file_read(&text, path, MANIFEST_MOST, &inner);
	if (status == ZF_ERR_NOT_FOUND) {
		free(path);
		return ZF_OK;
	}
	if (!status) {
		struct str all = {text.data, text.size};
		status =
			has_own_form(all) ? read_lines(m, all, &inner) : read_whole(m, all, &inner);
		err_place(&inner, path, 0, 0);
	}
	sort(m);
	for (size_t i = 1; i < m->count && !status; i++)
		if (by_file(&m->items[i - 1], &m->items[i]) == 0) {
			status = err_set(&inner, ZF_ERR_SYNTAX, "\"%s\" stands there twice",
				m->items[i].file);
			err_place(&inner, path, 0, 0);
		}
	if (status)
		*err = inner;
	file_text_free(&text);
	free(path);
	return status;
}

void manifest_free(struct manifest *m)
{
	for (size_t i = 0; i < m->count; i++)
		holding_free(&m->items[i]);
	free(m->items);
	free(m->source);
	*m = (struct manifest){.items = NULL};
}

enum zf_status manifest_write(const struct manifest *m, const char *folder, struct zf_error *err)
{
	struct file_out out;
	struct buf b;
	buf_init(&b, 0);
	buf_adds(&b, "{\"version\":1,\"source\":");
	encode_json_string(&b, m->source, strlen(m->source));
	add_sum(&b, str_of(m->source));
	buf_adds(&b, head_end);
	bool first = true;
	for (size_t i = 0; i < m->count; i++) {
		if (!m->items[i].zone)
			continue; /* nothing has come of it yet */
		buf_adds(&b, first ? "\n" : ",\n");
		holding_print(&b, &m->items[i]);
		first = false;
	}
	buf_printf(&b, "\n%s\n", foot);
	char *path = path_in(folder);
	enum zf_status status = file_create(&out, path, FILE_CAREFUL, err);
	if (!status) {
		status = file_write(&out, b.data, b.len, err);
		status = status ? status : file_prove(&out, b.data, b.len, err);
		if (status)
			file_abort(&out);
		else
			status = file_commit(&out, err);
	}
	free(path);
	buf_free(&b);
	return status;
}
