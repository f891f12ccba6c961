#include "zone_server.h"

#include "err.h"

enum zf_status zone_server_connect(struct dns_stream *stream, const struct zone_server *server,
	unsigned seconds, struct zf_error *err)
{
	struct addrinfo *list;
	uint64_t deadline =
		dns_now() + (uint64_t)(server->timeout ? server->timeout : seconds) * 1000;
	enum zf_status status = dns_resolve(&list, server->host, server->port, err);
	if (status != ZF_OK)
		return status;
	status = dns_connect(stream, list, deadline, err);
	freeaddrinfo(list);
	return status;
}

void zone_server_place(const struct zone_server *server, struct zf_error *err)
{
	struct buf place;
	buf_init(&place, 0);
	buf_printf(&place, strchr(server->host, ':') ? "axfr://[%s]:%s/%s" : "axfr://%s:%s/%s",
		server->host, server->port ? server->port : "53", server->zone);
	err_place(err, place.data, 0, 0);
	buf_free(&place);
}
