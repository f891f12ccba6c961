/*
 * undoing: what undo.c and its parts (undo_fit, undo_kept) share; nobody else includes it.
 */
#ifndef ZF_APPLY_UNDOING_H
#define ZF_APPLY_UNDOING_H

#include "sets.h"
#include "undo.h"

enum { BEFORE, WANTED, NOW, AFTER };

enum choice {
	CHOICE_NOW, /* it stays, and nobody is told */
	CHOICE_BEFORE,
	CHOICE_FITTED, /* as before, as far as the target takes it */
	CHOICE_LEFT, /* it stays, and is named */
};

struct undo_set {
	struct diff_set found[SETS_MOST], fitted;
	enum choice choice;
	const char *why; /* of FITTED and LEFT */
	bool refused; /* LEFT, since the target can't be given it */
};

/* A provider record that was there before, and can't be given to the target again. */
struct undo_kept {
	const struct provider_record *before;
	const struct provider_record *now; /* that would have become it, or NULL: it stays */
	const char *why;
};

struct undo {
	struct arena arena; /* of texts */
	const struct past *past;
	const struct zf_zone *now;
	const struct target_kind *kind;
	struct undo_set *sets; /* in the order of zones */
	size_t count, cap;
	struct undo_kept *kept;
	size_t kept_count, kept_cap;
	bool kept_changed; /* provider records that the run brought aren't as it left them */
	struct zf_zone *back; /* of which RRsets are `fitted` with */
	struct fit fit;
};

/* Leaves an RRset; what is left already keeps its reason. */
static inline void undo_leave(struct undo_set *set, const char *why)
{
	if (set->choice == CHOICE_LEFT)
		return;
	set->choice = CHOICE_LEFT;
	set->why = why;
}

/* Judges what is to come back by what the target holds. */
void undo_fit(struct undo *u);

/* Leaves what a plan's operations can't be sent for. Returns how much was left so: the plan has to
 * be made anew unless that is 0. */
size_t undo_check(struct undo *u, const struct plan *plan, struct target *target);

/* Provider records: what undo_kept_stays and undo_add_kept ask for; why one that was there before
 * isn't brought back (NULL: it is, or need not be); what there will be. */
void undo_look_at_kept(struct undo *u);
const char *undo_kept_stays(const struct undo *u, const struct provider_record *before);
void undo_add_kept(struct zone_builder *b, const struct undo *u);

extern const char undo_changed_since[];

#endif
