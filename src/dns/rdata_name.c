/* Fields that are names. */
#include <string.h>

#include "rdata_kind.h"

/* A token whose backslashes are data, with each of them escaped. */
static const char *read_raw(
	uint8_t *wire, size_t *len, const struct rrtoken *token, const struct name *origin)
{
	char text[2 * NAME_MAX_OCTETS];
	size_t n = 0;
	for (size_t i = 0; i < token->n; i++) {
		if (n + 2 > sizeof(text))
			return "it is longer than 255 octets";
		if (token->p[i] == '\\' || (token->p[i] == '@' && token->n == 1))
			text[n++] = '\\';
		text[n++] = token->p[i];
	}
	return name_read(wire, len, (struct str){text, n}, origin, NAME_LOWER_CASE);
}

enum zf_status rdata_take_name(struct rdata_in *in)
{
	const struct rrtoken *token = rdata_plain(in);
	if (!token)
		return ZF_ERR_DATA;
	uint8_t *wire = rdata_room(in, NAME_MAX_OCTETS);
	if (!wire)
		return rdata_too_long(in);
	size_t len = 0;
	const char *why = token->flags & TOKEN_RAW
				  ? read_raw(wire, &len, token, in->origin)
				  : name_read(wire, &len, (struct str){token->p, token->n},
					    in->origin, NAME_LOWER_CASE);
	if (why)
		return rdata_fail(in, "bad-name", "is no domain name: %s", why);
	rdata_wrote(in, len);
	in->token++;
	return ZF_OK;
}

static long measure_name(const uint8_t *p, size_t n)
{
	size_t len = name_wire_length(p, n);
	return len ? (long)len : RDATA_BROKEN;
}

static bool print_name(struct rdata_out *out)
{
	size_t len = name_wire_length(out->p, (size_t)(out->end - out->p));
	char *at = len ? rdata_text_room(out, NAME_MAX_TEXT) : NULL;
	if (!at)
		return false;
	at = name_write(at, out->p);
	out->p += len;
	return rdata_text_end(out, at);
}

const struct rdata_kind rdata_kind_name = {measure_name, rdata_take_name, print_name, name_lower};

static long measure_names(const uint8_t *p, size_t n)
{
	size_t at = 0, len;
	while (at < n) {
		len = name_wire_length(p + at, n - at);
		if (len == 0)
			return RDATA_BROKEN;
		at += len;
	}
	return (long)n;
}

static enum zf_status parse_names(struct rdata_in *in)
{
	enum zf_status status = ZF_OK;
	while (status == ZF_OK && in->token < in->end)
		status = rdata_take_name(in);
	return status;
}

static bool print_names(struct rdata_out *out)
{
	bool good = true;
	for (size_t i = 0; good && out->p < out->end; i++) {
		if (i > 0)
			buf_addc(out->b, ' ');
		good = print_name(out);
	}
	return good;
}

const struct rdata_kind rdata_kind_names = {measure_names, parse_names, print_names, name_lower};
