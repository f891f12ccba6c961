/* sign: against published test vectors. */
#include "test.h"

#include <stdlib.h>

#include "base64.h"
#include "json.h"
#include "sign.h"

/* The example credentials and time of AWS's Signature Version 4 test suite. */
static const struct sign_aws suite = {
	.key_id = {"AKIDEXAMPLE", 11},
	.secret = {"wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", 40},
	.region = {"us-east-1", 9},
	.service = {"service", 7},
	.now = 1440938160, /* 2015-08-30T12:36:00Z */
};

static void aws_test_suite(void **state)
{
	(void)state;
	static const struct {
		const char *method, *url, *name, *value, *body, *headers, *signature;
	} cases[] = {
		{"GET", "https://example.amazonaws.com/", NULL, NULL, NULL, "host;x-amz-date",
			"5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"},
		{"GET", "https://example.amazonaws.com:443/", NULL, NULL, NULL, "host;x-amz-date",
			"5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"},
		{"GET", "https://example.amazonaws.com", NULL, NULL, NULL, "host;x-amz-date",
			"5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"},
		{"GET", "https://example.amazonaws.com/?Param2=value2&Param1=value1", NULL, NULL,
			NULL, "host;x-amz-date",
			"b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500"},
		{"GET",
			"https://example.amazonaws.com/?-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
			"abcdefghijklmnopqrstuvwxyz=-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
			"abcdefghijklmnopqrstuvwxyz",
			NULL, NULL, NULL, "host;x-amz-date",
			"9c3e54bfcdf0b19771a7f523ee5669cdf59bc7cc0884027167c21bb143a40197"},
		{"GET",
			"https://example.amazonaws.com/-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
			"abcdefghijklmnopqrstuvwxyz",
			NULL, NULL, NULL, "host;x-amz-date",
			"07ef7494c76fa4850883e2b006601f940f8a34d404d0cfa977f52a65bbf5f24f"},
		{"GET", "https://example.amazonaws.com/\xe1\x88\xb4", NULL, NULL, NULL,
			"host;x-amz-date",
			"8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85"},
		{"GET", "https://example.amazonaws.com/?\xe1\x88\xb4=bar", NULL, NULL, NULL,
			"host;x-amz-date",
			"2cdec8eed098649ff3a119c94853b13c643bcf08f8b0a1d91e12c9027818dd04"},
		{"GET", "https://example.amazonaws.com/example space/", NULL, NULL, NULL,
			"host;x-amz-date",
			"652487583200325589f1fba4c7e578f72c47cb61beeca81406b39ddec1366741"},
		{"POST", "https://example.amazonaws.com/", NULL, NULL, NULL, "host;x-amz-date",
			"5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b"},
		{"POST", "https://example.amazonaws.com/", "Content-Type",
			"application/x-www-form-urlencoded", "Param1=value1",
			"content-type;host;x-amz-date",
			"ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a"},
		{"POST", "https://example.amazonaws.com/", "My-Header1", "value1", NULL,
			"host;my-header1;x-amz-date",
			"c5410059b04c1ee005303aed430f6e6645f61f4dc9e1461ec8f8916fdf18852c"},
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct http_request q;
		struct zf_error err = ZF_ERROR_INIT;
		struct buf want;
		http_request_init(&q, cases[i].method, cases[i].url);
		if (cases[i].name)
			http_request_header(&q, cases[i].name, cases[i].value, &err);
		if (cases[i].body)
			http_request_body(&q, cases[i].body, strlen(cases[i].body));
		assert_int_equal(sign_aws(&q, &suite, &err), ZF_OK);
		assert_string_equal(http_request_get(&q, "x-amz-date"), "20150830T123600Z");
		buf_init(&want, 0);
		buf_printf(&want,
			"AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/"
			"aws4_request, SignedHeaders=%s, Signature=%s",
			cases[i].headers, cases[i].signature);
		assert_string_equal(http_request_get(&q, "authorization"), want.data);
		buf_free(&want);
		http_request_free(&q);
	}
}

