/* Undo brings back what was there, and leaves what somebody has changed since. */
#include "test.h"

#include <stdio.h>
#include <string.h>

#include "finish.h"
#include "folder.h"
#include "random_zone.h"
#include "write_runs.h"

static const struct fake_script none = {.fault = FAKE_NONE};

static const char soa[] = "@ 3600 SOA ns1.example.com. host.example.com. 1 7200 3600 1209600 3600\n"
			  "@ 3600 NS ns1.example.net.\n";

static struct zf_zone *zone_with(const char *lines)
{
	char text[2000];
	snprintf(text, sizeof(text), "%s%s", soa, lines);
	return zone_of("example.com.", text);
}

static void assert_done(struct write_result *result)
{
	if (result->err.code != ZF_OK || result->result != RUN_APPLIED)
		fail_msg("%s%s", result->err.text, result->text.data);
	write_result_free(result);
}

static void assert_same(const struct write_place *place, const struct zf_zone *zone)
{
	struct zf_zone *now = fake_get(place->path);
	assert_true(same_zone(now, zone));
	zf_zone_free(now);
}

static void everything_comes_back(void **state)
{
	struct random r = {23};
	(void)state;
	for (size_t round = 0; round < 50; round++) {
		struct zf_zone *before = valid_zone(&r, 6), *source = valid_zone(&r, 6), *after;
		struct write_place place;
		struct write_result result;
		write_place_open(&place, "back", &write_kinds[round % write_kind_count]);
		fake_put(place.path, before);
		write_sync(&result, &place, source, &none);
		assert_done(&result);
		after = fake_get(place.path);
		write_undo(&result, &place, 0, &none);
		assert_done(&result);
		assert_same(&place, before);
		/* An undo can be undone. */
		write_undo(&result, &place, 0, &none);
		assert_done(&result);
		assert_same(&place, after);
		write_place_close(&place);
		folder_empty();
		zf_zone_free(before);
		zf_zone_free(source);
		zf_zone_free(after);
	}
}

/* What is there, what is wanted, what somebody makes of it then, and what undo leaves of it. */
static const struct row {
	const char *before, *wanted, *changed, *back;
	size_t left;
} rows[] = {
	/* Elsewhere: that is nobody's business. */
	{"a 60 A 192.0.2.1\n", "a 60 A 192.0.2.2\n", "a 60 A 192.0.2.2\nb 60 A 192.0.2.9\n",
		"a 60 A 192.0.2.1\nb 60 A 192.0.2.9\n", 0},
	/* At the same name and type: left. */
	{"a 60 A 192.0.2.1\n", "a 60 A 192.0.2.2\n", "a 60 A 192.0.2.3\n", "a 60 A 192.0.2.3\n", 1},
	{"a 60 A 192.0.2.1\n", "a 60 A 192.0.2.2\n", "a 60 A 192.0.2.2\na 60 A 192.0.2.3\n",
		"a 60 A 192.0.2.2\na 60 A 192.0.2.3\n", 1},
	/* Only the TTL, or what stands beside it: changed all the same. */
	{"a 60 A 192.0.2.1\n", "a 60 A 192.0.2.2\n", "a 61 A 192.0.2.2\n", "a 61 A 192.0.2.2\n", 1},
	{"a 60 A 192.0.2.1\n", "a 60 A 192.0.2.2\n", "a 60 A 192.0.2.2 ;@fake {\"w\":1}\n",
		"a 60 A 192.0.2.2 ;@fake {\"w\":1}\n", 1},
	/* Gone since, and it would have gone. */
	{"", "a 60 A 192.0.2.2\n", "", "", 0},
	/* Somebody has taken it back already. */
	{"a 60 A 192.0.2.1\n", "a 60 A 192.0.2.2\n", "a 60 A 192.0.2.1\n", "a 60 A 192.0.2.1\n", 0},
	/* A CNAME can't come back beside what somebody has put there, and the A stays then, too. */
	{"a 60 CNAME x.example.com.\n", "a 60 A 192.0.2.2\n",
		"a 60 A 192.0.2.2\na 60 AAAA 2001:db8::1\n",
		"a 60 A 192.0.2.2\na 60 AAAA 2001:db8::1\n", 2},
	/* Two names, one of which was changed. */
	{"a 60 A 192.0.2.1\nb 60 A 192.0.2.1\n", "a 60 A 192.0.2.2\nb 60 A 192.0.2.2\n",
		"a 60 A 192.0.2.3\nb 60 A 192.0.2.2\n", "a 60 A 192.0.2.3\nb 60 A 192.0.2.1\n", 1},
	/* Provider records: one that was changed since isn't doubled. */
	{";@fake {\"Id\":1}\n", ";@fake {\"Id\":2}\n", ";@fake {\"Id\":2}\n", ";@fake {\"Id\":1}\n",
		0},
	{";@fake {\"Id\":1}\n", ";@fake {\"Id\":2}\n", ";@fake {\"Id\":3}\n", ";@fake {\"Id\":3}\n",
		1},
	{"", ";@fake {\"Id\":2}\n", ";@fake {\"Id\":2}\n;@fake {\"Id\":3}\n", ";@fake {\"Id\":3}\n",
		0},
};

