/*
 * What programs written on ldns make of a text as it stands. Each case is held against ldns' own
 * file reader, which reads the whole text: there is a finding where it gives another zone, and only
 * there; and portable text it reads as we do.
 */
#include "test.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <ldns/ldns.h>

#include "file.h"
#include "portable.h"
#include "rdata.h"
#include "rr_ldns.h"
#include "text_of.h"
#include "tsv.h"

/* What libldns leaks on text that it refuses is not ours to mend. */
__attribute__((visibility("default"))) const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
	return "leak:libldns\n";
}

#define SOA "@ 3600 IN SOA ns1 host 7 7200 3600 1209600 300\n"
#define HEAD "$ORIGIN example.com.\n" SOA

static struct zf_zone *zone_from(const char *text, const char *file)
{
	const struct zonefile_options options = ZONEFILE_OPTIONS_INIT;
	struct zf_error err = ZF_ERROR_INIT;
	struct zf_zone *zone = NULL;
	if (zonefile_parse(&zone, text, strlen(text), file, &options, NULL, &err) != ZF_OK)
		fail_msg("%s: line %lu: %s", text, err.line, err.text);
	return zone;
}

static void judge(struct diags *found, const char *text, const struct zf_zone *zone)
{
	const struct zonefile_options options = ZONEFILE_OPTIONS_INIT;
	const struct zonefile_source source = {{text, strlen(text)}, "example.com.zone", &options};
	diags_init(found);
	portable_judge(found, &source, zone);
}

/* A text and what is found in it, all findings printed as `check` does. */
static const struct {
	const char *text, *want;
} cases[] = {
	{HEAD "w 60 IN A 192.0.2.1\n\tTXT ( \"a;b\" ; c\n \"d\" )\n\n; end\n", ""},
	{HEAD "w IN 60 A 192.0.2.1\n",
		"3: error: w.example.com. A: ldns refuses it, and the file with it (class: it is "
		"refused before the TTL) [ldns-refused]\n"
		"    write:    w.example.com. 60 IN A 192.0.2.1\n"},
	{HEAD "$ORIGIN sub\nw 60 A 192.0.2.1\n@ 60 MX 1 m\n$ORIGIN example.com.\nx 60 A 192.0.2.2\n",
		"4: error: w.sub.example.com. A: ldns reads it otherwise (origin: it is what $ORIGIN "
		"says, taken for absolute, else the SOA's owner; not the file's name) "
		"[ldns-otherwise]\n"
		"    it reads: w.sub. 60 IN A 192.0.2.1\n"
		"    write:    w.sub.example.com. 60 IN A 192.0.2.1\n"
		"5: error: sub.example.com. MX: ldns reads it otherwise (origin: it is what $ORIGIN "
		"says, taken for absolute, else the SOA's owner; not the file's name) "
		"[ldns-otherwise]\n"
		"    it reads: sub. 60 IN MX 1 m.sub.\n"
		"    write:    sub.example.com. 60 IN MX 1 m.sub.example.com.\n"},
	{"example.com. 60 IN SOA ns1.example.com. h.example.com. 1 2 3 4 5\nw 60 A 192.0.2.1\n",
		""},
	{"@ 60 IN SOA ns1.example.com. h.example.com. 1 2 3 4 5\n",
		"1: error: example.com. SOA: ldns reads it otherwise (origin: it is what $ORIGIN "
		"says, taken for absolute, else the SOA's owner; not the file's name) "
		"[ldns-otherwise]\n"
		"    it reads: . 60 IN SOA ns1.example.com. h.example.com. 1 2 3 4 5\n"
		"    write:    example.com. 60 IN SOA ns1.example.com. h.example.com. 1 2 3 4 5\n"},
	{HEAD "$TTL 0\nw A 192.0.2.1\n$TTL 60\nx A 192.0.2.2\n",
		"4: error: w.example.com. A: ldns reads it otherwise (TTL: left out, that of $TTL "
		"counts (but 0 for 3600), else the last one, else 3600, never the SOA's minimum) "
		"[ldns-otherwise]\n"
		"    it reads: w.example.com. 3600 IN A 192.0.2.1\n"
		"    write:    w.example.com. 0 IN A 192.0.2.1\n"},
	{HEAD "$ttl 60\nw 5 A 192.0.2.1\n",
		"3: error: $ttl: ldns refuses it, and the file with it (directive: it knows "
		"directives in capital letters only) [ldns-refused]\n"},
	{HEAD "@foo 60 A 192.0.2.1\n 60 TXT \"x\"\ny 60 A 192.0.2.1\n",
		"3: error: \\064foo.example.com. A: ldns reads it otherwise (owner: a plain @ in "
		"front makes it the origin; over 255 characters are refused) [ldns-otherwise]\n"
		"    it reads: example.com. 60 IN A 192.0.2.1\n"
		"    write:    \\064foo.example.com. 60 IN A 192.0.2.1\n"
		"4: error: \\064foo.example.com. TXT: ldns reads it otherwise (owner: left out, it is "
		"taken from a line that was misread) [ldns-otherwise]\n"
		"    it reads: example.com. 60 IN TXT \"x\"\n"
		"    write:    \\064foo.example.com. 60 IN TXT \"x\"\n"},
	{HEAD "s 60 SVCB 1 . alpn=\"a\\\\,b\"\nh 60 HTTPS 1 . alpn=h2 ipv6hint=2001:db8::1\n",
		"3: error: s.example.com. SVCB: ldns reads it otherwise (parameters: commas, escapes "
		"and keys are misread, ipv6hint overruns a buffer) [ldns-otherwise]\n"
		"    it reads: s.example.com. 60 IN SVCB \\# 12 0001000001000502615C0162\n"
		"    write:    s.example.com. 60 IN TYPE64 \\# 11 0001000001000403612C62\n"},
	{HEAD "k 60 WKS 192.0.2.1 6 25\nk 60 A 192.0.2.1\n",
		"3: error: k.example.com. WKS: ldns reads it otherwise (all: by names of "
		"/etc/services; used after it was freed) [ldns-otherwise]\n"
		"    write:    k.example.com. 60 IN TYPE11 \\# 9 C00002010600000040\n"},
	{HEAD "$GENERATE 1-2 h$ A 192.0.2.$\nw 60 A 192.0.2.9\n",
		"3: error: $GENERATE: ldns refuses it, and the file with it (directive: $GENERATE is "
		"not known; fmt --portable carries it out) [ldns-refused]\n"},
	{HEAD "p 60 ALIAS www.example.net.\np 60 TXT \"p\"\n",
		"3: error: ALIAS: ldns refuses it, and the file with it (type: it is no type of DNS) "
		"[ldns-refused]\n"},
	{"\xef\xbb\xbf" HEAD,
		"1: error: the text: ldns reads it otherwise (text: a byte order mark is taken for "
		"part of the first line) [ldns-otherwise]\n"},
	{HEAD "w 60 A 192.0.2.1\nw 60 A 192.0.2.1\n", ""},
};

