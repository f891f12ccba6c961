/*
 * desc_keys: the tables of keys and words that a description may hold, and the checks beyond them.
 */
#ifndef ZF_DESCRIPTION_DESC_KEYS_H
#define ZF_DESCRIPTION_DESC_KEYS_H

#include "desc.h"

extern const struct schema desc_schema, desc_records_schema;

/* Words of the enumerations in desc.h; those for tables and help are declared there (words.c).
 */
extern const struct word desc_method_words[], desc_items_words[], desc_lack_words[], desc_time_words[],
	desc_action_words[], desc_owner_words[], desc_target_words[], desc_txt_words[],
	desc_escape_words[], desc_type_words[], desc_part_words[], desc_text_words[],
	desc_text_names_words[], desc_job_words[], desc_txt_refuses_words[], desc_format_words[];

/* What the tables can't say: names, combinations of keys, templates. Gives views what they inherit.
 */
enum zf_status desc_check(struct desc *d, struct schema_context *c, struct zf_error *err);

/* What is wrong with the parameters of a way in, or NULL (signers.c). */
const char *desc_signer_check(const struct desc_auth *a);

/* Lower-case letters, digits and, inside, `joint`. */
bool desc_is_name(const char *name, char joint);

#endif
