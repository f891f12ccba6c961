/* config init: a commented configuration to begin with. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli.h"
#include "err.h"
#include "file.h"
#include "xdg.h"

static const char text[] =
	"# What zoneferry knows about accounts and keys. Nothing in it is needed where a provider's own\n"
	"# environment variables are set: \"zoneferry providers NAME\" lists them, and what each\n"
	"# provider wants. \"zoneferry config check\" proves this file.\n"
	"#\n"
	"# A value is env:NAME (of the environment), file:PATH (a file that is its owner's alone),\n"
	"# cmd:COMMAND (what a command prints), or stands here itself; this file is then its owner's\n"
	"# alone, too. Relative paths begin at the folder of this file.\n"
	"\n"
	"# One profile an account. One that is named like its provider is that provider's default;\n"
	"# others are chosen by their names: bunny@work:example.com.\n"
	"#\n"
	"#profiles:\n"
	"#  bunny:\n"
	"#    access_key: cmd:pass show bunny/api\n"
	"#  work:\n"
	"#    provider: bunny\n"
	"#    access_key: file:bunny-work.key\n"
	"#  cloudflare:                      # a token alone, or email and api_key\n"
	"#    api_token: env:CLOUDFLARE_API_TOKEN\n"
	"#  lab:\n"
	"#    provider: powerdns\n"
	"#    url: http://192.168.1.5:8081   # https, or http to this machine; else the next line\n"
	"#    insecure_http: true            # http to a private network: credentials can be heard\n"
	"#    api_key: env:LAB_PDNS_KEY\n"
	"#  office:\n"
	"#    provider: technitium\n"
	"#    url: https://dns.example.com:53443\n"
	"#    token: file:technitium.token\n"
	"#    ca_file: office-ca.pem         # the authority behind the server's certificate\n"
	"#    proxy: http://proxy.example.com:3128\n"
	"\n"
	"# Authorities and proxies also as SSL_CERT_FILE, HTTPS_PROXY and NO_PROXY say:\n"
	"#\n"
	"#network: environment\n"
	"\n"
	"# Keys of name servers: axfr://ns1.example.net/example.com?key=transfer\n"
	"#\n"
	"#keys:\n"
	"#  transfer:\n"
	"#    algorithm: hmac-sha256\n"
	"#    secret: file:transfer.key\n";

/* Makes the folders above a file that aren't there, for their owner alone. */
static enum zf_status make_folders(char *path, struct zf_error *err)
{
	for (char *slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		if (mkdir(path, 0700) != 0 && errno != EEXIST)
			return err_errno(err, ZF_ERR_IO, "can't make the folder %s", path);
		*slash = '/';
	}
	return ZF_OK;
}

static int run(struct cli *cli, const void *values, int count, char **args)
{
	struct zf_error err = ZF_ERROR_INIT;
	struct buf path;
	(void)values, (void)count, (void)args;
	buf_init(&path, 0);
	if (cli->globals.config)
		buf_adds(&path, cli->globals.config);
	else if (!xdg_path(&path, XDG_CONFIG, "config.yaml"))
		err_set(&err, ZF_ERR_CONFIG, "HOME is not set: write --config FILE");
	if (err.code == ZF_OK && access(path.data, F_OK) == 0)
		err_set(&err, ZF_ERR_CONFIG,
			"%s is there already; zoneferry config check proves it", path.data);
	if (err.code == ZF_OK && !cli->globals.config)
		make_folders(path.data, &err);
	if (err.code == ZF_OK)
		file_replace(path.data, text, sizeof(text) - 1, FILE_PRIVATE, &err);
	if (err.code == ZF_OK)
		say(cli, "wrote %s", path.data);
	buf_free(&path);
	return err.code == ZF_OK ? EXIT_DONE : say_error(cli, &err);
}

const struct cmd cmd_config_init = {
	.name = "config init",
	.args = "[--config FILE]",
	.summary = "write a commented configuration to begin with",
	.text = "Writes ~/.config/zoneferry/config.yaml (or what --config names), which only its\n"
		"owner can read. All of it is comments, to be filled in. A file that is there stays.\n",
	.max_args = 0,
	.run = run,
};
