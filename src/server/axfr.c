#include "axfr.h"

#include <stdlib.h>
#include <time.h>

#include "err.h"
#include "rdata.h"
#include "ttl.h"

enum zf_status axfr_init(struct axfr *x, const struct zone_server *q,
	uint8_t query[AXFR_QUERY_ROOM], size_t *n, struct zf_error *err)
{
	*x = (struct axfr){.server = q, .id = dns_random_id()};
	enum zf_status status = name_parse_absolute(&x->apex, q->zone, err);
	if (status != ZF_OK)
		return status;
	name_lower(x->apex.wire, x->apex.len);
	*n = dns_write_query(query, x->id, &x->apex, DNS_TYPE_AXFR);
	if (q->key)
		tsig_sign(&x->tsig, q->key, query, n, (uint64_t)time(NULL));
	x->builder = zone_builder_new(&x->apex, q->host);
	if (q->max_records)
		zone_builder_set_limit(x->builder, q->max_records);
	buf_init(&x->soa, 0);
	buf_init(&x->rdata, 0);
	return ZF_OK;
}

void axfr_free(struct axfr *x)
{
	zone_builder_free(x->builder);
	buf_free(&x->soa);
	buf_free(&x->rdata);
	if (x->server->key)
		tsig_session_free(&x->tsig);
}

static enum zf_status malformed(struct zf_error *err)
{
	return err_set(err, ZF_ERR_ANSWER, "the server sent a malformed message");
}

static enum zf_status refused(unsigned rcode, struct zf_error *err)
{
	char room[DNS_RCODE_ROOM];
	const char *name = dns_rcode_name(rcode, room);
	switch (rcode) {
	case DNS_REFUSED:
		return err_set(err, ZF_ERR_AUTH,
			"the server refuses the transfer (%s); allow this machine or a key there, and "
			"name the key by ?key=NAME",
			name);
	case DNS_NOTAUTH:
	case DNS_NXDOMAIN:
		return err_set(
			err, ZF_ERR_NOT_FOUND, "the server does not serve this zone (%s)", name);
	default:
		return err_set(err, ZF_ERR_ANSWER, "the server answers with %s", name);
	}
}

/* The header and the question, as far as they have to fit what was asked. */
static enum zf_status check_head(struct axfr *x, struct dns_message *m, struct zf_error *err)
{
	struct dns_question q;
	unsigned questions = m->counts[DNS_QUESTION];
	if (m->id != x->id)
		return err_set(err, ZF_ERR_ANSWER, "the answer belongs to another question (id)");
	if (!(m->flags & DNS_QR) || (m->flags & DNS_OPCODE))
		return err_set(err, ZF_ERR_ANSWER, "the server sent something that is no answer");
	if (m->flags & DNS_TC)
		return err_set(err, ZF_ERR_ANSWER, "the server sent a cut message (TC)");
	if (questions > 1)
		return malformed(err);
	if (questions == 1) {
		if (!dns_read_question(m, &q))
			return malformed(err);
		if (!name_equal(&q.name, &x->apex) || q.type != DNS_TYPE_AXFR ||
			q.class != DNS_CLASS_IN)
			return err_set(
				err, ZF_ERR_ANSWER, "the answer belongs to another question");
	} else if (x->state == AXFR_BEGIN && (m->flags & DNS_RCODE) == 0) {
		return err_set(err, ZF_ERR_ANSWER, "the answer doesn't repeat the question");
	}
	return ZF_OK;
}

static enum zf_status add_record(
	struct axfr *x, const struct dns_record *r, uint32_t ttl, struct zf_error *err)
{
	const uint8_t *rdata = (const uint8_t *)x->rdata.data;
	if (ttl > TTL_MAX) {
		struct buf owner;
		buf_init(&owner, 0);
		name_print(&owner, r->owner.wire);
		diags_add(zone_builder_diags(x->builder), DIAG_ERROR, "ttl-range", NULL, 0, 0,
			"%s: TTL %lu is over 2147483647 and counts as 0", owner.data,
			(unsigned long)ttl);
		buf_free(&owner);
		ttl = 0; /* RFC 2181 section 8 */
	}
	return zone_builder_add(x->builder, &r->owner, r->type, ttl, rdata, x->rdata.len,
		(struct str){"", 0}, 0, err);
}

/* The first record is the zone's SOA, and the last is the same. */
static enum zf_status take_soa(struct axfr *x, const struct dns_record *r, struct zf_error *err)
{
	if (x->state == AXFR_BEGIN) {
		buf_add(&x->soa, x->rdata.data, x->rdata.len);
		x->state = AXFR_INSIDE;
		return add_record(x, r, r->ttl, err);
	}
	if (x->rdata.len != x->soa.len || memcmp(x->rdata.data, x->soa.data, x->soa.len) != 0)
		return err_set(err, ZF_ERR_ANSWER,
			"the last SOA is not the first: the zone changed during the transfer; try "
			"again");
	x->state = AXFR_DONE;
	return ZF_OK;
}

