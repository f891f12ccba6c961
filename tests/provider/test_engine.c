/* How zones are found and read, and what isn't believed. */
#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "sample.h"

static void shapes_of_lists(void **state)
{
	static const char keyed[] =
		"{'records':{'id':'key:','list':{'path':'/r','items':'','items_may_be':['keyed']}}}";
	static const char absent[] =
		"{'zones':{'name':'/name','get':{'path':'/z'}},'records':{'list':{'path':'/r',"
		"'items':'/records','items_may_be':['absent','null','single']}}}";
	static const char each[] = "{'records':{'list':{'path':'/r','each':{'path':'/r/{item}'}}}}";
	static const char about[] =
		"{'records':{'list':{'path':'/r','each':{'path':'/r/{item}','about':{'/id':"
		"'{item}','/zone':'{zone}'}}}}}";
#define ABOUT(owner) "'n':'" owner "','t':'A','l':60,'v':'192.0.2.1'}"
	static const char inner[] =
		"{'records':{'list':{'path':'/r','items':'/sets','each':{'path':'/r/{/k:path}',"
		"'items':'/records'}}}}";
	static const char words[] =
		"{'records':{'list':{'path':'/r/{word}','for_each':['a','mx'],'items':'/records'}}}";
	static const char posted[] =
		"{'records':{'list':{'method':'POST','path':'/r','body':{'zone':'{zone}',"
		"'params':{'p':'{none}'}},'items':'/records'}},"
		"'variables':{'none':{'about':'x','optional':true}}}";
	static const char form[] =
		"{'records':{'list':{'method':'POST','path':'/r','form':{'z':'{zone}','q':'a&b'},"
		"'items':'/records'}}}";
	static const char fixed[] =
		"{'headers':{'X-Team':'{zone}'},'query':{'v':'7'},'url_suffix':'/api'}";
	static const struct sample samples[] = {
		{keyed, GET("/r") OK("{'17':" REC("a") ",'18':" REC("b") "}"), LINE("a") LINE("b"),
			NULL, NULL, ZF_OK},
		{absent, GET("/r") OK("{'records':" REC("a") "}"), LINE("a"), NULL, NULL, ZF_OK},
		{absent,
			GET("/r") OK("{}") GET("/z") OK("{'name':'example.com'}") GET("/r")
				OK("{'records':null}"),
			"", NULL, NULL, ZF_OK},
		{"{}", GET("/r") OK("{}"), "!the answer has no \"/records\"", NULL, NULL,
			ZF_ERR_ANSWER},
		{"{}", GET("/r") OK("{'records':" REC("a") "}"), "!is an object, not a list", NULL,
			NULL, ZF_ERR_ANSWER},
		{"{}", GET("/r") OK("{'records':'none'}"), "!is a string, not a list", NULL, NULL,
			ZF_ERR_ANSWER},
		{each, GET("/r") OK("[12,13]") GET("/r/12") OK(REC("a")) GET("/r/13") OK(REC("b")),
			LINE("a") LINE("b"), NULL, NULL, ZF_OK},
		/* An answer about something else: another id, another zone. */
		{about,
			GET("/r") OK("[12,13]") GET("/r/12")
				OK("{'id':12,'zone':'Example.com.'," ABOUT("a")) GET("/r/13")
					OK("{'zone':'example.com'," ABOUT("b")),
			LINE("a") LINE("b"), NULL, NULL, ZF_OK},
		{about,
			GET("/r") OK("[12,13]") GET("/r/12") OK("{'id':12," ABOUT("a")) GET("/r/13")
				OK("{'id':12," ABOUT("a")),
			"!\"/id\" is \"12\", not \"13\"", NULL, NULL, ZF_ERR_ANSWER},
		{about, GET("/r") OK("[12]") GET("/r/12") OK("{'zone':'evil.test'," ABOUT("a")),
			"!\"/zone\" is \"evil.test\"", NULL, NULL, ZF_ERR_ANSWER},
		{about, GET("/r") OK("[12]") GET("/r/12") OK("{'zone':{}," ABOUT("a")),
			"!\"/zone\" is \"\"", NULL, NULL, ZF_ERR_ANSWER},
		{each, GET("/r") OK("['..']"), "!can't be part of a path", NULL, NULL, ZF_OK},
		{inner,
			GET("/r") OK("{'sets':[{'k':'x/y'}]}") GET("/r/x/y")
				OK("{'records':[" REC("a") "," REC("b") "]}"),
			LINE("a") LINE("b"), NULL, NULL, ZF_OK},
		{words,
			GET("/r/a") OK("{'records':[" REC("a") "]}") GET("/r/mx")
				OK("{'records':[]}"),
			LINE("a"), NULL, NULL, ZF_OK},
		{posted,
			"> POST " URL "/r\n> content-type: application/json\n\n"
			"{'zone':'example.com','params':{}}\n===\n" OK(
				"{'records':[" REC("a") "]}"),
			LINE("a"), NULL, NULL, ZF_OK},
		{form,
			"> POST " URL "/r\n> content-type: application/x-www-form-urlencoded\n\n"
			"z=example.com&q=a%26b\n===\n" OK("{'records':[" REC("a") "]}"),
			LINE("a"), NULL, NULL, ZF_OK},
		{fixed,
			"> GET " URL
			"/api/r?v=7\n> x-team: example.com\n> accept: application/json\n" OK(
				"{'records':[" REC("a") "]}"),
			LINE("a"), NULL, NULL, ZF_OK},
	};
	(void)state;
	CHECK(samples);
}

