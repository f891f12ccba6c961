/*
 * rdata_kind: what each kind of field does. Inside the codec only.
 *
 * One row a kind: how its octets are measured, read from text and printed. The driver in rdata.c
 * walks a type's fields and calls them; a kind never looks at the type.
 */
#ifndef ZF_DNS_RDATA_KIND_H
#define ZF_DNS_RDATA_KIND_H

#include "rdata.h"

/* Text being read: a reader takes tokens from `token` on and appends octets to `out`. On an error
 * `token` stays at the one at fault. */
struct rdata_in {
	struct buf *out;
	size_t start; /* where this RDATA begins in out */
	const struct rrtoken *first, *token, *end;
	const struct name *origin;
	const struct rrtype *type;
	const struct rrfield *field;
	struct zf_error *err;
};

/* Octets being printed: a printer takes octets from `p` on and appends text to `b`. */
struct rdata_out {
	struct buf *b;
	const uint8_t *start, *p, *end; /* all RDATA begins at start */
	const struct rrtype *type;
	const struct rrfield *field;
	struct zf_error *err; /* says why there is no text; may be NULL */
};

enum { RDATA_BROKEN = -1 };

struct rdata_kind {
	/* The length of the field at p, of which n octets are there, or RDATA_BROKEN. A kind whose
	 * form another field decides looks at octets before p. NULL: to the end, whatever it is. */
	long (*measure)(const uint8_t *p, size_t n);
	/* A token that is missing is the reader's to refuse. */
	enum zf_status (*parse)(struct rdata_in *in);
	/* False: these octets have no text. What was added to b is the caller's to drop. Adding
	 * nothing is the text of an empty field. NULL: there is never any text. */
	bool (*print)(struct rdata_out *out);
	/* Lower-cases the names in it; NULL: there are none. */
	void (*lower)(uint8_t *p, size_t n);
};

extern const struct rdata_kind rdata_kind_name, rdata_kind_names; /* rdata_name.c */
extern const struct rdata_kind rdata_kind_u8, rdata_kind_u16, rdata_kind_u32, rdata_kind_u64,
	rdata_kind_ttl, rdata_kind_type; /* rdata_number.c */
extern const struct rdata_kind rdata_kind_algorithm, rdata_kind_digest_type,
	rdata_kind_dsync_scheme, rdata_kind_protocol, rdata_kind_cert_type; /* rdata_mnemonic.c */
extern const struct rdata_kind rdata_kind_time; /* rdata_time.c */
extern const struct rdata_kind rdata_kind_ipv4, rdata_kind_ipv6, rdata_kind_eui48, rdata_kind_eui64,
	rdata_kind_ilnp64; /* rdata_address.c */
extern const struct rdata_kind rdata_kind_string, rdata_kind_strings, rdata_kind_text,
	rdata_kind_tag; /* rdata_string.c */
extern const struct rdata_kind rdata_kind_hex, rdata_kind_digest, rdata_kind_hex8, rdata_kind_nsap,
	rdata_kind_atma; /* rdata_hex.c */
extern const struct rdata_kind rdata_kind_base64, rdata_kind_base64_dash, rdata_kind_key,
	rdata_kind_nsec3_hash; /* rdata_base64.c */
extern const struct rdata_kind rdata_kind_bitmap, rdata_kind_nxt_types,
	rdata_kind_ports; /* rdata_bitmap.c */
extern const struct rdata_kind rdata_kind_svcparams; /* rdata_svcb.c */
extern const struct rdata_kind rdata_kind_loc; /* rdata_loc.c */
extern const struct rdata_kind rdata_kind_apl; /* rdata_apl.c */
extern const struct rdata_kind rdata_kind_gateway, rdata_kind_amtrelay; /* rdata_gateway.c */
extern const struct rdata_kind rdata_kind_hip, rdata_kind_a6, rdata_kind_opaque; /* rdata_rare.c */

/* Room for n octets at the end of in->out, or NULL when that is beyond what RDATA may hold (see
 * rdata_too_long); the caller writes there and then calls rdata_wrote. */
