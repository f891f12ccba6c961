/*
 * parts: what check.c hands owners and RRsets to; each part is called by it alone.
 *
 * A part looks and reports; it changes nothing in the zone and needs no other part's findings.
 */
#ifndef ZF_CHECK_PARTS_H
#define ZF_CHECK_PARTS_H

#include "look.h"

/* structure.c */
void check_apex(struct check *c);
void check_owner(struct check *c, const struct check_node *node);
void check_ttl(struct check *c, const struct check_set *set);
void check_soa(struct check *c, const struct check_set *set);
/* delegation.c */
enum check_cut { CHECK_VISIBLE, CHECK_HIDDEN };
/* Follows delegations and DNAMEs from owner to owner; hidden: the node stands below one, all there
 * is to say about it has been said. */
enum check_cut check_cut(struct check *c, const struct check_node *node);
void check_ns(struct check *c, const struct check_set *set);
void check_ds(struct check *c, const struct check_set *set);
/* name.c */
void check_names(struct check *c, const struct check_set *set);
void check_address(struct check *c, const struct check_set *set);
void check_srv(struct check *c, const struct check_set *set);
void check_cname(struct check *c, const struct check_set *set);
/* reverse.c */
void check_ptr(struct check *c, const struct check_set *set);
void check_reverse_address(struct check *c, const struct check_set *set); /* of A or AAAA */
/* mail.c */
void check_mx(struct check *c, const struct check_set *set);
void check_txt(struct check *c, const struct check_set *set);
/* spf.c; a set of TXT or SPF */
void check_spf(struct check *c, const struct check_set *set);
/* svcb.c */
void check_svcb(struct check *c, const struct check_set *set);
/* caa.c */
void check_caa(struct check *c, const struct check_set *set);
/* dnssec.c */
void check_keys(struct check *c);
void check_signed(struct check *c, const struct check_node *node);
void check_tlsa(struct check *c, const struct check_set *set);
void check_nsec3param(struct check *c, const struct check_set *set);
void check_dnskey(struct check *c, const struct check_set *set);
/* denial.c */
void check_denial_begin(struct check *c);
void check_denial(struct check *c, const struct check_node *node);
void check_denial_end(struct check *c);
/* signal.c */
void check_cds(struct check *c, const struct check_set *set);
void check_cdnskey(struct check *c, const struct check_set *set);
/* zonemd.c */
void check_zonemd(struct check *c, const struct check_set *set);

#endif
