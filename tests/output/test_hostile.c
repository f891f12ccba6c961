/* Zones and locations that want to do harm are harmless in every format. */
#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "explain.h"
#include "json.h"
#include "output_of.h"
#include "text_of.h"
#include "zone_of.h"

/* Names of script, shell, Markdown, spreadsheet and terminal; TXT of the same. */
static const char hostile[] =
	"\\<script\\>alert\\(1\\)\\<\\/script\\> 1 A 192.0.2.1\n"
	"\\`\\`\\` 1 TXT \"```\" \"``\" \"@team [x](http://evil.example) ![y](z)\"\n"
	"\\|a\\|b 1 TXT \"|\" \"<!--\" \"-->\" \"&amp;\" \"'\\\"\"\n"
	"\\=1+1 1 TXT \"=cmd|' /C calc'!A0\"\n"
	"-x 1 TXT \"@SUM(1)\"\n"
	"\\@x 1 TXT \"\\027[31mred\\027[0m\\007\\008\\013\\000\"\n"
	"\\027\\]52\\;c\\;eA==\\007 1 TXT \"\\226\\128\\174\\239\\187\\191\\194\\155\"\n"
	"\\226\\128\\174 1 CNAME \\027\\091.\\\"\\<b\\>.\n"
	"w 1 A 192.0.2.9 ;@x {\"c\":\"\\u001b[31m\\u202e<script>alert(1)</script>`|--></code>\"}\n"
	";@x {\"evil\":\"</section><script>alert(1)</script>\\u2028\"}\n";

/* The same names with other data, so that every kind of change is there. */
static const char other[] =
	"\\<script\\>alert\\(1\\)\\<\\/script\\> 2 A 192.0.2.1\n"
	"\\`\\`\\` 1 TXT \"````\" \"@team [x](http://evil.example) <img src=x onerror=alert(1)>\"\n"
	"-x 1 TXT \"=1+1\"\n"
	"w 1 A 192.0.2.9 ;@x {\"c\":\"\\u202d</script>\"}\n";

static const char *const names[] = {
	"=1+1\033[31m`|<script>alert(1)</script>\"'\n```\n-->", "@x\xe2\x80\xae|``b``\r", "-y"};

typedef enum zf_status make_text(struct buf *b, const char *format, struct zf_zone *const *zones,
	const struct output_options *options);

static enum zf_status make_zone(struct buf *b, const char *format, struct zf_zone *const *zones,
	const struct output_options *options)
{
	return zone_output(b, format, zones[0], options, NULL);
}

static enum zf_status make_diff(struct buf *b, const char *format, struct zf_zone *const *zones,
	const struct output_options *options)
{
	const struct diff_options exact = {0};
	struct diff d;
	enum zf_status status = diff_make(&d, zones[0], zones[1], &exact, NULL);
	if (status == ZF_OK)
		status = diff_output(b, format, &d, options, NULL);
	diff_free(&d);
	return status;
}

static enum zf_status make_comparison(struct buf *b, const char *format,
	struct zf_zone *const *zones, const struct output_options *options)
{
	const struct compare_location locations[] = {
		{.zone = zones[0]}, {.zone = zones[1]}, {.zone = zones[2]}};
	const struct diff_options exact = {0};
	struct comparison c;
	enum zf_status status = compare_make(&c, locations, 3, &exact, NULL);
	if (status == ZF_OK)
		status = comparison_output(b, format, &c, options, NULL);
	compare_free(&c);
	return status;
}

/* No octet that a terminal acts on, and no text outside ASCII but what the page is made of. */
static void check_octets(const struct buf *b, const char *format)
{
	static const char *const ours[] = {"\xe2\x88\x92", "\xe2\x86\x92"};
	bool html = strcmp(format, "html") == 0, csv = strcmp(format, "csv") == 0;
	for (size_t i = 0; i < b->len; i++) {
		unsigned char c = (unsigned char)b->data[i];
		bool fine = (c >= 32 && c < 127) || c == '\n';
		fine = fine || (c == '\t' && strcmp(format, "unified") == 0);
		fine = fine || (csv && c == '\r' && b->data[i + 1] == '\n');
		for (size_t k = 0; html && !fine && k < 2; k++) {
			fine = strncmp(b->data + i, ours[k], 3) == 0;
			i += fine ? 2 : 0;
		}
		if (!fine)
			fail_msg("%s: octet %u in ...%.40s", format, c,
				b->data + (i > 20 ? i - 20 : 0));
	}
}

static size_t count(const char *text, const char *what)
{
	size_t n = 0;
	for (const char *at = strstr(text, what); at; at = strstr(at + 1, what))
		n++;
	return n;
}

/* Every tag of the page is one of ours: nothing of the zone opens or closes any. */
static void check_html(const char *text)
{
	static const char *const tags[] = {"!doctype html>", "html lang=\"en\">", "/html>", "head>",
		"/head>", "meta ", "title>", "/title>", "style>", "/style>", "body>", "/body>",
		"header>", "/header>", "h1>", "/h1>", "h2>", "/h2>", "h3>", "/h3>", "p>",
		"p class=", "/p>", "strong>", "/strong>", "code>", "/code>", "form id=", "/form>",
		"label>", "/label>", "input ", "select ", "/select>", "option", "/option>",
		"output ", "/output>", "main>", "/main>", "section data-name=\"", "/section>",
		"div class=", "/div>", "del>", "/del>", "ins>", "/ins>", "span class=", "/span>",
		"script>", "/script>"};
	assert_int_equal(count(text, "<script>"), 1);
	assert_int_equal(count(text, "</script>"), 1);
	const char *end = strstr(text, "<script>");
	for (const char *at = strchr(text, '<'); at && at <= end; at = strchr(at + 1, '<')) {
		bool ours = false;
		for (size_t i = 0; i < sizeof(tags) / sizeof(tags[0]); i++)
			ours = ours || strncmp(at + 1, tags[i], strlen(tags[i])) == 0;
		if (!ours)
			fail_msg("a tag that isn't ours: %.60s", at);
	}
}

