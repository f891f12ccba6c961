#include "order.h"

#include <stdlib.h>

static int by_step(const void *va, const void *vb)
{
	const struct operation *a = va, *b = vb;
	return (a->step > b->step) - (a->step < b->step);
}

void order_operations(struct plan *plan, const struct target_kind *kind)
{
	(void)kind;
	for (size_t i = 0; i < plan->count; i++)
		plan->operations[i].step = plan->operations[i].kind == OPERATION_DELETE;
	if (plan->count > 1)
		qsort(plan->operations, plan->count, sizeof(*plan->operations), by_step);
}
