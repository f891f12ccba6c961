/*
 * desc_keys: the tables of keys and words that a description may hold, and the checks beyond them.
 */
#ifndef ZF_DESCRIPTION_DESC_KEYS_H
#define ZF_DESCRIPTION_DESC_KEYS_H

#include <limits.h>

#include "desc.h"

/* One row: the key is called like the field it fills. */
#define FIELD(object, kind_, field) \
	.name = #field, .kind = (kind_), .offset = offsetof(struct object, field)
/* One row whose key has a name of its own. */
#define NAMED(object, kind_, name_, field) \
	.name = (name_), .kind = (kind_), .offset = offsetof(struct object, field)
#define SECONDS .min = 0, .max = INT_MAX

extern const struct schema desc_schema; /* desc_top.c */
extern const struct schema desc_records_schema, desc_call_schema, desc_job_schema,
	desc_rdata_schema, desc_rule_schema, desc_variable_schema, desc_next_schema,
	desc_page_schema, desc_time_schema, desc_auth_schema, desc_errors_schema, desc_zones_schema,
	desc_owner_schema, desc_type_schema, desc_special_schema, desc_ttl_schema, desc_part_schema,
	desc_label_schema, desc_annotation_schema, desc_serves_schema, desc_provider_record_schema,
	desc_warning_schema, desc_ns_schema, desc_apex_schema, desc_text_schema, desc_view_schema,
	desc_holds_schema, desc_form_schema;

/* Of `write` (write_keys.c). */
extern const struct schema desc_write_schema, desc_write_call_schema, desc_batch_schema,
	desc_drop_schema;

/* Words of the enumerations in desc.h; those for tables and help are declared there (words.c).
 */
extern const struct word desc_method_words[], desc_items_words[], desc_lack_words[],
	desc_time_words[], desc_action_words[], desc_owner_words[], desc_target_words[],
	desc_txt_words[], desc_escape_words[], desc_type_words[], desc_part_words[],
	desc_text_words[], desc_text_names_words[], desc_job_words[], desc_txt_refuses_words[],
	desc_format_words[], desc_write_by_words[], desc_write_owner_words[],
	desc_write_targets_words[], desc_write_svcparams_words[], desc_aws_words[];

/* What the tables can't say: names, combinations of keys, templates. Gives views what they inherit.
 */
enum zf_status desc_check(struct desc *d, struct schema_context *c, struct zf_error *err);

/* The same for `write` alone (check_write.c). */
enum zf_status desc_check_write(
	const struct desc *d, struct schema_context *c, struct zf_error *err);

/* What is wrong with the parameters of a way in, or NULL (signers.c). */
const char *desc_signer_check(const struct desc_auth *a);

/* Lower-case letters, digits and, inside, `joint`. */
bool desc_is_name(const char *name, char joint);

#endif
