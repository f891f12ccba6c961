/* axfr: a server on loopback that behaves well, and in every way that it should not. */
#include "test.h"

#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "axfr.h"
#include "err.h"
#include "message_of.h"
#include "rdata.h"

/* Sends a message and releases it; false: the other side has gone. */
static bool send_message(int fd, struct buf *m)
{
	uint8_t length[2];
	dns_put16(length, (unsigned)m->len);
	bool sent = send(fd, length, 2, MSG_NOSIGNAL) == 2 &&
		    send(fd, m->data, m->len, MSG_NOSIGNAL) == (ssize_t)m->len;
	buf_free(m);
	return sent;
}

/*
 * The server: one connection, one behaviour.
 */
typedef void behave(int fd, const uint8_t *query, size_t n);

struct server {
	int fd;
	char port[8];
	behave *behave;
	pthread_t thread;
};

static void *serve(void *user)
{
	const struct server *s = user;
	uint8_t query[1024];
	int fd = accept(s->fd, NULL, NULL);
	size_t have = 0;
	while (have < 2 || have < 2U + dns_get16(query)) {
		ssize_t n = recv(fd, query + have, sizeof(query) - have, 0);
		if (n <= 0)
			break;
		have += (size_t)n;
	}
	s->behave(fd, query + 2, have - 2);
	close(fd);
	return NULL;
}

static void server_start(struct server *s, behave *b, int family)
{
	struct sockaddr_in6 a6 = {.sin6_family = AF_INET6, .sin6_addr = IN6ADDR_LOOPBACK_INIT};
	struct sockaddr_in a4 = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	struct sockaddr_storage bound;
	socklen_t size = sizeof(bound);
	s->behave = b;
	s->fd = socket(family, SOCK_STREAM, 0);
	if (family == AF_INET)
		assert_int_equal(bind(s->fd, (struct sockaddr *)&a4, sizeof(a4)), 0);
	else
		assert_int_equal(bind(s->fd, (struct sockaddr *)&a6, sizeof(a6)), 0);
	assert_int_equal(listen(s->fd, 1), 0);
	assert_int_equal(getsockname(s->fd, (struct sockaddr *)&bound, &size), 0);
	uint16_t port = family == AF_INET ? ((struct sockaddr_in *)&bound)->sin_port
					  : ((struct sockaddr_in6 *)&bound)->sin6_port;
	snprintf(s->port, sizeof(s->port), "%u", (unsigned)ntohs(port));
	assert_int_equal(pthread_create(&s->thread, NULL, serve, s), 0);
}

static void server_stop(struct server *s)
{
	pthread_join(s->thread, NULL);
	close(s->fd);
}

static enum zf_status fetch_from(struct zf_zone **zone, behave *b, int family,
	const struct tsig_key *key, struct zf_error *err)
{
	struct server s;
	server_start(&s, b, family);
	struct axfr_request q = {.host = family == AF_INET ? "127.0.0.1" : "::1",
		.port = s.port,
		.zone = "example.org",
		.key = key,
		.timeout = 2};
	enum zf_status status = axfr_fetch(zone, &q, err);
	server_stop(&s);
	return status;
}

/*
 * Behaviours.
 */
static void good(int fd, const uint8_t *query, size_t n)
{
	struct buf m;
	(void)n;
	message_begin(&m, dns_get16(query), MESSAGE_QUESTION);
	message_add_soa(&m);
	message_add_a(&m);
	message_add(&m,
		&(struct message_record){"\xc0\x0c", 2, TYPE_MX, 1, 300, "\0\12\4Mail\xc0\x0c", 9});
	send_message(fd, &m);
	message_begin(&m, dns_get16(query), MESSAGE_QUESTION);
	message_add(&m, &(struct message_record){"\xc0\x0c", 2, TYPE_NS, 1, 300, "\2ns\3Net\0", 8});
	message_add_soa(&m);
	send_message(fd, &m);
}

