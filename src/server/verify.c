#include "verify.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

#include "ask.h"
#include "net.h"
#include "err.h"
#include "mem.h"
#include "rdata.h"
#include "threads.h"

enum verify_order verify_serial_order(uint32_t a, uint32_t b)
{
	uint32_t ahead = a - b;
	if (ahead == 0)
		return VERIFY_SAME;
	if (ahead == 0x80000000)
		return VERIFY_UNDEFINED;
	return ahead < 0x80000000 ? VERIFY_NEWER : VERIFY_OLDER;
}

/* An RRset to be asked for. */
struct question {
	const struct zf_zone *zone; /* the zone, or what is served beside it */
	size_t from, end; /* of its records */
	/* Shown in a referral: a server says nothing about it with authority, and one that serves
	 * the part below doesn't say at all what is here. */
	bool referred;
};

struct questions {
	const struct zf_zone *zone, *served; /* served: or NULL */
	struct question *items;
	size_t count, cap;
};

static bool is_answer_type(uint16_t type)
{
	return type != TYPE_RRSIG && type != TYPE_NSEC && type != TYPE_NSEC3 && type != TYPE_SIG;
}

/* What a server shows of an RRset at or below a delegation (below_or_at: the NS or DNAME above). */
static bool is_shown(const struct rec *r, const struct rec *cut, bool *referred)
{
	uint16_t type = rec_type(r);
	bool at = rec_same_owner(r, cut);
	*referred = false;
	if (rec_type(cut) == TYPE_DNAME)
		return at;
	*referred = type != TYPE_DS;
	return at ? type == TYPE_NS || type == TYPE_DS || type == TYPE_A || type == TYPE_AAAA
		  : type == TYPE_A || type == TYPE_AAAA;
}

static const struct rec *find_cut(const struct zf_zone *zone, size_t from)
{
	size_t end = zone_owner_end(zone, from);
	const struct rec *cut = NULL;
	for (size_t i = from; i < end; i = zone_rrset_end(zone, i)) {
		uint16_t type = rec_type(zone->recs[i]);
		if (type == TYPE_NS && !key_is_apex(rec_key(zone->recs[i])))
			return zone->recs[i];
		if (type == TYPE_DNAME)
			cut = zone->recs[i];
	}
	return cut;
}

/* Whether an RRset of the zone is served in another way too: then it can't be judged. */
static bool is_served(const struct questions *q, const struct rec *r)
{
	struct name owner;
	if (!q->served || !q->served->count)
		return false;
	rec_owner(q->zone, r, &owner);
	size_t at = zone_find(q->served, &owner, rec_type(r));
	return at < q->served->count && rec_same_rrset(q->served->recs[at], r);
}

static void add_question(
	struct questions *q, const struct zf_zone *zone, size_t from, size_t end, bool referred)
{
	if (q->count == q->cap)
		q->items = mem_grow(q->items, &q->cap, q->count + 1, sizeof(*q->items));
	q->items[q->count++] = (struct question){zone, from, end, referred};
}

static void make_questions(
	struct questions *q, const struct zf_zone *zone, const struct diff_options *options)
{
	const struct rec *cut = NULL;
	for (size_t from = 0, end; from < zone->count; from = end) {
		const struct rec *r = zone->recs[from];
		bool referred = false;
		end = zone_rrset_end(zone, from);
		if (key_is_outside(rec_key(r)))
			break;
		if (from == 0 || !rec_same_owner(r, zone->recs[from - 1])) {
			if (cut && !key_is_below_or_equal(
					   rec_key(r), r->key_len, rec_key(cut), cut->key_len))
				cut = NULL;
			if (!cut)
				cut = find_cut(zone, from);
		}
		if (is_answer_type(rec_type(r)) && (!cut || is_shown(r, cut, &referred)) &&
			diff_looks_at(zone, r, options) == DIFF_LOOK && !is_served(q, r))
			add_question(q, zone, from, end, referred);
	}
}

