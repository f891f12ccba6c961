#!/usr/bin/perl
# Zones of the three providers export to the text that one would write by hand, and name servers'
# own checkers take it.
use strict;
use warnings;
use lib 'tests/support';
use Sim qw(run slurp);
use Test::More;

my $sim = Sim->start(map { "$_=testdata/sim/$_.json" } qw(bunny sdpf hostup));

for my $expected (glob 'testdata/sim/*-*.zone') {
	my ($provider, $zone) = $expected =~ m{/(\w+)-(.+)\.zone$};
	my $file = "$sim->{dir}/$provider-$zone.zone";
	my $r = $sim->zoneferry('export', "$provider:$zone", '-o', $file);
	is($r->{exit}, 0, "$provider:$zone") or diag($r->{err});
	is(slurp($file), slurp($expected), 'text') if $r->{exit} == 0;
	for my $judge (['named-checkzone', '-q', $zone, $file], ['kzonecheck', '-o', $zone, $file]) {
		my $verdict = run({}, @$judge);
		is($verdict->{exit}, 0, "$judge->[0] takes it") or diag($verdict->{out}, $verdict->{err});
	}
}

subtest 'what an export says' => sub {
	my $r = $sim->zoneferry('export', 'hostup:many.example');
	is($r->{exit}, 0, 'more records than can be live');
	like($r->{err}, qr/warning: .*live/, 'is worth a warning');
	is(() = $r->{out} =~ / IN A /g, 306, 'all are there');
	$r = $sim->zoneferry('-v', 'export', 'sdpf:mixed.example');
	like($r->{err}, qr/warning: .*\[mixed-ttl\]/, 'TTLs that differ within a set');
	$r = $sim->zoneferry('export', 'bunny:empty.example');
	is($r->{exit}, 0, 'a zone without records');
	is(() = $r->{out} =~ / IN /g, 3, 'has SOA and NS');
};

subtest 'names are compared whole' => sub {
	for my $provider (qw(bunny sdpf hostup)) {
		my $missing = $sim->zoneferry('export', "$provider:ample.com");
		is($missing->{exit}, 2, "$provider has no ample.com");
		like($missing->{err}, qr/ample\.com/, 'says which');
	}
};

done_testing;
