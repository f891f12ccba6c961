/* config check: whether the configuration is whole, and all that it names can be had. */
#include "accounts.h"
#include "config.h"
#include "err.h"
#include "inputs.h"
#include "result.h"
#include "str.h"

struct report {
	struct cli *cli;
	struct buf out;
	size_t bad;
};

static void add(struct report *r, const char *what, const struct zf_error *err)
{
	buf_printf(&r->out, "%s: ", what);
	if (err->code == ZF_OK)
		buf_adds(&r->out, "complete");
	else
		str_print(&r->out, err->text, strlen(err->text));
	buf_addc(&r->out, '\n');
	r->bad += err->code != ZF_OK;
}

/* A profile: its provider, its keys, and the values that its provider's way in needs. */
static void check_profile(struct report *r, const char *name, const char *provider)
{
	struct zf_error err = ZF_ERROR_INIT;
	struct provider *p = NULL;
	struct buf operand, what;
	buf_init(&operand, 0);
	buf_init(&what, 0);
	buf_printf(&operand, "%s@%s", provider, name);
	buf_printf(&what, "profile %s", name);
	if (account_open(&p, r->cli, operand.data, &err) == ZF_OK)
		provider_check(p, &err);
	provider_close(p);
	add(r, what.data, &err);
	buf_free(&operand);
	buf_free(&what);
}

static void check_key(struct report *r, const struct config *config, const char *name)
{
	struct zf_error err = ZF_ERROR_INIT;
	struct secrets *all = secrets_new();
	struct config_key key;
	struct buf what;
	buf_init(&what, 0);
	buf_printf(&what, "key %s", name);
	config_tsig_key(config, name, all, &key, &err);
	secrets_scrub_error(all, &err);
	secrets_free(all);
	add(r, what.data, &err);
	buf_free(&what);
}

static int run(struct cli *cli, const void *values, int count, char **args)
{
	struct report r = {.cli = cli};
	struct zf_error err = ZF_ERROR_INIT;
	struct config *config;
	const struct config_profile *profile;
	const char *name;
	size_t seen = 0;
	(void)values, (void)count, (void)args;
	if (config_load(&config, cli->globals.config, &err) != ZF_OK)
		return say_error(cli, &err);
	config_limit(config, (unsigned)cli->globals.timeout);
	provider_hide_secrets(config, cli->globals.provider_dir, NULL);
	buf_init(&r.out, 0);
	for (size_t i = 0; (profile = config_profile_at(config, i, &name)) != NULL; i++, seen++)
		check_profile(&r, name, config_profile_provider(profile));
	for (size_t i = 0; (name = config_key_at(config, i)) != NULL; i++, seen++)
		check_key(&r, config, name);
	if (seen == 0)
		say(cli, "%s has no profiles and no keys", config_name(config));
	config_free(config);
	return result_end(cli, &r.out, NULL, r.bad > 0 ? EXIT_FINDINGS : EXIT_DONE);
}

const struct cmd cmd_config_check = {
	.name = "config check",
	.args = "[--config FILE]",
	.summary = "prove the configuration: is it whole, can its values be had",
	.text = "Reads the configuration and says of each profile and key whether it is complete:\n"
		"its provider is known, so are its settings, and every value that is needed can be\n"
		"had (commands are run, files are read). Nothing is sent; zoneferry providers\n"
		"NAME@PROFILE --test tries the credentials. Exit 1 when something is missing.\n",
	.max_args = 0,
	.run = run,
};
