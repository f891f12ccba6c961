#include "zone_of.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rdata.h"

static void fail(const char *line, const struct zf_error *err)
{
	fprintf(stderr, "bad test zone: %s: %s\n", line, err->text);
	abort();
}

struct name name_of(const char *absolute)
{
	struct zf_error err = ZF_ERROR_INIT;
	struct name name;
	if (name_parse_absolute(&name, absolute, &err) != ZF_OK)
		fail(absolute, &err);
	return name;
}

/* Cuts the next word off a line. */
static char *word(char **line)
{
	char *p = *line + strspn(*line, " ");
	*line = p + strcspn(p, " ");
	if (**line)
		*(*line)++ = '\0';
	return p;
}

/* Where notes begin: behind white space and outside quotes. */
static char *find_notes(char *p)
{
	int quoted = 0;
	for (char *at = p; *at; at++) {
		if (*at == '\\' && at[1])
			at++;
		else if (*at == '"')
			quoted = !quoted;
		else if (*at == ';' && !quoted && at > p && at[-1] == ' ')
			return at;
	}
	return p + strlen(p);
}

static void add_notes(struct buf *notes, const char *p)
{
	struct buf json;
	struct str name;
	size_t used;
	buf_init(&json, 0);
	while ((used = note_parse(&name, &json, str_of(p))) > 0) {
		note_add(notes, NOTE_ANNOTATION, name, (struct str){json.data, json.len});
		buf_reset(&json);
		p += used;
		p += strspn(p, " ");
	}
	if (*p)
		note_add(notes, NOTE_TRAILING, (struct str){"", 0}, str_of(p));
	buf_free(&json);
}

static void build_line(struct zone_builder *b, const struct name *apex, char *line,
	struct buf *notes, uint32_t place)
{
	struct zf_error err = ZF_ERROR_INIT;
	struct name owner;
	struct buf rdata;
	char copy[200];
	snprintf(copy, sizeof(copy), "%s", line);
	char *behind = find_notes(line);
	add_notes(notes, behind);
	while (behind > line && (*behind == ';' || *behind == '\0') && behind[-1] == ' ')
		behind--;
	*behind = '\0';
	const char *name = word(&line), *ttl = word(&line), *type = word(&line);
	uint16_t code = rrtype_parse(type, strlen(type));
	buf_init(&rdata, 0);
	if (code == 0 || name_parse(&owner, name, strlen(name), apex, &err) != ZF_OK ||
		rdata_parse_text(&rdata, code, line, strlen(line), &name_root, &err) != ZF_OK ||
		zone_builder_add(b, &owner, code, (uint32_t)strtoul(ttl, NULL, 10),
			(const uint8_t *)rdata.data, rdata.len,
			(struct str){notes->data, notes->len}, place, &err) != ZF_OK)
		fail(copy, &err);
	buf_free(&rdata);
	buf_reset(notes);
}

static void build_comment(struct zone_builder *b, struct buf *notes, const char *line)
{
	struct str name;
	struct buf json;
	buf_init(&json, 0);
	if (note_parse(&name, &json, str_of(line)) == strlen(line))
		zone_builder_add_provider_record(b, name, (struct str){json.data, json.len});
	else
		note_add(notes, NOTE_LEADING, (struct str){"", 0}, str_of(line));
	buf_free(&json);
}

void build_lines(struct zone_builder *b, const struct name *apex, const char *lines)
{
	unsigned file = zone_builder_file(b, "test.zone"), number = 0;
	char *copy = strdup(lines), *next = copy, *line;
	struct buf notes;
	buf_init(&notes, 0);
	while ((line = strsep(&next, "\n"))) {
		number++;
		if (*line == ';')
			build_comment(b, &notes, line);
		else if (*line)
			build_line(b, apex, line, &notes, rec_place(file, number));
	}
	buf_free(&notes);
	free(copy);
}

