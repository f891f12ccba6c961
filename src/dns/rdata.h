/*
 * rdata: RDATA between text and wire form, driven by the type table.
 *
 * Wire form is uncompressed and canonical (RFC 4034 section 6.2, and lower case in the names of
 * newer types too, so that comparing is memcmp). The text accepted is that of each type's RFC and
 * of RFC 3597; integers are range-checked, never wrapped; nothing is ever cut.
 */
#ifndef ZF_DNS_RDATA_H
#define ZF_DNS_RDATA_H

#include "name.h"
#include "rrtype.h"

enum { RDATA_MAX = 65535 };

enum rrfield_kind {
	FIELD_NAME, /* domain name, absolute in text */
	FIELD_NAMES, /* any number of these, to the end (HIP rendezvous servers) */
	FIELD_U8,
	FIELD_U16,
	FIELD_U32,
	FIELD_U64,
	FIELD_TTL, /* u32, units allowed in text (SOA timers) */
	FIELD_TIME, /* u32 seconds, YYYYMMDDHHmmSS in text (RRSIG) */
	FIELD_TYPE, /* u16, mnemonic in text */
	FIELD_ALGORITHM, /* u8, number or mnemonic in text, printed as a number */
	FIELD_DIGEST_TYPE, /* the same for DS */
	FIELD_DSYNC_SCHEME, /* the same for DSYNC */
	FIELD_PROTOCOL, /* the same for WKS: IP protocol */
	FIELD_CERT_TYPE, /* u16, number or mnemonic in text, printed as a number */
	FIELD_IPV4,
	FIELD_IPV6,
	FIELD_EUI48, /* six octets, xx-xx-xx-xx-xx-xx in text */
	FIELD_EUI64, /* eight of them */
	FIELD_ILNP64, /* eight octets, xxxx:xxxx:xxxx:xxxx in text (NID, L64) */
	FIELD_NSAP, /* to the end; 0x and hex with dots between in text */
	FIELD_ATMA, /* all of ATMA's RDATA: hex with dots between, or + and digits */
	FIELD_STRING, /* <character-string>: length octet and text, always quoted in text */
	FIELD_STRINGS, /* one or more of these, to the end */
	FIELD_TEXT, /* text to the end without length octets (CAA value, URI target) */
	FIELD_TAG, /* CAA tag: length octet and letters or digits, unquoted */
	FIELD_HEX, /* to the end; white space inside is allowed in text */
	FIELD_DIGEST, /* the same; the octet before (a DS digest type) fixes the length */
	FIELD_FINGERPRINT, /* the same for SSHFP */
	FIELD_ZONE_DIGEST, /* the same for ZONEMD */
	FIELD_HEX8, /* length octet and hex, "-" when empty (NSEC3 salt) */
	FIELD_BASE64, /* to the end; white space inside is allowed in text */
	FIELD_BASE64_DASH, /* the same; "-" when empty (DOA) */
	FIELD_KEY, /* base64, of RDATA like KEY's: left out when its flags say so */
	FIELD_NSEC3_HASH, /* length octet and base32hex, of NSEC3's RDATA */
	FIELD_BITMAP, /* type bitmap to the end */
	FIELD_NXT_TYPES, /* bitmap of the types below 128 to the end (NXT) */
	FIELD_PORTS, /* bitmap of port numbers to the end (WKS) */
	FIELD_SVCPARAMS, /* RFC 9460, to the end */
	FIELD_LOC, /* all of LOC's RDATA */
	FIELD_APL, /* address prefixes to the end */
	FIELD_GATEWAY, /* IPSECKEY; the gateway type stands two octets before */
	FIELD_AMTRELAY, /* AMTRELAY behind the precedence: D bit, type, relay */
	FIELD_HIP, /* HIP but for the servers: algorithm, HIT, public key */
	FIELD_A6, /* all of A6's RDATA */
	FIELD_OPAQUE, /* to the end; there is no text but RFC 3597's (NULL) */
};

enum rrfield_flag {
	FIELD_OPTIONAL = 1, /* may be missing, with all behind it */
	FIELD_NONEMPTY = 2, /* at least one octet */
	FIELD_DIGITS = 4, /* digits only */
};

