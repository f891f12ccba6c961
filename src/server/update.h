/*
 * update: changes of a zone at its primary server by dynamic update (RFC 2136), with TSIG (RFC
 * 8945) if wanted.
 *
 * What is to be done is said RRset by RRset: the set as it was read, and as it shall be. Both
 * become records of messages, each of which the server does whole or not at all. Each message
 * demands that its sets still are as they were read, the first one that the zone's SOA is too, so
 * that nothing is written over what somebody else has changed since.
 *
 * Servers answer some updates with success and do nothing: they keep the SOA and the last NS of the
 * apex, take no SOA whose serial is not higher, and no CNAME beside other data or the other way
 * round (section 3.4.2). Such updates are errors here, or have a prerequisite that makes the server
 * say so. Some servers also keep the TTL of a record that is there, so that an RRset with another
 * TTL is made anew; the records of a set end with one TTL, that of the last one.
 *
 * Records go into messages octet by octet as zones have them; ldns would want each of them taken
 * apart to put it together again. It takes the messages apart in tests.
 */
#ifndef ZF_SERVER_UPDATE_H
#define ZF_SERVER_UPDATE_H

#include "zone_server.h"

struct update_record {
	uint32_t ttl;
	struct str rdata; /* canonical wire form */
};

/* One RRset; without records it does not exist. No record is in it twice. */
struct update_set {
	const struct update_record *records;
	size_t count;
};

struct update_change {
	struct name owner;
	uint16_t type;
	struct update_set before, after; /* before: TTLs too are as they were read */
};

struct update_zone {
	struct name apex;
	struct str soa; /* its RDATA as it was read; empty: not known */
};

/* One message, of the changes first..first+count-1. */
struct update_message {
	size_t first, count;
	struct buf octets; /* id 0, unsigned */
};

struct update_list {
	struct update_message *messages;
	size_t count, cap;
};

/* Makes the messages of the changes in their order. Changes of one owner that stand together are
 * in one message; so should all that belong together be (CNAME and what takes its place), and no
 * RRset is there twice. A change of the SOA needs zone->soa, and is the first name's.
 * Errors (nothing is made then): ZF_ERR_USAGE (no change of this zone), ZF_ERR_UNSUPPORTED (what no
 * update can do), ZF_ERR_LIMIT (a name's changes don't fit 64 KiB). On success release with
 * update_list_free. */
enum zf_status update_list_build(struct update_list *list, const struct update_zone *zone,
	const struct update_change *changes, size_t count, struct zf_error *err);
void update_list_free(struct update_list *list);

/* What has become of a message. */
enum update_outcome {
	UPDATE_DONE,
	UPDATE_NOT_SENT, /* nothing is done: the server was not reached, and may be asked again */
	UPDATE_CONFLICT, /* nothing is done: somebody has changed what was read */
	UPDATE_REFUSED, /* nothing is done, and won't be: authorization, or not by this server */
	UPDATE_UNKNOWN, /* done or not: read back before anything else; never send it again */
};

enum { UPDATE_SECONDS = 60 }; /* for one message, unless the server has its own timeout */

/* Sends one message and waits for its answer; *outcome is always set, and ZF_OK is UPDATE_DONE.
 * Errors: ZF_ERR_NETWORK, ZF_ERR_AUTH (refused, or a signature), ZF_ERR_UNSUPPORTED (the server
 * does no updates), ZF_ERR_ANSWER (conflict, malformed, others). */
enum zf_status update_send(enum update_outcome *outcome, const struct zone_server *server,
	const struct update_message *message, struct zf_error *err);

#endif
