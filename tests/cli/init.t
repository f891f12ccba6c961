#!/usr/bin/perl
# init: a repository of zones that says what belongs where, from whole accounts or from BIND; and
# the way from there: edit, review, sync, and a drift job that finds what somebody else has changed.
use strict;
use warnings;
use lib 'tests/support';
use Cwd qw(abs_path getcwd);
use File::Temp 'tempdir';
use JSON::PP;
use Sim qw(run slurp spew zf);
use Test::More;

my $top = getcwd();
my $zf  = abs_path(zf());
my $dir = tempdir(CLEANUP => 1);
my $sim = Sim->start(map { "$_=testdata/sim/$_.json" } qw(bunny sdpf hostup));
my %git = (
	HOME => $dir, XDG_STATE_HOME => "$dir/state", GIT_CONFIG_NOSYSTEM => 1, PATH => "$dir/bin:$ENV{PATH}",
	map { ("GIT_${_}_NAME" => 'a', "GIT_${_}_EMAIL" => 'a@example.com') } qw(AUTHOR COMMITTER),
);
my %env = (%git, %{$sim->{env}});
mkdir "$dir/bin";
symlink $zf, "$dir/bin/zoneferry";

sub git { return run(\%env, 'git', @_) }
sub zoneferry { return run(\%env, $zf, @_) }
sub zones { my ($r) = @_; return {map { $_->{name} => $_ } @{decode_json($r->{out})->{zones}}} }
sub edit { my ($file, $from, $to) = @_; my $text = slurp($file); $text =~ s/$from/$to/ or die; spew($file, $text); return }

# One account.
{
	my $r = zoneferry('init', 'bunny', '-q', '-d', "$dir/a/bunny");
	is("$r->{exit} $r->{err}", '0 ', 'init') or diag $r->{out};
	like($r->{out}, qr{^9 zones in \S+/a/bunny\n.*^next:\n  cd \S+/a/bunny\n  zoneferry sync  .*^  zoneferry sync --apply}ms, 'what is there, and what next');
	chdir "$dir/a/bunny" or die;
	is(git('status', '--porcelain')->{out}, '', 'all of it is committed');
	is(git('rev-list', '--count', 'HEAD')->{out}, "1\n", 'in one commit');
	my @files = split /\n/, git('ls-files')->{out};
	is(scalar(grep { m{^zones/.*\.zone$} } @files), 9, 'the zones');
	is_deeply([grep { !m{^zones/.*\.zone$} } @files], ['.gitattributes', '.github/workflows/zones.yml', 'zoneferry.yaml'], 'and what goes with them');
	is(slurp('.github/workflows/zones.yml'), slurp("$top/scripts/git/github-actions.yml"), 'the CI example');
	is(slurp('.gitattributes'), "*.zone diff=zoneferry merge=zoneferry\n", 'attributes');
	like(git('config', 'merge.zoneferry.driver')->{out}, qr/zoneferry git merge/, 'drivers');
	ok(-x '.git/hooks/pre-commit', 'hook');
	like(slurp('zoneferry.yaml'), qr/^  "\*":\n    source: zones\/\{zone\}\.zone\n    targets: \["bunny"\]$/m, 'new files are zones of the account too');
	$r = zoneferry('sync', '-q');
	is("$r->{exit} $r->{out}", "0 9 zones: 9 with nothing to do\n", 'the first sync is an empty plan') or diag $r->{err};
	is(zoneferry('diff', '-q')->{exit}, 0, 'diff too');
	is(zoneferry('init', 'bunny', '-d', "$dir/a/bunny")->{exit}, 2, 'not twice');
}

