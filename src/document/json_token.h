/*
 * json_token: the tokens of JSON (RFC 8259).
 *
 * What white space, a number, a word and a character of a string are is decided here, once, for
 * those who read JSON (json_scan.h, json_canon.h). Each function looks at the n octets at p and
 * returns how many of them the token takes, 0 when none is there. Pure.
 */
#ifndef ZF_DOCUMENT_JSON_TOKEN_H
#define ZF_DOCUMENT_JSON_TOKEN_H

#include <stddef.h>
#include <stdint.h>

size_t json_token_space(const char *p, size_t n);
size_t json_token_number(const char *p, size_t n); /* section 6 */
size_t json_token_word(const char *p, size_t n); /* true, false, null */

/* Octets of a string that stand for themselves, wherever it is written: printable ASCII but '"' and
 * '\'. */
size_t json_token_plain(const char *p, size_t n);

/* One character of a string (section 7), its escape undone; n is not 0, '"' is a character too.
 * When none is there, *why says it for people, or is NULL: the text ends inside an escape. */
size_t json_token_char(const char *p, size_t n, uint32_t *code, const char **why);

#endif
