/*
 * rdata_svcb: keys of service parameters and what their values are. Inside the codec only.
 */
#ifndef ZF_DNS_RDATA_SVCB_H
#define ZF_DNS_RDATA_SVCB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buf.h"

enum svc_key {
	SVC_MANDATORY = 0,
	SVC_ALPN = 1,
	SVC_NO_DEFAULT_ALPN = 2,
	SVC_INVALID = 65535, /* reserved: never in a record */
};

/* What the values of a key are. */
struct svc_value {
	/* Appends the wire form of a text, whose escapes as a string are undone. Returns NULL or
	 * what is wrong, to follow "it ". */
	const char *(*parse)(struct buf *out, const char *p, size_t n);
	/* Returns NULL when the octets are a value, or what is wrong. */
	const char *(*check)(const uint8_t *p, size_t n);
	/* Prints octets that were checked, and at least one. False: readers differ on the text.
	 * NULL: they always do. */
	bool (*print)(struct buf *b, const uint8_t *p, size_t n);
};

const struct svc_value *svc_value_of(uint16_t key);
extern const struct svc_value svc_octets; /* of keyN: they are what they are */

/* The code of a key's name, or of keyN without leading zeros (RFC 9460 section 2.1); -1: neither.
 */
int svc_key_parse(const char *p, size_t n);
void svc_key_print(struct buf *b, uint16_t key);

#endif
