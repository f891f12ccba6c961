/*
 * explain: why diff calls records the same or different: for one owner (and type), the octets and
 * spellings of both sides, and the rule that decided.
 */
#ifndef ZF_OUTPUT_EXPLAIN_H
#define ZF_OUTPUT_EXPLAIN_H

#include "diff.h"
#include "options.h"
#include "out.h"

struct explain {
	const struct zf_zone *a, *b; /* of one apex */
	const struct diff_options *diff;
	const struct output_options *output; /* names of the locations */
};

/* Explains `what`: an owner ("www", "@", "www.example.com."), or an owner and a type behind a blank
 * ("www A"). Errors: ZF_ERR_USAGE (what isn't that), ZF_ERR_NOT_FOUND (neither zone has it),
 * ZF_ERR_DATA (the apexes differ). */
enum zf_status explain_write(const struct explain *e, const char *what, const struct out_sink *sink,
	struct zf_error *err);

#endif
