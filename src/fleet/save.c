#include "save.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "err.h"
#include "mem.h"
#include "zonefile.h"
#include "proof.h"

size_t save_count(const struct zf_zone *zone)
{
	size_t n = zone->provider_record_count;
	for (size_t i = 0; i < zone->count; i++)
		n += !rec_is_synthesised(zone->recs[i]);
	return n;
}

static enum zf_status add(void *user, const char *p, size_t n, struct zf_error *err)
{
	(void)err;
	buf_add(user, p, n);
	return ZF_OK;
}

enum zf_status save_print(struct buf *text, const struct zf_zone *zone, struct zf_error *err)
{
	enum zf_status status = zonefile_print(zone, add, text, err);
	if (!status && text->len > ZONEFILE_MAX_SIZE)
		status = err_set(err, ZF_ERR_LIMIT, "its file would be too large to be read again");
	return status;
}

static enum zf_status parse(struct zf_zone **zone, const char *p, size_t n, struct zf_error *err)
{
	struct zonefile_options how = ZONEFILE_OPTIONS_INIT;
	how.threads = 1; /* zones are what runs side by side */
	return zonefile_parse(zone, p, n, NULL, &how, NULL, err);
}

/* A backup that gives another zone than the one that was read is none. */
static enum zf_status check_text(
	const struct buf *text, const struct zf_zone *zone, struct zf_error *err)
{
	struct zf_error inner = ZF_ERROR_INIT;
	uint8_t a[ZONE_DIGEST_OCTETS], b[ZONE_DIGEST_OCTETS];
	struct zf_zone *again = NULL;
	if (zone->count + zone->provider_record_count == 0)
		return ZF_OK; /* nothing is what zone text can't say */
	enum zf_status status = parse(&again, text->data, text->len, &inner);
	if (!status) {
		zone_digest(zone, a);
		zone_digest(again, b);
		if (memcmp(a, b, sizeof(a)) != 0 || !zone_same_state(zone, again) ||
			zone->count != again->count)
			status = err_set(&inner, ZF_ERR_DATA, "another zone comes of it");
	}
	if (status)
		err_set(err, status, "its text can't be read back (line %lu: %s)", inner.line,
			inner.text);
	zf_zone_free(again);
	const struct zonefile_options how = ZONEFILE_OPTIONS_INIT;
	const struct zonefile_source source = {{text->data, text->len}, "its text", &how};
	return status ? status : zonefile_prove(&source, zone, err);
}

static void replace(char **to, const char *text)
{
	free(*to);
	*to = text ? mem_strdup(text) : NULL;
}

void save_failed(struct holding *e, const char *why)
{
	char now[TIME_TEXT];
	if (e->error && strcmp(e->error, why) == 0)
		return; /* since then */
	time_print(now);
	replace(&e->error, why);
	replace(&e->error_time, now);
}

/* A copy of the entry as it will be, to be released with holding_free. */
static struct holding good_holding(
	const struct holding *e, const struct zf_zone *zone, const struct buf *text)
{
	uint8_t octets[SHA256_OCTETS], digest[ZONE_DIGEST_OCTETS];
	char octets_text[DIGEST_TEXT], digest_text[DIGEST_TEXT], now[TIME_TEXT];
	sha256(octets, text->data, text->len);
	zone_digest(zone, digest);
	digest_print(octets_text, octets);
	digest_print(digest_text, digest);
	time_print(now);
	bool same = e->octets && strcmp(e->octets, octets_text) == 0;
	return (struct holding){.zone = mem_strdup(e->zone),
		.file = mem_strdup(e->file),
		.location = mem_strdup(e->location),
		.digest = mem_strdup(digest_text),
		.octets = mem_strdup(octets_text),
		.size = text->len,
		.records = save_count(zone),
		.unread = zone->unread,
		.read = mem_strdup(same ? e->read : now),
		.done = true};
}

enum zf_status save_file(struct depot *d, const char *file, const struct buf *text,
	const struct holding *before, struct zf_error *err)
{
	struct file_out out;
	struct buf path;
	buf_init(&path, 0);
	depot_path(&path, d, file);
	enum zf_status status = file_create(&out, path.data, FILE_CAREFUL, err);
	buf_free(&path);
	if (status)
		return status;
	status = file_write(&out, text->data, text->len, err);
	status = status ? status : file_prove(&out, text->data, text->len, err);
	if (!status && before)
		status = depot_note(d, before, RUNNING_SURE, err);
	if (!status)
		return file_commit(&out, err);
	file_abort(&out);
	return status;
}

/* Reads a file of the depot; ZF_ERR_NOT_FOUND, without an error: there is none. */
static enum zf_status read_file(
	struct file_text *file, const struct depot *d, const char *name, struct zf_error *err)
{
	struct zf_error inner = ZF_ERROR_INIT;
	struct buf path;
	buf_init(&path, 0);
	depot_path(&path, d, name);
	enum zf_status status = file_read(file, path.data, ZONEFILE_MAX_SIZE, &inner);
	buf_free(&path);
	if (status && status != ZF_ERR_NOT_FOUND)
		*err = inner;
	return status;
}

