/* How elements of providers' lists become records. */
#include "test.h"

#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "provider_of.h"

struct sample {
	const char *records; /* members of the description's "records" that aren't plain */
	const char *elements; /* of the answer */
	const char *want; /* the zone's lines; with '!' in front: part of the error */
	const char *note; /* part of the findings, or NULL: there are none */
};

static void check_sample(const struct sample *s)
{
	struct buf more, answer;
	struct fetched f;
	buf_init(&more, 0);
	buf_init(&answer, 0);
	buf_printf(&more, "{'records':{%s}}", s->records);
	buf_printf(&answer, "> GET http://127.0.0.1:1/r\n< 200\n\n{'records':[%s]}\n===\n",
		s->elements);
	char *description = description_of(more.data), *want = json_of(s->want);
	fetch_zone(&f, description, answer.data, NULL);
	if (want[0] == '!') {
		assert_int_not_equal(f.status, ZF_OK);
		if (!strstr(f.err.text, want + 1))
			fail_msg("%s: \"%s\" isn't in \"%s\"", s->elements, want + 1, f.err.text);
	} else {
		if (f.status)
			fail_msg("%s: %s", s->elements, f.err.text);
		assert_string_equal(f.text.data, want);
		if (s->note ? !strstr(f.notes.data, s->note) : f.notes.len > 0)
			fail_msg("%s: findings are: %s", s->elements, f.notes.data);
	}
	free(description);
	free(want);
	fetched_free(&f);
	buf_free(&more);
	buf_free(&answer);
}

static void check_samples(const struct sample *samples, size_t count)
{
	for (size_t i = 0; i < count; i++)
		check_sample(&samples[i]);
}

#define CHECK(samples) check_samples(samples, sizeof(samples) / sizeof(samples[0]))
#define A(owner) "{'n':" owner ",'t':'A','l':60,'v':'192.0.2.1'}"
#define TXT(value) "{'n':'t','t':'TXT','l':60,'v':" value "}"
#define MANY "'rdata':{'from':'value:'},'values':'/v'"
#define X16 "xxxxxxxxxxxxxxxx"
#define X255 X16 X16 X16 X16 X16 X16 X16 X16 X16 X16 X16 X16 X16 X16 X16 "xxxxxxxxxxxxxxx"

static void owners(void **state)
{
	static const char absolute[] = "'owner':{'from':'/n','style':'absolute'}";
	static const char either[] = "'owner':{'from':'/n','style':'either'}";
	static const struct sample samples[] = {
		{"", A("'www'"), "www 60 IN A 192.0.2.1\n", NULL},
		{"", A("'WWW.Sub'"), "www.sub 60 IN A 192.0.2.1\n", NULL},
		{"", A("''"), "@ 60 IN A 192.0.2.1\n", NULL},
		{"", A("'@'"), "@ 60 IN A 192.0.2.1\n", NULL},
		{"", A("'.'"), "@ 60 IN A 192.0.2.1\n", NULL},
		{"", A("'*'"), "* 60 IN A 192.0.2.1\n", NULL},
		{"", A("'www.example.com.'"), "www 60 IN A 192.0.2.1\n", NULL},
		{"", A("'www.example.net.'"), "!outside of the zone", NULL},
		{"", A("'m\xc3\xbcller'"), "xn--mller-kva 60 IN A 192.0.2.1\n", NULL},
		{"", A("'a b'"), "!white space", NULL},
		{"", A("'a\\nb'"), "!white space", NULL},
		{"", A("'a..b'"), "!a..b A: ", NULL},
		{"", A("null"), "!no owner", NULL},
		{"", A("7"), "7 60 IN A 192.0.2.1\n", NULL},
		{"", A("['www']"), "!no owner", NULL},
		{absolute, A("'www.example.com'"), "www 60 IN A 192.0.2.1\n", NULL},
		{absolute, A("'www.example.com.'"), "www 60 IN A 192.0.2.1\n", NULL},
		{absolute, A("'Example.COM'"), "@ 60 IN A 192.0.2.1\n", NULL},
		{absolute, A("''"), "!whole names", NULL},
		{absolute, A("'@'"), "!whole names", NULL},
		{absolute, A("'www'"), "!outside of the zone", NULL},
		{absolute, A("'www.notexample.com'"), "!outside of the zone", NULL},
		{either, A("'www.example.com'"), "www 60 IN A 192.0.2.1\n", NULL},
		{either, A("'example.com'"), "@ 60 IN A 192.0.2.1\n", NULL},
		{either, A("'www'"), "www 60 IN A 192.0.2.1\n", NULL},
		{either, A("'@'"), "@ 60 IN A 192.0.2.1\n", NULL},
		{either, A("'a.example.net'"), "a.example.net 60 IN A 192.0.2.1\n", NULL},
		{"'escapes':'octal'", A("'\\\\052.a'"), "*.a 60 IN A 192.0.2.1\n", NULL},
		{"'escapes':'octal'", A("'a\\\\100b'"), "a\\064b 60 IN A 192.0.2.1\n", NULL},
	};
	(void)state;
	CHECK(samples);
}

