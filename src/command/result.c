#include "result.h"

#include <string.h>
#include <unistd.h>

#include "err.h"

enum { PENDING_MOST = 64 << 10 }; /* octets gathered before a write */

static const char nowhere[] = "/dev/null";

bool result_is_file(const char *path)
{
	return path && strcmp(path, "-") != 0 && strcmp(path, "/dev/stdout") != 0 &&
	       strcmp(path, nowhere) != 0;
}

enum zf_status result_open(
	struct result *r, const char *path, enum file_care care, struct zf_error *err)
{
	*r = (struct result){.sink = {result_add, r},
		.path = result_is_file(path) ? path : NULL,
		.to_nowhere = path && strcmp(path, nowhere) == 0};
	if (r->path && file_create(&r->file, r->path, care, err) != ZF_OK)
		return err->code;
	buf_init(&r->pending, 0);
	return ZF_OK;
}

static enum zf_status put(struct result *r, const char *p, size_t n, struct zf_error *err)
{
	if (r->path)
		return file_write(&r->file, p, n, err);
	if (r->to_nowhere)
		return ZF_OK;
	return file_write_fd(STDOUT_FILENO, "standard output", p, n, err);
}

enum zf_status result_add(void *result, const char *p, size_t n, struct zf_error *err)
{
	struct result *r = result;
	enum zf_status status = ZF_OK;
	if (r->pending.len + n > PENDING_MOST) {
		status = put(r, r->pending.data, r->pending.len, err);
		buf_reset(&r->pending);
	}
	if (status == ZF_OK && n > PENDING_MOST)
		return put(r, p, n, err);
	buf_add(&r->pending, p, n);
	return status;
}

enum zf_status result_close(struct result *r, enum zf_status status, struct zf_error *err)
{
	if (status == ZF_OK)
		status = put(r, r->pending.data, r->pending.len, err);
	buf_free(&r->pending);
	if (!r->path)
		return status;
	if (status == ZF_OK)
		return file_commit(&r->file, err);
	file_abort(&r->file);
	return status;
}

int result_end(struct cli *cli, struct buf *text, const struct zf_error *err, int status)
{
	struct zf_error why = ZF_ERROR_INIT;
	say_settle(cli);
	if (err && err->code != ZF_OK)
		status = say_error(cli, err);
	else if (file_write_fd(STDOUT_FILENO, "standard output", text->data, text->len, &why) !=
		 ZF_OK)
		status = say_error(cli, &why);
	buf_free(text);
	return status;
}
