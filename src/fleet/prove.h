/*
 * prove: whether the files of a backup are what was saved: octet for octet by the digest of each,
 * and still the zones that they were.
 */
#ifndef ZF_FLEET_PROVE_H
#define ZF_FLEET_PROVE_H

#include "depot.h"

struct proof {
	size_t files, bad; /* bad: files that are not as saved, missing or unknown, and manifests */
};

/* What is wrong with a file; one line. */
typedef void prove_tell(void *user, const char *path, const char *why);

/* Proves every file in a folder of backups, and in the folders of its accounts below it. What is
 * wrong is told and counted. Errors (nothing was proved): there is no backup (ZF_ERR_NOT_FOUND), a
 * run is at work, a folder can't be read. */
enum zf_status prove_folder(struct proof *proof, const char *folder, prove_tell *tell, void *user,
	struct zf_error *err);

/* Proves one file by the manifest beside it: ZF_ERR_DATA when it is not what was saved. That there
 * is no manifest, or none that knows it, is no error; *known tells. */
enum zf_status prove_file(bool *known, const char *path, struct zf_error *err);

#endif