static void labels(void **state)
{
	static const char srv[] = "'rdata':{'from':['/p','/w','/o','/v'],'labels':[{'from':'/s',"
				  "'prefix':'_'},'/x']}";
	static const struct sample samples[] = {
		{srv,
			"{'n':'@','t':'SRV','l':60,'p':1,'w':2,'o':3,'v':'h.example.net',"
			"'s':'sip','x':'_tcp'}",
			"_sip._tcp 60 IN SRV 1 2 3 h.example.net.\n", NULL},
		{srv,
			"{'n':'a','t':'SRV','l':60,'p':'1','w':2,'o':3,'v':'.','s':'_sip',"
			"'x':'_tcp'}",
			"_sip._tcp.a 60 IN SRV 1 2 3 .\n", NULL},
	};
	(void)state;
	CHECK(samples);
}

static void types(void **state)
{
	static const char words[] = "'type':{'from':'/t','words':{'0':'A','spf':'TXT'},"
				    "'provider':[5,'ALIAS']}";
	static const char segment[] = "'type':{'from':'/t','as':'last-segment'}";
	static const char first[] = "'type':{'from':'/t','as':'first-word'}";
	static const struct sample samples[] = {
		{words, "{'n':'w','t':0,'l':60,'v':'192.0.2.1'}", "w 60 IN A 192.0.2.1\n", NULL},
		{words, "{'n':'w','t':'a','l':60,'v':'192.0.2.1'}", "w 60 IN A 192.0.2.1\n", NULL},
		{words, "{'n':'w','t':'SPF','l':60,'v':'x'}", "w 60 IN TXT 'x'\n", NULL},
		{words, "{'n':'w','t':5,'l':60,'v':'http://x/'}",
			";@test {'l':60,'n':'w','t':5,'v':'http://x/'}\n", NULL},
		{words, "{'n':'w','t':'Alias','l':60,'v':'x','z':null}",
			";@test {'l':60,'n':'w','t':'Alias','v':'x'}\n", NULL},
		{words, "{'n':'w','t':'NOVEL','l':60,'v':'x'}",
			";@test {'l':60,'n':'w','t':'NOVEL','v':'x'}\n", "none of DNS"},
		{words, "{'n':'w','t':'AXFR','l':60,'v':'x'}",
			";@test {'l':60,'n':'w','t':'AXFR','v':'x'}\n", "none of DNS"},
		{"'rdata':{'types':['A'],'from':'/v'}", "{'n':'w','t':'MX','l':60,'v':'1 x'}",
			";@test {'l':60,'n':'w','t':'MX','v':'1 x'}\n", "doesn't say how"},
		{"", "{'n':'w','l':60,'v':'x'}", "!no type", NULL},
		{"", "{'n':'w','t':'TYPE65400','l':60,'v':'\\\\# 2 0102'}",
			"w 60 IN TYPE65400 \\# 2 0102\n", NULL},
		{segment, "{'n':'w','t':'a.b/c/A','l':60,'v':'192.0.2.1'}", "w 60 IN A 192.0.2.1\n",
			NULL},
		{first, "{'n':'w','t':'A (1)','l':60,'v':'192.0.2.1'}", "w 60 IN A 192.0.2.1\n",
			NULL},
	};
	(void)state;
	CHECK(samples);
}

#define TTL(value) "{'n':'w','t':'A','l':" value ",'v':'192.0.2.1'}"

