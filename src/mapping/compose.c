#include "compose.h"

#include "err.h"
#include "json_edit.h"

/*
 * Owner, type, TTL.
 */

static int owner_style(const struct composing *m)
{
	if (m->c->desc->write->owner)
		return m->c->desc->write->owner;
	return m->records->owner->style == OWNER_RELATIVE ? WRITE_OWNER_RELATIVE
							  : WRITE_OWNER_ABSOLUTE_DOT;
}

static void add_octal(struct buf *to, struct str text)
{
	for (size_t i = 0; i < text.n; i++) {
		uint64_t code;
		buf_addc(to, text.p[i]);
		if (text.p[i] != '\\' || i + 1 >= text.n)
			continue;
		if (i + 3 < text.n && str_to_u64(text.p + i + 1, 3, 255, &code)) {
			buf_printf(to, "%03o", (unsigned)code);
			i += 3;
		} else {
			buf_addc(to, text.p[++i]);
		}
	}
}

static void take_last(struct buf *b)
{
	b->data[--b->len] = '\0';
}

/* The name below the apex; "" for the apex itself. */
static void print_relative(struct buf *b, const struct name *owner, const struct name *apex)
{
	struct name head = *owner;
	if (owner->len == apex->len)
		return;
	head.len = (uint8_t)(owner->len - apex->len + 1);
	head.wire[head.len - 1] = 0;
	name_print(b, head.wire);
	take_last(b);
}

static void put_owner(struct composing *m, const struct name *owner)
{
	int style = owner_style(m);
	struct buf plain, b;
	buf_init(&plain, 0);
	buf_init(&b, 0);
	if (style == WRITE_OWNER_ABSOLUTE || style == WRITE_OWNER_ABSOLUTE_DOT) {
		name_print(&plain, owner->wire);
		if (style == WRITE_OWNER_ABSOLUTE)
			take_last(&plain);
	} else {
		print_relative(&plain, owner, m->c->apex);
		if (!plain.len && style == WRITE_OWNER_AT)
			buf_addc(&plain, '@');
	}
	struct str text = {plain.data, plain.len};
	if (m->records->escapes == ESCAPE_OCTAL) {
		add_octal(&b, text);
		text = (struct str){b.data, b.len};
	}
	compose_put_text(m, &m->records->owner->from.items[0], text, COMPOSE_STRING);
	buf_free(&plain);
	buf_free(&b);
}

/* The provider's word: a number that means the type, else the mnemonic itself. */
static void put_type(struct composing *m, uint16_t type)
{
	const struct pairs *words = &m->records->type->words;
	const struct ref *at = &m->records->type->from.items[0];
	char room[RRTYPE_MAX_TEXT];
	const char *name = rrtype_name(type, room);
	for (size_t i = 0; i < words->count; i++) {
		const char *word = words->items[i].name;
		if (strcmp(words->items[i].value, name) != 0 || !str_is_digit(word[0]))
			continue;
		compose_put(m, at, json_new_number(word, strlen(word)));
		return;
	}
	compose_put(m, at, json_new_string(name, strlen(name)));
}

/* The annotation of this provider, parsed; NULL: there is none. */
static struct json *annotation_of(const struct composing *m, const struct rec *rec)
{
	struct json *object = NULL;
	struct str text;
	if (rec_has_annotation(rec, m->c->desc->name, &text) &&
		json_parse(&object, text.p, text.n, NULL) != ZF_OK)
		return NULL;
	return object;
}

static void put_ttl(struct composing *m, const struct rec *rec, const struct json *annotation)
{
	const struct desc_ttl *ttl = m->records->ttl;
	const struct ref *at = &ttl->from.items[0];
	const struct desc_special *s = ttl->special.items;
	struct buf name;
	buf_init(&name, 0);
	ref_name(&name, at);
	/* Null can't be told from absent but by the member itself. */
	const struct json *said = annotation ? json_member(annotation, name.data) : NULL;
	buf_free(&name);
	for (size_t i = 0; said && i < ttl->special.count; i++) {
		if (json_equal(s[i].value, said)) {
			compose_put(m, at, json_copy(said));
			return;
		}
	}
	char digits[16];
	int n = snprintf(digits, sizeof(digits), "%lu", (unsigned long)rec->ttl);
	compose_put_text(m, at, (struct str){digits, (size_t)n}, COMPOSE_NUMBER);
}

/*
 * Annotations.
 */

