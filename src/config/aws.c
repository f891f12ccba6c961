#include "aws.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "config_source.h"
#include "err.h"
#include "json.h"
#include "mem.h"
#include "secret.h"
#include "str.h"

/* What a profile may say, as far as it matters here. */
enum word { ID, SECRET, TOKEN, PROCESS, ROLE, SSO, SSO_URL, WORDS };
static const char *const words[WORDS] = {[ID] = "aws_access_key_id",
	[SECRET] = "aws_secret_access_key",
	[TOKEN] = "aws_session_token",
	[PROCESS] = "credential_process",
	[ROLE] = "role_arn",
	[SSO] = "sso_session",
	[SSO_URL] = "sso_start_url"};

/* One of the two files, and what it says about the profile. */
struct ini {
	const char *variable, *below_home;
	const char *section_before; /* "profile " but for the default one */
	struct buf path, text;
	bool there; /* it has the profile */
	struct str values[WORDS];
};

static void ini_free(struct ini *ini)
{
	secret_wipe(ini->text.data, ini->text.cap);
	buf_free(&ini->text);
	buf_free(&ini->path);
}

static struct str trimmed(struct str s)
{
	while (s.n && (s.p[0] == ' ' || s.p[0] == '\t')) {
		s.p++;
		s.n--;
	}
	while (s.n && (unsigned char)s.p[s.n - 1] <= ' ')
		s.n--;
	return s;
}

/* "[default]", "[profile work]" */
static bool is_section(const struct ini *ini, struct str line, const char *profile)
{
	struct str name = trimmed((struct str){line.p + 1, line.n - 1});
	const char *end = memchr(name.p, ']', name.n);
	size_t n = strlen(ini->section_before);
	if (!end)
		return false;
	name = trimmed((struct str){name.p, (size_t)(end - name.p)});
	if (strcmp(profile, "default") != 0 && n) {
		if (name.n < n || memcmp(name.p, ini->section_before, n) != 0)
			return false;
		name = trimmed((struct str){name.p + n, name.n - n});
	}
	return str_eq(name, profile);
}

static void take_setting(struct ini *ini, struct str line)
{
	const char *equals = memchr(line.p, '=', line.n);
	if (!equals)
		return;
	struct str key = trimmed((struct str){line.p, (size_t)(equals - line.p)});
	struct str value = {equals + 1, line.n - (size_t)(equals + 1 - line.p)};
	for (size_t i = 0; i < WORDS; i++)
		if (str_eq(key, words[i]))
			ini->values[i] = trimmed(value);
}

static void parse(struct ini *ini, const char *profile)
{
	bool inside = false;
	for (const char *at = ini->text.data, *end = at + ini->text.len; at < end;) {
		const char *newline = memchr(at, '\n', (size_t)(end - at));
		struct str line = {at, (size_t)((newline ? newline : end) - at)};
		at = newline ? newline + 1 : end;
		if (line.n && line.p[0] == '[') {
			inside = is_section(ini, line, profile);
			ini->there = ini->there || inside;
		} else if (inside && line.n && !strchr("#; \t", line.p[0])) {
			take_setting(ini, line);
		}
	}
}

static enum zf_status ini_read(struct ini *ini, const char *profile,
	const struct config_reading *how, struct zf_error *err)
{
	const char *set = getenv(ini->variable), *home = getenv("HOME");
	struct buf source;
	enum zf_status status = ZF_OK;
	if (set && *set)
		buf_adds(&ini->path, set);
	else if (home && *home)
		buf_printf(&ini->path, "%s/.aws/%s", home, ini->below_home);
	if (!ini->path.len || access(ini->path.data, F_OK) != 0)
		return ZF_OK;
	buf_init(&source, 0);
	buf_printf(&source, "file:%s", ini->path.data);
	buf_reserve(&ini->text, CONFIG_VALUE_MAX);
	status = config_source_read(&ini->text, source.data, how, err);
	buf_free(&source);
	if (status == ZF_OK)
		parse(ini, profile);
	return status;
}

static char *copy(struct str s)
{
	return s.n ? mem_strndup(s.p, s.n) : NULL;
}

static void take(struct aws_keys *keys, struct str id, struct str secret, struct str token)
{
	keys->id = copy(id);
	keys->secret = copy(secret);
	keys->token = copy(token);
}