uint8_t *rdata_room_slow(struct rdata_in *in, size_t n);

static inline uint8_t *rdata_room(struct rdata_in *in, size_t n)
{
	struct buf *b = in->out;
	if (n <= b->cap - b->len)
		return (uint8_t *)b->data + b->len;
	return rdata_room_slow(in, n);
}

static inline void rdata_wrote(struct rdata_in *in, size_t n)
{
	in->out->len += n;
}

/* Room for n octets of text at the end of out->b, or NULL beyond its limit. */
static inline char *rdata_text_room(struct rdata_out *out, size_t n)
{
	struct buf *b = out->b;
	if (n <= b->cap - b->len)
		return b->data + b->len;
	return buf_reserve(b, n);
}

/* Sets where the text ends that was written to rdata_text_room. Returns true. */
static inline bool rdata_text_end(struct rdata_out *out, const char *end)
{
	out->b->len = (size_t)(end - out->b->data);
	return true;
}

/* Sets an error about the token that in->token points at: `TYPE field "token" what`; without a
 * token there: `TYPE field what`. */
enum zf_status rdata_fail(struct rdata_in *in, const char *id, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
enum zf_status rdata_too_long(struct rdata_in *in);

/* Says why octets have no text: `TYPE field what`. Returns false. */
bool rdata_no_text(struct rdata_out *out, const char *id, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* The same for octets whose text some readers refuse or bend. */
bool rdata_no_portable_text(struct rdata_out *out);

/* The next token as plain text; NULL and an error when there is none, or one that is quoted or
 * glued to its neighbour. It stays the next token. */
const struct rrtoken *rdata_plain_slow(struct rdata_in *in);

static inline const struct rrtoken *rdata_plain(struct rdata_in *in)
{
	if (in->token < in->end && !(in->token->flags & (TOKEN_QUOTED | TOKEN_GLUED)))
		return in->token;
	return rdata_plain_slow(in);
}

/* The next token as a number of at most `max`; takes it. False: an error is set. */
bool rdata_number(struct rdata_in *in, uint64_t max, uint64_t *value);

/* The same for a port, that may be the name of a service. */
bool rdata_service(struct rdata_in *in, uint64_t *port);

/* Parts of the kinds that are numbers in print. */
long rdata_measure_u8(const uint8_t *p, size_t n);
long rdata_measure_u16(const uint8_t *p, size_t n);
bool rdata_print_u8(struct rdata_out *out);
bool rdata_print_u16(struct rdata_out *out);

/* Takes a name, and appends it in canonical form. */
enum zf_status rdata_take_name(struct rdata_in *in);

/* Takes one string and appends its octets without length, at most `max`. */
enum zf_status rdata_take_text(struct rdata_in *in, size_t max);

/* Octets that a string's text spells, escapes undone; `out` has room for text.n. Returns NULL or
 * what is wrong. */
const char *rdata_unescape(uint8_t *out, size_t *len, struct str text);

/* Writing text where there is room; each returns the end. */
char *rdata_write_number(char *at, uint32_t value); /* 10 octets at most */
char *rdata_write_text(char *at, const char *text); /* without its NUL */
char *rdata_write_ipv4(char *at, const uint8_t octets[4]);
char *rdata_write_ipv6(char *at, const uint8_t octets[16]);
enum { RDATA_IPV4_TEXT = 15, RDATA_IPV6_TEXT = 45 };
char *rdata_write_octet(char *at, uint8_t octet); /* of a string in quotes; 4 at most */
char *rdata_write_string(char *at, const uint8_t *p, size_t n); /* 4 n + 2 octets at most */
char *rdata_write_hex(char *at, const uint8_t *p, size_t n); /* 2 n octets, upper case */

bool rdata_parse_ipv4(uint8_t octets[4], const char *p, size_t n);
bool rdata_parse_ipv6(uint8_t octets[16], const char *p, size_t n);

/* Takes all tokens that are left as hex digits; appends their octets. None left: no octets. */
enum zf_status rdata_take_hex(struct rdata_in *in);

#endif
