/*
 * zonefile: zone text (RFC 1035 section 5 and its usage since) to a sealed zone and back.
 *
 * The reader trusts no text and tells each fault with its line and column (its parts: reader.h).
 * The writer has one spelling for each zone. The editor brings a hand-kept file to another state
 * and touches only the lines that must change (edit.h); for its sake the room knows diff.
 */
#ifndef ZF_ZONEFILE_ZONEFILE_H
#define ZF_ZONEFILE_ZONEFILE_H

#include "file.h"
#include "zone.h"

/* Limits of a reading, so that no text makes it cost time or memory beyond its own size. */
enum {
	ZONEFILE_MAX_LINE = 1 << 20, /* octets; room for RDATA of 64 KiB in its longest spelling */
	ZONEFILE_MAX_TOKEN = 256 << 10, /* octets: RDATA of 64 KiB, each octet as \DDD */
	ZONEFILE_MAX_SIZE = 1 << 30, /* octets; of included files together, too */
	ZONEFILE_MAX_GENERATED = 65536, /* records a zone: one line of $GENERATE makes many */
	ZONEFILE_MAX_INCLUDE_DEPTH = 8, /* and a few lines of $INCLUDE read much */
	ZONEFILE_MAX_INCLUDES = 64, /* files, the zone file counted */
};

/* The TTL of a record that states none, with no $TTL before it: the last one that a record stated,
 * else the SOA's minimum, as BIND has it (RFC 1035 section 5.1, RFC 2308 section 4); or always the
 * SOA's minimum. */
enum zonefile_ttl { ZONEFILE_TTL_LAST = -1, ZONEFILE_TTL_SOA = -2 };

/* Strings of TXT and SPF with more than 255 octets (RFC 1035 section 3.3): cut there with a
 * warning, or an error. */
enum zonefile_txt { ZONEFILE_TXT_CUT, ZONEFILE_TXT_EXACT };

enum comments { COMMENTS_DROP, COMMENTS_KEEP }; /* keep: as notes of the records (fmt) */

/* Where the files are that a text from elsewhere includes (a git revision); the folders that
 * $INCLUDE may read below are the reader's to see to then. */
struct zonefile_included {
	struct file_text text; /* released with file_text_free */
	char *place; /* the file's full name, by which circles are seen; released with free */
};
struct zonefile_includes {
	/* Reads the file that $INCLUDE names, at most `max` octets. NULL, or what is wrong with it,
	 * a static text: then *file is as it was. Called by several threads. */
	const char *(*read)(
		void *user, const char *name, size_t max, struct zonefile_included *file);
	void *user;
};

/* A file whose zone something else than itself knows. */
struct zonefile_known {
	char *path; /* as realpath gives it */
	struct name origin;
};

/* Which texts are read back by ldns before they become files: up to 100,000 records, or all. */
enum { ZONEFILE_PROOF_MOST = 100000 };
enum zonefile_care { ZONEFILE_CARE_USUAL, ZONEFILE_CARE_ALWAYS };

struct zonefile_options {
	const char *origin; /* text, or NULL: $ORIGIN, else the file's name */
	const char *path; /* of the file that a text in memory is, or NULL: as for zonefile_read */
	const char *const *include_dirs; /* further folders that $INCLUDE may read below */
	size_t include_dir_count;
	const struct zonefile_known
		*known; /* sorted by path; they count for more than names of files */
	size_t known_count;
	const char *known_by; /* who knows them, for messages */
	const struct zonefile_includes *includes; /* or NULL: included files are in folders */
	const char *dialect; /* of the text, by its name (dialect.c); "none"; NULL: by its marks */
	long default_ttl; /* seconds, or one of enum zonefile_ttl */
	size_t max_errors; /* 0: 20 */
	enum comments comments;
	enum zonefile_txt txt;
	enum zonefile_care proof;
	unsigned threads; /* 0: as many as pay */
	size_t max_records; /* 0: ZONE_MAX_RECORDS */
	size_t split_size; /* octets from which a second thread pays; 0: the default */
};

#define ZONEFILE_OPTIONS_INIT                    \
	{                                        \
		.default_ttl = ZONEFILE_TTL_LAST \
	}

/* Whether there is a dialect of this name: those of providers are called as the providers are. */
bool zonefile_knows_dialect(const char *name);
const char *zonefile_dialect_name(size_t index); /* by their order; NULL behind the last one */

