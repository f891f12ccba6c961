/*
 * verify_ldns: the cryptography of DNSSEC signatures (RFC 4034, RFC 5702, RFC 6605, RFC 8080), for
 * check. Whether a signature has expired is not asked: the same zone gives the same findings on
 * every day.
 */
#ifndef ZF_CHECK_VERIFY_LDNS_H
#define ZF_CHECK_VERIFY_LDNS_H

#include "str.h"

enum verify_result {
	VERIFY_GOOD,
	VERIFY_BAD, /* the key did not make this signature over these octets */
	VERIFY_UNKNOWN, /* the algorithm is not one that can be computed here */
};

enum { VERIFY_HASH_OCTETS = 20, VERIFY_DIGEST_MOST = 48 };

/* The hash of a name in wire form, lower case, of the one algorithm of NSEC3 (RFC 5155 section 5).
 */
void verify_hash_name(
	uint8_t hash[VERIFY_HASH_OCTETS], struct str owner, unsigned iterations, struct str salt);

/* The digest of a DS of this type for a key by its DNSKEY RDATA (RFC 4034 section 5.1.4). Returns
 * its octets, 0 for a type that isn't known. */
size_t verify_key_digest(
	uint8_t digest[VERIFY_DIGEST_MOST], uint8_t type, struct str owner, struct str dnskey);

/* The tag of a key by its DNSKEY RDATA (RFC 4034 appendix B). */
uint16_t verify_key_tag(struct str dnskey);

/* `octets` is what was signed, as RFC 4034 section 3.1.8.1 puts it together; `key` is DNSKEY RDATA
 * of 4 octets or more. */
enum verify_result verify_signature(struct str octets, struct str signature, struct str key);

#endif
