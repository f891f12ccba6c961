#include "net.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "message.h"
#include "err.h"
#include "mem.h"

enum {
	CONNECT_MS = 10000, /* for one address, when there are others to try */
	SILENCE_MS = 30000, /* between two pieces of an answer */
	ROOM = 2 + DNS_MAX,
};

uint64_t dns_now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000 + (uint64_t)t.tv_nsec / 1000000;
}

uint16_t dns_random_id(void)
{
	uint16_t id;
	while (getrandom(&id, sizeof(id), 0) != sizeof(id))
		;
	return id;
}

enum zf_status dns_resolve(
	struct addrinfo **list, const char *host, const char *port, struct zf_error *err)
{
	struct addrinfo hints = {
		.ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM, .ai_flags = AI_NUMERICSERV};
	int status = getaddrinfo(host, port ? port : "53", &hints, list);
	if (status == 0)
		return ZF_OK;
	return err_set(err, ZF_ERR_NETWORK, "no address of %s: %s", host,
		status == EAI_SYSTEM ? strerror(errno) : gai_strerror(status));
}

const char *dns_address_text(char room[DNS_ADDRESS_ROOM], const struct sockaddr *a, socklen_t n)
{
	if (getnameinfo(a, n, room, DNS_ADDRESS_ROOM, NULL, 0, NI_NUMERICHOST) != 0)
		room[0] = '\0';
	return room;
}

/* Waits until the descriptor is ready; false: the time is over. */
static bool wait_ready(int fd, short events, uint64_t until)
{
	for (;;) {
		uint64_t now = dns_now();
		if (now >= until)
			return false;
		struct pollfd p = {.fd = fd, .events = events};
		uint64_t left = until - now;
		int n = poll(&p, 1, left > 3600000 ? 3600000 : (int)left);
		if (n > 0)
			return true;
		if (n < 0 && errno != EINTR)
			return true; /* what is done next says what is wrong */
	}
}

/* Returns a connected descriptor or -1 with errno. */
static int connect_one(const struct addrinfo *a, uint64_t until)
{
	int one = 1, error = 0;
	socklen_t size = sizeof(error);
	int fd = socket(a->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0)
		return -1;
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
	if (connect(fd, a->ai_addr, a->ai_addrlen) != 0 && errno != EINPROGRESS)
		error = errno;
	else if (!wait_ready(fd, POLLOUT, until))
		error = ETIMEDOUT;
	else if (getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size) != 0)
		error = errno;
	if (error == 0)
		return fd;
	close(fd);
	errno = error;
	return -1;
}

enum zf_status dns_connect(
	struct dns_stream *s, const struct addrinfo *list, uint64_t deadline, struct zf_error *err)
{
	char room[DNS_ADDRESS_ROOM];
	*s = (struct dns_stream){.fd = -1, .deadline = deadline};
	for (const struct addrinfo *a = list; a; a = a->ai_next) {
		uint64_t until = dns_now() + CONNECT_MS;
		s->fd = connect_one(a, until < deadline ? until : deadline);
		if (s->fd >= 0) {
			s->octets = mem_alloc(ROOM);
			return ZF_OK;
		}
		if (!a->ai_next)
			err_errno(err, ZF_ERR_NETWORK, "no connection to %s",
				dns_address_text(room, a->ai_addr, a->ai_addrlen));
	}
	return ZF_ERR_NETWORK;
}

void dns_stream_close(struct dns_stream *s)
{
	if (s->fd >= 0)
		close(s->fd);
	free(s->octets);
	*s = (struct dns_stream){.fd = -1};
}

static enum zf_status too_late(const struct dns_stream *s, const char *what, struct zf_error *err)
{
	if (dns_now() >= s->deadline)
		return err_set(err, ZF_ERR_NETWORK,
			"not done within the time given; --timeout gives more");
	return err_set(
		err, ZF_ERR_NETWORK, "the server %s for %d seconds", what, SILENCE_MS / 1000);
}

static uint64_t silence_ends(const struct dns_stream *s)
{
	uint64_t until = dns_now() + SILENCE_MS;
	return until < s->deadline ? until : s->deadline;
}

static enum zf_status send_all(
	struct dns_stream *s, const uint8_t *p, size_t n, struct zf_error *err)
{
	while (n) {
		ssize_t done = send(s->fd, p, n, MSG_NOSIGNAL);
		if (done >= 0) {
			p += done;
			n -= (size_t)done;
		} else if (errno == EAGAIN || errno == EWOULDBLOCK) {
			if (!wait_ready(s->fd, POLLOUT, silence_ends(s)))
				return too_late(s, "took nothing", err);
		} else if (errno != EINTR) {
			return err_errno(err, ZF_ERR_NETWORK, "the connection broke");
		}
	}
	return ZF_OK;
}

enum zf_status dns_stream_send(
	struct dns_stream *s, const uint8_t *p, size_t n, struct zf_error *err)
{
	/* In one piece: some servers read the length and the message by one call. */
	uint8_t *whole = mem_alloc(n + 2);
	dns_put16(whole, (unsigned)n);
	memcpy(whole + 2, p, n);
	enum zf_status status = send_all(s, whole, n + 2, err);
	free(whole);
	return status;
}

/* Reads until `want` octets are there. */
static enum zf_status fill(struct dns_stream *s, size_t want, struct zf_error *err)
{
	if (s->to - s->from >= want)
		return ZF_OK;
	memmove(s->octets, s->octets + s->from, s->to - s->from);
	s->to -= s->from;
	s->from = 0;
	while (s->to < want) {
		ssize_t n = recv(s->fd, s->octets + s->to, ROOM - s->to, 0);
		if (n > 0)
			s->to += (size_t)n;
		else if (n == 0)
			return err_set(err, ZF_ERR_NETWORK,
				"the server closed the connection before the end");
		else if (errno == EAGAIN || errno == EWOULDBLOCK) {
			if (!wait_ready(s->fd, POLLIN, silence_ends(s)))
				return too_late(s, "sent nothing", err);
		} else if (errno != EINTR) {
			return err_errno(err, ZF_ERR_NETWORK, "the connection broke");
		}
	}
	return ZF_OK;
}

enum zf_status dns_stream_receive(
	struct dns_stream *s, const uint8_t **p, size_t *n, struct zf_error *err)
{
	if (dns_now() >= s->deadline)
		return too_late(s, "", err);
	enum zf_status status = fill(s, 2, err);
	if (status != ZF_OK)
		return status;
	*n = dns_get16(s->octets + s->from);
	status = fill(s, 2 + *n, err);
	if (status != ZF_OK)
		return status;
	*p = s->octets + s->from + 2;
	s->from += 2 + *n;
	return ZF_OK;
}
