/* Mail: MX, and the policies that live in TXT (DMARC, DKIM, MTA-STS, TLS reporting). SPF has a file
 * of its own. */
#include "parts.h"
#include "tags.h"
#include "hosts.h"

static bool is_null_mx(const struct rec *r)
{
	return r->rdata_len == 3 && rec_rdata(r)[2] == 0;
}

void check_mx(struct check *c, const struct check_set *set)
{
	static const struct check_target_codes codes = {"mx-cname", "mx-no-address"};
	for (size_t i = set->from; i < set->end; i++) {
		const struct rec *r = c->zone->recs[i];
		struct name host;
		if (is_null_mx(r) && set->end - set->from > 1)
			check_report(c, r, "null-mx-and-other",
				"an MX of '.' says that the domain takes no mail, the other MX say that "
				"it does; remove one or the other");
		else if (!is_null_mx(r) && r->rdata_len > 2 &&
			 name_from_wire(&host, rec_rdata(r) + 2, r->rdata_len - 2U))
			check_target(c, r, &host, &codes);
	}
}

/* A policy: TXT whose first tag is the version. */
struct policy {
	const char *version; /* "v=DMARC1": the text begins with it */
	const char *place; /* the labels before the domain */
	const char *code, *code_multiple;
	bool (*is_at)(const struct name *owner);
	/* NULL: good; else what is wrong, as a clause. */
	const char *(*judge)(const struct tags *tags);
};

static bool is_dmarc_name(const struct name *owner)
{
	return check_first_label_is(owner, "_dmarc");
}

/* SELECTOR._domainkey.DOMAIN (RFC 6376 section 3.6.2.1); selectors may have inner dots. */
static bool is_dkim_name(const struct name *owner)
{
	struct name rest = *owner;
	while (rest.len > 1) {
		check_parent(&rest, &rest, 1);
		if (check_first_label_is(&rest, "_domainkey"))
			return true;
	}
	return false;
}

static bool is_sts_name(const struct name *owner)
{
	return check_first_label_is(owner, "_mta-sts");
}

static bool is_tlsrpt_name(const struct name *owner)
{
	struct name rest;
	check_parent(&rest, owner, 1);
	return check_first_label_is(owner, "_smtp") && check_first_label_is(&rest, "_tls");
}

/* Comma-separated URIs that begin with one of the schemes; DMARC allows "!10m" behind one. */
static bool are_uris(struct str list, const char *const *schemes)
{
	struct str uri;
	bool some = false;
	while (tags_list_next(&list, ',', &uri)) {
		bool known = false;
		for (size_t i = 0; schemes[i]; i++) {
			size_t n = strlen(schemes[i]);
			known = known || (uri.n > n && str_eq_nocase(uri.p, n, schemes[i], n));
		}
		if (!known || memchr(uri.p, ' ', uri.n))
			return false;
		some = true;
	}
	return some;
}

/* Whether one of a list is a bare mail address. */
static bool lacks_scheme(struct str list)
{
	struct str uri;
	while (tags_list_next(&list, ',', &uri))
		if (uri.n > 0 && memchr(uri.p, '@', uri.n) && !memchr(uri.p, ':', uri.n))
			return true;
	return false;
}

static bool is_one_of(struct str value, const char *const *words)
{
	for (; *words; words++)
		if (str_eq_nocase(value.p, value.n, *words, strlen(*words)))
			return true;
	return false;
}

static const char *const dmarc_actions[] = {"none", "quarantine", "reject", NULL};
static const char *const dmarc_modes[] = {"r", "s", NULL};
static const char *const mail_schemes[] = {"mailto:", NULL};
static const char *const report_schemes[] = {"mailto:", "https://", NULL};

