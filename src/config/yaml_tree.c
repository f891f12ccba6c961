#include "yaml_tree.h"

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

static enum zf_status refuse_at(
	struct reader *r, unsigned long line, unsigned long col, const char *what)
{
	err_set(r->err, ZF_ERR_SYNTAX, "%s", what);
	err_place(r->err, r->file, line, col);
	return ZF_ERR_SYNTAX;
}

static enum zf_status refuse(struct reader *r, const char *what)
{
	const yaml_mark_t *at = &r->event.start_mark;
	return refuse_at(r, at->line + 1, at->column + 1, what);
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

static void wipe(void *p, size_t n)
{
	if (p)
		explicit_bzero(p, n);
	free(p);
}

void yaml_free(struct yaml_node *root)
{
	struct yaml_node *node = root;
	for (size_t i = 0; i < node->count; i++)
		yaml_free(&node->items[i]); /* as deep as YAML_DEPTH */
	free(node->items);
	if (node->text)
		wipe(node->text, strlen(node->text));
	*node = (struct yaml_node){.kind = YAML_TEXT};
}

bool yaml_is_nothing(const struct yaml_node *node)
{
	if (node->kind != YAML_TEXT)
		return false;
	return !node->text || !node->text[0] ||
	       (node->plain && (strcmp(node->text, "~") == 0 || strcmp(node->text, "null") == 0));
}

static struct yaml_node *add_item(struct yaml_node *node)
{
	node->items = mem_grow(node->items, &node->cap, node->count + 1, sizeof(*node->items));
	struct yaml_node *item = &node->items[node->count++];
	*item = (struct yaml_node){.kind = YAML_TEXT};
	return item;
}

static int by_key(const void *a, const void *b)
{
	const struct yaml_node *const *x = a, *const *y = b;
	int order = strcmp((*x)->text, (*y)->text);
	return order ? order : (*x > *y) - (*x < *y);
}

/* The first key that was there before. */
static enum zf_status check_keys(struct reader *r, const struct yaml_node *map)
{
	size_t count = map->count / 2;
	const struct yaml_node **keys = mem_alloc((count + 1) * sizeof(struct yaml_node *));
	const struct yaml_node *twice = NULL;
	for (size_t i = 0; i < count; i++)
		keys[i] = &map->items[2 * i];
	if (count)
		qsort(keys, count, sizeof(struct yaml_node *), by_key);
	for (size_t i = 1; i < count; i++)
		if (strcmp(keys[i - 1]->text, keys[i]->text) == 0 && (!twice || keys[i] < twice))
			twice = keys[i];
	free(keys);
	return twice ? refuse_at(r, twice->line, twice->col, "this key is there twice") : ZF_OK;
}

static enum zf_status read_text(struct reader *r, struct yaml_node *node)
{
	const char *value = (const char *)r->event.data.scalar.value;
	size_t n = r->event.data.scalar.length;
	if (memchr(value, 0, n))
		return refuse(r, "a value holds a NUL octet");
	node->text = mem_strndup(value, n);
	node->plain = r->event.data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
	return ZF_OK;
}

/* Reads what the current event begins. The parts of lists and maps are read by the same function,
 * YAML_DEPTH deep at most. */
static enum zf_status read_node(struct reader *r, struct yaml_node *node, unsigned depth)
{
	const yaml_event_type_t begin = r->event.type;
	node->line = r->event.start_mark.line + 1;
	node->col = r->event.start_mark.column + 1;
	if (begin == YAML_SCALAR_EVENT)
		return read_text(r, node);
	if (depth == YAML_DEPTH)
		return refuse(r, "this is too deep");
	node->kind = begin == YAML_MAPPING_START_EVENT ? YAML_MAP : YAML_LIST;
	const yaml_event_type_t end =
		node->kind == YAML_MAP ? YAML_MAPPING_END_EVENT : YAML_SEQUENCE_END_EVENT;
	enum zf_status status = next(r);
	while (!status && r->event.type != end) {
		bool key = node->kind == YAML_MAP && node->count % 2 == 0;
		if (key && r->event.type != YAML_SCALAR_EVENT)
			return refuse(r, "a key is a single word");
		status = read_node(r, add_item(node), depth + 1);
		status = status ? status : next(r);
	}
	if (!status && node->kind == YAML_MAP)
		status = check_keys(r, node);
	return status;
}

static enum zf_status read_stream(struct reader *r, struct yaml_node *root)
{
	enum zf_status status = next(r); /* the stream's start */
	if (!status)
		status = next(r); /* the document's start */
	if (status || r->event.type == YAML_STREAM_END_EVENT)
		return status;
	status = next(r);
	if (!status)
		status = read_node(r, root, 0);
	if (!status)
		status = next(r); /* the document's end */
	if (!status)
		status = next(r);
	if (!status && r->event.type != YAML_STREAM_END_EVENT)
		return refuse(r, "a second document is in this file");
	return status;
}

enum zf_status yaml_read(
	struct yaml_node *root, const char *file, struct str text, struct zf_error *err)
{
	struct reader r = {.file = file, .err = err};
	*root = (struct yaml_node){.kind = YAML_TEXT, .line = 1, .col = 1};
	if (!yaml_parser_initialize(&r.parser))
		mem_exhausted();
	yaml_parser_set_input_string(&r.parser, (const unsigned char *)text.p, text.n);
	enum zf_status status = read_stream(&r, root);
	yaml_event_delete(&r.event);
	yaml_parser_delete(&r.parser);
	return status;
}
