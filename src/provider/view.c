/* view: a zone from the provider's own zone text. */
#include <string.h>

#include "base64.h"
#include "encode.h"
#include "err.h"
#include "rdata.h"
#include "zonefile.h"
#include "zones.h"

static bool add_lines(struct buf *text, const struct json *list)
{
	if (json_kind(list) != JSON_ARRAY)
		return false;
	for (const struct json *e = json_first(list); e; e = json_next(e)) {
		struct str line = json_text(e);
		if (!line.p)
			return false;
		buf_add(text, line.p, line.n);
		buf_addc(text, '\n');
	}
	return true;
}

/* The zone's text, as the answer has it. */
static enum zf_status take_text(struct buf *text, const struct desc_text *d,
	const struct answer *answer, struct zf_error *err)
{
	struct scope scope = answer_scope(answer, NULL);
	struct value v = {.json = answer->json, .text = json_text(answer->json)};
	bool good = true;
	if (d->at.count)
		v = refs_get(&d->at, &scope);
	switch (d->as) {
	case TEXT_PLAIN:
		buf_add(text, answer->response.body ? answer->response.body : "",
			answer->response.body_size);
		break;
	case TEXT_LINES:
		good = add_lines(text, v.json);
		break;
	case TEXT_BASE64:
		good = v.text.p && base64_decode(text, v.text.p, v.text.n, BASE64_STANDARD);
		break;
	default:
		good = v.text.p != NULL;
		buf_add(text, v.text.p ? v.text.p : "", v.text.n);
		break;
	}
	if (!good)
		return err_set(err, ZF_ERR_ANSWER, "the answer holds no zone text");
	return ZF_OK;
}

/* Whether a line's type is a word of the description: it is the second to fourth word, behind the
 * owner, TTL and class. */
static bool has_type(const struct strings *types, struct str line)
{
	struct rrtoken cut[8];
	long count = rdata_tokens(cut, 8, line.p, line.n < 200 ? line.n : 200);
	for (long i = 0; i < (count < 5 ? count : 4); i++) {
		for (size_t k = 0; k < types->count; k++) {
			if (str_eq_nocase(
				    cut[i].p, cut[i].n, types->items[k], strlen(types->items[k])))
				return true;
		}
	}
	return false;
}

/* Takes the lines out that no zone-file reader knows, and keeps them as provider records. */
static void drop_lines(struct buf *text, const struct provider *p, const struct desc_text *d,
	struct zone_builder *builder)
{
	struct buf kept;
	if (!d->drop.count)
		return;
	buf_init(&kept, 0);
	for (const char *line = text->data, *end = line + text->len; line < end;) {
		const char *newline = memchr(line, '\n', (size_t)(end - line));
		size_t n = newline ? (size_t)(newline - line) : (size_t)(end - line);
		if (has_type(&d->drop, (struct str){line, n})) {
			struct buf json;
			buf_init(&json, 0);
			buf_adds(&json, "{\"line\":");
			encode_json_string(&json, line, n && line[n - 1] == '\r' ? n - 1 : n);
			buf_addc(&json, '}');
			zone_builder_add_provider_record(
				builder, str_of(p->desc->name), (struct str){json.data, json.len});
			buf_free(&json);
		} else {
			buf_add(&kept, line, n);
		}
		buf_addc(&kept, '\n'); /* places in messages stay right */
		line += newline ? n + 1 : n;
	}
	buf_free(text);
	*text = kept;
}

static bool is_blank(const struct buf *text)
{
	for (size_t i = 0; i < text->len;) {
		size_t n = strcspn(text->data + i, "\n");
		size_t at = strspn(text->data + i, " \t\r");
		if (at < n && text->data[i + at] != ';' && text->data[i + at] != '$')
			return false;
		i += n + 1;
	}
	return true;
}

/* The text's records, but below our apex: text without a SOA doesn't tell its own. */
static enum zf_status move_records(struct zone_builder *builder, struct zf_zone *from,
	const struct name *apex, struct str provider, struct zf_error *err)
{
	enum zf_status status = ZF_OK;
	for (size_t i = 0; i < from->count && !status; i++) {
		const struct rec *r = from->recs[i];
		struct name owner;
		rec_owner(from, r, &owner);
		if (!name_is_below_or_equal(&owner, apex)) {
			const struct zone_outside outside = {&owner, rec_type(r), r->ttl,
				{(const char *)rec_rdata(r), r->rdata_len}};
			status = zone_builder_add_outside(builder, provider, &outside, err);
			continue;
		}
		status = zone_builder_add(builder, &owner, rec_type(r), r->ttl, rec_rdata(r),
			r->rdata_len, rec_notes(r), 0, err);
	}
	for (size_t i = 0; i < from->provider_record_count && !status; i++)
		zone_builder_add_provider_record(builder, from->provider_records[i].provider,
			from->provider_records[i].json);
	if (!status && from->count && zone_builder_count(builder) == 0)
		return err_set(
			err, ZF_ERR_ANSWER, "the zone text holds only records outside of the zone");
	diags_join(zone_builder_diags(builder), &from->diags);
	return status;
}

/* What a text is, and whose. */
struct reading {
	const struct found *found;
	const struct desc_text *desc;
	const char *source, *provider;
	size_t max_records;
};

static enum zf_status read_text(struct zone_builder *builder, const struct reading *what,
	const struct buf *text, struct zf_error *err)
{
	const struct found *found = what->found;
	const struct desc_text *d = what->desc;
	struct zonefile_options options = ZONEFILE_OPTIONS_INIT;
	struct zf_zone *zone = NULL;
	struct buf origin;
	buf_init(&origin, 0);
	if (d->names == TEXT_NAMES_ABSOLUTE)
		buf_addc(&origin, '.');
	else
		name_print(&origin, found->name.wire);
	options.origin = origin.data;
	if (zonefile_knows_dialect(what->provider))
		options.dialect = what->provider;
	options.default_ttl = d->default_ttl ? d->default_ttl : -1;
	options.max_records = what->max_records;
	enum zf_status status =
		zonefile_parse(&zone, text->data, text->len, what->source, &options, NULL, err);
	buf_free(&origin);
	if (status)
		return status;
	status = move_records(builder, zone, &found->name, str_of(what->provider), err);
	zf_zone_free(zone);
	return status;
}

enum zf_status view_text(struct zf_zone **zone, struct provider *p, struct found *found,
	const struct desc_view *view, const struct vars *vars, struct zf_error *err)
{
	const struct desc_text *d = view->text;
	struct call call = {.desc = d->call,
		.vars = vars,
		.zone = found->object,
		.want = d->as == TEXT_PLAIN ? CALL_WANT_TEXT : CALL_WANT_JSON};
	struct answer answer;
	struct buf text;
	const char *source = account_source(p, found->zone, view->name);
	enum zf_status status = call_send(p, &call, &answer, err);
	if (status)
		return status;
	struct zone_builder *builder = zone_builder_new(&found->name, source);
	if (p->env.max_records)
		zone_builder_set_limit(builder, p->env.max_records);
	buf_init(&text, 0);
	status = take_text(&text, d, &answer, err);
	answer_free(&answer);
	if (!status)
		drop_lines(&text, p, d, builder);
	if (!status && is_blank(&text))
		status = lookup_confirm(p, found, err);
	else if (!status)
		status = read_text(builder,
			&(struct reading){found, d, source, p->desc->name, p->env.max_records},
			&text, err);
	if (status)
		zone_builder_free(builder);
	else
		*zone = zone_builder_seal(builder);
	if (!status)
		(*zone)->bare = true;
	buf_free(&text);
	return status;
}
