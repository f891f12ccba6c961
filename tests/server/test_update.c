/* update: the messages of changes, taken apart by ldns. */
#include "test.h"

#include <ldns/ldns.h>
#include <stdio.h>
#include <stdlib.h>

#include "changes_of.h"
#include "err.h"
#include "zone_of.h"

/*
 * A message in the words of nsupdate, with "---" between the messages of a list.
 */
static void add_rdata(struct buf *b, const ldns_rr *rr)
{
	for (size_t i = 0; i < ldns_rr_rd_count(rr); i++) {
		char *text = ldns_rdf2str(ldns_rr_rdf(rr, i));
		buf_printf(b, " %s", text);
		free(text);
	}
}

static void add_words(struct buf *b, const char *word, const ldns_rr *rr, const char *ttl)
{
	char *owner = ldns_rdf2str(ldns_rr_owner(rr));
	char *type = ldns_rr_type2str(ldns_rr_get_type(rr));
	buf_printf(b, "%s %s%s %s", word, owner, ttl, type);
	add_rdata(b, rr);
	buf_addc(b, '\n');
	free(owner);
	free(type);
}

static void add_prerequisite(struct buf *b, const ldns_rr *rr)
{
	bool name = ldns_rr_get_type(rr) == LDNS_RR_TYPE_ANY;
	assert_int_equal(ldns_rr_ttl(rr), 0);
	if (ldns_rr_get_class(rr) == LDNS_RR_CLASS_NONE)
		add_words(b, name ? "nxdomain" : "nxrrset", rr, "");
	else
		add_words(b, "yxrrset", rr, "");
	if (ldns_rr_get_class(rr) != LDNS_RR_CLASS_IN)
		assert_int_equal(ldns_rr_rd_count(rr), 0);
}

static void add_update(struct buf *b, const ldns_rr *rr)
{
	char ttl[16];
	if (ldns_rr_get_class(rr) == LDNS_RR_CLASS_IN) {
		snprintf(ttl, sizeof(ttl), " %u", (unsigned)ldns_rr_ttl(rr));
		add_words(b, "add", rr, ttl);
		return;
	}
	assert_int_equal(ldns_rr_ttl(rr), 0);
	assert_true(ldns_rr_get_class(rr) == LDNS_RR_CLASS_NONE || ldns_rr_rd_count(rr) == 0);
	add_words(b, "del", rr, "");
}

static void add_message(struct buf *b, const struct update_message *m, const char *apex)
{
	ldns_pkt *pkt;
	assert_int_equal(ldns_wire2pkt(&pkt, (const uint8_t *)m->octets.data, m->octets.len),
		LDNS_STATUS_OK);
	assert_int_equal(ldns_pkt_get_opcode(pkt), LDNS_PACKET_UPDATE);
	assert_int_equal(m->octets.data[2], 0x28);
	assert_int_equal(m->octets.data[3], 0);
	const ldns_rr *zone = ldns_rr_list_rr(ldns_pkt_question(pkt), 0);
	char *name = ldns_rdf2str(ldns_rr_owner(zone));
	assert_int_equal(ldns_pkt_qdcount(pkt), 1);
	assert_string_equal(name, apex);
	assert_int_equal(ldns_rr_get_type(zone), LDNS_RR_TYPE_SOA);
	assert_int_equal(ldns_pkt_arcount(pkt), 0);
	for (size_t i = 0; i < ldns_pkt_ancount(pkt); i++)
		add_prerequisite(b, ldns_rr_list_rr(ldns_pkt_answer(pkt), i));
	for (size_t i = 0; i < ldns_pkt_nscount(pkt); i++)
		add_update(b, ldns_rr_list_rr(ldns_pkt_authority(pkt), i));
	free(name);
	ldns_pkt_free(pkt);
}

static enum zf_status build(
	struct update_list *list, const char *before, const char *after, struct zf_error *err)
{
	struct zf_zone *a = zone_of("x.", before), *b = zone_of("x.", after);
	struct changes c;
	changes_of(&c, a, b);
	enum zf_status status = update_list_build(list, &c.zone, c.items, c.count, err);
	changes_free(&c);
	zf_zone_free(a);
	zf_zone_free(b);
	return status;
}

