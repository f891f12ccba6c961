/* route53_xml: XML in and out. */
#include "route53.h"

#include <expat.h>
#include <stdlib.h>
#include <string.h>

/*
 * Out.
 */

void document_begin(struct document *d, const char *root)
{
	*d = (struct document){.root = root};
	d->out = open_memstream(&d->text, &d->size);
	fprintf(d->out, "<?xml version=\"1.0\"?>\n<%s xmlns=\"%s\">", root, ROUTE53_XMLNS);
}

void document_send(struct document *d, int status, struct reply *r)
{
	fprintf(d->out, "</%s>\n", d->root);
	fclose(d->out);
	free(r->text);
	reply_json(r, status, NULL);
	r->text = d->text;
	r->type = "text/xml";
}

void document_text(struct document *d, const char *name, const char *text)
{
	fprintf(d->out, "<%s>", name);
	for (; *text != '\0'; text++) {
		if (strchr("&<>\"", *text) != NULL)
			fprintf(d->out, "&#%d;", *text);
		else
			putc(*text, d->out);
	}
	fprintf(d->out, "</%s>", name);
}

void document_number(struct document *d, const char *name, double number)
{
	fprintf(d->out, "<%s>%.0f</%s>", name, number, name);
}

static void document_value(struct document *d, const cJSON *value)
{
	if (cJSON_IsNumber(value))
		document_number(d, value->string, value->valuedouble);
	else if (cJSON_IsBool(value))
		document_text(d, value->string, cJSON_IsTrue(value) ? "true" : "false");
	else
		document_text(d, value->string, cJSON_GetStringValue(value));
}

static void document_records(struct document *d, const cJSON *values)
{
	const cJSON *value;
	fputs("<ResourceRecords>", d->out);
	cJSON_ArrayForEach(value, values)
	{
		fputs("<ResourceRecord>", d->out);
		document_text(d, "Value", cJSON_GetStringValue(value));
		fputs("</ResourceRecord>", d->out);
	}
	fputs("</ResourceRecords>", d->out);
}

/* Members of a set in their order. */
static const char *const members[] = {"Name", "Type", "SetIdentifier", "Weight", "Region",
	"GeoLocation", "Failover", "MultiValueAnswer", "TTL", "ResourceRecords", "AliasTarget",
	"HealthCheckId", "TrafficPolicyInstanceId", "CidrRoutingConfig", "GeoProximityLocation"};

enum { MEMBERS = sizeof members / sizeof *members };

void document_set(struct document *d, const cJSON *set)
{
	fputs("<ResourceRecordSet>", d->out);
	for (size_t i = 0; i < MEMBERS; i++) {
		const cJSON *value = cJSON_GetObjectItemCaseSensitive(set, members[i]), *inner;
		if (cJSON_IsArray(value)) {
			document_records(d, value);
		} else if (cJSON_IsObject(value)) {
			fprintf(d->out, "<%s>", members[i]);
			cJSON_ArrayForEach(inner, value)
			{
				document_value(d, inner);
			}
			fprintf(d->out, "</%s>", members[i]);
		} else if (value != NULL) {
			document_value(d, value);
		}
	}
	fputs("</ResourceRecordSet>", d->out);
}

/*
 * In.
 */

enum { MAX_DEPTH = 16 };

struct parse {
	XML_Parser expat;
	cJSON *open[MAX_DEPTH]; /* elements that have begun */
	char *texts[MAX_DEPTH];
	size_t depth;
	const char *root;
	bool stopped; /* the end of an empty element comes all the same */
	cJSON *result;
};

static void on_start(void *own, const XML_Char *name, const XML_Char **attributes)
{
	struct parse *p = own;
	bool fits = p->depth > 0 || (strcmp(name, p->root) == 0 && attributes[0] != NULL &&
					    strcmp(attributes[0], "xmlns") == 0 &&
					    strcmp(attributes[1], ROUTE53_XMLNS) == 0);
	if (!fits || p->depth == MAX_DEPTH) {
		p->stopped = true;
		XML_StopParser(p->expat, XML_FALSE);
		return;
	}
	p->open[p->depth] = cJSON_CreateObject();
	p->texts[p->depth++] = sim_print("%s", "");
}

