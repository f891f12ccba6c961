/* merge and zonefile_edit: random three-way merges against a naive oracle, and edits of
 * hand-written files that keep what they don't change. */
#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "diff.h"
#include "merge.h"
#include "edit.h"

static struct zf_zone *parse(const char *text)
{
	struct zonefile_options options = ZONEFILE_OPTIONS_INIT;
	struct zf_error err = ZF_ERROR_INIT;
	struct zf_zone *zone = NULL;
	options.origin = "example.com.";
	if (zonefile_parse(&zone, text, strlen(text), "t.zone", &options, NULL, &err) != ZF_OK)
		fail_msg("%s in:\n%s", err.text, text);
	return zone;
}

/*
 * The naive model: for each owner and type, for each of a few values, a TTL or 0 for absent.
 */

enum { OWNERS = 3, TYPES = 3, VALUES = 4 };

struct model {
	unsigned ttl[OWNERS][TYPES][VALUES];
	bool conflict[OWNERS][TYPES];
	bool owner_conflict[OWNERS];
};

static const char *const owners[OWNERS] = {"a", "b", "c.d"};
static const char *const types[TYPES] = {"A", "TXT", "CNAME"};
enum { CNAME = 2 };

static unsigned rnd(unsigned *seed, unsigned n)
{
	*seed = *seed * 1103515245u + 12345u;
	return (*seed >> 16) % n;
}

static void print_value(char *out, size_t size, int type, int value)
{
	static const char *const forms[TYPES] = {"192.0.2.%d", "\"v%d\"", "t%d.example.net."};
	char form[64];
	snprintf(form, sizeof(form), "%s", forms[type]);
	char *at = strstr(form, "%d");
	snprintf(out, size, "%.*s%d%s", (int)(at - form), form, value + 1, at + 2);
}

static struct zf_zone *model_zone(const struct model *m)
{
	struct buf b;
	buf_init(&b, 0);
	buf_adds(&b, "@ 60 IN SOA ns1 h 5 1 1 1 1\n@ 60 IN NS ns1\n");
	for (int o = 0; o < OWNERS; o++)
		for (int t = 0; t < TYPES; t++)
			for (int v = 0; v < VALUES; v++) {
				char value[64];
				print_value(value, sizeof(value), t, v);
				if (m->ttl[o][t][v])
					buf_printf(&b, "%s %u IN %s %s\n", owners[o],
						m->ttl[o][t][v], types[t], value);
			}
	struct zf_zone *zone = parse(b.data);
	buf_free(&b);
	return zone;
}

static bool clashes(const struct model *m, int o)
{
	bool cname = false, other = false;
	for (int t = 0; t < TYPES; t++)
		for (int v = 0; v < VALUES; v++)
			if (m->ttl[o][t][v])
				*(t == CNAME ? &cname : &other) = true;
	return cname && other;
}

static unsigned uniform(const unsigned *set)
{
	unsigned ttl = 0;
	for (int v = 0; v < VALUES; v++) {
		if (set[v] && ttl && set[v] != ttl)
			return 0;
		ttl = set[v] ? set[v] : ttl;
	}
	return ttl;
}

static bool equal(const unsigned *a, const unsigned *b)
{
	return memcmp(a, b, VALUES * sizeof(*a)) == 0;
}

static unsigned follow(const unsigned *base, const unsigned *other, unsigned ttl)
{
	unsigned before = uniform(base), after = uniform(other);
	return before && after && ttl == before ? after : ttl;
}

static bool oracle_set(unsigned *out, const unsigned *base, const unsigned *ours,
	const unsigned *theirs, bool single)
{
	unsigned count = 0, gone = 0, mine = 0, yours = 0;
	bool conflict = false;
	for (int v = 0; v < VALUES; v++) {
		unsigned b = base[v], o = ours[v], t = theirs[v];
		if (o == t)
			out[v] = o;
		else if (b == t)
			out[v] = o && !b ? follow(base, theirs, o) : o;
		else if (b == o)
			out[v] = t && !b ? follow(base, ours, t) : t;
		else
			conflict = true;
		gone += b && !o && !t;
		mine += !b && o && !t;
		yours += !b && t && !o;
	}
	if (gone && mine && yours)
		conflict = true;
	if (equal(base, theirs) || equal(ours, theirs)) {
		memcpy(out, ours, VALUES * sizeof(*out));
		conflict = false;
	} else if (equal(base, ours)) {
		memcpy(out, theirs, VALUES * sizeof(*out));
		conflict = false;
	}
	for (int v = 0; v < VALUES; v++)
		count += out[v] != 0;
	if (!conflict && single && count > 1)
		conflict = true;
	if (conflict)
		memcpy(out, ours, VALUES * sizeof(*out));
	return conflict;
}

