/*
 * src/edit: zone files that are changed: edited in place, and proven by a second reader before they
 * are replaced.
 *
 * edit: changing a hand-kept zone file, touching only the lines that must change.
 *
 * The text is cut into entries (a directive, a record with all its lines, a line of comments).
 * Each record of the zone that was read from the text belongs to one entry; a diff against that
 * zone says which records change. Inside an entry only the tokens that differ are replaced, new
 * records are put behind their RRset, their owner, or the record before them in canonical order;
 * everything else stays octet for octet. An entry that relied on the owner or TTL of a line that
 * is gone gets its own.
 */
#ifndef ZF_EDIT_H
#define ZF_EDIT_H

#include "diff.h"
#include "zonefile.h"

struct zonefile_edit;

/* Takes apart `text`, from which `zone` was read; both must outlive the edit. */
enum zf_status zonefile_edit_new(struct zonefile_edit **edit, const char *text, size_t size,
	const struct zf_zone *zone, struct zf_error *err);
/* The same for a text whose relative names begin with another origin than the zone's apex; the root
 * stands for none, and owners are absolute then. */
enum zf_status zonefile_edit_new_at(struct zonefile_edit **edit, struct str text,
	const struct zf_zone *zone, const struct name *origin, struct zf_error *err);
void zonefile_edit_free(struct zonefile_edit *edit); /* NULL is allowed */

/* Notes what is to change: `diff` leads from the edit's zone to another. Errors:
 * ZF_ERR_UNSUPPORTED when a record that changes stands in an included file. */
enum zf_status zonefile_edit_apply(
	struct zonefile_edit *edit, const struct diff *diff, struct zf_error *err);

/* How git marks a conflict: lines of `size` signs with the sides' names. */
struct zonefile_marks {
	int size;
	const char *ours, *theirs; /* fit for a line */
};

/* Marks a conflict: the lines of `ours`, records of the edit's zone, and those of `theirs`, records
 * of another zone with the same apex, each between marker lines. */
struct zonefile_conflict {
	const struct zonefile_marks *marks;
	const struct rec *const *ours;
	size_t ours_count;
	const struct zf_zone *their_zone;
	const struct rec *const *theirs;
	size_t theirs_count;
};
void zonefile_edit_conflict(struct zonefile_edit *edit, const struct zonefile_conflict *conflict);

/* Every record that stands in the text becomes canonical where it stands; order, comments, empty
 * lines and directives stay. The zone was read with COMMENTS_KEEP. */
void zonefile_edit_tidy(struct zonefile_edit *edit);

/* Appends the new text to `out`. */
void zonefile_edit_print(struct zonefile_edit *edit, struct buf *out);

/* All of the above for one diff, and the proof: the new text, read with `options` as `file`, must
 * not differ from the wanted zone by `rules`, and ldns must read it alike (proof.h). Errors also:
 * ZF_ERR_UNSUPPORTED when it does, which files with duplicate records or unusual origins can bring
 * about. */
enum zf_status zonefile_update(struct buf *out, const char *text, size_t size,
	const struct diff *diff, const char *file, const struct zonefile_options *options,
	const struct diff_options *rules, struct zf_error *err);

/* A text, and how it is read. */
struct zonefile_source {
	struct str text;
	const char *file; /* its name, or NULL */
	const struct zonefile_options *options;
};

/* The text with each record made canonical where it stands (zonefile_edit_tidy), and the proof that
 * it still is the zone that was read from it with COMMENTS_KEEP. Errors: ZF_ERR_UNSUPPORTED when it
 * isn't. */
enum zf_status zonefile_tidy(struct buf *out, const struct zonefile_source *source,
	const struct zf_zone *zone, struct zf_error *err);

#endif
