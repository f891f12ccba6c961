/*
 * dns_ask: asks one server many questions over UDP, and over TCP what doesn't fit or got lost.
 *
 * Some questions are under way at a time, at most so many a second; each has an id that can't be
 * guessed. What is taken for an answer comes from the address that was asked, with the id and the
 * question of one that is under way; everything else is dropped, and waiting goes on.
 *
 * The resolver of ldns 1.8.3 is not used: it takes an answer with another id and another name, and
 * ends the process by an assertion on a name that is none.
 */
#ifndef ZF_SERVER_ASK_H
#define ZF_SERVER_ASK_H

#include <sys/socket.h>

#include "message.h"

struct dns_ask {
	struct sockaddr *address; /* not changed */
	socklen_t address_len;
	uint64_t deadline; /* of everything, by dns_now */
	unsigned rate; /* questions a second, 1 or more */
	size_t count; /* of questions, 0-based below */
	/* Tells a question; the same one whenever it is asked for. */
	void (*question)(void *user, size_t index, struct dns_question *q);
	/* Takes an answer, once for a question; the message is read up to its answer section, and
	 * is whole. Questions without answer never get here. */
	void (*answer)(void *user, size_t index, struct dns_message *m);
	void *user;
};

/* Errors: ZF_ERR_NETWORK when nothing can be sent at all. That some or all questions stay without
 * answer is none. */
enum zf_status dns_ask(const struct dns_ask *ask, struct zf_error *err);

#endif
