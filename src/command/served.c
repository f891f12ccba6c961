#include "served.h"

#include "desc.h"
#include "map.h"

enum { SHOWN = 10, TEXT_MOST = 60000 };

/* Provider records are sorted by provider: one description is read at a time. */
struct known {
	struct str provider;
	struct desc *desc; /* NULL: there is none */
};

static const struct desc *description_of(
	struct known *known, struct str provider, const char *provider_dir)
{
	struct zf_error ignored = ZF_ERROR_INIT;
	if (known->provider.p && str_cmp(known->provider, provider) == 0)
		return known->desc;
	desc_free(known->desc);
	*known = (struct known){.provider = provider};
	struct buf name;
	buf_init(&name, 0);
	buf_add(&name, provider.p, provider.n);
	if (desc_load(&known->desc, name.data, provider_dir, &ignored) != ZF_OK)
		known->desc = NULL;
	buf_free(&name);
	return known->desc;
}

static void add(struct zone_builder *b, const struct serves *s, struct str text)
{
	size_t n = text.n < TEXT_MOST ? text.n : TEXT_MOST;
	for (size_t i = 0; i < s->count; i++)
		zone_builder_add(b, &s->owner, s->types[i], 0, (const uint8_t *)text.p, n,
			(struct str){"", 0}, 0, NULL);
}

static bool is_steered(const struct rec *r, struct known *known, const char *provider_dir)
{
	struct note note;
	for (size_t at = 0; rec_note_next(r, &at, &note);) {
		const struct desc *d = note.kind == NOTE_ANNOTATION
					       ? description_of(known, note.name, provider_dir)
					       : NULL;
		if (d && map_steers(d, note.text))
			return true;
	}
	return false;
}

/* An alias is followed where it is answered, or its addresses are answered in its place. */
static void add_steered(struct zone_builder *b, const struct zf_zone *zone, const struct rec *r)
{
	struct serves s = {.types = {rec_type(r), TYPE_A, TYPE_AAAA}, .count = 1};
	if (s.types[0] == TYPE_CNAME)
		s.count = 3;
	rec_owner(zone, r, &s.owner);
	add(b, &s, rec_notes(r));
}

struct zf_zone *served_zone(
	const struct zf_zone *zone, enum served_what what, const char *provider_dir)
{
	struct zone_builder *b = zone_builder_new(&zone->apex, zone->source);
	struct known known = {0};
	for (size_t i = 0; what == SERVED_ALL && i < zone->count; i++)
		if (is_steered(zone->recs[i], &known, provider_dir))
			add_steered(b, zone, zone->recs[i]);
	for (size_t i = 0; i < zone->provider_record_count; i++) {
		const struct provider_record *p = &zone->provider_records[i];
		const struct desc *d = description_of(&known, p->provider, provider_dir);
		struct serves s;
		if (d && map_serves(&s, d, &zone->apex, p->json))
			add(b, &s, p->json);
	}
	desc_free(known.desc);
	return zone_builder_seal(b);
}

void say_served(struct cli *cli, const struct zf_zone *zone)
{
	struct zf_zone *served = served_zone(zone, SERVED_KEPT, cli->globals.provider_dir);
	struct buf b;
	size_t names = 0;
	buf_init(&b, 0);
	for (size_t i = 0; i < served->count;) {
		size_t end = zone_owner_end(served, i);
		if (names++ < SHOWN) {
			buf_adds(&b, names > 1 ? ", " : "");
			rec_print_owner(&b, served, served->recs[i]);
			for (size_t k = i; k < end; k = zone_rrset_end(served, k)) {
				buf_addc(&b, ' ');
				rrtype_print(&b, rec_type(served->recs[k]));
			}
		}
		i = end;
	}
	if (names > SHOWN)
		buf_printf(&b, " and %zu more names", names - SHOWN);
	if (names)
		say(cli, "%s: served, but without a DNS form here: %s", zone->source, b.data);
	buf_free(&b);
	zf_zone_free(served);
}
