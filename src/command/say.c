/* say: the one place that writes to people. */
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "check.h"
#include "cli.h"
#include "diag_group.h"
#include "file.h"
#include "mem.h"
#include "str.h"
#include "term.h"

void say_settle(struct cli *cli)
{
	static const char erase[] = "\r\033[K";
	if (cli->progress_shown)
		file_write_fd(STDERR_FILENO, "standard error", erase, sizeof(erase) - 1, NULL);
	cli->progress_shown = false;
}

static void emit(struct cli *cli, const char *p, size_t n)
{
	if (cli->heard) {
		buf_add(cli->heard, p, n);
		return;
	}
	size_t width = term_width(STDERR_FILENO);
	struct buf wrapped;
	say_settle(cli);
	buf_init(&wrapped, 0);
	if (width > 0) {
		term_wrap(&wrapped, p, n, width);
		p = wrapped.data;
		n = wrapped.len;
	}
	file_write_fd(STDERR_FILENO, "standard error", p, n, NULL);
	buf_free(&wrapped);
}

void say_heard(struct cli *cli, struct buf *heard)
{
	if (heard->len)
		emit(cli, heard->data, heard->len);
	buf_reset(heard);
}

__attribute__((format(printf, 2, 0))) static void make_line(
	struct buf *line, const char *format, va_list ap)
{
	struct buf raw;
	buf_init(&raw, 0);
	buf_vprintf(&raw, format, ap);
	buf_init(line, 0);
	buf_adds(line, "zoneferry: ");
	str_print(line, raw.data, raw.len);
	buf_addc(line, '\n');
	buf_free(&raw);
}

__attribute__((format(printf, 2, 0))) static void say_va(
	struct cli *cli, const char *format, va_list ap)
{
	struct buf line;
	make_line(&line, format, ap);
	emit(cli, line.data, line.len);
	buf_free(&line);
}

void say_prepare(struct buf *line, const char *format, ...)
{
	va_list ap;
	va_start(ap, format);
	make_line(line, format, ap);
	va_end(ap);
}

void say_prepared(struct cli *cli, struct buf *line)
{
	if (!cli->globals.quiet)
		emit(cli, line->data, line->len);
	buf_free(line);
}

void say(struct cli *cli, const char *format, ...)
{
	va_list ap;
	if (cli->globals.quiet)
		return;
	va_start(ap, format);
	say_va(cli, format, ap);
	va_end(ap);
}

void say_always(struct cli *cli, const char *format, ...)
{
	va_list ap;
	va_start(ap, format);
	say_va(cli, format, ap);
	va_end(ap);
}

void say_verbose(struct cli *cli, const char *format, ...)
{
	va_list ap;
	if (!cli->globals.verbose)
		return;
	va_start(ap, format);
	say_va(cli, format, ap);
	va_end(ap);
}

int say_error(struct cli *cli, const struct zf_error *err)
{
	char text[sizeof(struct zf_error) + 64];
	struct buf line;
	if (strcmp(err->id, FILE_NOBODY_READS) == 0)
		return EXIT_NOBODY_READS;
	buf_init(&line, 0);
	zf_error_print(err, text, sizeof(text));
	if (!err->file[0])
		buf_adds(&line, "zoneferry: ");
	const char *word = cli_color(cli, STDERR_FILENO) ? strstr(text, "error:") : NULL;
	if (word) { /* as findings have it */
		buf_add(&line, text, (size_t)(word - text));
		buf_adds(&line, "\033[31merror\033[0m");
		buf_adds(&line, word + 5);
	} else {
		buf_adds(&line, text);
	}
	buf_addc(&line, '\n');
	if (err->code == ZF_ERR_USAGE && cli->cmd)
		buf_printf(&line, "usage: zoneferry %s %s\n", cli->cmd->name, cli->cmd->args);
	emit(cli, line.data, line.len);
	buf_free(&line);
	return err->code == ZF_ERR_USAGE ? EXIT_USAGE : EXIT_TROUBLE;
}

/* Whether a finding is advice about a zone that was read as it is: what sealing and checking find,
 * but for what was left out. Where a file says a thing twice, nothing is. */
