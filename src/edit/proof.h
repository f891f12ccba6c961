/*
 * proof: zone text that is going into a file, read back by a second reader that nobody here wrote.
 *
 * ldns reads the text line by line (its file reader knows too little), and each record must be one
 * of the zone, octet for octet, and each of the zone's there. What ldns 1.8.3 is known to misread
 * is a table (proof_table.c): where it disagrees and a row says so, our own reader's record is
 * given to it in the form of RFC 3597 instead. Any other difference is trouble, and nothing is
 * written.
 */
#ifndef ZF_EDIT_PROOF_H
#define ZF_EDIT_PROOF_H

#include "edit.h"
#include "lexer.h"

/* Proves that a text holds the zone, if its options want that. Whoever writes zone text into a file
 * comes here before, by zonefile_save or zonefile_update. Errors: ZF_ERR_DATA, whose message has
 * the line and both readings. */
enum zf_status zonefile_prove(
	const struct zonefile_source *text, const struct zf_zone *zone, struct zf_error *err);
bool zonefile_is_proven(const struct zf_zone *zone, enum zonefile_care care); /* whether it wants */

/* The same, and then the file is replaced by the text. `care` as for file_replace. */
enum zf_status zonefile_save(const char *path, enum file_care care,
	const struct zonefile_source *text, const struct zf_zone *zone, struct zf_error *err);

/* What of a record stands where on its line, for those who look up the table. */
struct proof_line {
	uint16_t type;
	const struct rrtoken *owner; /* NULL: left out */
	const struct rrtoken *type_name;
	const struct rrtoken *rdata;
	size_t count; /* of rdata */
	bool in_dialect; /* the text is no plain RFC 1035 */

	/* Of a text as it stands; the proof gives ldns lines that it has made itself. */
	const struct rrtoken *head; /* what stands between owner and type; the directive */
	size_t head_count;
	unsigned marks;
};

/* What such a text has, and what ldns differs in. */
enum proof_mark {
	PROOF_DIRECTIVE = 1,
	PROOF_FIRST_MARK = 2, /* of byte order */
	PROOF_OTHER_ORIGIN = 4,
	PROOF_OTHER_TTL = 8,
	PROOF_OTHER_OWNER = 16,
	PROOF_NO_DNS_TYPE = 32,
};

struct proof_row {
	uint16_t type; /* 0: any */
	const char *field;
	const char *why;
	bool (*is_so)(const struct proof_line *line); /* NULL: whatever is written there */
};

/* The row that says how ldns misreads a line, or NULL. */
const struct proof_row *proof_row_of(const struct proof_line *line);

#endif
