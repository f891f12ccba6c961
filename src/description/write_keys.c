/* write_keys: the tables of keys of `write`. */
#include "desc_keys.h"

static const struct key write_call_keys[] = {
	{FIELD(desc_write_call, KEY_LIST, when), .of = &condition_schema},
	{FIELD(desc_write_call, KEY_OBJECT, call), .flags = KEY_REQUIRED, .of = &desc_call_schema},
	{FIELD(desc_write_call, KEY_OBJECT, wait), .of = &desc_job_schema},
	{0},
};
const struct schema desc_write_call_schema = {
	.name = "write_call", .size = sizeof(struct desc_write_call), .keys = write_call_keys};

static const struct key batch_keys[] = {
	{FIELD(desc_batch, KEY_OBJECT, call), .flags = KEY_REQUIRED, .of = &desc_call_schema},
	{FIELD(desc_batch, KEY_OBJECT, wait), .of = &desc_job_schema},
	{FIELD(desc_batch, KEY_INTEGER, limit), .flags = KEY_REQUIRED, .min = 1, .max = 100000},
	{FIELD(desc_batch, KEY_INTEGER, values), .min = 1, .max = 1000000},
	{FIELD(desc_batch, KEY_INTEGER, characters), .min = 1, .max = 100000000},
	{FIELD(desc_batch, KEY_BODY, create), .flags = KEY_REQUIRED},
	{FIELD(desc_batch, KEY_BODY, update), .flags = KEY_REQUIRED},
	{FIELD(desc_batch, KEY_BODY, delete), .flags = KEY_REQUIRED},
	{0},
};
const struct schema desc_batch_schema = {
	.name = "batch", .size = sizeof(struct desc_batch), .keys = batch_keys};

static const struct key drop_keys[] = {
	{FIELD(desc_drop, KEY_STRING, member), .flags = KEY_REQUIRED},
	{FIELD(desc_drop, KEY_TYPES, types)},
	{0},
};
const struct schema desc_drop_schema = {
	.name = "drop", .size = sizeof(struct desc_drop), .keys = drop_keys, .shorthand = "member"};

static const struct key write_keys[] = {
	{FIELD(desc_write, KEY_WORD, by), .flags = KEY_REQUIRED, .of = desc_write_by_words},
	{FIELD(desc_write, KEY_STRINGS, unverified)},
	{FIELD(desc_write, KEY_WORD, owner), .of = desc_write_owner_words},
	{FIELD(desc_write, KEY_WORD, targets), .of = desc_write_targets_words},
	{FIELD(desc_write, KEY_WORD, txt), .of = desc_txt_words},
	{FIELD(desc_write, KEY_WORD, svcparams), .of = desc_write_svcparams_words},
	{FIELD(desc_write, KEY_LIST, rdata), .of = &desc_rdata_schema},
	{FIELD(desc_write, KEY_LIST, drop), .of = &desc_drop_schema},
	{FIELD(desc_write, KEY_OBJECT_JSON, defaults)},
	{FIELD(desc_write, KEY_OBJECT_JSON, value_defaults)},
	{FIELD(desc_write, KEY_TYPES, read_only)},
	{FIELD(desc_write, KEY_LIST, keep), .of = &desc_rule_schema},
	{FIELD(desc_write, KEY_BOOL, provider_records)},
	{FIELD(desc_write, KEY_LIST, create), .of = &desc_write_call_schema},
	{FIELD(desc_write, KEY_LIST, update), .of = &desc_write_call_schema},
	{FIELD(desc_write, KEY_LIST, delete), .of = &desc_write_call_schema},
	{FIELD(desc_write, KEY_OBJECT, batch), .of = &desc_batch_schema},
	{FIELD(desc_write, KEY_LIST, finish), .of = &desc_call_schema},
	{FIELD(desc_write, KEY_LIST, gone), .of = &condition_schema},
	{FIELD(desc_write, KEY_LIST, exists), .of = &condition_schema},
	{FIELD(desc_write, KEY_REFS, says)},
	{FIELD(desc_write, KEY_INTEGER, delay), .min = 0, .max = 600},
	{FIELD(desc_write, KEY_BOOL, transaction)},
	{0},
};
const struct schema desc_write_schema = {
	.name = "write", .size = sizeof(struct desc_write), .keys = write_keys};
