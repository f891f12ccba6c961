/* edit_print: the new text of an edit. Lines without an owner or a TTL get theirs only where what
 * they take over has changed. */
#include <stdlib.h>
#include <string.h>

#include "edit_look.h"
#include "edit_state.h"

static int cmp_insertion(const void *a, const void *b)
{
	const struct insertion *x = a, *y = b;
	size_t xb = x->behind + 1, yb = y->behind + 1; /* SIZE_MAX comes first */
	if (xb != yb)
		return xb < yb ? -1 : 1;
	return x->sequence < y->sequence ? -1 : x->sequence > y->sequence;
}

/* A TTL that a record without one takes over. */
struct taken {
	enum { TAKES_NOTHING, TAKES_TTL, TAKES_UNSEEN } kind; /* unseen: what an include left */
	uint32_t ttl;
	size_t since; /* the entry of that include */
};

/* What a line without owner or TTL takes them from, at some place of the old or the new text. */
struct running {
	struct taken stated, last; /* by $TTL or a SOA's minimum; by a record */
	size_t owner_entry; /* the entry that states the owner; NO_ENTRY: another line, or none */
	bool has_owner; /* `owner` is known */
	struct name owner;
};

enum { NO_ENTRY = -1 };

struct printing {
	struct zonefile_edit *edit;
	const struct entry *beside; /* whose look new lines take, or NULL */
	bool absolute; /* how owners are told there */
	struct running old, new;
	struct buf *out;
};

static bool same_taken(const struct taken *a, const struct taken *b)
{
	return a->kind == b->kind && (a->kind != TAKES_TTL || a->ttl == b->ttl) &&
	       (a->kind != TAKES_UNSEEN || a->since == b->since);
}

static struct taken take(uint32_t ttl)
{
	return (struct taken){.kind = TAKES_TTL, .ttl = ttl};
}

