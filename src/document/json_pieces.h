/*
 * json_pieces: a long JSON document without a tree of it: the members of the object that it is,
 * one by one, and of a member that is a list each element. Each piece is parsed by itself, as
 * strictly as any text (json.h) and within the limits of one; only the whole may be longer.
 */
#ifndef ZF_DOCUMENT_JSON_PIECES_H
#define ZF_DOCUMENT_JSON_PIECES_H

#include "json.h"

enum { JSON_PIECES_MEMBERS = 100 }; /* of the object: each is asked for by its name */

struct json_piece {
	const char *member;
	bool element; /* of the list that the member is; the list itself came before, as an empty
		       * one
		       */
	const struct json *value; /* until the next piece */
};

/* What is done with a piece; what isn't ZF_OK is the end, with err set. */
typedef enum zf_status json_take_piece(
	void *user, const struct json_piece *piece, struct zf_error *err);

/* Takes all pieces in their order; with `only` those of this member alone, and what else is in the
 * document is not parsed. Errors: ZF_ERR_SYNTAX (also: it is no object, or has a name twice) and
 * ZF_ERR_LIMIT with line and column; those of `take`. */
enum zf_status json_pieces(
	struct str text, const char *only, json_take_piece *take, void *user, struct zf_error *err);

#endif
