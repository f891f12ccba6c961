/*
 * pairs: the zones that a command works on where it is given no two locations, but a project, or
 * folders: each with where it is, and where it ought to be or is compared with.
 */
#ifndef ZF_MANY_PAIRS_H
#define ZF_MANY_PAIRS_H

#include "location.h"
#include "many.h"
#include "project.h"

struct zone_pair {
	char *zone; /* without the final dot; NULL: it can't be told */
	char *a, *b; /* locations; NULL: the zone isn't on that side */
	const struct project_zone *of; /* NULL: of no project */
};

struct zone_pairs {
	struct zone_pair *items;
	size_t count, cap;
	struct project_list left_out; /* zones of an account that can't be read, and why */
	struct project project;
	struct project_zones zones; /* of the project */
};

/* Whether operands are zones of a project rather than locations: there are none, or each is a name
 * or pattern, no file, and there is a project. */
bool pairs_are_wanted(int count, char *const *args);

/* Each zone of the project (or of those that the globs name) with each of its targets, or once,
 * with b NULL. `file`: the project's, NULL: the one in this folder or above it. Mistakes in it go
 * to `diags`. Errors: ZF_ERR_NOT_FOUND with the id "no-project" when there is none, and those of
 * project_read and project_list_zones. Each of these: release with pairs_free in any case. */
enum pairs_side { PAIRS_TARGETS, PAIRS_SOURCES };
struct pairs_choice {
	const char *file, *provider_dir;
	enum pairs_side side;
	char *const *globs;
	size_t glob_count;
};
enum zf_status pairs_of_project(struct zone_pairs *pairs, const struct pairs_choice *choice,
	struct diags *diags, struct zf_error *err);

/* The zone files of two folders, by zone. Errors: those of zone_folder.h. */
enum zf_status pairs_of_folders(
	struct zone_pairs *pairs, const char *a, const char *b, struct zf_error *err);
/* The zone files of a folder, and the zones of a provider's account ("bunny", "bunny@work:*.se").
 * Errors: those of source.h too. */
enum zf_status pairs_of_account(struct zone_pairs *pairs, const struct load_env *env,
	const char *folder, const char *account, struct zf_error *err);
void pairs_free(struct zone_pairs *pairs);

/* The document of them, each as MANY_SAME; or as what is known without looking: it is on one side
 * only, or nobody knows what it is. */
void pairs_begin(struct many *m, const struct zone_pairs *pairs);

/* The files that operands mean: a folder stands for the zone files in it. The list is the caller's
 * (project_list_free) in any case. */
enum zf_status pairs_expand(
	struct project_list *files, int count, char *const *args, struct zf_error *err);

#endif
