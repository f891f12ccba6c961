#include "idn_show.h"

#include <string.h>

#include "idn.h"

enum state {
	WORDS, /* names may stand here */
	STRING, /* in quotes, up to the line's end at most */
	COLOR, /* a terminal's escape sequence */
	TAG, /* of HTML, its name still to be read */
	LINE_TAG, /* of HTML in Markdown, at most up to the line's end: a mark that others look for
		   */
	IN_TAG, /* behind its name */
	RAW_TAG, /* the same of one whose content is no text */
	RAW, /* that content */
	RAW_END, /* behind a '<' in it */
};

static bool is_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || str_is_digit(c) ||
	       (c && strchr("-_.*\\", c));
}

/* Whether a label of the word begins as A-labels do. */
static bool may_be_idn(const struct buf *word)
{
	for (size_t i = 0; i + 4 < word->len; i++)
		if ((i == 0 || word->data[i - 1] == '.') &&
			str_eq_nocase(word->data + i, 4, "xn--", 4))
			return true;
	return false;
}

static void end_word(struct idn_show *s)
{
	struct buf shown;
	if (s->word.len == 0)
		return;
	buf_add(&s->made, s->word.data, s->word.len);
	if (may_be_idn(&s->word)) {
		buf_init(&shown, 0);
		idn_add_unicode(&shown, (struct str){s->word.data, s->word.len});
		if (shown.len != s->word.len || memcmp(shown.data, s->word.data, shown.len) != 0)
			buf_printf(&s->made, " (%s)", shown.data);
		buf_free(&shown);
	}
	buf_reset(&s->word);
}

static int behind_tag(const struct idn_show *s)
{
	static const char *const raw[] = {"script", "style", "title"};
	for (size_t i = 0; i < sizeof(raw) / sizeof(raw[0]); i++)
		if (str_eq_nocase(s->word.data, s->word.len, raw[i], strlen(raw[i])))
			return RAW_TAG;
	return IN_TAG;
}

static int in_words(struct idn_show *s, char c)
{
	if (is_word(c)) {
		buf_addc(&s->word, c);
		return WORDS;
	}
	end_word(s);
	buf_addc(&s->made, c);
	if (s->markup == IDN_MARKUP_HTML)
		return c == '<' ? TAG : WORDS;
	if (s->markup == IDN_MARKUP_MARKDOWN && c == '<')
		return LINE_TAG;
	return c == '"' ? STRING : c == '\033' ? COLOR : WORDS;
}

static int in_tag_name(struct idn_show *s, char c)
{
	buf_addc(&s->made, c);
	if (is_word(c)) {
		buf_addc(&s->word, c);
		return TAG;
	}
	int next = behind_tag(s);
	buf_reset(&s->word);
	if (c != '>')
		return next;
	return next == RAW_TAG ? RAW : WORDS;
}

/* The next state; the octet goes where it belongs. */
static int take(struct idn_show *s, char c)
{
	if (s->state == WORDS)
		return in_words(s, c);
	if (s->state == TAG)
		return in_tag_name(s, c);
	/* What ends the others, and what comes then. */
	static const struct {
		char end[3];
		int next;
	} ends[] = {[STRING] = {"\"\n", WORDS},
		[COLOR] = {"m", WORDS},
		[LINE_TAG] = {">\n", WORDS},
		[IN_TAG] = {">", WORDS},
		[RAW_TAG] = {">", RAW},
		[RAW] = {"<", RAW_END}};
	buf_addc(&s->made, c);
	if (s->state == RAW_END)
		return c == '/' ? IN_TAG : RAW;
	return c && strchr(ends[s->state].end, c) ? ends[s->state].next : s->state;
}

static enum zf_status hand_over(struct idn_show *s, struct zf_error *err)
{
	enum zf_status status =
		s->made.len ? s->to.write(s->to.user, s->made.data, s->made.len, err) : ZF_OK;
	buf_reset(&s->made);
	return status;
}

static enum zf_status write_some(void *idn_show, const char *p, size_t n, struct zf_error *err)
{
	struct idn_show *s = idn_show;
	for (size_t i = 0; i < n; i++)
		s->state = take(s, p[i]);
	return hand_over(s, err);
}

void idn_show_init(struct idn_show *s, const struct out_sink *to, enum idn_markup markup)
{
	*s = (struct idn_show){.to = *to, .markup = markup};
	s->sink = (struct out_sink){write_some, s};
	buf_init(&s->word, 0);
	buf_init(&s->made, 0);
}

enum zf_status idn_show_end(struct idn_show *s, enum zf_status status, struct zf_error *err)
{
	end_word(s);
	if (status == ZF_OK)
		status = hand_over(s, err);
	buf_free(&s->word);
	buf_free(&s->made);
	return status;
}

static enum zf_status add_to_buf(void *user, const char *p, size_t n, struct zf_error *err)
{
	(void)err;
	buf_add(user, p, n);
	return ZF_OK;
}

void idn_show_text(struct buf *text)
{
	struct zf_error err = ZF_ERROR_INIT;
	struct idn_show s;
	struct buf made;
	buf_init(&made, 0);
	const struct out_sink to = {add_to_buf, &made};
	idn_show_init(&s, &to, IDN_MARKUP_TEXT);
	idn_show_end(&s, write_some(&s, text->data, text->len, &err), &err);
	buf_reset(text);
	buf_add(text, made.data, made.len);
	buf_free(&made);
}