static bool is_dropped(const struct composing *m, const struct ref *ref)
{
	const struct list *list = &m->c->desc->write->drop;
	const struct desc_drop *drop = list->items;
	for (size_t i = 0; ref->scope == REF_ITEM && i < list->count; i++) {
		if (strcmp(drop[i].member, ref->path) == 0)
			return true;
	}
	return false;
}

/* What a member is when there is no word about it: what the element has, if that is worth no word
 * either, else the first value that is worth none. */
static struct json *value_of_silence(const struct composing *m, const struct desc_annotation *a)
{
	const struct json *old = compose_member(m, &a->from);
	if (!old)
		return NULL;
	for (size_t i = 0; i < a->unless.count; i++) {
		if (json_equal(old, a->unless.items[i]))
			return NULL;
	}
	if (json_kind(old) == JSON_NULL)
		return NULL;
	return a->unless.count ? json_copy(a->unless.items[0]) : json_new_null();
}

static void put_annotations(
	struct composing *m, uint16_t type, const struct json *annotation, enum ref_scope scope)
{
	const struct desc_annotation *a = m->records->annotate.items;
	for (size_t i = 0; i < m->records->annotate.count; i++) {
		if (a[i].from.scope != scope ||
			(a[i].types.count && !types_have(&a[i].types, type)) ||
			is_dropped(m, &a[i].from))
			continue;
		struct buf name;
		buf_init(&name, 0);
		map_annotation_name(&name, &a[i]);
		const struct json *said = annotation ? json_member(annotation, name.data) : NULL;
		bool silent = !said && m->keeps_notes && scope == REF_ITEM;
		struct json *made = said     ? json_copy(said)
				    : silent ? NULL
					     : value_of_silence(m, &a[i]);
		if (made)
			compose_put(m, &a[i].from, made);
		buf_free(&name);
	}
}

/*
 * Values of an RRset.
 */

static const struct desc_rdata *row_of(const struct composing *m, uint16_t type)
{
	return desc_write_row(m->c->desc, type);
}

/* The old value that says the same in DNS; NULL: there is none. */
static const struct json *old_value(const struct operation *op, const struct rec *rec)
{
	const struct element *e = op->element;
	for (size_t i = 0; e && i < e->count; i++) {
		const struct element_value *v = &e->values[i];
		if (v->raw && v->rdata.p && v->rdata.n == rec->rdata_len &&
			memcmp(v->rdata.p, rec_rdata(rec), v->rdata.n) == 0)
			return v->raw;
	}
	return NULL;
}

static enum zf_status make_value(struct composing *m, const struct operation *op,
	const struct rec *rec, struct zf_error *err)
{
	const struct desc_write *w = m->c->desc->write;
	const struct json *old = old_value(op, rec), *from = old ? old : w->value_defaults;
	m->value = from ? json_copy(from) : NULL;
	enum zf_status status = old ? ZF_OK : compose_rdata(m, rec, row_of(m, op->type), err);
	if (status)
		return status;
	struct json *annotation = annotation_of(m, rec);
	put_annotations(m, op->type, annotation, REF_VALUE);
	json_free(annotation);
	return ZF_OK;
}

/* The values of the RRset: those of the operation, and those that no record was made of. */
static enum zf_status put_values(
	struct composing *m, const struct operation *op, struct zf_error *err)
{
	const struct desc_rdata *row = row_of(m, op->type);
	const struct refs *refs = row->values.count ? &row->values : &m->records->values;
	struct json *list = json_new_array();
	enum zf_status status = ZF_OK;
	for (size_t i = 0; i < op->after_count && !status; i++) {
		status = make_value(m, op, op->after[i], err);
		if (m->value)
			json_append(list, m->value);
		m->value = NULL;
	}
	for (size_t i = 0; op->element && i < op->element->count; i++) {
		if (!op->element->values[i].rdata.p && op->element->values[i].raw)
			json_append(list, json_copy(op->element->values[i].raw));
	}
	if (status)
		json_free(list);
	else
		compose_put(m, &refs->items[0], list);
	return status;
}

/*
 * Elements.
 */

static struct json *beginning(const struct compose *c, const struct operation *op)
{
	const struct desc_write *w = c->desc->write;
	struct json *element = op->element ? json_copy(op->element->raw) : json_new_object();
	const struct desc_drop *drop = w->drop.items;
	for (size_t i = 0; op->element && i < w->drop.count; i++) {
		if (!drop[i].types.count || types_have(&drop[i].types, op->type))
			json_drop(element, drop[i].member);
	}
	if (!op->element && w->defaults)
		json_fill(element, w->defaults);
	return element;
}

