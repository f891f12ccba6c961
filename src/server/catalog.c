#include "catalog.h"

#include <stdlib.h>
#include <string.h>

#include "err.h"
#include "mem.h"

static enum zf_status below(
	struct name *name, const char *label, const struct zf_zone *catalog, struct zf_error *err)
{
	return name_parse(name, label, strlen(label), &catalog->apex, err);
}

/* RFC 9432 section 4.2.1: one TXT, which is "2". */
static enum zf_status check_version(const struct zf_zone *catalog, struct zf_error *err)
{
	static const uint8_t two[] = {1, '2'};
	struct name version;
	if (below(&version, "version", catalog, err) != ZF_OK)
		return err->code;
	size_t at = zone_find(catalog, &version, TYPE_TXT);
	size_t end = at < catalog->count ? zone_rrset_end(catalog, at) : at;
	const struct rec *r = at < catalog->count ? catalog->recs[at] : NULL;
	struct name owner;
	if (r)
		rec_owner(catalog, r, &owner);
	if (!r || !name_equal(&owner, &version) || rec_type(r) != TYPE_TXT)
		return err_set(err, ZF_ERR_DATA,
			"%s is no catalog zone: version.%s has no TXT record", catalog->apex_text,
			catalog->apex_text);
	if (end != at + 1 || r->rdata_len != sizeof(two) ||
		memcmp(rec_rdata(r), two, sizeof(two)) != 0)
		return err_set(err, ZF_ERR_DATA, "%s is a catalog zone of another version than 2",
			catalog->apex_text);
	return ZF_OK;
}

struct members {
	struct name *items;
	size_t count;
};

/* Member nodes are one label below zones.CATALOG; what is below them are properties. */
static enum zf_status gather(struct members *m, const struct zf_zone *catalog, struct zf_error *err)
{
	struct name zones, owner;
	if (below(&zones, "zones", catalog, err) != ZF_OK)
		return err->code;
	for (size_t i = 0; i < catalog->count; i = zone_rrset_end(catalog, i)) {
		const struct rec *r = catalog->recs[i];
		if (rec_type(r) != TYPE_PTR)
			continue;
		rec_owner(catalog, r, &owner);
		if (!name_is_below_or_equal(&owner, &zones) ||
			name_labels(&owner) != name_labels(&zones) + 1)
			continue;
		if (zone_rrset_end(catalog, i) != i + 1)
			return err_set(err, ZF_ERR_DATA,
				"%s is a broken catalog zone: a member node has several PTR "
				"records",
				catalog->apex_text);
		if (name_from_wire(&m->items[m->count], rec_rdata(r), r->rdata_len))
			m->count++;
	}
	return ZF_OK;
}

static int by_octets(const void *a, const void *b)
{
	const struct name *x = *(const struct name *const *)a, *y = *(const struct name *const *)b;
	int order = x->len - y->len;
	return order ? order : memcmp(x->wire, y->wire, x->len);
}

static enum zf_status check_unique(
	const struct members *m, const struct zf_zone *catalog, struct zf_error *err)
{
	const struct name **sorted = mem_alloc((m->count + 1) * sizeof(*sorted));
	for (size_t i = 0; i < m->count; i++)
		sorted[i] = &m->items[i];
	if (m->count)
		qsort(sorted, m->count, sizeof(*sorted), by_octets);
	for (size_t i = 1; i < m->count && !err->code; i++) {
		struct buf text;
		if (!name_equal(sorted[i - 1], sorted[i]))
			continue;
		buf_init(&text, 0);
		name_print(&text, sorted[i]->wire);
		err_set(err, ZF_ERR_DATA, "%s is a broken catalog zone: %s is its member twice",
			catalog->apex_text, text.data);
		buf_free(&text);
	}
	free(sorted);
	return err->code;
}

enum zf_status catalog_read(
	const struct zf_zone *catalog, const struct catalog_listener *to, struct zf_error *err)
{
	struct members m = {.count = 0};
	enum zf_status status = check_version(catalog, err);
	if (status)
		return status;
	m.items = mem_alloc((catalog->count + 1) * sizeof(*m.items));
	status = gather(&m, catalog, err);
	status = status ? status : check_unique(&m, catalog, err);
	for (size_t i = 0; i < m.count && !status; i++)
		status = to->member(to->user, &m.items[i], err);
	free(m.items);
	return status;
}