static bool is_signed(const struct http_request *q, const char *headers, const char *signature)
{
	const char *got = http_request_get(q, "authorization");
	const char *names = strstr(got, "SignedHeaders=");
	return names && str_starts(names + 14, headers) && str_ends(got, signature);
}

static void aws_headers_and_tokens(void **state)
{
	(void)state;
	struct http_request q;
	struct zf_error err = ZF_ERROR_INIT;
	http_request_init(&q, "GET", "https://example.amazonaws.com/");
	http_request_header(&q, "My-Header1", " value1", &err);
	http_request_header(&q, "My-Header2", " \"a   b   c\" ", &err);
	assert_int_equal(sign_aws(&q, &suite, &err), ZF_OK);
	assert_true(is_signed(&q, "host;my-header1;my-header2;x-amz-date,",
		"acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736"));
	http_request_free(&q);

	struct sign_aws temporary = suite;
	temporary.token = STR(
		"AQoDYXdzEPT//////////wEXAMPLEtc764bNrC9SAPBSM22wDOk4x4HIZ8j4FZTwdQWLWsKWHGBuFqwAeMi"
		"cRXmxfpSPfIeoIYRqTflfKD8YUuwthAx7mSEI/qkPpKPi/kMcGdQrmGdeehM4IC1NtBmUpp2wUE8phUZamp"
		"KsburEDy0KPkyQDYwT7WZ0wq5VSXDvp75YU9HFvlRd8Tx6q6fE8YQcHNVXAkiY9q6d+xo0rKwT38xVqr7ZD"
		"0u0iPPkUL64lIZbqBAz+scqKmlzm8FDrypNC9Yjc8fPOLn9FX9KSYvKTr4rvx3iSIlTJabIQwj2ICCR/oLx"
		"BA==");
	http_request_init(&q, "POST", "https://example.amazonaws.com/");
	assert_int_equal(sign_aws(&q, &temporary, &err), ZF_OK);
	assert_true(is_signed(&q, "host;x-amz-date;x-amz-security-token,",
		"85d96828115b5dc0cfc3bd16ad9e210dd772bbebba041836c64533a82be05ead"));
	http_request_free(&q);
}

/* The example of AWS's documentation, "Create a signed AWS API request". */
static void aws_documentation(void **state)
{
	(void)state;
	struct http_request q;
	struct zf_error err = ZF_ERROR_INIT;
	struct sign_aws iam = suite;
	iam.service = STR("iam");
	http_request_init(
		&q, "GET", "https://iam.amazonaws.com/?Action=ListUsers&Version=2010-05-08");
	http_request_header(
		&q, "Content-Type", "application/x-www-form-urlencoded; charset=utf-8", &err);
	assert_int_equal(sign_aws(&q, &iam, &err), ZF_OK);
	assert_true(is_signed(&q, "content-type;host;x-amz-date,",
		"5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7"));
	http_request_free(&q);
}

/* However a query is spelled, and in whatever order, its signature is the same. */
static void aws_queries_are_sorted_and_encoded(void **state)
{
	(void)state;
	static const char *const same[] = {"https://h/rrset?name=%5C052.example.com.&type=A&x=",
		"https://h/rrset?type=A&x&name=%5c052.example.com.",
		"https://h/rrset?&name=\\052.example.com.&&x=&type=%41"};
	char *first = NULL;
	for (size_t i = 0; i < sizeof(same) / sizeof(same[0]); i++) {
		struct http_request q;
		struct zf_error err = ZF_ERROR_INIT;
		http_request_init(&q, "GET", same[i]);
		assert_int_equal(sign_aws(&q, &suite, &err), ZF_OK);
		if (first)
			assert_string_equal(http_request_get(&q, "authorization"), first);
		else
			first = strdup(http_request_get(&q, "authorization"));
		http_request_free(&q);
	}
	free(first);
}

