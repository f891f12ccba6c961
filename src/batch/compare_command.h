/*
 * compare_command: what the files of the command compare share.
 */
#ifndef ZF_BATCH_COMPARE_COMMAND_H
#define ZF_BATCH_COMPARE_COMMAND_H

#include "diff_flags.h"
#include "inputs.h"
#include "many_show.h"

struct compare_command {
	struct show_flags show;
	struct diff_flags flags;
	struct read_flags read;
	struct many_flags many; /* jobs alone */
	bool all;
};

/* A comparison of zones that were loaded, with what it borrows from. */
struct compared {
	struct comparison c;
	struct desc *descs[COMPARE_MAX];
	struct zf_zone *served[COMPARE_MAX];
	size_t count;
};

/* names: the zones' locations. Errors: those of compare_make, diff_check_names and descriptions.
 * Release with compared_free in any case. */
enum zf_status compared_make(struct compared *x, const struct inputs *in, char *const *names,
	const struct diff_options *options, struct zf_error *err);
void compared_free(struct compared *x);
bool compared_same(const struct compared *x);

/* Compares the zones of two folders, or of a folder and an account. */
bool compare_is_of_many(int count, char *const *args);
int compare_many(struct cli *cli, const struct compare_command *o, int count, char *const *args);

#endif
