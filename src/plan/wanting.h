/*
 * wanting: what want.c and its parts (want_rules, want_owners, want_set, want_check) share; nobody
 * else includes it.
 */
#ifndef ZF_PLAN_WANTING_H
#define ZF_PLAN_WANTING_H

#include <regex.h>

#include "want.h"

/* --ignore-name and --ignore-value, compiled. */
struct ignored_name {
	char *glob;
	const char *as_given;
	uint16_t type; /* 0: every type */
};
struct ignored_value {
	regex_t regex;
	const char *as_given;
	uint16_t type;
};
struct ignores {
	struct ignored_name *names;
	size_t name_count;
	struct ignored_value *values;
	size_t value_count;
};

/* Beginnings of records: owner keys, or owner keys with type ranks. */
struct key_set {
	struct arena arena;
	struct str *items;
	size_t count, cap;
};
void key_set_add(struct key_set *keys, struct str key);
void key_set_sort(struct key_set *keys); /* before the first question */
bool key_set_has(const struct key_set *keys, struct str key);
void key_set_free(struct key_set *keys);

struct wanting {
	struct want *want;
	const struct zf_zone *source, *target;
	const struct target_kind *kind;
	const struct sync_rules *rules;
	struct ignores ignores;
	struct key_set owned; /* owners with markers of other tools */
	struct key_set misfits; /* RRsets of which the source has something that doesn't fit, and
				such records of the source as stay where they are there already */
	struct key_set serving; /* owners at which provider records that stay are served */
	struct key_set served; /* RRsets that these stand for */
	struct zone_builder *builder;
	struct buf room; /* of one record's notes */
	bool mirror_notes; /* annotations are the source's */
	uint32_t ttl_word; /* what the target's own word for a TTL means; 0: not known */
};

/* Records of one RRset, in the order of the zone. */
struct want_set {
	struct rec *const *recs;
	size_t count;
};

/* Errors: ZF_ERR_USAGE: a rule is no pattern. Release with ignores_free in any case. */
enum zf_status ignores_compile(
	struct ignores *ignores, const struct sync_rules *rules, struct zf_error *err);
void ignores_free(struct ignores *ignores);
/* The rule that a record's name or value meets, as it was given, or NULL. */
const char *ignores_name(
	const struct ignores *ignores, const struct zf_zone *zone, const struct rec *r);
const char *ignores_value(const struct ignores *ignores, const struct rec *r);

void owners_find(struct key_set *owners, const struct zf_zone *target);
/* `fit` may be NULL. */
void misfits_find(struct key_set *misfits, const struct fit *fit);

/* Adds what a provider record of the target stands for to `serving` and `served`. */
void served_add(struct wanting *w, const struct provider_record *p);
/* Whether a provider record stands for the RRset of a record; or for something at its owner that
 * can't stand beside it (CNAME). */
bool served_in_place(const struct wanting *w, const struct rec *r);
bool served_in_the_way(const struct wanting *w, const struct rec *r);

void want_leave(struct wanting *w, const struct left_alone *left);

/* What becomes of one RRset, `there` at the target, `in_source` in the source; either may be empty.
 * Errors: ZF_ERR_DATA: a value is both ignored and in the source. */
enum zf_status want_merge(struct wanting *w, const struct want_set *there,
	const struct want_set *in_source, struct zf_error *err);

/* Whether the zone that came out breaks the rules of DNS where the target doesn't. */
enum zf_status want_check(const struct zf_zone *zone, const struct zf_zone *target,
	const struct target_kind *kind, struct zf_error *err);

#endif
