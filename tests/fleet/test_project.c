/* project: what it says, and every mistake with its place. */
#include "test.h"

#include <stdlib.h>
#include <sys/stat.h>

#include "err.h"
#include "folder.h"
#include "project.h"

static void mistakes_have_their_place(void **state)
{
	(void)state;
	static const struct {
		const char *text, *want;
	} rows[] = {
		{"", "1:1 \"zones:\" was expected"},
		{"zone: {}\n", "1:1 unknown key \"zone\"; known here are zones and defaults; did "
			       "you mean \"zones\"?"},
		{"zones: [a]\n", "1:8 zones with their settings"},
		{"zones:\n  a.example: x\n", "2:14 settings (key: value) were expected"},
		{"zones:\n  a.example: {source: a}\n", "2:3 a.example has no targets"},
		{"zones:\n  a.example: {source: a, targets: [bunny], mdoe: add}\n",
			"2:44 unknown key \"mdoe\"; known here are source, targets, ignore, mode, "
			"max_delete; did you mean \"mode\"?"},
		{"zones:\n  a.example: {source: a, targets: [bunny, buny]}\n",
			"2:43 there is no provider \"buny\"; did you mean \"bunny\"?"},
		{"zones:\n  a.example: {source: a, targets: bunny}\n", "2:35 a list was expected"},
		{"zones:\n  a.example: {source: a, targets: []}\n", "2:35 targets is empty"},
		{"zones:\n  a.example: {source: a, targets: [git:HEAD:x]}\n",
			"2:36 \"git:HEAD:x\" can't be written to"},
		{"zones:\n  a.example: {source: ../a, targets: [bunny]}\n",
			"2:23 \"../a\" is outside of the project"},
		{"zones:\n  a.example: {source: /a, targets: [bunny]}\n",
			"2:23 \"/a\" is outside of the project"},
		{"zones:\n  '*': {source: 'z/a.zone', targets: [bunny]}\n",
			"2:3 the source of a pattern holds {zone}"},
		{"zones:\n  '*': {source: 'z/{zone}', targets: [bunny:x.example]}\n",
			"2:3 several zones can't have one target: \"bunny:x.example\""},
		{"zones:\n  '*': {source: '{zone}/a', targets: [bunny]}\n",
			"2:17 {zone} stands once, in the last part of the path"},
		{"zones:\n  a.example: {source: a, targets: [bunny], mode: miror}\n",
			"2:50 mode is mirror, update or add, not \"miror\"; did you mean "
			"\"mirror\"?"},
		{"zones:\n  a.example: {source: a, targets: [bunny], ignore: [x/TXXT]}\n",
			"2:53 \"x/TXXT\" is no name to ignore"},
		{"zones:\n  A.example: {source: a, targets: [bunny]}\n  a.example.: {source: a, "
		 "targets: [bunny]}\n",
			"3:3 a.example is there twice, before in line 2"},
		{"zones:\n  a.example: &x {source: a, targets: [bunny]}\n",
			"2:14 anchors, aliases and tags are not used"},
		{"zones:\n  a..example: {source: a, targets: [bunny]}\n",
			"2:3 \"a..example\" is no zone"},
		{"zones: {a.example: {source: a, targets: [bunny]}}\ndefaults: {max_delete: 101%}\n",
			"2:24 max_delete is a number, or a percentage up to 100%"},
		{"zones: {}\ndefaults: {source: x}\n", "2:12 unknown key \"source\""},
		{"zones: {\n", "2:1 not YAML"},
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct project p;
		struct diags diags;
		char text[400] = "nothing";
		diags_init(&diags);
		enum zf_status status =
			project_parse(&p, "p.yaml", str_of(rows[i].text), NULL, &diags);
		if (diags.count)
			snprintf(text, sizeof(text), "%lu:%lu %s", diags.items[0].line,
				diags.items[0].col, diags.items[0].text);
		if (status != ZF_ERR_SYNTAX || !str_starts(text, rows[i].want))
			fail_msg("%s: %s", rows[i].text, text);
		diags_free(&diags);
	}
}

