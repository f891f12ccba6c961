/* Fuzzes the RDATA codec. An input is "TYPE text", or a zero octet, two octets of type and RDATA.
 * What is read is valid, canonical, prints on one line, and reads back the same. */
#include <stdlib.h>
#include <string.h>

#include "rdata.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(int condition)
{
	if (!condition)
		abort();
}

static void check_text(uint16_t type, const char *text, size_t n, const struct buf *want)
{
	struct buf back;
	buf_init(&back, 0);
	for (size_t i = 0; i < n; i++)
		check(text[i] >= 32 && text[i] < 127);
	check(rdata_parse_text(&back, type, text, n, NULL, NULL) == ZF_OK);
	check(back.len == want->len && memcmp(back.data, want->data, back.len) == 0);
	buf_free(&back);
}

/* Valid canonical RDATA through all printers. */
static void check_rdata(uint16_t type, struct buf *rdata)
{
	struct buf text;
	struct rdata_walk w;
	uint8_t *octets = (uint8_t *)rdata->data;
	size_t at = 0;
	buf_init(&text, 0);
	rdata_print(&text, type, octets, rdata->len);
	check(rdata_has_text(type, octets, rdata->len, NULL) ==
		(strncmp(text.data, "\\#", 2) != 0));
	check_text(type, text.data, text.len, rdata);
	buf_reset(&text);
	rdata_print_generic(&text, octets, rdata->len);
	check_text(type, text.data, text.len, rdata);
	buf_reset(&text);
	rdata_print_portable(&text, 6, type, octets, rdata->len);
	size_t mnemonic = strcspn(text.data, " ");
	check(rrtype_parse(text.data, mnemonic) == type);
	check_text(type, text.data + mnemonic, text.len - mnemonic, rdata);
	for (rdata_walk_init(&w, type, octets, rdata->len); rdata_walk_next(&w);)
		at += w.n;
	check(!w.type || !w.type->fields || at == rdata->len);
	buf_free(&text);
}

static void try_text(const char *text, size_t size)
{
	const char *space = memchr(text, ' ', size);
	size_t n = space ? (size_t)(space - text) : size;
	uint16_t type = rrtype_parse(text, n);
	struct buf rdata;
	struct zf_error err = ZF_ERROR_INIT;
	buf_init(&rdata, 0);
	if (type && rdata_parse_text(&rdata, type, text + n, size - n, &name_root, &err) == ZF_OK) {
		check(rdata.len <= RDATA_MAX);
		check(rdata_is_valid(type, (uint8_t *)rdata.data, rdata.len, NULL));
		check_rdata(type, &rdata);
	} else if (type) {
		check(rdata.len == 0 && err.code != ZF_OK && err.id[0] && err.text[0]);
	}
	buf_free(&rdata);
}

static void try_wire(const uint8_t *data, size_t size)
{
	uint16_t type = (uint16_t)(data[0] << 8 | data[1]);
	struct buf rdata;
	if (type == 0 || size - 2 > RDATA_MAX)
		return;
	buf_init(&rdata, 0);
	buf_add(&rdata, data + 2, size - 2);
	if (rdata_is_valid(type, (uint8_t *)rdata.data, rdata.len, NULL)) {
		rdata_canonical(type, (uint8_t *)rdata.data, rdata.len);
		check_rdata(type, &rdata);
	}
	buf_free(&rdata);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size >= 3 && data[0] == 0)
		try_wire(data + 1, size - 1);
	else if (size > 0)
		try_text((const char *)data, size);
	return 0;
}
