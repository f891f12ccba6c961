/* Many zones as one page, each to be opened and closed. */
#include "html.h"
#include "many_writers.h"

/* The types of the sections of all zones, for the filter: as html_begin_section has named them. */
static void find_types(struct html_types *types, const struct many *m)
{
	static const char member[] = "\" data-type=\"";
	for (size_t i = 0; i < m->count; i++) {
		for (size_t k = 0; k < m->items[i].part_count; k++) {
			const char *at = m->items[i].parts[k].body.data;
			while ((at = strstr(at, member)) != NULL) {
				at += strlen(member);
				uint16_t type = rrtype_parse(at, strcspn(at, "\""));
				if (type)
					html_types_add(types, type);
			}
		}
	}
}

static void add_clean(struct buf *b, const char *text)
{
	struct buf clean;
	buf_init(&clean, 0);
	str_print(&clean, text, strlen(text));
	html_add(b, clean.data, clean.len);
	buf_free(&clean);
}

static void add_zone(struct out *o, const struct many *m, const struct many_zone *z)
{
	struct buf *b = &o->buf, where;
	buf_init(&where, 0);
	many_add_where(&where, z);
	buf_printf(b, "<details%s>\n<summary><code>", many_is_shown(z) ? " open" : "");
	add_clean(b, z->name);
	buf_adds(b, "</code> <strong>");
	html_adds(b, many_word(m, z->state));
	buf_adds(b, "</strong>");
	if (where.len) {
		buf_adds(b, " <span class=\"dim\">");
		html_add(b, where.data, where.len);
		buf_adds(b, "</span>");
	}
	buf_adds(b, "</summary>\n");
	if (z->why) {
		buf_adds(b, "<p class=\"odd\">");
		add_clean(b, z->why);
		buf_adds(b, "</p>\n");
	}
	for (size_t i = 0; i < z->part_count; i++) {
		buf_add(b, z->parts[i].body.data, z->parts[i].body.len);
		out_check(o);
	}
	buf_adds(b, "</details>\n");
	buf_free(&where);
}

enum zf_status many_html(struct out *o, const struct many *m, const struct many_options *options,
	struct zf_error *err)
{
	struct html_types types = {{0}};
	struct buf summary;
	(void)options;
	(void)err;
	buf_init(&summary, 0);
	many_add_summary(&summary, m);
	html_begin_page(&o->buf, m->title, summary.data);
	buf_adds(&o->buf, "</header>\n");
	find_types(&types, m);
	html_begin_main(&o->buf, &types);
	for (size_t i = 0; i < m->count; i++)
		add_zone(o, m, &m->items[i]);
	html_end_page(&o->buf);
	buf_free(&summary);
	return ZF_OK;
}
