/*
 * reader: the parts of the zone file reader (zonefile.h) among themselves. None calls a part above
 * it; from the bottom to the top:
 *
 *   lexer, codes, foreign: tokens, what can be found, texts that are no zone; they know no reader
 *   find: the toolbox, findings and names relative to the origin
 *   owner, comment, origin, txt: a piece of an entry; places: where included files lie
 *   keep; cloudflare, cli53; provider_type, dialect: what is beyond RFC 1035
 *   record; generate, include; directive: each an entry
 *   run: the entries of a text, and by way of r->read those of the text that an entry includes
 *   state, split, read: readers for pieces of a text, several threads on them, the whole zone
 *
 * An error in an entry is noted and ends that entry only. Which of them there were is known by the
 * findings of the builder, and a zone with any is never given.
 */
#ifndef ZF_ZONEFILE_READER_H
#define ZF_ZONEFILE_READER_H

#include <sys/types.h>

#include "lexer.h"
#include "zonefile.h"

/* What reading can find; the codes and their reasons stand in codes.c. */
enum reader_code {
	READ_BAD_OCTET,
	READ_LONE_CR,
	READ_OPEN_QUOTE,
	READ_OPEN_PARENTHESIS,
	READ_EXTRA_PARENTHESIS,
	READ_ESCAPED_LINE_END,
	READ_LONG_LINE,
	READ_LONG_TOKEN,
	READ_MANY_TOKENS,
	READ_NO_OWNER,
	READ_NO_ORIGIN,
	READ_BAD_TTL,
	READ_NO_TTL,
	READ_BAD_CLASS,
	READ_NO_TYPE,
	READ_UNKNOWN_TYPE,
	READ_META_TYPE,
	READ_SECOND_SOA,
	READ_WRONG_SOA,
	READ_SOA_WITHOUT_DOT,
	READ_UNKNOWN_DIRECTIVE,
	READ_BAD_DIRECTIVE,
	READ_BAD_INCLUDE,
	READ_INCLUDE_LIMIT,
	READ_BAD_GENERATE,
	READ_GENERATE_LIMIT,
	READ_NO_ZONE_FILE,
	READ_CONFLICT_MARKER,
	READ_NO_RECORDS,
	READ_BAD_ANNOTATION,
	READ_BOM,
	READ_TTL_INHERITED,
	READ_TTL_FROM_SOA,
	READ_TTL_INCLUDED,
	READ_OWNER_INCLUDED,
	READ_TXT_CUT,
	READ_DIALECT,
	READ_FOREIGN_RECORD,
	READ_LONG_STRING,
	READ_NO_FINAL_NEWLINE,
	READ_CODES
};

/* One text that is being read: the zone file, or what it includes. */
struct source {
	const char *name; /* for messages, or NULL */
	struct source *parent; /* the one that includes it, or NULL */
	unsigned depth; /* how many are above it */
	unsigned file; /* for rec_place */
	dev_t device; /* of its file, to see circles */
	ino_t inode;
	const char *place; /* the same of what is no file here, or NULL */
	struct lexer lexer;
	const char *dropped; /* text before it was given back; NULL: the text is somebody else's */
};

/* Why a record without an owner has none to take over. */
enum owner_state { OWNER_KNOWN, OWNER_NONE, OWNER_INCLUDED };

/* What gives a record without a TTL its own. */
struct ttl_state {
	uint32_t stated; /* by $TTL */
	uint32_t last; /* of the last record that stated one (RFC 1035 section 5.1) */
	bool has_stated, has_last;
	/* An include changed it: what holds behind it depends on the reader. */
	enum {
		TTL_CLEAR,
		TTL_UNCLEAR, /* until $TTL */
		TTL_UNCLEAR_LAST, /* until $TTL, or a record that states its TTL */
	} included;
};

/* A name's key relative to the builder's apex (name.h). */
struct owner_key {
	size_t len;
	uint8_t octets[NAME_MAX_KEY];
};

/* What a record takes over from the lines before it. */
struct context {
	struct name origin;
	bool has_origin;
	bool origin_is_own; /* stated by an absolute $ORIGIN, not by what is outside of the text */
	struct owner_key origin_key;
	enum owner_state owner_state;
	struct owner_key owner;
	struct ttl_state ttl;
};

/* Where something was seen first; it is told once, not for every record. */
struct first_seen {
	const char *file;
	unsigned long line, col; /* line 0: not yet */
};