# Edit, review, sync, drift.
{
	edit('zones/common.example.zone', qr/192\.0\.2\.10\b/, '192.0.2.77');
	is(zoneferry('fmt', '-w', 'zones')->{exit}, 0, 'canonical');
	my $r = git('commit', '-qam', 'web moves');
	is($r->{exit}, 0, 'committed, as the hook wants it') or diag $r->{out}, $r->{err};
	$r = zoneferry('review', 'HEAD~1', '--live', '-q', '-f', 'json');
	is($r->{exit}, 1, 'review: changes') or diag $r->{err};
	my $z = zones($r)->{'common.example'};
	is(scalar @{$z->{diff}[0]{changes}}, 2, 'review: what changed');
	is(scalar @{$z->{plan}[0]{operations}}, 1, 'review: what sync would do');
	$r = zoneferry('sync', '--apply', '-q', '-f', 'json');
	is($r->{exit}, 0, 'sync --apply') or diag $r->{err};
	is(zones($r)->{'common.example'}{state}, 'applied', 'sync: applied');
	is(zoneferry('review', 'HEAD~1', '--live', '-q', '-f', 'json')->{exit}, 1, 'review again');
	my $drift = sub {
		my ($job) = slurp('.github/workflows/zones.yml') =~ /name: drift.*?run: (.*?)\n/s;
		return run({%env, ZONEFERRY => "$zf -q"}, 'sh', '-ec', $job);
	};
	is($drift->()->{exit}, 0, 'the drift job finds nothing');
	$sim->meddle('bunny', 'common.example', {change => [{match => {Name => '', Type => 0}, set => {Value => '192.0.2.66'}}]});
	$r = $drift->();
	is($r->{exit}, 1, 'the drift job finds a change made behind its back');
	like($r->{out}, qr/^~ A 300 192\.0\.2\.66 -> 192\.0\.2\.77|192\.0\.2\.66/m, 'and which');
	is(zoneferry('sync', '--apply', '-q')->{exit}, 0, 'which sync takes back');
	is($drift->()->{exit}, 0, 'nothing again');
	edit('zones/common.example.zone', qr/^(www\s.*)$/m, "\$1\nwww 60 IN A 192.0.2.1");
	is(git('commit', '-qam', 'a fault')->{exit}, 1, 'the hook stops at what is wrong');
	chdir $top;
}

# Several accounts: each zone by name; one that is in two belongs to the first.
{
	my $r = zoneferry('init', 'hostup:ex*', 'hostup:common.*', 'sdpf:*.uk', 'sdpf:common.*', '-q', '-d', "$dir/many", '--ci', 'gitlab');
	is($r->{exit}, 0, 'two accounts') or diag $r->{err};
	chdir "$dir/many" or die;
	like(slurp('zoneferry.yaml'), qr{^  "common\.example": \{ source: "zones/hostup/common\.example\.zone", targets: \["hostup"\] \}$}m, 'by name');
	like(slurp('zoneferry.yaml'), qr{^  "example\.uk": \{ source: "zones/sdpf/example\.uk\.zone", targets: \["sdpf"\] \}$}m, 'of both');
	like(zoneferry('init', 'hostup', 'sdpf', '-d', "$dir/many2")->{err},
		qr{zones/sdpf/common\.example\.zone is no part of the project: common\.example belongs to zones/hostup/common\.example\.zone already}, 'said');
	ok(-e '.gitlab-ci.yml' && !-e '.github', 'for GitLab');
	$r = zoneferry('sync', '-q');
	is($r->{exit}, 0, 'the first sync is an empty plan') or diag $r->{out}, $r->{err};
	chdir $top;
}

