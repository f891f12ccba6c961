/* bunny_views: other sights of a bunny.net zone: its zone-file export and the record scan. */
#include "bunny.h"

#include <stdlib.h>
#include <string.h>

/* The export's sections in their order. SRV and all that is not listed is left out, as seen. */
static const struct section {
	enum bunny_type type;
	const char *name;
} sections[] = {{BUNNY_A, "A"}, {BUNNY_AAAA, "AAAA"}, {BUNNY_TXT, "TXT"}, {BUNNY_MX, "MX"},
	{BUNNY_CNAME, "CNAME"}, {BUNNY_CAA, "CAA"}};

static void print_ttl(FILE *out, long seconds)
{
	static const struct {
		long size;
		char name;
	} units[] = {{604800, 'w'}, {86400, 'd'}, {3600, 'h'}, {60, 'm'}};
	for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
		if (seconds >= units[i].size && seconds % units[i].size == 0) {
			fprintf(out, "%ld%c", seconds / units[i].size, units[i].name);
			return;
		}
	}
	fprintf(out, "%lds", seconds);
}

/* Quoted, in strings of at most 255 octets. */
static void print_strings(FILE *out, const char *text)
{
	size_t n = 0;
	putc('"', out);
	for (const char *p = text; *p != '\0'; p++) {
		if (n++ == 255) {
			fputs("\" \"", out);
			n = 1;
		}
		if (*p == '"' || *p == '\\')
			putc('\\', out);
		putc(*p, out);
	}
	putc('"', out);
}

static void print_record(FILE *out, const cJSON *zone, const cJSON *record, const char *type)
{
	const char *name = member_text(record, "Name");
	fprintf(out, "%s%s%s.\tIN\t", name, *name == '\0' ? "" : ".", member_text(zone, "Domain"));
	print_ttl(out, (long)member_number(record, "Ttl"));
	fprintf(out, "\t%s\t", type);
	switch ((enum bunny_type)member_number(record, "Type")) {
	case BUNNY_TXT:
		print_strings(out, member_text(record, "Value"));
		break;
	case BUNNY_MX:
		fprintf(out, "%.0f\t%s", member_number(record, "Priority"),
			member_text(record, "Value"));
		break;
	case BUNNY_CAA:
		fprintf(out, "%.0f %s \"%s\"", member_number(record, "Flags"),
			member_text(record, "Tag"), member_text(record, "Value"));
		break;
	default:
		fputs(member_text(record, "Value"), out);
	}
	putc('\n', out);
}

void bunny_export(struct service *s, struct request *q, cJSON *zone, struct reply *r)
{
	(void)s;
	(void)q;
	size_t size;
	FILE *out = open_memstream(&r->text, &size);
	const cJSON *records = cJSON_GetObjectItem(zone, "Records"), *record;
	for (size_t i = 0; i < sizeof sections / sizeof *sections; i++) {
		bool begun = false;
		cJSON_ArrayForEach(record, records)
		{
			if ((enum bunny_type)member_number(record, "Type") != sections[i].type)
				continue;
			if (!begun)
				fprintf(out, "%s;%s records\n", ftell(out) > 0 ? "\n" : "",
					sections[i].name);
			begun = true;
			print_record(out, zone, record, sections[i].name);
		}
	}
	fclose(out);
	r->status = 200;
	r->type = "text/plain; charset=utf-8";
}

static cJSON *scan_of(cJSON *zone)
{
	return cJSON_GetObjectItem(cJSON_GetObjectItem(zone, "sim"), "scan");
}

/* A new scan is pending, then in progress, then completed with what "scan_result" holds: one step
 * for each time that somebody looks. */
void bunny_scan_start(struct service *s, struct request *q, cJSON *zone, struct reply *r)
{
	if (!request_json(s, q, r))
		return;
	const cJSON *id = cJSON_GetObjectItem(q->json, "ZoneId");
	const char *domain = cJSON_GetStringValue(cJSON_GetObjectItem(q->json, "Domain"));
	if ((id == NULL) == (domain == NULL)) {
		bunny_invalid(r, "ZoneId", "Give either ZoneId or Domain.");
		return;
	}
	char *text = sim_print("%.0f", cJSON_IsNumber(id) ? id->valuedouble : 0);
	zone = id != NULL ? store_zone(s, text) : store_zone_named(s, domain);
	free(text);
	if (zone == NULL) {
		s->provider->no_zone(r);
		return;
	}
	char *job = sim_print("00000000-0000-4000-8000-%012llu", (unsigned long long)s->next_id++);
	member_default(zone, "sim", cJSON_CreateObject());
	cJSON *scan = cJSON_CreateObject(), *answer = cJSON_CreateObject();
	cJSON_AddStringToObject(scan, "JobId", job);
	cJSON_AddItemToObject(scan, "ZoneId", cJSON_Duplicate(cJSON_GetObjectItem(zone, "Id"), 1));
	cJSON_AddStringToObject(scan, "Domain", member_text(zone, "Domain"));
	cJSON_AddStringToObject(scan, "AccountId", "3f0c1d52-0000-4000-8000-000000000001");
	cJSON_AddNumberToObject(scan, "Status", 0);
	cJSON_AddStringToObject(scan, "CreatedAt", "2026-02-06T09:27:36");
	cJSON_AddNullToObject(scan, "CompletedAt");
	cJSON_AddArrayToObject(scan, "Records");
	cJSON_AddNullToObject(scan, "Error");
	member_set(cJSON_GetObjectItem(zone, "sim"), "scan", scan);
	cJSON_AddStringToObject(answer, "JobId", job);
	cJSON_AddNumberToObject(answer, "Status", 1);
	free(job);
	reply_json(r, 200, answer);
}

static void scan_step(cJSON *zone, cJSON *scan)
{
	const cJSON *result = cJSON_GetObjectItem(cJSON_GetObjectItem(zone, "sim"), "scan_result");
	double status = member_number(scan, "Status");
	if (!cJSON_IsNumber(cJSON_GetObjectItem(scan, "Status")) || status > 1)
		return;
	member_set(scan, "Status", cJSON_CreateNumber(status + 1));
	if (status < 1)
		return;
	member_set(scan, "CompletedAt", cJSON_CreateString("2026-02-06T09:27:41"));
	if (cJSON_IsString(result)) { /* what went wrong */
		member_set(scan, "Status", cJSON_CreateNumber(3));
		member_set(scan, "Error", cJSON_Duplicate(result, 1));
	} else if (cJSON_IsArray(result)) {
		member_set(scan, "Records", cJSON_Duplicate(result, 1));
	}
}

void bunny_scan_latest(struct service *s, struct request *q, cJSON *zone, struct reply *r)
{
	(void)s;
	(void)q;
	cJSON *scan = scan_of(zone);
	if (scan == NULL) {
		r->status = 404; /* with an empty body: no scan yet */
		return;
	}
	reply_json(r, 200, cJSON_Duplicate(scan, 1));
	scan_step(zone, scan);
}
