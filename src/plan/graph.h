/*
 * graph: what has to be done before what, and the steps that follow.
 *
 * Nodes are the operations of a plan, and barriers: a barrier is passed when all before it is done,
 * and takes no step of its own. Operations that are done together are one node: that of the first.
 */
#ifndef ZF_PLAN_GRAPH_H
#define ZF_PLAN_GRAPH_H

#include "plan.h"

enum force {
	FORCE_HARD, /* the rules of DNS or of the API: never broken */
	FORCE_FIRM, /* else a name or an RRset is empty for a while */
	FORCE_SOFT, /* else something points to nothing for a while */
	FORCES
};

struct graph {
	struct node *nodes;
	size_t count, cap;
	struct edge *edges;
	size_t edge_count, edge_cap;
	size_t hard; /* how many edges are */
	size_t operations;
	const size_t *first; /* of each operation, the first of those that it is done with; or NULL:
				each by itself */
};

/* How many more records there are when an operation (with those that are done with it) is done, and
 * how many at most while it is. */
struct load {
	long more, most;
};

/* `first` must outlive it. */
void graph_init(struct graph *g, size_t operations, const size_t *first);
void graph_free(struct graph *g);

void graph_add(struct graph *g, size_t first, size_t then, enum force force);
size_t graph_barrier(struct graph *g);

/* Finds the step of each operation. Where forces go in a circle, or the target has no room, the
 * least ones are broken; `room` is how many more records the target takes, SIZE_MAX: any. */
void graph_schedule(unsigned *steps, const struct graph *g, const struct load *loads, size_t room);

#endif