#define ZONES                                                                       \
	"'zones':{'name':'/name','id':'/id','list':{'path':'/z','items':'/zones'}," \
	"'skip':{'when':{'at':'/kind','is':'slave'},'why':'it is a {/kind}'}"
#define BY_ID "'records':{'list':{'path':'/z/{id}','items':'/records'}}"
#define FOUND(list) GET("/z") OK("{'zones':[" list "]}")
#define ZONE(id, name) "{'id':" id ",'name':'" name "'}"

static void finding_zones(void **state)
{
	static const char list[] = "{" ZONES "}," BY_ID "}";
	static const char find[] = "{" ZONES ",'find':{'path':'/f','query':{'q':'{zone}'},"
				   "'items':'/zones'},'find_may_miss':true}," BY_ID "}";
	static const char ambiguous[] =
		"{" ZONES ",'ambiguous':true,'tell':[{'when':{'at':'/state','filled':true},"
		"'why':'{/state}'},{'when':{'at':'/owner','filled':true},'why':'account {/owner}'}]}"
		"," BY_ID "}";
	static const char strip[] = "{" ZONES ",'id_strip':'/hosted/'}," BY_ID "}";
	static const char prefix[] = "{'zones':{'name':'/domain','name_prefix':'/sub','id':'/id',"
				     "'list':{'path':'/z','items':'/zones'}}," BY_ID "}";
	static const struct sample samples[] = {
		{list,
			FOUND(ZONE("1", "myexample.com") "," ZONE("'a/b'", "Example.COM.") "," ZONE(
				"3", "b.example")) GET("/z/a%2Fb") OK("{'records':[" REC("w") "]}"),
			LINE("w"), NULL, NULL, ZF_OK},
		{list,
			FOUND(ZONE("12345678901234567890", "example.com"))
				GET("/z/12345678901234567890") OK("{'records':[" REC("w") "]}"),
			LINE("w"), NULL, NULL, ZF_OK},
		{list, FOUND(ZONE("1", "myexample.com")), "!there is no such zone", NULL, NULL,
			ZF_ERR_NOT_FOUND},
		{list, FOUND("{'id':1,'name':'example.com','kind':'slave'}"),
			"!left out: it is a slave", NULL, NULL, ZF_ERR_UNSUPPORTED},
		{list, FOUND("{'name':'example.com'}"), "!the zone has no id", NULL, NULL,
			ZF_ERR_ANSWER},
		{list, FOUND(ZONE("'..'", "example.com")), "!can't be part of a path", NULL, NULL,
			ZF_OK},
		{find,
			GET("/f?q=example.com") OK("{'zones':[" ZONE("7", "example.com") "]}")
				GET("/z/7") OK("{'records':[" REC("w") "]}"),
			LINE("w"), NULL, NULL, ZF_OK},
		{find,
			GET("/f?q=example.com") OK("{'zones':[]}") FOUND(ZONE("7", "EXAMPLE.com"))
				GET("/z/7") OK("{'records':[" REC("w") "]}"),
			LINE("w"), NULL, NULL, ZF_OK},
		{ambiguous,
			FOUND(ZONE("1", "example.com") "," ZONE("2",
				"example.com") ","
					       "{'id':3,'name':"
					       "'example.com',"
					       "'kind':'slave'},"
					       "{'id':4,'name':'example.com','state':'active','owner':'Ops'}"),
			"!there are 3 zones of this name; choose one with \"test:example.com?id=ID\"; "
			"the ids are: 1, 2, 3 (left out: it is a slave), 4 (active, account Ops)",
			NULL, NULL, ZF_ERR_USAGE},
		{ambiguous, GET("/z/2") OK("{'records':[" REC("w") "]}"), LINE("w"), NULL, "id=2",
			ZF_OK},
		{strip,
			FOUND(ZONE("'/hosted/Z1'", "example.com")) GET("/z/Z1")
				OK("{'records':[" REC("w") "]}"),
			LINE("w"), NULL, NULL, ZF_OK},
		{prefix,
			FOUND("{'id':1,'domain':'com','sub':''},"
			      "{'id':2,'domain':'com','sub':'example'}") GET("/z/2")
				OK("{'records':[" REC("w") "]}"),
			LINE("w"), NULL, NULL, ZF_OK},
	};
	(void)state;
	CHECK(samples);
}

