/* Which servers there are to ask. */
#include "net.h"
#include "err.h"
#include "mem.h"
#include "str.h"
#include "verify.h"

#include <stdlib.h>

static struct verify_server *add(struct verify_servers *servers)
{
	if (servers->count == servers->cap)
		servers->items = mem_grow(
			servers->items, &servers->cap, servers->count + 1, sizeof(*servers->items));
	struct verify_server *s = &servers->items[servers->count++];
	*s = (struct verify_server){.problem = NULL};
	return s;
}

/* "ns1.example.net. 192.0.2.1", or the address alone when that is the name; the port when it is not
 * 53. */
static char *server_name(const char *host, const struct addrinfo *a, const char *port)
{
	char room[DNS_ADDRESS_ROOM];
	struct buf b;
	dns_address_text(room, a->ai_addr, a->ai_addrlen);
	buf_init(&b, 0);
	if (strcmp(host, room) != 0)
		buf_printf(&b, "%s ", host);
	buf_printf(&b, port && strchr(room, ':') ? "[%s]" : "%s", room);
	if (port)
		buf_printf(&b, ":%s", port);
	char *name = mem_strdup(b.data);
	buf_free(&b);
	return name;
}

static void add_host(struct verify_servers *servers, const char *host, const char *port)
{
	struct zf_error err = ZF_ERROR_INIT;
	struct addrinfo *list;
	if (dns_resolve(&list, host, port, &err) != ZF_OK) {
		struct verify_server *s = add(servers);
		s->name = mem_strdup(host);
		s->problem = mem_strdup(err.text);
		return;
	}
	for (const struct addrinfo *a = list; a; a = a->ai_next) {
		if (a->ai_addrlen > sizeof(servers->items->address))
			continue;
		struct verify_server *s = add(servers);
		s->name = server_name(host, a, port);
		memcpy(&s->address, a->ai_addr, a->ai_addrlen);
		s->address_len = a->ai_addrlen;
	}
	freeaddrinfo(list);
}

/* Where the port begins, its ':' included, or NULL: a bare IPv6 address has colons too. */
static const char *find_port(const char *text)
{
	const char *end = *text == '[' ? strchr(text, ']') : text;
	const char *colon = end ? strchr(end, ':') : NULL;
	return colon && *text != '[' && strchr(colon + 1, ':') ? NULL : colon;
}

enum zf_status verify_add_server(
	struct verify_servers *servers, const char *text, struct zf_error *err)
{
	const char *port = find_port(text);
	uint64_t number;
	size_t n = port ? (size_t)(port - text) : strlen(text);
	if (port && (!str_to_u64(port + 1, strlen(port + 1), 65535, &number) || number == 0))
		return err_set(err, ZF_ERR_USAGE, "%s: the port is a number from 1 to 65535", text);
	if (n >= 2 && text[0] == '[' && text[n - 1] == ']') {
		text++;
		n -= 2;
	}
	if (n == 0 || memchr(text, '[', n) || memchr(text, ']', n))
		return err_set(
			err, ZF_ERR_USAGE, "%s: write HOST, HOST:PORT or [ADDRESS]:PORT", text);
	char *host = mem_strndup(text, n);
	add_host(servers, host, port ? port + 1 : NULL);
	free(host);
	return ZF_OK;
}

/* The zone's own addresses of a host; how many. */
static size_t add_from_zone(
	struct verify_servers *servers, const struct zf_zone *zone, const struct name *host)
{
	static const struct {
		uint16_t type;
		int family;
	} types[] = {{TYPE_A, AF_INET}, {TYPE_AAAA, AF_INET6}};
	size_t added = 0;
	for (size_t t = 0; t < 2; t++) {
		size_t from = zone_find(zone, host, types[t].type), end = from;
		struct name owner;
		if (from < zone->count) {
			rec_owner(zone, zone->recs[from], &owner);
			if (name_equal(&owner, host) && rec_type(zone->recs[from]) == types[t].type)
				end = zone_rrset_end(zone, from);
		}
		for (size_t i = from; i < end; i++) {
			struct verify_server *s = add(servers);
			const uint8_t *octets = rec_rdata(zone->recs[i]);
			struct addrinfo a = {.ai_addr = &s->address.any};
			s->address.any.sa_family = (sa_family_t)types[t].family;
			if (types[t].type == TYPE_A) {
				memcpy(&s->address.v4.sin_addr, octets, 4);
				s->address.v4.sin_port = htons(53);
				s->address_len = sizeof(s->address.v4);
			} else {
				memcpy(&s->address.v6.sin6_addr, octets, 16);
				s->address.v6.sin6_port = htons(53);
				s->address_len = sizeof(s->address.v6);
			}
			a.ai_addrlen = s->address_len;
			struct buf text;
			buf_init(&text, 0);
			name_print(&text, host->wire);
			s->name = server_name(text.data, &a, NULL);
			buf_free(&text);
			added++;
		}
	}
	return added;
}

void verify_add_own_servers(struct verify_servers *servers, const struct zf_zone *zone)
{
	size_t from = zone_find(zone, &zone->apex, TYPE_NS);
	for (size_t i = from; i < zone->count && rec_same_rrset(zone->recs[from], zone->recs[i]);
		i++) {
		const struct rec *r = zone->recs[i];
		struct name host;
		if (rec_type(r) != TYPE_NS || !name_from_wire(&host, rec_rdata(r), r->rdata_len) ||
			add_from_zone(servers, zone, &host))
			continue;
		struct buf text;
		buf_init(&text, 0);
		name_print(&text, host.wire);
		add_host(servers, text.data, NULL);
		buf_free(&text);
	}
}

void verify_servers_free(struct verify_servers *servers)
{
	for (size_t i = 0; i < servers->count; i++) {
		free(servers->items[i].name);
		free(servers->items[i].problem);
	}
	free(servers->items);
	*servers = (struct verify_servers){.items = NULL};
}
