/* rrtype_table: the rows themselves; rrtype.c alone reads them. */
#ifndef ZF_DNS_RRTYPE_TABLE_H
#define ZF_DNS_RRTYPE_TABLE_H

#include "rrtype.h"

enum { RRTYPE_HIGH = 32768 };

/* Rows of the codes from 0 and from RRTYPE_HIGH, at their code's place; a gap has no name. */
extern const struct rrtype rrtype_low[];
extern const size_t rrtype_low_count;
extern const struct rrtype rrtype_high[];
extern const size_t rrtype_high_count;

#endif