struct seen {
	struct first_seen no_origin, no_ttl, ttl_inherited, ttl_from_soa;
};

/* The zone that a text must be, as far as that is known without it. */
struct known_zone {
	enum {
		ZONE_UNKNOWN,
		ZONE_KNOWN_BY_OPTION,
		ZONE_KNOWN_BY_TABLE, /* of the options */
		ZONE_KNOWN_BY_FILE, /* by its name */
		ZONE_KNOWN_BY_SOA, /* by its owner, which lacks a dot */
	} how;
	struct name name;
};

struct reader {
	const struct zonefile_options *options;
	struct zone_builder *builder;
	struct diags *diags; /* the builder's */
	struct source *source; /* the text that is being read */
	struct context now;
	enum { APEX_UNKNOWN, APEX_BY_FILE, APEX_BY_ORIGIN, APEX_BY_SOA } apex; /* how it is known */
	const struct dialect *dialect; /* of the text (dialect.h), or NULL */
	enum { DIALECTS_ALL, DIALECTS_NONE } dialects; /* whether anything of them is read */
	struct known_zone known;
	struct name suggested; /* an origin that the SOA lets guess; len 0: none */
	struct name apex_name; /* the builder's apex */
	struct buf apex_text; /* as zone files spell it, with a dot before and behind it */
	struct buf soa; /* RDATA of the SOA, with APEX_BY_SOA */
	struct seen seen;
	/* Behind the SOA the rest of the text may go to threads: reader_run returns there. */
	enum { SPLIT_AT_SOA, SPLIT_NOW, SPLIT_DONE } split;
	/* reader_read, which stands above $INCLUDE. */
	void (*read)(struct reader *r, struct str text);
	bool stopped; /* a limit was reached: nothing more is read */

	const char *path; /* of the zone file, below whose folder $INCLUDE reads; or NULL */
	unsigned included; /* files so far */
	size_t included_size; /* octets of them */
	size_t generated, generated_size; /* records made by $GENERATE, octets of their text */

	unsigned annotations; /* of the record that is being read */
	struct buf rdata; /* of the record that is being read */
	struct buf notes; /* its annotations and comments */
	struct buf
		leading; /* comment and empty lines since the last record, each with its newline */
	struct buf trailing; /* comments behind the record's data */
	struct buf json; /* of the annotation that is being read */
	struct zf_error error; /* scratch; always clear between entries */
};

/*
 * foreign.c
 */

/* What a text is that is no zone file at all ("this is HTML …"), or NULL. */
const char *foreign_content(struct str text);

/*
 * find.c
 */

/* Adds a finding at `at`, a place in the current entry. The text has nothing from an included
 * file. */
void reader_find(struct reader *r, enum reader_code code, const char *at, const char *text);

/* The same about a token, which is shown behind the text unless it comes from an included file:
 * such a file may be one that the user did not mean to show. */
void reader_find_token(
	struct reader *r, enum reader_code code, const struct rrtoken *token, const char *text);

/* Adds r->error, and clears it. */
void reader_find_error(struct reader *r, const char *at);

/* Notes where a finding that is told once was seen first. */
void reader_see(struct reader *r, struct first_seen *seen, const char *at);

/* Where the current entry's last token ends: the place of what is missing. */
const char *reader_entry_end(const struct reader *r);

/* Reads a name relative to the origin. False: it is none, and that was noted. */
bool reader_name(struct reader *r, struct name *name, const struct rrtoken *token);

/* Notes an error unless the directive has `least` to `most` arguments. */
bool reader_has_arguments(struct reader *r, size_t least, size_t most, const char *usage);

/*
 * owner.c
 */

/* Sets the origin of the names to come. */
void reader_set_origin(struct reader *r, const struct name *origin);

/* Moves the builder, and the keys at hand, to another apex. */
void reader_set_apex(struct reader *r, const struct name *apex);

/* Sets the owner that a record without one takes. */
void reader_set_owner(struct reader *r, const struct name *owner, enum owner_state state);

/* Reads an owner; it becomes r->now.owner. False: it is none, and that was noted. */
bool reader_owner(struct reader *r, const struct rrtoken *token);

/*
 * origin.c
 */

/* Sets the origin and the zone's name that the options or the file's name (or NULL) tell. Errors:
 * ZF_ERR_DATA (the option is no name; the file is that of several zones). */
