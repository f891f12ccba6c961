/*
 * route53: the hosted zones of Amazon Route 53. Zones and reading here, batches of changes in
 * route53_change.c, XML in route53_xml.c, what is refused in route53_rules.c. Signatures are not
 * verified: the key and its scope must stand in the header. Not simulated: making and deleting
 * zones, tags, health checks, traffic policies.
 *
 * Data file: {"credentials": {"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"}, "zones": [{"Name",
 * "ResourceRecordSets": [{"Name", "Type", "TTL", "ResourceRecords": [value, …]}, …],
 * "PrivateZone", "protections": [{"RecordName", "RecordType", "Comment"}]}, …], "faults": […]} and,
 * when wanted, "settle": N and "settle_ms": M (a change is in sync after so many looks at it and so
 * much time). Sets may have any other member of the API, numbers as numbers. A zone gets its SOA
 * and NS unless it has them, and may have "sim": {"records": N}.
 */
#include "route53.h"

#include <stdlib.h>
#include <string.h>

void route53_refuse(struct reply *r, int status, const char *code, const char *text)
{
	struct document d;
	document_begin(&d, "ErrorResponse");
	fputs("<Error>", d.out);
	document_text(&d, "Type", status < 500 ? "Sender" : "Receiver");
	document_text(&d, "Code",
		code != NULL   ? code
		: status < 500 ? "InvalidInput"
			       : "InternalFailure");
	document_text(&d, "Message", text);
	fputs("</Error>", d.out);
	document_text(&d, "RequestId", "b25f48e8-84fd-11e6-80d9-574e0c4664cb");
	document_send(&d, status, r);
}

void route53_refuse_batch(struct reply *r, const char *message)
{
	struct document d;
	document_begin(&d, "InvalidChangeBatch");
	fputs("<Messages>", d.out);
	document_text(&d, "Message", message);
	fputs("</Messages>", d.out);
	document_text(&d, "RequestId", "b25f48e8-84fd-11e6-80d9-574e0c4664cb");
	document_send(&d, 400, r);
}

static void no_zone(struct reply *r)
{
	route53_refuse(r, 404, "NoSuchHostedZone", "No hosted zone found with that ID.");
}

static bool authenticate(
	struct service *s, const struct front *f, struct request *q, struct reply *r)
{
	(void)f;
	const char *given = pairs_get(&q->headers, "Authorization");
	char *wanted = sim_print(
		"AWS4-HMAC-SHA256 Credential=%s/", store_credential(s, "AWS_ACCESS_KEY_ID"));
	size_t n = strlen(wanted);
	bool fits = given != NULL && strncmp(given, wanted, n) == 0 &&
		    strstr(given + n, "/us-east-1/route53/aws4_request") == given + n + 8;
	free(wanted);
	if (!fits)
		route53_refuse(r, 403, "SignatureDoesNotMatch",
			"The request signature does not match the signature you provided.");
	return fits;
}

static cJSON *fixed_set(const cJSON *zone, const char *type, double ttl, const char *values)
{
	cJSON *set = cJSON_CreateObject();
	cJSON_AddStringToObject(set, "Name", member_text(zone, "Name"));
	cJSON_AddStringToObject(set, "Type", type);
	cJSON_AddNumberToObject(set, "TTL", ttl);
	cJSON_AddItemToObject(set, "ResourceRecords", cJSON_Parse(values));
	return set;
}

static void add(struct service *s, cJSON *zone, const cJSON *given)
{
	(void)s;
	cJSON *set = cJSON_Duplicate(given, 1);
	char *name = route53_name(member_text(given, "Name"));
	member_set(set, "Name", cJSON_CreateString(name));
	cJSON_AddItemToArray(cJSON_GetObjectItem(zone, "ResourceRecordSets"), set);
	free(name);
}

/* Adds a set that every zone has, unless it is given. */
static void add_fixed(struct service *s, cJSON *zone, cJSON *set, const cJSON *given)
{
	const cJSON *other;
	bool there = false;
	cJSON_ArrayForEach(other, given)
	{
		char *name = route53_name(member_text(other, "Name"));
		there = there ||
			(strcmp(name, member_text(zone, "Name")) == 0 &&
				strcmp(member_text(other, "Type"), member_text(set, "Type")) == 0);
		free(name);
	}
	if (!there)
		add(s, zone, set);
	cJSON_Delete(set);
}

static void complete(struct service *s, cJSON *zone, const cJSON *given)
{
	char *id = sim_print("Z%012llu", (unsigned long long)s->next_id++);
	member_default(zone, "Id", cJSON_CreateString(id));
	free(id);
	add_fixed(s, zone,
		fixed_set(zone, "NS", 172800, "[\"ns-1.awsdns-00.com.\",\"ns-2.awsdns-00.net.\"]"),
		given);
	add_fixed(s, zone,
		fixed_set(zone, "SOA", 900,
			"[\"ns-1.awsdns-00.com. awsdns-hostmaster.amazon.com. "
			"1 7200 900 1209600 86400\"]"),
		given);
}

