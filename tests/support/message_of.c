#include "message_of.h"

#include "rrtype.h"

#define SOA_RDATA "\2ns\xc0\x0c\1h\xc0\x0c\0\0\0\1\0\0\34\40\0\0\16\20\0\22\165\0\0\0\1\54"

void message_begin(struct buf *m, uint16_t id, enum message_question question)
{
	uint8_t header[DNS_HEADER] = {(uint8_t)(id >> 8), (uint8_t)id, 0x84, 0};
	buf_init(m, 0);
	header[5] = question == MESSAGE_QUESTION;
	buf_add(m, header, sizeof(header));
	if (question == MESSAGE_QUESTION)
		buf_add(m, MESSAGE_APEX "\0\0\374\0\1", 17);
}

void message_count(struct buf *m, size_t at)
{
	uint8_t *p = (uint8_t *)m->data + at;
	dns_put16(p, dns_get16(p) + 1U);
}

void message_add(struct buf *m, const struct message_record *r)
{
	uint8_t fixed[10];
	dns_put16(fixed, r->type);
	dns_put16(fixed + 2, r->class);
	dns_put16(fixed + 4, r->ttl >> 16);
	dns_put16(fixed + 6, r->ttl & 0xffff);
	dns_put16(fixed + 8, (unsigned)r->rdata_len);
	buf_add(m, r->owner, r->owner_len);
	buf_add(m, fixed, sizeof(fixed));
	buf_add(m, r->rdata, r->rdata_len);
	message_count(m, 6);
}

void message_add_soa(struct buf *m)
{
	message_add(m, &(struct message_record){
			       "\xc0\x0c", 2, TYPE_SOA, 1, 300, SOA_RDATA, sizeof(SOA_RDATA) - 1});
}

void message_add_a(struct buf *m)
{
	message_add(
		m, &(struct message_record){"\3www\xc0\x0c", 6, TYPE_A, 1, 300, "\300\0\2\1", 4});
}

void message_of(struct buf *m, uint16_t id, const char *parts, const struct message_record *r)
{
	message_begin(m, id, *parts == '?' ? MESSAGE_QUESTION : MESSAGE_BARE);
	for (; *parts; parts++) {
		if (*parts == 's')
			message_add_soa(m);
		else if (*parts == 'a')
			message_add_a(m);
		else if (*parts == 'r')
			message_add(m, r);
	}
}