static void ttls(void **state)
{
	static const char special[] = "'ttl':{'from':'/l','special':[{'value':1,'ttl':300},"
				      "{'value':null,'ttl':3600},{'value':'auto','ttl':30}]}";
	static const struct sample samples[] = {
		{"", TTL("0"), "w 0 IN A 192.0.2.1\n", NULL},
		{"", TTL("'600'"), "w 600 IN A 192.0.2.1\n", NULL},
		{"", TTL("3600.0"), "w 3600 IN A 192.0.2.1\n", NULL},
		{"", TTL("2147483647"), "w 2147483647 IN A 192.0.2.1\n", NULL},
		{"", TTL("2147483648"), "!no number of seconds", NULL},
		{"", TTL("-1"), "!no number of seconds", NULL},
		{"", TTL("1.5"), "!no number of seconds", NULL},
		{"", TTL("'1h'"), "!no number of seconds", NULL},
		{"", TTL("true"), "!no number of seconds", NULL},
		{"", TTL("null"), "!no TTL", NULL},
		{"", "{'n':'w','t':'A','v':'192.0.2.1'}", "!no TTL", NULL},
		{special, TTL("60"), "w 60 IN A 192.0.2.1\n", NULL},
		{special, TTL("1"), "w 300 IN A 192.0.2.1 ;@test {'l':1}\n", NULL},
		{special, TTL("'auto'"), "w 30 IN A 192.0.2.1 ;@test {'l':'auto'}\n", NULL},
		{special, TTL("null"), "w 3600 IN A 192.0.2.1 ;@test {'l':null}\n", NULL},
		{special, "{'n':'w','t':'A','v':'192.0.2.1'}",
			"w 3600 IN A 192.0.2.1 ;@test {'l':null}\n", NULL},
	};
	(void)state;
	CHECK(samples);
}

#define MX(value) "{'n':'w','t':'MX','l':60,'p':10,'v':" value "}"
#define WHOLE(value) "{'n':'w','t':'MX','l':60,'v':" value "}"

static void targets(void **state)
{
	static const char dot[] = "'targets':'absolute-dot'";
	static const char at[] = "'targets':'absolute-at'";
	static const char zone[] = "'targets':'zone-file'";
	static const char apart[] = "'rdata':{'from':['/p','/v']}";
	static const struct sample samples[] = {
		{apart, MX("'Mail.Example.NET'"), "w 60 IN MX 10 mail.example.net.\n", NULL},
		{apart, MX("'mail.example.net.'"), "w 60 IN MX 10 mail.example.net.\n", NULL},
		{apart, MX("'.'"), "w 60 IN MX 10 .\n", NULL},
		{apart, MX("''"), "!means nothing", NULL},
		{apart, MX("'@'"), "!means nothing", NULL},
		{apart, MX("'a b'"), "!white space", NULL},
		{apart, MX("'m\xc3\xbc.example'"), "w 60 IN MX 10 xn--m-eha.example.\n", NULL},
		{"'rdata':{'from':['/p',{'from':'/v','words':{'':'.'}}]}", MX("''"),
			"w 60 IN MX 10 .\n", NULL},
		{"", WHOLE("'10 mail.example.net'"), "w 60 IN MX 10 mail.example.net.\n", NULL},
		{"", WHOLE("'10 @'"), "!means nothing", NULL},
		{"", WHOLE("'70000 a.'"), "!w MX: ", NULL},
		{"", WHOLE("'10'"), "!w MX: ", NULL},
		{"", WHOLE("'10 a. b.'"), "!w MX: ", NULL},
		{"", WHOLE("'10 a.\\nb 60 IN A 192.0.2.1'"), "!newline", NULL},
		{"", WHOLE("10"), "!w MX: ", NULL},
		{"", WHOLE("['10 a.']"), "!its \"/v\" is", NULL},
		{"", "{'n':'w','t':'MX','l':60}", "!has no \"/v\"", NULL},
		{dot, WHOLE("'10 a.example.'"), "w 60 IN MX 10 a.example.\n", NULL},
		{dot, WHOLE("'10 a.example'"), "!no final dot", NULL},
		{at, WHOLE("'10 @'"), "w 60 IN MX 10 example.com.\n", NULL},
		{at, WHOLE("'10 a.example'"), "w 60 IN MX 10 a.example.\n", NULL},
		{zone, WHOLE("'10 a'"), "w 60 IN MX 10 a.example.com.\n", NULL},
		{zone, WHOLE("'10 a.'"), "w 60 IN MX 10 a.\n", NULL},
		{zone, WHOLE("'10 @'"), "w 60 IN MX 10 example.com.\n", NULL},
		{"'rdata':{'from':'/v','targets':'zone-file'}", WHOLE("'10 a'"),
			"w 60 IN MX 10 a.example.com.\n", NULL},
		{"", WHOLE("'\\\\# 3 000a00'"), "w 60 IN MX 10 .\n", NULL},
	};
	(void)state;
	CHECK(samples);
}