static void no_question_later(int fd, const uint8_t *query, size_t n)
{
	struct buf m;
	(void)n;
	message_begin(&m, dns_get16(query), MESSAGE_QUESTION);
	message_add_soa(&m);
	send_message(fd, &m);
	message_begin(&m, dns_get16(query), MESSAGE_BARE);
	message_add(&m, &(struct message_record){MESSAGE_APEX "\0", 13, TYPE_SOA, 1, 300,
				"\2ns" MESSAGE_APEX "\0\1h" MESSAGE_APEX
				"\0\0\0\0\1\0\0\34\40\0\0\16\20\0\22\165\0\0\0\1\54",
				51});
	send_message(fd, &m);
}

static void wrong_id(int fd, const uint8_t *query, size_t n)
{
	uint8_t other[2];
	(void)n;
	dns_put16(other, dns_get16(query) ^ 1U);
	good(fd, other, 2);
}

/* One message of a whole transfer in which `at` has other octets. */
static void changed(int fd, const uint8_t *query, size_t at, uint8_t octet)
{
	struct buf m;
	message_begin(&m, dns_get16(query), MESSAGE_QUESTION);
	message_add_soa(&m);
	message_add_a(&m);
	message_add_soa(&m);
	m.data[at] = (char)octet;
	send_message(fd, &m);
}

static void no_answer(int fd, const uint8_t *query, size_t n)
{
	(void)n;
	changed(fd, query, 2, 0x04);
}

static void other_opcode(int fd, const uint8_t *query, size_t n)
{
	(void)n;
	changed(fd, query, 2, 0xa4);
}

static void cut_flag(int fd, const uint8_t *query, size_t n)
{
	(void)n;
	changed(fd, query, 2, 0x86);
}

static void wrong_question(int fd, const uint8_t *query, size_t n)
{
	(void)n;
	changed(fd, query, 13, 'f');
}

static void wrong_question_type(int fd, const uint8_t *query, size_t n)
{
	(void)n;
	changed(fd, query, 26, 251);
}

static void more_records_than_there_are(int fd, const uint8_t *query, size_t n)
{
	(void)n;
	changed(fd, query, 7, 4);
}

static void fewer_records_than_there_are(int fd, const uint8_t *query, size_t n)
{
	(void)n;
	changed(fd, query, 7, 2);
}

static void no_question(int fd, const uint8_t *query, size_t n)
{
	struct buf m;
	(void)n;
	message_begin(&m, dns_get16(query), MESSAGE_BARE);
	send_message(fd, &m);
}

static void first_is_no_soa(int fd, const uint8_t *query, size_t n)
{
	struct buf m;
	(void)n;
	message_begin(&m, dns_get16(query), MESSAGE_QUESTION);
	message_add_a(&m);
	message_add_soa(&m);
	send_message(fd, &m);
}

static void last_soa_differs(int fd, const uint8_t *query, size_t n)
{
	struct buf m;
	(void)n;
	message_begin(&m, dns_get16(query), MESSAGE_QUESTION);
	message_add_soa(&m);
	message_add_soa(&m);
	m.data[m.len - 17] = 2;
	send_message(fd, &m);
}

static void record_behind_the_last(int fd, const uint8_t *query, size_t n)
{
	struct buf m;
	(void)n;
	message_begin(&m, dns_get16(query), MESSAGE_QUESTION);
	message_add_soa(&m);
	message_add_soa(&m);
	message_add_a(&m);
	send_message(fd, &m);
}

static void one_record(int fd, const uint8_t *query, const char *owner, size_t owner_len,
	unsigned type, unsigned class, const char *rdata, size_t n)
{
	struct buf m;
	message_begin(&m, dns_get16(query), MESSAGE_QUESTION);
	message_add_soa(&m);
	message_add(&m, &(struct message_record){owner, owner_len, type, class, 300, rdata, n});
	message_add_soa(&m);
	send_message(fd, &m);
}

static void out_of_zone(int fd, const uint8_t *query, size_t n)
{
	(void)n;
	one_record(fd, query, "\3www\3com", 9, TYPE_A, 1, "\300\0\2\1", 4);
}

static void other_class(int fd, const uint8_t *query, size_t n)
{
	(void)n;
	one_record(fd, query, "\xc0\x0c", 2, TYPE_A, 3, "\300\0\2\1", 4);
}

static void meta_type(int fd, const uint8_t *query, size_t n)
{
	(void)n;
	one_record(fd, query, "\xc0\x0c", 2, 255, 1, "", 0);
}

