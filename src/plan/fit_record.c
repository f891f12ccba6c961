/* Fit: what single records break, a row a rule. */
#include "fitting.h"
#include "holds.h"
#include "notes.h"

static bool is_apex(const struct rec *r)
{
	return key_is_apex(rec_key(r));
}

static bool is_txt(const struct rec *r)
{
	return rec_type(r) == TYPE_TXT || rec_type(r) == TYPE_SPF;
}

/* Files hold whatever is written into them. */
static bool check_outside(struct fitting *f, const struct rec *r, struct fit_finding *finding)
{
	bool file = f->kind->keeps_notes && !f->kind->provider;
	finding->text = "its name is not in the zone";
	finding->way_out = "put it into the zone that its name is in";
	return !file && key_is_outside(rec_key(r));
}

static bool check_soa(struct fitting *f, const struct rec *r, struct fit_finding *finding)
{
	finding->verdict = FIT_OWN;
	finding->text = "the target makes its own SOA";
	return f->holds && is_apex(r) && rec_type(r) == TYPE_SOA && f->holds->soa != SOA_WRITE;
}

static bool check_apex_ns(struct fitting *f, const struct rec *r, struct fit_finding *finding)
{
	finding->verdict = FIT_OWN;
	finding->text = "the name servers of the zone are the target's own";
	return f->holds && is_apex(r) && rec_type(r) == TYPE_NS &&
	       (f->holds->apex_ns == APEX_NS_NONE || f->holds->apex_ns == APEX_NS_READ);
}

static bool lacks_type(const struct fitting *f, const struct rec *r)
{
	if (f->kind->read_only && types_have(f->kind->read_only, rec_type(r)))
		return true;
	return f->holds &&
	       !holds_type(f->holds, rec_type(r), is_apex(r) ? HOLDS_APEX : HOLDS_BELOW);
}

static bool check_dnssec(struct fitting *f, const struct rec *r, struct fit_finding *finding)
{
	const struct rrtype *row = rrtype_by_code(rec_type(r));
	finding->verdict = FIT_OWN;
	finding->text = "a signer makes it";
	finding->way_out = "have the target sign the zone, then change the DS at the parent";
	return row && (row->flags & RRTYPE_DNSSEC) && lacks_type(f, r);
}

static bool check_apex_cname(struct fitting *f, const struct rec *r, struct fit_finding *finding)
{
	finding->text = "the target takes no CNAME at the apex";
	finding->way_out = "write the addresses that it leads to as A and AAAA";
	if (f->holds && f->holds->own_types.count > 0)
		finding->way_out = fit_say(f, "%s, or make one of the target's own (%s)",
			finding->way_out, f->holds->own_types.items[0]);
	return is_apex(r) && rec_type(r) == TYPE_CNAME && lacks_type(f, r);
}

static bool check_type(struct fitting *f, const struct rec *r, struct fit_finding *finding)
{
	char room[RRTYPE_MAX_TEXT];
	if (!lacks_type(f, r))
		return false;
	bool held = f->kind->read_only && types_have(f->kind->read_only, rec_type(r));
	finding->text =
		fit_say(f, held ? "%s can't be written to the target" : "the target has no %s",
			rrtype_name(rec_type(r), room));
	finding->way_out = rec_type(r) == TYPE_SPF ? "write it as TXT (RFC 7208 section 3.1)"
						   : "delegate its name to a server that has it";
	return true;
}

/* Whether another provider keeps the record without serving it. */
static bool is_disabled(const struct fitting *f, const struct rec *r, struct str *provider)
{
	static const char member[] = "disabled\":true";
	struct note note;
	for (size_t at = 0; rec_note_next(r, &at, &note) && note.kind == NOTE_ANNOTATION;) {
		if (notes_are_kept(f->kind, note.name))
			continue;
		for (size_t i = 0; i + sizeof(member) <= note.text.n; i++) {
			const char *p = note.text.p + i;
			if (*p == '"' && str_eq_nocase(p + 1, sizeof(member) - 1, member,
						 sizeof(member) - 1)) {
				*provider = note.name;
				return true;
			}
		}
	}
	return false;
}

static bool check_disabled(struct fitting *f, const struct rec *r, struct fit_finding *finding)
{
	struct str provider;
	if (!is_disabled(f, r, &provider))
		return false;
	finding->text = fit_say(
		f, "it is disabled at %.*s, and would be served here", (int)provider.n, provider.p);
	finding->way_out = "enable it in the source first, or delete it there";
	return true;
}

