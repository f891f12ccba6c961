/* stats: what zones are made of: counts by type, TTL and provider. */
#include <stdlib.h>
#include <string.h>

#include "jsonw.h"
#include "mem.h"
#include "out.h"
#include "places.h"
#include "result.h"
#include "show.h"

struct stats_options {
	int format; /* enum report_format */
	struct read_flags read;
};

static const struct stats_options defaults = {.format = REPORT_TEXT, .read = READ_FLAGS_INIT};

static const struct opt options[] = {
	REPORT_FLAG(struct stats_options, format, "how to show them; default text"),
	READ_FLAGS(struct stats_options, read),
	READ_FLAG_TXT(struct stats_options, read),
};

/* How often each word was seen. */
struct tally {
	struct counted {
		char *word;
		size_t count;
	} * items;
	size_t count, cap;
};

struct stats {
	size_t zones, records, rrsets, provider_records;
	struct tally types, ttls, providers;
};

static void count_word(struct tally *t, const char *word, size_t n)
{
	for (size_t i = 0; i < t->count; i++) {
		if (strlen(t->items[i].word) == n && memcmp(t->items[i].word, word, n) == 0) {
			t->items[i].count++;
			return;
		}
	}
	t->items = mem_grow(t->items, &t->cap, t->count + 1, sizeof(*t->items));
	t->items[t->count++] = (struct counted){mem_strndup(word, n), 1};
}

static int more_first(const void *a, const void *b)
{
	const struct counted *x = a, *y = b;
	if (x->count != y->count)
		return x->count > y->count ? -1 : 1;
	return strcmp(x->word, y->word);
}

static void count_record(struct stats *s, const struct rec *r)
{
	char room[RRTYPE_MAX_TEXT], ttl[16];
	const char *type = rrtype_name(rec_type(r), room);
	struct note note;
	snprintf(ttl, sizeof(ttl), "%u", r->ttl);
	count_word(&s->types, type, strlen(type));
	count_word(&s->ttls, ttl, strlen(ttl));
	for (size_t at = 0; rec_note_next(r, &at, &note);)
		if (note.kind == NOTE_ANNOTATION && !str_eq(note.name, "zoneferry"))
			count_word(&s->providers, note.name.p, note.name.n);
}

static enum zf_status add_zone(
	void *user, const struct zf_zone *zone, const char *where, struct zf_error *err)
{
	struct stats *s = user;
	(void)where, (void)err;
	s->zones++;
	s->records += zone->count;
	s->provider_records += zone->provider_record_count;
	for (size_t i = 0; i < zone->count; i = zone_rrset_end(zone, i))
		s->rrsets++;
	for (size_t i = 0; i < zone->count; i++)
		count_record(s, zone->recs[i]);
	for (size_t i = 0; i < zone->provider_record_count; i++) {
		struct str name = zone->provider_records[i].provider;
		count_word(&s->providers, name.p, name.n);
	}
	return ZF_OK;
}

static void print_tally(struct buf *b, const char *title, const struct tally *t)
{
	for (size_t i = 0; i < t->count; i++)
		buf_printf(b, "%-10s%-12s %8zu\n", i == 0 ? title : "", t->items[i].word,
			t->items[i].count);
}

static void print_text(struct buf *b, const struct stats *s)
{
	out_add_count(b, s->zones, "zone, ", "zones, ");
	out_add_count(b, s->records, "record in ", "records in ");
	out_add_count(b, s->rrsets, "RRset, ", "RRsets, ");
	out_add_count(b, s->provider_records, "provider record\n", "provider records\n");
	print_tally(b, "type", &s->types);
	print_tally(b, "TTL", &s->ttls);
	print_tally(b, "provider", &s->providers);
}

static void print_json_tally(struct buf *b, const char *key, const struct tally *t)
{
	buf_printf(b, ",\n\"%s\":{", key);
	for (size_t i = 0; i < t->count; i++) {
		buf_adds(b, i ? "," : "");
		jsonw_text(b, t->items[i].word);
		buf_printf(b, ":%zu", t->items[i].count);
	}
	buf_addc(b, '}');
}

static void print_json(struct buf *b, const struct stats *s)
{
	buf_printf(b,
		"{\"version\":1,\"zones\":%zu,\"records\":%zu,\"rrsets\":%zu,"
		"\"provider_records\":%zu",
		s->zones, s->records, s->rrsets, s->provider_records);
	print_json_tally(b, "types", &s->types);
	print_json_tally(b, "ttls", &s->ttls);
	print_json_tally(b, "providers", &s->providers);
	buf_adds(b, "}\n");
}

static void settle(struct tally *t)
{
	if (t->count > 1)
		qsort(t->items, t->count, sizeof(*t->items), more_first);
}

static void tally_free(struct tally *t)
{
	for (size_t i = 0; i < t->count; i++)
		free(t->items[i].word);
	free(t->items);
}

static int run(struct cli *cli, const void *values, int count, char **args)
{
	const struct stats_options *o = values;
	struct opt_list operands = {args, (size_t)count, 0};
	struct stats s = {.zones = 0};
	struct tally *tallies[] = {&s.types, &s.ttls, &s.providers};
	struct buf out;
	int status = places_visit(cli, &operands, &o->read, add_zone, &s);
	buf_init(&out, 0);
	for (size_t i = 0; i < 3; i++)
		settle(tallies[i]);
	if (s.zones > 0 || status == EXIT_DONE)
		(o->format == REPORT_JSON ? print_json : print_text)(&out, &s);
	for (size_t i = 0; i < 3; i++)
		tally_free(tallies[i]);
	return result_end(cli, &out, NULL, status);
}

const struct cmd cmd_stats = {
	.name = "stats",
	.args = "[LOCATION|FOLDER|PROVIDER...] [-f text|json]",
	.summary = "what zones are made of: counts by type, TTL and provider",
	.text = "Counts the records of all zones together: by type, by TTL, and what providers keep\n"
		"beside DNS, by provider. Locations are as for find. Exit 4 when some zone could not\n"
		"be read: it isn't counted.\n",
	CMD_OPTIONS(options, defaults),
	.max_args = -1,
	.run = run,
};
