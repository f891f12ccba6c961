#!/usr/bin/perl
# axfr: zones from real name servers, with and without TSIG, over IPv4 and IPv6.
use strict;
use warnings;
use lib 'tests/support';
use File::Temp 'tempdir';
use Servers;
use Sim qw(run slurp spew zf);
use Test::More;

my $dir = tempdir(CLEANUP => 1);
my $config = "$dir/config.yaml";
spew($config, <<END);
keys:
  transfer: { algorithm: hmac-sha256, secret: @{[Servers::SECRET]} }
  other: { algorithm: hmac-sha256, secret: b3RoZXI= }
  wrong: { algorithm: hmac-sha512, secret: @{[Servers::SECRET]} }
END
chmod 0600, $config;

my $zone = "$dir/example.org.zone";
spew($zone, <<'END');
$ORIGIN example.org.
$TTL 3600
@ IN SOA ns1 hostmaster 2026010101 7200 3600 1209600 3600
@ IN NS ns1
@ IN NS ns2.example.net.
@ IN MX 10 Mail
@ IN TXT "v=spf1 mx -all" "\"quoted\" \\ \000\255"
@ IN CAA 0 issue "ca.example.net"
ns1 300 IN A 192.0.2.1
ns1 IN AAAA 2001:db8::1
mail IN A 192.0.2.25
*.wild IN CNAME mail
_sip._tcp IN SRV 10 5 5060 mail
old IN DNAME example.net.
sub IN NS ns.sub
ns.sub IN A 192.0.2.53
web IN HTTPS 1 . alpn=h2 ipv4hint=192.0.2.80
n IN NAPTR 100 10 "U" "E2U+sip" "!^.*$!sip:a@example.org!" .
loc IN LOC 52 14 5 N 0 8 50 E 10m
rp IN RP hostmaster mail
x IN TYPE65280 \# 4 01020304
END

sub export { return run({}, zf(), '--config', $config, '--timeout', 30, 'export', @_) }

my $want = run({}, zf(), 'export', $zone)->{out};
like $want, qr/65280/, 'the zone itself is read';

for my $kind (qw(bind knot nsd pdns)) {
	for my $host ('127.0.0.1', '::1') {
		my %o = (zone => 'example.org', file => $zone, host => $host);
		Servers->with($kind, \%o, sub {
			my ($s) = @_;
			my $r = export('axfr://' . $s->at . '/example.org');
			is $r->{err}, '', "$kind on $host: no complaint";
			is $r->{out}, $want, "$kind on $host: the same zone";
			is $r->{exit}, 0, 'exit';
			$r = export('axfr://' . $s->at . '/example.com');
			is $r->{exit}, 2, "$kind: a zone it doesn't serve";
			is $r->{out}, '', 'gives nothing';
			like $r->{err}, qr/REFUSED|NOTAUTH/, 'and says why';
		});
	}
}

for my $kind (qw(bind knot nsd pdns)) {
	Servers->with($kind, {zone => 'example.org', file => $zone, key => 1}, sub {
		my ($s) = @_;
		my $at = 'axfr://' . $s->at . '/example.org';
		my $r = export("$at?key=transfer");
		is $r->{out}, $want, "$kind with a key: the same zone";
		is $r->{exit}, 0, 'exit';
		for my $key ('', '?key=other', '?key=wrong') {
			$r = export("$at$key");
			is $r->{exit}, 2, "$kind with '$key'";
			is $r->{out}, '', 'gives nothing';
			like $r->{err}, qr/REFUSED|NOTAUTH|BADKEY|BADSIG/, 'and says why';
			unlike $r->{err}, qr/\Q@{[Servers::SECRET]}\E|b3RoZXI/, 'without the secret';
		}
		like export("$at?key=none")->{err}, qr/none/, 'a key that is not there';
	});
}

for my $algorithm (qw(hmac-md5 hmac-sha1 hmac-sha224 hmac-sha384 hmac-sha512)) {
	my %o = (zone => 'example.org', file => $zone, key => 1, algorithm => $algorithm);
	Servers->with('bind', \%o, sub {
		my ($s) = @_;
		spew("$dir/one.yaml", "keys:\n  transfer: { algorithm: $algorithm, secret: "
			. Servers::SECRET . " }\n");
		chmod 0600, "$dir/one.yaml";
		my $r = run({}, zf(), '--config', "$dir/one.yaml", 'export',
			'axfr://' . $s->at . '/example.org?key=transfer');
		is $r->{out}, $want, $algorithm or diag $r->{err};
	});
}

# A zone of many messages, of which servers sign only some.
my $many = "$dir/many.zone";
{
	open my $out, '>', $many or die;
	print $out "\$ORIGIN example.org.\n\$TTL 3600\n",
		"@ IN SOA ns1 hostmaster 1 7200 3600 1209600 3600\n@ IN NS ns1\nns1 IN A 192.0.2.1\n";
	print $out "h$_ IN A 10.", join('.', $_ >> 16, $_ >> 8 & 255, $_ & 255), "\n" for 1 .. 50000;
	print $out "t$_ IN TXT \"text of $_\"\nm$_ IN MX 10 h$_\n" for 1 .. 25000;
	close $out or die;
}
my $whole = run({}, zf(), 'export', $many)->{out};
my $records = () = $whole =~ /\n/g;
cmp_ok $records, '>=', 100_000, 'a hundred thousand records';
for my $kind (qw(bind knot nsd)) {
	Servers->with($kind, {zone => 'example.org', file => $many, key => 1}, sub {
		my ($s) = @_;
		my $r = export('axfr://' . $s->at . '/example.org?key=transfer');
		is $r->{err}, '', "$kind: signed";
		ok $r->{out} eq $whole, "$kind: all of them";
	});
}
my %one = (zone => 'example.org', file => $many, options => 'transfer-format one-answer;');
Servers->with('bind', \%one, sub {
	my ($s) = @_;
	my $r = export('axfr://' . $s->at . '/example.org');
	ok $r->{out} eq $whole, 'one record a message';
});

# The clock: the server's answer is right, ours is wrong.
SKIP: {
	skip 'faketime is not installed', 1 unless grep { -x "$_/faketime" } split /:/, $ENV{PATH};
	Servers->with('bind', {zone => 'example.org', file => $zone, key => 1}, sub {
		my ($s) = @_;
		my $r = run({}, 'faketime', '-f', '+1h', $ENV{ZF_RELEASE} // 'build/zoneferry', '--config',
			$config, 'export', 'axfr://' . $s->at . '/example.org?key=transfer');
		is $r->{exit}, 2, 'another time';
		like $r->{err}, qr/BADTIME/, 'and says so';
	});
}

done_testing;