/* {"Version":1,"AccessKeyId":"…","SecretAccessKey":"…","SessionToken":"…"} */
static enum zf_status run_process(struct aws_keys *keys, struct str process,
	const struct config_reading *how, struct zf_error *err)
{
	struct buf command, answer;
	struct json *json = NULL;
	buf_init(&command, 0);
	buf_init(&answer, 0);
	buf_reserve(&answer, CONFIG_VALUE_MAX);
	buf_adds(&command, "cmd:");
	buf_add(&command, process.p, process.n);
	enum zf_status status = config_source_read(&answer, command.data, how, err);
	if (status == ZF_OK)
		status = json_parse(&json, answer.data, answer.len, err);
	if (status == ZF_OK)
		take(keys, json_text(json_member(json, "AccessKeyId")),
			json_text(json_member(json, "SecretAccessKey")),
			json_text(json_member(json, "SessionToken")));
	if (status == ZF_OK && (!keys->id || !keys->secret))
		status = err_set(err, ZF_ERR_CONFIG, "credential_process gives no keys");
	json_free(json);
	secret_wipe(answer.data, answer.cap);
	buf_free(&answer);
	buf_free(&command);
	return status;
}

static void note_from(struct aws_keys *keys, const struct ini *ini, const char *profile)
{
	struct buf b;
	buf_init(&b, 0);
	buf_adds(&b, "profile ");
	str_print(&b, profile, strlen(profile));
	buf_printf(&b, " of %s", ini->path.data);
	keys->from = buf_take(&b);
	buf_free(&b);
}

/* What the profile in one file says. */
static enum zf_status take_from(struct aws_keys *keys, const struct ini *ini, const char *profile,
	const struct config_reading *how, struct zf_error *err)
{
	const struct str *v = ini->values;
	struct zf_error why = ZF_ERROR_INIT;
	if (keys->from || !ini->there)
		return ZF_OK;
	if (v[ID].n && v[SECRET].n)
		take(keys, v[ID], v[SECRET], v[TOKEN]);
	else if (v[PROCESS].n)
		run_process(keys, v[PROCESS], how, &why);
	else if (v[ROLE].n || v[SSO].n || v[SSO_URL].n)
		err_set(&why, ZF_ERR_CONFIG,
			"roles and single sign-on are not asked for; use credential_process, or eval "
			"\"$(aws configure export-credentials --format env)\"");
	else
		return ZF_OK;
	note_from(keys, ini, profile);
	if (why.code != ZF_OK)
		return err_set(err, why.code, "%s: %s", keys->from, why.text);
	return ZF_OK;
}

enum zf_status aws_keys_read(struct aws_keys *keys, const struct config_hidden *hidden,
	int64_t ends, struct zf_error *err)
{
	const struct config_reading how = {.folder = ".", .ends = ends, .secret = true},
				    open = {.folder = ".", .ends = ends, .hidden = hidden};
	const char *named = getenv("AWS_PROFILE");
	const char *profile = named && *named ? named : "default";
	struct ini shared = {"AWS_SHARED_CREDENTIALS_FILE", "credentials", "", .there = false},
		   config = {"AWS_CONFIG_FILE", "config", "profile ", .there = false};
	*keys = (struct aws_keys){0};
	enum zf_status status = ini_read(&shared, profile, &how, err);
	status = status ? status : ini_read(&config, profile, &open, err);
	status = status ? status : take_from(keys, &shared, profile, &open, err);
	status = status ? status : take_from(keys, &config, profile, &open, err);
	if (status == ZF_OK && named && *named && !shared.there && !config.there)
		status =
			err_set(err, ZF_ERR_CONFIG, "no file of AWS has the profile \"%s\"", named);
	ini_free(&shared);
	ini_free(&config);
	if (status != ZF_OK)
		aws_keys_free(keys);
	return status;
}

void aws_keys_free(struct aws_keys *keys)
{
	char *const owned[] = {keys->id, keys->secret, keys->token, keys->from};
	for (size_t i = 0; i < sizeof(owned) / sizeof(owned[0]); i++) {
		if (owned[i])
			secret_wipe(owned[i], strlen(owned[i]));
		free(owned[i]);
	}
	*keys = (struct aws_keys){0};
}
