#include "location.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "err.h"
#include "idn.h"
#include "load.h"
#include "mem.h"
#include "str.h"

void location_free(struct location *loc)
{
	char *owned[] = {loc->text, loc->path, loc->provider, loc->profile, loc->zone, loc->view,
		loc->view_arg, loc->host, loc->port, loc->key, loc->revision};
	for (size_t i = 0; i < sizeof(owned) / sizeof(owned[0]); i++)
		free(owned[i]);
	*loc = (struct location){0};
}

static enum zf_status usage(struct location *loc, struct zf_error *err, const char *why)
{
	enum zf_status status = err_set(err, ZF_ERR_USAGE, "%s: %s", loc->text, why);
	location_free(loc);
	return status;
}

static bool is_profile_char(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || str_is_digit(c) || c == '-' ||
	       c == '_' || c == '.';
}

/* The length of "name" or "name@profile" at the start of text; 0 when there is none. */
static size_t provider_length(const char *text)
{
	size_t n = 0, at = 0;
	while (is_profile_char(text[n]) || (text[n] == '@' && n > 0 && at == 0)) {
		if (text[n] == '@')
			at = n;
		n++;
	}
	return at && at + 1 == n ? 0 : n;
}

static void set_provider(struct location *loc, const char *text, size_t n)
{
	const char *at = memchr(text, '@', n);
	loc->kind = LOCATION_PROVIDER;
	loc->provider = mem_strndup(text, at ? (size_t)(at - text) : n);
	for (char *p = loc->provider; *p; p++)
		*p = (char)str_lower[(unsigned char)*p];
	if (at)
		loc->profile = mem_strndup(at + 1, n - (size_t)(at + 1 - text));
}

/* Names of zones and hosts may be typed in Unicode. */
static enum zf_status to_ascii(struct location *loc, char **name, struct zf_error *err)
{
	struct zf_error why = ZF_ERROR_INIT;
	char *ascii = idn_dup_ascii(*name, &why);
	if (!ascii)
		return usage(loc, err, why.text);
	free(*name);
	*name = ascii;
	return ZF_OK;
}

/* "example.com?scan=new" behind the colon. */
static enum zf_status parse_provider_zone(
	struct location *loc, const char *text, struct zf_error *err)
{
	const char *view = strchr(text, '?');
	size_t n = view ? (size_t)(view - text) : strlen(text);
	if (n == 0)
		return usage(loc, err, "the zone's name is missing");
	loc->zone = mem_strndup(text, n);
	if (to_ascii(loc, &loc->zone, err) != ZF_OK)
		return err->code;
	if (!view)
		return ZF_OK;
	const char *equals = strchr(++view, '=');
	loc->view = mem_strndup(view, equals ? (size_t)(equals - view) : strlen(view));
	if (equals)
		loc->view_arg = mem_strdup(equals + 1);
	if (!loc->view[0])
		return usage(loc, err, "the view's name is missing behind the ?");
	return ZF_OK;
}

/* "ns1.example.net:5353/example.com?key=NAME", an IPv6 address in brackets. */
static enum zf_status parse_axfr(struct location *loc, const char *text, struct zf_error *err)
{
	const char *slash = strchr(text, '/'), *query, *colon, *end;
	loc->kind = LOCATION_AXFR;
	if (!slash || slash == text || !slash[1])
		return usage(loc, err, "write axfr://HOST[:PORT]/ZONE[?key=NAME]");
	if (*text == '[') {
		end = strchr(text, ']');
		if (!end || end > slash)
			return usage(loc, err, "the bracket of the address is not closed");
		loc->host = mem_strndup(text + 1, (size_t)(end - text - 1));
		end++;
	} else {
		colon = memchr(text, ':', (size_t)(slash - text));
		end = colon ? colon : slash;
		loc->host = mem_strndup(text, (size_t)(end - text));
	}
	uint64_t port;
	if (end < slash &&
		(*end != ':' || !str_to_u64(end + 1, (size_t)(slash - end - 1), 65535, &port) ||
			port == 0))
		return usage(loc, err, "the port is a number from 1 to 65535");
	loc->port =
		end < slash ? mem_strndup(end + 1, (size_t)(slash - end - 1)) : mem_strdup("53");
	query = strchr(slash + 1, '?');
	loc->zone = mem_strndup(slash + 1, query ? (size_t)(query - slash - 1) : strlen(slash + 1));
	if (!loc->zone[0])
		return usage(loc, err, "the zone's name is missing");
	if (to_ascii(loc, &loc->zone, err) != ZF_OK || to_ascii(loc, &loc->host, err) != ZF_OK)
		return err->code;
	if (!query)
		return ZF_OK;
	if (!str_starts(query, "?key=") || !query[5])
		return usage(loc, err, "only ?key=NAME may stand behind the zone");
	loc->key = mem_strdup(query + 5);
	return ZF_OK;
}

static enum zf_status parse_git(struct location *loc, const char *text, struct zf_error *err)
{
	const char *colon = strchr(text, ':');
	loc->kind = LOCATION_GIT;
	if (!colon || colon == text || !colon[1])
		return usage(loc, err, "write git:REVISION:PATH");
	loc->revision = mem_strndup(text, (size_t)(colon - text));
	loc->path = mem_strdup(colon + 1);
	return ZF_OK;
}