static enum zf_status bad_record(const struct dns_record *r, const char *what, struct zf_error *err)
{
	char room[RRTYPE_MAX_TEXT];
	struct buf owner;
	buf_init(&owner, 0);
	name_print(&owner, r->owner.wire);
	enum zf_status status = err_set(
		err, ZF_ERR_ANSWER, "%s %s: %s", owner.data, rrtype_name(r->type, room), what);
	buf_free(&owner);
	return status;
}

static enum zf_status take_record(
	struct axfr *x, struct dns_message *m, struct dns_record *r, struct zf_error *err)
{
	struct zf_error why = ZF_ERROR_INIT;
	if (x->state == AXFR_DONE)
		return bad_record(r, "a record stands behind the last one", err);
	if (r->class != DNS_CLASS_IN)
		return bad_record(r, "the class is not IN", err);
	if (r->type == 0 || rrtype_is_meta(r->type))
		return bad_record(r, "there is no such record in a zone", err);
	buf_reset(&x->rdata);
	if (!dns_expand_rdata(&x->rdata, m, r))
		return bad_record(r, "the data is malformed", err);
	if (!rdata_is_valid(r->type, (const uint8_t *)x->rdata.data, x->rdata.len, &why))
		return bad_record(r, why.text, err);
	rdata_canonical(r->type, (uint8_t *)x->rdata.data, x->rdata.len);
	if (r->type == TYPE_SOA && name_equal(&r->owner, &x->apex))
		return take_soa(x, r, err);
	if (x->state == AXFR_BEGIN)
		return bad_record(r, "a transfer begins with the zone's SOA", err);
	if (!name_is_below_or_equal(&r->owner, &x->apex)) {
		const struct zone_outside outside = {
			&r->owner, r->type, r->ttl, {x->rdata.data, x->rdata.len}};
		return zone_builder_add_outside(x->builder, STR("axfr"), &outside, err);
	}
	return add_record(x, r, r->ttl, err);
}

static enum zf_status verify(struct axfr *x, struct dns_message *m, struct zf_error *err)
{
	struct dns_record room;
	const struct dns_record *tsig;
	if (!tsig_find(&tsig, &room, m, DNS_AUTHORITY))
		return malformed(err);
	if (!x->server->key)
		return ZF_OK;
	return tsig_verify(&x->tsig, m, tsig, (uint64_t)time(NULL), err);
}

static enum zf_status take_error(struct axfr *x, struct dns_message *m, struct zf_error *err)
{
	struct dns_record room;
	const struct dns_record *tsig;
	/* What TSIG has to say is more precise; an error without it is believed as it is. */
	if (x->server->key && tsig_find(&tsig, &room, m, DNS_ANSWER) && tsig) {
		enum zf_status status = tsig_verify(&x->tsig, m, tsig, (uint64_t)time(NULL), err);
		if (status != ZF_OK)
			return status;
	}
	return refused(m->flags & DNS_RCODE, err);
}

enum zf_status axfr_take(struct axfr *x, const uint8_t *p, size_t n, struct zf_error *err)
{
	struct dns_message m;
	struct dns_record r;
	if (!dns_open(&m, p, n))
		return malformed(err);
	enum zf_status status = check_head(x, &m, err);
	if (status != ZF_OK)
		return status;
	if (m.flags & DNS_RCODE)
		return take_error(x, &m, err);
	x->octets += n;
	x->empty += m.counts[DNS_ANSWER] == 0;
	if (x->octets > AXFR_MAX_OCTETS || x->empty > AXFR_MAX_EMPTY)
		return err_set(err, ZF_ERR_LIMIT,
			"the transfer has no end: over %s; no zone is read",
			x->empty > AXFR_MAX_EMPTY ? "1000 messages without a record" : "1 GiB");
	for (unsigned i = m.counts[DNS_ANSWER]; i; i--) {
		if (!dns_read_record(&m, &r))
			return malformed(err);
		status = take_record(x, &m, &r, err);
		if (status != ZF_OK)
			return status;
	}
	status = verify(x, &m, err);
	if (status == ZF_OK && x->state == AXFR_DONE && x->server->key)
		status = tsig_finish(&x->tsig, err);
	return status;
}

static enum zf_status converse(
	struct axfr *x, const uint8_t *query, size_t size, struct zf_error *err)
{
	struct dns_stream stream;
	enum zf_status status = zone_server_connect(&stream, x->server, AXFR_SECONDS, err);
	if (status != ZF_OK)
		return status;
	status = dns_stream_send(&stream, query, size, err);
	while (status == ZF_OK && x->state != AXFR_DONE) {
		const uint8_t *p;
		size_t n;
		status = dns_stream_receive(&stream, &p, &n, err);
		if (status == ZF_OK)
			status = axfr_take(x, p, n, err);
	}
	dns_stream_close(&stream);
	return status;
}

enum zf_status axfr_fetch(struct zf_zone **zone, const struct zone_server *q, struct zf_error *err)
{
	uint8_t query[AXFR_QUERY_ROOM];
	size_t size;
	struct axfr x;
	enum zf_status status = axfr_init(&x, q, query, &size, err);
	if (status != ZF_OK)
		return status;
	status = converse(&x, query, size, err);
	if (status == ZF_OK) {
		*zone = zone_builder_seal(x.builder);
		x.builder = NULL;
	}
	axfr_free(&x);
	if (status != ZF_OK)
		zone_server_place(q, err);
	return status;
}
