#include "plan_json.h"

#include "encode.h"
#include "plan_file.h"
#include "rdata.h"

const char *const operation_words[] = {[OPERATION_CREATE] = "create",
	[OPERATION_UPDATE] = "update",
	[OPERATION_DELETE] = "delete"};

/* A member with its comma; strings are escaped, JSON stands as it is. */
static void add_string(struct buf *b, const char *name, const char *p, size_t n)
{
	buf_printf(b, ",\"%s\":", name);
	encode_json_string(b, p, n);
}

static void add_text(struct buf *b, const char *name, const char *text)
{
	add_string(b, name, text, strlen(text));
}

static void add_name(struct buf *b, const struct name *name)
{
	struct buf text;
	buf_init(&text, 0);
	name_print(&text, name->wire);
	add_string(b, "name", text.data, text.len);
	buf_free(&text);
}

static void add_type(struct buf *b, uint16_t type)
{
	char room[RRTYPE_MAX_TEXT];
	add_text(b, "type", rrtype_name(type, room));
}

static void add_meta(struct buf *b, const struct rec *r)
{
	struct note note;
	const char *before = ",\"meta\":{";
	for (size_t at = 0; rec_note_next(r, &at, &note) && note.kind == NOTE_ANNOTATION;) {
		buf_adds(b, before);
		encode_json_string(b, note.name.p, note.name.n);
		buf_addc(b, ':');
		buf_add(b, note.text.p, note.text.n);
		before = ",";
	}
	if (*before == ',' && before[1] == '\0')
		buf_addc(b, '}');
}

static void add_rdata(struct buf *b, const struct rec *r)
{
	struct buf text;
	buf_init(&text, 0);
	rdata_print(&text, rec_type(r), rec_rdata(r), r->rdata_len);
	add_string(b, "rdata", text.data, text.len);
	buf_free(&text);
}

static void add_records(
	struct buf *b, const char *name, const struct rec *const *records, size_t count)
{
	buf_printf(b, ",\"%s\":[", name);
	for (size_t i = 0; i < count; i++) {
		buf_printf(b, "%s{\"ttl\":%u", i > 0 ? "," : "", records[i]->ttl);
		add_rdata(b, records[i]);
		add_meta(b, records[i]);
		buf_addc(b, '}');
	}
	buf_addc(b, ']');
}

static void add_kept(struct buf *b, const char *name, const struct provider_record *p)
{
	buf_printf(b, ",\"%s\":[", name);
	if (p)
		buf_add(b, p->json.p, p->json.n);
	buf_addc(b, ']');
}

void plan_json_operation(struct buf *b, const struct operation *o)
{
	buf_printf(b, "{\"op\":\"%s\",\"step\":%u", operation_words[o->kind], o->step);
	if (o->type) {
		add_name(b, &o->owner);
		add_type(b, o->type);
		add_records(b, "before", o->before, o->before_count);
		add_records(b, "after", o->after, o->after_count);
	} else {
		const struct provider_record *any = o->kept_before ? o->kept_before : o->kept_after;
		add_string(b, "provider", any->provider.p, any->provider.n);
		add_kept(b, "before", o->kept_before);
		add_kept(b, "after", o->kept_after);
	}
	buf_addc(b, '}');
}

/*
 * The whole document.
 */

static void add_digest(struct buf *b, const char *name, const uint8_t digest[ZONE_DIGEST_OCTETS])
{
	buf_printf(b, ",\"%s\":\"sha256:", name);
	str_add_hex(b, digest, ZONE_DIGEST_OCTETS);
	buf_addc(b, '"');
}

static void next(struct buf *b, size_t i)
{
	buf_adds(b, i > 0 ? ",\n" : "\n");
}

/* {"name":…,"type":…,"ttl":…,"rdata":…  or  {"provider":…,"data":… */
static void begin_thing(struct buf *b, const struct zf_zone *zone, const struct rec *r,
	const struct provider_record *kept)
{
	struct name owner;
	struct buf text;
	buf_init(&text, 0);
	if (r) {
		rec_owner(zone, r, &owner);
		add_name(&text, &owner);
		add_type(&text, rec_type(r));
		buf_printf(&text, ",\"ttl\":%u", r->ttl);
		add_rdata(&text, r);
	} else if (kept) {
		add_string(&text, "provider", kept->provider.p, kept->provider.n);
		buf_adds(&text, ",\"data\":");
		buf_add(&text, kept->json.p, kept->json.n);
	}
	buf_addc(b, '{');
	if (text.len)
		buf_add(b, text.data + 1, text.len - 1);
	buf_free(&text);
}