static bool looks_like_file(const char *text)
{
	static const char *const suffixes[] = {".zone", ".db", ".json", ".yaml"};
	struct stat st;
	if (strcmp(text, "-") == 0 || strchr(text, '/'))
		return true;
	for (size_t i = 0; i < sizeof(suffixes) / sizeof(suffixes[0]); i++)
		if (str_ends(text, suffixes[i]))
			return true;
	return stat(text, &st) == 0;
}

/* Neither this nor that: its first n octets may be meant as a provider without its zone. */
static enum zf_status no_location(struct location *loc, size_t n, struct zf_error *err)
{
	struct zf_error ignored = ZF_ERROR_INIT;
	struct desc_names names = {0};
	struct buf b;
	bool known = false;
	if (n > 0 && desc_list(&names, NULL, &ignored) == ZF_OK) {
		set_provider(loc, loc->text, n);
		for (size_t i = 0; i < names.count; i++)
			known = known || strcmp(names.items[i], loc->provider) == 0;
	}
	desc_names_free(&names);
	if (!known)
		return usage(loc, err,
			"neither a file nor PROVIDER:ZONE; write ./NAME for a file of this name");
	buf_init(&b, 0);
	buf_printf(&b, "this is a provider; write %s:ZONE (zoneferry zones %s lists its zones)",
		loc->text, loc->text);
	enum zf_status status = usage(loc, err, b.data);
	buf_free(&b);
	return status;
}

enum zf_status location_parse(struct location *loc, const char *text, struct zf_error *err)
{
	*loc = (struct location){.kind = LOCATION_FILE, .text = mem_strdup(text)};
	if (!text[0])
		return usage(loc, err, "a location is missing");
	if (str_starts(text, "axfr://"))
		return parse_axfr(loc, text + 7, err);
	if (str_starts(text, "git:"))
		return parse_git(loc, text + 4, err);
	if (str_starts(text, "file:")) {
		loc->path = mem_strdup(text + 5);
		return text[5] ? ZF_OK : usage(loc, err, "the file's name is missing");
	}
	if (str_starts(text, "https://") || str_starts(text, "http://"))
		return usage(loc, err,
			"web addresses aren't read; write PROVIDER:ZONE, or fetch the file first");
	struct stat st;
	size_t n = provider_length(text);
	bool provider = n > 0 && text[n] == ':' && stat(text, &st) != 0;
	if (provider) {
		set_provider(loc, text, n);
		return parse_provider_zone(loc, text + n + 1, err);
	}
	if (!looks_like_file(text))
		return no_location(loc, n > 0 && !text[n] ? n : 0, err);
	loc->path = mem_strdup(text);
	return ZF_OK;
}

enum zf_status location_parse_provider(struct location *loc, const char *text, struct zf_error *err)
{
	*loc = (struct location){.text = mem_strdup(text)};
	size_t n = provider_length(text);
	if (n == 0 || (text[n] && strcmp(text + n, ":") != 0))
		return usage(loc, err, "write PROVIDER or PROVIDER@PROFILE");
	set_provider(loc, text, n);
	return ZF_OK;
}

/* Who loads what, by enum location_kind. */
static load_function *const loaders[] = {
	[LOCATION_FILE] = load_file,
	[LOCATION_PROVIDER] = load_provider,
	[LOCATION_AXFR] = load_axfr,
	[LOCATION_GIT] = load_git,
};

enum zf_status location_load(struct zf_zone **zone, const struct location *loc,
	const struct load_env *env, struct diags *diags, struct zf_error *err)
{
	*zone = NULL;
	return loaders[loc->kind](zone, loc, env, diags, err);
}

struct task {
	pthread_t thread;
	bool started;
	struct zf_zone **zone;
	const struct location *loc;
	const struct load_env *env;
	struct diags *diags;
	struct zf_error err;
};

static void *run_task(void *user)
{
	struct task *t = user;
	location_load(t->zone, t->loc, t->env, t->diags, &t->err);
	return NULL;
}

enum zf_status location_load_all(struct zf_zone **zones, const struct location *locs, size_t count,
	const struct load_env *env, struct diags *diags, struct zf_error *err)
{
	struct task *tasks = mem_zalloc(count * sizeof(*tasks));
	struct load_env shared = *env;
	if (count > 1)
		shared.zonefile.threads = 1; /* the locations are what runs side by side */
	for (size_t i = 0; i < count; i++) {
		tasks[i] = (struct task){.zone = &zones[i],
			.loc = &locs[i],
			.env = &shared,
			.diags = &diags[i],
			.err = ZF_ERROR_INIT};
		tasks[i].started = i + 1 < count &&
				   pthread_create(&tasks[i].thread, NULL, run_task, &tasks[i]) == 0;
		if (!tasks[i].started)
			run_task(&tasks[i]);
	}
	enum zf_status status = ZF_OK;
	for (size_t i = 0; i < count; i++) {
		if (tasks[i].started)
			pthread_join(tasks[i].thread, NULL);
		if (tasks[i].err.code != ZF_OK && status == ZF_OK) {
			*err = tasks[i].err;
			status = err->code;
		}
	}
	for (size_t i = 0; i < count && status != ZF_OK; i++) {
		zf_zone_free(zones[i]);
		zones[i] = NULL;
	}
	free(tasks);
	return status;
}
