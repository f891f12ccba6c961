/*
 * result: what a command gives, to standard output, or to a file that is replaced whole or not at
 * all.
 */
#ifndef ZF_COMMAND_RESULT_H
#define ZF_COMMAND_RESULT_H

#include "cli.h"
#include "out.h"

struct result {
	struct out_sink sink; /* adds to it; points to the result, which stays where it is */
	const char *path; /* NULL: standard output, or /dev/null */
	bool to_nowhere;
	struct file_out file;
	struct buf pending; /* octets not written yet */
};

/* Of every command that replaces a file that its user names. */
#define FORCE_FLAG(TYPE, MEMBER)                                                               \
	{                                                                                      \
		"force", 0, OPT_FLAG, offsetof(TYPE, MEMBER), NULL,                            \
			"replace FILE also where it is read-only, or its owner, ACL or other " \
			"attributes can't be kept",                                            \
			0, 0                                                                   \
	}

/* Of every command that writes zone text into a file. */
#define PROOF_FLAG(TYPE, MEMBER)                                                              \
	{                                                                                     \
		"proof", 0, OPT_FLAG, offsetof(TYPE, MEMBER), NULL,                           \
			"have ldns read the text back before FILE is replaced also where it " \
			"has more than 100,000 records",                                      \
			0, 0                                                                  \
	}

/* Whether a path means a file, and not standard output. */
bool result_is_file(const char *path);

/* Path NULL or "-" is standard output. On success end with result_close. */
enum zf_status result_open(
	struct result *r, const char *path, enum file_care care, struct zf_error *err);
/* Adds octets; a zonefile_sink for a struct result. */
enum zf_status result_add(void *result, const char *p, size_t n, struct zf_error *err);
/* Ends it: with ZF_OK what is pending is written and a file put in place, else nothing of it stays
 * (but what was printed). Gives what became of it, and releases r. */
enum zf_status result_close(struct result *r, enum zf_status status, struct zf_error *err);

/* Ends a command whose result is a whole text: prints it, unless err (which may be NULL) holds an
 * error, which is said. Releases the text. Returns the exit status: `status`, or the error's. */
int result_end(struct cli *cli, struct buf *text, const struct zf_error *err, int status);

#endif
