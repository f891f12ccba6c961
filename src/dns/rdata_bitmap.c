/* Bitmaps: of record types (RFC 4034 section 4.1.2), of ports (RFC 1035 section 3.4.2). */
#include <string.h>

#include "rdata_kind.h"

/* --- types: windows of 256, each its number, the length of its bits, its bits --- */

enum { WINDOW_OCTETS = 32, WINDOWS = 256 };

/* The bits of the types named so far. Zeroed window by window: few are ever used. */
struct bits {
	uint8_t used[WINDOWS / 8];
	uint8_t windows[WINDOWS][WINDOW_OCTETS];
};

static void bits_set(struct bits *bits, uint16_t type)
{
	uint8_t window = (uint8_t)(type >> 8), bit = (uint8_t)type;
	if (!(bits->used[window / 8] & 1u << window % 8)) {
		bits->used[window / 8] |= (uint8_t)(1u << window % 8);
		memset(bits->windows[window], 0, WINDOW_OCTETS);
	}
	bits->windows[window][bit / 8] |= (uint8_t)(0x80u >> bit % 8);
}

static uint8_t *write_windows(uint8_t *o, const struct bits *bits)
{
	for (unsigned w = 0; w < WINDOWS; w++) {
		uint8_t length = WINDOW_OCTETS;
		if (bits->used[w / 8] == 0)
			w |= 7;
		if (!(bits->used[w / 8] & 1u << w % 8))
			continue;
		while (bits->windows[w][length - 1] == 0)
			length--;
		*o++ = (uint8_t)w;
		*o++ = length;
		memcpy(o, bits->windows[w], length);
		o += length;
	}
	return o;
}

static enum zf_status parse_bitmap(struct rdata_in *in)
{
	struct bits bits;
	if (in->token == in->end) {
		if (in->field->flags & FIELD_NONEMPTY)
			return rdata_fail(in, "missing-field", "are missing");
		return ZF_OK;
	}
	memset(bits.used, 0, sizeof(bits.used));
	for (; in->token < in->end; in->token++) {
		const struct rrtoken *token = rdata_plain(in);
		uint16_t type = token ? rrtype_parse(token->p, token->n) : 0;
		if (!token)
			return ZF_ERR_DATA;
		if (type == 0)
			return rdata_fail(in, "bad-type", "is no record type");
		bits_set(&bits, type);
	}
	uint8_t *o = rdata_room(in, (size_t)WINDOWS * (WINDOW_OCTETS + 2));
	if (!o)
		return rdata_too_long(in);
	rdata_wrote(in, (size_t)(write_windows(o, &bits) - o));
	return ZF_OK;
}

/* Prints the types of one window, `length` octets of bits; type 0 has no name. */
static bool print_window(struct rdata_out *out, unsigned window, const uint8_t *bits, size_t length)
{
	char room[RRTYPE_MAX_TEXT];
	char *at = rdata_text_room(out, length * 8 * RRTYPE_MAX_TEXT);
	if (!at)
		return false;
	for (unsigned bit = 0; bit < length * 8; bit++) {
		if (!(bits[bit / 8] & 0x80u >> bit % 8))
			continue;
		uint16_t type = (uint16_t)(window << 8 | bit);
		if (type == 0)
			return false;
		at = rdata_write_text(at, rrtype_portable_name(type, room));
		*at++ = ' ';
	}
	return rdata_text_end(out, at);
}

static bool print_bitmap(struct rdata_out *out)
{
	int before = -1;
	bool good = true;
	while (good && out->p < out->end) {
		size_t left = (size_t)(out->end - out->p);
		size_t length = left >= 2 ? out->p[1] : 0;
		good = length >= 1 && length <= WINDOW_OCTETS && length + 2 <= left &&
		       out->p[0] > before && out->p[1 + length] != 0 &&
		       print_window(out, out->p[0], out->p + 2, length);
		if (good) {
			before = out->p[0];
			out->p += length + 2;
		}
	}
	if (!good)
		return rdata_no_text(out, "bad-type", "are no well-formed bitmap");
	if (before >= 0)
		out->b->len--; /* the space behind the last type */
	return true;
}

