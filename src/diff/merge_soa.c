#include "merge_soa.h"

#include <string.h>

bool merge_is_apex_soa(const struct rec *r)
{
	return rec_type(r) == TYPE_SOA && key_is_apex(rec_key(r));
}

enum { SOA_NUMBERS = 5, SOA_FIELDS = 2 + SOA_NUMBERS, SOA_SERIAL = 2 };

struct fields {
	const uint8_t *p[SOA_FIELDS];
	size_t n[SOA_FIELDS];
};

static void split(struct fields *f, const struct rec *r)
{
	const uint8_t *p = rec_rdata(r);
	size_t at = 0;
	for (int i = 0; i < SOA_FIELDS; i++) {
		f->p[i] = p + at;
		f->n[i] = i < 2 ? name_wire_length(p + at, r->rdata_len - at) : 4;
		at += f->n[i];
	}
}

static bool same_field(const struct fields *a, const struct fields *b, int i)
{
	return a->n[i] == b->n[i] && memcmp(a->p[i], b->p[i], a->n[i]) == 0;
}

/* RFC 1982 section 3.2; undefined pairs count as not. */
static bool serial_is_higher(uint32_t a, uint32_t b)
{
	return a != b && a - b < 0x80000000u;
}

static uint32_t read_u32(const uint8_t *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

static void write_u32(uint8_t *p, uint32_t v)
{
	for (int i = 0; i < 4; i++)
		p[i] = (uint8_t)(v >> (24 - 8 * i));
}

bool merge_soa_make(struct merge_soa *soa, const struct rec *base_rec, const struct rec *our_rec,
	const struct rec *their_rec)
{
	struct fields base, ours, theirs;
	soa->size = 0;
	split(&base, base_rec);
	split(&ours, our_rec);
	split(&theirs, their_rec);
	for (int i = 0; i < SOA_FIELDS; i++) {
		bool we = !same_field(&ours, &base, i), they = !same_field(&theirs, &base, i);
		if (i == SOA_SERIAL)
			they = serial_is_higher(read_u32(theirs.p[i]), read_u32(ours.p[i]));
		else if (we && they && !same_field(&ours, &theirs, i))
			return false;
		const struct fields *from = they ? &theirs : &ours;
		memcpy(soa->rdata + soa->size, from->p[i], from->n[i]);
		soa->size += from->n[i];
	}
	return true;
}

void merge_soa_raise(struct merge_soa *soa)
{
	uint8_t *serial = soa->rdata + soa->size - 4 * SOA_NUMBERS;
	uint32_t next = read_u32(serial) + 1;
	write_u32(serial, next ? next : 1); /* RFC 1982: 0 is a serial like others; but odd */
}

bool merge_soa_same_but_serial(const struct rec *a, const struct rec *b)
{
	struct fields x, y;
	split(&x, a);
	split(&y, b);
	for (int i = 0; i < SOA_FIELDS; i++)
		if (i != SOA_SERIAL && !same_field(&x, &y, i))
			return false;
	return true;
}
