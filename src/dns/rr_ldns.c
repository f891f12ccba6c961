#include "rr_ldns.h"

#include <errno.h>
#include <stdlib.h>

#include <ldns/ldns.h>

#include "err.h"
#include "mem.h"
#include "rdata.h"

/* The time that ldns 1.8.3 takes for RDATA grows with the square of its strings: for 65,000 empty
 * ones some seconds, and 768 MB. */
enum { MOST_STRINGS = 4096 };

static bool has_too_many_strings(const struct rr *r)
{
	struct rdata_walk w;
	size_t strings = 0;
	rdata_walk_init(&w, r->type, (const uint8_t *)r->rdata.p, r->rdata.n);
	while (rdata_walk_next(&w))
		if (w.now->kind == FIELD_STRINGS)
			for (size_t at = 0; at < w.n; at += 1 + (size_t)w.p[at])
				strings++;
	return strings > MOST_STRINGS;
}

static ldns_rdf *owner_of(const struct rr *r)
{
	ldns_rdf *owner = ldns_rdf_new_frm_data(LDNS_RDF_TYPE_DNAME, r->owner.len, r->owner.wire);
	if (!owner)
		mem_exhausted();
	return owner;
}

static ldns_rr *new_rr(const struct rr *r)
{
	ldns_rr *rr = ldns_rr_new();
	if (!rr)
		mem_exhausted();
	ldns_rr_set_owner(rr, owner_of(r));
	ldns_rr_set_type(rr, (ldns_rr_type)r->type);
	ldns_rr_set_ttl(rr, r->ttl);
	ldns_rr_set_class(rr, LDNS_RR_CLASS_IN);
	return rr;
}

static ldns_rr *without_parts(const struct rr *r)
{
	ldns_rr *rr = new_rr(r);
	ldns_rdf *all = ldns_rdf_new_frm_data(LDNS_RDF_TYPE_UNKNOWN, r->rdata.n, r->rdata.p);
	if (!all || !ldns_rr_push_rdf(rr, all))
		mem_exhausted();
	return rr;
}

static void add_rdata(struct buf *b, const ldns_rr *rr)
{
	for (size_t i = 0; i < ldns_rr_rd_count(rr); i++) {
		const ldns_rdf *rdf = ldns_rr_rdf(rr, i);
		buf_add(b, ldns_rdf_data(rdf), ldns_rdf_size(rdf));
	}
}

static bool has_rdata(const ldns_rr *rr, struct str rdata)
{
	struct buf b;
	buf_init(&b, 0);
	add_rdata(&b, rr);
	bool same = str_cmp((struct str){b.data, b.len}, rdata) == 0;
	buf_free(&b);
	return same;
}

/* NULL: ldns refuses it. */
static ldns_rr *with_parts(const struct rr *r)
{
	struct buf wire;
	size_t at = 0;
	ldns_rr *rr = new_rr(r);
	buf_init(&wire, 0);
	buf_addc(&wire, (char)(r->rdata.n >> 8));
	buf_addc(&wire, (char)r->rdata.n);
	buf_add(&wire, r->rdata.p, r->rdata.n);
	ldns_status status = ldns_wire2rdf(rr, (const uint8_t *)wire.data, wire.len, &at);
	buf_free(&wire);
	if (status == LDNS_STATUS_OK)
		return rr;
	ldns_rr_free(rr);
	return NULL;
}

/* ldns doesn't tell whether it refuses a record or has no memory for it; malloc does. Call with
 * errno 0 before. */
static void check_memory(void)
{
	if (errno == ENOMEM)
		mem_exhausted();
}

struct ldns_struct_rr *rr_to_ldns(const struct rr *r)
{
	errno = 0;
	ldns_rr *rr = has_too_many_strings(r) ? NULL : with_parts(r);
	if (rr && has_rdata(rr, r->rdata))
		return rr;
	check_memory();
	ldns_rr_free(rr);
	return without_parts(r);
}

enum zf_status rr_from_ldns(
	struct rr *r, struct buf *rdata, const struct ldns_struct_rr *from, struct zf_error *err)
{
	const ldns_rdf *owner = ldns_rr_owner(from);
	if (!owner || !name_from_wire(&r->owner, ldns_rdf_data(owner), ldns_rdf_size(owner)))
		return err_set(err, ZF_ERR_DATA, "a record of ldns has no owner");
	if (ldns_rr_get_class(from) != LDNS_RR_CLASS_IN || ldns_rr_is_question(from))
		return err_set(err, ZF_ERR_DATA, "a record of ldns is not of class IN");
	r->type = (uint16_t)ldns_rr_get_type(from);
	r->ttl = ldns_rr_ttl(from);
	buf_reset(rdata);
	add_rdata(rdata, from);
	r->rdata = (struct str){rdata->data, rdata->len};
	return ZF_OK;
}

void rr_print_ldns(struct buf *b, const struct rr *r)
{
	ldns_rr *rr = rr_to_ldns(r);
	errno = 0;
	char *line = ldns_rr2str(rr);
	check_memory();
	if (!line) {
		ldns_rr_free(rr);
		rr = without_parts(r);
		line = ldns_rr2str(rr);
		check_memory();
	}
	if (!line)
		mem_exhausted();
	buf_adds(b, line);
	free(line);
	ldns_rr_free(rr);
}
