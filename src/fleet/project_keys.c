/* The values of a project's keys: each is judged where it stands. */
#include "project_keys.h"

#include <stdarg.h>
#include <stdlib.h>

#include "desc.h"
#include "err.h"
#include "location.h"
#include "mem.h"
#include "near.h"

const char *const project_modes[] = {
	[SYNC_MIRROR] = "mirror", [SYNC_UPDATE] = "update", [SYNC_ADD] = "add", NULL};

void project_mistake(
	const struct project_reading *r, const struct yaml_node *at, const char *format, ...)
{
	struct buf raw, text;
	va_list ap;
	buf_init(&raw, 0);
	buf_init(&text, 0);
	va_start(ap, format);
	buf_vprintf(&raw, format, ap);
	va_end(ap);
	str_print(&text, raw.data, raw.len);
	diags_add(r->diags, DIAG_ERROR, "project", r->project->file, at->line, at->col, "%s",
		text.data);
	buf_free(&raw);
	buf_free(&text);
}

/* The value as a text that says something, or NULL. */
static const char *text_of(const struct project_reading *r, const struct yaml_node *value)
{
	if (value->kind == YAML_TEXT && !yaml_is_nothing(value))
		return value->text;
	project_mistake(r, value, "a text was expected");
	return NULL;
}

static void read_mode(
	struct project_reading *r, struct project_entry *e, const struct yaml_node *value)
{
	const char *text = text_of(r, value);
	struct near near = {.word = NULL};
	for (int i = 0; text && project_modes[i]; i++) {
		near_look(&near, text, project_modes[i]);
		if (strcmp(text, project_modes[i]) == 0)
			e->rules.mode = i;
	}
	if (text && e->rules.mode < 0)
		project_mistake(r, value, "mode is mirror, update or add, not \"%s\"%s", text,
			near_hint(&near));
}

static void read_max_delete(
	struct project_reading *r, struct project_entry *e, const struct yaml_node *value)
{
	const char *text = text_of(r, value);
	size_t n = text ? strlen(text) : 0;
	bool percent = n > 0 && text[n - 1] == '%';
	uint64_t number;
	if (!text)
		return;
	if (str_to_u64(text, n - percent, percent ? 100 : 1000000000, &number))
		e->rules.max_delete = mem_strdup(text);
	else
		project_mistake(r, value,
			"max_delete is a number, or a percentage up to 100%%, not \"%s\"", text);
}

static void read_list(const struct project_reading *r, struct project_list *l,
	const struct yaml_node *value,
	void (*judge)(const struct project_reading *r, const struct yaml_node *item))
{
	if (value->kind != YAML_LIST) {
		project_mistake(r, value, "a list was expected: [ONE, TWO]");
		return;
	}
	for (size_t i = 0; i < value->count; i++) {
		const char *text = text_of(r, &value->items[i]);
		if (!text)
			continue;
		judge(r, &value->items[i]);
		project_list_add(l, text);
	}
}

static void judge_ignore(const struct project_reading *r, const struct yaml_node *item)
{
	const char *slash = strrchr(item->text, '/');
	if (slash == item->text || (slash && !rrtype_parse(slash + 1, strlen(slash + 1))))
		project_mistake(r, item,
			"\"%s\" is no name to ignore: write GLOB or GLOB/TYPE, as in \"*.k8s\" or "
			"\"www/TXT\"",
			item->text);
}

static void read_ignore(
	struct project_reading *r, struct project_entry *e, const struct yaml_node *value)
{
	read_list(r, &e->rules.ignore, value, judge_ignore);
}

static void judge_provider(
	const struct project_reading *r, const struct yaml_node *item, const struct location *loc)
{
	struct zf_error err = ZF_ERROR_INIT;
	struct desc_names names = {0};
	struct near near = {.word = NULL};
	bool known = false;
	if (desc_list(&names, r->provider_dir, &err) != ZF_OK)
		project_mistake(r, item, "%s", err.text);
	for (size_t i = 0; i < names.count; i++) {
		near_look(&near, loc->provider, names.items[i]);
		known = known || strcmp(names.items[i], loc->provider) == 0;
	}
	if (!known && !err.code)
		project_mistake(
			r, item, "there is no provider \"%s\"%s", loc->provider, near_hint(&near));
	desc_names_free(&names);
}

static void judge_target(const struct project_reading *r, const struct yaml_node *item)
{
	struct zf_error err = ZF_ERROR_INIT;
	struct location loc;
	if (str_starts(item->text, "git:") || strcmp(item->text, "-") == 0) {
		project_mistake(r, item, "\"%s\" can't be written to", item->text);
		return;
	}
	enum zf_status status = project_is_provider(item->text)
					? location_parse_provider(&loc, item->text, &err)
					: location_parse(&loc, item->text, &err);
	if (status) {
		project_mistake(r, item, "%s", err.text);
		return;
	}
	if (loc.kind == LOCATION_PROVIDER)
		judge_provider(r, item, &loc);
	location_free(&loc);
}

static void read_targets(
	struct project_reading *r, struct project_entry *e, const struct yaml_node *value)
{
	read_list(r, &e->targets, value, judge_target);
	if (value->kind == YAML_LIST && value->count == 0)
		project_mistake(r, value, "targets is empty: which PROVIDER, or which location?");
}

/* Whether one of the parts of a path is "..". */
static bool goes_up(const char *path)
{
	for (const char *p = path; *p;) {
		size_t n = strcspn(p, "/");
		if (n == 2 && p[0] == '.' && p[1] == '.')
			return true;
		p += n + (p[n] == '/');
	}
	return false;
}

static void read_source(
	struct project_reading *r, struct project_entry *e, const struct yaml_node *value)
{
	const char *text = text_of(r, value);
	if (!text)
		return;
	const char *mark = strstr(text, PROJECT_NAME_MARK), *last = strrchr(text, '/');
	if (text[0] == '/' || goes_up(text))
		project_mistake(r, value,
			"\"%s\" is outside of the project: a path below its folder", text);
	else if (mark && (mark < last || strstr(mark + 1, PROJECT_NAME_MARK)))
		project_mistake(r, value, "{zone} stands once, in the last part of the path");
	else
		e->source = mem_strdup(text);
}

const struct project_key project_keys[] = {
	{"source", PROJECT_ZONE, true, read_source,
		"{'type':'string','description':'its zone file, below the folder of this file; "
		"{zone} is the name of the zone'}"},
	{"targets", PROJECT_ZONE, true, read_targets,
		"{'type':'array','minItems':1,'items':{'type':'string'},'description':'where it "
		"belongs: PROVIDER, PROVIDER@PROFILE, or a location, in which {zone} is the name "
		"of the zone'}"},
	{"ignore", PROJECT_ZONE | PROJECT_DEFAULTS, false, read_ignore,
		"{'type':'array','items':{'type':'string'},'description':'GLOB or GLOB/TYPE: names "
		"that others own; they are left alone'}"},
	{"mode", PROJECT_ZONE | PROJECT_DEFAULTS, false, read_mode,
		"{'enum':['mirror','update','add'],'description':'mirror also deletes, update adds "
		"and changes, add only adds'}"},
	{"max_delete", PROJECT_ZONE | PROJECT_DEFAULTS, false, read_max_delete,
		"{'type':['string','integer'],'pattern':'^[0-9]+%?$','description':'refuse a plan "
		"that deletes more: records, or percent of the records of the target'}"},
	{.name = NULL},
};
