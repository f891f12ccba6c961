#include "text_of.h"

#include <stdlib.h>

enum zf_status text_add(void *buf, const char *p, size_t n, struct zf_error *err)
{
	(void)err;
	buf_add(buf, p, n);
	return ZF_OK;
}

void zone_text_of(struct buf *b, const struct zf_zone *zone)
{
	buf_init(b, 0);
	if (zonefile_print(zone, text_add, b, NULL) != ZF_OK)
		abort();
}
