#include "settings.h"

#include <stdlib.h>
#include <string.h>

#include "config_source.h"
#include "err.h"
#include "mem.h"
#include "tmpl.h"

/* The first that is set; without the newline that `export X="$(<file)"` of some shells, or a
 * container's secret, leaves at its end. */
static struct str from_environment(const struct desc_variable *v, const char **name)
{
	for (size_t i = 0; i < v->env.count; i++) {
		struct str value = str_of(getenv(v->env.items[i]));
		while (value.n && (value.p[value.n - 1] == '\n' || value.p[value.n - 1] == '\r'))
			value.n--;
		*name = v->env.items[i];
		if (value.n)
			return value;
	}
	return (struct str){NULL, 0};
}

/* A word that stands for something: "eu" for a URL. False: it is none of those. */
static bool choose(const struct desc_variable *v, struct str *value)
{
	for (size_t i = 0; i < v->choices.count; i++) {
		if (str_eq(*value, v->choices.items[i].name)) {
			*value = str_of(v->choices.items[i].value);
			return true;
		}
	}
	return v->choices.count == 0;
}

static void list_choices(struct buf *b, const struct desc_variable *v)
{
	for (size_t i = 0; i < v->choices.count; i++)
		buf_printf(b, "%s%s", i ? ", " : "", v->choices.items[i].name);
}

static void set_problem(struct setting *s, const char *text)
{
	s->problem = mem_strdup(text);
	s->found = false;
}

/* Keeps a value from outside: as a secret unless the description says that it is none. */
static void keep_value(struct provider *p, size_t index, struct str value, const char *from)
{
	const struct desc_variable *v =
		(const struct desc_variable *)p->desc->variables.items + index;
	struct setting *s = &p->settings[index];
	struct secrets *all = v->secret ? p->secrets : p->plain;
	s->from = from;
	s->value = secret_octets(secrets_add(all, value.p, value.n));
	s->found = true;
	if (choose(v, &s->value))
		return;
	struct buf b;
	buf_init(&b, 0);
	buf_adds(&b, "its value is none of: ");
	list_choices(&b, v);
	set_problem(s, b.data);
	buf_free(&b);
}

/* False: the profile doesn't have it. */
static bool from_profile(struct provider *p, size_t index, const struct desc_variable *v)
{
	const struct secret *value = NULL;
	const char *from = NULL;
	struct zf_error err = ZF_ERROR_INIT;
	if (!p->profile)
		return false;
	struct secrets *all = v->secret ? p->secrets : p->plain;
	if (config_value(p->config, p->profile, v->name, all, &value, &from, &err)) {
		set_problem(&p->settings[index], err.text);
		return true;
	}
	if (!value)
		return false;
	keep_value(p, index, secret_octets(value), from);
	return true;
}

/* Whether the user has set one of the keys that AWS' files have: they belong together. */
static bool has_own_keys(const struct provider *p)
{
	const struct desc_variable *v = p->desc->variables.items;
	const char *name;
	for (size_t i = 0; i < p->desc->variables.count; i++)
		if (v[i].aws && (from_environment(&v[i], &name).n ||
					(p->profile && config_has(p->profile, v[i].name))))
			return true;
	return false;
}

static void read_aws_files(struct provider *p)
{
	struct zf_error err = ZF_ERROR_INIT;
	if (p->aws_read)
		return;
	p->aws_read = true;
	int64_t left = account_time_left(p);
	int64_t ends = left == INT64_MAX ? 0 : config_source_now() + left;
	if (aws_keys_read(&p->aws, config_hides(p->config), ends, &err) != ZF_OK)
		p->aws_problem = mem_strdup(err.text);
}

/* False: AWS' files don't have it, or it is none of theirs. */
static bool from_aws(struct provider *p, size_t index, const struct desc_variable *v)
{
	if (!v->aws || p->env.replay_path || has_own_keys(p))
		return false;
	read_aws_files(p);
	const char *const values[] = {[AWS_NOTHING] = NULL,
		[AWS_KEY_ID] = p->aws.id,
		[AWS_SECRET_KEY] = p->aws.secret,
		[AWS_SESSION_TOKEN] = p->aws.token};
	if (values[v->aws])
		keep_value(p, index, str_of(values[v->aws]), p->aws.from);
	else if (p->aws_problem && !v->optional)
		set_problem(&p->settings[index], p->aws_problem);
	else
		return false;
	return true;
}

/* scheme://host:port of a URL. */
static struct str origin_of(const char *url)
{
	const char *host = strstr(url, "://");
	const char *end = host ? strchr(host + 3, '/') : NULL;
	return (struct str){url, end ? (size_t)(end - url) : strlen(url)};
}

