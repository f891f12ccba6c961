#include "config_tree.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "config_source.h"
#include "err.h"
#include "file.h"
#include "mem.h"
#include "xdg.h"

enum { CONFIG_MAX = 1 << 20 };

/* Keys whose values are no credentials: they may stand in a file that others can read. */
static const char *const plain_keys[] = {"provider", "url", "proxy", "ca_file", "insecure_http",
	"algorithm", "account", "account_id", "client_id", "customer_id", "domain_id", "email",
	"endpoint", "organization", "project", "project_id", "project_domain", "region",
	"resource_group", "server", "server_id", "subscription", "subscription_id", "team",
	"team_id", "tenant", "tenant_id", "user", "user_domain", "username", "view", "workspace",
	"zone_id"};

static const char *const algorithms[] = {
	"hmac-md5", "hmac-sha1", "hmac-sha224", "hmac-sha256", "hmac-sha384", "hmac-sha512"};

/* Judging */

static bool is_in(const char *word, const char *const *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(word, list[i]) == 0)
			return true;
	return false;
}

static enum zf_status fail_at(const struct config *config, const struct config_entry *e,
	struct zf_error *err, enum zf_status code)
{
	err_place(err, config->file, e->line, e->col);
	return code;
}

static enum zf_status check_key(
	const struct config *config, const struct config_profile *key, struct zf_error *err)
{
	for (size_t i = 0; i < key->count; i++) {
		const struct config_entry *e = &key->entries[i];
		bool algorithm = strcmp(e->key, "algorithm") == 0;
		if (!algorithm && strcmp(e->key, "secret") != 0) {
			err_set(err, ZF_ERR_SYNTAX,
				"key %s: unknown setting %s; known are algorithm and secret",
				key->name, e->key);
			return fail_at(config, e, err, ZF_ERR_SYNTAX);
		}
		if (algorithm &&
			!is_in(e->value, algorithms, sizeof(algorithms) / sizeof(algorithms[0]))) {
			err_set(err, ZF_ERR_SYNTAX,
				"key %s: unknown algorithm; known are hmac-md5, hmac-sha1, "
				"hmac-sha224, hmac-sha256, hmac-sha384 and hmac-sha512",
				key->name);
			return fail_at(config, e, err, ZF_ERR_SYNTAX);
		}
	}
	if (!config_entry_find(key, "secret"))
		return err_set(
			err, ZF_ERR_SYNTAX, "%s: key %s has no secret", config->file, key->name);
	return ZF_OK;
}

static enum zf_status check_profile(
	const struct config *config, const struct config_profile *profile, struct zf_error *err)
{
	const struct config_entry *e = config_entry_find(profile, "provider");
	if (!e || config_source_is_literal(e->value))
		return ZF_OK;
	err_set(err, ZF_ERR_SYNTAX, "profile %s: provider must be a name", profile->name);
	return fail_at(config, e, err, ZF_ERR_SYNTAX);
}

static enum zf_status check(const struct config *config, struct zf_error *err)
{
	enum zf_status status = ZF_OK;
	for (size_t i = 0; status == ZF_OK && i < config->keys.count; i++)
		status = check_key(config, &config->keys.items[i], err);
	for (size_t i = 0; status == ZF_OK && i < config->profiles.count; i++)
		status = check_profile(config, &config->profiles.items[i], err);
	return status;
}

/* The first value that stands in the file itself and may be a credential. */
static const struct config_entry *find_credential(const struct config_section *s)
{
	for (size_t i = 0; i < s->count; i++) {
		for (size_t k = 0; k < s->items[i].count; k++) {
			const struct config_entry *e = &s->items[i].entries[k];
			bool plain = is_in(
				e->key, plain_keys, sizeof(plain_keys) / sizeof(plain_keys[0]));
			const char *authority = strstr(e->value, "://");
			if (config_source_is_literal(e->value) &&
				(!plain || (authority && strchr(authority, '@'))))
				return e;
		}
	}
	return NULL;
}

static enum zf_status check_mode(
	const struct config *config, const struct stat *st, struct zf_error *err)
{
	if (!S_ISREG(st->st_mode))
		return ZF_OK; /* a pipe of the shell's */
	if (st->st_uid != geteuid() && st->st_uid != 0)
		return err_set(err, ZF_ERR_CONFIG, "%s belongs to somebody else", config->file);
	if (st->st_mode & 022)
		return err_set(err, ZF_ERR_CONFIG,
			"%s can be written by others, who could have commands run: chmod 600 it",
			config->file);
	const struct config_entry *e = find_credential(&config->profiles);
	if (!e)
		e = find_credential(&config->keys);
	if (!e || !(st->st_mode & 044))
		return ZF_OK;
	err_set(err, ZF_ERR_CONFIG,
		"others can read this file, and the value of %s stands in it: chmod 600 the file, "
		"or write env:, file: or cmd:",
		e->key);
	return fail_at(config, e, err, ZF_ERR_CONFIG);
}

/* Loading */

