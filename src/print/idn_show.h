/*
 * idn_show: puts U-labels beside A-labels in what people read: "xn--bcher-kva.example.
 * (bücher.example.)".
 *
 * It stands between a format and its sink, and knows of the format only where no name may be
 * touched: in strings and colours of text, in tags, scripts and styles of HTML. What is no A-label
 * stays as it is.
 */
#ifndef ZF_PRINT_IDN_SHOW_H
#define ZF_PRINT_IDN_SHOW_H

#include "out.h"

enum idn_markup { IDN_MARKUP_NONE, IDN_MARKUP_TEXT, IDN_MARKUP_MARKDOWN, IDN_MARKUP_HTML };

struct idn_show {
	struct out_sink sink; /* adds to it; points to the idn_show, which stays where it is */
	struct out_sink to;
	enum idn_markup markup;
	int state; /* where in the markup it is */
	struct buf word; /* that may go on, or a tag's name */
	struct buf made;
};

void idn_show_init(struct idn_show *s, const struct out_sink *to, enum idn_markup markup);
/* Hands over the rest unless `status` says that something failed; releases s. */
enum zf_status idn_show_end(struct idn_show *s, enum zf_status status, struct zf_error *err);

/* The same for a whole text. */
void idn_show_text(struct buf *text);

#endif
