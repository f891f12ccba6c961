/*
 * write: what a description says about writing that reading can't know. The mapping of records
 * (owner, type, TTL, RDATA, annotations) is that of reading, turned round; here stand the calls,
 * how much one of them carries, and where the spelling differs.
 */
#ifndef ZF_DESCRIPTION_WRITE_H
#define ZF_DESCRIPTION_WRITE_H

#include "schema.h"

enum write_by { WRITE_BY_RECORD, WRITE_BY_RRSET };

enum write_owner {
	WRITE_OWNER_NONE, /* as it is read */
	WRITE_OWNER_RELATIVE, /* "" is the apex */
	WRITE_OWNER_AT, /* relative, "@" is the apex */
	WRITE_OWNER_ABSOLUTE, /* without the final dot */
	WRITE_OWNER_ABSOLUTE_DOT,
};

enum write_targets { WRITE_TARGETS_DOT, WRITE_TARGETS_PLAIN };

/* The values of SvcParams in presentation form. */
enum write_svcparams { WRITE_SVCPARAMS_QUOTED, WRITE_SVCPARAMS_PLAIN };

struct desc_call;
struct desc_job;

/* A member that is never sent back. */
struct desc_drop {
	const char *member; /* JSON pointer */
	struct types types; /* none: of every type */
};

/* One call of an operation. */
struct desc_write_call {
	struct list when; /* conditions: it is made only when they hold; none: always */
	struct desc_call *call;
	struct desc_job *wait; /* for what the call has started; NULL: its answer is the end */
};

/* Many operations in one call. */
struct desc_batch {
	struct desc_call *call;
	struct desc_job *wait;
	long limit; /* operations */
	long values, characters; /* of the records that they name, old and new; 0: any number */
	const struct json *create, *update,
		*delete; /* what stands for one: a body, or a list of them */
};

struct desc_write {
	int by; /* enum write_by */
	struct strings unverified; /* what no source supports; writing wants --unverified */
	int owner; /* enum write_owner */
	int targets; /* enum write_targets */
	int txt; /* enum txt_style; NONE: as it is read */
	int svcparams; /* enum write_svcparams */
	struct list rdata; /* struct desc_rdata: before the rows of reading */
	struct list drop; /* struct desc_drop: members that are never sent back */
	const struct json *defaults; /* the members of a new element, or NULL */
	const struct json *value_defaults; /* those of a new value of an RRset, or NULL */
	struct types read_only; /* of `holds`: only read */
	struct list keep; /* struct desc_rule: elements that are never touched, and why */
	bool provider_records; /* they can be created */
	struct list create, update, delete; /* struct desc_write_call */
	struct desc_batch *batch; /* instead of these */
	struct list finish; /* struct desc_call: behind the last call of a run */
	struct list gone; /* conditions: what was to be deleted isn't there */
	struct list exists; /* conditions: what was to be created is there */
	struct refs says; /* messages of a success */
	long delay; /* seconds until a change is seen by all readers; 0: at once */
	bool transaction; /* a batch is carried out whole or not at all */
};

#endif
