/* Sending updates, and what their answers say (RFC 2136 section 3, RFC 8945 section 5.3). */
#include "update.h"

#include <stdlib.h>
#include <time.h>

#include "err.h"
#include "mem.h"
#include "rrtype.h"

/*
 * Answers. Only an answer that is signed when the question was can say that an update is done, or
 * that a prerequisite doesn't hold. That it is refused is believed without: who can't verify a
 * signature can't make one, and nothing is written because of it.
 */
static const struct verdict {
	unsigned rcode;
	enum update_outcome outcome;
	enum zf_status status;
	const char *text; /* before the code in brackets */
} verdicts[] = {
	{DNS_FORMERR, UPDATE_REFUSED, ZF_ERR_ANSWER, "the server can't read the update"},
	{DNS_NOTIMP, UPDATE_REFUSED, ZF_ERR_UNSUPPORTED, "the server takes no dynamic updates"},
	{DNS_REFUSED, UPDATE_REFUSED, ZF_ERR_AUTH,
		"the server refuses the update; allow this machine or a key there, and name the "
		"key by ?key=NAME; BIND also refuses an NS or MX whose address is missing, and what a "
		"signer makes"},
	{DNS_NOTAUTH, UPDATE_REFUSED, ZF_ERR_AUTH,
		"the server takes no updates of this zone from here: it is not the zone's primary, "
		"or allows neither this machine nor this key"},
	{DNS_NOTZONE, UPDATE_REFUSED, ZF_ERR_ANSWER,
		"the server says that a name is outside the zone"},
	{DNS_SERVFAIL, UPDATE_UNKNOWN, ZF_ERR_ANSWER,
		"the server failed; whether the update is done has to be read"},
};

static const struct verdict *find_verdict(unsigned rcode)
{
	for (size_t i = 0; i < sizeof(verdicts) / sizeof(verdicts[0]); i++)
		if (verdicts[i].rcode == rcode)
			return &verdicts[i];
	return NULL;
}

static enum zf_status give_verdict(
	enum update_outcome *outcome, const struct verdict *v, struct zf_error *err)
{
	char room[DNS_RCODE_ROOM];
	*outcome = v->outcome;
	return err_set(err, v->status, "%s (%s)", v->text, dns_rcode_name(v->rcode, room));
}

/*
 * Conflicts: which of the message's own prerequisites the server may mean.
 */
static const struct conflict {
	unsigned rcode;
	uint16_t class, type; /* of the prerequisites; type 0: any other */
} conflicts[] = {
	{DNS_NXRRSET, DNS_CLASS_IN, 0},
	{DNS_NXRRSET, DNS_CLASS_ANY, 0},
	{DNS_YXRRSET, DNS_CLASS_NONE, 0},
	{DNS_YXDOMAIN, DNS_CLASS_NONE, DNS_TYPE_ANY},
};

static bool can_mean(unsigned rcode, const struct dns_record *r)
{
	for (size_t i = 0; i < sizeof(conflicts) / sizeof(conflicts[0]); i++) {
		const struct conflict *c = &conflicts[i];
		if (c->rcode == rcode && c->class == r->class &&
			(c->type == DNS_TYPE_ANY) == (r->type == DNS_TYPE_ANY))
			return true;
	}
	return false;
}

static void print_set(struct buf *b, const struct dns_record *r)
{
	name_print(b, r->owner.wire);
	if (r->type != DNS_TYPE_ANY) {
		buf_addc(b, ' ');
		rrtype_print(b, r->type);
	}
}

/* The first and the last RRset that are meant; returns how many are. */
static size_t find_sets(struct dns_record *first, struct dns_record *last,
	const struct update_message *message, unsigned rcode)
{
	struct dns_message m;
	struct dns_question q;
	struct dns_record r;
	size_t n = 0;
	dns_open(&m, (const uint8_t *)message->octets.data, message->octets.len);
	dns_read_question(&m, &q);
	for (unsigned i = m.counts[DNS_ANSWER]; i && dns_read_record(&m, &r); i--) {
		if (!can_mean(rcode, &r))
			continue;
		if (n && r.type == last->type && name_equal(&r.owner, &last->owner))
			continue;
		if (n++ == 0)
			*first = r;
		*last = r;
	}
	return n;
}

/* False: the code says nothing about what was demanded. */
static bool is_conflict(const struct update_message *message, unsigned rcode, struct zf_error *err)
{
	struct dns_record first = {0}, last = {0};
	char room[DNS_RCODE_ROOM];
	size_t n = find_sets(&first, &last, message, rcode);
	if (n == 0)
		return false;
	struct buf text;
	buf_init(&text, 0);
	if (n > 2)
		buf_printf(&text, "one of %zu RRsets from ", n);
	print_set(&text, &first);
	if (n > 1) {
		buf_adds(&text, n > 2 ? " to " : " or ");
		print_set(&text, &last);
	}
	err_set(err, ZF_ERR_ANSWER, "somebody changed %s since it was read (%s)", text.data,
		dns_rcode_name(rcode, room));
	buf_free(&text);
	return true;
}

