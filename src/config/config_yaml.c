/* The config's YAML as what it means: sections of named settings. */
#include "config_tree.h"

#include "err.h"
#include "mem.h"
#include "yaml_tree.h"

static enum zf_status refuse(const struct config *config, const struct yaml_node *at,
	const char *what, struct zf_error *err)
{
	err_set(err, ZF_ERR_SYNTAX, "%s", what);
	err_place(err, config->file, at->line, at->col);
	return ZF_ERR_SYNTAX;
}

/* The name of a profile, key or setting. */
static bool is_name(const char *s)
{
	size_t n = strlen(s);
	for (size_t i = 0; i < n; i++) {
		char lower = (char)str_lower[(unsigned char)s[i]];
		if (!(lower >= 'a' && lower <= 'z') && !str_is_digit(lower) && lower != '_' &&
			lower != '-' && lower != '.')
			return false;
	}
	return n > 0 && n <= 255;
}

static enum zf_status check_name(
	const struct config *config, const struct yaml_node *key, struct zf_error *err)
{
	if (is_name(key->text))
		return ZF_OK;
	return refuse(config, key, "a name of letters, digits, '_', '-' and '.' was expected", err);
}

static enum zf_status read_entry(const struct config *config, struct config_profile *p,
	const struct yaml_node *key, struct zf_error *err)
{
	const struct yaml_node *value = key + 1;
	if (check_name(config, key, err) != ZF_OK)
		return err->code;
	if (value->kind != YAML_TEXT)
		return refuse(config, value, "a single value was expected", err);
	if (yaml_is_nothing(value))
		return refuse(config, value, "this key has no value", err);
	p->entries = mem_grow(p->entries, &p->cap, p->count + 1, sizeof(*p->entries));
	p->entries[p->count++] = (struct config_entry){.key = mem_strdup(key->text),
		.value = mem_strdup(value->text),
		.line = value->line,
		.col = value->col};
	return ZF_OK;
}

static enum zf_status read_profile(const struct config *config, struct config_section *s,
	const struct yaml_node *name, struct zf_error *err)
{
	const struct yaml_node *settings = name + 1;
	enum zf_status status = check_name(config, name, err);
	if (status)
		return status;
	if (settings->kind != YAML_MAP)
		return refuse(config, settings, "settings (key: value) were expected", err);
	s->items = mem_grow(s->items, &s->cap, s->count + 1, sizeof(*s->items));
	struct config_profile *p = &s->items[s->count++];
	*p = (struct config_profile){.name = mem_strdup(name->text)};
	for (size_t i = 0; i < settings->count && !status; i += 2)
		status = read_entry(config, p, &settings->items[i], err);
	return status;
}

static enum zf_status read_network(
	struct config *config, const struct yaml_node *value, struct zf_error *err)
{
	config->environment = value->kind == YAML_TEXT && strcmp(value->text, "environment") == 0;
	if (!config->environment &&
		(value->kind != YAML_TEXT || strcmp(value->text, "config") != 0))
		return refuse(config, value,
			"network is \"config\" (the default) or \"environment\"", err);
	return ZF_OK;
}

static enum zf_status read_section(
	struct config *config, const struct yaml_node *key, struct zf_error *err)
{
	const struct yaml_node *names = key + 1;
	struct config_section *s = strcmp(key->text, "profiles") == 0 ? &config->profiles
				   : strcmp(key->text, "keys") == 0   ? &config->keys
								      : NULL;
	enum zf_status status = ZF_OK;
	if (!s && strcmp(key->text, "network") == 0)
		return read_network(config, key + 1, err);
	if (!s)
		return refuse(
			config, key, "unknown key; known here are profiles, keys and network", err);
	if (names->kind != YAML_MAP)
		return refuse(config, names, "names with settings below them were expected", err);
	for (size_t i = 0; i < names->count && !status; i += 2)
		status = read_profile(config, s, &names->items[i], err);
	return status;
}

enum zf_status config_yaml_read(
	struct config *config, const char *text, size_t size, struct zf_error *err)
{
	struct yaml_node root;
	enum zf_status status = yaml_read(&root, config->file, (struct str){text, size}, err);
	if (!status && root.kind != YAML_MAP && !(root.kind == YAML_TEXT && yaml_is_nothing(&root)))
		status = refuse(config, &root, "\"profiles:\" or \"keys:\" was expected", err);
	for (size_t i = 0; i < root.count && !status; i += 2)
		status = read_section(config, &root.items[i], err);
	yaml_free(&root);
	return status;
}
