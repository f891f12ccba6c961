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

/* The name that a file's name tells: that of example.com.zone is example.com. */
static bool origin_of_file(struct name *origin, const char *file)
{
	static const char *const endings[] = {".zone", ".db"};
	struct zf_error ignored = ZF_ERROR_INIT;
	for (const char *p = file; *p; p++)
		if (*p == '/' || *p == ':')
			file = p + 1;
	for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++) {
		size_t n = strlen(file), tail = strlen(endings[i]);
		if (n <= tail || !str_ends(file, endings[i]))
			continue;
		char text[NAME_MAX_TEXT + 1];
		if (n - tail >= sizeof(text))
			return false;
		memcpy(text, file, n - tail);
		text[n - tail] = '\0';
		return name_parse_absolute(origin, text, &ignored) == ZF_OK;
	}
	return false;
}

static enum zf_status find_origin(struct reader *r, const char *file, struct zf_error *err)
{
	r->now.origin = name_root;
	if (r->options->origin) {
		if (name_parse_absolute(&r->now.origin, r->options->origin, err) != ZF_OK)
			return err->code;
		r->apex = APEX_BY_ORIGIN;
	} else if (file && origin_of_file(&r->now.origin, file)) {
		r->apex = APEX_BY_FILE;
	}
	r->now.has_origin = r->apex != APEX_UNKNOWN;
	return ZF_OK;
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
	if (find_origin(&r, text->name, err) != ZF_OK)
		return err->code;
	if (r.path && stat(r.path, &st) == 0) {
		source.device = st.st_dev;
		source.inode = st.st_ino;
	}
	reader_init(&r, &r.now.origin);
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
	const struct zone_text zone_text = {.text = {text, size}, .name = file};
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
