/*
 * tool_update: turns a zone at a name server into another one by dynamic update, for update.t.
 *
 *   tool_update HOST PORT ZONE [NAME:ALGORITHM:SECRET] BEFORE AFTER
 *
 * BEFORE and AFTER are zone files; without a SOA in BEFORE none is demanded. Prints a line for each
 * message: what became of it, and why.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "changes_of.h"
#include "err.h"
#include "loopback.h"

static void stop(const struct zf_error *err)
{
	char line[2048];
	printf("error: %s\n", zf_error_print(err, line, sizeof(line)));
	exit(2);
}

static struct zf_zone *load(const char *file, const char *origin)
{
	struct zf_error err = ZF_ERROR_INIT;
	struct zf_options options = ZF_OPTIONS_INIT;
	struct zf_zone *zone;
	options.origin = origin;
	if (zf_zone_load(&zone, file, &options, &err) != ZF_OK)
		stop(&err);
	return zone;
}

static void parse_key(struct tsig_key *key, char *text)
{
	struct zf_error err = ZF_ERROR_INIT;
	char *name = strsep(&text, ":"), *algorithm = strsep(&text, ":");
	if (tsig_key_init(key, name, algorithm, str_of(text), &err) != ZF_OK)
		stop(&err);
}

static int send_all(const struct zone_server *server, const struct update_list *list)
{
	static const char *const words[] = {[UPDATE_DONE] = "done",
		[UPDATE_NOT_SENT] = "not sent",
		[UPDATE_CONFLICT] = "conflict",
		[UPDATE_REFUSED] = "refused",
		[UPDATE_UNKNOWN] = "unknown"};
	for (size_t i = 0; i < list->count; i++) {
		struct zf_error err = ZF_ERROR_INIT;
		enum update_outcome outcome;
		enum zf_status status = update_send(&outcome, server, &list->messages[i], &err);
		printf("%s: %s\n", words[outcome], err.text);
		if (status != ZF_OK)
			return 1;
	}
	return 0;
}

int main(int argc, char **argv)
{
	struct zf_error err = ZF_ERROR_INIT;
	struct zone_server server = {.timeout = 20};
	struct tsig_key key;
	struct changes c;
	struct update_list list;
	if (argc != 6 && argc != 7)
		return 3;
	if (!loopback_is(argv[1]))
		return printf("error: %s is not this machine\n", argv[1]), 2;
	server.host = argv[1];
	server.port = argv[2];
	server.zone = argv[3];
	if (argc == 7) {
		parse_key(&key, argv[4]);
		server.key = &key;
	}
	struct zf_zone *before = load(argv[argc - 2], server.zone),
		       *after = load(argv[argc - 1], server.zone);
	changes_of(&c, before, after);
	if (update_list_build(&list, &c.zone, c.items, c.count, &err) != ZF_OK)
		stop(&err);
	int status = send_all(&server, &list);
	update_list_free(&list);
	changes_free(&c);
	zf_zone_free(before);
	zf_zone_free(after);
	if (server.key)
		tsig_key_free(&key);
	return status;
}
