#include "diff_flags.h"

#include <stdlib.h>
#include <string.h>

#include "err.h"
#include "idn.h"
#include "mem.h"
#include "near.h"

static const struct {
	const char *word;
	enum diff_ignore flag;
} words[] = {
	{"soa", DIFF_IGNORE_SOA},
	{"serial", DIFF_IGNORE_SERIAL},
	{"ttl", DIFF_IGNORE_TTL},
	{"ns", DIFF_IGNORE_NS},
	{"dnssec", DIFF_IGNORE_DNSSEC},
	{"meta", DIFF_IGNORE_META},
};

enum { WORD_COUNT = sizeof(words) / sizeof(words[0]) };

static enum zf_status read_ignore(unsigned *ignore, const char *word, struct zf_error *err)
{
	for (size_t i = 0; i < WORD_COUNT; i++) {
		if (strcmp(words[i].word, word) == 0) {
			*ignore |= words[i].flag;
			return ZF_OK;
		}
	}
	struct near near = {.word = NULL};
	for (size_t i = 0; i < WORD_COUNT; i++)
		near_look(&near, word, words[i].word);
	return err_set(err, ZF_ERR_USAGE,
		"--ignore knows soa, serial, ttl, ns, dnssec and meta, not \"%s\"%s", word,
		near_hint(&near));
}

const char *diff_ignore_word(size_t index)
{
	return index < WORD_COUNT ? words[index].word : NULL;
}

static enum zf_status no_type(const char *option, const char *type, struct zf_error *err)
{
	struct near near = {.word = NULL};
	for (const struct rrtype *row = NULL; (row = rrtype_next(row)) != NULL;)
		near_look(&near, type, row->name);
	return err_set(err, ZF_ERR_USAGE, "--%s: \"%s\" is no record type%s", option, type,
		near_hint(&near));
}

static enum zf_status check_types(
	const char *option, const struct opt_list *types, struct zf_error *err)
{
	for (size_t i = 0; i < types->count; i++)
		if (rrtype_parse(types->items[i], strlen(types->items[i])) == 0)
			return no_type(option, types->items[i], err);
	return ZF_OK;
}

enum zf_status only_check(const struct opt_list *only, struct zf_error *err)
{
	return check_types("only", only, err);
}

/* The codes of checked types; NULL for none. */
static uint16_t *types_of(const struct opt_list *types)
{
	if (types->count == 0)
		return NULL;
	uint16_t *codes = mem_alloc(types->count * sizeof(*codes));
	for (size_t i = 0; i < types->count; i++)
		codes[i] = rrtype_parse(types->items[i], strlen(types->items[i]));
	return codes;
}

/* The patterns of one or several --name, with commas between; those typed in Unicode as A-labels.
 */
static enum zf_status join_names(char **joined, const struct opt_list *names, struct zf_error *err)
{
	enum zf_status status = ZF_OK;
	struct buf text;
	buf_init(&text, 0);
	for (size_t i = 0; i < names->count; i++) {
		for (const char *at = names->items[i]; at && !status;) {
			const char *comma = strchr(at, ',');
			size_t n = comma ? (size_t)(comma - at) : strlen(at);
			buf_adds(&text, at == names->items[0] ? "" : ",");
			status = idn_add_ascii(&text, (struct str){at, n}, err);
			at = comma ? comma + 1 : NULL;
		}
	}
	*joined = status ? NULL : buf_take(&text);
	buf_free(&text);
	return status;
}

enum zf_status diff_rules_read(
	struct diff_rules *rules, const struct diff_flags *flags, struct zf_error *err)
{
	struct diff_options *options = &rules->options;
	*rules = (struct diff_rules){.options = {.txt = (enum diff_txt)flags->txt}};
	for (size_t i = 0; i < flags->ignore.count; i++)
		if (read_ignore(&options->ignore, flags->ignore.items[i], err) != ZF_OK)
			return err->code;
	if (check_types("only", &flags->only, err) != ZF_OK ||
		check_types("exclude", &flags->exclude, err) != ZF_OK)
		return err->code;
	if (flags->name.count > 0) {
		if (join_names(&rules->names, &flags->name, err) != ZF_OK)
			return err->code;
		options->name_glob = rules->names;
	}
	options->only = rules->only = types_of(&flags->only);
	options->only_count = flags->only.count;
	options->exclude = rules->exclude = types_of(&flags->exclude);
	options->exclude_count = flags->exclude.count;
	return ZF_OK;
}

void diff_rules_free(struct diff_rules *rules)
{
	free(rules->only);
	free(rules->exclude);
	free(rules->names);
	*rules = (struct diff_rules){.only = NULL};
}
