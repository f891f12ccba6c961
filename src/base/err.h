/*
 * src/base: what every room stands on. Memory that doesn't fail (mem, arena, buf), text without a
 * locale (str, encode, base64), files that are replaced whole (file, xdg), programs and threads
 * (proc, jail, threads), secrets that are never shown (secret), and errors (this file). Nothing
 * here knows DNS, providers or another room.
 *
 * err: setting struct zf_error.
 *
 * The first error wins. Texts are one line, lower case at the start, without a final dot, and
 * say what happened and what to do; names of files and octets from outside pass through
 * str_print, so that an error is always fit for a terminal.
 */
#ifndef ZF_BASE_ERR_H
#define ZF_BASE_ERR_H

#include "zoneferry.h"

/* Sets code and text, unless an error is there already; returns the error's code. err may be
 * NULL. Control characters in the finished text are replaced by \DDD. */
enum zf_status err_set(struct zf_error *err, enum zf_status code, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* The same with ": " and what errno says. */
enum zf_status err_errno(struct zf_error *err, enum zf_status code, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* Adds a place to the error that is there, unless it has one. A line that is known without its
 * file, as by a parser of text in memory, gets the file and stays. */
void err_place(struct zf_error *err, const char *file, unsigned long line, unsigned long col);

/* Adds the short code to the error that is there, unless it has one. */
void err_id(struct zf_error *err, const char *id);

void err_clear(struct zf_error *err);

#endif