static void parts(void **state)
{
	static const char caa[] = "'rdata':{'from':[{'from':'/f','absent':'0'},'/g','/v']}";
	static const char spaced[] = "'rdata':{'from':{'from':'/v','as':'spaced'}}";
	static const char tlsa[] = "'rdata':{'from':[{'from':'/u','words':{'DANE-EE':'3'}},"
				   "{'from':'/s','words':{'SPKI':'1'}},"
				   "{'from':'/m','words':{'SHA2-256':'1'}},'/v']}";
	static const char svcb[] = "'rdata':{'from':['/p','/g',{'from':'/v','as':'svcparams'}]}";
	static const char naptr[] = "'rdata':{'from':['/a','/b','/c','/d','/e','/f']}";
	static const char line[] = "'rdata':{'from':{'from':'/v','as':'line'}}";
	static const char soa[] = "'rdata':{'from':['/m',{'from':'/r','as':'mailbox'},'/v']}";
	static const struct sample samples[] = {
		{caa, "{'n':'w','t':'CAA','l':60,'g':'issue','v':'ca.example; a=b'}",
			"w 60 IN CAA 0 issue 'ca.example; a=b'\n", NULL},
		{caa, "{'n':'w','t':'CAA','l':60,'f':128,'g':'issue','v':''}",
			"w 60 IN CAA 128 issue ''\n", NULL},
		{caa, "{'n':'w','t':'CAA','l':60,'f':256,'g':'issue','v':''}", "!w CAA: ", NULL},
		{spaced, "{'n':'w','t':'CAA','l':60,'v':'0 issue ca.example; a=b'}",
			"w 60 IN CAA 0 issue 'ca.example; a=b'\n", NULL},
		{spaced, "{'n':'w','t':'CAA','l':60,'v':'0 issue \\'ca.example\\''}",
			"w 60 IN CAA 0 issue 'ca.example'\n", NULL},
		{spaced, "{'n':'w','t':'NAPTR','l':60,'v':'1 2 u  !^.*$!a! r.example'}",
			"w 60 IN NAPTR 1 2 'u' '' '!^.*$!a!' r.example.\n", NULL},
		{spaced, "{'n':'w','t':'TXT','l':60,'v':'a  b;'}", "w 60 IN TXT 'a b;'\n", NULL},
		{spaced, "{'n':'w','t':'CAA','l':60,'v':'0 issue'}", "!w CAA: ", NULL},
		{tlsa,
			"{'n':'w','t':'TLSA','l':60,'u':'DANE-EE','s':'SPKI','m':'SHA2-256',"
			"'v':'0102030405060708090a0b0c0d0e0f10 1112131415161718191a1b1c1d1e1f20'}",
			"w 60 IN TLSA 3 1 1 "
			"0102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F20\n",
			NULL},
		{tlsa, "{'n':'w','t':'TLSA','l':60,'u':'DANE-XX','s':1,'m':1,'v':'01'}",
			"!w TLSA: ", NULL},
		{svcb,
			"{'n':'w','t':'HTTPS','l':60,'p':1,'g':'.',"
			"'v':{'alpn':'h2,h3','no-default-alpn':''}}",
			"w 60 IN HTTPS 1 . alpn='h2,h3' no-default-alpn\n", NULL},
		{svcb, "{'n':'w','t':'HTTPS','l':60,'p':1,'g':'.','v':{'alpn':'h2 port=1'}}",
			"!holds white space", NULL},
		{naptr,
			"{'n':'w','t':'NAPTR','l':60,'a':1,'b':2,'c':'u','d':'E2U+sip',"
			"'e':'!^(.*)$!\\\\1!','f':'.'}",
			"w 60 IN NAPTR 1 2 'u' 'E2U+sip' '!^(.*)$!\\\\1!' .\n", NULL},
		{line, "{'n':'w','t':'MX','l':60,'v':'w.example.com. 60 IN MX 10 a.example.'}",
			"w 60 IN MX 10 a.example.\n", NULL},
		{line, "{'n':'w','t':'MX','l':60,'v':'10 a.example.'}", "!zone-file line", NULL},
		{soa,
			"{'n':'','t':'SOA','l':60,'m':'ns.example','r':'a.b@example.net',"
			"'v':'( 1 2 3 4 5 )'}",
			"@ 60 IN SOA ns.example. a\\046b.example.net. 1 2 3 4 5\n", NULL},
		{"", "{'n':'w','t':'LOC','l':60,'v':'55 40 0.000 N 12 34 0.000 E 1.00m'}",
			"w 60 IN LOC 55 40 0.000 N 12 34 0.000 E 1.00m 1.00m 10000.00m 10.00m\n",
			NULL},
		{"", "{'n':'w','t':'A','l':60,'v':'192.0.2.1 '}", "!w A: ", NULL},
		{"'rdata':{'from':'=192.0.2.7'}", A("'w'"), "w 60 IN A 192.0.2.7\n", NULL},
	};
	(void)state;
	CHECK(samples);
}