static bool check_null_mx(struct fitting *f, const struct rec *r, struct fit_finding *finding)
{
	enum { NULL_MX_OCTETS = 3 }; /* preference and root */
	finding->text = "the target takes no null MX (RFC 7505)";
	finding->way_out = "leave the MX out, and publish v=spf1 -all";
	return f->holds && !f->holds->null_mx && rec_type(r) == TYPE_MX &&
	       r->rdata_len == NULL_MX_OCTETS && rec_rdata(r)[2] == 0;
}

static bool breaks_text(unsigned refuses, const struct buf *text)
{
	const struct {
		unsigned flag;
		char octet;
	} octets[] = {{TXT_NO_QUOTE, '"'}, {TXT_NO_BACKSLASH, '\\'}};
	for (size_t i = 0; i < sizeof(octets) / sizeof(octets[0]); i++)
		if ((refuses & octets[i].flag) && memchr(text->data, octets[i].octet, text->len))
			return true;
	if ((refuses & TXT_NO_EMPTY) && text->len == 0)
		return true;
	if ((refuses & TXT_NO_TRAILING_SPACE) && text->len && text->data[text->len - 1] == ' ')
		return true;
	for (size_t i = 0; (refuses & TXT_NO_NON_ASCII) && i < text->len; i++)
		if ((unsigned char)text->data[i] < 32 || (unsigned char)text->data[i] > 126)
			return true;
	return false;
}

static bool check_txt(struct fitting *f, const struct rec *r, struct fit_finding *finding)
{
	struct buf text;
	if (!f->holds || !is_txt(r))
		return false;
	buf_init(&text, 0);
	diff_join_strings(&text, r);
	size_t length = text.len;
	bool refused = breaks_text(f->holds->txt_refuses, &text);
	buf_free(&text);
	if (refused) {
		finding->text = length ? "it has characters that the target refuses in texts"
				       : "the target takes no empty text";
		finding->way_out = "write the text without them";
		if (!length)
			finding->way_out = "leave it out";
		return true;
	}
	finding->rule = "txt-length";
	finding->text = fit_say(f, "its text has %zu octets, the target takes %ld at most", length,
		f->holds->txt_max);
	finding->way_out = "shorten it";
	return f->holds->txt_max > 0 && length > (size_t)f->holds->txt_max;
}

static const struct {
	const char *rule;
	bool (*check)(struct fitting *f, const struct rec *r, struct fit_finding *finding);
} rules[] = {
	{"outside", check_outside},
	{"soa", check_soa},
	{"apex-ns", check_apex_ns},
	{"dnssec", check_dnssec},
	{"apex-cname", check_apex_cname},
	{"type", check_type},
	{"disabled", check_disabled},
	{"null-mx", check_null_mx},
	{"txt", check_txt},
	{"form", fit_check_form},
};

/* The allowed TTL that is nearest; the lower one of two. */
static uint32_t nearest_ttl(const struct jsons *allowed, uint32_t ttl)
{
	uint32_t best = ttl, distance = UINT32_MAX;
	for (size_t i = 0; i < allowed->count; i++) {
		int64_t value;
		if (!json_integer(allowed->items[i], 0, UINT32_MAX, false, &value))
			continue;
		uint32_t is = (uint32_t)value, away = is > ttl ? is - ttl : ttl - is;
		if (away < distance || (away == distance && is < best)) {
			best = is;
			distance = away;
		}
	}
	return best;
}

static void fit_ttl(struct fitting *f, struct fitted *item)
{
	const struct desc_holds *holds = f->holds;
	uint32_t ttl = item->ttl;
	const char *rule = "ttl-list";
	if (holds->ttls.count > 0) {
		ttl = nearest_ttl(&holds->ttls, ttl);
	} else if ((int64_t)ttl < holds->ttl_min) {
		rule = "ttl-min";
		ttl = (uint32_t)holds->ttl_min;
	} else if (holds->ttl_max > 0 && (int64_t)ttl > holds->ttl_max) {
		rule = "ttl-max";
		ttl = (uint32_t)holds->ttl_max;
	}
	if (ttl == item->ttl)
		return;
	fit_add(f, item,
		&(struct fit_finding){.verdict = FIT_CHANGED,
			.rule = rule,
			.text = fit_say(f, "TTL %u becomes %u", item->ttl, ttl)});
	item->ttl = ttl;
}

void fit_record(struct fitting *f, struct fitted *item)
{
	for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++) {
		struct fit_finding finding = {.verdict = FIT_NOT, .rule = rules[i].rule};
		if (!rules[i].check(f, item->rec, &finding))
			continue;
		fit_add(f, item, &finding);
		return;
	}
	if (f->holds)
		fit_ttl(f, item);
}
