#!/usr/bin/perl
# One zone at five places - a file, three providers, a name server - and who is the odd one out.
use strict;
use warnings;
use lib 'tests/support';
use JSON::PP;
use Servers;
use Sim qw(slurp spew);
use Test::More;

plan skip_all => 'BIND is not installed' if Servers::missing('bind');

my $sim = Sim->start(map { "$_=testdata/sim/$_.json" } qw(bunny sdpf hostup));
my @providers = map { "$_:common.example" } qw(bunny sdpf hostup);
my ($file, $served) = map { "$sim->{dir}/$_.zone" } qw(file served);

my $r = $sim->zoneferry('export', 'sdpf:common.example');
is $r->{exit}, 0, 'the zone' or diag $r->{err};
spew($served, $r->{out});
my $server = Servers->start('bind', zone => 'common.example', file => $served);
my @all = ($file, @providers, "axfr://127.0.0.1:$server->{port}/common.example");

# Runs compare and decodes its JSON.
sub compare {
	my ($flags, @locations) = @_;
	my $result = $sim->zoneferry('-q', 'compare', '-f', 'json', @$flags, @locations);
	diag $result->{err} if $result->{err} ne '';
	return ($result->{exit}, decode_json($result->{out}));
}

# "name type odd…" of all RRsets that differ.
sub differing {
	return [map { join ' ', $_->{name}, $_->{type}, @{$_->{odd}} } grep { @{$_->{odd}} } @{$_[0]{rrsets}}];
}

spew($file, $r->{out});
my ($exit, $json) = compare([], @all);
is $exit, 0, 'all five are equal';
ok $json->{equal}, 'and say so';
is_deeply $json->{locations}, \@all, 'in their order';
my ($soa) = grep { $_->{type} eq 'SOA' } @{$json->{rrsets}};
is_deeply $soa->{synthesised}, [1, 3], 'the SOA of two was synthesised';

spew($file, $r->{out} =~ s/^(mail +)3600( IN A )/${1}60$2/mr =~ s/^quote .*\n//mr
	. "_443._tcp 300 IN HTTPS 1 . alpn=h2\n_443._tcp 300 IN TYPE65280 \\# 0\n");
($exit, $json) = compare([], @all);
is $exit, 1, 'a file that was changed';
is_deeply differing($json), [
	'_443._tcp.common.example. HTTPS 0', '_443._tcp.common.example. TYPE65280 0 4',
	'mail.common.example. A 0', 'quote.common.example. TXT 0',
	], 'is the odd one, unless only one other could tell' or diag explain differing($json);
my %set = map { ("$_->{name} $_->{type}" => $_) } @{$json->{rrsets}};
is_deeply $set{'_443._tcp.common.example. HTTPS'}{cannot_hold}, [2, 3], 'who can not hold a type';
is_deeply $set{'_443._tcp.common.example. TYPE65280'}{cannot_hold}, [1, 2, 3], 'does not lack it';
is $set{'quote.common.example. TXT'}{sets}[0], undef, 'who lacks a set has null';
is $set{'mail.common.example. A'}{sets}[0]{ttl}, 60, 'who differs in the TTL shows it';

($exit, $json) = compare(['--ignore', 'ttl', '--only', 'A'], @all);
is $exit, 0, 'of the A records only the TTL differs';

my $text = $sim->zoneferry('-q', 'compare', @all)->{out};
like $text, qr/^mail\.common\.example\. A: odd: \Q$file\E$/m, 'text names the odd one';
like $text, qr/^  sdpf:common\.example, hostup:common\.example: can't hold the type$/m,
	'and who can not hold a type';
like $text, qr/^common\.example\.: 5 locations, \d+ RRsets: \d+ agree, 4 differ$/m, 'and sums up';

$r = $sim->zoneferry('compare', $file, 'bunny:nowhere.example', @providers);
is $r->{exit}, 2, 'a location that can not be read is trouble';
is $r->{out}, '', 'and nothing is compared';
done_testing;
