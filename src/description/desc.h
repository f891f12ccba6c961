/*
 * desc: what a provider is like: its description, one JSON file that tells the engine how to speak
 * to it. The room is the language of these files: reading one (schema.h, desc_keys.h), and what its
 * words stand for, given an answer (ref.h, cond.h, tmpl.h). It sends nothing, and knows no
 * transport.
 *
 * Every key, and what it means, is explained in src/providers/README.md; the tables in desc_keys.c
 * are what is accepted. A description is looked for as NAME.json in `--provider-dir`, then in
 * ~/.config/zoneferry/providers (XDG rules), then among those in the program; it is parsed and
 * checked when it is used. Descriptions are immutable and may be shared by threads.
 */
#ifndef ZF_DESCRIPTION_DESC_H
#define ZF_DESCRIPTION_DESC_H

#include "cond.h"
#include "write.h"

enum { DESC_MAX_SIZE = 1 << 20 };

/* What the user fills in: credentials, regions, accounts. */
/* What it is among the keys that AWS' own tools keep; these are taken all together, when none of
 * them is set elsewhere. */
enum variable_aws { AWS_NOTHING, AWS_KEY_ID, AWS_SECRET_KEY, AWS_SESSION_TOKEN };

struct desc_variable {
	const char *name; /* as in templates, and in profiles of the config */
	struct strings env; /* environment variables, the first that is set counts */
	bool secret;
	bool optional;
	const char *about; /* for people */
	const char *value; /* template: the default */
	int aws; /* enum variable_aws */
	const char *moved; /* path: default when the base URL was replaced: its origin and this */
	struct pairs
		choices; /* allowed words and what they stand for in templates; none: any text */
};

enum call_method { CALL_GET, CALL_POST, CALL_PUT, CALL_PATCH, CALL_DELETE };

enum page_style {
	PAGE_NUMBER, /* {page} */
	PAGE_OFFSET, /* {offset}: so many elements were read */
	PAGE_CURSOR, /* variables taken from the answer: `next` */
	PAGE_MARKER, /* {marker}: a field of the last element */
	PAGE_LINK, /* the answer holds the next page's URL */
	PAGE_LINK_HEADER, /* RFC 8288 rel="next" */
};

/* What an answer may leave out of what tells where the list ends. */
enum page_member {
	PAGE_LACKS_MORE = 1,
	PAGE_LACKS_NEXT = 2,
	PAGE_LACKS_PAGES = 4,
	PAGE_LACKS_TOTAL = 8,
	PAGE_LACKS_LINK = 16
};

struct desc_next {
	const char *name; /* variable */
	struct ref from;
};

struct desc_page {
	int style; /* enum page_style */
	long size; /* {size}; 0: not asked for */
	bool from_zero; /* the first page is 0 */
	struct list next; /* struct desc_next */
	struct ref marker;
	struct ref link;
	struct ref more; /* filled: there are more pages */
	struct ref pages; /* number of pages */
	struct ref total; /* number of elements on all pages */
	unsigned may_lack; /* of enum page_member; all else that is described must be there */
	bool any_scheme; /* next URLs may say http where the base is https; https is used */
};

enum items_form { ITEMS_ABSENT = 1, ITEMS_NULL = 2, ITEMS_KEYED = 4, ITEMS_SINGLE = 8 };

/* A request, and where the elements are in its answer. */
struct desc_call {
	const char *url; /* template; NULL: the base URL */
	int method; /* enum call_method */
	const char *path; /* template */
	struct pairs query, headers, form;
	const struct json *body;
	struct refs items; /* the list of elements */
	struct refs zone; /* where the answer has the zone object; none: it has none */
	unsigned items_may_be; /* of enum items_form */
	struct strings beside; /* what an answer without `items` may hold, and what `page` names */
	struct pairs about; /* references into an element, and what must be there if anything is */
	struct desc_page *page; /* NULL: one answer holds all */
	struct strings for_each; /* the call is made once for each of these words: {word} */
	struct desc_call *each; /* the elements come from another call for each one: {item} */
	struct list empty; /* conditions: the answer says "nothing there" by an error */
	struct list success; /* conditions: instead of the description's own */
};

