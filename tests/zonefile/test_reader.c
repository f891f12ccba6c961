/*
 * The reader beyond single files: origins and apexes, options, comments, cut files, threads.
 */
#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "text_of.h"
#include "zone_of.h"
#include "zonefile.h"

/* What a reading gives, as one text: the findings, then the zone. */
static char *read_all(
	const char *text, size_t size, const char *file, const struct zonefile_options *options)
{
	struct zf_zone *zone = NULL;
	struct zf_error err = ZF_ERROR_INIT;
	struct diags diags;
	struct buf out;
	buf_init(&out, 0);
	diags_init(&diags);
	enum zf_status status = zonefile_parse(&zone, text, size, file, options, &diags, &err);
	const struct diags *found = status == ZF_OK ? &zone->diags : &diags;
	for (size_t i = 0; i < found->count; i++)
		diag_print(&out, &found->items[i], DIAG_PLAIN);
	buf_printf(&out, "%zu errors\n", found->errors);
	if (status == ZF_OK)
		assert_int_equal(zonefile_print(zone, text_add, &out, &err), ZF_OK);
	zf_zone_free(zone);
	diags_free(&diags);
	char *all = buf_take(&out);
	buf_free(&out);
	return all;
}

#define SOA "SOA ns.x. h.x. 1 2 3 4 5\n"

/* Which origin and apex a zone gets. */
static const struct {
	const char *file, *origin, *text;
	const char *want; /* apex and the owner of the last record, or the first error's code */
} origins[] = {
	{"a.test.zone", NULL, "@ 1 A 192.0.2.1\n", "a.test. a.test."},
	{"dir/a.test.db", NULL, "@ 1 A 192.0.2.1\n", "a.test. a.test."},
	{"git:HEAD:a.test.zone", NULL, "@ 1 A 192.0.2.1\n", "a.test. a.test."},
	{"a.test.zone", "b.test", "@ 1 A 192.0.2.1\n", "b.test. b.test."},
	{"a.test.zone", "b.test.", "$ORIGIN c.test.\n@ 1 A 192.0.2.1\n", "b.test. c.test."},
	{"a.test.zone", NULL, "$ORIGIN c.test.\n@ 1 A 192.0.2.1\n", "c.test. c.test."},
	{"a.test.zone", NULL, "$ORIGIN c.test.\n$ORIGIN d\n@ 1 A 192.0.2.1\n", "c.test. d.c.test."},
	{"a.test.zone", NULL, "$ORIGIN c\n@ 1 A 192.0.2.1\n", "c.a.test. c.a.test."},
	{"a.test.zone", NULL, "@ 1 A 192.0.2.1\n$ORIGIN c\n@ 1 A 192.0.2.1\n", "a.test. c.a.test."},
	{"a.test.zone", "b.test", "x.test. 1 " SOA, "wrong-soa"},
	{"a.test.zone", NULL, "x.test. 1 " SOA, "wrong-soa"},
	{"a.test.zone", NULL, "$ORIGIN .\n@ 1 " SOA, "wrong-soa"},
	{NULL, "a.test", "$ORIGIN .\n@ 1 " SOA, "wrong-soa"},
	{NULL, NULL, "$ORIGIN .\n@ 1 " SOA, ". ."},
	{NULL, ".", "x.test. 1 " SOA, "x.test. x.test."},
	{"a.test.zone", NULL, "$ORIGIN .\na.test 1 " SOA, "a.test. a.test."},
	{"a.test.zone", NULL, "$ORIGIN x\n@ 1 " SOA, "wrong-soa"},
	{"a.test.zone", NULL, "$ORIGIN x.test.\n@ 1 " SOA, "x.test. x.test."},
	{"a.test.zone", "x.test", "$ORIGIN a.test.\n@ 1 " SOA, "wrong-soa"},
	{"a.test.zone", NULL, "$ORIGIN test.\nx 1 " SOA, "wrong-soa"},
	{NULL, NULL, "$ORIGIN test.\nx 1 " SOA, "x.test. x.test."},
	/* The SOA's owner lacks its final dot. */
	{NULL, "x.test", "x.test 1 " SOA "y.x.test. 1 A 192.0.2.1\n", "x.test. y.x.test."},
	{"x.test.zone", NULL, "X.test 1 " SOA " 1 A 192.0.2.1\n", "x.test. x.test."},
	{NULL, NULL, "x.test 1 " SOA "y 1 A 192.0.2.1\n", "x.test. y.x.test."},
	{NULL, NULL, "$ORIGIN x.test.\nx.test 1 " SOA, "x.test. x.test."},
	{"a.test.zone", NULL, "$ORIGIN x.test.\nx.test 1 " SOA, "x.test. x.test."},
	{"a.test.zone", NULL, "$ORIGIN x.test.\na.test 1 " SOA, "a.test. a.test."},
	{"x.test.zone", NULL, "y.test 1 " SOA, "wrong-soa"},
	{"x", NULL, "x.test. 1 " SOA "y.x.test. 1 A 192.0.2.1\n", "x.test. y.x.test."},
	{NULL, NULL, "y.x.test. 1 A 192.0.2.1\n$ORIGIN x.test.\n", "x.test. y.x.test."},
	{NULL, NULL, "y.x.test. 1 A 192.0.2.1\n", "no-origin"},
	{NULL, NULL, "y 1 A 192.0.2.1\n", "no-origin"},
	{NULL, NULL, "@ 1 A 192.0.2.1\n", "no-origin"},
	{NULL, NULL, "y. 1 CNAME x\n", "no-origin"},
	{NULL, NULL, "$ORIGIN x\n", "no-origin"},
	{NULL, NULL, "$ORIGIN x..\n", "bad-name"},
	{NULL, NULL, "y.. 1 A 192.0.2.1\n", "bad-name"},
	{NULL, NULL, "y. 1 CNAME x..y\n", "bad-name"},
	{"a b..zone", NULL, "y 1 A 192.0.2.1\n", "no-origin"},
	{".zone", NULL, "y 1 A 192.0.2.1\n", "no-origin"},
	{"a.test.zone", "b..test", "y 1 A 192.0.2.1\n", "bad-name"},
};

