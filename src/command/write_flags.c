#include "write_flags.h"

#include <string.h>

#include "err.h"

static const struct {
	size_t offset;
	enum sync_with with;
} withs[] = {
	{offsetof(struct write_flags, apex_ns), SYNC_WITH_APEX_NS},
	{offsetof(struct write_flags, soa), SYNC_WITH_SOA},
	{offsetof(struct write_flags, provider_records), SYNC_WITH_PROVIDER_RECORDS},
	{offsetof(struct write_flags, dnssec), SYNC_WITH_DNSSEC},
	{offsetof(struct write_flags, adopt), SYNC_WITH_ADOPTED},
};

static unsigned with_of(const struct write_flags *flags)
{
	unsigned with = 0;
	for (size_t i = 0; i < sizeof(withs) / sizeof(withs[0]); i++)
		if (*(const bool *)((const char *)flags + withs[i].offset))
			with |= withs[i].with;
	return with;
}

/* "10", "10%" */
static enum zf_status read_max_delete(
	struct refuse_rules *rules, const char *text, struct zf_error *err)
{
	enum { USUAL = 10, MOST = 1000000000 };
	uint64_t value = USUAL;
	size_t n = text ? strlen(text) : 0;
	bool percent = !text || (n > 0 && text[n - 1] == '%');
	if (text && !str_to_u64(text, n - percent, percent ? 100 : MOST, &value))
		return err_set(err, ZF_ERR_USAGE,
			"--max-delete wants a number, or a percentage up to 100%%, not \"%s\"",
			text);
	rules->max_delete = percent ? SIZE_MAX : (size_t)value;
	rules->max_delete_percent = percent ? (unsigned)value : 0;
	return ZF_OK;
}

static enum zf_status read_allow(
	struct refuse_rules *rules, const struct opt_list *words, struct zf_error *err)
{
	for (size_t i = 0; i < words->count; i++) {
		size_t bit = 0;
		while (allow_words[bit] && strcmp(allow_words[bit], words->items[i]) != 0)
			bit++;
		if (!allow_words[bit])
			return err_set(err, ZF_ERR_USAGE,
				"--allow knows empty-source, last-apex-address, last-mx and "
				"no-apex-ns, not \"%s\"",
				words->items[i]);
		rules->allow |= 1u << bit;
	}
	return ZF_OK;
}

enum zf_status write_rules_read(
	struct write_rules *rules, const struct write_flags *flags, struct zf_error *err)
{
	*rules = (struct write_rules){.refuse = {.partial = flags->partial}};
	if (flags->add && flags->update)
		return err_set(err, ZF_ERR_USAGE, "--add and --update exclude each other");
	if (read_max_delete(&rules->refuse, flags->max_delete, err) != ZF_OK ||
		read_allow(&rules->refuse, &flags->allow, err) != ZF_OK ||
		diff_rules_read(&rules->diff, &flags->diff, err) != ZF_OK)
		return err->code;
	rules->sync = (struct sync_rules){
		.mode = flags->add      ? SYNC_ADD
			: flags->update ? SYNC_UPDATE
					: SYNC_MIRROR,
		.with = with_of(flags),
		.meta = (enum sync_meta)flags->meta,
		.diff = rules->diff.options,
		.ignore_names = (const char *const *)flags->ignore_names.items,
		.ignore_name_count = flags->ignore_names.count,
		.ignore_values = (const char *const *)flags->ignore_values.items,
		.ignore_value_count = flags->ignore_values.count,
	};
	return ZF_OK;
}

void write_rules_free(struct write_rules *rules)
{
	diff_rules_free(&rules->diff);
}

struct target_options target_options_of(const struct target_flags *flags)
{
	return (struct target_options){.unverified = flags->unverified,
		.serial = (enum serial_style)flags->serial,
		.proof = flags->proof ? ZONEFILE_CARE_ALWAYS : ZONEFILE_CARE_USUAL};
}
