#!/usr/bin/perl
# verify: real servers, of which some are stale, silent or don't serve the zone.
use strict;
use warnings;
use lib 'tests/support';
use File::Temp 'tempdir';
use JSON::PP;
use Servers;
use Sim qw(run spew zf);
use Test::More;

my $dir = tempdir(CLEANUP => 1);
my $long = join ' ', map { '"' . 'x' x 200 . "$_\"" } 1 .. 20;
my $text = <<"END";
\$ORIGIN example.org.
\$TTL 3600
@ IN SOA ns1 hostmaster 2026010101 7200 3600 1209600 3600
@ IN NS ns1
@ IN NS ns2
@ IN MX 10 mail
@ IN TXT $long
ns1 IN A 127.0.0.1
ns2 IN AAAA ::1
mail IN A 192.0.2.25
* IN CNAME mail
old IN DNAME example.net.
sub IN NS ns.sub
sub IN DS 60485 5 2 d4b7d520e7bb5f0f67674a0cceb1e3e0614b93c4f9e99b8383f6a1e4469da50a
ns.sub IN A 192.0.2.53
www.sub IN TXT "hidden"
web IN HTTPS 1 . alpn=h2 ipv4hint=192.0.2.80
web 300 IN A 192.0.2.80
END
$text .= "h$_ IN A 10.0.0.$_\n" for 1 .. 250;
my $zone = "$dir/example.org.zone";
spew($zone, $text);

(my $other = $text) =~ s/2026010101/2026010100/;
$other =~ s/192\.0\.2\.25/192.0.2.26/;
$other =~ s/^web 300/web 600/m;
$other =~ s/^h7 .*\n//m;
my $stale = "$dir/stale.zone";
spew($stale, $other);

sub verify { return run({}, zf(), 'verify', $zone, @_) }

my @kinds = grep { !Servers::missing($_) } qw(bind knot nsd pdns);
cmp_ok scalar @kinds, '>=', 1, 'there is a name server to test with';

for my $kind (@kinds) {
	for my $host ('127.0.0.1', '::1') {
		my $s = Servers->start($kind, zone => 'example.org', file => $zone, host => $host);
		my $r = verify('--ns', $s->at);
		is $r->{out}, $s->at . ": agrees, serial 2026010101, 264 RRsets\n", "$kind on $host agrees"
			or diag $r->{err};
		is $r->{exit}, 0, 'exit';
	}
}

# What the provider serves without a record: an answer is not judged, no answer is a difference.
for my $case (['alias.example.org.', 'A', 0, qr/agrees, .*, 1 name not judged$/m],
	['ns1.example.org.', 'A', 0, qr/agrees, .*263 RRsets of 264|1 name not judged$/m],
	['mail.example.org.', 'AAAA', 1, qr/differs, .*nothing is answered at mail\.example\.org\.,/m]) {
	my ($name, $type, $exit, $says) = @$case;
	my $s = Servers->start($kinds[0], zone => 'example.org', file => $zone);
	my $file = "$dir/served.zone";
	spew($file, qq($text;\@route53 {"AliasTarget":{"DNSName":"x."},"Name":"$name","Type":"$type"}\n));
	my $r = run({}, zf(), 'verify', $file, '--origin', 'example.org', '--ns', $s->at);
	is $r->{exit}, $exit, "$name $type is served" or diag $r->{out}, $r->{err};
	like $r->{out}, $says, 'as it is said';
}