static void oracle(struct model *m, const struct model *base, const struct model *ours,
	const struct model *theirs)
{
	for (int o = 0; o < OWNERS; o++) {
		bool any = false;
		for (int t = 0; t < TYPES; t++) {
			m->conflict[o][t] = oracle_set(m->ttl[o][t], base->ttl[o][t],
				ours->ttl[o][t], theirs->ttl[o][t], t == CNAME);
			any = any || m->conflict[o][t];
		}
		if (!any && clashes(m, o) && !clashes(ours, o) && !clashes(theirs, o)) {
			m->owner_conflict[o] = true;
			memcpy(m->ttl[o], ours->ttl[o], sizeof(m->ttl[o]));
		}
	}
}

static void random_model(struct model *m, unsigned *seed)
{
	memset(m, 0, sizeof(*m));
	for (int o = 0; o < OWNERS; o++) {
		if (rnd(seed, 5) == 0) {
			m->ttl[o][CNAME][rnd(seed, VALUES)] = 60;
			continue;
		}
		for (int t = 0; t < CNAME; t++)
			for (int v = 0; v < VALUES; v++)
				if (rnd(seed, 3) == 0)
					m->ttl[o][t][v] = rnd(seed, 4) ? 60 : 300;
	}
}

static void change(struct model *m, unsigned *seed)
{
	for (unsigned n = rnd(seed, 4); n > 0; n--) {
		int o = (int)rnd(seed, OWNERS), t = (int)rnd(seed, TYPES);
		unsigned *set = m->ttl[o][t];
		unsigned v = rnd(seed, VALUES);
		switch (rnd(seed, 4)) {
		case 0:
			set[v] = 0;
			break;
		case 1:
			for (int i = 0; i < VALUES; i++)
				set[i] = set[i] ? 900 : 0;
			break;
		default:
			if (t == CNAME)
				memset(m->ttl[o], 0, sizeof(m->ttl[o]));
			set[v] = rnd(seed, 2) ? 60 : 600;
		}
	}
}

static size_t marks_of(const struct model *m)
{
	size_t n = 0;
	for (int o = 0; o < OWNERS; o++) {
		n += m->owner_conflict[o];
		for (int t = 0; t < TYPES; t++)
			n += m->conflict[o][t];
	}
	return n;
}

static void assert_same(const struct zf_zone *a, const struct zf_zone *b, unsigned ignore)
{
	const struct diff_options exact = {.txt = DIFF_TXT_EXACT, .ignore = ignore};
	struct zf_error err = ZF_ERROR_INIT;
	struct diff d;
	assert_int_equal(diff_make(&d, a, b, &exact, &err), ZF_OK);
	assert_int_equal(d.count, 0);
	diff_free(&d);
}

static void merges_agree_with_the_oracle(void **state)
{
	(void)state;
	unsigned seed = 7;
	size_t conflicts = 0;
	for (int round = 0; round < 1500; round++) {
		struct model base, ours, theirs, want;
		struct zf_error err = ZF_ERROR_INIT;
		struct merge m;
		random_model(&base, &seed);
		ours = theirs = base;
		change(&ours, &seed);
		change(&theirs, &seed);
		memset(&want, 0, sizeof(want));
		oracle(&want, &base, &ours, &theirs);
		struct zf_zone *b = model_zone(&base), *o = model_zone(&ours),
			       *t = model_zone(&theirs), *w = model_zone(&want);
		assert_int_equal(merge_make(&m, b, o, t, &err), ZF_OK);
		assert_int_equal(m.conflict_count, marks_of(&want));
		assert_same(m.zone, w, DIFF_IGNORE_SERIAL);
		conflicts += m.conflict_count;
		merge_free(&m);
		zf_zone_free(b);
		zf_zone_free(o);
		zf_zone_free(t);
		zf_zone_free(w);
	}
	assert_true(conflicts > 50);
}

