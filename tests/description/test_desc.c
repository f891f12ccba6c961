/* What a description may say, and how it is told when it says something else. */
#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "desc_keys.h"
#include "file.h"
#include "link.h"
#include "provider_of.h"
#include "tmpl.h"

static const char readme_path[] = "src/providers/README.md";

/* What parsing a description gives: NULL, or the error's text. */
static char *fault_of(const char *text)
{
	struct zf_error err = ZF_ERROR_INIT;
	struct desc *d = NULL;
	char *fault = NULL;
	if (desc_parse(&d, "test", "test.json", str_of(text), &err)) {
		assert_string_equal(err.file, "test.json");
		assert_int_equal(err.code, ZF_ERR_SYNTAX);
		fault = strdup(err.text);
	}
	desc_free(d);
	return fault;
}

static void check_fault(const char *more, const char *want)
{
	char *text = description_of(more), *fault = fault_of(text);
	if (!want && fault)
		fail_msg("%s: %s", more, fault);
	if (want && (!fault || !strstr(fault, want)))
		fail_msg("%s: \"%s\" isn't in \"%s\"", more, want, fault ? fault : "");
	free(fault);
	free(text);
}

static void faults(void **state)
{
	static const struct {
		const char *more, *want;
	} samples[] = {
		{"{}", NULL},
		{"{'nme':'x'}", "/: unknown key \"nme\"; known here: name, title, docs"},
		{"{'name':'other'}", "/name: the file is called \"test\""},
		{"{'format':'yaml'}", "/format: unknown word \"yaml\"; known here: json, xml"},
		{"{'url':'http://example.net'}", "/url: a URL is https"},
		{"{'url':'http://{host}/'}", "/url: a URL is https"},
		{"{'url':'http://127.0.0.1'}", NULL},
		{"{'url':'http://127.8.0.2:8081/v1'}", NULL},
		{"{'url':'http://[::1]:8081'}", NULL},
		{"{'url':'http://localhost/v1'}", NULL},
		{"{'url':'http://127.0.0.1.example.net/'}", "/url: a URL is https"},
		{"{'url':'http://127.example.net/'}", "/url: a URL is https"},
		{"{'url':'http://127.0.0.1@example.net/'}", "/url: a URL is https"},
		{"{'url':'http://[::1].example.net/'}", "/url: a URL is https"},
		{"{'url':'http://localhost.example.net/'}", "/url: a URL is https"},
		{"{'url':'ftp://127.0.0.1/'}", "/url: a URL is https"},
		{"{'url':'https://{host}/'}", "/url: there is no variable {host}"},
		{"{'variables':{'host':{'about':'x'}},'url':'https://{host}/'}", NULL},
		{"{'variables':{'host':{}}}", "/variables/host: the key \"about\" is missing"},
		{"{'variables':{'zone':{'about':'x'}}}",
			"/variables/zone: this name has a meaning"},
		{"{'variables':{'url':{'about':'x'}}}", "/variables/url: this name has a meaning"},
		{"{'variables':{'A':{'about':'x'}}}", "/variables/A: a variable's name"},
		{"{'variables':{'a':{'about':'x','secret':true,'default':'x'}}}",
			"a secret has no default"},
		{"{'headers':{'X':'{a'}}", "/headers/X: a brace has no partner"},
		{"{'headers':{'X':'{{a}}'}}", NULL},
		{"{'headers':{'X':'{zone:upper}'}}", "unknown modifier \"upper\""},
		{"{'records':{'list':{'path':'/{b}','items':'/r'}}}",
			"/records/list/path: there is no variable {b}"},
		{"{'records':{'list':{'path':'/','body':{'a':['{b}']}}}}",
			"/records/list/body/a/0: there is no variable {b}"},
		{"{'records':{'list':{'items':'/r'}}}",
			"/records/list: the key \"path\" is missing"},
		{"{'records':{'list':[]}}", "/records: one of the keys list, owner"},
		{"{'records':{'list':{'path':'/','method':'DELETE'}}}",
			"/records: a call that reads is GET or POST"},
		{"{'records':{'list':{'path':'/','url':'https://a.example'}}}",
			"only a login goes to a URL of its own"},
		{"{'records':{'list':{'path':'/','body':{},'form':{'a':'b'}}}}",
			"a body or a form"},
		{"{'records':{'list':{'path':'/','page':{'style':'cursor'}}}}",
			"needs the key \"next\""},
		{"{'records':{'list':{'path':'/','page':{'style':'marker'}}}}",
			"needs the key \"marker\""},
		{"{'records':{'list':{'path':'/','page':{'style':'link'}}}}",
			"needs the key \"link\""},
		{"{'records':{'list':{'path':'/','page':{'style':'page','size':0}}}}",
			"/records/list/page/size: a whole number from 1 to 1000000"},
		{"{'records':{'list':{'path':'/','page':{'style':'pages'}}}}",
			"known here: page, offset, cursor, marker, link, link-header"},
		{"{'records':{'list':{'path':'/','items_may_be':['absent','gone']}}}",
			"unknown word \"gone\""},
		{"{'records':{'owner':{'from':'name','style':'relative'}}}",
			"/records/owner/from: \"name\" is no reference"},
		{"{'records':{'owner':{'from':['/a',7],'style':'relative'}}}",
			"/records/owner/from/1: a string is wanted, not a number"},
		{"{'records':{'type':{'from':'/t','words':{'5':7}}}}",
			"/records/type/words/5: a string is wanted"},
		{"{'records':{'ttl':{'from':'/l','special':{'value':1,'ttl':'x'}}}}",
			"a special TTL means"},
		{"{'records':{'rdata':{'types':['MXX'],'from':'/v'}}}",
			"/records/rdata/types/0: \"MXX\" is no RR type"},
		{"{'records':{'rdata':{'types':['AXFR'],'from':'/v'}}}", "is no RR type"},
		{"{'records':{'rdata':{'from':{'from':'/v','as':'csv'}}}}",
			"/records/rdata/from/as: unknown word \"csv\""},
		{"{'records':{'rules':{'when':{'at':'/x','is':1},'why':'y'}}}",
			"the key \"do\" of a rule is missing"},
		{"{'records':{'rules':{'when':{'at':'/x','eq':1},'do':'skip','why':'y'}}}",
			"/records/rules/when: unknown key \"eq\""},
		{"{'records':{'rules':{'when':{'exists':'yes'},'do':'skip','why':'y'}}}",
			"/records/rules/when/exists: true or false is wanted, not a string"},
		{"{'records':{'provider_record':{'defaults':[]}}}", "an object is wanted"},
		{"{'holds':{'types':['A'],'forms':{'owner':'(','why':'x'}}}",
			"/holds/forms/0: \"(\" is no regular expression: Unmatched ( or \\("},
		{"{'holds':{'types':['A'],'forms':{'owner':'a','rdata':'[','why':'x'}}}",
			"/holds/forms/0: \"[\" is no regular expression"},
		{"{'holds':{'types':['A'],'forms':{'why':'x'}}}", "a form has an `owner`"},
		{"{'records':{'annotate':{'from':'zone:/x'}}}", "nothing gives the zone object"},
		{"{'zones':{'name':'/n','id':'/id'}}", "/zones: ids need the key list or find"},
		{"{'auth':{'scheme':'bearer'}}",
			"known here: headers, basic, login, aws-sigv4, google-jwt, ovh"},
		{"{'auth':{'scheme':'headers'}}", "/auth/0: headers or query are missing"},
		{"{'auth':{'scheme':'basic','user':'x'}}", "user and password are missing"},
		{"{'auth':{'scheme':'login','login':'/x'}}", "login and token are missing"},
		{"{'auth':{'scheme':'aws-sigv4','with':{'key':'a'}}}", "/auth/0: "},
		{"{'auth':{'scheme':'basic','user':'a','password':'b','with':{'c':'d'}}}",
			"/auth/0: "},
		{"{'views':{'id':{'about':'x','text':{'call':'/'}}}}", "/views/id: a view's name"},
		{"{'views':{'n':{'about':'x'}}}", "either records or text"},
		{"{'views':{'n':{'about':'x','text':{'call':'/'}}}}", NULL},
		{"{'views':{'n':{'about':'x','text':{'call':'/'},'job':{'state':'/s','done':[1],"
		 "'interval':1,'deadline':2}}}}",
			"the key \"poll\" of the job is missing"},
		{"{'views':{'n':{'about':'x','records':{},'job':{'state':'/s','done':[1]}}}}",
			"interval and deadline"},
		{"{'views':{'n':{'about':'x','records':{'txt':'bare'}}}}",
			"/views/n/records/txt: unknown word \"bare\""},
		{"{'test':{'path':'/','method':'PUT'}}", "/test: a call that reads"},
	};
	(void)state;
	for (size_t i = 0; i < sizeof(samples) / sizeof(samples[0]); i++)
		check_fault(samples[i].more, samples[i].want);
}

