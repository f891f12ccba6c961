#include "notes.h"

#include "json_canon.h"
#include "json_edit.h"

bool notes_are_kept(const struct target_kind *kind, struct str name)
{
	return kind->keeps_notes && (!kind->provider || str_eq(name, kind->provider));
}

struct str notes_for(const struct target_kind *kind, const struct rec *r, struct buf *room)
{
	struct str all = rec_notes(r);
	struct note note;
	bool every = true;
	buf_reset(room);
	all.n = note_annotations_length(all);
	for (size_t at = 0; note_next(all, &at, &note);) {
		if (notes_are_kept(kind, note.name))
			note_append(room, note.kind, note.name, note.text);
		else
			every = false;
	}
	return every ? all : (struct str){room->data, room->len};
}

/* The target's own annotation, parsed; NULL: it has none. */
static struct json *own_annotation(const struct target_kind *kind, struct str notes)
{
	struct json *object = NULL;
	struct note note;
	for (size_t at = 0; kind->provider && note_next(notes, &at, &note);) {
		if (note.kind == NOTE_ANNOTATION && str_eq(note.name, kind->provider))
			return json_parse(&object, note.text.p, note.text.n, NULL) ? NULL : object;
	}
	return NULL;
}

bool notes_say_ttl(const struct target_kind *kind, struct str notes)
{
	struct json *object = kind->ttl_note && notes.n ? own_annotation(kind, notes) : NULL;
	bool says = json_member(object, kind->ttl_note) != NULL;
	json_free(object);
	return says;
}

struct str notes_without_ttl(const struct target_kind *kind, struct str notes, struct buf *room)
{
	struct json *object = own_annotation(kind, notes);
	struct buf text, canonical, pointer;
	struct note note;
	buf_init(&text, 0);
	buf_init(&canonical, 0);
	buf_init(&pointer, 0);
	buf_printf(&pointer, "/%s", kind->ttl_note);
	json_drop(object, pointer.data);
	json_print(&text, object, JSON_SORTED);
	json_canon_whole(&canonical, text.data, text.len);
	buf_reset(room);
	for (size_t at = 0; note_next(notes, &at, &note);) {
		if (note.kind != NOTE_ANNOTATION || !str_eq(note.name, kind->provider))
			note_append(room, note.kind, note.name, note.text);
		else if (json_first(object))
			note_append(room, note.kind, note.name,
				(struct str){canonical.data, canonical.len});
	}
	buf_free(&text);
	buf_free(&canonical);
	buf_free(&pointer);
	json_free(object);
	return (struct str){room->data, room->len};
}
