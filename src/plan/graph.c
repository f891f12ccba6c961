#include "graph.h"

#include <stdlib.h>

#include "mem.h"

struct node {
	size_t waits[FORCES]; /* how many edges of each force it waits for */
	size_t edges; /* its first edge and 1; 0: none */
	bool taken;
};

struct edge {
	size_t to, next;
	enum force force;
};

void graph_init(struct graph *g, size_t operations, const size_t *first)
{
	*g = (struct graph){.count = operations,
		.cap = operations + 1,
		.operations = operations,
		.first = first};
	g->nodes = mem_zalloc(g->cap * sizeof(*g->nodes));
}

void graph_free(struct graph *g)
{
	free(g->nodes);
	free(g->edges);
	*g = (struct graph){0};
}

static size_t node_of(const struct graph *g, size_t i)
{
	return g->first && i < g->operations ? g->first[i] : i;
}

void graph_add(struct graph *g, size_t first, size_t then, enum force force)
{
	first = node_of(g, first);
	then = node_of(g, then);
	if (first == then)
		return;
	g->edges = mem_grow(g->edges, &g->edge_cap, g->edge_count + 1, sizeof(*g->edges));
	g->edges[g->edge_count++] =
		(struct edge){.to = then, .next = g->nodes[first].edges, .force = force};
	g->nodes[first].edges = g->edge_count;
	g->nodes[then].waits[force]++;
	g->hard += force == FORCE_HARD;
}

size_t graph_barrier(struct graph *g)
{
	g->nodes = mem_grow(g->nodes, &g->cap, g->count + 1, sizeof(*g->nodes));
	g->nodes[g->count] = (struct node){.edges = 0};
	return g->count++;
}

struct indices {
	size_t *items;
	size_t count, cap;
};

static void push(struct indices *list, size_t i)
{
	list->items = mem_grow(list->items, &list->cap, list->count + 1, sizeof(*list->items));
	list->items[list->count++] = i;
}

struct schedule {
	const struct graph *g;
	unsigned *steps;
	const struct load *loads;
	size_t count, done, room;
	struct indices ready, now, passed; /* passed: nodes whose edges are to be followed */
	size_t cursor; /* where the search for what to break goes on */
};

static bool waits(const struct node *n, enum force from)
{
	for (enum force f = from; f > FORCE_HARD; f--)
		if (n->waits[f] > 0)
			return true;
	return n->waits[FORCE_HARD] > 0;
}

static bool has_room(const struct schedule *s, size_t i)
{
	long most = s->loads[i].most;
	return s->room == SIZE_MAX || most <= 0 || (size_t)most <= s->room;
}

static void take(struct schedule *s, size_t i)
{
	s->g->nodes[i].taken = true;
	push(&s->now, i);
	long most = s->loads[i].most;
	if (s->room != SIZE_MAX && most > 0) /* what goes makes room from the next step on */
		s->room -= (size_t)most < s->room ? (size_t)most : s->room;
}

/* Takes what is ready, as far as there is room. */
static void take_ready(struct schedule *s)
{
	size_t left = 0;
	for (size_t i = 0; i < s->ready.count; i++) {
		size_t node = s->ready.items[i];
		if (s->g->nodes[node].taken)
			continue;
		if (has_room(s, node))
			take(s, node);
		else
			s->ready.items[left++] = node;
	}
	s->ready.count = left;
}

/* Takes one operation that waits for nothing of this force or a greater one. */
static bool break_one(struct schedule *s, enum force from)
{
	for (size_t n = 0; n < s->count; n++) {
		size_t i = (s->cursor + n) % s->count;
		const struct node *node = &s->g->nodes[i];
		if (node->taken || waits(node, from) || !has_room(s, i))
			continue;
		s->cursor = i;
		take(s, i);
		return true;
	}
	return false;
}

/* Nothing can be done without breaking something: the least is. */
static void take_anything(struct schedule *s)
{
	if (break_one(s, FORCE_FIRM) || break_one(s, FORCE_HARD))
		return;
	s->room = SIZE_MAX; /* what is wanted is more than the target takes: let it say so */
	if (s->ready.count > 0)
		return;
	for (size_t i = 0; i < s->count; i++) {
		if (s->g->nodes[i].taken)
			continue;
		take(s, i);
		return;
	}
}

/* Follows the edges of nodes that are done, and of the barriers that are passed so. */
static void follow(struct schedule *s)
{
	while (s->passed.count > 0) {
		size_t from = s->passed.items[--s->passed.count];
		for (size_t at = s->g->nodes[from].edges; at; at = s->g->edges[at - 1].next) {
			const struct edge *e = &s->g->edges[at - 1];
			struct node *to = &s->g->nodes[e->to];
			to->waits[e->force]--;
			if (waits(to, FORCE_SOFT) || to->taken)
				continue;
			push(e->to < s->count ? &s->ready : &s->passed, e->to);
		}
	}
}

static void end_step(struct schedule *s, unsigned step)
{
	for (size_t i = 0; i < s->now.count; i++) {
		const struct load *load = &s->loads[s->now.items[i]];
		long left = (load->most > 0 ? load->most : 0) - load->more;
		s->steps[s->now.items[i]] = step;
		if (s->room != SIZE_MAX && left > 0)
			s->room += (size_t)left;
		push(&s->passed, s->now.items[i]);
		follow(s);
	}
	s->done += s->now.count;
	s->now.count = 0;
}

/* Those that are done with others have no node of their own. */
static void pass_followers(struct schedule *s)
{
	for (size_t i = 0; i < s->count; i++) {
		if (node_of(s->g, i) == i)
			continue;
		s->g->nodes[i].taken = true;
		s->done++;
	}
}

void graph_schedule(unsigned *steps, const struct graph *g, const struct load *loads, size_t room)
{
	struct schedule s = {
		.g = g, .steps = steps, .loads = loads, .count = g->operations, .room = room};
	pass_followers(&s);
	for (size_t i = 0; i < g->count; i++)
		if (!g->nodes[i].taken && !waits(&g->nodes[i], FORCE_SOFT))
			push(i < s.count ? &s.ready : &s.passed, i);
	follow(&s);
	for (unsigned step = 0; s.done < s.count;) {
		take_ready(&s);
		if (s.now.count == 0) {
			take_anything(&s);
			if (s.now.count == 0)
				continue;
		}
		end_step(&s, step++);
	}
	for (size_t i = 0; i < s.count; i++)
		steps[i] = steps[node_of(g, i)];
	free(s.ready.items);
	free(s.now.items);
	free(s.passed.items);
}
