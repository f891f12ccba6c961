/* The table of the formats. */
#include "err.h"
#include "many_writers.h"

static const struct {
	const char *name;
	many_writer *write;
} writers[] = {
	{"text", many_text},
	{"json", many_json},
	{"markdown", many_markdown},
	{"html", many_html},
};

static many_writer *find_writer(const char *format)
{
	for (size_t i = 0; i < sizeof(writers) / sizeof(writers[0]); i++)
		if (strcmp(writers[i].name, format) == 0)
			return writers[i].write;
	return NULL;
}

enum zf_status many_check_format(const char *format, struct zf_error *err)
{
	if (find_writer(format))
		return ZF_OK;
	return err_set(err, ZF_ERR_USAGE,
		"the format %s is of a single zone; for several there are text, json, markdown and "
		"html",
		format);
}

enum zf_status many_write(struct out *o, const struct many *m, const struct many_options *options,
	struct zf_error *err)
{
	return find_writer(options->format)(o, m, options, err);
}
