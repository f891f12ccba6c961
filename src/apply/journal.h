/*
 * journal: what a run meant to do and what became of it, call by call: a JSON object a line, each
 * on the disk before anything else happens. A process that is ended in the middle leaves whole
 * lines, and maybe part of one, which is no line.
 *
 *   {"event":"start","time":…,"pid":…,"command":"sync","source":…,"target":…,"location":…,
 *    "zone":…,"operations":12}                           "undoes":7 in place of the source, of undo
 *   {"event":"call","time":…,"from":0,"count":3}         sent now: operations 0 to 2
 *   {"event":"outcome","time":…,"from":0,"count":3,"outcome":"done|refused|unknown",
 *    "states":["done",…],"error":…}                      states: when the target had to be read
 *   {"event":"finish","time":…}, {"event":"finished","time":…,"outcome":…,"error":…}
 *   {"event":"resume","time":…,"pid":…,"operations":5}   numbers count from 0 again
 *   {"event":"end","time":…,"result":"applied|partly|nothing"}
 */
#ifndef ZF_APPLY_JOURNAL_H
#define ZF_APPLY_JOURNAL_H

#include "json.h"
#include "target.h"

/* What became of an operation. */
enum op_state {
	OP_REMAINING, /* not sent */
	OP_DONE,
	OP_REFUSED, /* or found not to be done by reading back */
	OP_UNKNOWN,
};
extern const char *const op_state_words[]; /* "remaining", "done", "refused", "unknown" */
extern const char *const outcome_words[]; /* by enum outcome: "done", "refused", "unknown" */

enum run_result { RUN_OPEN, RUN_NOTHING, RUN_PARTLY, RUN_APPLIED };
extern const char *const run_result_words[]; /* "open", "nothing", "partly", "applied" */

/* What a run is about, as its first line tells. */
struct run_about {
	const char *command; /* "sync", "apply", "undo" */
	const char *source, *target; /* locations as given; source NULL: undo */
	const char *location; /* the target's identity */
	const char *zone; /* the apex, absolute */
	unsigned long undoes; /* of undo: the run's number, else 0 */
};

enum { JOURNAL_MOST = 256 << 20 }; /* octets: a line for each of a million calls */

/* Writing. */
struct journal {
	int fd;
	char *path; /* for messages */
};

/* Opens a journal for adding, made if it isn't there; part of a line at its end is cut off. On
 * success end with journal_close. Errors of these: ZF_ERR_IO. */
enum zf_status journal_open(struct journal *j, const char *path, struct zf_error *err);
void journal_close(struct journal *j);

/* Operations first..first+count-1 of the run. */
struct journal_call {
	size_t first, count;
	enum outcome outcome;
	const enum op_state *states; /* of each, or NULL */
	const struct zf_error *why; /* or NULL */
};
enum zf_status journal_start(
	struct journal *j, const struct run_about *about, size_t operations, struct zf_error *err);
enum zf_status journal_resume(struct journal *j, size_t operations, struct zf_error *err);
enum zf_status journal_add_call(
	struct journal *j, const struct journal_call *call, struct zf_error *err);
enum zf_status journal_add_outcome(
	struct journal *j, const struct journal_call *call, struct zf_error *err);
enum zf_status journal_finish(struct journal *j, struct zf_error *err);
enum zf_status journal_finished(
	struct journal *j, enum outcome outcome, const struct zf_error *why, struct zf_error *err);
enum zf_status journal_end(struct journal *j, enum run_result result, struct zf_error *err);

/* Reading. */
struct journal_summary {
	struct arena arena; /* owns the texts */
	struct run_about about;
	const char *started; /* "2026-01-31T10:00:00Z" */
	size_t operations; /* of the whole run */
	size_t calls; /* that were begun */
	bool open_call; /* the last one has no outcome: it may have been carried out */
	bool open_finish; /* calls were sent, and what has to come behind the last wasn't done */
	enum run_result result; /* RUN_OPEN: it was cut short */
};

/* Errors: ZF_ERR_NOT_FOUND (it isn't there, or holds no whole line: nothing was sent), ZF_ERR_IO,
 * ZF_ERR_SYNTAX (a line is none of a journal's). On success release with journal_summary_free. */
enum zf_status journal_read(struct journal_summary *s, const char *path, struct zf_error *err);
void journal_summary_free(struct journal_summary *s);

#endif
