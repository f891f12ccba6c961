#include "tsig.h"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>

#include "base64.h"
#include "crypto.h"
#include "err.h"
#include "mem.h"
#include "secret.h"

enum { FUDGE = 300 }; /* seconds, as RFC 8945 section 10 recommends */
enum { BADSIG = 16, BADKEY = 17, BADTIME = 18 };

struct tsig_algorithm {
	const char *word; /* in configurations */
	const char *name; /* on the wire */
	const char *digest; /* libcrypto's */
};

static const struct tsig_algorithm algorithms[] = {
	{"hmac-sha256", "hmac-sha256", "SHA256"},
	{"hmac-sha512", "hmac-sha512", "SHA512"},
	{"hmac-sha384", "hmac-sha384", "SHA384"},
	{"hmac-sha224", "hmac-sha224", "SHA224"},
	{"hmac-sha1", "hmac-sha1", "SHA1"},
	{"hmac-md5", "hmac-md5.sig-alg.reg.int", "MD5"},
};

static const struct tsig_algorithm *find_algorithm(const char *word)
{
	for (size_t i = 0; i < sizeof(algorithms) / sizeof(algorithms[0]); i++)
		if (str_cmp_nocase(word, algorithms[i].word) == 0 ||
			str_cmp_nocase(word, algorithms[i].name) == 0)
			return &algorithms[i];
	return NULL;
}

enum zf_status tsig_key_init(struct tsig_key *key, const char *name, const char *algorithm,
	struct str secret, struct zf_error *err)
{
	*key = (struct tsig_key){.algorithm = find_algorithm(algorithm)};
	if (!key->algorithm)
		return err_set(err, ZF_ERR_CONFIG,
			"key %s: unknown algorithm %s; there are hmac-sha256, hmac-sha512, "
			"hmac-sha384, hmac-sha224, hmac-sha1 and hmac-md5",
			name, algorithm);
	if (name_parse_absolute(&key->name, name, NULL) != ZF_OK)
		return err_set(
			err, ZF_ERR_CONFIG, "key %s: the name of a key is a domain name", name);
	name_lower(key->name.wire, key->name.len);
	buf_init(&key->secret, 0);
	/* Decoding never grows beyond this, so that no copy is left behind in freed memory. */
	buf_reserve(&key->secret, secret.n);
	if (!base64_decode(&key->secret, secret.p, secret.n, BASE64_STANDARD) ||
		key->secret.len == 0) {
		tsig_key_free(key);
		return err_set(err, ZF_ERR_CONFIG, "key %s: the secret is not base64", name);
	}
	return ZF_OK;
}

void tsig_key_free(struct tsig_key *key)
{
	secret_wipe(key->secret.data, key->secret.len);
	buf_free(&key->secret);
}

/* What the time and the errors of a TSIG record look like on the wire. */
struct times {
	uint8_t octets[8]; /* time signed, fudge */
};

static void put_times(struct times *t, uint64_t now)
{
	for (int i = 0; i < 6; i++)
		t->octets[i] = (uint8_t)(now >> (40 - 8 * i));
	dns_put16(t->octets + 6, FUDGE);
}

static uint64_t get_time(const uint8_t *p)
{
	return (uint64_t)dns_get16(p) << 32 | dns_get32(p + 2);
}

/* Every failure here is memory that ran out, or an algorithm that libcrypto was built or told to
 * go without: the digest is then empty and fits nothing. */
static size_t compute_mac(uint8_t mac[TSIG_MAX_MAC], const struct tsig_key *key, struct str octets)
{
	size_t n = 0;
	crypto_start();
	EVP_MAC *hmac = EVP_MAC_fetch(NULL, "HMAC", NULL);
	EVP_MAC_CTX *ctx = hmac ? EVP_MAC_CTX_new(hmac) : NULL;
	char digest[16];
	memcpy(digest, key->algorithm->digest, strlen(key->algorithm->digest) + 1);
	OSSL_PARAM params[] = {OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest, 0),
		OSSL_PARAM_construct_end()};
	if (!ctx ||
		!EVP_MAC_init(ctx, (const uint8_t *)key->secret.data, key->secret.len, params) ||
		!EVP_MAC_update(ctx, (const uint8_t *)octets.p, octets.n) ||
		!EVP_MAC_final(ctx, mac, &n, TSIG_MAX_MAC))
		n = 0;
	EVP_MAC_CTX_free(ctx);
	EVP_MAC_free(hmac);
	return n;
}

