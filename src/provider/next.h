/*
 * next: whether a list goes on behind the page that was read, and how that page is asked for.
 *
 * The end of a list is what loses records when it is taken on trust. What the description names as
 * telling it (more, total, pages, next, link) must be there, unless `may_lack` says that the API
 * leaves it out, and must agree with whatever else is told; a page that is full is the last one
 * only where something says so.
 */
#ifndef ZF_PROVIDER_NEXT_H
#define ZF_PROVIDER_NEXT_H

#include "idset.h"
#include "walk.h"

/* One list being read. */
struct pages {
	struct walk *w;
	const struct desc_call *call;
	const struct desc_page *page; /* NULL: one answer is all */
	const struct json *item; /* of the outer list, for references in templates */
	struct vars vars;
	struct arena arena; /* texts of the variables */
	struct idset ids, seen; /* of elements; of pages and cursors */
	size_t number; /* pages read */
	size_t offset; /* elements read */
	char *url; /* of the next page, when answers give it */
	int64_t total; /* what the first answer promised; -1: nothing */
	struct buf text;
};

/* Sets a variable, and those that the style of paging has for the page that is next. */
void pages_set_var(struct pages *g, const char *name, struct str value);
void pages_set_vars(struct pages *g);

/* *more: whether there is another page behind this answer, of which `got` elements were taken; the
 * variables and the URL are those of that page then. Errors: ZF_ERR_ANSWER. */
enum zf_status pages_next(
	struct pages *g, const struct answer *answer, size_t got, bool *more, struct zf_error *err);

/* "the list can't be read whole", and "it changes while it is read", which may not happen again. */
enum zf_status pages_broken(struct zf_error *err, const char *text);
enum zf_status pages_unsteady(struct walk *w, struct zf_error *err, const char *text);

#endif
