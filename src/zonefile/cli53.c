/*
 * cli53: what an export of cli53 writes of Route 53 beyond DNS. Both are kept as the provider
 * records that the API's own answer gives.
 *
 *   www 300 AWS ALIAS A target.example.net. ZONEID false
 *   www 300 IN A 192.0.2.1 ; AWS routing="WEIGHTED" weight=10 identifier="blue"
 */
#include <string.h>

#include "dialect.h"
#include "encode.h"
#include "keep.h"

bool cli53_alias(struct reader *r, const struct rrtoken *token, const struct rrtoken *end)
{
	static const char word[] = "ALIAS", same[] = "$self";
	struct buf target, alias;
	if (end - token != 5 || !str_eq_nocase(token->p, token->n, word, strlen(word)) ||
		!rrtype_parse(token[1].p, token[1].n))
		return false;
	buf_init(&target, 0);
	buf_init(&alias, 0);
	keep_target(r, &target, &token[2]);
	buf_adds(&alias, "{\"DNSName\":");
	encode_json_string(&alias, target.data, target.len);
	buf_adds(&alias, ",\"EvaluateTargetHealth\":");
	encode_json_string(&alias, token[4].p, token[4].n);
	if (!str_eq((struct str){token[3].p, token[3].n}, same)) {
		buf_adds(&alias, ",\"HostedZoneId\":");
		encode_json_string(&alias, token[3].p, token[3].n);
	}
	buf_addc(&alias, '}');
	keep_begin(r);
	keep_add_json(r, "AliasTarget", (struct str){alias.data, alias.len});
	keep_add_owner(r, "Name");
	keep_add(r, "Type", (struct str){token[1].p, token[1].n});
	keep_end(r, "route53");
	buf_free(&target);
	buf_free(&alias);
	return true;
}

/* Words of the comment, and the API's members. */
static const struct {
	const char *word, *member, *inside; /* inside: the member that holds it, or NULL */
} members[] = {
	{"identifier", "SetIdentifier", NULL},
	{"weight", "Weight", NULL},
	{"region", "Region", NULL},
	{"failover", "Failover", NULL},
	{"healthCheckId", "HealthCheckId", NULL},
	{"continentCode", "ContinentCode", "GeoLocation"},
	{"countryCode", "CountryCode", "GeoLocation"},
	{"subdivisionCode", "SubdivisionCode", "GeoLocation"},
};

/* Takes one word=value or word="value" from the start of text. False: there is none. */
static bool next_pair(struct str *text, struct str *word, struct str *value)
{
	const char *end = text->p + text->n, *p = text->p, *from;
	while (p < end && (*p == ' ' || *p == '\t'))
		p++;
	const char *equals = memchr(p, '=', (size_t)(end - p));
	if (!equals)
		return false;
	*word = (struct str){p, (size_t)(equals - p)};
	from = p = equals + 1;
	if (p < end && *p == '"') {
		from = ++p;
		while (p < end && *p != '"')
			p++;
		*value = (struct str){from, (size_t)(p - from)};
		p += p < end;
	} else {
		while (p < end && *p != ' ')
			p++;
		*value = (struct str){from, (size_t)(p - from)};
	}
	*text = (struct str){p, (size_t)(end - p)};
	return true;
}

static void add_pair(struct reader *r, struct buf *location, struct str word, struct str value)
{
	for (size_t i = 0; i < sizeof(members) / sizeof(members[0]); i++) {
		if (!str_eq(word, members[i].word))
			continue;
		if (!members[i].inside) {
			keep_add(r, members[i].member, value);
			return;
		}
		buf_printf(location, "%c\"%s\":", location->len ? ',' : '{', members[i].member);
		encode_json_string(location, value.p, value.n);
	}
}

/* The record's RDATA as the API's {"ResourceRecord":{"Value":…}}. */
static void add_value(struct reader *r, uint16_t type)
{
	struct buf text, value;
	buf_init(&text, 0);
	buf_init(&value, 0);
	rdata_print(&text, type, (const uint8_t *)r->rdata.data, r->rdata.len);
	buf_adds(&value, "{\"ResourceRecord\":{\"Value\":");
	encode_json_string(&value, text.data, text.len);
	buf_adds(&value, "}}");
	keep_add_json(r, "ResourceRecords", (struct str){value.data, value.len});
	buf_free(&text);
	buf_free(&value);
}

static void add_record(struct reader *r, const struct rec_head *head, uint16_t type)
{
	char text[RRTYPE_MAX_TEXT];
	keep_add_owner(r, "Name");
	add_value(r, type);
	int n = snprintf(text, sizeof(text), "%u", (unsigned)head->ttl);
	keep_add(r, "TTL", (struct str){text, (size_t)n});
	keep_add(r, "Type", str_of(rrtype_name(type, text)));
}

enum dialect_outcome cli53_take(struct reader *r, struct rec_head *head, uint16_t type)
{
	const struct lexer *l = &r->source->lexer;
	static const char start[] = "AWS routing=", multi[] = "MULTIVALUE";
	struct str word, value, text = {0};
	struct buf location;
	bool routed = false;
	if (l->comment_count == 1)
		text = (struct str){l->comments[0].p, l->comments[0].n};
	const char *at = text.n ? memmem(text.p, text.n, start, strlen(start)) : NULL;
	if (!at || type == TYPE_SOA)
		return DIALECT_LEFT;
	at += 4; /* behind "AWS " */
	text = (struct str){at, (size_t)(text.p + text.n - at)};
	buf_init(&location, 0);
	keep_begin(r);
	while (next_pair(&text, &word, &value)) {
		routed = routed || str_eq(word, "identifier");
		if (str_eq(word, "routing") && str_eq(value, multi))
			keep_add(r, "MultiValueAnswer", STR("true"));
		add_pair(r, &location, word, value);
	}
	if (location.len) {
		buf_addc(&location, '}');
		keep_add_json(r, "GeoLocation", (struct str){location.data, location.len});
	}
	buf_free(&location);
	if (!routed)
		return DIALECT_LEFT;
	add_record(r, head, type);
	keep_end(r, "route53");
	reader_find(r, READ_FOREIGN_RECORD, l->tokens[0].p,
		"one of several sets of Route 53, of which one is answered; kept as a provider "
		"record");
	return DIALECT_TAKEN;
}
