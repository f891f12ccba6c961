#include "config_tree.h"

#include <stdlib.h>
#include <yaml.h>

#include "err.h"
#include "mem.h"

struct reader {
	yaml_parser_t parser;
	yaml_event_t event; /* the current one */
	const char *file;
	struct zf_error *err;
};

static unsigned long line_of(const struct reader *r)
{
	return r->event.start_mark.line + 1;
}

static unsigned long col_of(const struct reader *r)
{
	return r->event.start_mark.column + 1;
}

static enum zf_status refuse(struct reader *r, const char *what)
{
	err_set(r->err, ZF_ERR_SYNTAX, "%s", what);
	err_place(r->err, r->file, line_of(r), col_of(r));
	return ZF_ERR_SYNTAX;
}

static bool is_decorated(const yaml_event_t *e)
{
	switch (e->type) {
	case YAML_SCALAR_EVENT:
		return e->data.scalar.anchor || e->data.scalar.tag;
	case YAML_SEQUENCE_START_EVENT:
		return e->data.sequence_start.anchor || e->data.sequence_start.tag;
	case YAML_MAPPING_START_EVENT:
		return e->data.mapping_start.anchor || e->data.mapping_start.tag;
	case YAML_DOCUMENT_START_EVENT:
		return e->data.document_start.tag_directives.start !=
		       e->data.document_start.tag_directives.end;
	default:
		return e->type == YAML_ALIAS_EVENT;
	}
}

static enum zf_status next(struct reader *r)
{
	yaml_event_delete(&r->event);
	if (!yaml_parser_parse(&r->parser, &r->event)) {
		const yaml_mark_t *at = &r->parser.problem_mark;
		err_set(r->err, ZF_ERR_SYNTAX, "not YAML: %s",
			r->parser.problem ? r->parser.problem : "it can't be read");
		err_place(r->err, r->file, at->line + 1, at->column + 1);
		return ZF_ERR_SYNTAX;
	}
	if (is_decorated(&r->event))
		return refuse(r, "anchors, aliases and tags are not used in this file");
	return ZF_OK;
}

static struct str scalar_of(const struct reader *r)
{
	return (struct str){(const char *)r->event.data.scalar.value, r->event.data.scalar.length};
}

static bool is_name(struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		char lower = (char)str_lower[(unsigned char)s.p[i]];
		if (!(lower >= 'a' && lower <= 'z') && !str_is_digit(lower) && lower != '_' &&
			lower != '-' && lower != '.')
			return false;
	}
	return s.n > 0 && s.n <= 255;
}

/* The name of a profile, key or setting. */
static enum zf_status read_name(struct reader *r, struct str *name)
{
	if (r->event.type != YAML_SCALAR_EVENT || !is_name(scalar_of(r)))
		return refuse(r, "a name of letters, digits, '_', '-' and '.' was expected");
	*name = scalar_of(r);
	return ZF_OK;
}

static enum zf_status expect_mapping(struct reader *r, const char *what)
{
	enum zf_status status = next(r);
	if (status == ZF_OK && r->event.type != YAML_MAPPING_START_EVENT)
		return refuse(r, what);
	return status;
}

static enum zf_status read_value(struct reader *r, struct config_entry *e)
{
	enum zf_status status = next(r);
	if (status != ZF_OK)
		return status;
	if (r->event.type != YAML_SCALAR_EVENT)
		return refuse(r, "a single value was expected");
	struct str value = scalar_of(r);
	bool plain = r->event.data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
	if (value.n == 0 || (plain && (str_eq(value, "~") || str_eq(value, "null"))))
		return refuse(r, "this key has no value");
	if (memchr(value.p, 0, value.n))
		return refuse(r, "a value holds a NUL octet");
	e->value = mem_strndup(value.p, value.n);
	e->line = line_of(r);
	e->col = col_of(r);
	return ZF_OK;
}

static enum zf_status read_entries(struct reader *r, struct config_profile *p)
{
	struct str key;
	enum zf_status status = expect_mapping(r, "settings (key: value) were expected");
	while (status == ZF_OK && (status = next(r)) == ZF_OK) {
		if (r->event.type == YAML_MAPPING_END_EVENT)
			break;
		status = read_name(r, &key);
		if (status != ZF_OK)
			break;
		p->entries = mem_grow(p->entries, &p->cap, p->count + 1, sizeof(*p->entries));
		struct config_entry *e = &p->entries[p->count];
		*e = (struct config_entry){.key = mem_strndup(key.p, key.n)};
		bool twice = config_entry_find(p, e->key);
		p->count++;
		status = twice ? refuse(r, "this key is there twice") : read_value(r, e);
	}
	return status;
}

static enum zf_status read_section(struct reader *r, struct config_section *s)
{
	struct str name;
	enum zf_status status = expect_mapping(r, "names with settings below them were expected");
	while (status == ZF_OK && (status = next(r)) == ZF_OK) {
		if (r->event.type == YAML_MAPPING_END_EVENT)
			break;
		status = read_name(r, &name);
		if (status != ZF_OK)
			break;
		struct config_profile p = {.name = mem_strndup(name.p, name.n)};
		bool twice = config_section_find(s, p.name);
		s->items = mem_grow(s->items, &s->cap, s->count + 1, sizeof(*s->items));
		s->items[s->count++] = p;
		status = twice ? refuse(r, "this name is there twice")
			       : read_entries(r, &s->items[s->count - 1]);
	}
	return status;
}

/* The root: a mapping of `profiles` and `keys`, or nothing. */
static enum zf_status read_root(struct reader *r, struct config *config)
{
	bool profiles = false, keys = false;
	enum zf_status status = next(r);
	if (status != ZF_OK)
		return status;
	if (r->event.type == YAML_SCALAR_EVENT && scalar_of(r).n == 0)
		return ZF_OK;
	if (r->event.type != YAML_MAPPING_START_EVENT)
		return refuse(r, "\"profiles:\" or \"keys:\" was expected");
	while (status == ZF_OK && (status = next(r)) == ZF_OK) {
		if (r->event.type == YAML_MAPPING_END_EVENT)
			break;
		struct str name = {0};
		if (r->event.type == YAML_SCALAR_EVENT)
			name = scalar_of(r);
		bool *seen = str_eq(name, "profiles") ? &profiles
			     : str_eq(name, "keys")   ? &keys
						      : NULL;
		if (!seen)
			return refuse(r, "unknown key; known here are profiles and keys");
		if (*seen)
			return refuse(r, "this key is there twice");
		*seen = true;
		status = read_section(r, seen == &keys ? &config->keys : &config->profiles);
	}
	return status;
}

static enum zf_status read_stream(struct reader *r, struct config *config)
{
	enum zf_status status = next(r); /* the stream's start */
	if (status == ZF_OK)
		status = next(r);
	if (status != ZF_OK || r->event.type == YAML_STREAM_END_EVENT)
		return status;
	status = read_root(r, config);
	if (status == ZF_OK)
		status = next(r); /* the document's end */
	if (status == ZF_OK)
		status = next(r);
	if (status == ZF_OK && r->event.type != YAML_STREAM_END_EVENT)
		return refuse(r, "a second document is in this file");
	return status;
}

enum zf_status config_yaml_read(
	struct config *config, const char *text, size_t size, struct zf_error *err)
{
	struct reader r = {.file = config->file, .err = err};
	if (!yaml_parser_initialize(&r.parser))
		mem_exhausted();
	yaml_parser_set_input_string(&r.parser, (const unsigned char *)text, size);
	enum zf_status status = read_stream(&r, config);
	yaml_event_delete(&r.event);
	yaml_parser_delete(&r.parser);
	return status;
}