static void txts(void **state)
{
	static const char quoted[] = "'txt':'quoted'", both[] = "'txt':'quoted-or-raw'";
	static const char pair[] = "'txt':'quote-pair'", slash[] = "'txt':'backslash-quote'";
	static const char strings[] = "'rdata':{'from':{'from':'/v','as':'strings'}}";
	static const struct sample samples[] = {
		{"", TXT("'a \\'b\\' \\\\ c;'"), "t 60 IN TXT 'a \\'b\\' \\\\ c;'\n", NULL},
		{"", TXT("'$INCLUDE /x\\n@ A 1.2.3.4'"),
			"t 60 IN TXT '$INCLUDE /x\\010@ A 1.2.3.4'\n", NULL},
		{"", TXT("'\xc3\xbc'"), "t 60 IN TXT '\\195\\188'\n", NULL},
		{"", TXT("''"), "t 60 IN TXT ''\n", NULL},
		{"", TXT("'" X255 "'"), "t 60 IN TXT '" X255 "'\n", NULL},
		{"", TXT("'" X255 "y'"), "t 60 IN TXT '" X255 "' 'y'\n", NULL},
		{quoted, TXT("'\\'a\\' \\'b\\\\\\\\c\\''"), "t 60 IN TXT 'a' 'b\\\\c'\n", NULL},
		{quoted, TXT("'\\'a\\'\\'b\\''"), "t 60 IN TXT 'a' 'b'\n", NULL},
		{quoted, TXT("'\\'\\\\195\\\\188\\''"), "t 60 IN TXT '\\195\\188'\n", NULL},
		{quoted, TXT("'\\'" X255 "y\\''"), "t 60 IN TXT '" X255 "' 'y'\n", NULL},
		{quoted, TXT("'word'"), "t 60 IN TXT 'word'\n", NULL},
		{quoted, TXT("'two words'"), "!not of quoted strings", NULL},
		{quoted, TXT("'\\'open'"), "!not of quoted strings", NULL},
		{quoted, TXT("'\\'\\\\256\\''"), "!not of quoted strings", NULL},
		{quoted, TXT("''"), "!not of quoted strings", NULL},
		{both, TXT("'\\'a\\' \\'b\\''"), "t 60 IN TXT 'a' 'b'\n", NULL},
		{both, TXT("'a \\'b\\''"), "t 60 IN TXT 'a \\'b\\''\n", NULL},
		{both, TXT("'v=1; k=2'"), "t 60 IN TXT 'v=1; k=2'\n", NULL},
		{both, TXT("'\\'a\\' b \\'c\\''"), "t 60 IN TXT '\\'a\\' b \\'c\\''\n", NULL},
		{both, TXT("'\\''"), "t 60 IN TXT '\\''\n", NULL},
		{pair, TXT("'\\'a\\\\b\\''"), "t 60 IN TXT 'a\\\\b'\n", NULL},
		{pair, TXT("'a'"), "t 60 IN TXT 'a'\n", NULL},
		{slash, TXT("'a \\\\\\'b\\\\\\' c\\\\d'"), "t 60 IN TXT 'a \\'b\\' c\\\\d'\n",
			NULL},
		{strings, TXT("['a','b']"), "t 60 IN TXT 'a' 'b'\n", NULL},
		{strings, TXT("[]"), "t 60 IN TXT ''\n", NULL},
		{strings, TXT("'a'"), "!a list of strings", NULL},
		{strings, TXT("[['a']]"), "!a string is wanted", NULL},
		{"", TXT("['a','b']"), "t 60 IN TXT 'a' 'b'\n", NULL},
		{"'txt':'quoted','escapes':'octal'", TXT("'\\'\\\\303\\\\274\\''"),
			"t 60 IN TXT '\\195\\188'\n", NULL},
		{"'rdata':{'from':'/v','txt':'quoted'}", TXT("'\\'a\\''"), "t 60 IN TXT 'a'\n",
			NULL},
	};
	(void)state;
	CHECK(samples);
}