static struct config *config_new(const char *file)
{
	struct config *config = mem_zalloc(sizeof(*config));
	const char *slash = strrchr(file, '/');
	config->file = mem_strdup(file);
	config->folder = slash ? mem_strndup(file, slash == file ? 1 : (size_t)(slash - file))
			       : mem_strdup(".");
	pthread_mutex_init(&config->lock, NULL);
	return config;
}

enum zf_status config_parse(struct config **config, const char *file, const char *text, size_t size,
	struct zf_error *err)
{
	struct config *made = config_new(file);
	enum zf_status status = config_yaml_read(made, text, size, err);
	*config = NULL;
	if (status == ZF_OK)
		status = check(made, err);
	if (status == ZF_OK)
		*config = made;
	else
		config_free(made);
	return status;
}

static enum zf_status load(struct config **config, const char *path, struct zf_error *err)
{
	struct file_text text;
	struct stat st;
	/* Not blocking: a FIFO that nobody writes to is an empty file. */
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	if (fd < 0)
		return err_errno(err, errno == ENOENT ? ZF_ERR_NOT_FOUND : ZF_ERR_IO,
			"can't read the config %s", path);
	(void)fcntl(fd, F_SETFL, 0); /* reading tells what is wrong with it */
	enum zf_status status = file_read_fd(&text, fd, path, CONFIG_MAX, err);
	if (status == ZF_OK && fstat(fd, &st) != 0)
		status = err_errno(err, ZF_ERR_IO, "can't read the config %s", path);
	close(fd);
	if (status == ZF_OK)
		status = config_parse(config, path, text.data, text.size, err);
	secret_wipe(text.data, text.size);
	file_text_free(&text);
	if (status == ZF_OK)
		status = check_mode(*config, &st, err);
	return status;
}

enum zf_status config_load(struct config **config, const char *path, struct zf_error *err)
{
	struct buf standard;
	enum zf_status status = ZF_OK;
	*config = NULL;
	buf_init(&standard, 0);
	if (path)
		status = load(config, path, err);
	else if (xdg_path(&standard, XDG_CONFIG, "config.yaml") && access(standard.data, F_OK) == 0)
		status = load(config, standard.data, err);
	else
		*config = config_new("");
	buf_free(&standard);
	if (status != ZF_OK) {
		config_free(*config);
		*config = NULL;
	}
	return status;
}

static void free_text(char *p)
{
	if (p)
		secret_wipe(p, strlen(p));
	free(p);
}

static void free_section(struct config_section *s)
{
	for (size_t i = 0; i < s->count; i++) {
		for (size_t k = 0; k < s->items[i].count; k++) {
			struct config_entry *e = &s->items[i].entries[k];
			free(e->key);
			free(e->from);
			free_text(e->value);
			free_text(e->octets);
		}
		free(s->items[i].entries);
		free(s->items[i].name);
	}
	free(s->items);
}

void config_free(struct config *config)
{
	if (!config)
		return;
	free_section(&config->profiles);
	free_section(&config->keys);
	config_hidden_free(&config->hidden);
	pthread_mutex_destroy(&config->lock);
	free(config->file);
	free(config->folder);
	free(config);
}

/* Asking */

const char *config_name(const struct config *config)
{
	return config->file[0] ? config->file : "the config";
}

static bool section_runs_commands(const struct config_section *s)
{
	for (size_t i = 0; i < s->count; i++)
		for (size_t k = 0; k < s->items[i].count; k++)
			if (str_starts(s->items[i].entries[k].value, "cmd:"))
				return true;
	return false;
}

bool config_runs_commands(const struct config *config)
{
	return section_runs_commands(&config->profiles) || section_runs_commands(&config->keys);
}

void config_hide(struct config *config, const char *variable)
{
	config_hidden_add(&config->hidden, variable);
}

const struct config_hidden *config_hides(const struct config *config)
{
	return &config->hidden;
}

bool config_network_environment(const struct config *config)
{
	return config->environment;
}

void config_limit(struct config *config, unsigned seconds)
{
	config->ends = seconds > 0 ? config_source_now() + (int64_t)seconds * 1000 : 0;
}

const struct config_profile *config_profile_at(
	const struct config *config, size_t index, const char **name)
{
	if (index >= config->profiles.count)
		return NULL;
	*name = config->profiles.items[index].name;
	return &config->profiles.items[index];
}

const char *config_key_at(const struct config *config, size_t index)
{
	return index < config->keys.count ? config->keys.items[index].name : NULL;
}

const struct config_profile *config_find(const struct config *config, const char *name)
{
	return config_section_find(&config->profiles, name);
}

const char *config_profile_provider(const struct config_profile *profile)
{
	const struct config_entry *e = config_entry_find(profile, "provider");
	return e ? e->value : profile->name;
}

bool config_has(const struct config_profile *profile, const char *key)
{
	return config_entry_find(profile, key) != NULL;
}

