/* SPF policies (RFC 7208). */
#include "parts.h"
#include "spf_term.h"

enum { SPF_MAX_LOOKUPS = 10 }; /* RFC 7208 section 4.6.4 */

static const char version[] = "v=spf1";

static bool is_policy(struct str text)
{
	size_t n = sizeof(version) - 1;
	return text.n >= n && str_eq_nocase(text.p, n, version, n) &&
	       (text.n == n || text.p[n] == ' ');
}

static struct str terms_of(struct str policy)
{
	size_t n = sizeof(version) - 1;
	return (struct str){policy.p + n, policy.n - n};
}

/* The name that a mechanism leads to, when it is written without macros. */
static bool target_name(struct name *name, struct str domain)
{
	struct zf_error err = ZF_ERROR_INIT;
	char text[NAME_MAX_TEXT];
	if (domain.n == 0 || domain.n >= sizeof(text) || memchr(domain.p, '%', domain.n))
		return false;
	memcpy(text, domain.p, domain.n);
	text[domain.n] = '\0';
	return name_parse_absolute(name, text, &err) == ZF_OK;
}

enum { SPF_MAX_SEARCH = 100 }; /* a name with more TXT records has other troubles */

/* The policy at a name of this zone; false: there is none. */
static bool policy_of(const struct check *c, const struct name *name, struct buf *text)
{
	const struct zf_zone *zone = c->zone;
	size_t from = zone_find(zone, name, TYPE_TXT);
	if (!check_find(c, name, TYPE_TXT))
		return false;
	for (size_t i = from; i < zone->count && i < from + SPF_MAX_SEARCH; i++) {
		if (!rec_same_rrset(zone->recs[from], zone->recs[i]))
			break;
		if (is_policy(check_txt_joined(text, zone->recs[i])))
			return true;
	}
	return false;
}

static unsigned count_lookups(struct check *c, struct str policy, unsigned already);

/* What an include or redirect costs besides its own look-up, as far as this zone knows. */
static unsigned count_inside(struct check *c, struct str domain, unsigned already)
{
	struct name name, found;
	struct buf text;
	if (!target_name(&name, domain) || check_lookup(c, &name, &found) != CHECK_THERE)
		return already;
	buf_init(&text, 0);
	if (policy_of(c, &found, &text))
		already = count_lookups(c, (struct str){text.data, text.len}, already);
	buf_free(&text);
	return already;
}

/* Stops above the limit, which ends policies that include each other too. */
static unsigned count_lookups(struct check *c, struct str policy, unsigned already)
{
	struct str rest = terms_of(policy);
	struct spf_term term;
	const char *wrong;
	while (already <= SPF_MAX_LOOKUPS && spf_term_next(&rest, &term, &wrong)) {
		already += spf_term_needs_lookup(&term);
		if (term.kind == SPF_INCLUDE || term.kind == SPF_REDIRECT)
			already = count_inside(c, term.domain, already);
	}
	return already;
}

static void check_include(struct check *c, const struct rec *r, const struct spf_term *term)
{
	struct name name, found;
	struct check_text t;
	struct buf text;
	if (!target_name(&name, term->domain))
		return;
	enum check_state state = check_lookup(c, &name, &found);
	if (state == CHECK_ELSEWHERE || (state == CHECK_THERE && check_find(c, &found, TYPE_CNAME)))
		return;
	buf_init(&text, 0);
	if (state == CHECK_MISSING || !policy_of(c, &found, &text))
		check_report(c, r, "spf-include-missing",
			"%s has no SPF policy, which fails this one as a whole; add it there or remove "
			"the term",
			check_name(&t, &name));
	buf_free(&text);
}

static const char *term_fault(unsigned seen[SPF_KINDS], const struct spf_term *term)
{
	seen[term->kind]++;
	if (term->kind == SPF_REDIRECT && seen[SPF_REDIRECT] > 1)
		return "redirect stands there twice";
	if (term->kind == SPF_EXP && seen[SPF_EXP] > 1)
		return "exp stands there twice";
	return NULL;
}

/* Returns false when the policy is malformed, which has been reported. */
static bool check_terms(struct check *c, const struct rec *r, struct str rest)
{
	unsigned seen[SPF_KINDS] = {0};
	struct spf_term term;
	const char *wrong = NULL;
	bool dead = false;
	while (!wrong && spf_term_next(&rest, &term, &wrong)) {
		dead = dead || (seen[SPF_ALL] && spf_term_is_mechanism(&term));
		wrong = term_fault(seen, &term);
		if (term.kind == SPF_INCLUDE || term.kind == SPF_REDIRECT)
			check_include(c, r, &term);
		if (term.kind == SPF_ALL && term.qualifier == '+')
			check_report(c, r, "spf-pass-all",
				"'all' without '-' or '~' lets everybody send; write -all or ~all");
	}
	if (wrong) {
		struct buf clean;
		buf_init(&clean, 0);
		str_print(&clean, term.text.p, term.text.n < 80 ? term.text.n : 80);
		check_report(c, r, "spf-syntax",
			"'%s': %s; the policy counts as broken, correct it%s", clean.data, wrong,
			check_pieces(r));
		buf_free(&clean);
		return false;
	}
	if (dead || (seen[SPF_ALL] && seen[SPF_REDIRECT]))
		check_report(c, r, "spf-unreachable",
			"what stands behind 'all', and any redirect beside it, is never looked at; move "
			"'all' to the end or remove the rest");
	if (seen[SPF_PTR])
		check_report(c, r, "spf-ptr",
			"the mechanism ptr is slow, unreliable and not to be used; list the addresses");
	return true;
}

static void check_policy(struct check *c, const struct rec *r, struct str policy)
{
	if (check_terms(c, r, terms_of(policy)) && count_lookups(c, policy, 0) > SPF_MAX_LOOKUPS)
		check_report(c, r, "spf-lookups",
			"it takes more than %d DNS look-ups, which fails it; replace includes, a and mx "
			"by ip4 and ip6 where you can",
			SPF_MAX_LOOKUPS);
}

/* Terms of a policy without its version: "include:_spf.example.net -all". */
static bool is_headless_policy(struct str text)
{
	struct spf_term term;
	const char *wrong = NULL;
	bool typical = false;
	while (spf_term_next(&text, &term, &wrong)) {
		if (term.kind == SPF_OTHER || term.kind == SPF_EXP)
			return false;
		typical = typical || term.kind == SPF_INCLUDE || term.kind == SPF_IP4 ||
			  term.kind == SPF_IP6 || term.kind == SPF_REDIRECT;
	}
	return typical && !wrong;
}

/* "v=spf1;", "v=spf", "v=spf2 …": meant as SPF, and ignored. */
static bool is_almost_policy(struct str text)
{
	if (is_policy(text))
		return false;
	return (text.n >= 5 && str_eq_nocase(text.p, 5, version, 5)) || is_headless_policy(text);
}

void check_spf(struct check *c, const struct check_set *set)
{
	struct buf text;
	size_t found = 0;
	buf_init(&text, 0);
	for (size_t i = set->from; i < set->end; i++) {
		const struct rec *r = c->zone->recs[i];
		struct str policy = check_txt_joined(&text, r);
		if (is_almost_policy(policy))
			check_report(c, r, "spf-version",
				"an SPF policy begins with \"v=spf1 \", so this one is ignored; correct "
				"its start%s",
				check_pieces(r));
		if (!is_policy(policy))
			continue;
		if (++found == 2)
			check_report(c, r, "spf-multiple",
				"a name has one SPF policy, with two all checks fail; join them into one");
		check_policy(c, r, policy);
	}
	buf_free(&text);
}