static void credentials_that_no_header_can_hold(void **state)
{
	(void)state;
	struct http_request q;
	struct zf_error err = ZF_ERROR_INIT;
	struct sign_aws bad = suite;
	http_request_init(&q, "GET", "https://h/");
	bad.token = STR("canary\nX: y");
	assert_int_equal(sign_aws(&q, &bad, &err), ZF_ERR_CONFIG);
	assert_null(strstr(err.text, "canary"));
	err = (struct zf_error)ZF_ERROR_INIT;
	bad.token = STR("canary\0x");
	assert_int_equal(sign_aws(&q, &bad, &err), ZF_ERR_CONFIG);
	err = (struct zf_error)ZF_ERROR_INIT;
	const struct sign_ovh ovh = {STR("a"), STR("b"), STR("canary\n"), 1};
	assert_int_equal(sign_ovh(&q, &ovh, &err), ZF_ERR_CONFIG);
	assert_null(strstr(err.text, "canary"));
	http_request_free(&q);
}

/* The example of OVHcloud's "First steps with the API". */
static void ovh_documentation(void **state)
{
	(void)state;
	struct http_request q;
	struct zf_error err = ZF_ERROR_INIT;
	const struct sign_ovh with = {.application = STR("7kbG7Bk7S9Nt7ZSV"),
		.secret = STR("EXEgWIz07P0HYwtQDs7cNIqCiQaWSuHF"),
		.consumer = STR("MtSwSrPpNjqfVSmJhLbPyr2i45lSwPU1"),
		.now = 1366560945};
	http_request_init(&q, "GET", "https://eu.api.ovh.com/1.0/domains/");
	assert_int_equal(sign_ovh(&q, &with, &err), ZF_OK);
	assert_string_equal(http_request_get(&q, "X-Ovh-Application"), "7kbG7Bk7S9Nt7ZSV");
	assert_string_equal(
		http_request_get(&q, "X-Ovh-Consumer"), "MtSwSrPpNjqfVSmJhLbPyr2i45lSwPU1");
	assert_string_equal(http_request_get(&q, "X-Ovh-Timestamp"), "1366560945");
	assert_string_equal(http_request_get(&q, "X-Ovh-Signature"),
		"$1$d3705e8afb27a0d2970a322b96550abfc67bb798");
	/* sha1sum of "...+PUT+https://eu.api.ovh.com/1.0/x?y=z+{\"ttl\":60}+1366560945" */
	http_request_free(&q);
	http_request_init(&q, "PUT", "https://eu.api.ovh.com/1.0/x?y=z");
	http_request_body(&q, "{\"ttl\":60}", 10);
	assert_int_equal(sign_ovh(&q, &with, &err), ZF_OK);
	assert_string_equal(http_request_get(&q, "X-Ovh-Signature"),
		"$1$a433cdc12e61b0a89a484e484782be3be627c61d");
	http_request_free(&q);
}