static void no_json(void **state)
{
	struct zf_error err = ZF_ERROR_INIT;
	struct desc *d = NULL;
	const char *text = "{\n\t\"name\": \"test\",\n}";
	(void)state;
	assert_int_equal(desc_parse(&d, "test", "x/test.json", str_of(text), &err), ZF_ERR_SYNTAX);
	assert_string_equal(err.file, "x/test.json");
	assert_int_equal(err.line, 3);
}

static void all_that_are_built_in(void **state)
{
	struct desc_names names;
	struct zf_error err = ZF_ERROR_INIT;
	(void)state;
	setenv("XDG_CONFIG_HOME", "/nonexistent", 1);
	assert_int_equal(desc_list(&names, NULL, &err), ZF_OK);
	assert_true(names.count >= 30);
	for (size_t i = 0; i < names.count; i++) {
		struct desc *d = NULL;
		if (desc_load(&d, names.items[i], NULL, &err))
			fail_msg("%s: %s: %s", names.items[i], err.file, err.text);
		assert_string_equal(d->name, names.items[i]);
		assert_true(i == 0 || strcmp(names.items[i - 1], names.items[i]) < 0);
		desc_free(d);
	}
	desc_names_free(&names);
}

static void unknown_names(void **state)
{
	static const char *const names[] = {"nosuch", "../bunny", "", "Bunny", "-", "a/b"};
	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		struct zf_error err = ZF_ERROR_INIT;
		struct desc *d = NULL;
		assert_int_equal(desc_load(&d, names[i], NULL, &err), ZF_ERR_NOT_FOUND);
		assert_non_null(strstr(err.text, "there is no provider"));
		assert_non_null(
			strstr(err.text, strcmp(names[i], "Bunny") == 0 ? "did you mean \"bunny\"?"
									: "zoneferry providers"));
		assert_null(d);
	}
}

