#include "notes.h"

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
