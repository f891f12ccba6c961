#!/usr/bin/perl
# Projects and folders: many zones by one command, one summary and one exit status; the failure of
# one zone stops no other.
use strict;
use warnings;
use lib 'tests/support';
use Cwd qw(getcwd abs_path);
use File::Temp 'tempdir';
use JSON::PP;
use Sim qw(run slurp spew zf);
use Test::More;

my $zf = abs_path(zf());
my $dir = tempdir(CLEANUP => 1);
my %env = (XDG_STATE_HOME => "$dir/state", HOME => $dir);
chdir $dir or die;
mkdir $_ for qw(zones out deep deep/er);

sub zoneferry { return run(\%env, $zf, @_) }
sub zone {
	my ($name, @more) = @_;
	return join "\n", "\$ORIGIN $name.", '@ 300 IN SOA ns1.example.net. h.example.net. 1 7200 3600 1209600 300',
		'@ 300 NS ns1.example.net.', '@ 300 NS ns2.example.net.', 'www 300 A 192.0.2.1', @more, '';
}
sub json { return decode_json($_[0]{out}) }

spew("zones/$_.zone", zone($_)) for qw(a.example b.example c.example);
spew("out/$_.zone", zone($_)) for qw(a.example b.example c.example);
my $project = <<'Y';
zones:
  a.example:
    source: zones/a.example.zone
    targets: ["out/{zone}.zone"]
    ignore: ["k8s-*", _acme/TXT]
  "*":
    source: zones/{zone}.zone
    targets: ["out/{zone}.zone"]
defaults: { max_delete: 50% }
Y
spew('zoneferry.yaml', $project);

my $r = zoneferry('diff');
is($r->{exit}, 0, 'diff of a project') or diag $r->{err};
is($r->{out}, "3 zones: 3 the same\n", 'says so in one line');
is(zoneferry('sync')->{out}, "3 zones: 3 with nothing to do\n", 'sync too');
is(zoneferry($_)->{exit}, 0, "$_ too") for qw(check sync);

# What others own is left alone, from whatever folder it is asked.
spew('out/a.example.zone', zone('a.example', 'k8s-x 60 A 192.0.2.9', '_acme 60 TXT "x"'));
chdir 'deep/er' or die;
is(zoneferry('diff')->{exit}, 0, 'ignore, from a folder below');
is(zoneferry('sync')->{exit}, 0, 'ignore in plans');
chdir $dir or die;
spew('out/a.example.zone', zone('a.example', '_acme 60 A 192.0.2.9'));
is(zoneferry('diff', 'a.*')->{exit}, 1, 'but not of another type');
is(zoneferry('diff', 'b.example', 'c.example.')->{exit}, 0, 'zones by name');
$r = zoneferry('diff', 'd.example');
is($r->{exit}, 2, 'a zone that the project does not know');
like($r->{err}, qr/knows no zone "d\.example"; did you mean "a\.example"/, 'is named');

# One that can't be read stops no other.
spew('zones/b.example.zone', "broken\n");
spew('zones/c.example.zone', zone('c.example', 'new 60 A 192.0.2.3'));
spew('out/a.example.zone', zone('a.example'));
$r = zoneferry('sync', '-f', 'json');
is($r->{exit}, 4, 'partly done');
my $d = json($r);
is_deeply($d->{summary}, {zones => 3, same => 1, failed => 1, different => 1}, 'one summary');
is_deeply([map { "$_->{name} $_->{state}" } @{$d->{zones}}],
	['a.example same', 'b.example failed', 'c.example different'], 'each zone');
like($d->{zones}[1]{why}, qr/b\.example\.zone/, 'and why');
$r = zoneferry('sync', '--apply');
is($r->{exit}, 4, 'applied as far as it goes');
like($r->{out}, qr/^3 zones: 1 failed, 1 with changes pending, 1 with nothing to do\n.*^3 zones: 1 failed, 1 applied, 1 with nothing to do$/ms,
	'plans first, then what became of them');
like(slurp('out/c.example.zone'), qr/^new\s/m, 'the other zone was written');
is(zoneferry('check')->{exit}, 1, 'check: what is no zone file has findings');
unlink 'zones/b.example.zone';
spew('zones/b.example.zone', zone('b.example', 'new 60 A 192.0.2.4'));
$r = zoneferry('sync', '--apply', '-f', 'json');
is($r->{exit}, 0, 'all applied') or diag $r->{err};
is(json($r)->{zones}[1]{applied}[0]{report}{result}, 'applied', 'plan and report in one document');