/*
 * The README.
 */

static struct file_text read_readme(void)
{
	struct file_text text;
	struct zf_error err = ZF_ERROR_INIT;
	if (file_read(&text, readme_path, 1 << 20, &err))
		fail_msg("%s: %s", readme_path, err.text);
	return text;
}

/* The part of the README that explains a schema: behind its heading, up to the next one. */
static struct str section_of(const struct file_text *readme, const char *name)
{
	char heading[64];
	snprintf(heading, sizeof(heading), "\n### `%s`\n", name);
	const char *at = strstr(readme->data, heading);
	if (!at)
		fail_msg("%s has no section `%s`", readme_path, name);
	at += strlen(heading);
	const char *end = strstr(at, "\n##");
	return (struct str){at, end ? (size_t)(end - at) : strlen(at)};
}

/* Whether the first cell of some row names `key`. Counts the names in first cells. */
static bool explains(struct str section, const char *key, size_t *count)
{
	bool found = false;
	*count = 0;
	const char *end = section.p + section.n;
	for (const char *line = section.p; line < end;) {
		const char *newline = memchr(line, '\n', (size_t)(end - line));
		const char *cell =
			newline ? memmem(line, (size_t)(newline - line), " | ", 3) : NULL;
		for (const char *p = line; cell && line[0] == '|' && p < cell;) {
			const char *open = memchr(p, '`', (size_t)(cell - p));
			const char *close =
				open ? memchr(open + 1, '`', (size_t)(cell - open)) : NULL;
			if (!close)
				break;
			++*count;
			found = found ||
				str_eq((struct str){open + 1, (size_t)(close - open - 1)}, key);
			p = close + 1;
		}
		line = newline ? newline + 1 : end;
	}
	return found;
}

