#include <arpa/inet.h>
#include <curl/curl.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <time.h>

#include "crypto.h"
#include "err.h"
#include "http.h"
#include "mem.h"

enum {
	CONNECT_SECONDS = 10,
	STALL_SECONDS = 20,
	STALL_RATE = 100, /* octets a second */
	TOTAL_SECONDS = 60,
	IDLE_SECONDS = 20, /* servers close connections that are idle for longer */
	BODY_MOST = 16 << 20,
	HEADERS_MOST = 64 << 10, /* octets, interim answers included */
	HEADERS_COUNT_MOST = 200,
};

struct http_curl {
	struct http http;
	struct http_settings settings;
	char *ca_file, *proxy, *no_proxy;
	CURL *easy;
	char detail[CURL_ERROR_SIZE];
};

/* One request on its way. */
struct transfer {
	const struct http_request *request;
	struct http_response *response;
	struct buf body;
	size_t header_octets, header_count;
	unsigned lengths; /* how many Content-Length headers */
	bool headers_done; /* what comes behind the body are trailers */
	bool needs_private; /* the address, since there is no TLS */
	unsigned sent; /* how many times curl began to send the request */
	const char *fault; /* why a callback has stopped it */
	enum zf_status fault_code;
};

static void init_library(void)
{
	/* Whoever sets it wants TLS session keys in a file: not of connections with credentials. */
	unsetenv("SSLKEYLOGFILE");
	crypto_start(); /* of TLS, too */
	if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
		mem_exhausted();
}

static void init_once(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	pthread_once(&once, init_library);
}

/* URLs */

struct url {
	CURLU *parsed;
	char *scheme, *user, *password, *host, *port, *path;
};

static void url_free(struct url *u)
{
	curl_free(u->scheme);
	curl_free(u->user);
	if (u->password)
		secret_wipe(u->password, strlen(u->password));
	curl_free(u->password);
	curl_free(u->host);
	curl_free(u->port);
	curl_free(u->path);
	curl_url_cleanup(u->parsed);
}

/* A part of a URL, or NULL. */
static char *part(const struct url *u, CURLUPart which, unsigned flags)
{
	char *text = NULL;
	CURLUcode code = curl_url_get(u->parsed, which, &text, flags);
	if (code == CURLUE_OUT_OF_MEMORY) /* no memory for a user's name isn't no user */
		mem_exhausted();
	return code == CURLUE_OK ? text : NULL;
}

/* False: no absolute URL. In any case release with url_free. */
static bool url_parse(struct url *u, const char *text)
{
	*u = (struct url){.parsed = curl_url()};
	if (!u->parsed)
		mem_exhausted();
	CURLUcode code = curl_url_set(u->parsed, CURLUPART_URL, text, CURLU_PATH_AS_IS);
	if (code == CURLUE_OUT_OF_MEMORY)
		mem_exhausted();
	if (code != CURLUE_OK)
		return false;
	u->scheme = part(u, CURLUPART_SCHEME, 0);
	u->user = part(u, CURLUPART_USER, 0);
	u->password = part(u, CURLUPART_PASSWORD, 0);
	u->host = part(u, CURLUPART_HOST, 0);
	u->port = part(u, CURLUPART_PORT, CURLU_DEFAULT_PORT);
	u->path = part(u, CURLUPART_PATH, 0);
	return u->scheme && u->host && u->port && u->path;
}

static bool has_user(const struct url *u)
{
	return u->user || u->password;
}

static bool is_loopback(const char *host)
{
	struct in_addr four;
	if (inet_pton(AF_INET, host, &four) == 1)
		return ntohl(four.s_addr) >> 24 == 127;
	return str_cmp_nocase(host, "localhost") == 0 || str_cmp_nocase(host, "[::1]") == 0;
}

static bool is_private_four(uint32_t a)
{
	return a >> 24 == 10 || a >> 24 == 127 || a >> 20 == 0xac1 || a >> 16 == 0xc0a8 ||
	       a >> 16 == 0xa9fe;
}

