/* loc_json: a zone in zoneferry's own JSON, as `export -f json` writes it. */
#include <string.h>

#include "err.h"
#include "file.h"
#include "json.h"
#include "json_canon.h"
#include "load.h"
#include "rdata.h"

static enum zf_status misfit(struct zf_error *err, size_t index, const char *why)
{
	return err_set(err, ZF_ERR_SYNTAX, "record %zu: %s", index, why);
}

static enum zf_status text_member(
	char *out, size_t size, const struct json *record, const char *name)
{
	struct str text = json_text(json_member(record, name));
	if (!text.p || text.n >= size || memchr(text.p, '\0', text.n))
		return ZF_ERR_SYNTAX;
	memcpy(out, text.p, text.n);
	out[text.n] = '\0';
	return ZF_OK;
}

/* Appends what is kept beside a record, or as one, by a provider; false: it can't be such. */
static bool canonical(struct buf *out, struct str name, const struct json *value)
{
	struct buf text;
	buf_init(&text, 0);
	json_print(&text, value, JSON_AS_IS);
	bool good = note_is_name(name) && json_canon_whole(out, text.data, text.len);
	buf_free(&text);
	return good;
}

static bool add_meta(struct buf *notes, const struct json *meta)
{
	struct buf json;
	bool good = !meta || json_kind(meta) == JSON_OBJECT;
	buf_init(&json, 0);
	for (const struct json *m = json_first(meta); m && good; m = json_next(m)) {
		struct str name = str_of(json_name(m));
		buf_reset(&json);
		good = canonical(&json, name, m);
		if (good)
			note_add(notes, NOTE_ANNOTATION, name, (struct str){json.data, json.len});
	}
	buf_free(&json);
	return good;
}

static enum zf_status add_record(
	struct zone_builder *b, const struct json *record, size_t index, struct zf_error *err)
{
	char name[NAME_MAX_TEXT + 1], type[RRTYPE_MAX_TEXT], class[16];
	struct str rdata = json_text(json_member(record, "rdata"));
	struct name owner;
	struct buf wire, notes;
	int64_t ttl;
	if (text_member(name, sizeof(name), record, "name") != ZF_OK)
		return misfit(err, index, "\"name\" is missing or no name");
	if (text_member(class, sizeof(class), record, "class") != ZF_OK || strcmp(class, "IN") != 0)
		return misfit(err, index, "\"class\" is not \"IN\"");
	if (text_member(type, sizeof(type), record, "type") != ZF_OK ||
		!rrtype_parse(type, strlen(type)) ||
		rrtype_is_meta(rrtype_parse(type, strlen(type))))
		return misfit(err, index, "\"type\" is missing or no type of records");
	if (!json_integer(json_member(record, "ttl"), 0, INT32_MAX, false, &ttl))
		return misfit(err, index, "\"ttl\" is not a number from 0 to 2147483647");
	if (!rdata.p)
		return misfit(err, index, "\"rdata\" is missing");
	if (name_parse(&owner, name, strlen(name), NULL, err) != ZF_OK)
		return err->code;
	buf_init(&wire, 0);
	buf_init(&notes, 0);
	uint16_t code = rrtype_parse(type, strlen(type));
	enum zf_status status = rdata_parse_text(&wire, code, rdata.p, rdata.n, &name_root, err);
	if (status == ZF_OK && !add_meta(&notes, json_member(record, "meta")))
		status = misfit(err, index, "\"meta\" is not an object of objects by provider");
	if (status == ZF_OK)
		status = zone_builder_add(b, &owner, code, (uint32_t)ttl, (uint8_t *)wire.data,
			wire.len, (struct str){notes.data, notes.len}, 0, err);
	buf_free(&wire);
	buf_free(&notes);
	return status;
}

static enum zf_status add_provider_record(
	struct zone_builder *b, const struct json *p, size_t index, struct zf_error *err)
{
	struct str provider = json_text(json_member(p, "provider"));
	const struct json *data = json_member(p, "data");
	struct buf json;
	buf_init(&json, 0);
	bool good = provider.p && data && canonical(&json, provider, data);
	if (good)
		zone_builder_add_provider_record(b, provider, (struct str){json.data, json.len});
	buf_free(&json);
	return good ? ZF_OK
		    : err_set(err, ZF_ERR_SYNTAX,
			      "provider record %zu has no \"provider\" or no object as \"data\"",
			      index);
}

static enum zf_status build(
	struct zf_zone **zone, const struct json *root, const char *source, struct zf_error *err)
{
	const struct json *records = json_member(root, "records");
	char apex_text[NAME_MAX_TEXT + 1];
	struct name apex;
	int64_t version;
	size_t index = 0;
	if (!json_integer(json_member(root, "version"), 1, 1, false, &version) ||
		json_kind(records) != JSON_ARRAY || json_count(records) == 0 ||
		text_member(apex_text, sizeof(apex_text), root, "zone") != ZF_OK)
		return err_set(err, ZF_ERR_SYNTAX,
			"this JSON is no zone as zoneferry export -f json writes it");
	if (name_parse(&apex, apex_text, strlen(apex_text), NULL, err) != ZF_OK)
		return err->code;
	struct zone_builder *b = zone_builder_new(&apex, source);
	enum zf_status status = ZF_OK;
	for (const struct json *r = json_first(records); r && status == ZF_OK; r = json_next(r))
		status = add_record(b, r, ++index, err);
	const struct json *more = json_member(root, "provider_records");
	index = 0;
	for (const struct json *p = json_first(more); p && status == ZF_OK; p = json_next(p))
		status = add_provider_record(b, p, ++index, err);
	if (status == ZF_OK)
		*zone = zone_builder_seal(b);
	else
		zone_builder_free(b);
	return status;
}

enum zf_status load_json(struct zf_zone **zone, const struct location *loc,
	const struct load_env *env, struct diags *diags, struct zf_error *err)
{
	struct file_text text;
	struct json *root = NULL;
	(void)env, (void)diags;
	enum zf_status status = file_read(&text, loc->path, JSON_MAX_SIZE, err);
	if (status != ZF_OK)
		return status;
	status = json_parse(&root, text.data, text.size, err);
	if (status == ZF_OK)
		status = build(zone, root, loc->text, err);
	if (status != ZF_OK)
		err_place(err, loc->path, 0, 0);
	json_free(root);
	file_text_free(&text);
	return status;
}
