#!/usr/bin/perl
# backup from a real name server: its zones by a catalog zone (RFC 9432), by a list, or by name.
use strict;
use warnings;
use lib 'tests/support';
use Cwd qw(getcwd);
use File::Temp 'tempdir';
use Servers;
use Sim qw(run slurp spew zf);
use Test::More;

my $top = getcwd();
my $dir = tempdir(CLEANUP => 1);
my %env = (HOME => $dir, XDG_CONFIG_HOME => "$dir/config", XDG_STATE_HOME => "$dir/state");
mkdir $_ for "$dir/config", "$dir/config/zoneferry";
spew("$dir/config/zoneferry/config.yaml", "keys:\n  transfer: { algorithm: hmac-sha256, secret: \"@{[Servers::SECRET]}\" }\n");
chmod 0600, "$dir/config/zoneferry/config.yaml";

sub zone {
	my ($name, @more) = @_;
	return join "\n", '$TTL 300', "\@ IN SOA ns1.example.net. h.example.net. 1 7200 3600 1209600 300", '@ NS ns1.example.net.', @more, '';
}
sub backup { return run(\%env, zf(), 'backup', '-q', @_) }
sub files { my ($in) = @_; return join ' ', map { s{.*/}{}r } sort glob "$in/*.zone" }

my @members = qw(a.example b.example 2.0.192.in-addr.arpa 0-31.2.0.192.in-addr.arpa);
my %zones = map { $_ => zone($_, 'www A 192.0.2.1') } @members, 'hidden.example';
my $n = 0;
my @ptr = map { 'm' . ++$n . ".zones PTR $_." } @members;
my $version = 'version TXT "2"';
my %catalogs = (
	'cat.example' => [$version, @ptr, 'group.m1.zones TXT "nodnssec"', 'coo.m2.zones PTR other.example.', 'x PTR y.example.'],
	'old.example' => ['version TXT "1"', @ptr], 'none.example' => [@ptr], 'both.example' => [$version, 'version TXT "3"', @ptr],
	'twice.example' => [$version, @ptr, 'again.zones PTR A.example.'], 'several.example' => [$version, @ptr, 'm1.zones PTR c.example.'],
	'gone.example' => [$version, @ptr, 'm9.zones PTR unserved.example.'], 'empty.example' => [$version],
);
$zones{$_} = zone($_, @{$catalogs{$_}}) for keys %catalogs;
spew("$dir/$_.zone", $zones{$_}) for keys %zones;
my %more = map { $_ => "$dir/$_.zone" } keys %zones;

Servers->with('bind', {zone => 'a.example', file => delete $more{'a.example'}, key => 1, more => \%more}, sub {
	my ($server) = @_;
	my $at = 'axfr://' . $server->at;
	my $r = backup("$at/*?catalog=cat.example&key=transfer", '-d', "$dir/cat", '--jobs', 4);
	is("$r->{exit} $r->{out}", "0 4 zones: 4 new\n", 'by a catalog zone') or diag $r->{err};
	is(files("$dir/cat"), '0-31.2.0.192.in-addr.arpa.zone 2.0.192.in-addr.arpa.zone a.example.zone b.example.zone', 'all members, nothing else');
	like(slurp("$dir/cat/zoneferry.json"), qr{"location":"\Q$at\E/a\.example\?key=transfer"}, 'each is a copy of a location');
	is(run(\%env, zf(), 'diff', "$dir/cat/a.example.zone", "$at/a.example?key=transfer")->{exit}, 0, 'and equal to it');
	$r = backup("$at/*?key=transfer&catalog=cat.example", '-d', "$dir/cat");
	is("$r->{exit} $r->{out}", "0 4 zones: 4 unchanged\n", 'again');
	is(backup("$at/*.example?catalog=cat.example&key=transfer", '-d', "$dir/glob")->{out}, "2 zones: 2 new\n", 'by a glob');
	is(backup("$at/b.example?key=transfer", "$at/a.example?key=transfer", '-d', "$dir/named")->{out}, "2 zones: 2 new\n", 'by name');
	spew("$dir/list", "# ours\nA.example\nb.example.   # second\n\n");
	is(backup("$at/*?key=transfer", '--zones', "$dir/list", '-d', "$dir/list.d")->{out}, "2 zones: 2 new\n", 'by a list');
	is(backup("$at/*?key=transfer&catalog=cat.example", '-d', "$dir/shard", '--shard', '1/2')->{exit}, 0, 'in shards');
	like(run(\%env, zf(), 'backup', "$at/*?key=transfer&catalog=cat.example", '-d', "$dir/e", '--estimate')->{out}, qr/: 4 zones, 4 requests/, 'estimated');

	# What isn't whole.
	$r = backup("$at/*?key=transfer&catalog=gone.example", '-d', "$dir/gone");
	is("$r->{exit} $r->{out}", "4 5 zones: 4 new, 1 failed\n", 'one that isn\'t served');
	like($r->{err}, qr{/unserved\.example: error: the server does not serve}, 'is named');
	is(backup('--verify', "$dir/gone")->{exit}, 0, 'the others are saved');
	$r = backup("$at/*?key=transfer&catalog=empty.example", '-d', "$dir/cat", '--prune');
	is($r->{exit}, 4, 'a catalog that is empty now isn\'t believed');
	is(scalar(() = files("$dir/cat") =~ /\.zone/g), 4, 'no file is moved away');
	for my $case (['old', qr/another version than 2/], ['none', qr/no catalog zone: .* no TXT/], ['both', qr/another version/],
		['twice', qr/a\.example\. is its member twice/], ['several', qr/a member node has several PTR/], ['nosuch', qr/nosuch\.example/]) {
		$r = backup("$at/*?key=transfer&catalog=$case->[0].example", '-d', "$dir/x");
		is($r->{exit}, 2, "catalog: $case->[0]");
		like($r->{err}, $case->[1], 'is told');
		is(files("$dir/x"), '', 'and nothing saved');
	}
	is(backup("$at/*?catalog=cat.example", '-d', "$dir/x")->{exit}, 2, 'without the key');
	spew("$dir/list", "a.example\nb..example\n");
	like(backup("$at/*?key=transfer", '--zones', "$dir/list", '-d', "$dir/x")->{err}, qr{/list:2: }, 'a line that is no name');
	for my $case (["$at/*", qr/doesn't tell its zones/], ["$at/a*?key=transfer", qr/doesn't tell its zones/], ["$at", qr{write axfr://HOST}],
		["$at/*?catalog=a&catalog=b", qr/not "catalog=b"/], ["$at/*?x=1", qr/not "x=1"/], ['axfr://h:99999/*', qr/port is a number/]) {
		$r = backup($case->[0], '-d', "$dir/x");
		cmp_ok($r->{exit}, '>=', 2, "refused: $case->[0]");
		like($r->{err}, $case->[1], 'with what to write');
	}
	$r = backup("$at/a.example?key=transfer", 'axfr://127.0.0.1:1/b.example', '-d', "$dir/two");
	is($r->{exit}, 4, 'two servers, one of them silent');
	ok(-e "$dir/two/127.0.0.1_$server->{port}/a.example.zone", 'a folder each');
	$r = run(\%env, zf(), 'diff', '-q', "$dir/glob", "$at/*?catalog=cat.example&key=transfer");
	like($r->{out}, qr/4 zones: 2 only in \S+, 2 the same/, 'a folder against a server');
});
done_testing;