# Where a proxy or a weight steers what is answered, another answer is not judged, none is a difference.
for my $case (['mail A 192.0.2.99 ;@cloudflare {"proxied":true}', 0, qr/agrees, .*1 name not judged$/m],
	['www A 192.0.2.99 ;@cloudflare {"comment":"x"}', 1, qr/differs/],
	['mail A 192.0.2.99 ;@bunny {"Weight":10}', 0, qr/1 name not judged$/m],
	['mail AAAA 2001:db8::9 ;@cloudflare {"proxied":true}', 1, qr/nothing is answered at mail\.example\.org\.,/]) {
	my ($record, $exit, $says) = @$case;
	my $s = Servers->start($kinds[0], zone => 'example.org', file => $zone);
	my $file = "$dir/steered.zone";
	my ($owner) = $record =~ /^(\w+)/;
	spew($file, ($text =~ s/^$owner\s.*\n//mgr) . "$record\n");
	my $r = run({}, zf(), 'verify', $file, '--origin', 'example.org', '--ns', $s->at);
	is $r->{exit}, $exit, "$record" or diag $r->{out}, $r->{err};
	like $r->{out}, $says, 'as it is said';
}

my ($good, $bad) = @kinds > 1 ? @kinds[0, 1] : @kinds[0, 0];
my $fresh = Servers->start($good, zone => 'example.org', file => $zone);
my $old = Servers->start($bad, zone => 'example.org', file => $stale);
my $lame = Servers->start($good, zone => 'example.com', file => do {
	(my $com = $text) =~ s/example\.org/example.com/;
	spew("$dir/com.zone", $com);
	"$dir/com.zone";
});
my $nobody = Servers::free_port('127.0.0.1');

my $r = verify('--ns', $fresh->at, '--ns', join(',', $old->at, $lame->at), '--ns', "127.0.0.1:$nobody");
is $r->{exit}, 1, 'not all agree';
like $r->{out}, qr/^\Q@{[$fresh->at]}\E: agrees, serial 2026010101,/m, 'the good one';
like $r->{out}, qr/^\Q@{[$old->at]}\E: differs, serial 2026010100, older than the zone's,/m, 'the stale one';
like $r->{out}, qr/^mail\.example\.org\. A\n- 3600 192\.0\.2\.25\n\+ 3600 192\.0\.2\.26\n/m, 'another address';
like $r->{out}, qr/^web\.example\.org\. A\n~ 300 -> 600 192\.0\.2\.80\n/m, 'another TTL';
like $r->{out}, qr/^h7\.example\.org\. A.*\n- 3600 10\.0\.0\.7\n/m, 'a record that is not there';
like $r->{out}, qr/^\Q@{[$lame->at]}\E: lame; it answers with (?:REFUSED|NOTAUTH)$/m, 'the lame one';
like $r->{out}, qr/^127\.0\.0\.1:$nobody: silent; /m, 'the silent one';

$r = verify('--ns', $old->at, '--ns', "127.0.0.1:$nobody", '-f', 'json');
is $r->{exit}, 1, 'JSON: exit';
my $json = decode_json($r->{out});
is $json->{zone}, 'example.org.', 'zone';
my ($first, $second) = @{$json->{servers}};
is_deeply [@$first{qw(state serial serial_is asked missing)}], ['differs', 2026010100, 'older', 264, 0],
	'a server';
is_deeply $first->{diff}{summary}, {added => 3, removed => 3, ttl => 1, meta => 0, ignored => 0}, 'its diff';
is_deeply [@$second{qw(state reason)}], ['silent', 'no answer'], 'one that is silent';

$r = verify('--ns', $old->at, '--ignore', 'soa,ttl', '--only', 'MX,TXT,HTTPS');
is $r->{exit}, 0, 'what is left out does not differ';
like $r->{out}, qr/agrees, serial 2026010100, older than the zone's, 3 RRsets$/, 'and is not asked';
$r = verify('--ns', $old->at, '--name', 'h*', '--ignore', 'soa');
is $r->{exit}, 1, 'by name';

is verify('--ns', "127.0.0.1:$nobody")->{exit}, 2, 'nobody answered';
$r = verify('--ns', 'no-such-host.invalid');
is $r->{exit}, 2, 'a server without address';
like $r->{out}, qr/no-such-host\.invalid: silent; no address/, 'is named';
is verify('--ns', '127.0.0.1:x')->{exit}, 3, 'a bad port';
is verify('--ns', '127.0.0.1:70000')->{exit}, 3, 'another one';

# A rate: 264 questions at 200 a second take a second at least, and get their answers.
$r = verify('--ns', $fresh->at, '--rate', 200);
is $r->{exit}, 0, '--rate';

# The zone's own servers, by the addresses in the zone; nobody answers at port 53 of 127.0.0.9.
(my $own = $text) =~ s/127\.0\.0\.1/127.0.0.9/;
$own =~ s/^.* NS ns2\n//m;
spew("$dir/own/example.org.zone", $own) if mkdir "$dir/own";
$r = run({}, zf(), 'verify', '--timeout', 5, "$dir/own/example.org.zone");
is $r->{exit}, 2, 'without --ns';
like $r->{out}, qr/^ns1\.example\.org\. 127\.0\.0\.9: silent; /m, 'the NS records are asked';

done_testing;
