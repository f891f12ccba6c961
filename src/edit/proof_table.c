/* proof_table: what ldns 1.8.3 is known to misread of good zone text. */
#include <string.h>

#include "proof.h"
#include "rr_ldns.h"

enum { OWNER_MOST = 255, TEXT_MOST = 60000 };

/* Old types that nothing else here speaks of. */
enum { WKS = 11, NSAP_PTR = 23, NXT = 30, ATMA = 34, A6 = 38, SINK = 40 };

static bool is_at(const struct rrtoken *t)
{
	return t && t->n > 1 && !(t->flags & TOKEN_QUOTED) && t->p[0] == '@';
}

static bool has_odd_owner(const struct proof_line *line)
{
	return is_at(line->owner) || (line->owner && line->owner->n > OWNER_MOST);
}

static bool holds(const struct rrtoken *t, const char *word)
{
	size_t n = strlen(word);
	for (size_t i = 0; i + n <= t->n; i++)
		if (memcmp(t->p + i, word, n) == 0)
			return true;
	return false;
}

static bool has_at(const struct proof_line *line)
{
	bool found = false;
	for (size_t i = 0; i < line->count && !found; i++)
		found = is_at(&line->rdata[i]) ||
			(!(line->rdata[i].flags & TOKEN_QUOTED) &&
				(holds(&line->rdata[i], "\\@") || holds(&line->rdata[i], "\\064")));
	return found;
}

static bool is_long(const struct proof_line *line)
{
	size_t n = 0;
	for (size_t i = 0; i < line->count; i++)
		n += line->rdata[i].n + 1;
	return n > TEXT_MOST || line->count > TEXT_MOST / 64;
}

static bool is_unknown_type(const struct proof_line *line)
{
	char name[RRTYPE_MAX_TEXT + 1];
	size_t n = line->type_name->n;
	if (n >= sizeof(name))
		return false;
	memcpy(name, line->type_name->p, n);
	name[n] = '\0';
	return !rr_reader_knows_type(name);
}

static bool is_generic(const struct proof_line *line)
{
	return line->count > 0 && line->rdata[0].n == 2 && memcmp(line->rdata[0].p, "\\#", 2) == 0;
}

static bool has_unquoted(const struct proof_line *line)
{
	return line->count > 0 && !(line->rdata[line->count - 1].flags & TOKEN_QUOTED);
}

static bool has_empty_end(const struct proof_line *line)
{
	return line->count > 0 && line->rdata[line->count - 1].n == 0;
}

static bool is_dialect(const struct proof_line *line)
{
	return line->in_dialect;
}

static bool has_word_or_unknown_length(const struct proof_line *line)
{
	/* "60485 5 SHA1 2BB1…": a word, where ldns wants the number. */
	for (size_t i = 1; i < line->count && i < 3; i++)
		if (line->rdata[i].n > 0 && !str_is_digit(line->rdata[i].p[0]))
			return true;
	return false;
}

static bool is_word(const struct proof_line *line, const char *word)
{
	return (line->marks & PROOF_DIRECTIVE) &&
	       str_eq_nocase(line->head->p, line->head->n, word, strlen(word));
}

static bool is_include(const struct proof_line *line)
{
	return is_word(line, "$INCLUDE");
}

static bool is_generate(const struct proof_line *line)
{
	return is_word(line, "$GENERATE");
}

static bool is_small_directive(const struct proof_line *line)
{
	return is_word(line, "$ORIGIN") || is_word(line, "$TTL");
}

static bool has_first_mark(const struct proof_line *line)
{
	return line->marks & PROOF_FIRST_MARK;
}

static bool is_no_dns_type(const struct proof_line *line)
{
	return line->marks & PROOF_NO_DNS_TYPE;
}

static bool has_other_ttl(const struct proof_line *line)
{
	return line->marks & PROOF_OTHER_TTL;
}

static bool has_other_origin(const struct proof_line *line)
{
	return line->marks & PROOF_OTHER_ORIGIN;
}

static bool has_other_owner(const struct proof_line *line)
{
	return (line->marks & PROOF_OTHER_OWNER) && !line->owner;
}

