/*
 * provider_facts: what a description says about its provider, as texts for people and as JSON.
 */
#ifndef ZF_COMMAND_PROVIDER_FACTS_H
#define ZF_COMMAND_PROVIDER_FACTS_H

#include "engine.h"

/* One fact each. */
void facts_add_types(struct buf *b, const struct desc_holds *h);
void facts_add_ttl(struct buf *b, const struct desc_holds *h);
void facts_add_paging(struct buf *b, const struct desc *d);
void facts_add_auth(struct buf *b, const struct desc *d);
void facts_add_writing(struct buf *b, const struct desc *d); /* what a call carries; or nothing */

/* The list of providers, a row each. */
void facts_text_head(struct buf *b);
void facts_text_row(struct buf *b, const struct desc *d);
void facts_markdown_head(struct buf *b);
void facts_markdown_row(struct buf *b, const struct desc *d);

/* The members of a JSON object, without its braces: the first says the name, and what the account
 * has set is to be added behind. */
void facts_json(struct buf *b, const struct desc *d);
void facts_json_settings(struct buf *b, struct provider *p);

#endif
