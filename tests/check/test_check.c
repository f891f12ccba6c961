/* check: every fixture gives exactly the findings that its comments announce, and every code has
 * one. */
#include "test.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

#include "codes.h"
#include "file.h"
#include "rdata.h"
#include "zonefile.h"

#define FOLDER "testdata/zone/check"

struct finding {
	unsigned long line;
	char code[40];
};

struct findings {
	struct finding items[400];
	size_t count;
};

static void add(struct findings *f, unsigned long line, const char *code, size_t n)
{
	assert_true(f->count < 400 && n < sizeof(f->items[0].code));
	struct finding *item = &f->items[f->count++];
	item->line = line;
	snprintf(item->code, sizeof(item->code), "%.*s", (int)n, code);
}

static int compare(const void *a, const void *b)
{
	const struct finding *x = a, *y = b;
	if (x->line != y->line)
		return x->line < y->line ? -1 : 1;
	return strcmp(x->code, y->code);
}

/* ";= code code" is about its own line, ";=N code" about line N. */
static void add_announced(struct findings *f, const char *text)
{
	unsigned long line = 1;
	for (const char *p = text; *p; line++) {
		const char *end = p + strcspn(p, "\n"), *mark = strstr(p, ";=");
		if (mark && mark < end) {
			char *at;
			unsigned long number = strtoul(mark + 2, &at, 10);
			unsigned long about = at == mark + 2 ? line : number;
			for (p = at; p < end; p += strcspn(p, " \n")) {
				p += strspn(p, " ");
				if (p < end)
					add(f, about, p, strcspn(p, " \n"));
			}
		}
		p = *end ? end + 1 : end;
	}
	qsort(f->items, f->count, sizeof(f->items[0]), compare);
}

static void add_found(struct findings *f, const struct diags *d)
{
	for (size_t i = 0; i < d->count; i++)
		add(f, d->items[i].line, d->items[i].code, strlen(d->items[i].code));
	qsort(f->items, f->count, sizeof(f->items[0]), compare);
}

static void print_findings(struct buf *b, const struct findings *f)
{
	for (size_t i = 0; i < f->count; i++)
		buf_printf(b, "%lu: %s\n", f->items[i].line, f->items[i].code);
}

/* The findings of reading and checking a file. */
static void look(struct diags *diags, const char *path)
{
	struct zonefile_options options = ZONEFILE_OPTIONS_INIT;
	struct zf_error err = ZF_ERROR_INIT;
	struct zf_zone *zone;
	options.max_errors = 1000;
	if (zonefile_read(&zone, path, &options, diags, &err) != ZF_OK)
		return;
	check_zone(zone, diags);
	zf_zone_free(zone);
}

static int is_fixture(const struct dirent *entry)
{
	return str_ends(entry->d_name, ".zone");
}

typedef void with_fixture(void *user, const char *path);

static void each_fixture(with_fixture *with, void *user)
{
	struct dirent **names;
	int n = scandir(FOLDER, &names, is_fixture, alphasort);
	assert_true(n > 10);
	for (int i = 0; i < n; i++) {
		char path[512];
		snprintf(path, sizeof(path), FOLDER "/%s", names[i]->d_name);
		with(user, path);
		free(names[i]);
	}
	free(names);
}

static void compare_fixture(void *user, const char *path)
{
	struct zf_error err = ZF_ERROR_INIT;
	struct file_text text;
	struct diags diags;
	struct findings want = {.count = 0}, have = {.count = 0};
	struct buf a, b;
	(void)user;
	assert_int_equal(file_read(&text, path, 1 << 20, &err), ZF_OK);
	add_announced(&want, text.data);
	file_text_free(&text);
	diags_init(&diags);
	look(&diags, path);
	add_found(&have, &diags);
	buf_init(&a, 0);
	buf_init(&b, 0);
	print_findings(&a, &want);
	print_findings(&b, &have);
	if (strcmp(a.data, b.data) != 0) {
		for (size_t i = 0; i < diags.count; i++) {
			struct buf line;
			buf_init(&line, 0);
			diag_print(&line, &diags.items[i], DIAG_PLAIN);
			print_error("%s", line.data);
			buf_free(&line);
		}
		print_error("%s\n", path);
		assert_string_equal(b.data, a.data);
	}
	buf_free(&a);
	buf_free(&b);
	diags_free(&diags);
}