static void test_origins(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(origins) / sizeof(origins[0]); i++) {
		struct zonefile_options options = ZONEFILE_OPTIONS_INIT;
		struct zf_error err = ZF_ERROR_INIT;
		struct zf_zone *zone = NULL;
		struct buf got;
		buf_init(&got, 0);
		options.origin = origins[i].origin;
		if (zonefile_parse(&zone, origins[i].text, strlen(origins[i].text), origins[i].file,
			    &options, NULL, &err) == ZF_OK) {
			buf_printf(&got, "%s ", zone->apex_text);
			rec_print_owner_absolute(&got, zone, zone->recs[zone->count - 1]);
		} else {
			buf_adds(&got, err.id);
		}
		assert_string_equal(got.data, origins[i].want);
		zf_zone_free(zone);
		buf_free(&got);
	}
}

static void test_default_ttl(void **state)
{
	struct zonefile_options options = ZONEFILE_OPTIONS_INIT;
	static const char text[] = "a A 192.0.2.1\nb 5 A 192.0.2.1\nc A 192.0.2.1\n";
	(void)state;
	options.default_ttl = 77;
	char *all = read_all(text, strlen(text), "x.test.zone", &options);
	assert_string_equal(all,
		"x.test.zone:3:3: warning: record without a TTL, and no $TTL before it: it takes the "
		"last stated one [ttl-inherited]\n0 errors\n$ORIGIN x.test.\n"
		"a                          77 IN A      192.0.2.1\n"
		"b                           5 IN A      192.0.2.1\n"
		"c                           5 IN A      192.0.2.1\n");
	free(all);
}

