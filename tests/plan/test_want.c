/* What a target shall become: each case is a source, a target, rules; and what is wanted and left
 * alone. */
#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plan_of.h"

#define SOA1 "@ 3600 SOA ns1.example.com. host.example.com. 1 7200 3600 1209600 3600"
#define SOA2 "@ 3600 SOA ns2.example.net. host.example.net. 9 7200 3600 1209600 3600"
#define ADD .rules.mode = SYNC_ADD
#define UPDATE .rules.mode = SYNC_UPDATE
#define MIRROR .rules.mode = SYNC_MIRROR
#define X .kind.provider = "x"

static const char *const k8s[] = {"*.k8s", "w/TXT"};
#define NAMES .rules.ignore_names = k8s, .rules.ignore_name_count = 2
static const char *const site[] = {"TXT /^google-site-/", "CNAME /[.]acm[.]example[.]$/"};
#define VALUES .rules.ignore_values = site, .rules.ignore_value_count = 2
static const char *const zero[] = {"TXT /^a.b$/"};
#define ZERO .rules.ignore_values = zero, .rules.ignore_value_count = 1
static uint16_t three[] = {TYPE_A, TYPE_CNAME, TYPE_TXT};
static uint16_t one[] = {TYPE_CAA};
static const struct types caa = {one, 1};
static const struct desc_holds strict = {.types = {three, 3}, .txt_max = 5};
static const struct desc_holds few = {.types = {three, 3}, .records = 1};
static uint16_t ns[] = {TYPE_NS};
static const struct desc_holds adding = {.types = {ns, 1}, .apex_ns = APEX_NS_ADD};
#define NS_ADDED .kind.holds = &adding, .rules.with = SYNC_WITH_APEX_NS
static const uint16_t only_a[] = {TYPE_A};

