/*
 * project: zoneferry.yaml at the root of a repository, which says what zone belongs where.
 *
 *   zones:
 *     example.com:
 *       source: zones/example.com.zone
 *       targets: [bunny@prod, powerdns@lab]
 *       ignore: [_acme-challenge/TXT, "k8s-*"]  # names, or names/types, that others own
 *     "*":                                      # every other file of that form
 *       source: zones/{zone}.zone
 *       targets: [hostup, "axfr://ns1.example.net/{zone}?key=transfer"]
 *   defaults: { max_delete: 10%, mode: mirror }
 *
 * A zone belongs to the entry of its name, else to the first pattern that matches it. {zone} is the
 * zone's name: in sources as backups call their files (filename.h), in targets without its final
 * dot. Sources are below the project's folder; files among the targets begin there.
 */
#ifndef ZF_FLEET_PROJECT_H
#define ZF_FLEET_PROJECT_H

#include "plan.h"

#define PROJECT_FILE "zoneferry.yaml"

struct project_list {
	char **items;
	size_t count, cap;
};

void project_list_add(struct project_list *l, const char *text);
void project_list_free(struct project_list *l);

/* What an entry, or `defaults`, says of how zones are written. */
struct project_rules {
	int mode; /* enum sync_mode; -1: nothing */
	char *max_delete; /* as --max-delete has it, or NULL */
	struct project_list ignore; /* as --ignore-name has them */
};

struct project_entry {
	char *zone; /* lower case, without the final dot; or a pattern */
	bool is_pattern;
	char *source;
	struct project_list targets;
	struct project_rules rules;
	unsigned long line, col;
};

struct project {
	char *file; /* its path from the current folder */
	char *folder; /* that of all paths in it: "" or "../" … */
	struct project_entry *entries; /* in the order of the file */
	size_t count, cap;
	struct project_rules defaults;
};

/* The project in the current folder or above it, to be released with free, or NULL. */
char *project_find(void);

/* Reads it; every mistake goes to `diags` with its place. `provider_dir` as in struct load_env.
 * Errors: ZF_ERR_IO, ZF_ERR_NOT_FOUND; ZF_ERR_SYNTAX when there are mistakes. On success release
 * with project_free. */
enum zf_status project_read(struct project *p, const char *file, const char *provider_dir,
	struct diags *diags, struct zf_error *err);
/* The same for text in memory; `file` tells its folder. */
enum zf_status project_parse(struct project *p, const char *file, struct str text,
	const char *provider_dir, struct diags *diags);
void project_free(struct project *p);

/* A zone of a project. */
struct project_zone {
	char *name; /* without the final dot */
	char *source; /* a location; from the current folder */
	struct project_list targets; /* locations */
	struct project_list ignore; /* its entry's and those of `defaults` */
	const struct project_entry *entry;
};

struct project_zones {
	struct project_zone *items; /* sorted by name */
	size_t count, cap;
};

/* All its zones: those named, and a file each of those that match patterns; or with `globs` those
 * that match one of them. Errors: ZF_ERR_NOT_FOUND when one of the globs matches none ("did you
 * mean"), or when there are none at all; ZF_ERR_IO; ZF_ERR_DATA with the file whose name no zone
 * has. On success release with project_zones_free; they borrow from the project. */
enum zf_status project_list_zones(struct project_zones *zones, const struct project *p,
	char *const *globs, size_t glob_count, struct zf_error *err);
void project_zones_free(struct project_zones *zones);

/* What counts for a zone: its entry's word, else that of `defaults`. */
int project_mode(const struct project *p, const struct project_zone *zone); /* -1: nothing */
const char *project_max_delete(const struct project *p, const struct project_zone *zone);

/* Its JSON Schema, for editors. */
void project_schema_print(struct buf *b);

#endif