static void every_mistake_is_told(void **state)
{
	(void)state;
	static const char text[] = "zones:\n  a.example: {sorce: a, targets: [buny]}\n"
				   "  b.example: {source: /b}\ndefault: {}\n";
	struct project p;
	struct diags diags;
	diags_init(&diags);
	assert_int_equal(project_parse(&p, "p.yaml", str_of(text), NULL, &diags), ZF_ERR_SYNTAX);
	assert_int_equal(diags.errors, 6);
	for (size_t i = 1; i < diags.count; i++)
		assert_true(diags.items[i - 1].line <= diags.items[i].line);
	diags_free(&diags);
}

static struct project_zones list(const struct project *p, char *const *globs, size_t count)
{
	struct zf_error err = ZF_ERROR_INIT;
	struct project_zones zones;
	if (project_list_zones(&zones, p, globs, count, &err) != ZF_OK)
		fail_msg("%s", err.text);
	return zones;
}

static void names_go_before_patterns(void **state)
{
	(void)state;
	static const char text[] =
		"zones:\n"
		"  '*.org': {source: 'z/{zone}.zone', targets: ['out/{zone}.db', 'bunny@x']}\n"
		"  '*': {source: 'z/{zone}.zone', targets: [hostup]}\n"
		"  a.example: {source: z/a.zone, targets: ['axfr://ns/{zone}?key=k'], mode: add, "
		"ignore: [y]}\n"
		"defaults: {mode: update, max_delete: 5, ignore: [x/TXT]}\n";
	static const char *const files[] = {"z/a.zone", "z/a.example.zone", "z/b.org.zone",
		"z/0%2f25.2.0.192.in-addr.arpa.zone", "z/notes.txt", "z/.hidden.zone"};
	struct project p;
	struct diags diags;
	struct zf_error err = ZF_ERROR_INIT;
	char right[] = "B.ORG.", wrong[] = "b.orgg", path[FOLDER_PATH];
	char *one[] = {right}, *none[] = {wrong};
	assert_int_equal(mkdir(folder_path(path, "z"), 0700), 0);
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++)
		folder_put(files[i], "");
	char *file = strdup(folder_put("zoneferry.yaml", text));
	diags_init(&diags);
	assert_int_equal(project_read(&p, file, NULL, &diags, &err), ZF_OK);
	struct project_zones zones = list(&p, NULL, 0);
	assert_int_equal(zones.count, 4);
	assert_string_equal(zones.items[0].name, "0\\04725.2.0.192.in-addr.arpa");
	assert_string_equal(
		zones.items[0].targets.items[0], "hostup:0\\04725.2.0.192.in-addr.arpa");
	assert_string_equal(zones.items[1].name, "a");
	assert_string_equal(zones.items[2].name, "a.example");
	assert_string_equal(zones.items[2].targets.items[0], "axfr://ns/a.example?key=k");
	assert_true(str_ends(zones.items[2].source, "/z/a.zone"));
	assert_int_equal(zones.items[2].ignore.count, 2);
	assert_int_equal(project_mode(&p, &zones.items[2]), SYNC_ADD);
	assert_int_equal(project_mode(&p, &zones.items[0]), SYNC_UPDATE);
	assert_string_equal(project_max_delete(&p, &zones.items[2]), "5");
	assert_string_equal(zones.items[3].name, "b.org");
	assert_true(str_ends(zones.items[3].targets.items[0], "/out/b.org.db"));
	assert_string_equal(zones.items[3].targets.items[1], "bunny@x:b.org");
	project_zones_free(&zones);
	zones = list(&p, one, 1);
	assert_int_equal(zones.count, 1);
	project_zones_free(&zones);
	assert_int_equal(project_list_zones(&zones, &p, none, 1, &err), ZF_ERR_NOT_FOUND);
	assert_non_null(strstr(err.text, "did you mean \"b.org\"?"));
	project_free(&p);
	diags_free(&diags);
	free(file);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(mistakes_have_their_place),
		cmocka_unit_test(every_mistake_is_told),
		cmocka_unit_test(names_go_before_patterns),
	};
	return cmocka_run_group_tests(tests, folder_make, folder_drop);
}
