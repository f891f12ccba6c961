/* update: whole texts brought to another state, or into another form, with the proof that they hold
 * what they should. */
#include "err.h"
#include "proof.h"

/* Says which record differs, and where the new text has it. */
static void tell_difference(
	const struct diff *left, const struct zf_zone *proof, struct zf_error *why)
{
	const struct change *c = &left->changes[0];
	const struct rec *r = c->a ? c->a : c->b;
	char type[RRTYPE_MAX_TEXT];
	struct buf owner;
	if (!r) {
		err_set(why, ZF_ERR_UNSUPPORTED,
			"a line that is no DNS record but a provider's changes by hand only");
		return;
	}
	buf_init(&owner, 0);
	rec_print_owner_absolute(&owner, c->a ? proof : left->b, r);
	if (c->a && rec_file(proof, r))
		err_set(why, ZF_ERR_UNSUPPORTED, "%s %s would stay in %s, line %lu", owner.data,
			rrtype_name(rec_type(r), type), rec_file(proof, r), rec_line(r));
	else
		err_set(why, ZF_ERR_UNSUPPORTED, "%s %s would be missing", owner.data,
			rrtype_name(rec_type(r), type));
	buf_free(&owner);
}

/* Reads a new text as the old one was. Whether it is the wanted zone; NULL: it can't be read. */
static bool is_wanted(struct zf_zone **zone, const struct zonefile_source *text,
	const struct zf_zone *wanted, const struct diff_options *rules, struct zf_error *why)
{
	struct diff left = {0};
	bool same = zonefile_parse(zone, text->text.p, text->text.n, text->file, text->options,
			    NULL, why) == ZF_OK &&
		    diff_make(&left, *zone, wanted, rules, why) == ZF_OK;
	if (same && left.count > 0)
		tell_difference(&left, *zone, why);
	same = same && left.count == 0;
	diff_free(&left);
	return same;
}

enum zf_status zonefile_update(struct buf *out, const char *text, size_t size,
	const struct diff *diff, const char *file, const struct zonefile_options *options,
	const struct diff_options *rules, struct zf_error *err)
{
	struct zonefile_edit *edit = NULL;
	struct zf_error why = ZF_ERROR_INIT;
	struct zf_zone *zone = NULL;
	struct name origin;
	zonefile_start_origin(&origin, file, options);
	enum zf_status status =
		zonefile_edit_new_at(&edit, (struct str){text, size}, diff->a, &origin, err);
	if (status == ZF_OK)
		status = zonefile_edit_apply(edit, diff, err);
	if (status == ZF_OK)
		zonefile_edit_print(edit, out);
	const struct zonefile_source made = {{out->data, out->len}, file, options};
	if (status == ZF_OK && !is_wanted(&zone, &made, diff->b, rules, &why))
		status = err_set(err, ZF_ERR_UNSUPPORTED,
			"%s can't be brought up to date line by line%s%s; zoneferry fmt -w "
			"puts it into canonical form, with which it can",
			file ? file : "the text", why.text[0] ? ": " : "", why.text);
	if (status == ZF_OK) /* by its own reading: what the rules leave out is there too */
		status = zonefile_prove(&made, zone, err);
	zf_zone_free(zone);
	zonefile_edit_free(edit);
	return status;
}

enum zf_status zonefile_tidy(struct buf *out, const struct zonefile_source *source,
	const struct zf_zone *zone, struct zf_error *err)
{
	static const struct diff_options exact = {.txt = DIFF_TXT_EXACT};
	struct zonefile_edit *edit = NULL;
	struct zf_error why = ZF_ERROR_INIT;
	struct zf_zone *read = NULL;
	struct name origin;
	zonefile_start_origin(&origin, source->file, source->options);
	enum zf_status status = zonefile_edit_new_at(&edit, source->text, zone, &origin, err);
	if (status == ZF_OK) {
		zonefile_edit_tidy(edit);
		zonefile_edit_print(edit, out);
		const struct zonefile_source made = {
			{out->data, out->len}, source->file, source->options};
		if (!is_wanted(&read, &made, zone, &exact, &why))
			status = err_set(err, ZF_ERR_UNSUPPORTED,
				"%s can't be made canonical in its order%s%s; zoneferry fmt without "
				"--keep-order can do it",
				source->file ? source->file : "the text", why.text[0] ? ": " : "",
				why.text);
	}
	zf_zone_free(read);
	zonefile_edit_free(edit);
	return status;
}
