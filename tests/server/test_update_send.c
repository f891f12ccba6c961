/* update: a server on loopback that answers updates well, and in every way that it should not. Its
 * side of TSIG is ldns'. */
#include "test.h"

#include <ldns/ldns.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "changes_of.h"
#include "err.h"
#include "loopback.h"
#include "zone_of.h"

static const char secret[] = "a2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2s=";
static const char other_secret[] = "eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHg=";

enum signing { UNSIGNED, SIGNED, SIGNED_OTHERWISE };
enum key { NO_KEY, KEY };

/* What becomes of the answer, which repeats the zone and has a code. */
enum fault {
	NONE,
	WRONG_ID,
	NO_ANSWER, /* QR is not set */
	OTHER_OPCODE,
	OTHER_ZONE,
	NO_ZONE, /* the zone is not repeated: allowed */
	TWO_ZONES,
	COUNT, /* there are fewer records than the header says */
	BEHIND, /* there is more than it says */
	HEADER_CUT,
	CUT, /* the connection ends inside */
	CLOSE, /* nothing is answered */
	RESET,
	SILENCE,
	BADKEY, /* an unsigned TSIG record that says so */
	BADTIME,
};

struct exchange {
	const char *name;
	enum key key;
	unsigned rcode;
	enum signing signing;
	enum fault fault;
	enum update_outcome outcome;
	enum zf_status status;
	const char *text;
};

