#include "message.h"

#include <stdio.h>

#include "rrtype.h"

bool dns_open(struct dns_message *m, const uint8_t *p, size_t n)
{
	*m = (struct dns_message){.p = p, .n = n, .at = DNS_HEADER};
	if (n < DNS_HEADER)
		return false;
	m->id = dns_get16(p);
	m->flags = dns_get16(p + 2);
	for (unsigned i = 0; i < DNS_SECTIONS; i++)
		m->counts[i] = dns_get16(p + 4 + 2 * (size_t)i);
	return true;
}

bool dns_read_name(const struct dns_message *m, size_t *at, struct name *name)
{
	/* `chunk` is where the labels that are being read began: a pointer leads before it, so
	 * that following pointers ends. */
	size_t here = *at, chunk = here, end = 0, len = 0;
	while (here < m->n) {
		uint8_t octet = m->p[here];
		if (octet >= 0xc0) {
			if (here + 2 > m->n)
				return false;
			size_t to = dns_get16(m->p + here) & 0x3fffU;
			if (!end)
				end = here + 2;
			if (to >= chunk || to < DNS_HEADER)
				return false;
			here = chunk = to;
			continue;
		}
		size_t label = octet + (size_t)1;
		if (octet > NAME_MAX_LABEL || label > m->n - here || len + label > NAME_MAX_OCTETS)
			return false;
		memcpy(name->wire + len, m->p + here, label);
		len += label;
		here += label;
		if (octet == 0) {
			name->len = (uint8_t)len;
			*at = end ? end : here;
			return true;
		}
	}
	return false;
}

bool dns_read_question(struct dns_message *m, struct dns_question *q)
{
	if (!dns_read_name(m, &m->at, &q->name) || m->n - m->at < 4)
		return false;
	q->type = dns_get16(m->p + m->at);
	q->class = dns_get16(m->p + m->at + 2);
	m->at += 4;
	return true;
}

bool dns_read_record(struct dns_message *m, struct dns_record *r)
{
	enum { FIXED = 10 };
	r->start = m->at;
	if (!dns_read_name(m, &m->at, &r->owner) || m->n - m->at < FIXED)
		return false;
	const uint8_t *p = m->p + m->at;
	r->type = dns_get16(p);
	r->class = dns_get16(p + 2);
	r->ttl = dns_get32(p + 4);
	r->rdata_len = dns_get16(p + 8);
	r->rdata = m->at + FIXED;
	if (r->rdata_len > m->n - r->rdata)
		return false;
	m->at = r->rdata + r->rdata_len;
	return true;
}

/* Types in whose RDATA names may be compressed (RFC 3597 section 4), or are by some old senders:
 * so many octets and strings, then so many names; what follows is octets again. */
static const struct layout {
	uint16_t type;
	uint8_t octets, strings, names;
} layouts[] = {
	{TYPE_NS, 0, 0, 1},
	{3, 0, 0, 1}, /* MD */
	{4, 0, 0, 1}, /* MF */
	{TYPE_CNAME, 0, 0, 1},
	{TYPE_SOA, 0, 0, 2},
	{7, 0, 0, 1}, /* MB */
	{8, 0, 0, 1}, /* MG */
	{9, 0, 0, 1}, /* MR */
	{TYPE_PTR, 0, 0, 1},
	{14, 0, 0, 2}, /* MINFO */
	{TYPE_MX, 2, 0, 1},
	{TYPE_RP, 0, 0, 2},
	{TYPE_AFSDB, 2, 0, 1},
	{21, 2, 0, 1}, /* RT */
	{TYPE_SIG, 18, 0, 1},
	{26, 2, 0, 2}, /* PX */
	{30, 0, 0, 1}, /* NXT */
	{TYPE_SRV, 6, 0, 1},
	{TYPE_NAPTR, 4, 3, 1},
	{TYPE_KX, 2, 0, 1},
	{TYPE_DNAME, 0, 0, 1},
};

static const struct layout *layout_of(uint16_t type)
{
	for (size_t i = 0; i < sizeof(layouts) / sizeof(layouts[0]); i++)
		if (layouts[i].type == type)
			return &layouts[i];
	return NULL;
}

static bool add(struct buf *out, const uint8_t *p, size_t n)
{
	buf_add(out, p, n);
	return !out->over;
}

bool dns_expand_rdata(struct buf *out, const struct dns_message *m, const struct dns_record *r)
{
	const struct layout *layout = layout_of(r->type);
	size_t at = r->rdata, end = r->rdata + r->rdata_len, from = at;
	if (!layout)
		return add(out, m->p + at, r->rdata_len);
	at += layout->octets;
	for (unsigned i = 0; i < layout->strings && at < end; i++)
		at += 1 + (size_t)m->p[at];
	if (at > end || !add(out, m->p + from, at - from))
		return false;
	/* A name may lead out of the RDATA by a pointer, but its own octets end inside. */
	struct dns_message inside = *m;
	inside.n = end;
	for (unsigned i = 0; i < layout->names; i++) {
		struct name name;
		if (!dns_read_name(&inside, &at, &name) || !add(out, name.wire, name.len))
			return false;
	}
	return add(out, m->p + at, end - at);
}

size_t dns_write_query(
	uint8_t out[DNS_QUERY_ROOM], uint16_t id, const struct name *name, uint16_t type)
{
	memset(out, 0, DNS_HEADER);
	dns_put16(out, id);
	dns_put16(out + 4, 1);
	memcpy(out + DNS_HEADER, name->wire, name->len);
	size_t n = DNS_HEADER + (size_t)name->len;
	dns_put16(out + n, type);
	dns_put16(out + n + 2, DNS_CLASS_IN);
	return n + 4;
}

size_t dns_add_opt(uint8_t out[DNS_QUERY_ROOM], size_t n, uint16_t size)
{
	uint8_t opt[11] = {0, 0, 41};
	dns_put16(opt + 3, size);
	memcpy(out + n, opt, sizeof(opt));
	dns_put16(out + 10, 1);
	return n + sizeof(opt);
}

const char *dns_rcode_name(unsigned rcode, char room[DNS_RCODE_ROOM])
{
	static const char *const names[] = {"NOERROR", "FORMERR", "SERVFAIL", "NXDOMAIN", "NOTIMP",
		"REFUSED", "YXDOMAIN", "YXRRSET", "NXRRSET", "NOTAUTH", "NOTZONE", NULL, NULL, NULL,
		NULL, NULL, "BADSIG", "BADKEY", "BADTIME", NULL, NULL, NULL, "BADTRUNC"};
	if (rcode < sizeof(names) / sizeof(names[0]) && names[rcode])
		return names[rcode];
	snprintf(room, DNS_RCODE_ROOM, "RCODE %u", rcode & 0xffff);
	return room;
}
