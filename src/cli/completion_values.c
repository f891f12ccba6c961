#include "completion_values.h"

#include <string.h>

#include "codes.h"
#include "diff_flags.h"
#include "output.h"
#include "plan.h"
#include "rrtype.h"
#include "zonefile.h"

void completion_add_choices(struct buf *b, const char *arg)
{
	for (buf_addc(b, ' '); *arg; arg++)
		buf_addc(b, *arg == '|' ? ' ' : *arg);
}

static void add_codes(struct buf *b)
{
	struct check_code codes[CODES_MAX];
	size_t n = codes_list(codes);
	for (size_t i = 0; i < n; i++)
		buf_printf(b, " %s", codes[i].code);
}

static bool is_format(const char *word)
{
	static const enum output_kind kinds[] = {
		OUTPUT_ZONE, OUTPUT_DIFF, OUTPUT_COMPARISON, OUTPUT_PLAN, OUTPUT_FIT};
	bool found = false;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]) && !found; i++)
		found = output_find(kinds[i], word) != NULL;
	return found;
}

/* The formats that a command's help lists: the first words of its lines. */
static void add_formats(struct buf *b, const struct cmd *cmd)
{
	struct buf help;
	buf_init(&help, 0);
	cmd->more(&help);
	for (char *line = help.data; *line;) {
		char *next = line + strcspn(line, "\n");
		char *word = line + strspn(line, " ");
		if (*next)
			*next++ = '\0';
		word[strcspn(word, " ")] = '\0';
		if (is_format(word))
			buf_printf(b, " %s", word);
		line = next;
	}
	buf_free(&help);
}

static void add_types(struct buf *b)
{
	for (const struct rrtype *row = NULL; (row = rrtype_next(row)) != NULL;)
		buf_printf(b, " %s", row->name);
}

static void add_ignored(struct buf *b)
{
	const char *word;
	for (size_t i = 0; (word = diff_ignore_word(i)); i++)
		buf_printf(b, " %s", word);
}

static void add_allowed(struct buf *b)
{
	for (size_t i = 0; allow_words[i]; i++)
		buf_printf(b, " %s", allow_words[i]);
}

static void add_dialects(struct buf *b)
{
	const char *name;
	for (size_t i = 0; (name = zonefile_dialect_name(i)); i++)
		buf_printf(b, " %s", name);
	buf_adds(b, " none");
}

/* Words from elsewhere that stand for an option's argument. */
static const struct {
	const char *option, *arg;
	void (*add)(struct buf *b);
} lists[] = {
	{NULL, "CODE,...", add_codes},
	{NULL, "TYPE,...", add_types},
	{"ignore", "WHAT,...", add_ignored},
	{"allow", "WORD,...", add_allowed},
	{"dialect", "NAME", add_dialects},
};

void completion_add_values(struct buf *b, const struct cmd *cmd, const struct opt *o)
{
	if (o->kind == OPT_CHOICE)
		completion_add_choices(b, o->arg);
	else if (cmd && cmd->more && o->arg && strcmp(o->arg, "FORMAT") == 0)
		add_formats(b, cmd);
	for (size_t i = 0; o->arg && i < sizeof(lists) / sizeof(lists[0]); i++)
		if (strcmp(lists[i].arg, o->arg) == 0 &&
			(!lists[i].option || strcmp(lists[i].option, o->name) == 0))
			lists[i].add(b);
}
