/*
 * idn: names that a provider spells in Unicode, as the A-labels that are in the DNS.
 *
 * Providers that do so keep names in the form that their own IDNA processing left (RFC 5891), so
 * this only lowers the letters of the scripts with simple case and encodes by Punycode (RFC 3492).
 */
#ifndef ZF_DNS_IDN_H
#define ZF_DNS_IDN_H

#include "buf.h"
#include "str.h"

/* Appends the name with every label that holds UTF-8 as an A-label; other labels stay as they are.
 * False: invalid UTF-8, or a label too long. */
bool idn_add_ascii(struct buf *out, struct str name);

#endif
