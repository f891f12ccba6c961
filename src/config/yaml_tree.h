/*
 * yaml_tree: YAML text as a tree of texts, lists and maps, each with its place.
 *
 * libyaml's corner. What makes YAML say another thing than it seems to is refused with its place:
 * anchors, aliases, tags, a key that is there twice, further documents; so are NUL octets and trees
 * of more than YAML_DEPTH levels.
 */
#ifndef ZF_CONFIG_YAML_TREE_H
#define ZF_CONFIG_YAML_TREE_H

#include <stdbool.h>
#include <stddef.h>

#include "str.h"
#include "zoneferry.h"

enum { YAML_DEPTH = 16 };

enum yaml_kind { YAML_TEXT, YAML_LIST, YAML_MAP };

struct yaml_node {
	enum yaml_kind kind;
	unsigned long line, col; /* 1-based */
	char *text; /* of TEXT, else NULL */
	bool plain; /* TEXT: without quotes */
	struct yaml_node *items; /* LIST: its items; MAP: a key (TEXT), its value, a key … */
	size_t count, cap;
};

/* Reads text; *root is an empty TEXT when there is nothing in it. `file` is for messages. Errors:
 * ZF_ERR_SYNTAX with line and column. Release with yaml_free in any case. */
enum zf_status yaml_read(
	struct yaml_node *root, const char *file, struct str text, struct zf_error *err);
void yaml_free(struct yaml_node *root); /* wipes: texts may be secrets */

/* Whether it is a text without anything: empty, or ~ or null without quotes. */
bool yaml_is_nothing(const struct yaml_node *node);

#endif
