/* The transport against TLS servers that it must not trust (H22): `openssl s_server`, with
 * certificates that are made here. */
#include "test.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "folder.h"
#include "http.h"
#include "loopback.h"

extern char **environ;

/* Certificates */

struct identity {
	EVP_PKEY *key;
	X509 *certificate;
};

static void add_extension(X509 *to, int nid, const char *value)
{
	X509_EXTENSION *e = X509V3_EXT_conf_nid(NULL, NULL, nid, value);
	assert_non_null(e);
	assert_int_equal(X509_add_ext(to, e, -1), 1);
	X509_EXTENSION_free(e);
}

/* A certificate that is valid from `from` to `to`, in seconds from now. `issuer` NULL: itself. */
static struct identity make(const char *name, const char *alternative,
	const struct identity *issuer, long from, long to)
{
	struct identity i = {EVP_EC_gen("P-256"), X509_new()};
	static long serial = 1;
	X509_NAME *subject = X509_get_subject_name(i.certificate);
	X509_set_version(i.certificate, X509_VERSION_3);
	ASN1_INTEGER_set(X509_get_serialNumber(i.certificate), serial++);
	X509_gmtime_adj(X509_getm_notBefore(i.certificate), from);
	X509_gmtime_adj(X509_getm_notAfter(i.certificate), to);
	X509_NAME_add_entry_by_txt(
		subject, "CN", MBSTRING_ASC, (const unsigned char *)name, -1, -1, 0);
	X509_set_issuer_name(
		i.certificate, issuer ? X509_get_subject_name(issuer->certificate) : subject);
	X509_set_pubkey(i.certificate, i.key);
	if (alternative)
		add_extension(i.certificate, NID_subject_alt_name, alternative);
	else
		add_extension(i.certificate, NID_basic_constraints, "critical,CA:TRUE");
	assert_true(X509_sign(i.certificate, issuer ? issuer->key : i.key, EVP_sha256()) > 0);
	return i;
}

static void save(const struct identity *i, const char *name)
{
	char path[100];
	FILE *f = fopen(folder_path(path, name), "w");
	assert_non_null(f);
	assert_int_equal(PEM_write_PrivateKey(f, i->key, NULL, NULL, 0, NULL, NULL), 1);
	assert_int_equal(PEM_write_X509(f, i->certificate), 1);
	assert_int_equal(fclose(f), 0);
}

static void drop(struct identity *i)
{
	EVP_PKEY_free(i->key);
	X509_free(i->certificate);
}

static int make_certificates(void **state)
{
	static const struct {
		const char *file, *alternative;
		long from, to;
	} leaves[] = {{"good.pem", "IP:127.0.0.1", -3600, 3600},
		{"other.pem", "DNS:other.example,IP:127.0.0.2", -3600, 3600},
		{"expired.pem", "IP:127.0.0.1", -7200, -3600},
		{"future.pem", "IP:127.0.0.1", 3600, 7200}};
	if (folder_make(state) != 0)
		return -1;
	struct identity ca = make("test authority", NULL, NULL, -3600, 3600);
	struct identity self = make("self", "IP:127.0.0.1", NULL, -3600, 3600);
	save(&ca, "ca.pem");
	save(&self, "self.pem");
	drop(&self);
	for (size_t i = 0; i < sizeof(leaves) / sizeof(leaves[0]); i++) {
		struct identity leaf =
			make("leaf", leaves[i].alternative, &ca, leaves[i].from, leaves[i].to);
		save(&leaf, leaves[i].file);
		drop(&leaf);
	}
	drop(&ca);
	return 0;
}

/* Servers */

struct server {
	pid_t pid;
	int input; /* what is written here goes to the client */
	unsigned port;
};

static unsigned free_port(void)
{
	unsigned port = 0;
	close(loopback_bind(AF_INET, SOCK_STREAM, &port));
	return port;
}

static bool answers(unsigned port)
{
	struct sockaddr_in at = {.sin_family = AF_INET,
		.sin_port = htons((uint16_t)port),
		.sin_addr = {htonl(INADDR_LOOPBACK)}};
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	bool there = connect(fd, (struct sockaddr *)&at, sizeof(at)) == 0;
	close(fd);
	return there;
}

