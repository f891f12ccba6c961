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
#include "loopback.h"
#include "message_of.h"
#include "rdata.h"

/*
 * What a server does with the one query of its one connection: it sends an answer of some parts, in
 * which something may be wrong, or behaves by a function of its own.
 */
struct fault;
typedef void behave(int fd, uint16_t id, const struct fault *f);

struct fault {
	const char *name;
	enum zf_status status;
	const char *text; /* a part of the error */
	const char *parts; /* of the answer (message_of.h) */
	struct message_record record; /* the 'r' of the parts */
	size_t at; /* has another octet; 0: none has */
	uint8_t octet;
	size_t cut; /* so many octets are not sent */
	behave *behave; /* NULL: as the parts say */
};

/* Sends a message and releases it; false: the other side has gone. */
static bool send_message(int fd, struct buf *m)
{
	bool sent = loopback_send(fd, m->data, m->len);
	buf_free(m);
	return sent;
}

static void send_parts(int fd, uint16_t id, const struct fault *f)
{
	struct buf m;
	uint8_t length[2];
	message_of(&m, id, f->parts, &f->record);
	if (f->at)
		m.data[f->at] = (char)f->octet;
	dns_put16(length, (unsigned)m.len);
	if (send(fd, length, 2, MSG_NOSIGNAL) == 2)
		send(fd, m.data, m.len - f->cut, MSG_NOSIGNAL);
	buf_free(&m);
}

struct server {
	int fd;
	char port[8];
	const struct fault *fault;
	pthread_t thread;
};

static void *serve(void *user)
{
	const struct server *s = user;
	uint8_t query[1024];
	int fd = accept(s->fd, NULL, NULL);
	if (loopback_read(fd, query, sizeof(query)) >= 2)
		(s->fault->behave ? s->fault->behave : send_parts)(fd, dns_get16(query), s->fault);
	close(fd);
	return NULL;
}

static void server_start(struct server *s, const struct fault *f, int family)
{
	unsigned port = 0;
	s->fault = f;
	s->fd = loopback_bind(family, SOCK_STREAM, &port);
	assert_int_equal(listen(s->fd, 1), 0);
	snprintf(s->port, sizeof(s->port), "%u", port);
	assert_int_equal(pthread_create(&s->thread, NULL, serve, s), 0);
}

static void server_stop(struct server *s)
{
	pthread_join(s->thread, NULL);
	close(s->fd);
}

static enum zf_status fetch_from(
	struct zf_zone **zone, const struct fault *f, int family, struct zf_error *err)
{
	struct server s;
	server_start(&s, f, family);
	struct zone_server q = {.host = family == AF_INET ? "127.0.0.1" : "::1",
		.port = s.port,
		.zone = "example.org",
		.timeout = 2};
	enum zf_status status = axfr_fetch(zone, &q, err);
	server_stop(&s);
	return status;
}

/*
 * Behaviours that are more than one message.
 */
static void good(int fd, uint16_t id, const struct fault *f)
{
	static const struct message_record mx = {
		"\xc0\x0c", 2, TYPE_MX, 1, 300, "\0\12\4Mail\xc0\x0c", 9};
	static const struct message_record ns = {"\xc0\x0c", 2, TYPE_NS, 1, 300, "\2ns\3Net\0", 8};
	struct buf m;
	(void)f;
	message_of(&m, id, "?sar", &mx);
	send_message(fd, &m);
	message_of(&m, id, "?rs", &ns);
	send_message(fd, &m);
}

static void no_question_later(int fd, uint16_t id, const struct fault *f)
{
	static const struct message_record soa = {MESSAGE_APEX "\0", 13, TYPE_SOA, 1, 300,
		"\2ns" MESSAGE_APEX "\0\1h" MESSAGE_APEX
		"\0\0\0\0\1\0\0\34\40\0\0\16\20\0\22\165\0\0\0\1\54",
		51};
	struct buf m;
	(void)f;
	message_of(&m, id, "?s", NULL);
	send_message(fd, &m);
	message_of(&m, id, "r", &soa);
	send_message(fd, &m);
}

static void wrong_id(int fd, uint16_t id, const struct fault *f)
{
	good(fd, id ^ 1, f);
}

static void closes_at_once(int fd, uint16_t id, const struct fault *f)
{
	(void)fd, (void)id, (void)f;
}

static void messages_without_records(int fd, uint16_t id, const struct fault *f)
{
	bool sent = true;
	(void)f;
	for (int i = 0; i < 400000 && sent; i++) {
		struct buf m;
		message_of(&m, id, i == 0 ? "?s" : "?", NULL);
		sent = send_message(fd, &m);
	}
}

