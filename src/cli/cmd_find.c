/* find: records that match, over many zones. */
#include <stdlib.h>
#include <string.h>

#include "diff_flags.h"
#include "idn.h"
#include "out.h"
#include "places.h"
#include "result.h"
#include "str.h"

struct find_options {
	struct opt_list only;
	struct read_flags read;
};

static const struct find_options defaults = {.read = READ_FLAGS_INIT};

static const struct opt options[] = {
	{"only", 0, OPT_LIST, offsetof(struct find_options, only), "TYPE,...",
		"look at these record types only", 0, 0},
	READ_FLAGS(struct find_options, read),
	READ_FLAG_TXT(struct find_options, read),
};

struct search {
	struct buf pattern; /* in asterisks, so that it may stand anywhere */
	const struct opt_list *only;
	struct buf line, text;
	struct result to;
	size_t found;
};

static bool is_asked(const struct search *s, const struct rec *r)
{
	for (size_t i = 0; i < s->only->count; i++)
		if (rrtype_parse(s->only->items[i], strlen(s->only->items[i])) == rec_type(r))
			return true;
	return s->only->count == 0;
}

/* One part of a record as text. */
typedef void add_part(struct buf *b, const struct zf_zone *zone, const struct rec *r);

static void add_type(struct buf *b, const struct zf_zone *zone, const struct rec *r)
{
	(void)zone;
	out_add_type(b, r);
}

static void add_rdata(struct buf *b, const struct zf_zone *zone, const struct rec *r)
{
	(void)zone;
	out_add_rdata(b, r);
}

static void add_notes(struct buf *b, const struct zf_zone *zone, const struct rec *r)
{
	(void)zone;
	out_add_annotations(b, r);
}

static bool matches(struct search *s, const struct zf_zone *zone, const struct rec *r)
{
	static add_part *const parts[] = {out_add_owner, add_type, add_rdata, add_notes};
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		buf_reset(&s->text);
		parts[i](&s->text, zone, r);
		if (str_glob(s->pattern.data, s->text.data))
			return true;
	}
	return false;
}

static enum zf_status look(
	void *user, const struct zf_zone *zone, const char *where, struct zf_error *err)
{
	struct search *s = user;
	enum zf_status status = ZF_OK;
	for (size_t i = 0; i < zone->count && status == ZF_OK; i++) {
		const struct rec *r = zone->recs[i];
		if (!is_asked(s, r) || !matches(s, zone, r))
			continue;
		s->found++;
		buf_reset(&s->line);
		str_print(&s->line, where, strlen(where));
		buf_adds(&s->line, ": ");
		out_add_line(&s->line, zone, r);
		buf_addc(&s->line, '\n');
		status = result_add(&s->to, s->line.data, s->line.len, err);
	}
	return status;
}

static int run(struct cli *cli, const void *values, int count, char **args)
{
	const struct find_options *o = values;
	struct zf_error err = ZF_ERROR_INIT, ignored = ZF_ERROR_INIT;
	struct search s = {.only = &o->only};
	struct opt_list operands = {args + 1, (size_t)count - 1, 0};
	if (only_check(&o->only, &err) != ZF_OK ||
		result_open(&s.to, NULL, FILE_CAREFUL, &err) != ZF_OK)
		return say_error(cli, &err);
	buf_init(&s.pattern, 0);
	buf_init(&s.line, 0);
	buf_init(&s.text, 0);
	char *ascii = idn_dup_ascii(args[0], &ignored);
	buf_printf(&s.pattern, "*%s*", ascii ? ascii : args[0]);
	free(ascii);
	int status = places_visit(cli, &operands, &o->read, look, &s);
	say_settle(cli);
	if (result_close(&s.to, ZF_OK, &err) != ZF_OK)
		status = say_error(cli, &err);
	buf_free(&s.pattern);
	buf_free(&s.line);
	buf_free(&s.text);
	return status == EXIT_DONE && s.found == 0 ? EXIT_FINDINGS : status;
}

const struct cmd cmd_find = {
	.name = "find",
	.args = "PATTERN [LOCATION|FOLDER|PROVIDER...]",
	.summary = "records that match, over many zones",
	.text = "Prints each record whose owner, type, data or annotations hold PATTERN, with\n"
		"absolute names, one a line, behind the location of its zone. In PATTERN * and ? stand\n"
		"for anything; letter case doesn't count. A folder stands for the zone files in it,\n"
		"PROVIDER[@PROFILE] for all zones of the account; without a location it is this\n"
		"folder. Exit 1 when nothing is found, 4 when some zone could not be read.\n",
	CMD_OPTIONS(options, defaults),
	.min_args = 1,
	.max_args = -1,
	.run = run,
};