# One zone fails, the others are a repository.
{
	$sim->fail_at('bunny', 1, 'denied', writes => undef, at => 'zone', zone => 'example.com', count => 0);
	my $r = zoneferry('init', 'bunny:ex*', '-q', '-d', "$dir/part");
	is($r->{exit}, 4, 'one zone that can\'t be read') or diag $r->{err};
	like($r->{err}, qr/example\.com/, 'is named');
	ok(-e "$dir/part/zoneferry.yaml" && !-e "$dir/part/zones/example.com.zone", 'the others are there');
	spew("$dir/mine", 'x');
	for my $case ([['-d', $dir], qr/is not empty/], [[], qr/-d DIR says where/], [['-d', "$dir/mine"], qr/can't (?:read|make) the folder/],
		[['--target', 'x', '-d', "$dir/z"], qr/--target goes with --named-conf/]) {
		$r = zoneferry('init', 'bunny', @{$case->[0]});
		cmp_ok($r->{exit}, '>=', 2, "refused: @{$case->[0]}");
		like($r->{err}, $case->[1], 'with the reason');
	}
	ok(!-e "$dir/zones", 'and nothing is made');
	delete local @env{grep { /^GIT_(?:AUTHOR|COMMITTER)/ } keys %env};
	$r = run({%env, GIT_CONFIG_COUNT => 1, GIT_CONFIG_KEY_0 => 'user.useConfigOnly', GIT_CONFIG_VALUE_0 => 'true'},
		$zf, 'init', 'hostup', '-q', '-d', "$dir/nobody");
	is($r->{exit}, 4, 'git knows no author');
	like($r->{err}, qr/everything is there, but git has made no commit/, 'is said');
	ok(-e "$dir/nobody/zoneferry.yaml" && -x "$dir/nobody/.git/hooks/pre-commit", 'all is there');
}

# From BIND.
SKIP: {
	skip 'no named-checkconf', 8 unless run({}, 'named-checkconf', '-v')->{exit} == 0;
	mkdir "$dir/bind";
	my $zone = sub { return "\$TTL 300\n@ IN SOA ns1.example.net. h.example.net. 1 7200 3600 1209600 300\n@ NS ns1.example.net.\n; kept\nwww A 192.0.2.1\n" };
	spew("$dir/bind/db.one", $zone->());
	spew("$dir/bind/two", $zone->() . "\$INCLUDE hosts\n");
	spew("$dir/bind/hosts", "inc A 192.0.2.2\n");
	spew("$dir/bind/root", ". 3600000 NS a.root-servers.net.\na.root-servers.net. 3600000 A 198.41.0.4\n");
	spew("$dir/bind/bad", "broken\n");
	my $conf = sub { return join "\n", "options { directory \"$dir/bind\"; };", 'zone "." { type hint; file "root"; };', @_, '' };
	my @two = ('zone "one.example" { type master; file "db.one"; };', 'zone "2.0.192.in-addr.arpa" IN { type master; file "two"; };');
	spew("$dir/named.conf", $conf->(@two));
	my $r = zoneferry('init', '--named-conf', "$dir/named.conf", '-d', "$dir/frombind", '--target', 'served/{zone}.zone', '--ci', 'none');
	is($r->{exit}, 0, 'from BIND') or diag $r->{err};
	like($r->{err}, qr/root is left out: it has no SOA/, 'what is no zone is told');
	chdir "$dir/frombind" or die;
	like(slurp('zones/one.example.zone'), qr/^; kept\nwww +300 IN A +192\.0\.2\.1$/m, 'canonical, with comments');
	like(slurp('zones/2.0.192.in-addr.arpa.zone'), qr/^inc /m, 'what is included is in it');
	mkdir 'served';
	spew("served/$_", slurp("zones/$_")) for qw(one.example.zone 2.0.192.in-addr.arpa.zone);
	$r = zoneferry('sync');
	is("$r->{exit} $r->{out}", "0 2 zones: 2 with nothing to do\n", 'the first sync is an empty plan') or diag $r->{err};
	chdir $top;
	spew("$dir/named.conf", $conf->(@two, 'zone "bad.example" { type master; file "bad"; };'));
	$r = zoneferry('init', '--named-conf', "$dir/named.conf", '-d', "$dir/frombad");
	is($r->{exit}, 4, 'one that can\'t be read');
	like($r->{err}, qr{bind/bad:1}, 'is named');
	like(slurp("$dir/frombad/zoneferry.yaml"), qr{targets: \["axfr://127\.0\.0\.1/\{zone\}"\]}, 'the usual target');
}
chdir '/';
done_testing;
