/*
 * http: listens for one front of a service, on 127.0.0.1 only, by libmicrohttpd. Each connection
 * has its thread, so that a slow answer to one client holds up nobody else.
 */
#include "sim.h"

#include <arpa/inet.h>
#include <microhttpd.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>

enum { MAX_BODY = 8 << 20, DRIP = 16 };

struct listener {
	struct MHD_Daemon *daemon;
	struct service *service;
	const struct front *front;
	int port;
};

/* A body on its way out. */
struct delivery {
	struct sim *sim;
	char *body;
	size_t size, pad;
	size_t stop; /* the connection ends here; SIZE_MAX: nowhere */
	long drip_ms;
};

const char *http_reason(int status)
{
	return MHD_get_reason_phrase_for((unsigned)status);
}

static int hex(char c)
{
	static const char digits[] = "0123456789abcdef";
	const char *p = c == '\0' ? NULL : strchr(digits, c | 0x20);
	return p == NULL ? -1 : (int)(p - digits);
}

static char *decoded(const char *p, size_t n)
{
	char *out = sim_alloc(n + 1), *w = out;
	for (size_t i = 0; i < n; i++) {
		if (p[i] == '%' && i + 2 < n && hex(p[i + 1]) >= 0 && hex(p[i + 2]) >= 0) {
			*w++ = (char)(hex(p[i + 1]) << 4 | hex(p[i + 2]));
			i += 2;
		} else {
			*w++ = p[i];
		}
	}
	return out;
}

/* Cuts the path behind `base` into its segments; false when it lies elsewhere. */
static bool split_path(struct request *q, const char *base)
{
	size_t n = strlen(base);
	if (strncmp(q->target, base, n) != 0 || q->target[n] != '/')
		return false;
	for (const char *p = q->target + n; *p == '/';) {
		size_t len = strcspn(++p, "/?");
		if (q->segment_count == SIM_MAX_SEGMENTS)
			return false;
		q->segments[q->segment_count++] = decoded(p, len);
		p += len;
	}
	return true;
}

static enum MHD_Result collect(
	void *to, enum MHD_ValueKind kind, const char *name, const char *value)
{
	(void)kind;
	pairs_add(to, name, value == NULL ? "" : value);
	return MHD_YES;
}

static void log_request(const struct listener *l, const struct request *q, int status)
{
	char *names = sim_print("%d", status), *request = sim_print("%s %s", q->method, q->target);
	for (size_t i = 0; i < q->headers.count; i++) {
		char *more = sim_print("%s %s", names, q->headers.items[i].name);
		free(names);
		names = more;
	}
	sim_log(l->service->sim, l->front->name, request, names);
	free(names);
	free(request);
}

static ssize_t read_body(void *cls, uint64_t at, char *to, size_t max)
{
	struct delivery *d = cls;
	size_t pos = (size_t)at;
	if (pos >= d->stop)
		return MHD_CONTENT_READER_END_WITH_ERROR;
	if (d->drip_ms > 0) {
		max = max < DRIP ? max : DRIP;
		if (!sim_wait(d->sim, d->drip_ms))
			return MHD_CONTENT_READER_END_WITH_ERROR;
	}
	if (max > d->stop - pos)
		max = d->stop - pos;
	if (pos >= d->size) {
		if (max > d->size + d->pad - pos)
			max = d->size + d->pad - pos;
		memset(to, ' ', max);
		return (ssize_t)max;
	}
	if (max > d->size - pos)
		max = d->size - pos;
	memcpy(to, d->body + pos, max);
	return (ssize_t)max;
}

static void free_delivery(void *cls)
{
	struct delivery *d = cls;
	free(d->body);
	free(d);
}

static struct MHD_Response *body_response(struct sim *sim, const cJSON *fault, struct reply *r)
{
	struct delivery *d = sim_alloc(sizeof *d);
	d->sim = sim;
	d->stop = SIZE_MAX;
	if (r->text != NULL) {
		d->body = r->text;
		r->text = NULL;
	} else {
		d->body = r->json == NULL ? NULL : cJSON_PrintUnformatted(r->json);
	}
	d->size = d->body == NULL ? 0 : strlen(d->body);
	d->pad = (size_t)member_number(fault, "pad");
	d->drip_ms = (long)member_number(fault, "drip_ms");
	size_t cut = (size_t)member_number(fault, "cut");
	if (cut > 0 && cut < d->size)
		d->size = cut;
	if (member_number(fault, "stop") > 0)
		d->stop = (size_t)member_number(fault, "stop");
	return MHD_create_response_from_callback(
		d->size + d->pad, 4096, read_body, d, free_delivery);
}