static void what_was_changed_is_left(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct row *row = &rows[i];
		struct zf_zone *before = zone_with(row->before), *wanted = zone_with(row->wanted),
			       *changed = zone_with(row->changed), *back = zone_with(row->back);
		struct write_place place;
		struct write_result result;
		write_place_open(&place, "left", &write_kinds[i % write_kind_count]);
		fake_put(place.path, before);
		write_sync(&result, &place, wanted, &none);
		assert_done(&result);
		fake_put(place.path, changed);
		write_undo(&result, &place, 0, &none);
		assert_int_equal(result.err.code, ZF_OK);
		if (result.left != row->left)
			fail_msg("row %zu: %zu left", i, result.left);
		assert_same(&place, back);
		write_result_free(&result);
		write_place_close(&place);
		folder_empty();
		zf_zone_free(before);
		zf_zone_free(wanted);
		zf_zone_free(changed);
		zf_zone_free(back);
	}
}

/* What the target had, and can't be given again (TXT, Id 1; SPF by what it holds; a TTL under 60):
 * what is there before, what is wanted, what is there in the end, and how much is named. */
static const struct {
	const char *before, *wanted, *back;
	size_t left;
	const char *why;
} unwritable[] = {
	/* What the run didn't touch is no obstacle. */
	{"a 60 A 192.0.2.1\nt 60 TXT \"x\"\ns 60 SPF \"x\"\n;@fake {\"Id\":1}\n",
		"a 60 A 192.0.2.2\nt 60 TXT \"x\"\ns 60 SPF \"x\"\n;@fake {\"Id\":1}\n",
		"a 60 A 192.0.2.1\nt 60 TXT \"x\"\ns 60 SPF \"x\"\n;@fake {\"Id\":1}\n", 0, NULL},
	/* The rest comes back. */
	{"a 60 A 192.0.2.1\nt 60 TXT \"x\"\n", "a 60 A 192.0.2.2\n", "a 60 A 192.0.2.1\n", 1,
		"the fake has no words for it"},
	{"a 60 A 192.0.2.1\ns 60 SPF \"x\"\n", "a 60 A 192.0.2.2\n", "a 60 A 192.0.2.1\n", 1,
		"the target has no SPF"},
	{"a 60 A 192.0.2.1\n;@fake {\"Id\":1}\n;@fake {\"Id\":3}\n", "a 60 A 192.0.2.2\n",
		"a 60 A 192.0.2.1\n;@fake {\"Id\":3}\n", 1, "the fake has no words for it"},
	/* What came in its place stays, so that the name has data. */
	{"t 60 TXT \"x\"\n", "t 60 CNAME x.example.net.\n", "t 60 CNAME x.example.net.\n", 2,
		"has taken its place"},
	{";@fake {\"Id\":1,\"k\":1,\"l\":2}\n", ";@fake {\"Id\":2,\"k\":1,\"l\":2}\n",
		";@fake {\"Id\":2,\"k\":1,\"l\":2}\n", 1, "the fake has no words for it"},
	/* What other data came beside doesn't. */
	{"t 60 TXT \"x\"\nt 60 A 192.0.2.1\n", "t 60 A 192.0.2.1\nt 60 AAAA 2001:db8::1\n",
		"t 60 A 192.0.2.1\n", 1, "the fake has no words for it"},
	{"a 30 A 192.0.2.1\n", "", "a 60 A 192.0.2.1\n", 1,
		"it comes back changed: TTL 30 becomes 60"},
};

