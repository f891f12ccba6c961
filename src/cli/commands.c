#include "commands.h"

extern const struct cmd cmd_export, cmd_diff, cmd_compare, cmd_check, cmd_verify, cmd_zones,
	cmd_providers, cmd_fmt, cmd_git_install, cmd_git_merge, cmd_git_textconv, cmd_completion,
	cmd_help, cmd_version, cmd_preflight, cmd_sync, cmd_apply, cmd_undo, cmd_backup,
	cmd_restore;

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
	&cmd_git_install,
	&cmd_git_textconv,
	&cmd_git_merge,
	&cmd_completion,
	&cmd_help,
	&cmd_version,
	NULL,
};
