#!/usr/bin/perl
# A provider in ten minutes: the example of src/providers/README.md, put into a user's folder, is
# a provider without rebuilding; what is wrong in a description is told with its place.
use strict;
use warnings;
use lib 'tests/support';
use File::Temp 'tempdir';
use Test::More;
use Sim qw(run slurp spew zf);

my ($example) = slurp('src/providers/README.md') =~ /<!-- example: example\.json -->\n```json\n(.*?)^```$/ms;
ok($example, 'the README has the example');

my $dir = tempdir(CLEANUP => 1);
my $folder = "$dir/config/zoneferry/providers";
system('mkdir', '-p', $folder);
my %env = (HOME => $dir, XDG_CONFIG_HOME => "$dir/config", EXAMPLE_TOKEN => 'canary-of-the-example');
sub zoneferry { return run(\%env, zf(), @_) }

is(zoneferry('providers', 'example')->{exit}, 2, 'before, nobody knows it');
spew("$folder/example.json", $example);
my $r = zoneferry('providers', 'example');
is($r->{exit}, 0, 'now it is understood') or diag $r->{err};
like($r->{out}, qr/from environment EXAMPLE_TOKEN/, 'and where its token was found');
unlike($r->{out}, qr/canary/, 'not what it is');
like(zoneferry('providers')->{out}, qr/^example +Example DNS/m, 'it is among the providers');

spew("$dir/zones.http", <<'H');
> GET https://api.example.net/v1/zones?page=1&per_page=100
> authorization: Bearer canary-of-the-example
< 200
< content-type: application/json

{"zones": [{"name": "example.com"}, {"name": "example.org"}], "total": 2}
===
H
is(zoneferry('zones', 'example', '--replay', "$dir/zones.http")->{out}, "example.com\nexample.org\n", 'its zones');

spew("$dir/records.http", <<'H');
> GET https://api.example.net/v1/zones/example.com/records?page=1&per_page=100
> authorization: Bearer canary-of-the-example
< 200
< content-type: application/json

{"records": [
  {"id": 1, "name": "", "type": "NS", "content": "ns1.example.net", "ttl": 3600},
  {"id": 2, "name": "", "type": "MX", "content": "mail.example.com", "priority": 10, "ttl": 3600},
  {"id": 3, "name": "www", "type": "A", "content": "192.0.2.1", "ttl": 300},
  {"id": 4, "name": "_sip._tcp", "type": "SRV", "priority": 1, "content": "2 5060 sip.example.com", "ttl": 60},
  {"id": 5, "name": "txt", "type": "TXT", "content": "say \"hi\"; bye", "ttl": 60}
], "total": 5}
===
H
$r = zoneferry('export', 'example:example.com', '--replay', "$dir/records.http");
is($r->{exit}, 0, 'export') or diag $r->{err};
is($r->{out}, <<'Z', 'its records');
$ORIGIN example.com.
@                        3600 IN NS     ns1.example.net.
@                        3600 IN MX     10 mail.example.com.
_sip._tcp                  60 IN SRV    1 2 5060 sip.example.com.
txt                        60 IN TXT    "say \"hi\"; bye"
www                       300 IN A      192.0.2.1
Z

# A folder of descriptions goes before all others, and so can replace one that is built in.
mkdir "$dir/mine";
(my $mine = $example) =~ s/"name": "example"/"name": "vultr"/;
$mine =~ s/Example DNS/Not the real one/;
spew("$dir/mine/vultr.json", $mine);
like(zoneferry('providers', 'vultr', '--provider-dir', "$dir/mine")->{out}, qr/Not the real one/, '--provider-dir');

# What is wrong is one line: file, place, and what is known there.
my @wrong = (
	[sub { s/"ttl": "\/ttl"/"tttl": "\/ttl"/ }, qr/\/records: unknown key "tttl"; known here: /],
	[sub { s/"txt": "raw"/"txt": "rough"/ }, qr/\/records\/txt: .*"rough".*quoted-or-raw/],
	[sub { s/\{token\}/{tokens}/ }, qr/tokens/],
	[sub { s/https:\/\/api/http:\/\/api/ }, qr/https/],
	[sub { s/"style": "page"/"style": "pages"/ }, qr/style.*link-header/],
	[sub { s/"AAAA"/"AAAAA"/ }, qr/AAAAA/],
	[sub { s/\}\s*\z/}}/ }, qr/example\.json:\d+:\d+: error: /],
	[sub { s/"\/type"/"type"/ }, qr/"type"/],
);
for my $case (@wrong) {
	local $_ = $example;
	$case->[0]->();
	isnt($_, $example, 'the example is changed');
	spew("$folder/example.json", $_);
	$r = zoneferry('export', 'example:example.com', '--replay', "$dir/records.http");
	is($r->{exit}, 2, 'a wrong description is trouble');
	like($r->{err}, $case->[1], 'and says what');
	like($r->{err}, qr/\A.*example\.json.*\n\z/, 'in one line with its file');
}

# In the list of all, a wrong description hides no other.
spew("$folder/example.json", $example);
$r = zoneferry('providers');
is($r->{exit}, 0, 'all providers');
like($r->{out}, qr/^example +Example DNS +any/m, 'what each can do');
spew("$folder/example.json", '{');
$r = zoneferry('providers');
is($r->{exit}, 2, 'one of them wrong');
like($r->{err}, qr/\A.*example\.json.*\n\z/, 'is said');
like($r->{out}, qr/^bunny .*^vultr /ms, 'beside all others');
done_testing;