static void on_text(void *own, const XML_Char *text, int size)
{
	struct parse *p = own;
	char **held = &p->texts[p->depth - 1];
	char *more = sim_print("%s%.*s", *held, size, text);
	free(*held);
	*held = more;
}

static void on_end(void *own, const XML_Char *name)
{
	struct parse *p = own;
	if (p->stopped)
		return;
	cJSON *element = p->open[--p->depth];
	char *text = p->texts[p->depth];
	if (element->child == NULL) {
		cJSON_Delete(element);
		element = cJSON_CreateString(text);
	}
	free(text);
	if (p->depth == 0)
		p->result = element;
	else
		cJSON_AddItemToObject(p->open[p->depth - 1], name, element);
}

cJSON *route53_parse(const char *xml, const char *root)
{
	struct parse p = {.expat = XML_ParserCreate("UTF-8"), .root = root};
	XML_SetUserData(p.expat, &p);
	XML_SetElementHandler(p.expat, on_start, on_end);
	XML_SetCharacterDataHandler(p.expat, on_text);
	bool whole = XML_Parse(p.expat, xml, (int)strlen(xml), 1) == XML_STATUS_OK;
	XML_ParserFree(p.expat);
	while (p.depth > 0) { /* what was cut */
		cJSON_Delete(p.open[--p.depth]);
		free(p.texts[p.depth]);
	}
	if (!whole) {
		cJSON_Delete(p.result);
		p.result = NULL;
	}
	return p.result;
}

static size_t member_index(const char *name)
{
	size_t i = 0;
	while (i < MEMBERS && strcmp(members[i], name) != 0)
		i++;
	return i;
}

static bool is_number_member(const char *name)
{
	return strcmp(name, "TTL") == 0 || strcmp(name, "Weight") == 0;
}

/* <ResourceRecords> as a list of values; NULL when it has another form. */
static cJSON *records_of(const cJSON *xml)
{
	cJSON *values = cJSON_CreateArray();
	const cJSON *record;
	cJSON_ArrayForEach(record, xml)
	{
		const cJSON *value = record->child;
		if (strcmp(record->string, "ResourceRecord") != 0 || value == NULL ||
			value->next != NULL || strcmp(value->string, "Value") != 0 ||
			!cJSON_IsString(value)) {
			cJSON_Delete(values);
			return NULL;
		}
		cJSON_AddItemToArray(values, cJSON_Duplicate(value, 1));
	}
	return values;
}

/* A member in the simulator's form; NULL when it has another. */
static cJSON *member_of(const cJSON *xml)
{
	if (strcmp(xml->string, "ResourceRecords") == 0)
		return records_of(xml);
	if (!is_number_member(xml->string))
		return cJSON_Duplicate(xml, 1);
	const char *text = cJSON_GetStringValue(xml);
	size_t n = text == NULL ? 0 : strlen(text);
	if (n == 0 || n > 10 || strspn(text, "0123456789") != n)
		return NULL;
	return cJSON_CreateNumber(strtod(text, NULL));
}

cJSON *route53_set(const cJSON *xml, const char **wrong)
{
	cJSON *set = cJSON_CreateObject();
	size_t last = 0;
	const cJSON *member;
	*wrong = NULL;
	cJSON_ArrayForEach(member, xml)
	{
		size_t i = member_index(member->string);
		cJSON *value = i == MEMBERS ? NULL : member_of(member);
		if (value == NULL || i + 1 <= last) {
			cJSON_Delete(value);
			*wrong = value == NULL ? "a member of the set is unknown or malformed"
					       : "the members of the set are not in their order";
			break;
		}
		last = i + 1;
		cJSON_AddItemToObject(set, members[i], value);
	}
	if (*wrong == NULL &&
		(*member_text(set, "Name") == '\0' || *member_text(set, "Type") == '\0'))
		*wrong = "Name and Type are required";
	if (*wrong != NULL) {
		cJSON_Delete(set);
		return NULL;
	}
	char *name = route53_name(member_text(set, "Name"));
	member_set(set, "Name", cJSON_CreateString(name));
	free(name);
	return set;
}