static void fixtures_give_what_they_announce(void **state)
{
	(void)state;
	each_fixture(compare_fixture, NULL);
}

/* Zones that no reader gives: what comes from name servers and providers. */
static const struct built {
	const char *owner, *type, *rdata;
	uint32_t ttl;
} soa = {"example.com.", "SOA", "ns1.example.com. h.example.com. 1 7200 3600 1209600 300", 300},
  ns = {"example.com.", "NS", "ns.example.net.", 300},
  ns2 = {"example.com.", "NS", "ns2.example.net.", 300};

static void add_built(struct zone_builder *b, const struct built *r)
{
	struct zf_error err = ZF_ERROR_INIT;
	struct name owner;
	struct buf rdata;
	uint16_t type = rrtype_parse(r->type, strlen(r->type));
	buf_init(&rdata, 0);
	assert_int_equal(name_parse_absolute(&owner, r->owner, &err), ZF_OK);
	assert_int_equal(
		rdata_parse_text(&rdata, type, r->rdata, strlen(r->rdata), NULL, &err), ZF_OK);
	assert_int_equal(zone_builder_add(b, &owner, type, r->ttl, (const uint8_t *)rdata.data,
				 rdata.len, (struct str){NULL, 0}, 0, &err),
		ZF_OK);
	buf_free(&rdata);
}

static void look_built(struct diags *diags, const struct built *extra)
{
	struct zf_error err = ZF_ERROR_INIT;
	struct name apex;
	assert_int_equal(name_parse_absolute(&apex, "example.com", &err), ZF_OK);
	struct zone_builder *b = zone_builder_new(&apex, "test");
	add_built(b, &soa);
	add_built(b, &ns);
	add_built(b, &ns2);
	add_built(b, extra);
	struct zf_zone *zone = zone_builder_seal(b);
	check_zone(zone, diags);
	zf_zone_free(zone);
}

static const struct {
	const char *code;
	struct built record;
} built[] = {
	{"second-soa", {"example.com.", "SOA",
			       "ns2.example.com. h.example.com. 1 7200 3600 1209600 300", 300}},
	{"soa-off-apex",
		{"a.example.com.", "SOA", "ns2.example.com. h.example.com. 1 2 1 3 4", 300}},
	{"ttl-range", {"a.example.com.", "A", "192.0.2.1", 0x80000000}},
};

static void zones_of_other_sources_are_judged(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(built) / sizeof(built[0]); i++) {
		struct diags diags;
		diags_init(&diags);
		look_built(&diags, &built[i].record);
		assert_int_equal(diags.count, 1);
		assert_string_equal(diags.items[0].code, built[i].code);
		assert_null(diags.items[0].file);
		diags_free(&diags);
	}
}

enum { FEW_RECORDS = 100 };

/* Texts that are too long for a file here, or have no file's name: each repeats a piece. */
static const struct {
	const char *code, *start, *piece, *end;
	size_t times;
} texts[] = {
	{"no-origin", "a.example. 300 IN A 192.0.2.1", "", "\n", 1},
	{"long-line", "", ";", "\n", ZONEFILE_MAX_LINE + 1},
	{"long-token", "a.example. 300 IN TXT ", "x", "\n", ZONEFILE_MAX_TOKEN + 1},
	{"many-tokens", "a.example. 300 IN TXT (\n", "x x x x x x x x\n", ")\n", 33000},
	{"rdata-too-long", "a.example. 300 IN TXT (\n", "\"123456789\"\n", ")\n", 6554},
	{"too-many-records", "", "a.example. 300 IN A 192.0.2.1\n", "", FEW_RECORDS + 1},
};

