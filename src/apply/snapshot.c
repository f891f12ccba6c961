#include "snapshot.h"

#include "err.h"
#include "file.h"
#include "zonefile.h"

static enum zf_status add_text(void *user, const char *p, size_t n, struct zf_error *err)
{
	(void)err;
	buf_add(user, p, n);
	return ZF_OK;
}

/* A zone without records has no zone file: what may be in it are provider records, each a line. */
static struct zf_zone *read_bare(const struct file_text *text, const struct name *apex)
{
	struct zone_builder *b = zone_builder_new(apex, NULL);
	struct buf json;
	struct str name;
	buf_init(&json, 0);
	const char *at = text->data, *end = text->data + text->size;
	while (at < end) {
		size_t n = strcspn(at, "\n");
		if (*at == ';' && note_parse(&name, &json, (struct str){at, n}) == n)
			zone_builder_add_provider_record(
				b, name, (struct str){json.data, json.len});
		buf_reset(&json);
		at += n + (at + n < end);
	}
	buf_free(&json);
	return zone_builder_seal(b);
}

static bool has_records(const struct file_text *text)
{
	for (const char *at = text->data; *at; at += strcspn(at, "\n"), at += *at == '\n')
		if (*at != ';' && *at != '$' && *at != '\n')
			return true;
	return false;
}

enum zf_status snapshot_get(struct zf_zone **zone, const struct run *run, const char *name,
	const char *apex, struct zf_error *err)
{
	struct zonefile_options how = ZONEFILE_OPTIONS_INIT;
	struct file_text text;
	struct name origin;
	struct buf path;
	how.origin = apex;
	buf_init(&path, 0);
	run_path(&path, run, name);
	*zone = NULL;
	enum zf_status status = name_parse_absolute(&origin, apex, err);
	if (!status)
		status = file_read(&text, path.data, ZONEFILE_MAX_SIZE, err);
	if (!status) {
		if (has_records(&text))
			status = zonefile_parse(
				zone, text.data, text.size, path.data, &how, NULL, err);
		else
			*zone = read_bare(&text, &origin);
		file_text_free(&text);
	}
	buf_free(&path);
	return status;
}

enum zf_status snapshot_put(
	const struct run *run, const char *name, const struct zf_zone *zone, struct zf_error *err)
{
	struct zf_zone *again = NULL;
	struct buf text;
	buf_init(&text, 0);
	enum zf_status status = zonefile_print(zone, add_text, &text, err);
	if (!status)
		status = run_put(run, name, &text, err);
	buf_free(&text);
	if (!status)
		status = snapshot_get(&again, run, name, zone->apex_text, err);
	if (!status && !zone_same_state(zone, again))
		status = err_set(err, ZF_ERR_DATA,
			"%s/%s can't be read back as it was written, so there would be no way back",
			run->folder, name);
	zf_zone_free(again);
	return status;
}
