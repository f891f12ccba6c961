/*
 * dns_message against ldns: messages that ldns put together, names compressed, are taken apart to
 * the same records; and of damaged ones nothing is taken that ldns takes otherwise.
 */
#include "test.h"

#include <ldns/ldns.h>
#include <stdlib.h>

#include "message.h"
#include "rdata.h"
#include "zone_of.h"

static ldns_rr *random_rr(struct random *r, const struct name *apex)
{
	struct random_record record;
	uint8_t wire[2 + sizeof(record.rdata)];
	ldns_rr *rr = ldns_rr_new();
	ldns_rdf *owner = NULL;
	size_t at = 0;
	random_record(&record, r, apex);
	assert_int_equal(
		ldns_wire2dname(&owner, record.owner.wire, record.owner.len, &at), LDNS_STATUS_OK);
	ldns_rr_set_owner(rr, owner);
	ldns_rr_set_type(rr, (ldns_rr_type)record.type);
	ldns_rr_set_ttl(rr, record.ttl);
	dns_put16(wire, (unsigned)record.rdata_len);
	memcpy(wire + 2, record.rdata, record.rdata_len);
	at = 0;
	assert_int_equal(ldns_wire2rdf(rr, wire, 2 + record.rdata_len, &at), LDNS_STATUS_OK);
	return rr;
}

/* A question and up to eleven answers; release with free. */
static uint8_t *random_message(size_t *n, struct random *r)
{
	const struct name apex = name_of("example.org.");
	ldns_pkt *pkt = ldns_pkt_new();
	ldns_rr *question = random_rr(r, &apex);
	uint8_t *wire;
	ldns_rr_set_question(question, true);
	ldns_pkt_push_rr(pkt, LDNS_SECTION_QUESTION, question);
	for (uint32_t i = random_below(r, 12); i > 0; i--)
		ldns_pkt_push_rr(pkt, LDNS_SECTION_ANSWER, random_rr(r, &apex));
	assert_int_equal(ldns_pkt2wire(&wire, pkt, n), LDNS_STATUS_OK);
	ldns_pkt_free(pkt);
	return wire;
}

static void add_owner(struct buf *b, const struct name *owner, uint16_t type)
{
	name_print(b, owner->wire);
	buf_printf(b, " %u", type);
}

/* Both print a message's question and answers, RDATA in hex; false: it is none. */
static bool read_by_us(struct buf *b, const uint8_t *p, size_t n)
{
	struct dns_message m;
	struct dns_question q;
	struct dns_record r;
	bool good = dns_open(&m, p, n);
	struct buf rdata;
	buf_init(&rdata, 0);
	for (unsigned i = good ? m.counts[DNS_QUESTION] : 0; i && good; i--) {
		good = dns_read_question(&m, &q);
		if (good)
			add_owner(b, &q.name, q.type);
	}
	for (unsigned i = good ? m.counts[DNS_ANSWER] : 0; i && good; i--) {
		buf_reset(&rdata);
		good = dns_read_record(&m, &r) && dns_expand_rdata(&rdata, &m, &r) &&
		       rdata_is_valid(r.type, (const uint8_t *)rdata.data, rdata.len, NULL);
		if (!good)
			break;
		buf_addc(b, '\n');
		add_owner(b, &r.owner, r.type);
		buf_printf(b, " %u %lu ", r.class, (unsigned long)r.ttl);
		str_add_hex(b, rdata.data, rdata.len);
	}
	for (unsigned i = m.counts[DNS_AUTHORITY] + m.counts[DNS_ADDITIONAL]; i && good; i--)
		good = dns_read_record(&m, &r);
	buf_free(&rdata);
	return good && m.at == n;
}

static void add_ldns_owner(struct buf *b, const ldns_rr *rr)
{
	struct name name;
	const ldns_rdf *owner = ldns_rr_owner(rr);
	assert_true(name_from_wire(&name, ldns_rdf_data(owner), ldns_rdf_size(owner)));
	add_owner(b, &name, (uint16_t)ldns_rr_get_type(rr));
}

static bool read_by_ldns(struct buf *b, const uint8_t *p, size_t n)
{
	ldns_pkt *pkt;
	if (ldns_wire2pkt(&pkt, p, n) != LDNS_STATUS_OK)
		return false;
	for (size_t i = 0; i < ldns_pkt_qdcount(pkt); i++)
		add_ldns_owner(b, ldns_rr_list_rr(ldns_pkt_question(pkt), i));
	for (size_t i = 0; i < ldns_pkt_ancount(pkt); i++) {
		const ldns_rr *rr = ldns_rr_list_rr(ldns_pkt_answer(pkt), i);
		buf_addc(b, '\n');
		add_ldns_owner(b, rr);
		buf_printf(b, " %u %lu ", ldns_rr_get_class(rr), (unsigned long)ldns_rr_ttl(rr));
		for (size_t f = 0; f < ldns_rr_rd_count(rr); f++) {
			const ldns_rdf *rdf = ldns_rr_rdf(rr, f);
			str_add_hex(b, ldns_rdf_data(rdf), ldns_rdf_size(rdf));
		}
	}
	ldns_pkt_free(pkt);
	return true;
}

static void what_ldns_writes_is_read(void **state)
{
	struct random r = {1};
	struct buf ours, theirs;
	size_t compressed = 0;
	(void)state;
	buf_init(&ours, 0);
	buf_init(&theirs, 0);
	for (int i = 0; i < 5000; i++) {
		size_t n;
		uint8_t *p = random_message(&n, &r);
		buf_reset(&ours);
		buf_reset(&theirs);
		assert_true(read_by_us(&ours, p, n));
		assert_true(read_by_ldns(&theirs, p, n));
		assert_string_equal(ours.data, theirs.data);
		compressed += memchr(p + DNS_HEADER, 0xc0, n - DNS_HEADER) != NULL;
		free(p);
	}
	assert_in_range(compressed, 2500, 5000);
	buf_free(&ours);
	buf_free(&theirs);
}

/* One octet, or two, are others; or the end is missing. */
static size_t damage(uint8_t *p, size_t n, struct random *r)
{
	for (uint32_t i = random_below(r, 3); i > 0; i--)
		p[random_below(r, (uint32_t)n)] = (uint8_t)random_below(r, 256);
	return random_below(r, 8) ? n : random_below(r, (uint32_t)n);
}

static void of_damaged_ones_nothing_is_read_otherwise(void **state)
{
	struct random r = {2};
	struct buf ours, theirs;
	size_t read = 0, refused = 0, alone = 0;
	(void)state;
	buf_init(&ours, 0);
	buf_init(&theirs, 0);
	for (int i = 0; i < 20000; i++) {
		size_t n;
		uint8_t *p = random_message(&n, &r);
		n = damage(p, n, &r);
		buf_reset(&ours);
		buf_reset(&theirs);
		if (!read_by_us(&ours, p, n)) {
			refused++;
		} else if (read_by_ldns(&theirs, p, n)) {
			read++;
			if (strcmp(ours.data, theirs.data) != 0)
				fail_msg("%s\n\n%s", ours.data, theirs.data);
		} else {
			alone++; /* a type of which ldns alone knows the structure */
		}
		free(p);
	}
	assert_in_range(read, 5000, 20000);
	assert_in_range(refused, 2000, 20000);
	assert_in_range(alone, 0, 10);
	buf_free(&ours);
	buf_free(&theirs);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_ldns_writes_is_read),
		cmocka_unit_test(of_damaged_ones_nothing_is_read_otherwise),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
