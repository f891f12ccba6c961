/* check: what the tables of keys can't say. */
#include <regex.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "desc_keys.h"
#include "tmpl.h"

/* The variables that the engine sets; see README.md beside the descriptions. */
static const char *const own_variables[] = {
	"id", "item", "job", "marker", "offset", "page", "session", "size", "word", "zone"};

/* Keys of a profile that mean something else. */
static const char *const reserved[] = {"provider", "url"};

static bool is_one_of(const char *const *names, size_t count, const char *name, size_t size)
{
	for (size_t i = 0; i < count; i++) {
		if (strlen(names[i]) == size && memcmp(names[i], name, size) == 0)
			return true;
	}
	return false;
}

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

bool desc_is_name(const char *name, char joint)
{
	if (!*name || *name == joint)
		return false;
	for (const char *p = name; *p; p++) {
		if (!(*p >= 'a' && *p <= 'z') && !str_is_digit(*p) && *p != joint)
			return false;
	}
	return strlen(name) <= 40;
}

static void go(struct schema_context *c, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
static void go(struct schema_context *c, const char *format, ...)
{
	va_list ap;
	va_start(ap, format);
	vsnprintf(c->place, sizeof(c->place), format, ap);
	va_end(ap);
}

/* Variables that calls set: of `next`, `keep`. */
static bool sets_variable(const struct list *set, const char *name, size_t size)
{
	const struct desc_next *n = set->items;
	for (size_t i = 0; i < set->count; i++) {
		if (strlen(n[i].name) == size && memcmp(n[i].name, name, size) == 0)
			return true;
	}
	return false;
}

static bool call_sets(const struct desc_call *call, const char *name, size_t size)
{
	for (; call; call = call->each) {
		if (call->page && sets_variable(&call->page->next, name, size))
			return true;
	}
	return false;
}

static bool calls_set(const struct list *calls, const char *name, size_t size)
{
	const struct desc_call *c = calls->items;
	for (size_t i = 0; i < calls->count; i++) {
		if (call_sets(&c[i], name, size))
			return true;
	}
	return false;
}

static bool is_variable(const void *user, const char *name, size_t size)
{
	const struct desc *d = user;
	if (is_one_of(own_variables, COUNT(own_variables), name, size))
		return true;
	const struct desc_variable *v = d->variables.items;
	for (size_t i = 0; i < d->variables.count; i++) {
		if (strlen(v[i].name) == size && memcmp(v[i].name, name, size) == 0)
			return true;
	}
	const struct desc_auth *a = d->auth.items;
	for (size_t i = 0; i < d->auth.count; i++) {
		if (sets_variable(&a[i].keep, name, size))
			return true;
	}
	const struct desc_view *w = d->views.items;
	for (size_t i = 0; i < d->views.count; i++) {
		if (w[i].records && calls_set(&w[i].records->list, name, size))
			return true;
	}
	return call_sets(d->zones->list, name, size) || call_sets(d->zones->find, name, size) ||
	       calls_set(&d->records->list, name, size);
}

static enum zf_status check_templates(
	const struct desc *d, struct schema_context *c, struct zf_error *err)
{
	for (size_t i = 0; i < c->use_count; i++) {
		struct tmpl_why why;
		if (tmpl_check(c->uses[i].text, is_variable, d, &why))
			continue;
		go(c, "%s", c->uses[i].place);
		return schema_error(c, err, "%s", why.text);
	}
	return ZF_OK;
}

static enum zf_status check_variables(
	const struct desc *d, struct schema_context *c, struct zf_error *err)
{
	const struct desc_variable *v = d->variables.items;
	for (size_t i = 0; i < d->variables.count; i++) {
		size_t n = strlen(v[i].name);
		go(c, "/variables/%s", v[i].name);
		if (!desc_is_name(v[i].name, '_'))
			return schema_error(c, err, "a variable's name is of a-z, 0-9 and _");
		if (is_one_of(own_variables, COUNT(own_variables), v[i].name, n) ||
			is_one_of(reserved, COUNT(reserved), v[i].name, n))
			return schema_error(c, err, "this name has a meaning of its own");
		if (v[i].secret && v[i].value)
			return schema_error(c, err, "a secret has no default");
	}
	return ZF_OK;
}

static enum zf_status check_page(
	const struct desc_page *p, struct schema_context *c, struct zf_error *err)
{
	if (p->style == PAGE_CURSOR && !p->next.count)
		return schema_error(c, err, "style \"cursor\" needs the key \"next\"");
	if (p->style == PAGE_MARKER && !p->marker.scope)
		return schema_error(c, err, "style \"marker\" needs the key \"marker\"");
	if (p->style == PAGE_LINK && !p->link.scope)
		return schema_error(c, err, "style \"link\" needs the key \"link\"");
	return ZF_OK;
}

/* A call that only reads: `where` is its JSON pointer. */
static enum zf_status check_call(const struct desc_call *call, const char *where,
	struct schema_context *c, struct zf_error *err)
{
	go(c, "%s", where);
	for (; call; call = call->each) {
		enum zf_status status = call->page ? check_page(call->page, c, err) : ZF_OK;
		if (status)
			return status;
		if (call->method != CALL_GET && call->method != CALL_POST)
			return schema_error(c, err, "a call that reads is GET or POST");
		struct ref ref;
		for (size_t i = 0; i < call->about.count; i++) {
			if (!ref_parse(&ref, call->about.items[i].name))
				return schema_error(c, err, "a key of \"about\" is no reference");
		}
		if (call->url)
			return schema_error(c, err, "only a login goes to a URL of its own");
		if (call->body && call->form.count)
			return schema_error(c, err, "a call has a body or a form, not both");
	}
	return ZF_OK;
}

static enum zf_status check_auth(
	const struct desc *d, struct schema_context *c, struct zf_error *err)
{
	const struct desc_auth *a = d->auth.items;
	for (size_t i = 0; i < d->auth.count; i++) {
		go(c, "/auth/%zu", i);
		switch (a[i].scheme) {
		case AUTH_HEADERS:
			if (!a[i].headers.count && !a[i].query.count)
				return schema_error(c, err, "headers or query are missing");
			break;
		case AUTH_BASIC:
			if (!a[i].user || !a[i].password)
				return schema_error(c, err, "user and password are missing");
			break;
		case AUTH_LOGIN:
			if (!a[i].login || !a[i].token.count)
				return schema_error(c, err, "login and token are missing");
			break;
		default:
			break;
		}
		const char *fault = desc_signer_check(&a[i]);
		if (fault)
			return schema_error(c, err, "%s", fault);
	}
	return ZF_OK;
}

static enum zf_status check_ttl(
	struct desc *d, const struct desc_ttl *ttl, struct schema_context *c, struct zf_error *err)
{
	const struct desc_special *s = ttl->special.items;
	for (size_t i = 0; i < ttl->special.count; i++) {
		int64_t n;
		struct ref ref;
		struct str text = json_text(s[i].ttl);
		bool is_ref =
			json_kind(s[i].ttl) == JSON_STRING && text.n && ref_parse(&ref, text.p);
		if (!is_ref && !json_integer(s[i].ttl, 0, INT32_MAX, false, &n))
			return schema_error(c, err,
				"a special TTL means a number of seconds, or a reference to one");
		d->wants_zone = d->wants_zone || (is_ref && ref.scope == REF_ZONE);
	}
	return ZF_OK;
}

static enum zf_status check_records(struct desc *d, const struct desc_records *r, const char *where,
	struct schema_context *c, struct zf_error *err)
{
	go(c, "%s", where);
	if (!r->list.count || !r->owner || !r->type || !r->ttl || !r->rdata.count)
		return schema_error(
			c, err, "one of the keys list, owner, type, ttl, rdata is missing");
	const struct desc_rule *rules = r->rules.items;
	for (size_t i = 0; i < r->rules.count; i++) {
		if (!rules[i].actions)
			return schema_error(c, err, "the key \"do\" of a rule is missing");
	}
	if (!r->targets || !r->txt)
		return schema_error(c, err, "one of the keys targets, txt is missing");
	enum zf_status status = check_ttl(d, r->ttl, c, err);
	const struct desc_call *calls = r->list.items;
	for (size_t i = 0; i < r->list.count && !status; i++)
		status = check_call(&calls[i], where, c, err);
	return status;
}

/* What a view's records don't say is as of the main ones. */
static enum zf_status inherit_records(
	struct desc *d, struct desc_view *v, struct schema_context *c, struct zf_error *err)
{
	char place[128];
	snprintf(place, sizeof(place), "/views/%s/records", v->name);
	go(c, "%s", place);
	*v->records = *d->records;
	enum zf_status status =
		schema_decode(c, v->records, &desc_records_schema, json_at(d->json, place), err);
	return status ? status : check_records(d, v->records, place, c, err);
}

static enum zf_status check_views(struct desc *d, struct schema_context *c, struct zf_error *err)
{
	struct desc_view *v = d->views.items;
	for (size_t i = 0; i < d->views.count; i++) {
		char place[128];
		snprintf(place, sizeof(place), "/views/%s", v[i].name);
		go(c, "%s", place);
		if (!desc_is_name(v[i].name, '-') || strcmp(v[i].name, "id") == 0)
			return schema_error(
				c, err, "a view's name is of a-z, 0-9 and -, and is not \"id\"");
		if (!v[i].records == !v[i].text)
			return schema_error(c, err, "a view has either records or text");
		if (v[i].text && v[i].job && !v[i].job->poll)
			return schema_error(c, err, "the key \"poll\" of the job is missing");
		if (v[i].job && (!v[i].job->interval || !v[i].job->deadline))
			return schema_error(c, err, "interval and deadline of the job are missing");
		enum zf_status status = v[i].records ? inherit_records(d, &v[i], c, err)
						     : check_call(v[i].text->call, place, c, err);
		if (status)
			return status;
	}
	return ZF_OK;
}

static enum zf_status check_zones(
	const struct desc *d, struct schema_context *c, struct zf_error *err)
{
	const struct desc_zones *z = d->zones;
	enum zf_status status = check_call(z->list, "/zones/list", c, err);
	status = status ? status : check_call(z->find, "/zones/find", c, err);
	status = status ? status : check_call(z->get, "/zones/get", c, err);
	if (status)
		return status;
	go(c, "/zones");
	if (z->id.count && !z->list && !z->find)
		return schema_error(c, err, "ids need the key list or find");
	const struct desc_call *first = d->records->list.items;
	bool given = z->list || z->find || z->get || (first && first->zone.count);
	if (d->wants_zone && !given)
		return schema_error(c, err, "nothing gives the zone object that is referred to");
	return ZF_OK;
}

/* A loopback address by its spelling: 127.x, [::1] or localhost. What is sent to is judged again,
 * by its meaning, when it is. */
static bool is_loopback(const char *url)
{
	static const char *const hosts[] = {"http://127.", "http://[::1]", "http://localhost"};
	for (size_t i = 0; i < COUNT(hosts); i++) {
		if (!str_starts(url, hosts[i]))
			continue;
		const char *end = url + strlen(hosts[i]);
		end += i == 0 ? strspn(end, "0123456789.") : 0;
		if (!*end || *end == ':' || *end == '/')
			return true;
	}
	return false;
}

static enum zf_status check_pattern(
	const char *pattern, struct schema_context *c, struct zf_error *err)
{
	regex_t regex;
	char why[120];
	int failed = pattern ? regcomp(&regex, pattern, REG_EXTENDED | REG_NOSUB) : 0;
	if (failed) {
		regerror(failed, &regex, why, sizeof(why));
		return schema_error(c, err, "\"%s\" is no regular expression: %s", pattern, why);
	}
	if (pattern)
		regfree(&regex);
	return ZF_OK;
}

static enum zf_status check_forms(
	const struct list *forms, struct schema_context *c, struct zf_error *err)
{
	const struct desc_form *form = forms->items;
	enum zf_status status = ZF_OK;
	for (size_t i = 0; i < forms->count && !status; i++) {
		go(c, "/holds/forms/%zu", i);
		if (!form[i].owner && !form[i].rdata)
			return schema_error(c, err, "a form has an `owner`, an `rdata` or both");
		status = check_pattern(form[i].owner, c, err);
		status = status ? status : check_pattern(form[i].rdata, c, err);
	}
	return status;
}

enum zf_status desc_check(struct desc *d, struct schema_context *c, struct zf_error *err)
{
	go(c, "/name");
	if (!desc_is_name(d->name, '-'))
		return schema_error(c, err, "a provider's name is of a-z, 0-9 and -");
	go(c, "/url");
	if (d->url && !str_starts(d->url, "https://") && !is_loopback(d->url))
		return schema_error(c, err, "a URL is https, or http to a loopback address");
	enum zf_status status = check_variables(d, c, err);
	status = status ? status : check_auth(d, c, err);
	status = status ? status : check_records(d, d->records, "/records", c, err);
	status = status ? status : check_zones(d, c, err);
	status = status ? status : check_views(d, c, err);
	status = status ? status : check_forms(&d->holds->forms, c, err);
	status = status ? status : desc_check_write(d, c, err);
	status = status ? status : check_call(d->test, "/test", c, err);
	return status ? status : check_templates(d, c, err);
}
