/*
 * report: what became of a plan, for people and programs.
 */
#ifndef ZF_APPLY_REPORT_H
#define ZF_APPLY_REPORT_H

#include "journal.h"
#include "plan.h"

enum difference_kind {
	DIFFERENCE_STORED_OTHERWISE, /* neither what was there nor what was sent */
	DIFFERENCE_NOT_SHOWN, /* still what was there: not confirmed */
	DIFFERENCE_ELSEWHERE, /* nothing was written there, and it changed */
};

struct apply_difference {
	enum difference_kind kind;
	const char *what; /* "www.example.com. A" */
	const char *wanted, *found; /* records as zone text, a line each; "" for none */
};

/* What is left as it is, and why: of undo. */
struct apply_left {
	const char *what, *why;
};

struct apply_report {
	struct arena arena; /* owns the texts */
	struct run_about about; /* borrowed */
	unsigned long run; /* 0: none was begun */
	const struct plan *plan; /* borrowed */
	enum op_state *states; /* of the plan's operations; owned */
	size_t counts[OP_UNKNOWN + 1]; /* by enum op_state */
	struct zf_error why; /* why it stopped, or ZF_OK */
	bool interrupted;
	bool doubtful; /* a call had no answer: what isn't done may be carried out yet */
	struct zf_error finish; /* why what comes behind the last call failed, or ZF_OK */
	struct zf_error unverified; /* why the target could not be read again, or ZF_OK */
	struct buf says; /* lines that the target said of its successes */
	struct apply_difference *differences;
	size_t difference_count, difference_cap;
	struct apply_left *left;
	size_t left_count, left_cap;
	size_t calls;
	double seconds;
};

/* Nothing has been done yet. */
void report_init(struct apply_report *r, const struct plan *plan, const struct run_about *about);
void report_free(struct apply_report *r);

/* Whether something may have been written, or may be yet. */
bool report_may_have_written(const struct apply_report *r);

/* Texts are copied. */
void report_set_state(struct apply_report *r, size_t operation, enum op_state state);
void report_add_difference(struct apply_report *r, const struct apply_difference *difference);
void report_add_left(struct apply_report *r, const char *what, const char *why);

/* RUN_APPLIED: all is done, shown and finished, and nothing was left. */
enum run_result report_result(const struct apply_report *r);

/* Lines for people; a JSON document ({"version":1,"run":…,"result":…,"operations":[…], …}). */
void report_print_text(struct buf *b, const struct apply_report *r);
void report_print_json(struct buf *b, const struct apply_report *r);

#endif
