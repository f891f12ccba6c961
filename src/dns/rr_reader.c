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

bool rr_reader_read(struct rr_reader *reader, struct rr *r, struct buf *rdata,
	const struct rr_line *line, const char **why)
{
	struct zf_error err = ZF_ERROR_INIT;
	ldns_rr *rr = NULL;
	errno = 0;
	ldns_status status =
		ldns_rr_new_frm_str(&rr, line->text, line->ttl, reader->origin, &reader->owner);
	if (status == LDNS_STATUS_MEM_ERR && errno == ENOMEM)
		mem_exhausted();
	*why = ldns_get_errorstr_by_id(status);
	if (status != LDNS_STATUS_OK)
		return false;
	bool good = rr_from_ldns(r, rdata, rr, &err) == ZF_OK;
	ldns_rr_free(rr);
	if (!good) {
		*why = "taken for no record of class IN";
		return false;
	}
	name_lower(r->owner.wire, r->owner.len);
	if (rdata_is_valid(r->type, (const uint8_t *)rdata->data, rdata->len, NULL))
		rdata_canonical(r->type, (uint8_t *)rdata->data, rdata->len);
	return true;
}

static bool has_many_strings(const char *text, size_t size)
{
	size_t strings = 0;
	for (size_t i = 0; i < size; i++)
		strings += text[i] == ' ' || text[i] == '"';
	return strings > SAFE_STRINGS;
}

bool rr_reader_is_safe(uint16_t type, const char *text, size_t size)
{
	return type != TYPE_SVCB && type != TYPE_HTTPS && type != WKS && type != TYPE_LOC &&
	       size <= TEXT_MOST && !has_many_strings(text, size);
}

bool rr_reader_knows_type(const char *name)
{
	ldns_rr_type type = ldns_get_rr_type_by_name(name);
	const ldns_rr_descriptor *d = type ? ldns_rr_descript((uint16_t)type) : NULL;
	return d && d->_name && strcmp(d->_name, "NULL") != 0;
}
