/* globals: the flags of every command, and finding a command by its name. */
#include <string.h>

#include "cli.h"

const struct opt cli_global_options[] = {
	{"verbose", 'v', OPT_FLAG, offsetof(struct globals, verbose), NULL, "say what is done", 0,
		0},
	{"quiet", 'q', OPT_FLAG, offsetof(struct globals, quiet), NULL, "say errors only", 0, 0},
	{"color", 0, OPT_CHOICE, offsetof(struct globals, color), "auto|always|never",
		"colours; auto: on a terminal, unless NO_COLOR is set", 0, 0},
	{"idn", 0, OPT_FLAG, offsetof(struct globals, idn), NULL,
		"show names in Unicode beside their A-labels: text, markdown, html", 0, 0},
	{"config", 0, OPT_TEXT, offsetof(struct globals, config), "FILE",
		"configuration; default ~/.config/zoneferry/config.yaml", 0, 0},
	{"timeout", 0, OPT_NUMBER, offsetof(struct globals, timeout), "S",
		"give up on a location after S seconds; default 3600 at a provider, 600 at a name server",
		1, 86400},
	{"max-records", 0, OPT_NUMBER, offsetof(struct globals, max_records), "N",
		"give up on a zone of more records; default 10000000", 1, 1000000000},
	{"record", 0, OPT_TEXT, offsetof(struct globals, record), "DIR",
		"keep all HTTP exchanges in DIR (made if needed), secrets removed", 0, 0},
	{"replay", 0, OPT_TEXT, offsetof(struct globals, replay), "DIR",
		"answer HTTP requests from what --record kept", 0, 0},
	{"provider-dir", 0, OPT_TEXT, offsetof(struct globals, provider_dir), "DIR",
		"read provider descriptions from DIR too", 0, 0},
	{"help", 'h', OPT_FLAG, offsetof(struct globals, help), NULL, "show help", 0, 0},
	{"version", 0, OPT_FLAG, offsetof(struct globals, version), NULL, "show the version", 0, 0},
};
const size_t cli_global_option_count = sizeof(cli_global_options) / sizeof(struct opt);

const struct cmd *cli_find(const struct cli *cli, const char *name)
{
	for (size_t i = 0; cli->commands[i]; i++)
		if (strcmp(cli->commands[i]->name, name) == 0)
			return cli->commands[i];
	return NULL;
}
