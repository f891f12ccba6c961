#include "csv.h"

#include <string.h>

void csv_add_cell(struct buf *b, const char *p, size_t n)
{
	buf_addc(b, '"');
	if (n > 0 && (strchr("=+-@", p[0]) || (unsigned char)p[0] < 32))
		buf_addc(b, '\'');
	for (size_t i = 0; i < n; i++) {
		if (p[i] == '"')
			buf_addc(b, '"');
		buf_addc(b, p[i]);
	}
	buf_addc(b, '"');
}
