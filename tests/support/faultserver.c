#include "faultserver.h"

#include <poll.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#include "loopback.h"

enum { CONNECTIONS_MOST = 64, LOG_MOST = 1 << 20, WAIT_MS = 10000 };

struct faultserver {
	int listener;
	unsigned port;
	const struct fault_step *steps;
	size_t count;
	pthread_t acceptor, workers[CONNECTIONS_MOST];
	size_t worker_count;
	pthread_mutex_t lock; /* of what follows */
	size_t next, connections, sent;
	char *log;
	size_t log_size;
	bool stopping;
};

struct connection {
	struct faultserver *server;
	int fd;
};

static bool is_stopping(struct faultserver *s)
{
	pthread_mutex_lock(&s->lock);
	bool stopping = s->stopping;
	pthread_mutex_unlock(&s->lock);
	return stopping;
}

static bool send_all(struct faultserver *s, int fd, const char *p, size_t n)
{
	while (n > 0) {
		ssize_t did = send(fd, p, n, MSG_NOSIGNAL);
		if (did <= 0)
			return false;
		pthread_mutex_lock(&s->lock);
		s->sent += (size_t)did;
		pthread_mutex_unlock(&s->lock);
		p += did;
		n -= (size_t)did;
	}
	return true;
}

/* Waits until something can be read; false: stopping, or nothing comes. */
static bool wait_readable(struct faultserver *s, int fd, int milliseconds)
{
	struct pollfd p = {.fd = fd, .events = POLLIN};
	for (int passed = 0; passed < milliseconds && !is_stopping(s); passed += 20)
		if (poll(&p, 1, 20) > 0)
			return true;
	return false;
}

static void keep_log(struct faultserver *s, const char *p, size_t n)
{
	pthread_mutex_lock(&s->lock);
	if (s->log_size + n < LOG_MOST) {
		memcpy(s->log + s->log_size, p, n);
		s->log_size += n;
	}
	pthread_mutex_unlock(&s->lock);
}

/* Reads one request, its body by Content-Length. False: the other side has closed. */
static bool read_request(struct faultserver *s, int fd)
{
	char head[65536];
	size_t n = 0, want = 0;
	for (;;) {
		if (!wait_readable(s, fd, WAIT_MS) || n + 1 >= sizeof(head))
			return false;
		ssize_t did = recv(fd, head + n, sizeof(head) - 1 - n, 0);
		if (did <= 0)
			return false;
		keep_log(s, head + n, (size_t)did);
		n += (size_t)did;
		head[n] = '\0';
		char *end = strstr(head, "\r\n\r\n");
		if (end && !want) {
			const char *length = strcasestr(head, "\r\ncontent-length:");
			want = (size_t)(end + 4 - head) +
			       (length && length < end ? (size_t)strtoul(length + 17, NULL, 10)
						       : 0);
		}
		if (want && n >= want)
			return true;
	}
}

static const struct fault_step *next_step(struct faultserver *s)
{
	pthread_mutex_lock(&s->lock);
	const struct fault_step *step = &s->steps[s->next < s->count ? s->next : s->count - 1];
	s->next++;
	pthread_mutex_unlock(&s->lock);
	return step;
}

static void reset(int fd)
{
	const struct linger now = {.l_onoff = 1, .l_linger = 0};
	setsockopt(fd, SOL_SOCKET, SO_LINGER, &now, sizeof(now));
}

/* True: the connection may carry another request. */
static bool answer(struct faultserver *s, int fd, const struct fault_step *step)
{
	char byte;
	if (!send_all(s, fd, step->bytes, step->size ? step->size : strlen(step->bytes)))
		return false;
	switch (step->then) {
	case FAULT_KEEP:
		return true;
	case FAULT_CLOSE:
		return false;
	case FAULT_RESET:
		reset(fd);
		return false;
	case FAULT_HANG:
		if (wait_readable(s, fd, WAIT_MS))
			(void)!recv(fd, &byte, 1, 0);
		return false;
	case FAULT_DRIP:
		for (int i = 0; i < 100 && !wait_readable(s, fd, 100); i++)
			if (is_stopping(s) || !send_all(s, fd, step->more, strlen(step->more)))
				break;
		return false;
	case FAULT_FLOOD:
		while (send_all(s, fd, step->more, strlen(step->more)))
			;
		return false;
	}
	return false;
}

static void *serve(void *arg)
{
	struct connection *c = arg;
	while (read_request(c->server, c->fd))
		if (!answer(c->server, c->fd, next_step(c->server)))
			break;
	close(c->fd);
	free(c);
	return NULL;
}

static void *accept_all(void *arg)
{
	struct faultserver *s = arg;
	while (wait_readable(s, s->listener, 1 << 30)) {
		struct connection *c = malloc(sizeof(*c));
		if (!c)
			abort();
		*c = (struct connection){.server = s, .fd = accept(s->listener, NULL, NULL)};
		if (c->fd < 0 || s->worker_count == CONNECTIONS_MOST) {
			free(c);
			break;
		}
		pthread_mutex_lock(&s->lock);
		s->connections++;
		pthread_mutex_unlock(&s->lock);
		if (pthread_create(&s->workers[s->worker_count++], NULL, serve, c) != 0)
			abort();
	}
	return NULL;
}

struct faultserver *faultserver_start(const struct fault_step *steps, size_t count)
{
	struct faultserver *s = calloc(1, sizeof(*s));
	if (!s || !(s->log = calloc(1, LOG_MOST)))
		abort();
	s->steps = steps;
	s->count = count;
	pthread_mutex_init(&s->lock, NULL);
	s->listener = loopback_bind(AF_INET, SOCK_STREAM, &s->port);
	if (listen(s->listener, 16) != 0 || pthread_create(&s->acceptor, NULL, accept_all, s) != 0)
		abort();
	return s;
}

unsigned faultserver_port(const struct faultserver *s)
{
	return s->port;
}

void faultserver_stop(struct faultserver *s)
{
	pthread_mutex_lock(&s->lock);
	s->stopping = true;
	pthread_mutex_unlock(&s->lock);
	pthread_join(s->acceptor, NULL);
	for (size_t i = 0; i < s->worker_count; i++)
		pthread_join(s->workers[i], NULL);
	close(s->listener);
}

size_t faultserver_requests(const struct faultserver *s)
{
	return s->next;
}

size_t faultserver_connections(const struct faultserver *s)
{
	return s->connections;
}

size_t faultserver_sent(const struct faultserver *s)
{
	return s->sent;
}

const char *faultserver_log(const struct faultserver *s)
{
	return s->log;
}

void faultserver_free(struct faultserver *s)
{
	pthread_mutex_destroy(&s->lock);
	free(s->log);
	free(s);
}