static void listing_zones(void **state)
{
	static const struct {
		const char *more, *exchanges, *want;
	} samples[] = {
		{"{" ZONES "}," BY_ID "}",
			FOUND(ZONE("1", "B.example.") "," ZONE(
				"2", "a.example") ","
						  "{'id':3,'name':'c.example',"
						  "'kind':'slave'},"
						  "{'id':4,'name':'a b'}"),
			"b.example. 1\na.example. 2\nc.example. 3 # it is a slave\n"
			"a b 4 # its name is no domain name\n"},
		{"{'zones':{'name':'','list':{'path':'/z'}}}", GET("/z") OK("['a.example']"),
			"a.example. -\n"},
		{"{'zones':{'name':'','list':{'path':'/z'}}}", GET("/z") OK("[]"), ""},
	};
	(void)state;
	for (size_t i = 0; i < sizeof(samples) / sizeof(samples[0]); i++) {
		struct fetched f;
		char *description = description_of(samples[i].more);
		fetch_list(&f, description, samples[i].exchanges);
		if (f.status)
			fail_msg("%s", f.err.text);
		assert_string_equal(f.text.data, samples[i].want);
		fetched_free(&f);
		free(description);
	}
	struct fetched f;
	char *description = description_of("{}");
	fetch_list(&f, description, "");
	assert_int_equal(f.status, ZF_ERR_UNSUPPORTED);
	fetched_free(&f);
	free(description);
}

/* The zone object: where it comes from, and whose it is. */
static void zone_objects(void **state)
{
	static const char inside[] =
		"{'records':{'list':{'path':'/r','items':'/records','zone':'/zone'},"
		"'ttl':{'from':'/l','special':{'value':null,'ttl':'zone:/ttl'}}}}";
	static const char got[] =
		"{'zones':{'name':'/name','get':{'path':'/z/{id}'},'object':'/z'},"
		"'records':{'ttl':{'from':'/l','special':{'value':0,'ttl':'zone:/ttl'}}}}";
	static const struct sample samples[] = {
		{inside,
			GET("/r") OK("{'zone':{'name':'Example.com','ttl':77},'records':["
				     "{'n':'w','t':'A','v':'192.0.2.1'}]}"),
			"w 77 IN A 192.0.2.1 ;@test {'l':null}\n", NULL, NULL, ZF_OK},
		{inside, GET("/r") OK("{'zone':{'name':'example.net'},'records':[]}"),
			"!about another zone, example.net.", NULL, NULL, ZF_ERR_ANSWER},
		{inside, GET("/r") OK("{'zone':{},'records':[]}"), "!doesn't name the zone", NULL,
			NULL, ZF_ERR_ANSWER},
		{inside, GET("/r") OK("{'records':[" REC("w") "]}"), "!doesn't name the zone", NULL,
			NULL, ZF_ERR_ANSWER},
		{inside,
			GET("/r") OK("{'zone':{'name':'example.com'},'records':["
				     "{'n':'w','t':'A','v':'192.0.2.1'}]}"),
			"!takes the zone's TTL", NULL, NULL, ZF_ERR_ANSWER},
		{got,
			GET("/z/example.com") OK("{'z':{'name':'example.com','ttl':5}}") GET("/r")
				OK("{'records':[{'n':'w','t':'A','l':0,'v':'192.0.2.1'}]}"),
			"w 5 IN A 192.0.2.1 ;@test {'l':0}\n", NULL, NULL, ZF_OK},
		{got, GET("/z/example.com") OK("{'z':{'name':'example.org','ttl':5}}"),
			"!about another zone", NULL, NULL, ZF_ERR_ANSWER},
	};
	(void)state;
	CHECK(samples);
}

