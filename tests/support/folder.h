/*
 * folder: a folder below /tmp for the files that a test program writes.
 */
#ifndef ZF_TEST_FOLDER_H
#define ZF_TEST_FOLDER_H

enum { FOLDER_PATH = 100 };

/* Set-up and tear-down of a group of tests; what is in the folder goes with it. */
int folder_make(void **state);
int folder_drop(void **state);
/* In memory where there is such a place, for tests that wait for the disk often. */
int folder_make_in_memory(void **state);

const char *folder_name(void);

/* Removes all that is in it. */
void folder_empty(void);

/* The path of a file in it; gives `path` back. */
const char *folder_path(char path[FOLDER_PATH], const char *name);

/* Writes a file there; its path stays until the next call. The test fails when it can't. */
const char *folder_put(const char *name, const char *text);

#endif
