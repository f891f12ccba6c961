/*
 * idn: internationalised names (RFC 5890): Unicode to the A-labels of the DNS, and back for
 * display.
 *
 * libidn2's corner. Text is mapped by UTS 46, nontransitional: letters become lower case and
 * composed (NFC), U+3002 is a dot, sharp s stays one, U+200B disappears, U+202E is refused. Symbols
 * such as emoji, which UTS 46 allows and IDNA2008 doesn't, are read, for providers keep such names,
 * but not shown. Labels of ASCII stay as they are, whatever they hold: "_dmarc", "*", "xn--" and
 * garbage.
 */
#ifndef ZF_DNS_IDN_H
#define ZF_DNS_IDN_H

#include "buf.h"
#include "name.h"
#include "str.h"
#include "zoneferry.h"

/* Appends the text of a name (escapes as in name.h) with every label that holds UTF-8 as an
 * A-label. Such a label yields letters, digits, '-' and '_' only, never an empty label. Errors:
 * ZF_ERR_DATA, and `out` is as it was. */
enum zf_status idn_add_ascii(struct buf *out, struct str name, struct zf_error *err);

/* What a person typed: the same as a copy, to be released with free, or NULL; and the name that it
 * is, absolute, whose final dot may be missing (name_parse_absolute). */
char *idn_dup_ascii(const char *text, struct zf_error *err);
enum zf_status idn_parse_absolute(struct name *name, const char *text, struct zf_error *err);

/* Appends the text of a name as UTF-8: every A-label as the U-label that it is the A-label of. What
 * is none stays as it is, so that idn_add_ascii gives the same name again, in lower case. */
void idn_add_unicode(struct buf *out, struct str name);

#endif