static void readme_explains_every_key(void **state)
{
	struct file_text readme = read_readme();
	const struct schema *s;
	(void)state;
	for (size_t i = 0; (s = desc_schema_at(i)) != NULL; i++) {
		struct str section = section_of(&readme, s->name);
		size_t keys = 0, explained = 0;
		for (const struct key *k = s->keys; k->name; k++, keys++) {
			if (!explains(section, k->name, &explained))
				fail_msg("README: `%s` lacks `%s`", s->name, k->name);
		}
		if (keys != explained)
			fail_msg("README: `%s` explains what isn't there", s->name);
		if (s->shorthand && !memmem(section.p, section.n, "Shorthand: `", 12))
			fail_msg("README: `%s` lacks its shorthand", s->name);
	}
	file_text_free(&readme);
}

/* Every word of every enumeration stands in the section of a schema that uses it. */
static void readme_explains_every_word(void **state)
{
	struct file_text readme = read_readme();
	const struct schema *s;
	(void)state;
	for (size_t i = 0; (s = desc_schema_at(i)) != NULL; i++) {
		struct str section = section_of(&readme, s->name);
		for (const struct key *k = s->keys; k->name; k++) {
			bool words = k->kind == KEY_WORD || k->kind == KEY_WORDS;
			/* Rows of RDATA refer to those of all records. */
			if (!words || strcmp(s->name, "rdata") == 0)
				continue;
			for (const struct word *w = k->of; w->name; w++) {
				char text[40];
				snprintf(text, sizeof(text), "`%s`", w->name);
				if (!memmem(section.p, section.n, text, strlen(text)))
					fail_msg("README: `%s` of `%s` lacks %s", k->name, s->name,
						text);
			}
		}
	}
	file_text_free(&readme);
}

/* "A provider in ten minutes": its description as it stands, in a folder, and a zone fetched. */
static void readme_example(void **state)
{
	static const char begin[] = "<!-- example: example.json -->\n```json\n";
	static const char exchanges[] =
		"> GET https://api.example.net/v1/zones/example.com/records?page=1&per_page=100\n"
		"> authorization: Bearer ***\n"
		"< 200\n\n{'total':3,'records':["
		"{'id':1,'name':'','type':'MX','ttl':300,'priority':10,'content':'mail.example.net'},"
		"{'id':2,'name':'_sip._tcp','type':'SRV','ttl':300,'priority':1,"
		"'content':'2 5060 sip.example.net'},"
		"{'id':3,'name':'t','type':'TXT','ttl':60,'content':'it is ;one'}]}\n===\n";
	struct file_text readme = read_readme();
	char *at = strstr(readme.data, begin);
	(void)state;
	assert_non_null(at);
	at += strlen(begin);
	*strstr(at, "```") = '\0';
	char *name = strstr(at, "\"example\"");
	assert_non_null(name);
	memcpy(name, "\"test\"   ", 9);
	struct fetched f;
	fetch_zone(&f, at, exchanges, NULL);
	if (f.status)
		fail_msg("%s", f.err.text);
	assert_string_equal(f.text.data, "@ 300 IN MX 10 mail.example.net.\n"
					 "_sip._tcp 300 IN SRV 1 2 5060 sip.example.net.\n"
					 "t 60 IN TXT \"it is ;one\"\n");
	assert_int_equal(f.calls, 1);
	fetched_free(&f);
	file_text_free(&readme);
}

/*
 * Templates, links, ids.
 */

