#include "sample.h"

#include <stdlib.h>
#include <string.h>

#include "test.h"

static size_t count_requests(const char *exchanges)
{
	size_t n = 0;
	for (const char *p = exchanges; (p = strstr(p, " http://")) != NULL; p++) {
		const char *line = p; /* "> METHOD URL" */
		while (line > exchanges && line[-1] != '\n')
			line--;
		n += *line == '>';
	}
	return n;
}

static void check_sample(const struct sample *s)
{
	struct fetched f;
	char *description = description_of(s->more),
	     *want = s->want[0] == '!' ? NULL : json_of(s->want);
	fetch_zone(&f, description, s->exchanges, s->view);
	if (!want) {
		if (!f.status || !strstr(f.err.text, s->want + 1))
			fail_msg("%s: \"%s\" isn't in \"%s\"", s->exchanges, s->want + 1,
				f.err.text);
		if (s->status)
			assert_int_equal(f.status, s->status);
		assert_true(strncmp(f.err.text, "test: example.com: ", 19) == 0);
	} else {
		if (f.status)
			fail_msg("%s: %s: %s", s->exchanges, f.err.file, f.err.text);
		assert_string_equal(f.text.data, want);
	}
	if (s->note && !strstr(f.notes.data, s->note) && !strstr(f.progress.data, s->note))
		fail_msg("%s: \"%s\" isn't in \"%s\"", s->exchanges, s->note, f.notes.data);
	/* Tries again stand in the recording as often as they are made, or once at its end. */
	if (f.calls > count_requests(s->exchanges))
		fail_msg("%s: %zu requests", s->exchanges, f.calls);
	if (want)
		assert_int_equal(f.calls, count_requests(s->exchanges));
	free(description);
	free(want);
	fetched_free(&f);
}

void check_samples(const struct sample *samples, size_t count)
{
	for (size_t i = 0; i < count; i++)
		check_sample(&samples[i]);
}
