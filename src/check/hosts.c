#include "hosts.h"

bool target_take(struct name *name, const struct rec *r, size_t at)
{
	const uint8_t *p = rec_rdata(r) + at;
	if (at >= r->rdata_len)
		return false;
	size_t n = name_wire_length(p, r->rdata_len - at);
	return n && name_from_wire(name, p, n);
}

bool target_is_below_arpa(const struct name *name)
{
	static const struct name arpa = {6, {4, 'a', 'r', 'p', 'a', 0}};
	return name_is_below_or_equal(name, &arpa);
}

static bool is_octet_label(const uint8_t *label)
{
	uint64_t value;
	return str_to_u64((const char *)label + 1, label[0], 255, &value);
}

bool target_is_address(const struct zf_zone *zone, const struct name *name)
{
	struct name rest;
	if (memchr(name->wire + 1, ':', name->wire[0]))
		return true;
	if (name_labels(name) < 4 || target_is_below_arpa(name))
		return false;
	const uint8_t *p = name->wire;
	for (int i = 0; i < 4; i++, p += 1 + *p)
		if (!is_octet_label(p))
			return false;
	check_parent(&rest, name, 4);
	return rest.len == 1 || name_is_below_or_equal(&rest, &zone->apex);
}

bool target_is_doubled(const struct zf_zone *zone, const struct name *name)
{
	struct name rest;
	unsigned labels = name_labels(&zone->apex), all = name_labels(name);
	if (labels < 2 || all < 2 * labels || !name_is_below_or_equal(name, &zone->apex))
		return false;
	/* The labels in front of the last `labels`, made a name of their own. */
	rest.len = (uint8_t)(name->len - zone->apex.len + 1);
	memcpy(rest.wire, name->wire, rest.len - 1U);
	rest.wire[rest.len - 1] = 0;
	return name_is_below_or_equal(&rest, &zone->apex);
}

bool target_is_reported(const struct zf_zone *zone, const struct name *name)
{
	return target_is_doubled(zone, name) || target_is_address(zone, name);
}

void check_target(struct check *c, const struct rec *r, const struct name *host,
	const struct check_target_codes *codes)
{
	struct name found;
	struct check_text t;
	if (target_is_reported(c->zone, host))
		return;
	switch (check_lookup(c, host, &found)) {
	case CHECK_ELSEWHERE:
		break;
	case CHECK_MISSING:
		check_report(c, r, codes->address,
			"%s is not in this zone; add its A or AAAA record, or end the name with a dot if "
			"it is another zone's",
			check_name(&t, host));
		break;
	case CHECK_THERE:
		if (check_has_address(c, &found))
			break;
		if (!check_find(c, &found, TYPE_CNAME))
			check_report(c, r, codes->address,
				"%s has no address; add its A or AAAA record",
				check_name(&t, host));
		else if (codes->cname)
			check_report(c, r, codes->cname,
				"%s is an alias (CNAME), but a host with an address is wanted; write the "
				"name that the alias leads to",
				check_name(&t, host));
		break;
	}
}
