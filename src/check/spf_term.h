/*
 * spf_term: takes an SPF policy apart (the grammar of RFC 7208 section 12).
 */
#ifndef ZF_CHECK_SPF_TERM_H
#define ZF_CHECK_SPF_TERM_H

#include "str.h"

enum spf_kind {
	SPF_ALL,
	SPF_INCLUDE,
	SPF_A,
	SPF_MX,
	SPF_PTR,
	SPF_IP4,
	SPF_IP6,
	SPF_EXISTS, /* mechanisms */
	SPF_REDIRECT,
	SPF_EXP,
	SPF_OTHER, /* modifiers */
	SPF_KINDS
};

struct spf_term {
	enum spf_kind kind;
	char qualifier; /* '+' when none is written */
	struct str text; /* all of it */
	struct str domain; /* domain-spec without the prefix lengths; n = 0: none is written */
};

/* Cuts the next term off `rest`, which stands behind the version. False: the end (*wrong is NULL),
 * or a malformed term (*wrong says how, term->text is it). */
bool spf_term_next(struct str *rest, struct spf_term *term, const char **wrong);

bool spf_term_is_mechanism(const struct spf_term *term);
/* Counts toward the limit of 10 (RFC 7208 section 4.6.4). */
bool spf_term_needs_lookup(const struct spf_term *term);

#endif
