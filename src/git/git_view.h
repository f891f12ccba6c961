/*
 * git_view: what git shows of a zone file: its canonical text, which depends on the file's octets
 * alone, so that git may keep it. Neither the file's name nor what it includes have a part in it.
 */
#ifndef ZF_GIT_VIEW_H
#define ZF_GIT_VIEW_H

#include "buf.h"
#include "str.h"

/* Adds the text. Lines that can't be read, those between conflict markers, and $INCLUDE stand as
 * they are before the record that came behind them; all else is canonical. Where that isn't
 * possible the whole text is as it was. `default_ttl` as in struct zonefile_options. */
void git_view(struct buf *out, struct str text, long default_ttl);

#endif
