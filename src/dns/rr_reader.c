/* rr_reader: zone text as ldns reads it. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <ldns/ldns.h>

#include "mem.h"
#include "rdata.h"
#include "rr_ldns.h"

enum {
	TEXT_MOST = 60000, /* characters */
	SAFE_STRINGS = 1024,
	WKS = 11,
};

struct rr_reader {
	ldns_rdf *origin, *owner; /* owner: of the line before */
};

static const char not_in[] = "taken for no record of class IN";

static ldns_rdf *rdf_of(const struct name *name)
{
	ldns_rdf *rdf = ldns_rdf_new_frm_data(LDNS_RDF_TYPE_DNAME, name->len, name->wire);
	if (!rdf)
		mem_exhausted();
	return rdf;
}

struct rr_reader *rr_reader_new(void)
{
	struct rr_reader *reader = mem_zalloc(sizeof(*reader));
	reader->origin = rdf_of(&name_root);
	return reader;
}

void rr_reader_free(struct rr_reader *reader)
{
	if (!reader)
		return;
	ldns_rdf_deep_free(reader->origin);
	ldns_rdf_deep_free(reader->owner);
	free(reader);
}

void rr_reader_set_origin(struct rr_reader *reader, const struct name *origin)
{
	ldns_rdf_deep_free(reader->origin);
	reader->origin = rdf_of(origin);
}

void rr_reader_set_owner(struct rr_reader *reader, const struct name *owner)
{
	ldns_rdf_deep_free(reader->owner);
	reader->owner = rdf_of(owner);
}

/* What ldns has read, in our form. */
static bool take_record(struct rr *r, struct buf *rdata, const ldns_rr *rr)
{
	struct zf_error ignored = ZF_ERROR_INIT;
	if (rr_from_ldns(r, rdata, rr, &ignored) != ZF_OK)
		return false;
	name_lower(r->owner.wire, r->owner.len);
	if (rdata_is_valid(r->type, (const uint8_t *)rdata->data, rdata->len, NULL))
		rdata_canonical(r->type, (uint8_t *)rdata->data, rdata->len);
	return true;
}

bool rr_reader_read(struct rr_reader *reader, struct rr *r, struct buf *rdata,
	const struct rr_line *line, const char **why)
{
	ldns_rr *rr = NULL;
	errno = 0;
	ldns_status status =
		ldns_rr_new_frm_str(&rr, line->text, line->ttl, reader->origin, &reader->owner);
	if (status == LDNS_STATUS_MEM_ERR && errno == ENOMEM)
		mem_exhausted();
	*why = ldns_get_errorstr_by_id(status);
	if (status != LDNS_STATUS_OK)
		return false;
	bool good = take_record(r, rdata, rr);
	ldns_rr_free(rr);
	if (!good)
		*why = not_in;
	return good;
}

/*
 * Whole texts.
 */

struct rr_text {
	FILE *file; /* over the text; NULL: it is empty */
	ldns_rdf *origin, *owner; /* NULL: none yet */
	uint32_t ttl; /* 0: none, which ldns takes for 3600 */
	bool by_directive; /* it is that of $TTL */
};

struct rr_text *rr_text_new(const char *text, size_t size)
{
	struct rr_text *t = mem_zalloc(sizeof(*t));
	char *p = NULL;
	memcpy(&p, &text, sizeof(p)); /* fmemopen only reads it */
	t->file = size ? fmemopen(p, size, "r") : NULL;
	if (size && !t->file)
		mem_exhausted();
	return t;
}

void rr_text_free(struct rr_text *t)
{
	if (!t)
		return;
	if (t->file)
		fclose(t->file);
	ldns_rdf_deep_free(t->origin);
	ldns_rdf_deep_free(t->owner);
	free(t);
}

void rr_text_set_origin(struct rr_text *t, const struct name *origin)
{
	ldns_rdf_deep_free(t->origin);
	t->origin = rdf_of(origin);
}

bool rr_text_origin(const struct rr_text *t, struct name *origin)
{
	if (!t->origin ||
		!name_from_wire(origin, ldns_rdf_data(t->origin), ldns_rdf_size(t->origin)))
		return false;
	name_lower(origin->wire, origin->len);
	return true;
}

void rr_text_set_owner(struct rr_text *t, const struct name *owner)
{
	ldns_rdf_deep_free(t->owner);
	t->owner = rdf_of(owner);
}

