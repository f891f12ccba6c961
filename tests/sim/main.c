/*
 * zoneferry-sim: starts simulated providers and fault servers, tells their addresses, stops.
 *
 *   zoneferry-sim [--ready-file FILE] [--log FILE] [--for SECONDS] [--until-eof] [--control]
 *                 NAME=FILE…
 *
 * NAME is bunny, sdpf, hostup, cloudflare, hetzner or route53: FILE holds that provider's
 * documents; any other NAME is a fault server with FILE as its script. The ready file holds lines
 * VARIABLE='value' for a shell: the base URLs as ZONEFERRY_<PROVIDER>_URL (<NAME>_URL for a fault
 * server) and the credentials. It appears when all listen; without --ready-file the lines go to
 * standard output.
 * --control adds SIM_CONTROL_URL, where tests work the simulators (control.c).
 */
#include "sim.h"

#include <ctype.h>
#include <errno.h>
#include <getopt.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <time.h>
#include <unistd.h>

struct program {
	struct sim sim;
	struct service services[SIM_MAX_SERVICES], control;
	struct listener *listeners[SIM_MAX_SERVICES * SIM_MAX_FRONTS + 1];
	struct script *scripts[SIM_MAX_SERVICES];
	char *script_names[SIM_MAX_SERVICES];
	size_t listener_count, script_count;
	const char *ready_file;
	long seconds;
	bool until_eof, has_control;
};

void sim_die(const char *format, ...)
{
	va_list args;
	va_start(args, format);
	char *text = sim_vprint(format, args);
	va_end(args);
	fprintf(stderr, "zoneferry-sim: %s\n", text);
	_exit(2); /* other threads may run */
}

void *sim_alloc(size_t size)
{
	void *p = calloc(1, size);
	if (p == NULL)
		abort();
	return p;
}

char *sim_vprint(const char *format, va_list args)
{
	char *text;
	if (vasprintf(&text, format, args) < 0)
		abort();
	return text;
}

char *sim_print(const char *format, ...)
{
	va_list args;
	va_start(args, format);
	char *text = sim_vprint(format, args);
	va_end(args);
	return text;
}

bool sim_wait(struct sim *sim, long milliseconds)
{
	struct timespec until;
	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_sec += milliseconds / 1000;
	until.tv_nsec += milliseconds % 1000 * 1000000;
	if (until.tv_nsec >= 1000000000) {
		until.tv_sec++;
		until.tv_nsec -= 1000000000;
	}
	pthread_mutex_lock(&sim->lock);
	while (!sim->stopping && milliseconds > 0)
		if (pthread_cond_timedwait(&sim->wake, &sim->lock, &until) == ETIMEDOUT)
			break;
	bool on = !sim->stopping;
	pthread_mutex_unlock(&sim->lock);
	return on;
}

double sim_now_ms(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1000 + (double)t.tv_nsec / 1e6;
}

void sim_log(struct sim *sim, const char *front, const char *request, const char *result)
{
	if (sim->log == NULL)
		return;
	fprintf(sim->log, "%s %s %s\n", front, request, result);
	fflush(sim->log);
}

static const struct provider *provider_find(const char *name, size_t n)
{
	static const struct provider *const all[] = {&bunny_provider, &sdpf_provider,
		&hostup_provider, &cloudflare_provider, &hetzner_provider, &route53_provider};
	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		if (strlen(all[i]->name) == n && strncmp(all[i]->name, name, n) == 0)
			return all[i];
	return NULL;
}

static void listen_for(struct program *p, struct service *s, const struct provider *provider)
{
	s->sim = &p->sim;
	s->provider = provider;
	for (size_t i = 0; i < SIM_MAX_FRONTS && provider->fronts[i].name != NULL; i++) {
		struct listener *l = listener_start(s, &provider->fronts[i]);
		s->ports[i] = listener_port(l);
		p->listeners[p->listener_count++] = l;
	}
}

static void start_provider(struct program *p, const struct provider *provider, const char *file)
{
	struct service *s = &p->services[p->sim.service_count++];
	listen_for(p, s, provider);
	store_load(s,
		file); /* documents hold links with the ports; nobody asks before they are told */
}

static void start(struct program *p, const char *argument)
{
	size_t n = strcspn(argument, "=");
	if (n == 0 || argument[n] == '\0')
		sim_die("%s: expected NAME=FILE", argument);
	if (p->sim.service_count == SIM_MAX_SERVICES || p->script_count == SIM_MAX_SERVICES)
		sim_die("more than %d servers", SIM_MAX_SERVICES);
	const struct provider *provider = provider_find(argument, n);
	if (provider != NULL) {
		start_provider(p, provider, argument + n + 1);
		return;
	}
	char *name = sim_print("%.*s", (int)n, argument);
	p->script_names[p->script_count] = name;
	p->scripts[p->script_count++] = script_start(&p->sim, name, argument + n + 1);
}

static void tell_service(FILE *out, const struct service *s)
{
	for (size_t i = 0; i < SIM_MAX_FRONTS && s->provider->fronts[i].name != NULL; i++) {
		const struct front *f = &s->provider->fronts[i];
		fprintf(out, "%s='http://127.0.0.1:%d%s'\n", f->variable, s->ports[i], f->base);
	}
	const cJSON *item;
	cJSON_ArrayForEach(item, cJSON_GetObjectItemCaseSensitive(s->data, "credentials"))
	{
		fprintf(out, "%s='%s'\n", item->string, cJSON_GetStringValue(item));
	}
}

