#include "test.h"

#include "folder.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "file.h"

static char folder[sizeof("/dev/shm/zf-test-XXXXXX")];

static int make_below(const char *place)
{
	snprintf(folder, sizeof(folder), "%s/zf-test-XXXXXX", place);
	return mkdtemp(folder) ? 0 : -1;
}

int folder_make(void **state)
{
	(void)state;
	return make_below("/tmp");
}

int folder_make_in_memory(void **state)
{
	(void)state;
	return make_below("/dev/shm") == 0 ? 0 : make_below("/tmp");
}

int folder_drop(void **state)
{
	char command[FOLDER_PATH];
	(void)state;
	snprintf(command, sizeof(command), "rm -rf %s", folder);
	return chdir("/") == 0 ? system(command) : -1;
}

const char *folder_name(void)
{
	return folder;
}

void folder_empty(void)
{
	char command[2 * FOLDER_PATH];
	snprintf(command, sizeof(command), "rm -rf %s && mkdir -m 700 %s", folder, folder);
	if (system(command) != 0)
		fail_msg("%s can't be emptied", folder);
}

const char *folder_path(char path[FOLDER_PATH], const char *name)
{
	snprintf(path, FOLDER_PATH, "%s/%s", folder, name);
	return path;
}

const char *folder_put(const char *name, const char *text)
{
	static char path[FOLDER_PATH];
	struct zf_error err = ZF_ERROR_INIT;
	mode_t old = umask(077); /* it may be a configuration with secrets */
	if (file_replace(folder_path(path, name), text, strlen(text), FILE_FORCED, &err) != ZF_OK)
		fail_msg("%s", err.text);
	umask(old);
	return path;
}