/*
 * Reading.
 *
 * The origin of relative names is the option's, else the known one of the file, else that of the
 * file's name (example.com.zone),
 * until $ORIGIN says otherwise; the apex is the owner of the SOA, else the option's origin, else
 * the first $ORIGIN before any record, else that of the file's name.
 *
 * With COMMENTS_KEEP nothing that a person wrote is lost. Comments on lines of their own and empty
 * lines are leading comments of the next record in the file; behind the last record they are the
 * zone's trailer. A comment behind a record's data is its trailing comment; those of a record in
 * parentheses are joined to one in their order, and comments on lines of their own inside it become
 * leading ones. A comment behind a directive goes with it, as it is carried out ("$TTL 300 ; 5
 * minutes").
 */

/* Reads text that is in memory; `file` (or NULL) names it in messages. $INCLUDE reads below the
 * option's include_dirs, and the folder of its path, only. All findings of a file with errors are
 * added to `diags` (which may be NULL), in order; err holds the first error. On success *zone is
 * the caller's, and warnings are in zone->diags. A file without any record is an error. */
enum zf_status zonefile_parse(struct zf_zone **zone, const char *text, size_t size,
	const char *file, const struct zonefile_options *options, struct diags *diags,
	struct zf_error *err);

/* The same for a file; "-" is standard input. $INCLUDE reads below the file's own folder too; names
 * are relative to it in included files as well. */
enum zf_status zonefile_read(struct zf_zone **zone, const char *path,
	const struct zonefile_options *options, struct diags *diags, struct zf_error *err);

/* Whether a file is called as zone files are: it ends in .zone, .db, .dns, .hosts or .signed, or
 * begins with db. or zone. */
bool zonefile_is_name(const char *file);

/* The origin that a text's relative names begin with: that of the options, or of the file (or NULL)
 * or its name; the root when nothing tells one. */
void zonefile_start_origin(
	struct name *origin, const char *file, const struct zonefile_options *options);

/* What is in a provider's own form, whatever the text: a record's comment, and a word that stands
 * before its type (Windows DNS: [AGE:3605421]). */
bool zonefile_is_dialect_comment(struct str comment);
bool zonefile_is_age(struct str token);

/* What reading can find, besides rdata_codes; a NULL code ends the table. */
struct zonefile_code {
	const char *code;
	enum diag_severity severity;
	const char *reason; /* why it matters, with its RFC */
};
extern const struct zonefile_code zonefile_codes[];

/* For canonical text, whose order is another than that of `text`, from which the zone was read with
 * COMMENTS_KEEP: comments that head several records belong to none of them alone (sections.c says
 * where they go). *zone is made anew where any move. Larger texts are left alone: nobody keeps them
 * by hand. */
enum { ZONEFILE_SECTIONS_MOST = 1 << 20 };
void zonefile_settle_comments(struct zf_zone **zone, struct str text);

/*
 * Printing. One record a line:
 *
 *   owner                     TTL IN TYPE   RDATA ;@name {"annotation":1} ; comment
 *
 * The owner is relative to the apex; the TTL ends in column 29, the type is padded to 6, and what
 * is too long for its column is followed by one space. A record's leading comments stand on lines
 * of their own above it, its trailing comment stands last, behind the annotations. Comments behind
 * the last record follow it, then come provider records, each ";@name JSON" on a line of its own.
 *
 * Reading gives the same zone again, because what is an annotation is decided by its form alone
 * (note_parse): a comment that has that form is an annotation, whoever wrote it.
 */

/* Canonical text of one record without comments and newline: owner, TTL, class, type, RDATA,
 * annotations. */
void zonefile_print_record(struct buf *b, const struct zf_zone *zone, const struct rec *r);

/* "$ORIGIN" line, every record, provider records: the whole canonical text. It is handed to `sink`
 * piece by piece, in order, one at a time, but maybe from another thread; what sink returns other
 * than ZF_OK ends the printing. */
typedef enum zf_status zonefile_sink(void *user, const char *p, size_t n, struct zf_error *err);
enum zf_status zonefile_print(
	const struct zf_zone *zone, zonefile_sink *sink, void *user, struct zf_error *err);

/* RFC 3597 form of all records: absolute owner, TTL, CLASS1, TYPEn, \# length hex. */
enum zf_status zonefile_print_generic(
	const struct zf_zone *zone, zonefile_sink *sink, void *user, struct zf_error *err);

#endif
