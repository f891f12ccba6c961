#!/usr/bin/perl
# Lists of zones and of records are read whole, whatever their length.
use strict;
use warnings;
use lib 'tests/support';
use Sim qw(spew);
use JSON::PP;
use Test::More;

my %credentials = (
	bunny => {BUNNY_API_KEY => 'key-of-bunny'},
	sdpf => {SDPF_API_KEY => 'key-of-sdpf', SDPF_API_SECRET => 'secret-of-sdpf',
		SDPF_TENANT_ID => 'tenant'},
	hostup => {HOSTUP_API_KEY => 'key-of-hostup'},
);
my $dir = File::Temp->newdir;
my @counts = (0, 1, 497, 498, 500, 1000, 1001, 1497, 3000, 3001); # SDPF adds SOA and two NS

sub zone_named {
	my ($provider, $name, $count) = @_;
	my $key = $provider eq 'bunny' ? 'Domain' : 'name';
	return {$key => $provider eq 'sdpf' ? "$name." : $name, sim => {records => $count}};
}

sub start {
	my ($provider, $more) = @_;
	spew("$dir/$provider.json", encode_json({credentials => $credentials{$provider},
		region => 'jp1', token => 'token', zones => [], %$more}));
	return Sim->start("$provider=$dir/$provider.json");
}

for my $provider (sort keys %credentials) {
	for my $links ($provider eq 'sdpf' ? (JSON::PP::true, JSON::PP::false) : JSON::PP::true) {
		my $sim = start($provider, {links_next => $links,
			zones => [map { zone_named($provider, "n$_.example", $_) } @counts]});
		for my $count (@counts) {
			my $r = $sim->zoneferry('export', "$provider:n$count.example");
			is($r->{exit}, 0, "$provider: $count records") or diag($r->{err});
			is(() = $r->{out} =~ /^h\d+ +300 IN A +10\./mg, $count, 'all are there');
		}
	}
	for my $count (0, 1, 499, 500, 501, 1000, 1001, 3000) {
		my $sim = start($provider, {generate_zones => $count});
		my $r = $sim->zoneferry('zones', $provider);
		is($r->{exit}, 0, "$provider: $count zones") or diag($r->{err});
		is(() = $r->{out} =~ /^z\d+\.example\b/mg, $count, 'all are there');
	}
	# A list that goes round, or that is shorter than it says, is none.
	for my $fault ({page => 'repeat'}, $provider eq 'bunny' ? {total => 1} : ()) {
		my $sim = start($provider, {generate_zones => 1500, faults => [{at => 'zones', %$fault}]});
		my $r = $sim->zoneferry('zones', $provider);
		is($r->{exit}, 2, "$provider: zones, " . encode_json($fault)) or diag($r->{out});
		like($r->{err}, qr{GET http://127\.0\.0\.1:\d+/}, 'says where');
	}
	# One zone among many is found with few calls.
	my $sim = start($provider, {generate_zones => 3000});
	my $r = $sim->zoneferry('export', "$provider:z2999.example");
	is($r->{exit}, 0, "$provider: one of 3000 zones") or diag($r->{err});
	cmp_ok(scalar $sim->log, '<=', 4, 'with few calls') or diag($sim->log);
}

done_testing;
