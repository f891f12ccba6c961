#!/usr/bin/perl
# The tests themselves: what writes reaches this machine only, however it is started.
use strict;
use warnings;
use lib 'tests/support';
use File::Temp 'tempdir';
use Test::More;
use Guard;
use Sim qw(run slurp spew zf);

my $dir = tempdir(CLEANUP => 1);
spew("$dir/a.zone", "\$ORIGIN example.com.\n\@ 60 IN SOA ns1 h 1 2 3 4 5\n\@ 60 IN NS ns1\nns1 60 IN A 192.0.2.1\n");
spew("$dir/far.yaml", "profiles:\n  bunny: { url: https://api.bunny.net, access_key: k }\n");
spew("$dir/near.yaml", "profiles:\n  bunny: { url: http://127.0.0.1:9, access_key: env:BUNNY_API_KEY }\n");
spew("$dir/plan.json", '{"version":1,"target":"axfr://192.0.2.1/example.com"}');
mkdir "$dir/home";
mkdir "$dir/home/.config";
mkdir "$dir/home/.config/zoneferry";
spew("$dir/home/.config/zoneferry/config.yaml", slurp("$dir/far.yaml"));
my %near = (ZONEFERRY_BUNNY_URL => 'http://127.0.0.1:9', BUNNY_API_KEY => 'k', HOME => "$dir/none", XDG_CONFIG_HOME => undef);

my @sync = (zf(), 'sync', "$dir/a.zone");
my @refused = (
	['a provider without a URL', {}, @sync, 'bunny:example.com'],
	['the same, with a profile', {}, @sync, 'bunny@work:example.com'],
	['its true URL', {ZONEFERRY_BUNNY_URL => 'https://api.bunny.net'}, @sync, 'bunny:example.com'],
	['a name that begins like this machine\'s', {ZONEFERRY_BUNNY_URL => 'http://127.0.0.1.example.net'}, @sync, 'bunny:example.com'],
	['a user at another host', {ZONEFERRY_BUNNY_URL => 'http://localhost@example.net'}, @sync, 'bunny:example.com'],
	['another provider\'s URL', {%near, ZONEFERRY_SDPF_URL => 'https://dns.example.net'}, @sync, 'bunny:example.com'],
	['where to log in', {%near, OS_AUTH_URL => 'https://keystone.example.net/v3'}, @sync, 'bunny:example.com'],
	['a name server', {}, @sync, 'axfr://192.0.2.1/example.com'],
	['a name server by name', {}, @sync, 'axfr://127.0.0.1.example.net/example.com'],
	['a config that is given', {%near}, @sync, 'bunny:example.com', '--config', "$dir/far.yaml"],
	['a config that is found', {%near, HOME => "$dir/home"}, @sync, 'bunny:example.com'],
	['a plan', {%near}, zf(), 'apply', "$dir/plan.json"],
	['what a shell is told', {%near}, 'sh', '-c', zf() . " sync $dir/a.zone axfr://ns1.example.net/example.com"],
	['a provider in a shell', {}, 'sh', '-c', "cd /tmp && zoneferry sync a.zone bunny:example.com --apply"],
	['undo, with a URL', {ZONEFERRY_HOSTUP_URL => 'https://cloud.hostup.se'}, zf(), 'undo'],
	['a tool', {}, 'build/asan/tests/location/tool_target', "$dir/near.yaml", 'axfr://192.0.2.1/example.com', "$dir/a.zone"],
	['another tool', {}, 'build/asan/tests/server/tool_update', '192.0.2.1', 53, 'example.com', "$dir/a.zone", "$dir/a.zone"],
);
for (@refused) {
	my ($what, $env, @command) = @$_;
	ok(!eval { run($env, @command); 1 }, "refused: $what");
	like($@, qr/^a test may not write to /, 'as it says');
}

# What is allowed reaches nobody: the plan's or the undo's provider, whichever it is, leads nowhere.
my %env = Guard::guard({HOME => "$dir/none", XDG_CONFIG_HOME => undef}, zf(), 'apply', 'plan');
my @providers = map { m{([^/]+)\.json$} } glob 'src/providers/*.json';
is_deeply([sort values %env], [(Guard::NOWHERE) x grep { !defined $ENV{'ZONEFERRY_' . uc(tr/-/_/r) . '_URL'} } @providers],
	'every provider has a URL');
my $r = run(\%near, @sync, 'bunny:example.com', '--timeout', 3, '--config', "$dir/near.yaml");
is($r->{exit}, 2, 'this machine is asked');
like($r->{err}, qr{127\.0\.0\.1:9}, 'and nobody else');

# The tools refuse by themselves, too.
for (['tests/location/tool_target', '/dev/null', 'axfr://192.0.2.1/example.com', "$dir/a.zone"],
	['tests/server/tool_update', '192.0.2.1', 53, 'example.com', "$dir/a.zone", "$dir/a.zone"]) {
	my ($tool, @arguments) = @$_;
	my $program = zf() =~ s|[^/]*$|$tool|r;
	SKIP: {
		skip "$tool isn't built", 1 if !-x $program;
		my $out = qx('$program' @arguments 2>&1);
		like($out, qr/^error: \S*192\.0\.2\.1\S* is not this machine/, "$tool refuses");
	}
}

# No script starts what writes past the guard.
for my $file (glob 'tests/*/*.t') {
	next if $file eq 'tests/cli/loopback.t';
	my @past = grep { /\b(?:exec|system|qx)\b/ && /\b(?:sync|apply|undo|restore|migrate)\b/ } split /^/, slurp($file);
	is("@past", '', "$file: nothing that writes is started otherwise") if @past;
}

done_testing;