const struct rdata_kind rdata_kind_bitmap = {NULL, parse_bitmap, print_bitmap, NULL};

/* --- flat bitmaps: bit n of the octets from the left means n --- */

enum { NXT_OCTETS = 128 / 8, PORT_OCTETS = 65536 / 8 };

/* Sets a bit and the length of the bitmap at o, all of whose octets behind it are zero. */
static void set_flat(uint8_t *o, size_t *length, uint64_t bit)
{
	o[bit / 8] |= (uint8_t)(0x80u >> bit % 8);
	if (*length < bit / 8 + 1)
		*length = (size_t)(bit / 8 + 1);
}

/* The next bit that is set from `bit` on; 8 * length: none. */
static uint32_t next_flat(const uint8_t *p, size_t length, uint32_t bit)
{
	while (bit < 8 * length && !(p[bit / 8] & 0x80u >> bit % 8))
		bit++;
	return bit;
}

/* Types below 128 (RFC 2535 section 5.2). */
static enum zf_status parse_nxt_types(struct rdata_in *in)
{
	uint8_t *o = rdata_room(in, NXT_OCTETS);
	size_t length = 0;
	if (!o)
		return rdata_too_long(in);
	memset(o, 0, NXT_OCTETS);
	if (in->token == in->end)
		return rdata_fail(in, "missing-field", "are missing");
	for (; in->token < in->end; in->token++) {
		const struct rrtoken *token = rdata_plain(in);
		uint16_t type = token ? rrtype_parse(token->p, token->n) : 0;
		if (!token)
			return ZF_ERR_DATA;
		if (type == 0 || type > 127)
			return rdata_fail(in, "bad-type", "is no record type below 128");
		set_flat(o, &length, type);
	}
	rdata_wrote(in, length);
	return ZF_OK;
}

static bool print_nxt_types(struct rdata_out *out)
{
	char room[RRTYPE_MAX_TEXT];
	size_t length = (size_t)(out->end - out->p);
	if (length > NXT_OCTETS || out->end[-1] == 0 || out->p[0] & 0x80)
		return rdata_no_text(out, "bad-type", "are no well-formed bitmap");
	const char *space = "";
	for (uint32_t bit = next_flat(out->p, length, 0); bit < 8 * length;
		bit = next_flat(out->p, length, bit + 1)) {
		buf_adds(out->b, space);
		buf_adds(out->b, rrtype_portable_name((uint16_t)bit, room));
		space = " ";
	}
	out->p = out->end;
	return !out->b->over;
}

const struct rdata_kind rdata_kind_nxt_types = {NULL, parse_nxt_types, print_nxt_types, NULL};

static enum zf_status parse_ports(struct rdata_in *in)
{
	uint8_t *o = rdata_room(in, PORT_OCTETS);
	uint64_t port;
	size_t length = 0;
	if (!o)
		return rdata_too_long(in);
	memset(o, 0, PORT_OCTETS);
	while (in->token < in->end) {
		if (!rdata_service(in, &port))
			return ZF_ERR_DATA;
		set_flat(o, &length, port);
	}
	rdata_wrote(in, length);
	return ZF_OK;
}

static bool print_ports(struct rdata_out *out)
{
	char number[10];
	size_t length = (size_t)(out->end - out->p);
	if (length > PORT_OCTETS || (length > 0 && out->end[-1] == 0))
		return rdata_no_text(out, "bad-number", "are no well-formed bitmap");
	const char *space = "";
	for (uint32_t bit = next_flat(out->p, length, 0); bit < 8 * length;
		bit = next_flat(out->p, length, bit + 1)) {
		buf_adds(out->b, space);
		buf_add(out->b, number, (size_t)(rdata_write_number(number, bit) - number));
		space = " ";
	}
	out->p = out->end;
	return !out->b->over;
}

const struct rdata_kind rdata_kind_ports = {NULL, parse_ports, print_ports, NULL};
