/*
 * loopback: sockets of test servers on 127.0.0.1 and ::1, and DNS messages over TCP.
 */
#ifndef ZF_TEST_LOOPBACK_H
#define ZF_TEST_LOOPBACK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A socket that is bound to a port of the loopback address; *port 0: a free one, which it becomes.
 * The test fails when it can't. Nobody else gets the port while the socket is open. */
int loopback_bind(int family, int type, unsigned *port);

/* A message with its length before it (RFC 1035 section 4.2.2). Reading gives the octets of the
 * message alone, 0 when it doesn't come whole; sending is false when the other side has gone. */
size_t loopback_read(int fd, uint8_t *room, size_t size);
bool loopback_send(int fd, const void *p, size_t n);

/* Whether a location or a host is this machine: an address of loopback, or a file. */
bool loopback_is(const char *where);

#endif
