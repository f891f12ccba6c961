/* Fit: spellings that the target insists on, as its description's `forms` say them. */
#include <stdlib.h>

#include "fitting.h"
#include "mem.h"
#include "rdata.h"

struct fit_form {
	const struct desc_form *says;
	regex_t owner, rdata;
};

static void compile(regex_t *regex, const char *pattern)
{
	if (pattern && regcomp(regex, pattern, REG_EXTENDED | REG_NOSUB))
		abort(); /* the description was checked: there is no memory */
}

void fit_forms_compile(struct fitting *f)
{
	const struct list *forms = f->holds ? &f->holds->forms : NULL;
	if (!forms || forms->count == 0)
		return;
	f->forms = mem_alloc(forms->count * sizeof(*f->forms));
	f->form_count = forms->count;
	for (size_t i = 0; i < forms->count; i++) {
		struct fit_form *form = &f->forms[i];
		form->says = (const struct desc_form *)forms->items + i;
		compile(&form->owner, form->says->owner);
		compile(&form->rdata, form->says->rdata);
	}
}

void fit_forms_free(struct fitting *f)
{
	for (size_t i = 0; i < f->form_count; i++) {
		if (f->forms[i].says->owner)
			regfree(&f->forms[i].owner);
		if (f->forms[i].says->rdata)
			regfree(&f->forms[i].rdata);
	}
	free(f->forms);
}

/* Texts of zone files have no zero octets. */
static bool matches(const regex_t *regex, const struct buf *text)
{
	return regexec(regex, text->data, 0, NULL, 0) == 0;
}

static bool has_form(const struct fitting *f, const struct fit_form *form, const struct rec *r)
{
	struct buf text;
	bool is = true;
	buf_init(&text, 0);
	if (form->says->owner) {
		rec_print_owner_absolute(&text, f->source, r);
		is = matches(&form->owner, &text);
	}
	if (is && form->says->rdata) {
		buf_reset(&text);
		rdata_print(&text, rec_type(r), rec_rdata(r), r->rdata_len);
		is = matches(&form->rdata, &text);
	}
	buf_free(&text);
	return is;
}

bool fit_check_form(struct fitting *f, const struct rec *r, struct fit_finding *finding)
{
	for (size_t i = 0; i < f->form_count; i++) {
		const struct desc_form *says = f->forms[i].says;
		if (says->types.count && !types_have(&says->types, rec_type(r)))
			continue;
		if (has_form(f, &f->forms[i], r))
			continue;
		finding->text = fit_say(f, "the target takes %s", says->why);
		finding->way_out = "write it so, or leave it out";
		return true;
	}
	return false;
}
