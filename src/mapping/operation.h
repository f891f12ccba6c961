/*
 * operation: one change of a target in the target's own granularity, and what planning must know of
 * a target. Operations borrow from the zones and elements they were made of.
 */
#ifndef ZF_MAPPING_OPERATION_H
#define ZF_MAPPING_OPERATION_H

#include "desc.h"
#include "element.h"

enum operation_kind { OPERATION_CREATE, OPERATION_UPDATE, OPERATION_DELETE };

/* Granularity: what one operation carries. */
enum grain {
	GRAIN_RECORD, /* one record; several elements may hold one RRset */
	GRAIN_RRSET, /* a whole RRset: `after` is all that will be in it */
};

struct operation {
	enum operation_kind kind;
	struct name owner;
	uint16_t type; /* 0: a provider record */
	/* Records of one owner and type, in the order of the zone; before is empty for CREATE,
	 * after for DELETE. With GRAIN_RECORD each has one at most. */
	const struct rec **before, **after;
	size_t before_count, after_count;
	const struct provider_record *kept_before, *kept_after; /* type 0, or NULL */
	/* What is updated or deleted; NULL: the target has no elements (a name server, a file), or
	 * a CREATE, unless an RRset is there that holds nothing but what no record is made of. */
	const struct element *element;
	/* Operations with one number may be sent in any order or in one call; those of a greater
	 * one after all of a smaller one are done, and what these delete is seen to be gone. In
	 * transactions those of one name stand together, in the order in which they are carried
	 * out, and belong into one call. */
	unsigned step;
};

/* What became of a call that writes. */
enum outcome {
	OUTCOME_DONE, /* also: a delete of what is gone, a create of what is there and equal */
	OUTCOME_REFUSED, /* it was surely not carried out; err says why */
	OUTCOME_UNKNOWN, /* it may have been carried out: time-out, reset, 5xx; err says why */
};

/* What planning must know of a target. */
struct target_kind {
	enum grain grain;
	const struct desc_holds *holds; /* NULL: it takes every zone */
	const struct types *read_only; /* types that it holds but doesn't take; or NULL */
	const struct desc *desc; /* tells what provider records are served as; NULL: nothing is */
	const char *provider; /* whose annotations and provider records it keeps; NULL: all */
	bool keeps_notes; /* false: no annotations and provider records at all: a name server */
	const char *ttl_note; /* the member of annotations that says a TTL in a word (automatic, the
				 zone's default); NULL: there is no such word */
	uint32_t ttl_word; /* the seconds that it means; 0: not known before the zone is */
	bool creates_kept; /* provider records can be created from their JSON */
	bool updates; /* an element's values can be changed in place; false: delete and create */
	bool transaction; /* a call is carried out whole or not at all, and may hold any number of
			     steps: nothing of it is seen half done */
	size_t batch; /* operations of one call at most, 1 or more */
	size_t batch_values; /* records that they name, old and new, at most; 0: any number */
	size_t batch_characters; /* the same for the length of all their RDATA in text */
	/* How many from the front of `operations` (count > 0) go into one call, where that takes
	 * more than counting them; NULL: `batch`. `target` is `who`. */
	size_t (*group)(const void *target, const struct operation *operations, size_t count);
	const void *who;
	long call_ms; /* a guess at the time of one call, for estimates */
	long shows_ms; /* within so long it shows what was written to it; 0: at once */
};

/* The zone after the operations: `zone` without what they remove, with what they bring, sealed, and
 * the caller's. Used to foresee, to write zone files, and to build a saved plan's wanted zone. */
struct zf_zone *zone_after(
	const struct zf_zone *zone, const struct operation *operations, size_t count);

/* How many operations from the front (count > 0) go into the next call: 1 or more, and all of one
 * step unless the kind is a transaction. */
size_t operations_in_call(
	const struct target_kind *kind, const struct operation *operations, size_t count);

/* How many of the first n (which isn't all) go into a call so that those of a name stay together; n
 * if it is one name's. */
size_t operations_whole_names(const struct operation *operations, size_t n);

/* How many from the front (count > 0) are of one name. */
size_t operations_of_name(const struct operation *operations, size_t count);

#endif