# Refusals are each zone's.
spew('zones/a.example.zone', zone('a.example'));
spew('out/a.example.zone', zone('a.example', map { "h$_ 60 A 192.0.2.$_" } 1 .. 20));
$r = zoneferry('sync', '--apply');
is($r->{exit}, 4, 'refused, the others are well');
like($r->{out}, qr/^a\.example: refused: .*max-delete/m, 'with its reason');
is(zoneferry('sync', '--max-delete', '100%', '--apply', 'a.example')->{exit}, 0, 'a flag goes before the project');

# Documents.
spew("out/$_.zone", zone($_, map { "h$_ 60 A 192.0.2.$_" } 1 .. 60)) for qw(a.example b.example c.example);
my $md = zoneferry('diff', '-f', 'markdown')->{out};
like($md, qr/\A<!-- zoneferry diff -->\n/, 'marker');
is(() = $md =~ /<!--/g, 1, 'one');
for my $max (900, 1500, 3000, length $md) {
	my $cut = zoneferry('diff', '-f', 'markdown', '--max-bytes', $max)->{out};
	cmp_ok(length $cut, '<=', $max, "cut to $max");
	cmp_ok(length $cut, '>', $max / 2, 'and not more than that');
	is((() = $cut =~ /^```/mg) % 2, 0, 'fences are closed');
	like($cut, qr/3 zones: 3 different/, 'the summary stays');
	like($cut, qr/^\*\*Cut: /m, 'says so') if $max < length $md;
}
is(zoneferry('diff', '-f', 'markdown', '--max-bytes', 60)->{exit}, 3, 'too few for the summary');
my $html = zoneferry('diff', '-f', 'html')->{out};
is(() = $html =~ /<!doctype/g, 1, 'one page');
is(() = $html =~ /<details/g, 3, 'each zone opens and closes');
is(() = $html =~ /<form/g, 1, 'one filter');
is(zoneferry('diff', '-f', 'nsupdate')->{exit}, 3, 'a format of single zones');

# Folders.
is(zoneferry('check', 'zones')->{exit}, 0, 'check DIR');
is(zoneferry('fmt', '-w', 'zones')->{exit}, 0, 'fmt -w DIR');
is(zoneferry('fmt', '--check', 'zones')->{out}, '', 'fmt --check DIR');
mkdir 'other';
spew("other/$_.zone", slurp("zones/$_.zone")) for qw(a.example b.example);
spew('other/d.example.zone', zone('d.example'));
$r = zoneferry('diff', 'zones', 'other');
is($r->{exit}, 1, 'a zone on one side counts');
is($r->{out}, <<'T', 'and is named');
c.example: only zones/c.example.zone
d.example: only other/d.example.zone
4 zones: 1 only in zones, 1 only in other, 2 the same
T
spew('other/a.zone', zone('a.example'));
$r = zoneferry('diff', 'zones', 'other');
is($r->{exit}, 2, 'two files of one zone');
like($r->{err}, qr{a\.example is in two files: other/a\.example\.zone and other/a\.zone}, 'are named');
is(zoneferry('check', 'deep')->{exit}, 2, 'a folder without zones');

# Mistakes.
spew('zoneferry.yaml', "zones:\n  a.example: {sorce: x, targets: [buny]}\n");
$r = zoneferry('sync');
is($r->{exit}, 2, 'mistakes');
like($r->{err}, qr/^zoneferry\.yaml:2:15: error: unknown key "sorce".*did you mean "source"/m, 'file:line:col');
like($r->{err}, qr/^zoneferry\.yaml:2:35: error: there is no provider "buny"; did you mean "bunny"/m, 'all of them');
unlink 'zoneferry.yaml';
for my $command (qw(sync diff check verify)) {
	$r = zoneferry($command);
	is($r->{exit}, 3, "$command without anything");
	like($r->{err}, qr/\Q$command\E wants .*there is no zoneferry\.yaml/, 'says what it wants');
}
is(zoneferry('sync', '--project', 'nowhere.yaml')->{exit}, 2, 'a project that is not there');
my $schema = decode_json(zoneferry('help', 'project')->{out});
is_deeply([sort keys %{$schema->{properties}{zones}{additionalProperties}{properties}}],
	[qw(ignore max_delete mode source targets)], 'schema for editors');
done_testing;
