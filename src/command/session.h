/*
 * session: a target at a command's hand: opened, kept from others while it is written to, read,
 * planned for and written to.
 */
#ifndef ZF_COMMAND_SESSION_H
#define ZF_COMMAND_SESSION_H

#include "apply.h"
#include "inputs.h"
#include "write_flags.h"

struct session {
	struct cli *cli;
	struct load_env env;
	struct location loc;
	struct target *target; /* NULL: it isn't open */
	struct state store; /* when it is to be written to */
	int lock; /* -1: none */
	struct buf identity;
};

enum session_use { SESSION_LOOK, SESSION_WRITE };

struct session_options {
	const char *location;
	enum session_use use;
	struct target_options target;
	const char *state; /* --state, or NULL */
	const struct read_flags *read; /* or NULL */
	struct pool *pool; /* the accounts of a run with many zones, or NULL */
};

/* Opens the target; to write, it is locked. Release with session_close in any case. */
enum zf_status session_open(struct session *s, struct cli *cli,
	const struct session_options *options, struct zf_error *err);
void session_close(struct session *s);

/* Reads the target and says what was noticed. Release with target_state_free on success. */
enum zf_status session_read(struct session *s, struct target_state *state, struct zf_error *err);

/* Carries a plan out and shows the report: as text behind what was shown before, or as JSON,
 * {"version":1,"plan":…,"report":…}. Returns the exit status. */
struct session_work {
	const struct target_state *state;
	const struct plan *plan;
	const struct buf *plan_text; /* as JSON */
	struct run_about about; /* location and zone are filled in */
	const struct run *rest; /* a run to go on with, or NULL */
	const struct apply_left *left; /* by undo */
	size_t left_count;
	int format; /* enum report_format */
	struct buf *report; /* where it is added; NULL: standard output */
};
int session_apply(struct session *s, const struct session_work *work);

#endif