static void add16(struct buf *b, unsigned value)
{
	uint8_t octets[2];
	dns_put16(octets, value);
	buf_add(b, octets, 2);
}

static void add_algorithm_name(struct buf *b, const struct tsig_key *key)
{
	struct name name;
	name_parse_absolute(&name, key->algorithm->name, NULL);
	buf_add(b, name.wire, name.len);
}

/* The TSIG variables (RFC 8945 section 4.3.3). */
static void add_variables(struct buf *b, const struct tsig_key *key, const struct times *times,
	unsigned error, struct str other)
{
	buf_add(b, key->name.wire, key->name.len);
	add16(b, DNS_CLASS_ANY);
	buf_add(b, "\0\0\0\0", 4); /* TTL */
	add_algorithm_name(b, key);
	buf_add(b, times->octets, sizeof(times->octets));
	add16(b, error);
	add16(b, (unsigned)other.n);
	buf_add(b, other.p, other.n);
}

void tsig_sign(struct tsig_session *s, const struct tsig_key *key, uint8_t *message, size_t *n,
	uint64_t now)
{
	struct times times;
	struct buf b;
	*s = (struct tsig_session){.key = key, .id = dns_get16(message)};
	buf_init(&s->pending, 0);
	put_times(&times, now);
	buf_init(&b, 0);
	buf_add(&b, message, *n);
	add_variables(&b, key, &times, 0, (struct str){"", 0});
	s->mac_len = compute_mac(s->mac, key, (struct str){b.data, b.len});

	buf_reset(&b);
	add_algorithm_name(&b, key);
	buf_add(&b, times.octets, sizeof(times.octets));
	add16(&b, (unsigned)s->mac_len);
	buf_add(&b, s->mac, s->mac_len);
	add16(&b, s->id);
	add16(&b, 0); /* error */
	add16(&b, 0); /* no other data */

	uint8_t *p = message + *n;
	memcpy(p, key->name.wire, key->name.len);
	p += key->name.len;
	dns_put16(p, DNS_TYPE_TSIG);
	dns_put16(p + 2, DNS_CLASS_ANY);
	memset(p + 4, 0, 4);
	dns_put16(p + 8, (unsigned)b.len);
	memcpy(p + 10, b.data, b.len);
	*n = (size_t)(p - message) + 10 + b.len;
	dns_put16(message + 10, dns_get16(message + 10) + 1U);
	buf_free(&b);
}

void tsig_session_free(struct tsig_session *s)
{
	buf_free(&s->pending);
}

/* A TSIG record's RDATA taken apart (RFC 8945 section 4.2). */
struct tsig_fields {
	struct name algorithm;
	struct times times;
	struct str mac, other;
	uint16_t original_id, error;
};

static bool take_fields(
	struct tsig_fields *f, const struct dns_message *m, const struct dns_record *r)
{
	struct dns_message inside = *m;
	size_t at = r->rdata, end = r->rdata + r->rdata_len;
	inside.n = end;
	if (!dns_read_name(&inside, &at, &f->algorithm) || end - at < 10)
		return false;
	memcpy(f->times.octets, m->p + at, 8);
	f->mac = (struct str){(const char *)m->p + at + 10, dns_get16(m->p + at + 8)};
	at += 10;
	if (end - at < f->mac.n || end - at - f->mac.n < 6)
		return false;
	at += f->mac.n;
	f->original_id = dns_get16(m->p + at);
	f->error = dns_get16(m->p + at + 2);
	f->other = (struct str){(const char *)m->p + at + 6, dns_get16(m->p + at + 4)};
	return end - at - 6 == f->other.n;
}

static enum zf_status refused(
	const struct tsig_session *s, const struct tsig_fields *f, struct zf_error *err)
{
	struct buf name;
	char room[DNS_RCODE_ROOM];
	const char *what = "the server can't verify the signature";
	buf_init(&name, 0);
	name_print(&name, s->key->name.wire);
	if (f->error == BADKEY)
		what = "the server does not know the key, or not with this algorithm";
	else if (f->error == BADSIG)
		what = "the server has another secret for the key";
	else if (f->error == BADTIME)
		what = "the server's clock and this machine's differ by more than five minutes";
	enum zf_status status = err_set(err, ZF_ERR_AUTH, "key %s: %s (%s)", name.data, what,
		dns_rcode_name(f->error, room));
	buf_free(&name);
	return status;
}

/* What is put under the MAC: the MAC before, the unsigned messages since, this message as it was
 * before it was signed, and the variables, of which messages behind the first have the times only
 * (RFC 8945 sections 4.3, 5.3.1). */