/* Nothing is believed only when it comes twice, of a zone that is there. */
static void empty_zones(void **state)
{
	static const char confirmed[] = "{'zones':{'name':'/name','get':{'path':'/z'}}}";
	static const char listed[] = "{'zones':{'name':'','list':{'path':'/z'}}}";
	static const char soa[] =
		"{'zones':{'name':'','list':{'path':'/z'}},'holds':{'types':['SOA'],'soa':'read'}}";
	static const char error[] =
		"{'zones':{'name':'','list':{'path':'/z'}},'records':{'list':{'path':'/r',"
		"'items':'/records','empty':[{'status':[404]},{'at':'/code','is':70002}]}}}";
#define NOTHING GET("/r") OK("{'records':[]}")
	static const struct sample samples[] = {
		{confirmed, NOTHING GET("/z") OK("{'name':'example.com'}") NOTHING, "", NULL, NULL,
			ZF_OK},
		{confirmed,
			NOTHING GET("/z") OK("{'name':'example.com'}") GET("/r")
				OK("{'records':[" REC("w") "]}"),
			LINE("w"), NULL, NULL, ZF_OK},
		{confirmed, NOTHING GET("/z") STATUS("404", "{'m':'no'}"), "!status 404: no", NULL,
			NULL, ZF_ERR_NOT_FOUND},
		{listed, NOTHING GET("/z") OK("['example.com']") NOTHING, "", NULL, NULL, ZF_OK},
		{listed, NOTHING GET("/z") OK("['example.net']"), "!there is no such zone", NULL,
			NULL, ZF_ERR_NOT_FOUND},
		{"{}", NOTHING, "!no way to confirm", NULL, NULL, ZF_ERR_ANSWER},
		{soa, NOTHING GET("/z") OK("['example.com']") NOTHING NOTHING,
			"!each zone there has a SOA", NULL, NULL, ZF_ERR_ANSWER},
		{error,
			GET("/r") STATUS("404", "{'code':70002}") GET("/z") OK("['example.com']")
				GET("/r") STATUS("404", "{'code':70002}"),
			"", NULL, NULL, ZF_OK},
		{error, GET("/r") STATUS("404", "{'code':1,'m':'gone'}"), "!status 404: gone", NULL,
			NULL, ZF_ERR_NOT_FOUND},
	};
	(void)state;
	CHECK(samples);
}