static const struct exchange exchanges[] = {
	{"done", NO_KEY, DNS_NOERROR, UNSIGNED, NONE, UPDATE_DONE, ZF_OK, ""},
	{"done, signed", KEY, DNS_NOERROR, SIGNED, NONE, UPDATE_DONE, ZF_OK, ""},
	{"zone left out", KEY, DNS_NOERROR, SIGNED, NO_ZONE, UPDATE_DONE, ZF_OK, ""},

	{"NXRRSET", NO_KEY, DNS_NXRRSET, UNSIGNED, NONE, UPDATE_CONFLICT, ZF_ERR_ANSWER,
		"somebody changed one of 3 RRsets from x. SOA to c.x. SVCB since it was read "
		"(NXRRSET)"},
	{"YXRRSET", KEY, DNS_YXRRSET, SIGNED, NONE, UPDATE_CONFLICT, ZF_ERR_ANSWER,
		"somebody changed b.x. A or b.x. CNAME since it was read (YXRRSET)"},
	{"YXDOMAIN", KEY, DNS_YXDOMAIN, SIGNED, NONE, UPDATE_CONFLICT, ZF_ERR_ANSWER,
		"somebody changed b.x. since it was read (YXDOMAIN)"},
	{"a conflict that nothing was said about", KEY, DNS_NXDOMAIN, SIGNED, NONE, UPDATE_UNKNOWN,
		ZF_ERR_ANSWER, "answers with NXDOMAIN"},

	{"REFUSED", NO_KEY, DNS_REFUSED, UNSIGNED, NONE, UPDATE_REFUSED, ZF_ERR_AUTH, "(REFUSED)"},
	{"REFUSED, signed", KEY, DNS_REFUSED, SIGNED, NONE, UPDATE_REFUSED, ZF_ERR_AUTH,
		"(REFUSED)"},
	{"REFUSED, unsigned", KEY, DNS_REFUSED, UNSIGNED, NONE, UPDATE_REFUSED, ZF_ERR_AUTH,
		"(REFUSED)"},
	{"NOTAUTH", NO_KEY, DNS_NOTAUTH, UNSIGNED, NONE, UPDATE_REFUSED, ZF_ERR_AUTH, "(NOTAUTH)"},
	{"BADKEY", KEY, DNS_NOTAUTH, UNSIGNED, BADKEY, UPDATE_REFUSED, ZF_ERR_AUTH, "(BADKEY)"},
	{"BADTIME", KEY, DNS_NOTAUTH, UNSIGNED, BADTIME, UPDATE_REFUSED, ZF_ERR_AUTH, "(BADTIME)"},
	{"NOTIMP", KEY, DNS_NOTIMP, UNSIGNED, NONE, UPDATE_REFUSED, ZF_ERR_UNSUPPORTED, "(NOTIMP)"},
	{"NOTZONE", KEY, DNS_NOTZONE, SIGNED, NONE, UPDATE_REFUSED, ZF_ERR_ANSWER, "(NOTZONE)"},
	{"FORMERR", NO_KEY, DNS_FORMERR, UNSIGNED, NONE, UPDATE_REFUSED, ZF_ERR_ANSWER,
		"(FORMERR)"},

	{"SERVFAIL", KEY, DNS_SERVFAIL, SIGNED, NONE, UPDATE_UNKNOWN, ZF_ERR_ANSWER, "(SERVFAIL)"},
	{"an unknown code", KEY, 14, SIGNED, NONE, UPDATE_UNKNOWN, ZF_ERR_ANSWER, "RCODE 14"},
	{"done, but not signed", KEY, DNS_NOERROR, UNSIGNED, NONE, UPDATE_UNKNOWN, ZF_ERR_AUTH,
		"not signed"},
	{"done, other secret", KEY, DNS_NOERROR, SIGNED_OTHERWISE, NONE, UPDATE_UNKNOWN,
		ZF_ERR_AUTH, "BADSIG"},
	{"conflict, but not signed", KEY, DNS_NXRRSET, UNSIGNED, NONE, UPDATE_UNKNOWN, ZF_ERR_AUTH,
		"not signed"},
	{"wrong id", NO_KEY, DNS_NOERROR, UNSIGNED, WRONG_ID, UPDATE_UNKNOWN, ZF_ERR_ANSWER,
		"another update"},
	{"no answer", NO_KEY, DNS_NOERROR, UNSIGNED, NO_ANSWER, UPDATE_UNKNOWN, ZF_ERR_ANSWER,
		"no answer"},
	{"other opcode", NO_KEY, DNS_NOERROR, UNSIGNED, OTHER_OPCODE, UPDATE_UNKNOWN, ZF_ERR_ANSWER,
		"no answer"},
	{"other zone", NO_KEY, DNS_NOERROR, UNSIGNED, OTHER_ZONE, UPDATE_UNKNOWN, ZF_ERR_ANSWER,
		"another zone"},
	{"two zones", NO_KEY, DNS_NOERROR, UNSIGNED, TWO_ZONES, UPDATE_UNKNOWN, ZF_ERR_ANSWER,
		"malformed"},
	{"count", NO_KEY, DNS_NOERROR, UNSIGNED, COUNT, UPDATE_UNKNOWN, ZF_ERR_ANSWER, "malformed"},
	{"octets behind", NO_KEY, DNS_NOERROR, UNSIGNED, BEHIND, UPDATE_UNKNOWN, ZF_ERR_ANSWER,
		"malformed"},
	{"header cut", NO_KEY, DNS_NOERROR, UNSIGNED, HEADER_CUT, UPDATE_UNKNOWN, ZF_ERR_ANSWER,
		"malformed"},
	{"cut", KEY, DNS_NOERROR, SIGNED, CUT, UPDATE_UNKNOWN, ZF_ERR_NETWORK, "before the end"},
	{"closed", KEY, DNS_NOERROR, SIGNED, CLOSE, UPDATE_UNKNOWN, ZF_ERR_NETWORK,
		"before the end"},
	{"reset", KEY, DNS_NOERROR, SIGNED, RESET, UPDATE_UNKNOWN, ZF_ERR_NETWORK,
		"connection broke"},
	{"silence", KEY, DNS_NOERROR, SIGNED, SILENCE, UPDATE_UNKNOWN, ZF_ERR_NETWORK,
		"time given"},
};

/* An answer without TSIG, of a header and the zone. */
static size_t bare_answer(uint8_t out[64], const uint8_t *query, unsigned rcode)
{
	const uint8_t head[] = {query[0], query[1], 0xa8, (uint8_t)rcode, 0, 1, 0, 0, 0, 0, 0, 0, 1,
		'x', 0, 0, 6, 0, 1};
	memcpy(out, head, sizeof(head));
	return sizeof(head);
}

