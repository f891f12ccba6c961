#include "ask.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <unistd.h>

#include "net.h"
#include "err.h"
#include "mem.h"

enum {
	UNDER_WAY = 64, /* questions at a time */
	TRIES = 3,
	WAIT_MS = 1000, /* for the first try, then twice and three times as long */
	UDP_OCTETS = 1232, /* of an answer: what no network cuts up (RFC 9715) */
	MOST_REFUSED = TRIES, /* times that nobody listens before we believe it */
	REFUSED_MS = 100, /* and how long to wait for it */
};

struct slot {
	bool used;
	uint16_t id;
	unsigned tries;
	uint64_t until;
	size_t index; /* of the question */
};

struct asking {
	const struct dns_ask *ask;
	int fd;
	struct slot slots[UNDER_WAY];
	unsigned used;
	size_t next; /* question not asked yet */
	uint64_t start;
	uint64_t sent; /* messages since */
	unsigned answered, refused;
	size_t *again; /* questions for TCP */
	size_t again_count, again_cap;
};

static void ask_again(struct asking *a, size_t index)
{
	if (a->again_count == a->again_cap)
		a->again = mem_grow(a->again, &a->again_cap, a->again_count + 1, sizeof(*a->again));
	a->again[a->again_count++] = index;
}

/* How many messages may have been sent by now. */
static uint64_t allowed(const struct asking *a, uint64_t now)
{
	return 1 + (now - a->start) * a->ask->rate / 1000;
}

static size_t write_question(const struct asking *a, size_t index, uint16_t id, uint8_t *out)
{
	struct dns_question q;
	a->ask->question(a->ask->user, index, &q);
	return dns_write_query(out, id, &q.name, q.type);
}

static void send_slot(struct asking *a, struct slot *s, uint64_t now)
{
	uint8_t query[DNS_QUERY_ROOM];
	size_t n = dns_add_opt(query, write_question(a, s->index, s->id, query), UDP_OCTETS);
	/* A message that the system doesn't take is one that got lost: it is tried again. */
	if (send(a->fd, query, n, MSG_NOSIGNAL) < 0 && errno == ECONNREFUSED)
		a->refused++; /* the answer to the message before */
	a->sent++;
	s->tries++;
	s->until = now + s->tries * (uint64_t)WAIT_MS;
}

static struct slot *find_slot(struct asking *a, uint16_t id)
{
	for (size_t i = 0; i < UNDER_WAY; i++)
		if (a->slots[i].used && a->slots[i].id == id)
			return &a->slots[i];
	return NULL;
}

static void start_question(struct asking *a, uint64_t now)
{
	struct slot *s = a->slots;
	while (s->used)
		s++;
	*s = (struct slot){.index = a->next++};
	do
		s->id = dns_random_id();
	while (find_slot(a, s->id));
	s->used = true;
	a->used++;
	send_slot(a, s, now);
}

static void end_slot(struct asking *a, struct slot *s)
{
	s->used = false;
	a->used--;
}

/* Whether a message answers a question, as far as its head tells. */
static bool fits(const struct asking *a, size_t index, struct dns_message *m)
{
	struct dns_question asked, q;
	a->ask->question(a->ask->user, index, &asked);
	return (m->flags & DNS_QR) && !(m->flags & DNS_OPCODE) && m->counts[DNS_QUESTION] == 1 &&
	       dns_read_question(m, &q) && name_equal(&q.name, &asked.name) &&
	       q.type == asked.type && q.class == DNS_CLASS_IN;
}

static void take_datagram(struct asking *a, const uint8_t *p, size_t n)
{
	struct dns_message m;
	struct slot *s = dns_open(&m, p, n) ? find_slot(a, m.id) : NULL;
	if (!s || !fits(a, s->index, &m))
		return;
	a->answered++;
	if (m.flags & DNS_TC)
		ask_again(a, s->index);
	else
		a->ask->answer(a->ask->user, s->index, &m);
	end_slot(a, s);
}

/* The system says that nobody listens there. Anybody can make it say so, so that it is believed
 * when it stays so, and only when there never was an answer. */
