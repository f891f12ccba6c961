#!/usr/bin/perl
# portable: what is printed as text, BIND and Knot read to the same octets. Records of all types,
# changed at random, go from \# form to canonical text, into a name server, and back by transfer.
use strict;
use warnings;
use lib 'tests/support';
use File::Temp 'tempdir';
use Servers;
use Sim qw(run slurp spew zf);
use Test::More;

use constant CHANGES => 60; # of each record

my $dir = tempdir(CLEANUP => 1);
my $head = "\$ORIGIN z.test.\n\$TTL 60\n@ SOA a. b. 1 2 3 4 5\n@ NS a.\n";

# Types whose octets BIND judges beyond their form: a changed one may be refused in any spelling.
my %judged = map { $_ => 1 } qw(NAPTR KEY DNSKEY CDNSKEY NSEC3 NSEC3PARAM);
# SOA is there once; servers drop expired signatures and change the TTL of others.
my %left_out = map { $_ => 1 } qw(SOA RRSIG);

# One octet changed, added or taken away.
sub change {
	my ($octets) = @_;
	my $at = int rand(1 + length $octets);
	my $octet = chr(rand() < 0.5 ? int rand 256 : ord substr ";\\\",()\@\$\0\1\xff aZ=.", rand 16, 1);
	my $n = int rand 3;
	substr($octets, $at, $n ? 1 : 0) = $n == 2 ? '' : $octet if $at < length $octets;
	return $octets;
}

# "TYPEn \# length hex" of every type's records and of changed ones.
srand 20260101;
my @records;
for (split /\n/, slurp('testdata/zone/rdata/valid.tsv')) {
	my ($type, undef, $hex) = split /\t/;
	next if /^#/ || $left_out{$type};
	my $octets = pack 'H*', $hex;
	push @records, [$type, $_]
		for $octets, map { $judged{$type} ? () : change($octets) } 1 .. CHANGES;
}
my %seen;
my @lines = map { sprintf "r%d IN %s \\# %d %s", $_, $records[$_][0], length $records[$_][1],
		unpack 'H*', $records[$_][1] } grep { !$seen{join ' ', @{$records[$_]}}++ } 0 .. $#records;

# Octets that aren't valid are refused, each with its line; the rest is read.
spew("$dir/all.zone", $head . join '', map { "$_\n" } @lines);
my $r = run({}, zf(), 'check', '--all', '--max-errors', 100000, "$dir/all.zone");
my %refused = map { $_ => 1 } $r->{out} =~ /^\S+?:(\d+):\d+: error: .*\[bad-rdata\]$/mg;
cmp_ok scalar keys %refused, '>', 500, 'broken octets are refused';
my $lines_before = 4;
@lines = map { $lines[$_] } grep { !$refused{$_ + $lines_before + 1} } 0 .. $#lines;
spew("$dir/good.zone", $head . join '', map { "$_\n" } @lines);
$r = run({}, zf(), 'fmt', "$dir/good.zone");
is $r->{err}, '', 'the others are read';

# What has text, and the same in \# form as we read it.
my @text = grep { !/ TYPE\d+ +\\# / } split /^/m, $r->{out};
cmp_ok scalar @text, '>', 2500, 'thousands of records have text';
spew("$dir/z.test.zone", join '', @text);
my $want = run({}, zf(), 'export', '-f', 'generic', "$dir/z.test.zone")->{out};
is scalar(grep { !/^\$/ } split /^/m, $want), scalar(grep { !/^\$/ } @text), 'all of them are read back';

for my $kind (qw(bind knot)) {
	Servers->with($kind, {zone => 'z.test', file => "$dir/z.test.zone"}, sub {
		my ($s) = @_;
		my $got = run({}, zf(), 'export', '-f', 'generic', 'axfr://' . $s->at . '/z.test');
		my %want = map { $_ => 1 } split /^/m, $want;
		my %got = map { $_ => 1 } split /^/m, $got->{out};
		is join('', grep { !$got{$_} } sort keys %want), '', "$kind: every record";
		is join('', grep { !$want{$_} } sort keys %got), '', "$kind: no other";
	});
}
done_testing;
