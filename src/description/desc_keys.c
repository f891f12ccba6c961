#include "desc_keys.h"

#include <limits.h>

static const struct key variable_keys[] = {
	{FIELD(desc_variable, KEY_STRINGS, env)},
	{FIELD(desc_variable, KEY_BOOL, secret)},
	{FIELD(desc_variable, KEY_BOOL, optional)},
	{FIELD(desc_variable, KEY_STRING, about), .flags = KEY_REQUIRED},
	{NAMED(desc_variable, KEY_TEMPLATE, "default", value)},
	{FIELD(desc_variable, KEY_WORD, aws), .of = desc_aws_words},
	{FIELD(desc_variable, KEY_STRING, moved)},
	{FIELD(desc_variable, KEY_TEXTS, choices)},
	{0},
};
const struct schema desc_variable_schema = {
	.name = "variable", .size = sizeof(struct desc_variable), .keys = variable_keys};

static const struct key next_keys[] = {
	{FIELD(desc_next, KEY_REF, from), .flags = KEY_REQUIRED},
	{0},
};
const struct schema desc_next_schema = {
	.name = "next", .size = sizeof(struct desc_next), .keys = next_keys, .shorthand = "from"};

static const struct key page_keys[] = {
	{FIELD(desc_page, KEY_WORD, style), .flags = KEY_REQUIRED, .of = desc_page_words},
	{FIELD(desc_page, KEY_INTEGER, size), .min = 1, .max = 1000000},
	{FIELD(desc_page, KEY_BOOL, from_zero)},
	{FIELD(desc_page, KEY_MAP, next), .of = &desc_next_schema},
	{FIELD(desc_page, KEY_REF, marker)},
	{FIELD(desc_page, KEY_REF, link)},
	{FIELD(desc_page, KEY_REF, more)},
	{FIELD(desc_page, KEY_REF, pages)},
	{FIELD(desc_page, KEY_REF, total)},
	{FIELD(desc_page, KEY_WORDS, may_lack), .of = desc_lack_words},
	{FIELD(desc_page, KEY_BOOL, any_scheme)},
	{0},
};
const struct schema desc_page_schema = {
	.name = "page", .size = sizeof(struct desc_page), .keys = page_keys};

static const struct key call_keys[] = {
	{FIELD(desc_call, KEY_TEMPLATE, url)},
	{FIELD(desc_call, KEY_WORD, method), .of = desc_method_words},
	{FIELD(desc_call, KEY_TEMPLATE, path), .flags = KEY_REQUIRED},
	{FIELD(desc_call, KEY_TEMPLATES, query)},
	{FIELD(desc_call, KEY_TEMPLATES, headers)},
	{FIELD(desc_call, KEY_TEMPLATES, form)},
	{FIELD(desc_call, KEY_BODY, body)},
	{FIELD(desc_call, KEY_REFS, items)},
	{FIELD(desc_call, KEY_REFS, zone)},
	{FIELD(desc_call, KEY_WORDS, items_may_be), .of = desc_items_words},
	{FIELD(desc_call, KEY_STRINGS, beside)},
	{FIELD(desc_call, KEY_TEMPLATES, about)},
	{FIELD(desc_call, KEY_OBJECT, page), .of = &desc_page_schema},
	{FIELD(desc_call, KEY_STRINGS, for_each)},
	{FIELD(desc_call, KEY_OBJECT, each), .of = &desc_call_schema},
	{FIELD(desc_call, KEY_LIST, empty), .of = &condition_schema},
	{FIELD(desc_call, KEY_LIST, success), .of = &condition_schema},
	{0},
};
const struct schema desc_call_schema = {
	.name = "call", .size = sizeof(struct desc_call), .keys = call_keys, .shorthand = "path"};

static const struct key time_keys[] = {
	{FIELD(desc_time, KEY_REF, from), .flags = KEY_REQUIRED},
	{FIELD(desc_time, KEY_WORD, as), .of = desc_time_words},
	{0},
};
const struct schema desc_time_schema = {
	.name = "time", .size = sizeof(struct desc_time), .keys = time_keys, .shorthand = "from"};