static void add_signed_octets(struct buf *b, const struct tsig_session *s,
	const struct dns_message *m, const struct dns_record *tsig, const struct tsig_fields *f)
{
	add16(b, (unsigned)s->mac_len);
	buf_add(b, s->mac, s->mac_len);
	buf_add(b, s->pending.data, s->pending.len);
	size_t header = b->len;
	buf_add(b, m->p, tsig->start);
	dns_put16((uint8_t *)b->data + header, f->original_id);
	dns_put16((uint8_t *)b->data + header + 10, m->counts[DNS_ADDITIONAL] - 1U);
	if (s->signed_count == 0)
		add_variables(b, s->key, &f->times, f->error, f->other);
	else
		buf_add(b, f->times.octets, sizeof(f->times.octets));
}

static bool is_by_key(
	const struct tsig_session *s, const struct dns_record *tsig, const struct tsig_fields *f)
{
	struct name algorithm;
	name_parse_absolute(&algorithm, s->key->algorithm->name, NULL);
	return name_equal(&tsig->owner, &s->key->name) && name_equal(&f->algorithm, &algorithm);
}

static enum zf_status verify_signed(struct tsig_session *s, const struct dns_message *m,
	const struct dns_record *tsig, uint64_t now, struct zf_error *err)
{
	struct tsig_fields f;
	uint8_t mac[TSIG_MAX_MAC];
	struct buf octets;
	if (!take_fields(&f, m, tsig) || tsig->class != DNS_CLASS_ANY || f.original_id != s->id)
		return err_set(err, ZF_ERR_ANSWER, "the answer's TSIG record is malformed");
	/* Errors about the key come unsigned, there is no key that both sides know. */
	if (f.error && f.mac.n == 0)
		return refused(s, &f, err);
	if (!is_by_key(s, tsig, &f))
		return err_set(
			err, ZF_ERR_AUTH, "the answer is signed with another key than asked");
	buf_init(&octets, 0);
	add_signed_octets(&octets, s, m, tsig, &f);
	size_t n = compute_mac(mac, s->key, (struct str){octets.data, octets.len});
	buf_free(&octets);
	if (n == 0 || n != f.mac.n || CRYPTO_memcmp(mac, f.mac.p, n) != 0)
		return err_set(err, ZF_ERR_AUTH,
			"the answer's signature is wrong (BADSIG): changed on its way, or signed with "
			"another secret");
	if (f.error)
		return refused(s, &f, err);
	uint64_t then = get_time(f.times.octets), fudge = dns_get16(f.times.octets + 6);
	if (then > now + fudge || now > then + fudge)
		return err_set(err, ZF_ERR_AUTH,
			"the answer was signed at another time (BADTIME): set the clocks of this "
			"machine and the server");
	memcpy(s->mac, mac, n);
	s->mac_len = n;
	s->signed_count++;
	s->unsigned_count = 0;
	buf_reset(&s->pending);
	return ZF_OK;
}

bool tsig_find(const struct dns_record **tsig, struct dns_record *room, struct dns_message *m,
	enum dns_section from)
{
	*tsig = NULL;
	for (unsigned section = from; section < DNS_SECTIONS; section++)
		for (unsigned i = m->counts[section]; i; i--) {
			if (*tsig || !dns_read_record(m, room))
				return false;
			if (section == DNS_ADDITIONAL && room->type == DNS_TYPE_TSIG)
				*tsig = room;
		}
	return m->at == m->n;
}

enum zf_status tsig_verify(struct tsig_session *s, const struct dns_message *m,
	const struct dns_record *tsig, uint64_t now, struct zf_error *err)
{
	if (tsig)
		return verify_signed(s, m, tsig, now, err);
	if (s->signed_count == 0)
		return err_set(err, ZF_ERR_AUTH,
			"the answer is not signed although the question was; does the server know the "
			"key?");
	if (++s->unsigned_count > TSIG_MAX_UNSIGNED)
		return err_set(err, ZF_ERR_AUTH,
			"the server sent %d messages without a signature, 99 are allowed",
			TSIG_MAX_UNSIGNED + 1);
	buf_add(&s->pending, m->p, m->n);
	return ZF_OK;
}

enum zf_status tsig_finish(const struct tsig_session *s, struct zf_error *err)
{
	if (s->signed_count == 0 || s->unsigned_count)
		return err_set(err, ZF_ERR_AUTH, "the last message of the answer is not signed");
	return ZF_OK;
}
