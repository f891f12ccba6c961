#include "merge_rule.h"

#include <string.h>

#include "diff.h"

/* Policies of which a name has one at most; the text begins so (RFC 7208 section 4.5, RFC 7489
 * section 6.6.3, RFC 6376 section 3.6.2.2, RFC 8461 section 3.1, RFC 8460 section 3). */
static const struct {
	const char *version;
	enum merge_rule_kind kind;
} policies[] = {
	{"v=spf1", KIND_SPF},
	{"v=DMARC1", KIND_DMARC},
	{"v=DKIM1", KIND_DKIM},
	{"v=STSv1", KIND_MTA_STS},
	{"v=TLSRPTv1", KIND_TLSRPT},
};

/* Two kinds that exclude each other; one kind twice: it stands there once. */
static const struct {
	enum merge_rule_kind a, b;
} rules[] = {
	{KIND_CNAME, KIND_BESIDE_CNAME}, /* RFC 1034 section 3.6.2 */
	{KIND_CNAME, KIND_CNAME}, /* RFC 2181 section 10.1 */
	{KIND_SOA, KIND_SOA}, /* RFC 1035 section 5.2 */
	{KIND_DNAME, KIND_DNAME}, /* RFC 6672 section 2.4 */
	{KIND_DNAME, KIND_CUT}, /* RFC 6672 section 2.3 */
	{KIND_NULL_MX, KIND_MX}, /* RFC 7505 section 3 */
	{KIND_SPF_TYPE, KIND_SPF_TYPE},
	{KIND_SPF, KIND_SPF},
	{KIND_DMARC, KIND_DMARC},
	{KIND_DKIM, KIND_DKIM},
	{KIND_MTA_STS, KIND_MTA_STS},
	{KIND_TLSRPT, KIND_TLSRPT},
};

static void count_policy(struct merge_rule *rule, const struct rec *r)
{
	struct buf text;
	buf_init(&text, 0);
	diff_join_strings(&text, r);
	for (size_t i = 0; i < sizeof(policies) / sizeof(policies[0]); i++) {
		size_t n = strlen(policies[i].version);
		if (text.len >= n && str_eq_nocase(text.data, n, policies[i].version, n))
			rule->counts[policies[i].kind]++;
	}
	buf_free(&text);
}

void merge_rule_count(struct merge_rule *rule, const struct rec *r)
{
	enum { PREFERENCE = 2 }; /* octets; the root is one more */
	uint16_t type = rec_type(r);
	bool null_mx = r->rdata_len == PREFERENCE + 1 && rec_rdata(r)[PREFERENCE] == 0;
	rule->counts[KIND_SOA] += type == TYPE_SOA;
	rule->counts[KIND_CNAME] += type == TYPE_CNAME;
	rule->counts[KIND_BESIDE_CNAME] += type != TYPE_CNAME && !rrtype_may_accompany_cname(type);
	rule->counts[KIND_DNAME] += type == TYPE_DNAME;
	rule->counts[KIND_CUT] += type == TYPE_NS && !key_is_apex(rec_key(r));
	rule->counts[KIND_NULL_MX] += type == TYPE_MX && null_mx;
	rule->counts[KIND_MX] += type == TYPE_MX && !null_mx;
	rule->counts[KIND_SPF_TYPE] += type == TYPE_SPF;
	if (type == TYPE_TXT)
		count_policy(rule, r);
}

unsigned merge_rule_faults(const struct merge_rule *rule)
{
	unsigned faults = 0;
	for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++) {
		bool twice = rules[i].a == rules[i].b;
		size_t a = rule->counts[rules[i].a], b = rule->counts[rules[i].b];
		if (twice ? a > 1 : a > 0 && b > 0)
			faults |= 1u << i;
	}
	return faults;
}

unsigned merge_rule_faults_of(const struct zf_zone *zone, size_t from, size_t to)
{
	struct merge_rule rule = {.counts = {0}};
	for (size_t i = from; i < to; i++)
		merge_rule_count(&rule, zone->recs[i]);
	return merge_rule_faults(&rule);
}
