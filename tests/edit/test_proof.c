/*
 * The proof of text before it becomes a file: faults such as a printer could have, one at a time,
 * in the text of a zone. Each is caught by what ldns reads, and the old file stays as it was.
 */
#include "test.h"

#include <stdio.h>
#include <string.h>

#include "file.h"
#include "folder.h"
#include "proof.h"
#include "text_of.h"
#include "tsv.h"

/* What libldns leaks on malformed text is not ours to mend. */
__attribute__((visibility("default"))) const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
	return "leak:libldns\n";
}

#define SOA "@ 3600 IN SOA ns1 host 7 7200 3600 1209600 300\n"

static const char whole[] =
	"$ORIGIN example.com.\n" SOA "@ 3600 IN NS ns1.example.net.\n"
	"@ 300 IN MX 10 mail.example.com.\n"
	"a\\.b 300 IN TXT \"say \\\"hi\\\"; \\000\\255 \\\\ end\" \"two\"\n"
	"www 300 IN A 192.0.2.1\n"
	"www 300 IN A 192.0.2.2\n"
	"www 300 IN AAAA 2001:db8::1\n"
	"_sip._tcp 300 IN SRV 10 5 5060 sip.example.com.\n"
	"caa 300 IN CAA 0 issue \"ca.example.net; policy=x\"\n"
	"d 300 IN DS 60485 5 1 2BB183AF5F22588179A53B0A98631FAD1A292118\n"
	"https 300 IN HTTPS 1 . alpn=\"h2,h3\" port=\"8443\"\n"
	"loc 300 IN LOC 52 22 23.000 N 4 53 32.000 E -2.00m 0.00m 10000.00m 10.00m\n"
	"n 300 IN NAPTR 100 50 \"s\" \"SIP+D2U\" \"\" _sip._udp.example.com.\n"
	"t 300 IN TLSA 3 1 1 00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff\n"
	"u 300 IN URI 10 1 \"https://www.example.com/\"\n"
	"p 300 IN TYPE65280 \\# 3 010203\n";

static struct zf_zone *zone_from(const char *text, const struct zonefile_options *options)
{
	struct zf_error err = ZF_ERROR_INIT;
	struct zf_zone *zone = NULL;
	if (zonefile_parse(&zone, text, strlen(text), "example.com.zone", options, NULL, &err) !=
		ZF_OK)
		fail_msg("line %lu: %s", err.line, err.text);
	return zone;
}

/* Saves a text as that of the zone; gives the error's text, "" for none. */
static const char *save(const char *text, const struct zf_zone *zone)
{
	static struct zf_error err;
	char path[FOLDER_PATH];
	const struct zonefile_options options = ZONEFILE_OPTIONS_INIT;
	const struct zonefile_source source = {{text, strlen(text)}, "example.com.zone", &options};
	err = (struct zf_error)ZF_ERROR_INIT;
	zonefile_save(folder_path(path, "out.zone"), FILE_CAREFUL, &source, zone, &err);
	return err.text;
}

static bool holds(const char *text)
{
	struct zf_error err = ZF_ERROR_INIT;
	struct file_text file;
	char path[FOLDER_PATH];
	assert_int_equal(
		file_read(&file, folder_path(path, "out.zone"), ZONEFILE_MAX_SIZE, &err), ZF_OK);
	bool same = strcmp(file.data, text) == 0;
	file_text_free(&file);
	return same;
}

static void assert_proven(const char *text, const struct zf_zone *zone)
{
	const char *why = save(text, zone);
	if (*why)
		fail_msg("%.500s\n%s", text, why);
	assert_true(holds(text));
}

