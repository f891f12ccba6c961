/* state: a reader's beginning and end, and that of readers of later pieces of its text. */
#include "err.h"
#include "reader.h"

enum { DEFAULT_MAX_ERRORS = 20 };

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

void reader_init(struct reader *r, const struct name *apex)
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

void reader_release(struct reader *r)
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
	piece->seen = (struct seen){.ttl_from_soa = {0}};
	reader_init(piece, &r->apex_name);
	buf_add(&piece->soa, r->soa.data, r->soa.len);
}

/* Joins the records of a piece; when they are too many, says which is the first one too much. */
static void join_records(struct reader *r, struct zone_builder *piece)
{
	const char *file = NULL;
	unsigned long line = 0;
	size_t room = zone_builder_room(r->builder);
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
		if (!r->seen.no_ttl.line)
			r->seen.no_ttl = piece->seen.no_ttl;
		if (!r->seen.ttl_inherited.line)
			r->seen.ttl_inherited = piece->seen.ttl_inherited;
		buf_reset(&r->leading);
		buf_add(&r->leading, piece->leading.data, piece->leading.len);
		join_records(r, piece->builder);
		piece->builder = NULL;
	}
	reader_release(piece);
}