static const struct want_case {
	const char *name;
	struct plan_setup setup;
	const char *source, *target, *wanted, *left;
} cases[] = {
	/* Modes. */
	{"mirror", {MIRROR}, "w 300 A 192.0.2.1\nw 300 A 192.0.2.2",
		"w 300 A 192.0.2.2\nw 300 A 192.0.2.3\nv 300 A 192.0.2.1",
		"w 300 A 192.0.2.1\nw 300 A 192.0.2.2\n", ""},
	{"update", {UPDATE}, "w 300 A 192.0.2.1", "w 300 A 192.0.2.2\nv 300 A 192.0.2.1",
		"v 300 A 192.0.2.1\nw 300 A 192.0.2.1\n",
		"target v A: the source lacks it (--update deletes nothing)\n"},
	{"update: of several nobody knows which", {UPDATE}, "w 300 A 192.0.2.1",
		"w 300 A 192.0.2.2\nw 300 A 192.0.2.3",
		"w 300 A 192.0.2.1\nw 300 A 192.0.2.2\nw 300 A 192.0.2.3\n",
		"target w A: the source lacks it (--update deletes nothing)\n"
		"target w A: the source lacks it (--update deletes nothing)\n"},
	{"update: what stays has the new TTL", {UPDATE}, "w 60 A 192.0.2.1\nw 60 A 192.0.2.3",
		"w 300 A 192.0.2.2", "w 60 A 192.0.2.1\nw 60 A 192.0.2.2\nw 60 A 192.0.2.3\n",
		"target w A: the source lacks it (--update deletes nothing)\n"},
	{"update: what is ignored stays", {UPDATE, VALUES}, "w 60 TXT \"new\"",
		"w 300 TXT \"google-site-1\"", "w 60 TXT \"new\"\nw 300 TXT \"google-site-1\"\n",
		"target w TXT: others own it (--ignore-value \"TXT /^google-site-/\")\n"},
	{"update: what doesn't fit takes no place", {UPDATE, .kind.holds = &strict},
		"w 60 TXT \"new one\"\nw 60 TXT \"a\"", "w 300 TXT \"old\"",
		"w 60 TXT \"a\"\nw 300 TXT \"old\"\n",
		"target w TXT: the source lacks it (--update deletes nothing)\n"},
	{"what is too many, and there already, stays", {MIRROR, .kind.holds = &few},
		"u 300 A 192.0.2.1\nv 300 A 192.0.2.1\nw 300 A 192.0.2.1",
		"u 300 A 192.0.2.1\nv 300 A 192.0.2.1\nv 300 A 192.0.2.2\nx 300 A 192.0.2.1",
		"u 300 A 192.0.2.1\nv 300 A 192.0.2.1\n",
		"target v A: what the source has there does not fit, so it stays\n"},
	{"update: a CNAME is changed", {UPDATE}, "w 300 CNAME a.", "w 300 CNAME b.",
		"w 300 CNAME a.\n", ""},
	{"add", {ADD}, "w 60 A 192.0.2.1\nw 60 A 192.0.2.2\nv 60 A 192.0.2.1", "w 300 A 192.0.2.2",
		"v 60 A 192.0.2.1\nw 300 A 192.0.2.1\nw 300 A 192.0.2.2\n",
		"target w A: its TTL is another one (--add changes nothing)\n"},
	{"add: a CNAME stays", {ADD}, "w 300 CNAME a.", "w 300 CNAME b.", "w 300 CNAME b.\n",
		"target w CNAME: the source lacks it (--add deletes nothing)\n"
		"source w CNAME: there is another already (--add changes nothing)\n"},
	{"add: a CNAME in the way", {ADD}, "w 300 A 192.0.2.1", "w 300 CNAME b.",
		"w 300 CNAME b.\n",
		"source w A: what the target has there is in its way, and only mirroring deletes\n"
		"target w CNAME: the source lacks it (--add deletes nothing)\n"},
	{"update: addresses in the way", {UPDATE}, "w 300 CNAME b.", "w 300 A 192.0.2.1",
		"w 300 A 192.0.2.1\n",
		"target w A: the source lacks it (--update deletes nothing)\n"
		"source w CNAME: what the target has there is in its way, and only mirroring "
		"deletes\n"},
	/* What is kept out. */
	{"SOA and NS", {MIRROR}, SOA1 "\n@ 300 NS a.\nsub 300 NS a.", SOA2 "\n@ 300 NS b.",
		SOA2 "\n@ 300 NS b.\nsub 300 NS a.\n",
		"target @ SOA: the SOA is the target's own (--soa)\n"
		"source @ SOA: the SOA is the target's own (--soa)\n"
		"target @ NS: the name servers of the zone are the target's own (--apex-ns)\n"
		"source @ NS: the name servers of the zone are the target's own (--apex-ns)\n"},
	{"SOA and NS, asked for", {MIRROR, .rules.with = SYNC_WITH_SOA | SYNC_WITH_APEX_NS},
		SOA1 "\n@ 300 NS a.", SOA2 "\n@ 300 NS b.", SOA1 "\n@ 300 NS a.\n", ""},
	{"NS that can only be added", {MIRROR, NS_ADDED}, "@ 300 NS a.\nsub 300 NS a.",
		"@ 600 NS b.\nsub 300 NS b.", "@ 600 NS a.\n@ 600 NS b.\nsub 300 NS a.\n",
		"target @ NS: the target takes more name servers, and changes none of those that it "
		"has\n"},
	{"NS that can only be added, to an RRset", {MIRROR, NS_ADDED, .kind.grain = GRAIN_RRSET},
		"@ 300 NS a.", "@ 600 NS b.", "@ 600 NS a.\n@ 600 NS b.\n",
		"target @ NS: the target takes more name servers, and changes none of those that it "
		"has\n"},
	{"DNSSEC", {MIRROR}, "w 300 A 192.0.2.1", "w 300 NSEC w. A",
		"w 300 A 192.0.2.1\n"
		"w 300 NSEC w. A\n",
		""},
	{"DNSSEC, asked for", {MIRROR, .rules.with = SYNC_WITH_DNSSEC}, "w 300 A 192.0.2.1",
		"w 300 NSEC w. A", "w 300 A 192.0.2.1\n", ""},
	{"ACME challenges", {MIRROR}, "w 300 A 192.0.2.1",
		"_acme-challenge 60 TXT \"t\"\n_acme-challenge.w 60 TXT \"t\"\n"
		"_acme-challenge.v 60 CNAME a.",
		"_acme-challenge 60 TXT \"t\"\nw 300 A 192.0.2.1\n_acme-challenge.w 60 TXT \"t\"\n",
		"target _acme-challenge TXT: ACME clients own it, unless it is in the source\n"
		"target _acme-challenge.w TXT: ACME clients own it, unless it is in the source\n"},
	{"ACME challenges in the source", {MIRROR}, "_acme-challenge 60 TXT \"s\"",
		"_acme-challenge 60 TXT \"t\"", "_acme-challenge 60 TXT \"s\"\n", ""},
	{"owners", {MIRROR}, "w 300 A 192.0.2.9\nn 300 A 192.0.2.9",
		"w 300 A 192.0.2.1\na-w 300 TXT \"heritage=external-dns,external-dns/owner=k\"\n"
		"o 300 A 192.0.2.1\no 300 TXT \"heritage=external-dns,external-dns/owner=k\"\n"
		"_octodns-meta 300 TXT \"time=1\"\nn 300 A 192.0.2.1",
		"_octodns-meta 300 TXT \"time=1\"\n"
		"a-w 300 TXT \"heritage=external-dns,external-dns/owner=k\"\nn 300 A 192.0.2.9\n"
		"o 300 A 192.0.2.1\no 300 TXT \"heritage=external-dns,external-dns/owner=k\"\n"
		"w 300 A 192.0.2.1\n",
		"target _octodns-meta TXT: another tool has marked its name as its own (--adopt)\n"
		"target a-w TXT: another tool has marked its name as its own (--adopt)\n"
		"target o A: another tool has marked its name as its own (--adopt)\n"
		"target o TXT: another tool has marked its name as its own (--adopt)\n"
		"target w A: another tool has marked its name as its own (--adopt)\n"
		"source w A: another tool has marked its name as its own (--adopt)\n"},
	{"owners by octoDNS", {MIRROR}, "w 300 A 192.0.2.9\n*.v 300 A 192.0.2.9",
		"_owner.A.w 60 TXT \"*octodns*\"\nw 300 A 192.0.2.1\n"
		"_own.a._wildcard.v 60 TXT \"*octodns*\"\n*.v 300 A 192.0.2.1\n"
		"_owner.txt 60 TXT \"*octodns*\"\n@ 300 TXT \"t\"\n"
		"meta 60 TXT \"time=2026-01-01T00:00:00+00:00\" \n"
		"meta 60 TXT \"octodns-version=1.10.0\"",
		"@ 300 TXT \"t\"\nmeta 60 TXT \"octodns-version=1.10.0\"\n"
		"meta 60 TXT \"time=2026-01-01T00:00:00+00:00\"\n"
		"_owner.txt 60 TXT \"*octodns*\"\n*.v 300 A 192.0.2.1\n_own.a._wildcard.v 60 TXT \"*octodns*\"\n"
		"w 300 A 192.0.2.1\n_owner.a.w 60 TXT \"*octodns*\"\n"
		"",
		"target @ TXT: another tool has marked its name as its own (--adopt)\n"

		"target meta TXT: another tool has marked its name as its own (--adopt)\n"
		"target meta TXT: another tool has marked its name as its own (--adopt)\n"
		"target _owner.txt TXT: another tool has marked its name as its own (--adopt)\n"
		"target *.v A: another tool has marked its name as its own (--adopt)\n"
		"source *.v A: another tool has marked its name as its own (--adopt)\n"
		"target _own.a._wildcard.v TXT: another tool has marked its name as its own "
		"(--adopt)\n"
		"target w A: another tool has marked its name as its own (--adopt)\n"
		"source w A: another tool has marked its name as its own (--adopt)\n"
		"target _owner.a.w TXT: another tool has marked its name as its own (--adopt)\n"},
	{"no owners", {MIRROR}, "",
		"meta 60 TXT \"keywords\"\n_owner.w 60 TXT \"me\"\n_owner 60 TXT \"*octodns*\"", "",
		""},
	{"owners, adopted", {MIRROR, .rules.with = SYNC_WITH_ADOPTED}, "w 300 A 192.0.2.9",
		"w 300 A 192.0.2.1\na-w 300 TXT \"heritage=external-dns\"", "w 300 A 192.0.2.9\n",
		""},
	/* What is ignored. */
	{"names", {MIRROR, NAMES}, "w 300 A 192.0.2.9",
		"a.k8s 300 A 192.0.2.1\nb.a.k8s 300 A 192.0.2.1\nk8s 300 A 192.0.2.1\n"
		"w 300 TXT \"t\"\nw 300 A 192.0.2.1",
		"a.k8s 300 A 192.0.2.1\nb.a.k8s 300 A 192.0.2.1\nw 300 A 192.0.2.9\n"
		"w 300 TXT \"t\"\n",
		"target a.k8s A: others own it (--ignore-name \"*.k8s\")\n"
		"target b.a.k8s A: others own it (--ignore-name \"*.k8s\")\n"
		"target w TXT: others own it (--ignore-name \"w/TXT\")\n"},
	{"values", {MIRROR, VALUES}, "w 300 TXT \"v=spf1 -all\"",
		"w 300 TXT \"google-\" \"site-verification=1\"\nw 300 TXT \"old\"\n"
		"_1 300 CNAME a.acm.example.\n_2 300 CNAME a.acme.example.",
		"_1 300 CNAME a.acm.example.\nw 300 TXT \"google-\" \"site-verification=1\"\n"
		"w 300 TXT \"v=spf1 -all\"\n",
		"target _1 CNAME: others own it (--ignore-value \"CNAME /[.]acm[.]example[.]$/\")\n"
		"target w TXT: others own it (--ignore-value \"TXT /^google-site-/\")\n"},
	{"a zero octet in a value", {MIRROR, ZERO}, "w 300 TXT \"new\"",
		"w 300 TXT \"a\\000b\"\nw 300 TXT \"a\"",
		"w 300 TXT \"a\\000b\"\nw 300 TXT \"new\"\n",
		"target w TXT: others own it (--ignore-value \"TXT /^a.b$/\")\n"},
	{"values ride along", {MIRROR, VALUES, .kind.grain = GRAIN_RRSET}, "w 60 TXT \"new\"",
		"w 300 TXT \"google-site-1\"\nw 300 TXT \"old\"",
		"w 60 TXT \"new\"\nw 60 TXT \"google-site-1\"\n",
		"target w TXT: others own it (--ignore-value \"TXT /^google-site-/\")\n"},
	{"types and names that aren't asked for",
		{MIRROR, .rules.diff.only = only_a, .rules.diff.only_count = 1},
		"w 300 A 192.0.2.9", "w 300 TXT \"t\"\nv 300 A 192.0.2.1\n;@x {}",
		"w 300 A 192.0.2.9\nw 300 TXT \"t\"\n;@x {}\n", ""},
	{"TTLs", {MIRROR, .rules.diff.ignore = DIFF_IGNORE_TTL},
		"w 60 A 192.0.2.1\nw 60 A 192.0.2.2\nv 60 A 192.0.2.1", "w 300 A 192.0.2.1",
		"v 60 A 192.0.2.1\nw 300 A 192.0.2.1\nw 300 A 192.0.2.2\n", ""},
	{"cuts of texts", {MIRROR}, "w 300 TXT \"ab\" \"c\"", "w 300 TXT \"a\" \"bc\"",
		"w 300 TXT \"a\" \"bc\"\n", ""},
	{"cuts of texts, exact", {MIRROR, .rules.diff.txt = DIFF_TXT_EXACT},
		"w 300 TXT \"ab\" \"c\"", "w 300 TXT \"a\" \"bc\"", "w 300 TXT \"ab\" \"c\"\n", ""},
	/* Annotations. */
	{"kept, where the source has none", {MIRROR, X}, "w 300 A 192.0.2.1\nv 60 A 192.0.2.2",
		"w 300 A 192.0.2.1 ;@x {\"k\":1}\nv 300 A 192.0.2.1 ;@x {\"k\":2}",
		"v 60 A 192.0.2.2 ;@x {\"k\":2}\nw 300 A 192.0.2.1 ;@x {\"k\":1}\n", ""},
	{"mirrored, where it has some", {MIRROR, X},
		"w 300 A 192.0.2.1\nv 300 A 192.0.2.1 ;@x {\"k\":3}",
		"w 300 A 192.0.2.1 ;@x {\"k\":1}\nv 300 A 192.0.2.1 ;@x {\"k\":2}",
		"v 300 A 192.0.2.1 ;@x {\"k\":3}\nw 300 A 192.0.2.1\n", ""},
	{"kept, as asked", {MIRROR, X, .rules.meta = SYNC_META_KEEP},
		"w 300 A 192.0.2.1 ;@x {\"k\":3}\nv 300 A 192.0.2.1 ;@x {\"k\":3}",
		"w 300 A 192.0.2.1 ;@x {\"k\":1}",
		"v 300 A 192.0.2.1 ;@x {\"k\":3}\nw 300 A 192.0.2.1 ;@x {\"k\":1}\n", ""},
	{"mirrored, as asked", {MIRROR, X, .rules.meta = SYNC_META_MIRROR}, "w 300 A 192.0.2.1",
		"w 300 A 192.0.2.1 ;@x {\"k\":1}", "w 300 A 192.0.2.1\n", ""},
	{"another provider's never arrive", {MIRROR, X, .rules.meta = SYNC_META_MIRROR},
		"w 300 A 192.0.2.1 ;@y {\"k\":3}", "w 300 A 192.0.2.1 ;@x {\"k\":1}",
		"w 300 A 192.0.2.1\n", ""},
	{"those beside a whole RRset", {MIRROR, X, .kind.grain = GRAIN_RRSET},
		"w 300 A 192.0.2.1\nw 300 A 192.0.2.2\nw 300 A 192.0.2.3",
		"w 300 A 192.0.2.1 ;@x {\"k\":1}",
		"w 300 A 192.0.2.1 ;@x {\"k\":1}\nw 300 A 192.0.2.2 ;@x {\"k\":1}\n"
		"w 300 A 192.0.2.3 ;@x {\"k\":1}\n",
		""},
	/* Provider records. */
	{"provider records", {MIRROR, X}, ";@x {\"a\":1}", ";@x {\"a\":2}", ";@x {\"a\":2}\n",
		"target {\"a\":2}: provider records take no part (--provider-records)\n"
		"source {\"a\":1}: provider records take no part (--provider-records)\n"},
	{"provider records, asked for", {MIRROR, X, .rules.with = SYNC_WITH_PROVIDER_RECORDS},
		";@x {\"a\":1}", ";@x {\"a\":2}", ";@x {\"a\":1}\n", ""},
	{"provider records, updated", {UPDATE, X, .rules.with = SYNC_WITH_PROVIDER_RECORDS},
		";@x {\"a\":1}", ";@x {\"a\":2}", ";@x {\"a\":1}\n;@x {\"a\":2}\n",
		"target {\"a\":2}: only mirroring deletes it\n"},
	/* What doesn't fit takes nothing away. */
	{"a text that is too long", {MIRROR, .kind.holds = &strict},
		"w 60 TXT \"new one\"\nw 60 TXT \"a\"", "w 300 TXT \"old\"",
		"w 60 TXT \"a\"\nw 300 TXT \"old\"\n",
		"target w TXT: what the source has there does not fit, so it stays\n"},
	{"a type that can't be written", {MIRROR, .kind.holds = &strict, .kind.read_only = &caa},
		"w 60 CAA 0 issue \"a\"", "w 300 CAA 0 issue \"b\"\nv 300 CAA 0 issue \"b\"",
		"w 300 CAA 0 issue \"b\"\n",
		"target w CAA: what the source has there does not fit, so it stays\n"},
	{"a CNAME at the apex", {MIRROR, .kind.holds = &strict}, "@ 60 CNAME example.net.",
		"@ 300 A 192.0.2.1\n@ 300 TXT \"old\"", "@ 300 A 192.0.2.1\n",
		"target @ A: what the source has there does not fit, so it stays\n"},
	/* Synthesised records take no part. */
	{"synthesised", {MIRROR, .rules.with = SYNC_WITH_SOA}, SOA1,
		SOA2 " ;@zoneferry {\"synthesised\":true}", SOA2 "\n", ""},
};