static void values(void **state)
{
	static const char objects[] = "'rdata':{'from':'value:/c'},'values':'/v',"
				      "'rules':{'when':{'at':'value:/off','is':true},"
				      "'do':'provider-record','why':'off'},"
				      "'annotate':{'from':'value:/note','unless':['']}";
	static const char by_type[] = "'rdata':[{'types':['A'],'values':'/a','from':'value:/ip'},"
				      "{'types':['CNAME'],'values':'/c','from':'value:/to'}]";
	static const struct sample samples[] = {
		{MANY, "{'n':'w','t':'A','l':60,'v':['192.0.2.1','192.0.2.2']}",
			"w 60 IN A 192.0.2.1\nw 60 IN A 192.0.2.2\n", NULL},
		{MANY, "{'n':'w','t':'A','l':60,'v':'192.0.2.1'}", "w 60 IN A 192.0.2.1\n", NULL},
		{MANY, "{'n':'w','t':'A','l':60,'v':[]}," A("'x'"), "x 60 IN A 192.0.2.1\n",
			"no values"},
		{MANY, "{'n':'w','t':'A','l':60}", "!no values", NULL},
		{objects,
			"{'n':'w','t':'A','l':60,'v':[{'c':'192.0.2.1','note':'hi'},"
			"{'c':'192.0.2.2','off':true},{'c':'192.0.2.3','note':''}]}",
			"w 60 IN A 192.0.2.1 ;@test {'note':'hi'}\nw 60 IN A 192.0.2.3\n"
			";@test {'l':60,'n':'w','t':'A','v':[{'c':'192.0.2.2','off':true}]}\n",
			NULL},
		{by_type, "{'n':'w','t':'A','l':60,'a':[{'ip':'192.0.2.1'}]}",
			"w 60 IN A 192.0.2.1\n", NULL},
		{by_type, "{'n':'w','t':'CNAME','l':60,'c':{'to':'x.example'}}",
			"w 60 IN CNAME x.example.\n", NULL},
	};
	(void)state;
	CHECK(samples);
}

/* Equal as records, but not the same: none is lost, and none takes another's properties. */
static void twins(void **state)
{
	static const char zones[] = "'annotate':[{'from':'/z','unless':['']},{'from':'/o'}],"
				    "'provider_record':{'drop':['/id']},"
				    "'rules':{'when':{'at':'/off','is':true},'do':"
				    "'provider-record','why':'off'}";
#define NEAR(more) "{'n':'near','t':'A','l':60,'v':'192.0.2.1'" more "}"
	static const struct sample samples[] = {
		{zones, NEAR(",'id':1,'z':'DE'") "," NEAR(",'id':2,'z':'US'"),
			"near 60 IN A 192.0.2.1 ;@test {'z':'DE'}\n"
			";@test {'l':60,'n':'near','t':'A','v':'192.0.2.1','z':'US'}\n",
			"near A: the same record is there with other properties"},
		{zones,
			NEAR(",'id':1,'z':'DE'") "," NEAR(",'id':2,'z':'US'") "," NEAR(
				",'id':3,'z':'JP'"),
			"near 60 IN A 192.0.2.1 ;@test {'z':'DE'}\n"
			";@test {'l':60,'n':'near','t':'A','v':'192.0.2.1','z':'JP'}\n"
			";@test {'l':60,'n':'near','t':'A','v':'192.0.2.1','z':'US'}\n",
			"twin"},
		{zones, NEAR(",'z':''") "," NEAR(",'off':true"),
			"near 60 IN A 192.0.2.1\n"
			";@test {'l':60,'n':'near','off':true,'t':'A','v':'192.0.2.1'}\n",
			NULL},
		{"'annotate':{'from':'/p','types':['A'],'unless':[100]},"
		 "'rules':{'when':{'at':'/off','is':true},'do':'provider-record','why':'off'}",
			"{'n':'a','t':'A','l':60,'p':100,'off':true,'v':'192.0.2.1'},"
			"{'n':'m','t':'MX','l':60,'p':100,'off':true,'v':'mx.'}",
			";@test {'l':60,'n':'a','off':true,'t':'A','v':'192.0.2.1'}\n"
			";@test {'l':60,'n':'m','off':true,'p':100,'t':'MX','v':'mx.'}\n",
			NULL},
		{zones, NEAR(",'z':''") "," NEAR(",'z':''"), "near 60 IN A 192.0.2.1\n",
			"duplicate"},
	};
#undef NEAR
	(void)state;
	CHECK(samples);
}

