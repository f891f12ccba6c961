#include "jsonw.h"

/* Octets that stand as they are in a JSON string. DEL doesn't: nothing that a terminal acts on. */
static bool is_plain(unsigned char c)
{
	return c >= 32 && c < 127 && c != '"' && c != '\\';
}

static void add_unit(struct buf *b, unsigned unit)
{
	buf_printf(b, "\\u%04x", unit);
}

/* Writes the character at p; returns how many octets it took. */
static size_t add_escaped(struct buf *b, const char *p, size_t n)
{
	uint32_t code = 0;
	if (*p == '"' || *p == '\\') {
		buf_addc(b, '\\');
		buf_addc(b, *p);
		return 1;
	}
	if (*p == '\n') {
		buf_adds(b, "\\n");
		return 1;
	}
	int len = str_utf8(p, n, &code);
	if (len == 0) {
		add_unit(b, 0xfffd);
		return 1;
	}
	if (code > 0xffff) {
		add_unit(b, 0xd800 + ((code - 0x10000) >> 10));
		add_unit(b, 0xdc00 + ((code - 0x10000) & 0x3ff));
	} else {
		add_unit(b, code);
	}
	return (size_t)len;
}

void jsonw_string(struct buf *b, const char *p, size_t n)
{
	size_t i = 0;
	buf_addc(b, '"');
	while (i < n) {
		size_t from = i;
		while (i < n && is_plain((unsigned char)p[i]))
			i++;
		buf_add(b, p + from, i - from);
		if (i < n)
			i += add_escaped(b, p + i, n - i);
	}
	buf_addc(b, '"');
}

void jsonw_text(struct buf *b, const char *s)
{
	jsonw_string(b, s, strlen(s));
}

void jsonw_next(struct buf *b, bool *first)
{
	buf_adds(b, *first ? "\n" : ",\n");
	*first = false;
}

void jsonw_owner(
	struct buf *b, const struct zf_zone *zone, const struct rec *r, struct buf *scratch)
{
	buf_reset(scratch);
	out_add_owner(scratch, zone, r);
	buf_adds(b, "\"name\":");
	jsonw_string(b, scratch->data, scratch->len);
}

void jsonw_type(struct buf *b, const struct rec *r)
{
	buf_adds(b, "\"type\":\"");
	out_add_type(b, r);
	buf_addc(b, '"');
}

void jsonw_rdata(struct buf *b, const struct rec *r, struct buf *scratch)
{
	buf_reset(scratch);
	out_add_rdata(scratch, r);
	buf_adds(b, "\"rdata\":");
	jsonw_string(b, scratch->data, scratch->len);
}

void jsonw_annotations(struct buf *b, const struct rec *r)
{
	struct note note;
	const char *before = "";
	buf_addc(b, '{');
	for (size_t at = 0; rec_note_next(r, &at, &note);) {
		if (note.kind != NOTE_ANNOTATION)
			continue;
		buf_adds(b, before);
		jsonw_string(b, note.name.p, note.name.n);
		buf_addc(b, ':');
		buf_add(b, note.text.p, note.text.n);
		before = ",";
	}
	buf_addc(b, '}');
}

void jsonw_provider_record(struct buf *b, const struct provider_record *p)
{
	buf_adds(b, "\"provider\":");
	jsonw_string(b, p->provider.p, p->provider.n);
	buf_adds(b, ",\"data\":");
	buf_add(b, p->json.p, p->json.n);
}

void jsonw_diagnostic(struct buf *b, const struct diag *diag)
{
	static const char *const severities[] = {
		[DIAG_NOTE] = "note", [DIAG_WARNING] = "warning", [DIAG_ERROR] = "error"};
	buf_printf(
		b, "{\"severity\":\"%s\",\"code\":\"%s\"", severities[diag->severity], diag->code);
	if (diag->file) {
		buf_adds(b, ",\"file\":");
		jsonw_text(b, diag->file);
	}
	if (diag->line > 0)
		buf_printf(b, ",\"line\":%lu", diag->line);
	if (diag->col > 0)
		buf_printf(b, ",\"column\":%lu", diag->col);
	buf_adds(b, ",\"text\":");
	jsonw_text(b, diag->text);
	if (diag->reads) {
		buf_adds(b, ",\"reads\":");
		jsonw_text(b, diag->reads);
	}
	if (diag->write) {
		buf_adds(b, ",\"write\":");
		jsonw_text(b, diag->write);
	}
	buf_addc(b, '}');
}
