#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "err.h"
#include "file.h"
#include "reader.h"

enum { DEFAULT_MAX_ERRORS = 20, SHOWN_MAX = 64, DROP_STEP = 1 << 20 };

static void add_finding(struct reader *r, enum reader_code code, const char *at, const char *text,
	const char *shown)
{
	const struct zonefile_code *c = &zonefile_codes[code];
	unsigned long line, col;
	lexer_place(&r->source->lexer, at, &line, &col);
	diags_add(r->diags, c->severity, c->code, r->source->name, line, col,
		shown ? "%s: \"%s\"" : "%s", text, shown);
}

void reader_find(struct reader *r, enum reader_code code, const char *at, const char *text)
{
	add_finding(r, code, at, text, NULL);
}

void reader_find_token(
	struct reader *r, enum reader_code code, const struct rrtoken *token, const char *text)
{
	char shown[SHOWN_MAX];
	str_clean(shown, sizeof(shown), token->p, token->n);
	add_finding(r, code, token->p, text, r->source->parent ? NULL : shown);
}

void reader_find_error(struct reader *r, const char *at)
{
	unsigned long line, col;
	lexer_place(&r->source->lexer, at, &line, &col);
	diags_add(r->diags, DIAG_ERROR, arena_strdup(&r->diags->arena, r->error.id),
		r->source->name, line, col, "%s",
		r->source->parent ? "it is malformed (content of included files isn't shown)"
				  : r->error.text);
	err_clear(&r->error);
}

void reader_see(struct reader *r, struct first_seen *seen, const char *at)
{
	if (seen->line)
		return;
	seen->file = r->source->name ? arena_strdup(&r->diags->arena, r->source->name) : NULL;
	lexer_place(&r->source->lexer, at, &seen->line, &seen->col);
}

static void tell_first_seen(
	struct reader *r, enum reader_code code, const struct first_seen *seen, const char *text)
{
	const struct zonefile_code *c = &zonefile_codes[code];
	if (seen->line)
		diags_add(r->diags, c->severity, c->code, seen->file, seen->line, seen->col, "%s",
			text);
}

const char *reader_entry_end(const struct reader *r)
{
	const struct lexer *l = &r->source->lexer;
	const struct rrtoken *last = &l->tokens[l->count - 1];
	return last->p + last->n + (last->flags & TOKEN_QUOTED ? 1 : 0);
}

bool reader_name(struct reader *r, struct name *name, const struct rrtoken *token)
{
	const struct name *origin = r->now.has_origin ? &r->now.origin : NULL;
	if (name_parse(name, token->p, token->n, origin, &r->error) == ZF_OK)
		return true;
	reader_find_error(r, token->p);
	return false;
}

static void find_fault(struct reader *r)
{
	static const struct {
		enum reader_code code;
		const char *text;
	} faults[] = {
		[LEX_NUL] = {READ_BAD_OCTET, "NUL octet"},
		[LEX_LONE_CR] = {READ_LONE_CR, "carriage return that ends no line"},
		[LEX_OPEN_QUOTE] = {READ_OPEN_QUOTE, "quote is not closed on its line"},
		[LEX_OPEN_PAREN] = {READ_OPEN_PARENTHESIS, "parenthesis is never closed"},
		[LEX_EXTRA_PAREN] = {READ_EXTRA_PARENTHESIS, "parenthesis was never opened"},
		[LEX_ESCAPED_END] = {READ_ESCAPED_LINE_END, "backslash at the end of a line"},
		[LEX_LONG_LINE] = {READ_LONG_LINE, "line is longer than 1 MiB"},
		[LEX_LONG_TOKEN] = {READ_LONG_TOKEN, "field is longer than 256 KiB"},
		[LEX_MANY_TOKENS] = {READ_MANY_TOKENS, "more than 262,144 fields"},
	};
	const struct lexer *l = &r->source->lexer;
	reader_find(r, faults[l->fault].code, l->fault_at, faults[l->fault].text);
}

static bool is_conflict_marker(const struct rrtoken *token)
{
	static const char *const markers[] = {"<<<<<<<", "|||||||", "=======", ">>>>>>>"};
	for (size_t i = 0; i < sizeof(markers) / sizeof(markers[0]); i++)
		if (token->n == 7 && memcmp(token->p, markers[i], 7) == 0)
			return true;
	return false;
}

static void read_entry(struct reader *r)
{
	const struct lexer *l = &r->source->lexer;
	const struct rrtoken *first = l->tokens;
	if (l->fault)
		find_fault(r);
	else if (first->n == 0 || l->indented)
		reader_record(r);
	else if (first->p[0] == '$')
		reader_directive(r);
	else if (first->n == 7 && is_conflict_marker(first))
		reader_find(r, READ_CONFLICT_MARKER, first->p, "conflict marker of git");
	else
		reader_record(r);
}

/* Gives back what stands before the current entry, now and then. */
static void drop_text(struct source *s)
{
	if (!s->dropped || s->lexer.start - s->dropped < DROP_STEP)
		return;
	file_text_drop(s->dropped, s->lexer.start);
	s->dropped = s->lexer.start;
}

