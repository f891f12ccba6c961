/* rules: what values of records must look like, whatever API they come through. */
#ifndef SIM_RULES_H
#define SIM_RULES_H

#include <stdbool.h>
#include <stddef.h>

bool is_ipv4(const char *text);
bool is_ipv6(const char *text);

/* Labels of 1 to 63 octets, no blank or control character, no final dot, at most 253 octets in
 * the `n` octets of text; an escaped octet counts as one. */
bool is_name(const char *text, size_t n);
bool is_relative_name(const char *text); /* is_name of all of it */
bool is_absolute_name(const char *text); /* with a final dot; "." too */

/* The text behind a number of at most `max` and one blank; NULL when it begins otherwise. */
const char *after_number(const char *text, unsigned long max);
bool is_hex(const char *text); /* whole octets, at least one */
bool is_tlsa(const char *text); /* three numbers and octets */
bool is_ascii(const char *text);
/* Quoted strings of at most `max` octets each, one blank between them, nothing else. */
bool is_quoted_strings(const char *text, size_t max);

#endif