static void endless_records(int fd, uint16_t id, const struct fault *f)
{
	bool first = true, sent = true;
	(void)f;
	while (sent) {
		struct buf m;
		message_of(&m, id, first ? "?s" : "?", NULL);
		first = false;
		for (int i = 0; i < 1000; i++)
			message_add_a(&m);
		sent = send_message(fd, &m);
	}
}

static void one_octet_at_a_time(int fd, uint16_t id, const struct fault *f)
{
	struct buf m;
	(void)f;
	message_of(&m, id, "?s", NULL);
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

static void says_nothing(int fd, uint16_t id, const struct fault *f)
{
	struct pollfd p = {.fd = fd, .events = POLLRDHUP};
	(void)id, (void)f;
	poll(&p, 1, 60000);
}

#define RECORD(OWNER, TYPE, CLASS, RDATA) \
	.record = {(OWNER), sizeof(OWNER) - 1, (TYPE), (CLASS), 300, (RDATA), sizeof(RDATA) - 1}

/* The header takes 12 octets, the question 17, an SOA 41. */
static const struct fault faults[] = {
	{"wrong id", ZF_ERR_ANSWER, "another question", .behave = wrong_id},
	{"QR not set", ZF_ERR_ANSWER, "no answer", .parts = "?sas", .at = 2, .octet = 0x04},
	{"other opcode", ZF_ERR_ANSWER, "no answer", .parts = "?sas", .at = 2, .octet = 0xa4},
	{"TC set", ZF_ERR_ANSWER, "cut", .parts = "?sas", .at = 2, .octet = 0x86},
	{"other name in question", ZF_ERR_ANSWER, "another question", .parts = "?sas", .at = 13,
		.octet = 'f'},
	{"other type in question", ZF_ERR_ANSWER, "another question", .parts = "?sas", .at = 26,
		.octet = 251},
	{"no question", ZF_ERR_ANSWER, "repeat the question", .parts = ""},
	{"count too high", ZF_ERR_ANSWER, "malformed", .parts = "?sas", .at = 7, .octet = 4},
	{"count too low", ZF_ERR_ANSWER, "malformed", .parts = "?sas", .at = 7, .octet = 2},
	{"first record is no SOA", ZF_ERR_ANSWER, "begins with", .parts = "?as"},
	{"last SOA differs", ZF_ERR_ANSWER, "changed during", .parts = "?ss", .at = 29 + 41 + 24,
		.octet = 2},
	{"record behind the last", ZF_ERR_ANSWER, "behind the last", .parts = "?ssa"},
	{"other class", ZF_ERR_ANSWER, "not IN", .parts = "?srs",
		RECORD("\xc0\x0c", TYPE_A, 3, "\300\0\2\1")},
	{"meta type", ZF_ERR_ANSWER, "no such record", .parts = "?srs",
		RECORD("\xc0\x0c", 255, 1, "")},
	{"bad RDATA", ZF_ERR_ANSWER, "example.org. A:", .parts = "?srs",
		RECORD("\xc0\x0c", TYPE_A, 1, "\300\0\2\1\5")},
	/* The record's owner begins at 29 + 41: a pointer to itself. */
	{"pointer to itself", ZF_ERR_ANSWER, "malformed", .parts = "?srs",
		RECORD("\xc0\x46", TYPE_A, 1, "\300\0\2\1")},
	{"pointer forward", ZF_ERR_ANSWER, "malformed", .parts = "?srs",
		RECORD("\xc0\x60", TYPE_A, 1, "\300\0\2\1")},
	{"name leaves its RDATA", ZF_ERR_ANSWER, "malformed", .parts = "?srs",
		RECORD("\xc0\x0c", TYPE_NS, 1, "\2n")},
	{"only one SOA", ZF_ERR_NETWORK, "before the end", .parts = "?s"},
	{"closes after some records", ZF_ERR_NETWORK, "before the end", .parts = "?sa"},
	{"closes inside a message", ZF_ERR_NETWORK, "before the end", .parts = "?ss", .cut = 1},
	{"closes at once", ZF_ERR_NETWORK, "", .behave = closes_at_once},
	{"REFUSED", ZF_ERR_AUTH, "REFUSED", .parts = "?", .at = 3, .octet = DNS_REFUSED},
	{"NOTAUTH", ZF_ERR_NOT_FOUND, "NOTAUTH", .parts = "?", .at = 3, .octet = DNS_NOTAUTH},
	{"SERVFAIL", ZF_ERR_ANSWER, "SERVFAIL", .parts = "?", .at = 3, .octet = 2},
	{"messages without records", ZF_ERR_LIMIT, "no end", .behave = messages_without_records},
	{"endless records", ZF_ERR_NETWORK, "time given", .behave = endless_records},
	{"one octet at a time", ZF_ERR_NETWORK, "time given", .behave = one_octet_at_a_time},
	{"silence", ZF_ERR_NETWORK, "time given", .behave = says_nothing},
};

/* A name outside of the zone costs no other record. */
static void outside_is_kept(void **state)
{
	static const struct fault stray = {
		"", ZF_OK, NULL, .parts = "?sars", RECORD("\3www\3com\0", TYPE_A, 1, "\300\0\2\1")};
	struct zf_error err = ZF_ERROR_INIT;
	struct zf_zone *zone = NULL;
	(void)state;
	assert_int_equal(fetch_from(&zone, &stray, AF_INET, &err), ZF_OK);
	assert_int_equal(zone->count, 2);
	assert_int_equal(zone->unread, 1);
	assert_int_equal(zone->provider_record_count, 1);
	assert_true(str_eq(zone->provider_records[0].provider, "axfr"));
	assert_true(str_starts(zone->provider_records[0].json.p, "{\"line\":\"www.com. "));
	assert_int_equal(zone->diags.errors, 1);
	zf_zone_free(zone);
}

static void faults_are_errors(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(faults) / sizeof(faults[0]); i++) {
		struct zf_error err = ZF_ERROR_INIT;
		struct zf_zone *zone = NULL;
		enum zf_status status = fetch_from(&zone, &faults[i], AF_INET, &err);
		if (status != faults[i].status || !strstr(err.text, faults[i].text))
			fail_msg("%s: %d, %s", faults[i].name, status, err.text);
		assert_null(zone);
		assert_true(str_starts(err.file, "axfr://127.0.0.1:"));
	}
}