static void templates(void **state)
{
	static const struct {
		enum tmpl_place place;
		const char *text, *want; /* NULL: bad; "-": missing */
	} samples[] = {
		{TMPL_PATH, "/a/{slash}/b", "/a/x%2Fy%20%3F/b"},
		{TMPL_PATH, "/a/{slash:path}", "/a/x/y%20%3F"},
		{TMPL_PATH, "/{dots}/x", NULL},
		{TMPL_PATH, "/{climb:path}", NULL},
		{TMPL_PATH, "/{climb}", "/a%2F..%2Fb"},
		{TMPL_PATH, "/{empty}", NULL},
		{TMPL_PATH, "/{zone:dot}/{zone}", "/example.com./example.com"},
		{TMPL_QUERY, "{slash}&", "x%2Fy%20%3F%26"},
		{TMPL_QUERY, "{empty}", ""},
		{TMPL_TEXT, "{slash} {{x}}", "x/y ? {x}"},
		{TMPL_TEXT, "{none}", "-"},
		{TMPL_TEXT, "{/a}{answer:/a}", "7\xc3\xbc"},
		{TMPL_TEXT, "{/a:dot}{zone:/a:dot}", "-"},
		{TMPL_TEXT, "{/a:dot}{answer:/a:dot}{zone:dot}", "7.\xc3\xbc.example.com."},
		{TMPL_TEXT, "{/b}", "-"},
		{TMPL_TEXT, "{key:}", "k"},
		{TMPL_TEXT, "a{", NULL},
		{TMPL_TEXT, "a}", NULL},
		{TMPL_URL, "https://{zone}/x", "https://example.com/x"},
		{TMPL_URL, "https://{slash}/x", NULL},
		{TMPL_URL, "https://{at}/x", NULL},
		{TMPL_URL, "{url}/x", "http://127.0.0.1:1/x"},
		{TMPL_URL, "{at}/x", NULL},
	};
	struct zf_error err = ZF_ERROR_INIT;
	struct json *item = NULL, *answer = NULL;
	struct vars outer, vars;
	(void)state;
	assert_int_equal(json_parse(&item, "{\"a\":7}", 7, &err), ZF_OK);
	assert_int_equal(json_parse(&answer, "{\"a\":\"\xc3\xbc\"}", 10, &err), ZF_OK);
	vars_init(&outer, NULL);
	vars_init(&vars, &outer);
	vars_set(&outer, "zone", STR("example.com"));
	vars_set(&outer, "slash", STR("hidden"));
	vars_set(&vars, "slash", STR("x/y ?"));
	vars_set(&vars, "dots", STR(".."));
	vars_set(&vars, "climb", STR("a/../b"));
	vars_set(&vars, "empty", STR(""));
	vars_set(&vars, "at", STR("a@b"));
	vars_set(&vars, "url", STR("http://127.0.0.1:1"));
	const struct scope scope = {.item = item, .answer = answer, .key = "k", .vars = &vars};
	for (size_t i = 0; i < sizeof(samples) / sizeof(samples[0]); i++) {
		struct tmpl_why why;
		struct buf b;
		buf_init(&b, 0);
		enum tmpl_outcome got =
			tmpl_expand(&b, samples[i].text, samples[i].place, &scope, &why);
		if (!samples[i].want) {
			assert_int_equal(got, TMPL_BAD);
		} else if (strcmp(samples[i].want, "-") == 0) {
			assert_int_equal(got, TMPL_MISSING);
		} else {
			assert_int_equal(got, TMPL_DONE);
			assert_string_equal(b.data, samples[i].want);
		}
		buf_free(&b);
	}
	vars_free(&vars);
	vars_free(&outer);
	json_free(item);
	json_free(answer);
}

static void bodies(void **state)
{
	static const struct {
		const char *body, *want; /* NULL: bad */
	} samples[] = {
		{"{'a':['{name}',1,null,true],'b':{'c':'x'}}",
			"{'a':['say \\'hi\\'\\n',1,null,true],'b':{'c':'x'}}"},
		{"{'a':'{id:number}'}", "{'a':12345678901234567890}"},
		{"{'a':'{id}'}", "{'a':'12345678901234567890'}"},
		{"{'a':'{name:number}'}", NULL},
		{"{'a':'{zero:number}'}", NULL},
		{"{'a':'{none}','b':1}", "{'b':1}"},
		{"{'{x}':1}", "{'{x}':1}"},
	};
	struct vars vars;
	(void)state;
	vars_init(&vars, NULL);
	vars_set(&vars, "name", STR("say \"hi\"\n"));
	vars_set(&vars, "id", STR("12345678901234567890"));
	vars_set(&vars, "zero", STR("012"));
	const struct scope scope = {.vars = &vars};
	for (size_t i = 0; i < sizeof(samples) / sizeof(samples[0]); i++) {
		struct zf_error err = ZF_ERROR_INIT;
		struct json *body = NULL, *made = NULL;
		struct tmpl_why why;
		struct buf b;
		char *text = json_of(samples[i].body);
		buf_init(&b, 0);
		assert_int_equal(json_parse(&body, text, strlen(text), &err), ZF_OK);
		enum tmpl_outcome got = tmpl_body(&made, body, &scope, &why);
		assert_int_equal(got, samples[i].want ? TMPL_DONE : TMPL_BAD);
		if (samples[i].want) {
			char *want = json_of(samples[i].want);
			json_print(&b, made, JSON_AS_IS);
			assert_string_equal(b.data, want);
			free(want);
			json_free(made);
		}
		json_free(body);
		buf_free(&b);
		free(text);
	}
	vars_free(&vars);
}

