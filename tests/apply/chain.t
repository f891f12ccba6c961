#!/usr/bin/perl
# A zone goes from provider to provider, into a file, on to PowerDNS and back to where it was first: what
# can't be carried is listed at each hop, everything else arrives octet for octet.
use strict;
use warnings;
use lib 'tests/support';
use File::Temp 'tempdir';
use Servers;
use Sim qw(slurp spew);
use Test::More;

plan skip_all => 'pdns_server is missing' if Servers::missing('pdns');

my $dir = tempdir(CLEANUP => 1);
my $sim = Sim->start(map { "$_=testdata/sim/$_.json" } qw(bunny sdpf hostup));
$sim->set_zone($_, 'chain.example', []) for qw(bunny sdpf hostup);
my $zone = slurp('testdata/provider/same.zone') =~ s/same\.example/chain.example/gr;
spew("$dir/same.zone", $zone);
spew("$dir/$_.zone", "\$ORIGIN chain.example.\n\@ 60 IN SOA ns1 h 1 2 3 4 5\n\@ 60 IN NS ns1\nns1 60 IN A 192.0.2.1\n")
	for qw(pdns file);
my $server = Servers->start('pdns', zone => 'chain.example', file => "$dir/pdns.zone");
@{$sim->{env}}{qw(PDNS_API_KEY ZONEFERRY_POWERDNS_URL)} =
	(Servers::API_KEY, "http://127.0.0.1:$server->{api_port}");

# The records in zone text but for SOA and apex NS, which each place has of its own.
sub records { return grep { / IN / && !/^@ .* IN (?:SOA|NS) / } split /^/m, shift }
sub export_of { return records($sim->zoneferry('export', $_[0], '-q')->{out}) }

# Each hop: where to, and the types that don't get there.
my @hops = (
	['bunny:chain.example', qw(DS NAPTR SSHFP)],
	['sdpf:chain.example', qw(CAA HTTPS SVCB TLSA)],
	['hostup:chain.example', qw(PTR)],
	["$dir/file.zone"],
	['powerdns:chain.example'],
	['bunny:chain.example'],
);
my $from = "$dir/same.zone";
my @wanted = records($zone);
for (@hops) {
	my ($to, @lost) = @$_;
	my $r = $sim->zoneferry('sync', $from, $to, '--apply', '-q', qw(--max-delete 100% --allow),
		'last-apex-address,last-mx', '--state', "$dir/state");
	is($r->{exit}, 0, "to $to") or diag $r->{out}, $r->{err};
	my ($unfit) = $r->{out} =~ /^not carried, as it does not fit:\n((?:  .*\n)*)/m;
	my %told = map { $_ => 1 } ($unfit // '') =~ /the target has no (\w+):/g;
	is_deeply([sort keys %told], \@lost, 'what does not fit is listed');
	my $types = join '|', @lost, '-';
	@wanted = grep { !/ IN (?:$types) / } @wanted;
	is(join('', export_of($to)), join('', @wanted), 'all else is there');
	$from = $to;
}
cmp_ok(scalar @wanted, '>', 25, 'which is most of it');

done_testing;
