#include "merge_text.h"

#include <stdio.h>

#include "proc.h"
#include "proof.h"

enum { CONFLICTS_MOST = 127 }; /* git merge-file's exit status, when it is their number */

/* Runs git merge-file; false: it couldn't merge. */
static bool merge_lines(struct buf *out, const struct merge_versions *in, bool *clean)
{
	char marker_size[40];
	struct zf_error err = ZF_ERROR_INIT;
	const struct proc_options options = {.seconds = 600, .quiet = true};
	int status = 0;
	snprintf(marker_size, sizeof(marker_size), "--marker-size=%d", in->marks.size);
	const char *const argv[] = {"git", "merge-file", "-p", "-q", marker_size, "-L",
		in->label[MERGE_OURS], "-L", in->label[MERGE_BASE], "-L", in->label[MERGE_THEIRS],
		"--", in->path[MERGE_OURS], in->path[MERGE_BASE], in->path[MERGE_THEIRS], NULL};
	bool ran = proc_read(out, argv, &options, &status, &err) == ZF_OK;
	*clean = status == 0;
	return ran && status <= CONFLICTS_MOST;
}

static void add_line(struct buf *b, char sign, int size, const char *label)
{
	if (b->len > 0 && b->data[b->len - 1] != '\n')
		buf_addc(b, '\n');
	buf_fill(b, sign, (size_t)size);
	buf_printf(b, "%s%s\n", label ? " " : "", label ? label : "");
}

void merge_text_mark_whole(struct buf *out, const struct merge_versions *in)
{
	const struct file_text *ours = &in->text[MERGE_OURS], *theirs = &in->text[MERGE_THEIRS];
	buf_reset(out);
	add_line(out, '<', in->marks.size, in->marks.ours);
	buf_add(out, ours->data, ours->size);
	add_line(out, '=', in->marks.size, NULL);
	buf_add(out, theirs->data, theirs->size);
	add_line(out, '>', in->marks.size, in->marks.theirs);
}

/* What is wrong with a text that was merged without a conflict; NULL: nothing that can be told. */
static const char *find_fault(
	const struct buf *text, const struct merge_versions *in, const struct merge *merge)
{
	const struct zf_zone *ours = in->zone[MERGE_OURS], *theirs = in->zone[MERGE_THEIRS];
	struct zf_error err = ZF_ERROR_INIT;
	struct zf_zone *zone = NULL;
	const char *why = NULL;
	if (merge->conflict_count > 0)
		return "as zones the two are in conflict";
	if (!ours || !theirs)
		return NULL;
	if (zonefile_parse(&zone, text->data, text->len, in->name, &in->options, NULL, &err) !=
		ZF_OK)
		why = "the merged text is no zone";
	else if (merge->zone ? !merge_same_but_serial(zone, merge->zone)
			     : !merge_is_sound(zone, ours, theirs))
		why = "the merged text would be another zone than the two give";
	const struct zonefile_source source = {{text->data, text->len}, in->name, &in->options};
	if (!why && zonefile_prove(&source, zone, &err) != ZF_OK)
		why = "ldns reads the merged text otherwise";
	zf_zone_free(zone);
	return why;
}

bool merge_text(struct buf *out, const struct merge_versions *in, const struct merge *merge,
	const char **why)
{
	bool clean = false;
	*why = merge_lines(out, in, &clean) ? NULL : "git merge-file can't merge it";
	if (!*why && clean)
		*why = find_fault(out, in, merge);
	if (*why)
		merge_text_mark_whole(out, in);
	return clean && !*why;
}
