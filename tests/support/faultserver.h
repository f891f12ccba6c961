/*
 * faultserver: an HTTP server on loopback that misbehaves by a script, one step for each request
 * that it reads, over all connections; the last step goes on. For tests in one process.
 */
#ifndef ZF_TEST_FAULTSERVER_H
#define ZF_TEST_FAULTSERVER_H

#include <stddef.h>

enum fault_then {
	FAULT_KEEP, /* the connection, for the next request */
	FAULT_CLOSE, /* properly */
	FAULT_RESET,
	FAULT_HANG, /* say nothing more until the other side closes */
	FAULT_DRIP, /* send `more` once each 100 ms until the other side closes */
	FAULT_FLOOD, /* send `more` without end */
};

struct fault_step {
	const char *bytes; /* what is sent first */
	enum fault_then then;
	const char *more;
	size_t size; /* of bytes; 0: its strlen */
};

struct faultserver;

struct faultserver *faultserver_start(const struct fault_step *steps, size_t count);
unsigned faultserver_port(const struct faultserver *s);
/* Stops and waits for all threads. After it the functions below tell what had come. */
void faultserver_stop(struct faultserver *s);
size_t faultserver_requests(const struct faultserver *s); /* how many were read whole */
size_t faultserver_connections(const struct faultserver *s);
size_t faultserver_sent(const struct faultserver *s); /* octets */
const char *faultserver_log(const struct faultserver *s); /* all octets that came */
void faultserver_free(struct faultserver *s);

#endif
