#include "err.h"
#include "map.h"

/* Building the tokens of one RDATA. */
struct build {
	struct map *m;
	const struct rrtype *type; /* NULL: no such row in the type table */
	size_t field; /* the field that is next */
	int targets, txt; /* styles */
	struct map_tokens tokens;
};

/* The kind of the field that is `ahead` of the next one; -1 behind the last. */
static int field_kind(const struct build *b, size_t ahead)
{
	size_t i = b->field + ahead;
	if (!b->type || !b->type->fields || !b->type->field_count)
		return -1;
	if (i < b->type->field_count)
		return b->type->fields[i].kind;
	/* What goes on to the end has as many tokens as it likes. */
	int last = b->type->fields[b->type->field_count - 1].kind;
	return last == FIELD_STRINGS || last == FIELD_NAMES ? last : -1;
}

static size_t fields_left(const struct build *b)
{
	return b->type && b->field < b->type->field_count ? b->type->field_count - b->field : 0;
}

static bool is_name_kind(int kind)
{
	return kind == FIELD_NAME || kind == FIELD_NAMES;
}

/* Whether the octets of one string are the whole field, so that they can be taken raw. */
static bool is_one_token(int kind)
{
	switch (kind) {
	case FIELD_U8:
	case FIELD_U16:
	case FIELD_U32:
	case FIELD_U64:
	case FIELD_TTL:
	case FIELD_TIME:
	case FIELD_TYPE:
	case FIELD_ALGORITHM:
	case FIELD_DIGEST_TYPE:
	case FIELD_CERT_TYPE:
	case FIELD_IPV4:
	case FIELD_IPV6:
	case FIELD_STRING:
	case FIELD_TEXT:
	case FIELD_TAG:
		return true;
	default:
		return false;
	}
}

static void add(struct build *b, struct str text, uint32_t flags)
{
	map_add_token(b->m, &b->tokens, text, flags);
	b->field++;
}

static enum zf_status add_name(struct build *b, struct str text, struct zf_error *err)
{
	enum zf_status status = map_target(b->m, &text, b->targets, text, err);
	if (!status)
		add(b, text, TOKEN_ESCAPES);
	return status;
}

static bool is_bracket(const struct rrtoken *t)
{
	return !(t->flags & TOKEN_QUOTED) && t->n == 1 && (t->p[0] == '(' || t->p[0] == ')');
}

static enum zf_status add_cut(
	struct build *b, const struct rrtoken *cut, size_t count, struct zf_error *err)
{
	bool generic = count && str_eq((struct str){cut[0].p, cut[0].n}, "\\#"); /* RFC 3597 */
	for (size_t i = 0; i < count; i++) {
		struct str text = {cut[i].p, cut[i].n};
		enum zf_status status = ZF_OK;
		if (is_bracket(&cut[i]))
			continue; /* some APIs keep the parentheses of SOA records */
		if (!generic && is_name_kind(field_kind(b, 0)) && !(cut[i].flags & TOKEN_QUOTED))
			status = add_name(b, text, err);
		else
			add(b, text, cut[i].flags);
		if (status)
			return status;
	}
	return ZF_OK;
}

static long cut_text(struct map *m, struct rrtoken **cut, struct str text)
{
	if (text.n > UINT32_MAX)
		return -1;
	size_t most = text.n / 2 + 1;
	*cut = arena_alloc(&m->scratch, most * sizeof(**cut));
	return rdata_tokens(*cut, most, text.p, text.n);
}

/* Presentation form of the fields that are left. */
static enum zf_status add_text(struct build *b, struct str text, struct zf_error *err)
{
	if (field_kind(b, 0) == FIELD_STRINGS)
		return map_add_txt(b->m, &b->tokens, b->txt, text, err);
	struct rrtoken *cut;
	long count = cut_text(b->m, &cut, map_escapes(b->m, text));
	if (count < 0)
		return err_set(err, ZF_ERR_DATA, "the value has an open quote or a newline");
	return add_cut(b, cut, (size_t)count, err);
}

/* A whole line of a zone file. */
static enum zf_status add_line(struct build *b, struct str text, struct zf_error *err)
{
	struct rrtoken *cut;
	char room[RRTYPE_MAX_TEXT];
	const char *type = b->type ? rrtype_name(b->type->code, room) : "";
	long count = cut_text(b->m, &cut, map_escapes(b->m, text));
	for (long i = 1; i < count; i++) {
		if (str_eq_nocase(cut[i].p, cut[i].n, type, strlen(type)))
			return add_cut(b, cut + i + 1, (size_t)(count - i - 1), err);
	}
	return err_set(err, ZF_ERR_DATA, "the value is no zone-file line of its type");
}

/* The text of a field in quotes without them. */
static struct str unquoted(struct str text)
{
	if (text.n >= 2 && text.p[0] == '"' && text.p[text.n - 1] == '"')
		return (struct str){text.p + 1, text.n - 2};
	return text;
}

static enum zf_status add_spaced(struct build *b, struct str text, struct zf_error *err)
{
	for (size_t left = fields_left(b); left; left--) {
		const char *space = left > 1 ? memchr(text.p, ' ', text.n) : NULL;
		struct str field = {text.p, space ? (size_t)(space - text.p) : text.n};
		enum zf_status status = ZF_OK;
		if (field_kind(b, 0) == FIELD_STRINGS)
			status = map_add_txt(b->m, &b->tokens, TXT_RAW, field, err);
		else if (is_name_kind(field_kind(b, 0)))
			status = add_name(b, field, err);
		else if (is_one_token(field_kind(b, 0)))
			add(b, unquoted(field), TOKEN_RAW);
		else
			return add_text(b, text, err);
		if (status || !space)
			return status;
		text.p += field.n + 1;
		text.n -= field.n + 1;
	}
	return ZF_OK;
}