void rr_text_pass(struct rr_text *t, const struct rr *r, bool states_ttl)
{
	if (states_ttl && !t->by_directive)
		t->ttl = r->ttl;
	if (r->type == TYPE_SOA && !t->origin)
		t->origin = rdf_of(&r->owner);
}

static enum rr_text_kind kind_of(struct rr_text *t, ldns_status status, struct rr_text_line *line)
{
	if (status == LDNS_STATUS_OK)
		return RR_TEXT_RECORD;
	t->by_directive = t->by_directive || status == LDNS_STATUS_SYNTAX_TTL;
	if (status == LDNS_STATUS_SYNTAX_EMPTY || status == LDNS_STATUS_SYNTAX_TTL ||
		status == LDNS_STATUS_SYNTAX_ORIGIN)
		return RR_TEXT_NOTHING;
	line->why = ldns_get_errorstr_by_id(status);
	return RR_TEXT_REFUSED;
}

enum rr_text_kind rr_text_read(
	struct rr_text *t, struct rr *r, struct buf *rdata, struct rr_text_line *line)
{
	ldns_rr *rr = NULL;
	int line_number = 0;
	if (!t->file || fseeko(t->file, (off_t)line->at, SEEK_SET) != 0)
		return RR_TEXT_NOTHING;
	errno = 0;
	ldns_status status =
		ldns_rr_new_frm_fp_l(&rr, t->file, &t->ttl, &t->origin, &t->owner, &line_number);
	if (status == LDNS_STATUS_MEM_ERR && errno == ENOMEM)
		mem_exhausted();
	line->at = (size_t)ftello(t->file);
	enum rr_text_kind kind = kind_of(t, status, line);
	if (kind != RR_TEXT_RECORD)
		return kind;
	if (take_record(r, rdata, rr)) {
		rr_text_pass(t, r, line->states_ttl);
	} else {
		line->why = not_in;
		kind = RR_TEXT_REFUSED;
	}
	ldns_rr_free(rr);
	return kind;
}

/*
 * What ldns may be given.
 */

static bool has_many_strings(const char *text, size_t size)
{
	size_t strings = 0;
	for (size_t i = 0; i < size; i++)
		strings += text[i] == ' ' || text[i] == '"';
	return strings > SAFE_STRINGS;
}

/* Whether degrees, minutes and seconds are all there: "LOC 52 22 23.000 N 4 53 32.000 E …". */
static bool is_whole_loc(const char *text)
{
	enum { NORTH = 3, EAST = 7 };
	const char *at = strcasestr(text, " LOC ");
	if (!at)
		return false;
	at += strlen(" LOC ");
	for (int i = 0; i <= EAST; i++) {
		at += strspn(at, " ");
		if ((i == NORTH && !strchr("NSns", *at)) || (i == EAST && !strchr("EWew", *at)))
			return false;
		at += strcspn(at, " ");
	}
	return true;
}

/* Whether there is no piece as long as the longest text of an IPv6 address, which ldns copies into
 * room for one octet less; the key has a number, too. */
static bool has_short_hints(const char *text)
{
	enum { HINT_MOST = 45 };
	size_t longest = 0;
	for (const char *at = text; *at; at++) {
		size_t n = strcspn(at, ",= \"");
		longest = n > longest ? n : longest;
		at += n;
		if (!*at)
			break;
	}
	return longest <= HINT_MOST || !(strcasestr(text, "hint") || strcasestr(text, "key"));
}

/* Whether RDATA is in RFC 3597 form, of which ldns takes the octets as from a message. */
static bool is_generic(const char *text)
{
	const char *at = strstr(text, " IN ");
	if (!at)
		return false;
	at += strlen(" IN ");
	at += strspn(at, " ");
	at += strcspn(at, " ");
	at += strspn(at, " ");
	return strncmp(at, "\\# ", 3) == 0;
}

bool rr_reader_is_safe(uint16_t type, const char *text, size_t size)
{
	if (size > TEXT_MOST || has_many_strings(text, size))
		return false;
	if (is_generic(text))
		return true;
	if (type == WKS)
		return false;
	if (type == TYPE_LOC)
		return is_whole_loc(text);
	return (type != TYPE_SVCB && type != TYPE_HTTPS) || has_short_hints(text);
}

bool rr_reader_knows_type(const char *name)
{
	ldns_rr_type type = ldns_get_rr_type_by_name(name);
	const ldns_rr_descriptor *d = type ? ldns_rr_descript((uint16_t)type) : NULL;
	return d && d->_name && strcmp(d->_name, "NULL") != 0;
}
