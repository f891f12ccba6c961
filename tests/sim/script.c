/*
 * script: a fault server. It knows no API: what it answers stands in a script, octet for octet,
 * with every fault of transport that a real server, proxy or network can make.
 *
 *   {"answers": [ANSWER, …]}                     for every request, the last one again and again
 *   {"routes": [{"method":, "path":, "query":, "answers": […]}, …]}   the first route that fits:
 *           method equal, path equal, query contained; each may be left out; 404 when none fits
 *
 * ANSWER: "status" (200), "reason", "headers" {…}, "json" (any value) or "body" (PARTS) with its
 * right Content-Length, or "raw": PARTS alone, from the status line on. Then "then": "keep" the
 * connection (the default), "close" it, "reset" it, or "hang" until the client goes.
 *
 * PARTS: a string, or {"hex": "0d0a"}, {"repeat": PARTS, "times": N} (0: without end),
 * {"wait_ms": N}, or an array of these. In strings stand {port} (this server's), {port:NAME}
 * (another's), {n} (the number of the request on its route, from 1), {date} and {date+N} (now, in
 * N seconds), {header:NAME} (as the client sent it).
 */
#include "sim.h"

#include <arpa/inet.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { MAX_CONNECTIONS = 64, MAX_HEAD = 65536, MAX_ROUTES = 256 };

struct script {
	struct sim *sim;
	const char *name;
	cJSON *data;
	unsigned hits[MAX_ROUTES];
	int fd, port;
	struct script *const *all; /* for {port:NAME} */
	size_t all_count;
	pthread_t thread;
	pthread_mutex_t lock; /* of the two below */
	pthread_cond_t idle;
	int connections[MAX_CONNECTIONS]; /* 0: free */
};

struct connection {
	struct script *script;
	size_t slot;
	int fd;
	struct request *q;
	unsigned n; /* number of the request on its route */
	char in[MAX_HEAD];
	size_t in_size;
};

/* Where parts go: the socket, or memory when `text` is asked for. */
struct sink {
	struct connection *c;
	FILE *memory; /* or NULL */
};

static bool put(struct sink *to, const char *p, size_t n)
{
	if (to->memory != NULL)
		return fwrite(p, 1, n, to->memory) == n;
	while (n > 0) {
		ssize_t sent = send(to->c->fd, p, n, MSG_NOSIGNAL);
		if (sent < 0 && errno == EINTR)
			continue;
		if (sent <= 0)
			return false;
		p += sent;
		n -= (size_t)sent;
	}
	return true;
}

static bool put_text(struct sink *to, const char *text)
{
	return put(to, text, strlen(text));
}

static bool put_date(struct sink *to, long seconds)
{
	char text[64];
	struct tm tm;
	time_t when = time(NULL) + seconds;
	gmtime_r(&when, &tm);
	strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", &tm);
	return put_text(to, text);
}

static int port_of(const struct script *s, const char *name)
{
	for (size_t i = 0; i < s->all_count; i++)
		if (strcmp(s->all[i]->name, name) == 0)
			return s->all[i]->port;
	sim_die("%s: {port:%s}: there is no such server", s->name, name);
}

/* Sends what {word} stands for; *known is false when it stands for itself. */
static bool put_word(struct sink *to, const char *word, bool *known)
{
	char number[16] = "";
	const struct connection *c = to->c;
	*known = true;
	if (strcmp(word, "port") == 0)
		snprintf(number, sizeof number, "%d", c->script->port);
	else if (strncmp(word, "port:", 5) == 0)
		snprintf(number, sizeof number, "%d", port_of(c->script, word + 5));
	else if (strcmp(word, "n") == 0)
		snprintf(number, sizeof number, "%u", c->n);
	else if (strncmp(word, "date", 4) == 0)
		return put_date(to, atol(word + 4));
	else if (strncmp(word, "header:", 7) == 0)
		return pairs_get(&c->q->headers, word + 7) == NULL ||
		       put_text(to, pairs_get(&c->q->headers, word + 7));
	else
		*known = false;
	return put_text(to, number);
}