static size_t damage(uint8_t *p, size_t n, enum fault fault)
{
	switch (fault) {
	case WRONG_ID:
		p[1] ^= 1;
		return n;
	case NO_ANSWER:
		p[2] = 0x28;
		return n;
	case OTHER_OPCODE:
		p[2] = 0x80;
		return n;
	case OTHER_ZONE:
		p[13] = 'y';
		return n;
	case NO_ZONE:
		p[5] = 0;
		return DNS_HEADER;
	case TWO_ZONES:
		p[5] = 2;
		return n;
	case COUNT:
		p[9] = 1;
		return n;
	case BEHIND:
		return n + 1;
	case HEADER_CUT:
		return DNS_HEADER - 1;
	default:
		return n;
	}
}

/* Adds a TSIG record without a MAC (RFC 8945 section 5.3.2). */
static size_t add_error(uint8_t *p, size_t n, const uint8_t *query, uint8_t error)
{
	static const char record[] = "\3key\0\0\372\0\377\0\0\0\0\0\35\13hmac-sha256\0"
				     "\0\0\0\0\0\0\1\54\0\0";
	const uint8_t rest[] = {query[0], query[1], 0, error, 0, 0};
	memcpy(p + n, record, sizeof(record) - 1);
	memcpy(p + n + sizeof(record) - 1, rest, sizeof(rest));
	p[11] = 1;
	return n + sizeof(record) - 1 + sizeof(rest);
}

/* Signs an answer by ldns; released with free. */
static size_t sign(uint8_t **out, const uint8_t *p, size_t n, const char *with, const ldns_rdf *mac)
{
	ldns_pkt *pkt;
	assert_int_equal(ldns_wire2pkt(&pkt, p, n), LDNS_STATUS_OK);
	assert_int_equal(
		ldns_pkt_tsig_sign(pkt, "key.", with, 300, "hmac-sha256.", mac), LDNS_STATUS_OK);
	assert_int_equal(ldns_pkt2wire(out, pkt, &n), LDNS_STATUS_OK);
	ldns_pkt_free(pkt);
	return n;
}

struct server {
	int fd;
	char port[8];
	const struct exchange *exchange;
	bool verified; /* the update came whole, and signed if it should be */
	pthread_t thread;
};

static void send_answer(const struct exchange *x, int fd, const uint8_t *query, const ldns_rdf *mac)
{
	uint8_t octets[160] = {0}, *signed_octets = NULL;
	const char *with = x->signing == SIGNED ? secret : other_secret;
	size_t n = damage(octets, bare_answer(octets, query, x->rcode), x->fault);
	if (x->fault == BADKEY || x->fault == BADTIME)
		n = add_error(octets, n, query, x->fault == BADKEY ? 17 : 18);
	if (x->signing != UNSIGNED)
		n = sign(&signed_octets, octets, n, with, mac);
	const uint8_t *p = signed_octets ? signed_octets : octets, length[] = {0, (uint8_t)n};
	if (x->fault == CUT)
		assert_true(send(fd, length, 2, MSG_NOSIGNAL) == 2 &&
			    send(fd, p, n - 1, MSG_NOSIGNAL) == (ssize_t)n - 1);
	else
		assert_true(loopback_send(fd, p, n));
	free(signed_octets);
}

static void answer(const struct exchange *x, int fd, const uint8_t *query, const ldns_rdf *mac)
{
	static const struct linger at_once = {1, 0};
	struct pollfd p = {.fd = fd, .events = POLLRDHUP};
	if (x->fault == SILENCE)
		poll(&p, 1, 60000);
	else if (x->fault == RESET)
		setsockopt(fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof(at_once));
	else if (x->fault != CLOSE)
		send_answer(x, fd, query, mac);
}

