/* provider_type: types that are no DNS types, kept each in the form of the provider whose it is. */
#include <string.h>

#include "dialect.h"
#include "encode.h"
#include "keep.h"

enum value_kind { VALUE_TEXT, VALUE_NAME };

struct foreign_type {
	const char *word; /* a '*' at its end stands for any letters and digits */
	const char *provider; /* NULL: that of the dialect, else OTHER */
	const char *what;
	enum value_kind value;
};

#define OTHER "other"

static const struct foreign_type types[] = {
	{"ALIAS", NULL, "an address that the server looks up elsewhere", VALUE_NAME},
	{"ANAME", NULL, "an address that the server looks up elsewhere", VALUE_NAME},
	{"LUA", "powerdns", "a program of PowerDNS", VALUE_TEXT},
	{"CURL", NULL, "a redirect of web pages, not of names", VALUE_TEXT},
	{"FRAME", NULL, "a redirect of web pages, not of names", VALUE_TEXT},
	{"REDIRECT*", NULL, "a redirect of web pages, not of names", VALUE_TEXT},
	{"URL*", NULL, "a redirect of web pages, not of names", VALUE_TEXT},
	{"MBOXFW", NULL, "a redirect of mail, not of names", VALUE_TEXT},
	{"WINS", "windows", "a look-up in WINS by the server", VALUE_TEXT},
	{"WINSR", "windows", "a look-up in WINS by the server", VALUE_TEXT},
	{"WINS-R", "windows", "a look-up in WINS by the server", VALUE_TEXT},
	{"AWS", "route53", "an alias of Route 53", VALUE_TEXT},
};

static bool fits(const char *word, const struct rrtoken *token)
{
	size_t n = strlen(word);
	if (word[n - 1] != '*')
		return str_eq_nocase(token->p, token->n, word, n);
	if (token->n < n - 1 || !str_eq_nocase(token->p, n - 1, word, n - 1))
		return false;
	for (size_t i = n - 1; i < token->n; i++)
		if (!str_is_digit(token->p[i]) &&
			!((token->p[i] | 32) >= 'a' && (token->p[i] | 32) <= 'z'))
			return false;
	return true;
}

static const struct foreign_type *find_type(const struct rrtoken *token)
{
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (fits(types[i].word, token))
			return &types[i];
	return NULL;
}

bool reader_is_foreign(const struct reader *r, const struct rrtoken *token)
{
	return r->dialects == DIALECTS_ALL && !(token->flags & TOKEN_QUOTED) && find_type(token);
}

/* Upper case, as types are written. */
static void add_type(struct reader *r, const struct rrtoken *token)
{
	struct buf text;
	buf_init(&text, 0);
	for (size_t i = 0; i < token->n; i++) {
		char c = token->p[i];
		buf_addc(&text, c >= 'a' && c <= 'z' ? (char)(c - 32) : c);
	}
	keep_add(r, "type", (struct str){text.data, text.len});
	buf_free(&text);
}

/* As the API of PowerDNS has an RRset. */
static void add_content(struct reader *r, struct str value)
{
	struct buf list;
	buf_init(&list, 0);
	buf_adds(&list, "[{\"content\":");
	encode_json_string(&list, value.p, value.n);
	buf_adds(&list, ",\"disabled\":false}]");
	keep_add_json(r, "records", (struct str){list.data, list.len});
	buf_free(&list);
}

static void keep_plain(struct reader *r, const struct foreign_type *type,
	const struct rec_head *head, const struct rrtoken *token)
{
	const struct rrtoken *end = r->source->lexer.tokens + r->source->lexer.count;
	const char *usual = r->dialect ? r->dialect->name : OTHER;
	const char *provider = type->provider ? type->provider : usual;
	struct buf value;
	buf_init(&value, 0);
	if (type->value == VALUE_NAME && token + 2 == end)
		keep_target(r, &value, token + 1);
	else
		keep_join(&value, token + 1, end);
	keep_begin(r);
	keep_add_owner(r, "name");
	keep_add_number(r, "ttl", head->ttl);
	add_type(r, token);
	if (strcmp(provider, "powerdns") == 0)
		add_content(r, (struct str){value.data, value.len});
	else
		keep_add(r, "value", (struct str){value.data, value.len});
	keep_end(r, provider);
	buf_free(&value);
}

void reader_keep(struct reader *r, const struct rec_head *head, const struct rrtoken *token)
{
	const struct rrtoken *end = r->source->lexer.tokens + r->source->lexer.count;
	const struct foreign_type *type = find_type(token);
	if (!str_eq_nocase(token->p, token->n, "AWS", 3)) {
		keep_plain(r, type, head, token);
	} else if (!cli53_alias(r, token + 1, end)) {
		reader_find_token(r, READ_UNKNOWN_TYPE, token,
			"behind AWS stands ALIAS, type, target, zone, true or false");
		return;
	}
	char *text = arena_printf(
		&r->diags->arena, "%s: no DNS record; kept as a provider record", type->what);
	reader_find_token(r, READ_FOREIGN_RECORD, token, text);
	reader_kept_comments(r);
}
