#!/usr/bin/perl
# One document about many zones: check as Markdown and HTML, compare of folders, backup of a project.
use strict;
use warnings;
use lib 'tests/support';
use Cwd qw(getcwd abs_path);
use File::Temp 'tempdir';
use JSON::PP;
use Sim qw(run slurp spew zf);
use Test::More;

my $zf  = abs_path(zf());
my $dir = tempdir(CLEANUP => 1);
my $sim = Sim->start('bunny=testdata/sim/bunny.json', 'hostup=testdata/sim/hostup.json');
my %env = (%{$sim->{env}}, XDG_STATE_HOME => "$dir/state", HOME => $dir);
chdir $dir or die;
mkdir $_ for qw(a b c);

sub zoneferry { return run(\%env, $zf, @_) }
sub zone {
	my ($name, @more) = @_;
	return join "\n", "\$ORIGIN $name.", '@ 300 IN SOA ns1.example.net. h.example.net. 1 7200 3600 1209600 300',
		'@ 300 NS ns1.example.net.', '@ 300 NS ns2.example.net.', 'www 300 A 192.0.2.1', @more, '';
}

# Findings.
spew('a/good.example.zone', zone('good.example'));
spew('a/bad.example.zone', zone('bad.example', 'x 60 A 192.0.2.1', 'x 60 CNAME `.example.net.'));
spew('a/broken.example.zone', "broken\n");
my $r = zoneferry('check', 'a', '-f', 'markdown');
is($r->{exit}, 1, 'check as Markdown') or diag $r->{err};
like($r->{out}, qr/\A<!-- zoneferry check -->\n/, 'with its marker');
like($r->{out}, qr/^\*\*3 zones: 1 unreadable, 1 with findings, 1 without findings\*\*$/m, 'summary');
like($r->{out}, qr/^- `a\/bad\.example\.zone:7: error: x\.bad\.example\. CNAME: .*\[cname-and-other\]`$/m, 'findings are code');
like($r->{out}, qr/^- `a\/broken\.example\.zone`: unreadable|^- `a\/broken\.example\.zone:1/m, 'one that can\'t be read');
unlike($r->{out}, qr/good\.example/, 'what has none is counted only');
my $cut = zoneferry('check', 'a', '-f', 'markdown', '--max-bytes', 700)->{out};
cmp_ok(length $cut, '<=', 700, 'within a limit');
like($cut, qr/3 zones: 1 unreadable/, 'the summary stays');
$r = zoneferry('check', 'a', '-f', 'html');
is(() = $r->{out} =~ /<details/g, 3, 'check as HTML: each zone');
like($r->{out}, qr/<li><code>a\/bad\.example\.zone:7: error/, 'with its findings');
is(zoneferry('check', 'a', '-f', 'json', '--max-bytes', 700)->{exit}, 3, 'JSON is never cut');
is(zoneferry('check', 'a/good.example.zone', '-f', 'markdown')->{exit}, 0, 'of one file');

# Folders.
unlink 'a/broken.example.zone';
spew('b/good.example.zone', zone('good.example') =~ s/2\.1$/2.2/mr);
spew('b/new.example.zone', zone('new.example'));
$r = zoneferry('compare', 'a', 'b');
is($r->{exit}, 1, 'compare of folders') or diag $r->{err};
like($r->{out}, qr/^www\.good\.example\. A: no majority$/m, 'who differs');
like($r->{out}, qr/^new\.example: only b\/new\.example\.zone$/m, 'zones on one side are named');
like($r->{out}, qr/^3 zones: 1 different, 1 only in a, 1 only in b$/m, 'summary');
my $d = decode_json(zoneferry('compare', 'a', 'b', '-f', 'json')->{out});
my ($good) = grep { $_->{name} eq 'good.example' } @{$d->{zones}};
is($good->{compare}[0]{rrsets}[2]{odd}[1] // $good->{compare}[0]{rrsets}[-1]{odd}[1], 1, 'as JSON');
spew("c/$_", slurp("a/$_")) for qw(good.example.zone bad.example.zone);
is(zoneferry('compare', 'a', 'c')->{out}, "2 zones: 2 the same\n", 'all the same');
for my $case ([['a', 'b', 'c'], qr/a folder is compared with one other/], [['a/good.example.zone', 'b'], qr/a folder is compared/],
	[['a', 'b', '-f', 'csv'], qr/csv is of a single zone/]) {
	$r = zoneferry('compare', @{$case->[0]});
	is($r->{exit}, 3, "refused: @{$case->[0]}");
	like($r->{err}, $case->[1], 'and why');
}
is(zoneferry('backup', 'bunny:common.*', 'bunny:example.xyz', '-q', '-d', 'saved')->{exit}, 0, 'a backup');
is(zoneferry('compare', 'saved', 'bunny:common.*', '-q')->{out}, "example.xyz: only saved/example.xyz.zone\n2 zones: 1 only in saved, 1 the same\n", 'a folder and an account');

# Backup of a project.
spew('zoneferry.yaml', <<'Y');
zones:
  common.example: { source: saved/common.example.zone, targets: [bunny, hostup, "c/{zone}.zone"] }
  example.xyz: { source: saved/example.xyz.zone, targets: [bunny] }
Y
$r = zoneferry('backup', '-q', '-d', 'all');
is("$r->{exit} $r->{out}", "0 3 zones of 2 accounts: 3 new\n", 'backup without sources') or diag $r->{err};
ok(-e 'all/bunny/example.xyz.zone' && -e 'all/hostup/common.example.zone', 'what the targets hold');
is(zoneferry('backup', 'example.xyz', '-q', '-d', 'one')->{out}, "1 zone: 1 new\n", 'by zone');
like(zoneferry('backup', 'nosuch.example', '-d', 'one')->{err}, qr/knows no zone "nosuch\.example"/, 'which must be one');
spew('zoneferry.yaml', "zones:\n  good.example: { source: a/good.example.zone, targets: [c/good.example.zone] }\n");
like(zoneferry('backup', '-d', 'files')->{err}, qr/all targets of the project are files/, 'files are where they are');

# verify: nobody answers there.
for my $case (['markdown', qr/\A<!-- zoneferry verify -->\n.*^- `127\.0\.0\.1.*: silent/ms], ['html', qr/<li><code>127\.0\.0\.1.*: silent/]) {
	$r = zoneferry('verify', '--ns', '127.0.0.1:1', '-f', $case->[0]);
	is($r->{exit}, 2, "verify of a project as $case->[0]") or diag $r->{err};
	like($r->{out}, $case->[1], 'tells each server');
}
is(zoneferry('verify', 'a/good.example.zone', '--ns', '127.0.0.1:1', '-f', 'html')->{exit}, 3, 'of one zone there are text and json');
unlink 'zoneferry.yaml';
$r = zoneferry('backup', '-d', 'none');
is($r->{exit}, 3, 'neither sources nor a project');
like($r->{err}, qr/backup wants PROVIDER.*there is no zoneferry\.yaml/, 'is said');
chdir '/';
done_testing;