/* Which zone a file's name tells. */
static const struct {
	const char *file, *want; /* NULL: none */
} file_names[] = {
	{"a.test", "a.test."},
	{"dir.d/db.a.test", "a.test."},
	{"zone.a.test", "a.test."},
	{"a.test.zone", "a.test."},
	{"a.test.DB", "a.test."},
	{"a.test.dns", "a.test."},
	{"a.test.hosts", "a.test."},
	{"a.test.txt", "a.test."},
	{"a.test.signed", "a.test."},
	{"db.a.test.signed", "a.test."},
	{"a.test.zone.signed", "a.test."},
	{"db.a.test.zone", "db.a.test."}, /* our own backups are called so */
	{"2.0.192.in-addr.arpa", "2.0.192.in-addr.arpa."},
	{"db.2.0.192.in-addr.arpa", "2.0.192.in-addr.arpa."},
	{"8.b.d.0.1.0.0.2.ip6.arpa.zone", "8.b.d.0.1.0.0.2.ip6.arpa."},
	{"xn--bcher-kva.test.zone", "xn--bcher-kva.test."},
	{"db.test", "db.test."},
	{"x", NULL},
	{"master.db", NULL},
	{"forward.zone", NULL},
	{"zones.txt", NULL},
	{"named.root", NULL},
	{"a.test.zone.bak", NULL},
	{"a.test.old", NULL},
	{"db.192.168.1", NULL},
	{"192.168.1.zone", NULL},
	{"a..test", NULL},
	{".a.test", NULL},
	{"a test.zone.de", NULL},
	{"a.te\303\266st", "a.xn--test-6qa."},
	{"a.te\303st", NULL},
	{"", NULL},
};

static void test_file_names(void **state)
{
	static const char text[] = "@ 1 A 192.0.2.1\n";
	(void)state;
	for (size_t i = 0; i < sizeof(file_names) / sizeof(file_names[0]); i++) {
		struct zonefile_options options = ZONEFILE_OPTIONS_INIT;
		struct zf_error err = ZF_ERROR_INIT;
		struct zf_zone *zone = NULL;
		const char *want = file_names[i].want ? file_names[i].want : "no-origin";
		enum zf_status status = zonefile_parse(
			&zone, text, strlen(text), file_names[i].file, &options, NULL, &err);
		assert_string_equal(status == ZF_OK ? zone->apex_text : err.id, want);
		zf_zone_free(zone);
	}
}

/* Errors are counted beyond those that are kept. */
static void test_max_errors(void **state)
{
	struct zonefile_options options = ZONEFILE_OPTIONS_INIT;
	struct buf text;
	(void)state;
	buf_init(&text, 0);
	for (int i = 0; i < 50; i++)
		buf_printf(&text, "a%d FOO\n", i);
	static const struct {
		size_t max, kept;
	} limits[] = {{0, 20}, {1, 1}, {30, 30}, {1000, 50}};
	for (size_t i = 0; i < sizeof(limits) / sizeof(limits[0]); i++) {
		struct zf_error err = ZF_ERROR_INIT;
		struct zf_zone *zone = NULL;
		struct diags diags;
		diags_init(&diags);
		options.max_errors = limits[i].max;
		assert_int_not_equal(zonefile_parse(&zone, text.data, text.len, "x.test.zone",
					     &options, &diags, &err),
			ZF_OK);
		assert_int_equal(diags.count, limits[i].kept);
		assert_int_equal(diags.errors, 50);
		assert_int_equal(err.line, 1);
		diags_free(&diags);
	}
	buf_free(&text);
}

/* Makes `n` times `part`. */
static void repeat(struct buf *text, const char *part, size_t n)
{
	for (size_t i = 0; i < n; i++)
		buf_adds(text, part);
}