static bool is_text(const struct file_text *file, const struct buf *text)
{
	return file->size == text->len && memcmp(file->data, text->data, text->len) == 0;
}

/* What stands in the file's place. */
struct present {
	bool there, same;
	uint64_t records;
	const char *foreign; /* why it must not be replaced, or NULL */
};

/* A file that no backup is known to have written is replaced only when it is as one would write it:
 * else somebody's comments and order were lost. */
static void look_at_unknown(struct present *p, const struct file_text *file)
{
	struct zf_error ignored = ZF_ERROR_INIT;
	struct zf_zone *zone = NULL;
	struct buf text;
	buf_init(&text, 0);
	p->foreign = "a file of this name is there that no backup has written: move it away";
	if (parse(&zone, file->data, file->size, &ignored) == ZF_OK &&
		save_print(&text, zone, &ignored) == ZF_OK && is_text(file, &text)) {
		p->foreign = NULL;
		p->records = save_count(zone);
	}
	zf_zone_free(zone);
	buf_free(&text);
}

static enum zf_status look(struct present *p, const struct depot *d, const struct holding *e,
	const struct buf *text, struct zf_error *err)
{
	struct file_text file;
	*p = (struct present){.records = e->records};
	enum zf_status status = read_file(&file, d, e->file, err);
	if (status == ZF_ERR_NOT_FOUND)
		return ZF_OK;
	if (status)
		return status;
	p->there = true;
	p->same = is_text(&file, text);
	if (!p->same && !e->octets)
		look_at_unknown(p, &file);
	file_text_free(&file);
	return ZF_OK;
}

/* Whether what came can't be believed; `why` says so. */
static bool is_held(
	struct saving *s, const struct present *p, const struct zf_zone *zone, unsigned shrink)
{
	uint64_t old = p->records, now = save_count(zone);
	s->why[0] = '\0';
	if (!p->there || p->same)
		return false;
	if (p->foreign)
		snprintf(s->why, sizeof(s->why), "%s", p->foreign);
	else if (now == 0 && old > 0 && shrink < 100)
		snprintf(s->why, sizeof(s->why), "it came back empty, and had %" PRIu64 " records",
			old);
	else if (now < old && old - now >= SHRINK_LEAST && (old - now) * 100 > old * shrink)
		snprintf(s->why, sizeof(s->why),
			"it came back with %" PRIu64 " of %" PRIu64 " records", now, old);
	return s->why[0] != '\0';
}

static char *new_name(const struct holding *e)
{
	char *name = mem_alloc(strlen(e->file) + sizeof(".new"));
	stpcpy(stpcpy(name, e->file), ".new");
	return name;
}

static enum zf_status hold(struct saving *s, struct depot *d, struct holding *e,
	const struct buf *text, struct zf_error *err)
{
	char *name = new_name(e);
	struct file_text file = {.data = NULL};
	s->saved = SAVED_HELD;
	enum zf_status status = read_file(&file, d, name, err);
	if (status == ZF_ERR_NOT_FOUND || (!status && !is_text(&file, text)))
		status = save_file(d, name, text, NULL, err);
	file_text_free(&file);
	free(name);
	save_failed(e, s->why);
	return status;
}

/* What once lay beside the file is answered by what it is now. */
static void remove_new(const struct depot *d, const struct holding *e)
{
	char *name = new_name(e);
	struct buf path;
	buf_init(&path, 0);
	depot_path(&path, d, name);
	unlink(path.data);
	buf_free(&path);
	free(name);
}

static enum zf_status put(struct saving *s, struct depot *d, struct holding *e,
	const struct present *p, const struct buf *text, struct holding *good, struct zf_error *err)
{
	enum zf_status status;
	s->saved = p->same ? SAVED_SAME : p->there ? SAVED_CHANGED : SAVED_NEW;
	if (p->same)
		status = depot_note(d, good, RUNNING_LATER, err);
	else
		status = save_file(d, e->file, text, good, err);
	if (!status && e->error)
		remove_new(d, e);
	return status;
}

enum zf_status save_zone(struct saving *done, struct depot *d, struct holding *e,
	const struct zf_zone *zone, unsigned shrink, struct zf_error *err)
{
	struct present present;
	struct buf text;
	*done = (struct saving){.saved = SAVED_SAME};
	buf_init(&text, 0);
	enum zf_status status = save_print(&text, zone, err);
	status = status ? status : check_text(&text, zone, err);
	status = status ? status : look(&present, d, e, &text, err);
	if (!status && is_held(done, &present, zone, shrink)) {
		status = hold(done, d, e, &text, err);
	} else if (!status) {
		struct holding good = good_holding(e, zone, &text);
		status = put(done, d, e, &present, &text, &good, err);
		if (status) {
			holding_free(&good);
		} else {
			holding_free(e);
			*e = good;
		}
	}
	buf_free(&text);
	return status;
}
