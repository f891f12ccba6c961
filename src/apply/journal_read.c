/* journal_read: what a journal tells. */
#include "err.h"
#include "file.h"
#include "journal.h"

static const char *text_of(struct journal_summary *s, const struct json *line, const char *name)
{
	struct str text = json_text(json_member(line, name));
	return text.p ? arena_strndup(&s->arena, text.p, text.n) : NULL;
}

static size_t number_of(const struct json *line, const char *name)
{
	int64_t value = 0;
	return json_integer(json_member(line, name), 0, INT64_MAX, false, &value) ? (size_t)value
										  : 0;
}

static bool read_start(struct journal_summary *s, const struct json *line)
{
	s->about = (struct run_about){
		.command = text_of(s, line, "command"),
		.source = text_of(s, line, "source"),
		.target = text_of(s, line, "target"),
		.location = text_of(s, line, "location"),
		.zone = text_of(s, line, "zone"),
		.undoes = (unsigned long)number_of(line, "undoes"),
	};
	s->started = text_of(s, line, "time");
	s->operations = number_of(line, "operations");
	return s->about.command && s->about.target && s->about.location && s->about.zone &&
	       s->started;
}

static bool read_resume(struct journal_summary *s, const struct json *line)
{
	(void)line;
	s->result = RUN_OPEN;
	s->open_call = false; /* the target was read again */
	return true;
}

static bool read_call(struct journal_summary *s, const struct json *line)
{
	(void)line;
	s->calls++;
	s->open_call = true;
	s->open_finish = true;
	return true;
}

static bool read_outcome(struct journal_summary *s, const struct json *line)
{
	(void)line;
	s->open_call = false;
	return true;
}

static bool read_finish(struct journal_summary *s, const struct json *line)
{
	(void)line;
	s->open_finish = true;
	return true;
}

static bool read_finished(struct journal_summary *s, const struct json *line)
{
	if (str_eq(json_text(json_member(line, "outcome")), outcome_words[OUTCOME_DONE]))
		s->open_finish = false;
	return true;
}

static bool read_end(struct journal_summary *s, const struct json *line)
{
	struct str word = json_text(json_member(line, "result"));
	for (int i = RUN_NOTHING; i <= RUN_APPLIED; i++)
		if (str_eq(word, run_result_words[i]))
			s->result = (enum run_result)i;
	return s->result != RUN_OPEN;
}

static const struct {
	const char *name;
	bool (*read)(struct journal_summary *s, const struct json *line);
} events[] = {
	{"start", read_start},
	{"call", read_call},
	{"outcome", read_outcome},
	{"finish", read_finish},
	{"finished", read_finished},
	{"resume", read_resume},
	{"end", read_end},
};

enum { EVENTS = sizeof(events) / sizeof(events[0]) };

static bool read_event(struct journal_summary *s, const struct json *line, unsigned long number)
{
	struct str word = json_text(json_member(line, "event"));
	for (size_t i = 0; i < EVENTS; i++)
		if (word.p && str_eq(word, events[i].name))
			return (i == 0) == (number == 1) && events[i].read(s, line);
	return false;
}

static enum zf_status read_line(struct journal_summary *s, struct str text, const char *path,
	unsigned long number, struct zf_error *err)
{
	struct json *line = NULL;
	struct zf_error why = ZF_ERROR_INIT;
	bool good = json_parse(&line, text.p, text.n, &why) == ZF_OK && read_event(s, line, number);
	json_free(line);
	if (good)
		return ZF_OK;
	err_set(err, ZF_ERR_SYNTAX, "this is no line of a run's journal");
	err_place(err, path, number, 0);
	return err->code;
}

enum zf_status journal_read(struct journal_summary *s, const char *path, struct zf_error *err)
{
	struct file_text text;
	*s = (struct journal_summary){.result = RUN_OPEN};
	arena_init(&s->arena);
	enum zf_status status = file_read(&text, path, JOURNAL_MOST, err);
	if (status)
		return status;
	unsigned long number = 0;
	const char *at = text.data, *end = text.data + text.size, *newline;
	while (!status && (newline = memchr(at, '\n', (size_t)(end - at)))) {
		status =
			read_line(s, (struct str){at, (size_t)(newline - at)}, path, ++number, err);
		at = newline + 1;
	}
	if (!status && number == 0)
		status =
			err_set(err, ZF_ERR_NOT_FOUND, "%s: the journal holds no whole line", path);
	file_text_free(&text);
	if (status)
		journal_summary_free(s);
	return status;
}

void journal_summary_free(struct journal_summary *s)
{
	arena_free(&s->arena);
}
