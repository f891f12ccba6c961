/* origin: which zone a text is, as far as that is known before its SOA; and whether the SOA fits.
 */
#include <stdlib.h>
#include <string.h>

#include "err.h"
#include "idn.h"
#include "reader.h"

/* What stands behind the zone's name in names of files, and before it. */
static const char *const endings[] = {".zone", ".db", ".dns", ".hosts", ".txt"};
static const char *const beginnings[] = {"db.", "zone."};

/* Last labels of names that are files' and never zones': no such top-level domain is there. */
static const char *const no_zones[] = {"axfr", "backup", "bak", "bind", "ca", "cache", "cfg",
	"conf", "csv", "dump", "empty", "fwd", "hints", "inc", "include", "ini", "jnl", "json",
	"key", "log", "old", "orig", "out", "rev", "root", "rpmnew", "rpmsave", "text", "tmp",
	"yaml", "yml", "zones"};

static bool is_host_octet(char c)
{
	return str_is_digit(c) || ((c | 32) >= 'a' && (c | 32) <= 'z') || c == '-' || c == '_';
}

/* Whether a text is names of hosts and at least two labels, the last of which can be a zone's. */
static bool is_zone_name(struct str text)
{
	size_t last = 0, digits = 0;
	for (size_t i = 0; i < text.n; i++) {
		bool dot = text.p[i] == '.';
		if (dot ? i == last || i + 1 == text.n : !is_host_octet(text.p[i]))
			return false;
		if (dot)
			last = i + 1;
		digits = dot ? 0 : digits + str_is_digit(text.p[i]);
	}
	if (last == 0 || digits == text.n - last)
		return false;
	for (size_t i = 0; i < sizeof(no_zones) / sizeof(no_zones[0]); i++)
		if (str_eq_nocase(text.p + last, text.n - last, no_zones[i], strlen(no_zones[i])))
			return false;
	return true;
}

static bool cut_ending(struct str *text, const char *ending)
{
	size_t n = strlen(ending);
	bool there = text->n > n && str_eq_nocase(text->p + text->n - n, n, ending, n);
	if (there)
		text->n -= n;
	return there;
}

static bool cut_beginning(struct str *text, const char *beginning)
{
	size_t n = strlen(beginning);
	struct str rest = {text->p + n, text->n - n};
	bool there = text->n > n && str_eq_nocase(text->p, n, beginning, n) && is_zone_name(rest);
	if (there)
		*text = rest;
	return there;
}

static bool read_name(struct name *name, struct str text)
{
	struct zf_error ignored = ZF_ERROR_INIT;
	return is_zone_name(text) &&
	       name_parse(name, text.p, text.n, &name_root, &ignored) == ZF_OK;
}

/* The name that a file's name tells: that of example.com.zone, db.example.com is example.com. */
static bool origin_of_file(struct name *origin, const char *file)
{
	struct zf_error ignored = ZF_ERROR_INIT;
	struct str text;
	bool cut = false;
	for (const char *p = file; *p; p++)
		if (*p == '/' || *p == ':')
			file = p + 1;
	char *ascii = idn_dup_ascii(file, &ignored);
	if (!ascii)
		return false;
	text = str_of(ascii);
	cut_ending(&text, ".signed");
	for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]) && !cut; i++)
		cut = cut_ending(&text, endings[i]);
	for (size_t i = 0; i < sizeof(beginnings) / sizeof(beginnings[0]) && !cut; i++)
		cut = cut_beginning(&text, beginnings[i]);
	bool found = read_name(origin, text);
	free(ascii);
	return found;
}

/* The first row of the options' table that names the file at `path`, or NULL. */
static const struct zonefile_known *find_known(const struct zonefile_options *o, const char *path)
{
	size_t low = 0, high = path ? o->known_count : 0;
	char *real = high > 0 ? realpath(path, NULL) : NULL;
	while (real && low < high) {
		size_t middle = low + (high - low) / 2;
		if (strcmp(o->known[middle].path, real) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	bool found = real && low < o->known_count && strcmp(o->known[low].path, real) == 0;
	free(real);
	return found ? &o->known[low] : NULL;
}

/* A file that is several zones' has no origin of its own. */
static enum zf_status take_known(struct reader *r, const char *file,
	const struct zonefile_known *known, struct zf_error *err)
{
	const struct zonefile_options *o = r->options;
	const struct zonefile_known *end = o->known + o->known_count;
	for (const struct zonefile_known *k = known + 1;
		k < end && strcmp(k->path, known->path) == 0; k++)
		if (!name_equal(&k->origin, &known->origin))
			return err_set(err, ZF_ERR_DATA,
				"%s is the file of several zones in %s; give --origin to say which",
				file, o->known_by);
	r->now.origin = known->origin;
	r->apex = APEX_BY_FILE;
	r->known.how = ZONE_KNOWN_BY_TABLE;
	return ZF_OK;
}

enum zf_status reader_find_origin(struct reader *r, const char *file, struct zf_error *err)
{
	const struct zonefile_known *known = find_known(r->options, r->path);
	r->now.origin = name_root;
	if (r->options->origin) {
		if (idn_parse_absolute(&r->now.origin, r->options->origin, err) != ZF_OK)
			return err->code;
		r->apex = APEX_BY_ORIGIN;
		r->known.how = r->now.origin.len > 1 ? ZONE_KNOWN_BY_OPTION : ZONE_UNKNOWN;
	} else if (known) {
		if (take_known(r, file, known, err) != ZF_OK)
			return err->code;
	} else if (file && origin_of_file(&r->now.origin, file)) {
		r->apex = APEX_BY_FILE;
		r->known.how = ZONE_KNOWN_BY_FILE;
	}
	r->known.name = r->now.origin;
	r->now.has_origin = r->apex != APEX_UNKNOWN;
	return ZF_OK;
}

void zonefile_start_origin(
	struct name *origin, const char *file, const struct zonefile_options *options)
{
	struct zf_error ignored = ZF_ERROR_INIT;
	const struct zonefile_known *row =
		find_known(options, options->path ? options->path : file);
	bool known = row != NULL;
	if (options->origin)
		known = idn_parse_absolute(origin, options->origin, &ignored) == ZF_OK;
	else if (row)
		*origin = row->origin;
	else
		known = file && origin_of_file(origin, file);
	if (!known)
		*origin = name_root;
}

bool zonefile_is_name(const char *file)
{
	struct str text = str_of(file);
	bool named = cut_ending(&text, ".signed");
	for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]) && !named; i++)
		named = strcmp(endings[i], ".txt") != 0 && cut_ending(&text, endings[i]);
	for (size_t i = 0; i < sizeof(beginnings) / sizeof(beginnings[0]) && !named; i++)
		named = str_starts(file, beginnings[i]);
	return named;
}