/* What a record of these lines takes when it states no TTL; `r` is it, or NULL. */
static struct taken inherited(const struct running *run, const struct rec *r)
{
	if (run->stated.kind != TAKES_NOTHING)
		return run->stated;
	if (run->last.kind != TAKES_NOTHING || !r || rec_type(r) != TYPE_SOA)
		return run->last;
	const uint8_t *p = rec_rdata(r) + r->rdata_len - 4;
	uint32_t minimum = (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
	return take(minimum >> 31 ? 0 : minimum);
}

enum ttl_spelling { TTL_STATED, TTL_LEFT_OUT };

/* Goes behind a record. */
static void pass_record(struct running *run, const struct rec *r, enum ttl_spelling spelling)
{
	if (spelling == TTL_STATED)
		run->last = take(r->ttl);
	else if (rec_type(r) == TYPE_SOA && run->stated.kind == TAKES_NOTHING)
		run->stated = run->last.kind == TAKES_NOTHING ? inherited(run, r) : run->stated;
}

static void set_owner(
	struct running *run, size_t entry, const struct zf_zone *zone, const struct rec *r)
{
	run->owner_entry = entry;
	run->has_owner = r != NULL;
	if (r)
		rec_owner(zone, r, &run->owner);
}

/* Goes behind what brings records from elsewhere: what it leaves is the same in the old and the new
 * text only if that was so before it. */
static void pass_include(struct printing *p, size_t index)
{
	bool same = same_taken(&p->old.stated, &p->new.stated) &&
		    (p->old.stated.kind != TAKES_NOTHING || same_taken(&p->old.last, &p->new.last));
	struct taken unseen = {.kind = TAKES_UNSEEN, .since = index};
	p->old.stated = p->old.last = p->new.stated = p->new.last = unseen;
	if (!same)
		p->new.stated.since = p->new.last.since = (size_t)NO_ENTRY;
}

static void add_line_end(struct printing *p)
{
	if (p->out->len > 0 && p->out->data[p->out->len - 1] != '\n')
		buf_adds(p->out, p->edit->newline);
}

/* Adds lines that end in a newline each. */
static void add_lines(struct printing *p, const char *text, size_t n)
{
	for (const char *end = text + n, *newline; text < end; text = newline + 1) {
		newline = memchr(text, '\n', (size_t)(end - text));
		buf_add(p->out, text, (size_t)(newline - text));
		buf_adds(p->out, p->edit->newline);
	}
}

static unsigned find_needs(
	const struct printing *p, const struct entry *entry, const struct rec *want)
{
	struct taken before = inherited(&p->old, entry->rec), now = inherited(&p->new, want);
	struct name owner;
	unsigned needs = 0;
	rec_owner(p->edit->zone, entry->rec, &owner);
	bool same_owner = p->new.owner_entry == p->old.owner_entry ||
			  (p->new.has_owner &&name_equal(&p->new.owner, &owner));
	if (entry->indented && !same_owner)
		needs |= ENTRY_NEEDS_OWNER;
	bool takes_it = !entry->states_ttl && now.kind == TAKES_TTL && now.ttl == want->ttl;
	bool unchanged =
		want->ttl == entry->rec->ttl && (entry->states_ttl || same_taken(&before, &now));
	if (!takes_it && !unchanged)
		needs |= ENTRY_NEEDS_TTL;
	return needs;
}

/* New lines look as the last one before them. A SOA is often spelled as no other record is. */
static void look_at(struct printing *p, const struct entry *entry)
{
	if (p->beside && rec_type(entry->rec) == TYPE_SOA)
		return;
	p->beside = entry;
	p->absolute = entry->indented ? p->absolute : entry->absolute;
}

/* As long as there is none: the first one behind them. */
static void look_ahead(struct printing *p)
{
	const struct zonefile_edit *e = p->edit;
	for (size_t i = 0; i < e->count; i++) {
		const struct entry *entry = &e->entries[i];
		if (entry->kind != ENTRY_RECORD || !entry->rec)
			continue;
		look_at(p, entry);
		if (rec_type(entry->rec) != TYPE_SOA)
			return;
	}
}

/* A record's entry, that may go, or be another one's. */
static void print_record(struct printing *p, const struct entry *entry, size_t index)
{
	struct zonefile_edit *e = p->edit;
	const struct rec *want = entry->want ? entry->want : entry->rec;
	enum ttl_spelling spelling = entry->states_ttl ? TTL_STATED : TTL_LEFT_OUT, now = spelling;
	look_at(p, entry);
	const struct entry_zones zones = {
		e->zone, e->want_zone, &e->origins[entry->origin], p->absolute};
	if (!entry->indented)
		set_owner(&p->old, index, e->zone, entry->rec);
	if (!entry->dropped) {
		add_line_end(p);
		unsigned needs = find_needs(p, entry, want);
		if (entry->tidied)
			entry_tidy(p->out, entry, &zones);
		else
			entry_print(p->out, entry, needs, &zones);
		if (!entry->indented || entry->tidied || needs & ENTRY_NEEDS_OWNER)
			set_owner(&p->new, index, e->zone, entry->rec);
		now = entry->tidied || needs & ENTRY_NEEDS_TTL ? TTL_STATED : spelling;
		pass_record(&p->new, want, now);
	}
	pass_record(&p->old, entry->rec, spelling);
}

/* Goes behind a line of a record that the zone doesn't have from there: it stands in the text
 * twice, or is a provider's. */
static void pass_unread(struct printing *p, const struct entry *entry, size_t index)
{
	struct running *runs[] = {&p->old, entry->dropped ? NULL : &p->new};
	for (size_t i = 0; i < 2 && runs[i]; i++) {
		if (!entry->indented)
			set_owner(runs[i], index, NULL, NULL);
		if (entry->states_ttl)
			runs[i]->last = (struct taken){.kind = TAKES_UNSEEN, .since = index};
	}
}

/* States the TTL that lines took which stay as they are, where they would take another one now. */
static void keep_ttl(struct printing *p, const struct entry *entry)
{
	bool takes = entry->kind == ENTRY_INCLUDE || entry->kind == ENTRY_GENERATE ||
		     entry->kind == ENTRY_RECORD;
	struct taken before = inherited(&p->old, NULL), now = inherited(&p->new, NULL);
	if (!takes || entry->states_ttl || entry->dropped || before.kind != TAKES_TTL ||
		same_taken(&before, &now))
		return;
	add_line_end(p);
	buf_printf(p->out, "$TTL %u%s", (unsigned)before.ttl, p->edit->newline);
	p->new.stated = before;
}

/* Anything else: it stays as it is. */
static void print_other(struct printing *p, const struct entry *entry, size_t index)
{
	keep_ttl(p, entry);
	if (entry->kind == ENTRY_DIRECTIVE && entry->states_ttl)
		p->old.stated = p->new.stated = take(entry->ttl);
	if (entry->kind == ENTRY_INCLUDE)
		pass_include(p, index);
	if (entry->kind == ENTRY_GENERATE && entry->states_ttl)
		p->old.last = take(entry->ttl);
	if (entry->kind == ENTRY_GENERATE && entry->states_ttl && !entry->dropped)
		p->new.last = p->old.last;
	if (entry->kind == ENTRY_RECORD)
		pass_unread(p, entry, index);
	if (entry->dropped)
		return;
	add_line_end(p);
	buf_add(p->out, entry->p, entry->n);
}

/* Returns whether the line states its TTL. */
static bool print_alike(struct printing *p, struct buf *line, const struct insertion *insertion,
	const struct name *origin)
{
	const struct zonefile_edit *e = p->edit;
	const struct rec *r = insertion->rec;
	if (!p->beside) {
		entry_print_record(line, insertion->zone, r, origin);
		return true;
	}
	struct taken ttl = inherited(&p->new, r);
	/* That line states one because it must, or all do. */
	bool stated = p->beside->states_ttl &&
		      (p->new.stated.kind == TAKES_NOTHING || p->beside->rec->ttl == ttl.ttl);
	bool takes_ttl = !stated && ttl.kind == TAKES_TTL && ttl.ttl == r->ttl;
	struct name owner;
	rec_owner(insertion->zone, r, &owner);
	const struct entry_look look = {
		.like = p->beside,
		.zone = e->zone,
		.origin = &e->origins[p->beside->origin],
		.absolute = p->absolute,
		.takes_owner = p->new.has_owner &&name_equal(&p->new.owner, &owner),
		.takes_ttl = takes_ttl,
	};
	return entry_print_alike(line, &look, insertion->zone, r, origin);
}

static void print_insertion(struct printing *p, const struct insertion *insertion)
{
	const struct zonefile_edit *e = p->edit;
	const struct name *origin = insertion->behind == SIZE_MAX
					    ? &e->origins[0]
					    : &e->origins[e->entries[insertion->behind].origin];
	struct buf line;
	add_line_end(p);
	if (insertion->text) {
		add_lines(p, insertion->text, strlen(insertion->text));
		if (insertion->in_conflict) { /* one of its sides will stay */
			p->new.last =
				(struct taken){.kind = TAKES_UNSEEN, .since = (size_t)NO_ENTRY};
			set_owner(&p->new, (size_t)NO_ENTRY, NULL, NULL);
		}
		return;
	}
	buf_init(&line, 0);
	bool states_ttl = print_alike(p, &line, insertion, origin);
	add_lines(p, line.data, line.len);
	buf_free(&line);
	set_owner(&p->new, (size_t)NO_ENTRY, insertion->zone, insertion->rec);
	pass_record(&p->new, insertion->rec, states_ttl ? TTL_STATED : TTL_LEFT_OUT);
}

void zonefile_edit_print(struct zonefile_edit *e, struct buf *out)
{
	static const struct running nothing = {.owner_entry = (size_t)NO_ENTRY};
	struct printing p = {.edit = e, .old = nothing, .new = nothing, .out = out};
	size_t next = 0;
	if (e->insertion_count > 0)
		look_ahead(&p);
	if (e->insertion_count > 1)
		qsort(e->insertions, e->insertion_count, sizeof(*e->insertions), cmp_insertion);
	for (size_t i = 0; i <= e->count; i++) { /* 0: before the first entry */
		const struct entry *entry = i > 0 ? &e->entries[i - 1] : NULL;
		if (entry && entry->kind == ENTRY_RECORD && entry->rec)
			print_record(&p, entry, i - 1);
		else if (entry)
			print_other(&p, entry, i - 1);
		for (; next < e->insertion_count && e->insertions[next].behind + 1 == i; next++)
			print_insertion(&p, &e->insertions[next]);
	}
}
