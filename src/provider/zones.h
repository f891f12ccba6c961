/*
 * zones: the zones of an account: finding and listing them, reading one.
 */
#ifndef ZF_PROVIDER_ZONES_H
#define ZF_PROVIDER_ZONES_H

#include "element.h"
#include "walk.h"

struct found {
	struct name name;
	char *zone; /* its text without the final dot: {zone} */
	char *id; /* {id} */
	struct json *object; /* the zone object, or NULL */
	struct elements *elements; /* gets the zone's elements when it is read for writing; NULL */
	bool confirmed; /* an answer has named this very zone */
};

void found_free(struct found *found);
/* Adds {zone} and {id}, which live as long as `found`. */
void found_set_vars(const struct found *found, struct vars *vars);

/* Finds a zone by its name with as few requests as the API allows: none when names are ids. `id`
 * (or NULL) is what the user gave. On success release with found_free. */
enum zf_status lookup_zone(struct provider *p, struct found *found, const char *name,
	const char *id, struct zf_error *err);
/* The same for a zone that lookup_list has told; nothing is sent. */
enum zf_status lookup_listed(struct provider *p, struct found *found,
	const struct provider_zone *listed, struct zf_error *err);
/* Makes sure that the zone is there and gets its object, unless that is known. */
enum zf_status lookup_confirm(struct provider *p, struct found *found, struct zf_error *err);
/* Takes a copy of a zone object out of an answer; it must be that of this zone. */
enum zf_status lookup_take(
	struct provider *p, struct found *found, const struct json *object, struct zf_error *err);

/* What provider_zones promises. */
enum zf_status lookup_list(
	struct provider *p, provider_zone_fn *each, void *user, struct zf_error *err);

/* Reads the zone's records or text, in a view (or NULL: as it is). `arg` is the view's, or NULL. */
enum zf_status fetch_zone_in(struct zf_zone **zone, struct provider *p, struct found *found,
	const struct desc_view *view, const char *arg, struct zf_error *err);

/* Reads the zone from its text. */
enum zf_status view_text(struct zf_zone **zone, struct provider *p, struct found *found,
	const struct desc_view *view, const struct vars *vars, struct zf_error *err);

#endif
