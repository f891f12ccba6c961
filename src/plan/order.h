/*
 * order: in which order operations are carried out, so that no step leaves a name worse off than
 * both ends.
 */
#ifndef ZF_PLAN_ORDER_H
#define ZF_PLAN_ORDER_H

#include "plan.h"

/* Gives the plan's operations their steps, and sorts them by step. */
void order_operations(struct plan *plan, const struct target_kind *kind);

#endif
