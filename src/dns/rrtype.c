#include "rrtype.h"

#include <stdio.h>
#include <string.h>

#include "rrtype_table.h"
#include "str.h"

const struct rrtype *rrtype_by_code(uint16_t code)
{
	const struct rrtype *row = NULL;
	if (code < rrtype_low_count)
		row = &rrtype_low[code];
	else if (code >= RRTYPE_HIGH && code - RRTYPE_HIGH < (int)rrtype_high_count)
		row = &rrtype_high[code - RRTYPE_HIGH];
	return row && row->name ? row : NULL;
}

/* The types by their first letter, the frequent ones first. */
static const uint16_t by_letter[26][16] = {
	['A' - 'A'] = {TYPE_A, TYPE_AAAA, TYPE_AFSDB, TYPE_APL, 34, 38, TYPE_AMTRELAY, 258, 255,
		252},
	['B' - 'A'] = {68},
	['C' - 'A'] = {TYPE_CNAME, TYPE_CAA, TYPE_CDS, TYPE_CDNSKEY, TYPE_CERT, TYPE_CSYNC, 263},
	['D' - 'A'] = {TYPE_DS, TYPE_DNSKEY, TYPE_DNAME, TYPE_DHCID, 66, 259, 32769},
	['E' - 'A'] = {108, 109, 31},
	['G' - 'A'] = {27, 102},
	['H' - 'A'] = {TYPE_HTTPS, TYPE_HINFO, TYPE_HIP, 67},
	['I' - 'A'] = {TYPE_IPSECKEY, 20, 264, 251},
	['K' - 'A'] = {TYPE_KX, TYPE_KEY},
	['L' - 'A'] = {TYPE_LOC, 105, 106, 107},
	['M' - 'A'] = {TYPE_MX, 3, 4, 7, 8, 9, 14, 253, 254},
	['N' - 'A'] = {TYPE_NS, TYPE_NSEC3, TYPE_NSEC, TYPE_NSEC3PARAM, TYPE_NAPTR, 10, 22, 23, 30,
		32, 56, 104, 128},
	['O' - 'A'] = {TYPE_OPENPGPKEY, TYPE_OPT},
	['P' - 'A'] = {TYPE_PTR, 26},
	['R' - 'A'] = {TYPE_RRSIG, TYPE_RP, 21, 57, 261},
	['S' - 'A'] = {TYPE_SOA, TYPE_SRV, TYPE_SSHFP, TYPE_SVCB, TYPE_SPF, TYPE_SMIMEA, TYPE_SIG,
		40},
	['T' - 'A'] = {TYPE_TXT, TYPE_TLSA, 58, 249, 250, 32768},
	['U' - 'A'] = {TYPE_URI, 100, 101, 103},
	['W' - 'A'] = {11, 262},
	['X' - 'A'] = {19},
	['Z' - 'A'] = {TYPE_ZONEMD},
};

uint16_t rrtype_parse(const char *text, size_t size)
{
	uint64_t code;
	unsigned letter = size ? (unsigned)(str_lower[(unsigned char)text[0]] - 'a') : 26;
	if (letter >= 26 || size >= RRTYPE_MAX_TEXT)
		return 0;
	for (const uint16_t *c = by_letter[letter]; *c; c++) {
		const char *name = rrtype_by_code(*c)->name;
		size_t i = 1;
		while (i < size && name[i] &&
			str_lower[(unsigned char)text[i]] == str_lower[(unsigned char)name[i]])
			i++;
		if (i == size && name[i] == '\0')
			return *c;
	}
	if (size > 4 && str_eq_nocase(text, 4, "TYPE", 4) &&
		str_to_u64(text + 4, size - 4, 65535, &code))
		return (uint16_t)code;
	return 0;
}

bool rrtype_is_meta(uint16_t code)
{
	return code == 0 || code == TYPE_OPT || (code >= 128 && code <= 255);
}

bool rrtype_may_accompany_cname(uint16_t code)
{
	return code == TYPE_RRSIG || code == TYPE_NSEC || code == TYPE_KEY || code == TYPE_SIG;
}

const char *rrtype_name(uint16_t code, char room[RRTYPE_MAX_TEXT])
{
	const struct rrtype *row = rrtype_by_code(code);
	if (row)
		return row->name;
	snprintf(room, RRTYPE_MAX_TEXT, "TYPE%u", code);
	return room;
}

void rrtype_print(struct buf *b, uint16_t code)
{
	char room[RRTYPE_MAX_TEXT];
	buf_adds(b, rrtype_name(code, room));
}

const char *rrtype_portable_name(uint16_t code, char room[RRTYPE_MAX_TEXT])
{
	const struct rrtype *row = rrtype_by_code(code);
	if (row && !(row->flags & (RRTYPE_RARE | RRTYPE_META)))
		return row->name;
	snprintf(room, RRTYPE_MAX_TEXT, "TYPE%u", code);
	return room;
}

const struct rrtype *rrtype_next(const struct rrtype *row)
{
	for (unsigned code = row ? row->code + 1u : 0; code <= 65535; code++) {
		if (code == rrtype_low_count)
			code = RRTYPE_HIGH;
		if (code >= RRTYPE_HIGH + rrtype_high_count)
			break;
		row = rrtype_by_code((uint16_t)code);
		if (row)
			return row;
	}
	return NULL;
}
