#include "reader.h"

const struct zonefile_code zonefile_codes[] = {
	[READ_BAD_OCTET] = {"bad-octet", DIAG_ERROR,
		"A NUL octet is no text: the file is damaged, binary or UTF-16 (RFC 1035 section 5.1)."},
	[READ_LONE_CR] = {"lone-cr", DIAG_ERROR,
		"A carriage return without a line feed ends a line for some readers only."},
	[READ_OPEN_QUOTE] = {"open-quote", DIAG_ERROR,
		"A quoted string ends on its own line (RFC 1035 section 5.1); a newline inside is "
		"written \\010."},
	[READ_OPEN_PARENTHESIS] = {"open-parenthesis", DIAG_ERROR,
		"A parenthesis that is never closed: the file may have been cut."},
	[READ_EXTRA_PARENTHESIS] = {"extra-parenthesis", DIAG_ERROR,
		"A parenthesis is closed that was never opened (RFC 1035 section 5.1)."},
	[READ_ESCAPED_LINE_END] = {"escaped-line-end", DIAG_ERROR,
		"A backslash stands before a character or three digits (RFC 1035 section 5.1)."},
	[READ_LONG_LINE] = {"long-line", DIAG_ERROR, "A line has 1 MiB at most."},
	[READ_LONG_TOKEN] = {"long-token", DIAG_ERROR,
		"A field has 256 KiB at most, which is more than any RDATA needs."},
	[READ_MANY_TOKENS] = {"many-tokens", DIAG_ERROR,
		"An entry has 262,144 fields at most, which is more than any RDATA needs."},
	[READ_NO_OWNER] = {"no-owner", DIAG_ERROR,
		"A line that begins with white space takes the owner of the record before "
		"(RFC 1035 section 5.1); there is none, or readers disagree on which it is."},
	[READ_NO_ORIGIN] = {"no-origin", DIAG_ERROR,
		"A relative name needs an origin: $ORIGIN, --origin, or a file name like "
		"example.com.zone or db.example.com."},
	[READ_BAD_TTL] = {"bad-ttl", DIAG_ERROR,
		"A TTL is a number of seconds from 0 to 2147483647 (RFC 2181 section 8), also with "
		"units: 1h30m."},
	[READ_NO_TTL] = {"no-ttl", DIAG_ERROR,
		"A record before the SOA without a TTL, and no $TTL before it: nothing says what it "
		"gets (RFC 2308 section 4)."},
	[READ_BAD_CLASS] = {"bad-class", DIAG_ERROR, "Zones are of class IN."},
	[READ_NO_TYPE] = {"no-type", DIAG_ERROR, "A record has a type (RFC 1035 section 5.1)."},
	[READ_UNKNOWN_TYPE] = {"unknown-type", DIAG_ERROR,
		"No record type has this name; types without one are written TYPEn, n up to 65535 "
		"(RFC 3597 section 5)."},
	[READ_META_TYPE] = {"meta-type", DIAG_ERROR,
		"Query and meta types are never in a zone (RFC 6895 section 3.1)."},
	[READ_SECOND_SOA] = {"second-soa", DIAG_ERROR,
		"A zone has exactly one SOA record (RFC 1035 section 5.2)."},
	[READ_WRONG_SOA] = {"wrong-soa", DIAG_ERROR,
		"The SOA is another zone's than --origin or the file's name say (RFC 1035 section "
		"5.2): it would be read as that zone."},
	[READ_SOA_WITHOUT_DOT] = {"soa-without-dot", DIAG_WARNING,
		"The SOA's owner is the zone's name without its final dot, as exports of Cloudflare "
		"have it; other readers append the origin (RFC 1035 section 5.1)."},
	[READ_UNKNOWN_DIRECTIVE] = {"unknown-directive", DIAG_ERROR,
		"A line that begins with $ is $ORIGIN, $TTL, $INCLUDE or $GENERATE; an owner that "
		"does is written \\$."},
	[READ_BAD_DIRECTIVE] = {"bad-directive", DIAG_ERROR,
		"A directive's arguments are too few or too many."},
	[READ_BAD_INCLUDE] = {"bad-include", DIAG_ERROR,
		"$INCLUDE reads regular files below the zone file's folder, --include-dir, or the top "
		"of its git work tree, and follows no symbolic links: zone files may come from "
		"strangers."},
	[READ_INCLUDE_LIMIT] = {"include-limit", DIAG_ERROR,
		"Includes are at most 8 deep and 64 files, 1 GiB together, and never in a circle."},
	[READ_BAD_GENERATE] = {"bad-generate", DIAG_ERROR,
		"$GENERATE start-stop[/step] owner [TTL] [class] type rdata, with ${offset,width,base} "
		"as in BIND."},
	[READ_GENERATE_LIMIT] = {"generate-limit", DIAG_ERROR,
		"$GENERATE makes at most 65,536 records a zone, of 8 MiB of text."},
	[READ_NO_ZONE_FILE] = {"no-zone-file", DIAG_ERROR,
		"The content is something else than zone text."},
	[READ_CONFLICT_MARKER] = {"conflict-marker", DIAG_ERROR,
		"A git merge has left its conflict markers in the file."},
	[READ_NO_RECORDS] = {"no-records", DIAG_ERROR,
		"A file without any record is no zone, and never means \"delete all\"."},
	[READ_BAD_ANNOTATION] = {"bad-annotation", DIAG_WARNING,
		"A comment begins with ;@ but is no annotation (;@provider {JSON}); it is kept as a "
		"comment."},
	[READ_BOM] = {"bom", DIAG_WARNING,
		"The file begins with a UTF-8 byte order mark, which other readers refuse."},
	[READ_TTL_INHERITED] = {"ttl-inherited", DIAG_WARNING,
		"Without $TTL a record takes the last stated TTL (RFC 1035 section 5.1); some readers "
		"use the SOA's minimum or a default of their own."},
	[READ_TTL_FROM_SOA] = {"ttl-from-soa", DIAG_WARNING,
		"Without any TTL before it a SOA, and each record behind it without one, takes the "
		"SOA's minimum; readers other than BIND refuse the file (RFC 2308 section 4)."},
	[READ_TTL_INCLUDED] = {"ttl-included", DIAG_WARNING,
		"Behind $INCLUDE of a file that states a TTL, a record without one takes that, as in "
		"BIND and NSD; Knot goes on with the one before: state $TTL again."},
	[READ_OWNER_INCLUDED] = {"owner-included", DIAG_WARNING,
		"Behind $INCLUDE a record without an owner takes that of the last one in its own "
		"file, as in BIND; other readers take the included file's last one: name it."},
	[READ_TXT_CUT] = {"txt-cut", DIAG_WARNING,
		"A semicolon outside of quotes begins a comment (RFC 1035 section 5.1), so that what "
		"stands behind it is no part of the text."},
	[READ_DIALECT] = {"dialect", DIAG_NOTE,
		"The text has the marks of a provider's export, and is read as it means it: "
		"--dialect says otherwise."},
	[READ_FOREIGN_RECORD] = {"foreign-record", DIAG_WARNING,
		"A line is what a provider has beside DNS (a redirect, an alias, one of several "
		"answers): name servers don't read it, and it is kept as a provider record."},
	[READ_LONG_STRING] = {"long-string", DIAG_WARNING,
		"A string of TXT has 255 octets at most (RFC 1035 section 3.3); a longer one is cut "
		"there, as Knot has it, unless --txt exact."},
	[READ_NO_FINAL_NEWLINE] = {"no-final-newline", DIAG_WARNING,
		"A file that was cut in its last line looks like one without a final newline "
		"(RFC 1035 section 5.1)."},
	[READ_CODES] = {0},
};