static void note_refused(struct asking *a)
{
	uint64_t until = dns_now() + REFUSED_MS;
	a->refused++;
	for (size_t i = 0; i < UNDER_WAY; i++)
		if (a->slots[i].used && a->slots[i].until > until)
			a->slots[i].until = until;
}

static void receive_all(struct asking *a)
{
	uint8_t octets[UDP_OCTETS];
	for (;;) {
		ssize_t n = recv(a->fd, octets, sizeof(octets), MSG_DONTWAIT);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0 && errno == ECONNREFUSED)
			note_refused(a);
		if (n < 0)
			return;
		take_datagram(a, octets, (size_t)n);
	}
}

/* Asks again what has waited long enough; returns when there is something to do next. */
static uint64_t send_due(struct asking *a, uint64_t now)
{
	uint64_t next = now + WAIT_MS;
	while (a->next < a->ask->count && a->used < UNDER_WAY && a->sent < allowed(a, now))
		start_question(a, now);
	for (size_t i = 0; i < UNDER_WAY; i++) {
		struct slot *s = &a->slots[i];
		if (s->used && s->until <= now && s->tries == TRIES) {
			ask_again(a, s->index);
			end_slot(a, s);
		} else if (s->used && s->until <= now && a->sent < allowed(a, now)) {
			send_slot(a, s, now);
		}
		if (s->used && s->until < next)
			next = s->until;
	}
	/* Something may be sent again before long when the rate is what holds us up. */
	if (a->sent >= allowed(a, now) && (a->next < a->ask->count || next <= now))
		next = a->start + a->sent * 1000 / a->ask->rate + 1;
	return next;
}

static void ask_udp(struct asking *a)
{
	a->start = dns_now();
	while (a->next < a->ask->count || a->used) {
		uint64_t now = dns_now();
		if (now >= a->ask->deadline || (!a->answered && a->refused >= MOST_REFUSED))
			return;
		uint64_t next = send_due(a, now);
		next = next < a->ask->deadline ? next : a->ask->deadline;
		struct pollfd p = {.fd = a->fd, .events = POLLIN};
		if (poll(&p, 1, next > now ? (int)(next - now) : 0) > 0)
			receive_all(a);
	}
}

/* Asks one question over TCP; false: the connection is of no use any more. */
static bool ask_tcp_one(struct asking *a, struct dns_stream *stream, size_t index)
{
	uint8_t query[DNS_QUERY_ROOM];
	const uint8_t *p;
	struct dns_message m;
	uint16_t id = dns_random_id();
	size_t n = write_question(a, index, id, query);
	if (dns_stream_send(stream, query, n, NULL) != ZF_OK ||
		dns_stream_receive(stream, &p, &n, NULL) != ZF_OK)
		return false;
	if (!dns_open(&m, p, n) || m.id != id || !fits(a, index, &m) || (m.flags & DNS_TC))
		return false;
	a->ask->answer(a->ask->user, index, &m);
	return true;
}

/* One connection serves all; a new one is made when the server has closed it, but not twice for
 * one question. */
static void ask_tcp(struct asking *a)
{
	const struct addrinfo to = {.ai_family = a->ask->address->sa_family,
		.ai_addr = a->ask->address,
		.ai_addrlen = a->ask->address_len};
	struct dns_stream stream = {.fd = -1};
	for (size_t i = 0; i < a->again_count; i++) {
		bool old = stream.fd >= 0;
		if (!old && dns_connect(&stream, &to, a->ask->deadline, NULL) != ZF_OK)
			break;
		if (ask_tcp_one(a, &stream, a->again[i]))
			continue;
		dns_stream_close(&stream);
		i -= old;
	}
	dns_stream_close(&stream);
}

enum zf_status dns_ask(const struct dns_ask *ask, struct zf_error *err)
{
	struct asking a = {.ask = ask};
	a.fd = socket(ask->address->sa_family, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	/* Connected: what others send is not even received. */
	if (a.fd < 0 || connect(a.fd, ask->address, ask->address_len) != 0) {
		err_errno(err, ZF_ERR_NETWORK, "nothing can be sent");
		if (a.fd >= 0)
			close(a.fd);
		return ZF_ERR_NETWORK;
	}
	ask_udp(&a);
	close(a.fd);
	if (a.answered)
		ask_tcp(&a);
	free(a.again);
	return ZF_OK;
}