/* A default that depends on other variables, or on the URL that the user gave. */
static bool from_default(struct provider *p, size_t index, const struct desc_variable *v)
{
	struct buf b;
	struct tmpl_why why;
	struct scope scope = {.vars = &p->vars};
	bool found = false;
	buf_init(&b, 0);
	if (v->moved && p->url_replaced && p->url) {
		struct str origin = origin_of(p->url);
		buf_add(&b, origin.p, origin.n);
		buf_adds(&b, v->moved);
		found = true;
	} else if (v->value) {
		struct str word = str_of(v->value);
		if (v->choices.count && choose(v, &word)) {
			buf_add(&b, word.p, word.n);
			found = true;
		} else {
			found = tmpl_expand(&b, v->value, TMPL_TEXT, &scope, &why) == TMPL_DONE;
		}
	}
	if (found) {
		p->settings[index].value =
			(struct str){arena_dup(&p->arena, b.data, b.len + 1), b.len};
		p->settings[index].from = v->moved && p->url_replaced ? "the base URL" : "default";
		p->settings[index].found = true;
	}
	buf_free(&b);
	return found;
}

void setting_load(struct provider *p, size_t index)
{
	const struct desc_variable *v =
		(const struct desc_variable *)p->desc->variables.items + index;
	struct setting *s = &p->settings[index];
	const char *name;
	struct str value;
	if (s->looked_up)
		return;
	s->looked_up = true;
	if (from_profile(p, index, v)) {
		/* found there, or not readable */
	} else if ((value = from_environment(v, &name)).n) {
		keep_value(p, index, value, arena_printf(&p->arena, "environment %s", name));
	} else if (from_aws(p, index, v)) {
		/* found there, or not readable */
	} else if (!from_default(p, index, v) && v->secret && !v->optional && p->env.replay_path) {
		/* A recording holds no secrets, so a replay needs none. */
		keep_value(p, index, STR("replayed"), "replay");
	}
	if (s->found)
		vars_set(&p->vars, v->name, s->value);
}

void setting_print_places(struct buf *b, const struct provider *p, const struct desc_variable *v)
{
	buf_printf(b, "%s (", v->name);
	for (size_t i = 0; i < v->env.count; i++)
		buf_printf(b, "%s%s", i ? " or " : "", v->env.items[i]);
	buf_printf(b, "%s profile \"%s\" of the config)",
		v->env.count ? " in the environment, or" : "in", p->profile_name);
}

/* Adds the suffix unless it is there, and takes a final slash away. */
static void finish_url(struct provider *p, struct buf *b)
{
	struct tmpl_why why;
	struct scope scope = {.vars = &p->vars};
	struct buf suffix;
	while (b->len && b->data[b->len - 1] == '/')
		b->data[--b->len] = '\0';
	buf_init(&suffix, 0);
	if (p->desc->url_suffix &&
		tmpl_expand(&suffix, p->desc->url_suffix, TMPL_PATH, &scope, &why) == TMPL_DONE &&
		!str_ends(b->data, suffix.data))
		buf_adds(b, suffix.data);
	buf_free(&suffix);
}

/* A variable that the base URL needs. */
static enum zf_status err_not_set(const struct provider *p, const char *name, struct zf_error *err)
{
	const struct desc_variable *v = desc_variable_find(p->desc, name);
	struct buf b;
	if (!v)
		return err_set(err, ZF_ERR_CONFIG, "the base URL needs %s, which is not set", name);
	buf_init(&b, 0);
	setting_print_places(&b, p, v);
	err_set(err, ZF_ERR_CONFIG, "the base URL needs a setting: set %s", b.data);
	buf_free(&b);
	return ZF_ERR_CONFIG;
}

enum zf_status settings_set_url(struct provider *p, const char *url, struct zf_error *err)
{
	struct buf b;
	struct tmpl_why why;
	struct scope scope = {.vars = &p->vars};
	enum zf_status status = ZF_OK;
	buf_init(&b, 0);
	enum tmpl_outcome outcome = tmpl_expand(&b, url, TMPL_URL, &scope, &why);
	if (outcome == TMPL_MISSING)
		status = err_not_set(p, why.text, err);
	else if (outcome)
		status = err_set(err, ZF_ERR_CONFIG, "%s", why.text);
	if (!status) {
		finish_url(p, &b);
		if (!(p->insecure_http ? http_may_be_private : http_is_safe)(b.data))
			status = err_set(err, ZF_ERR_CONFIG,
				p->insecure_http ? "the base URL must be https, or http to a "
						   "private network"
						 : "the base URL must be https, or http to a "
						   "loopback address (insecure_http: true in "
						   "the profile allows private networks)");
	}
	if (!status)
		p->url = arena_strdup(&p->arena, b.data);
	buf_free(&b);
	return status;
}

enum zf_status settings_try_url(struct provider *p, const char *url, struct zf_error *err)
{
	struct buf b;
	struct tmpl_why why;
	struct scope scope = {.vars = &p->vars};
	buf_init(&b, 0);
	enum tmpl_outcome outcome = tmpl_expand(&b, url, TMPL_URL, &scope, &why);
	buf_free(&b);
	return outcome == TMPL_MISSING ? ZF_OK : settings_set_url(p, url, err);
}

