#!/usr/bin/perl
# A real PowerDNS server: its HTTP API, its zone-file export, its tool and its zone transfer are four
# witnesses of one zone.
use strict;
use warnings;
use lib 'tests/support';
use File::Temp 'tempdir';
use Test::More;
use Servers;
use Sim qw(run slurp spew zf);

plan skip_all => 'pdns_server is missing: scripts/install-deps --test' if Servers::missing('pdns');

my $dir = tempdir(CLEANUP => 1);
my $source = "$dir/example.org.zone";
spew($source, slurp('testdata/provider/powerdns/types.zone'));
my $s = Servers->start('pdns', zone => 'example.org', file => $source);
my %env = (PDNS_API_KEY => Servers::API_KEY, ZONEFERRY_POWERDNS_URL => "http://127.0.0.1:$s->{api_port}",
	HOME => $dir, XDG_CONFIG_HOME => "$dir/config");
sub zoneferry { return run(\%env, zf(), @_) }
sub pdnsutil {
	my $r = run({}, 'pdnsutil', "--config-dir=$s->{dir}", @_);
	die "pdnsutil @_: $r->{err}" if $r->{exit};
	return $r->{out};
}

# The serial is the server's to raise.
sub equal {
	my ($a, $b, $name, @more) = @_;
	my $r = zoneferry('diff', $a, $b, '-q', '--ignore', 'serial', @more);
	is($r->{exit}, 0, $name) or diag $r->{out}, $r->{err};
}

is(zoneferry('providers', 'powerdns', '--test')->{exit}, 0, 'the key is accepted');
is(zoneferry('zones', 'powerdns')->{out}, "example.org\n", 'zones');
my $api = 'powerdns:example.org';
equal($api, $source, 'the API gives what was written');
equal($api, "$api?native", 'its zone-file export the same');
equal($api, "axfr://127.0.0.1:$s->{port}/example.org", 'its zone transfer the same');
spew("$dir/listed.zone", pdnsutil('list-zone', 'example.org'));
equal($api, "$dir/listed.zone", 'and its tool');
my $out = "$dir/out.zone";
is(zoneferry('export', $api, '-o', $out)->{exit}, 0, 'export to a file');
equal($out, $api, 'which is equal');
is(run({}, 'named-checkzone', '-i', 'none', 'example.org', $out)->{exit}, 0, 'BIND takes it');

# Disabled and provider-own records are kept; a zone with a slash in its name is found by its id.
sub api {
	my ($method, $path, $body) = @_;
	my $r = run({}, 'curl', '-sS', '-X', $method, '-H', 'X-API-Key: ' . Servers::API_KEY, '-d', $body,
		"http://127.0.0.1:$s->{api_port}/api/v1/servers/localhost$path");
	die $r->{err} if $r->{exit};
	return $r->{out};
}
api('PATCH', '/zones/example.org.', '{"rrsets":[{"name":"off.example.org.","type":"A","ttl":60,'
	. '"changetype":"REPLACE","records":[{"content":"192.0.2.66","disabled":true},'
	. '{"content":"192.0.2.67","disabled":false}]}]}');
api('POST', '/zones', '{"name":"0/25.2.0.192.in-addr.arpa.","kind":"Native","nameservers":["ns1.example.org."]}');
api('PATCH', '/zones/0=2F25.2.0.192.in-addr.arpa.', '{"rrsets":[{"name":"1.0/25.2.0.192.in-addr.arpa.",'
	. '"type":"PTR","ttl":60,"changetype":"REPLACE","records":[{"content":"a.example.org.","disabled":false}]}]}');
my $text = zoneferry('export', $api, '-q')->{out};
like($text, qr/^off +60 IN A +192\.0\.2\.67$/m, 'what is served is a record');
like($text, qr/^;\@powerdns \{.*192\.0\.2\.66.*\}$/m, 'what is disabled is kept');
my $r = zoneferry('export', 'powerdns:0/25.2.0.192.in-addr.arpa', '-q');
is($r->{exit}, 0, 'a zone with a slash') or diag $r->{err};
like($r->{out}, qr/^1 +60 IN PTR +a\.example\.org\.$/m, 'is the right one');

# What goes wrong is one line.
$r = zoneferry('export', 'powerdns:example.net', '-o', "$dir/none");
is($r->{exit}, 2, 'no such zone');
like($r->{err}, qr/\A\S.*no such zone.*\n\z/, 'one line');
ok(!-e "$dir/none", 'no file');
$env{PDNS_API_KEY} = 'canary-of-a-wrong-key';
$r = zoneferry('export', $api);
is($r->{exit}, 2, 'a wrong key');
like($r->{err}, qr/401/, 'says the status');
unlike($r->{err}, qr/canary/, 'and not the key');
done_testing;