static cJSON *generate(const cJSON *zone, int i)
{
	char *end = sim_print(".%s", member_text(zone, "Name"));
	cJSON *given = cJSON_CreateObject();
	cJSON_AddItemToObject(given, "Name", generated_name(i, end));
	cJSON_AddStringToObject(given, "Type", "A");
	cJSON_AddNumberToObject(given, "TTL", 300);
	cJSON_AddItemToArray(
		cJSON_AddArrayToObject(given, "ResourceRecords"), generated_address(i));
	free(end);
	return given;
}

static cJSON *show(const cJSON *set)
{
	return cJSON_Duplicate(set, 1);
}

/*
 * Reading.
 */

static void document_zone(struct document *d, const cJSON *zone)
{
	char *id = sim_print("/hostedzone/%s", member_text(zone, "Id"));
	bool private = cJSON_IsTrue(cJSON_GetObjectItem(zone, "PrivateZone"));
	fputs("<HostedZone>", d->out);
	document_text(d, "Id", id);
	document_text(d, "Name", member_text(zone, "Name"));
	document_text(d, "CallerReference", member_text(zone, "Id"));
	fputs("<Config>", d->out);
	document_text(d, "PrivateZone", private ? "true" : "false");
	fputs("</Config>", d->out);
	document_number(d, "ResourceRecordSetCount",
		cJSON_GetArraySize(cJSON_GetObjectItem(zone, "ResourceRecordSets")));
	fputs("</HostedZone>", d->out);
	free(id);
}

static bool read_maxitems(struct request *q, long most, long *size, struct reply *r)
{
	*size = most;
	if (request_number(q, "maxitems", (long[]){1, most}, size))
		return true;
	route53_refuse(r, 400, "InvalidInput", "maxitems is out of its range");
	return false;
}

static void zones_list(struct service *s, struct request *q, cJSON *zone, struct reply *r)
{
	const char *marker = pairs_get(&q->query, "marker");
	struct selection all = {0};
	size_t first = 0;
	long size;
	if (!read_maxitems(q, 100, &size, r))
		return;
	cJSON_ArrayForEach(zone, s->zones)
	{
		if (marker != NULL && strcmp(marker, member_text(zone, "Id")) == 0)
			first = all.count;
		selection_add(&all, zone);
	}
	struct document d;
	struct page p = page_cut(q, &all, first, page_size(q, size));
	document_begin(&d, "ListHostedZonesResponse");
	fputs("<HostedZones>", d.out);
	cJSON_ArrayForEach(zone, p.items)
	{
		document_zone(&d, zone);
	}
	fputs("</HostedZones>", d.out);
	document_text(&d, "IsTruncated", p.more ? "true" : "false");
	if (p.more && p.end < all.count)
		document_text(&d, "NextMarker", member_text(all.items[p.end], "Id"));
	document_number(&d, "MaxItems", (double)size);
	document_send(&d, 200, r);
	cJSON_Delete(p.items);
	selection_free(&all);
}

/* Those of the name; the real call goes on with those behind. */
static void zones_by_name(struct service *s, struct request *q, cJSON *zone, struct reply *r)
{
	const char *wanted = pairs_get(&q->query, "dnsname");
	char *name = route53_name(wanted == NULL ? "" : wanted);
	struct document d;
	document_begin(&d, "ListHostedZonesByNameResponse");
	fputs("<HostedZones>", d.out);
	cJSON_ArrayForEach(zone, s->zones)
	{
		if (wanted == NULL || strcmp(name, member_text(zone, "Name")) == 0)
			document_zone(&d, zone);
	}
	fputs("</HostedZones>", d.out);
	document_text(&d, "IsTruncated", "false");
	document_text(&d, "MaxItems", "100");
	document_send(&d, 200, r);
	free(name);
}

static void zone_get(struct service *s, struct request *q, cJSON *zone, struct reply *r)
{
	(void)s;
	(void)q;
	struct document d;
	document_begin(&d, "GetHostedZoneResponse");
	document_zone(&d, zone);
	document_send(&d, 200, r);
}

/* What sets are sorted by: labels from the last to the first, then type and identifier. To be
 * freed. */
static char *sort_key(const char *name, const char *type, const char *identifier)
{
	char *key = sim_print("%s", ""), *rest = sim_print("%s", name), *dot;
	size_t n = strlen(rest);
	if (n > 0 && rest[n - 1] == '.')
		rest[n - 1] = '\0';
	do {
		dot = strrchr(rest, '.');
		char *more = sim_print("%s%s\001", key, dot == NULL ? rest : dot + 1);
		free(key);
		key = more;
		if (dot != NULL)
			*dot = '\0';
	} while (dot != NULL);
	char *whole = sim_print("%s\001%s\001%s", key, type, identifier);
	free(key);
	free(rest);
	return whole;
}