static bool has_class_first(const struct proof_line *line)
{
	return line->head_count > 1 && !(line->marks & PROOF_DIRECTIVE) &&
	       !str_is_digit(line->head[0].p[0]);
}

static bool has_age(const struct proof_line *line)
{
	for (size_t i = 0; i < line->head_count; i++)
		if (zonefile_is_age((struct str){line->head[i].p, line->head[i].n}))
			return true;
	return false;
}

static const struct proof_row rows[] = {
	{0, "text", "a byte order mark is taken for part of the first line", has_first_mark},
	{0, "directive", "$INCLUDE is not known; fmt --portable carries it out", is_include},
	{0, "directive", "$GENERATE is not known; fmt --portable carries it out", is_generate},
	{0, "directive", "it knows directives in capital letters only", is_small_directive},
	{0, "type", "it is no type of DNS", is_no_dns_type},
	{0, "class", "it is refused before the TTL", has_class_first},
	{0, "age", "it is refused", has_age},
	{0, "TTL",
		"left out, that of $TTL counts (but 0 for 3600), else the last one, else 3600, never "
		"the SOA's minimum",
		has_other_ttl},
	{0, "origin",
		"it is what $ORIGIN says, taken for absolute, else the SOA's owner; not the file's "
		"name",
		has_other_origin},
	{0, "owner", "left out, it is taken from a line that was misread", has_other_owner},
	{0, "owner", "a plain @ in front makes it the origin; over 255 characters are refused",
		has_odd_owner},
	{0, "names", "\\@, \\064 and a plain @ in front are taken for the origin", has_at},
	{0, "all", "over 65,534 characters are cut in silence", is_long},
	{0, "all", "types that it doesn't know have no text", is_unknown_type},
	{0, "names", "what a provider's dialect means is unknown to it", is_dialect},
	{TYPE_SVCB, "parameters",
		"commas, escapes and keys are misread, ipv6hint overruns a buffer", NULL},
	{TYPE_HTTPS, "parameters", "the same", NULL},
	{WKS, "all", "by names of /etc/services; used after it was freed", NULL},
	{NSAP_PTR, "name", "taken for a string", NULL},
	{NXT, "all", "its own old form is refused", NULL},
	{ATMA, "all", "hex is read with two octets more, numbers are refused", NULL},
	{A6, "all", "refused", NULL},
	{SINK, "all", "only the first field is read", NULL},
	{TYPE_LOC, "all", "rounds otherwise, reads variables that were never set", NULL},
	{TYPE_APL, "prefix", "other families are refused", is_generic},
	{TYPE_IPSECKEY, "key", "no key is refused", NULL},
	{TYPE_KEY, "key", "no key is refused", NULL},
	{TYPE_CAA, "value", "without quotes it is refused", has_unquoted},
	{TYPE_CAA, "value", "an empty one is refused", has_empty_end},
	{TYPE_URI, "target", "without quotes it is refused", has_unquoted},
	{TYPE_URI, "target", "an empty one is refused", has_empty_end},
	{TYPE_DS, "digest type", "its words are refused", has_word_or_unknown_length},
	{TYPE_CDS, "digest", "the one digit of a delete is refused", NULL},
	{TYPE_NSEC, "types", "unknown ones become type 0", NULL},
	{TYPE_NSEC3, "types", "unknown ones become type 0", NULL},
	{TYPE_CSYNC, "types", "none at all are refused, unknown ones become type 0", NULL},
	{TYPE_RRSIG, "type", "unknown ones become type 0", NULL},
	{TYPE_CERT, "type", "0, and words that it doesn't know, are refused", NULL},
	{TYPE_HIP, "key", "white space in it ends it", NULL},
	{TYPE_SSHFP, "fingerprint", "white space in it is refused", NULL},
	{TYPE_NAPTR, "flags", "without quotes they are refused", has_unquoted},
};

const struct proof_row *proof_row_of(const struct proof_line *line)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if ((rows[i].type == 0 || rows[i].type == line->type) &&
			(!rows[i].is_so || rows[i].is_so(line)))
			return &rows[i];
	return NULL;
}
