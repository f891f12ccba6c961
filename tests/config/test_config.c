/* config: what is read, what is refused with its place, and where values come from. */
#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "config.h"
#include "config_source.h"
#include "file.h"
#include "folder.h"
#include "xdg.h"

static const char *put(const char *name, const char *text, mode_t mode)
{
	const char *path = folder_put(name, text);
	assert_int_equal(chmod(path, mode), 0);
	return path;
}

static struct config *parse(const char *text)
{
	struct zf_error err = ZF_ERROR_INIT;
	struct config *config;
	if (config_parse(&config, "c.yaml", text, strlen(text), &err) != ZF_OK)
		fail_msg("%lu:%lu: %s", err.line, err.col, err.text);
	return config;
}

static const char *value_of(const struct config *config, const char *profile, const char *key,
	struct secrets *all, const char **from)
{
	struct zf_error err = ZF_ERROR_INIT;
	const struct secret *value;
	if (config_value(config, config_find(config, profile), key, all, &value, from, &err) !=
		ZF_OK)
		fail_msg("%s", err.text);
	return value ? secret_octets(value).p : NULL;
}

static const char example[] = "# comment\n"
			      "profiles:\n"
			      "  bunny:\n"
			      "    access_key: cmd:printf 'from command\\n'\n"
			      "  lab:\n"
			      "    provider: powerdns\n"
			      "    url: http://127.0.0.1:8081\n"
			      "    api_key: env:ZF_TEST_KEY\n"
			      "    pem: |\n"
			      "      line 1\n"
			      "      line 2\n"
			      "    \"quoted\": \"a\\tb: c\"\n"
			      "keys:\n"
			      "  transfer: { algorithm: hmac-sha512, secret: 'c2VjcmV0' }\n"
			      "  old.example: { secret: c2VjcmV0Mg== }\n";

static void the_example_of_the_documentation(void **state)
{
	(void)state;
	struct config *config = parse(example);
	struct secrets *all = secrets_new();
	const char *from;
	assert_null(config_find(config, "nobody"));
	const struct config_profile *lab = config_find(config, "lab");
	assert_string_equal(config_profile_provider(lab), "powerdns");
	assert_string_equal(config_profile_provider(config_find(config, "bunny")), "bunny");
	assert_string_equal(config_profile_key(lab, 0), "url");
	assert_string_equal(config_profile_key(lab, 3), "quoted");
	assert_null(config_profile_key(lab, 4));

	assert_string_equal(value_of(config, "bunny", "access_key", all, &from), "from command");
	assert_string_equal(from, "profile bunny, cmd:printf ...");
	assert_string_equal(value_of(config, "lab", "url", all, &from), "http://127.0.0.1:8081");
	assert_string_equal(from, "profile lab");
	assert_string_equal(value_of(config, "lab", "pem", all, &from), "line 1\nline 2\n");
	assert_string_equal(value_of(config, "lab", "quoted", all, &from), "a\tb: c");
	assert_null(value_of(config, "lab", "nothing", all, &from));
	setenv("ZF_TEST_KEY", "from environment", 1);
	assert_string_equal(value_of(config, "lab", "api_key", all, &from), "from environment");
	assert_string_equal(from, "profile lab, env:ZF_TEST_KEY");
	setenv("ZF_TEST_KEY", "too late", 1);
	assert_string_equal(value_of(config, "lab", "api_key", all, &from), "from environment");
	unsetenv("ZF_TEST_KEY");

	struct zf_error err = ZF_ERROR_INIT;
	struct config_key key;
	assert_int_equal(config_tsig_key(config, "transfer", all, &key, &err), ZF_OK);
	assert_string_equal(key.name, "transfer");
	assert_string_equal(key.algorithm, "hmac-sha512");
	assert_true(str_eq(secret_octets(key.secret), "c2VjcmV0"));
	assert_int_equal(config_tsig_key(config, "old.example", all, &key, &err), ZF_OK);
	assert_string_equal(key.algorithm, "hmac-sha256");
	assert_int_equal(config_tsig_key(config, "none", all, &key, &err), ZF_ERR_CONFIG);
	secrets_free(all);
	config_free(config);
	config_free(NULL);
}

static void empty_files_have_no_profiles(void **state)
{
	(void)state;
	static const char *const texts[] = {"", "\n\n", "# x\n", "---\n", "---\n...\n", "{}",
		"profiles: {}\nkeys: {}\n", "\xef\xbb\xbf# x\n"};
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		struct config *config = parse(texts[i]);
		assert_null(config_find(config, "bunny"));
		config_free(config);
	}
}