static void refused_answers(void **state)
{
	static const char told[] =
		"{'success':{'at':'/ok','is':true},'errors':{'message':['/e/text','/text'],"
		"'code':'/e/code','denied':{'at':'/e/code','is':'KEY'},"
		"'missing':{'at':'/e/code','is':'NOZONE'},"
		"'throttled':{'at':'/e/code','is':'SLOW'},'wait':{'from':'/e/wait'}}}";
	static const char again[] = "{'records':{'list':[{'path':'/new','items':'/records'},"
				    "{'path':'/r','items':'/records'}]}}";
	static const struct sample samples[] = {
		{"{}", GET("/r") STATUS("401", "{'m':'bad key.\\r'}"),
			"!the answer is status 401: bad key; ", NULL, NULL, ZF_ERR_AUTH},
		{"{}", GET("/r") STATUS("403", "[{'x':1},['denied']]"), "!status 403: denied", NULL,
			NULL, ZF_ERR_AUTH},
		{"{}", GET("/r") STATUS("404", "{}"), "!status 404; check the zone's name", NULL,
			NULL, ZF_ERR_NOT_FOUND},
		{"{}", GET("/r") STATUS("500", "<html>"), "!status 500; the provider is in trouble",
			NULL, NULL, ZF_ERR_ANSWER},
		{"{}", GET("/r") "< 200\n< content-type: text/html\n\n<html>\n===\n",
			"!can't be read (status 200, text/html)", NULL, NULL, ZF_ERR_ANSWER},
		{"{}", GET("/r") OK("{'records':[" REC("w")), "!can't be read", NULL, NULL,
			ZF_ERR_ANSWER},
		{"{}", GET("/r") OK("{'records':[],'records':[]}"), "!can't be read", NULL, NULL,
			ZF_ERR_ANSWER},
		{"{}", GET("/r") "< 204\n", "!the answer is empty (status 204)", NULL, NULL,
			ZF_ERR_ANSWER},
		{told, GET("/r") OK("{'ok':false,'e':{'code':'E1','text':'broken'}}"),
			"!status 200: E1: broken", NULL, NULL, ZF_ERR_ANSWER},
		{told, GET("/r") OK("{'e':{'code':'E1','text':'E1 broken'}}"),
			"!status 200: E1 broken", NULL, NULL, ZF_ERR_ANSWER},
		{told, GET("/r") OK("{'e':{'code':'KEY'},'text':'who?'}"), "!KEY: who?", NULL, NULL,
			ZF_ERR_AUTH},
		{told, GET("/r") STATUS("400", "{'e':{'code':'NOZONE'}}"), "!status 400: NOZONE",
			NULL, NULL, ZF_ERR_NOT_FOUND},
		{told,
			GET("/r") OK("{'e':{'code':'SLOW','wait':4}}") GET("/r")
				OK("{'ok':true,'records':[" REC("w") "]}"),
			NULL, "trying again in 4 s", NULL, ZF_OK},
		{again, GET("/new") STATUS("404", "{}") GET("/r") OK("{'records':[" REC("w") "]}"),
			LINE("w"), NULL, NULL, ZF_OK},
		{again, GET("/new") OK("{'x':1}") GET("/r") OK("{'records':[" REC("w") "]}"),
			LINE("w"), NULL, NULL, ZF_OK},
		{again, GET("/new") STATUS("401", "{}"), "!status 401", NULL, NULL, ZF_ERR_AUTH},
		{again, GET("/new") STATUS("404", "{}") GET("/r") STATUS("404", "{}"),
			"!status 404", NULL, NULL, ZF_ERR_NOT_FOUND},
	};
	(void)state;
	for (size_t i = 0; i < sizeof(samples) / sizeof(samples[0]); i++) {
		if (samples[i].want) {
			check_samples(&samples[i], 1);
			continue;
		}
		/* A try again is no call of the engine's. */
		struct fetched f;
		char *description = description_of(samples[i].more);
		fetch_zone(&f, description, samples[i].exchanges, NULL);
		assert_int_equal(f.status, ZF_OK);
		assert_non_null(strstr(f.progress.data, samples[i].note));
		assert_int_equal(f.calls, 1);
		fetched_free(&f);
		free(description);
	}
}