/* The length of a "{word}" at p, whose word is copied; 0: there is none. */
static size_t word_at(const char *p, char word[], size_t size)
{
	size_t n = strcspn(p, "} \",");
	if (*p != '{' || p[n] != '}' || n >= size)
		return 0;
	snprintf(word, n, "%s", p + 1);
	return n + 1;
}

static bool put_string(struct sink *to, const char *text)
{
	for (const char *p = text; *p != '\0';) {
		char word[64];
		size_t n = strcspn(p, "{");
		if (!put(to, p, n))
			return false;
		p += n;
		n = word_at(p, word, sizeof word);
		bool known = false;
		if (n > 0 && !put_word(to, word, &known))
			return false;
		if (known)
			p += n;
		else if (*p != '\0' && !put(to, p++, 1))
			return false;
	}
	return true;
}

static bool put_hex(struct sink *to, const char *digits)
{
	unsigned octet;
	for (; sscanf(digits, "%2x", &octet) == 1; digits += 2) {
		char c = (char)octet;
		if (!put(to, &c, 1))
			return false;
	}
	return true;
}

static bool put_parts(struct sink *to, const cJSON *parts)
{
	if (cJSON_IsString(parts))
		return put_string(to, parts->valuestring);
	if (cJSON_IsArray(parts)) {
		const cJSON *part;
		cJSON_ArrayForEach(part, parts)
		{
			if (!put_parts(to, part))
				return false;
		}
		return true;
	}
	if (cJSON_HasObjectItem(parts, "hex"))
		return put_hex(to, member_text(parts, "hex"));
	if (cJSON_HasObjectItem(parts, "wait_ms"))
		return sim_wait(to->c->script->sim, (long)member_number(parts, "wait_ms"));
	const cJSON *repeat = cJSON_GetObjectItemCaseSensitive(parts, "repeat");
	double times = member_number(parts, "times");
	for (double i = 0; times < 1 || i < times; i++)
		if (!put_parts(to, repeat))
			return false;
	return true;
}

static char *body_of(struct connection *c, const cJSON *answer, size_t *size)
{
	char *text = NULL;
	FILE *memory = open_memstream(&text, size);
	struct sink to = {.c = c, .memory = memory};
	const cJSON *json = cJSON_GetObjectItemCaseSensitive(answer, "json");
	const cJSON *body = cJSON_GetObjectItemCaseSensitive(answer, "body");
	if (json != NULL) {
		char *plain = cJSON_PrintUnformatted(json);
		put_string(&to, plain);
		free(plain);
	} else if (body != NULL) {
		put_parts(&to, body);
	}
	fclose(memory);
	return text;
}

static bool put_answer(struct connection *c, const cJSON *answer)
{
	struct sink to = {.c = c};
	const cJSON *raw = cJSON_GetObjectItemCaseSensitive(answer, "raw"), *header;
	if (raw != NULL)
		return put_parts(&to, raw);
	double status = member_number(answer, "status");
	size_t size;
	char *body = body_of(c, answer, &size), *head;
	head = sim_print("HTTP/1.1 %.0f %s\r\nContent-Length: %zu\r\n", status > 0 ? status : 200,
		member_text(answer, "reason"), size);
	bool ok = put_text(&to, head);
	free(head);
	if (ok && cJSON_HasObjectItem(answer, "json"))
		ok = put_text(&to, "Content-Type: application/json\r\n");
	cJSON_ArrayForEach(header, cJSON_GetObjectItemCaseSensitive(answer, "headers"))
	{
		ok = ok && put_text(&to, header->string) && put_text(&to, ": ") &&
		     put_string(&to, cJSON_GetStringValue(header)) && put_text(&to, "\r\n");
	}
	ok = ok && put_text(&to, "\r\n") && put(&to, body, size);
	free(body);
	return ok;
}

