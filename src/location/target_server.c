/* target_server: a zone at a name server as a target: read by transfer, written to by dynamic
 * update. A call is one message, which the server does whole or not at all. */
#include <stdlib.h>

#include "axfr.h"
#include "err.h"
#include "mem.h"
#include "name_server.h"
#include "target_kinds.h"
#include "update.h"

struct server_target {
	struct target target;
	struct name_server at;
	struct name apex;
	struct buf soa; /* RDATA, as it was read last; empty: not known, or changed by us since */
	struct buf first_soa; /* as it was read first */
	size_t calls;
};

static void close_server(struct target *target)
{
	struct server_target *t = (struct server_target *)target;
	name_server_close(&t->at);
	buf_free(&t->soa);
	buf_free(&t->first_soa);
}

static enum zf_status read_server(struct target *target, struct target_state *state,
	struct diags *diags, struct zf_error *err)
{
	struct server_target *t = (struct server_target *)target;
	(void)diags; /* what was noticed is the zone's */
	buf_reset(&t->soa);
	t->calls++;
	enum zf_status status = axfr_fetch(&state->zone, &t->at.server, err);
	if (status == ZF_OK) {
		const struct rec *soa = zone_soa(state->zone);
		buf_add(&t->soa, rec_rdata(soa), soa->rdata_len);
		if (t->first_soa.len == 0)
			buf_add(&t->first_soa, rec_rdata(soa), soa->rdata_len);
	}
	return status;
}

/*
 * Operations as changes of an update.
 */
struct changes {
	struct arena arena;
	struct update_change *items;
};

static const struct rec *any_record(const struct operation *o)
{
	return o->before_count ? o->before[0] : o->after[0];
}

static int by_set(const void *va, const void *vb)
{
	const struct operation *a = *(const struct operation *const *)va;
	const struct operation *b = *(const struct operation *const *)vb;
	return rec_cmp_rrset(any_record(a), any_record(b));
}

static struct update_set make_set(struct arena *arena, const struct rec *const *recs, size_t count)
{
	struct update_record *records = arena_alloc(arena, (count + 1) * sizeof(*records));
	for (size_t i = 0; i < count; i++)
		records[i] = (struct update_record){
			recs[i]->ttl, {(const char *)rec_rdata(recs[i]), recs[i]->rdata_len}};
	return (struct update_set){records, count};
}

/* Sorted: all that changes at one name is in one message, and the SOA at its front. */
static void make_changes(struct changes *c, const struct operation *operations, size_t count)
{
	arena_init(&c->arena);
	c->items = arena_alloc(&c->arena, count * sizeof(*c->items));
	const struct operation **sorted = arena_alloc(&c->arena, count * sizeof(*sorted));
	for (size_t i = 0; i < count; i++)
		sorted[i] = &operations[i];
	qsort(sorted, count, sizeof(*sorted), by_set);
	for (size_t i = 0; i < count; i++)
		c->items[i] = (struct update_change){sorted[i]->owner, sorted[i]->type,
			make_set(&c->arena, sorted[i]->before, sorted[i]->before_count),
			make_set(&c->arena, sorted[i]->after, sorted[i]->after_count)};
}

static enum zf_status make_messages(struct update_list *list, const struct update_zone *zone,
	const struct operation *operations, size_t count, struct zf_error *err)
{
	struct changes c;
	make_changes(&c, operations, count);
	enum zf_status status = update_list_build(list, zone, c.items, count, err);
	arena_free(&c.arena);
	return status;
}

/* True also when they can't be made into messages at all: writing them tells why. */
static bool fit_one_message(
	const struct server_target *t, const struct operation *operations, size_t count)
{
	const struct update_zone zone = {t->apex, {t->first_soa.data, t->first_soa.len}};
	struct zf_error why = ZF_ERROR_INIT;
	struct update_list list;
	bool fit = make_messages(&list, &zone, operations, count, &why) != ZF_OK || list.count == 1;
	update_list_free(&list);
	return fit;
}