static char *key_of(const cJSON *set)
{
	return sort_key(member_text(set, "Name"), member_text(set, "Type"),
		member_text(set, "SetIdentifier"));
}

static int by_key(const void *a, const void *b)
{
	char *x = key_of(*(const cJSON *const *)a), *y = key_of(*(const cJSON *const *)b);
	int order = strcmp(x, y);
	free(x);
	free(y);
	return order;
}

static const char *query_or(const struct request *q, const char *name, const char *otherwise)
{
	const char *value = pairs_get(&q->query, name);
	return value == NULL ? otherwise : value;
}

/* The index of the first set that is not before what the query asks for. */
static size_t first_index(const struct request *q, const struct selection *all)
{
	size_t first = 0;
	if (pairs_get(&q->query, "name") == NULL)
		return 0;
	char *name = route53_name(query_or(q, "name", ""));
	char *from = sort_key(name, query_or(q, "type", ""), query_or(q, "identifier", ""));
	for (; first < all->count; first++) {
		char *key = key_of(all->items[first]);
		int order = strcmp(key, from);
		free(key);
		if (order >= 0)
			break;
	}
	free(name);
	free(from);
	return first;
}

static void document_next(struct document *d, const cJSON *next)
{
	document_text(d, "NextRecordName", member_text(next, "Name"));
	document_text(d, "NextRecordType", member_text(next, "Type"));
	if (cJSON_HasObjectItem(next, "SetIdentifier"))
		document_text(d, "NextRecordIdentifier", member_text(next, "SetIdentifier"));
}

static void sets_list(struct service *s, struct request *q, cJSON *zone, struct reply *r)
{
	(void)s;
	struct selection all = {0};
	const cJSON *set;
	long size;
	if (!read_maxitems(q, 300, &size, r))
		return;
	cJSON_ArrayForEach(set, cJSON_GetObjectItem(zone, "ResourceRecordSets"))
	{
		selection_add(&all, set);
	}
	qsort(all.items, all.count, sizeof *all.items, by_key);
	struct document d;
	struct page p = page_cut(q, &all, first_index(q, &all), page_size(q, size));
	document_begin(&d, "ListResourceRecordSetsResponse");
	fputs("<ResourceRecordSets>", d.out);
	cJSON_ArrayForEach(set, p.items)
	{
		document_set(&d, set);
	}
	fputs("</ResourceRecordSets>", d.out);
	document_text(&d, "IsTruncated", p.more ? "true" : "false");
	if (p.more && p.end < all.count)
		document_next(&d, all.items[p.end]);
	document_number(&d, "MaxItems", (double)size);
	document_send(&d, 200, r);
	cJSON_Delete(p.items);
	selection_free(&all);
}

static void protections_list(struct service *s, struct request *q, cJSON *zone, struct reply *r)
{
	(void)s;
	(void)q;
	const cJSON *p;
	struct document d;
	document_begin(&d, "ListResourceRecordSetProtectionsResponse");
	fputs("<ResourceRecordSetProtections>", d.out);
	cJSON_ArrayForEach(p, cJSON_GetObjectItem(zone, "protections"))
	{
		fputs("<ResourceRecordSetProtection>", d.out);
		document_text(&d, "RecordName", member_text(p, "RecordName"));
		document_text(&d, "RecordType", member_text(p, "RecordType"));
		document_text(&d, "Comment", member_text(p, "Comment"));
		fputs("</ResourceRecordSetProtection>", d.out);
	}
	fputs("</ResourceRecordSetProtections>", d.out);
	document_send(&d, 200, r);
}

static const struct route routes[] = {
	{"GET", "/hostedzone", " maxitems marker ", "zones", zones_list},
	{"GET", "/hostedzonesbyname", " dnsname maxitems ", "zones", zones_by_name},
	{"GET", "/hostedzone/*", "", "zone", zone_get},
	{"GET", "/hostedzone/*/rrset", " maxitems name type identifier ", "records", sets_list},
	{"POST", "/hostedzone/*/rrset", "", "change", route53_change},
	{"POST", "/hostedzone/*/rrset/", "", "change", route53_change},
	{"GET", "/hostedzone/*/rrsetprotection", " maxresults nexttoken name type ", "protections",
		protections_list},
	{"GET", "/change/+", "", "status", route53_change_get},
	{NULL, NULL, NULL, NULL, NULL},
};

const struct provider route53_provider = {
	.name = "route53",
	.zone_name = "Name",
	.zone_id = "Id",
	.zone_filter = "dnsname",
	.key_variable = "AWS_ACCESS_KEY_ID",
	.zone_end = ".",
	.first_id = 1,
	.elements = "ResourceRecordSets",
	.complete = complete,
	.add = add,
	.generate = generate,
	.show = show,
	.fronts = {{"route53", "ZONEFERRY_ROUTE53_URL", "/2013-04-01", routes}},
	.authenticate = authenticate,
	.refuse = route53_refuse,
	.no_zone = no_zone,
};
