#include "zonefile.h"

#include <pthread.h>
#include <stdatomic.h>
#include <string.h>

#include "rdata.h"
#include "threads.h"

enum {
	TTL_END = 29, /* columns before the blank behind the TTL */
	TYPE_WIDTH = 6, /* columns of a type; longer ones take one blank */
	TTL_DIGITS = 10, /* of the largest one */
	HEAD_ROOM = NAME_MAX_TEXT + TTL_END + TTL_DIGITS + 16,
	PIECE_RECORDS = 1024,
	SEVERAL_RECORDS = 4 * PIECE_RECORDS,
	PIECE_OCTETS = 1 << 20, /* a piece that grows beyond goes out in parts */
	AHEAD = 8, /* records asked for before they are printed */
};

/* Text being made. Records of one owner stand together: its text is copied from the line before. */
struct lines {
	struct buf *b;
	const struct zf_zone *zone;
	const struct rec *last; /* NULL: none in this buffer */
	size_t owner, owner_len; /* where the last record's owner stands in the buffer */
};

typedef void print_owner(struct buf *b, const struct zf_zone *zone, const struct rec *r);

static void add_owner(struct lines *l, const struct rec *r, print_owner *print)
{
	size_t at = l->b->len;
	if (l->last && rec_same_owner(l->last, r)) {
		if (buf_reserve(l->b, l->owner_len))
			buf_add(l->b, l->b->data + l->owner, l->owner_len);
	} else {
		print(l->b, l->zone, r);
	}
	l->owner = at;
	l->owner_len = l->b->len - at;
	l->last = r;
}

/* Decimal digits to the left of `end`; returns the first. */
static char *digits(char *end, uint32_t v)
{
	do
		*--end = (char)('0' + v % 10);
	while ((v /= 10) > 0);
	return end;
}

/* Owner, TTL and class. */
static void add_head(struct lines *l, const struct rec *r)
{
	static const char class_in[] = {' ', 'I', 'N', ' '};
	char ttl[TTL_DIGITS];
	struct buf *b = l->b;
	if (!buf_reserve(b, HEAD_ROOM))
		return;
	add_owner(l, r, rec_print_owner);
	char *number = digits(ttl + TTL_DIGITS, r->ttl);
	size_t number_len = (size_t)(ttl + TTL_DIGITS - number), used = l->owner_len + number_len;
	size_t blanks = used < TTL_END ? TTL_END - used : 1;
	char *at = b->data + b->len;
	memset(at, ' ', blanks);
	at += blanks;
	memcpy(at, number, number_len);
	at += number_len;
	memcpy(at, class_in, sizeof(class_in));
	b->len = (size_t)(at - b->data) + sizeof(class_in);
}

/* A comment as it was written; control octets, which could do harm on a terminal, as \DDD. */
static void add_comment(struct buf *b, struct str text)
{
	for (size_t i = 0; i < text.n; i++) {
		unsigned char c = (unsigned char)text.p[i];
		if ((c < 32 && c != '\t') || c == 127)
			buf_printf(b, "\\%03u", c);
		else
			buf_addc(b, (char)c);
	}
}

static void add_annotation(struct buf *b, struct str name, struct str json)
{
	buf_adds(b, ";@");
	buf_add(b, name.p, name.n);
	buf_addc(b, ' ');
	buf_add(b, json.p, json.n);
}

static void add_leading(struct buf *b, const struct rec *r)
{
	struct note note;
	for (size_t at = 0; rec_note_next(r, &at, &note);) {
		if (note.kind != NOTE_LEADING)
			continue;
		add_comment(b, note.text);
		buf_addc(b, '\n');
	}
}

/* What stands behind the RDATA, kind by kind in the order of the notes. */
static void add_behind(struct buf *b, const struct rec *r, enum note_kind kind)
{
	struct note note;
	for (size_t at = 0; rec_note_next(r, &at, &note);) {
		if (note.kind != kind)
			continue;
		buf_addc(b, ' ');
		if (kind == NOTE_ANNOTATION)
			add_annotation(b, note.name, note.text);
		else
			add_comment(b, note.text);
	}
}

static void add_record(struct lines *l, const struct rec *r)
{
	add_head(l, r);
	rdata_print_portable(l->b, TYPE_WIDTH, rec_type(r), rec_rdata(r), r->rdata_len);
	if (r->notes_len)
		add_behind(l->b, r, NOTE_ANNOTATION);
}

void zonefile_print_record(struct buf *b, const struct zf_zone *zone, const struct rec *r)
{
	add_record(&(struct lines){.b = b, .zone = zone}, r);
}

typedef void add_line(struct lines *l, const struct rec *r);

static void add_canonical(struct lines *l, const struct rec *r)
{
	if (r->notes_len)
		add_leading(l->b, r);
	add_record(l, r);
	if (r->notes_len)
		add_behind(l->b, r, NOTE_TRAILING);
	buf_addc(l->b, '\n');
}