static void bad_rdata(int fd, const uint8_t *query, size_t n)
{
	(void)n;
	one_record(fd, query, "\xc0\x0c", 2, TYPE_A, 1, "\300\0\2\1\5", 5);
}

static void pointer_loop(int fd, const uint8_t *query, size_t n)
{
	(void)n;
	/* The record's owner begins at 29 + 39 + 12: a pointer to itself. */
	one_record(fd, query, "\xc0\x47", 2, TYPE_A, 1, "\300\0\2\1", 4);
}

static void forward_pointer(int fd, const uint8_t *query, size_t n)
{
	(void)n;
	one_record(fd, query, "\xc0\x60", 2, TYPE_A, 1, "\300\0\2\1", 4);
}

static void name_leaves_rdata(int fd, const uint8_t *query, size_t n)
{
	(void)n;
	one_record(fd, query, "\xc0\x0c", 2, TYPE_NS, 1, "\2n", 2);
}

static void only_one_soa(int fd, const uint8_t *query, size_t n)
{
	struct buf m;
	(void)n;
	message_begin(&m, dns_get16(query), MESSAGE_QUESTION);
	message_add_soa(&m);
	send_message(fd, &m);
}

static void closes_after_some(int fd, const uint8_t *query, size_t n)
{
	struct buf m;
	(void)n;
	message_begin(&m, dns_get16(query), MESSAGE_QUESTION);
	message_add_soa(&m);
	message_add_a(&m);
	send_message(fd, &m);
}

static void closes_inside_a_message(int fd, const uint8_t *query, size_t n)
{
	struct buf m;
	(void)n;
	message_begin(&m, dns_get16(query), MESSAGE_QUESTION);
	message_add_soa(&m);
	message_add_soa(&m);
	uint8_t length[2];
	dns_put16(length, (unsigned)m.len);
	if (send(fd, length, 2, MSG_NOSIGNAL) == 2)
		send(fd, m.data, m.len - 1, MSG_NOSIGNAL);
	buf_free(&m);
}

static void closes_at_once(int fd, const uint8_t *query, size_t n)
{
	(void)fd;
	(void)query;
	(void)n;
}

static void with_rcode(int fd, const uint8_t *query, uint8_t rcode)
{
	struct buf m;
	message_begin(&m, dns_get16(query), MESSAGE_QUESTION);
	m.data[3] = (char)rcode;
	send_message(fd, &m);
}

static void refuses(int fd, const uint8_t *query, size_t n)
{
	(void)n;
	with_rcode(fd, query, DNS_REFUSED);
}

static void is_not_auth(int fd, const uint8_t *query, size_t n)
{
	(void)n;
	with_rcode(fd, query, DNS_NOTAUTH);
}

static void fails(int fd, const uint8_t *query, size_t n)
{
	(void)n;
	with_rcode(fd, query, 2);
}

static void messages_without_records(int fd, const uint8_t *query, size_t n)
{
	(void)n;
	for (int i = 0; i < 400000; i++) {
		struct buf m;
		message_begin(&m, dns_get16(query), MESSAGE_QUESTION);
		if (i == 0)
			message_add_soa(&m);
		if (!send_message(fd, &m))
			return;
	}
}

static void endless_records(int fd, const uint8_t *query, size_t n)
{
	bool first = true, sent = true;
	(void)n;
	while (sent) {
		struct buf m;
		message_begin(&m, dns_get16(query), MESSAGE_QUESTION);
		if (first)
			message_add_soa(&m);
		first = false;
		for (int i = 0; i < 1000; i++)
			message_add_a(&m);
		sent = send_message(fd, &m);
	}
}

static void one_octet_at_a_time(int fd, const uint8_t *query, size_t n)
{
	struct buf m;
	(void)n;
	message_begin(&m, dns_get16(query), MESSAGE_QUESTION);
	message_add_soa(&m);
	for (size_t i = 0; i < 10000; i++) {
		struct pollfd p = {.fd = fd, .events = POLLRDHUP};
		if (send(fd,
			    i == 0   ? "\0"
			    : i == 1 ? "\x80"
				     : &m.data[i % m.len],
			    1, MSG_NOSIGNAL) != 1 ||
			poll(&p, 1, 100) > 0)
			break;
	}
	buf_free(&m);
}

