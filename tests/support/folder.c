#include "test.h"

#include "folder.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "file.h"

static char folder[] = "/tmp/zf-test-XXXXXX";

int folder_make(void **state)
{
	(void)state;
	return mkdtemp(folder) ? 0 : -1;
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

const char *folder_path(char path[FOLDER_PATH], const char *name)
{
	snprintf(path, FOLDER_PATH, "%s/%s", folder, name);
	return path;
}

const char *folder_put(const char *name, const char *text)
{
	static char path[FOLDER_PATH];
	struct zf_error err = ZF_ERROR_INIT;
	if (file_replace(folder_path(path, name), text, strlen(text), &err) != ZF_OK)
		fail_msg("%s", err.text);
	return path;
}
