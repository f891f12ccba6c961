/*
 * walk: lists being read, page by page.
 */
#ifndef ZF_PROVIDER_WALK_H
#define ZF_PROVIDER_WALK_H

#include "call.h"

struct walk;
typedef enum zf_status walk_item_fn(
	struct walk *w, const struct json *item, const char *key, struct zf_error *err);
typedef enum zf_status walk_answer_fn(
	struct walk *w, const struct answer *answer, struct zf_error *err);

/* A list being read, page by page. The caller sets the first part. */
struct walk {
	struct provider *p;
	const struct desc_call *call;
	const struct vars *vars;
	const struct json *zone; /* for references in templates, or NULL */
	const struct refs *id; /* of an element: the same one again counts once; or NULL */
	walk_answer_fn *on_answer; /* sees each answer before its elements; may be NULL */
	walk_item_fn *on_item;
	void *user;

	const struct answer *answer; /* while on_item runs */
	size_t count; /* elements so far, each once */
	size_t asked; /* elements that were asked for one by one */
	size_t duplicates; /* elements that came again */
	bool stop; /* on_item has what it wants */
	bool unsteady; /* the list changed while it was read: reading again may help */
	bool absent; /* the answer has no such list, or there is no such call: 404, 405 */
};

/* Walks it all. Errors beside those of call_send: ZF_ERR_ANSWER for pages that repeat, totals that
 * don't match, links to elsewhere; ZF_ERR_LIMIT for too many pages or elements. */
enum zf_status walk_run(struct walk *w, struct zf_error *err);

#endif
