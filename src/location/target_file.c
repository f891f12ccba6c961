/* target_file: a zone file as a target: edited in place, replaced whole or not at all. */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "edit.h"
#include "err.h"
#include "file.h"
#include "mem.h"
#include "target_kinds.h"

struct file_target {
	struct target target;
	char *path;
	struct zonefile_options how;
	enum serial_style serial;
};

static void close_file(struct target *target)
{
	struct file_target *t = (struct file_target *)target;
	free(t->path);
}

static enum zf_status read_file(struct target *target, struct target_state *state,
	struct diags *diags, struct zf_error *err)
{
	const struct file_target *t = (const struct file_target *)target;
	return zonefile_read(&state->zone, t->path, &t->how, diags, err);
}

/* The zone that the file shall hold: with another serial where its records change. */
static struct zf_zone *wanted_zone(const struct file_target *t, const struct zf_zone *old,
	const struct operation *operations, size_t count)
{
	struct zf_zone *zone = zone_after(old, operations, count);
	const struct rec *was = zone_soa(old), *soa = zone_soa(zone);
	if (!was || !soa || rec_is_synthesised(soa) || soa_serial(was) != soa_serial(soa))
		return zone;
	uint32_t serial = serial_next(soa_serial(soa), t->serial, (int64_t)time(NULL));
	struct zf_zone *raised = zone_with_serial(zone, serial);
	zf_zone_free(zone);
	return raised;
}

static enum zf_status write_text(const struct file_target *t, const struct file_text *text,
	const struct zf_zone *old, const struct zf_zone *zone, struct zf_error *err)
{
	static const struct diff_options rules = {.txt = DIFF_TXT_EXACT};
	struct diff diff = {0};
	struct buf out;
	buf_init(&out, 0);
	enum zf_status status = diff_make(&diff, old, zone, &rules, err);
	if (!status && diff.count)
		status = zonefile_update(
			&out, text->data, text->size, &diff, t->path, &t->how, &rules, err);
	if (!status && diff.count)
		status = file_replace(t->path, out.data, out.len, FILE_CAREFUL, err);
	diff_free(&diff);
	buf_free(&out);
	return status;
}

static bool is_same_state(const struct zf_zone *a, const struct zf_zone *b)
{
	uint8_t da[ZONE_DIGEST_OCTETS], db[ZONE_DIGEST_OCTETS];
	zone_state_digest(a, da);
	zone_state_digest(b, db);
	return memcmp(da, db, sizeof(da)) == 0;
}

static enum outcome write_file(struct target *target, const struct target_state *state,
	const struct operation *operations, size_t count, struct buf *says, struct zf_error *err)
{
	const struct file_target *t = (const struct file_target *)target;
	struct file_text text;
	struct zf_zone *old = NULL;
	(void)says;
	if (file_read(&text, t->path, ZONEFILE_MAX_SIZE, err) != ZF_OK)
		return OUTCOME_REFUSED;
	enum zf_status status =
		zonefile_parse(&old, text.data, text.size, t->path, &t->how, NULL, err);
	if (!status && !is_same_state(old, state->zone))
		status = err_set(err, ZF_ERR_DATA, "%s was changed since it was read", t->path);
	if (!status) {
		struct zf_zone *zone = wanted_zone(t, old, operations, count);
		status = write_text(t, &text, old, zone, err);
		zf_zone_free(zone);
	}
	zf_zone_free(old);
	file_text_free(&text);
	return status ? OUTCOME_REFUSED : OUTCOME_DONE;
}

static const struct target_ops ops = {.close = close_file, .read = read_file, .write = write_file};

enum zf_status target_open_file(struct target **target, const struct location *loc,
	const struct load_env *env, const struct target_options *options, struct zf_error *err)
{
	if (strcmp(loc->path, "-") == 0 || str_ends(loc->path, ".json"))
		return err_set(err, ZF_ERR_UNSUPPORTED,
			"%s can't be written to: a zone file is wanted", loc->text);
	struct file_target *t = mem_zalloc(sizeof(*t));
	*t = (struct file_target){
		.target = {.ops = &ops,
			.kind = {.grain = GRAIN_RRSET,
				.keeps_notes = true,
				.creates_kept = true,
				.updates = true,
				.transaction = true,
				.batch = SIZE_MAX,
				.call_ms = 1}},
		.path = mem_strdup(loc->path),
		.how = env->zonefile,
		.serial = options->serial,
	};
	t->how.path = t->path;
	t->how.proof = options->proof;
	*target = &t->target;
	return ZF_OK;
}
