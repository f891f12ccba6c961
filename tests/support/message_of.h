/*
 * message_of: messages of a transfer of example.org for tests, made octet by octet.
 */
#ifndef ZF_TEST_MESSAGE_OF_H
#define ZF_TEST_MESSAGE_OF_H

#include "message.h"

#define MESSAGE_APEX "\7example\3org" /* without the root's octet */

enum message_question { MESSAGE_BARE, MESSAGE_QUESTION };

/* An answer's header, and the question of a transfer if wanted; then names at octet 12 are the
 * apex: "\xc0\x0c". Release with buf_free. */
void message_begin(struct buf *m, uint16_t id, enum message_question question);
/* Raises the 16-bit count at an octet of the header. */
void message_count(struct buf *m, size_t at);

struct message_record {
	const char *owner;
	size_t owner_len;
	unsigned type, class;
	uint32_t ttl;
	const char *rdata;
	size_t rdata_len;
};
/* Adds a record to the answers. */
void message_add(struct buf *m, const struct message_record *r);
/* A whole answer of these parts, in their order: '?' the question, 's' an SOA, 'a' an A record, 'r'
 * the record that is given. */
void message_of(struct buf *m, uint16_t id, const char *parts, const struct message_record *r);
/* The SOA with serial 1 (41 octets), and an A record of www (20). */
void message_add_soa(struct buf *m);
void message_add_a(struct buf *m);

#endif
