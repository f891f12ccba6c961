#include "codes.h"

#include <stdlib.h>
#include <string.h>

#include "portable.h"
#include "rdata.h"
#include "zonefile.h"

static int compare(const void *a, const void *b)
{
	const struct check_code *x = a, *y = b;
	return strcmp(x->code, y->code);
}

/* The tables, one behind the other. */
static size_t gather(struct check_code codes[CODES_MAX])
{
	size_t n = 0;
	for (const struct check_code *c = check_codes; c->code && n + 1 < CODES_MAX; c++)
		codes[n++] = *c;
	for (const struct zonefile_code *z = zonefile_codes; z->code && n + 1 < CODES_MAX; z++)
		codes[n++] = (struct check_code){z->code, z->severity, z->reason};
	for (const struct zonefile_code *p = portable_codes; p->code && n + 1 < CODES_MAX; p++)
		codes[n++] = (struct check_code){p->code, p->severity, p->reason};
	for (const struct rdata_code *r = rdata_codes; r->code && n + 1 < CODES_MAX; r++)
		codes[n++] = (struct check_code){r->code, DIAG_ERROR, r->reason};
	codes[n++] = (struct check_code){CODE_NOT_READ, DIAG_ERROR,
		"The location can't be read at all; its text says why. Only JSON lists it so."};
	return n;
}

size_t codes_list(struct check_code codes[CODES_MAX])
{
	size_t n = gather(codes), kept = 0;
	qsort(codes, n, sizeof(codes[0]), compare);
	for (size_t i = 0; i < n; i++)
		if (i == 0 || compare(&codes[kept - 1], &codes[i]) != 0)
			codes[kept++] = codes[i];
	return kept;
}

bool codes_know(const char *code)
{
	struct check_code codes[CODES_MAX];
	size_t n = codes_list(codes);
	const struct check_code wanted = {.code = code};
	return bsearch(&wanted, codes, n, sizeof(codes[0]), compare) != NULL;
}

void codes_near(struct near *near, const char *given)
{
	struct check_code codes[CODES_MAX];
	size_t n = codes_list(codes);
	for (size_t i = 0; i < n; i++)
		near_look(near, given, codes[i].code);
}
