#!/usr/bin/perl
# Writing to APIs that others wrote: PowerDNS with all its types, what is disabled and commented there,
# and OpenStack Designate. ROUNDS=50 for more zones at the latter.
use strict;
use warnings;
use lib 'tests/support';
use Designate;
use File::Temp 'tempdir';
use RandomZone;
use Servers;
use Sim qw(run slurp spew zf);
use Test::More;

my $rounds = $ENV{ROUNDS} // 2;
my $dir = tempdir(CLEANUP => 1);
my %env = (HOME => $dir, XDG_CONFIG_HOME => "$dir/config", XDG_STATE_HOME => "$dir/state");
my @everything = (qw(--max-delete 100% --allow), 'last-apex-address,last-mx', '-q');

sub zoneferry { return run(\%env, zf(), @_) }

sub ends {
	my ($exit, $name, @command) = @_;
	my $r = zoneferry(@command);
	is($r->{exit}, $exit, $name) or diag $r->{out}, $r->{err};
	return $r;
}

# The zone without what the server counts by itself.
sub zone_at {
	my ($location, @more) = @_;
	my $text = ends(0, "$location is read", 'export', $location, '-q', @more)->{out};
	$text =~ s/^@ .* SOA .*\n//m;
	$text =~ s/"modified_at":\d+/"modified_at":0/g;
	return $text;
}

# One way and back.
sub there_and_back {
	my ($target, $file, @more) = @_;
	my $before = zone_at($target);
	ends(1, "$target: changes are pending", 'sync', $file, $target, @everything, @more);
	ends(0, "$target: they are applied", 'sync', $file, $target, '--apply', @everything, @more);
	my $r = ends(0, "$target: nothing remains", 'sync', $file, $target, @everything, @more);
	like($r->{out}, qr/nothing to do/, 'as it says');
	my $after = zone_at($target);
	ends(0, "$target: undo", 'undo', '-q');
	is(zone_at($target), $before, "$target: as it was");
	ends(0, "$target: undo of the undo", 'undo', '-q');
	return is(zone_at($target), $after, "$target: as it was then");
}

my $small = <<'Z';
$ORIGIN example.org.
@ 3600 IN NS ns1
@ 300 IN A 192.0.2.1
@ 300 IN MX 10 mail
@ 300 IN TXT "v=spf1 mx -all"
ns1 300 IN A 192.0.2.53
mail 300 IN A 192.0.2.2
off 60 IN A 192.0.2.68
www 300 IN CNAME @
_sip._tcp 300 IN SRV 10 5 5060 sip.example.net.
Z
spew("$dir/small.zone", $small);

subtest PowerDNS => sub {
	plan skip_all => 'pdns_server is missing' if Servers::missing('pdns');
	spew("$dir/types.zone", slurp('testdata/provider/powerdns/types.zone'));
	my $s = Servers->start('pdns', zone => 'example.org', file => "$dir/types.zone");
	@env{qw(PDNS_API_KEY ZONEFERRY_POWERDNS_URL)} = (Servers::API_KEY, "http://127.0.0.1:$s->{api_port}");
	my $r = run({}, 'curl', '-sSf', '-X', 'PATCH', '-H', 'X-API-Key: ' . Servers::API_KEY, '-d',
		'{"rrsets":[{"name":"off.example.org.","type":"A","ttl":60,"changetype":"REPLACE",'
		. '"comments":[{"content":"rack 7","account":"me"}],"records":['
		. '{"content":"192.0.2.66","disabled":true},{"content":"192.0.2.67","disabled":false}]},'
		. '{"name":"alias.example.org.","type":"ALIAS","ttl":60,"changetype":"REPLACE","records":['
		. '{"content":"www.example.net.","disabled":false}]}]}',
		"$env{ZONEFERRY_POWERDNS_URL}/api/v1/servers/localhost/zones/example.org.");
	is($r->{exit}, 0, 'what is no record there') or diag $r->{err};
	there_and_back('powerdns:example.org', "$dir/small.zone");
	my $text = zone_at('powerdns:example.org');
	like($text, qr/"192\.0\.2\.66","disabled":true/, 'a disabled value rode along');
	like($text, qr/rack 7/, 'so did a comment');
	like($text, qr/ALIAS/, 'what is no DNS record stays');
	there_and_back('powerdns:example.org', "$dir/types.zone", '--apex-ns');
	$r = run({}, 'curl', '-sSf', '-X', 'PATCH', '-H', 'X-API-Key: ' . Servers::API_KEY, '-d',
		'{"rrsets":[{"name":"odd.example.org.","type":"TYPE65280","ttl":60,"changetype":"REPLACE",'
		. '"records":[{"content":"\\\\# 2 abcd","disabled":false}]}]}',
		"$env{ZONEFERRY_POWERDNS_URL}/api/v1/servers/localhost/zones/example.org.");
	is($r->{exit}, 0, 'a type that nobody can write to it') or diag $r->{err};
	my $before = zone_at('powerdns:example.org');
	like($before, qr/^odd .* TYPE65280/m, 'is read');
	spew("$dir/smaller.zone", $small =~ s/^off .*\n//mr);
	ends(0, 'what stays is no obstacle', 'sync', "$dir/smaller.zone", 'powerdns:example.org', '--apply',
		@everything, '--ignore-name', 'odd');
	ends(0, 'to undo either', 'undo', '-q');
	is(zone_at('powerdns:example.org'), $before, 'all is back');
	ends(0, 'it goes', 'sync', "$dir/smaller.zone", 'powerdns:example.org', '--apply', @everything);
	$r = ends(4, 'and is left by undo', 'undo', '-q');
	like($r->{out}, qr/odd\.example\.org\. TYPE65280: .*can't be given it again/, 'which names it');
	is(zone_at('powerdns:example.org'), $before =~ s/^odd .*\n//mr, 'all else is back');
};

subtest Designate => sub {
	plan skip_all => 'designate is missing' if Designate::missing();
	my $d = Designate->start;
	$d->make_zone('example.org');
	%env = (%env, %{$d->{env}});
	spew("$dir/same.zone", slurp('testdata/provider/same.zone') =~ s/same\.example/example.org/gr);
	there_and_back('designate:example.org', "$dir/same.zone");
	my $r = ends(1, 'what it can\'t hold', 'preflight', "$dir/same.zone", 'designate:example.org');
	like($r->{out}, qr/HTTPS can't be written/, 'is told before');
	there_and_back('designate:example.org', "$dir/small.zone");
	srand 2136;
	for (1 .. $rounds) {
		spew("$dir/random.zone", RandomZone::text());
		there_and_back('designate:example.org', "$dir/random.zone");
	}
};

done_testing;
