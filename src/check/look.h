/*
 * look: reporting, and finding names and records in the zone; the toolbox of the parts.
 *
 * It knows no part. What it is given and gives are owners and RRsets of the sealed zone.
 */
#ifndef ZF_CHECK_LOOK_H
#define ZF_CHECK_LOOK_H

#include "check.h"
#include "rdata.h"

struct check {
	const struct zf_zone *zone;
	struct diags *diags;
	const struct rec *cut; /* the NS or DNAME that hides the names below it, or NULL */
	struct name *ns_targets; /* of all delegations, sorted; made when first asked for */
	size_t ns_target_count;
	struct check_key {
		const struct rec *rec; /* DNSKEY of the apex */
		unsigned tag;
	} * keys; /* by tag */
	size_t key_count;
	bool is_signed; /* signatures came along, and keys */
	struct check_denial_state {
		bool nsec; /* the chain is one of NSEC */
		const struct rec *last; /* the NSEC of the owner before, or NULL */
		const struct rec *param; /* the NSEC3PARAM of a chain of NSEC3, and */
		struct check_link *links; /* its NSEC3 by their hashes; NULL: there is none */
		size_t link_count;
		struct name before; /* the owner before */
	} denial;
	struct buf room; /* for one RRset's work; whoever uses it resets it first */
};

/* The records of one owner: zone->recs[from..end). */
struct check_node {
	size_t from, end;
	struct name owner;
};

/* One RRset: zone->recs[from..end). */
struct check_set {
	const struct check_node *node;
	uint16_t type;
	size_t from, end;
};

/* Adds a finding: the severity is the code's, the place is the record's, and the text begins with
 * its owner and type. */
void check_report(struct check *c, const struct rec *at, const char *code, const char *format, ...)
	__attribute__((format(printf, 4, 5)));

/* The first record of a type at an owner, or NULL. */
const struct rec *check_node_find(
	const struct check *c, const struct check_node *node, uint16_t type);
bool check_node_has(const struct check *c, const struct check_node *node, uint16_t type);

/* The same for any name (type 0: any), whatever stands above it. */
const struct rec *check_find(const struct check *c, const struct name *name, uint16_t type);
bool check_has_address(const struct check *c, const struct name *name);

enum check_state {
	CHECK_ELSEWHERE, /* outside the zone, at or below a delegation, below a DNAME */
	CHECK_MISSING, /* the zone says that there is no such name */
	CHECK_THERE, /* it is there, if only because of names below it */
};

/* What the zone answers for a name (RFC 1034 section 4.3.2). *found is the name itself, or the
 * wildcard that stands for it. */
enum check_state check_lookup(const struct check *c, const struct name *name, struct name *found);

bool check_wildcard_of(struct name *wildcard, const struct name *parent); /* false: too long */

/* Room for the absolute text of a name. */
struct check_text {
	char text[NAME_MAX_TEXT];
};
const char *check_name(struct check_text *t, const struct name *name);

static inline bool check_same(struct str a, struct str b)
{
	return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

static inline unsigned check_get16(const uint8_t *p) /* network order */
{
	return (unsigned)p[0] << 8 | p[1];
}

/* Whether a name is the target of a NS of this zone: glue of one delegation may serve another (RFC
 * 9471 section 2.2). */
bool check_is_ns_target(struct check *c, const struct name *name);

/* For the end of a message about a TXT: that its strings join without a space, where they do; else
 * nothing. */
const char *check_pieces(const struct rec *r);

/* One TXT or SPF record's strings joined (RFC 7208 section 3.3, RFC 6376 section 3.6.2.2). */
struct str check_txt_joined(struct buf *b, const struct rec *r);

/* The first label of a name as text equals `label`, letters without case. */
bool check_first_label_is(const struct name *name, const char *label);
/* The name without its first labels; the root stays the root. */
void check_parent(struct name *parent, const struct name *name, unsigned labels);
/* Whether every label is made of letters, digits and inner hyphens (RFC 1123 section 2.1). */
bool check_is_hostname(const struct name *name);

#endif