static void says_nothing(int fd, const uint8_t *query, size_t n)
{
	struct pollfd p = {.fd = fd, .events = POLLRDHUP};
	(void)query;
	(void)n;
	poll(&p, 1, 60000);
}

static const struct {
	const char *name;
	behave *behave;
	enum zf_status status;
	const char *text; /* a part of the message */
} faults[] = {
	{"wrong id", wrong_id, ZF_ERR_ANSWER, "another question"},
	{"QR not set", no_answer, ZF_ERR_ANSWER, "no answer"},
	{"other opcode", other_opcode, ZF_ERR_ANSWER, "no answer"},
	{"TC set", cut_flag, ZF_ERR_ANSWER, "cut"},
	{"other name in question", wrong_question, ZF_ERR_ANSWER, "another question"},
	{"other type in question", wrong_question_type, ZF_ERR_ANSWER, "another question"},
	{"no question", no_question, ZF_ERR_ANSWER, "repeat the question"},
	{"count too high", more_records_than_there_are, ZF_ERR_ANSWER, "malformed"},
	{"count too low", fewer_records_than_there_are, ZF_ERR_ANSWER, "malformed"},
	{"first record is no SOA", first_is_no_soa, ZF_ERR_ANSWER, "begins with"},
	{"last SOA differs", last_soa_differs, ZF_ERR_ANSWER, "changed during"},
	{"record behind the last", record_behind_the_last, ZF_ERR_ANSWER, "behind the last"},
	{"out of zone", out_of_zone, ZF_ERR_ANSWER, "outside the zone"},
	{"other class", other_class, ZF_ERR_ANSWER, "not IN"},
	{"meta type", meta_type, ZF_ERR_ANSWER, "no such record"},
	{"bad RDATA", bad_rdata, ZF_ERR_ANSWER, "example.org. A:"},
	{"pointer to itself", pointer_loop, ZF_ERR_ANSWER, "malformed"},
	{"pointer forward", forward_pointer, ZF_ERR_ANSWER, "malformed"},
	{"name leaves its RDATA", name_leaves_rdata, ZF_ERR_ANSWER, "malformed"},
	{"only one SOA", only_one_soa, ZF_ERR_NETWORK, "before the end"},
	{"closes after some records", closes_after_some, ZF_ERR_NETWORK, "before the end"},
	{"closes inside a message", closes_inside_a_message, ZF_ERR_NETWORK, "before the end"},
	{"closes at once", closes_at_once, ZF_ERR_NETWORK, ""},
	{"REFUSED", refuses, ZF_ERR_AUTH, "REFUSED"},
	{"NOTAUTH", is_not_auth, ZF_ERR_NOT_FOUND, "NOTAUTH"},
	{"SERVFAIL", fails, ZF_ERR_ANSWER, "SERVFAIL"},
	{"messages without records", messages_without_records, ZF_ERR_LIMIT, "no end"},
	{"endless records", endless_records, ZF_ERR_NETWORK, "time given"},
	{"one octet at a time", one_octet_at_a_time, ZF_ERR_NETWORK, "time given"},
	{"silence", says_nothing, ZF_ERR_NETWORK, "time given"},
};

static void faults_are_errors(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(faults) / sizeof(faults[0]); i++) {
		struct zf_error err = ZF_ERROR_INIT;
		struct zf_zone *zone = NULL;
		enum zf_status status = fetch_from(&zone, faults[i].behave, AF_INET, NULL, &err);
		if (status != faults[i].status || !strstr(err.text, faults[i].text))
			fail_msg("%s: %d, %s", faults[i].name, status, err.text);
		assert_null(zone);
		assert_true(str_starts(err.file, "axfr://127.0.0.1:"));
	}
}