static const struct {
	const char *what, *from, *to;
} faults[] = {
	{"an escape is lost", "\\\"hi\\\"", "hi"},
	{"a wrong escape", "\\000", "\\001"},
	{"a decimal escape as one octet", "\\255", "\\25\\5"},
	{"a backslash is lost", "\\\\ end", " end"},
	{"a dot in a label isn't escaped", "a\\.b", "a.b"},
	{"an octet is lost", "2BB183AF5F22588179A53B0A98631FAD1A292118",
		"2BB183AF5F22588179A53B0A98631FAD1A2921"},
	{"two digits are swapped", "001122334455", "001122335544"},
	{"two fields are swapped", "SRV 10 5 5060", "SRV 5 10 5060"},
	{"two other fields are swapped", "60485 5 1", "60485 1 5"},
	{"a final dot is missing", "mail.example.com.", "mail.example.com"},
	{"a name is relative to nothing", "ns1.example.net.", "ns1"},
	{"two strings become one", "end\" \"two\"", "endtwo\""},
	{"a string is cut", "\"two\"", "\"tw\""},
	{"a record is lost", "www 300 IN A 192.0.2.2\n", ""},
	{"a record stands there twice with another TTL", "www 300 IN A 192.0.2.2\n",
		"www 300 IN A 192.0.2.2\nwww 60 IN A 192.0.2.2\n"},
	{"the TTL is another", "www 300 IN AAAA", "www 3000 IN AAAA"},
	{"the owner is another", "_sip._tcp", "_sip._udp"},
	{"the type is another", "IN A 192.0.2.1", "IN TXT 192.0.2.1"},
	{"a comment begins in the data", "ca.example.net; policy=x\"",
		"ca.example.net\" ; policy=x"},
	{"an address is shortened wrongly", "2001:db8::1", "2001:db8:1::"},
	{"a parameter is lost", "alpn=\"h2,h3\"", "alpn=\"h2\""},
	{"a sign is lost", "-2.00m", "2.00m"},
	{"an empty string is lost", "\"\" _sip", "_sip"},
	{"the number of octets is another", "\\# 3 010203", "\\# 2 0102"},
	{"a line isn't ended", "\nu 300 IN URI", " u 300 IN URI"},
	{"a field is missing", "MX 10 mail", "MX mail"},
	{"the origin is another", "$ORIGIN example.com.", "$ORIGIN example.org."},
	{"the SOA's fields are shifted", "7 7200 3600", "7200 3600 7"},
};

static void test_faults(void **state)
{
	const struct zonefile_options options = ZONEFILE_OPTIONS_INIT;
	struct zf_zone *zone = zone_from(whole, &options);
	(void)state;
	assert_proven(whole, zone);
	folder_put("out.zone", "the old file\n");
	for (size_t i = 0; i < sizeof(faults) / sizeof(faults[0]); i++) {
		char text[sizeof(whole) + 100];
		const char *at = strstr(whole, faults[i].from);
		assert_non_null(at);
		snprintf(text, sizeof(text), "%.*s%s%s", (int)(at - whole), whole, faults[i].to,
			at + strlen(faults[i].from));
		const char *why = save(text, zone);
		if (!strstr(why, "nothing was written"))
			fail_msg("%s: %s", faults[i].what, why);
		assert_true(holds("the old file\n"));
	}
	zf_zone_free(zone);
}

/* Both readings are shown, and where. */
static void test_message(void **state)
{
	const struct zonefile_options options = ZONEFILE_OPTIONS_INIT;
	struct zf_zone *zone =
		zone_from("$ORIGIN example.com.\n" SOA "w 60 A 192.0.2.1\n", &options);
	(void)state;
	assert_string_equal(save("$ORIGIN example.com.\n" SOA "w 60 IN A 192.0.2.7\n", zone),
		"example.com.zone, line 3: nothing was written, because ldns reads the text otherwise "
		"than it is meant: the zone has <w.example.com. 60 A 192.0.2.1>, but ldns reads "
		"<w.example.com. 60 A 192.0.2.7>");
	assert_string_equal(save("$ORIGIN example.com.\n" SOA, zone),
		"example.com.zone: nothing was written, because the zone has <w.example.com. 60 A "
		"192.0.2.1>, and ldns reads no such record in the text");
	zf_zone_free(zone);
}