static void what_cant_come_back_is_left(void **state)
{
	uint16_t types[] = {TYPE_A, TYPE_AAAA, TYPE_CNAME, TYPE_TXT, TYPE_NS, TYPE_SOA};
	const struct types held = {types, sizeof(types) / sizeof(types[0])};
	const struct desc_holds holds = {
		.types = held, .ttl_min = 60, .soa = SOA_WRITE, .apex_ns = APEX_NS_WRITE};
	const struct fake_script script = {.no_type = TYPE_TXT, .no_kept = "\"Id\":1"};
	(void)state;
	for (size_t n = 0; n < write_kind_count * sizeof(unwritable) / sizeof(unwritable[0]); n++) {
		size_t i = n / write_kind_count;
		struct target_kind kind = write_kinds[n % write_kind_count];
		/* Which provider record took whose place is known where it was an update. */
		if (unwritable[i].before[0] == ';' && !kind.updates)
			continue;
		struct zf_zone *before = zone_with(unwritable[i].before),
			       *wanted = zone_with(unwritable[i].wanted),
			       *back = zone_with(unwritable[i].back);
		struct write_place place;
		struct write_result result;
		write_place_open(&place, "unwritable", &kind);
		fake_put(place.path, before);
		write_sync(&result, &place, wanted, &none);
		assert_done(&result);
		place.kind.holds = &holds;
		write_undo(&result, &place, 0, &script);
		if (result.err.code != ZF_OK || result.left != unwritable[i].left)
			fail_msg("row %zu: %zu left %s", i, result.left, result.err.text);
		if (result.left)
			assert_non_null(strstr(result.text.data, unwritable[i].why));
		assert_int_equal(result.counts[OP_REFUSED], 0);
		struct zf_zone *now = fake_get(place.path);
		if (!same_zone(now, back))
			fail_msg("row %zu: %s%s", i, result.plan.data, result.text.data);
		zf_zone_free(now);
		write_result_free(&result);
		write_place_close(&place);
		folder_empty();
		zf_zone_free(before);
		zf_zone_free(wanted);
		zf_zone_free(back);
	}
}

/* Whoever changes the target while a run writes is seen, and a run that goes on refuses. */
static void meddling_is_seen(void **state)
{
	struct zf_zone *before = zone_with("a 60 A 192.0.2.1\n"),
		       *wanted = zone_with("a 60 A 192.0.2.2\nb 60 A 192.0.2.2\n");
	const struct fake_script meddled = {.meddle = "z 60 A 192.0.2.99\n", .meddle_at = 2};
	const struct fake_script refused = {.fault = FAKE_REFUSED, .at = 1};
	struct write_place place;
	struct write_result result, rest;
	(void)state;
	write_place_open(&place, "meddled", &write_kinds[0]);
	fake_put(place.path, before);
	write_sync(&result, &place, wanted, &meddled);
	assert_int_equal(result.result, RUN_PARTLY);
	assert_non_null(strstr(result.text.data, "z.example.com. A: changed, and not by this run"));
	write_result_free(&result);
	fake_put(place.path, before);
	write_sync(&result, &place, wanted, &refused);
	assert_int_equal(result.result, RUN_PARTLY);
	const struct fake_script between = {.meddle = "z 60 A 192.0.2.99\n", .meddle_at = 1};
	write_resume(&rest, &place, &result.plan, &between);
	assert_int_equal(rest.err.code, ZF_ERR_DATA);
	assert_non_null(strstr(rest.err.text, "z.example.com. A"));
	assert_int_equal(rest.writes, 0);
	write_result_free(&rest);
	write_result_free(&result);
	write_place_close(&place);
	zf_zone_free(before);
	zf_zone_free(wanted);
}