static void serials_rise(void **state)
{
	(void)state;
	static const struct {
		const char *base, *ours, *theirs, *want;
	} cases[] = {
		{"5", "6", "5", "6"}, /* only we changed */
		{"5", "5", "7", "7"},
		{"5", "6", "9", "9"}, /* both, alike but for the serial */
		{"4294967290", "4294967295", "3", "3"},
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char text[3][200];
		const char *const serials[] = {cases[i].base, cases[i].ours, cases[i].theirs};
		struct zf_zone *z[3];
		struct zf_error err = ZF_ERROR_INIT;
		struct merge m;
		struct buf line;
		for (int k = 0; k < 3; k++) {
			snprintf(text[k], sizeof(text[k]),
				"@ 60 IN SOA ns1 h %s 1 1 1 1\n@ 60 IN NS ns1\n", serials[k]);
			z[k] = parse(text[k]);
		}
		assert_int_equal(merge_make(&m, z[0], z[1], z[2], &err), ZF_OK);
		buf_init(&line, 0);
		zonefile_print_record(&line, m.zone, zone_soa(m.zone));
		char want[40];
		snprintf(want, sizeof(want), " %s 1 1 1 1", cases[i].want);
		assert_non_null(strstr(line.data, want));
		buf_free(&line);
		merge_free(&m);
		for (int k = 0; k < 3; k++)
			zf_zone_free(z[k]);
	}
}

/*
 * Editing: old text, wanted state, new text.
 */

static const struct {
	const char *old, *wanted, *new;
} edits[] = {
	/* a value, a TTL, a comment that stays; SOA serial inside parentheses */
	{"$TTL 1h\n"
	 "@  IN SOA ns1 hostmaster ( ; the zone\n"
	 "      2024010101 ; serial\n"
	 "      1h 15m 30d 1h )\n"
	 "   IN NS ns1 ; first\n"
	 "ns1 A 192.0.2.1\n"
	 "www 300 A 192.0.2.2   ; web\n",
		"@ 3600 SOA ns1 hostmaster 2024010102 3600 900 2592000 3600\n@ 3600 NS ns1\n"
		"ns1 3600 A 192.0.2.1\nwww 60 A 192.0.2.9\n",
		"$TTL 1h\n"
		"@  IN SOA ns1 hostmaster ( ; the zone\n"
		"      2024010102 ; serial\n"
		"      1h 15m 30d 1h )\n"
		"   IN NS ns1 ; first\n"
		"ns1 A 192.0.2.1\n"
		"www 60 A 192.0.2.9   ; web\n"},
	/* the owner's first line goes: the next one states it; a new record joins its set */
	{"@ 60 SOA ns1 h 1 1 1 1 1\n@ 60 NS ns1\n"
	 "a     60 A 192.0.2.1\n"
	 "      60 TXT \"x\"\n"
	 "; about b\n"
	 "b     60 MX 10 m\n",
		"@ 60 SOA ns1 h 1 1 1 1 1\n@ 60 NS ns1\n"
		"a 60 TXT \"x\"\nb 60 MX 10 m\nb 60 MX 20 n\n",
		"@ 60 SOA ns1 h 1 1 1 1 1\n@ 60 NS ns1\n"
		"a     60 TXT \"x\"\n"
		"; about b\n"
		"b     60 MX 10 m\n"
		"b                          60 IN MX     20 n.example.com.\n"},
	/* $GENERATE of which one record changes; no newline at the end */
	{"@ 60 SOA ns1 h 1 1 1 1 1\n@ 60 NS ns1\n$GENERATE 1-3 h$ 60 A 192.0.2.$\nz 60 A 192.0.2.99",
		"@ 60 SOA ns1 h 1 1 1 1 1\n@ 60 NS ns1\nh1 60 A 192.0.2.1\nh3 60 A 192.0.2.3\n"
		"z 60 A 192.0.2.99\nzz 60 A 192.0.2.100\n",
		"@ 60 SOA ns1 h 1 1 1 1 1\n@ 60 NS ns1\n"
		"h1                         60 IN A      192.0.2.1\n"
		"h3                         60 IN A      192.0.2.3\n"
		"z 60 A 192.0.2.99\n"
		"zz                         60 IN A      192.0.2.100\n"},
	/* relative to $ORIGIN; TTL of a line that is gone */
	{"@ 60 SOA ns1 h 1 1 1 1 1\n@ 60 NS ns1\n$ORIGIN sub.example.com.\n"
	 "a 300 A 192.0.2.1\nb A 192.0.2.2\n",
		"@ 60 SOA ns1 h 1 1 1 1 1\n@ 60 NS ns1\nb.sub 300 A 192.0.2.2\nc.sub 300 A 192.0.2.3\n",
		"@ 60 SOA ns1 h 1 1 1 1 1\n@ 60 NS ns1\n$ORIGIN sub.example.com.\n"
		"b 300 A 192.0.2.2\n"
		"c                         300 IN A      192.0.2.3\n"},
	/* annotations, provider records */
	{"@ 60 SOA ns1 h 1 1 1 1 1\n@ 60 NS ns1\n"
	 "a 60 A 192.0.2.1 ;@x {\"on\": true} ; mine\n"
	 ";@x {\"old\": 1}\n",
		"@ 60 SOA ns1 h 1 1 1 1 1\n@ 60 NS ns1\na 60 A 192.0.2.1 ;@x {\"on\":false}\n"
		";@x {\"new\":1}\n",
		"@ 60 SOA ns1 h 1 1 1 1 1\n@ 60 NS ns1\n"
		"a 60 A 192.0.2.1 ;@x {\"on\":false} ; mine\n"
		";@x {\"new\":1}\n"},
};

