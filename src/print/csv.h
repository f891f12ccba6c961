/*
 * csv: cells of CSV (RFC 4180).
 *
 * A cell that a spreadsheet would take for a formula, because it begins with = + - @ or a control
 * octet, gets an apostrophe before it, which spreadsheets take as "this is text".
 */
#ifndef ZF_PRINT_CSV_H
#define ZF_PRINT_CSV_H

#include "buf.h"

/* Adds n octets as a cell, in quotes. */
void csv_add_cell(struct buf *b, const char *p, size_t n);

#endif