static void credentials(void **state)
{
	static const char headers[] =
		"{'variables':{'token':{'env':'ZFT_TOKEN','secret':true,'about':'x'}},"
		"'auth':{'scheme':'headers','headers':{'X-Key':'k {token}'},'query':{'t':'{token}'}}}";
	static const char basic[] =
		"{'variables':{'token':{'env':'ZFT_TOKEN','secret':true,'about':'x'}},"
		"'auth':{'scheme':'basic','user':'me','password':'{token}'}}";
	static const char login[] =
		"{'auth':[{'scheme':'headers','headers':{'X-Auth':'{ready}'}},"
		"{'scheme':'login','login':{'url':'{login_at}','method':'POST','path':'/login',"
		"'body':{'u':'{user}'}},'token':'header:X-Token','keep':{'base':'/base/[k=dns]/url'},"
		"'url':'{base}','headers':{'X-Auth':'{session}'}}],"
		"'variables':{'user':{'env':'ZFT_USER','about':'x'},'login_at':{'about':'x',"
		"'default':'" URL "'},'ready':{'env':'ZFT_READY','optional':true,'about':'x'}}}";
#define ASK_LOGIN "> POST " URL "/login\n\n{'u':'someone'}\n===\n"
#define DO_LOGIN(token)                                                          \
	"> POST " URL "/login\n\n{'u':'someone'}\n===\n< 201\n< x-token: " token \
	"\n\n{'base':[{'k':'dns','url':'http://127.0.0.1:2/v1/'}]}\n===\n"
	static const struct sample samples[] = {
		{headers,
			"> GET " URL
			"/r?t=sesame%2F7\n> x-key: k sesame/7\n" OK("{'records':[" REC("w") "]}"),
			LINE("w"), NULL, NULL, ZF_OK},
		{headers,
			"> GET " URL "/r?t=sesame%2F7\n" STATUS(
				"400", "{'m':'what is k sesame/7, or sesame%2F7?'}"),
			"!what is k ***, or ***?", NULL, NULL, ZF_ERR_ANSWER},
		{basic,
			"> GET " URL "/r\n> authorization: Basic bWU6c2VzYW1lLzc=\n" OK(
				"{'records':[" REC("w") "]}"),
			LINE("w"), NULL, NULL, ZF_OK},
		{login,
			DO_LOGIN("t1") "> GET http://127.0.0.1:2/v1/r\n> x-auth: t1\n" OK(
				"{'records':[" REC("w") "]}"),
			LINE("w"), NULL, NULL, ZF_OK},
		/* The token has ended: one more login, and no third. */
		{login,
			DO_LOGIN("t1") "> GET http://127.0.0.1:2/v1/r\n> x-auth: t1\n" STATUS(
				"401", "{}")
				DO_LOGIN("t2") "> GET http://127.0.0.1:2/v1/r\n> x-auth: t2\n" OK(
					"{'records':[" REC("w") "]}"),
			LINE("w"), NULL, NULL, ZF_OK},
		{login,
			DO_LOGIN("t1") "> GET http://127.0.0.1:2/v1/r\n" STATUS("401", "{}")
				DO_LOGIN("t2") "> GET http://127.0.0.1:2/v1/r\n" STATUS(
					"401", "{}"),
			"!status 401", NULL, NULL, ZF_ERR_AUTH},
		{login, ASK_LOGIN STATUS("401", "{'m':'no'}"), "!status 401: no", NULL, NULL,
			ZF_ERR_AUTH},
		{login, ASK_LOGIN OK("{}"), "!holds no token", NULL, NULL, ZF_ERR_ANSWER},
		{login, ASK_LOGIN "< 200\n< x-token: t\n\n{}\n===\n", "!gives no base URL", NULL,
			NULL, ZF_ERR_ANSWER},
	};
	(void)state;
	setenv("ZFT_TOKEN", "sesame/7", 1);
	setenv("ZFT_USER", "someone", 1);
	CHECK(samples);
	setenv("ZFT_READY", "ready", 1);
	static const struct sample ready = {login,
		"> GET " URL "/r\n> x-auth: ready\n" OK("{'records':[" REC("w") "]}"), LINE("w"),
		NULL, NULL, ZF_OK};
	check_samples(&ready, 1);
	unsetenv("ZFT_READY");
	unsetenv("ZFT_USER");
	static const struct sample none = {login, "",
		"!credentials are missing: set ready (ZFT_READY in the environment, or profile \"test\" "
		"of the config)",
		NULL, NULL, ZF_ERR_CONFIG};
	check_samples(&none, 1);
	unsetenv("ZFT_TOKEN");
}

