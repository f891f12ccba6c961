/*
 * dns_net: DNS messages over TCP and UDP (RFC 1035 section 4.2, RFC 7766), every wait with an end.
 */
#ifndef ZF_SERVER_NET_H
#define ZF_SERVER_NET_H

#include <netdb.h>
#include <stdint.h>

#include "zoneferry.h"

/* Milliseconds of a clock that never jumps. */
uint64_t dns_now(void);

/* The addresses of a host, to be released with freeaddrinfo. Errors: ZF_ERR_NETWORK. */
enum zf_status dns_resolve(
	struct addrinfo **list, const char *host, const char *port, struct zf_error *err);
enum { DNS_ADDRESS_ROOM = 64 };
/* "192.0.2.1" or "2001:db8::1". */
const char *dns_address_text(char room[DNS_ADDRESS_ROOM], const struct sockaddr *a, socklen_t n);

/* An unpredictable number for a message's id. */
uint16_t dns_random_id(void);

struct dns_stream {
	int fd;
	uint64_t deadline; /* of everything, by dns_now */
	uint8_t *octets; /* room for what was read, from..to of it */
	size_t from, to;
};

/* Connects to the first address that answers. Errors: ZF_ERR_NETWORK. On success close with
 * dns_stream_close. */
enum zf_status dns_connect(
	struct dns_stream *s, const struct addrinfo *list, uint64_t deadline, struct zf_error *err);
void dns_stream_close(struct dns_stream *s);

/* Sends one message with its length in front. */
enum zf_status dns_stream_send(
	struct dns_stream *s, const uint8_t *p, size_t n, struct zf_error *err);
/* Waits for the next message; *p is valid until the next call. Errors: ZF_ERR_NETWORK, also when
 * the other side has closed. */
enum zf_status dns_stream_receive(
	struct dns_stream *s, const uint8_t **p, size_t *n, struct zf_error *err);

#endif
