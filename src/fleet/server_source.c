#include "server_source.h"

#include <stdlib.h>
#include <string.h>

#include "err.h"
#include "file.h"
#include "mem.h"

static const char scheme[] = "axfr://";

bool server_source_is(const char *text)
{
	return str_starts(text, scheme);
}

void server_source_free(struct server_source *s)
{
	free(s->label);
	free(s->key);
	free(s->catalog);
	*s = (struct server_source){.label = NULL};
}

/* "catalog=NAME&key=NAME" */
static enum zf_status parse_query(struct server_source *s, const char *query, struct zf_error *err)
{
	const struct {
		const char *name;
		char **value;
	} words[] = {{"catalog=", &s->catalog}, {"key=", &s->key}};
	while (*query && !err->code) {
		size_t n = strcspn(query, "&"), found = 0;
		for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
			size_t skip = strlen(words[i].name);
			if (n <= skip || strncmp(query, words[i].name, skip) != 0 ||
				*words[i].value)
				continue;
			*words[i].value = mem_strndup(query + skip, n - skip);
			found = 1;
		}
		if (!found)
			err_set(err, ZF_ERR_USAGE,
				"behind the zones of a name server stand catalog=NAME and "
				"key=NAME, with & between, not \"%.*s\"",
				(int)n, query);
		query += n + (query[n] == '&');
	}
	return err->code;
}

/* Judged as the location of any zone there would be. */
static enum zf_status check_address(const struct server_source *s, struct zf_error *err)
{
	struct location loc;
	struct buf text;
	buf_init(&text, 0);
	server_source_add_location(&text, s, "example.");
	enum zf_status status = location_parse(&loc, text.data, err);
	if (!status)
		location_free(&loc);
	buf_free(&text);
	return status;
}

enum zf_status server_source_parse(
	struct server_source *s, char **glob, const char *text, struct zf_error *err)
{
	const size_t skip = strlen(scheme);
	size_t n = skip + strcspn(text + skip, "/?");
	const char *path = text[n] == '/' ? text + n + 1 : NULL;
	*s = (struct server_source){.label = mem_strndup(text, n)};
	*glob = NULL;
	if (!path || !*path || *path == '?' || n == skip) {
		server_source_free(s);
		return err_set(err, ZF_ERR_USAGE,
			"%s: write axfr://HOST[:PORT]/*?catalog=NAME, or /ZONE in place of the *",
			text);
	}
	/* A ? in a name would be one octet of a glob; names have none. */
	size_t path_length = strcspn(path, "?");
	enum zf_status status = ZF_OK;
	if (path[path_length])
		status = parse_query(s, path + path_length + 1, err);
	status = status ? status : check_address(s, err);
	if (status)
		server_source_free(s);
	else if (path_length != 1 || *path != '*')
		*glob = mem_strndup(path, path_length);
	return status;
}

void server_source_add_location(struct buf *b, const struct server_source *s, const char *zone)
{
	size_t n = strlen(zone);
	buf_printf(b, "%s/%.*s", s->label, (int)(n > 1 && zone[n - 1] == '.' ? n - 1 : n), zone);
	if (s->key)
		buf_printf(b, "?key=%s", s->key);
}

void server_source_add_folder(struct buf *b, const struct server_source *s)
{
	for (const char *c = s->label + strlen(scheme); *c; c++) {
		unsigned char low = (unsigned char)str_lower[(unsigned char)*c];
		bool plain = (low >= 'a' && low <= 'z') || str_is_digit((char)low) || low == '-' ||
			     (low == '.' && c > s->label + strlen(scheme));
		buf_addc(b, plain ? (char)low : '_');
	}
}

enum zf_status server_source_fetch(struct zf_zone **zone, const char *location,
	const struct load_env *env, struct zf_error *err)
{
	struct location loc;
	struct diags diags;
	if (location_parse(&loc, location, err) != ZF_OK)
		return err->code;
	diags_init(&diags);
	enum zf_status status = location_load(zone, &loc, env, &diags, err);
	diags_free(&diags);
	location_free(&loc);
	return status;
}

static enum zf_status list_catalog(const struct server_source *s, const struct load_env *env,
	const struct catalog_listener *to, struct zf_error *err)
{
	struct zf_zone *catalog;
	struct buf location;
	buf_init(&location, 0);
	server_source_add_location(&location, s, s->catalog);
	enum zf_status status = server_source_fetch(&catalog, location.data, env, err);
	if (!status) {
		status = catalog_read(catalog, to, err);
		zf_zone_free(catalog);
	}
	buf_free(&location);
	return status;
}

static enum zf_status tell_name(
	const char *text, const struct catalog_listener *to, struct zf_error *err)
{
	struct name name;
	if (name_parse_absolute(&name, text, err) != ZF_OK)
		return err->code;
	name_lower(name.wire, name.len);
	return to->member(to->user, &name, err);
}

static enum zf_status list_file(
	const char *path, const struct catalog_listener *to, struct zf_error *err)
{
	enum { LIST_MOST = 1 << 30 };
	struct file_text text;
	unsigned long line = 0;
	if (file_read(&text, path, LIST_MOST, err) != ZF_OK)
		return err->code;
	for (size_t at = 0; at < text.size && !err->code;) {
		const char *p = text.data + at, *end = memchr(p, '\n', text.size - at);
		size_t n = end ? (size_t)(end - p) : text.size - at;
		char *word = mem_strndup(p, n);
		at += n + 1;
		line++;
		word[strcspn(word, "#")] = '\0';
		char *name = word + strspn(word, " \t\r");
		name[strcspn(name, " \t\r")] = '\0';
		if (*name && tell_name(name, to, err) != ZF_OK)
			err_place(err, path, line, 0);
		free(word);
	}
	file_text_free(&text);
	return err->code;
}

static bool is_name(const char *glob)
{
	return !strpbrk(glob, "*?[");
}

static enum zf_status list_names(const struct server_source *s, const struct server_list *list,
	const struct catalog_listener *to, struct zf_error *err)
{
	bool names = list->count > 0;
	for (size_t i = 0; i < list->count; i++)
		names = names && is_name(list->names[i]);
	if (!names)
		return err_set(err, ZF_ERR_USAGE,
			"%s: a name server doesn't tell its zones: ?catalog=NAME names its catalog "
			"zone (RFC 9432), or --zones FILE a list",
			s->label);
	for (size_t i = 0; i < list->count && !err->code; i++)
		tell_name(list->names[i], to, err);
	return err->code;
}

enum zf_status server_source_list(const struct server_source *s, const struct server_list *list,
	const struct load_env *env, const struct catalog_listener *to, struct zf_error *err)
{
	if (s->catalog)
		return list_catalog(s, env, to, err);
	return list->file ? list_file(list->file, to, err) : list_names(s, list, to, err);
}
