#include "look.h"

#include <stdarg.h>
#include <stdlib.h>

#include "mem.h"

void check_report(struct check *c, const struct rec *at, const char *code, const char *format, ...)
{
	struct buf text;
	const struct check_code *known = check_code_find(code);
	char room[RRTYPE_MAX_TEXT];
	buf_init(&text, 0);
	if (at) {
		rec_print_owner_absolute(&text, c->zone, at);
		buf_printf(&text, " %s: ", rrtype_name(rec_type(at), room));
	}
	va_list ap;
	va_start(ap, format);
	buf_vprintf(&text, format, ap);
	va_end(ap);
	diags_add(c->diags, known->severity, known->code, at ? rec_file(c->zone, at) : NULL,
		at ? rec_line(at) : 0, 0, "%s", text.data);
	buf_free(&text);
}

static uint16_t rec_rank(const struct rec *r)
{
	return (uint16_t)(r->data[r->key_len] << 8 | r->data[r->key_len + 1]);
}

const struct rec *check_node_find(
	const struct check *c, const struct check_node *node, uint16_t type)
{
	if (node->from == node->end)
		return NULL;
	struct rec **recs = c->zone->recs;
	uint16_t rank = type_to_rank(type, key_is_apex(rec_key(recs[node->from])));
	size_t low = node->from, high = node->end;
	while (low < high) {
		size_t mid = low + (high - low) / 2;
		if (rec_rank(recs[mid]) < rank)
			low = mid + 1;
		else
			high = mid;
	}
	return low < node->end && rec_rank(recs[low]) == rank ? recs[low] : NULL;
}

bool check_node_has(const struct check *c, const struct check_node *node, uint16_t type)
{
	return check_node_find(c, node, type) != NULL;
}

const struct rec *check_find(const struct check *c, const struct name *name, uint16_t type)
{
	const struct zf_zone *zone = c->zone;
	struct name found;
	size_t at = zone_find(zone, name, type);
	if (at == zone->count || (type && rec_type(zone->recs[at]) != type))
		return NULL;
	rec_owner(zone, zone->recs[at], &found);
	return name_equal(&found, name) ? zone->recs[at] : NULL;
}

bool check_has_address(const struct check *c, const struct name *name)
{
	return check_find(c, name, TYPE_A) || check_find(c, name, TYPE_AAAA);
}

enum existence { NOT_THERE, ONLY_BELOW, THERE };

/* Whether the name has records, or only names below it do. */
static enum existence find_name(const struct check *c, const struct name *name)
{
	struct name next;
	size_t at = zone_find(c->zone, name, 0);
	if (at == c->zone->count)
		return NOT_THERE;
	rec_owner(c->zone, c->zone->recs[at], &next);
	if (!name_is_below_or_equal(&next, name))
		return NOT_THERE;
	return next.len == name->len ? THERE : ONLY_BELOW;
}

bool check_wildcard_of(struct name *wildcard, const struct name *parent)
{
	if (parent->len + 2 > NAME_MAX_OCTETS)
		return false;
	wildcard->len = (uint8_t)(parent->len + 2);
	memcpy(wildcard->wire, "\1*", 2);
	memcpy(wildcard->wire + 2, parent->wire, parent->len);
	return true;
}

enum check_state check_lookup(const struct check *c, const struct name *name, struct name *found)
{
	const struct name *apex = &c->zone->apex;
	if (!name_is_below_or_equal(name, apex) || check_find(c, apex, TYPE_DNAME))
		return CHECK_ELSEWHERE;
	*found = *apex;
	for (unsigned above = name_labels(name) - name_labels(apex); above-- > 0;) {
		struct name here, encloser = *found;
		check_parent(&here, name, above);
		enum existence existence = find_name(c, &here);
		if (existence == NOT_THERE)
			return check_wildcard_of(found, &encloser) && check_find(c, found, 0)
				       ? CHECK_THERE
				       : CHECK_MISSING;
		if (existence == THERE && (check_find(c, &here, TYPE_NS) ||
						  (above && check_find(c, &here, TYPE_DNAME))))
			return CHECK_ELSEWHERE;
		*found = here;
	}
	return CHECK_THERE;
}

const char *check_name(struct check_text *t, const struct name *name)
{
	struct buf b;
	buf_init(&b, 0);
	name_print(&b, name->wire);
	memcpy(t->text, b.data, b.len + 1);
	buf_free(&b);
	return t->text;
}

static int compare_names(const void *a, const void *b)
{
	const struct name *x = a, *y = b;
	if (x->len != y->len)
		return x->len < y->len ? -1 : 1;
	return memcmp(x->wire, y->wire, x->len);
}

/* Glue of one delegation may serve another (RFC 9471 section 2.2): all NS targets of the zone. */
static void collect_ns_targets(struct check *c)
{
	size_t cap = 0;
	for (size_t i = 0; i < c->zone->count; i++) {
		const struct rec *r = c->zone->recs[i];
		struct name name;
		if (rec_type(r) != TYPE_NS || !name_from_wire(&name, rec_rdata(r), r->rdata_len))
			continue;
		c->ns_targets = mem_grow(
			c->ns_targets, &cap, c->ns_target_count + 1, sizeof(*c->ns_targets));
		c->ns_targets[c->ns_target_count++] = name;
	}
	if (c->ns_targets)
		qsort(c->ns_targets, c->ns_target_count, sizeof(*c->ns_targets), compare_names);
}

bool check_is_ns_target(struct check *c, const struct name *owner)
{
	if (!c->ns_targets)
		collect_ns_targets(c);
	return c->ns_targets && bsearch(owner, c->ns_targets, c->ns_target_count,
					sizeof(*c->ns_targets), compare_names);
}

struct str check_txt_joined(struct buf *b, const struct rec *r)
{
	const uint8_t *p = rec_rdata(r), *end = p + r->rdata_len;
	buf_reset(b);
	while (p < end && *p < end - p) {
		buf_add(b, p + 1, *p);
		p += 1 + *p;
	}
	return (struct str){b->data, b->len};
}

const char *check_pieces(const struct rec *r)
{
	const uint8_t *p = rec_rdata(r), *end = p + r->rdata_len;
	while (p < end && *p < end - p) {
		const uint8_t *next = p + 1 + *p;
		if (next<end && * p> 0 && *next > 0 && *next < end - next && next[-1] != ' ' &&
			next[1] != ' ')
			return " (its pieces are joined without a space; write it as one text "
			       "between quotes, or a space inside them)";
		p = next;
	}
	return "";
}

bool check_first_label_is(const struct name *name, const char *label)
{
	return str_eq_nocase((const char *)name->wire + 1, name->wire[0], label, strlen(label));
}

void check_parent(struct name *parent, const struct name *name, unsigned labels)
{
	const uint8_t *p = name->wire;
	while (labels-- && *p)
		p += 1 + *p;
	parent->len = (uint8_t)(name->len - (p - name->wire));
	memmove(parent->wire, p, parent->len);
}

static bool is_alnum(uint8_t o)
{
	return (o >= '0' && o <= '9') || (str_lower[o] >= 'a' && str_lower[o] <= 'z');
}

bool check_is_hostname(const struct name *name)
{
	for (const uint8_t *p = name->wire; *p; p += 1 + *p) {
		for (unsigned i = 1; i <= *p; i++)
			if (!is_alnum(p[i]) && p[i] != '-')
				return false;
		if (p[1] == '-' || p[*p] == '-')
			return false;
	}
	return true;
}