void reader_run(struct reader *r)
{
	struct lexer *l = &r->source->lexer;
	enum lex_kind kind, last = LEX_EMPTY;
	for (; !r->stopped && (kind = lexer_next(l)) != LEX_END; last = kind) {
		drop_text(r->source);
		if (kind == LEX_EMPTY)
			reader_line_comments(r);
		else
			read_entry(r);
		if (r->split == SPLIT_AT_SOA && r->apex == APEX_BY_SOA && !r->source->parent) {
			r->split = SPLIT_DONE;
			reader_split(r);
		}
	}
	if (last == LEX_ENTRY && l->at == l->end && !l->fault && l->end[-1] != '\n')
		reader_find(r, READ_NO_FINAL_NEWLINE, l->end,
			"last line has no newline at its end: the file may have been cut");
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

enum { BUFS = 7 };

static void list_bufs(struct buf *bufs[BUFS], struct reader *r)
{
	bufs[0] = &r->soa;
	bufs[1] = &r->rdata;
	bufs[2] = &r->notes;
	bufs[3] = &r->leading;
	bufs[4] = &r->trailing;
	bufs[5] = &r->json;
	bufs[6] = &r->apex_text;
}

static void reader_init(struct reader *r, const struct name *apex)
{
	struct buf *bufs[BUFS];
	const struct source *source = r->source;
	r->builder = zone_builder_new(apex, source->name);
	if (r->options->max_records)
		zone_builder_set_limit(r->builder, r->options->max_records);
	if (source->name)
		zone_builder_file(r->builder, source->name);
	r->diags = zone_builder_diags(r->builder);
	r->diags->max_errors = r->options->max_errors ? r->options->max_errors : DEFAULT_MAX_ERRORS;
	list_bufs(bufs, r);
	for (size_t i = 0; i < BUFS; i++)
		buf_init(bufs[i], 0);
	reader_set_apex(r, apex);
}

static void reader_release(struct reader *r)
{
	struct buf *bufs[BUFS];
	zone_builder_free(r->builder);
	list_bufs(bufs, r);
	for (size_t i = 0; i < BUFS; i++)
		buf_free(bufs[i]);
	lexer_free(&r->source->lexer);
}

void reader_fork(struct reader *piece, const struct reader *r, struct source *source)
{
	*piece = *r;
	piece->source = source;
	piece->no_ttl = piece->ttl_inherited = (struct first_seen){0};
	reader_init(piece, &r->apex_name);
	buf_add(&piece->soa, r->soa.data, r->soa.len);
}

/* Joins the records of a piece; when they are too many, says which is the first one too much. */
static void join_records(struct reader *r, struct zone_builder *piece)
{
	const char *file = NULL;
	unsigned long line = 0;
	size_t room = ZONE_MAX_RECORDS - zone_builder_count(r->builder);
	if (zone_builder_count(piece) > room)
		file = zone_builder_place(piece, room, &line);
	if (file)
		file = arena_strdup(&r->diags->arena, file);
	if (zone_builder_join(r->builder, piece, &r->error) == ZF_OK)
		return;
	diags_add(r->diags, DIAG_ERROR, "too-many-records", file, line, 1, "%s", r->error.text);
	err_clear(&r->error);
	r->stopped = true;
}

void reader_join(struct reader *r, struct reader *piece)
{
	if (!r->stopped) {
		if (!r->no_ttl.line)
			r->no_ttl = piece->no_ttl;
		if (!r->ttl_inherited.line)
			r->ttl_inherited = piece->ttl_inherited;
		buf_reset(&r->leading);
		buf_add(&r->leading, piece->leading.data, piece->leading.len);
		join_records(r, piece->builder);
		piece->builder = NULL;
	}
	reader_release(piece);
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
	tell_first_seen(r, READ_NO_TTL, &r->no_ttl,
		"record without a TTL, and no $TTL before it (or give --default-ttl)");
	tell_first_seen(r, READ_TTL_INHERITED, &r->ttl_inherited,
		"record without a TTL, and no $TTL before it: it takes the last stated one");
	find_missing(r, r->source->name);
	diags_sort(r->diags);
	if (r->diags->errors)
		return fail(r, diags, err);
	zone_builder_set_trailer(r->builder, (struct str){r->leading.data, r->leading.len});
	*zone = zone_builder_seal(r->builder);
	r->builder = NULL;
	return ZF_OK;
}

void reader_read(struct reader *r, struct str text)
{
	size_t bom = text.n >= 3 && memcmp(text.p, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
	const char *foreign = foreign_content(text);
	lexer_init(&r->source->lexer, text.p + bom, text.n - bom, 1);
	if (bom)
		reader_find(r, READ_BOM, text.p + bom, "byte order mark at the start");
	if (foreign)
		reader_find(r, READ_NO_ZONE_FILE, text.p + bom, foreign);
	else
		reader_run(r);
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
