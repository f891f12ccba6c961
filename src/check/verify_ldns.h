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

/* The tag of a key by its DNSKEY RDATA (RFC 4034 appendix B). */
uint16_t verify_key_tag(struct str dnskey);

/* `octets` is what was signed, as RFC 4034 section 3.1.8.1 puts it together; `key` is DNSKEY RDATA
 * of 4 octets or more. */
enum verify_result verify_signature(struct str octets, struct str signature, struct str key);

#endif