static const char *judge_dmarc(const struct tags *tags)
{
	static const struct {
		const char *tag;
		const char *const *words;
		const char *text;
	} words[] = {
		{"p", dmarc_actions, "p is none, quarantine or reject"},
		{"sp", dmarc_actions, "sp is none, quarantine or reject"},
		{"np", dmarc_actions, "np is none, quarantine or reject"},
		{"adkim", dmarc_modes, "adkim is r or s"},
		{"aspf", dmarc_modes, "aspf is r or s"},
	};
	uint64_t number;
	struct str value;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (tags_find(tags, words[i].tag, &value) && !is_one_of(value, words[i].words))
			return words[i].text;
	if (!tags_find(tags, "p", &value) && !tags_find(tags, "rua", &value))
		return "p, what to do with mail that fails, is missing";
	if (tags_find(tags, "pct", &value) && !str_to_u64(value.p, value.n, 100, &number))
		return "pct is a number from 0 to 100";
	if (tags_find(tags, "ri", &value) && !str_to_u64(value.p, value.n, UINT32_MAX, &number))
		return "ri is a number of seconds";
	if (tags_find(tags, "rua", &value) && lacks_scheme(value))
		return "an address in rua begins with mailto:";
	if (tags_find(tags, "rua", &value) && !are_uris(value, mail_schemes))
		return "rua is a list of mailto: addresses with commas between";
	if (tags_find(tags, "ruf", &value) && !are_uris(value, mail_schemes))
		return "ruf is a list of mailto: addresses with commas between";
	return NULL;
}

enum {
	RSA_MIN_OCTETS = 128, /* 1024 bits, RFC 8301 section 3.2: the modulus alone */
	ED25519_OCTETS = 32,
};

static const char *judge_dkim_key(struct str type, struct str key)
{
	size_t octets;
	if (!tags_base64_size(key, &octets))
		return "p, the key, is not whole base64";
	if (octets == 0)
		return NULL; /* an empty p revokes the key */
	if (str_eq(type, "ed25519"))
		return octets == ED25519_OCTETS ? NULL : "p, an Ed25519 key, has 32 octets";
	if (!str_eq(type, "rsa"))
		return NULL;
	/* A DER sequence begins with 0x30, which base64 spells 'M' and a letter up to 'P'. */
	if (key.p[0] != 'M')
		return "p, an RSA key, begins with M; its start seems to be lost";
	return octets >= RSA_MIN_OCTETS ? NULL : "p, an RSA key, is shorter than 1024 bits";
}

static const char *judge_dkim(const struct tags *tags)
{
	struct str key, type = STR("rsa");
	tags_find(tags, "k", &type);
	if (!tags_find(tags, "p", &key))
		return "p, the key, is missing";
	return judge_dkim_key(type, key);
}

static const char *judge_sts(const struct tags *tags)
{
	struct str id;
	if (!tags_find(tags, "id", &id))
		return "id is missing";
	for (size_t i = 0; i < id.n; i++)
		if (!str_is_digit(id.p[i]) &&
			!(str_lower[(uint8_t)id.p[i]] >= 'a' && str_lower[(uint8_t)id.p[i]] <= 'z'))
			return "id holds letters and digits only";
	return id.n >= 1 && id.n <= 32 ? NULL : "id has 1 to 32 letters and digits";
}

static const char *judge_tlsrpt(const struct tags *tags)
{
	struct str value;
	if (!tags_find(tags, "rua", &value))
		return "rua, where reports go, is missing";
	return are_uris(value, report_schemes) ? NULL : "rua is a list of mailto: or https: URIs";
}

static const struct policy policies[] = {
	{"v=DMARC1", "_dmarc", "dmarc-syntax", "dmarc-multiple", is_dmarc_name, judge_dmarc},
	{"v=DKIM1", "SELECTOR._domainkey", "dkim-syntax", "dkim-multiple", is_dkim_name,
		judge_dkim},
	{"v=STSv1", "_mta-sts", "mta-sts-syntax", "mta-sts-multiple", is_sts_name, judge_sts},
	{"v=TLSRPTv1", "_smtp._tls", "tlsrpt-syntax", "tlsrpt-multiple", is_tlsrpt_name,
		judge_tlsrpt},
};

/* RFC 6376 alone lets its version be left out. */
static bool needs_version(const struct policy *p)
{
	return p->judge != judge_dkim;
}

static bool begins_with(struct str text, const char *start)
{
	size_t n = strlen(start);
	return text.n >= n && str_eq_nocase(text.p, n, start, n);
}

/* "_report._dmarc" records permit reports about other domains; v=DMARC1 is all they need. */
static bool is_report_permission(const struct name *owner)
{
	struct name rest = *owner;
	while (rest.len > 1) {
		if (check_first_label_is(&rest, "_report"))
			return true;
		check_parent(&rest, &rest, 1);
	}
	return false;
}

