#include "html.h"

static const char style[] =
	":root{color-scheme:light dark;--bg:#fff;--fg:#1b1f24;--dim:#59636e;--line:#d1d9e0;"
	"--card:#f6f8fa;--old:#ffebe9;--oldw:#ffb8b0;--new:#dafbe1;--neww:#8ee4a1;--mod:#fff8c5}\n"
	"@media (prefers-color-scheme:dark){:root{--bg:#0d1117;--fg:#e6edf3;--dim:#9198a1;"
	"--line:#3d444d;--card:#151b23;--old:#3c1618;--oldw:#8e2a2e;--new:#12311d;--neww:#1f6f37;"
	"--mod:#3a3010}}\n"
	"*{box-sizing:border-box}\n"
	"[hidden]{display:none!important}\n"
	"body{margin:0 auto;max-width:80rem;padding:1rem;background:var(--bg);color:var(--fg);"
	"font:1rem/1.5 system-ui,sans-serif}\n"
	"h1{font-size:1.4rem;margin:0;overflow-wrap:anywhere}\n"
	"h2{font-size:1rem;margin:0;padding:.4rem .7rem;background:var(--card);font-weight:400;"
	"overflow-wrap:anywhere}\n"
	"h3{font-size:.85rem;margin:0;color:var(--dim);overflow-wrap:anywhere}\n"
	"code{font:.9rem/1.5 ui-monospace,monospace;overflow-wrap:anywhere;white-space:pre-wrap}\n"
	"h1 code{font-size:1.4rem}\n"
	"header p{margin:.3rem 0;overflow-wrap:anywhere}\n"
	".dim{color:var(--dim)}\n"
	"form{position:sticky;top:0;display:flex;flex-wrap:wrap;gap:.5rem 1rem;align-items:center;"
	"padding:.6rem 0;background:var(--bg)}\n"
	"input,select{font:inherit;max-width:100%;padding:.2rem .4rem}\n"
	"section{border:1px solid var(--line);border-radius:.4rem;margin:.7rem 0;overflow:hidden}\n"
	".row{display:grid;grid-template-columns:1fr 1fr;border-top:1px solid var(--line)}\n"
	".row>div{padding:.2rem .7rem;min-width:0}\n"
	".old{background:var(--old)}.new{background:var(--new)}.mod{background:var(--mod)}\n"
	"del,ins{text-decoration:none;border-radius:.2rem}\n"
	"del{background:var(--oldw)}ins{background:var(--neww)}\n"
	".cells{display:grid;grid-template-columns:repeat(auto-fit,minmax(14rem,1fr))}\n"
	".cells>div{padding:.4rem .7rem;border-top:1px solid var(--line);min-width:0}\n"
	".cells code{display:block}\n"
	".odd{background:var(--old)}\n"
	"@media (max-width:40rem){.row{grid-template-columns:1fr}.none{display:none}}\n";

const char html_script[] =
	"(function () {\n"
	"\"use strict\";\n"
	"var form = document.getElementById(\"filter\");\n"
	"var name = document.getElementById(\"name\");\n"
	"var type = document.getElementById(\"type\");\n"
	"var shown = document.getElementById(\"shown\");\n"
	"var sections = document.querySelectorAll(\"section[data-type]\");\n"
	"function show() {\n"
	"  var text = name.value.trim().toLowerCase(), count = 0;\n"
	"  sections.forEach(function (s) {\n"
	"    var hit = s.dataset.name.indexOf(text) >= 0 &&\n"
	"      (type.value === \"\" || s.dataset.type === type.value);\n"
	"    s.hidden = !hit;\n"
	"    count += hit ? 1 : 0;\n"
	"  });\n"
	"  shown.textContent = count + \" of \" + sections.length + \" shown\";\n"
	"}\n"
	"function read() {\n"
	"  var wanted = new URLSearchParams(location.hash.slice(1));\n"
	"  name.value = wanted.get(\"name\") || \"\";\n"
	"  type.value = wanted.get(\"type\") || \"\";\n"
	"  if (type.selectedIndex < 0) { type.value = \"\"; }\n"
	"  show();\n"
	"}\n"
	"function chosen() {\n"
	"  var wanted = new URLSearchParams();\n"
	"  if (name.value) { wanted.set(\"name\", name.value); }\n"
	"  if (type.value) { wanted.set(\"type\", type.value); }\n"
	"  history.replaceState(null, \"\", \"#\" + wanted);\n"
	"  show();\n"
	"}\n"
	"form.addEventListener(\"input\", chosen);\n"
	"form.addEventListener(\"change\", chosen);\n"
	"form.addEventListener(\"submit\", function (e) { e.preventDefault(); });\n"
	"window.addEventListener(\"hashchange\", read);\n"
	"form.hidden = false;\n"
	"read();\n"
	"}());\n";