static enum zf_status add_strings(struct build *b, const struct json *list, struct zf_error *err)
{
	if (json_kind(list) != JSON_ARRAY)
		return err_set(err, ZF_ERR_ANSWER, "a list of strings is wanted, not %s",
			json_kind_name(json_kind(list)));
	if (!json_first(list))
		return map_add_txt(b->m, &b->tokens, TXT_RAW, STR(""), err);
	for (const struct json *e = json_first(list); e; e = json_next(e)) {
		struct str text = json_text(e);
		if (!text.p)
			return err_set(err, ZF_ERR_ANSWER, "a string is wanted, not %s",
				json_kind_name(json_kind(e)));
		enum zf_status status = map_add_txt(b->m, &b->tokens, TXT_RAW, text, err);
		if (status)
			return status;
	}
	return ZF_OK;
}

/* {"alpn":"h2,h3"} as alpn="h2,h3"; the codec splits and unescapes the value. */
static enum zf_status add_svcparams(
	struct build *b, const struct json *object, struct zf_error *err)
{
	if (json_kind(object) != JSON_OBJECT)
		return err_set(err, ZF_ERR_ANSWER, "an object of SvcParams is wanted, not %s",
			json_kind_name(json_kind(object)));
	for (const struct json *m = json_first(object); m; m = json_next(m)) {
		struct str v = json_text(m), name = str_of(json_name(m));
		char *text = v.n ? arena_printf(&b->m->scratch, "%s=%.*s", name.p, (int)v.n, v.p)
				 : arena_strdup(&b->m->scratch, name.p);
		for (const char *p = text; *p; p++) {
			if ((unsigned char)*p <= ' ' || *p == '"')
				return err_set(err, ZF_ERR_DATA,
					"the SvcParam \"%s\" holds white space or a quote", name.p);
		}
		add(b, str_of(text), TOKEN_ESCAPES);
	}
	return ZF_OK;
}

/* How a part that doesn't say it is written. */
static int auto_form(const struct build *b, const struct value *v, bool last)
{
	int kind = field_kind(b, 0);
	if (kind < 0)
		return PART_TEXT;
	if (json_kind(v->json) == JSON_ARRAY && kind == FIELD_STRINGS)
		return PART_STRINGS;
	if (json_kind(v->json) == JSON_OBJECT && kind == FIELD_SVCPARAMS)
		return PART_SVCPARAMS;
	if (last && fields_left(b) > 1)
		return PART_TEXT;
	if (is_name_kind(kind))
		return PART_NAME;
	return is_one_token(kind) ? PART_RAW : PART_TEXT;
}

static enum zf_status add_form(
	struct build *b, int form, const struct value *v, struct str text, struct zf_error *err)
{
	switch (form) {
	case PART_STRINGS:
		return add_strings(b, v->json, err);
	case PART_SVCPARAMS:
		return add_svcparams(b, v->json, err);
	case PART_NAME:
		return add_name(b, text, err);
	case PART_MAILBOX:
		return add_name(b, map_mailbox(b->m, text), err);
	case PART_SPACED:
		return add_spaced(b, text, err);
	case PART_LINE:
		return add_line(b, text, err);
	case PART_RAW:
		if (field_kind(b, 0) == FIELD_STRINGS)
			return map_add_txt(b->m, &b->tokens, TXT_RAW, text, err);
		add(b, text, TOKEN_RAW);
		return ZF_OK;
	default:
		return add_text(b, text, err);
	}
}

static struct str translated(const struct pairs *words, struct str text)
{
	for (size_t i = 0; i < words->count; i++) {
		if (str_eq(text, words->items[i].name))
			return str_of(words->items[i].value);
	}
	return text;
}

static enum zf_status add_part(
	struct build *b, const struct desc_part *part, bool last, struct zf_error *err)
{
	struct value v = refs_get(&part->from, &b->m->scope);
	struct str text = v.text;
	if (!value_exists(&v)) {
		if (!part->absent)
			return err_set(err, ZF_ERR_ANSWER, "it has no \"%s\"",
				part->from.count ? part->from.items[0].path : "");
		v = (struct value){0};
		text = str_of(part->absent);
	}
	text = translated(&part->words, text);
	int form = part->as == PART_AUTO ? auto_form(b, &v, last) : part->as;
	if (!text.p && form != PART_STRINGS && form != PART_SVCPARAMS)
		return err_set(err, ZF_ERR_ANSWER, "its \"%s\" is %s", part->from.items[0].path,
			json_kind_name(json_kind(v.json)));
	if ((form == PART_STRINGS || form == PART_SVCPARAMS) && !v.json)
		form = PART_TEXT;
	return add_form(b, form, &v, text, err);
}

enum zf_status map_rdata(
	struct map *m, uint16_t type, const struct desc_rdata *row, struct zf_error *err)
{
	struct build b = {
		.m = m,
		.type = rrtype_by_code(type),
		.targets = row->targets ? row->targets : m->records->targets,
		.txt = row->txt ? row->txt : m->records->txt,
	};
	const struct desc_part *parts = row->from.items;
	enum zf_status status = ZF_OK;
	for (size_t i = 0; i < row->from.count && !status; i++)
		status = add_part(&b, &parts[i], i + 1 == row->from.count, err);
	size_t bad;
	buf_reset(&m->rdata);
	/* Every name is absolute by now, but for those of a zone file. */
	const struct name *origin = b.targets == TARGET_ZONE_FILE ? &m->apex : NULL;
	return status ? status
		      : rdata_parse(
				&m->rdata, type, b.tokens.items, b.tokens.count, origin, &bad, err);
}
