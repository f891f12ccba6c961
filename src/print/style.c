#include "style.h"

const struct style style_plain = {
	.title = {"", ""},
	.removed = {"- ", ""},
	.changed = {"~ ", ""},
	.added = {"+ ", ""},
	.word = {NULL, NULL},
	.odd = {"", ""},
};

static const struct style style_color = {
	.title = {"\033[1m", "\033[0m"},
	.removed = {"\033[31m- ", "\033[0m"},
	.changed = {"\033[33m~ ", "\033[0m"},
	.added = {"\033[32m+ ", "\033[0m"},
	.word = {"\033[7m", "\033[27m"},
	.odd = {"\033[31m", "\033[0m"},
};

/* '@@', '-', '!' and '+' are what is coloured there. */
const struct style style_markdown = {
	.title = {"@@ ", " @@"},
	.removed = {"- ", ""},
	.changed = {"! ", ""},
	.added = {"+ ", ""},
	.word = {NULL, NULL},
	.odd = {"", ""},
};

const struct style *style_of(const struct output_options *options)
{
	return options->color == OUTPUT_COLOR ? &style_color : &style_plain;
}