static void tell(const struct program *p, FILE *out)
{
	for (size_t i = 0; i < p->sim.service_count; i++)
		tell_service(out, &p->services[i]);
	if (p->has_control)
		tell_service(out, &p->control);
	for (size_t i = 0; i < p->script_count; i++) {
		for (const char *c = p->script_names[i]; *c != '\0'; c++)
			putc(isalnum((unsigned char)*c) ? toupper((unsigned char)*c) : '_', out);
		fprintf(out, "_URL='http://127.0.0.1:%d'\n", script_port(p->scripts[i]));
	}
}

static void tell_ready(const struct program *p)
{
	if (p->ready_file == NULL) {
		tell(p, stdout);
		fflush(stdout);
		return;
	}
	char *name = sim_print("%s.tmp", p->ready_file);
	FILE *out = fopen(name, "w");
	if (out == NULL)
		sim_die("%s: cannot be written", name);
	tell(p, out);
	if (fclose(out) != 0 || rename(name, p->ready_file) != 0)
		sim_die("%s: cannot be written", p->ready_file);
	free(name);
}

/* Seconds that nobody can set forward. */
static time_t seconds_now(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec;
}

/* Until a signal, the end of the time, or the end of standard input when that was asked for. */
static void wait_for_end(const struct program *p, const sigset_t *signals)
{
	struct pollfd fds[2] = {{.fd = signalfd(-1, signals, SFD_CLOEXEC), .events = POLLIN},
		{.fd = STDIN_FILENO, .events = POLLIN}};
	time_t now = seconds_now(), end = now + p->seconds;
	for (; now < end; now = seconds_now()) {
		char ignored[512];
		int n = poll(fds, p->until_eof ? 2 : 1, (int)(end - now) * 1000);
		if (n < 0 && errno != EINTR)
			break;
		if (fds[0].revents != 0)
			break;
		if (p->until_eof && fds[1].revents != 0 &&
			read(STDIN_FILENO, ignored, sizeof ignored) <= 0)
			break;
	}
	if (now >= end) /* whoever still asks should know why nobody answers */
		fprintf(stderr, "simulator: its %ld seconds are over\n", (long)p->seconds);
	close(fds[0].fd);
}

static void stop(struct program *p)
{
	pthread_mutex_lock(&p->sim.lock);
	p->sim.stopping = true;
	pthread_cond_broadcast(&p->sim.wake);
	pthread_mutex_unlock(&p->sim.lock);
	for (size_t i = 0; i < p->listener_count; i++)
		listener_stop(p->listeners[i]);
	for (size_t i = 0; i < p->script_count; i++) {
		script_stop(p->scripts[i]);
		free(p->script_names[i]);
	}
	for (size_t i = 0; i < p->sim.service_count; i++) {
		cJSON_Delete(p->services[i].data);
		record_free(&p->services[i]);
	}
	cJSON_Delete(p->sim.calls);
	if (p->sim.log != NULL)
		fclose(p->sim.log);
}

static void usage(void)
{
	fputs("usage: zoneferry-sim [--ready-file FILE] [--log FILE] [--for SECONDS] [--until-eof]"
	      " [--control] NAME=FILE...\n",
		stderr);
	exit(3);
}

static void read_options(struct program *p, int argc, char **argv)
{
	static const struct option options[] = {{"ready-file", required_argument, NULL, 'r'},
		{"log", required_argument, NULL, 'l'}, {"for", required_argument, NULL, 'f'},
		{"until-eof", no_argument, NULL, 'e'}, {"control", no_argument, NULL, 'c'},
		{NULL, 0, NULL, 0}};
	p->seconds = 600;
	for (int c; (c = getopt_long(argc, argv, "", options, NULL)) != -1;) {
		if (c == 'r')
			p->ready_file = optarg;
		else if (c == 'l' && (p->sim.log = fopen(optarg, "a")) == NULL)
			sim_die("%s: cannot be written", optarg);
		else if (c == 'f' && ((p->seconds = atol(optarg)) < 1 || p->seconds > 86400))
			sim_die("--for takes 1 to 86400 seconds");
		else if (c == 'e')
			p->until_eof = true;
		else if (c == 'c')
			p->has_control = true;
		else if (c == '?')
			usage();
	}
	if (optind == argc)
		usage();
}

int main(int argc, char **argv)
{
	struct program p = {
		.sim.lock = PTHREAD_MUTEX_INITIALIZER, .sim.wake = PTHREAD_COND_INITIALIZER};
	sigset_t signals;
	read_options(&p, argc, argv);
	signal(SIGPIPE, SIG_IGN);
	sigemptyset(&signals);
	sigaddset(&signals, SIGTERM);
	sigaddset(&signals, SIGINT);
	sigaddset(&signals, SIGHUP);
	pthread_sigmask(SIG_BLOCK, &signals, NULL); /* before any thread: all inherit it */
	p.sim.services = p.services;
	for (int i = optind; i < argc; i++)
		start(&p, argv[i]);
	if (p.has_control) {
		p.sim.calls = cJSON_CreateArray();
		listen_for(&p, &p.control, &control_provider);
	}
	for (size_t i = 0; i < p.script_count; i++)
		script_run(p.scripts[i], p.scripts, p.script_count);
	tell_ready(&p);
	wait_for_end(&p, &signals);
	stop(&p);
	return 0;
}