static void mistakes_are_refused_with_their_place(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		unsigned long line, col;
	} cases[] = {{"profile:\n  a:\n", 1, 1}, {"profiles: {}\nother: 1\n", 2, 1},
		{"profiles: {}\nprofiles: {}\n", 2, 1}, {"- a\n", 1, 1}, {"text\n", 1, 1},
		{"profiles:\n", 1, 10}, {"profiles: x\n", 1, 11}, {"profiles:\n  a: x\n", 2, 6},
		{"profiles:\n  a:\n    k: [1]\n", 3, 8}, {"profiles:\n  a:\n    k: {b: 1}\n", 3, 8},
		{"profiles:\n  a:\n    k:\n", 3, 7}, {"profiles:\n  a:\n    k: ~\n", 3, 8},
		{"profiles:\n  a:\n    k: null\n", 3, 8}, {"profiles:\n  a:\n    k: ''\n", 3, 8},
		{"profiles:\n  a:\n    k: 1\n    k: 2\n", 4, 5},
		{"profiles:\n  a: {k: 1}\n  a: {k: 2}\n", 3, 3},
		{"profiles:\n  a b: {k: 1}\n", 2, 3}, {"profiles:\n  a:\n    \"k\\n\": 1\n", 3, 5},
		{"profiles:\n  ? [x]\n  : {k: 1}\n", 2, 5}, {"profiles:\n  a: {<<: 1}\n", 2, 7},
		{"profiles:\n  a: &x {k: 1}\n  b: *x\n", 2, 6},
		{"profiles:\n  a: {k: &x 1}\n", 2, 10}, {"profiles:\n  a: {k: !!str 1}\n", 2, 10},
		{"profiles: !x {}\n", 1, 11}, {"%TAG ! tag:x,2000:\n---\nprofiles: {}\n", 1, 1},
		{"profiles: {}\n---\nkeys: {}\n", 2, 1}, {"profiles: {\n", 2, 1},
		{"profiles:\n\t- x\n", 2, 1}, {"profiles: \"x\n", 2, 1},
		{"profiles:\n  a:\n    k: \"\\0\"\n", 3, 8},
		{"profiles:\n  a: {provider: cmd:x}\n", 2, 17},
		{"keys:\n  a: {secret: x, algo: y}\n", 2, 24},
		{"keys:\n  a: {secret: x, algorithm: rot13}\n", 2, 29}, {"keys:\n  a: {}\n", 0, 0}};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct zf_error err = ZF_ERROR_INIT;
		struct config *config;
		enum zf_status status =
			config_parse(&config, "c.yaml", cases[i].text, strlen(cases[i].text), &err);
		if (status != ZF_ERR_SYNTAX || err.line != cases[i].line || err.col != cases[i].col)
			fail_msg("%s: %d, %lu:%lu: %s", cases[i].text, (int)status, err.line,
				err.col, err.text);
		assert_null(config);
	}
}

static enum zf_status source(const char *value, struct buf *out, struct zf_error *err)
{
	const struct config_reading how = {.folder = folder_name()};
	*err = (struct zf_error)ZF_ERROR_INIT;
	buf_reset(out);
	return config_source_read(out, value, &how, err);
}

static void values_that_can_not_be_had(void **state)
{
	(void)state;
	static const char *const bad[] = {"env:ZF_TEST_UNSET", "env:", "file:missing", "file:/",
		"file:/dev/zero", "cmd:echo canary; exit 3", "cmd:echo canary; kill -9 $$",
		"cmd:", "cmd:true", "cmd:head -c 70000 /dev/zero | tr '\\0' x",
		"cmd:printf 'a\\0b'", "cmd:no-such-program-zf 2>/dev/null", "cmd:yes canary"};
	struct zf_error err;
	struct buf out;
	buf_init(&out, 0);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		if (source(bad[i], &out, &err) == ZF_OK || out.len)
			fail_msg("%s gives %s", bad[i], out.data);
		assert_null(strstr(err.text, "canary"));
	}
	setenv("ZF_TEST_EMPTY", "", 1);
	assert_int_equal(source("env:ZF_TEST_EMPTY", &out, &err), ZF_ERR_CONFIG);
	buf_free(&out);
}

static void values_and_their_newlines(void **state)
{
	(void)state;
	static const struct {
		const char *value, *want;
	} cases[] = {{"cmd:printf 'a\\n'", "a"}, {"cmd:printf 'a\\r\\n'", "a"},
		{"cmd:printf 'a\\n\\n'", "a\n"}, {"cmd:printf a; cat", "a"},
		{"file:token", "from file"}, {"plain text", "plain text"},
		{"environment:x", "environment:x"}, {"CMD:x", "CMD:x"}};
	struct zf_error err;
	struct buf out;
	buf_init(&out, 0);
	put("token", "from file\n", 0600);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		if (source(cases[i].value, &out, &err) != ZF_OK)
			fail_msg("%s: %s", cases[i].value, err.text);
		assert_string_equal(out.data, cases[i].want);
	}
	setenv("HOME", folder_name(), 1);
	assert_int_equal(source("file:~/token", &out, &err), ZF_OK);
	assert_string_equal(out.data, "from file");
	unsetenv("HOME");
	assert_int_equal(source("file:~/token", &out, &err), ZF_ERR_CONFIG);
	buf_free(&out);
}