static enum MHD_Result deliver(const struct listener *l, struct MHD_Connection *c,
	const struct request *q, struct reply *r)
{
	bool body = r->json != NULL || r->text != NULL;
	struct MHD_Response *response = body_response(l->service->sim, q->fault, r);
	if (response == NULL)
		return MHD_NO;
	if (body)
		MHD_add_response_header(response, "Content-Type",
			r->type != NULL ? r->type : "application/json; charset=utf-8");
	for (size_t i = 0; i < r->headers.count; i++)
		MHD_add_response_header(
			response, r->headers.items[i].name, r->headers.items[i].value);
	enum MHD_Result result = MHD_queue_response(c, (unsigned)r->status, response);
	MHD_destroy_response(response);
	return result;
}

/* The connection's end is to be a reset. */
static void reset_at_end(struct MHD_Connection *c)
{
	const union MHD_ConnectionInfo *info =
		MHD_get_connection_info(c, MHD_CONNECTION_INFO_CONNECTION_FD);
	struct linger now = {.l_onoff = 1};
	if (info != NULL)
		setsockopt(info->connect_fd, SOL_SOCKET, SO_LINGER, &now, sizeof now);
}

static enum MHD_Result serve(struct listener *l, struct MHD_Connection *c, struct request *q)
{
	struct reply r = {.status = 500};
	struct sim *sim = l->service->sim;
	MHD_get_connection_values(c, MHD_HEADER_KIND, collect, &q->headers);
	MHD_get_connection_values(c, MHD_GET_ARGUMENT_KIND, collect, &q->query);
	pthread_mutex_lock(&sim->lock);
	l->service->in_flight++;
	call_keep(l->service, q);
	if (split_path(q, l->front->base))
		request_serve(l->service, l->front, q, &r);
	else
		l->service->provider->refuse(&r, 404, NULL, "there is nothing at this path");
	log_request(l, q, r.status);
	call_result(q, r.status);
	long wait = l->service->latency_ms + (long)member_number(q->fault, "wait_ms");
	pthread_mutex_unlock(&sim->lock);
	enum MHD_Result result = MHD_NO;
	bool waited = sim_wait(sim, wait);
	pthread_mutex_lock(&sim->lock);
	l->service->in_flight--;
	pthread_mutex_unlock(&sim->lock);
	if (waited) {
		if (cJSON_IsTrue(cJSON_GetObjectItem(q->fault, "reset")))
			reset_at_end(c);
		else
			result = deliver(l, c, q, &r);
	}
	reply_free(&r);
	return result;
}

static void *begin(void *cls, const char *uri, struct MHD_Connection *c)
{
	(void)cls;
	(void)c;
	struct request *q = sim_alloc(sizeof *q);
	q->target = sim_print("%s", uri);
	q->body = sim_alloc(1);
	return q;
}

static enum MHD_Result receive(void *cls, struct MHD_Connection *c, const char *url,
	const char *method, const char *version, const char *data, size_t *size, void **own)
{
	(void)url;
	(void)version;
	struct request *q = *own;
	if (q->method == NULL) { /* the head has come, the body is still to be asked for */
		q->method = sim_print("%s", method);
		return MHD_YES;
	}
	if (*size == 0)
		return serve(cls, c, q);
	if (q->body_size + *size > MAX_BODY)
		return MHD_NO;
	q->body = realloc(q->body, q->body_size + *size + 1);
	if (q->body == NULL)
		sim_die("out of memory");
	memcpy(q->body + q->body_size, data, *size);
	q->body_size += *size;
	q->body[q->body_size] = '\0';
	*size = 0;
	return MHD_YES;
}

static void completed(
	void *cls, struct MHD_Connection *c, void **own, enum MHD_RequestTerminationCode code)
{
	(void)cls;
	(void)c;
	(void)code;
	if (*own != NULL)
		request_free(*own);
	*own = NULL;
}

struct listener *listener_start(struct service *s, const struct front *f)
{
	struct listener *l = sim_alloc(sizeof *l);
	struct sockaddr_in address = {.sin_family = AF_INET};
	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	l->service = s;
	l->front = f;
	l->daemon =
		MHD_start_daemon(MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_THREAD_PER_CONNECTION, 0,
			NULL, NULL, receive, l, MHD_OPTION_SOCK_ADDR, (struct sockaddr *)&address,
			MHD_OPTION_URI_LOG_CALLBACK, begin, NULL, MHD_OPTION_NOTIFY_COMPLETED,
			completed, NULL, MHD_OPTION_END);
	if (l->daemon == NULL)
		sim_die("%s: cannot listen on 127.0.0.1", f->name);
	l->port = MHD_get_daemon_info(l->daemon, MHD_DAEMON_INFO_BIND_PORT)->port;
	return l;
}

int listener_port(const struct listener *l)
{
	return l->port;
}

void listener_stop(struct listener *l)
{
	MHD_stop_daemon(l->daemon);
	free(l);
}