static const struct key auth_keys[] = {
	{FIELD(desc_auth, KEY_WORD, scheme), .flags = KEY_REQUIRED, .of = desc_auth_words},
	{FIELD(desc_auth, KEY_TEMPLATES, headers)},
	{FIELD(desc_auth, KEY_TEMPLATES, query)},
	{FIELD(desc_auth, KEY_TEMPLATE, user)},
	{FIELD(desc_auth, KEY_TEMPLATE, password)},
	{FIELD(desc_auth, KEY_OBJECT, login), .of = &desc_call_schema},
	{FIELD(desc_auth, KEY_REFS, token)},
	{FIELD(desc_auth, KEY_OBJECT, expires), .of = &desc_time_schema},
	{FIELD(desc_auth, KEY_MAP, keep), .of = &desc_next_schema},
	{FIELD(desc_auth, KEY_TEMPLATE, url)},
	{FIELD(desc_auth, KEY_TEMPLATES, with)},
	{0},
};
const struct schema desc_auth_schema = {
	.name = "auth", .size = sizeof(struct desc_auth), .keys = auth_keys};

static const struct key errors_keys[] = {
	{FIELD(desc_errors, KEY_REFS, message)},
	{FIELD(desc_errors, KEY_REFS, code)},
	{FIELD(desc_errors, KEY_LIST, throttled), .of = &condition_schema},
	{FIELD(desc_errors, KEY_LIST, missing), .of = &condition_schema},
	{FIELD(desc_errors, KEY_LIST, denied), .of = &condition_schema},
	{FIELD(desc_errors, KEY_OBJECT, wait), .of = &desc_time_schema},
	{0},
};
const struct schema desc_errors_schema = {
	.name = "errors", .size = sizeof(struct desc_errors), .keys = errors_keys};

static const struct key rule_keys[] = {
	{FIELD(desc_rule, KEY_LIST, when), .flags = KEY_REQUIRED, .of = &condition_schema},
	{NAMED(desc_rule, KEY_WORDS, "do", actions), .of = desc_action_words},
	{FIELD(desc_rule, KEY_TEMPLATE, why), .flags = KEY_REQUIRED},
	{0},
};
const struct schema desc_rule_schema = {
	.name = "rule", .size = sizeof(struct desc_rule), .keys = rule_keys};

static const struct key zones_keys[] = {
	{FIELD(desc_zones, KEY_OBJECT, list), .of = &desc_call_schema},
	{FIELD(desc_zones, KEY_OBJECT, find), .of = &desc_call_schema},
	{FIELD(desc_zones, KEY_BOOL, find_may_miss)},
	{FIELD(desc_zones, KEY_OBJECT, get), .of = &desc_call_schema},
	{FIELD(desc_zones, KEY_REF, object)},
	{FIELD(desc_zones, KEY_REFS, name), .flags = KEY_REQUIRED},
	{FIELD(desc_zones, KEY_REF, name_prefix)},
	{FIELD(desc_zones, KEY_REFS, id)},
	{FIELD(desc_zones, KEY_STRING, id_strip)},
	{FIELD(desc_zones, KEY_LIST, skip), .of = &desc_rule_schema},
	{FIELD(desc_zones, KEY_BOOL, ambiguous)},
	{FIELD(desc_zones, KEY_LIST, tell), .of = &desc_rule_schema},
	{0},
};
const struct schema desc_zones_schema = {
	.name = "zones", .size = sizeof(struct desc_zones), .keys = zones_keys};

static const struct key owner_keys[] = {
	{FIELD(desc_owner, KEY_REFS, from), .flags = KEY_REQUIRED},
	{FIELD(desc_owner, KEY_WORD, style), .flags = KEY_REQUIRED, .of = desc_owner_words},
	{0},
};
const struct schema desc_owner_schema = {
	.name = "owner", .size = sizeof(struct desc_owner), .keys = owner_keys};