struct zf_zone *zone_of(const char *apex, const char *lines)
{
	struct name name = name_of(apex);
	struct zone_builder *b = zone_builder_new(&name, "test.zone");
	build_lines(b, &name, lines);
	return zone_builder_seal(b);
}

/* SplitMix64. */
uint32_t random_below(struct random *r, uint32_t n)
{
	uint64_t z = r->state += 0x9e3779b97f4a7c15;
	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
	z = (z ^ z >> 27) * 0x94d049bb133111eb;
	return (uint32_t)((z ^ z >> 31) >> 32) % n;
}

/* A name below `tail`, lower case, of up to `labels` labels. */
static void random_name(
	struct name *name, struct random *r, const struct name *tail, uint32_t labels)
{
	static const char octets[] = "aabbz09-_*@$;\"\\. (\t\1\2\200\377";
	uint8_t wire[NAME_MAX_OCTETS];
	size_t len = 0;
	for (uint32_t count = random_below(r, labels + 1); count > 0; count--) {
		uint32_t strange = random_below(r, 8) == 0 ? sizeof(octets) : 6;
		size_t n = 1 + random_below(r, random_below(r, 16) ? 4 : NAME_MAX_LABEL);
		if (len + n + 1 + tail->len > NAME_MAX_OCTETS)
			break;
		wire[len++] = (uint8_t)n;
		for (size_t i = 0; i < n; i++)
			wire[len++] = (uint8_t)octets[random_below(r, strange)];
	}
	memcpy(name->wire, wire, len);
	memcpy(name->wire + len, tail->wire, tail->len);
	name->len = (uint8_t)(len + tail->len);
}

/* Random octets, few values more often than others. */
static void random_octets(struct random_record *record, struct random *r, size_t n)
{
	uint32_t values = random_below(r, 2) ? 256 : 2;
	for (size_t i = 0; i < n; i++)
		record->rdata[record->rdata_len++] = (uint8_t)random_below(r, values);
}

static void random_target(struct random_record *record, struct random *r)
{
	struct name target;
	random_name(&target, r, &name_root, 3);
	memcpy(record->rdata + record->rdata_len, target.wire, target.len);
	record->rdata_len += target.len;
}

void random_record(struct random_record *record, struct random *r, const struct name *apex)
{
	static const uint16_t types[] = {
		TYPE_A, TYPE_NS, TYPE_CNAME, TYPE_MX, TYPE_TXT, TYPE_AAAA, 65280};
	static const uint32_t ttls[] = {300, 3600, 0, 2147483647};
	record->rdata_len = 0;
	record->type = types[random_below(r, sizeof(types) / sizeof(types[0]))];
	record->ttl = ttls[random_below(r, random_below(r, 4) ? 2 : 4)];
	random_name(&record->owner, r, random_below(r, 40) ? apex : &name_root, 3);
	if (record->type == TYPE_A || record->type == TYPE_AAAA) {
		random_octets(record, r, record->type == TYPE_A ? 4 : 16);
	} else if (record->type == TYPE_TXT) {
		for (uint32_t strings = 1 + random_below(r, 2); strings > 0; strings--) {
			uint8_t n = (uint8_t)random_below(r, random_below(r, 8) ? 20 : 120);
			record->rdata[record->rdata_len++] = n;
			random_octets(record, r, n);
		}
	} else if (record->type == 65280) {
		random_octets(record, r, random_below(r, 40));
	} else {
		if (record->type == TYPE_MX)
			random_octets(record, r, 2);
		random_target(record, r);
	}
}

void zone_show(struct buf *out, const struct zf_zone *zone)
{
	buf_reset(out);
	for (size_t i = 0; i < zone->count; i++) {
		const struct rec *r = zone->recs[i];
		rec_print_owner(out, zone, r);
		buf_printf(out, " %u ", r->ttl);
		rrtype_print(out, rec_type(r));
		buf_addc(out, ' ');
		str_add_hex(out, rec_rdata(r), r->rdata_len);
		buf_addc(out, '\n');
	}
}