/* What can't be read costs nothing else; what has another shape than all others is an error. */
static void unread(void **state)
{
	static const char quoted[] = "'txt':'quoted'";
#define GOOD "w 60 IN A 192.0.2.1\n"
	static const struct sample samples[] = {
		{"", A("'w'") "," A("'www.example.net.'"),
			GOOD ";@test {'l':60,'n':'www.example.net.','t':'A','v':'192.0.2.1'}\n",
			"error: www.example.net. A: its owner is outside of the zone: it can't be "
			"read, and is kept as a provider record [unread]"},
		{"", "{'n':'p','t':'A','l':60,'v':'PARK'}," A("'w'"),
			GOOD ";@test {'l':60,'n':'p','t':'A','v':'PARK'}\n", "error: p A: "},
		{"", "{'n':'h','t':'HTTPS','l':60,'v':'1 . ipv4hint=auto'}," A("'w'"),
			GOOD ";@test {'l':60,'n':'h','t':'HTTPS','v':'1 . ipv4hint=auto'}\n",
			"error: h HTTPS: "},
		{quoted, A("'w'") "," TXT("'v=spf1 -all'"),
			GOOD ";@test {'l':60,'n':'t','t':'TXT','v':'v=spf1 -all'}\n",
			"error: t TXT: the text is not of quoted strings"},
		{"", A("'w'") "," TTL("-1"),
			GOOD ";@test {'l':-1,'n':'w','t':'A','v':'192.0.2.1'}\n",
			"error: w A: its TTL"},
		{MANY, "{'n':'w','t':'A','l':60,'v':['192.0.2.9.9','192.0.2.1']}",
			GOOD ";@test {'l':60,'n':'w','t':'A','v':['192.0.2.9.9']}\n",
			"error: w A: "},
		{"", A("'w'") "," TTL("true"), "!no number of seconds", NULL},
		{"", A("'w'") "," TTL("null"), "!no TTL", NULL},
		{"", A("'w'") ",{'n':'x','l':60,'v':'192.0.2.1'}", "!no type", NULL},
		{"", A("'w'") ",{'n':'x','t':'A','l':60}", "!has no \"/v\"", NULL},
		{"", A("'w'") ",{'n':'x','t':'A','l':60,'v':{}}", "!its \"/v\" is", NULL},
		{"", A("'w'") "," A("null"), "!no owner", NULL},
		{"", A("'w'") ",'word'", "!", NULL},
		{"", A("'a.example.net.'") "," A("'b.example.net.'"), "!a.example.net. A: ", NULL},
	};
#undef GOOD
	(void)state;
	CHECK(samples);
}

