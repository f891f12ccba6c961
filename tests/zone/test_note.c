#include "test.h"

#include <stdio.h>
#include <string.h>

#include "note.h"

static void add(struct buf *b, enum note_kind kind, const char *name, const char *text)
{
	note_add(b, kind, str_of(name), str_of(text));
}

/* "A:name=text|L:=text|" */
static void show(struct buf *out, const struct buf *notes)
{
	struct note note;
	buf_reset(out);
	for (size_t at = 0; note_next((struct str){notes->data, notes->len}, &at, &note);)
		buf_printf(out, "%c:%.*s=%.*s|", (char)note.kind, (int)note.name.n, note.name.p,
			(int)note.text.n, note.text.p);
}

static void notes_have_one_order(void **state)
{
	struct buf notes, out;
	(void)state;
	buf_init(&notes, 0);
	buf_init(&out, 0);
	add(&notes, NOTE_TRAILING, "", "; t");
	add(&notes, NOTE_LEADING, "", "; 1");
	add(&notes, NOTE_ANNOTATION, "b", "{}");
	add(&notes, NOTE_LEADING, "", "");
	add(&notes, NOTE_ANNOTATION, "ab", "{\"x\":1}");
	add(&notes, NOTE_LEADING, "", "; 2");
	add(&notes, NOTE_ANNOTATION, "a", "{}");
	show(&out, &notes);
	assert_string_equal(out.data, "A:a={}|A:ab={\"x\":1}|A:b={}|L:=; 1|L:=|L:=; 2|T:=; t|");
	add(&notes, NOTE_ANNOTATION, "ab", "{\"longer\":true}");
	add(&notes, NOTE_ANNOTATION, "b", "");
	show(&out, &notes);
	assert_string_equal(
		out.data, "A:a={}|A:ab={\"longer\":true}|A:b=|L:=; 1|L:=|L:=; 2|T:=; t|");
	buf_free(&notes);
	buf_free(&out);
}

static void annotations_are_the_start(void **state)
{
	struct buf notes;
	(void)state;
	buf_init(&notes, 0);
	assert_int_equal(note_annotations_length((struct str){notes.data, notes.len}), 0);
	add(&notes, NOTE_ANNOTATION, "a", "{}");
	size_t len = notes.len;
	add(&notes, NOTE_LEADING, "", ";x");
	assert_int_equal(note_annotations_length((struct str){notes.data, notes.len}), len);
	buf_free(&notes);
}

static void annotations_are_read_from_comments(void **state)
{
	static const struct {
		const char *comment, *name, *json;
		size_t used; /* 0: a comment */
	} cases[] = {
		{";@bunny {}", "bunny", "{}", 10},
		{";@a-B_9  { \"x\" : 1 }  ", "a-B_9", "{\"x\":1}", 20},
		{";@a {} ;@b {}", "a", "{}", 6},
		{";@a {}; words", "a", "{}", 6},
		{";@a {\"x\":\";@b {}\"} ; c", "a", "{\"x\":\";@b {}\"}", 18},
		{";@a\t{}", "a", "{}", 6},
		{"; @a {}", "", "", 0},
		{";@a", "", "", 0},
		{";@a ", "", "", 0},
		{";@a{}", "", "", 0},
		{";@ {}", "", "", 0},
		{";@a.b {}", "", "", 0},
		{";@a 5", "", "", 0},
		{";@a []", "", "", 0},
		{";@a {} words", "", "", 0},
		{";@a {\"x\":1", "", "", 0},
		{";", "", "", 0},
		{"", "", "", 0},
		{";@a234567890123456789012345678901234567890123456789012345678901234 {}", "", "",
			0},
	};
	struct buf json;
	(void)state;
	buf_init(&json, 0);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct str name = {"", 0};
		buf_reset(&json);
		size_t used = note_parse(&name, &json, str_of(cases[i].comment));
		assert_int_equal(used, cases[i].used);
		assert_string_equal(json.data, cases[i].json);
		if (used)
			assert_true(str_eq(name, cases[i].name));
	}
	buf_free(&json);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(notes_have_one_order),
		cmocka_unit_test(annotations_are_the_start),
		cmocka_unit_test(annotations_are_read_from_comments),
	};
	return cmocka_run_group_tests_name("note", tests, NULL, NULL);
}