/* The longest line and field that are read, and what is said of longer ones. */
static void test_limits(void **state)
{
	static const struct {
		const char *start, *part;
		size_t n;
		const char *end, *want;
	} limits[] = {
		{"$TTL 1\na A 192.0.2.1 ;", "x", ZONEFILE_MAX_LINE - 15, "\n", "0 errors"},
		{"$TTL 1\na A 192.0.2.1 ;", "x", ZONEFILE_MAX_LINE - 14, "\n",
			"x.test.zone:2:1: error: line is longer than 1 MiB [long-line]"},
		{"$TTL 1\na A 192.0.2.1 ;", "x", ZONEFILE_MAX_LINE - 14, "",
			"x.test.zone:2:1: error: line is longer than 1 MiB [long-line]"},
		{"a A ( 192.0.2.1\n", " ", ZONEFILE_MAX_LINE + 1, "\n)\n",
			"x.test.zone:2:1: error: line is longer than 1 MiB [long-line]"},
		{"$TTL 1\na TYPE65280 \\# 65535 ", "00", 65535, "\n", "0 errors"},
		{"$TTL 1\na TYPE65280 ( \\# 65535 ", "0 0\n", 65535, ")\n", "0 errors"},
		{"a TXT ", "x", ZONEFILE_MAX_TOKEN + 1, "\n",
			"x.test.zone:1:7: error: field is longer than 256 KiB [long-token]"},
		{"a TXT \"", "x", ZONEFILE_MAX_TOKEN + 1, "\"\n",
			"x.test.zone:1:8: error: field is longer than 256 KiB [long-token]"},
		{"a TXT (\n", "x\n", 1 << 18, ")\n",
			"x.test.zone:262144:1: error: more than 262,144 fields [many-tokens]"},
	};
	struct zonefile_options options = ZONEFILE_OPTIONS_INIT;
	(void)state;
	for (size_t i = 0; i < sizeof(limits) / sizeof(limits[0]); i++) {
		struct buf text;
		buf_init(&text, 0);
		buf_adds(&text, limits[i].start);
		repeat(&text, limits[i].part, limits[i].n);
		buf_adds(&text, limits[i].end);
		char *all = read_all(text.data, text.len, "x.test.zone", &options);
		if (!str_starts(all, limits[i].want))
			print_error("case %zu: %.200s\n", i, all);
		assert_true(str_starts(all, limits[i].want));
		free(all);
		buf_free(&text);
	}
}

/* Text that is too large is refused before it is looked at. */
static void test_size(void **state)
{
	struct zonefile_options options = ZONEFILE_OPTIONS_INIT;
	struct zf_error err = ZF_ERROR_INIT;
	struct zf_zone *zone = NULL;
	(void)state;
	assert_int_equal(zonefile_parse(&zone, "", (size_t)ZONEFILE_MAX_SIZE + 1, NULL, &options,
				 NULL, &err),
		ZF_ERR_LIMIT);
}

/* No number of warnings makes an error unseen. */
static void test_error_behind_warnings(void **state)
{
	struct zonefile_options options = ZONEFILE_OPTIONS_INIT;
	struct zf_error err = ZF_ERROR_INIT;
	struct zf_zone *zone = NULL;
	struct buf text;
	(void)state;
	buf_init(&text, 0);
	repeat(&text, ";@\n", DIAGS_MAX_KEPT + 1);
	buf_adds(&text, "a A 192.0.2.256\n");
	assert_int_equal(
		zonefile_parse(&zone, text.data, text.len, "x.test.zone", &options, NULL, &err),
		ZF_ERR_SYNTAX);
	assert_true(err.text[0] != '\0');
	buf_free(&text);
}

/*
 * Comments that are kept, and where canonical text has them.
 */
