/* compose_rdata: RDATA spread over the members of an element, part by part. */
#include "compose.h"
#include "err.h"

/* RDATA as presentation form, cut into tokens: one for each field, what is left for the last. */
struct spread {
	struct composing *m;
	const struct rrtype *type; /* NULL: its fields are not known */
	int txt, targets;
	struct rrtoken *tokens;
	size_t count, next;
};

static int kind_of_field(const struct spread *s, size_t field)
{
	if (!s->type || !s->type->fields || !s->type->field_count)
		return -1;
	size_t last = s->type->field_count - 1;
	return s->type->fields[field < last ? field : last].kind;
}

static bool is_name(int kind)
{
	return kind == FIELD_NAME || kind == FIELD_NAMES;
}

static bool is_numeric(int kind)
{
	static const int kinds[] = {FIELD_U8, FIELD_U16, FIELD_U32, FIELD_TTL, FIELD_ALGORITHM,
		FIELD_DIGEST_TYPE, FIELD_DSYNC_SCHEME, FIELD_PROTOCOL, FIELD_CERT_TYPE};
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (kind == kinds[i])
			return true;
	return false;
}

static struct str keep(struct composing *m, const struct buf *b)
{
	return (struct str){arena_dup(&m->arena, b->data, b->len + 1), b->len};
}

/* \DDD of names and strings as \ooo, where the API has it so. */
static void add_escaped(struct buf *b, const struct composing *m, struct str text)
{
	for (size_t i = 0; i < text.n; i++) {
		uint64_t code;
		buf_addc(b, text.p[i]);
		if (text.p[i] != '\\' || i + 1 >= text.n)
			continue;
		if (m->records->escapes == ESCAPE_OCTAL && i + 3 < text.n &&
			str_to_u64(text.p + i + 1, 3, 255, &code)) {
			buf_printf(b, "%03o", (unsigned)code);
			i += 3;
		} else {
			buf_addc(b, text.p[++i]);
		}
	}
}

/* A token as it stands in presentation form; names in the style of targets. */
static void add_token(struct buf *b, const struct spread *s, size_t i)
{
	const struct rrtoken *t = &s->tokens[i];
	bool plain = kind_of_field(s, i) == FIELD_SVCPARAMS &&
		     s->m->c->desc->write->svcparams == WRITE_SVCPARAMS_PLAIN;
	bool quoted = (t->flags & TOKEN_QUOTED) && !plain;
	struct str text = {t->p, t->n};
	if (!quoted && is_name(kind_of_field(s, i)) && s->targets == WRITE_TARGETS_PLAIN &&
		text.n > 1)
		text.n--;
	if (quoted)
		buf_addc(b, '"');
	add_escaped(b, s->m, text);
	if (quoted)
		buf_addc(b, '"');
}

/* All tokens from the next one on, as text. */
static struct str rest_as_text(struct spread *s)
{
	struct buf b;
	buf_init(&b, 0);
	for (size_t first = s->next; s->next < s->count; s->next++) {
		if (s->next > first && !(s->tokens[s->next].flags & TOKEN_GLUED))
			buf_addc(&b, ' ');
		add_token(&b, s, s->next);
	}
	struct str text = keep(s->m, &b);
	buf_free(&b);
	return text;
}

static enum zf_status octets_of(
	const struct spread *s, size_t i, struct str *octets, struct zf_error *err)
{
	if (!map_unescape(&s->m->arena, octets, &s->tokens[i]))
		return err_set(err, ZF_ERR_DATA, "its text can't be taken apart");
	return ZF_OK;
}

/* JSON is UTF-8 without NUL: what isn't can't be sent as octets. */
static enum zf_status check_octets(struct str octets, struct zf_error *err)
{
	uint32_t code;
	for (size_t i = 0; i < octets.n;) {
		int n = str_utf8(octets.p + i, octets.n - i, &code);
		if (n == 0 || code == 0)
			return err_set(err, ZF_ERR_DATA,
				"it holds octets that this API can't take: they are no UTF-8");
		i += (size_t)n;
	}
	return ZF_OK;
}

