#include "plan_file.h"

#include <stdlib.h>

#include "err.h"
#include "json_canon.h"
#include "json_pieces.h"
#include "mem.h"
#include "plan_json.h"
#include "rdata.h"

static const char list_name[] = "operations";

static enum zf_status bad(const char *what, struct zf_error *err)
{
	return err_set(err, ZF_ERR_DATA, "this is no plan: %s", what);
}

/*
 * Reading the head.
 */

struct head {
	struct plan_file *file;
	size_t options_cap;
	unsigned seen; /* bits of `members` */
};

typedef bool read_member(struct head *h, const struct json_piece *piece, struct zf_error *err);

static bool read_text(struct plan_file *file, const struct json *j, const char **text)
{
	struct str is = json_text(j);
	if (json_kind(j) != JSON_STRING)
		return false;
	*text = arena_strndup(&file->arena, is.p, is.n);
	return true;
}

static bool read_digest(const struct json *j, uint8_t digest[ZONE_DIGEST_OCTETS])
{
	static const char prefix[] = "sha256:";
	struct str text = json_text(j);
	if (json_kind(j) != JSON_STRING || text.n != sizeof(prefix) - 1 + 2 * ZONE_DIGEST_OCTETS ||
		memcmp(text.p, prefix, sizeof(prefix) - 1) != 0)
		return false;
	text.p += sizeof(prefix) - 1;
	for (size_t i = 0; i < ZONE_DIGEST_OCTETS; i++) {
		int high = str_hex_digit(text.p[2 * i]), low = str_hex_digit(text.p[2 * i + 1]);
		if (high < 0 || low < 0)
			return false;
		digest[i] = (uint8_t)(high << 4 | low);
	}
	return true;
}

static bool read_version(struct head *h, const struct json_piece *piece, struct zf_error *err)
{
	int64_t version;
	(void)h, (void)err;
	return json_integer(piece->value, 1, 1, false, &version);
}

static bool read_source(struct head *h, const struct json_piece *piece, struct zf_error *err)
{
	(void)err;
	return read_text(h->file, piece->value, &h->file->source);
}

static bool read_target(struct head *h, const struct json_piece *piece, struct zf_error *err)
{
	(void)err;
	return read_text(h->file, piece->value, &h->file->target);
}

static bool read_option(struct head *h, const struct json_piece *piece, struct zf_error *err)
{
	struct plan_file *file = h->file;
	struct str word = json_text(piece->value);
	(void)err;
	if (!piece->element)
		return json_kind(piece->value) == JSON_ARRAY;
	if (json_kind(piece->value) != JSON_STRING)
		return false;
	file->options = mem_grow(
		file->options, &h->options_cap, file->option_count + 1, sizeof(*file->options));
	file->options[file->option_count++] = arena_strndup(&file->arena, word.p, word.n);
	return true;
}

static bool read_zone(struct head *h, const struct json_piece *piece, struct zf_error *err)
{
	struct str name = json_text(piece->value);
	if (json_kind(piece->value) != JSON_STRING ||
		name_parse(&h->file->zone, name.p, name.n, NULL, err) != ZF_OK)
		return false;
	name_lower(h->file->zone.wire, h->file->zone.len);
	return true;
}

static bool read_source_digest(struct head *h, const struct json_piece *piece, struct zf_error *err)
{
	(void)err;
	h->file->has_source_digest = true;
	return read_digest(piece->value, h->file->source_digest);
}

static bool read_target_digest(struct head *h, const struct json_piece *piece, struct zf_error *err)
{
	(void)err;
	return read_digest(piece->value, h->file->target_state);
}

static bool read_list(struct head *h, const struct json_piece *piece, struct zf_error *err)
{
	(void)h, (void)err;
	return piece->element || json_kind(piece->value) == JSON_ARRAY;
}

static const struct {
	const char *name;
	read_member *read;
	const char *must;
	bool optional;
} members[] = {
	{"version", read_version, "\"version\" must be 1", false},
	{"zone", read_zone, "\"zone\" must be an absolute name", false},
	{"source", read_source, "\"source\" and \"target\" must be locations", false},
	{"target", read_target, "\"source\" and \"target\" must be locations", false},
	{"options", read_option, "\"options\" must be a list of words", true},
	{"source_digest", read_source_digest,
		"a digest must be \"sha256:\" and 64 hexadecimal digits", true},
	{"target_digest", read_target_digest,
		"a digest must be \"sha256:\" and 64 hexadecimal digits", false},
	{"operations", read_list, "\"operations\" must be a list", false},
};