enum auth_scheme {
	AUTH_HEADERS,
	AUTH_BASIC,
	AUTH_LOGIN,
	AUTH_AWS_SIGV4,
	AUTH_GOOGLE_JWT,
	AUTH_OVH
};

enum time_form { TIME_SECONDS, TIME_MILLISECONDS, TIME_EPOCH, TIME_DATE };

struct desc_time {
	struct ref from;
	int as; /* enum time_form */
};

/* One way to prove who one is; of several the first counts whose variables are all there. */
struct desc_auth {
	int scheme; /* enum auth_scheme */
	struct pairs headers, query;
	const char *user, *password; /* BASIC; templates */
	struct desc_call *login; /* LOGIN: the request */
	struct refs token; /* LOGIN: gives {session} */
	struct desc_time *expires; /* LOGIN: when it ends */
	struct list keep; /* LOGIN: struct desc_next: further variables from the answer */
	const char *url; /* LOGIN: template: the base URL from now on; none: as it was */
	struct pairs with; /* signers: their parameters, templates */
};

struct desc_errors {
	struct refs message, code;
	struct list throttled; /* conditions */
	struct list missing; /* conditions: there is no such zone, where the status isn't 404 */
	struct list denied; /* conditions: bad credentials, where the status isn't 401 or 403 */
	struct desc_time *wait; /* how long, beside Retry-After */
};

enum rule_action { RULE_SKIP = 1, RULE_PROVIDER_RECORD = 2, RULE_WARN = 4 };

struct desc_rule {
	struct list when; /* conditions */
	unsigned actions; /* of enum rule_action; zones have none: they are left out */
	const char *why; /* for people; template */
};

struct desc_zones {
	struct desc_call *list;
	struct desc_call *find; /* asks for {zone} only; may give others too */
	bool find_may_miss; /* when it gives nothing, the zone may be in the list all the same */
	struct desc_call *get; /* one zone's object */
	struct ref object; /* where `get`'s answer has it */
	struct refs name; /* of the zone; "" when there is none: elements are names */
	struct ref name_prefix; /* labels before it */
	struct refs id; /* what {id} is; none: the name */
	const char *id_strip; /* leading text to take off */
	struct list skip; /* struct desc_rule */
	bool ambiguous; /* one name may occur several times */
	struct list tell; /* struct desc_rule: what tells zones of one name apart, for people */
};

enum owner_style { OWNER_ABSOLUTE, OWNER_RELATIVE, OWNER_EITHER };
enum target_style {
	TARGET_NONE,
	TARGET_ABSOLUTE,
	TARGET_ABSOLUTE_DOT,
	TARGET_ABSOLUTE_AT,
	TARGET_ZONE_FILE
};
enum txt_style {
	TXT_NONE,
	TXT_RAW,
	TXT_QUOTED,
	TXT_QUOTED_OR_RAW,
	TXT_QUOTED_ONE, /* on writing: one quoted string */
	TXT_QUOTE_PAIR,
	TXT_BACKSLASH_QUOTE
};
enum escape_style { ESCAPE_DECIMAL, ESCAPE_OCTAL };
enum type_form { TYPE_WHOLE, TYPE_LAST_SEGMENT, TYPE_FIRST_WORD };

enum part_form {
	PART_AUTO, /* by the type's field: see map.h */
	PART_TEXT, /* presentation form of one or more fields */
	PART_RAW, /* the octets of one field */
	PART_NAME, /* a domain name */
	PART_MAILBOX, /* user@host as a domain name */
	PART_SPACED, /* fields joined by single spaces, the last takes the rest; quotes optional */
	PART_STRINGS, /* a list of strings, one field each */
	PART_SVCPARAMS, /* an object of SvcParams */
	PART_LINE, /* a whole zone-file line: owner, TTL, class and type are left out */
};

struct desc_part {
	struct refs from;
	int as; /* enum part_form */
	struct pairs words; /* other spellings of values: what is there, what it means */
	const char *absent; /* what counts when nothing is there; NULL: that is an error */
};