/* A good write that can't be read back is not called a failure, nor a success. */
static void unread_is_unverified(void **state)
{
	struct zf_zone *before = zone_with("a 60 A 192.0.2.1\n"),
		       *wanted = zone_with("a 60 A 192.0.2.2\n");
	const struct fake_script script = {.read_fails_from = 2};
	struct write_place place;
	struct write_result result;
	(void)state;
	write_place_open(&place, "unread", &write_kinds[0]);
	fake_put(place.path, before);
	write_sync(&result, &place, wanted, &script);
	assert_int_equal(result.result, RUN_PARTLY);
	assert_int_equal(result.counts[OP_DONE], 1);
	assert_non_null(strstr(result.text.data, "not verified: "));
	write_result_free(&result);
	write_undo(&result, &place, 0, &none);
	assert_done(&result);
	assert_same(&place, before);
	write_place_close(&place);
	zf_zone_free(before);
	zf_zone_free(wanted);
}

/* What isn't shown at once is waited for, as long as the kind says; then it isn't confirmed. */
static void late_is_waited_for(void **state)
{
	struct zf_zone *before = zone_with("a 60 A 192.0.2.1\n"),
		       *wanted = zone_with("a 60 A 192.0.2.2\n");
	const struct fake_script late = {.late_from = 2, .late = 1};
	(void)state;
	for (long shows_ms = 0; shows_ms <= 1; shows_ms++) {
		struct target_kind kind = write_kinds[0];
		struct write_place place;
		struct write_result result;
		kind.shows_ms = shows_ms;
		write_place_open(&place, shows_ms ? "late" : "never", &kind);
		fake_put(place.path, before);
		write_sync(&result, &place, wanted, &late);
		assert_int_equal(result.result, shows_ms ? RUN_APPLIED : RUN_PARTLY);
		assert_int_equal(!strstr(result.text.data, "not confirmed"), shows_ms);
		write_result_free(&result);
		write_undo(&result, &place, 0, &none);
		assert_done(&result);
		assert_same(&place, before);
		write_place_close(&place);
	}
	zf_zone_free(before);
	zf_zone_free(wanted);
}

/* What comes behind the last call is done by the next run when it failed. */
static void the_end_is_made_up_for(void **state)
{
	struct zf_zone *before = zone_with("a 60 A 192.0.2.1\n"),
		       *wanted = zone_with("a 60 A 192.0.2.2\n");
	size_t finished = 0;
	const struct fake_script fails = {.finish_fails = true}, works = {.finished = &finished};
	struct zf_error err = ZF_ERROR_INIT;
	struct write_place place;
	struct write_result result;
	unsigned long run;
	(void)state;
	write_place_open(&place, "end", &write_kinds[0]);
	fake_put(place.path, before);
	write_sync(&result, &place, wanted, &fails);
	assert_int_equal(result.result, RUN_PARTLY);
	assert_non_null(strstr(result.text.data, "not finished: "));
	write_result_free(&result);
	for (unsigned long round = 0; round < 2; round++) {
		struct target *target = fake_open(place.path, &place.kind, &works);
		assert_int_equal(
			finish_last(&run, target, &place.store, place.identity, &err), ZF_OK);
		assert_int_equal(run, round == 0);
		assert_int_equal(finished, 1);
		target_close(target);
	}
	write_place_close(&place);
	zf_zone_free(before);
	zf_zone_free(wanted);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(everything_comes_back),
		cmocka_unit_test(what_was_changed_is_left),
		cmocka_unit_test(what_cant_come_back_is_left),
		cmocka_unit_test(meddling_is_seen),
		cmocka_unit_test(unread_is_unverified),
		cmocka_unit_test(late_is_waited_for),
		cmocka_unit_test(the_end_is_made_up_for),
	};
	return cmocka_run_group_tests(tests, folder_make_in_memory, folder_drop);
}