enum { MEMBERS = sizeof(members) / sizeof(members[0]) };

static enum zf_status take_member(void *user, const struct json_piece *piece, struct zf_error *err)
{
	struct head *h = user;
	for (unsigned i = 0; i < MEMBERS; i++) {
		if (strcmp(piece->member, members[i].name) != 0)
			continue;
		h->seen |= 1u << i;
		return members[i].read(h, piece, err) ? ZF_OK : bad(members[i].must, err);
	}
	return ZF_OK;
}

static enum zf_status read_head(struct plan_file *file, struct zf_error *err)
{
	struct head h = {.file = file};
	enum zf_status status = json_pieces(file->text, NULL, take_member, &h, err);
	for (unsigned i = 0; i < MEMBERS && !status; i++)
		if (!members[i].optional && !(h.seen & 1u << i))
			status = bad(members[i].must, err);
	return status;
}

/*
 * Reading operations.
 */

struct reading {
	const struct zf_zone *apex; /* only its apex counts */
	struct zone_builder *before, *after; /* either may be NULL */
	struct buf rdata, notes;
	size_t number; /* of the operation */
};

static enum zf_status bad_operation(const struct reading *r, const char *what, struct zf_error *err)
{
	return err_set(
		err, ZF_ERR_DATA, "operation %zu of the plan is broken: %s", r->number, what);
}

static bool read_meta(struct buf *notes, const struct json *meta)
{
	struct buf json, canonical;
	bool good = !meta || json_kind(meta) == JSON_OBJECT;
	buf_init(&json, 0);
	buf_init(&canonical, 0);
	for (const struct json *m = json_first(meta); m && good; m = json_next(m)) {
		struct str name = str_of(json_name(m));
		buf_reset(&json);
		buf_reset(&canonical);
		json_print(&json, m, JSON_AS_IS);
		good = name.n > 0 && note_is_name(name) &&
		       json_canon_whole(&canonical, json.data, json.len);
		if (good)
			note_add(notes, NOTE_ANNOTATION, name,
				(struct str){canonical.data, canonical.len});
	}
	buf_free(&json);
	buf_free(&canonical);
	return good;
}

struct operation_name {
	struct name owner;
	uint16_t type;
};

static enum zf_status read_record(struct reading *r, struct zone_builder *b,
	const struct operation_name *of, const struct json *record, struct zf_error *err)
{
	const struct json *text = json_member(record, "rdata");
	struct str rdata = json_text(text);
	int64_t ttl;
	buf_reset(&r->rdata);
	buf_reset(&r->notes);
	if (json_kind(record) != JSON_OBJECT || json_kind(text) != JSON_STRING)
		return bad_operation(r, "a record has no \"rdata\"", err);
	if (!json_integer(json_member(record, "ttl"), 0, UINT32_MAX, false, &ttl))
		return bad_operation(r, "\"ttl\" must be seconds", err);
	if (!read_meta(&r->notes, json_member(record, "meta")))
		return bad_operation(r, "\"meta\" must hold objects by provider", err);
	enum zf_status status = rdata_parse_text(&r->rdata, of->type, rdata.p, rdata.n, NULL, err);
	if (status == ZF_OK)
		status = zone_builder_add(b, &of->owner, of->type, (uint32_t)ttl,
			(const uint8_t *)r->rdata.data, r->rdata.len,
			(struct str){r->notes.data, r->notes.len}, 0, err);
	return status;
}

static enum zf_status read_kept(struct reading *r, struct zone_builder *b, struct str provider,
	const struct json *data, struct zf_error *err)
{
	struct buf json, canonical;
	buf_init(&json, 0);
	buf_init(&canonical, 0);
	json_print(&json, data, JSON_AS_IS);
	bool good =
		json_kind(data) == JSON_OBJECT && json_canon_whole(&canonical, json.data, json.len);
	if (good)
		zone_builder_add_provider_record(
			b, provider, (struct str){canonical.data, canonical.len});
	buf_free(&json);
	buf_free(&canonical);
	return good ? ZF_OK : bad_operation(r, "a provider record must be an object", err);
}

static enum zf_status read_operation_name(const struct reading *r, struct operation_name *of,
	const struct json *operation, struct zf_error *err)
{
	struct str name = json_text(json_member(operation, "name"));
	struct str type = json_text(json_member(operation, "type"));
	if (!name.p || name_parse(&of->owner, name.p, name.n, NULL, err) != ZF_OK)
		return bad_operation(r, "\"name\" must be an absolute name", err);
	of->type = type.p ? rrtype_parse(type.p, type.n) : 0;
	if (of->type == 0 || rrtype_is_meta(of->type))
		return bad_operation(r, "\"type\" must be a type of records", err);
	return ZF_OK;
}