static bool route_fits(const cJSON *route, const struct request *q)
{
	const char *method = member_text(route, "method"), *path = member_text(route, "path");
	const char *query = member_text(route, "query");
	size_t n = strcspn(q->target, "?");
	return (*method == '\0' || strcmp(method, q->method) == 0) &&
	       (*path == '\0' || (strlen(path) == n && strncmp(path, q->target, n) == 0)) &&
	       (*query == '\0' || strstr(q->target + n, query) != NULL);
}

/* The answer to the request at hand, which counts as the route's n-th; NULL: there is none. */
static const cJSON *choose(struct connection *c)
{
	struct script *s = c->script;
	const cJSON *routes = cJSON_GetObjectItemCaseSensitive(s->data, "routes");
	const cJSON *route = routes == NULL ? s->data : routes->child;
	size_t i = 0;
	while (route != NULL && routes != NULL && !route_fits(route, c->q)) {
		route = route->next;
		i++;
	}
	if (route == NULL || i >= MAX_ROUTES)
		return NULL;
	const cJSON *answers = cJSON_GetObjectItemCaseSensitive(route, "answers");
	int count = cJSON_GetArraySize(answers);
	pthread_mutex_lock(&s->lock);
	c->n = ++s->hits[i];
	pthread_mutex_unlock(&s->lock);
	return cJSON_GetArrayItem(answers, (int)c->n <= count ? (int)c->n - 1 : count - 1);
}

static bool fill(struct connection *c)
{
	if (c->in_size == sizeof c->in - 1)
		return false;
	ssize_t n = recv(c->fd, c->in + c->in_size, sizeof c->in - 1 - c->in_size, 0);
	if (n <= 0)
		return false;
	c->in_size += (size_t)n;
	c->in[c->in_size] = '\0';
	return true;
}

static void parse_headers(struct request *q, char *text)
{
	char *rest = text;
	for (char *line; (line = strtok_r(NULL, "\r\n", &rest)) != NULL;) {
		char *value = strchr(line, ':');
		if (value == NULL)
			continue;
		*value++ = '\0';
		pairs_add(&q->headers, line, value + strspn(value, " "));
	}
}

/* Reads one whole request into c->q; false when the client has gone. */
static bool receive(struct connection *c)
{
	char *end, method[16] = "", target[4096] = "";
	while ((end = strstr(c->in, "\r\n\r\n")) == NULL)
		if (!fill(c))
			return false;
	size_t head = (size_t)(end - c->in) + 4;
	c->q = sim_alloc(sizeof *c->q);
	*end = '\0';
	int words = sscanf(c->in, "%15s %4095s", method, target);
	c->q->method = sim_print("%s", method);
	c->q->target = sim_print("%s", target);
	parse_headers(c->q, c->in + strcspn(c->in, "\r"));
	const char *length = pairs_get(&c->q->headers, "Content-Length");
	size_t size = length == NULL ? 0 : (size_t)atol(length);
	while (c->in_size < head + size)
		if (!fill(c))
			return false;
	c->in_size -= head + size;
	memmove(c->in, c->in + head + size, c->in_size + 1);
	return words == 2;
}

static void log_exchange(const struct connection *c, const cJSON *answer)
{
	char *request = sim_print("%s %s", c->q->method, c->q->target);
	char *result = sim_print("%.0f", answer == NULL ? 404 : member_number(answer, "status"));
	for (size_t i = 0; i < c->q->headers.count; i++) {
		char *more = sim_print("%s %s", result, c->q->headers.items[i].name);
		free(result);
		result = more;
	}
	pthread_mutex_lock(&c->script->sim->lock);
	sim_log(c->script->sim, c->script->name, request, result);
	pthread_mutex_unlock(&c->script->sim->lock);
	free(request);
	free(result);
}