void settings_print_url_name(struct buf *b, const struct provider *p)
{
	buf_adds(b, "ZONEFERRY_");
	for (const char *c = p->desc->name; *c; c++)
		buf_addc(b, *c == '-' ? '_' : (char)(*c >= 'a' && *c <= 'z' ? *c - 'a' + 'A' : *c));
	buf_adds(b, "_URL");
}

static const char *url_from_environment(const struct provider *p)
{
	struct buf name;
	buf_init(&name, 0);
	settings_print_url_name(&name, p);
	const char *value = getenv(name.data);
	buf_free(&name);
	return value && *value ? value : NULL;
}

/* A text of the profile, or NULL. */
static enum zf_status profile_text(struct provider *p, const char *key, struct secrets *all,
	const char **text, struct zf_error *err)
{
	const struct secret *value = NULL;
	const char *from;
	*text = NULL;
	if (!p->profile)
		return ZF_OK;
	enum zf_status status = config_value(p->config, p->profile, key, all, &value, &from, err);
	if (!status && value)
		*text = arena_strndup(&p->arena, secret_octets(value).p, secret_octets(value).n);
	return status;
}

/* "insecure_http: true" */
static enum zf_status take_insecure_http(struct provider *p, struct zf_error *err)
{
	const char *text;
	enum zf_status status = profile_text(p, "insecure_http", p->plain, &text, err);
	if (status || !text)
		return status;
	p->insecure_http = strcmp(text, "true") == 0;
	if (!p->insecure_http && strcmp(text, "false") != 0)
		return err_set(err, ZF_ERR_CONFIG,
			"insecure_http in profile \"%s\" is true or false, not \"%s\"",
			p->profile_name, text);
	return ZF_OK;
}

static enum zf_status take_replaced_url(struct provider *p, struct zf_error *err)
{
	const char *text;
	enum zf_status status = profile_text(p, "url", p->plain, &text, err);
	if (!status && !text)
		text = url_from_environment(p);
	if (status || !text)
		return status;
	if (strpbrk(text, "{}?#@ \t"))
		return err_set(err, ZF_ERR_CONFIG,
			"the base URL that is set is no plain URL: it may hold no {}?#@ or spaces");
	p->url_replaced = true;
	return settings_set_url(p, text, err);
}

enum zf_status settings_load(struct provider *p, struct zf_error *err)
{
	if (p->settled)
		return ZF_OK;
	enum zf_status status = take_insecure_http(p, err);
	status = status ? status : take_replaced_url(p, err);
	for (size_t i = 0; i < p->desc->variables.count && !status; i++)
		setting_load(p, i);
	/* A suffix may hold variables. */
	if (!status && p->url_replaced)
		status = take_replaced_url(p, err);
	if (!status && !p->url && p->desc->url)
		status = settings_set_url(p, p->desc->url, err);
	p->settled = !status;
	return status;
}

/* The first of these variables that is set, or NULL. */
static const char *first_of(const char *const *names)
{
	for (; *names; names++) {
		const char *value = getenv(*names);
		if (value && *value)
			return value;
	}
	return NULL;
}

/* Where the profile says nothing. Requests without TLS go to the hosts nearby, without a proxy. */
static void take_environment(struct provider *p, struct http_settings *settings)
{
	static const char *const proxies[] = {
		"https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY", NULL};
	static const char *const exceptions[] = {"no_proxy", "NO_PROXY", NULL};
	static const char *const authorities[] = {"SSL_CERT_FILE", NULL};
	if (!config_network_environment(p->config))
		return;
	if (!settings->ca_file)
		settings->ca_file = first_of(authorities);
	const char *proxy = first_of(proxies);
	if (settings->proxy || p->insecure_http || !proxy)
		return;
	secrets_add(p->secrets, proxy, strlen(proxy)); /* it may hold a password */
	settings->proxy = proxy;
	settings->no_proxy = first_of(exceptions);
}

enum zf_status settings_transport(
	struct provider *p, struct http_settings *settings, struct zf_error *err)
{
	const char *ca_file;
	struct buf path;
	enum zf_status status = profile_text(p, "ca_file", p->plain, &ca_file, err);
	/* It may hold a password. */
	status = status ? status : profile_text(p, "proxy", p->secrets, &settings->proxy, err);
	if (status)
		return status;
	settings->plain = p->insecure_http ? HTTP_PLAIN_PRIVATE : HTTP_PLAIN_LOOPBACK;
	if (settings->proxy && p->insecure_http)
		return err_set(err, ZF_ERR_CONFIG,
			"profile \"%s\" of the config has a proxy and insecure_http: only one of "
			"them may be",
			p->profile_name);
	if (settings->proxy && !str_starts(settings->proxy, "http://") &&
		!str_starts(settings->proxy, "https://"))
		return err_set(err, ZF_ERR_CONFIG,
			"proxy in profile \"%s\" of the config must begin with http:// or https://",
			p->profile_name);
	if (ca_file) {
		buf_init(&path, 0);
		status = config_path_of(p->config, ca_file, &path, err);
		settings->ca_file = arena_strdup(&p->arena, path.data);
		buf_free(&path);
	}
	take_environment(p, settings);
	return status;
}
