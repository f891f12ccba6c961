/*
 * html: the page around a diff or a comparison. One file without anything from elsewhere; readable
 * without script, which only filters; a policy in the page lets no other script run.
 *
 * The filter shows the sections whose owner holds a text and whose type is the chosen one. It is
 * kept in the page's fragment, "#name=www&type=A", so a filtered view can be linked to.
 */
#ifndef ZF_PRINT_HTML_H
#define ZF_PRINT_HTML_H

#include "options.h"
#include "out.h"

void html_add(struct buf *b, const char *p, size_t n); /* escaped, for text and attributes alike */
void html_adds(struct buf *b, const char *text);
/* What is in `scratch`, which is emptied. */
void html_add_scratch(struct buf *b, struct buf *scratch);

/* The types of a page's sections, for the filter. */
struct html_types {
	uint8_t bits[65536 / 8];
};
void html_types_add(struct html_types *t, uint16_t type);

/* What every page begins with, <title> and styles, up to <header> and its heading, and what it ends
 * with: </main>, the script, </html>. */
void html_begin_page(struct buf *b, const char *heading, const char *summary);
void html_end_page(struct buf *b);
/* The form that the script shows, then <main>. */
void html_begin_main(struct buf *b, const struct html_types *types);

/* All up to what a page says of its own: its beginning and the header with the zone and what is in
 * `summary`, which is emptied. The caller adds paragraphs, and ends the <header>. A part has the
 * header alone. */
void html_begin(struct buf *b, const struct output_options *options, const struct zf_zone *zone,
	struct buf *summary);
/* Where the sections begin; a part has no form. */
void html_begin_sections(
	struct buf *b, const struct output_options *options, const struct html_types *types);
/* One RRset: a section with its heading, and a note behind it (or NULL); any == NULL: provider
 * records. */
void html_begin_section(struct buf *b, const struct zf_zone *zone, const struct rec *any,
	const char *note, struct buf *scratch);
void html_end_section(struct buf *b);
void html_end(struct buf *b, const struct output_options *options);

/* The script, and the hash of it that the page's policy names (CSP: 'sha256-…'). */
extern const char html_script[], html_script_hash[];

#endif