static void test_cases(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct zf_zone *zone = zone_from(cases[i].text, "example.com.zone");
		struct diags found;
		struct buf out;
		judge(&found, cases[i].text, zone);
		buf_init(&out, 0);
		for (size_t n = 0; n < found.count; n++) {
			size_t from = out.len;
			diag_print(&out, &found.items[n], DIAG_PLAIN);
			size_t name = strlen("example.com.zone:");
			memmove(out.data + from, out.data + from + name, out.len - from - name + 1);
			out.len -= name;
		}
		assert_string_equal(out.len ? out.data : "", cases[i].want);
		buf_free(&out);
		diags_free(&found);
		zf_zone_free(zone);
	}
}

/*
 * Against ldns' own file reader.
 */

static bool is_in(const struct zf_zone *zone, const ldns_rr *rr)
{
	struct zf_error err = ZF_ERROR_INIT;
	struct buf rdata;
	struct rr r;
	buf_init(&rdata, 0);
	bool found = rr_from_ldns(&r, &rdata, rr, &err) == ZF_OK;
	if (found) {
		name_lower(r.owner.wire, r.owner.len);
		if (rdata_is_valid(r.type, (const uint8_t *)rdata.data, rdata.len, NULL))
			rdata_canonical(r.type, (uint8_t *)rdata.data, rdata.len);
		r.rdata = (struct str){rdata.data, rdata.len};
		size_t at = zone_find_record(zone, &r.owner, r.type, r.rdata);
		found = at < zone->count && zone->recs[at]->ttl == r.ttl;
	}
	buf_free(&rdata);
	return found;
}

/* Whether ldns reads the text as the zone: each record that it has, and not fewer. */
static bool ldns_reads(const char *text, size_t size, const struct zf_zone *zone)
{
	struct buf copy;
	int line = 0;
	ldns_zone *theirs = NULL;
	buf_init(&copy, 0);
	buf_add(&copy, text, size);
	FILE *f = fmemopen(copy.data, copy.len, "r");
	assert_non_null(f);
	bool same = ldns_zone_new_frm_fp_l(&theirs, f, NULL, 0, LDNS_RR_CLASS_IN, &line) ==
		    LDNS_STATUS_OK;
	fclose(f);
	buf_free(&copy);
	if (!same)
		return false;
	const ldns_rr_list *list = ldns_zone_rrs(theirs);
	size_t count = ldns_rr_list_rr_count(list);
	same = ldns_zone_soa(theirs) && is_in(zone, ldns_zone_soa(theirs)) &&
	       count + 1 >= zone->count;
	for (size_t i = 0; i < count && same; i++)
		same = is_in(zone, ldns_rr_list_rr(list, i));
	ldns_zone_deep_free(theirs);
	return same;
}

