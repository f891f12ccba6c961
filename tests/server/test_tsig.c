/* dns_tsig: signatures of transfers, made here by the RFC's words, apart from the code under test.
 * The key's name is "key.", its secret 32 octets 'k'; every exchange has one session. */
#include "test.h"

#include <openssl/hmac.h>
#include <time.h>

#include "axfr.h"
#include "err.h"
#include "message_of.h"

#define KEY_NAME "\3key"
#define ALGORITHM "\13hmac-sha256"

static const char secret_base64[] = "a2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2s=";

struct signer {
	uint8_t mac[32];
	struct buf pending;
	bool first;
	uint64_t time;
	int error;
	const char *secret;
};

static void add_times(struct buf *b, uint64_t t)
{
	uint8_t octets[8];
	for (int i = 0; i < 6; i++)
		octets[i] = (uint8_t)(t >> (40 - 8 * i));
	dns_put16(octets + 6, 300);
	buf_add(b, octets, 8);
}

static void sign(struct signer *s, struct buf *m)
{
	struct buf b;
	uint8_t error[4] = {0, (uint8_t)s->error, 0, 0}, length[2] = {0, 0};
	unsigned size = 32;
	buf_init(&b, 0);
	buf_add(&b, "\0\40", 2);
	buf_add(&b, s->mac, 32);
	buf_add(&b, s->pending.data, s->pending.len);
	buf_add(&b, m->data, m->len);
	if (s->first) {
		buf_add(&b, KEY_NAME "\0\0\377\0\0\0\0" ALGORITHM "\0", 24);
		add_times(&b, s->time);
		buf_add(&b, error, 4);
	} else {
		add_times(&b, s->time);
	}
	HMAC(EVP_sha256(), s->secret, 32, (uint8_t *)b.data, b.len, s->mac, &size);
	buf_reset(&b);
	buf_add(&b, ALGORITHM "\0", 13);
	add_times(&b, s->time);
	buf_add(&b, "\0\40", 2);
	buf_add(&b, s->mac, 32);
	buf_add(&b, m->data, 2);
	buf_add(&b, error, 4);
	buf_add(m, KEY_NAME "\0\0\372\0\377\0\0\0\0", 13);
	dns_put16(length, (unsigned)b.len);
	buf_add(m, length, 2);
	buf_add(m, b.data, b.len);
	message_count(m, 10);
	buf_free(&b);
	buf_reset(&s->pending);
	s->first = false;
}

enum step {
	END,
	SOA_SIGNED, /* a message with the SOA, signed */
	SOA_UNSIGNED, /* the same without */
	SOA_TWICE, /* SOA, record, SOA; signed */
	RECORD_SIGNED, /* a record */
	RECORD_UNSIGNED,
	RECORDS_99, /* so many unsigned messages with a record each */
	RECORDS_100,
	RECORD_CHANGED, /* one that is changed after signing */
	OLD, /* from here on signed ten minutes ago */
	OTHER_SECRET,
	BADKEY, /* NOTAUTH with that error, unsigned */
	BADTIME, /* NOTAUTH with that error, signed */
};

static const struct {
	const char *name;
	enum step steps[6];
	enum zf_status status;
	const char *text;
} exchanges[] = {
	{"one message", {SOA_TWICE}, ZF_OK, ""},
	{"all signed", {SOA_SIGNED, RECORD_SIGNED, SOA_SIGNED}, ZF_OK, ""},
	{"99 without", {SOA_SIGNED, RECORDS_99, RECORD_SIGNED, RECORDS_99, SOA_SIGNED}, ZF_OK, ""},
	{"100 without", {SOA_SIGNED, RECORDS_100, SOA_SIGNED}, ZF_ERR_AUTH, "99 are allowed"},
	{"first without", {SOA_UNSIGNED, SOA_SIGNED}, ZF_ERR_AUTH, "not signed"},
	{"last without", {SOA_SIGNED, SOA_UNSIGNED}, ZF_ERR_AUTH, "last message"},
	{"changed", {SOA_SIGNED, RECORD_CHANGED, SOA_SIGNED}, ZF_ERR_AUTH, "BADSIG"},
	{"old", {OLD, SOA_TWICE}, ZF_ERR_AUTH, "BADTIME"},
	{"later ones old", {SOA_SIGNED, OLD, SOA_SIGNED}, ZF_ERR_AUTH, "BADTIME"},
	{"other secret", {OTHER_SECRET, SOA_TWICE}, ZF_ERR_AUTH, "BADSIG"},
	{"unknown key", {BADKEY}, ZF_ERR_AUTH, "BADKEY"},
	{"other clock", {BADTIME}, ZF_ERR_AUTH, "BADTIME"},
};

static enum zf_status take(struct axfr *x, struct buf *m, struct zf_error *err)
{
	enum zf_status status = axfr_take(x, (uint8_t *)m->data, m->len, err);
	buf_free(m);
	return status;
}

