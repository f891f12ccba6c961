/* What the user says that others own: names, names of a type, single values. */
#include <stdlib.h>

#include "err.h"
#include "mem.h"
#include "rdata.h"
#include "wanting.h"

static enum zf_status compile_name(
	struct ignored_name *name, const char *given, struct zf_error *err)
{
	const char *slash = strrchr(given, '/');
	size_t n = slash ? (size_t)(slash - given) : strlen(given);
	*name = (struct ignored_name){.as_given = given};
	if (slash)
		name->type = rrtype_parse(slash + 1, strlen(slash + 1));
	if (n == 0 || (slash && name->type == 0))
		return err_set(err, ZF_ERR_USAGE,
			"\"%s\" is no name to ignore: write GLOB or GLOB/TYPE, as in \"*.k8s\" or "
			"\"www/TXT\"",
			given);
	name->glob = mem_strndup(given, n);
	return ZF_OK;
}

static enum zf_status bad_value(const char *given, const char *why, struct zf_error *err)
{
	return err_set(err, ZF_ERR_USAGE,
		"\"%s\" is no value to ignore (%s): write TYPE /REGEX/, as in "
		"\"TXT /^google-site-/\"",
		given, why);
}

static enum zf_status compile_value(
	struct ignored_value *value, const char *given, struct zf_error *err)
{
	size_t length = strlen(given), word = strcspn(given, " ");
	const char *open = given + word + strspn(given + word, " ");
	uint16_t type = rrtype_parse(given, word);
	char why[200];
	*value = (struct ignored_value){.as_given = given};
	if (type == 0)
		return bad_value(given, "no type", err);
	if (*open != '/' || open == given + length - 1 || given[length - 1] != '/')
		return bad_value(given, "no slashes", err);
	char *pattern = mem_strndup(open + 1, (size_t)(given + length - 1 - (open + 1)));
	int failed = regcomp(&value->regex, pattern, REG_EXTENDED | REG_NOSUB);
	free(pattern);
	if (failed) {
		regerror(failed, &value->regex, why, sizeof(why));
		return bad_value(given, why, err);
	}
	value->type = type;
	return ZF_OK;
}

enum zf_status ignores_compile(
	struct ignores *ignores, const struct sync_rules *rules, struct zf_error *err)
{
	enum zf_status status = ZF_OK;
	*ignores = (struct ignores){0};
	ignores->names = mem_zalloc((rules->ignore_name_count + 1) * sizeof(*ignores->names));
	ignores->values = mem_zalloc((rules->ignore_value_count + 1) * sizeof(*ignores->values));
	for (size_t i = 0; i < rules->ignore_name_count && status == ZF_OK; i++) {
		status = compile_name(&ignores->names[i], rules->ignore_names[i], err);
		ignores->name_count += status == ZF_OK;
	}
	for (size_t i = 0; i < rules->ignore_value_count && status == ZF_OK; i++) {
		status = compile_value(&ignores->values[i], rules->ignore_values[i], err);
		ignores->value_count += status == ZF_OK;
	}
	return status;
}

void ignores_free(struct ignores *ignores)
{
	for (size_t i = 0; i < ignores->name_count; i++)
		free(ignores->names[i].glob);
	for (size_t i = 0; i < ignores->value_count; i++)
		regfree(&ignores->values[i].regex);
	free(ignores->names);
	free(ignores->values);
	*ignores = (struct ignores){0};
}

const char *ignores_name(
	const struct ignores *ignores, const struct zf_zone *zone, const struct rec *r)
{
	const char *found = NULL;
	struct buf relative, absolute;
	if (ignores->name_count == 0)
		return NULL;
	buf_init(&relative, 0);
	buf_init(&absolute, 0);
	rec_print_owner(&relative, zone, r);
	rec_print_owner_absolute(&absolute, zone, r);
	for (size_t i = 0; i < ignores->name_count && !found; i++) {
		const struct ignored_name *name = &ignores->names[i];
		if (name->type && name->type != rec_type(r))
			continue;
		if (str_glob(name->glob, relative.data) || str_glob(name->glob, absolute.data))
			found = name->as_given;
	}
	buf_free(&relative);
	buf_free(&absolute);
	return found;
}

/* Texts are looked at without quotes and cuts, other RDATA as it is printed. A regular expression
 * would see the text's end in a zero octet (REG_STARTEND isn't everywhere): another control
 * character stands for it. */
static void add_value(struct buf *b, const struct rec *r)
{
	if (rec_type(r) == TYPE_TXT || rec_type(r) == TYPE_SPF)
		diff_join_strings(b, r);
	else
		rdata_print(b, rec_type(r), rec_rdata(r), r->rdata_len);
	for (size_t i = 0; i < b->len; i++)
		if (b->data[i] == '\0')
			b->data[i] = '\1';
}

const char *ignores_value(const struct ignores *ignores, const struct rec *r)
{
	const char *found = NULL;
	struct buf text;
	if (ignores->value_count == 0)
		return NULL;
	buf_init(&text, 0);
	add_value(&text, r);
	for (size_t i = 0; i < ignores->value_count && !found; i++) {
		const struct ignored_value *value = &ignores->values[i];
		if (value->type == rec_type(r) &&
			regexec(&value->regex, text.data, 0, NULL, 0) == 0)
			found = value->as_given;
	}
	buf_free(&text);
	return found;
}