static void rules(void **state)
{
	static const char three[] =
		"'rules':[{'when':{'at':'/made','is':'system'},'do':'skip','why':'made by it'},"
		"{'when':[{'at':'/geo','filled':true},{'at':'/t','in':['A','AAAA']}],"
		"'do':['warn','provider-record'],'why':'geo {/n}'},"
		"{'when':{'at':'/v','starts':'192.0.2.9'},'do':'warn','why':'odd'}],"
		"'provider_record':{'drop':['/id','/in/at'],'defaults':{'w':0,'in':{'q':''}}},"
		"'annotate':['/pin',{'from':'/note','unless':['','-']},"
		"{'from':'/in/x','name':'inner','types':['A']}]";
	static const struct sample samples[] = {
		{three, A("'w'") ",{'n':'x','t':'A','l':60,'v':'192.0.2.1','made':'system'}",
			"w 60 IN A 192.0.2.1\n", "note: 1 left out: made by it"},
		{three,
			"{'id':7,'n':'w','t':'A','l':60,'v':'192.0.2.1','geo':{'c':'DK'},'w':0,"
			"'note':'-','in':{'at':1,'q':'','r':2},'nil':null}",
			";@test {'geo':{'c':'DK'},'in':{'r':2},'l':60,'n':'w','t':'A',"
			"'v':'192.0.2.1'}\n",
			"geo w"},
		{three, "{'n':'w','t':'MX','l':60,'v':'1 a.','geo':'DK'}", "w 60 IN MX 1 a.\n",
			NULL},
		{three, "{'n':'w','t':'A','l':60,'v':'192.0.2.9'}", "w 60 IN A 192.0.2.9\n", "odd"},
		{three,
			"{'n':'w','t':'A','l':60,'v':'192.0.2.1','pin':false,'note':'b\\u001ba',"
			"'in':{'x':[1,{'z':1,'a':2}]}}",
			"w 60 IN A 192.0.2.1 "
			";@test {'inner':[1,{'a':2,'z':1}],'note':'b\\u001ba','pin':false}\n",
			NULL},
		{three, "{'n':'w','t':'TXT','l':60,'v':'a','note':'','in':{'x':1},'pin':null}",
			"w 60 IN TXT 'a'\n", NULL},
		{three, A("'w'") "," A("'w'"), "w 60 IN A 192.0.2.1\n", "duplicate"},
	};
	(void)state;
	CHECK(samples);
}

static void apex(void **state)
{
	static const char names[] = "'apex':{'rname':'=host.master@example.net',"
				    "'ns':['=ns1.example.net','=ns2.example.net.'],'ttl':300}";
	static const struct sample samples[] = {
		{names, A("'w'"),
			"@ 300 IN SOA ns1.example.net. host\\046master.example.net. "
			"1 7200 3600 1209600 3600 ;@zoneferry {'synthesised':true}\n"
			"@ 300 IN NS ns1.example.net. ;@zoneferry {'synthesised':true}\n"
			"@ 300 IN NS ns2.example.net. ;@zoneferry {'synthesised':true}\n"
			"w 60 IN A 192.0.2.1\n",
			NULL},
		{names,
			"{'n':'','t':'NS','l':60,'v':'ns.example'},"
			"{'n':'','t':'SOA','l':60,'v':'a. b. 1 2 3 4 5'}",
			"@ 60 IN SOA a. b. 1 2 3 4 5\n@ 60 IN NS ns.example.\n", NULL},
		{"'apex':{'mname':'=ns.example'}", A("'w'"), "w 60 IN A 192.0.2.1\n", NULL},
	};
	(void)state;
	CHECK(samples);
}

static void warnings(void **state)
{
	static const struct sample samples[] = {
		{"'warnings':{'each':'answer:/records','say':'saw {/n}'}", A("'w'"),
			"w 60 IN A 192.0.2.1\n", "warning: saw w"},
		{"'warnings':{'when':{'at':'/records','exists':false},'say':'x'}", A("'w'"),
			"w 60 IN A 192.0.2.1\n", NULL},
		{"'warnings':{'when':{'at':'/records','exists':true},'say':'yes'}", A("'w'"),
			"w 60 IN A 192.0.2.1\n", "warning: yes"},
	};
	(void)state;
	CHECK(samples);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(owners),
		cmocka_unit_test(labels),
		cmocka_unit_test(types),
		cmocka_unit_test(ttls),
		cmocka_unit_test(targets),
		cmocka_unit_test(parts),
		cmocka_unit_test(txts),
		cmocka_unit_test(values),
		cmocka_unit_test(twins),
		cmocka_unit_test(unread),
		cmocka_unit_test(rules),
		cmocka_unit_test(apex),
		cmocka_unit_test(warnings),
	};
	return cmocka_run_group_tests_name("map", tests, NULL, NULL);
}
