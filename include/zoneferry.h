/*
 * zoneferry: carries DNS zones between hosting providers and RFC 1035 zone files.
 *
 * This header is the library's whole public face: every exported symbol begins with zf_ and
 * is declared here. A zone is built by loading or parsing, is then *sealed* (normalised, sorted,
 * without duplicates) and immutable, so that sealed zones may be read from several threads.
 *
 * Every function that can fail returns an enum zf_status and takes a caller-owned
 * struct zf_error last, never NULL and ZF_ERROR_INIT before the call; on failure it holds one line
 * that says what happened and where.
 * Running out of memory ends the process (see zf_on_out_of_memory).
 */
#ifndef ZONEFERRY_H
#define ZONEFERRY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#ifdef __cplusplus
extern "C" {
#endif

#define ZF_VERSION "0.1.0"

#define ZF_API __attribute__((visibility("default")))

enum zf_status {
	ZF_OK = 0,
	ZF_ERR_USAGE, /* the caller asked for something that can't be */
	ZF_ERR_SYNTAX, /* zone text, JSON, YAML or a description is malformed */
	ZF_ERR_DATA, /* well-formed, but no valid DNS data */
	ZF_ERR_LIMIT, /* a limit of zoneferry's own was reached */
	ZF_ERR_IO, /* a file could not be read or written */
	ZF_ERR_CONFIG, /* configuration or credentials are missing or wrong */
	ZF_ERR_NETWORK, /* no answer: connection, TLS, time */
	ZF_ERR_AUTH, /* the other side refused the credentials */
	ZF_ERR_NOT_FOUND, /* the zone (or view, or file) does not exist there */
	ZF_ERR_ANSWER, /* the other side answered, but not what its API promises */
	ZF_ERR_UNSUPPORTED, /* known, and not possible here */
};

/*
 * What went wrong, once. The first error wins: setting a second one changes nothing, so that
 * cleaning up can't hide the cause. Never holds a secret, nor octets unfit for a terminal.
 */
struct zf_error {
	enum zf_status code;
	char file[256]; /* file name or "METHOD URL" without its secrets; "" for none */
	unsigned long line; /* 1-based; 0 when unknown */
	unsigned long col; /* 1-based, in octets; 0 when unknown */
	char id[32]; /* the short code in brackets, "bad-ttl"; "" for none */
	char text[1024]; /* one line, without the place */
};

#define ZF_ERROR_INIT         \
	{                     \
		.code = ZF_OK \
	}

/* A record, as text; every pointer is valid until the next call with the same struct. */
struct zf_record {
	const char *name; /* owner, absolute with the final dot */
	const char *type; /* mnemonic or TYPEn */
	const char *rdata; /* canonical presentation form, names absolute */
	uint32_t ttl; /* seconds */
	char *own; /* private */
};

struct zf_zone; /* sealed */

struct zf_options {
	const char *origin; /* origin of relative names; NULL: $ORIGIN or the file's name */
	const char *config; /* config file; NULL: $XDG_CONFIG_HOME/zoneferry/config.yaml */
	const char *include_dir; /* $INCLUDE below this folder too; NULL: the file's own only */
	long default_ttl; /* seconds for records without any; -1: as BIND (last one, SOA minimum) */
};

#define ZF_OPTIONS_INIT           \
	{                         \
		.default_ttl = -1 \
	}

enum zf_format { ZF_FORMAT_ZONE, ZF_FORMAT_GENERIC };

/* The version of the library that is linked, like "0.1.0". */
ZF_API const char *zf_version(void);

/* Sets what is called when memory runs out; it must not return. NULL restores the default,
 * which prints one line and exits with status 2. Not safe while other threads run. */
ZF_API void zf_on_out_of_memory(void (*handler)(void));

/* Writes "file:line:col: error: text [id]" as far as known; returns buffer, always NUL-ended. */
ZF_API const char *zf_error_print(const struct zf_error *err, char *buffer, size_t size);

/* Loads a zone from a location ("a.zone", "bunny:example.com", "axfr://…"; see README).
 * On success *zone is the caller's, to be released with zf_zone_free. */
ZF_API enum zf_status zf_zone_load(struct zf_zone **zone, const char *location,
	const struct zf_options *options, struct zf_error *err);

/* Parses zone text (RFC 1035 section 5) that is already in memory; `file` names it in messages.
 * $INCLUDE is refused. On success *zone is the caller's. */
ZF_API enum zf_status zf_zone_parse(struct zf_zone **zone, const char *text, size_t size,
	const struct zf_options *options, struct zf_error *err);

ZF_API void zf_zone_free(struct zf_zone *zone); /* NULL is allowed */

ZF_API size_t zf_zone_count(const struct zf_zone *zone);

/* The zone's apex, absolute with the final dot; lives as long as the zone. */
ZF_API const char *zf_zone_name(const struct zf_zone *zone);

/* Fills *record with record `index` (0-based, canonical order). The struct must be zeroed before
 * its first use and be released with zf_record_release after its last. */
ZF_API void zf_zone_record(const struct zf_zone *zone, size_t index, struct zf_record *record);
ZF_API void zf_record_release(struct zf_record *record);

/* Writes the zone to `out`. */
ZF_API enum zf_status zf_zone_print(
	const struct zf_zone *zone, enum zf_format format, FILE *out, struct zf_error *err);

/* Counts the changes that turn a into b (0: equal), as `zoneferry diff` without flags counts. */
ZF_API enum zf_status zf_zone_diff(
	const struct zf_zone *a, const struct zf_zone *b, size_t *changes, struct zf_error *err);

#ifdef __cplusplus
}
#endif

#endif