static void check_policy(
	struct check *c, const struct policy *policy, const struct rec *r, struct str text)
{
	struct tags tags;
	const char *wrong = tags_parse(&tags, text);
	struct str version;
	if (memchr(text.p, '\\', text.n))
		wrong = "a backslash is part of the text, ';' is written without it";
	else if (!wrong && tags_find(&tags, "v", &version))
		wrong = tags.items[0].value.p != version.p ? "v, the version, comes first"
			: !str_eq(version, policy->version + 2)
				? "v, the version, is not the one that belongs here"
				: NULL;
	else if (!wrong && needs_version(policy))
		wrong = "v, the version, is missing";
	if (!wrong)
		wrong = policy->judge(&tags);
	if (wrong)
		check_report(c, r, policy->code, "the %s policy is ignored: %s; correct it%s",
			policy->version + 2, wrong, check_pieces(r));
}

static void check_policies(struct check *c, const struct check_set *set, const struct policy *p)
{
	size_t found = 0;
	for (size_t i = set->from; i < set->end; i++) {
		const struct rec *r = c->zone->recs[i];
		struct str text = check_txt_joined(&c->room, r);
		if (needs_version(p) && !begins_with(text, p->version))
			continue;
		if (++found == 2)
			check_report(c, r, p->code_multiple,
				"a name has one %s policy, of two none counts; remove one",
				p->version + 2);
		check_policy(c, p, r, text);
	}
	if (!found)
		check_report(c, c->zone->recs[set->from], p->code,
			"there is no %s policy in the TXT records of a name that is made for it; begin "
			"it with \"%s;\"",
			p->version + 2, p->version);
}

/* Whether the name is a policy's without its underscores: dmarc, x.domainkey, smtp._tls. */
static bool is_misspelt(const struct name *owner, const struct policy *policy)
{
	struct name right = *owner;
	if (policy->is_at(owner))
		return false;
	for (unsigned i = 0, at = 0; i < 2 && right.wire[at]; i++) {
		static const char *const words[] = {"dmarc", "domainkey", "mta-sts", "smtp", "tls"};
		const char *label = (const char *)&right.wire[at] + 1;
		bool known = false;
		for (size_t w = 0; w < sizeof(words) / sizeof(words[0]); w++)
			known = known ||
				str_eq_nocase(label, right.wire[at], words[w], strlen(words[w]));
		if (known && right.len < NAME_MAX_OCTETS) {
			memmove(&right.wire[at + 2], &right.wire[at + 1], right.len - at - 1);
			right.wire[at + 1] = '_';
			right.wire[at]++;
			right.len++;
		}
		at += 1u + right.wire[at];
	}
	return policy->is_at(&right);
}

/* What looks like a mistake in any TXT record, and policies that nobody will find there. They are
 * looked for at the apex and at names that lack an underscore: others may be what another zone's
 * alias leads to. */
static void check_any_txt(struct check *c, const struct check_set *set)
{
	bool apex = key_is_apex(rec_key(c->zone->recs[set->from]));
	for (size_t i = set->from; i < set->end; i++) {
		const struct rec *r = c->zone->recs[i];
		struct str text = check_txt_joined(&c->room, r);
		if (text.n >= 2 && text.p[0] == '"' && text.p[text.n - 1] == '"')
			check_report(c, r, "txt-quotes",
				"the quotes are part of the text; write them once, without a "
				"backslash");
		for (size_t p = 0; p < sizeof(policies) / sizeof(policies[0]); p++)
			if (begins_with(text, policies[p].version) &&
				(apex || is_misspelt(&set->node->owner, &policies[p])))
				check_report(c, r, "policy-misplaced",
					"nobody looks for a %s policy here; move it to %s and the "
					"zone's name",
					policies[p].version + 2, policies[p].place);
	}
}

void check_txt(struct check *c, const struct check_set *set)
{
	const struct policy *here = NULL;
	for (size_t i = 0; i < sizeof(policies) / sizeof(policies[0]); i++)
		if (policies[i].is_at(&set->node->owner))
			here = &policies[i];
	check_any_txt(c, set);
	if (here && !is_report_permission(&set->node->owner))
		check_policies(c, set, here);
}