static void look_text(struct diags *diags, size_t i)
{
	struct zonefile_options options = ZONEFILE_OPTIONS_INIT;
	struct zf_error err = ZF_ERROR_INIT;
	struct zf_zone *zone = NULL;
	struct buf text;
	options.max_records = FEW_RECORDS;
	buf_init(&text, 0);
	buf_adds(&text, texts[i].start);
	for (size_t n = 0; n < texts[i].times; n++)
		buf_adds(&text, texts[i].piece);
	buf_adds(&text, texts[i].end);
	assert_int_not_equal(
		zonefile_parse(&zone, text.data, text.len, NULL, &options, diags, &err), ZF_OK);
	buf_free(&text);
}

static void texts_have_limits(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		struct diags diags;
		diags_init(&diags);
		look_text(&diags, i);
		assert_true(diags.count > 0);
		assert_string_equal(diags.items[0].code, texts[i].code);
		diags_free(&diags);
	}
}

struct seen {
	struct check_code codes[CODES_MAX];
	bool found[CODES_MAX];
	size_t count;
};

static void mark_found(struct seen *seen, const struct diags *diags)
{
	for (size_t i = 0; i < diags->count; i++) {
		const struct diag *d = &diags->items[i];
		size_t at = 0;
		while (at < seen->count && strcmp(seen->codes[at].code, d->code) != 0)
			at++;
		if (at == seen->count)
			fail_msg("%s is in no table", d->code);
		if (seen->codes[at].severity != d->severity)
			fail_msg("%s is given as severity %d", d->code, d->severity);
		seen->found[at] = true;
	}
}

static void mark_fixture(void *user, const char *path)
{
	struct diags diags;
	diags_init(&diags);
	look(&diags, path);
	mark_found(user, &diags);
	diags_free(&diags);
}

static void every_code_has_a_fixture(void **state)
{
	struct seen *seen = calloc(1, sizeof(*seen));
	size_t missing = 0;
	(void)state;
	seen->count = codes_list(seen->codes);
	assert_true(seen->count < CODES_MAX);
	each_fixture(mark_fixture, seen);
	for (size_t i = 0; i < sizeof(built) / sizeof(built[0]); i++) {
		struct diags diags;
		diags_init(&diags);
		look_built(&diags, &built[i].record);
		mark_found(seen, &diags);
		diags_free(&diags);
	}
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		struct diags diags;
		diags_init(&diags);
		look_text(&diags, i);
		mark_found(seen, &diags);
		diags_free(&diags);
	}
	for (size_t i = 0; i < seen->count; i++)
		/* That one is about no zone: tests/cli/check.t has it; test_portable has what is
		 * about ldns. */
		if (!seen->found[i] && strcmp(seen->codes[i].code, CODE_NOT_READ) != 0 &&
			strncmp(seen->codes[i].code, "ldns-", 5) != 0) {
			print_error("%s has no fixture\n", seen->codes[i].code);
			missing++;
		}
	free(seen);
	assert_int_equal(missing, 0);
}

static void codes_are_sorted_and_explained(void **state)
{
	struct check_code codes[CODES_MAX];
	(void)state;
	size_t n = codes_list(codes);
	for (size_t i = 0; i < n; i++) {
		size_t length = strlen(codes[i].reason);
		assert_true(length > 10 && codes[i].reason[length - 1] == '.');
		assert_true(codes_know(codes[i].code));
		if (i > 0)
			assert_true(strcmp(codes[i - 1].code, codes[i].code) < 0);
	}
	assert_false(codes_know("no-such-code"));
}

/* What check.c and the reader both find is one matter. */
static void shared_codes_agree(void **state)
{
	(void)state;
	for (const struct zonefile_code *z = zonefile_codes; z->code; z++) {
		const struct check_code *c = check_code_find(z->code);
		if (!c)
			continue;
		assert_int_equal(c->severity, z->severity);
		assert_string_equal(c->reason, z->reason);
	}
	for (const struct rdata_code *r = rdata_codes; r->code; r++)
		assert_null(check_code_find(r->code));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(fixtures_give_what_they_announce),
		cmocka_unit_test(zones_of_other_sources_are_judged),
		cmocka_unit_test(texts_have_limits),
		cmocka_unit_test(every_code_has_a_fixture),
		cmocka_unit_test(codes_are_sorted_and_explained),
		cmocka_unit_test(shared_codes_agree),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
