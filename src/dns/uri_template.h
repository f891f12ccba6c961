/*
 * uri_template: the syntax of URI templates (RFC 6570 section 2), as SVCB's dohpath has them.
 */
#ifndef ZF_DNS_URI_TEMPLATE_H
#define ZF_DNS_URI_TEMPLATE_H

#include <stdbool.h>
#include <stddef.h>

/* Whether text is a template, valid UTF-8, and one of its expressions has this variable. */
bool uri_template_has(const char *text, size_t size, const char *variable);

#endif
