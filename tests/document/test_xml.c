/* xml: answers in XML become the trees that answers in JSON are. */
#include "test.h"

#include <stdlib.h>

#include "xml.h"

static void trees(void **state)
{
	(void)state;
	static const struct {
		const char *xml, *json;
	} cases[] = {{"<a/>", "{\"a\":\"\"}"}, {"<a></a>", "{\"a\":\"\"}"},
		{"<a> x y\n</a>", "{\"a\":\"x y\"}"},
		{"<a><b>1</b><c/></a>", "{\"a\":{\"b\":\"1\",\"c\":\"\"}}"},
		{"<a><b>1</b><b>2</b><b/></a>", "{\"a\":{\"b\":[\"1\",\"2\",\"\"]}}"},
		{"<a><b><c>1</c></b><d/><b><c>2</c></b></a>",
			"{\"a\":{\"b\":[{\"c\":\"1\"},{\"c\":\"2\"}],\"d\":\"\"}}"},
		{"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- c -->\n<a xmlns=\"urn:x\">t</a>\n",
			"{\"a\":\"t\"}"},
		{"<a>&lt;&amp;&#34;&#xfc;&apos;</a>", "{\"a\":\"<&\\\"\\u00fc'\"}"},
		{"<a><![CDATA[<b>&amp;</b>]]></a>", "{\"a\":\"<b>&amp;</b>\"}"},
		{"<a k=\"v\">t</a>", "{\"a\":{\"#\":\"t\",\"@k\":\"v\"}}"},
		{"\xef\xbb\xbf<a>\xc3\xbc</a>", "{\"a\":\"\\u00fc\"}"},
		{"<a>x<?pi y?><!-- z -->w</a>", "{\"a\":\"xw\"}"}};
	struct buf b;
	buf_init(&b, 0);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct zf_error err = ZF_ERROR_INIT;
		struct json *root;
		if (xml_parse(&root, cases[i].xml, strlen(cases[i].xml), &err) != ZF_OK)
			fail_msg("%s: %s", cases[i].xml, err.text);
		buf_reset(&b);
		json_print(&b, root, JSON_SORTED);
		assert_string_equal(b.data, cases[i].json);
		json_free(root);
	}
	buf_free(&b);
}

static void an_answer_of_route_53(void **state)
{
	(void)state;
	static const char text[] =
		"<?xml version=\"1.0\"?>\n"
		"<ListResourceRecordSetsResponse xmlns=\"https://route53.amazonaws.com/doc/2013-04-01/\">"
		"<ResourceRecordSets><ResourceRecordSet><Name>\\052.example.com.</Name><Type>TXT</Type>"
		"<TTL>300</TTL><ResourceRecords><ResourceRecord><Value>\"a\" \"b\"</Value>"
		"</ResourceRecord></ResourceRecords></ResourceRecordSet></ResourceRecordSets>"
		"<IsTruncated>true</IsTruncated><MaxItems>1</MaxItems>"
		"<NextRecordName>x.example.com.</NextRecordName></ListResourceRecordSetsResponse>";
	struct zf_error err = ZF_ERROR_INIT;
	struct json *root;
	int64_t ttl;
	assert_int_equal(xml_parse(&root, text, strlen(text), &err), ZF_OK);
	const struct json *set = json_at(
		root, "/ListResourceRecordSetsResponse/ResourceRecordSets/ResourceRecordSet");
	assert_true(str_eq(json_text(json_at(set, "/Name")), "\\052.example.com."));
	assert_true(json_integer(json_at(set, "/TTL"), 0, INT32_MAX, true, &ttl) && ttl == 300);
	assert_true(str_eq(
		json_text(json_at(set, "/ResourceRecords/ResourceRecord/Value")), "\"a\" \"b\""));
	json_free(root);
}

static enum zf_status parse(const char *text, size_t size, struct zf_error *err)
{
	struct json *root;
	*err = (struct zf_error)ZF_ERROR_INIT;
	enum zf_status status = xml_parse(&root, text, size, err);
	assert_true(!root == (status != ZF_OK));
	assert_int_equal(status, err->code);
	json_free(root);
	return status;
}

static void malformed_text_is_refused_with_its_place(void **state)
{
	(void)state;
	static const char *const bad[] = {"", " ", "text", "{}", "<a>", "<a></b>", "<a/><b/>",
		"<a/>x", "<a b></a>", "<a b='1' b='2'/>", "<a>&nbsp;</a>", "<a>&#0;</a>",
		"<a>&#x1;</a>", "<a>\x01</a>", "<a>\xff</a>", "<a>\xed\xa0\x80</a>",
		"<!DOCTYPE a><a/>", "<!DOCTYPE a [<!ENTITY x \"y\">]><a>&x;</a>",
		"<!DOCTYPE a SYSTEM \"file:///etc/passwd\"><a/>", "<html><br></html>"};
	struct zf_error err;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		if (parse(bad[i], strlen(bad[i]), &err) != ZF_ERR_SYNTAX || err.line == 0)
			fail_msg("%s: %s", bad[i], err.text);
	assert_int_equal(parse("<a>\n <b>&x;</b></a>", 18, &err), ZF_ERR_SYNTAX);
	assert_int_equal(err.line, 2);
	assert_int_equal(parse("<a>\0</a>", 8, &err), ZF_ERR_SYNTAX);
	assert_int_equal(parse("<a/>\0", 5, &err), ZF_ERR_SYNTAX);
}

static enum zf_status parse_numbered(const char *open, const char *each, int n, const char *close)
{
	struct zf_error err;
	struct buf b;
	buf_init(&b, 0);
	buf_adds(&b, open);
	for (int i = 0; i < n; i++) {
		const char *hash = strchr(each, '#');
		if (hash)
			buf_printf(&b, "%.*s%d%s", (int)(hash - each), each, i, hash + 1);
		else
			buf_adds(&b, each);
	}
	buf_adds(&b, close);
	enum zf_status status = parse(b.data, b.len, &err);
	buf_free(&b);
	return status;
}

static void limits_are_errors(void **state)
{
	(void)state;
	assert_int_equal(parse_numbered("", "<a>", 100000, ""), ZF_ERR_LIMIT);
	assert_int_equal(parse_numbered("<a>", "<b/>", 600000, "</a>"), ZF_ERR_LIMIT);
	assert_int_equal(parse_numbered("<a>", "<b/>", 10000, "</a>"), ZF_OK);
	assert_int_equal(parse_numbered("<a>", "<b#/>", 400000, "</a>"), ZF_ERR_LIMIT);
	assert_int_equal(parse_numbered("<a>", "<b#/>", XML_MAX_NAMES, "</a>"), ZF_OK);
	assert_int_equal(parse_numbered("<a ", "b#='' ", 100000, "/>"), ZF_ERR_LIMIT);
	assert_int_equal(parse_numbered("<a>", "1234567890", 1 << 21, "</a>"), ZF_ERR_LIMIT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(trees),
		cmocka_unit_test(an_answer_of_route_53),
		cmocka_unit_test(malformed_text_is_refused_with_its_place),
		cmocka_unit_test(limits_are_errors)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