static void references(void **state)
{
	static const char text[] =
		"{'a':[{'k':'x','v':1},{'k':'y','r':'2','v':[{'z':3}]}],'n':null,'o':{}}";
	static const struct {
		const char *ref, *want; /* NULL: nothing there */
	} samples[] = {
		{"/a/0/k", "x"},
		{"/a/[k=y]/v/[z=3]/z", "3"},
		{"/a/[k=y,r=2]/r", "2"},
		{"/a/[k=y,r=1]/r", NULL},
		{"/a/[k={which}]/v", "1"},
		{"/a/[k={none}]/v", NULL},
		{"/a/[k]/v", NULL},
		{"/o/[k=y]", NULL},
		{"/n", NULL},
		{"=/a", "/a"},
		{"key:", NULL},
		{"header:x", NULL},
		{"value:/a", NULL},
	};
	static const char *const none[] = {"a", "value", "header:", "key:x", "zone:a"};
	struct zf_error err = ZF_ERROR_INIT;
	struct json *item = NULL;
	struct vars vars;
	struct ref ref;
	char *quoted = json_of(text);
	(void)state;
	assert_int_equal(json_parse(&item, quoted, strlen(quoted), &err), ZF_OK);
	vars_init(&vars, NULL);
	vars_set(&vars, "which", STR("x"));
	const struct scope scope = {.item = item, .vars = &vars};
	for (size_t i = 0; i < sizeof(samples) / sizeof(samples[0]); i++) {
		assert_true(ref_parse(&ref, samples[i].ref));
		struct value v = ref_get(&ref, &scope);
		if (samples[i].want)
			assert_true(str_eq(v.text, samples[i].want));
		else
			assert_false(value_exists(&v));
	}
	for (size_t i = 0; i < sizeof(none) / sizeof(none[0]); i++)
		assert_false(ref_parse(&ref, none[i]));
	vars_free(&vars);
	json_free(item);
	free(quoted);
}

static void links(void **state)
{
	static const struct {
		const char *header, *want;
	} samples[] = {
		{"<https://a/x?c=1>; rel=\"next\"", "https://a/x?c=1"},
		{"<https://a/1>; rel=\"prev\", <https://a/2>; rel=next", "https://a/2"},
		{"<https://a/1>; title=\"rel=next, <x>\"; rel=\"last\"", NULL},
		{"<https://a/1> ; x ; REL = \"first Next\"", "https://a/1"},
		{", <https://a/1>;rel=next;, ,", "https://a/1"},
		{"<https://a/1>", NULL},
		{"<https://a/1>;", NULL},
		{"", NULL},
		{"<>; rel=next", ""},
	};
	(void)state;
	for (size_t i = 0; i < sizeof(samples) / sizeof(samples[0]); i++) {
		struct str got;
		assert_true(link_next(samples[i].header, &got));
		if (samples[i].want)
			assert_true(got.p && str_eq(got, samples[i].want));
		else
			assert_null(got.p);
	}
	static const char *const malformed[] = {
		"<https://a/1; rel=next",
		"https://a/1; rel=next",
		"<https://a/1>; rel*=UTF-8''next",
		"<https://a/1>; rel=\"next",
		"<https://a/1> rel=next",
		"<https://a/1>; =next",
		"<https://a/1>; rel=<next>",
		"<https://a/1>; rel=next <https://a/2>",
		"next",
	};
	for (size_t i = 0; i < sizeof(malformed) / sizeof(malformed[0]); i++) {
		struct str got;
		if (link_next(malformed[i], &got))
			fail_msg("%s is taken", malformed[i]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(faults),
		cmocka_unit_test(no_json),
		cmocka_unit_test(all_that_are_built_in),
		cmocka_unit_test(unknown_names),
		cmocka_unit_test(readme_explains_every_key),
		cmocka_unit_test(readme_explains_every_word),
		cmocka_unit_test(readme_example),
		cmocka_unit_test(templates),
		cmocka_unit_test(bodies),
		cmocka_unit_test(references),
		cmocka_unit_test(links),
	};
	return cmocka_run_group_tests_name("desc", tests, NULL, NULL);
}