#define SOA "@ 60 SOA n.x. h.x. 7 1 1 1 1\n"
#define SOA_AS_READ "yxrrset x. SOA n.x. h.x. 7 1 1 1 1\n"

static const struct {
	const char *name, *before, *after, *want;
} cases[] = {
	{"nothing", SOA "a 60 A 192.0.2.1\n", SOA "a 60 A 192.0.2.1\n", ""},
	{"a name", SOA, SOA "a 60 A 192.0.2.1\n",
		SOA_AS_READ "nxrrset a.x. CNAME\n"
			    "nxrrset a.x. A\n"
			    "add a.x. 60 A 192.0.2.1\n"},
	{"the SOA is not known", "", "a 60 A 192.0.2.1\n",
		"nxrrset a.x. CNAME\n"
		"nxrrset a.x. A\n"
		"add a.x. 60 A 192.0.2.1\n"},
	{"one record more", SOA "a 60 A 192.0.2.1\n", SOA "a 60 A 192.0.2.1\na 60 A 192.0.2.2\n",
		SOA_AS_READ "yxrrset a.x. A 192.0.2.1\n"
			    "add a.x. 60 A 192.0.2.2\n"},
	{"one record fewer", "a 60 A 192.0.2.1\na 60 A 192.0.2.2\n", "a 60 A 192.0.2.2\n",
		"yxrrset a.x. A 192.0.2.1\n"
		"yxrrset a.x. A 192.0.2.2\n"
		"del a.x. A 192.0.2.1\n"},
	{"one for another", "a 60 A 192.0.2.1\n", "a 60 A 192.0.2.2\n",
		"yxrrset a.x. A 192.0.2.1\n"
		"del a.x. A 192.0.2.1\n"
		"add a.x. 60 A 192.0.2.2\n"},
	{"a set goes", "a 60 A 192.0.2.1\na 60 A 192.0.2.2\n", "",
		"yxrrset a.x. A 192.0.2.1\n"
		"yxrrset a.x. A 192.0.2.2\n"
		"del a.x. A\n"},
	{"TTL", "a 60 MX 1 m.x.\na 60 MX 2 n.x.\n", "a 30 MX 1 m.x.\na 30 MX 2 n.x.\n",
		"yxrrset a.x. MX 1 m.x.\n"
		"yxrrset a.x. MX 2 n.x.\n"
		"del a.x. MX\n"
		"add a.x. 30 MX 1 m.x.\n"
		"add a.x. 30 MX 2 n.x.\n"},
	{"CNAME for data", "a 60 A 192.0.2.1\na 60 TXT \"t\"\n", "a 60 CNAME b.x.\n",
		"yxrrset a.x. A 192.0.2.1\n"
		"nxrrset a.x. CNAME\n"
		"yxrrset a.x. TXT \"t\"\n"
		"del a.x. A\n"
		"del a.x. TXT\n"
		"add a.x. 60 CNAME b.x.\n"},
	{"data for CNAME", "a 60 CNAME b.x.\n", "a 60 A 192.0.2.1\n",
		"nxrrset a.x. A\n"
		"yxrrset a.x. CNAME b.x.\n"
		"del a.x. CNAME\n"
		"add a.x. 60 A 192.0.2.1\n"},
	{"a new CNAME", "", "a 60 CNAME b.x.\n",
		"nxdomain a.x. ANY\n"
		"nxrrset a.x. CNAME\n"
		"add a.x. 60 CNAME b.x.\n"},
	{"new data at the apex", "", "@ 60 A 192.0.2.1\n",
		"nxrrset x. A\n"
		"add x. 60 A 192.0.2.1\n"},
	{"NS of the apex", "@ 60 NS a.x.\n@ 60 NS b.x.\n", "@ 60 NS b.x.\n@ 60 NS c.x.\n",
		"yxrrset x. NS a.x.\n"
		"yxrrset x. NS b.x.\n"
		"add x. 60 NS c.x.\n"
		"del x. NS a.x.\n"},
	{"all NS of the apex", "@ 60 NS a.x.\n", "@ 60 NS b.x.\n",
		"yxrrset x. NS a.x.\n"
		"add x. 60 NS b.x.\n"
		"del x. NS a.x.\n"},
	{"TTL of the apex NS and a new one", "@ 60 NS a.x.\n", "@ 30 NS a.x.\n@ 30 NS b.x.\n",
		"yxrrset x. NS a.x.\n"
		"add x. 30 NS a.x.\n"
		"add x. 30 NS b.x.\n"},
	{"TTL of the apex NS", "@ 60 NS a.x.\n@ 60 NS b.x.\n@ 60 NS c.x.\n",
		"@ 30 NS a.x.\n@ 30 NS b.x.\n",
		"yxrrset x. NS a.x.\n"
		"yxrrset x. NS b.x.\n"
		"yxrrset x. NS c.x.\n"
		"add x. 30 NS invalid.\n"
		"del x. NS a.x.\n"
		"add x. 30 NS a.x.\n"
		"add x. 30 NS b.x.\n"
		"del x. NS invalid.\n"
		"del x. NS c.x.\n"},
	{"NS below the apex", "a 60 NS a.x.\n", "", "yxrrset a.x. NS a.x.\ndel a.x. NS\n"},
	{"letters that the server may have otherwise", "a 60 SVCB 1 t.x.\na 60 SVCB 2 .\n",
		"a 60 SVCB 1 t.x.\n",
		"yxrrset a.x. SVCB\n"
		"del a.x. SVCB\n"
		"add a.x. 60 SVCB 1 t.x.\n"},
	{"no letters", "a 60 SVCB 1 .\na 60 SVCB 2 .\n", "a 60 SVCB 1 .\n",
		"yxrrset a.x. SVCB 1 .\n"
		"yxrrset a.x. SVCB 2 .\n"
		"del a.x. SVCB 2 .\n"},
	{"two names, removals first", SOA "a 60 A 192.0.2.1\n", SOA "b.a 60 A 192.0.2.1\n",
		SOA_AS_READ "yxrrset a.x. A 192.0.2.1\n"
			    "nxrrset b.a.x. CNAME\n"
			    "nxrrset b.a.x. A\n"
			    "del a.x. A\n"
			    "add b.a.x. 60 A 192.0.2.1\n"},
};

