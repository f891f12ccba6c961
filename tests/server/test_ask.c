/* dns_ask: a server on loopback that answers, and others who would like to. */
#include "test.h"

#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <sys/socket.h>
#include <unistd.h>

#include "ask.h"
#include "loopback.h"
#include "net.h"
#include "rrtype.h"

enum { QUESTIONS = 200 };

/* What the server does with a datagram; it sends by the sockets it is given. */
struct server;
typedef void behave(struct server *s, struct dns_message *m, const struct sockaddr_in *from);

struct server {
	int udp, tcp, other; /* other: a second address that was never asked */
	struct sockaddr_in address;
	behave *behave;
	atomic_bool stop;
	unsigned seen, connections;
	pthread_t thread;
};

/* An A record whose last octets are the number in the question's first label. */
static size_t write_answer(uint8_t *out, const struct dns_message *m, uint16_t flags)
{
	size_t n = m->at;
	memcpy(out, m->p, n);
	dns_put16(out + 2, DNS_QR | DNS_AA | flags);
	memset(out + 6, 0, 6);
	if (flags & DNS_TC)
		return n;
	dns_put16(out + 6, 1);
	memcpy(out + n, "\xc0\x0c\0\1\0\1\0\0\0\1\0\4\12\0", 14);
	memcpy(out + n + 14, m->p + DNS_HEADER + 2, 2);
	return n + 16;
}

static void send_to(int fd, const uint8_t *p, size_t n, const struct sockaddr_in *to)
{
	sendto(fd, p, n, 0, (const struct sockaddr *)to, sizeof(*to));
}

static void answer(struct server *s, struct dns_message *m, const struct sockaddr_in *from)
{
	uint8_t out[512];
	send_to(s->udp, out, write_answer(out, m, 0), from);
}

static void serve_tcp(struct server *s)
{
	uint8_t in[600], out[600];
	int fd = accept(s->tcp, NULL, NULL);
	s->connections++;
	/* Two questions a connection: the third needs a new one. */
	for (int i = 0; i < 2; i++) {
		struct dns_message m;
		struct dns_question q;
		size_t n = loopback_read(fd, in, sizeof(in));
		if (n == 0 || !dns_open(&m, in, n) || !dns_read_question(&m, &q))
			break;
		loopback_send(fd, out, write_answer(out, &m, 0));
	}
	close(fd);
}

static void *serve(void *user)
{
	struct server *s = user;
	while (!atomic_load(&s->stop)) {
		struct pollfd p[2] = {
			{.fd = s->udp, .events = POLLIN}, {.fd = s->tcp, .events = POLLIN}};
		if (poll(p, 2, 20) <= 0)
			continue;
		if (p[1].revents)
			serve_tcp(s);
		if (!p[0].revents)
			continue;
		uint8_t in[600];
		struct sockaddr_in from;
		socklen_t size = sizeof(from);
		struct dns_message m;
		struct dns_question q;
		ssize_t n = recvfrom(s->udp, in, sizeof(in), 0, (struct sockaddr *)&from, &size);
		if (n > 0 && dns_open(&m, in, (size_t)n) && dns_read_question(&m, &q)) {
			s->seen++;
			s->behave(s, &m, &from);
		}
	}
	return NULL;
}

static void server_start(struct server *s, behave *b)
{
	unsigned port = 0, other_port = 0;
	*s = (struct server){.behave = b};
	s->tcp = loopback_bind(AF_INET, SOCK_STREAM, &port);
	assert_int_equal(listen(s->tcp, 8), 0);
	s->udp = loopback_bind(AF_INET, SOCK_DGRAM, &port);
	s->other = loopback_bind(AF_INET, SOCK_DGRAM, &other_port);
	s->address = (struct sockaddr_in){.sin_family = AF_INET,
		.sin_port = htons((uint16_t)port),
		.sin_addr = {htonl(INADDR_LOOPBACK)}};
	assert_int_equal(pthread_create(&s->thread, NULL, serve, s), 0);
}

static void server_stop(struct server *s)
{
	atomic_store(&s->stop, true);
	pthread_join(s->thread, NULL);
	close(s->udp);
	close(s->tcp);
	close(s->other);
}

/* Question i is about a label of three octets, 'q' and i in two. */
static void question(void *user, size_t index, struct dns_question *q)
{
	(void)user;
	memcpy(q->name.wire, "\3qxx\4test", 10);
	q->name.len = 10;
	q->name.wire[2] = (uint8_t)(index >> 8);
	q->name.wire[3] = (uint8_t)index;
	q->type = TYPE_A;
	q->class = DNS_CLASS_IN;
}

struct tally {
	unsigned answers[QUESTIONS];
	unsigned wrong;
};

static void take(void *user, size_t index, struct dns_message *m)
{
	struct tally *t = user;
	struct dns_record r;
	t->answers[index]++;
	t->wrong += !dns_read_record(m, &r) || r.rdata_len != 4 ||
		    dns_get16(m->p + r.rdata + 2) != index;
}