/* The key of RFC 7515 appendix A.2, as PEM. */
static const char rsa_key[] = "-----BEGIN PRIVATE KEY-----\n"
			      "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQCh+BYK4uPJtGXO\n"
			      "jS1lYmM2K5J9vinh8CR3/BYlzJChNuOL2TSXxbbqY913EeZ8dCn5VrD7io8ImtxL\n"
			      "aYk8wTM/U+3QGbh3hCUv7JFP5IV3aVlL6kKA0ywPVb9ilE8TA5a8bpvfbr3SvaNn\n"
			      "juygxmj3AbONv/s4yDQs4v5tJ/reSlpIdJed1LnPmt7Ex1sFhSwsD174pcF1A5L5\n"
			      "ROjtZMEQxrZHYJqkeDrrnGya11UxMFBji4NmXG9veoKjlnAqH2QbgtPr8jkiGUkf\n"
			      "toaHLFcW9Qr4NY2ai50Xw0Byj3+H2JoY2PyrZ62EWQwuz3WTOTY8BwNNb2BvniHg\n"
			      "VFbK5emhAgMBAAECggEAEq5xpGnNCivDflJsRQBXHx1hdR1k6Ulwe2JZD50LpXyW\n"
			      "PEAeP88vLNO97IjlA7/GQ5sLKMgvfTeXZx9SE+7YwVol2NXOoAJe46sui395IW/G\n"
			      "O+pWJ1O0BkTGoVEn2bKVRUCgu+GjBVaYLU6f3l9kJfFNS3E0QbVdxzubSu3Mkqzj\n"
			      "kn439X0M/V51gfpRLI9JYanrC4D4qAdGcopV/0ZHHzQlBjudU2QvXt4ehNYTCBr6\n"
			      "XCLQUShb1juUO1ZdiYoFaFQT5Tw8bGUl/x/jTj3ccPDVZFD9pIuhLhBOneufuBiB\n"
			      "4cS98l2SR/RQyGWSeWjnczT0QU91p1DhOVRuOopznQKBgQDgHMQQ60imZV1URk0K\n"
			      "pLttoLhyt3SmqdEf/kgHePDdtzEafpAu+cS191R2JiuoF2yzWXnwFDcqGigp5BNr\n"
			      "0AHQfD8/Lk8l1Mk09jxxCfui5nYooNyac8YFjm3vItzVCVDnEd3BbVWG8qf6deqE\n"
			      "lMGAg+C2V0L4oNXnP7LZcPAZRwKBgQC5A8R+CZW2MvRTLLHzwZkUXV866cff7tx6\n"
			      "kqa0finGG0KgeqlaZPxgCZnFp7AeAcCMtiynVlJ7vMVgePsLq6XtON4tB5kP9jAP\n"
			      "rq3rbAOal78eUH5OcED6eNuCV8ixEu1eWcPNCS/l1OW1EnXUEoEHKl54Xrrz2uNw\n"
			      "kgMTP1FZ1wKBgAcCn1dwJKufzBWQxWQp1vsM5fggqPN1qGb5y0MAk3g7/Ls5bkUp\n"
			      "5u9SN0Ai3Ya6hNnvWJMb7sXQX6U/zyO2M/hTip7tUeh7CXgwo59dkpN75gJLVds2\n"
			      "9+DAncu3KXU4f2Fa+7bLNrur53k8KwPOq2bbuTG69QtV7Jr5MR0AHWKNAoGBAIf/\n"
			      "evpitUf+4JYbLpvNXWcY052Mpz22aR84mY3nh3F2LF2mjMJDpTg7FmuyPcVw6EcG\n"
			      "yoAe9fa65iNqCq+jdw6PVNGo2hxfjSiZ8IIzHdsPXI89//pMjZcQK9r+CCoRjaZj\n"
			      "OYiIDktVWZzmevJuv6WywUqd57LE3Zar3dLSIkx1AoGAIYd7DHOhrWvxkwPQsRM2\n"
			      "tOgrjbcrfvtQJipd+DlcxyVuuM9sQLdgjVk2oy26F0EmpScGLq2MowX7fhd/QJQ3\n"
			      "ydy5cY7YIBi87w93IKLEdfnbJtoOPLUW0ITrJReOgo1cq9SbsxYawBgfp/gh6A56\n"
			      "03k2+ZQwVK0JKSHuLFkuQ3U=\n"
			      "-----END PRIVATE KEY-----\n";

/* P-256: not what RS256 signs with. */
static const char ec_key[] = "-----BEGIN PRIVATE KEY-----\n"
			     "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgk+46Hy34wykM53pE\n"
			     "uQS4+xUme3+iHLPkLhk7er3/5XuhRANCAASDsAWw5urUu0+m5ZSNziLbgRukU7x9\n"
			     "uhXc+X/Q2eIaK8yYAuNWTPxyJctqRhILU1eOtW+l29+zYPQbkUrMe/c/\n"
			     "-----END PRIVATE KEY-----\n";

