/*
 * write_runs: whole runs against the fake target, as the commands make them.
 */
#ifndef ZF_TEST_WRITE_RUNS_H
#define ZF_TEST_WRITE_RUNS_H

#include "apply.h"
#include "fake_target.h"

/* A place for one target's file and the runs' state, in the test's folder. */
struct write_place {
	char path[120], store_path[120], identity[140];
	struct state store;
	struct target_kind kind;
};

void write_place_open(struct write_place *place, const char *name, const struct target_kind *kind);
void write_place_close(struct write_place *place);

/* What is seen of a run when it has ended; release with write_result_free. */
struct write_result {
	enum run_result result;
	size_t counts[OP_UNKNOWN + 1];
	size_t differences, left, writes, operations;
	unsigned long run;
	bool gap; /* the plan says that a name is without data for a while */
	bool truth; /* what the report says of each operation is so */
	struct zf_error err; /* nothing was begun */
	struct buf plan; /* as JSON */
	struct buf text; /* the report */
};
void write_result_free(struct write_result *result);

/* Reads, plans and applies: `sync SOURCE TARGET --apply`. */
void write_sync(struct write_result *result, struct write_place *place,
	const struct zf_zone *source, const struct fake_script *script);
/* Goes on with the run of that plan: `apply PLANFILE`, again. */
void write_resume(struct write_result *result, struct write_place *place, const struct buf *plan,
	const struct fake_script *script);
/* `undo RUN`, 0: the last. */
void write_undo(struct write_result *result, struct write_place *place, unsigned long run,
	const struct fake_script *script);

/* The kinds of targets there are, for tests that go over all of them. */
extern const struct target_kind write_kinds[];
extern const size_t write_kind_count;

/* A zone of example.com that keeps the rules of DNS, of few values and at most so many owners. */
struct zf_zone *valid_zone(struct random *r, size_t owners);

#endif
