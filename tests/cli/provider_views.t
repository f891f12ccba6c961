#!/usr/bin/perl
# Other views of a zone, and the ways to log in.
use strict;
use warnings;
use lib 'tests/support';
use Sim qw(slurp spew);
use JSON::PP;
use Test::More;

my $sim = Sim->start(map { "$_=testdata/sim/$_.json" } qw(bunny sdpf hostup));

# Records without those that were made from the zone's settings, blanks joined.
sub records {
	return [map { s/ +/ /gr } grep { / IN / && !/synthesised/ } split /\n/, $_[0]];
}

subtest 'a scan that was made' => sub {
	my $r = $sim->zoneferry('export', 'bunny:scanned.example?scan');
	is($r->{exit}, 0, 'is read') or diag($r->{err});
	is_deeply(records($r->{out}), ['@ 300 IN A 192.0.2.8', 'txt 300 IN TXT "found"'],
		'states and types may be words');
};

subtest 'no scan' => sub {
	my $r = $sim->zoneferry('export', 'bunny:empty.example?scan');
	is($r->{exit}, 2, 'is an error');
	like($r->{err}, qr/scan/, 'that says so');
	like($r->{err}, qr/scan=new/, 'and what to do');
};

subtest 'a new scan' => sub {
	$sim->clear_log;
	my $r = $sim->zoneferry('export', 'bunny:example.xyz?scan=new');
	is($r->{exit}, 0, 'is waited for') or diag($r->{err});
	is(scalar $sim->log(qr{^bunny POST /dnszone/records/scan 200}), 1, 'started once');
	cmp_ok(scalar $sim->log(qr{^bunny GET /dnszone/716775/records/scan 200}), '>=', 3, 'polled');
	my $records = records($r->{out});
	for my $wanted ('@ 300 IN A 192.0.2.7', '@ 3600 IN MX 10 mail.old.example.',
		'@ 3600 IN CAA 0 issue "letsencrypt.org"',
		'_sip._tcp 3600 IN SRV 10 5 5060 sip.old.example.') {
		is((grep { index($_, $wanted) == 0 } @$records), 1, $wanted);
	}
};

subtest 'a scan that fails' => sub {
	my $r = $sim->zoneferry('export', 'bunny:scan-failed.example?scan=new');
	is($r->{exit}, 2, 'is an error');
	like($r->{err}, qr/did not answer/, 'with its reason');
};

subtest 'the native zone file' => sub {
	my $r = $sim->zoneferry('export', 'bunny:example.com?native');
	is($r->{exit}, 0, 'is read') or diag($r->{err});
	my %native = map { $_ => 1 } @{records($r->{out})};
	ok($native{'@ 3600 IN MX 10 mail.example.com.'}, 'names without a dot are absolute');
	ok($native{'*.pages 600 IN A 192.0.2.99'}, 'TTLs have units');
	# Beside what it leaves out it says the same as the records; what it can't tell doesn't count.
	my $diff = $sim->zoneferry('diff', '--exclude', 'SRV,PTR,NS,SOA,TLSA,HTTPS,SVCB',
		'bunny:example.com', 'bunny:example.com?native');
	is($diff->{exit}, 1, 'equal in the types that it has,') or diag($diff->{out}, $diff->{err});
	like($diff->{out}, qr/\A--- .*\n\+\+\+ .*\n\noff\.example\.com\. A \(new\)\n.*\n\nexample\.com\.: 1 added/,
		'but for a disabled record, which it shows like one that is served');
};

subtest 'unknown views' => sub {
	my $r = $sim->zoneferry('export', 'bunny:example.com?nothing');
	is($r->{exit}, $r->{err} =~ /usage/ ? 3 : 2, 'stop');
	like($r->{err}, qr/scan/, 'and the known ones are named');
};

subtest 'tokens' => sub {
	$sim->clear_log;
	my $r = $sim->zoneferry('export', 'sdpf:example.uk');
	is($r->{exit}, 0, 'a login') or diag($r->{err});
	is(scalar $sim->log(qr{^sdpf-keystone POST /v3/auth/tokens 201}), 1, 'once');
	$sim->clear_log;
	my $ready = Sim::run({%{$sim->{env}}, SDPF_API_KEY => undef, SDPF_API_SECRET => undef,
		SDPF_TENANT_ID => undef, SDPF_TOKEN => 'canary-token-gAAAAABh/x+Y=q'}, Sim::zf(), 'export', 'sdpf:example.uk');
	is($ready->{exit}, 0, 'a ready token') or diag($ready->{err});
	is($ready->{out}, $r->{out}, 'gives the same');
	is(scalar $sim->log(qr{^sdpf-keystone POST}), 0, 'without a login');
	my $data = decode_json(slurp('testdata/sim/sdpf.json'));
	spew("$sim->{dir}/expiring.json", encode_json({%$data, token_uses => 1}));
	my $expiring = Sim->start("sdpf=$sim->{dir}/expiring.json");
	my $again = $expiring->zoneferry('export', 'sdpf:example.uk');
	is($again->{exit}, 0, 'a token that ends early') or diag($again->{err});
	is($again->{out}, $r->{out}, 'is replaced by another login');
	my $none = Sim::run({%{$sim->{env}}, BUNNY_API_KEY => undef}, Sim::zf(), 'export',
		'bunny:example.com');
	is($none->{exit}, 2, 'no credentials');
	like($none->{err}, qr/BUNNY_API_KEY/, 'says what to set');
};

done_testing;