static const struct key type_keys[] = {
	{FIELD(desc_type, KEY_REFS, from), .flags = KEY_REQUIRED},
	{FIELD(desc_type, KEY_WORD, as), .of = desc_type_words},
	{FIELD(desc_type, KEY_TEXTS, words)},
	{FIELD(desc_type, KEY_JSONS, provider)},
	{0},
};
const struct schema desc_type_schema = {
	.name = "type", .size = sizeof(struct desc_type), .keys = type_keys, .shorthand = "from"};

static const struct key special_keys[] = {
	{FIELD(desc_special, KEY_JSON, value), .flags = KEY_REQUIRED},
	{FIELD(desc_special, KEY_JSON, ttl), .flags = KEY_REQUIRED},
	{0},
};
const struct schema desc_special_schema = {
	.name = "special", .size = sizeof(struct desc_special), .keys = special_keys};

static const struct key ttl_keys[] = {
	{FIELD(desc_ttl, KEY_REFS, from), .flags = KEY_REQUIRED},
	{FIELD(desc_ttl, KEY_LIST, special), .of = &desc_special_schema},
	{0},
};
const struct schema desc_ttl_schema = {
	.name = "ttl", .size = sizeof(struct desc_ttl), .keys = ttl_keys, .shorthand = "from"};

static const struct key part_keys[] = {
	{FIELD(desc_part, KEY_REFS, from), .flags = KEY_REQUIRED},
	{FIELD(desc_part, KEY_WORD, as), .of = desc_part_words},
	{FIELD(desc_part, KEY_TEXTS, words)},
	{FIELD(desc_part, KEY_STRING, absent)},
	{0},
};
const struct schema desc_part_schema = {
	.name = "part", .size = sizeof(struct desc_part), .keys = part_keys, .shorthand = "from"};

static const struct key label_keys[] = {
	{FIELD(desc_label, KEY_REF, from), .flags = KEY_REQUIRED},
	{FIELD(desc_label, KEY_STRING, prefix)},
	{0},
};
const struct schema desc_label_schema = {.name = "label",
	.size = sizeof(struct desc_label),
	.keys = label_keys,
	.shorthand = "from"};

static const struct key rdata_keys[] = {
	{FIELD(desc_rdata, KEY_TYPES, types)},
	{FIELD(desc_rdata, KEY_LIST, when), .of = &condition_schema},
	{FIELD(desc_rdata, KEY_REFS, values)},
	{FIELD(desc_rdata, KEY_LIST, from), .flags = KEY_REQUIRED, .of = &desc_part_schema},
	{FIELD(desc_rdata, KEY_LIST, labels), .of = &desc_label_schema},
	{FIELD(desc_rdata, KEY_WORD, targets), .of = desc_target_words},
	{FIELD(desc_rdata, KEY_WORD, txt), .of = desc_txt_words},
	{0},
};
const struct schema desc_rdata_schema = {
	.name = "rdata", .size = sizeof(struct desc_rdata), .keys = rdata_keys};

static const struct key annotation_keys[] = {
	{FIELD(desc_annotation, KEY_REF, from), .flags = KEY_REQUIRED},
	{FIELD(desc_annotation, KEY_STRING, name)},
	{FIELD(desc_annotation, KEY_JSONS, unless)},
	{FIELD(desc_annotation, KEY_TYPES, types)},
	{FIELD(desc_annotation, KEY_BOOL, steers)},
	{0},
};
const struct schema desc_annotation_schema = {.name = "annotation",
	.size = sizeof(struct desc_annotation),
	.keys = annotation_keys,
	.shorthand = "from"};

static const struct key provider_record_keys[] = {
	{FIELD(desc_provider_record, KEY_STRINGS, drop)},
	{FIELD(desc_provider_record, KEY_OBJECT_JSON, defaults)},
	{0},
};
const struct schema desc_provider_record_schema = {.name = "provider_record",
	.size = sizeof(struct desc_provider_record),
	.keys = provider_record_keys};