static void base_urls(void **state)
{
	static const char suffix[] = "{'url_suffix':'/v2'}";
	static const struct {
		const char *set, *more, *exchanges, *want;
	} samples[] = {
		{NULL, suffix, GET("/v2/r"), NULL},
		{"http://localhost:7/", suffix, "> GET http://localhost:7/v2/r\n", NULL},
		{"http://localhost:7/a/v2", suffix, "> GET http://localhost:7/a/v2/r\n", NULL},
		{"http://192.0.2.1/", suffix, "", "must be https"},
		{"https://u:p@a.example/", suffix, "", "no plain URL"},
		{"https://a.example/?x", suffix, "", "no plain URL"},
	};
	(void)state;
	for (size_t i = 0; i < sizeof(samples) / sizeof(samples[0]); i++) {
		struct buf b;
		struct fetched f;
		char *description = description_of(samples[i].more);
		buf_init(&b, 0);
		buf_printf(&b, "%s%s", samples[i].exchanges, OK("{'records':[" REC("w") "]}"));
		if (samples[i].set)
			setenv("ZONEFERRY_TEST_URL", samples[i].set, 1);
		fetch_zone(&f, description, samples[i].want ? "" : b.data, NULL);
		unsetenv("ZONEFERRY_TEST_URL");
		if (samples[i].want) {
			assert_int_equal(f.status, ZF_ERR_CONFIG);
			assert_non_null(strstr(f.err.text, samples[i].want));
		} else if (f.status) {
			fail_msg("%s", f.err.text);
		}
		fetched_free(&f);
		free(description);
		buf_free(&b);
	}
}

static void zone_text(void **state)
{
#define TEXT(rest) "{'views':{'native':{'about':'x','text':{'call':{'path':'/t'}" rest "}}}}"
#define PLAIN(text) "< 200\n< content-type: text/plain\n\n" text "\n===\n"
	static const char plain[] = TEXT("");
	static const char string[] = TEXT(",'at':'/zone','as':'string'");
	static const char lines[] = TEXT(",'at':'/zone','as':'lines'");
	static const char base64[] = TEXT(",'at':'/zone','as':'base64','default_ttl':7");
	static const char absolute[] = TEXT(",'names':'absolute','drop':['ALIAS','PF']");
	static const struct sample samples[] = {
		{plain, GET("/t") PLAIN("$TTL 60\n@ SOA a b 1 2 3 4 5\nw CNAME x\n"),
			"@ 60 IN SOA a.example.com. b.example.com. 1 2 3 4 5\n"
			"w 60 IN CNAME x.example.com.\n",
			NULL, "native", ZF_OK},
		{plain, GET("/t") PLAIN("w 60 IN A 192.0.2.1\nw 60 IN A oops"), "!oops", NULL,
			"native", ZF_OK},
		{plain, GET("/t") PLAIN("w.example.net. 60 IN A 192.0.2.1"), "!outside of the zone",
			NULL, "native", ZF_ERR_ANSWER},
		{plain, GET("/t") PLAIN("$INCLUDE /etc/passwd"), "!", NULL, "native", ZF_OK},
		{plain, GET("/t") STATUS("404", "{'m':'no'}"), "!status 404: no", NULL, "native",
			ZF_ERR_NOT_FOUND},
		{plain, GET("/t") PLAIN("; nothing"), "!no way to confirm", NULL, "native",
			ZF_ERR_ANSWER},
		{string, GET("/t") OK("{'zone':'w 60 IN A 192.0.2.1\\n'}"), LINE("w"), NULL,
			"native", ZF_OK},
		{string, GET("/t") OK("{'zone':7.5}"), "!", NULL, "native", ZF_OK},
		{string, GET("/t") OK("{}"), "!holds no zone text", NULL, "native", ZF_ERR_ANSWER},
		{lines, GET("/t") OK("{'zone':['a 60 IN A 192.0.2.1','b 60 IN A 192.0.2.1']}"),
			LINE("a") LINE("b"), NULL, "native", ZF_OK},
		{base64, GET("/t") OK("{'zone':'dyBBIDE5Mi4wLjIuMQ=='}"), "w 7 IN A 192.0.2.1\n",
			NULL, "native", ZF_OK},
		{base64, GET("/t") OK("{'zone':'*'}"), "!holds no zone text", NULL, "native",
			ZF_ERR_ANSWER},
		{absolute,
			GET("/t") PLAIN("w.example.com. IN 1m CNAME x.example\n"
					"example.com. 60 IN ALIAS y\\\\.\n"),
			"w 60 IN CNAME x.example.\n"
			";@test {'line':'example.com. 60 IN ALIAS y\\\\\\\\.'}\n",
			NULL, "native", ZF_OK},
		{plain, "",
			"!there is no view \"nativ\"; did you mean \"native\"?; known are: native",
			NULL, "nativ", ZF_ERR_NOT_FOUND},
		{plain, "", "!can't be made new", NULL, "native=new", ZF_ERR_USAGE},
		{plain, "", "!knows no \"old\"", NULL, "native=old", ZF_ERR_USAGE},
	};
	(void)state;
	CHECK(samples);
}

