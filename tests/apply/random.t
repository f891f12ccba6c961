#!/usr/bin/perl
# From any zone to any other, at each simulated provider, at PowerDNS and in a file: one apply leaves an
# empty plan, a second makes no call that writes, no state in between is worse than both ends, and undo
# brings back what was there. ROUNDS=50 for more zones.
use strict;
use warnings;
use lib 'tests/support';
use File::Temp 'tempdir';
use JSON::PP;
use RandomZone;
use Servers;
use Sim qw(run slurp spew zf);
use SimControl qw(losses);
use Test::More;

my $rounds = $ENV{ROUNDS} // 4;
my $dir = tempdir(CLEANUP => 1);
my %credentials = (cloudflare => {CLOUDFLARE_API_TOKEN => 't'}, hetzner => {HETZNER_API_TOKEN => 't'},
	route53 => {AWS_ACCESS_KEY_ID => 'k', AWS_SECRET_ACCESS_KEY => 's'});
my %files = map { $_ => "testdata/sim/$_.json" } qw(bunny sdpf hostup);
for my $provider (keys %credentials) {
	$files{$provider} = "$dir/$provider.json";
	spew($files{$provider}, encode_json({credentials => $credentials{$provider},
		zones => [{$provider eq 'route53' ? (Name => 'example.org.') : (name => 'example.org')}]}));
}
my $sim = Sim->start({for => 7200}, map { "$_=$files{$_}" } sort keys %files);

my @everything = (qw(--max-delete 100% --state), "$dir/state", '--allow',
	'empty-source,last-apex-address,last-mx,no-apex-ns');

sub sync { return $sim->zoneferry('sync', "$dir/wanted.zone", @_, @everything) }
sub zone_of { return $sim->zoneferry('export', $_[0], '-q')->{out} =~ s/ SOA .*//r }

# What a plan says that the API or DNS forces is taken out of the losses.
sub unforced {
	my ($remark, @losses) = @_;
	my @names = map { s/\.example\.org$//r } ($remark // '') =~ /([\w*.\\-]+\.example\.org)\b/g;
	return grep { my $line = $_; !grep { $line =~ /(?<![\w.])\Q$_\E(?![\w])/ } @names } @losses;
}

sub cycle {
	my ($target, $provider) = @_;
	my $before = zone_of($target);
	$sim->record($provider, 'example.org') if $provider;
	my $r = sync($target, '-f', 'json', '--apply');
	return is($r->{exit}, 0, "$target: applied") || diag $r->{out}, $r->{err}, slurp("$dir/wanted.zone")
		if $r->{exit};
	my $plan = decode_json($r->{out})->{plan};
	if ($provider) {
		my @worse = unforced($plan->{remark}, losses($provider, $sim->states($provider, 'example.org')));
		is("@worse", '', "$target: no state in between is worse than both ends") or diag $r->{out};
		$sim->clear_calls;
	}
	$r = sync($target);
	is($r->{exit}, 0, "$target: nothing remains") or diag $r->{out}, $r->{err};
	is(scalar(grep { $_->{writes} } $sim->calls(provider => $provider)), 0, "$target: nothing is written again")
		if $provider;
	return if !@{$plan->{operations}};
	my $after = zone_of($target);
	$r = $sim->zoneferry('undo', '--state', "$dir/state", '-q');
	is($r->{exit}, 0, "$target: undone") or diag $r->{out}, $r->{err};
	is(zone_of($target), $before, "$target: as it was");
	is($sim->zoneferry('undo', '--state', "$dir/state", '-q')->{exit}, 0, "$target: undo undone");
	return is(zone_of($target), $after, "$target: as it was then");
}

srand 2136;
my @zones = map { RandomZone::text() } 1 .. $rounds;
for my $provider (sort keys %files) {
	$sim->set_zone($provider, 'example.org', []) if !$credentials{$provider};
	for my $zone (@zones) {
		spew("$dir/wanted.zone", $zone);
		cycle("$provider:example.org", $provider);
	}
}

my $first = RandomZone::HEAD . RandomZone::GLUE . "\@ 60 IN NS ns1\n";
spew("$dir/there.zone", $first);
for my $zone (@zones) {
	spew("$dir/wanted.zone", $zone);
	cycle("$dir/there.zone");
}

spew("$dir/pdns.zone", $first);
Servers->with('pdns', {zone => 'example.org', file => "$dir/pdns.zone"}, sub {
	my ($server) = @_;
	$sim->{env}{PDNS_API_KEY} = Servers::API_KEY;
	$sim->{env}{ZONEFERRY_POWERDNS_URL} = "http://127.0.0.1:$server->{api_port}";
	for my $zone (@zones) {
		spew("$dir/wanted.zone", $zone);
		cycle('powerdns:example.org');
	}
});

done_testing;