static void changes_become_messages(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct zf_error err = ZF_ERROR_INIT;
		struct update_list list;
		struct buf text;
		if (build(&list, cases[i].before, cases[i].after, &err) != ZF_OK)
			fail_msg("%s: %s", cases[i].name, err.text);
		buf_init(&text, 0);
		for (size_t j = 0; j < list.count; j++)
			add_message(&text, &list.messages[j], "x.");
		if (strcmp(text.data, cases[i].want) != 0)
			fail_msg("%s: %s", cases[i].name, text.data);
		buf_free(&text);
		update_list_free(&list);
	}
}

/*
 * Single changes, some of which no update can do.
 */
#define RDATA(TEXT) (TEXT), sizeof(TEXT) - 1
#define SOA_RDATA(SERIAL) "\0\0" SERIAL "\0\0\0\1\0\0\0\1\0\0\0\1\0\0\0\1"

static const struct {
	const char *name, *owner;
	uint16_t type;
	const char *before; /* RDATA of its one record, or NULL */
	size_t before_len;
	const char *after;
	size_t after_len;
	enum zf_status status;
	const char *text;
} singles[] = {
	{"out of zone", "a.y.", TYPE_A, NULL, 0, RDATA("\1\2\3\4"), ZF_ERR_USAGE, "outside"},
	{"above", ".", TYPE_A, NULL, 0, RDATA("\1\2\3\4"), ZF_ERR_USAGE, "outside"},
	{"meta type", "a.x.", DNS_TYPE_ANY, NULL, 0, RDATA(""), ZF_ERR_USAGE, "no such record"},
	{"no type", "a.x.", 0, NULL, 0, RDATA(""), ZF_ERR_USAGE, "no such record"},
	{"last NS", "x.", TYPE_NS, RDATA("\1a\0"), NULL, 0, ZF_ERR_UNSUPPORTED, "last NS"},
	{"no SOA", "x.", TYPE_SOA, RDATA(SOA_RDATA("\0\0\0\7")), NULL, 0, ZF_ERR_UNSUPPORTED,
		"keeps its SOA"},
	{"same serial", "x.", TYPE_SOA, NULL, 0, RDATA(SOA_RDATA("\0\0\0\7")), ZF_ERR_UNSUPPORTED,
		"not higher"},
	{"lower serial", "x.", TYPE_SOA, NULL, 0, RDATA(SOA_RDATA("\0\0\0\6")), ZF_ERR_UNSUPPORTED,
		"not higher"},
	{"half way round", "x.", TYPE_SOA, NULL, 0, RDATA(SOA_RDATA("\200\0\0\7")),
		ZF_ERR_UNSUPPORTED, "not higher"},
	{"higher serial", "x.", TYPE_SOA, NULL, 0, RDATA(SOA_RDATA("\0\0\0\10")), ZF_OK, ""},
	{"not half way round", "x.", TYPE_SOA, NULL, 0, RDATA(SOA_RDATA("\200\0\0\6")), ZF_OK, ""},
};