/* Whether an address (IPv6 in brackets or not) is of a private network; -1: it is none. */
static int is_private(const char *text)
{
	struct in_addr four;
	struct in6_addr six;
	char plain[INET6_ADDRSTRLEN] = "";
	size_t n = strlen(text);
	if (inet_pton(AF_INET, text, &four) == 1)
		return is_private_four(ntohl(four.s_addr));
	if (*text == '[' && n > 2 && n - 2 < sizeof(plain))
		memcpy(plain, text + 1, n - 2);
	if (inet_pton(AF_INET6, *text == '[' ? plain : text, &six) != 1)
		return -1;
	const uint8_t *o = six.s6_addr;
	if (IN6_IS_ADDR_V4MAPPED(&six))
		return is_private_four((uint32_t)o[12] << 24 | (uint32_t)o[13] << 16 |
				       (uint32_t)o[14] << 8 | o[15]);
	return (o[0] & 0xfe) == 0xfc || IN6_IS_ADDR_LINKLOCAL(&six) || IN6_IS_ADDR_LOOPBACK(&six);
}

static bool url_is_safe(const struct url *u, enum http_plain plain)
{
	if (has_user(u))
		return false;
	if (strcmp(u->scheme, "http") == 0)
		return is_loopback(u->host) ||
		       (plain == HTTP_PLAIN_PRIVATE && is_private(u->host) != 0);
	return strcmp(u->scheme, "https") == 0;
}

static bool is_safe(const char *url, enum http_plain plain)
{
	struct url u;
	bool safe = url_parse(&u, url) && url_is_safe(&u, plain);
	url_free(&u);
	return safe;
}

bool http_is_safe(const char *url)
{
	return is_safe(url, HTTP_PLAIN_LOOPBACK);
}

bool http_may_be_private(const char *url)
{
	return is_safe(url, HTTP_PLAIN_PRIVATE);
}

bool http_same_origin(const char *a, const char *b)
{
	struct url x, y;
	bool first = url_parse(&x, a), second = url_parse(&y, b);
	bool same = first && second && !has_user(&x) && !has_user(&y) &&
		    strcmp(x.scheme, y.scheme) == 0 && str_cmp_nocase(x.host, y.host) == 0 &&
		    strcmp(x.port, y.port) == 0;
	url_free(&x);
	url_free(&y);
	return same;
}

static enum zf_status check_url(
	struct url *u, const char *text, enum http_plain plain, struct zf_error *err)
{
	if (!url_parse(u, text))
		return err_set(err, ZF_ERR_CONFIG, "this is no valid URL");
	if (has_user(u))
		return err_set(err, ZF_ERR_CONFIG,
			"a URL with a user name in it is refused: credentials belong into settings of "
			"their own");
	if (!url_is_safe(u, plain))
		return err_set(err, ZF_ERR_CONFIG,
			"%s to %s is refused: credentials go over https only (http to loopback "
			"addresses excepted)",
			u->scheme, u->host);
	if (http_has_dot_segment(u->path))
		return err_set(
			err, ZF_ERR_CONFIG, "a URL with \".\" or \"..\" in its path is refused");
	return ZF_OK;
}

/* Callbacks */

static size_t stop(struct transfer *t, enum zf_status code, const char *why)
{
	if (!t->fault) {
		t->fault = why;
		t->fault_code = code;
	}
	return 0;
}

static int on_request(void *arg, char *primary_ip, char *local_ip, int primary_port, int local_port)
{
	struct transfer *t = arg;
	if (t->needs_private && is_private(primary_ip) != 1) {
		stop(t, ZF_ERR_CONFIG,
			"http to an address that is of no private network is refused: credentials go "
			"over https");
		return CURL_PREREQFUNC_ABORT;
	}
	(void)local_ip, (void)primary_port, (void)local_port;
	/* curl sends a request again when a kept connection turns out to be dead: good for reads
	 * only, since the server may have read it before it closed; and once: whoever resets each
	 * stream of HTTP/2 is tried as often as all others, with waits between. */
	t->sent++;
	if (t->sent == 1 || (t->request->repeatable && t->sent == 2))
		return CURL_PREREQFUNC_OK;
	if (t->request->repeatable) {
		stop(t, ZF_ERR_NETWORK, "the server resets each try before it answers");
		return CURL_PREREQFUNC_ABORT;
	}
	stop(t, ZF_ERR_NETWORK,
		"the server closed the connection while the request was being sent; whether it was "
		"carried out is unknown");
	return CURL_PREREQFUNC_ABORT;
}