static void expect(const char *name, const struct buf *is, const char *want)
{
	if (strcmp(is->data, want) != 0)
		fail_msg("%s:\n%swanted:\n%s", name, is->data, want);
}

static void test_cases(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct want_case *c = &cases[i];
		struct planned p;
		struct buf text;
		buf_init(&text, 0);
		plan_of(&p, c->source, c->target, &c->setup);
		if (p.err.code != ZF_OK)
			fail_msg("%s: %s", c->name, p.err.text);
		zone_print_lines(&text, p.plan.wanted);
		expect(c->name, &text, c->wanted);
		buf_reset(&text);
		planned_print_left(&text, &p);
		expect(c->name, &text, c->left);
		buf_free(&text);
		planned_free(&p);
	}
}

static const char *const bad_name[] = {"w/NOTYPE"}, *const no_name[] = {"/A"},
			 *const bad_value[] = {"TXT /(/"}, *const no_slash[] = {"TXT ^google"},
			 *const no_type[] = {"NOTYPE /x/"}, *const any_name[] = {"w"},
			 *const any_value[] = {"A /^192/"};

static const struct error_case {
	struct plan_setup setup;
	const char *source, *target;
	enum zf_status status;
	const char *text; /* part of it */
} errors[] = {
	{{.rules.ignore_names = bad_name, .rules.ignore_name_count = 1}, "", "", ZF_ERR_USAGE,
		"\"w/NOTYPE\" is no name to ignore"},
	{{.rules.ignore_names = no_name, .rules.ignore_name_count = 1}, "", "", ZF_ERR_USAGE,
		"\"/A\" is no name to ignore"},
	{{.rules.ignore_values = bad_value, .rules.ignore_value_count = 1}, "", "", ZF_ERR_USAGE,
		"\"TXT /(/\" is no value to ignore"},
	{{.rules.ignore_values = no_slash, .rules.ignore_value_count = 1}, "", "", ZF_ERR_USAGE,
		"(no slashes)"},
	{{.rules.ignore_values = no_type, .rules.ignore_value_count = 1}, "", "", ZF_ERR_USAGE,
		"(no type)"},
	{{.rules.ignore_names = any_name, .rules.ignore_name_count = 1}, "w 300 A 192.0.2.1", "",
		ZF_ERR_DATA, "w.example.com. A is in the source, and a name that others own"},
	{{.rules.ignore_values = any_value, .rules.ignore_value_count = 1}, "w 300 A 192.0.2.1", "",
		ZF_ERR_DATA, "w.example.com. A is in the source, and a value that others own"},
	{{.no_notes = false}, "w 300 A 192.0.2.1\nw 300 CNAME a.", "", ZF_ERR_DATA,
		"w.example.com. would have a CNAME beside other records"},
	{{.no_notes = false}, "w 300 CNAME b.\nw 300 CNAME a.", "", ZF_ERR_DATA,
		"w.example.com. would have a CNAME beside other records"},
};

