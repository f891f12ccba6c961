#include "commands.h"

extern const struct cmd cmd_apply, cmd_backup, cmd_check, cmd_compare, cmd_completion,
	cmd_config_check, cmd_config_init, cmd_diff, cmd_export, cmd_fmt, cmd_git_install,
	cmd_git_merge, cmd_git_textconv, cmd_help, cmd_preflight, cmd_providers, cmd_restore,
	cmd_sync, cmd_undo, cmd_verify, cmd_version, cmd_zones;

const struct cmd *const cli_commands[] = {
	&cmd_export,
	&cmd_backup,
	&cmd_restore,
	&cmd_diff,
	&cmd_compare,
	&cmd_check,
	&cmd_verify,
	&cmd_preflight,
	&cmd_sync,
	&cmd_apply,
	&cmd_undo,
	&cmd_fmt,
	&cmd_zones,
	&cmd_providers,
	&cmd_config_init,
	&cmd_config_check,
	&cmd_git_install,
	&cmd_git_textconv,
	&cmd_git_merge,
	&cmd_completion,
	&cmd_help,
	&cmd_version,
	NULL,
};