/* Behind those about records. */
static void make_served_questions(struct questions *q, const struct diff_options *options)
{
	for (size_t from = 0, end; q->served && from < q->served->count; from = end) {
		end = zone_rrset_end(q->served, from);
		if (diff_looks_at(q->served, q->served->recs[from], options) == DIFF_LOOK)
			add_question(q, q->served, from, end, false);
	}
}

/* One server being asked. */
struct asked {
	const struct questions *questions;
	struct verify_result *result;
	struct zone_builder *seen;
	bool *heard; /* by question */
	bool *answered; /* by question: with records */
	bool soa_heard;
	struct buf rdata;
};

static void soa_question(void *user, size_t index, struct dns_question *q)
{
	const struct asked *a = user;
	(void)index;
	*q = (struct dns_question){
		.name = a->questions->zone->apex, .type = TYPE_SOA, .class = DNS_CLASS_IN};
}

static void soa_answer(void *user, size_t index, struct dns_message *m)
{
	struct asked *a = user;
	struct verify_result *result = a->result;
	struct dns_record r;
	char room[DNS_RCODE_ROOM];
	(void)index;
	a->soa_heard = true;
	result->state = VERIFY_LAME;
	if (m->flags & DNS_RCODE) {
		snprintf(result->reason, sizeof(result->reason), "it answers with %s",
			dns_rcode_name(m->flags & DNS_RCODE, room));
		return;
	}
	snprintf(result->reason, sizeof(result->reason), "it has no authority for the zone");
	for (unsigned i = m->counts[DNS_ANSWER]; (m->flags & DNS_AA) && i; i--) {
		buf_reset(&a->rdata);
		if (!dns_read_record(m, &r) || !dns_expand_rdata(&a->rdata, m, &r))
			return;
		if (r.type == TYPE_SOA && name_equal(&r.owner, &a->questions->zone->apex) &&
			a->rdata.len >= 20) {
			result->serial =
				dns_get32((const uint8_t *)a->rdata.data + a->rdata.len - 20);
			result->state = VERIFY_AGREES;
			result->reason[0] = '\0';
			return;
		}
	}
}

static void rrset_question(void *user, size_t index, struct dns_question *q)
{
	const struct asked *a = user;
	const struct question *question = &a->questions->items[index];
	const struct rec *r = question->zone->recs[question->from];
	rec_owner(question->zone, r, &q->name);
	q->type = rec_type(r);
	q->class = DNS_CLASS_IN;
}

/* Takes the records of a section that are about a question; false: the message is malformed. An
 * alias stands for every type at its owner. */
static bool take_section(struct asked *a, struct dns_message *m, enum dns_section section,
	const struct dns_question *q, size_t *taken)
{
	struct dns_record r;
	for (unsigned i = m->counts[section]; i; i--) {
		if (!dns_read_record(m, &r))
			return false;
		if (r.class != DNS_CLASS_IN || !name_equal(&r.owner, &q->name) ||
			(r.type != q->type && (section != DNS_ANSWER || r.type != TYPE_CNAME)))
			continue;
		buf_reset(&a->rdata);
		if (!dns_expand_rdata(&a->rdata, m, &r) ||
			!rdata_is_valid(r.type, (const uint8_t *)a->rdata.data, a->rdata.len, NULL))
			return false;
		rdata_canonical(r.type, (uint8_t *)a->rdata.data, a->rdata.len);
		if (zone_builder_add(a->seen, &q->name, r.type, r.ttl,
			    (const uint8_t *)a->rdata.data, a->rdata.len, (struct str){"", 0}, 0,
			    NULL) != ZF_OK)
			return false;
		++*taken;
	}
	return true;
}