/* How the RDATA of some types is spread over a record; the first row that fits counts. */
struct desc_rdata {
	struct types types; /* none: every type */
	struct list when; /* conditions */
	struct refs values; /* the RRset's values; none: as of the records */
	struct list from; /* struct desc_part */
	struct list labels; /* struct desc_label: labels before the owner */
	int targets; /* enum target_style; NONE: as of the records */
	int txt; /* enum txt_style; NONE: as of the records */
};

struct desc_label {
	struct ref from;
	const char *prefix; /* put before it unless it is there: "_" */
};

struct desc_owner {
	struct refs from;
	int style; /* enum owner_style */
};

struct desc_type {
	struct refs from;
	int as; /* enum type_form */
	struct pairs words; /* the provider's word and the RR type it means */
	struct jsons provider; /* types that are no DNS types: provider records */
};

struct desc_special {
	const struct json *value; /* null: also when there is none */
	const struct json *ttl; /* seconds, or a reference to them */
};

struct desc_ttl {
	struct refs from;
	struct list special; /* struct desc_special */
};

struct desc_annotation {
	struct ref from;
	const char *name; /* NULL: the last segment of the reference */
	struct jsons unless; /* values not worth a word, beside null */
	struct types types; /* none: every type */
	bool steers; /* the name servers answer otherwise than the record says, or not always */
};

struct desc_provider_record {
	struct strings drop; /* pointers of what is left out: ids, times, states */
	const struct json *defaults; /* members left out when they have these values */
};

/* What the name servers answer in place of a provider record; the first row that fits counts. */
struct desc_serves {
	struct list when; /* conditions */
	struct types types;
	struct ref from; /* text whose first word is a type too */
};

struct desc_warning {
	struct list when; /* conditions */
	struct ref each; /* one for each element of this list */
	const char *say; /* template */
};

/* SOA and apex NS of zones whose records don't hold them. */
struct desc_apex {
	struct refs mname; /* none: the first of ns */
	struct refs rname;
	struct list ns; /* struct desc_ns */
	bool ns_unlisted; /* the list has only what is beside these */
	long ttl; /* seconds */
};

struct desc_ns {
	struct ref from; /* a name, or a list of names */
};

struct desc_records {
	struct list
		list; /* struct desc_call; a further one counts where the one before is missing */
	struct refs id;
	struct desc_owner *owner;
	struct desc_type *type;
	struct desc_ttl *ttl;
	struct refs values; /* the values of an RRset; none: one record an element */
	int targets, txt, escapes; /* enum target_style, txt_style, escape_style */
	struct list rdata; /* struct desc_rdata */
	struct list rules; /* struct desc_rule */
	struct list annotate; /* struct desc_annotation */
	struct desc_provider_record *provider_record;
	struct list serves; /* struct desc_serves */
	struct refs count; /* how many elements there must be */
	struct list warnings; /* struct desc_warning */
	struct desc_apex *apex;
};

enum text_form { TEXT_PLAIN, TEXT_STRING, TEXT_LINES, TEXT_BASE64 };
enum text_names { TEXT_NAMES_ZONE_FILE, TEXT_NAMES_ABSOLUTE };

/* A zone as zone text. */
struct desc_text {
	struct desc_call *call;
	struct refs at; /* where the answer has it; none: the answer is it */
	int as; /* enum text_form */
	int names; /* enum text_names: names without a final dot are relative, or absolute */
	long default_ttl; /* seconds; 0: none */
	struct strings drop; /* type words whose lines are kept as provider records */
};

enum job_when { JOB_ON_NEW, JOB_ALWAYS };

/* Work that the provider has to do first: started, then asked for until it is done. */
struct desc_job {
	int when; /* enum job_when */
	struct desc_call *start;
	struct refs id; /* gives {job} */
	const char *id_strip; /* leading text to take off */
	struct desc_call *poll; /* NULL: the first call of the view's records */
	struct ref same_id; /* in the polled answer: must be {job} */
	struct refs state;
	struct jsons running, done, failed;
	struct refs error;
	long interval, deadline; /* seconds */
};

struct desc_view {
	const char *name;
	const char *about;
	struct desc_records *records; /* what it doesn't say is as of the main ones */
	struct desc_text *text;
	struct desc_job *job;
};

