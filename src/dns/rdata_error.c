/* What readers and printers of fields share: room, errors, plain tokens. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "err.h"
#include "rdata_kind.h"

const struct rdata_code rdata_codes[] = {
	{"bad-address", "An IPv4, IPv6, EUI or other address is malformed (RFC 1035, RFC 4291)."},
	{"bad-algorithm",
		"An algorithm, protocol or the like is neither a number in range nor a mnemonic of "
		"its IANA registry."},
	{"bad-apl", "An address prefix is not [!]family:address/length (RFC 3123 section 4)."},
	{"bad-base64", "Text is not base64 or base32hex with its padding (RFC 4648)."},
	{"bad-gateway", "A gateway or relay doesn't match its type (RFC 4025, RFC 8777)."},
	{"bad-hex",
		"Text is not an even number of hexadecimal digits, or not as many as the algorithm "
		"makes."},
	{"bad-length", "The length behind \\# is not that of the data (RFC 3597 section 5)."},
	{"bad-loc", "A location is out of its ranges or malformed (RFC 1876 section 3)."},
	{"bad-name", "Text is no domain name of at most 255 octets (RFC 1035 sections 3.1, 5.1)."},
	{"bad-number", "Text is not a number in the range of its field."},
	{"bad-rdata", "The octets can't be the RDATA of this type."},
	{"bad-string",
		"A string is longer than 255 octets, not closed, or has a bad escape (RFC 1035 "
		"sections 3.3, 5.1)."},
	{"bad-svcb",
		"Service parameters are malformed, repeated or contradict each other (RFC 9460)."},
	{"bad-tag", "A property tag is not letters and digits (RFC 8659 section 4.1)."},
	{"bad-time", "A time is neither YYYYMMDDHHmmSS nor seconds (RFC 4034 section 3.2)."},
	{"bad-type", "Text is no record type that may stand here (RFC 4034 section 4.1.2)."},
	{"extra-field", "The record has more fields than its type."},
	{"missing-field", "The record has fewer fields than its type."},
	{"no-text", "The type or the octets have no text form but \\# length hex (RFC 3597)."},
	{"rdata-too-long", "RDATA is longer than 65,535 octets (RFC 1035 section 3.2.1)."},
	{NULL, NULL},
};

/* "TYPE field", words of the field's name apart. */
static void describe(char *out, size_t size, const struct rrtype *type, const struct rrfield *field)
{
	snprintf(out, size, "%s %s", type->name, field->name);
	for (char *dash = strchr(out + strlen(type->name), '-'); dash; dash = strchr(dash, '-'))
		*dash = ' ';
}

enum zf_status rdata_fail(struct rdata_in *in, const char *id, const char *format, ...)
{
	char what[80], token[80];
	struct buf why;
	va_list ap;
	buf_init(&why, 0);
	va_start(ap, format);
	buf_vprintf(&why, format, ap);
	va_end(ap);
	describe(what, sizeof(what), in->type, in->field);
	if (in->token < in->end) {
		str_clean(token, sizeof(token), in->token->p, in->token->n);
		err_set(in->err, ZF_ERR_DATA, "%s \"%s\" %s", what, token, why.data);
	} else {
		err_set(in->err, ZF_ERR_DATA, "%s %s", what, why.data);
	}
	err_id(in->err, id);
	buf_free(&why);
	return ZF_ERR_DATA;
}

enum zf_status rdata_too_long(struct rdata_in *in)
{
	err_set(in->err, ZF_ERR_DATA, "%s RDATA is longer than %d octets", in->type->name,
		RDATA_MAX);
	err_id(in->err, "rdata-too-long");
	return ZF_ERR_DATA;
}

bool rdata_no_text(struct rdata_out *out, const char *id, const char *format, ...)
{
	char what[80];
	struct buf why;
	va_list ap;
	if (!out->err)
		return false;
	buf_init(&why, 0);
	va_start(ap, format);
	buf_vprintf(&why, format, ap);
	va_end(ap);
	describe(what, sizeof(what), out->type, out->field);
	err_set(out->err, ZF_ERR_DATA, "%s %s", what, why.data);
	err_id(out->err, id);
	buf_free(&why);
	return false;
}

bool rdata_no_portable_text(struct rdata_out *out)
{
	return rdata_no_text(out, "no-text", "has no text that all readers read alike");
}

char *rdata_write_text(char *at, const char *text)
{
	while (*text)
		*at++ = *text++;
	return at;
}

uint8_t *rdata_room_slow(struct rdata_in *in, size_t n)
{
	/* What a token needs at most may be more than it takes in the end. */
	if (n > (256u << 10) || in->out->len - in->start > RDATA_MAX)
		return NULL;
	return (uint8_t *)buf_reserve(in->out, n);
}

const struct rrtoken *rdata_plain_slow(struct rdata_in *in)
{
	if (in->token == in->end)
		rdata_fail(in, "missing-field", "is missing");
	else if (in->token->flags & TOKEN_QUOTED)
		rdata_fail(in, "bad-string", "stands in quotes, which only text may");
	else
		rdata_fail(in, "bad-string", "follows a quoted string without a space");
	return NULL;
}
