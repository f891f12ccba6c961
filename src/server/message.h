/*
 * src/server: speaking DNS with name servers. Messages are read and written (message), signed and
 * verified by TSIG (tsig) and carried over TCP and UDP (net); above these are whole zones by
 * transfer (axfr), changes of them by dynamic update (update), many questions to one server (ask),
 * and what the servers of a zone say, held against the zone (verify). Nothing that arrives is
 * believed before it was held against what was asked, and every wait has an end.
 *
 * dns_message: DNS messages off the wire (RFC 1035 section 4), and queries onto it.
 *
 * A reader never looks outside its octets, follows compression pointers backwards only, and stops
 * at the first thing that isn't right. What it gives is uncompressed.
 *
 * ldns is the second reader of messages in tests, not the first one here: one message of 64 KiB, a
 * TXT of empty strings, keeps ldns 1.8.3 busy for seconds and takes 768 MB (its issue 294), and it
 * takes a record apart into parts of which each is allocated, where transfers have millions.
 */
#ifndef ZF_SERVER_MESSAGE_H
#define ZF_SERVER_MESSAGE_H

#include "name.h"

enum {
	DNS_HEADER = 12,
	DNS_MAX = 65535, /* octets of a message */
	DNS_CLASS_IN = 1,
	DNS_CLASS_NONE = 254,
	DNS_CLASS_ANY = 255,
	DNS_TYPE_TSIG = 250,
	DNS_TYPE_AXFR = 252,
	DNS_TYPE_ANY = 255,
	DNS_QUERY_ROOM = DNS_HEADER + NAME_MAX_OCTETS + 4 + 11, /* header, question, OPT */
};

enum dns_flag {
	DNS_QR = 0x8000, /* it is an answer */
	DNS_OPCODE = 0x7800,
	DNS_OPCODE_UPDATE = 0x2800,
	DNS_AA = 0x0400,
	DNS_TC = 0x0200, /* cut */
	DNS_RCODE = 0x000f,
};

enum dns_rcode {
	DNS_NOERROR = 0,
	DNS_FORMERR = 1,
	DNS_SERVFAIL = 2,
	DNS_NXDOMAIN = 3,
	DNS_NOTIMP = 4,
	DNS_REFUSED = 5,
	DNS_YXDOMAIN = 6,
	DNS_YXRRSET = 7,
	DNS_NXRRSET = 8,
	DNS_NOTAUTH = 9,
	DNS_NOTZONE = 10,
};

/* In updates (RFC 2136 section 2) they are zone, prerequisites, update and additional data. */
enum dns_section { DNS_QUESTION, DNS_ANSWER, DNS_AUTHORITY, DNS_ADDITIONAL, DNS_SECTIONS };

struct dns_message {
	const uint8_t *p; /* somebody else's */
	size_t n, at; /* at: where the next thing is read */
	uint16_t id, flags;
	uint16_t counts[DNS_SECTIONS];
};

struct dns_question {
	struct name name;
	uint16_t type, class;
};

struct dns_record {
	struct name owner;
	uint16_t type, class;
	uint32_t ttl;
	size_t start; /* where the record begins in the message */
	size_t rdata; /* where its RDATA does */
	uint16_t rdata_len;
};

/* Reads the header; false: there is none. */
bool dns_open(struct dns_message *m, const uint8_t *p, size_t n);
/* Each reads the next question or record; false: the message is malformed. */
bool dns_read_question(struct dns_message *m, struct dns_question *q);
bool dns_read_record(struct dns_message *m, struct dns_record *r);
/* Reads a name at *at, which moves behind it. */
bool dns_read_name(const struct dns_message *m, size_t *at, struct name *name);

/* Appends a record's RDATA with its names uncompressed (RFC 3597 section 4: of the types in whose
 * RDATA senders may compress). False: malformed, or no room. Whether it is valid RDATA of its type
 * is the caller's question. */
bool dns_expand_rdata(struct buf *out, const struct dns_message *m, const struct dns_record *r);

/* Writes a query: opcode 0, no flags, one question of class IN. Returns its octets. */
size_t dns_write_query(
	uint8_t out[DNS_QUERY_ROOM], uint16_t id, const struct name *name, uint16_t type);
/* Adds an OPT record (RFC 6891) that lets answers over UDP have `size` octets. */
size_t dns_add_opt(uint8_t out[DNS_QUERY_ROOM], size_t n, uint16_t size);

/* "REFUSED", or "RCODE 23"; also the errors of TSIG, from 16 on. */
enum { DNS_RCODE_ROOM = 16 };
const char *dns_rcode_name(unsigned rcode, char room[DNS_RCODE_ROOM]);

static inline uint16_t dns_get16(const uint8_t *p)
{
	return (uint16_t)(p[0] << 8 | p[1]);
}

static inline uint32_t dns_get32(const uint8_t *p)
{
	return (uint32_t)dns_get16(p) << 16 | dns_get16(p + 2);
}

static inline void dns_put16(uint8_t *p, unsigned value)
{
	p[0] = (uint8_t)(value >> 8);
	p[1] = (uint8_t)value;
}

#endif
