#!/usr/bin/perl
# What was exported is what the provider has: annotations, provider records and all; and the three
# spellings of one zone are one zone.
use strict;
use warnings;
use lib 'tests/support';
use Sim qw(slurp spew);
use Test::More;

my $sim = Sim->start(map { "$_=testdata/sim/$_.json" } qw(bunny sdpf hostup));
my @providers = qw(bunny sdpf hostup);

for my $provider (@providers) {
	my $file = "$sim->{dir}/$provider.zone";
	my $r = $sim->zoneferry('export', "$provider:example.com", '-o', $file);
	is($r->{exit}, 0, "export of $provider") or diag($r->{err});
	$r = $sim->zoneferry('diff', $file, "$provider:example.com");
	is($r->{exit}, 0, 'file and provider are equal') or diag($r->{out}, $r->{err});
	$r = $sim->zoneferry('diff', "$provider:example.com", $file);
	is($r->{exit}, 0, 'the other way round');
	spew($file, slurp($file) =~ s/192\.0\.2\.50\b/192.0.2.51/r);
	$r = $sim->zoneferry('diff', $file, "$provider:example.com");
	is($r->{exit}, 1, 'a changed record is a difference');
	like($r->{out}, qr/192\.0\.2\.50/, 'and is shown');
}

my $all = $sim->zoneferry('compare', map { "$_:common.example" } @providers);
is($all->{exit}, 0, 'common.example is the same at the three') or diag($all->{out}, $all->{err});
for my $pair (['bunny', 'sdpf'], ['sdpf', 'hostup'], ['hostup', 'bunny']) {
	# What SDPF keeps beside its records nobody else can have.
	my $r = $sim->zoneferry('diff', '--ignore', 'meta', map { "$_:common.example" } @$pair);
	is($r->{exit}, 0, "no difference between @$pair") or diag($r->{out}, $r->{err});
}

subtest 'an annotation is a difference' => sub {
	my $file = "$sim->{dir}/bunny.zone";
	$sim->zoneferry('export', 'bunny:example.com', '-o', $file);
	spew($file, slurp($file) =~ s/"Weight":70/"Weight":60/r);
	my $r = $sim->zoneferry('diff', $file, 'bunny:example.com');
	is($r->{exit}, 1, 'another weight');
	like($r->{out}, qr/"Weight":60/, 'says what');
	$r = $sim->zoneferry('diff', '--ignore', 'meta', $file, 'bunny:example.com');
	is($r->{exit}, 0, 'ignored when asked for');
};

done_testing;
