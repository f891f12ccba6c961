/* Any octets as the messages of a zone transfer, each behind its length; the first octet says
 * whether a key is used. Ids are made right, or nothing else would be looked at. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "axfr.h"
#include "mem.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void take_all(struct axfr *x, uint8_t *p, size_t n)
{
	struct zf_error err = ZF_ERROR_INIT;
	while (n >= 2 && x->state != AXFR_DONE) {
		size_t length = dns_get16(p);
		p += 2;
		n -= 2;
		length = length < n ? length : n;
		if (length >= 2)
			dns_put16(p, x->id);
		if (axfr_take(x, p, length, &err) != ZF_OK)
			return;
		p += length;
		n -= length;
	}
	if (x->state == AXFR_DONE) {
		zf_zone_free(zone_builder_seal(x->builder));
		x->builder = NULL;
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct axfr x;
	struct tsig_key key;
	struct zf_error err = ZF_ERROR_INIT;
	uint8_t query[AXFR_QUERY_ROOM];
	size_t n;
	struct zone_server q = {.host = "ns", .zone = "example.org"};
	if (size == 0)
		return 0;
	if (data[0] & 1) {
		if (tsig_key_init(&key, "key", "hmac-sha256", STR("a2tr"), &err) != ZF_OK)
			abort();
		q.key = &key;
	}
	uint8_t *copy = mem_alloc(size);
	memcpy(copy, data, size);
	if (axfr_init(&x, &q, query, &n, &err) != ZF_OK)
		abort();
	take_all(&x, copy + 1, size - 1);
	axfr_free(&x);
	if (q.key)
		tsig_key_free(&key);
	free(copy);
	return 0;
}