static void jobs(void **state)
{
	static const char scan[] =
		"{'views':{'scan':{'about':'x','records':{'list':{'path':'/s','items':'/records',"
		"'items_may_be':['null']},'ttl':{'from':'/l','special':{'value':null,'ttl':9}}},"
		"'job':{'start':{'method':'POST','path':'/s','body':{'z':'{zone}'}},'id':'/job',"
		"'same_id':'/job','state':'/state','running':[0,'Busy'],'done':[2,'Done'],"
		"'failed':[3],'error':'/why','interval':2,'deadline':4}}}}";
	static const char export[] =
		"{'views':{'native':{'about':'x','text':{'call':{'path':'/e/{job}/text'}},"
		"'job':{'when':'always','start':{'method':'PUT','path':'/e'},'id':'/id',"
		"'poll':{'path':'/e/{job}'},'state':'/state','running':['queued'],'done':['ok'],"
		"'interval':1,'deadline':10}}}}";
#define START "> POST " URL "/s\n\n{'z':'example.com'}\n===\n"
#define STATE(state, records) \
	GET("/s") OK("{'job':'j1','state':" state ",'why':'no servers','records':" records "}")
	static const struct sample samples[] = {
		{scan, STATE("2", "[{'n':'w','t':'A','l':null,'v':'192.0.2.1'}]"),
			"w 9 IN A 192.0.2.1 ;@test {'l':null}\n", NULL, "scan", ZF_OK},
		{scan, STATE("'Busy'", "null"), "!the scan is still running: ask again later", NULL,
			"scan", ZF_ERR_ANSWER},
		{scan, STATE("3", "null"), "!the scan has failed: no servers", NULL, "scan",
			ZF_ERR_ANSWER},
		{scan, STATE("4", "[]"), "!a state that the description doesn't know: 4", NULL,
			"scan", ZF_ERR_ANSWER},
		{scan, GET("/s") STATUS("404", "{}"),
			"!there is no scan of this zone yet: \"?scan=new\" starts one", NULL,
			"scan", ZF_ERR_NOT_FOUND},
		{scan,
			START OK("{'job':'j1'}") GET("/s") OK("{'job':'j0','state':2,'records':[]}")
				STATE("0", "null") STATE("2", "null") STATE("2", "[" REC("w") "]"),
			LINE("w"), "waiting for the scan, 2 s so far", "scan=new", ZF_OK},
		{scan,
			START OK("{'job':'j1'}") STATE("0", "null") STATE("0", "null")
				STATE("0", "null"),
			"!the scan is not done after 4 s", NULL, "scan=new", ZF_ERR_NETWORK},
		{scan, START OK("{'job':'j1'}") STATE("3", "null"), "!has failed: no servers", NULL,
			"scan=new", ZF_ERR_ANSWER},
		{scan, START OK("{}"), "!the answer doesn't name it", NULL, "scan=new",
			ZF_ERR_ANSWER},
		{export,
			"> PUT " URL "/e\n" OK("{'id':'7/8'}") GET("/e/7%2F8")
				OK("{'state':'queued'}") GET("/e/7%2F8") OK("{'state':'ok'}")
					GET("/e/7%2F8/text") PLAIN("w 60 IN A 192.0.2.1"),
			LINE("w"), NULL, "native", ZF_OK},
	};
	(void)state;
	CHECK(samples);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(shapes_of_lists),
		cmocka_unit_test(finding_zones),
		cmocka_unit_test(listing_zones),
		cmocka_unit_test(zone_objects),
		cmocka_unit_test(empty_zones),
		cmocka_unit_test(refused_answers),
		cmocka_unit_test(credentials),
		cmocka_unit_test(base_urls),
		cmocka_unit_test(zone_text),
		cmocka_unit_test(jobs),
	};
	return cmocka_run_group_tests_name("engine", tests, NULL, NULL);
}
