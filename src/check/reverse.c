/* Reverse zones: what stands below in-addr.arpa and ip6.arpa (RFC 1035 section 3.5, RFC 3596
 * section 2.5). */
#include "hosts.h"
#include "parts.h"

enum { IP4_LABELS = 4, IP6_LABELS = 32 };

static bool is_below(const struct name *name, const char *text)
{
	struct zf_error err = ZF_ERROR_INIT;
	struct name top;
	return name_parse_absolute(&top, text, &err) == ZF_OK && name_is_below_or_equal(name, &top);
}

static bool is_number(const uint8_t *label)
{
	uint64_t value;
	const char *text = (const char *)label + 1;
	return str_to_u64(text, label[0], 255, &value) && (label[0] == 1 || text[0] != '0');
}

static bool is_digits(const uint8_t *label)
{
	uint64_t value;
	return str_to_u64((const char *)label + 1, label[0], UINT64_MAX, &value);
}

/* Whether labels are no parts of an address: _dns-sd._udp, 0/25 of a classless delegation (RFC
 * 2317), a wildcard. */
static bool holds_others(const struct name *owner, unsigned count)
{
	const uint8_t *label = owner->wire;
	for (unsigned i = 0; i < count; i++, label += 1 + *label)
		if (!is_digits(label))
			return true;
	return false;
}

static const char *fault_of_ip4(const struct name *owner)
{
	unsigned count = name_labels(owner) - 2;
	const uint8_t *label = owner->wire;
	bool others = holds_others(owner, count);
	if (!others && count > IP4_LABELS)
		return "it has more than four numbers before in-addr.arpa.; only those belong here "
		       "that the zone's name lacks, the last one first";
	for (unsigned i = 0; i < count; i++, label += 1 + *label)
		if (is_digits(label) && !is_number(label))
			return "each number of an address is one from 0 to 255, without leading zeros";
	return NULL;
}

static const char *fault_of_ip6(const struct name *owner)
{
	unsigned count = name_labels(owner) - 2;
	const uint8_t *label = owner->wire;
	for (unsigned i = 0; i < count; i++, label += 1 + *label) {
		if (label[1] == '_' || label[1] == '*')
			return NULL;
		if (label[0] != 1 || str_hex_digit((char)label[1]) < 0)
			return "an address is written as single hexadecimal digits with dots between";
	}
	return count == IP6_LABELS ? NULL : "an address has 32 digits before ip6.arpa.";
}

static void check_owner_of_ptr(struct check *c, const struct check_set *set)
{
	const struct name *owner = &set->node->owner;
	const char *fault = is_below(owner, "in-addr.arpa.") ? fault_of_ip4(owner)
			    : is_below(owner, "ip6.arpa.")   ? fault_of_ip6(owner)
							     : NULL;
	if (fault)
		check_report(c, c->zone->recs[set->from], "ptr-owner",
			"nobody asks for such a name: %s", fault);
}

void check_ptr(struct check *c, const struct check_set *set)
{
	check_owner_of_ptr(c, set);
	for (size_t i = set->from; i < set->end; i++) {
		const struct rec *r = c->zone->recs[i];
		struct name name;
		struct check_text t;
		if (target_is_below_arpa(&c->zone->apex) && target_take(&name, r, 0) &&
			target_is_below_arpa(&name) && !target_is_doubled(c->zone, &name))
			check_report(c, r, "ptr-arpa",
				"%s is below arpa. itself; end the host's name with a dot",
				check_name(&t, &name));
	}
}

void check_reverse_address(struct check *c, const struct check_set *set)
{
	const struct name *apex = &c->zone->apex, *owner = &set->node->owner;
	bool reverse = is_below(apex, "in-addr.arpa.") || is_below(apex, "ip6.arpa.");
	if (reverse && !check_is_ns_target(c, owner))
		check_report(c, c->zone->recs[set->from], "reverse-address",
			"names here are addresses themselves; a PTR with the host's name is wanted, or "
			"the record belongs to another zone");
}