static void commands_are_stopped(void **state)
{
	(void)state;
	static const char *const slow[] = {
		"sleep 1", "exec sleep 1", "exec >&-; sleep 1", "echo x; sleep 1"};
	for (size_t i = 0; i < sizeof(slow) / sizeof(slow[0]); i++) {
		struct zf_error err = ZF_ERROR_INIT;
		struct buf out;
		buf_init(&out, 1000);
		assert_int_equal(config_source_run(&out, slow[i], NULL, 50, &err), ZF_ERR_CONFIG);
		assert_non_null(strstr(err.text, "did not end"));
		buf_free(&out);
	}
}

static void errors_name_the_setting_and_not_its_value(void **state)
{
	(void)state;
	struct config *config = parse("profiles:\n  a:\n    key: cmd:echo canary; false canary\n");
	struct secrets *all = secrets_new();
	struct zf_error err = ZF_ERROR_INIT;
	const struct secret *value;
	const char *from;
	assert_int_equal(
		config_value(config, config_find(config, "a"), "key", all, &value, &from, &err),
		ZF_ERR_CONFIG);
	assert_string_equal(
		err.text, "profile a, cmd:echo ...: key: the command failed with status 1");
	assert_string_equal(err.file, "c.yaml");
	assert_int_equal(err.line, 3);
	assert_null(value);
	secrets_free(all);
	config_free(config);
}

static enum zf_status load(const char *path)
{
	struct zf_error err = ZF_ERROR_INIT;
	struct config *config;
	enum zf_status status = config_load(&config, path, &err);
	assert_int_equal(status, err.code);
	assert_true(!config == (status != ZF_OK));
	assert_null(strstr(err.text, "canary"));
	config_free(config);
	return status;
}

static void modes(void **state)
{
	(void)state;
	static const char literal[] = "profiles:\n  a:\n    api_key: canary\n";
	static const char sources[] =
		"profiles:\n  a:\n    api_key: env:X\n    url: https://h/\n    region: eu\n";
	static const char user[] = "profiles:\n  a:\n    url: https://u:canary@h/\n";
	static const char key[] = "keys:\n  a: {secret: canary}\n";
	static const struct {
		const char *text;
		mode_t mode;
		enum zf_status want;
	} cases[] = {{literal, 0600, ZF_OK}, {literal, 0400, ZF_OK}, {literal, 0640, ZF_ERR_CONFIG},
		{literal, 0604, ZF_ERR_CONFIG}, {sources, 0644, ZF_OK},
		{sources, 0664, ZF_ERR_CONFIG}, {sources, 0602, ZF_ERR_CONFIG},
		{user, 0644, ZF_ERR_CONFIG}, {user, 0600, ZF_OK}, {key, 0644, ZF_ERR_CONFIG},
		{key, 0600, ZF_OK}};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		if (load(put("config.yaml", cases[i].text, cases[i].mode)) != cases[i].want)
			fail_msg("%zu", i);
	assert_int_equal(load("/nowhere/config.yaml"), ZF_ERR_NOT_FOUND);
	assert_int_equal(load(folder_name()), ZF_ERR_IO);
	char *large = calloc(1, (1 << 20) + 2);
	assert_non_null(large);
	memset(large, '\n', (1 << 20) + 1);
	assert_int_equal(load(put("large.yaml", large, 0600)), ZF_ERR_LIMIT);
	free(large);
}

static void where_the_config_is(void **state)
{
	(void)state;
	char dir[100];
	folder_path(dir, "zoneferry");
	assert_int_equal(mkdir(dir, 0700), 0);
	unsetenv("HOME");
	unsetenv("XDG_CONFIG_HOME");
	assert_int_equal(load(NULL), ZF_OK); /* nowhere */
	setenv("XDG_CONFIG_HOME", folder_name(), 1);
	assert_int_equal(load(NULL), ZF_OK); /* not there */
	put("zoneferry/config.yaml", "nonsense", 0600);
	assert_int_equal(load(NULL), ZF_ERR_SYNTAX);
	setenv("XDG_CONFIG_HOME", "relative", 1);
	setenv("HOME", "/home/u", 1);
	struct buf path;
	buf_init(&path, 0);
	assert_true(xdg_path(&path, XDG_CONFIG, "providers"));
	assert_string_equal(path.data, "/home/u/.config/zoneferry/providers");
	buf_free(&path);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(the_example_of_the_documentation),
		cmocka_unit_test(empty_files_have_no_profiles),
		cmocka_unit_test(mistakes_are_refused_with_their_place),
		cmocka_unit_test(values_that_can_not_be_had),
		cmocka_unit_test(values_and_their_newlines), cmocka_unit_test(commands_are_stopped),
		cmocka_unit_test(errors_name_the_setting_and_not_its_value),
		cmocka_unit_test(modes), cmocka_unit_test(where_the_config_is)};
	return cmocka_run_group_tests(tests, folder_make, folder_drop);
}
