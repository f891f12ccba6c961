/* CAA (RFC 8659). */
#include "parts.h"
#include "tags.h"

static bool is_alnum(char o)
{
	unsigned char l = str_lower[(unsigned char)o];
	return (l >= 'a' && l <= 'z') || str_is_digit(o);
}

/* Letters, digits and inner hyphens (RFC 8659 section 4.2: label and tag). */
static bool is_label(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!is_alnum(s.p[i]) && s.p[i] != '-')
			return false;
	return s.n > 0 && s.p[0] != '-' && s.p[s.n - 1] != '-';
}

static bool is_domain(struct str s)
{
	struct str label;
	while (tags_list_next(&s, '.', &label))
		if (!is_label(label))
			return false;
	return true;
}

static bool is_parameter(struct str s)
{
	const char *equals = s.n ? memchr(s.p, '=', s.n) : NULL;
	if (!equals)
		return false;
	size_t n = (size_t)(equals - s.p);
	struct str tag = {s.p, n}, value = {equals + 1, s.n - n - 1};
	while (tag.n && (tag.p[tag.n - 1] == ' ' || tag.p[tag.n - 1] == '\t'))
		tag.n--;
	for (size_t i = 0; i < value.n; i++)
		if (value.p[i] < 0x20 || value.p[i] > 0x7e)
			return false;
	return is_label(tag);
}

/* [issuer-domain-name] [";" [parameter *(";" parameter)]] of RFC 8659 section 4.2. */
static bool is_issue_value(struct str s)
{
	struct str item;
	tags_list_next(&s, ';', &item);
	if (item.n && (memchr(item.p, ' ', item.n) || !is_domain(item)))
		return false;
	for (size_t i = 0; tags_list_next(&s, ';', &item); i++) {
		bool nothing = item.n == 0 && !s.p && i == 0;
		if (!nothing && !is_parameter(item))
			return false;
	}
	return true;
}

/* A CA's domain has two labels at least, and isn't an address; a value without one forbids all. */
static bool names_issuer(struct str s)
{
	struct str issuer, label, rest;
	bool digits = true;
	tags_list_next(&s, ';', &issuer);
	rest = issuer;
	if (issuer.n == 0)
		return true;
	if (!memchr(issuer.p, '.', issuer.n))
		return false;
	while (tags_list_next(&rest, '.', &label))
		for (size_t i = 0; i < label.n; i++)
			digits = digits && str_is_digit(label.p[i]);
	return !digits;
}

static bool begins_with(struct str s, const char *start)
{
	size_t n = strlen(start);
	return s.n > n && str_eq_nocase(s.p, n, start, n);
}

static bool is_report_url(struct str s)
{
	return begins_with(s, "mailto:") || begins_with(s, "https://") || begins_with(s, "http://");
}

static bool is_mail_address(struct str s)
{
	return s.n > 2 && memchr(s.p + 1, '@', s.n - 2);
}

static bool is_anything(struct str s)
{
	return s.n > 0;
}

/* IANA "Certification Authority Restriction Properties". */
static const struct {
	const char *tag;
	bool (*is_good)(struct str value);
	const char *want;
} properties[] = {
	{"issue", is_issue_value, "a CA's domain, maybe with '; name=value', or ';' for none"},
	{"issuewild", is_issue_value, "a CA's domain, maybe with '; name=value', or ';' for none"},
	{"issuemail", is_issue_value, "a CA's domain, maybe with '; name=value', or ';' for none"},
	{"issuevmc", is_issue_value, "a CA's domain, maybe with '; name=value', or ';' for none"},
	{"iodef", is_report_url, "a mailto:, https: or http: URL"},
	{"contactemail", is_mail_address, "a mail address"},
	{"contactphone", is_anything, "a telephone number"},
};

static void check_property(struct check *c, const struct rec *r, struct str tag, struct str value)
{
	enum { CRITICAL = 128 };
	unsigned flags = rec_rdata(r)[0];
	if (flags & ~(unsigned)CRITICAL)
		check_report(c, r, "caa-flags",
			"flags %u sets reserved bits; 'critical' is 128, and 0 is usual", flags);
	for (size_t i = 0; i < sizeof(properties) / sizeof(properties[0]); i++) {
		if (!str_eq_nocase(tag.p, tag.n, properties[i].tag, strlen(properties[i].tag)))
			continue;
		if (!properties[i].is_good(value))
			check_report(c, r, "caa-syntax", "the value of %s is %s; correct it",
				properties[i].tag, properties[i].want);
		else if (properties[i].is_good == is_issue_value && !names_issuer(value))
			check_report(c, r, "caa-issuer",
				"the value of %s is no domain name, CAs look for theirs, such as "
				"letsencrypt.org; correct it",
				properties[i].tag);
		return;
	}
	if (flags & CRITICAL)
		check_report(c, r, "caa-critical",
			"the tag is unknown and marked critical, so that no CA may issue; correct the "
			"tag or set flags to 0");
	else
		check_report(c, r, "caa-unknown-tag",
			"no such tag is registered, CAs ignore it; correct it (issue, issuewild, "
			"issuemail, iodef …)");
}

void check_caa(struct check *c, const struct check_set *set)
{
	for (size_t i = set->from; i < set->end; i++) {
		const struct rec *r = c->zone->recs[i];
		const char *p = (const char *)rec_rdata(r);
		size_t n = r->rdata_len;
		if (n < 3 || (size_t)rec_rdata(r)[1] + 2 > n)
			continue;
		size_t tag = rec_rdata(r)[1];
		check_property(
			c, r, (struct str){p + 2, tag}, (struct str){p + 2 + tag, n - 2 - tag});
	}
}
