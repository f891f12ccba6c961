/*
 * file: reading files whole, and replacing them whole or not at all.
 */
#ifndef ZF_BASE_FILE_H
#define ZF_BASE_FILE_H

#include <stddef.h>

#include "buf.h"
#include "zoneferry.h"

/* A file's contents, with a NUL behind them that `size` doesn't count. Files are read, not mapped:
 * somebody who cuts a mapped file short would end the process by a signal. */
struct file_text {
	char *data;
	size_t size;
};

/* Reads `path` ("-": standard input) as it is at one moment, at most `max` octets. A folder or a
 * device is refused. On success release with file_text_free. */
enum zf_status file_read(
	struct file_text *text, const char *path, size_t max, struct zf_error *err);

/* The same for an open descriptor, which stays the caller's; `path` is for messages. */
enum zf_status file_read_fd(
	struct file_text *text, int fd, const char *path, size_t max, struct zf_error *err);

void file_text_free(struct file_text *text);

/* Gives the memory of text that nobody will look at again, [from, to) of what file_read read, back
 * to the system: what is made of a large file then doesn't come on top of it. */
void file_text_drop(const char *from, const char *to);

/* How far replacing a file may go. */
enum file_care {
	FILE_CAREFUL, /* a read-only file, or one whose owner or attributes can't be kept, is
			 refused */
	FILE_FORCED, /* the user said --force */
	FILE_PRIVATE, /* careful, and a file that is new is its owner's alone: it may hold secrets
		       */
};

/* A file being replaced: written to a file without a name, which gets a temporary one beside its
 * target when it is whole and on the disk, and is then renamed; where the file system has no such
 * files, it has the temporary name from the start. Until file_commit returns ZF_OK the target is
 * what it was; the temporary file outlives no failure, and no signal that temp.h hears of. A target
 * that is there and is no regular file (folder, device) or has several names is refused; a symbolic
 * link is followed where nobody else can have made it (file_link.h), else refused. The new file has
 * what file_keep.h tells of the one it replaces; else it is as the umask says, and with
 * FILE_PRIVATE its owner's alone (0600).
 */
struct file_out {
	int fd;
	char *path; /* owned, for messages */
	const char *name; /* its last part */
	char *temp; /* owned; NULL: it has no name yet */
	int held; /* of temp, see temp.h */
	int folder; /* descriptor of the folder, which name and temp are relative to */
	unsigned mode; /* of a new file, but for the umask */
};

enum zf_status file_create(
	struct file_out *out, const char *path, enum file_care care, struct zf_error *err);
enum zf_status file_write(struct file_out *out, const void *p, size_t n, struct zf_error *err);
/* Reads back from the disk what was written so far: it must be these octets. */
enum zf_status file_prove(struct file_out *out, const void *p, size_t n, struct zf_error *err);
/* fsync, rename, fsync of the folder. Releases `out` in any case. */
enum zf_status file_commit(struct file_out *out, struct zf_error *err);
void file_abort(struct file_out *out); /* removes the temporary file; releases `out` */

/* All of the above for contents in memory. */
enum zf_status file_replace(
	const char *path, const void *p, size_t n, enum file_care care, struct zf_error *err);

/* The id of an error of writing to a pipe that nobody reads any more. */
#define FILE_NOBODY_READS "nobody-reads"

/* Writes all of p to an open descriptor (standard output), EINTR and short writes seen to;
 * `name` is for messages. */
enum zf_status file_write_fd(
	int fd, const char *name, const void *p, size_t n, struct zf_error *err);

#endif
