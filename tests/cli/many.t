#!/usr/bin/perl
# Z05: many records of one name, of one RRset, of one text; chains. No command's work grows with their square:
# 40,000 take half a second of processor time here, and minutes where it does. What comes out is looked at, too.
use strict;
use warnings;
use lib 'tests/support';
use File::Temp 'tempdir';
use Test::More;
use Sim qw(run slurp spew zf);

my $dir = tempdir(CLEANUP => 1);
my $program = -x 'build/zoneferry' ? 'build/zoneferry' : zf();
my $most = 40000;
my $head = "\$ORIGIN example.com.\n@ 3600 IN SOA ns1.example.net. hostmaster 1 7200 3600 1209600 300\n"
	. "@ 3600 IN NS ns1.example.net.\n@ 3600 IN NS ns2.example.net.\n";

# The lines of a zone in three versions.
sub address { return sprintf "%d.%d.%d.%d", $_[0], $_[1] >> 16, $_[1] >> 8 & 255, $_[1] & 255 }
my %lines = (
	'addresses' => sub { sprintf "m 300 IN A %s\n", address(10 + $_[0], $_[1]) },
	'texts' => sub { "m 300 IN TXT \"v$_[0]-$_[1]\"\n" },
	'preferences' => sub { "m 300 IN MX $_[1] v$_[0]-$_[1].example.net.\n" },
	'provider records' => sub { ";\@bunny {\"Id\":$_[1],\"Type\":5,\"Value\":\"v$_[0]\"}\n" },
	'annotations' => sub { sprintf "m 300 IN A %s ;\@bunny {\"a\":%d}\n", address(10, $_[1]), $_[1] + $_[0] },
	'an alias chain' => sub { sprintf "c%d 300 IN CNAME c%d%s\n", $_[1], $_[1] + 1, $_[0] ? ".v$_[0]" : '' },
	'one record in many lines' => sub { $_[1] < 20000 ? "m 300 IN A 192.0.2.1\n"
		: sprintf "m 300 IN A %s\n", address(10 + $_[0], $_[1]) },
	'generated ones' => sub { $_[1] % 4 || $_[1] > 20000 ? '' : sprintf "\$GENERATE %d-%d g\$ 300 IN A %s\n", $_[1],
		$_[1] + 3, address(10 + $_[0], $_[1]) },
);

# Under a limit that only a quadratic loop meets.
sub limited { return run({}, 'prlimit', '--cpu=30', $program, @_) }

for my $kind (sort keys %lines) {
	my @file = map { my $v = $_; my $f = "$dir/v$v.zone"; spew($f, $head . join '', map { $lines{$kind}->($v, $_) } 0 .. $most - 1); $f } 0 .. 2;
	my $target = "$dir/target.zone";
	my %ends = (
		'diff' => [1, 'diff', '-q', @file[0, 1]], 'html' => [1, 'diff', '-q', '-f', 'html', @file[0, 1]],
		'nsupdate' => [1, 'diff', '-q', '-f', 'nsupdate', @file[0, 1]],
		'unified' => [1, 'diff', '-q', '-f', 'unified', @file[0, 1]],
		'compare' => [1, 'compare', '-q', @file], 'fmt' => [0, 'fmt', $file[0]], 'fmt -k' => [0, 'fmt', '-k', $file[0]],
		'sync' => [1, 'sync', '-q', $file[1], $file[0], '--max-delete', '100%', '--provider-records', '--state', "$dir/state"],
	);
	for my $name (sort keys %ends) {
		my ($exit, @command) = @{$ends{$name}};
		my $r = limited(@command);
		# Annotations and provider records are no difference of what is served.
		my $good = $r->{exit} == $exit || ($name =~ /^(?:compare|nsupdate)$/ && $kind =~ /^(?:ann|prov)/ && $r->{exit} < 2);
		ok($good, "Z05 $kind: $name") || diag("$r->{exit} $r->{err}");
	}
	my $r = limited('check', '-q', $file[0]);
	ok($r->{exit} == 0 || $r->{exit} == 1, "Z05 $kind: check") || diag("$r->{exit} $r->{err}");
	spew($target, slurp($file[0]));
	$r = limited('-q', 'export', $file[1], '--update', $target);
	is($r->{exit}, 0, "Z05 $kind: export --update") || diag($r->{err});
	is(limited('-q', 'diff', $file[1], $target)->{exit}, 0, "Z05 $kind: and it is the zone");
	spew($target, slurp($file[0]));
	is(limited('git', 'merge', $file[0], $target, $file[1])->{exit}, 0, "Z05 $kind: merge");
	is(limited('-q', 'diff', $file[1], $target)->{exit}, 0, "Z05 $kind: and it is the zone");
	spew($target, slurp($file[1]));
	$r = limited('git', 'merge', $file[0], $target, $file[2]);
	ok($r->{exit} == 0 || $r->{exit} == 1, "Z05 $kind: a merge of two changes") || diag("$r->{exit} $r->{err}");
}
done_testing;