static void rrset_answer(void *user, size_t index, struct dns_message *m)
{
	struct asked *a = user;
	const struct question *question = &a->questions->items[index];
	struct dns_question q;
	size_t answers = 0, referred = 0;
	unsigned rcode = m->flags & DNS_RCODE;
	rrset_question(a, index, &q);
	if (rcode != DNS_NOERROR && rcode != DNS_NXDOMAIN)
		return;
	if (question->zone == a->questions->served) {
		a->heard[index] = (m->flags & DNS_AA) != 0;
		a->answered[index] = a->heard[index] && m->counts[DNS_ANSWER] > 0;
	} else if (question->referred) {
		/* With authority it speaks for the zone below, not for this one. */
		if ((m->flags & DNS_AA) || !take_section(a, m, DNS_ANSWER, &q, &answers) ||
			!take_section(a, m, DNS_AUTHORITY, &q, &referred) ||
			!take_section(a, m, DNS_ADDITIONAL, &q, &referred))
			return;
		a->heard[index] = answers == 0 && referred > 0;
	} else if (m->flags & DNS_AA) {
		a->heard[index] = take_section(a, m, DNS_ANSWER, &q, &answers);
	}
}

/* The part of the zone that was heard of. */
static struct zf_zone *expected_zone(const struct asked *a)
{
	const struct zf_zone *zone = a->questions->zone;
	struct zone_builder *b = zone_builder_new(&zone->apex, zone->source);
	for (size_t i = 0; i < a->questions->count; i++) {
		const struct question *q = &a->questions->items[i];
		bool judged = a->heard[i] && q->zone == zone;
		for (size_t at = q->from; judged && at < q->end; at++) {
			const struct rec *r = zone->recs[at];
			struct name owner;
			rec_owner(zone, r, &owner);
			zone_builder_add(b, &owner, rec_type(r), r->ttl, rec_rdata(r), r->rdata_len,
				rec_notes(r), 0, NULL);
		}
	}
	return zone_builder_seal(b);
}

/* What is served without a record: of the types of one name one is answered at least. */
static void judge_served(struct asked *a)
{
	const struct questions *q = a->questions;
	struct verify_result *result = a->result;
	for (size_t i = 0, end; i < q->count; i = end) {
		const struct zf_zone *served = q->items[i].zone;
		const struct rec *r = served->recs[q->items[i].from];
		bool heard = true, answered = false;
		end = i + 1;
		if (served != q->served)
			continue;
		for (end = i; end < q->count && rec_same_owner(served->recs[q->items[end].from], r);
			end++) {
			heard = heard && a->heard[end];
			answered = answered || a->answered[end];
		}
		result->not_judged += answered;
		if (!heard || answered)
			continue;
		result->state = VERIFY_DIFFERS;
		if (result->not_served++ == 0) {
			struct buf owner;
			buf_init(&owner, 0);
			rec_print_owner_absolute(&owner, served, r);
			snprintf(result->reason, sizeof(result->reason),
				"nothing is answered at %.200s, where the provider serves something",
				owner.data);
			buf_free(&owner);
		}
	}
}

static void judge(struct asked *a, const struct diff_options *options)
{
	struct verify_result *result = a->result;
	const struct zf_zone *zone = a->questions->zone;
	const struct rec *soa = zone_soa(zone);
	struct diff_options what = *options;
	what.ignore |= DIFF_IGNORE_META;
	if (soa && !rec_is_synthesised(soa) && soa->rdata_len >= 20)
		result->order = verify_serial_order(
			result->serial, dns_get32(rec_rdata(soa) + soa->rdata_len - 20));
	result->expected = expected_zone(a);
	result->seen = zone_builder_seal(a->seen);
	a->seen = NULL;
	if (diff_make(&result->diff, result->expected, result->seen, &what, NULL) != ZF_OK ||
		result->diff.count)
		result->state = VERIFY_DIFFERS;
	else if (result->missing)
		result->state = VERIFY_PARTLY;
	judge_served(a);
}