static void test_errors(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(errors) / sizeof(errors[0]); i++) {
		struct planned p;
		plan_of(&p, errors[i].source, errors[i].target, &errors[i].setup);
		assert_int_equal(p.err.code, errors[i].status);
		if (!strstr(p.err.text, errors[i].text))
			fail_msg("%s, not %s", p.err.text, errors[i].text);
		planned_free(&p);
	}
}

/* What the target has already, however strange, may stay: weighted CNAMEs, a CNAME at the apex that
 * the target resolves. */
static void test_strange_targets(void **state)
{
	static struct desc_holds flat = {.apex_cname = true};
	static uint16_t types[] = {TYPE_CNAME, TYPE_TXT};
	static const char weighted[] = "w 300 CNAME a. ;@x {\"w\":1}\nw 300 CNAME b. ;@x {\"w\":2}";
	struct plan_setup setup = {.kind.provider = "x"};
	struct planned p;
	(void)state;
	plan_of(&p, weighted, weighted, &setup);
	assert_int_equal(p.err.code, ZF_OK);
	assert_int_equal(p.plan.count, 0);
	planned_free(&p);
	flat.types.items = types;
	flat.types.count = 2;
	setup.kind.holds = &flat;
	plan_of(&p, "@ 300 CNAME a.\n@ 300 TXT \"t\"", "", &setup);
	assert_int_equal(p.err.code, ZF_OK);
	assert_int_equal(p.plan.count, 2);
	planned_free(&p);
}