/* Every way of writing that people have is proven: what is in the table, and what isn't. */
static const char *const hand_kept[] = {
	"$TTL 1h\n" SOA "www\tA\t192.0.2.1 ; comment\n\tTXT ( \"a\" ; one\n\t\t\"b\" )\n",
	SOA "$TTL 60\nwww IN 300 A 192.0.2.1\n IN A 192.0.2.2\n",
	SOA "w A 192.0.2.1\nx 60 A 192.0.2.2\ny A 192.0.2.3\n",
	"@ SOA ns1 h 1 2 3 4 500\nw 60 A 192.0.2.1\n A 192.0.2.2\nx A 192.0.2.3\n",
	SOA "c CAA 0 issue ca.example.net\nu URI 1 2 \"https://x/\"\n",
	SOA "$ORIGIN sub\nw A 192.0.2.1\n$ORIGIN other.example.com.\n@ A 192.0.2.2\n",
	SOA "$GENERATE 1-3 h$ A 192.0.2.$\nw 60 A 192.0.2.9\n",
	SOA "@foo 60 A 192.0.2.1\nm 60 MX 10 \\064x\n",
	SOA "l 60 LOC 1 N 2 E 3m\nd 60 DS 1 RSASHA256 SHA256 "
	    "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff\n",
	SOA "w 60 A 192.0.2.1\nw 60 A 192.0.2.1\n",
	SOA "s 60 SVCB 1 . alpn=\"a\\\\,b\" ipv6hint=2001:db8:1111:2222:3333:4444:5555:6666\n",
	SOA "r 60 AMTRELAY 10 0 0 .\ni 60 IPSECKEY 10 0 0 .\nk 60 WKS 192.0.2.1 6 25\n",
	SOA "p 60 ALIAS www.example.net.\n 60 TXT \"p\"\nw 60 A 192.0.2.1\n",
	"\xef\xbb\xbf" SOA "w 60 A 192.0.2.1\r\n",
};

static void test_hand_kept(void **state)
{
	const struct zonefile_options options = ZONEFILE_OPTIONS_INIT;
	(void)state;
	for (size_t i = 0; i < sizeof(hand_kept) / sizeof(hand_kept[0]); i++) {
		struct zf_zone *zone = zone_from(hand_kept[i], &options);
		assert_proven(hand_kept[i], zone);
		zf_zone_free(zone);
	}
}

/* What the table of types can hold is proven as it is printed. */
static void test_all_types(void **state)
{
	const struct zonefile_options options = ZONEFILE_OPTIONS_INIT;
	struct tsv t;
	size_t count = 0;
	(void)state;
	tsv_read(&t, "testdata/zone/rdata/valid.tsv");
	for (size_t i = 0; i < t.count; i++) {
		struct zf_zone *zone = NULL;
		struct zf_error err = ZF_ERROR_INIT;
		struct buf text, printed;
		buf_init(&text, 0);
		buf_printf(&text, "$ORIGIN example.test.\n" SOA "x 60 %s %s\n", t.rows[i].field[0],
			t.rows[i].field[1]);
		if (zonefile_parse(&zone, text.data, text.len, NULL, &options, NULL, &err) ==
			ZF_OK) {
			assert_proven(text.data, zone);
			zone_text_of(&printed, zone);
			assert_proven(printed.data, zone);
			buf_free(&printed);
			count++;
		}
		zf_zone_free(zone);
		buf_free(&text);
	}
	assert_true(count > 250);
	tsv_free(&t);
}

/* Large records: over what ldns takes as text. */
static void test_large(void **state)
{
	const struct zonefile_options options = ZONEFILE_OPTIONS_INIT;
	struct buf text;
	(void)state;
	for (int i = 0; i < 2; i++) {
		buf_init(&text, 0);
		buf_adds(&text, "$ORIGIN example.com.\n" SOA "t 60 IN TXT");
		for (int n = 0; n < (i ? 60000 : 240); n++)
			buf_printf(&text, " \"%.*s\"", i ? 0 : 250,
				"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");
		buf_addc(&text, '\n');
		struct zf_zone *zone = zone_from(text.data, &options);
		assert_proven(text.data, zone);
		zf_zone_free(zone);
		buf_free(&text);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_all_types), /* reads the repository's files */
		cmocka_unit_test(test_faults),
		cmocka_unit_test(test_message),
		cmocka_unit_test(test_hand_kept),
		cmocka_unit_test(test_large),
	};
	return cmocka_run_group_tests(tests, folder_make, folder_drop);
}