static void *serve(void *user)
{
	struct server *s = user;
	static uint8_t query[DNS_MAX];
	ldns_pkt *pkt = NULL;
	int fd = accept(s->fd, NULL, NULL);
	size_t n = loopback_read(fd, query, sizeof(query));
	if (ldns_wire2pkt(&pkt, query, n) == LDNS_STATUS_OK) {
		const ldns_rr *tsig = ldns_pkt_tsig(pkt);
		const ldns_rdf *mac = tsig ? ldns_rr_rdf(tsig, 3) : NULL;
		s->verified = s->exchange->key == NO_KEY
				      ? tsig == NULL
				      : ldns_pkt_tsig_verify(pkt, query, n, "key.", secret, NULL);
		answer(s->exchange, fd, query, mac);
		ldns_pkt_free(pkt);
	}
	close(fd);
	return NULL;
}

static void server_start(struct server *s, const struct exchange *x)
{
	unsigned port = 0;
	*s = (struct server){.exchange = x, .fd = loopback_bind(AF_INET, SOCK_STREAM, &port)};
	assert_int_equal(listen(s->fd, 1), 0);
	snprintf(s->port, sizeof(s->port), "%u", port);
	assert_int_equal(pthread_create(&s->thread, NULL, serve, s), 0);
}

/* A message with a prerequisite of each kind. */
static void make_messages(struct update_list *list)
{
	struct zf_error err = ZF_ERROR_INIT;
	struct zf_zone *a = zone_of("x.", "@ 60 SOA n.x. h.x. 7 1 1 1 1\n"
					  "a 60 A 192.0.2.1\n"
					  "a 60 A 192.0.2.2\n"
					  "c 60 SVCB 1 t.x.\n"),
		       *b = zone_of("x.", "@ 60 SOA n.x. h.x. 7 1 1 1 1\n"
					  "a 60 A 192.0.2.1\n"
					  "b 60 A 192.0.2.1\n"
					  "b 60 CNAME a.x.\n");
	struct changes c;
	changes_of(&c, a, b);
	assert_int_equal(update_list_build(list, &c.zone, c.items, c.count, &err), ZF_OK);
	assert_int_equal(list->count, 1);
	changes_free(&c);
	zf_zone_free(a);
	zf_zone_free(b);
}

static void answers_are_told_apart(void **state)
{
	struct tsig_key key;
	struct update_list list;
	struct zf_error err = ZF_ERROR_INIT;
	(void)state;
	make_messages(&list);
	assert_int_equal(tsig_key_init(&key, "key", "hmac-sha256", STR(secret), &err), ZF_OK);
	for (size_t i = 0; i < sizeof(exchanges) / sizeof(exchanges[0]); i++) {
		const struct exchange *x = &exchanges[i];
		struct server s;
		server_start(&s, x);
		const struct zone_server server = {.host = "127.0.0.1",
			.port = s.port,
			.zone = "x",
			.key = x->key == KEY ? &key : NULL,
			.timeout = 2};
		enum update_outcome outcome = UPDATE_DONE;
		enum zf_status status = update_send(&outcome, &server, list.messages, &err);
		pthread_join(s.thread, NULL);
		close(s.fd);
		if (status != x->status || outcome != x->outcome || !strstr(err.text, x->text))
			fail_msg("%s: %d, %d, %s", x->name, status, outcome, err.text);
		if (!s.verified)
			fail_msg("%s: the update is not as it should be", x->name);
		if (status != ZF_OK)
			assert_true(str_starts(err.file, "axfr://127.0.0.1:"));
		err_clear(&err);
	}
	tsig_key_free(&key);
	update_list_free(&list);
}

static void nobody_there(void **state)
{
	struct zf_error err = ZF_ERROR_INIT;
	struct update_list list;
	enum update_outcome outcome = UPDATE_DONE;
	unsigned number = 0;
	char port[12];
	int fd = loopback_bind(AF_INET, SOCK_STREAM, &number); /* and nobody listens */
	(void)state;
	make_messages(&list);
	snprintf(port, sizeof(port), "%u", number);
	const struct zone_server server = {.host = "127.0.0.1", .port = port, .zone = "x"};
	assert_int_equal(update_send(&outcome, &server, list.messages, &err), ZF_ERR_NETWORK);
	assert_int_equal(outcome, UPDATE_NOT_SENT);
	assert_non_null(strstr(err.text, "no connection to 127.0.0.1"));
	close(fd);
	update_list_free(&list);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(answers_are_told_apart),
		cmocka_unit_test(nobody_there),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
