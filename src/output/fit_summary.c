#include "fit_summary.h"

#include "plan_lines.h"

const struct fit_section fit_sections[] = {{FIT_CHANGED, "changed to fit"},
	{FIT_NOT, "not carried, as it does not fit"},
	{FIT_OWN, "not carried, as the target makes its own"}, {FIT_CHANGED, NULL}};

void fit_print_summary(struct buf *b, const struct fit_view *view)
{
	const struct fit *fit = view->fit;
	const struct {
		size_t count;
		const char *one, *many;
	} parts[] = {{fit->fits, "fits", "fit"}, {fit->changed, "fits changed", "fit changed"},
		{fit->misfits, "does not fit", "do not fit"},
		{fit->own, "is the target's own", "are the target's own"}};
	const char *before = "";
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		if (parts[i].count == 0 && i > 0)
			continue;
		buf_adds(b, before);
		out_add_count(b, parts[i].count, parts[i].one, parts[i].many);
		before = ", ";
	}
	if (!view->plan)
		return;
	buf_adds(b, "; ");
	plan_print_calls(b, view->plan);
}