struct rrfield {
	const char *name; /* as in the RFC, lower case, words joined by '-': "preference" */
	uint8_t kind; /* enum rrfield_kind */
	uint8_t flags;
};

enum rrtoken_flag {
	TOKEN_QUOTED = 1, /* stood in quotes, which are not part of the text */
	TOKEN_RAW = 2, /* octets are meant as they are: a backslash or quote is data */
	TOKEN_ESCAPES = 4, /* a backslash is in it (a reader's hint; unset means none) */
	TOKEN_GLUED = 8, /* no white space before it: it follows a token or a quote directly */
};

/* One field of presentation form as it stands in the source: nothing unescaped yet. */
struct rrtoken {
	const char *p;
	uint32_t n;
	uint32_t flags;
};

/* Appends the canonical wire form of the RDATA that `tokens` spell to `out`, whose limit must leave
 * room for 70,000 octets. Names without a final dot are relative to `origin` (NULL: refused). The
 * RFC 3597 form (\# length hex) is accepted for every type, and checked against a known type's
 * structure (rdata_is_valid). A type without text form takes no other.
 * Errors: ZF_ERR_DATA; *bad is the index of the token at fault (count: one is missing), err->id one
 * of rdata_codes, and nothing is added to out. */
enum zf_status rdata_parse(struct buf *out, uint16_t type, const struct rrtoken *tokens,
	size_t count, const struct name *origin, size_t *bad, struct zf_error *err);

/* The same for RDATA as one text; no parentheses, comments or newlines. For text that others
 * give as a whole, such as providers' APIs and the program's own tests. */
enum zf_status rdata_parse_text(struct buf *out, uint16_t type, const char *text, size_t size,
	const struct name *origin, struct zf_error *err);

/* Cuts a text at white space into tokens, at most `max`; quotes are seen to. Returns the number of
 * tokens or -1: open quote, newline, NUL, or more than `max`. */
long rdata_tokens(struct rrtoken *tokens, size_t max, const char *text, size_t size);

/* Whether the octets can be cut into the fields of a known type: such RDATA can be in a zone, other
 * RDATA is damaged. Types of unknown structure are always valid. On false err says why. */
bool rdata_is_valid(uint16_t type, const uint8_t *rdata, size_t size, struct zf_error *err);

/* Whether the fields of valid RDATA also hold what their text may spell, so that rdata_print gives
 * text and not \#. False for what breaks its RFC though it can be carried (a repeated SVCB key, a
 * DS digest of the wrong length, a CAA tag with a space), and with the id "no-text" for what
 * nothing is wrong with but that has no text, or none that BIND and Knot read alike. On false err
 * says why. */
bool rdata_has_text(uint16_t type, const uint8_t *rdata, size_t size, struct zf_error *err);

/* Lower-cases the names in valid RDATA, in place. */
void rdata_canonical(uint16_t type, uint8_t *rdata, size_t size);

/* The text of RDATA on one line, names absolute; \# length hex for RDATA without text.
 * rdata_parse of the same type reads it back octet for octet. */
void rdata_print(struct buf *b, uint16_t type, const uint8_t *rdata, size_t size);
void rdata_print_generic(struct buf *b, const uint8_t *rdata, size_t size); /* \# length hex */

/* Type (padded with spaces to `width`), a space and the RDATA, as they stand in zone files that
 * BIND and Knot read too: TYPEn \# length hex when the type is rare or the RDATA has no text. */
void rdata_print_portable(
	struct buf *b, size_t width, uint16_t type, const uint8_t *rdata, size_t size);

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

/* Every id that errors of this module and of names carry, and the reason; NULL code at the end. */
struct rdata_code {
	const char *code;
	const char *reason; /* one sentence with its RFC; begins with a capital, ends with a dot */
};
extern const struct rdata_code rdata_codes[];

/* Quoted text of octets, as zone files spell strings: "…" with \" \\ and \DDD. */
void rdata_print_string(struct buf *b, const uint8_t *p, size_t n);

#endif