/* The strings of a TXT, joined. */
static enum zf_status rest_joined(struct spread *s, struct str *text, struct zf_error *err)
{
	struct buf b;
	enum zf_status status = ZF_OK;
	buf_init(&b, 0);
	for (; s->next < s->count && !status; s->next++) {
		struct str octets;
		status = octets_of(s, s->next, &octets, err);
		if (!status)
			buf_add(&b, octets.p, octets.n);
	}
	*text = keep(s->m, &b);
	buf_free(&b);
	return status;
}

static struct str wrapped(struct composing *m, struct str text, int txt)
{
	struct buf b;
	buf_init(&b, 0);
	if (txt == TXT_QUOTE_PAIR)
		buf_addc(&b, '"');
	for (size_t i = 0; i < text.n; i++) {
		if (txt == TXT_BACKSLASH_QUOTE && text.p[i] == '"')
			buf_addc(&b, '\\');
		buf_addc(&b, text.p[i]);
	}
	if (txt == TXT_QUOTE_PAIR)
		buf_addc(&b, '"');
	text = keep(m, &b);
	buf_free(&b);
	return text;
}

/* The strings of a TXT, joined to one in quotes. */
static enum zf_status rest_as_one(struct spread *s, struct str *text, struct zf_error *err)
{
	struct str joined;
	struct buf b;
	buf_init(&b, 0);
	enum zf_status status = rest_joined(s, &joined, err);
	if (!status)
		rdata_print_string(&b, (const uint8_t *)joined.p, joined.n);
	*text = keep(s->m, &b);
	buf_free(&b);
	return status;
}

static enum zf_status rest_as_txt(struct spread *s, struct str *text, struct zf_error *err)
{
	if (s->txt == TXT_QUOTED_ONE)
		return rest_as_one(s, text, err);
	if (s->txt == TXT_QUOTED || s->txt == TXT_QUOTED_OR_RAW) {
		*text = rest_as_text(s);
		return ZF_OK;
	}
	enum zf_status status = rest_joined(s, text, err);
	status = status ? status : check_octets(*text, err);
	if (!status && s->txt != TXT_RAW)
		*text = wrapped(s->m, *text, s->txt);
	return status;
}

/* The fields that are left as octets, joined by single spaces. */
static enum zf_status rest_spaced(struct spread *s, struct str *text, struct zf_error *err)
{
	struct buf b;
	enum zf_status status = ZF_OK;
	buf_init(&b, 0);
	for (size_t first = s->next; s->next < s->count && !status; s->next++) {
		struct str octets = {s->tokens[s->next].p, s->tokens[s->next].n};
		int kind = kind_of_field(s, s->next);
		if (s->next > first)
			buf_addc(&b, ' ');
		if (is_name(kind)) {
			add_token(&b, s, s->next);
			continue;
		}
		status = octets_of(s, s->next, &octets, err);
		if (!status && octets.n)
			buf_add(&b, octets.p, octets.n);
		else if (!status)
			buf_adds(&b, "\"\""); /* nothing can't stand between spaces */
	}
	*text = keep(s->m, &b);
	buf_free(&b);
	return status ? status : check_octets(*text, err);
}

/* alpn="h2,h3" as {"alpn":"h2,h3"}. */
static struct json *rest_as_svcparams(struct spread *s)
{
	struct json *object = json_new_object();
	for (; s->next < s->count; s->next++) {
		const struct rrtoken *t = &s->tokens[s->next];
		const char *equals = memchr(t->p, '=', t->n);
		size_t n = equals ? (size_t)(equals - t->p) : t->n;
		struct str value = {equals ? equals + 1 : "", equals ? t->n - n - 1 : 0};
		/* A quoted value is a token of its own behind "key=". */
		if (s->next + 1 < s->count && (s->tokens[s->next + 1].flags & TOKEN_GLUED)) {
			s->next++;
			value = (struct str){s->tokens[s->next].p, s->tokens[s->next].n};
		}
		json_set(object, arena_strndup(&s->m->arena, t->p, n),
			json_new_string(value.p, value.n));
	}
	return object;
}

static struct json *rest_as_strings(struct spread *s, struct zf_error *err)
{
	struct json *list = json_new_array();
	for (; s->next < s->count; s->next++) {
		struct str octets;
		if (octets_of(s, s->next, &octets, err) || check_octets(octets, err)) {
			json_free(list);
			return NULL;
		}
		json_append(list, json_new_string(octets.p, octets.n));
	}
	return list;
}

