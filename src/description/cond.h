/*
 * cond: conditions over answers, as descriptions state them. Of several all must hold.
 */
#ifndef ZF_DESCRIPTION_COND_H
#define ZF_DESCRIPTION_COND_H

#include "schema.h"

struct condition {
	struct ref at; /* what is looked at */
	const struct json *is; /* it equals this */
	struct jsons in; /* it equals one of these */
	struct jsons not_in; /* it equals none of these */
	int exists; /* enum asked: it is there, and not null */
	int filled; /* enum asked: and not false, 0, "", [] or {} */
	const char *starts; /* its text begins so */
	const char *contains; /* its text holds this */
	struct ref same; /* it equals what is there */
	struct ref unlike; /* not equal; what is absent is unlike all that is there */
	struct ref differs; /* both are there, and are not equal */
	const struct json *above; /* it is a number greater than this */
	struct jsons status; /* the answer's HTTP status is one of these */
};

extern const struct schema condition_schema;

/* All hold; of none: true. */
bool conditions_hold(const struct list *conditions, const struct scope *scope);

#endif
