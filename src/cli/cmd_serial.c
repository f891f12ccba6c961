/* serial: shows or raises the serial of a zone file, in place. */
#include <string.h>
#include <time.h>

#include "diff.h"
#include "edit.h"
#include "err.h"
#include "inputs.h"
#include "result.h"
#include "serial.h"

struct serial_options {
	bool increment, date, unix_time, force;
	const char *set; /* NULL: not given */
	struct read_flags read;
};

static const struct serial_options defaults = {.read = READ_FLAGS_INIT};

static const struct opt options[] = {
	{"increment", 'i', OPT_FLAG, offsetof(struct serial_options, increment), NULL, "one more",
		0, 0},
	{"date", 0, OPT_FLAG, offsetof(struct serial_options, date), NULL,
		"YYYYMMDD00 of today (UTC); one more where that isn't higher", 0, 0},
	{"unix", 0, OPT_FLAG, offsetof(struct serial_options, unix_time), NULL,
		"seconds since 1970; one more where that isn't higher", 0, 0},
	{"set", 0, OPT_TEXT, offsetof(struct serial_options, set), "N", "this number", 0, 0},
	{"force", 0, OPT_FLAG, offsetof(struct serial_options, force), NULL,
		"also a file that is read-only, or somebody else's", 0, 0},
	READ_FLAGS(struct serial_options, read),
	READ_FLAG_TXT(struct serial_options, read),
};

/* One file, as text and as the zone that was read from it. */
struct job {
	struct cli *cli;
	const struct serial_options *o;
	const char *path;
	struct zonefile_options how;
	struct file_text text;
	struct zf_zone *zone;
};

static uint32_t wanted_serial(const struct serial_options *o, uint32_t old)
{
	enum serial_style style = o->date        ? SERIAL_DATE
				  : o->unix_time ? SERIAL_UNIX
						 : SERIAL_INCREMENT;
	uint64_t set;
	if (o->set && str_to_u64(o->set, strlen(o->set), UINT32_MAX, &set))
		return (uint32_t)set;
	return serial_next(old, style, (int64_t)time(NULL));
}

/* Writes the text with another serial; all else stays octet for octet. */
static enum zf_status put_serial(const struct job *job, uint32_t serial, struct zf_error *err)
{
	static const struct diff_options rules = {.txt = DIFF_TXT_EXACT};
	struct zf_zone *raised = zone_with_serial(job->zone, serial);
	struct diff diff = {0};
	struct buf out;
	buf_init(&out, 0);
	enum zf_status status = diff_make(&diff, job->zone, raised, &rules, err);
	if (status == ZF_OK && diff.count > 0)
		status = zonefile_update(&out, job->text.data, job->text.size, &diff, job->path,
			&job->how, &rules, err);
	if (status == ZF_OK && diff.count > 0)
		status = file_replace(job->path, out.data, out.len,
			job->o->force ? FILE_FORCED : FILE_CAREFUL, err);
	diff_free(&diff);
	zf_zone_free(raised);
	buf_free(&out);
	return status;
}

static int change(const struct job *job, uint32_t old)
{
	struct zf_error err = ZF_ERROR_INIT;
	struct buf line;
	uint32_t new = wanted_serial(job->o, old);
	if (put_serial(job, new, &err) != ZF_OK)
		return say_error(job->cli, &err);
	if (new == old || new - old > INT32_MAX)
		say(job->cli, "%s: secondaries take %lu for no newer one than %lu (RFC 1982)",
			job->path, (unsigned long)new, (unsigned long)old);
	buf_init(&line, 0);
	buf_printf(&line, "%lu -> %lu\n", (unsigned long)old, (unsigned long)new);
	return result_end(job->cli, &line, NULL, EXIT_DONE);
}

static int show_or_change(const struct job *job)
{
	const struct serial_options *o = job->o;
	const struct rec *soa = zone_soa(job->zone);
	struct zf_error err = ZF_ERROR_INIT;
	struct buf line;
	if (!soa) {
		err_set(&err, ZF_ERR_DATA, "%s has no SOA, so no serial", job->path);
		return say_error(job->cli, &err);
	}
	if (o->increment || o->date || o->unix_time || o->set)
		return change(job, soa_serial(soa));
	buf_init(&line, 0);
	buf_printf(&line, "%lu\n", (unsigned long)soa_serial(soa));
	return result_end(job->cli, &line, NULL, EXIT_DONE);
}

static int run(struct cli *cli, const void *values, int count, char **args)
{
	const struct serial_options *o = values;
	struct load_env env = cli_load_env(cli, &o->read);
	struct job job = {.cli = cli, .o = o, .path = args[0], .how = env.zonefile};
	struct zf_error err = ZF_ERROR_INIT;
	struct diags diags;
	uint64_t set;
	(void)count;
	if (o->increment + o->date + o->unix_time + (o->set != NULL) > 1)
		err_set(&err, ZF_ERR_USAGE, "--increment, --date, --unix, --set: only one of them");
	else if (o->set && !str_to_u64(o->set, strlen(o->set), UINT32_MAX, &set))
		err_set(&err, ZF_ERR_USAGE, "--set wants a number from 0 to 4294967295, not \"%s\"",
			o->set);
	else if (strcmp(job.path, "-") == 0)
		err_set(&err, ZF_ERR_USAGE, "standard input has no file to change");
	else
		file_read(&job.text, job.path, ZONEFILE_MAX_SIZE, &err);
	if (err.code != ZF_OK)
		return say_error(cli, &err);
	diags_init(&diags);
	job.how.path = job.path;
	int status = zonefile_parse(&job.zone, job.text.data, job.text.size, job.path, &job.how,
			     &diags, &err) == ZF_OK
			     ? show_or_change(&job)
			     : say_failure(cli, &diags, &err);
	zf_zone_free(job.zone);
	diags_free(&diags);
	file_text_free(&job.text);
	return status;
}

const struct cmd cmd_serial = {
	.name = "serial",
	.args = "FILE [--increment | --date | --unix | --set N]",
	.summary = "show or raise the serial of a zone file, in place",
	.text = "Without an option: prints the serial. With one: puts another one into the file, of\n"
		"which all else stays octet for octet, and prints both.\n",
	CMD_OPTIONS(options, defaults),
	.min_args = 1,
	.max_args = 1,
	.run = run,
};
