/*
 * dialect: what exports and servers write beyond RFC 1035, a row each. A text's dialect is told by
 * the caller, or recognised by its own marks; what is unmistakable in itself (a type that no other
 * program has, a comment in one provider's form) is read in any text, unless the caller wants none.
 */
#ifndef ZF_ZONEFILE_DIALECT_H
#define ZF_ZONEFILE_DIALECT_H

#include "reader.h"

enum dialect_targets { TARGETS_RELATIVE, TARGETS_ABSOLUTE };

struct dialect {
	const char *name; /* as --dialect has it */
	const char *what; /* whose text it is, for the note */
	const char *marks[2]; /* each in a comment line of the text's head; NULL: none */
	bool (*is_like)(struct str head); /* further marks; NULL: none */
	const char *comment; /* what a record's comment in its form holds; NULL: it has none */
	/* Takes what stands in a record's comments. DIALECT_TAKEN: the record as a whole. */
	enum dialect_outcome (*take)(struct reader *r, struct rec_head *head, uint16_t type);
	enum dialect_targets targets; /* what a name without a dot in RDATA is relative to */
};

/* What relative names in RDATA are relative to, or NULL. */
static inline const struct name *dialect_target_origin(const struct reader *r)
{
	if (r->dialect && r->dialect->targets == TARGETS_ABSOLUTE)
		return &name_root;
	return r->now.has_origin ? &r->now.origin : NULL;
}

/* cloudflare.c: "; comment cf_tags=tag,cf-proxied:true" as annotations. */
enum dialect_outcome cloudflare_take(struct reader *r, struct rec_head *head, uint16_t type);
/* cli53.c: "; AWS routing=… identifier=…" as provider records. */
enum dialect_outcome cli53_take(struct reader *r, struct rec_head *head, uint16_t type);

#endif