#define HEAD "$ORIGIN x.test.\n"
#define A(owner) owner "                           1 IN A      192.0.2.1"
static const struct {
	const char *text, *want;
} comments[] = {
	{"; one\n\n  ; two  \na 1 A 192.0.2.1 ; three\n",
		HEAD "; one\n\n; two\n" A("a") " ; three\n"},
	{"a 1 A 192.0.2.1;glued\n", HEAD A("a") " ;glued\n"},
	/* In parentheses: those behind data are joined, those on lines of their own go above. */
	{"; up\na 1 ( ; one\n ; own\n A ; two\n\n 192.0.2.1 ) ; three\n",
		HEAD "; up\n; own\n" A("a") " ; one ; two ; three\n"},
	/* Directives vanish, and what stands beside them. */
	{"; one\n$TTL 1 ; two\n\n$ORIGIN y.x.test. ; three\na A 192.0.2.1\n",
		"$ORIGIN x.test.\n; one\n\n"
		"a.y                         1 IN A      192.0.2.1\n"},
	{"$GENERATE 1-2 $ 1 A 192.0.2.1 ; gen\n", HEAD A("1") "\n" A("2") "\n"},
	/* Behind the last record. */
	{"a 1 A 192.0.2.1\n\n; end\n;\n", HEAD A("a") "\n\n; end\n;\n"},
	{"a 1 A 192.0.2.1\n\n\n", HEAD A("a") "\n\n\n"},
	{"a 1 A 192.0.2.1\n( ; x\n)\n", HEAD A("a") "\n; x\n"},
	/* Annotations are none, and may stand before one. */
	{"a 1 A 192.0.2.1 ;@p {\"b\": 1} ; text\n", HEAD A("a") " ;@p {\"b\":1} ; text\n"},
	{"a 1 ( ;@p {}\n A ;@q {} ; text\n 192.0.2.1 )\n", HEAD A("a") " ;@p {} ;@q {} ; text\n"},
	{"a 1 A 192.0.2.1 ;@p {\"x\":1} ;@p {\"x\":2}\n", HEAD A("a") " ;@p {\"x\":2}\n"},
	{"a 1 A 192.0.2.1 ;@p oops ; text\n", HEAD A("a") " ;@p oops ; text\n"},
	{";@p {\"r\":1} ; text\na 1 A 192.0.2.1\n", HEAD "; text\n" A("a") "\n;@p {\"r\":1}\n"},
	/* Comments stay with their record when it moves. */
	{"; b1\nb 1 A 192.0.2.1 ; b2\n; a1\na 1 A 192.0.2.1 ; a2\n",
		HEAD "; a1\n" A("a") " ; a2\n; b1\n" A("b") " ; b2\n"},
};

/* The findings and the count of errors left out. */
static const char *zone_part(const char *all)
{
	const char *p = strstr(all, "errors\n");
	return p + strlen("errors\n");
}

static void test_comments(void **state)
{
	struct zonefile_options options = ZONEFILE_OPTIONS_INIT;
	(void)state;
	options.comments = COMMENTS_KEEP;
	options.origin = "x.test.";
	for (size_t i = 0; i < sizeof(comments) / sizeof(comments[0]); i++) {
		const char *text = comments[i].text;
		char *once = read_all(text, strlen(text), NULL, &options);
		assert_string_equal(zone_part(once), comments[i].want);
		char *twice = read_all(zone_part(once), strlen(zone_part(once)), NULL, &options);
		assert_string_equal(zone_part(twice), zone_part(once));
		free(once);
		free(twice);
	}
}

/* A record has so many annotations at most, so that adding one stays cheap. */
static void test_many_annotations(void **state)
{
	struct zonefile_options options = ZONEFILE_OPTIONS_INIT;
	struct buf text;
	(void)state;
	buf_init(&text, 0);
	buf_adds(&text, "a 1 A ( 192.0.2.1\n");
	for (int i = 0; i < 100000; i++)
		buf_printf(&text, ";@p%d {}\n", i);
	buf_adds(&text, ")\n");
	char *all = read_all(text.data, text.len, "x.test.zone", &options);
	assert_non_null(strstr(all, "x.test.zone:66:1: warning"));
	assert_null(strstr(all, "x.test.zone:65:1: warning"));
	assert_non_null(strstr(all, ";@p63 {}"));
	assert_null(strstr(all, ";@p64 {}"));
	free(all);
	buf_free(&text);
}