/* The index of the entry's word SOA, or 0. */
static size_t find_soa(const struct lexer *l)
{
	for (size_t i = 1; i < l->count && i < 4; i++)
		if (str_eq_nocase(l->tokens[i].p, l->tokens[i].n, "SOA", 3))
			return i;
	return 0;
}

static bool is_absolute(struct str text)
{
	return text.n > 1 && text.p[text.n - 1] == '.';
}

void reader_learn_origin(struct reader *r)
{
	const struct lexer *l = &r->source->lexer;
	size_t soa = r->source->parent ? 0 : find_soa(l);
	if (soa == 0 || l->indented || r->suggested.len > 0)
		return;
	struct str owner = {l->tokens[0].p, l->tokens[0].n}, mailbox = {0};
	if (soa + 2 < l->count)
		mailbox = (struct str){l->tokens[soa + 2].p, l->tokens[soa + 2].n};
	if (is_absolute(owner)) {
		read_name(&r->suggested, (struct str){owner.p, owner.n - 1});
	} else if (read_name(&r->suggested, owner)) {
		r->known = (struct known_zone){ZONE_KNOWN_BY_SOA, r->suggested};
		reader_set_origin(r, &r->suggested);
	} else if (is_absolute(mailbox)) {
		const char *dot = memchr(mailbox.p, '.', mailbox.n);
		size_t label = (size_t)(dot + 1 - mailbox.p);
		if (label < mailbox.n)
			read_name(&r->suggested,
				(struct str){mailbox.p + label, mailbox.n - label - 1});
	}
}

/* Whether a name is `zone` without its final dot, read relative to the origin. */
static bool lacks_dot(const struct reader *r, const struct name *owner, const struct name *zone)
{
	size_t labels = zone->len - 1u;
	struct name tail = {.len = (uint8_t)(owner->len - labels)};
	struct name head = {.len = zone->len};
	if (!r->now.has_origin || labels == 0 || owner->len != labels + r->now.origin.len)
		return false;
	memcpy(tail.wire, owner->wire + labels, tail.len);
	memcpy(head.wire, owner->wire, labels);
	return name_equal(&head, zone) && name_equal(&tail, &r->now.origin);
}

static void find_wrong_soa(struct reader *r, const struct name *owner, const char *at)
{
	static const char *const sources[] = {
		[ZONE_KNOWN_BY_OPTION] = "--origin says",
		[ZONE_KNOWN_BY_TABLE] = "--named-conf says",
		[ZONE_KNOWN_BY_FILE] = "the file's name says",
	};
	struct buf text;
	buf_init(&text, 0);
	buf_adds(&text, "SOA record of ");
	if (r->source->parent) /* content of included files isn't shown */
		buf_adds(&text, "another zone");
	else
		name_print(&text, owner->wire);
	buf_printf(&text, ", but %s ", sources[r->known.how]);
	name_print(&text, r->known.name.wire);
	buf_adds(&text, r->known.how == ZONE_KNOWN_BY_FILE ? "; give --origin to say which" : "");
	reader_find(r, READ_WRONG_SOA, at, text.data);
	buf_free(&text);
}

bool reader_judge_soa(struct reader *r, struct name *owner, const char *at)
{
	const struct name *known = r->known.how == ZONE_UNKNOWN ? NULL : &r->known.name;
	const struct name *origin = &r->now.origin, *zone = NULL;
	/* The file's own $ORIGIN counts for more than its name. */
	bool own = r->known.how == ZONE_KNOWN_BY_FILE && r->now.origin_is_own && origin->len > 1;
	if ((known && name_equal(owner, known)) || (own && name_equal(owner, origin)))
		return false;
	if (known && lacks_dot(r, owner, known))
		zone = known;
	else if ((!known || own) && lacks_dot(r, owner, origin))
		zone = origin;
	if (zone)
		reader_find(r, READ_SOA_WITHOUT_DOT, at,
			"SOA record of the zone's name without its final dot: taken as the zone's");
	else if (known)
		find_wrong_soa(r, owner, at);
	if (!zone && !known)
		return false;
	*owner = zone ? *zone : *known;
	return true;
}
