#include "test.h"

#include "loopback.h"

#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

union address {
	struct sockaddr any;
	struct sockaddr_in v4;
	struct sockaddr_in6 v6;
};

int loopback_bind(int family, int type, unsigned *port)
{
	union address a = {.v4 = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}}};
	socklen_t size = sizeof(a.v4);
	int fd = socket(family, type | SOCK_CLOEXEC, 0), one = 1;
	if (family == AF_INET6) {
		a = (union address){
			.v6 = {.sin6_family = AF_INET6, .sin6_addr = IN6ADDR_LOOPBACK_INIT}};
		size = sizeof(a.v6);
	}
	/* A port stands in the same place of both kinds. */
	a.v4.sin_port = htons((uint16_t)*port);
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
	assert_int_equal(bind(fd, &a.any, size), 0);
	assert_int_equal(getsockname(fd, &a.any, &size), 0);
	*port = ntohs(a.v4.sin_port);
	return fd;
}

/* False: it ended before. */
static bool read_all(int fd, uint8_t *p, size_t n)
{
	for (size_t have = 0; have < n;) {
		ssize_t got = recv(fd, p + have, n - have, 0);
		if (got <= 0)
			return false;
		have += (size_t)got;
	}
	return true;
}

size_t loopback_read(int fd, uint8_t *room, size_t size)
{
	uint8_t length[2];
	if (!read_all(fd, length, 2))
		return 0;
	size_t n = (size_t)length[0] << 8 | length[1];
	return n <= size && read_all(fd, room, n) ? n : 0;
}

bool loopback_send(int fd, const void *p, size_t n)
{
	const uint8_t length[2] = {(uint8_t)(n >> 8), (uint8_t)n};
	return send(fd, length, 2, MSG_NOSIGNAL) == 2 && send(fd, p, n, MSG_NOSIGNAL) == (ssize_t)n;
}

bool loopback_is(const char *where)
{
	static const char *const here[] = {"127.", "[::1]", "::1"};
	const char *scheme = strstr(where, "://"), *host = scheme ? scheme + 3 : where;
	if (!scheme && strchr(where, '/'))
		return true;
	for (size_t i = 0; i < sizeof(here) / sizeof(here[0]); i++) {
		size_t n = strlen(here[i]);
		/* A name may begin like an address. */
		if (strncmp(host, here[i], n) == 0 &&
			strspn(host, "0123456789.:[]") == strcspn(host, "/"))
			return true;
	}
	return false;
}
