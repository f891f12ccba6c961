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

enum { OWNERS = 3, TYPES = 4, VALUES = 6 };

struct model {
	unsigned ttl[OWNERS][TYPES][VALUES];
	bool conflict[OWNERS][TYPES];
	bool owner_conflict[OWNERS];
};

static const char *const owners[OWNERS] = {"a", "b", "c.d"};
static const char *const types[TYPES] = {"A", "TXT", "MX", "CNAME"};
enum { TXT = 1, MX = 2, CNAME = 3 };

/* Of a policy there is one at a name, and an MX of "." stands alone. */
static const char *const policies[VALUES] = {
	"\"v=spf1 -all\"", "\"v=spf1 mx -all\"", "\"v=DMARC1; p=none\"", "\"V=DMARC1; p=reject\""};
static unsigned excludes(int type, int a, int b) /* a bit for each rule */
{
	if (type == CNAME)
		return 1;
	if (type == MX)
		return a == 0 || b == 0;
	return type == TXT && a < 4 && b < 4 && a / 2 == b / 2 ? 1u << (a / 2) : 0;
}

static unsigned rnd(unsigned *seed, unsigned n)
{
	*seed = *seed * 1103515245u + 12345u;
	return (*seed >> 16) % n;
}

static void print_value(char *out, size_t size, int type, int value)
{
	if (type == TXT && policies[value])
		snprintf(out, size, "%s", policies[value]);
	else if (type == TXT)
		snprintf(out, size, "\"v%d\"", value);
	else if (type == MX)
		snprintf(out, size, value ? "10 mx%d.example.net." : "0 .", value);
	else
		snprintf(out, size, type == CNAME ? "t%d.example.net." : "192.0.2.%d", value + 1);
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

static bool is_empty(const unsigned *set)
{
	for (int v = 0; v < VALUES; v++)
		if (set[v])
			return false;
	return true;
}

/* The rules that are broken by values that exclude each other. */
static unsigned broken(int type, const unsigned *set)
{
	unsigned rules = 0;
	for (int a = 0; a < VALUES; a++)
		for (int b = a + 1; b < VALUES; b++)
			if (set[a] && set[b])
				rules |= excludes(type, a, b);
	return rules;
}

static bool oracle_set(
	int type, unsigned *out, const unsigned *base, const unsigned *ours, const unsigned *theirs)
{
	unsigned gone = 0, mine = 0, yours = 0;
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
	if (!is_empty(base) && is_empty(ours) != is_empty(theirs))
		conflict = true;
	if (equal(base, theirs) || equal(ours, theirs)) {
		memcpy(out, ours, VALUES * sizeof(*out));
		conflict = false;
	} else if (equal(base, ours)) {
		memcpy(out, theirs, VALUES * sizeof(*out));
		conflict = false;
	}
	if (broken(type, out) & ~(broken(type, ours) | broken(type, theirs)))
		conflict = true;
	if (conflict)
		memcpy(out, ours, VALUES * sizeof(*out));
	return conflict;
}

static void oracle(struct model *m, const struct model *base, const struct model *ours,
	const struct model *theirs)
{
	for (int o = 0; o < OWNERS; o++) {
		bool any = false,
		     cname = !is_empty(ours->ttl[o][CNAME]) || !is_empty(theirs->ttl[o][CNAME]);
		for (int t = 0; t < TYPES; t++) {
			m->conflict[o][t] = oracle_set(t, m->ttl[o][t], base->ttl[o][t],
				ours->ttl[o][t], theirs->ttl[o][t]);
			any = any || m->conflict[o][t];
		}
		if (any ? cname : clashes(m, o) && !clashes(ours, o) && !clashes(theirs, o)) {
			memset(m->conflict[o], 0, sizeof(m->conflict[o]));
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
				if (rnd(seed, 4) == 0)
					m->ttl[o][t][v] = rnd(seed, 4) ? 60 : 300;
	}
}

/* Changes of a few records, with a bias to what merging can break: whole sets that go, aliases in
 * place of them, policies. */
static void change(struct model *m, unsigned *seed)
{
	for (unsigned n = rnd(seed, 5); n > 0; n--) {
		int o = rnd(seed, 2) ? 0 : (int)rnd(seed, OWNERS), t = (int)rnd(seed, TYPES);
		unsigned *set = m->ttl[o][t];
		unsigned v = rnd(seed, VALUES);
		switch (rnd(seed, 7)) {
		case 0:
			set[v] = 0;
			break;
		case 1:
			for (int i = 0; i < VALUES; i++)
				set[i] = set[i] ? 900 : 0;
			break;
		case 2:
			memset(set, 0, VALUES * sizeof(*set));
			break;
		case 3:
			memset(set, 0, VALUES * sizeof(*set));
			m->ttl[o][CNAME][v] = 60;
			break;
		case 4:
			m->ttl[o][TXT][rnd(seed, 4)] = 60;
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
	size_t conflicts = 0, torn = 0, clean = 0;
	for (int round = 0; round < 3000; round++) {
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
		clean += m.conflict_count == 0;
		for (int k = 0; k < OWNERS; k++)
			torn += want.owner_conflict[k];
		merge_free(&m);
		zf_zone_free(b);
		zf_zone_free(o);
		zf_zone_free(t);
		zf_zone_free(w);
	}
	assert_true(conflicts > 400 && torn > 300 && clean > 1500);
}

/* What two branches made of a zone with "@ SOA … 5", and how many conflicts that is. */
static const struct {
	const char *base, *ours, *theirs;
	size_t conflicts;
} conflicts[] = {
	/* one changed what the other removed, beside other data */
	{"w 60 A 192.0.2.1\nw 60 MX 1 m\n", "w 60 A 192.0.2.1\nw 60 A 192.0.2.2\nw 60 MX 1 m\n",
		"w 60 MX 1 m\n", 1},
	/* … or replaced by an alias: the name is in conflict as a whole, once */
	{"w 60 A 192.0.2.1\nw 60 AAAA ::1\n", "w 60 A 192.0.2.2\nw 60 AAAA ::2\n", "w 60 CNAME x\n",
		1},
	{"w 60 A 192.0.2.1\n", "w 60 CNAME x\n", "w 60 A 192.0.2.1\nw 60 TXT \"t\"\n", 1},
	/* the same beside what an alias may stand with */
	{"w 60 A 192.0.2.1\n", "w 60 CNAME x\n", "w 60 A 192.0.2.1\n", 0},
	/* a fault that one side had already */
	{"", "w 60 CNAME x\nw 60 TXT \"t\"\n", "v 60 A 192.0.2.1\n", 0},
	/* policies */
	{"", "@ 60 TXT \"v=spf1 -all\"\n", "@ 60 TXT \"v=spf1 \" \"~all\"\n", 1},
	{"", "@ 60 SPF \"v=spf1 -all\"\n", "@ 60 TXT \"v=spf1 ~all\"\n", 0},
	{"", "@ 60 TXT \"v=spf1 -all\"\n", "@ 60 TXT \"x v=spf1 ~all\"\n", 0},
	{"", "_dmarc 60 TXT \"v=DMARC1; p=none\"\n", "_dmarc 60 TXT \"v=DMARC1;p=none\"\n", 1},
	{"", "k._domainkey 60 TXT \"v=DKIM1; p=\"\n", "k._domainkey 60 TXT \"v=DKIM1;p=\"\n", 1},
	{"", "@ 60 TXT \"v=spf1 -all\"\n@ 60 TXT \"v=spf1 mx -all\"\n",
		"@ 60 TXT \"v=spf1 ~all\"\n", 0},
	/* mail here, and none at all */
	{"", "@ 60 MX 0 .\n", "@ 60 MX 10 m\n", 1},
	/* delegated and redirected */
	{"", "w 60 NS n.example.net.\n", "w 60 DNAME n.example.net.\n", 1},
	{"", "@ 60 DNAME n.example.net.\n", "@ 60 NS n.example.net.\n", 0},
	/* at the apex: its SOA stays one */
	{"", "@ 60 CNAME x\n", "@ 60 A 192.0.2.1\n", 0},
};

static struct zf_zone *zone_with(const char *records)
{
	struct buf b;
	buf_init(&b, 0);
	buf_printf(&b, "@ 60 IN SOA ns1 h 5 1 1 1 1\n%s", records);
	struct zf_zone *zone = parse(b.data);
	buf_free(&b);
	return zone;
}

static void conflicts_are_found(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(conflicts) / sizeof(conflicts[0]); i++) {
		struct zf_zone *base = zone_with(conflicts[i].base),
			       *ours = zone_with(conflicts[i].ours),
			       *theirs = zone_with(conflicts[i].theirs);
		struct zf_error err = ZF_ERROR_INIT;
		struct merge m;
		assert_int_equal(merge_make(&m, base, ours, theirs, &err), ZF_OK);
		if (m.conflict_count != conflicts[i].conflicts)
			fail_msg("case %zu: %zu conflicts", i, m.conflict_count);
		if (m.conflict_count > 0)
			assert_same(m.zone, ours, DIFF_IGNORE_SERIAL);
		assert_int_equal(zone_rrset_end(m.zone, 0), 1); /* the SOA */
		merge_free(&m);
		zf_zone_free(base);
		zf_zone_free(ours);
		zf_zone_free(theirs);
	}
}

/* SOA: base, ours, theirs, and the result or NULL for a conflict. */
static const struct {
	const char *base, *ours, *theirs, *want;
} soas[] = {
	{"60 SOA a h 5 1 1 1 1", "60 SOA b h 6 1 1 1 1", "60 SOA a h 7 2 1 1 1",
		"60 IN SOA    b.example.com. h.example.com. 8 2 1 1 1"},
	{"60 SOA a h 5 1 1 1 1", "60 SOA b h 6 1 1 1 1", "60 SOA c h 7 1 1 1 1", NULL},
	{"60 SOA a h 5 1 1 1 1", "70 SOA a h 6 1 1 1 1", "80 SOA a h 7 1 1 1 1", NULL},
	{"60 SOA a h 5 1 1 1 1", "70 SOA a h 6 1 1 1 1", "60 SOA a h 7 1 1 1 2",
		"70 IN SOA    a.example.com. h.example.com. 8 1 1 1 2"},
};

static void soas_merge_by_field(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(soas) / sizeof(soas[0]); i++) {
		const char *const texts[] = {soas[i].base, soas[i].ours, soas[i].theirs};
		struct zf_zone *z[3];
		struct zf_error err = ZF_ERROR_INIT;
		struct merge m;
		struct buf line;
		for (int k = 0; k < 3; k++) {
			char text[100];
			snprintf(text, sizeof(text), "@ %s\n@ 60 NS a\n", texts[k]);
			z[k] = parse(text);
		}
		assert_int_equal(merge_make(&m, z[0], z[1], z[2], &err), ZF_OK);
		assert_int_equal(m.conflict_count, soas[i].want ? 0 : 1);
		buf_init(&line, 0);
		zonefile_print_record(&line, m.zone, zone_soa(m.zone));
		if (soas[i].want)
			assert_non_null(strstr(line.data, soas[i].want));
		assert_int_equal(zone_rrset_end(m.zone, 0), 1);
		buf_free(&line);
		merge_free(&m);
		for (int k = 0; k < 3; k++)
			zf_zone_free(z[k]);
	}
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
		"b     60 MX 20 n.example.com.\n"},
	/* $GENERATE of which one record changes; no newline at the end */
	{"@ 60 SOA ns1 h 1 1 1 1 1\n@ 60 NS ns1\n$GENERATE 1-3 h$ 60 A 192.0.2.$\nz 60 A 192.0.2.99",
		"@ 60 SOA ns1 h 1 1 1 1 1\n@ 60 NS ns1\nh1 60 A 192.0.2.1\nh3 60 A 192.0.2.3\n"
		"z 60 A 192.0.2.99\nzz 60 A 192.0.2.100\n",
		"@ 60 SOA ns1 h 1 1 1 1 1\n@ 60 NS ns1\n"
		"h1 60 A 192.0.2.1\n"
		"h3 60 A 192.0.2.3\n"
		"z 60 A 192.0.2.99\n"
		"zz 60 A 192.0.2.100\n"},
	/* relative to $ORIGIN; TTL of a line that is gone */
	{"@ 60 SOA ns1 h 1 1 1 1 1\n@ 60 NS ns1\n$ORIGIN sub.example.com.\n"
	 "a 300 A 192.0.2.1\nb A 192.0.2.2\n",
		"@ 60 SOA ns1 h 1 1 1 1 1\n@ 60 NS ns1\nb.sub 300 A 192.0.2.2\nc.sub 300 A 192.0.2.3\n",
		"@ 60 SOA ns1 h 1 1 1 1 1\n@ 60 NS ns1\n$ORIGIN sub.example.com.\n"
		"b 300 A 192.0.2.2\n"
		"c A 192.0.2.3\n"},
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
		cmocka_unit_test(conflicts_are_found), cmocka_unit_test(soas_merge_by_field),
		cmocka_unit_test(serials_rise), cmocka_unit_test(edits_touch_only_what_changes),
		cmocka_unit_test(random_edits_arrive)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
