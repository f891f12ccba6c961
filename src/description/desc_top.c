/* desc_top: the keys of a whole description, and the list of all that it is made of. */
#include "desc_keys.h"

static const struct key desc_keys[] = {
	{FIELD(desc, KEY_STRING, name), .flags = KEY_REQUIRED},
	{FIELD(desc, KEY_STRING, title), .flags = KEY_REQUIRED},
	{FIELD(desc, KEY_STRING, docs)},
	{FIELD(desc, KEY_STRINGS, notes)},
	{FIELD(desc, KEY_TEMPLATE, url)},
	{FIELD(desc, KEY_TEMPLATE, url_suffix)},
	{FIELD(desc, KEY_WORD, format), .of = desc_format_words},
	{FIELD(desc, KEY_MAP, variables), .of = &desc_variable_schema},
	{FIELD(desc, KEY_TEMPLATES, headers)},
	{FIELD(desc, KEY_TEMPLATES, query)},
	{FIELD(desc, KEY_LIST, auth), .of = &desc_auth_schema},
	{FIELD(desc, KEY_LIST, success), .of = &condition_schema},
	{FIELD(desc, KEY_OBJECT, errors), .of = &desc_errors_schema},
	{FIELD(desc, KEY_OBJECT, zones), .flags = KEY_REQUIRED, .of = &desc_zones_schema},
	{FIELD(desc, KEY_OBJECT, records), .flags = KEY_REQUIRED, .of = &desc_records_schema},
	{FIELD(desc, KEY_MAP, views), .of = &desc_view_schema},
	{FIELD(desc, KEY_OBJECT, write), .of = &desc_write_schema},
	{FIELD(desc, KEY_OBJECT, test), .of = &desc_call_schema},
	{FIELD(desc, KEY_OBJECT, holds), .flags = KEY_REQUIRED, .of = &desc_holds_schema},
	{FIELD(desc, KEY_INTEGER, pace), .min = 1, .max = 60000},
	{0},
};
const struct schema desc_schema = {
	.name = "description", .size = sizeof(struct desc), .keys = desc_keys};

static const struct schema *const schemas[] = {
	&desc_schema,
	&desc_variable_schema,
	&desc_auth_schema,
	&desc_call_schema,
	&desc_page_schema,
	&desc_next_schema,
	&desc_time_schema,
	&condition_schema,
	&desc_errors_schema,
	&desc_zones_schema,
	&desc_records_schema,
	&desc_owner_schema,
	&desc_type_schema,
	&desc_ttl_schema,
	&desc_special_schema,
	&desc_rdata_schema,
	&desc_part_schema,
	&desc_label_schema,
	&desc_rule_schema,
	&desc_annotation_schema,
	&desc_serves_schema,
	&desc_provider_record_schema,
	&desc_warning_schema,
	&desc_apex_schema,
	&desc_ns_schema,
	&desc_view_schema,
	&desc_text_schema,
	&desc_job_schema,
	&desc_write_schema,
	&desc_write_call_schema,
	&desc_batch_schema,
	&desc_drop_schema,
	&desc_holds_schema,
	&desc_form_schema,
};

const struct schema *desc_schema_at(size_t index)
{
	return index < sizeof(schemas) / sizeof(schemas[0]) ? schemas[index] : NULL;
}
