/*
 * project_keys: the table of keys of a project, which the reader and the published schema share.
 */
#ifndef ZF_FLEET_PROJECT_KEYS_H
#define ZF_FLEET_PROJECT_KEYS_H

#include "project.h"
#include "yaml_tree.h"

enum project_place { PROJECT_ZONE = 1, PROJECT_DEFAULTS = 2 };

/* What is being read, and where mistakes go. */
struct project_reading {
	struct project *project;
	struct diags *diags;
	const char *provider_dir;
};

struct project_key {
	const char *name;
	unsigned places; /* of enum project_place */
	bool must; /* be there, in zones */
	void (*read)(struct project_reading *r, struct project_entry *e,
		const struct yaml_node *value); /* `defaults` is an entry too */
	const char *schema; /* of its value; quotes are printed for apostrophes */
};

extern const struct project_key project_keys[]; /* NULL-ended */
extern const char *const project_modes[]; /* by enum sync_mode, NULL-ended */

/* Notes a mistake. */
void project_mistake(const struct project_reading *r, const struct yaml_node *at,
	const char *format, ...) __attribute__((format(printf, 3, 4)));

#define PROJECT_NAME_MARK "{zone}"

/* Whether a target is a provider without a zone: each zone's own is meant. */
bool project_is_provider(const char *target);

#endif
