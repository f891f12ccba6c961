/*
 * src/dns: the parts that records are made of. Names in wire form, as text and as keys that sort
 * (name), in Unicode (idn); types (rrtype), TTLs (ttl), and RDATA between text and wire form
 * (rdata), driven by one table of the types' fields (rrtype_table), each kind of field in a file of
 * its own (rdata_*). Pure: no zone, no file, no network.
 *
 * name: domain names in wire form (RFC 1035 section 3.1), and their text.
 *
 * A name is uncompressed wire octets, at most 255, the root's length octet last. Letter case is
 * kept as it was read; comparing ignores the case of ASCII letters (RFC 4343).
 */
#ifndef ZF_DNS_NAME_H
#define ZF_DNS_NAME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "buf.h"
#include "str.h"
#include "zoneferry.h"

enum { NAME_MAX_OCTETS = 255, NAME_MAX_LABEL = 63, NAME_MAX_TEXT = 4 * 255 + 1 };

struct name {
	uint8_t len; /* 1..255 */
	uint8_t wire[NAME_MAX_OCTETS];
};

extern const struct name name_root;

/* *to = *from, of which mostly a tenth is in use. */
static inline void name_copy(struct name *to, const struct name *from)
{
	enum { STEP = 16 };
	_Static_assert(sizeof(struct name) % STEP == 0, "whole steps");
	for (size_t i = 0, n = 1u + from->len; i < n; i += STEP)
		memcpy((uint8_t *)to + i, (const uint8_t *)from + i, STEP);
}

/* Reads text (labels, escapes \X and \DDD, no quotes). A name that doesn't end in a dot is relative
 * to `origin`; with origin NULL that is an error, as is the empty text. A bare "@" is the origin.
 * Octets above 127 that no escape made are refused (names of IDN are written as A-labels).
 * `origin` may be `name` itself.
 * Errors: ZF_ERR_DATA with an id of "bad-name". On error *name is undefined. */
enum zf_status name_parse(struct name *name, const char *text, size_t size,
	const struct name *origin, struct zf_error *err);

/* The same for an absolute name whose final dot may be missing, as on a command line. */
enum zf_status name_parse_absolute(struct name *name, const char *text, struct zf_error *err);

/* What both are made of, for readers that put many names into one buffer: writes the wire form
 * straight to `wire`, which has room for NAME_MAX_OCTETS and is not the origin's. Returns NULL, or
 * what is wrong, to follow "is no domain name: ". */
enum name_case { NAME_KEEP_CASE, NAME_LOWER_CASE };
const char *name_read(uint8_t *wire, size_t *len, struct str text, const struct name *origin,
	enum name_case letters);

/* The length of the uncompressed name that starts at p, or 0 when there is no valid one within
 * n octets. */
size_t name_wire_length(const uint8_t *p, size_t n);

bool name_from_wire(struct name *name, const uint8_t *p, size_t n); /* exactly n octets */

/* Absolute text with the final dot: letters, digits, '-', '_', '*' stand as they are, every other
 * octet as \DDD (RFC 1035 section 5.1); NAME_MAX_TEXT octets at most. */
void name_print(struct buf *b, const uint8_t *wire);

/* The same to a place that has room; returns the end. No NUL is added. A label alone: 4 * n octets
 * at most, no dot. */
char *name_write(char *at, const uint8_t *wire);
char *name_write_label(char *at, const uint8_t *label, size_t n);

void name_lower(uint8_t *wire, size_t len); /* in place; wire is one whole name */

bool name_equal(const struct name *a, const struct name *b);
bool name_is_below_or_equal(const struct name *name, const struct name *apex);
unsigned name_labels(const struct name *name); /* the root not counted */

/*
 * Keys: names as octet strings that sort by memcmp in DNSSEC canonical order (RFC 4034 section
 * 6.1), relative to an apex.
 *
 * A name at or below the apex: its labels below the apex from the right, lower case, each followed
 * by 0, then one more 0. Octets 0 and 1 inside a label are 1 1 and 1 2, octets 254 and 255 are
 * 254 254 and 254 255. Any other name: octet 255, then the key relative to the root. So the apex is
 * the single octet 0, in-zone names come first, and no key is a prefix of another.
 */
enum { NAME_MAX_KEY = 2 * 255 + 2 };

/* Both return the length of the key. */
size_t name_to_key(uint8_t key[NAME_MAX_KEY], const struct name *name, const struct name *apex);
size_t name_from_key(struct name *name, const uint8_t *key, const struct name *apex);

/* The text of a name inside the zone, relative to the apex: name_write without the apex and the dot
 * before it; nothing for the apex itself. Returns the end. */
char *key_write(char *at, const uint8_t *key);

static inline bool key_is_apex(const uint8_t *key)
{
	return key[0] == 0;
}

static inline bool key_is_outside(const uint8_t *key)
{
	return key[0] == 255;
}

/* Whether the name of key `a` is at or below that of key `b`; both relative to one apex. A name
 * above the apex has nothing inside the zone below it, as far as keys can tell. */
bool key_is_below_or_equal(const uint8_t *a, size_t alen, const uint8_t *b, size_t blen);

#endif