const char html_script_hash[] = "sha256-1M63ugcRdYunyYft8rnRp9XoUee7LPqHcAORffwiFHY=";

void html_add(struct buf *b, const char *p, size_t n)
{
	static const char *const escapes[128] = {['&'] = "&amp;",
		['<'] = "&lt;",
		['>'] = "&gt;",
		['"'] = "&quot;",
		['\''] = "&#39;"};
	for (size_t i = 0; i < n;) {
		size_t from = i;
		while (i < n && ((unsigned char)p[i] > 127 || !escapes[(unsigned char)p[i]]))
			i++;
		buf_add(b, p + from, i - from);
		if (i < n)
			buf_adds(b, escapes[(unsigned char)p[i++]]);
	}
}

void html_adds(struct buf *b, const char *text)
{
	html_add(b, text, strlen(text));
}

void html_add_scratch(struct buf *b, struct buf *scratch)
{
	html_add(b, scratch->data, scratch->len);
	buf_reset(scratch);
}

void html_types_add(struct html_types *t, uint16_t type)
{
	t->bits[type / 8] |= (uint8_t)(1 << type % 8);
}

void html_begin_page(struct buf *b, const char *heading, const char *summary)
{
	buf_adds(b, "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
		    "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n"
		    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none';"
		    "style-src 'unsafe-inline';base-uri 'none';form-action 'none';script-src '");
	buf_adds(b, html_script_hash);
	buf_adds(b, "'\">\n<title>");
	html_adds(b, heading);
	buf_addc(b, ' ');
	html_adds(b, summary);
	buf_adds(b, "</title>\n<style>\n");
	buf_adds(b, style);
	buf_adds(b, "</style>\n</head>\n<body>\n<header>\n<h1><code>");
	html_adds(b, heading);
	buf_adds(b, "</code></h1>\n<p><strong>");
	html_adds(b, summary);
	buf_adds(b, "</strong></p>\n");
}

void html_begin(struct buf *b, const struct output_options *options, const struct zf_zone *zone,
	struct buf *summary)
{
	if (options->frame == OUTPUT_WHOLE) {
		html_begin_page(b, zone->apex_text, summary->data);
	} else {
		buf_adds(b, "<header>\n<p><strong>");
		html_adds(b, summary->data);
		buf_adds(b, "</strong></p>\n");
	}
	buf_reset(summary);
}

void html_begin_main(struct buf *b, const struct html_types *types)
{
	buf_adds(b, "<form id=\"filter\" hidden>\n"
		    "<label>Name <input id=\"name\" type=\"search\" autocomplete=\"off\"></label>\n"
		    "<label>Type <select id=\"type\"><option value=\"\">all</option>");
	for (unsigned type = 1; type <= UINT16_MAX; type++) {
		char room[RRTYPE_MAX_TEXT];
		if (types->bits[type / 8] >> type % 8 & 1)
			buf_printf(b, "<option>%s</option>", rrtype_name((uint16_t)type, room));
	}
	buf_adds(b, "</select></label>\n<output id=\"shown\"></output>\n</form>\n<main>\n");
}

void html_begin_sections(
	struct buf *b, const struct output_options *options, const struct html_types *types)
{
	if (options->frame == OUTPUT_WHOLE)
		html_begin_main(b, types);
}

void html_begin_section(struct buf *b, const struct zf_zone *zone, const struct rec *any,
	const char *note, struct buf *scratch)
{
	buf_adds(b, "<section data-name=\"");
	if (any)
		out_add_owner(scratch, zone, any);
	html_add_scratch(b, scratch);
	buf_adds(b, "\" data-type=\"");
	if (any)
		out_add_type(b, any);
	buf_adds(b, "\">\n<h2>");
	if (any) {
		buf_adds(b, "<code>");
		out_add_owner(scratch, zone, any);
		html_add_scratch(b, scratch);
		buf_adds(b, "</code> <strong>");
		out_add_type(b, any);
		buf_adds(b, "</strong>");
	} else {
		buf_adds(b, "<strong>provider records</strong>");
	}
	if (note) {
		buf_adds(b, " <span class=\"dim\">");
		html_adds(b, note);
		buf_adds(b, "</span>");
	}
	buf_adds(b, "</h2>\n");
}

void html_end_section(struct buf *b)
{
	buf_adds(b, "</section>\n");
}

void html_end_page(struct buf *b)
{
	buf_adds(b, "</main>\n<script>");
	buf_adds(b, html_script);
	buf_adds(b, "</script>\n</body>\n</html>\n");
}

void html_end(struct buf *b, const struct output_options *options)
{
	if (options->frame == OUTPUT_WHOLE)
		html_end_page(b);
}
