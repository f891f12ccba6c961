#include "sha256.h"

#include <openssl/evp.h>

#include "mem.h"

void sha256(uint8_t digest[SHA256_OCTETS], const void *p, size_t n)
{
	/* The algorithm is always there: what can fail is memory. */
	if (EVP_Digest(p, n, digest, NULL, EVP_sha256(), NULL) != 1)
		mem_exhausted();
}