enum holds_soa { SOA_NONE, SOA_READ, SOA_WRITE };
enum holds_ns { APEX_NS_NONE, APEX_NS_READ, APEX_NS_ADD, APEX_NS_WRITE };
enum holds_txt {
	TXT_NO_EMPTY = 1,
	TXT_NO_QUOTE = 2,
	TXT_NO_BACKSLASH = 4,
	TXT_NO_TRAILING_SPACE = 8,
	TXT_NO_NON_ASCII = 16
};

/* How owners, or values of some types, must be written for the provider to take them. */
struct desc_form {
	struct types types; /* none: all */
	const char *owner; /* extended regular expression: the absolute name; NULL: any */
	const char *rdata; /* the same: RDATA as a zone file has it */
	const char *why; /* what the provider takes */
};

/* What the provider can hold. */
struct desc_holds {
	struct types types;
	struct strings own_types; /* types of its own: ALIAS, redirects … */
	long ttl_min, ttl_max; /* seconds */
	struct jsons ttls; /* the only ones allowed; none: all between */
	int soa; /* enum holds_soa */
	int apex_ns; /* enum holds_ns */
	bool apex_cname; /* a CNAME at the apex is taken */
	long txt_max; /* octets; 0: not known */
	unsigned txt_refuses; /* of enum holds_txt */
	bool null_mx; /* "0 ." is taken */
	bool mx_unique; /* no two MX records of a name may have one preference */
	long records; /* in a zone; 0: not known */
	long values; /* in an RRset; 0: not known */
	struct list forms; /* struct desc_form */
};

struct desc {
	struct arena arena;
	struct json *json;
	char *file; /* where it was read; "(built in) NAME" for those in the program */
	const char *name, *title, *docs;
	struct strings notes;
	const char *url; /* template; NULL: the user must give it */
	const char *url_suffix; /* template; added to it unless it ends so */
	int format; /* enum answer_format */
	struct list variables; /* struct desc_variable */
	struct pairs headers, query;
	struct list auth; /* struct desc_auth */
	struct list success; /* conditions */
	struct desc_errors *errors;
	struct desc_zones *zones;
	struct desc_records *records;
	struct list views; /* struct desc_view */
	struct desc_write *write; /* NULL: it can be read only */
	struct desc_call *test;
	struct desc_holds *holds;
	bool wants_zone; /* something refers to the zone object */
	long pace; /* milliseconds between requests */
};

enum answer_format { ANSWER_JSON, ANSWER_XML };

/* Loads one by name. `dir` is a folder that goes before the others, or NULL. On success *d is the
 * caller's. Errors: ZF_ERR_NOT_FOUND (the text names the one that was meant), ZF_ERR_SYNTAX,
 * ZF_ERR_IO. */
enum zf_status desc_load(struct desc **d, const char *name, const char *dir, struct zf_error *err);

/* Checks text as a description called `name`; `file` is for messages. */
enum zf_status desc_parse(
	struct desc **d, const char *name, const char *file, struct str text, struct zf_error *err);

void desc_free(struct desc *d); /* NULL is allowed */

/* The names of all that can be found, sorted, each once; release with desc_names_free. */
struct desc_names {
	char **items;
	size_t count, cap;
};
enum zf_status desc_list(struct desc_names *names, const char *dir, struct zf_error *err);
void desc_names_free(struct desc_names *names);

const struct desc_variable *desc_variable_find(const struct desc *d, const char *name);
const struct desc_view *desc_view_find(const struct desc *d, const char *name);

/* The row that RDATA of a type is written by, or NULL; and whether the type is written at all. The
 * description has a `write`. */
const struct desc_rdata *desc_write_row(const struct desc *d, uint16_t type);
bool desc_can_write_type(const struct desc *d, uint16_t type);

/* Whether a parameter in a signer's `with` may be empty (signers.c). */
bool desc_signer_may_lack(const struct desc_auth *a, const char *name);

/* For tables and help: words of the description's enumerations. */
extern const struct word desc_soa_words[], desc_apex_ns_words[], desc_page_words[],
	desc_auth_words[];

/* All schemas, sorted by name, for the test that holds the README to them. */
const struct schema *desc_schema_at(size_t index);

#endif
