/* check_write: what the tables of keys can't say about `write`: that it is whole. */
#include <stdio.h>
#include <string.h>

#include "desc_keys.h"
#include "rrtype.h"

static void go(struct schema_context *c, const char *place)
{
	snprintf(c->place, sizeof(c->place), "%s", place);
}

/* The row that RDATA of a type is composed by, as compose.c chooses it. */
static const struct desc_rdata *row_of(const struct list *rows, uint16_t type)
{
	const struct desc_rdata *r = rows->items;
	for (size_t i = 0; i < rows->count; i++) {
		if (!r[i].types.count || types_have(&r[i].types, type))
			return &r[i];
	}
	return NULL;
}

const struct desc_rdata *desc_write_row(const struct desc *d, uint16_t type)
{
	const struct desc_rdata *row = row_of(&d->write->rdata, type);
	return row ? row : row_of(&d->records->rdata, type);
}

bool desc_can_write_type(const struct desc *d, uint16_t type)
{
	const struct desc_rdata *row = desc_write_row(d, type);
	return row && !row->labels.count && !types_have(&d->write->read_only, type);
}

/* A place that can be written to: in the element itself, reached by a plain pointer. */
static bool is_place(const struct ref *ref, bool value)
{
	return (ref->scope == REF_ITEM || (value && ref->scope == REF_VALUE)) &&
	       !strstr(ref->path, "/[");
}

static bool refs_are_places(const struct refs *refs, bool value)
{
	return refs->count && is_place(&refs->items[0], value);
}

static enum zf_status check_row(
	const struct desc_rdata *row, uint16_t type, struct schema_context *c, struct zf_error *err)
{
	const struct desc_part *parts = row->from.items;
	char room[RRTYPE_MAX_TEXT];
	for (size_t i = 0; i < row->from.count; i++) {
		if (!refs_are_places(&parts[i].from, true) || parts[i].as == PART_LINE)
			return schema_error(c, err,
				"%s can't be written: its RDATA is not read from a member of the "
				"element; a row of its own or read_only is wanted",
				rrtype_name(type, room));
	}
	return ZF_OK;
}

/* Each type that it holds is written, or named as one that isn't. */
static enum zf_status check_types(
	const struct desc *d, struct schema_context *c, struct zf_error *err)
{
	enum zf_status status = ZF_OK;
	char room[RRTYPE_MAX_TEXT];
	for (size_t i = 0; i < d->holds->types.count && !status; i++) {
		uint16_t type = d->holds->types.items[i];
		if (types_have(&d->write->read_only, type))
			continue;
		if (!desc_can_write_type(d, type))
			return schema_error(c, err,
				"%s of `holds` has no row that says how it is written, and is not "
				"among read_only",
				rrtype_name(type, room));
		status = check_row(desc_write_row(d, type), type, c, err);
	}
	return status;
}

static enum zf_status check_calls(
	const struct list *calls, const char *place, struct schema_context *c, struct zf_error *err)
{
	const struct desc_write_call *w = calls->items;
	go(c, place);
	if (!calls->count)
		return schema_error(c, err, "it is missing: there is no batch that does it");
	for (size_t i = 0; i < calls->count; i++) {
		if (w[i].call->method == CALL_GET)
			return schema_error(c, err, "a call that writes is not GET");
		if (w[i].wait && (!w[i].wait->poll || !w[i].wait->interval || !w[i].wait->deadline))
			return schema_error(c, err,
				"poll, interval and deadline of what is waited for are wanted");
	}
	return ZF_OK;
}

static enum zf_status check_ways(
	const struct desc *d, struct schema_context *c, struct zf_error *err)
{
	const struct desc_write *w = d->write;
	if (w->batch) {
		go(c, "/write/batch");
		if (w->create.count || w->update.count || w->delete.count)
			return schema_error(c, err, "a batch stands in place of the single calls");
		if (w->batch->call->method == CALL_GET)
			return schema_error(c, err, "a call that writes is not GET");
		return ZF_OK;
	}
	enum zf_status status = check_calls(&w->create, "/write/create", c, err);
	/* Without an update a change is a delete and a create. */
	if (!status && w->update.count)
		status = check_calls(&w->update, "/write/update", c, err);
	return status ? status : check_calls(&w->delete, "/write/delete", c, err);
}

enum zf_status desc_check_write(
	const struct desc *d, struct schema_context *c, struct zf_error *err)
{
	const struct desc_records *r = d->records;
	if (!d->write)
		return ZF_OK;
	go(c, "/write");
	if (!refs_are_places(&r->owner->from, false) || !refs_are_places(&r->type->from, false) ||
		!refs_are_places(&r->ttl->from, false) || r->type->as != TYPE_WHOLE)
		return schema_error(c, err,
			"owner, type and TTL are not members of the element: they can't be written");
	if (d->write->by == WRITE_BY_RRSET && !r->values.count)
		return schema_error(c, err, "by \"rrset\" needs the key values of the records");
	if (r->owner->style == OWNER_EITHER && !d->write->owner)
		return schema_error(c, err, "the key owner is missing: it is read either way");
	if (r->txt == TXT_QUOTED_OR_RAW && !d->write->txt)
		return schema_error(c, err, "the key txt is missing: it is read either way");
	enum zf_status status = check_types(d, c, err);
	return status ? status : check_ways(d, c, err);
}