/* As many as fit a message that demands the SOA too: planning and writing count the same. */
static size_t group_server(const void *target, const struct operation *operations, size_t count)
{
	enum { MOST = 4096 }; /* of such that take the fewest octets, 24, no message has so many */
	const struct server_target *t = target;
	size_t fit = 1, none = count < MOST ? count : MOST;
	if (fit_one_message(t, operations, none))
		return none == count ? count : operations_whole_names(operations, none);
	while (none - fit > 1) {
		size_t middle = fit + (none - fit) / 2;
		if (fit_one_message(t, operations, middle))
			fit = middle;
		else
			none = middle;
	}
	return operations_whole_names(operations, fit);
}

/* The SOA that the operations were planned with is demanded when it is the one that was read last;
 * later messages find a serial that the server has raised for the first. */
static struct str soa_to_demand(const struct server_target *t, const struct target_state *state)
{
	const struct rec *soa = zone_soa(state->zone);
	struct str rdata = {(const char *)rec_rdata(soa), soa->rdata_len};
	return str_cmp(rdata, (struct str){t->soa.data, t->soa.len}) == 0 ? rdata : STR("");
}

static enum outcome send_message(
	struct server_target *t, const struct update_list *list, struct zf_error *err)
{
	static const enum outcome outcomes[] = {[UPDATE_DONE] = OUTCOME_DONE,
		[UPDATE_NOT_SENT] = OUTCOME_REFUSED,
		[UPDATE_CONFLICT] = OUTCOME_REFUSED,
		[UPDATE_REFUSED] = OUTCOME_REFUSED,
		[UPDATE_UNKNOWN] = OUTCOME_UNKNOWN};
	enum update_outcome outcome;
	if (list->count != 1) {
		err_set(err, ZF_ERR_USAGE, "the operations don't fit one message");
		return OUTCOME_REFUSED;
	}
	t->calls++;
	update_send(&outcome, &t->at.server, list->messages, err);
	if (outcome == UPDATE_DONE || outcome == UPDATE_UNKNOWN)
		buf_reset(&t->soa);
	return outcomes[outcome];
}

static enum outcome write_server(struct target *target, const struct target_state *state,
	const struct operation *operations, size_t count, struct buf *says, struct zf_error *err)
{
	struct server_target *t = (struct server_target *)target;
	const struct update_zone zone = {t->apex, soa_to_demand(t, state)};
	struct update_list list;
	(void)says;
	if (make_messages(&list, &zone, operations, count, err) != ZF_OK) {
		zone_server_place(&t->at.server, err);
		return OUTCOME_REFUSED;
	}
	enum outcome outcome = send_message(t, &list, err);
	update_list_free(&list);
	return outcome;
}

/* A name's changes are one message. */
static enum zf_status check_server(struct target *target, const struct operation *operations,
	size_t count, struct zf_error *err)
{
	const struct server_target *t = (const struct server_target *)target;
	const struct update_zone zone = {t->apex, {t->soa.data, t->soa.len}};
	struct update_list list;
	enum zf_status status =
		make_messages(&list, &zone, operations, operations_of_name(operations, count), err);
	if (!status)
		update_list_free(&list);
	return status;
}

static size_t count_calls(const struct target *target)
{
	return ((const struct server_target *)target)->calls;
}

static const struct target_ops ops = {.close = close_server,
	.read = read_server,
	.check = check_server,
	.write = write_server,
	.calls = count_calls};

enum zf_status target_open_server(struct target **target, const struct location *loc,
	const struct load_env *env, const struct target_options *options, struct zf_error *err)
{
	struct server_target *t = mem_zalloc(sizeof(*t));
	(void)options;
	t->target = (struct target){.ops = &ops,
		.kind = {.grain = GRAIN_RRSET,
			.updates = true,
			.transaction = true,
			.batch = SIZE_MAX,
			.group = group_server,
			.who = t,
			.call_ms = 100}};
	enum zf_status status = name_parse_absolute(&t->apex, loc->zone, err);
	if (status == ZF_OK)
		status = name_server_open(&t->at, loc, env, err);
	if (status != ZF_OK) {
		free(t);
		return status;
	}
	buf_init(&t->soa, 0);
	buf_init(&t->first_soa, 0);
	*target = &t->target;
	return ZF_OK;
}