/* The word that a part has for a text. */
static struct str untranslated(const struct pairs *words, struct str text)
{
	for (size_t i = 0; i < words->count; i++) {
		if (str_eq(text, words->items[i].value))
			return str_of(words->items[i].name);
	}
	return text;
}

static int form_of(const struct spread *s, const struct desc_part *part, bool last)
{
	int kind = kind_of_field(s, s->next);
	if (part->as != PART_AUTO)
		return part->as;
	bool several = s->type && s->type->field_count > s->next + 1;
	if (kind < 0 || (last && several))
		return PART_TEXT;
	if (kind == FIELD_STRINGS)
		return PART_TEXT;
	if (is_name(kind))
		return PART_NAME;
	return kind == FIELD_STRING || kind == FIELD_TEXT || kind == FIELD_TAG || is_numeric(kind)
		       ? PART_RAW
		       : PART_TEXT;
}

/* How many tokens the next field has: one, or, of the last field, all that are left. */
static bool is_last_field(const struct spread *s)
{
	return !s->type || s->next + 1 >= s->type->field_count;
}

static enum zf_status one_text(
	struct spread *s, int form, bool last, struct str *text, struct zf_error *err)
{
	int kind = kind_of_field(s, s->next);
	struct buf b;
	if (kind == FIELD_STRINGS && form != PART_SPACED)
		return rest_as_txt(s, text, err);
	if (form == PART_SPACED)
		return rest_spaced(s, text, err);
	if (form == PART_RAW) {
		enum zf_status status = octets_of(s, s->next++, text, err);
		return status ? status : check_octets(*text, err);
	}
	if (last || is_last_field(s)) {
		*text = rest_as_text(s);
		return ZF_OK;
	}
	buf_init(&b, 0);
	add_token(&b, s, s->next++);
	*text = keep(s->m, &b);
	buf_free(&b);
	return ZF_OK;
}

static enum zf_status spread_part(
	struct spread *s, const struct desc_part *part, bool last, struct zf_error *err)
{
	const struct ref *at = &part->from.items[0];
	int form = form_of(s, part, last), kind = kind_of_field(s, s->next);
	if (form == PART_SVCPARAMS) {
		compose_put(s->m, at, rest_as_svcparams(s));
		return ZF_OK;
	}
	if (form == PART_STRINGS) {
		struct json *list = rest_as_strings(s, err);
		if (!list)
			return ZF_ERR_DATA;
		compose_put(s->m, at, list);
		return ZF_OK;
	}
	struct str text = STR("");
	bool missing = s->next >= s->count;
	enum zf_status status = missing ? ZF_OK : one_text(s, form, last, &text, err);
	if (status)
		return status;
	compose_put_text(s->m, at, untranslated(&part->words, text),
		!last && is_numeric(kind) ? COMPOSE_NUMBER : COMPOSE_STRING);
	return ZF_OK;
}

enum zf_status compose_rdata(struct composing *m, const struct rec *rec,
	const struct desc_rdata *row, struct zf_error *err)
{
	const struct desc_write *w = m->c->desc->write;
	struct spread s = {.m = m,
		.type = rrtype_by_code(rec_type(rec)),
		.txt = row->txt ? row->txt
		       : w->txt ? w->txt
				: m->records->txt,
		.targets = w->targets};
	struct buf text;
	buf_init(&text, 0);
	rdata_print(&text, rec_type(rec), rec_rdata(rec), rec->rdata_len);
	const char *kept = arena_dup(&m->arena, text.data, text.len + 1);
	size_t most = text.len / 2 + 2;
	s.tokens = arena_alloc(&m->arena, most * sizeof(*s.tokens));
	long count = rdata_tokens(s.tokens, most, kept, text.len);
	buf_free(&text);
	const struct desc_part *parts = row->from.items;
	if (count < 0 || (row->from.count > 1 && str_starts(kept, "\\#")))
		return err_set(err, ZF_ERR_DATA, "its RDATA has no text that this API could take");
	s.count = (size_t)count;
	enum zf_status status = ZF_OK;
	for (size_t i = 0; i < row->from.count && !status; i++)
		status = spread_part(&s, &parts[i], i + 1 == row->from.count, err);
	return status;
}