static const char sample[] = "$ORIGIN x.test.\n"
			     "$TTL 1h\n"
			     "@ SOA ns hostmaster ( 1 ; serial\n"
			     " 7200 3600\n"
			     " 1209600 300 )\n"
			     "  NS ns ; comment\n"
			     "ns 60 IN A 192.0.2.11\n"
			     "   AAAA 2001:db8::1\n"
			     "t TXT \"a ; \\\"b\" ( c\n"
			     " \"d)\" )\n"
			     "; comment\n"
			     "$ORIGIN sub\n"
			     "h IN 60 MX 10 mail ;@p {\"a\":1}\n"
			     "$GENERATE 1-3 g$ A 192.0.2.$\n"
			     "z TYPE65280 \\# 4 01020304\n";

/* Whether all lines of `part` behind its first line are in `whole`. */
static bool is_part(const char *part, const char *whole)
{
	for (const char *line = strchr(part, '\n') + 1, *end; *line; line = end + 1) {
		end = strchr(line, '\n');
		char *one = mem_strndup(line, (size_t)(end + 1 - line));
		bool there = strstr(whole, one) != NULL;
		free(one);
		if (!there)
			return false;
	}
	return true;
}

/* A file cut anywhere is refused, or gives complete records only; where the cut may have gone
 * through a field (nothing ends the last line), there is a warning. */
static void test_cut(void **state)
{
	struct zonefile_options options = ZONEFILE_OPTIONS_INIT;
	char *whole = read_all(sample, strlen(sample), "x.test.zone", &options);
	size_t accepted = 0;
	(void)state;
	assert_non_null(strstr(whole, "0 errors"));
	for (size_t n = 0; n < sizeof(sample) - 1; n++) {
		char *copy = mem_strndup(sample, n); /* for its exact size */
		char *all = read_all(copy, n, "x.test.zone", &options);
		bool warned = strstr(all, "[no-final-newline]") != NULL;
		if (strstr(all, "\n0 errors\n") || str_starts(all, "0 errors\n")) {
			accepted++;
			assert_true(warned || is_part(zone_part(all), zone_part(whole)));
		}
		free(copy);
		free(all);
	}
	assert_true(accepted > 20);
	free(whole);
}

/* Every octet of a file replaced by others: no crash, and an outcome of one kind or the other. */
static void test_changed_octets(void **state)
{
	static const char others[] = {
		'\0', '\n', '\r', ' ', '"', '(', ')', ';', '\\', '$', '@', '0', '.', '\377'};
	struct zonefile_options options = ZONEFILE_OPTIONS_INIT;
	char *copy = mem_strndup(sample, strlen(sample));
	(void)state;
	for (size_t at = 0; at < sizeof(sample) - 1; at++) {
		for (size_t i = 0; i < sizeof(others); i++) {
			copy[at] = others[i];
			options.threads = i % 2 + 1;
			options.split_size = 1;
			free(read_all(copy, strlen(sample), "x.test.zone", &options));
		}
		copy[at] = sample[at];
	}
	free(copy);
}

/*
 * Threads
 */

/* Adds a line of a zone file, most of them right. */
static void add_line(struct buf *text, struct random *r, uint32_t i, uint32_t errors)
{
	static const char *const bad[] = {"b%u FOO x\n", "b%u A 192.0.2.256\n", "b%u TXT \"open\n",
		"b%u A 192.0.2.1 )\n", "b%u 1x A 192.0.2.1\n", "b..%u A 192.0.2.1\n", "$FOO %u\n",
		"b%u 60 FOO (\n x )\n", "b%u\r\n", "$TTL x%u\n", "$ORIGIN a..%u\n",
		"@ SOA ns h %u 2 3 4 5\n"};
	static const char *const good[] = {"a%u A 192.0.2.1\n", "a%u 60 IN A 192.0.2.2\n",
		"a%u IN 1h A 192.0.2.3\n", " A 192.0.2.4\n", "\t300 TXT \"(\" ; (\n",
		"a%u TXT ( \"a;b\"\n; comment )\n \"c\" )\n", "; comment %u ( \"\n", "\n", "\r\n",
		"a%u MX 10 m ;@p {\"a\":1}\n", ";@p {\"b\":%u}\n", "a\\(%u A 192.0.2.5\n",
		"a$%u A 192.0.2.6\n", "a%u A ( 192.0.2.7 )\n", "( ; %u\n)\n", "a%u 60 IN TXT x\n",
		"a%u CNAME b ; trailing\n", ";@ bad %u\n"};
	static const char *const rare[] = {"$ORIGIN o%u.x.test.\n", "$origin o%u\n", "$TTL %u\n",
		"$ORIGIN x.test.\n", "$TTL 60 ; %u\n"};
	static const char *const last[] = {"$GENERATE 1-3 g%u-$ A 192.0.2.$\n", "$INCLUDE no%u\n"};
	uint32_t pick = random_below(r, 1000);
	const char *format = good[random_below(r, 18)];
	if (pick < errors)
		format = bad[random_below(r, 12)];
	else if (pick > 980)
		format = rare[random_below(r, 5)];
	else if (pick == 980)
		format = last[random_below(r, errors ? 2 : 1)];
	const char *number = strstr(format, "%u");
	if (number)
		buf_printf(
			text, "%.*s%u%s", (int)(number - format), format, (unsigned)i, number + 2);
	else
		buf_adds(text, format);
}

