/*
 * schema: turns JSON objects into C structs, by tables of keys.
 *
 * One table row a key: its name, the kind of its value, where the value goes in the struct. What
 * the table doesn't list is an error that names the file, the place in the JSON (as a JSON pointer)
 * and what is known there; so the tables are the whole truth about what a description may say.
 */
#ifndef ZF_DESCRIPTION_SCHEMA_H
#define ZF_DESCRIPTION_SCHEMA_H

#include "arena.h"
#include "json.h"
#include "ref.h"

enum key_kind {
	KEY_STRING, /* const char * */
	KEY_STRINGS, /* struct strings: a string, or a list of them */
	KEY_INTEGER, /* long, within min..max */
	KEY_BOOL, /* bool */
	KEY_ASK, /* int: enum asked */
	KEY_WORD, /* int: one of `of` (struct word []) */
	KEY_WORDS, /* unsigned: such a word or a list of them, whose values are bits */
	KEY_REF, /* struct ref */
	KEY_REFS, /* struct refs: one, or a list */
	KEY_TEMPLATE, /* const char *: text with {variables}, see tmpl.h */
	KEY_TEMPLATES, /* struct pairs: an object of templates */
	KEY_TEXTS, /* struct pairs: an object of plain strings */
	KEY_TYPES, /* struct types: a list of RR types */
	KEY_OBJECT, /* pointer to a struct of `of` (struct schema), NULL when absent */
	KEY_LIST, /* struct list of structs of `of`: one object, or a list */
	KEY_MAP, /* struct list of structs of `of`, whose first field is the key (const char *) */
	KEY_JSON, /* const struct json *: anything */
	KEY_BODY, /* const struct json *: its strings are templates */
	KEY_JSONS, /* struct jsons: a list of anything */
	KEY_OBJECT_JSON, /* const struct json *: an object of anything */
};

/* Of a true or false that may be absent. */
enum asked { ASKED_NOTHING, ASKED_YES, ASKED_NO };

enum key_flag { KEY_REQUIRED = 1 };

struct word {
	const char *name; /* NULL ends the table */
	int value;
};

struct schema;

struct key {
	const char *name; /* NULL ends the table */
	enum key_kind kind;
	unsigned flags;
	size_t offset;
	const void *of; /* struct word [] or struct schema, by kind */
	long min, max; /* KEY_INTEGER */
};

struct schema {
	const char *name; /* as the README heads its section */
	size_t size; /* of the struct */
	const struct key *keys;
	const char *shorthand; /* a plain string stands for an object with this one key; or NULL */
};

struct strings {
	const char **items;
	size_t count;
};

struct pair {
	const char *name, *value;
};

struct pairs {
	struct pair *items;
	size_t count;
};

struct types {
	uint16_t *items;
	size_t count;
};

struct jsons {
	const struct json **items;
	size_t count;
};

struct list {
	void *items;
	size_t count;
};

/* A template found while decoding, for a check once all variables are known. */
struct template_use {
	const char *text, *place;
};

struct schema_context {
	struct arena *arena; /* gets everything that isn't in the JSON itself */
	const char *file; /* for messages */
	struct template_use *uses; /* in the arena */
	size_t use_count, use_cap;
	bool wants_zone; /* there is a reference into the zone object */
	char place[256]; /* JSON pointer to where decoding is */
};

/* Decodes an object into the zeroed struct `into`; keys that are absent leave their field as it is.
 * The JSON must outlive the struct. Errors: ZF_ERR_SYNTAX. */
enum zf_status schema_decode(struct schema_context *c, void *into, const struct schema *schema,
	const struct json *json, struct zf_error *err);

/* Sets the error "FILE: PLACE: text" and returns it. */
enum zf_status schema_error(struct schema_context *c, struct zf_error *err, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* The name of a word's value; "" when it has none. */
const char *word_name(const struct word *words, int value);

bool types_have(const struct types *types, uint16_t type);

#endif