static void add_not_carried(struct buf *b, const struct fit *fit, const struct zf_zone *zone)
{
	size_t n = 0;
	buf_adds(b, ",\n\"not_carried\":[");
	for (size_t i = 0; fit && i < fit->count; i++) {
		const struct fit_finding *f = &fit->findings[i];
		if (f->verdict == FIT_CHANGED)
			continue;
		next(b, n++);
		begin_thing(b, zone, f->rec, f->kept);
		add_text(b, "reason", f->text);
		buf_addc(b, '}');
	}
	buf_addc(b, ']');
}

static void add_left_alone(struct buf *b, const struct plan *plan)
{
	buf_adds(b, ",\n\"left_alone\":[");
	for (size_t i = 0; i < plan->left_count; i++) {
		const struct left_alone *left = &plan->left[i];
		next(b, i);
		begin_thing(b, plan->target, left->rec, left->kept);
		add_text(b, "in", left->in_source ? "source" : "target");
		add_text(b, "reason", left->why);
		buf_addc(b, '}');
	}
	buf_addc(b, ']');
}

void fit_print_findings(struct buf *b, const struct fit *fit, const struct zf_zone *zone)
{
	static const char *const verdicts[] = {
		[FIT_CHANGED] = "changed", [FIT_NOT] = "does-not-fit", [FIT_OWN] = "own"};
	buf_addc(b, '[');
	for (size_t i = 0; fit && i < fit->count; i++) {
		const struct fit_finding *f = &fit->findings[i];
		next(b, i);
		begin_thing(b, zone, f->rec, f->kept);
		buf_printf(b, "%s\"verdict\":\"%s\"", f->rec || f->kept ? "," : "",
			verdicts[f->verdict]);
		add_text(b, "rule", f->rule);
		add_text(b, "text", f->text);
		if (f->way_out)
			add_text(b, "way_out", f->way_out);
		buf_addc(b, '}');
	}
	buf_addc(b, ']');
}

static void add_options(struct buf *b, const struct plan_about *about)
{
	const char *before = ",\"options\":[";
	for (size_t i = 0; i < about->option_count; i++) {
		buf_adds(b, before);
		encode_json_string(b, about->options[i], strlen(about->options[i]));
		before = ",";
	}
	if (about->option_count)
		buf_addc(b, ']');
}

void plan_print_json(struct buf *out, const struct plan *plan, const struct plan_about *about)
{
	uint8_t digest[ZONE_DIGEST_OCTETS];
	buf_adds(out, "{\"version\":1");
	add_text(out, "source", about->source);
	add_text(out, "target", about->target);
	add_options(out, about);
	add_text(out, "zone", plan->target->apex_text);
	if (about->source_zone) {
		zone_digest(about->source_zone, digest);
		add_digest(out, "source_digest", digest);
	}
	zone_state_digest(plan->target, digest);
	add_digest(out, "target_digest", digest);
	buf_adds(out, ",\n\"operations\":[");
	for (size_t i = 0; i < plan->count; i++) {
		next(out, i);
		plan_json_operation(out, &plan->operations[i]);
	}
	buf_addc(out, ']');
	add_not_carried(out, about->fit, plan->target);
	add_left_alone(out, plan);
	buf_adds(out, ",\n\"findings\":");
	fit_print_findings(out, about->fit, plan->target);
	buf_printf(out, ",\n\"creates\":%zu,\"updates\":%zu,\"deletes\":%zu", plan->creates,
		plan->updates, plan->deletes);
	buf_printf(out, ",\"calls\":%zu,\"estimate_ms\":%ld", plan->calls, plan->estimate_ms);
	if (plan->remark)
		add_text(out, "remark", plan->remark);
	buf_adds(out, "}\n");
}
