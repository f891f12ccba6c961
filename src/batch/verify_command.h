/*
 * verify_command: what the files of the command verify share.
 */
#ifndef ZF_BATCH_VERIFY_COMMAND_H
#define ZF_BATCH_VERIFY_COMMAND_H

#include "diff_flags.h"
#include "many_show.h"
#include "read_flags.h"

/* The last two are of documents about many zones. */
enum verify_format { VERIFY_TEXT, VERIFY_JSON, VERIFY_MARKDOWN, VERIFY_HTML };

struct verify_command {
	struct opt_list ns;
	struct diff_flags flags;
	struct read_flags read;
	struct many_flags many;
	int format; /* enum verify_format */
	long rate, max_bytes;
};

/* Asks the servers of one zone and hands what they say to `sink`. *status is the exit status.
 * Errors: ZF_ERR_USAGE, ZF_ERR_DATA (there is nobody to ask), those of the sink. */
struct verify_asked {
	struct cli *cli;
	const struct zf_zone *zone;
	const char *source; /* its location, as it was given */
	enum output_color color;
	const struct out_sink *sink;
	char *const *owned; /* names that others own; owned_count of them */
	size_t owned_count;
};
enum zf_status verify_ask(int *status, const struct verify_command *o,
	const struct verify_asked *asked, struct zf_error *err);

/* The same for the zones of a project. */
int verify_many(struct cli *cli, const struct verify_command *o, int count, char *const *args);

#endif