static enum zf_status read_side(struct reading *r, struct zone_builder *b,
	const struct json *operation, const struct json *side, struct zf_error *err)
{
	struct str provider = json_text(json_member(operation, "provider"));
	struct operation_name of = {.type = 0};
	enum zf_status status = ZF_OK;
	if (json_kind(side) != JSON_ARRAY)
		return bad_operation(r, "\"before\" and \"after\" must be lists", err);
	if (!provider.p)
		status = read_operation_name(r, &of, operation, err);
	else if (provider.n == 0 || !note_is_name(provider))
		return bad_operation(r, "\"provider\" must be a provider's name", err);
	for (const struct json *j = json_first(side); j && status == ZF_OK; j = json_next(j))
		status = provider.p ? read_kept(r, b, provider, j, err)
				    : read_record(r, b, &of, j, err);
	return status;
}

static bool is_operation_word(const struct json *op)
{
	for (size_t i = OPERATION_CREATE; i <= OPERATION_DELETE; i++)
		if (json_kind(op) == JSON_STRING && str_eq(json_text(op), operation_words[i]))
			return true;
	return false;
}

static enum zf_status take_operation(
	void *user, const struct json_piece *piece, struct zf_error *err)
{
	struct reading *r = user;
	const struct json *o = piece->value;
	if (!piece->element)
		return ZF_OK;
	r->number++;
	if (!is_operation_word(json_member(o, "op")))
		return bad_operation(r, "\"op\" must be create, update or delete", err);
	enum zf_status status = read_side(r, r->before, o, json_member(o, "before"), err);
	return status ? status : read_side(r, r->after, o, json_member(o, "after"), err);
}

/* All that the operations remove and bring, as two zones. */
static enum zf_status read_operations(const struct plan_file *file, struct zf_zone **before,
	struct zf_zone **after, struct zf_error *err)
{
	struct reading r = {.number = 0};
	r.before = zone_builder_new(&file->zone, file->target);
	r.after = zone_builder_new(&file->zone, file->target);
	buf_init(&r.rdata, 0);
	buf_init(&r.notes, 0);
	enum zf_status status = json_pieces(file->text, list_name, take_operation, &r, err);
	*before = zone_builder_seal(r.before);
	*after = zone_builder_seal(r.after);
	buf_free(&r.rdata);
	buf_free(&r.notes);
	return status;
}

enum zf_status plan_file_read(
	struct plan_file *file, const char *name, struct str text, struct zf_error *err)
{
	struct zf_zone *before = NULL, *after = NULL;
	*file = (struct plan_file){.text = text, .source = ""};
	arena_init(&file->arena);
	enum zf_status status = read_head(file, err);
	if (status == ZF_OK)
		status = read_operations(file, &before, &after, err);
	zf_zone_free(before);
	zf_zone_free(after);
	if (status != ZF_OK) {
		err_place(err, name, 0, 0);
		plan_file_free(file);
	}
	return status;
}

void plan_file_free(struct plan_file *file)
{
	free(file->options);
	arena_free(&file->arena);
	*file = (struct plan_file){0};
}

enum zf_status plan_file_check(const struct buf *text, struct zf_error *err)
{
	struct plan_file file;
	if (text->len > PLAN_FILE_MOST)
		return err_set(err, ZF_ERR_LIMIT,
			"the plan takes more than the %d MiB of a plan file", PLAN_FILE_MOST >> 20);
	enum zf_status status =
		plan_file_read(&file, NULL, (struct str){text->data, text->len}, err);
	if (!status)
		plan_file_free(&file);
	return status;
}

/*
 * What a plan makes of a target.
 */

static const struct rec *find_same(const struct zf_zone *zone, const struct rec *r)
{
	size_t at = zone_place(zone, r);
	return at < zone->count && rec_cmp(zone->recs[at], r) == 0 ? zone->recs[at] : NULL;
}

static enum zf_status misfit(
	const struct zf_zone *zone, const struct rec *r, const char *what, struct zf_error *err)
{
	char room[RRTYPE_MAX_TEXT];
	struct buf name;
	buf_init(&name, 0);
	if (r)
		rec_print_owner_absolute(&name, zone, r);
	err_set(err, ZF_ERR_DATA, "the plan is not for this target: %s %s %s",
		r ? name.data : "a provider record", r ? rrtype_name(rec_type(r), room) : "", what);
	buf_free(&name);
	return ZF_ERR_DATA;
}

struct sides {
	const struct zf_zone *target, *before, *after;
};