static void begin_answer(struct transfer *t)
{
	struct http_response *r = t->response;
	http_response_free(r);
	t->lengths = 0;
	t->headers_done = false;
}

static bool is_clean(struct str value)
{
	for (size_t i = 0; i < value.n; i++)
		if (((unsigned char)value.p[i] < 32 && value.p[i] != '\t') || value.p[i] == 127)
			return false;
	return true;
}

static struct str trim(const char *p, size_t n)
{
	while (n && (*p == ' ' || *p == '\t')) {
		p++;
		n--;
	}
	while (n && (p[n - 1] == ' ' || p[n - 1] == '\t' || p[n - 1] == '\r' || p[n - 1] == '\n'))
		n--;
	return (struct str){p, n};
}

static size_t on_header(char *p, size_t size, size_t count, void *arg)
{
	struct transfer *t = arg;
	size_t n = size * count;
	t->header_octets += n;
	if (t->header_octets > HEADERS_MOST || t->header_count > HEADERS_COUNT_MOST)
		return stop(t, ZF_ERR_LIMIT, "the answer's headers are larger than 64 KiB");
	if (n > 5 && memcmp(p, "HTTP/", 5) == 0) {
		begin_answer(t);
		return n;
	}
	struct str line = trim(p, n);
	if (line.n == 0) {
		t->headers_done = true;
		return n;
	}
	const char *colon = memchr(line.p, ':', line.n);
	if (t->headers_done || !colon)
		return n;
	struct str name = {line.p, (size_t)(colon - line.p)};
	struct str value = trim(colon + 1, line.n - name.n - 1);
	if (*p == ' ' || *p == '\t' || !is_clean(line))
		return stop(t, ZF_ERR_ANSWER, "a header of the answer is malformed");
	if (str_eq_nocase(name.p, name.n, "content-length", 14) && ++t->lengths > 1)
		return stop(t, ZF_ERR_ANSWER, "the answer tells its length twice");
	t->header_count++;
	http_response_add(t->response, name, value);
	return n;
}

static size_t on_body(char *p, size_t size, size_t count, void *arg)
{
	struct transfer *t = arg;
	size_t n = size * count;
	buf_add(&t->body, p, n);
	if (t->body.over)
		return stop(t, ZF_ERR_LIMIT, "the answer is larger than the limit of its size");
	return n;
}

/* Setting up */

static void add_header(struct curl_slist **list, const char *name, const char *value)
{
	struct buf line;
	buf_init(&line, 0);
	buf_adds(&line, name);
	buf_adds(&line, *value ? ": " : ";"); /* "name;" is curl's spelling of an empty value */
	buf_adds(&line, value);
	struct curl_slist *longer = curl_slist_append(*list, line.data);
	if (!longer)
		mem_exhausted();
	*list = longer;
	secret_wipe(line.data, line.len);
	buf_free(&line);
}

static struct curl_slist *make_headers(const struct http_request *q)
{
	struct curl_slist *list = NULL;
	for (size_t i = 0; i < q->headers.count; i++)
		add_header(&list, q->headers.items[i].name, q->headers.items[i].value);
	struct curl_slist *last = curl_slist_append(list, "Expect:"); /* none: it costs a second */
	if (last && !http_request_get(q, "content-type"))
		last = curl_slist_append(
			last, "Content-Type:"); /* none: curl would call it a form */
	if (!last)
		mem_exhausted();
	return last;
}

static void free_headers(struct curl_slist *list)
{
	for (struct curl_slist *l = list; l; l = l->next)
		secret_wipe(l->data, strlen(l->data));
	curl_slist_free_all(list);
}