/* Behind the head everything stands inside one fenced block that no line of it closes. */
static void check_markdown(const char *text)
{
	const char *fence = strstr(text, "\n```");
	assert_non_null(fence);
	size_t ticks = strspn(fence + 1, "`");
	assert_true(ticks > 4); /* the zone has a run of four */
	const char *close = strstr(fence + 1 + ticks, "\n```");
	assert_non_null(close);
	assert_int_equal(strspn(close + 1, "`"), ticks);
	assert_string_equal(close + 1 + ticks, "\n");
	assert_int_equal(count(text, "-->"), count(fence, "-->") + 1 + count(names[0], "-->"));
	for (const char *at = text; at < fence; at++)
		if (strncmp(at, "<script", 7) == 0)
			assert_true(at[-1] != '\n'); /* in a code span */
}

/* No cell that a spreadsheet would compute. */
static void check_csv(const char *text)
{
	for (const char *at = strchr(text, '"'); at; at = strchr(at + 1, '"')) {
		bool start = at == text || at[-1] == ',' || at[-1] == '\n';
		if (start && at[1] && strchr("=+-@\t\r", at[1]))
			fail_msg("a formula: %.40s", at);
	}
	assert_non_null(strstr(text, "\"'=1+1"));
	assert_non_null(strstr(text, "\"'-x.example.com.\""));
}

/* A script of ours: each line one command, in which nothing of the zone ends the line. */
static void check_nsupdate(const char *text)
{
	static const char *const starts[] = {
		"; ", "check-names no\n", "zone ", "prereq ", "update ", "send\n"};
	for (const char *at = text; *at; at = strchr(at, '\n') + 1) {
		bool ours = false;
		for (size_t i = 0; i < sizeof(starts) / sizeof(starts[0]); i++)
			ours = ours || strncmp(at, starts[i], strlen(starts[i])) == 0;
		assert_true(ours);
	}
}

static void check_json(const struct buf *b)
{
	struct zf_error err = ZF_ERROR_INIT;
	struct json *root;
	if (json_parse(&root, b->data, b->len, &err) != ZF_OK)
		fail_msg("%s in %s", err.text, b->data);
	json_free(root);
}

static void check(make_text *make, const char *format, struct zf_zone *const *zones)
{
	const struct output_options options = {.names = names, .rows = OUTPUT_ROWS_ALL};
	struct buf b;
	assert_int_equal(make(&b, format, zones, &options), ZF_OK);
	assert_int_equal(strlen(b.data), b.len);
	check_octets(&b, format);
	if (strcmp(format, "html") == 0)
		check_html(b.data);
	else if (strcmp(format, "markdown") == 0)
		check_markdown(b.data);
	else if (strcmp(format, "csv") == 0)
		check_csv(b.data);
	else if (strcmp(format, "nsupdate") == 0)
		check_nsupdate(b.data);
	else if (strcmp(format, "json") == 0)
		check_json(&b);
	buf_free(&b);
}

static void test_formats(void **state)
{
	static const char *const zone_formats[] = {"zone", "json", "generic"};
	static const char *const diff_formats[] = {
		"text", "json", "unified", "markdown", "html", "nsupdate"};
	static const char *const comparison_formats[] = {"text", "json", "markdown", "html", "csv"};
	struct zf_zone *zones[] = {zone_of("example.com.", hostile), zone_of("example.com.", other),
		zone_of("example.com.", hostile)};
	(void)state;
	for (size_t i = 0; i < sizeof(zone_formats) / sizeof(zone_formats[0]); i++)
		check(make_zone, zone_formats[i], zones);
	for (size_t i = 0; i < sizeof(diff_formats) / sizeof(diff_formats[0]); i++)
		check(make_diff, diff_formats[i], zones);
	for (size_t i = 0; i < sizeof(comparison_formats) / sizeof(comparison_formats[0]); i++)
		check(make_comparison, comparison_formats[i], zones);
	for (size_t i = 0; i < 3; i++)
		zf_zone_free(zones[i]);
}

static void test_explain(void **state)
{
	static const char *const what[] = {"\\`\\`\\` TXT", "w", "-x", "\\226\\128\\174", "\\@x"};
	const struct output_options options = {.names = names};
	const struct diff_options diff = {0};
	struct zf_zone *a = zone_of("example.com.", hostile), *b = zone_of("example.com.", other);
	const struct explain e = {a, b, &diff, &options};
	(void)state;
	for (size_t i = 0; i < sizeof(what) / sizeof(what[0]); i++) {
		struct zf_error err = ZF_ERROR_INIT;
		struct buf text;
		buf_init(&text, 0);
		struct out_sink sink = {text_add, &text};
		assert_int_equal(explain_write(&e, what[i], &sink, &err), ZF_OK);
		assert_true(text.len > 100);
		check_octets(&text, "explain");
		buf_free(&text);
	}
	zf_zone_free(a);
	zf_zone_free(b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_formats),
		cmocka_unit_test(test_explain),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
