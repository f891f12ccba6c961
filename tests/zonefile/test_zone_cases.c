/*
 * Zone files and what reading them must give: testdata/zone/read/expected.tsv, one case a line:
 *
 *   case      NAME.zone beside it
 *   verdict   accept or refuse
 *   content   accept: the records, "owner ttl TYPEn rdata-hex" with " | " between ("base": those
 * that most cases begin with; "sha256:digest/length" for long RDATA; "-" for none) refuse: all
 * errors, "[file:]line:col:code" with " | " between warnings  all warnings in the same form, or "-"
 *
 * Every case is read by one thread and by two, with and without comments kept.
 */
#include "test.h"

#include <openssl/sha.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "buf.h"
#include "file.h"
#include "mem.h"
#include "rdata.h"
#include "str.h"
#include "zonefile.h"

static const char folder[] = "testdata/zone/read";

static const char base[] =
	"example.test. 3600 TYPE6 036e7331076578616d706c650474657374000a686f73746d6173746572076578"
	"616d706c650474657374000000000100001c2000000e10001275000000012c | "
	"example.test. 3600 TYPE2 036e7331076578616d706c65047465737400 | "
	"ns1.example.test. 3600 TYPE1 c0000201";

/* A set of lines, to be compared as one sorted text. */
struct lines {
	char **items;
	size_t count, cap;
};