static long time_limit(const struct http_curl *c, const struct http_request *q)
{
	long most = (long)c->settings.total_seconds * 1000;
	return q->milliseconds && (long)q->milliseconds < most ? (long)q->milliseconds : most;
}

/* Everything that doesn't depend on the request. */
static void set_common(struct http_curl *c, struct transfer *t)
{
	const struct http_settings *s = &c->settings;
	curl_easy_setopt(c->easy, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(c->easy, CURLOPT_ERRORBUFFER, c->detail);
	curl_easy_setopt(c->easy, CURLOPT_FOLLOWLOCATION, 0L);
	curl_easy_setopt(c->easy, CURLOPT_SSL_VERIFYPEER, 1L);
	curl_easy_setopt(c->easy, CURLOPT_SSL_VERIFYHOST, 2L);
	curl_easy_setopt(c->easy, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	curl_easy_setopt(c->easy, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
	curl_easy_setopt(c->easy, CURLOPT_HTTP09_ALLOWED, 0L);
	curl_easy_setopt(c->easy, CURLOPT_HTTP_CONTENT_DECODING, 0L);
	curl_easy_setopt(c->easy, CURLOPT_CONNECTTIMEOUT, (long)s->connect_seconds);
	curl_easy_setopt(c->easy, CURLOPT_LOW_SPEED_LIMIT, (long)STALL_RATE);
	curl_easy_setopt(c->easy, CURLOPT_LOW_SPEED_TIME, (long)s->stall_seconds);
	curl_easy_setopt(c->easy, CURLOPT_MAXAGE_CONN, (long)IDLE_SECONDS);
	curl_easy_setopt(c->easy, CURLOPT_USERAGENT, "zoneferry/" ZF_VERSION);
	curl_easy_setopt(c->easy, CURLOPT_HEADERFUNCTION, on_header);
	curl_easy_setopt(c->easy, CURLOPT_HEADERDATA, t);
	curl_easy_setopt(c->easy, CURLOPT_WRITEFUNCTION, on_body);
	curl_easy_setopt(c->easy, CURLOPT_WRITEDATA, t);
	curl_easy_setopt(c->easy, CURLOPT_PREREQFUNCTION, on_request);
	curl_easy_setopt(c->easy, CURLOPT_PREREQDATA, t);
	if (c->ca_file)
		curl_easy_setopt(c->easy, CURLOPT_CAINFO, c->ca_file);
}

static void set_request(struct http_curl *c, const struct http_request *q, const struct url *u)
{
	bool loopback = is_loopback(u->host);
	/* An empty string: no proxy, whatever the environment says. Loopback never goes to one. */
	curl_easy_setopt(c->easy, CURLOPT_PROXY, c->proxy && !loopback ? c->proxy : "");
	curl_easy_setopt(c->easy, CURLOPT_NOPROXY, c->no_proxy ? c->no_proxy : "");
	curl_easy_setopt(c->easy, CURLOPT_HTTPPROXYTUNNEL, 1L);
	curl_easy_setopt(c->easy, CURLOPT_CURLU, u->parsed);
	curl_easy_setopt(c->easy, CURLOPT_PATH_AS_IS, 1L);
	curl_easy_setopt(c->easy, CURLOPT_PROTOCOLS_STR, u->scheme);
	curl_easy_setopt(c->easy, CURLOPT_REDIR_PROTOCOLS_STR, u->scheme);
	curl_easy_setopt(c->easy, CURLOPT_TIMEOUT_MS, time_limit(c, q));
	if (strcmp(q->method, "HEAD") == 0) {
		curl_easy_setopt(c->easy, CURLOPT_NOBODY, 1L);
		return;
	}
	/* Methods that write say that they have no body by "Content-Length: 0". */
	if (q->body_size || (strcmp(q->method, "GET") != 0 && strcmp(q->method, "DELETE") != 0)) {
		curl_easy_setopt(c->easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)q->body_size);
		curl_easy_setopt(c->easy, CURLOPT_POSTFIELDS, q->body_size ? q->body : "");
	}
	curl_easy_setopt(c->easy, CURLOPT_CUSTOMREQUEST, q->method);
}

/* Writing to a connection that the other side has closed raises SIGPIPE, in libraries below curl
 * at least; the signal is held back and dropped. */
static CURLcode perform(CURL *easy)
{
	sigset_t pipe, before, pending;
	const struct timespec now = {0};
	sigemptyset(&pipe);
	sigaddset(&pipe, SIGPIPE);
	sigpending(&pending);
	pthread_sigmask(SIG_BLOCK, &pipe, &before);
	CURLcode code = curl_easy_perform(easy);
	if (!sigismember(&pending, SIGPIPE))
		while (sigtimedwait(&pipe, NULL, &now) == SIGPIPE)
			;
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return code;
}

/* What failures mean; those that aren't listed are failures of the network. */
static const struct {
	CURLcode code;
	enum zf_status status;
	const char *text;
} failures[] = {
	{CURLE_COULDNT_RESOLVE_HOST, ZF_ERR_NETWORK, "the server's name was not found"},
	{CURLE_COULDNT_RESOLVE_PROXY, ZF_ERR_NETWORK, "the proxy's name was not found"},
	{CURLE_COULDNT_CONNECT, ZF_ERR_NETWORK, "no connection"},
	{CURLE_OPERATION_TIMEDOUT, ZF_ERR_NETWORK, "no answer in time"},
	{CURLE_GOT_NOTHING, ZF_ERR_NETWORK, "the server closed the connection without an answer"},
	{CURLE_PARTIAL_FILE, ZF_ERR_NETWORK, "the answer was cut"},
	{CURLE_RECV_ERROR, ZF_ERR_NETWORK, "the connection broke"},
	{CURLE_SEND_ERROR, ZF_ERR_NETWORK, "the connection broke"},
	{CURLE_PEER_FAILED_VERIFICATION, ZF_ERR_NETWORK, "the server's certificate is not valid"},
	{CURLE_SSL_CONNECT_ERROR, ZF_ERR_NETWORK, "no TLS connection"},
	{CURLE_SSL_CACERT_BADFILE, ZF_ERR_CONFIG, "the file of authorities can't be used"},
	{CURLE_WEIRD_SERVER_REPLY, ZF_ERR_ANSWER, "the answer is not HTTP"},
	{CURLE_UNSUPPORTED_PROTOCOL, ZF_ERR_ANSWER, "the answer is not HTTP/1.x or HTTP/2"},
	/* What curl 7.88 says of a header line of more than 100 KB, too. */
	{CURLE_OUT_OF_MEMORY, ZF_ERR_LIMIT, "a header is too long, or there is no memory"},
#if LIBCURL_VERSION_NUM >= 0x080600
	{CURLE_TOO_LARGE, ZF_ERR_LIMIT, "a header is too long"},
#endif
};

static bool is_of_tls(CURLcode code)
{
	return code == CURLE_PEER_FAILED_VERIFICATION || code == CURLE_SSL_CONNECT_ERROR ||
	       code == CURLE_SSL_CACERT_BADFILE;
}

static enum zf_status failed(
	const struct http_curl *c, const struct transfer *t, CURLcode code, struct zf_error *err)
{
	const char *text = "the request failed",
		   *detail = c->detail[0] ? c->detail : curl_easy_strerror(code);
	enum zf_status status = ZF_ERR_NETWORK;
	if (t->body.over)
		return err_set(err, ZF_ERR_LIMIT, "the answer is larger than %zu octets",
			c->settings.max_body);
	for (size_t i = 0; i < sizeof(failures) / sizeof(failures[0]); i++) {
		if (failures[i].code == code) {
			text = failures[i].text;
			status = failures[i].status;
		}
	}
	if (t->fault)
		status = err_set(err, t->fault_code, "%s", t->fault);
	else
		status = err_set(err, status, "%s: %s", text, detail);
	if (status == ZF_ERR_NETWORK && !is_of_tls(code))
		err_id(err, t->sent ? HTTP_NO_ANSWER : HTTP_NOT_SENT);
	return status;
}

/* What curl takes and no API means. */
static enum zf_status check_answer(struct http_curl *c, struct transfer *t, struct zf_error *err)
{
	struct http_response *r = t->response;
	long code = 0, version = 0;
	curl_easy_getinfo(c->easy, CURLINFO_RESPONSE_CODE, &code);
	curl_easy_getinfo(c->easy, CURLINFO_HTTP_VERSION, &version);
	r->status = (int)code;
	if (!t->headers_done) {
		err_set(err, ZF_ERR_NETWORK, "the answer was cut within its headers");
		err_id(err, HTTP_NO_ANSWER);
		return ZF_ERR_NETWORK;
	}
	const char *encoding = http_response_header(r, "content-encoding");
	if (encoding && *encoding && str_cmp_nocase(encoding, "identity") != 0)
		return err_set(err, ZF_ERR_ANSWER,
			"the answer is compressed (%.40s), which was not asked for", encoding);
	r->unframed = version <= CURL_HTTP_VERSION_1_1 && t->lengths == 0 && t->body.len > 0 &&
		      !http_response_header(r, "transfer-encoding");
	return http_check_status(r, err);
}

static enum zf_status run(
	struct http_curl *c, struct transfer *t, const struct url *u, struct zf_error *err)
{
	struct curl_slist *headers = make_headers(t->request);
	curl_easy_reset(c->easy);
	c->detail[0] = '\0';
	set_common(c, t);
	set_request(c, t->request, u);
	curl_easy_setopt(c->easy, CURLOPT_HTTPHEADER, headers);
	CURLcode code = perform(c->easy);
	enum zf_status status =
		code == CURLE_OK ? check_answer(c, t, err) : failed(c, t, code, err);
	curl_easy_reset(c->easy); /* forgets the headers; keeps the connections */
	free_headers(headers);
	return status;
}

static enum zf_status curl_send(
	struct http *h, const struct http_request *q, struct http_response *r, struct zf_error *err)
{
	struct http_curl *c = (struct http_curl *)(void *)h;
	struct transfer t = {.request = q, .response = r};
	struct url u;
	*r = (struct http_response){0};
	buf_init(&t.body, c->settings.max_body);
	enum zf_status status = check_url(&u, q->url, c->settings.plain, err);
	t.needs_private = status == ZF_OK && strcmp(u.scheme, "http") == 0 && !is_loopback(u.host);
	if (status == ZF_OK)
		status = run(c, &t, &u, err);
	url_free(&u);
	if (status == ZF_OK) {
		r->body_size = t.body.len;
		r->body = buf_take(&t.body);
	} else {
		http_response_free(r);
		http_place(err, q);
	}
	buf_free(&t.body);
	return status;
}

static void http_curl_free(struct http *h)
{
	struct http_curl *c = (struct http_curl *)(void *)h;
	curl_easy_cleanup(c->easy);
	free(c->ca_file);
	if (c->proxy)
		secret_wipe(c->proxy, strlen(c->proxy));
	free(c->proxy);
	free(c->no_proxy);
	free(c);
}

struct http *http_curl_new(const struct http_settings *settings)
{
	struct http_curl *c = mem_zalloc(sizeof(*c));
	struct http_settings *s = &c->settings;
	init_once();
	c->http = (struct http){.send = curl_send, .free = http_curl_free};
	*s = *settings;
	s->connect_seconds = s->connect_seconds ? s->connect_seconds : CONNECT_SECONDS;
	s->stall_seconds = s->stall_seconds ? s->stall_seconds : STALL_SECONDS;
	s->total_seconds = s->total_seconds ? s->total_seconds : TOTAL_SECONDS;
	s->max_body = s->max_body ? s->max_body : BODY_MOST;
	c->ca_file = s->ca_file ? mem_strdup(s->ca_file) : NULL;
	c->proxy = s->proxy ? mem_strdup(s->proxy) : NULL;
	c->no_proxy = s->no_proxy ? mem_strdup(s->no_proxy) : NULL;
	c->easy = curl_easy_init();
	if (!c->easy)
		mem_exhausted();
	return &c->http;
}
