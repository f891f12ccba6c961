#include "topics.h"

#include <string.h>

const struct topic topics[] = {
	{"locations", "LOCATIONS",
		"  example.com.zone, dir/x, file:F  a zone file; x.json is zoneferry's own JSON\n"
		"  -                                standard input\n"
		"  bunny:example.com                a provider's zone\n"
		"  bunny@work:example.com           the same with the profile \"work\" of the config\n"
		"  bunny:example.com?scan           another view of it, as zoneferry providers\n"
		"                                   bunny lists them\n"
		"  axfr://HOST[:PORT]/ZONE[?key=K]  a name server, by zone transfer, with a TSIG key\n"
		"                                   of the config\n"
		"  git:REVISION:PATH                a zone file as it was at a git revision\n"
		"\n"
		"What holds a slash, ends in .zone, .db, .json or .yaml, or names an existing file is\n"
		"a file. The origin of its relative names is --origin, its own $ORIGIN, or its name:\n"
		"example.com.zone, db.example.com, example.com. Where many zones make sense, a folder\n"
		"stands for the zone files in it, PROVIDER[@PROFILE] for the zones of an account.\n"},
	{"formats", "FORMATS",
		"  zone       canonical zone text: one record a line, sorted (export)\n"
		"  text       for people; coloured on a terminal\n"
		"  json       for programs; zoneferry help json has the schemas\n"
		"  generic    records as RFC 3597 writes unknown ones (export)\n"
		"  absolute   one record a line with absolute names, for grep (export)\n"
		"  csv, tsv   for spreadsheets (export; csv: compare too)\n"
		"  ldns       as ldns-read-zone -z prints it (export)\n"
		"  unified    a patch of the canonical texts (diff)\n"
		"  nsupdate   a script for BIND's nsupdate (diff)\n"
		"  markdown   for comments on pull requests\n"
		"  html       one page, for a browser\n"
		"\n"
		"The help of each command lists those that it has. In zone text, ;@NAME JSON is what a\n"
		"provider keeps beside a record, or, on a line of its own, instead of one: a comment\n"
		"for other programs, which zoneferry reads back.\n"},
	{"config", "FILES",
		"  ~/.config/zoneferry/config.yaml     profiles of accounts, TSIG keys; --config FILE\n"
		"  ~/.config/zoneferry/providers/      descriptions of more providers;\n"
		"                                      --provider-dir DIR\n"
		"  ~/.local/state/zoneferry/runs/      what was written: plans, snapshots, journals;\n"
		"                                      --state DIR\n"
		"\n"
		"The config says, for each profile, its provider (by default the profile's name) and\n"
		"its settings; zoneferry providers NAME lists those that the provider wants. A value is\n"
		"env:NAME, file:PATH, cmd:COMMAND (what it prints), or stands there itself. Beside a\n"
		"provider's own settings a profile may have url (another base URL), ca_file, proxy, and\n"
		"insecure_http: true (plain HTTP to a private network).\n"
		"\n"
		"  profiles:\n"
		"    bunny:\n"
		"      access_key: cmd:pass show bunny/api\n"
		"    lab:\n"
		"      provider: powerdns\n"
		"      url: https://dns.example.com\n"
		"      api_key: env:LAB_PDNS_KEY\n"
		"  keys:\n"
		"    transfer: { algorithm: hmac-sha256, secret: file:transfer.key }\n"
		"\n"
		"zoneferry config init writes a commented file, zoneferry config check proves it.\n"},
	{"environment", "ENVIRONMENT",
		"  BUNNY_API_KEY ...             a provider's credentials: see zoneferry providers NAME\n"
		"  ZONEFERRY_<PROVIDER>_URL      another base URL\n"
		"  AWS_PROFILE, AWS_CONFIG_FILE, AWS_SHARED_CREDENTIALS_FILE\n"
		"                                where the keys for Route 53 are\n"
		"  XDG_CONFIG_HOME, XDG_STATE_HOME, XDG_CACHE_HOME, HOME\n"
		"                                where files are\n"
		"  VISUAL, EDITOR, TMPDIR        of zoneferry edit\n"
		"  NO_COLOR, TERM                whether output is coloured\n"
		"\n"
		"With \"network: environment\" in the config also SSL_CERT_FILE, HTTPS_PROXY,\n"
		"ALL_PROXY and NO_PROXY, where a profile names neither ca_file nor proxy; else\n"
		"these are ignored.\n"},
	{"exit-status", "EXIT STATUS",
		"  0    done, or equal\n"
		"  1    different, or findings, or changes that are pending\n"
		"  2    trouble: nothing that was asked for can be relied on, nothing was written\n"
		"  3    usage\n"
		"  4    partly done: some zones or steps failed; the report names each\n"
		"  141  nobody reads the output any more\n"
		"\n"
		"What could not be read is never taken for empty.\n"},
	{"examples", "EXAMPLES",
		"  zoneferry zones bunny\n"
		"  zoneferry export bunny:example.com -o example.com.zone\n"
		"  zoneferry diff example.com.zone bunny:example.com\n"
		"  zoneferry check example.com.zone\n"
		"  zoneferry compare bunny:example.com axfr://ns1.example.net/example.com\n"
		"  zoneferry preflight bunny:example.com cloudflare:example.com\n"
		"  zoneferry sync example.com.zone bunny:example.com\n"
		"  zoneferry sync example.com.zone bunny:example.com --apply\n"
		"  zoneferry undo\n"
		"  zoneferry find 192.0.2.1 zones/\n"},
	{0},
};

const struct topic *topic_find(const char *name)
{
	for (const struct topic *t = topics; t->name; t++)
		if (strcmp(t->name, name) == 0)
			return t;
	return NULL;
}
