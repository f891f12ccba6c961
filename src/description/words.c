/* words: what the words of descriptions stand for. */
#include "desc_keys.h"

const struct word desc_method_words[] = {
	{"GET", CALL_GET},
	{"POST", CALL_POST},
	{"PUT", CALL_PUT},
	{"PATCH", CALL_PATCH},
	{"DELETE", CALL_DELETE},
	{0},
};
const struct word desc_page_words[] = {
	{"page", PAGE_NUMBER},
	{"offset", PAGE_OFFSET},
	{"cursor", PAGE_CURSOR},
	{"marker", PAGE_MARKER},
	{"link", PAGE_LINK},
	{"link-header", PAGE_LINK_HEADER},
	{0},
};
const struct word desc_items_words[] = {
	{"absent", ITEMS_ABSENT},
	{"null", ITEMS_NULL},
	{"keyed", ITEMS_KEYED},
	{"single", ITEMS_SINGLE},
	{0},
};
const struct word desc_lack_words[] = {
	{"more", PAGE_LACKS_MORE},
	{"next", PAGE_LACKS_NEXT},
	{"pages", PAGE_LACKS_PAGES},
	{"total", PAGE_LACKS_TOTAL},
	{"link", PAGE_LACKS_LINK},
	{0},
};
const struct word desc_auth_words[] = {
	{"headers", AUTH_HEADERS},
	{"basic", AUTH_BASIC},
	{"login", AUTH_LOGIN},
	{"aws-sigv4", AUTH_AWS_SIGV4},
	{"google-jwt", AUTH_GOOGLE_JWT},
	{"ovh", AUTH_OVH},
	{0},
};
const struct word desc_time_words[] = {
	{"seconds", TIME_SECONDS},
	{"milliseconds", TIME_MILLISECONDS},
	{"epoch", TIME_EPOCH},
	{"date", TIME_DATE},
	{0},
};
const struct word desc_action_words[] = {
	{"skip", RULE_SKIP},
	{"provider-record", RULE_PROVIDER_RECORD},
	{"warn", RULE_WARN},
	{0},
};
const struct word desc_owner_words[] = {
	{"absolute", OWNER_ABSOLUTE},
	{"relative", OWNER_RELATIVE},
	{"either", OWNER_EITHER},
	{0},
};
const struct word desc_target_words[] = {
	{"absolute", TARGET_ABSOLUTE},
	{"absolute-dot", TARGET_ABSOLUTE_DOT},
	{"absolute-at", TARGET_ABSOLUTE_AT},
	{"zone-file", TARGET_ZONE_FILE},
	{0},
};
const struct word desc_txt_words[] = {
	{"raw", TXT_RAW},
	{"quoted", TXT_QUOTED},
	{"quoted-or-raw", TXT_QUOTED_OR_RAW},
	{"quoted-one", TXT_QUOTED_ONE},
	{"quote-pair", TXT_QUOTE_PAIR},
	{"backslash-quote", TXT_BACKSLASH_QUOTE},
	{0},
};
const struct word desc_escape_words[] = {
	{"decimal", ESCAPE_DECIMAL},
	{"octal", ESCAPE_OCTAL},
	{0},
};
const struct word desc_type_words[] = {
	{"whole", TYPE_WHOLE},
	{"last-segment", TYPE_LAST_SEGMENT},
	{"first-word", TYPE_FIRST_WORD},
	{0},
};
const struct word desc_part_words[] = {
	{"auto", PART_AUTO},
	{"text", PART_TEXT},
	{"raw", PART_RAW},
	{"name", PART_NAME},
	{"mailbox", PART_MAILBOX},
	{"spaced", PART_SPACED},
	{"strings", PART_STRINGS},
	{"svcparams", PART_SVCPARAMS},
	{"line", PART_LINE},
	{0},
};
const struct word desc_text_words[] = {
	{"plain", TEXT_PLAIN},
	{"string", TEXT_STRING},
	{"lines", TEXT_LINES},
	{"base64", TEXT_BASE64},
	{0},
};
const struct word desc_text_names_words[] = {
	{"zone-file", TEXT_NAMES_ZONE_FILE},
	{"absolute", TEXT_NAMES_ABSOLUTE},
	{0},
};
const struct word desc_job_words[] = {
	{"new", JOB_ON_NEW},
	{"always", JOB_ALWAYS},
	{0},
};
const struct word desc_soa_words[] = {
	{"none", SOA_NONE},
	{"read", SOA_READ},
	{"write", SOA_WRITE},
	{0},
};
const struct word desc_apex_ns_words[] = {
	{"none", APEX_NS_NONE},
	{"read", APEX_NS_READ},
	{"add", APEX_NS_ADD},
	{"write", APEX_NS_WRITE},
	{0},
};
const struct word desc_txt_refuses_words[] = {
	{"empty", TXT_NO_EMPTY},
	{"quote", TXT_NO_QUOTE},
	{"backslash", TXT_NO_BACKSLASH},
	{"trailing-space", TXT_NO_TRAILING_SPACE},
	{"non-ascii", TXT_NO_NON_ASCII},
	{0},
};
const struct word desc_format_words[] = {
	{"json", ANSWER_JSON},
	{"xml", ANSWER_XML},
	{0},
};

const struct word desc_aws_words[] = {
	{"key-id", AWS_KEY_ID},
	{"secret", AWS_SECRET_KEY},
	{"token", AWS_SESSION_TOKEN},
	{0},
};

const struct word desc_write_by_words[] = {
	{"record", WRITE_BY_RECORD},
	{"rrset", WRITE_BY_RRSET},
	{0},
};
const struct word desc_write_owner_words[] = {
	{"relative", WRITE_OWNER_RELATIVE},
	{"relative-at", WRITE_OWNER_AT},
	{"absolute", WRITE_OWNER_ABSOLUTE},
	{"absolute-dot", WRITE_OWNER_ABSOLUTE_DOT},
	{0},
};
const struct word desc_write_targets_words[] = {
	{"dot", WRITE_TARGETS_DOT},
	{"plain", WRITE_TARGETS_PLAIN},
	{0},
};
const struct word desc_write_svcparams_words[] = {
	{"quoted", WRITE_SVCPARAMS_QUOTED},
	{"plain", WRITE_SVCPARAMS_PLAIN},
	{0},
};