/*
 * Provider records that are served.
 */

#define ALIAS(name)                                                                    \
	";@route53 {\"AliasTarget\":{\"DNSName\":\"x.example.net.\"},\"Name\":\"" name \
	".example.com.\",\"Type\":\"A\"}\n"
#define PDNS(type, disabled)                                                                    \
	";@powerdns {\"name\":\"w.example.com.\",\"records\":[{\"content\":\"x.example.net.\"," \
	"\"disabled\":" disabled "}],\"ttl\":60,\"type\":\"" type "\"}\n"
#define SERVED "a provider record is served there (--provider-records)\n"

static const struct served_case {
	const char *name, *provider;
	unsigned with;
	enum sync_mode mode;
	const char *source, *target, *records, *left;
} serving[] = {
	{"nothing comes", "route53", 0, SYNC_MIRROR, "w 60 A 192.0.2.1\nw 60 TXT \"t\"\n",
		ALIAS("w"), "w 60 TXT \"t\"\n", "source w A: " SERVED},
	{"nothing goes", "route53", 0, SYNC_MIRROR, "",
		ALIAS("w") "w 60 A 192.0.2.1\nw 60 AAAA ::1\n", "w 60 A 192.0.2.1\n",
		"target w A: " SERVED},
	{"what is beside it changes", "route53", 0, SYNC_MIRROR, "w 60 A 192.0.2.2\n",
		ALIAS("w") "w 60 A 192.0.2.1\n", "w 60 A 192.0.2.2\n", ""},
	{"a CNAME doesn't come", "route53", 0, SYNC_MIRROR, "w 60 CNAME a.\n", ALIAS("w"), "",
		"source w CNAME: " SERVED},
	{"other names do", "route53", 0, SYNC_ADD, "v.w 60 A 192.0.2.1\n", ALIAS("w"),
		"v.w 60 A 192.0.2.1\n", ""},
	{"its place is taken", "route53", SYNC_WITH_PROVIDER_RECORDS, SYNC_MIRROR,
		"w 60 A 192.0.2.1\n", ALIAS("w"), "w 60 A 192.0.2.1\n", ""},
	{"its place isn't, where it stays", "route53", SYNC_WITH_PROVIDER_RECORDS, SYNC_MIRROR,
		"w 60 A 192.0.2.1\n" ALIAS("w"), ALIAS("w"), "", "source w A: " SERVED},
	{"nor where only mirroring deletes", "route53", SYNC_WITH_PROVIDER_RECORDS, SYNC_UPDATE,
		"w 60 A 192.0.2.1\n", ALIAS("w"), "", "source w A: " SERVED},
	{"both families", "powerdns", 0, SYNC_MIRROR, "w 60 AAAA ::1\n", PDNS("ALIAS", "false"), "",
		"source w AAAA: " SERVED},
	{"what is off is not served", "powerdns", 0, SYNC_MIRROR, "w 60 A 192.0.2.1\n",
		PDNS("ALIAS", "true"), "w 60 A 192.0.2.1\n", ""},
	{"nor is what another provider has", "powerdns", 0, SYNC_MIRROR, "w 60 A 192.0.2.1\n",
		ALIAS("w"), "w 60 A 192.0.2.1\n", ""},
};

