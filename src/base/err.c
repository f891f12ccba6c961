#include "err.h"

#include <errno.h>
#include <stdarg.h>
#include <string.h>

#include "str.h"

__attribute__((format(printf, 3, 0))) static void set_text(
	struct zf_error *err, enum zf_status code, const char *format, va_list ap)
{
	char raw[sizeof(err->text)];
	err->code = code;
	vsnprintf(raw, sizeof(raw), format, ap);
	str_clean(err->text, sizeof(err->text), raw, strlen(raw));
}

enum zf_status err_set(struct zf_error *err, enum zf_status code, const char *format, ...)
{
	va_list ap;
	if (!err)
		return code;
	if (err->code != ZF_OK)
		return err->code;
	va_start(ap, format);
	set_text(err, code, format, ap);
	va_end(ap);
	return code;
}

enum zf_status err_errno(struct zf_error *err, enum zf_status code, const char *format, ...)
{
	int saved = errno;
	va_list ap;
	if (!err)
		return code;
	if (err->code != ZF_OK)
		return err->code;
	va_start(ap, format);
	set_text(err, code, format, ap);
	va_end(ap);
	size_t n = strlen(err->text);
	snprintf(err->text + n, sizeof(err->text) - n, ": %s", strerror(saved));
	return code;
}

void err_place(struct zf_error *err, const char *file, unsigned long line, unsigned long col)
{
	if (!err || err->code == ZF_OK || err->file[0])
		return;
	if (file)
		str_clean(err->file, sizeof(err->file), file, strlen(file));
	if (err->line)
		return;
	err->line = line;
	err->col = col;
}

void err_id(struct zf_error *err, const char *id)
{
	if (err && err->code != ZF_OK && !err->id[0])
		snprintf(err->id, sizeof(err->id), "%s", id);
}

void err_clear(struct zf_error *err)
{
	if (err)
		*err = (struct zf_error)ZF_ERROR_INIT;
}

const char *zf_error_print(const struct zf_error *err, char *buffer, size_t size)
{
	char place[64] = "", id[sizeof(err->id) + 4] = "";
	if (err->line && err->col)
		snprintf(place, sizeof(place), ":%lu:%lu", err->line, err->col);
	else if (err->line)
		snprintf(place, sizeof(place), ":%lu", err->line);
	if (err->id[0])
		snprintf(id, sizeof(id), " [%s]", err->id);
	snprintf(buffer, size, "%s%s%serror: %s%s", err->file, place,
		err->file[0] || place[0] ? ": " : "", err->text, id);
	return buffer;
}