/*
 * One exchange.
 */
struct exchange {
	const struct zone_server *server;
	const struct update_message *message;
	uint8_t *octets; /* as sent */
	size_t size;
	struct tsig_session tsig; /* used with a key */
};

static void begin(struct exchange *x)
{
	const struct buf *octets = &x->message->octets;
	x->size = octets->len;
	x->octets = mem_alloc(x->size + TSIG_ROOM);
	memcpy(x->octets, octets->data, x->size);
	dns_put16(x->octets, dns_random_id());
	if (x->server->key)
		tsig_sign(&x->tsig, x->server->key, x->octets, &x->size, (uint64_t)time(NULL));
}

static void end(struct exchange *x)
{
	free(x->octets);
	if (x->server->key)
		tsig_session_free(&x->tsig);
}

/* Whether the header and the zone, which need not be repeated, fit what was sent. */
static enum zf_status check_head(
	const struct exchange *x, struct dns_message *answer, struct zf_error *err)
{
	struct dns_message sent;
	struct dns_question asked, q;
	dns_open(&sent, x->octets, x->size);
	dns_read_question(&sent, &asked);
	if (answer->id != sent.id)
		return err_set(err, ZF_ERR_ANSWER, "the answer belongs to another update (id)");
	if (!(answer->flags & DNS_QR) || (answer->flags & DNS_OPCODE) != DNS_OPCODE_UPDATE)
		return err_set(err, ZF_ERR_ANSWER, "the server sent something that is no answer");
	if (answer->counts[DNS_QUESTION] == 0)
		return ZF_OK;
	if (answer->counts[DNS_QUESTION] > 1 || !dns_read_question(answer, &q))
		return err_set(err, ZF_ERR_ANSWER, "the server sent a malformed message");
	if (!name_equal(&q.name, &asked.name) || q.type != asked.type || q.class != asked.class)
		return err_set(err, ZF_ERR_ANSWER, "the answer belongs to another zone");
	return ZF_OK;
}

static enum zf_status verify(struct exchange *x, const struct dns_message *m,
	const struct dns_record *tsig, struct zf_error *err)
{
	if (!x->server->key)
		return ZF_OK;
	enum zf_status status = tsig_verify(&x->tsig, m, tsig, (uint64_t)time(NULL), err);
	return status == ZF_OK ? tsig_finish(&x->tsig, err) : status;
}

static enum zf_status judge(enum update_outcome *outcome, struct exchange *x, const uint8_t *p,
	size_t n, struct zf_error *err)
{
	struct dns_message m;
	struct dns_record room;
	const struct dns_record *tsig;
	if (!dns_open(&m, p, n))
		return err_set(err, ZF_ERR_ANSWER, "the server sent a malformed message");
	enum zf_status status = check_head(x, &m, err);
	if (status != ZF_OK)
		return status;
	if (!tsig_find(&tsig, &room, &m, DNS_ANSWER))
		return err_set(err, ZF_ERR_ANSWER, "the server sent a malformed message");
	unsigned rcode = m.flags & DNS_RCODE;
	const struct verdict *v = find_verdict(rcode);
	if (v && !tsig)
		return give_verdict(outcome, v, err);
	status = verify(x, &m, tsig, err);
	if (v)
		/* What TSIG had to say is more precise. */
		return give_verdict(outcome, v, err);
	if (status != ZF_OK)
		return status;
	if (rcode == DNS_NOERROR) {
		*outcome = UPDATE_DONE;
		return ZF_OK;
	}
	if (is_conflict(x->message, rcode, err)) {
		*outcome = UPDATE_CONFLICT;
		return ZF_ERR_ANSWER;
	}
	char name[DNS_RCODE_ROOM];
	return err_set(
		err, ZF_ERR_ANSWER, "the server answers with %s", dns_rcode_name(rcode, name));
}

static enum zf_status converse(
	enum update_outcome *outcome, struct exchange *x, struct zf_error *err)
{
	struct dns_stream stream;
	const uint8_t *p;
	size_t n;
	*outcome = UPDATE_NOT_SENT;
	enum zf_status status = zone_server_connect(&stream, x->server, UPDATE_SECONDS, err);
	if (status != ZF_OK)
		return status;
	/* When sending fails, the server does not have the whole message. */
	status = dns_stream_send(&stream, x->octets, x->size, err);
	if (status == ZF_OK) {
		*outcome = UPDATE_UNKNOWN;
		status = dns_stream_receive(&stream, &p, &n, err);
	}
	if (status == ZF_OK)
		status = judge(outcome, x, p, n, err);
	dns_stream_close(&stream);
	return status;
}

enum zf_status update_send(enum update_outcome *outcome, const struct zone_server *server,
	const struct update_message *message, struct zf_error *err)
{
	struct exchange x = {.server = server, .message = message};
	begin(&x);
	enum zf_status status = converse(outcome, &x, err);
	end(&x);
	if (status != ZF_OK)
		zone_server_place(server, err);
	return status;
}
