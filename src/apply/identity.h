/*
 * src/apply: carrying a plan out, and taking it back. A run has its folder (state), with the target
 * as it was (snapshot) and a journal, before the first call. Then calls are sent one by one (apply,
 * send), an outcome that isn't known is judged by reading the target again (judge), in the end the
 * target is compared with what was wanted (readback), and all is told (report). A run that was cut
 * short (past) goes on where the target stands between both its ends (between, resume, finish).
 * Undo is another run, toward what the snapshot had. RRsets of several zones side by side are in
 * sets; Ctrl-C is held back by interrupt.
 *
 * identity: one name for each target, however its location is spelled.
 */
#ifndef ZF_APPLY_IDENTITY_H
#define ZF_APPLY_IDENTITY_H

#include "location.h"

/* Appends the location as it can be given again from any folder: files by their real path, names
 * in lower case without final dot, providers with the name of their profile. Two spellings that can
 * be told to be one target give the same text. */
void identity_print(struct buf *b, const struct location *loc);

/* Appends the text as part of a file's name: other octets than lower-case letters, digits, '-', '_'
 * and '.' (but not as the first one) as "=hex". Different texts have different names. */
void identity_add_name(struct buf *b, const char *identity);

#endif