static void what_servers_ignore_is_an_error(void **state)
{
	static const char soa[] = SOA_RDATA("\0\0\0\7");
	const struct update_zone zone = {name_of("x."), {soa, sizeof(soa) - 1}};
	(void)state;
	for (size_t i = 0; i < sizeof(singles) / sizeof(singles[0]); i++) {
		const struct update_record before = {1, {singles[i].before, singles[i].before_len}},
					   after = {1, {singles[i].after, singles[i].after_len}};
		const struct update_change change = {name_of(singles[i].owner), singles[i].type,
			{&before, singles[i].before != NULL}, {&after, singles[i].after != NULL}};
		struct zf_error err = ZF_ERROR_INIT;
		struct update_list list;
		enum zf_status status = update_list_build(&list, &zone, &change, 1, &err);
		if (status != singles[i].status || !strstr(err.text, singles[i].text))
			fail_msg("%s: %d, %s", singles[i].name, status, err.text);
		assert_int_equal(list.count, status == ZF_OK);
		update_list_free(&list);
	}
}

static void the_soa_is_replaced_in_the_first_message(void **state)
{
	static const char soa[] = SOA_RDATA("\0\0\0\7"), next[] = SOA_RDATA("\0\0\0\10");
	const struct update_zone zone = {name_of("x."), {soa, sizeof(soa) - 1}};
	const struct update_record old = {1, zone.soa}, new = {5, {next, sizeof(next) - 1}},
				   a = {1, {"\1\2\3\4", 4}};
	const struct update_change changes[] = {
		{name_of("x."), TYPE_SOA, {&old, 1}, {&new, 1}},
		{name_of("a.x."), TYPE_A, {&a, 1}, {NULL, 0}},
		{name_of("x."), TYPE_SOA, {&old, 1}, {&new, 1}},
	};
	struct zf_error err = ZF_ERROR_INIT;
	struct update_list list;
	struct buf text;
	(void)state;
	assert_int_equal(update_list_build(&list, &zone, changes, 2, &err), ZF_OK);
	assert_int_equal(list.count, 1);
	buf_init(&text, 0);
	add_message(&text, list.messages, "x.");
	assert_string_equal(text.data, "yxrrset x. SOA . . 7 1 1 1 1\n"
				       "yxrrset a.x. A 1.2.3.4\n"
				       "del a.x. A\n"
				       "add x. 5 SOA . . 8 1 1 1 1\n");
	buf_free(&text);
	update_list_free(&list);
	assert_int_equal(update_list_build(&list, &zone, changes + 1, 2, &err), ZF_ERR_USAGE);
	assert_non_null(strstr(err.text, "first name"));
	const struct update_zone without = {.apex = zone.apex};
	err_clear(&err);
	assert_int_equal(update_list_build(&list, &without, changes, 1, &err), ZF_ERR_USAGE);
	assert_non_null(strstr(err.text, "has to be known"));
}

/*
 * Many changes.
 */
