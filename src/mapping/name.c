#include "err.h"
#include "idn.h"
#include "map.h"

/* Whether a name's text ends in a dot that no backslash takes away. */
static bool ends_in_dot(struct str text)
{
	size_t slashes = 0;
	if (!text.n || text.p[text.n - 1] != '.')
		return false;
	while (slashes + 1 < text.n && text.p[text.n - 2 - slashes] == '\\')
		slashes++;
	return slashes % 2 == 0;
}

/* White space and control octets in a name are an API's mistake, never meant. */
static bool is_clean(struct str text)
{
	for (size_t i = 0; i < text.n; i++) {
		if ((unsigned char)text.p[i] <= ' ' || text.p[i] == 0x7f)
			return false;
	}
	return true;
}

static struct str keep(struct map *m, const struct buf *b)
{
	return (struct str){arena_dup(&m->scratch, b->data, b->len + 1), b->len};
}

/* The text as ASCII with decimal escapes. */
static enum zf_status plain_name(struct map *m, struct str *text, struct zf_error *err)
{
	if (!is_clean(*text))
		return err_set(err, ZF_ERR_DATA, "the name holds white space or control octets");
	struct buf b;
	buf_init(&b, 0);
	enum zf_status status = idn_add_ascii(&b, map_escapes(m, *text), err);
	if (!status)
		*text = keep(m, &b);
	buf_free(&b);
	return status;
}

static struct str with_dot(struct map *m, struct str text)
{
	char *p = arena_alloc(&m->scratch, text.n + 2);
	memcpy(p, text.p, text.n);
	memcpy(p + text.n, ".", 2);
	return (struct str){p, text.n + 1};
}

static struct str apex_text(struct map *m)
{
	struct buf b;
	buf_init(&b, 0);
	name_print(&b, m->apex.wire);
	struct str text = keep(m, &b);
	buf_free(&b);
	return text;
}

enum zf_status map_target(
	struct map *m, struct str *text, int style, struct str from, struct zf_error *err)
{
	*text = from;
	enum zf_status status = plain_name(m, text, err);
	if (status)
		return status;
	bool at = str_eq(*text, "@");
	if (at && (style == TARGET_ABSOLUTE_AT || style == TARGET_ZONE_FILE)) {
		*text = apex_text(m);
		return ZF_OK;
	}
	if (!text->n || at)
		return err_set(err, ZF_ERR_DATA, "the target \"%.*s\" means nothing here",
			(int)text->n, text->p);
	if (ends_in_dot(*text) || style == TARGET_ZONE_FILE)
		return ZF_OK;
	if (style == TARGET_ABSOLUTE_DOT)
		return err_set(err, ZF_ERR_DATA,
			"the target has no final dot, although this API promises one");
	*text = with_dot(m, *text);
	return ZF_OK;
}

struct str map_mailbox(struct map *m, struct str text)
{
	const char *at = memchr(text.p, '@', text.n);
	if (!at)
		return text;
	struct buf b;
	buf_init(&b, 0);
	for (const char *p = text.p; p < at; p++) {
		if (*p == '.')
			buf_addc(&b, '\\');
		buf_addc(&b, *p);
	}
	buf_addc(&b, '.');
	buf_add(&b, at + 1, text.n - (size_t)(at + 1 - text.p));
	text = keep(m, &b);
	buf_free(&b);
	return text;
}

static bool is_apex(struct str text)
{
	return text.n == 0 || str_eq(text, "@") || str_eq(text, ".");
}

static enum zf_status read_absolute(
	struct map *m, struct name *owner, struct str text, struct zf_error *err)
{
	if (is_apex(text))
		return err_set(
			err, ZF_ERR_DATA, "the owner is empty where this API promises whole names");
	if (!ends_in_dot(text))
		text = with_dot(m, text);
	return name_parse(owner, text.p, text.n, NULL, err);
}

/* The name as it stands: below the apex, or, with a final dot, absolute. */
static enum zf_status read_relative(
	struct map *m, struct name *owner, struct str text, struct zf_error *err)
{
	if (is_apex(text)) {
		*owner = m->apex;
		return ZF_OK;
	}
	return name_parse(owner, text.p, text.n, &m->apex, err);
}

static enum zf_status read_owner(
	struct map *m, struct name *owner, struct str text, struct zf_error *err)
{
	int style = m->records->owner->style;
	if (style == OWNER_EITHER) {
		struct zf_error ignored = ZF_ERROR_INIT;
		if (!is_apex(text) && !read_absolute(m, owner, text, &ignored) &&
			name_is_below_or_equal(owner, &m->apex))
			return ZF_OK;
		style = OWNER_RELATIVE;
	}
	if (style == OWNER_RELATIVE)
		return read_relative(m, owner, text, err);
	return read_absolute(m, owner, text, err);
}

/* Labels before a name, as "_sip" and "_tcp" of services; a label that isn't there is left out. */
static struct str with_labels(struct map *m, const struct list *labels, struct str text)
{
	const struct desc_label *l = labels->items;
	struct buf b;
	buf_init(&b, 0);
	for (size_t i = 0; i < labels->count; i++) {
		struct str v = ref_get(&l[i].from, &m->scope).text;
		if (!v.n)
			continue;
		if (l[i].prefix && !(v.n >= strlen(l[i].prefix) &&
					   memcmp(v.p, l[i].prefix, strlen(l[i].prefix)) == 0))
			buf_adds(&b, l[i].prefix);
		buf_add(&b, v.p, v.n);
		buf_addc(&b, '.');
	}
	if (is_apex(text) && b.len)
		b.len--;
	else
		buf_add(&b, text.p, text.n);
	b.data[b.len] = '\0';
	text = keep(m, &b);
	buf_free(&b);
	return text;
}

enum zf_status map_owner(
	struct map *m, struct name *owner, const struct list *labels, struct zf_error *err)
{
	struct value v = refs_get(&m->records->owner->from, &m->scope);
	if (!v.text.p)
		return err_set(err, ZF_ERR_ANSWER, "it has no owner, or one that is no text");
	struct str text = labels->count ? with_labels(m, labels, v.text) : v.text;
	enum zf_status status = plain_name(m, &text, err);
	status = status ? status : read_owner(m, owner, text, err);
	if (status)
		return status;
	name_lower(owner->wire, owner->len);
	if (!name_is_below_or_equal(owner, &m->apex))
		return err_set(err, ZF_ERR_DATA, "its owner is outside of the zone");
	return ZF_OK;
}

enum zf_status map_zone_name(struct name *name, struct str text, struct zf_error *err)
{
	if (!text.n || !is_clean(text))
		return err_set(err, ZF_ERR_DATA, "a zone's name is no domain name");
	struct buf b;
	buf_init(&b, 0);
	enum zf_status status = idn_add_ascii(&b, text, err);
	if (!status && !ends_in_dot((struct str){b.data, b.len}))
		buf_addc(&b, '.');
	if (!status)
		status = name_parse(name, b.data, b.len, NULL, err);
	if (!status)
		name_lower(name->wire, name->len);
	buf_free(&b);
	return status;
}
