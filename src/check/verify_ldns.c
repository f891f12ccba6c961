#include "verify_ldns.h"

#include <ldns/ldns.h>
#include <openssl/err.h>
#include <openssl/evp.h>

#include "buf.h"
#include "mem.h"

enum { DNSKEY_FIXED = 4 }; /* flags, protocol, algorithm */

uint16_t verify_key_tag(struct str dnskey)
{
	return ldns_calc_keytag_raw((const uint8_t *)dnskey.p, dnskey.n);
}

static void digest_of(uint8_t *digest, const EVP_MD *md, const struct buf *octets)
{
	/* The algorithms are always there: what can fail is memory. */
	if (EVP_Digest(octets->data, octets->len, digest, NULL, md, NULL) != 1)
		mem_exhausted();
}

void verify_hash_name(
	uint8_t hash[VERIFY_HASH_OCTETS], struct str owner, unsigned iterations, struct str salt)
{
	struct buf octets;
	buf_init(&octets, 0);
	buf_add(&octets, owner.p, owner.n);
	for (unsigned i = 0; i <= iterations; i++) {
		buf_add(&octets, salt.p, salt.n);
		digest_of(hash, EVP_sha1(), &octets);
		buf_reset(&octets);
		buf_add(&octets, hash, VERIFY_HASH_OCTETS);
	}
	buf_free(&octets);
}

size_t verify_key_digest(
	uint8_t digest[VERIFY_DIGEST_MOST], uint8_t type, struct str owner, struct str dnskey)
{
	const EVP_MD *md = type == 1   ? EVP_sha1()
			   : type == 2 ? EVP_sha256()
			   : type == 4 ? EVP_sha384()
				       : NULL;
	struct buf octets;
	if (!md)
		return 0;
	buf_init(&octets, 0);
	buf_add(&octets, owner.p, owner.n);
	buf_add(&octets, dnskey.p, dnskey.n);
	digest_of(digest, md, &octets);
	buf_free(&octets);
	return (size_t)EVP_MD_get_size(md);
}

static void *writable(const char *p)
{
	/* ldns takes pointers that it doesn't write through. */
	return (void *)(uintptr_t)p;
}

/* Signatures of ECDSA are two numbers (RFC 6605 section 4), which libcrypto wants as ASN.1. */
static bool add_signature(ldns_buffer *out, struct str signature, uint8_t algorithm)
{
	if (algorithm != LDNS_ECDSAP256SHA256 && algorithm != LDNS_ECDSAP384SHA384) {
		ldns_buffer_write(out, signature.p, signature.n);
		return true;
	}
	ldns_rdf *rdf =
		ldns_rdf_new_frm_data(LDNS_RDF_TYPE_B64, signature.n, (const uint8_t *)signature.p);
	ldns_status status =
		rdf ? ldns_convert_ecdsa_rrsig_rdf2asn1(out, rdf) : LDNS_STATUS_MEM_ERR;
	ldns_rdf_deep_free(rdf);
	return status == LDNS_STATUS_OK;
}

static bool is_known(uint8_t algorithm)
{
	static const uint8_t known[] = {LDNS_RSASHA1, LDNS_RSASHA1_NSEC3, LDNS_RSASHA256,
		LDNS_RSASHA512, LDNS_ECDSAP256SHA256, LDNS_ECDSAP384SHA384, LDNS_ED25519,
		LDNS_ED448};
	return memchr(known, algorithm, sizeof(known)) != NULL;
}

enum verify_result verify_signature(struct str octets, struct str signature, struct str key)
{
	uint8_t algorithm = (uint8_t)key.p[3];
	ldns_status status = LDNS_STATUS_CRYPTO_BOGUS;
	if (!is_known(algorithm))
		return VERIFY_UNKNOWN;
	ldns_buffer *data = ldns_buffer_new(octets.n + 1), *sig = ldns_buffer_new(signature.n + 16);
	if (!data || !sig)
		mem_exhausted();
	ldns_buffer_write(data, octets.p, octets.n);
	if (add_signature(sig, signature, algorithm))
		status = ldns_verify_rrsig_buffers_raw(ldns_buffer_begin(sig),
			ldns_buffer_position(sig), data, writable(key.p + DNSKEY_FIXED),
			key.n - DNSKEY_FIXED, algorithm);
	ldns_buffer_free(data);
	ldns_buffer_free(sig);
	/* A bad signature leaves its reason in the thread's queue of OpenSSL errors. */
	ERR_clear_error();
	if (status == LDNS_STATUS_CRYPTO_UNKNOWN_ALGO)
		return VERIFY_UNKNOWN;
	return status == LDNS_STATUS_OK ? VERIFY_GOOD : VERIFY_BAD;
}