static const struct key serves_keys[] = {
	{FIELD(desc_serves, KEY_LIST, when), .flags = KEY_REQUIRED, .of = &condition_schema},
	{FIELD(desc_serves, KEY_TYPES, types)},
	{FIELD(desc_serves, KEY_REF, from)},
	{0},
};
const struct schema desc_serves_schema = {
	.name = "serves", .size = sizeof(struct desc_serves), .keys = serves_keys};

static const struct key warning_keys[] = {
	{FIELD(desc_warning, KEY_LIST, when), .of = &condition_schema},
	{FIELD(desc_warning, KEY_REF, each)},
	{FIELD(desc_warning, KEY_TEMPLATE, say), .flags = KEY_REQUIRED},
	{0},
};
const struct schema desc_warning_schema = {
	.name = "warning", .size = sizeof(struct desc_warning), .keys = warning_keys};

static const struct key ns_keys[] = {
	{FIELD(desc_ns, KEY_REF, from), .flags = KEY_REQUIRED},
	{0},
};
const struct schema desc_ns_schema = {
	.name = "ns", .size = sizeof(struct desc_ns), .keys = ns_keys, .shorthand = "from"};

static const struct key apex_keys[] = {
	{FIELD(desc_apex, KEY_REFS, mname)},
	{FIELD(desc_apex, KEY_REFS, rname)},
	{FIELD(desc_apex, KEY_LIST, ns), .of = &desc_ns_schema},
	{FIELD(desc_apex, KEY_BOOL, ns_unlisted)},
	{FIELD(desc_apex, KEY_INTEGER, ttl), SECONDS},
	{0},
};
const struct schema desc_apex_schema = {
	.name = "apex", .size = sizeof(struct desc_apex), .keys = apex_keys};

static const struct key records_keys[] = {
	{FIELD(desc_records, KEY_LIST, list), .of = &desc_call_schema},
	{FIELD(desc_records, KEY_REFS, id)},
	{FIELD(desc_records, KEY_OBJECT, owner), .of = &desc_owner_schema},
	{FIELD(desc_records, KEY_OBJECT, type), .of = &desc_type_schema},
	{FIELD(desc_records, KEY_OBJECT, ttl), .of = &desc_ttl_schema},
	{FIELD(desc_records, KEY_REFS, values)},
	{FIELD(desc_records, KEY_WORD, targets), .of = desc_target_words},
	{FIELD(desc_records, KEY_WORD, txt), .of = desc_txt_words},
	{FIELD(desc_records, KEY_WORD, escapes), .of = desc_escape_words},
	{FIELD(desc_records, KEY_LIST, rdata), .of = &desc_rdata_schema},
	{FIELD(desc_records, KEY_LIST, rules), .of = &desc_rule_schema},
	{FIELD(desc_records, KEY_LIST, annotate), .of = &desc_annotation_schema},
	{FIELD(desc_records, KEY_OBJECT, provider_record), .of = &desc_provider_record_schema},
	{FIELD(desc_records, KEY_LIST, serves), .of = &desc_serves_schema},
	{FIELD(desc_records, KEY_REFS, count)},
	{FIELD(desc_records, KEY_LIST, warnings), .of = &desc_warning_schema},
	{FIELD(desc_records, KEY_OBJECT, apex), .of = &desc_apex_schema},
	{0},
};
const struct schema desc_records_schema = {
	.name = "records", .size = sizeof(struct desc_records), .keys = records_keys};

static const struct key text_keys[] = {
	{FIELD(desc_text, KEY_OBJECT, call), .flags = KEY_REQUIRED, .of = &desc_call_schema},
	{FIELD(desc_text, KEY_REFS, at)},
	{FIELD(desc_text, KEY_WORD, as), .of = desc_text_words},
	{FIELD(desc_text, KEY_WORD, names), .of = desc_text_names_words},
	{FIELD(desc_text, KEY_INTEGER, default_ttl), .min = 1, .max = INT_MAX},
	{FIELD(desc_text, KEY_STRINGS, drop)},
	{0},
};
const struct schema desc_text_schema = {
	.name = "text", .size = sizeof(struct desc_text), .keys = text_keys};

