/*
 * plan_json: one operation as JSON; what a plan's file is made of and compared by.
 */
#ifndef ZF_PLAN_PLAN_JSON_H
#define ZF_PLAN_PLAN_JSON_H

#include "plan.h"

/* {"op":"update","step":0,"name":"www.example.com.","type":"A","before":[{"ttl":300,"rdata":
 * "192.0.2.1","meta":{…}}],"after":[…]}; of provider records {"op":…,"step":…,"provider":"bunny",
 * "before":[{…}],"after":[]}. */
void plan_json_operation(struct buf *b, const struct operation *o);

extern const char *const operation_words[]; /* by enum operation_kind */

#endif
