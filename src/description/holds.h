/*
 * holds: what a provider can hold, as its description says.
 */
#ifndef ZF_DESCRIPTION_HOLDS_H
#define ZF_DESCRIPTION_HOLDS_H

#include "desc.h"

/* Whether a zone at the provider can show records of a type at an owner: SOA and NS of the apex
 * have rules of their own, as has a CNAME there. */
enum holds_owner { HOLDS_APEX, HOLDS_BELOW };
bool holds_type(const struct desc_holds *holds, uint16_t type, enum holds_owner owner);

#endif