static void add_generic(struct lines *l, const struct rec *r)
{
	add_owner(l, r, rec_print_owner_absolute);
	buf_printf(l->b, " %u CLASS1 TYPE%u ", r->ttl, rec_type(r));
	rdata_print_generic(l->b, rec_rdata(r), r->rdata_len);
	buf_addc(l->b, '\n');
}

/*
 * Printing by several threads. Each takes the next piece of the zone, makes its text, and hands it
 * to the sink when all pieces before it are out.
 */
struct printing {
	const struct zf_zone *zone;
	add_line *add;
	zonefile_sink *sink;
	void *user;
	struct zf_error *err;
	atomic_size_t next; /* piece to be taken */
	pthread_mutex_t lock;
	pthread_cond_t moved;
	size_t turn; /* piece that may go out */
	enum zf_status status; /* the one whose turn it is may look and set */
	atomic_bool failed; /* nothing more will go out: pieces are passed over */
};

/* Waits until it is the piece's turn, and hands what is there to the sink. */
static void put(struct printing *p, struct lines *l, size_t piece)
{
	pthread_mutex_lock(&p->lock);
	while (p->turn != piece)
		pthread_cond_wait(&p->moved, &p->lock);
	pthread_mutex_unlock(&p->lock);
	if (p->status == ZF_OK && l->b->len > 0)
		p->status = p->sink(p->user, l->b->data, l->b->len, p->err);
	if (p->status != ZF_OK)
		atomic_store(&p->failed, true);
	buf_reset(l->b);
	l->last = NULL;
}

static void pass_turn(struct printing *p)
{
	pthread_mutex_lock(&p->lock);
	p->turn++;
	pthread_cond_broadcast(&p->moved);
	pthread_mutex_unlock(&p->lock);
}

/* Records stand in memory as they were read, so the next ones are asked for ahead. */
static void print_piece(struct printing *p, struct lines *l, size_t piece)
{
	const struct zf_zone *zone = p->zone;
	size_t from = piece * PIECE_RECORDS, left = zone->count - from;
	size_t end = from + (left < PIECE_RECORDS ? left : PIECE_RECORDS);
	for (size_t i = from; i < end && !atomic_load(&p->failed); i++) {
		if (i + AHEAD < end)
			__builtin_prefetch(zone->recs[i + AHEAD]->data);
		p->add(l, zone->recs[i]);
		if (l->b->len > PIECE_OCTETS)
			put(p, l, piece);
	}
	put(p, l, piece);
	pass_turn(p);
}

static void print_pieces(void *user)
{
	struct printing *p = user;
	struct buf b;
	buf_init(&b, 0);
	struct lines l = {.b = &b, .zone = p->zone};
	size_t piece;
	while ((piece = atomic_fetch_add(&p->next, 1)) * PIECE_RECORDS < p->zone->count)
		print_piece(p, &l, piece);
	buf_free(&b);
}

static enum zf_status print_records(struct printing *p)
{
	unsigned threads = p->zone->count > SEVERAL_RECORDS ? threads_useful() : 1;
	pthread_mutex_init(&p->lock, NULL);
	pthread_cond_init(&p->moved, NULL);
	threads_run(threads, print_pieces, p);
	pthread_cond_destroy(&p->moved);
	pthread_mutex_destroy(&p->lock);
	return p->status;
}

static enum zf_status print_head(
	const struct zf_zone *zone, zonefile_sink *sink, void *user, struct zf_error *err)
{
	struct buf b;
	buf_init(&b, 0);
	buf_printf(&b, "$ORIGIN %s\n", zone->apex_text);
	enum zf_status status = sink(user, b.data, b.len, err);
	buf_free(&b);
	return status;
}

static enum zf_status print_tail(
	const struct zf_zone *zone, zonefile_sink *sink, void *user, struct zf_error *err)
{
	struct buf b;
	buf_init(&b, 0);
	for (size_t i = 0, from = 0; i < zone->trailer.n; i++) {
		if (zone->trailer.p[i] != '\n')
			continue;
		add_comment(&b, (struct str){zone->trailer.p + from, i - from});
		buf_addc(&b, '\n');
		from = i + 1;
	}
	for (size_t i = 0; i < zone->provider_record_count; i++) {
		add_annotation(
			&b, zone->provider_records[i].provider, zone->provider_records[i].json);
		buf_addc(&b, '\n');
	}
	enum zf_status status = b.len > 0 ? sink(user, b.data, b.len, err) : ZF_OK;
	buf_free(&b);
	return status;
}

enum zf_status zonefile_print(
	const struct zf_zone *zone, zonefile_sink *sink, void *user, struct zf_error *err)
{
	struct printing p = {
		.zone = zone, .add = add_canonical, .sink = sink, .user = user, .err = err};
	enum zf_status status = print_head(zone, sink, user, err);
	if (status == ZF_OK)
		status = print_records(&p);
	if (status == ZF_OK)
		status = print_tail(zone, sink, user, err);
	return status;
}

enum zf_status zonefile_print_generic(
	const struct zf_zone *zone, zonefile_sink *sink, void *user, struct zf_error *err)
{
	struct printing p = {
		.zone = zone, .add = add_generic, .sink = sink, .user = user, .err = err};
	return print_records(&p);
}
