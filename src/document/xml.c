#include "xml.h"

#include <expat.h>
#include <stdlib.h>

#include "err.h"

/* One element that is open. */
struct element {
	struct json *members; /* NULL: none yet */
	size_t names; /* different ones among them */
	struct buf text;
};

struct reading {
	XML_Parser parser;
	struct element open[XML_MAX_DEPTH];
	size_t depth, nodes;
	struct json *root;
	enum zf_status status;
	const char *fault;
};

static void stop(struct reading *r, enum zf_status status, const char *fault)
{
	r->status = status;
	r->fault = fault;
	XML_StopParser(r->parser, XML_FALSE);
}

/* Adds a member; a name that is there already becomes an array. */
static void add_member(struct reading *r, struct element *e, const char *name, struct json *value)
{
	if (!e->members)
		e->members = json_new_object();
	if (!json_member(e->members, name)) {
		if (++e->names > XML_MAX_NAMES)
			stop(r, ZF_ERR_LIMIT, "an XML element has too many different members");
		json_set(e->members, name, value);
		return;
	}
	struct json *list = json_take(e->members, name);
	if (json_kind(list) != JSON_ARRAY) {
		struct json *one = list;
		list = json_new_array();
		json_append(list, one);
	}
	json_append(list, value);
	json_set(e->members, name, list);
}

static void XMLCALL on_start(void *user, const char *name, const char **attributes)
{
	struct reading *r = user;
	(void)name;
	if (r->fault)
		return;
	if (r->depth == XML_MAX_DEPTH || ++r->nodes > XML_MAX_NODES) {
		stop(r, ZF_ERR_LIMIT, "the XML has too many elements");
		return;
	}
	struct element *e = &r->open[r->depth++];
	*e = (struct element){0};
	buf_init(&e->text, 0);
	for (size_t i = 0; attributes[i] && !r->fault; i += 2) {
		struct buf key;
		buf_init(&key, 0);
		buf_printf(&key, "@%s", attributes[i]);
		if (strcmp(attributes[i], "xmlns") != 0)
			add_member(r, e, key.data,
				json_new_string(attributes[i + 1], strlen(attributes[i + 1])));
		buf_free(&key);
	}
}

static void XMLCALL on_text(void *user, const char *p, int n)
{
	struct reading *r = user;
	if (r->depth)
		buf_add(&r->open[r->depth - 1].text, p, (size_t)n);
}

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static struct str trimmed(const struct buf *b)
{
	struct str s = {b->data, b->len};
	while (s.n && is_space(s.p[0]))
		s.p++, s.n--;
	while (s.n && is_space(s.p[s.n - 1]))
		s.n--;
	return s;
}

static struct json *finish(struct element *e)
{
	struct str text = trimmed(&e->text);
	struct json *value = e->members;
	if (!value)
		value = json_new_string(text.p, text.n);
	else if (text.n)
		json_set(value, "#", json_new_string(text.p, text.n));
	e->members = NULL;
	buf_free(&e->text);
	return value;
}

static void XMLCALL on_end(void *user, const char *name)
{
	struct reading *r = user;
	if (r->fault) /* expat tells the end of an empty element whose start has stopped it */
		return;
	struct json *value = finish(&r->open[--r->depth]);
	if (r->depth) {
		add_member(r, &r->open[r->depth - 1], name, value);
	} else {
		r->root = json_new_object();
		json_set(r->root, name, value);
	}
}

static void XMLCALL on_doctype(
	void *user, const char *name, const char *sysid, const char *pubid, int internal)
{
	(void)name, (void)sysid, (void)pubid, (void)internal;
	stop(user, ZF_ERR_SYNTAX, "a document type is not accepted");
}

static enum zf_status fail(struct reading *r, struct zf_error *err)
{
	if (r->fault)
		err_set(err, r->status, "%s", r->fault);
	else
		err_set(err, ZF_ERR_SYNTAX, "it is no XML: %s",
			XML_ErrorString(XML_GetErrorCode(r->parser)));
	err_place(err, NULL, XML_GetCurrentLineNumber(r->parser),
		XML_GetCurrentColumnNumber(r->parser) + 1);
	return r->fault ? r->status : ZF_ERR_SYNTAX;
}

enum zf_status xml_parse(struct json **root, const char *text, size_t size, struct zf_error *err)
{
	struct reading r = {.parser = XML_ParserCreate("UTF-8")};
	enum zf_status status = ZF_OK;
	if (!r.parser)
		return err_set(err, ZF_ERR_LIMIT, "there is no memory for reading XML");
	XML_SetUserData(r.parser, &r);
	XML_SetElementHandler(r.parser, on_start, on_end);
	XML_SetCharacterDataHandler(r.parser, on_text);
	XML_SetStartDoctypeDeclHandler(r.parser, on_doctype);
	if (size > JSON_MAX_SIZE)
		status = err_set(
			err, ZF_ERR_LIMIT, "the XML has more than %d octets", JSON_MAX_SIZE);
	else if (XML_Parse(r.parser, text ? text : "", (int)size, XML_TRUE) != XML_STATUS_OK ||
		 r.fault || !r.root)
		status = fail(&r, err);
	while (r.depth) {
		struct element *e = &r.open[--r.depth];
		json_free(e->members);
		buf_free(&e->text);
	}
	XML_ParserFree(r.parser);
	if (status)
		json_free(r.root);
	*root = status ? NULL : r.root;
	return status;
}