static void jwt_of_rfc_7515(void **state)
{
	(void)state;
	struct zf_error err = ZF_ERROR_INIT;
	struct buf jwt;
	buf_init(&jwt, 0);
	assert_int_equal(sign_jwt(&jwt, STR("{\"alg\":\"RS256\"}"),
				 STR("{\"iss\":\"joe\",\r\n \"exp\":1300819380,\r\n "
				     "\"http://example.com/is_root\":true}"),
				 str_of(rsa_key), &err),
		ZF_OK);
	assert_string_equal(jwt.data,
		"eyJhbGciOiJSUzI1NiJ9"
		".eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb2"
		"90Ijp0cnVlfQ"
		".cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt"
		"_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArL"
		"IARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7no"
		"OPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQ"
		"Ge77Rw");
	buf_free(&jwt);
}

static void keys_that_can_not_be_used(void **state)
{
	(void)state;
	static const char *const keys[] = {"", "canary", ec_key,
		"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
		"-----BEGIN ENCRYPTED PRIVATE KEY-----\nMAAA\n-----END ENCRYPTED PRIVATE KEY-----\n"};
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		struct zf_error err = ZF_ERROR_INIT;
		struct buf jwt;
		buf_init(&jwt, 0);
		assert_int_equal(
			sign_jwt(&jwt, STR("{}"), STR("{}"), str_of(keys[i]), &err), ZF_ERR_CONFIG);
		assert_int_equal(jwt.len, 0);
		assert_null(strstr(err.text, "canary"));
		buf_free(&jwt);
	}
}

static void google_asks_for_a_token(void **state)
{
	(void)state;
	struct zf_error err = ZF_ERROR_INIT;
	struct http_request q;
	struct json *account = json_new_object();
	struct buf text, claims;
	json_set(account, "client_email", json_new_string("a@b.example", 11));
	json_set(account, "private_key", json_new_string(rsa_key, strlen(rsa_key)));
	json_set(account, "token_uri", json_new_string("https://oauth.example/token", 27));
	buf_init(&text, 0);
	json_print(&text, account, JSON_AS_IS);
	const struct sign_google with = {
		.account = {text.data, text.len}, .scope = "https://s/a https://s/b", .now = 1000};
	assert_int_equal(sign_google(&q, &with, &err), ZF_OK);
	assert_string_equal(q.method, "POST");
	assert_string_equal(q.url, "https://oauth.example/token");
	assert_string_equal(
		http_request_get(&q, "content-type"), "application/x-www-form-urlencoded");
	static const char start[] =
		"grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer"
		"&assertion=eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9.";
	assert_true(str_starts(q.body, start));
	const char *middle = q.body + strlen(start);
	buf_init(&claims, 0);
	assert_true(base64_decode(&claims, middle, strcspn(middle, "."), BASE64_URL));
	assert_string_equal(claims.data,
		"{\"iss\":\"a@b.example\",\"scope\":\"https://s/a https://s/b\","
		"\"aud\":\"https://oauth.example/token\",\"iat\":1000,\"exp\":4600}");
	buf_free(&claims);
	http_request_free(&q);

	static const char *const bad[] = {"", "[]", "{}", "{\"client_email\":\"a\"}", "canary"};
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		const struct sign_google wrong = {.account = str_of(bad[i]), .scope = "s"};
		err = (struct zf_error)ZF_ERROR_INIT;
		assert_int_equal(sign_google(&q, &wrong, &err), ZF_ERR_CONFIG);
		assert_null(strstr(err.text, "canary"));
	}
	buf_free(&text);
	json_free(account);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(aws_test_suite),
		cmocka_unit_test(aws_headers_and_tokens), cmocka_unit_test(aws_documentation),
		cmocka_unit_test(aws_queries_are_sorted_and_encoded),
		cmocka_unit_test(credentials_that_no_header_can_hold),
		cmocka_unit_test(ovh_documentation), cmocka_unit_test(jwt_of_rfc_7515),
		cmocka_unit_test(keys_that_can_not_be_used),
		cmocka_unit_test(google_asks_for_a_token)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