/* An RRset that was not heard of, for the report. */
static void name_missing(struct asked *a)
{
	struct verify_result *result = a->result;
	for (size_t i = 0; i < a->questions->count; i++) {
		const struct question *q = &a->questions->items[i];
		if (a->heard[i] || q->referred)
			continue;
		if (result->missing++ == 0) {
			char room[RRTYPE_MAX_TEXT];
			struct buf owner;
			buf_init(&owner, 0);
			rec_print_owner_absolute(&owner, q->zone, q->zone->recs[q->from]);
			snprintf(result->reason, sizeof(result->reason),
				"no answer about %.200s %s", owner.data,
				rrtype_name(rec_type(q->zone->recs[q->from]), room));
			buf_free(&owner);
		}
	}
}

static void ask_all(struct asked *a, struct dns_ask *ask)
{
	struct verify_result *result = a->result;
	struct zf_error err = ZF_ERROR_INIT;
	ask->question = soa_question;
	ask->answer = soa_answer;
	ask->count = 1;
	ask->user = a;
	if (dns_ask(ask, &err) != ZF_OK || !a->soa_heard) {
		result->state = VERIFY_SILENT;
		snprintf(result->reason, sizeof(result->reason), "%s",
			err.code == ZF_OK ? "no answer" : err.text);
		return;
	}
	if (result->state == VERIFY_LAME)
		return;
	ask->question = rrset_question;
	ask->answer = rrset_answer;
	ask->count = a->questions->count;
	result->asked = ask->count;
	dns_ask(ask, &err);
	name_missing(a);
}

/* What the threads share. */
struct work {
	struct verify_result *results;
	const struct verify_servers *servers;
	const struct questions *questions;
	const struct verify_options *options;
	uint64_t deadline;
	atomic_size_t next;
};

static void verify_one(struct work *w, size_t index)
{
	struct verify_server *server = &w->servers->items[index];
	struct asked a = {.questions = w->questions, .result = &w->results[index]};
	struct dns_ask ask = {.address = &server->address.any,
		.address_len = server->address_len,
		.deadline = w->deadline,
		.rate = w->options->rate ? w->options->rate : (unsigned)VERIFY_RATE};
	*a.result = (struct verify_result){.state = VERIFY_SILENT};
	if (server->problem) {
		snprintf(a.result->reason, sizeof(a.result->reason), "%s", server->problem);
		return;
	}
	a.heard = mem_zalloc(w->questions->count + 1);
	a.answered = mem_zalloc(w->questions->count + 1);
	a.seen = zone_builder_new(&w->questions->zone->apex, server->name);
	buf_init(&a.rdata, 0);
	ask_all(&a, &ask);
	if (a.result->state == VERIFY_AGREES)
		judge(&a, &w->options->diff);
	zone_builder_free(a.seen);
	buf_free(&a.rdata);
	free(a.heard);
	free(a.answered);
}

static void work(void *user)
{
	struct work *w = user;
	size_t index;
	while ((index = atomic_fetch_add(&w->next, 1)) < w->servers->count)
		verify_one(w, index);
}

void verify_zone(struct verify_result *results, const struct verify_servers *servers,
	const struct zf_zone *zone, const struct verify_options *options)
{
	enum { MINUTE = 60 };
	unsigned rate = options->rate ? options->rate : (unsigned)VERIFY_RATE;
	struct questions questions = {.zone = zone, .served = options->served};
	make_questions(&questions, zone, &options->diff);
	make_served_questions(&questions, &options->diff);
	size_t seconds = options->timeout ? options->timeout : MINUTE + questions.count / rate;
	struct work w = {.results = results,
		.servers = servers,
		.questions = &questions,
		.options = options,
		.deadline = dns_now() + seconds * 1000};
	threads_run((unsigned)(servers->count < THREADS_MOST ? servers->count : THREADS_MOST), work,
		&w);
	free(questions.items);
}

void verify_result_free(struct verify_result *result)
{
	diff_free(&result->diff);
	zf_zone_free(result->expected);
	zf_zone_free(result->seen);
	*result = (struct verify_result){.state = VERIFY_SILENT};
}