static void print_records(struct buf *b, const struct planned *p)
{
	struct buf all;
	buf_init(&all, 0);
	zone_print_lines(&all, p->plan.wanted);
	for (const char *at = all.data; *at;) {
		size_t n = strcspn(at, "\n") + 1;
		if (*at != ';')
			buf_add(b, at, n);
		at += n;
	}
	buf_free(&all);
}

static void test_served(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(serving) / sizeof(serving[0]); i++) {
		const struct served_case *c = &serving[i];
		struct zf_error err = ZF_ERROR_INIT;
		struct plan_setup setup = {.rules = {.mode = c->mode, .with = c->with}};
		struct desc *desc;
		struct planned p;
		struct buf text;
		if (desc_load(&desc, c->provider, NULL, &err) != ZF_OK)
			fail_msg("%s", err.text);
		setup.kind.desc = desc;
		setup.kind.provider = c->provider;
		buf_init(&text, 0);
		plan_of(&p, c->source, c->target, &setup);
		assert_int_equal(p.err.code, ZF_OK);
		print_records(&text, &p);
		expect(c->name, &text, c->records);
		buf_reset(&text);
		planned_print_left(&text, &p);
		bool told = strstr(text.data, "is served there") != NULL;
		if (told != (c->left[0] != '\0') || !strstr(text.data, c->left))
			fail_msg("%s:\n%s", c->name, text.data);
		buf_free(&text);
		planned_free(&p);
		desc_free(desc);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_cases),
		cmocka_unit_test(test_errors), cmocka_unit_test(test_strange_targets),
		cmocka_unit_test(test_served)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