/* Starts s_server with a certificate, and up to three more arguments. */
static struct server start(const char *file, const char *a, const char *b, const char *c)
{
	struct server s = {.port = free_port()};
	char path[100], accept[40];
	int ends[2];
	posix_spawn_file_actions_t files;
	const struct timespec step = {.tv_nsec = 20 * 1000000};
	snprintf(accept, sizeof(accept), "127.0.0.1:%u", s.port);
	const char *const argv[] = {"openssl", "s_server", "-quiet", "-accept", accept, "-cert",
		folder_path(path, file), "-key", path, a, b, c, NULL};
	assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
	posix_spawn_file_actions_init(&files);
	posix_spawn_file_actions_adddup2(&files, ends[0], STDIN_FILENO);
	posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
	posix_spawn_file_actions_addopen(&files, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
	assert_int_equal(posix_spawnp(&s.pid, "openssl", &files, NULL,
				 (char *const *)(uintptr_t)argv, environ),
		0);
	posix_spawn_file_actions_destroy(&files);
	close(ends[0]);
	s.input = ends[1];
	for (int i = 0; i < 500 && !answers(s.port); i++)
		nanosleep(&step, NULL);
	return s;
}

static void stop(struct server *s)
{
	kill(s->pid, SIGKILL);
	waitpid(s->pid, NULL, 0);
	close(s->input);
}

static enum zf_status ask(const struct server *s, const char *ca, struct zf_error *err)
{
	char url[60], path[100];
	const struct http_settings settings = {.connect_seconds = 5,
		.stall_seconds = 5,
		.total_seconds = 10,
		.ca_file = ca ? folder_path(path, ca) : NULL};
	struct http *h = http_curl_new(&settings);
	struct http_request q;
	struct http_response r;
	*err = (struct zf_error)ZF_ERROR_INIT;
	snprintf(url, sizeof(url), "https://127.0.0.1:%u/", s->port);
	http_request_init(&q, "GET", url);
	http_request_header(&q, "X-Key", "canary", err);
	enum zf_status status = h->send(h, &q, &r, err);
	if (status == ZF_OK) {
		assert_int_equal(r.status, 200);
		http_response_free(&r);
	}
	http_request_free(&q);
	h->free(h);
	return status;
}

static void certificates_and_versions(void **state)
{
	(void)state;
	static const struct {
		const char *certificate, *ca, *version;
		const char *says; /* NULL: it is trusted */
	} cases[] = {{"good.pem", "ca.pem", NULL, NULL}, {"good.pem", "ca.pem", "-tls1_2", NULL},
		{"good.pem", NULL, NULL, "certificate"}, {"self.pem", NULL, NULL, "certificate"},
		{"self.pem", "ca.pem", NULL, "certificate"},
		{"other.pem", "ca.pem", NULL, "certificate"},
		{"expired.pem", "ca.pem", NULL, "certificate"},
		{"future.pem", "ca.pem", NULL, "certificate"},
		{"good.pem", "ca.pem", "-tls1", "TLS"}, {"good.pem", "ca.pem", "-tls1_1", "TLS"},
		{"good.pem", "nothing.pem", NULL, "authorities"}};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct zf_error err;
		const char *version = cases[i].version;
		bool old = version && strcmp(version, "-tls1_2") != 0;
		struct server s =
			old ? start(cases[i].certificate, version, "-cipher", "DEFAULT@SECLEVEL=0")
			    : start(cases[i].certificate, "-www", version, NULL);
		enum zf_status status = ask(&s, cases[i].ca, &err);
		stop(&s);
		if (cases[i].says ? status == ZF_OK || !strstr(err.text, cases[i].says)
				  : status != ZF_OK)
			fail_msg("%zu: %s", i, err.text);
		if (status != ZF_OK)
			assert_string_equal(err.id, ""); /* trying again would not help */
	}
}

/* The server sends `answer` to the client, and dies without a close_notify. */
static enum zf_status cut(const char *answer, struct zf_error *err)
{
	struct server s = start("good.pem", NULL, NULL, NULL);
	pid_t killer = fork();
	if (killer == 0) {
		/* The server takes what is written here when a client is connected. */
		const struct timespec wait = {.tv_nsec = 100 * 1000000};
		int left = 1;
		(void)!write(s.input, answer, strlen(answer));
		for (int i = 0; i < 100 && left > 0; i++) {
			nanosleep(&wait, NULL);
			if (ioctl(s.input, FIONREAD, &left) != 0)
				_exit(1);
		}
		nanosleep(&wait, NULL);
		kill(s.pid, SIGKILL);
		_exit(0);
	}
	enum zf_status status = ask(&s, "ca.pem", err);
	waitpid(killer, NULL, 0);
	stop(&s);
	return status;
}

static void ends_without_notice(void **state)
{
	(void)state;
	struct zf_error err;
	assert_int_equal(cut("HTTP/1.1 200 OK\r\nContent-Length: 80\r\n\r\n{\"ok\":1}", &err),
		ZF_ERR_NETWORK);
	assert_string_equal(err.id, HTTP_NO_ANSWER);
	assert_int_equal(cut("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
			     "8\r\n{\"ok\":1}\r\n",
				 &err),
		ZF_ERR_NETWORK);
	assert_string_equal(err.id, HTTP_NO_ANSWER);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(certificates_and_versions), cmocka_unit_test(ends_without_notice)};
	return cmocka_run_group_tests(tests, make_certificates, folder_drop);
}