/* Answers one request; false when the connection is to end. */
static bool exchange(struct connection *c)
{
	static const char none[] = "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n";
	const cJSON *answer = choose(c);
	log_exchange(c, answer);
	if (answer == NULL)
		return put_text(&(struct sink){.c = c}, none);
	bool ok = put_answer(c, answer);
	const char *then = member_text(answer, "then");
	if (strcmp(then, "reset") == 0) {
		struct linger now = {.l_onoff = 1};
		setsockopt(c->fd, SOL_SOCKET, SO_LINGER, &now, sizeof now);
	} else if (strcmp(then, "hang") == 0) {
		while (ok && fill(c))
			c->in_size = 0;
	}
	return ok && (*then == '\0' || strcmp(then, "keep") == 0);
}

static void *converse(void *own)
{
	struct connection *c = own;
	struct script *s = c->script;
	bool on = true;
	while (on) {
		on = receive(c) && exchange(c);
		if (c->q != NULL)
			request_free(c->q);
		c->q = NULL;
	}
	pthread_mutex_lock(&s->lock);
	s->connections[c->slot] = 0;
	close(c->fd);
	free(c);
	pthread_cond_broadcast(&s->idle);
	pthread_mutex_unlock(&s->lock);
	return NULL;
}

static void welcome(struct script *s, int fd)
{
	struct connection *c = sim_alloc(sizeof *c);
	pthread_t thread;
	pthread_mutex_lock(&s->lock);
	while (c->slot < MAX_CONNECTIONS && s->connections[c->slot] != 0)
		c->slot++;
	if (c->slot == MAX_CONNECTIONS)
		sim_die("%s: more than %d connections", s->name, MAX_CONNECTIONS);
	s->connections[c->slot] = c->fd = fd;
	c->script = s;
	if (pthread_create(&thread, NULL, converse, c) != 0)
		sim_die("%s: no thread for a connection", s->name);
	pthread_detach(thread);
	pthread_mutex_unlock(&s->lock);
}

static void *accept_all(void *own)
{
	struct script *s = own;
	for (int fd; (fd = accept(s->fd, NULL, NULL)) >= 0;)
		welcome(s, fd);
	return NULL;
}

struct script *script_start(struct sim *sim, const char *name, const char *file)
{
	struct script *s = sim_alloc(sizeof *s);
	struct sockaddr_in a = {.sin_family = AF_INET};
	socklen_t size = sizeof a;
	a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	s->sim = sim;
	s->name = name;
	s->data = store_read(file);
	if (cJSON_GetArraySize(cJSON_GetObjectItemCaseSensitive(s->data, "routes")) > MAX_ROUTES)
		sim_die("%s: more than %d routes", file, MAX_ROUTES);
	pthread_mutex_init(&s->lock, NULL);
	pthread_cond_init(&s->idle, NULL);
	s->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (s->fd < 0 || bind(s->fd, (struct sockaddr *)&a, size) != 0 || listen(s->fd, 64) != 0 ||
		getsockname(s->fd, (struct sockaddr *)&a, &size) != 0)
		sim_die("%s: cannot listen on 127.0.0.1", name);
	s->port = ntohs(a.sin_port);
	return s;
}

int script_port(const struct script *s)
{
	return s->port;
}

void script_run(struct script *s, struct script *const *all, size_t count)
{
	s->all = all;
	s->all_count = count;
	if (pthread_create(&s->thread, NULL, accept_all, s) != 0)
		sim_die("%s: no thread", s->name);
}

void script_stop(struct script *s)
{
	shutdown(s->fd, SHUT_RDWR);
	pthread_join(s->thread, NULL);
	pthread_mutex_lock(&s->lock);
	for (size_t i = 0; i < MAX_CONNECTIONS; i++)
		if (s->connections[i] != 0)
			shutdown(s->connections[i], SHUT_RDWR);
	for (size_t i = 0; i < MAX_CONNECTIONS;)
		if (s->connections[i] != 0)
			pthread_cond_wait(&s->idle, &s->lock);
		else
			i++;
	pthread_mutex_unlock(&s->lock);
	close(s->fd);
	cJSON_Delete(s->data);
	free(s);
}
