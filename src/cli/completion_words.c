#include "completion_words.h"

#include <string.h>

#include "config.h"
#include "desc.h"
#include "known_zones.h"
#include "str.h"

/* Names of zones come from outside, and go onto a command line. */
static bool is_harmless(const char *name, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const char c = name[i];
		bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
		if (!letter && !str_is_digit(c) && (i == 0 || !strchr("-._/", c)) && c != '_')
			return false;
	}
	return n > 0;
}

static void add_profiles(
	struct buf *b, const struct cli *cli, const char *provider, const char *typed)
{
	struct zf_error none = ZF_ERROR_INIT;
	struct config *config;
	const struct config_profile *profile;
	const char *name;
	if (config_load(&config, cli->globals.config, &none) != ZF_OK)
		return;
	for (size_t i = 0; (profile = config_profile_at(config, i, &name)); i++)
		if (strcmp(config_profile_provider(profile), provider) == 0 &&
			str_starts(name, typed))
			buf_printf(b, "%s@%s:\n", provider, name);
	config_free(config);
}

static void add_zones(struct buf *b, const char *account, const char *typed)
{
	struct file_text lines;
	if (!known_zones_read(&lines, account))
		return;
	for (const char *at = lines.data, *end = at + lines.size; at < end;) {
		const char *newline = memchr(at, '\n', (size_t)(end - at));
		size_t n = (size_t)((newline ? newline : end) - at);
		if (is_harmless(at, n) && n >= strlen(typed) &&
			memcmp(at, typed, strlen(typed)) == 0)
			buf_printf(b, "%s:%.*s\n", account, (int)n, at);
		at += n + 1;
	}
	file_text_free(&lines);
}

static void add_views(struct buf *b, const struct cli *cli, const char *location, const char *view)
{
	struct zf_error none = ZF_ERROR_INIT;
	struct desc *d;
	struct buf provider;
	buf_init(&provider, 0);
	buf_add(&provider, location, strcspn(location, "@:"));
	if (desc_load(&d, provider.data, cli->globals.provider_dir, &none) == ZF_OK) {
		const struct desc_view *views = d->views.items;
		for (size_t i = 0; i < d->views.count; i++)
			if (str_starts(views[i].name, view))
				buf_printf(b, "%.*s?%s\n", (int)(view - location - 1), location,
					views[i].name);
		desc_free(d);
	}
	buf_free(&provider);
}

void completion_words(struct buf *b, const struct cli *cli, const char *typed)
{
	const char *colon = strchr(typed, ':'), *at = strchr(typed, '@');
	const char *query = colon ? strchr(colon, '?') : NULL;
	struct buf account;
	buf_init(&account, 0);
	buf_add(&account, typed, strcspn(typed, ":"));
	if (query) {
		add_views(b, cli, typed, query + 1);
	} else if (colon) {
		add_zones(b, account.data, colon + 1);
	} else if (at) {
		account.data[at - typed] = '\0';
		add_profiles(b, cli, account.data, at + 1);
	}
	buf_free(&account);
}