static void lines_add(struct lines *l, const char *p, size_t n)
{
	if (l->count == l->cap)
		l->items = mem_grow(l->items, &l->cap, l->count + 1, sizeof(*l->items));
	l->items[l->count++] = mem_strndup(p, n);
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The lines in order, each once; releases them. */
static char *lines_text(struct lines *l)
{
	struct buf out;
	buf_init(&out, 0);
	if (l->count)
		qsort(l->items, l->count, sizeof(*l->items), by_text);
	for (size_t i = 0; i < l->count; i++)
		if (i == 0 || strcmp(l->items[i], l->items[i - 1]) != 0)
			buf_printf(&out, "%s\n", l->items[i]);
	for (size_t i = 0; i < l->count; i++)
		free(l->items[i]);
	free(l->items);
	*l = (struct lines){0};
	char *text = buf_take(&out);
	buf_free(&out);
	return text;
}

static void add_split(struct lines *l, const char *text)
{
	for (const char *end; *text; text = *end ? end + 3 : end) {
		end = strstr(text, " | ");
		end = end ? end : text + strlen(text);
		lines_add(l, text, (size_t)(end - text));
	}
}

static void add_rdata(struct buf *line, const uint8_t *rdata, size_t n)
{
	uint8_t digest[SHA256_DIGEST_LENGTH];
	if (n == 0) {
		buf_addc(line, '-');
	} else if (n <= 512) {
		str_add_hex(line, rdata, n);
	} else {
		SHA256(rdata, n, digest);
		buf_adds(line, "sha256:");
		str_add_hex(line, digest, sizeof(digest));
		buf_printf(line, "/%zu", n);
	}
}

/* Names have no letter case: expected records go through the same canonical form. */
static void add_expected_record(struct lines *l, const char *line)
{
	static uint8_t rdata[RDATA_MAX];
	const char *type = strstr(line, " TYPE"), *hex = strrchr(line, ' ') + 1;
	struct buf out;
	size_t n = 0;
	buf_init(&out, 0);
	for (const char *p = line; p < hex; p++)
		buf_addc(&out, p < type ? (char)str_lower[(unsigned char)*p] : *p);
	if (str_starts(hex, "sha256:") || strcmp(hex, "-") == 0) {
		buf_adds(&out, hex);
	} else {
		for (const char *p = hex; *p; p += 2)
			rdata[n++] = (uint8_t)(str_hex_digit(p[0]) << 4 | str_hex_digit(p[1]));
		rdata_canonical((uint16_t)atoi(type + 5), rdata, n);
		add_rdata(&out, rdata, n);
	}
	lines_add(l, out.data, out.len);
	buf_free(&out);
}

static void add_expected(struct lines *l, const char *text)
{
	struct lines parts = {0};
	add_split(&parts, text);
	for (size_t i = 0; i < parts.count; i++) {
		if (strcmp(parts.items[i], "base") == 0)
			add_expected(l, base);
		else
			add_expected_record(l, parts.items[i]);
		free(parts.items[i]);
	}
	free(parts.items);
}

static void add_records(struct lines *l, const struct zf_zone *zone)
{
	struct buf out;
	buf_init(&out, 0);
	for (size_t i = 0; i < zone->count; i++) {
		const struct rec *r = zone->recs[i];
		buf_reset(&out);
		rec_print_owner_absolute(&out, zone, r);
		buf_printf(&out, " %u TYPE%u ", (unsigned)r->ttl, rec_type(r));
		add_rdata(&out, rec_rdata(r), r->rdata_len);
		lines_add(l, out.data, out.len);
	}
	buf_free(&out);
}

static void add_findings(
	struct lines *l, const struct diags *diags, enum diag_severity severity, const char *file)
{
	struct buf out;
	buf_init(&out, 0);
	for (size_t i = 0; i < diags->count; i++) {
		const struct diag *d = &diags->items[i];
		if (d->severity != severity)
			continue;
		buf_reset(&out);
		if (strcmp(d->file, file) != 0)
			buf_printf(&out, "%s:", d->file);
		buf_printf(&out, "%lu:%lu:%s", d->line, d->col, d->code);
		lines_add(l, out.data, out.len);
	}
	buf_free(&out);
}

/* What reading a case gives, as text to compare. */
struct outcome {
	const char *verdict;
	char *content, *warnings;
};

/* The error that is returned is the first one of all. */
static void check_error(const struct zf_error *err, const struct diags *diags)
{
	size_t i = 0;
	while (i < diags->count && diags->items[i].severity != DIAG_ERROR)
		i++;
	assert_true(i < diags->count);
	assert_string_equal(err->id, diags->items[i].code);
	assert_string_equal(err->text, diags->items[i].text);
	assert_string_equal(err->file, diags->items[i].file);
	assert_int_equal(err->line, diags->items[i].line);
	assert_int_equal(err->col, diags->items[i].col);
}

static struct outcome read_case(const char *file, const struct zonefile_options *options)
{
	struct zf_zone *zone = NULL;
	struct diags diags;
	struct zf_error err = ZF_ERROR_INIT;
	struct lines content = {0}, warnings = {0};
	diags_init(&diags);
	enum zf_status status = zonefile_read(&zone, file, options, &diags, &err);
	assert_int_equal(err.code, status);
	if (status == ZF_OK) {
		add_records(&content, zone);
		add_findings(&warnings, &zone->diags, DIAG_WARNING, file);
		assert_int_equal(zone->diags.errors, 0);
	} else {
		check_error(&err, &diags);
		add_findings(&content, &diags, DIAG_ERROR, file);
		add_findings(&warnings, &diags, DIAG_WARNING, file);
		assert_null(zone);
	}
	zf_zone_free(zone);
	diags_free(&diags);
	return (struct outcome){
		status == ZF_OK ? "accept" : "refuse", lines_text(&content), lines_text(&warnings)};
}

static size_t compare(const char *name, const char *what, const char *want, const char *got)
{
	if (strcmp(want, got) == 0)
		return 0;
	print_error("%s: %s: want\n%s\ngot\n%s\n", name, what, want, got);
	return 1;
}

static size_t check_case(char *const fields[4])
{
	struct lines content = {0}, warnings = {0};
	char file[128];
	size_t wrong = 0;
	snprintf(file, sizeof(file), "%s.zone", fields[0]);
	if (strcmp(fields[1], "accept") == 0)
		add_expected(&content, fields[2]);
	else
		add_split(&content, fields[2]);
	if (strcmp(fields[3], "-") != 0)
		add_split(&warnings, fields[3]);
	char *want_content = lines_text(&content), *want_warnings = lines_text(&warnings);
	for (unsigned i = 0; i < 4 && wrong == 0; i++) {
		struct zonefile_options options = ZONEFILE_OPTIONS_INIT;
		options.comments = i & 1 ? COMMENTS_KEEP : COMMENTS_DROP;
		options.threads = i & 2 ? 2 : 1;
		options.split_size = 1;
		struct outcome o = read_case(file, &options);
		wrong += compare(fields[0], "verdict", fields[1], o.verdict);
		wrong += compare(fields[0], "content", want_content, o.content);
		wrong += compare(fields[0], "warnings", want_warnings, o.warnings);
		free(o.content);
		free(o.warnings);
	}
	free(want_content);
	free(want_warnings);
	return wrong;
}

/* Every message of the reader has a case that gives it, here or (named below) in test_reader.c. */
static size_t check_codes(const char *cases)
{
	static const char elsewhere[] =
		" no-origin long-line long-token many-tokens dialect txt-cut ";
	size_t missing = 0;
	for (const struct zonefile_code *c = zonefile_codes; c->code; c++) {
		char wanted[64], other[64];
		snprintf(wanted, sizeof(wanted), ":%s", c->code);
		snprintf(other, sizeof(other), " %s ", c->code);
		if (strstr(cases, wanted) || strstr(elsewhere, other))
			continue;
		print_error("no case has the code %s\n", c->code);
		missing++;
	}
	return missing;
}

static void test_cases(void **state)
{
	struct file_text text;
	struct zf_error err = ZF_ERROR_INIT;
	size_t cases = 0, wrong = 0;
	char *line, *rest;
	(void)state;
	assert_int_equal(chdir(folder), 0);
	assert_int_equal(file_read(&text, "expected.tsv", 1 << 20, &err), ZF_OK);
	wrong += check_codes(text.data);
	rest = text.data;
	while ((line = strsep(&rest, "\n"))) {
		char *fields[4];
		size_t n = 0;
		if (*line == '\0')
			continue;
		while (n < 4 && (fields[n] = strsep(&line, "\t")))
			n++;
		assert_int_equal(n, 4);
		wrong += check_case(fields);
		cases++;
	}
	file_text_free(&text);
	assert_int_equal(wrong, 0);
	assert_true(cases > 400);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_cases)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
