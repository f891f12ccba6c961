/* say: the one place that writes to people. */
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli.h"
#include "file.h"
#include "str.h"

static void emit(struct cli *cli, const char *p, size_t n)
{
	static const char erase[] = "\r\033[K";
	if (cli->progress_shown) {
		file_write_fd(STDERR_FILENO, "standard error", erase, sizeof(erase) - 1, NULL);
		cli->progress_shown = false;
	}
	file_write_fd(STDERR_FILENO, "standard error", p, n, NULL);
}

__attribute__((format(printf, 2, 0))) static void say_va(
	struct cli *cli, const char *format, va_list ap)
{
	struct buf raw, line;
	buf_init(&raw, 0);
	buf_init(&line, 0);
	buf_vprintf(&raw, format, ap);
	buf_adds(&line, "zoneferry: ");
	str_print(&line, raw.data, raw.len);
	buf_addc(&line, '\n');
	emit(cli, line.data, line.len);
	buf_free(&raw);
	buf_free(&line);
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
	buf_init(&line, 0);
	zf_error_print(err, text, sizeof(text));
	if (!err->file[0])
		buf_adds(&line, "zoneferry: ");
	buf_adds(&line, text);
	buf_addc(&line, '\n');
	if (err->code == ZF_ERR_USAGE && cli->cmd)
		buf_printf(&line, "usage: zoneferry %s %s\n", cli->cmd->name, cli->cmd->args);
	emit(cli, line.data, line.len);
	buf_free(&line);
	return err->code == ZF_ERR_USAGE ? EXIT_USAGE : EXIT_TROUBLE;
}

void say_diags(struct cli *cli, const struct diags *diags)
{
	enum { MOST = 100 }; /* findings of one zone on a terminal; `check` shows all */
	struct buf text;
	size_t shown = 0, left = 0;
	buf_init(&text, 0);
	for (size_t i = 0; i < diags->count; i++) {
		if (cli->globals.quiet && diags->items[i].severity != DIAG_ERROR)
			continue;
		if (shown++ < MOST || diags->items[i].severity == DIAG_ERROR)
			diag_print(&text, &diags->items[i]);
		else
			left++;
	}
	if (left > 0)
		buf_printf(&text, "zoneferry: and %zu more; see zoneferry check\n", left);
	if (text.len > 0)
		emit(cli, text.data, text.len);
	buf_free(&text);
}

int say_failure(struct cli *cli, const struct diags *diags, const struct zf_error *err)
{
	bool listed = false;
	for (size_t i = 0; i < diags->count; i++)
		listed = listed || diags->items[i].severity == DIAG_ERROR;
	say_diags(cli, diags);
	if (!listed)
		return say_error(cli, err);
	if (diags->errors > 1)
		say(cli, "%zu errors; nothing of %s was used", diags->errors,
			diags->items[0].file ? diags->items[0].file : "it");
	return EXIT_TROUBLE;
}

void say_progress(void *user, const char *text)
{
	struct cli *cli = user;
	if (cli->globals.quiet || !isatty(STDERR_FILENO))
		return;
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