static struct zf_zone *many(uint32_t names, uint8_t last)
{
	struct name apex = name_of("x."), owner = name_of("aaaa.x.");
	struct zone_builder *b = zone_builder_new(&apex, "many");
	struct zf_error err = ZF_ERROR_INIT;
	build_lines(b, &apex, SOA);
	for (uint32_t i = 0; i < names; i++) {
		const uint8_t txt[] = {5, 'a', 'b', 'c', 'd', last}, address[] = {1, 1, 1, last};
		for (unsigned j = 0; j < 4; j++)
			owner.wire[1 + j] = (uint8_t)('a' + (i >> (12 - 4 * j) & 15));
		assert_int_equal(zone_builder_add(b, &owner, TYPE_TXT, 60, txt, sizeof(txt),
					 STR(""), 0, &err),
			ZF_OK);
		assert_int_equal(zone_builder_add(b, &owner, TYPE_A, 60, address, sizeof(address),
					 STR(""), 0, &err),
			ZF_OK);
	}
	return zone_builder_seal(b);
}

static void messages_fit_64_kib(void **state)
{
	struct zf_zone *a = many(5000, 'a'), *b = many(5000, 'b');
	struct zf_error err = ZF_ERROR_INIT;
	struct update_list list;
	struct changes c;
	struct buf text;
	size_t next = 0, soa = 0, added = 0;
	(void)state;
	changes_of(&c, a, b);
	assert_int_equal(c.count, 10000);
	assert_int_equal(update_list_build(&list, &c.zone, c.items, c.count, &err), ZF_OK);
	assert_in_range(list.count, 10000 * 3 * 22 / 65535, 12);
	buf_init(&text, 0);
	for (size_t i = 0; i < list.count; i++) {
		const struct update_message *m = &list.messages[i];
		assert_true(m->octets.len + TSIG_ROOM <= DNS_MAX);
		assert_int_equal(m->first, next);
		assert_int_equal(m->count % 2, 0); /* a name is not torn apart */
		next += m->count;
		buf_reset(&text);
		add_message(&text, m, "x.");
		for (const char *p = text.data; (p = strstr(p, "\nadd ")); p++)
			added++;
		soa += str_starts(text.data, "yxrrset x. SOA") ? i + 1 : 0;
	}
	assert_int_equal(next, c.count);
	assert_int_equal(added, c.count);
	assert_int_equal(soa, 1);
	buf_free(&text);
	update_list_free(&list);
	changes_free(&c);
	zf_zone_free(a);
	zf_zone_free(b);
}

/* A set of so many records of 1000 octets each, as `last` tells. */
static enum zf_status big(
	size_t before, size_t after, struct update_list *list, struct zf_error *err)
{
	enum { SIZE = 1000, MOST = 70 };
	static char octets[2][MOST][SIZE];
	struct update_record records[2][MOST];
	for (size_t i = 0; i < 2; i++)
		for (size_t j = 0; j < MOST; j++) {
			octets[i][j][0] = (char)i;
			octets[i][j][1] = (char)j;
			records[i][j] = (struct update_record){60, {octets[i][j], SIZE}};
		}
	const struct update_zone zone = {.apex = name_of("x.")};
	const struct update_change changes[] = {
		{name_of("a.x."), 65280, {NULL, 0}, {records[0], 1}},
		{name_of("b.x."), 65280, {records[0], before}, {records[1], after}},
	};
	return update_list_build(list, &zone, changes, 2, err);
}

static void what_does_not_fit_is_an_error(void **state)
{
	static const struct {
		size_t before, after, messages;
	} sizes[] = {{0, 62, 1}, {0, 63, 2}, {0, 64, 0}, {0, 70, 0}, {70, 0, 0}, {63, 0, 2},
		{21, 20, 1}, {21, 21, 2}, {22, 21, 0}};
	(void)state;
	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		struct zf_error err = ZF_ERROR_INIT;
		struct update_list list;
		enum zf_status status = big(sizes[i].before, sizes[i].after, &list, &err);
		if (status != (sizes[i].messages ? ZF_OK : ZF_ERR_LIMIT) ||
			list.count != sizes[i].messages)
			fail_msg("%zu %zu: %zu, %s", sizes[i].before, sizes[i].after, list.count,
				err.text);
		if (status != ZF_OK)
			assert_non_null(strstr(err.text, "b.x. TYPE65280: "));
		update_list_free(&list);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(changes_become_messages),
		cmocka_unit_test(what_servers_ignore_is_an_error),
		cmocka_unit_test(the_soa_is_replaced_in_the_first_message),
		cmocka_unit_test(messages_fit_64_kib),
		cmocka_unit_test(what_does_not_fit_is_an_error),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
