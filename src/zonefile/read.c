#include <string.h>
#include <sys/stat.h>

#include "err.h"
#include "file.h"
#include "reader.h"

static void tell_first_seen(
	struct reader *r, enum reader_code code, const struct first_seen *seen, const char *text)
{
	const struct zonefile_code *c = &zonefile_codes[code];
	if (seen->line)
		diags_add(r->diags, c->severity, c->code, seen->file, seen->line, seen->col, "%s",
			text);
}

/* Tells once, however many names are relative. */
static void tell_no_origin(struct reader *r)
{
	struct buf text;
	buf_init(&text, 0);
	buf_adds(&text, "relative name, and neither $ORIGIN nor the file's name tells the origin: "
			"give --origin ");
	if (r->suggested.len > 0)
		name_print(&text, r->suggested.wire);
	buf_adds(&text, r->suggested.len > 0 ? " (so its SOA suggests)" : "NAME");
	tell_first_seen(r, READ_NO_ORIGIN, &r->seen.no_origin, text.data);
	buf_free(&text);
}

/* Findings about the file as a whole. */
static void find_missing(struct reader *r, const char *file)
{
	if (r->diags->errors)
		return;
	if (zone_builder_count(r->builder) == 0)
		diags_add(r->diags, DIAG_ERROR, zonefile_codes[READ_NO_RECORDS].code, file, 1, 1,
			"there is no record in it");
	else if (r->apex == APEX_UNKNOWN)
		diags_add(r->diags, DIAG_ERROR, zonefile_codes[READ_NO_ORIGIN].code, file, 1, 1,
			"the zone's name is unknown: there is no SOA record and no $ORIGIN; "
			"give --origin");
}

/* Hands the findings over and says what the first error was. */
static enum zf_status fail(struct reader *r, struct diags *diags, struct zf_error *err)
{
	/* So many warnings may have come before that no error was kept. */
	struct diag first = {.text = "there are errors in it", .code = "", .file = r->source->name};
	for (size_t i = r->diags->count; i-- > 0;)
		if (r->diags->items[i].severity == DIAG_ERROR)
			first = r->diags->items[i];
	enum zf_status status = err_set(err, ZF_ERR_SYNTAX, "%s", first.text);
	err_place(err, first.file ? first.file : "", first.line, first.col);
	err_id(err, first.code);
	if (diags)
		diags_join(diags, r->diags);
	return status;
}

static enum zf_status finish(
	struct zf_zone **zone, struct reader *r, struct diags *diags, struct zf_error *err)
{
	tell_first_seen(r, READ_NO_TTL, &r->seen.no_ttl,
		"record without a TTL, and neither $TTL nor the SOA before it (or give "
		"--default-ttl)");
	tell_first_seen(r, READ_TTL_INHERITED, &r->seen.ttl_inherited,
		"record without a TTL, and no $TTL before it: it takes the last stated one");
	tell_first_seen(r, READ_TTL_FROM_SOA, &r->seen.ttl_from_soa,
		"no $TTL: records without a TTL take the SOA's minimum");
	tell_no_origin(r);
	find_missing(r, r->source->name);
	diags_sort(r->diags);
	if (r->diags->errors)
		return fail(r, diags, err);
	zone_builder_set_trailer(r->builder, (struct str){r->leading.data, r->leading.len});
	*zone = zone_builder_seal(r->builder);
	r->builder = NULL;
	return ZF_OK;
}

/* A zone file in memory. */
struct zone_text {
	struct str text;
	const char *name; /* for messages, or NULL */
	const char *path; /* below whose folder $INCLUDE reads, or NULL */
	enum { TEXT_LENT, TEXT_OURS } owner;
};

static enum zf_status read_zone(struct zf_zone **zone, const struct zone_text *text,
	const struct zonefile_options *options, struct diags *diags, struct zf_error *err)
{
	struct stat st;
	struct source source = {
		.name = text->name, .dropped = text->owner == TEXT_OURS ? text->text.p : NULL};
	struct reader r = {.options = options,
		.source = &source,
		.path = text->path,
		.read = reader_read,
		.now = {.owner_state = OWNER_NONE}};
	if (text->text.n > ZONEFILE_MAX_SIZE)
		return err_set(err, ZF_ERR_LIMIT, "zone text is larger than 1 GiB");
	if (reader_find_origin(&r, text->name, err) != ZF_OK)
		return err->code;
	if (reader_find_dialect(&r, text->text, err) != ZF_OK)
		return err->code;
	if (r.path && stat(r.path, &st) == 0) {
		source.device = st.st_dev;
		source.inode = st.st_ino;
	}
	reader_init(&r, &r.now.origin);
	reader_tell_dialect(&r);
	reader_read(&r, text->text);
	if (r.split == SPLIT_NOW) {
		r.split = SPLIT_DONE;
		reader_split(&r);
		reader_run(&r);
	}
	enum zf_status status = finish(zone, &r, diags, err);
	reader_release(&r);
	return status;
}

enum zf_status zonefile_parse(struct zf_zone **zone, const char *text, size_t size,
	const char *file, const struct zonefile_options *options, struct diags *diags,
	struct zf_error *err)
{
	const struct zone_text zone_text = {
		.text = {text, size}, .name = file, .path = options->path};
	return read_zone(zone, &zone_text, options, diags, err);
}

enum zf_status zonefile_read(struct zf_zone **zone, const char *path,
	const struct zonefile_options *options, struct diags *diags, struct zf_error *err)
{
	struct file_text text;
	const bool standard_input = strcmp(path, "-") == 0;
	if (file_read(&text, path, ZONEFILE_MAX_SIZE, err) != ZF_OK)
		return err->code;
	const struct zone_text zone_text = {.text = {text.data, text.size},
		.name = standard_input ? "<stdin>" : path,
		.path = standard_input ? NULL : path,
		.owner = TEXT_OURS};
	enum zf_status status = read_zone(zone, &zone_text, options, diags, err);
	file_text_free(&text);
	return status;
}
