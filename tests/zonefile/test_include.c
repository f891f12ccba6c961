/*
 * $INCLUDE and its jail, in a prepared tree:
 *
 *   zones/example.com.zone   the file that includes
 *   zones/sub/ok.inc, zones/ok.inc, zones/link.inc (to ok.inc), zones/linkdir (to sub),
 *   zones/out.inc (to ../secret), zones/zero (to /dev/zero), zones/fifo, zones/sub (a folder)
 *   secret                   what must never be shown
 *   shared/common.inc        below --include-dir, and more/only.inc below a second one
 */
#include "test.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "file.h"
#include "folder.h"
#include "jail.h"
#include "zonefile.h"

#define HEAD "$TTL 60\n@ SOA ns h 1 2 3 4 5\n"

static int make_tree(void **state)
{
	if (folder_make(state) != 0 || chdir(folder_name()) != 0 || mkdir("zones", 0755) != 0 ||
		mkdir("zones/sub", 0755) != 0 || mkdir("shared", 0755) != 0 ||
		mkdir("more", 0755) != 0 || mkfifo("zones/fifo", 0644) != 0 ||
		symlink("ok.inc", "zones/link.inc") != 0 || symlink("sub", "zones/linkdir") != 0 ||
		symlink("../secret", "zones/out.inc") != 0 ||
		symlink("/dev/zero", "zones/zero") != 0 || symlink("zones", "zonelink") != 0)
		return -1;
	folder_put("secret", "topsecret-line-one\n");
	folder_put("zones/leak.inc", "topsecret one two\nx A topsecret\n\"topsecret\" topsecret\n");
	folder_put("zones/ok.inc", "ok A 192.0.2.1\n");
	folder_put("zones/sub/ok.inc", "ok A 192.0.2.2\n");
	folder_put("shared/common.inc", "common A 192.0.2.3\n");
	folder_put("more/only.inc", "only A 192.0.2.4\n");
	return 0;
}

/* Opens by both ways, which must agree; returns what is wrong, or NULL. */
static const char *open_both(const char *name)
{
	const char *why = NULL, *walked = NULL;
	int folder = jail_folder_of("zones/example.com.zone");
	assert_true(folder >= 0);
	int fd = jail_open(folder, name, &why), other = jail_open_by_walk(folder, name, &walked);
	assert_int_equal(fd < 0, other < 0);
	close(folder);
	if (fd < 0) {
		assert_non_null(why);
		assert_string_equal(why, walked);
		return why;
	}
	char content[16] = "";
	assert_int_equal(read(fd, content, sizeof(content) - 1), 15);
	assert_memory_equal(content, "ok A 192.0.2.", 13);
	close(fd);
	close(other);
	return NULL;
}

static void test_jail(void **state)
{
	char longest[1100];
	(void)state;
	assert_null(open_both("ok.inc"));
	assert_null(open_both("./ok.inc"));
	assert_null(open_both("sub/ok.inc"));
	assert_null(open_both("sub//ok.inc"));
	assert_null(open_both("./sub/./ok.inc"));
	assert_non_null(strstr(open_both("none.inc"), "no such file"));
	assert_non_null(strstr(open_both("none/ok.inc"), "no such file"));
	assert_non_null(strstr(open_both("link.inc"), "symbolic link"));
	assert_non_null(strstr(open_both("linkdir/ok.inc"), "symbolic link"));
	assert_non_null(strstr(open_both("out.inc"), "symbolic link"));
	assert_non_null(strstr(open_both("zero"), "symbolic link"));
	assert_non_null(strstr(open_both("ok.inc/x"), "no folder"));
	assert_non_null(strstr(open_both("fifo"), "no regular file"));
	assert_non_null(strstr(open_both("sub"), "no regular file"));
	assert_non_null(strstr(open_both("sub/"), "no regular file"));
	assert_non_null(strstr(open_both("."), "no regular file"));
	assert_non_null(strstr(open_both(""), "empty"));
	assert_non_null(strstr(open_both("/etc/passwd"), "absolute"));
	assert_non_null(strstr(open_both(".."), "\"..\""));
	assert_non_null(strstr(open_both("../secret"), "\"..\""));
	assert_non_null(strstr(open_both("sub/../ok.inc"), "\"..\""));
	assert_non_null(strstr(open_both("sub/.."), "\"..\""));
	memset(longest, 'x', sizeof(longest));
	longest[sizeof(longest) - 1] = '\0';
	assert_non_null(strstr(open_both(longest), "1024"));
}

static void test_no_folder(void **state)
{
	(void)state;
	assert_int_equal(jail_folder_of("nowhere/x.zone"), -1);
	assert_int_equal(errno, ENOENT);
	int fd = jail_folder_of("/x");
	assert_true(fd >= 0);
	close(fd);
}

/* Reads HEAD and `line`; gives the code of the first error, "ok" or "more" for other records. */
static const char *include(
	const char *line, const struct zonefile_options *options, const char *path)
{
	static char id[40];
	struct zf_error err = ZF_ERROR_INIT;
	struct zf_zone *zone = NULL;
	struct diags diags;
	char text[4096];
	snprintf(text, sizeof(text), HEAD "%s\n", line);
	folder_put("zones/example.com.zone", text);
	diags_init(&diags);
	enum zf_status status = path ? zonefile_read(&zone, path, options, &diags, &err)
				     : zonefile_parse(&zone, text, strlen(text), "example.com.zone",
					       options, &diags, &err);
	for (size_t i = 0; i < diags.count; i++)
		assert_null(strstr(diags.items[i].text, "topsecret"));
	assert_null(strstr(err.text, "topsecret"));
	snprintf(id, sizeof(id), "%s", status == ZF_OK ? zone->count == 2 ? "ok" : "more" : err.id);
	assert_int_equal(status == ZF_OK, zone != NULL);
	diags_free(&diags);
	zf_zone_free(zone);
	return id;
}