/* Text that ldns isn't safe with, or reads what was never set for: no test tells what it does. */
static bool is_unsafe(const char *text)
{
	return strstr(text, "WKS") || strstr(text, "ipv6hint") || strstr(text, " LOC ");
}

static const char *const folder = "testdata/zone/read";

struct counts {
	size_t alike, misread, portable;
};

static void hold_against(const char *name, const struct file_text *text, const struct zf_zone *zone,
	struct counts *counts)
{
	struct diags found;
	struct portable_lost lost;
	struct buf portable;
	struct zf_error err = ZF_ERROR_INIT;
	bool twins = false;
	for (size_t i = 0; i < zone->diags.count; i++)
		twins = twins || strncmp(zone->diags.items[i].code, "duplicate", 9) == 0;
	judge(&found, text->data, zone);
	bool same = ldns_reads(text->data, text->size, zone);
	if (same != (found.count == 0) && !twins)
		fail_msg("%s: ldns reads it %s, but there are %zu findings", name,
			same ? "alike" : "otherwise", found.count);
	*(same ? &counts->alike : &counts->misread) += 1;
	diags_free(&found);
	buf_init(&portable, 0);
	assert_int_equal(portable_print(&portable, &lost, zone, &err), ZF_OK);
	if (ldns_reads(portable.data, portable.len, zone) != (lost.count == 0))
		fail_msg("%s: not portable, %zu lost\n%.2000s", name, lost.count, portable.data);
	counts->portable += lost.count == 0;
	struct zf_zone *again = zone_from(portable.data, NULL);
	assert_int_equal(again->count, zone->count);
	zf_zone_free(again);
	buf_free(&portable);
}

static void test_against_ldns(void **state)
{
	const struct zonefile_options options = ZONEFILE_OPTIONS_INIT;
	struct counts counts = {0};
	struct dirent *entry;
	DIR *dir = opendir(folder);
	(void)state;
	assert_non_null(dir);
	while ((entry = readdir(dir))) {
		char path[400];
		struct zf_error err = ZF_ERROR_INIT;
		struct file_text text;
		struct zf_zone *zone = NULL;
		const char *end = strrchr(entry->d_name, '.');
		snprintf(path, sizeof(path), "%s/%s", folder, entry->d_name);
		if (!end || strcmp(end, ".zone") != 0 ||
			zonefile_read(&zone, path, &options, NULL, &err) != ZF_OK)
			continue;
		assert_int_equal(file_read(&text, path, ZONEFILE_MAX_SIZE, &err), ZF_OK);
		if (!is_unsafe(text.data) && zone_soa(zone))
			hold_against(entry->d_name, &text, zone, &counts);
		file_text_free(&text);
		zf_zone_free(zone);
	}
	closedir(dir);
	assert_true(counts.alike > 50 && counts.misread > 50);
	assert_true(counts.portable > 150);
}

/* What the table of types can hold: its portable text is read alike, or said not to be. */
static void test_all_types(void **state)
{
	const struct zonefile_options options = ZONEFILE_OPTIONS_INIT;
	struct tsv t;
	size_t count = 0, lost_count = 0;
	(void)state;
	tsv_read(&t, "testdata/zone/rdata/valid.tsv");
	for (size_t i = 0; i < t.count; i++) {
		struct zf_zone *zone = NULL;
		struct zf_error err = ZF_ERROR_INIT;
		struct portable_lost lost;
		struct diags found;
		struct buf text, portable;
		buf_init(&text, 0);
		buf_init(&portable, 0);
		buf_printf(&text, HEAD "x 60 %s %s\n", t.rows[i].field[0], t.rows[i].field[1]);
		if (zonefile_parse(&zone, text.data, text.len, NULL, &options, NULL, &err) ==
			ZF_OK) {
			assert_int_equal(portable_print(&portable, &lost, zone, &err), ZF_OK);
			struct zf_zone *again = zone_from(portable.data, NULL);
			judge(&found, portable.data, again);
			if (found.count != lost.count)
				fail_msg("%zu findings, %zu lost\n%.2000s", found.count, lost.count,
					portable.data);
			diags_free(&found);
			zf_zone_free(again);
			count++;
			lost_count += lost.count;
		}
		zf_zone_free(zone);
		buf_free(&portable);
		buf_free(&text);
	}
	assert_true(count > 250);
	assert_in_range(lost_count, 1, 12);
	tsv_free(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_against_ldns),
		cmocka_unit_test(test_all_types),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
