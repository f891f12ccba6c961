/*
 * codes: every code that a finding can have, in one table: those of checking, of reading zone text,
 * and of RDATA. Some codes stand in two tables, with the same severity and reason.
 */
#ifndef ZF_COMMAND_CODES_H
#define ZF_COMMAND_CODES_H

#include "check.h"
#include "near.h"

enum { CODES_MAX = 256 };
#define CODE_NOT_READ "not-read"

/* All of them, sorted, each once; returns how many there are. */
size_t codes_list(struct check_code codes[CODES_MAX]);
bool codes_know(const char *code);
/* Has them looked at for the one that `given` meant. */
void codes_near(struct near *near, const char *given);

#endif