static void transfers(void **state)
{
	static const int families[] = {AF_INET, AF_INET6};
	static const struct fault two_messages = {.behave = good};
	static const struct fault bare_later = {.behave = no_question_later};
	struct zf_zone *zone;
	struct zf_error err = ZF_ERROR_INIT;
	struct zf_record r = {0};
	(void)state;
	for (size_t i = 0; i < 2; i++) {
		assert_int_equal(fetch_from(&zone, &two_messages, families[i], &err), ZF_OK);
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
	assert_int_equal(fetch_from(&zone, &bare_later, AF_INET, &err), ZF_OK);
	assert_int_equal(zf_zone_count(zone), 1);
	zf_zone_free(zone);
}

static void nobody_there(void **state)
{
	struct zf_error err = ZF_ERROR_INIT;
	struct zf_zone *zone = NULL;
	unsigned number = 0;
	char port[12];
	int fd = loopback_bind(AF_INET, SOCK_STREAM, &number); /* and nobody listens */
	(void)state;
	snprintf(port, sizeof(port), "%u", number);
	struct zone_server q = {.host = "127.0.0.1", .port = port, .zone = "example.org"};
	assert_int_equal(axfr_fetch(&zone, &q, &err), ZF_ERR_NETWORK);
	assert_non_null(strstr(err.text, "no connection to 127.0.0.1"));
	close(fd);
	err_clear(&err);
	q.zone = "a..b";
	assert_int_equal(axfr_fetch(&zone, &q, &err), ZF_ERR_DATA);
}

/* A transfer that waits for its first message. */
static void begin(struct axfr *x)
{
	static const struct zone_server q = {.host = "ns", .zone = "example.org"};
	struct zf_error err = ZF_ERROR_INIT;
	uint8_t query[AXFR_QUERY_ROOM];
	size_t n;
	assert_int_equal(axfr_init(x, &q, query, &n, &err), ZF_OK);
}

static void octets_have_a_limit(void **state)
{
	struct axfr x;
	struct zf_error err = ZF_ERROR_INIT;
	struct buf m;
	(void)state;
	begin(&x);
	message_of(&m, x.id, "?s", NULL);
	x.octets = AXFR_MAX_OCTETS - m.len;
	assert_int_equal(axfr_take(&x, (uint8_t *)m.data, m.len, &err), ZF_OK);
	assert_int_equal(axfr_take(&x, (uint8_t *)m.data, m.len, &err), ZF_ERR_LIMIT);
	buf_free(&m);
	axfr_free(&x);
}

static void ttl_of_32_bits_counts_as_0(void **state)
{
	static const struct message_record r = {
		"\xc0\x0c", 2, TYPE_A, 1, 0x80000001, "\300\0\2\1", 4};
	struct axfr x;
	struct zf_error err = ZF_ERROR_INIT;
	struct buf m;
	(void)state;
	begin(&x);
	message_of(&m, x.id, "?srs", &r);
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
		cmocka_unit_test(outside_is_kept),
		cmocka_unit_test(nobody_there),
		cmocka_unit_test(octets_have_a_limit),
		cmocka_unit_test(ttl_of_32_bits_counts_as_0),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