/* Any number of threads gives the same findings, in the same order, and the same zone. */
static void test_threads(void **state)
{
	struct random r = {1};
	(void)state;
	for (uint32_t round = 0; round < 150; round++) {
		struct zonefile_options options = ZONEFILE_OPTIONS_INIT;
		struct buf text;
		buf_init(&text, 0);
		if (round % 3)
			buf_adds(&text, "$TTL 60\n");
		buf_adds(&text, "@ 60 SOA ns h 1 2 3 4 5\n");
		uint32_t lines = 5 + random_below(&r, 400);
		for (uint32_t i = 0; i < lines; i++)
			add_line(&text, &r, i, round % 4 == 0 ? 20 : 0);
		options.comments = round % 2 ? COMMENTS_KEEP : COMMENTS_DROP;
		options.split_size = 1;
		options.threads = 1;
		options.max_errors = 1 + random_below(&r, 30);
		char *one = read_all(text.data, text.len, "x.test.zone", &options);
		for (unsigned threads = 2; threads <= 9; threads += 1 + random_below(&r, 3)) {
			options.threads = threads;
			char *many = read_all(text.data, text.len, "x.test.zone", &options);
			assert_string_equal(many, one);
			free(many);
		}
		free(one);
		buf_free(&text);
	}
}

/* Findings that are told once, wherever the first is. */
static void test_threads_once(void **state)
{
	struct zonefile_options options = ZONEFILE_OPTIONS_INIT;
	struct buf text;
	(void)state;
	buf_init(&text, 0);
	buf_adds(&text, "@ 60 SOA ns h 1 2 3 4 5\n");
	for (int i = 0; i < 100; i++)
		buf_printf(&text, "a%d 60 A 192.0.2.1\n", i);
	for (int i = 0; i < 100; i++)
		buf_printf(&text, "b%d 60 A 192.0.2.1\nc%d A 192.0.2.1\n", i, i);
	options.split_size = 1;
	for (unsigned threads = 1; threads <= 8; threads *= 2) {
		options.threads = threads;
		char *all = read_all(text.data, text.len, "x.test.zone", &options);
		const char *first = strstr(all, "[ttl-inherited]");
		assert_true(str_starts(all, "x.test.zone:103:4: warning"));
		assert_null(strstr(first + 1, "[ttl-inherited]"));
		free(all);
	}
	buf_free(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_origins),
		cmocka_unit_test(test_file_names),
		cmocka_unit_test(test_default_ttl),
		cmocka_unit_test(test_max_errors),
		cmocka_unit_test(test_limits),
		cmocka_unit_test(test_size),
		cmocka_unit_test(test_error_behind_warnings),
		cmocka_unit_test(test_comments),
		cmocka_unit_test(test_many_annotations),
		cmocka_unit_test(test_cut),
		cmocka_unit_test(test_changed_octets),
		cmocka_unit_test(test_threads),
		cmocka_unit_test(test_threads_once),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