static bool is_lint(const struct diag *d)
{
	static const char *const left_out[] = {"duplicate-annotation", "duplicate-ttl"};
	for (size_t i = 0; i < sizeof(left_out) / sizeof(left_out[0]); i++)
		if (strcmp(d->code, left_out[i]) == 0)
			return false;
	if (!d->file && strcmp(d->code, "duplicate") == 0)
		return false;
	return d->severity != DIAG_ERROR && check_code_find(d->code);
}

static void add_count(struct buf *b, size_t n, const char *word)
{
	if (n > 0)
		buf_printf(b, "%s%zu %s%s", b->len > 0 ? ", " : "", n, word, n == 1 ? "" : "s");
}

/* "zoneferry: 2 errors, 3 warnings", where they aren't counted at a glance. */
static void add_summary(struct buf *text, const size_t counts[])
{
	struct buf line;
	if (counts[DIAG_ERROR] + counts[DIAG_WARNING] + counts[DIAG_NOTE] < 2)
		return;
	buf_init(&line, 0);
	add_count(&line, counts[DIAG_ERROR], "error");
	add_count(&line, counts[DIAG_WARNING], "warning");
	add_count(&line, counts[DIAG_NOTE], "note");
	buf_printf(text, "zoneferry: %s\n", line.data);
	buf_free(&line);
}

void say_diags(struct cli *cli, const struct diags *diags, const char *where)
{
	enum { MOST = 100 }; /* causes of one zone on a terminal; `check` shows all */
	const struct globals *g = &cli->globals;
	enum diag_style style = cli_color(cli, STDERR_FILENO) ? DIAG_COLORED : DIAG_PLAIN;
	const struct diag **told = mem_alloc(diags->count * sizeof(*told));
	size_t count = 0, shown = 0, left = 0, counts[DIAG_ERROR + 1] = {0};
	struct buf text;
	for (size_t i = 0; i < diags->count; i++) {
		const struct diag *d = &diags->items[i];
		if ((g->quiet && d->severity != DIAG_ERROR) || (!g->verbose && is_lint(d)))
			continue;
		told[count++] = d;
		counts[d->severity]++;
	}
	struct diag_groups groups = diag_groups_make(told, count);
	buf_init(&text, 0);
	for (size_t i = 0; i < groups.count; i++) {
		if (shown++ < MOST || groups.items[i].first->severity == DIAG_ERROR)
			diag_group_print(&text, &groups.items[i], where, style);
		else
			left++;
	}
	if (left > 0)
		buf_printf(&text, "zoneferry: and %zu more; see zoneferry check\n", left);
	add_summary(&text, counts);
	if (text.len > 0)
		emit(cli, text.data, text.len);
	diag_groups_free(&groups);
	buf_free(&text);
	free(told);
}

int say_failure(struct cli *cli, const struct diags *diags, const struct zf_error *err)
{
	bool listed = false;
	for (size_t i = 0; i < diags->count; i++)
		listed = listed || diags->items[i].severity == DIAG_ERROR;
	say_diags(cli, diags, NULL);
	if (!listed)
		return say_error(cli, err);
	if (diags->errors > 1)
		say(cli, "nothing of %s was used",
			diags->items[0].file ? diags->items[0].file : "it");
	return EXIT_TROUBLE;
}

void say_trace(void *user, const char *text)
{
	say_verbose(user, "%s", text);
}

void say_progress(void *user, const char *text)
{
	struct cli *cli = user;
	if (cli->globals.quiet)
		return;
	if (cli->heard || !isatty(STDERR_FILENO)) {
		say_verbose(cli, "%s", text);
		return;
	}
	struct buf line;
	char clean[80];
	buf_init(&line, 0);
	str_clean(clean, sizeof(clean), text, strlen(text));
	buf_printf(&line, "\r\033[K%s", clean);
	file_write_fd(STDERR_FILENO, "standard error", line.data, line.len, NULL);
	cli->progress_shown = true;
	buf_free(&line);
}

bool cli_color(const struct cli *cli, int fd)
{
	const char *no = getenv("NO_COLOR"), *term = getenv("TERM");
	if (cli->globals.color != COLOR_AUTO)
		return cli->globals.color == COLOR_ALWAYS;
	return !(no && *no) && isatty(fd) && term && strcmp(term, "dumb") != 0;
}