static void transfers(void **state)
{
	static const int families[] = {AF_INET, AF_INET6};
	struct zf_zone *zone;
	struct zf_error err = ZF_ERROR_INIT;
	struct zf_record r = {0};
	(void)state;
	for (size_t i = 0; i < 2; i++) {
		assert_int_equal(fetch_from(&zone, good, families[i], NULL, &err), ZF_OK);
		assert_string_equal(zf_zone_name(zone), "example.org.");
		assert_int_equal(zf_zone_count(zone), 4);
		zf_zone_record(zone, 0, &r);
		assert_string_equal(
			r.rdata, "ns.example.org. h.example.org. 1 7200 3600 1209600 300");
		zf_zone_record(zone, 1, &r);
		assert_string_equal(r.rdata, "ns.net.");
		zf_zone_record(zone, 2, &r);
		assert_string_equal(r.rdata, "10 mail.example.org.");
		zf_zone_record(zone, 3, &r);
		assert_string_equal(r.name, "www.example.org.");
		zf_record_release(&r);
		zf_zone_free(zone);
	}
	assert_int_equal(fetch_from(&zone, no_question_later, AF_INET, NULL, &err), ZF_OK);
	assert_int_equal(zf_zone_count(zone), 1);
	zf_zone_free(zone);
}

static void nobody_there(void **state)
{
	struct zf_error err = ZF_ERROR_INIT;
	struct zf_zone *zone = NULL;
	struct sockaddr_in a = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t size = sizeof(a);
	char port[8];
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	(void)state;
	/* Bound, not listening: nobody else gets the port. */
	assert_int_equal(bind(fd, (struct sockaddr *)&a, sizeof(a)), 0);
	assert_int_equal(getsockname(fd, (struct sockaddr *)&a, &size), 0);
	snprintf(port, sizeof(port), "%u", (unsigned)ntohs(a.sin_port));
	struct axfr_request q = {.host = "127.0.0.1", .port = port, .zone = "example.org"};
	assert_int_equal(axfr_fetch(&zone, &q, &err), ZF_ERR_NETWORK);
	assert_non_null(strstr(err.text, "no connection to 127.0.0.1"));
	close(fd);
	err_clear(&err);
	q.zone = "a..b";
	assert_int_equal(axfr_fetch(&zone, &q, &err), ZF_ERR_DATA);
}

static void octets_have_a_limit(void **state)
{
	uint8_t query[AXFR_QUERY_ROOM];
	size_t n;
	struct axfr x;
	struct axfr_request q = {.host = "ns", .zone = "example.org"};
	struct zf_error err = ZF_ERROR_INIT;
	struct buf m;
	(void)state;
	assert_int_equal(axfr_init(&x, &q, query, &n, &err), ZF_OK);
	message_begin(&m, x.id, MESSAGE_QUESTION);
	message_add_soa(&m);
	x.octets = AXFR_MAX_OCTETS - m.len;
	assert_int_equal(axfr_take(&x, (uint8_t *)m.data, m.len, &err), ZF_OK);
	assert_int_equal(axfr_take(&x, (uint8_t *)m.data, m.len, &err), ZF_ERR_LIMIT);
	buf_free(&m);
	axfr_free(&x);
}

static void ttl_of_32_bits_counts_as_0(void **state)
{
	uint8_t query[AXFR_QUERY_ROOM];
	size_t n;
	struct axfr x;
	struct axfr_request q = {.host = "ns", .zone = "example.org"};
	struct zf_error err = ZF_ERROR_INIT;
	struct buf m;
	(void)state;
	assert_int_equal(axfr_init(&x, &q, query, &n, &err), ZF_OK);
	message_begin(&m, x.id, MESSAGE_QUESTION);
	message_add_soa(&m);
	message_add(&m,
		&(struct message_record){"\xc0\x0c", 2, TYPE_A, 1, 0x80000001, "\300\0\2\1", 4});
	message_add_soa(&m);
	assert_int_equal(axfr_take(&x, (uint8_t *)m.data, m.len, &err), ZF_OK);
	assert_int_equal(x.state, AXFR_DONE);
	struct zf_zone *zone = zone_builder_seal(x.builder);
	x.builder = NULL;
	assert_int_equal(zone->recs[1]->ttl, 0);
	assert_int_equal(zone->diags.count, 1);
	assert_string_equal(zone->diags.items[0].code, "ttl-range");
	zf_zone_free(zone);
	buf_free(&m);
	axfr_free(&x);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(transfers),
		cmocka_unit_test(faults_are_errors),
		cmocka_unit_test(nobody_there),
		cmocka_unit_test(octets_have_a_limit),
		cmocka_unit_test(ttl_of_32_bits_counts_as_0),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
