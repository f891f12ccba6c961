#!/usr/bin/perl
# json: zones in zoneferry's own JSON are read back as they were; what can't be such a zone is refused,
# and nothing in it gets into zone text as a line of its own.
use strict;
use warnings;
use lib 'tests/support';
use File::Temp 'tempdir';
use Sim qw(run slurp spew zf);
use Test::More;

my $dir = tempdir(CLEANUP => 1);
my $text = <<'END';
$ORIGIN example.com.
@                        3600 IN SOA    ns1.example.com. h.example.com. 1 7200 3600 1209600 3600
@                        3600 IN NS     ns1.example.com.
www                       300 IN A      192.0.2.1 ;@a {"x":[1,2]} ;@cloudflare {"proxied":true}
;@bunny {"Type":5}
END
spew("$dir/a.zone", $text);
my $json = run({}, zf(), 'export', '-f', 'json', "$dir/a.zone");
is $json->{exit}, 0, 'export';
spew("$dir/a.json", $json->{out});
is run({}, zf(), 'export', "$dir/a.json")->{out}, $text, 'read back';

my $record = '{"name":"www.example.com.","ttl":300,"class":"IN","type":"A","rdata":"192.0.2.1"%s}';
my $zone = '{"version":1,"zone":"example.com.","records":[%s],"provider_records":[%s]}';
for (
	['a newline in a name', '{"a\nevil 1 IN A 6.6.6.6 ;@b":{}}', '', qr/record 1.*"meta"/],
	['a space in a name', '{"a b":{}}', '', qr/record 1.*"meta"/],
	['an empty name', '{"":{}}', '', qr/record 1.*"meta"/],
	['a long name', '{"' . 'a' x 300 . '":{}}', '', qr/record 1.*"meta"/],
	['no object in it', '{"a":5}', '', qr/record 1.*"meta"/],
	['no object', '[]', '', qr/record 1.*"meta"/],
	['a newline in a provider', '{}', '{"provider":"a\nb","data":{}}', qr/provider record 1/],
	['no provider', '{}', '{"data":{}}', qr/provider record 1/],
	['no data', '{}', '{"provider":"a"}', qr/provider record 1/],
	['data that is no object', '{}', '{"provider":"a","data":"b"}', qr/provider record 1/],
	) {
	my ($what, $meta, $provider, $want) = @$_;
	spew("$dir/b.json", sprintf $zone, sprintf($record, qq(,"meta":$meta)), $provider);
	my $r = run({}, zf(), 'export', "$dir/b.json");
	is $r->{exit}, 2, $what;
	is $r->{out}, '', "$what: nothing is printed";
	like $r->{err}, $want, "$what: the place is told";
}
spew("$dir/b.json", sprintf $zone, sprintf($record, qq(,"meta":{"b":{"z":1,"a":"\xc3\xa9"},"a":{}})), '');
like run({}, zf(), 'export', "$dir/b.json")->{out},
	qr/192\.0\.2\.1 ;\@a \{\} ;\@b \{"a":"\\u00e9","z":1\}$/m, 'annotations become canonical';
done_testing;