static enum zf_status records(
	struct axfr *x, struct signer *s, int count, enum step kind, struct zf_error *err)
{
	enum zf_status status = ZF_OK;
	for (int i = 0; status == ZF_OK && i < count; i++) {
		struct buf m;
		message_of(&m, x->id, "?a", NULL);
		if (kind == RECORD_UNSIGNED)
			buf_add(&s->pending, m.data, m.len);
		else
			sign(s, &m);
		if (kind == RECORD_CHANGED)
			m.data[17 + 12 + 6 + 10] ^= 1;
		status = take(x, &m, err);
	}
	return status;
}

static enum zf_status soa(struct axfr *x, struct signer *s, enum step kind, struct zf_error *err)
{
	struct buf m;
	message_of(&m, x->id, kind == SOA_TWICE ? "?sas" : "?s", NULL);
	if (kind != SOA_UNSIGNED)
		sign(s, &m);
	return take(x, &m, err);
}

static enum zf_status error_answer(
	struct axfr *x, struct signer *s, enum step kind, struct zf_error *err)
{
	struct buf m;
	message_of(&m, x->id, "?", NULL);
	m.data[3] = DNS_NOTAUTH;
	if (kind == BADTIME) {
		s->error = 18;
		sign(s, &m);
	} else {
		buf_add(&m, KEY_NAME "\0\0\372\0\377\0\0\0\0\0\35" ALGORITHM "\0", 28);
		add_times(&m, 0);
		buf_add(&m, "\0\0", 2);
		buf_add(&m, m.data, 2);
		buf_add(&m, "\0\21\0\0", 4);
		message_count(&m, 10);
	}
	return take(x, &m, err);
}

static enum zf_status play(struct axfr *x, struct signer *s, enum step step, struct zf_error *err)
{
	switch (step) {
	case RECORD_SIGNED:
	case RECORD_UNSIGNED:
	case RECORD_CHANGED:
		return records(x, s, 1, step, err);
	case RECORDS_99:
		return records(x, s, 99, RECORD_UNSIGNED, err);
	case RECORDS_100:
		return records(x, s, 100, RECORD_UNSIGNED, err);
	case OLD:
		s->time -= 600;
		return ZF_OK;
	case OTHER_SECRET:
		s->secret = "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx";
		return ZF_OK;
	case BADKEY:
	case BADTIME:
		return error_answer(x, s, step, err);
	default:
		return soa(x, s, step, err);
	}
}

static void signatures(void **state)
{
	struct tsig_key key;
	struct zf_error err = ZF_ERROR_INIT;
	(void)state;
	assert_int_equal(
		tsig_key_init(&key, "KEY", "hmac-sha256", STR(secret_base64), &err), ZF_OK);
	for (size_t i = 0; i < sizeof(exchanges) / sizeof(exchanges[0]); i++) {
		struct zone_server q = {.host = "ns", .zone = "example.org", .key = &key};
		struct signer s = {.first = true,
			.time = (uint64_t)time(NULL),
			.secret = "kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk"};
		uint8_t query[AXFR_QUERY_ROOM];
		size_t n;
		struct axfr x;
		enum zf_status status = axfr_init(&x, &q, query, &n, &err);
		assert_int_equal(status, ZF_OK);
		buf_init(&s.pending, 0);
		memcpy(s.mac, query + n - 6 - 32, 32);
		for (const enum step *step = exchanges[i].steps; *step && status == ZF_OK; step++)
			status = play(&x, &s, *step, &err);
		if (status != exchanges[i].status || !strstr(err.text, exchanges[i].text))
			fail_msg("%s: %d, %s", exchanges[i].name, status, err.text);
		if (status == ZF_OK)
			assert_int_equal(x.state, AXFR_DONE);
		axfr_free(&x);
		buf_free(&s.pending);
		err_clear(&err);
	}
	tsig_key_free(&key);
}

static void keys_are_checked(void **state)
{
	struct tsig_key key;
	struct zf_error err = ZF_ERROR_INIT;
	(void)state;
	assert_int_equal(tsig_key_init(&key, "k", "hmac-sha3", STR("aGk="), &err), ZF_ERR_CONFIG);
	assert_non_null(strstr(err.text, "hmac-sha256"));
	err_clear(&err);
	assert_int_equal(
		tsig_key_init(&key, "k", "hmac-sha256", STR("s3cret!"), &err), ZF_ERR_CONFIG);
	assert_null(strstr(err.text, "s3cret"));
	err_clear(&err);
	assert_int_equal(
		tsig_key_init(&key, "k..k", "hmac-sha256", STR("aGk="), &err), ZF_ERR_CONFIG);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(signatures),
		cmocka_unit_test(keys_are_checked),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
