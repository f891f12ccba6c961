#include "plan_file.h"

#include <stdlib.h>

#include "err.h"
#include "json_canon.h"
#include "mem.h"
#include "plan_json.h"
#include "rdata.h"

static enum zf_status bad(const char *what, struct zf_error *err)
{
	return err_set(err, ZF_ERR_DATA, "this is no plan: %s", what);
}

/*
 * Reading the head.
 */

static bool read_text(struct plan_file *file, const char *member, const char **text)
{
	const struct json *j = json_member(file->json, member);
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

static bool read_options(struct plan_file *file)
{
	const struct json *list = json_member(file->json, "options"), *j = json_first(list);
	size_t count = json_count(list);
	if (list && json_kind(list) != JSON_ARRAY)
		return false;
	file->options = arena_zalloc(&file->arena, (count + 1) * sizeof(*file->options));
	for (; j && json_kind(j) == JSON_STRING; j = json_next(j)) {
		struct str word = json_text(j);
		file->options[file->option_count++] = arena_strndup(&file->arena, word.p, word.n);
	}
	return file->option_count == count;
}

static enum zf_status read_head(struct plan_file *file, struct zf_error *err)
{
	const struct json *zone = json_member(file->json, "zone");
	const struct json *source = json_member(file->json, "source_digest");
	struct str name = json_text(zone);
	int64_t version;
	if (!json_integer(json_member(file->json, "version"), 1, 1, false, &version))
		return bad("\"version\" must be 1", err);
	if (json_kind(zone) != JSON_STRING ||
		name_parse(&file->zone, name.p, name.n, NULL, err) != ZF_OK)
		return bad("\"zone\" must be an absolute name", err);
	name_lower(file->zone.wire, file->zone.len);
	if (!read_text(file, "source", &file->source) || !read_text(file, "target", &file->target))
		return bad("\"source\" and \"target\" must be locations", err);
	if (!read_options(file))
		return bad("\"options\" must be a list of words", err);
	file->has_source_digest = source != NULL;
	if ((source && !read_digest(source, file->source_digest)) ||
		!read_digest(json_member(file->json, "target_digest"), file->target_state))
		return bad("a digest must be \"sha256:\" and 64 hexadecimal digits", err);
	if (json_kind(json_member(file->json, "operations")) != JSON_ARRAY)
		return bad("\"operations\" must be a list", err);
	return ZF_OK;
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

/* All that the operations remove and bring, as two zones. */
static enum zf_status read_operations(const struct plan_file *file, struct zf_zone **before,
	struct zf_zone **after, struct zf_error *err)
{
	const struct json *list = json_member(file->json, "operations");
	enum zf_status status = ZF_OK;
	struct reading r = {.number = 0};
	r.before = zone_builder_new(&file->zone, file->target);
	r.after = zone_builder_new(&file->zone, file->target);
	buf_init(&r.rdata, 0);
	buf_init(&r.notes, 0);
	for (const struct json *o = json_first(list); o && status == ZF_OK; o = json_next(o)) {
		r.number++;
		if (!is_operation_word(json_member(o, "op")))
			status = bad_operation(&r, "\"op\" must be create, update or delete", err);
		if (status == ZF_OK)
			status = read_side(&r, r.before, o, json_member(o, "before"), err);
		if (status == ZF_OK)
			status = read_side(&r, r.after, o, json_member(o, "after"), err);
	}
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
	*file = (struct plan_file){.source = ""};
	arena_init(&file->arena);
	enum zf_status status = json_parse(&file->json, text.p, text.n, err);
	if (status == ZF_OK)
		status = read_head(file, err);
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
	json_free(file->json);
	arena_free(&file->arena);
	*file = (struct plan_file){0};
}

/*
 * What a plan makes of a target.
 */

static const struct rec *find_same(const struct zf_zone *zone, const struct rec *r)
{
	size_t low = 0, high = zone->count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int c = rec_cmp(zone->recs[middle], r);
		if (c == 0)
			return zone->recs[middle];
		if (c < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
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

bool plan_file_same(const struct plan_file *file, const struct plan *plan)
{
	const struct json *list = json_member(file->json, "operations"), *o = json_first(list);
	struct buf is, shall;
	bool same = json_count(list) == plan->count;
	buf_init(&is, 0);
	buf_init(&shall, 0);
	for (size_t i = 0; same && i < plan->count; i++, o = json_next(o)) {
		buf_reset(&is);
		buf_reset(&shall);
		plan_json_operation(&is, &plan->operations[i]);
		json_print(&shall, o, JSON_AS_IS);
		same = is.len == shall.len && memcmp(is.data, shall.data, is.len) == 0;
	}
	buf_free(&is);
	buf_free(&shall);
	return same;
}