/* Whether the element, a record, has this RDATA, in the way in which it is written: then its
 * spelling stays. */
static bool is_as_read(const struct element *e, const struct desc_rdata *row, const struct rec *rec)
{
	const struct scope scope = {.item = e ? e->raw : NULL};
	return e && e->count == 1 && conditions_hold(&row->when, &scope) && e->values[0].rdata.p &&
	       e->values[0].rdata.n == rec->rdata_len &&
	       memcmp(e->values[0].rdata.p, rec_rdata(rec), rec->rdata_len) == 0;
}

static enum zf_status put_data(
	struct composing *m, const struct operation *op, struct zf_error *err)
{
	const struct desc_rdata *row = row_of(m, op->type);
	if (row->values.count || m->records->values.count)
		return put_values(m, op, err);
	return is_as_read(op->element, row, op->after[0])
		       ? ZF_OK
		       : compose_rdata(m, op->after[0], row, err);
}

/* An RRset that is left with what no record is made of has no `after`. */
static enum zf_status compose_record(
	struct composing *m, const struct operation *op, struct zf_error *err)
{
	if (!desc_can_write_type(m->c->desc, op->type))
		return err_set(err, ZF_ERR_DATA, "its type can't be written there");
	/* What is there stays spelled as it is, unless requests are spelled in their own way. */
	if (!op->element || m->c->desc->write->owner)
		put_owner(m, &op->owner);
	if (!op->element)
		put_type(m, op->type);
	struct json *annotation = op->after_count ? annotation_of(m, op->after[0]) : NULL;
	if (op->after_count)
		put_ttl(m, op->after[0], annotation);
	enum zf_status status = put_data(m, op, err);
	if (op->after_count)
		put_annotations(m, op->type, annotation, REF_ITEM);
	json_free(annotation);
	return status;
}

/* A provider record: its members over those of the element. */
static enum zf_status compose_kept(
	struct composing *m, const struct operation *op, struct zf_error *err)
{
	struct json *kept = NULL;
	enum zf_status status =
		json_parse(&kept, op->kept_after->json.p, op->kept_after->json.n, err);
	if (status)
		return status;
	for (const struct json *e = json_first(kept); e; e = json_next(e))
		json_set(m->element, json_name(e), json_copy(e));
	json_free(kept);
	return ZF_OK;
}

/* Requests may spell names in another way than answers do. */
static enum zf_status respell_kept(struct composing *m, struct zf_error *err)
{
	struct place is, shall;
	if (!m->c->desc->write->owner || !map_place(&shall, m->c->desc, m->c->apex, m->element))
		return ZF_OK;
	put_owner(m, &shall.owner);
	if (map_place(&is, m->c->desc, m->c->apex, m->element) &&
		name_equal(&is.owner, &shall.owner))
		return ZF_OK;
	return err_set(err, ZF_ERR_DATA, "its name would be read back as another one");
}

/* "www A: what the inner one says" */
static enum zf_status fail(
	const struct operation *op, const struct zf_error *inner, struct zf_error *err)
{
	struct buf b;
	buf_init(&b, 0);
	if (op->type) {
		name_print(&b, op->owner.wire);
		buf_addc(&b, ' ');
		rrtype_print(&b, op->type);
	} else {
		buf_adds(&b, "a provider record");
	}
	err_set(err, inner->code, "%s: %s", b.data, inner->text);
	buf_free(&b);
	return inner->code;
}

enum zf_status compose_element(struct json **made, const struct compose *c,
	const struct operation *op, struct zf_error *err)
{
	struct composing m = {.c = c,
		.records = c->desc->records,
		.element = beginning(c, op),
		.keeps_notes = op->element && op->before_count == 0};
	struct zf_error inner = ZF_ERROR_INIT;
	arena_init(&m.arena);
	enum zf_status status =
		op->type ? compose_record(&m, op, &inner) : compose_kept(&m, op, &inner);
	status = status ? status : compose_prove(c, m.element, op, &inner);
	if (!status && !op->type)
		status = respell_kept(&m, &inner);
	arena_free(&m.arena);
	json_free(m.value);
	*made = m.element;
	if (!status)
		return ZF_OK;
	json_free(m.element);
	*made = NULL;
	return fail(op, &inner, err);
}
