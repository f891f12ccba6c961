/*
 * rdata: RDATA between text and wire form, driven by the type table.
 *
 * Wire form is uncompressed and canonical (RFC 4034 section 6.2, and lower case in the names of
 * newer types too, so that comparing is memcmp). The text accepted is that of each type's RFC and
 * of RFC 3597; integers are range-checked, never wrapped; nothing is ever cut.
 */
#ifndef ZF_ZONE_RDATA_H
#define ZF_ZONE_RDATA_H

#include "name.h"
#include "rrtype.h"

enum { RDATA_MAX = 65535 };

enum rrfield_kind {
	FIELD_NAME,	  /* domain name, absolute in text */
	FIELD_U8, FIELD_U16, FIELD_U32,
	FIELD_TTL,	  /* u32, units allowed in text (SOA timers) */
	FIELD_TIME,	  /* u32 seconds, YYYYMMDDHHmmSS in text (RRSIG) */
	FIELD_TYPE,	  /* u16, mnemonic in text */
	FIELD_ALGORITHM,  /* u8, number or mnemonic in text, printed as a number */
	FIELD_IPV4, FIELD_IPV6,
	FIELD_STRING,	  /* <character-string>: length octet and text, always quoted in text */
	FIELD_STRINGS,	  /* one or more of these, to the end */
	FIELD_TEXT,	  /* text to the end without length octets (CAA value, URI target) */
	FIELD_TAG,	  /* CAA tag: length octet and letters or digits, unquoted */
	FIELD_HEX,	  /* to the end; white space inside is allowed in text */
	FIELD_HEX8,	  /* length octet and hex, "-" when empty (NSEC3 salt) */
	FIELD_BASE64,	  /* to the end; white space inside is allowed in text */
	FIELD_BASE32HEX8, /* length octet and base32hex (NSEC3 next) */
	FIELD_BITMAP,	  /* type bitmap to the end */
	FIELD_SVCPARAMS,  /* RFC 9460, to the end */
	FIELD_SPECIAL,	  /* the type has code of its own (LOC, APL, IPSECKEY, HIP, AMTRELAY …) */
};

enum rrfield_flag {
	FIELD_OPTIONAL = 1, /* may be missing, with all behind it */
	FIELD_NONEMPTY = 2, /* at least one octet */
};

struct rrfield {
	const char *name; /* as in the RFC, lower case, words joined by '-': "preference" */
	uint8_t kind;	  /* enum rrfield_kind */
	uint8_t flags;
};

enum rrtoken_flag {
	TOKEN_QUOTED = 1, /* stood in quotes, which are not part of the text */
	TOKEN_RAW = 2,	  /* octets are meant as they are: a backslash or quote is data */
	TOKEN_ESCAPES = 4, /* a backslash is in it (a reader's hint; unset means none) */
	TOKEN_GLUED = 8,  /* no white space before it: it follows a token or a quote directly */
};

/* One field of presentation form as it stands in the source: nothing unescaped yet. */
struct rrtoken {
	const char *p;
	uint32_t n;
	uint32_t flags;
};

/* Appends the wire form of the RDATA that `tokens` spell to `out` (whose limit is ignored: 65,535
 * octets at most are added). Names without a final dot are relative to `origin`. The RFC 3597 form
 * (\# length hex) is accepted for every type, and checked against a known type's structure.
 * Errors: ZF_ERR_DATA; *bad is the index of the token at fault (count: one is missing); err->id is
 * one of the codes listed by `zoneferry help check`. */
enum zf_status rdata_parse(struct buf *out, uint16_t type, const struct rrtoken *tokens,
	size_t count, const struct name *origin, size_t *bad, struct zf_error *err);

/* The same for RDATA as one text; no parentheses, comments or newlines. For text that others
 * give as a whole, such as providers' APIs and the program's own tests. */
enum zf_status rdata_parse_text(struct buf *out, uint16_t type, const char *text, size_t size,
	const struct name *origin, struct zf_error *err);

/* Cuts a text at white space into tokens, at most `max`; quotes are seen to. Returns the number of
 * tokens or -1: open quote, newline, NUL, or more than `max`. */
long rdata_tokens(struct rrtoken *tokens, size_t max, const char *text, size_t size);

/* Whether the octets are valid RDATA of a type, and thus may be printed by its mnemonic; types
 * of unknown structure are always valid. On false err (if given) says why. */
bool rdata_is_valid(uint16_t type, const uint8_t *rdata, size_t size, struct zf_error *err);

/* Lower-cases the names in valid RDATA, in place. */
void rdata_canonical(uint16_t type, uint8_t *rdata, size_t size);

/* The text of RDATA on one line, names absolute. RDATA whose text would not be read back octet for
 * octet (by us, BIND or Knot) is printed as \# length hex. */
void rdata_print(struct buf *b, uint16_t type, const uint8_t *rdata, size_t size);
void rdata_print_generic(struct buf *b, const uint8_t *rdata, size_t size); /* \# length hex */

/* Walks the fields of valid RDATA: *field and its octets. Start with *at = 0; false at the end. */
struct rdata_walk {
	const struct rrtype *type;
	const uint8_t *rdata;
	size_t size, at, field;
	const struct rrfield *now; /* the field found, and where it is */
	const uint8_t *p;
	size_t n;
};
void rdata_walk_init(struct rdata_walk *w, uint16_t type, const uint8_t *rdata, size_t size);
bool rdata_walk_next(struct rdata_walk *w);

/* Quoted text of octets, as zone files spell strings: "…" with \" \\ and \DDD. */
void rdata_print_string(struct buf *b, const uint8_t *p, size_t n);

#endif
