/*
 * dns_tsig: signing a query and verifying the answer with a shared key (RFC 8945).
 *
 * One struct tsig_session is one exchange: a signed query and its answer of one or many messages.
 * Of these the first and the last are signed, and at least every hundredth (section 5.3.1); nothing
 * is to be believed before tsig_finish says that the last one was.
 *
 * ldns verifies one message by its own signature; those of several, as servers make in transfers,
 * it can't, and a second TSIG record leaks there (its issue 317). It makes and verifies signatures
 * in tests.
 */
#ifndef ZF_SERVER_TSIG_H
#define ZF_SERVER_TSIG_H

#include "message.h"

enum {
	TSIG_MAX_MAC = 64,
	TSIG_MAX_UNSIGNED = 99,
	TSIG_ROOM = 2 * NAME_MAX_OCTETS + 26 + TSIG_MAX_MAC
};

struct tsig_algorithm;

struct tsig_key {
	struct name name;
	const struct tsig_algorithm *algorithm;
	struct buf secret; /* octets */
};

/* `name` and `algorithm` ("hmac-sha256") as in a configuration, `secret` in base64. Errors:
 * ZF_ERR_CONFIG, which never tell the secret. On success release with tsig_key_free, which wipes.
 */
enum zf_status tsig_key_init(struct tsig_key *key, const char *name, const char *algorithm,
	struct str secret, struct zf_error *err);
void tsig_key_free(struct tsig_key *key);

struct tsig_session {
	const struct tsig_key *key;
	uint16_t id; /* of the query */
	uint8_t mac[TSIG_MAX_MAC]; /* of the last signed message */
	size_t mac_len;
	struct buf pending; /* the unsigned messages since */
	unsigned unsigned_count;
	unsigned signed_count;
};

/* Signs the query in `message`, of *n octets and with room for TSIG_ROOM more; `now` is in seconds
 * since 1970. */
void tsig_sign(struct tsig_session *s, const struct tsig_key *key, uint8_t *message, size_t *n,
	uint64_t now);
void tsig_session_free(struct tsig_session *s);

/* Reads the message from where it is, in section `from`, to its end. *tsig is its TSIG record,
 * which is the last one (RFC 8945 section 5.1), in *room; NULL: it has none. False: malformed. */
bool tsig_find(const struct dns_record **tsig, struct dns_record *room, struct dns_message *m,
	enum dns_section from);

/* Takes the next message of the answer. `tsig` is its TSIG record, or NULL when it has none.
 * Errors: ZF_ERR_AUTH (signature, key, time, or none where there has to be one), ZF_ERR_ANSWER. */
enum zf_status tsig_verify(struct tsig_session *s, const struct dns_message *m,
	const struct dns_record *tsig, uint64_t now, struct zf_error *err);
/* Whether all that was taken is signed. Errors: ZF_ERR_AUTH. */
enum zf_status tsig_finish(const struct tsig_session *s, struct zf_error *err);

#endif