static void ask(struct server *s, struct tally *t, size_t count, unsigned ms)
{
	struct zf_error err = ZF_ERROR_INIT;
	struct dns_ask a = {.address = (struct sockaddr *)&s->address,
		.address_len = sizeof(s->address),
		.deadline = dns_now() + ms,
		.rate = 100000,
		.count = count,
		.question = question,
		.answer = take,
		.user = t};
	memset(t, 0, sizeof(*t));
	assert_int_equal(dns_ask(&a, &err), ZF_OK);
}

/* Every question answered once, and rightly. */
static void assert_all(const struct tally *t, size_t count)
{
	for (size_t i = 0; i < count; i++)
		assert_int_equal(t->answers[i], 1);
	assert_int_equal(t->wrong, 0);
}

static void many_questions(void **state)
{
	struct server s;
	struct tally t;
	(void)state;
	server_start(&s, answer);
	ask(&s, &t, QUESTIONS, 60000);
	server_stop(&s);
	assert_all(&t, QUESTIONS);
}

static void spoof(struct server *s, struct dns_message *m, const struct sockaddr_in *from)
{
	uint8_t out[512], wrong[512];
	size_t n = write_answer(out, m, 0);
	memcpy(wrong, out, n);
	wrong[n - 1] ^= 1; /* another address, by somebody else */
	send_to(s->other, wrong, n, from);
	dns_put16(wrong, m->id ^ 0x0101U); /* another id */
	send_to(s->udp, wrong, n, from);
	memcpy(wrong, out, n);
	wrong[n - 1] ^= 1;
	wrong[DNS_HEADER + 5] = 'T' ^ 1; /* another name */
	send_to(s->udp, wrong, n, from);
	wrong[DNS_HEADER + 5] = out[DNS_HEADER + 5];
	wrong[m->at - 3] = TYPE_AAAA; /* another type */
	send_to(s->udp, wrong, n, from);
	wrong[m->at - 3] = TYPE_A;
	wrong[m->at - 1] = 3; /* another class */
	send_to(s->udp, wrong, n, from);
	wrong[m->at - 1] = 1;
	wrong[2] &= 0x7f; /* no answer */
	send_to(s->udp, wrong, n, from);
	wrong[2] = out[2];
	dns_put16(wrong + 4, 0); /* no question */
	send_to(s->udp, wrong, n, from);
	send_to(s->udp, wrong, 5, from);
	send_to(s->udp, out, n, from);
	send_to(s->udp, out, n, from); /* once more: it counts once */
}

static void spoofed_answers_are_ignored(void **state)
{
	struct server s;
	struct tally t;
	(void)state;
	server_start(&s, spoof);
	ask(&s, &t, QUESTIONS, 60000);
	server_stop(&s);
	assert_all(&t, QUESTIONS);
}

static void only_spoof(struct server *s, struct dns_message *m, const struct sockaddr_in *from)
{
	uint8_t out[512];
	size_t n = write_answer(out, m, 0);
	send_to(s->other, out, n, from);
}

static void spoofed_answers_alone_are_none(void **state)
{
	struct server s;
	struct tally t;
	(void)state;
	server_start(&s, only_spoof);
	ask(&s, &t, 3, 500);
	server_stop(&s);
	for (size_t i = 0; i < 3; i++)
		assert_int_equal(t.answers[i], 0);
}

static void lose_some(struct server *s, struct dns_message *m, const struct sockaddr_in *from)
{
	/* The first of each question, known by its being the first of so many. */
	if (s->seen > 10)
		answer(s, m, from);
}

static void lost_questions_are_asked_again(void **state)
{
	struct server s;
	struct tally t;
	(void)state;
	server_start(&s, lose_some);
	ask(&s, &t, 10, 60000);
	server_stop(&s);
	assert_all(&t, 10);
}

static void cut(struct server *s, struct dns_message *m, const struct sockaddr_in *from)
{
	uint8_t out[512];
	bool fits = m->p[DNS_HEADER + 3] > 4;
	send_to(s->udp, out, write_answer(out, m, fits ? 0 : DNS_TC), from);
}

static void what_does_not_fit_comes_by_tcp(void **state)
{
	struct server s;
	struct tally t;
	(void)state;
	server_start(&s, cut);
	ask(&s, &t, 10, 60000);
	server_stop(&s);
	assert_all(&t, 10);
	assert_int_equal(s.connections, 3); /* five questions, two a connection */
}

static void nobody_listens(void **state)
{
	struct server s;
	struct tally t;
	(void)state;
	server_start(&s, answer);
	server_stop(&s);
	ask(&s, &t, QUESTIONS, 60000);
	for (size_t i = 0; i < QUESTIONS; i++)
		assert_int_equal(t.answers[i], 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(many_questions),
		cmocka_unit_test(spoofed_answers_are_ignored),
		cmocka_unit_test(spoofed_answers_alone_are_none),
		cmocka_unit_test(lost_questions_are_asked_again),
		cmocka_unit_test(what_does_not_fit_comes_by_tcp),
		cmocka_unit_test(nobody_listens),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
