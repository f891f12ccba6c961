/* result: what a command gives, to standard output or to a file. */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "cli.h"
#include "err.h"

enum { PENDING_MOST = 64 << 10 }; /* octets gathered before a write */

enum zf_status result_open(struct result *r, const char *path, struct zf_error *err)
{
	*r = (struct result){.path = path && strcmp(path, "-") != 0 ? path : NULL};
	if (r->path && file_create(&r->file, r->path, err) != ZF_OK)
		return err->code;
	buf_init(&r->pending, 0);
	return ZF_OK;
}

static enum zf_status put(struct result *r, const char *p, size_t n, struct zf_error *err)
{
	if (r->path)
		return file_write(&r->file, p, n, err);
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

void result_abort(struct result *r)
{
	if (r->path)
		file_abort(&r->file);
	buf_free(&r->pending);
}

enum zf_status result_commit(struct result *r, struct zf_error *err)
{
	enum zf_status status = put(r, r->pending.data, r->pending.len, err);
	if (status != ZF_OK) {
		result_abort(r);
		return status;
	}
	buf_free(&r->pending);
	return r->path ? file_commit(&r->file, err) : ZF_OK;
}

int result_print(struct cli *cli, const struct buf *text, int status)
{
	struct zf_error err = ZF_ERROR_INIT;
	if (file_write_fd(STDOUT_FILENO, "standard output", text->data, text->len, &err) != ZF_OK)
		return say_error(cli, &err);
	return status;
}