static void test_include(void **state)
{
	static const char path[] = "zones/example.com.zone";
	struct zonefile_options options = ZONEFILE_OPTIONS_INIT;
	char line[200];
	(void)state;
	assert_string_equal(include("$INCLUDE ok.inc", &options, path), "ok");
	/* The zone file itself may be named by way of a link: it is the user's own choice. */
	assert_string_equal(
		include("$INCLUDE ok.inc", &options, "zonelink/example.com.zone"), "ok");
	assert_string_equal(include("$INCLUDE out.inc", &options, path), "bad-include");
	assert_string_equal(include("$INCLUDE fifo", &options, path), "bad-include");
	assert_string_equal(include("$INCLUDE zero", &options, path), "bad-include");
	assert_string_equal(include("$INCLUDE ../secret", &options, path), "bad-include");
	snprintf(line, sizeof(line), "$INCLUDE %s/zones/ok.inc", folder_name());
	assert_string_equal(include(line, &options, path), "bad-include");
	/* What an included file holds is not for everybody's eyes. */
	assert_string_equal(include("$INCLUDE leak.inc", &options, path), "unknown-type");
	/* Text in memory has no folder. */
	assert_string_equal(include("$INCLUDE ok.inc", &options, NULL), "bad-include");
}

static void test_include_dir(void **state)
{
	static const char path[] = "zones/example.com.zone";
	struct zonefile_options options = ZONEFILE_OPTIONS_INIT;
	char line[200], dir[100];
	const char *dirs[] = {"shared", "more"};
	(void)state;
	options.include_dirs = dirs;
	options.include_dir_count = 1;
	assert_string_equal(include("$INCLUDE common.inc", &options, path), "ok");
	assert_string_equal(include("$INCLUDE ok.inc", &options, path), "ok");
	assert_string_equal(include("$INCLUDE none.inc", &options, path), "bad-include");
	assert_string_equal(include("$INCLUDE ../secret", &options, path), "bad-include");
	assert_string_equal(include("$INCLUDE common.inc", &options, NULL), "ok");
	snprintf(line, sizeof(line), "$INCLUDE %s/shared/common.inc", folder_name());
	assert_string_equal(include(line, &options, path), "ok");
	assert_string_equal(include(line, &options, NULL), "ok");
	snprintf(line, sizeof(line), "$INCLUDE %s/shared/../secret", folder_name());
	assert_string_equal(include(line, &options, path), "bad-include");
	snprintf(line, sizeof(line), "$INCLUDE %s/secret", folder_name());
	assert_string_equal(include(line, &options, path), "bad-include");
	snprintf(line, sizeof(line), "$INCLUDE %s/sharedx/common.inc", folder_name());
	assert_string_equal(include(line, &options, path), "bad-include");
	/* A link to the folder is as good as the folder. */
	snprintf(dir, sizeof(dir), "%s/zonelink", folder_name());
	dirs[0] = dir;
	snprintf(line, sizeof(line), "$INCLUDE %s/ok.inc", dir);
	assert_string_equal(include(line, &options, path), "ok");
	/* Of several each is read below. */
	options.include_dir_count = 2;
	assert_string_equal(include("$INCLUDE only.inc", &options, path), "ok");
	assert_string_equal(include("$INCLUDE ok.inc", &options, path), "ok");
	snprintf(line, sizeof(line), "$INCLUDE %s/more/only.inc", folder_name());
	assert_string_equal(include(line, &options, path), "ok");
	snprintf(line, sizeof(line), "$INCLUDE %s/more/../secret", folder_name());
	assert_string_equal(include(line, &options, path), "bad-include");
	dirs[0] = "nowhere";
	assert_string_equal(include("$INCLUDE common.inc", &options, path), "bad-include");
}

/* Limits on size hold before anything is read: the files have holes. */
static void test_sizes(void **state)
{
	struct zonefile_options options = ZONEFILE_OPTIONS_INIT;
	struct zf_error err = ZF_ERROR_INIT;
	struct zf_zone *zone = NULL;
	(void)state;
	folder_put("zones/big.inc", "");
	assert_int_equal(truncate("zones/big.inc", (off_t)ZONEFILE_MAX_SIZE + 1), 0);
	assert_string_equal(
		include("$INCLUDE big.inc", &options, "zones/example.com.zone"), "include-limit");
	assert_int_equal(zonefile_read(&zone, "zones/big.inc", &options, NULL, &err), ZF_ERR_LIMIT);
	assert_null(zone);
	err = (struct zf_error)ZF_ERROR_INIT;
	assert_int_equal(
		zonefile_read(&zone, "zones/none", &options, NULL, &err), ZF_ERR_NOT_FOUND);
	err = (struct zf_error)ZF_ERROR_INIT;
	assert_int_equal(zonefile_read(&zone, "zones/zero", &options, NULL, &err), ZF_ERR_IO);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_jail),
		cmocka_unit_test(test_no_folder),
		cmocka_unit_test(test_include),
		cmocka_unit_test(test_include_dir),
		cmocka_unit_test(test_sizes),
	};
	return cmocka_run_group_tests(tests, make_tree, folder_drop);
}
