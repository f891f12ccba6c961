/*
 * rrtype: the table of resource record types (IANA "Resource Record (RR) TYPEs").
 *
 * One row a type: its code, mnemonic and the typed fields of its RDATA. The fields drive parsing,
 * printing, checking, canonical form, error messages, and the mapping of providers' fields.
 */
#ifndef ZF_DNS_RRTYPE_H
#define ZF_DNS_RRTYPE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buf.h"

enum {
	TYPE_A = 1,
	TYPE_NS = 2,
	TYPE_CNAME = 5,
	TYPE_SOA = 6,
	TYPE_PTR = 12,
	TYPE_HINFO = 13,
	TYPE_MX = 15,
	TYPE_TXT = 16,
	TYPE_RP = 17,
	TYPE_AFSDB = 18,
	TYPE_SIG = 24,
	TYPE_KEY = 25,
	TYPE_AAAA = 28,
	TYPE_LOC = 29,
	TYPE_SRV = 33,
	TYPE_NAPTR = 35,
	TYPE_KX = 36,
	TYPE_CERT = 37,
	TYPE_DNAME = 39,
	TYPE_OPT = 41,
	TYPE_APL = 42,
	TYPE_DS = 43,
	TYPE_SSHFP = 44,
	TYPE_IPSECKEY = 45,
	TYPE_RRSIG = 46,
	TYPE_NSEC = 47,
	TYPE_DNSKEY = 48,
	TYPE_DHCID = 49,
	TYPE_NSEC3 = 50,
	TYPE_NSEC3PARAM = 51,
	TYPE_TLSA = 52,
	TYPE_SMIMEA = 53,
	TYPE_HIP = 55,
	TYPE_CDS = 59,
	TYPE_CDNSKEY = 60,
	TYPE_OPENPGPKEY = 61,
	TYPE_CSYNC = 62,
	TYPE_ZONEMD = 63,
	TYPE_SVCB = 64,
	TYPE_HTTPS = 65,
	TYPE_SPF = 99,
	TYPE_URI = 256,
	TYPE_CAA = 257,
	TYPE_AMTRELAY = 260
};

enum rrtype_flag {
	RRTYPE_META = 1, /* a query or meta type: never in a zone (RFC 6895 section 3.1) */
	RRTYPE_DNSSEC = 2, /* made by a signer: RRSIG, NSEC, NSEC3, NSEC3PARAM, DNSKEY … */
	RRTYPE_SINGLE = 4, /* one record a set at most: SOA, CNAME, DNAME */
	RRTYPE_RARE = 8, /* BIND 9.18 or Knot 3.2 lacks the mnemonic: printed as TYPEn \# */
};

struct rrfield; /* rdata.h */

struct rrtype {
	uint16_t code;
	uint16_t flags; /* of enum rrtype_flag */
	const char *name;
	const struct rrfield *fields; /* NULL: this codec doesn't know the RDATA's structure */
	size_t field_count;
};

/* The row of a code, or NULL for a type that has no mnemonic. */
const struct rrtype *rrtype_by_code(uint16_t code);

/* A mnemonic or TYPEn, any letter case, n of 1..65535. Returns 0 (which is no type) otherwise. */
uint16_t rrtype_parse(const char *text, size_t size);

bool rrtype_is_meta(uint16_t code);

/* Whether the type may stand beside a CNAME: DNSSEC's (RFC 4035 section 2.5), and KEY and SIG of
 * the times before it (RFC 2181 section 10.1, RFC 3007). */
bool rrtype_may_accompany_cname(uint16_t code);

/* The mnemonic or TYPEn. */
void rrtype_print(struct buf *b, uint16_t code);
enum { RRTYPE_MAX_TEXT = 12 };
const char *rrtype_name(uint16_t code, char room[RRTYPE_MAX_TEXT]);

/* The name that every reader knows: TYPEn for rare and meta types. For text inside RDATA. */
const char *rrtype_portable_name(uint16_t code, char room[RRTYPE_MAX_TEXT]);

/* Walks all rows by code: the first for NULL; NULL at the end. */
const struct rrtype *rrtype_next(const struct rrtype *row);

#endif