enum zf_status reader_find_origin(struct reader *r, const char *file, struct zf_error *err);

/* Looks at an entry while no origin is known: a SOA may tell it, or let guess it. */
void reader_learn_origin(struct reader *r);

/* Looks whether the first SOA's owner is the zone that is known. A name that only lacks its final
 * dot is put right, with a warning; of any other the error is noted, and the known one is given.
 * True: *owner is another one now. */
bool reader_judge_soa(struct reader *r, struct name *owner, const char *at);

/*
 * comment.c
 */

void reader_line_comments(struct reader *r); /* of an entry without tokens */
void reader_directive_comments(struct reader *r); /* of a directive: they go with it */
void reader_kept_comments(struct reader *r); /* of what becomes a provider record */
void reader_record_comments(struct reader *r); /* of a record */
void reader_notes(struct reader *r); /* makes r->notes of the comments for the next record */

/*
 * dialect.c, provider_type.c
 */

/* Finds the text's dialect. Errors: ZF_ERR_USAGE (the option names none). */
enum zf_status reader_find_dialect(struct reader *r, struct str text, struct zf_error *err);
void reader_tell_dialect(struct reader *r); /* notes which one was recognised */

/* Whether a word in a type's place is a type that some provider has beside those of DNS. */
bool reader_is_foreign(const struct reader *r, const struct rrtoken *token);

/* Keeps such an entry as a provider record; `token` is its type. */
struct rec_head;
void reader_keep(struct reader *r, const struct rec_head *head, const struct rrtoken *token);

/*
 * txt.c
 */

struct rrtokens {
	struct rrtoken *items; /* released with free */
	size_t count, cap;
};

/* Cuts the strings of a TXT or SPF record that are too long. False: nothing was cut. */
bool reader_cut_strings(
	struct reader *r, struct rrtokens *cut, const struct rrtoken *token, size_t count);

/*
 * record.c
 */

/* The TTL, class and type in front of RDATA. */
struct rec_head {
	bool has_ttl;
	bool ttl_is_minimum; /* a SOA without any: its own minimum, once that is known */
	uint32_t ttl;
	uint16_t type;
};

/* Reads a record that is one entry. */
void reader_record(struct reader *r);

/* Reads [TTL] [class] type from *token on, and moves it behind. False: an error was noted. */
bool reader_head(struct reader *r, struct rec_head *head, const struct rrtoken **token);

/* Looks at the rest of a record in its dialect, behind its RDATA. */
enum dialect_outcome { DIALECT_LEFT, DIALECT_TAKEN }; /* taken: it is kept otherwise */
enum dialect_outcome reader_take_dialect(struct reader *r, struct rec_head *head, uint16_t type);

/* Gives a record its TTL; what it stated is remembered for those behind it. False: an error at
 * `at` was noted. */
bool reader_ttl(struct reader *r, struct rec_head *head, const char *at);

/* Adds the record of r->rdata with r->notes; `at` is its place. */
void reader_add(
	struct reader *r, const struct owner_key *owner, struct rec_head *head, const char *at);

/*
 * places.c
 */

/* Opens the file that $INCLUDE names; -1: *why says what is wrong, a static text. */
int reader_open_include(const struct reader *r, const char *name, const char **why);

/*
 * generate.c, include.c: directives that were recognised
 */

void reader_generate(struct reader *r);
void reader_include(struct reader *r);

/*
 * directive.c
 */

/* Reads a directive that is one entry. */
void reader_directive(struct reader *r);

/*
 * run.c
 */

/* Goes through what is left in r->source's lexer; with SPLIT_AT_SOA to the entry that gives the
 * SOA, which makes it SPLIT_NOW when text follows. */
void reader_run(struct reader *r);

/* Reads a text whose source is r->source; the source's lexer is the caller's to free. */
void reader_read(struct reader *r, struct str text);

/*
 * state.c
 */

/* Makes what r needs beside what its caller has set, and releases it. */
void reader_init(struct reader *r, const struct name *apex);
void reader_release(struct reader *r);

/* Makes a reader for a later piece of r's text, which `source` is, and takes over what it has read
 * when it is done, pieces in their order. */
void reader_fork(struct reader *piece, const struct reader *r, struct source *source);
void reader_join(struct reader *r, struct reader *piece);

/*
 * split.c
 */

/* Reads the rest of a large text in several threads, or leaves it as it is. */
void reader_split(struct reader *r);

#endif
