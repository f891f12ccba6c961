#include "git_run.h"

#include "err.h"
#include "proc.h"

static enum zf_status run(
	struct buf *out, int *exit_status, const char *const *argv, struct zf_error *err)
{
	enum { OUTPUT_MOST = 256 << 20 }; /* the names of all files of a repository */
	const struct proc_options o = {.seconds = 60, .quiet = true};
	buf_init(out, OUTPUT_MOST);
	enum zf_status status = proc_read(out, argv, &o, exit_status, err);
	if (out->len > 0 && out->data[out->len - 1] == '\n')
		out->data[--out->len] = '\0';
	return status;
}

enum zf_status git_ask(struct buf *out, const char *const *argv, struct zf_error *err)
{
	int exit_status = 0;
	enum zf_status status = run(out, &exit_status, argv, err);
	if (status == ZF_OK && exit_status != 0)
		return err_set(err, ZF_ERR_NOT_FOUND, "git %s failed", argv[1]);
	return status;
}

enum zf_status git_tell(const char *const *argv, enum git_failure failure, struct zf_error *err)
{
	struct buf out;
	int exit_status = 0;
	enum zf_status status = run(&out, &exit_status, argv, err);
	buf_free(&out);
	if (status == ZF_OK && exit_status != 0 && failure == GIT_MUST)
		return err_set(err, ZF_ERR_IO, "git %s %s failed", argv[1], argv[3]);
	return status;
}