static const struct key job_keys[] = {
	{FIELD(desc_job, KEY_WORD, when), .of = desc_job_words},
	{FIELD(desc_job, KEY_OBJECT, start), .of = &desc_call_schema},
	{FIELD(desc_job, KEY_REFS, id)},
	{FIELD(desc_job, KEY_STRING, id_strip)},
	{FIELD(desc_job, KEY_OBJECT, poll), .of = &desc_call_schema},
	{FIELD(desc_job, KEY_REF, same_id)},
	{FIELD(desc_job, KEY_REFS, state), .flags = KEY_REQUIRED},
	{FIELD(desc_job, KEY_JSONS, running)},
	{FIELD(desc_job, KEY_JSONS, done), .flags = KEY_REQUIRED},
	{FIELD(desc_job, KEY_JSONS, failed)},
	{FIELD(desc_job, KEY_REFS, error)},
	{FIELD(desc_job, KEY_INTEGER, interval), .min = 1, .max = 60},
	{FIELD(desc_job, KEY_INTEGER, deadline), .min = 1, .max = 3600},
	{0},
};
const struct schema desc_job_schema = {
	.name = "job", .size = sizeof(struct desc_job), .keys = job_keys};

static const struct key view_keys[] = {
	{FIELD(desc_view, KEY_STRING, about), .flags = KEY_REQUIRED},
	{FIELD(desc_view, KEY_OBJECT, records), .of = &desc_records_schema},
	{FIELD(desc_view, KEY_OBJECT, text), .of = &desc_text_schema},
	{FIELD(desc_view, KEY_OBJECT, job), .of = &desc_job_schema},
	{0},
};
const struct schema desc_view_schema = {
	.name = "view", .size = sizeof(struct desc_view), .keys = view_keys};

static const struct key form_keys[] = {
	{FIELD(desc_form, KEY_TYPES, types)},
	{FIELD(desc_form, KEY_STRING, owner)},
	{FIELD(desc_form, KEY_STRING, rdata)},
	{FIELD(desc_form, KEY_STRING, why), .flags = KEY_REQUIRED},
	{0},
};
const struct schema desc_form_schema = {
	.name = "form", .size = sizeof(struct desc_form), .keys = form_keys};

static const struct key holds_keys[] = {
	{FIELD(desc_holds, KEY_TYPES, types), .flags = KEY_REQUIRED},
	{FIELD(desc_holds, KEY_STRINGS, own_types)},
	{FIELD(desc_holds, KEY_INTEGER, ttl_min), SECONDS},
	{FIELD(desc_holds, KEY_INTEGER, ttl_max), SECONDS},
	{FIELD(desc_holds, KEY_JSONS, ttls)},
	{FIELD(desc_holds, KEY_WORD, soa), .of = desc_soa_words},
	{FIELD(desc_holds, KEY_WORD, apex_ns), .of = desc_apex_ns_words},
	{FIELD(desc_holds, KEY_BOOL, apex_cname)},
	{FIELD(desc_holds, KEY_INTEGER, txt_max), .min = 0, .max = 65535},
	{FIELD(desc_holds, KEY_WORDS, txt_refuses), .of = desc_txt_refuses_words},
	{FIELD(desc_holds, KEY_BOOL, null_mx)},
	{FIELD(desc_holds, KEY_BOOL, mx_unique)},
	{FIELD(desc_holds, KEY_INTEGER, records), .min = 0, .max = INT_MAX},
	{FIELD(desc_holds, KEY_INTEGER, values), .min = 0, .max = INT_MAX},
	{FIELD(desc_holds, KEY_LIST, forms), .of = &desc_form_schema},
	{0},
};
const struct schema desc_holds_schema = {
	.name = "holds", .size = sizeof(struct desc_holds), .keys = holds_keys};