static enum zf_status check_before(const struct sides *s, struct zf_error *err)
{
	static const char lacks[] = "that it changes isn't there";
	for (size_t i = 0; i < s->before->count; i++) {
		const struct rec *r = s->before->recs[i], *is = find_same(s->target, r);
		if (!is || is->ttl != r->ttl || !rec_same_annotations(is, r))
			return misfit(s->before, r, lacks, err);
	}
	for (size_t i = 0; i < s->before->provider_record_count; i++)
		if (!zone_has_provider_record(s->target, &s->before->provider_records[i]))
			return misfit(s->before, NULL, lacks, err);
	return ZF_OK;
}

static enum zf_status check_after(const struct sides *s, struct zf_error *err)
{
	static const char has[] = "that it brings is there already";
	for (size_t i = 0; i < s->after->count; i++) {
		const struct rec *r = s->after->recs[i];
		if (find_same(s->target, r) && !find_same(s->before, r))
			return misfit(s->after, r, has, err);
	}
	for (size_t i = 0; i < s->after->provider_record_count; i++) {
		const struct provider_record *p = &s->after->provider_records[i];
		if (zone_has_provider_record(s->target, p) &&
			!zone_has_provider_record(s->before, p))
			return misfit(s->after, NULL, has, err);
	}
	return ZF_OK;
}

/* The target without `before`, with `after`. */
static struct zf_zone *make_wanted(const struct sides *s)
{
	size_t kept = s->before->provider_record_count + s->after->provider_record_count, n = 1;
	struct operation *operations = mem_zalloc((1 + kept) * sizeof(*operations));
	const struct rec **before = mem_alloc((s->before->count + 1) * sizeof(*before));
	const struct rec **after = mem_alloc((s->after->count + 1) * sizeof(*after));
	for (size_t i = 0; i < s->before->count; i++)
		before[i] = s->before->recs[i];
	for (size_t i = 0; i < s->after->count; i++)
		after[i] = s->after->recs[i];
	operations[0].before = before;
	operations[0].before_count = s->before->count;
	operations[0].after = after;
	operations[0].after_count = s->after->count;
	for (size_t i = 0; i < s->before->provider_record_count; i++)
		operations[n++].kept_before = &s->before->provider_records[i];
	for (size_t i = 0; i < s->after->provider_record_count; i++)
		operations[n++].kept_after = &s->after->provider_records[i];
	struct zf_zone *wanted = zone_after(s->target, operations, n);
	free(operations);
	free(before);
	free(after);
	return wanted;
}

enum zf_status plan_file_wanted(const struct plan_file *file, const struct zf_zone *target,
	struct zf_zone **wanted, struct zf_error *err)
{
	struct zf_zone *before = NULL, *after = NULL;
	if (!name_equal(&file->zone, &target->apex))
		return err_set(err, ZF_ERR_DATA, "the plan is for another zone than %s",
			target->apex_text);
	enum zf_status status = read_operations(file, &before, &after, err);
	struct sides s = {target, before, after};
	if (status == ZF_OK)
		status = check_before(&s, err);
	if (status == ZF_OK)
		status = check_after(&s, err);
	if (status == ZF_OK)
		*wanted = make_wanted(&s);
	zf_zone_free(before);
	zf_zone_free(after);
	return status;
}

struct comparing {
	const struct plan *plan;
	size_t next;
	struct buf is, shall;
	bool same;
};

static enum zf_status compare_operation(
	void *user, const struct json_piece *piece, struct zf_error *err)
{
	struct comparing *c = user;
	(void)err;
	if (!piece->element || !c->same)
		return ZF_OK;
	if (c->next == c->plan->count) {
		c->same = false;
		return ZF_OK;
	}
	buf_reset(&c->is);
	buf_reset(&c->shall);
	plan_json_operation(&c->is, &c->plan->operations[c->next++]);
	json_print(&c->shall, piece->value, JSON_AS_IS);
	c->same = c->is.len == c->shall.len && memcmp(c->is.data, c->shall.data, c->is.len) == 0;
	return ZF_OK;
}

bool plan_file_same(const struct plan_file *file, const struct plan *plan)
{
	struct zf_error none = ZF_ERROR_INIT; /* it was read before */
	struct comparing c = {.plan = plan, .same = true};
	buf_init(&c.is, 0);
	buf_init(&c.shall, 0);
	bool read = json_pieces(file->text, list_name, compare_operation, &c, &none) == ZF_OK;
	buf_free(&c.is);
	buf_free(&c.shall);
	return read && c.same && c.next == plan->count;
}