static void edits_touch_only_what_changes(void **state)
{
	(void)state;
	const struct diff_options rules = {.txt = DIFF_TXT_EXACT};
	struct zonefile_options options = ZONEFILE_OPTIONS_INIT;
	options.origin = "example.com.";
	for (size_t i = 0; i < sizeof(edits) / sizeof(edits[0]); i++) {
		struct zf_zone *old = parse(edits[i].old), *wanted = parse(edits[i].wanted);
		struct zf_error err = ZF_ERROR_INIT;
		struct diff d;
		struct buf out;
		buf_init(&out, 0);
		assert_int_equal(diff_make(&d, old, wanted, &rules, &err), ZF_OK);
		zonefile_update(&out, edits[i].old, strlen(edits[i].old), &d, "t.zone", &options,
			&rules, &err);
		assert_string_equal(err.text, "");
		assert_string_equal(out.data, edits[i].new);
		buf_free(&out);
		diff_free(&d);
		zf_zone_free(old);
		zf_zone_free(wanted);
	}
}

/* Any state can be reached from any text, and reaching the same state changes nothing. */
static void random_edits_arrive(void **state)
{
	(void)state;
	const struct diff_options rules = {.txt = DIFF_TXT_EXACT};
	struct zonefile_options options = ZONEFILE_OPTIONS_INIT;
	unsigned seed = 99;
	options.origin = "example.com.";
	for (int round = 0; round < 500; round++) {
		struct model a, b;
		struct zf_error err = ZF_ERROR_INIT;
		struct buf text, out;
		struct diff d;
		random_model(&a, &seed);
		random_model(&b, &seed);
		buf_init(&text, 0);
		buf_init(&out, 0);
		buf_adds(&text, "@ 60 IN SOA ns1 h 5 1 1 1 1\n@ 60 IN NS ns1\n");
		for (int o = 0; o < OWNERS; o++) {
			bool stated = false;
			for (int t = 0; t < TYPES; t++)
				for (int v = 0; v < VALUES; v++) {
					char value[64];
					print_value(value, sizeof(value), t, v);
					if (!a.ttl[o][t][v])
						continue;
					buf_printf(&text, "%s %u %s %s ; %d\n",
						stated && rnd(&seed, 2) ? "" : owners[o],
						a.ttl[o][t][v], types[t], value, v);
					stated = true;
				}
		}
		struct zf_zone *old = parse(text.data), *wanted = model_zone(&b);
		assert_int_equal(diff_make(&d, old, wanted, &rules, &err), ZF_OK);
		zonefile_update(&out, text.data, text.len, &d, "t.zone", &options, &rules, &err);
		assert_string_equal(err.text, "");
		if (d.count == 0)
			assert_string_equal(out.data, text.data);
		buf_free(&text);
		buf_free(&out);
		diff_free(&d);
		zf_zone_free(old);
		zf_zone_free(wanted);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(merges_agree_with_the_oracle),
		cmocka_unit_test(serials_rise), cmocka_unit_test(edits_touch_only_what_changes),
		cmocka_unit_test(random_edits_arrive)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
