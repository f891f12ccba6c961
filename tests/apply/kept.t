#!/usr/bin/perl
# Provider records are written like records where they are asked for: a sync deletes and makes them,
# undo and a restore bring them back.
use strict;
use warnings;
use lib 'tests/support';
use File::Temp 'tempdir';
use Servers;
use Sim qw(run slurp spew);
use Test::More;

my $dir = tempdir(CLEANUP => 1);
my $sim = Sim->start(map { "$_=testdata/sim/$_.json" } qw(bunny hostup));
my @everything = (qw(-q --provider-records --max-delete 100% --allow), 'last-apex-address,empty-source');

sub zoneferry { return $sim->zoneferry(@_, '--state', "$dir/state") }

sub ends {
	my ($exit, $name, @command) = @_;
	my $r = zoneferry(@command);
	is($r->{exit}, $exit, $name) or diag $r->{out}, $r->{err};
	return $r;
}

sub kept_at {
	my ($location) = @_;
	return join '', grep { /^;@/ } split /^/m, $sim->zoneferry('export', $location, '-q')->{out};
}

# They go, come back by undo, go again, and come back from a file.
sub there_and_back {
	my ($target, $kinds) = @_;
	my $text = $sim->zoneferry('export', $target, '-q')->{out};
	my $before = kept_at($target);
	like($before, $kinds, "$target: they are there");
	spew("$dir/with.zone", $text);
	spew("$dir/without.zone", join '', grep { !/^;@/ } split /^/m, $text);
	for my $back (['undo', '-q'], ['sync', "$dir/with.zone", $target, '--apply', @everything]) {
		ends(0, "$target: they go", 'sync', "$dir/without.zone", $target, '--apply', @everything);
		is(kept_at($target), '', 'all of them');
		ends(0, "$target: and come back by $back->[0]", @$back);
		is(kept_at($target), $before, 'as they were');
	}
	my $r = ends(0, "$target: nothing remains", 'sync', "$dir/with.zone", $target, @everything);
	return like($r->{out}, qr/nothing to do/, 'as it says');
}

my @hosts = ({name => 'a.kept.example', type => 'A', ttl => 300, value => '192.0.2.1'},
	{name => 'kept.example', type => 'ALIAS', ttl => 300, value => 'origin.example.net'},
	{name => 'app.kept.example', type => 'ALIAS', ttl => 600, value => 'origin.example.net'});
$sim->set_zone('hostup', 'kept.example', \@hosts);
there_and_back('hostup:kept.example', qr/ALIAS.*ALIAS/s);
$sim->set_zone('bunny', 'kept.example', [{Type => 5, Name => 'old', Value => 'https://example.com/', Ttl => 300},
	{Type => 0, Name => 'off', Value => '192.0.2.1', Ttl => 300, Disabled => \1}]);
there_and_back('bunny:kept.example', qr/Disabled/);

SKIP: {
	skip 'pdns_server is missing', 1 if Servers::missing('pdns');
	spew("$dir/pdns.zone", "\$ORIGIN kept.example.\n\@ 60 IN SOA ns1 h 1 2 3 4 5\n\@ 60 IN NS ns1\n"
		. "ns1 60 IN A 192.0.2.1\nboth 60 IN A 192.0.2.2\n");
	my $server = Servers->start('pdns', zone => 'kept.example', file => "$dir/pdns.zone");
	my $url = "http://127.0.0.1:$server->{api_port}";
	@{$sim->{env}}{qw(PDNS_API_KEY ZONEFERRY_POWERDNS_URL)} = (Servers::API_KEY, $url);
	my $set = sub {
		my ($name, $type, $records) = @_;
		my $r = run({}, 'curl', '-sSf', '-X', 'PATCH', '-H', 'X-API-Key: ' . Servers::API_KEY, '-d',
			qq({"rrsets":[{"name":"$name.kept.example.","type":"$type","ttl":60,"changetype":"REPLACE",)
			. qq("records":[$records]}]}), "$url/api/v1/servers/localhost/zones/kept.example.");
		is($r->{exit}, 0, "$name $type") or diag $r->{err};
	};
	$set->('alias', 'ALIAS', '{"content":"www.example.net.","disabled":false}');
	$set->('lua', 'LUA', '{"content":"A \\"ifportup(443, {\'192.0.2.1\'})\\"","disabled":false}');
	there_and_back('powerdns:kept.example', qr/ALIAS.*LUA/s);

	# A comment beside what is disabled stays when records come to the RRset.
	$set->('said', 'A', '{"content":"192.0.2.7","disabled":true}],"comments":[{"content":"rack 7","account":"me"}');
	spew("$dir/said.zone", slurp("$dir/with.zone") . "said 60 IN A 192.0.2.8\n");
	ends(0, 'records come', 'sync', "$dir/said.zone", 'powerdns:kept.example', '--apply', '-q');
	my $said = $sim->zoneferry('export', 'powerdns:kept.example', '-q')->{out};
	like($said, qr/^said .* 192\.0\.2\.8 .*rack 7/m, 'to what is said of them');
	like($said, qr/^;.*rack 7.*192\.0\.2\.7/m, 'and beside what is disabled');
	ends(0, 'and go', 'undo', '-q');

	# What is disabled is part of an RRset: it comes alone, never over what is served.
	my $file = slurp("$dir/with.zone");
	my $off = ';@powerdns {"name":"%s.kept.example.","records":[{"content":"192.0.2.9","disabled":true}],'
		. '"ttl":60,"type":"A"}' . "\n";
	spew("$dir/off.zone", $file . sprintf($off, 'off') . sprintf($off, 'both'));
	my $r = ends(0, 'what is disabled', 'sync', "$dir/off.zone", 'powerdns:kept.example', '--apply', @everything);
	like($r->{out}, qr/an RRset that has others/, 'is left out where others are');
	like(kept_at('powerdns:kept.example'), qr/"off\.kept.*"disabled":true/, 'and made where none are');
	like($sim->zoneferry('export', 'powerdns:kept.example', '-q')->{out}, qr/^both .* 192\.0\.2\.2$/m, 'others stay');
	$r = ends(4, 'undo', 'undo', '-q');
	like($r->{out}, qr/left: provider record: it is no element of its own/, 'names it');
}

done_testing;
