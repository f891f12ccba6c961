/*
 * manifest: zoneferry.json beside the files of a backup: what each file is a copy of, and how to
 * tell that it still is. One zone a line, sorted by file, so that a change of one zone changes one
 * line; nothing in it changes while the zones don't.
 *
 *   {"version":1,"source":"bunny","sum":"…","zones":[
 *   {"zone":"example.com.","file":"example.com.zone","location":"bunny:example.com",…},
 *   …
 *   ]}
 *
 * Its members are explained by `zoneferry help json`. Each line has the sum of what it says, so
 * that one that was damaged is told from one that is wrong about its file.
 */
#ifndef ZF_FLEET_MANIFEST_H
#define ZF_FLEET_MANIFEST_H

#include "buf.h"
#include "json.h"
#include "sha256.h"

#define MANIFEST_FILE "zoneferry.json"

/* "sha256:" and hexadecimal digits. */
enum { DIGEST_TEXT = 7 + 2 * SHA256_OCTETS + 1 };
void digest_print(char text[DIGEST_TEXT], const uint8_t digest[SHA256_OCTETS]);
/* "2026-11-30T22:55:05Z", now. */
enum { TIME_TEXT = 21 };
void time_print(char text[TIME_TEXT]);

/* One zone. Strings are owned; what isn't known is NULL or 0. */
struct holding {
	char *zone; /* absolute, with the final dot */
	char *file; /* its name in the folder; what entries are found by */
	char *location;
	/* Of the last good read that changed the file; octets NULL: there was none. */
	char *digest; /* of the zone (RFC 8976 canonical form) */
	char *octets; /* SHA-256 of the file */
	uint64_t size; /* of the file, in octets */
	uint64_t records; /* with provider records, without what was synthesised */
	uint64_t unread; /* of these: kept, but not understood */
	char *read; /* when */
	/* Of the last read, when it wasn't good. */
	char *error;
	char *error_time;
	bool done; /* in the run that is under way, or in one that it resumes; not kept */
};

struct manifest {
	char *source; /* "bunny@work" */
	struct holding *items;
	size_t count, cap;
	bool changed; /* since it was read */
};

/* Reads the one of a folder; that there is none is no error, and gives an empty one. Errors:
 * ZF_ERR_SYNTAX with its place, ZF_ERR_IO. Release with manifest_free in any case. */
enum zf_status manifest_read(struct manifest *m, const char *folder, struct zf_error *err);
void manifest_free(struct manifest *m);

/* Writes it, whole or not at all. */
enum zf_status manifest_write(const struct manifest *m, const char *folder, struct zf_error *err);

/* One line of it, without newline, and what was such a line. *e is replaced. */
void holding_print(struct buf *b, const struct holding *e);
enum zf_status holding_read(struct holding *e, const struct json *json, struct zf_error *err);
void holding_free(struct holding *e);
/* Nothing is kept any more of a zone; its file's name stays, so that the order does. */
void holding_clear(struct holding *e);

/* Found by the file's name, NULL: there is none. Valid until one is added. */
struct holding *manifest_find(const struct manifest *m, const char *file);
/* Adds entries for files that have none (a file may come twice), and keeps the order. */
void manifest_add(struct manifest *m, char *const *files, size_t count);

#endif