const char *config_profile_key(const struct config_profile *profile, size_t index)
{
	for (size_t i = 0; i < profile->count; i++)
		if (strcmp(profile->entries[i].key, "provider") != 0 && index-- == 0)
			return profile->entries[i].key;
	return NULL;
}

/* Whether a profile or key takes a value from this variable. */
static bool names_variable(const struct config_profile *p, const char *variable)
{
	for (size_t i = 0; i < p->count; i++)
		if (str_starts(p->entries[i].value, "env:") &&
			strcmp(p->entries[i].value + strlen("env:"), variable) == 0)
			return true;
	return false;
}

/* Hides what other profiles and keys than that of an entry name. */
static void hide_others(
	struct config_hidden *hidden, const struct config *config, const struct config_entry *e)
{
	const struct config_section *const sections[] = {&config->profiles, &config->keys};
	const struct config_profile *own = NULL;
	for (size_t s = 0; s < 2; s++)
		for (size_t i = 0; i < sections[s]->count; i++) {
			const struct config_profile *p = &sections[s]->items[i];
			if (e >= p->entries && e < p->entries + p->count)
				own = p;
		}
	for (size_t s = 0; s < 2; s++) {
		for (size_t i = 0; i < sections[s]->count; i++) {
			const struct config_profile *p = &sections[s]->items[i];
			for (size_t k = 0; k < p->count; k++) {
				const char *value = p->entries[k].value;
				if (str_starts(value, "env:") && own &&
					!names_variable(own, value + strlen("env:")))
					config_hidden_add(hidden, value + strlen("env:"));
			}
		}
	}
}

static enum zf_status look_up(
	const struct config *config, const char *what, struct config_entry *e, struct zf_error *err)
{
	struct buf value, from;
	struct zf_error why = ZF_ERROR_INIT;
	if (e->octets)
		return ZF_OK;
	buf_init(&value, 0);
	buf_reserve(&value, CONFIG_VALUE_MAX);
	struct config_hidden hidden = {0};
	const struct config_reading how = {config->folder, config->ends,
		!is_in(e->key, plain_keys, sizeof(plain_keys) / sizeof(plain_keys[0])), &hidden};
	for (size_t i = 0; i < config->hidden.count; i++)
		config_hidden_add(&hidden, config->hidden.names[i]);
	hide_others(&hidden, config, e);
	enum zf_status status = config_source_read(&value, e->value, &how, &why);
	config_hidden_free(&hidden);
	buf_init(&from, 0);
	buf_adds(&from, what);
	if (!config_source_is_literal(e->value))
		buf_adds(&from, ", ");
	config_source_print(&from, e->value);
	if (status == ZF_OK) {
		e->octets = mem_strndup(value.data, value.len);
		e->size = value.len;
		e->from = buf_take(&from);
	} else {
		err_set(err, status, "%s: %s: %s", from.data, e->key, why.text);
		err_place(err, config->file, e->line, e->col);
	}
	secret_wipe(value.data, value.cap);
	buf_free(&value);
	buf_free(&from);
	return status;
}

/* The value of an entry, which is looked up once for all threads. */
static enum zf_status get(const struct config *config, const char *what, struct config_entry *e,
	struct secrets *all, const struct secret **value, struct zf_error *err)
{
	pthread_mutex_t *lock = (pthread_mutex_t *)(uintptr_t)&config->lock;
	pthread_mutex_lock(lock);
	enum zf_status status = look_up(config, what, e, err);
	pthread_mutex_unlock(lock);
	if (status == ZF_OK)
		*value = secrets_add(all, e->octets, e->size);
	return status;
}

enum zf_status config_value(const struct config *config, const struct config_profile *profile,
	const char *key, struct secrets *all, const struct secret **value, const char **from,
	struct zf_error *err)
{
	struct config_entry *e = config_entry_find(profile, key);
	struct buf what;
	*value = NULL;
	*from = NULL;
	if (!e)
		return ZF_OK;
	buf_init(&what, 0);
	buf_printf(&what, "profile %s", profile->name);
	enum zf_status status = get(config, what.data, e, all, value, err);
	*from = e->from;
	buf_free(&what);
	return status;
}

enum zf_status config_tsig_key(const struct config *config, const char *name, struct secrets *all,
	struct config_key *key, struct zf_error *err)
{
	const struct config_profile *found = config_section_find(&config->keys, name);
	struct buf what;
	*key = (struct config_key){0};
	if (!found)
		return err_set(
			err, ZF_ERR_CONFIG, "%s has no key \"%s\"", config_name(config), name);
	const struct config_entry *algorithm = config_entry_find(found, "algorithm");
	key->name = found->name;
	key->algorithm = algorithm ? algorithm->value : "hmac-sha256";
	buf_init(&what, 0);
	buf_printf(&what, "key %s", name);
	enum zf_status status =
		get(config, what.data, config_entry_find(found, "secret"), all, &key->secret, err);
	buf_free(&what);
	return status;
}

enum zf_status config_path_of(
	const struct config *config, const char *path, struct buf *whole, struct zf_error *err)
{
	return config_source_path(whole, path, config->folder, err);
}
