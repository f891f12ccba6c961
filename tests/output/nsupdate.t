#!/usr/bin/perl
# Scripts for nsupdate, run against BIND: fifty steps from one random zone to the next, each of
# which must leave the zone that was wanted; then lines, records and changes that are too large for
# nsupdate or for a message; then one for a zone
# that has changed meanwhile.
use strict;
use warnings;
use lib 'tests/support';
use File::Temp 'tempdir';
use Servers;
use Sim qw(run slurp spew zf);
use Test::More;

plan skip_all => 'BIND is not installed' if Servers::missing('bind');
plan skip_all => 'nsupdate is not installed' if !grep { -x "$_/nsupdate" } split /:/, $ENV{PATH};

my $dir = tempdir(CLEANUP => 1);
my @key = ('-y', 'hmac-sha256:transfer:' . Servers::SECRET);
srand 20260101;

sub one_of { return $_[rand @_] }

# RDATA of a type, of few values, so that zones have much in common.
sub rdata {
	my ($type) = @_;
	return '192.0.2.' . int rand 9 if $type eq 'A';
	return '2001:db8::' . int rand 9 if $type eq 'AAAA';
	return int(rand 3) . ' ' . one_of('mail', 'mail.example.net.') if $type eq 'MX';
	return one_of('"v=spf1 -all"', '"a" "b;c"', '"\"\\\\\\009\255"', '"<x>`|"') if $type eq 'TXT';
	return '0 5 ' . int(rand 3) . ' sip' if $type eq 'SRV';
	return '0 issue "ca' . int(rand 3) . '.example"' if $type eq 'CAA';
	return '1 . alpn=h2 port=' . (1 + int rand 3) if $type eq 'HTTPS';
	return '\# 2 00' . sprintf '%02x', rand 4 if $type eq 'TYPE65280';
	return 'ns' . int(rand 4) . '.example.net.' if $type eq 'NS';
	return one_of('www', 'other.example.net.');
}

# Text of a random zone: what BIND takes (a CNAME alone, one TTL a set).
sub zone {
	my ($serial) = @_;
	my %text;
	for my $owner ('@', 'www', '*', 'a.b', '_sip._tcp', 'x\;y', '\"q\032', 'mail') {
		next if $owner ne '@' && rand() < 0.3;
		my @types = $owner ne '@' && rand() < 0.25 ? 'CNAME'
			: grep { rand() < 0.4 } qw(A AAAA MX TXT SRV CAA HTTPS TYPE65280);
		push @types, 'NS' if $owner eq '@';
		for my $type (@types) {
			my $ttl = one_of(60, 300, 300, 3600);
			my $most = $type eq 'CNAME' ? 1 : 3;
			$text{"$owner $ttl IN $type " . rdata($type)} = 1 for 1 .. 1 + int rand $most;
		}
	}
	return "\$ORIGIN example.org.\n@ 3600 IN SOA ns1 hostmaster $serial 7200 3600 " .
		int(rand 3) . " 300\n" . join '', map { "$_\n" } sort keys %text;
}

my $server;

sub zoneferry { return run({}, zf(), '-q', @_) }

# What the server has now, as a file.
sub transfer {
	my $r = run({}, 'dig', '+noall', '+answer', '+onesoa', @key, '-p', $server->{port},
		'@127.0.0.1', 'example.org', 'AXFR');
	spew("$dir/now.zone", "\$ORIGIN example.org.\n$r->{out}");
}

# Runs a script; nsupdate's exit status.
sub update {
	my ($script) = @_;
	spew("$dir/script", $script);
	my $r = run({}, 'nsupdate', '-v', @key, "$dir/script");
	return ($r->{exit}, $r->{out} . $r->{err});
}

# Goes from file a to file b by a script; true when the server then has b.
sub step {
	my ($name, $want, @flags) = @_;
	my $r = zoneferry('diff', '-f', 'nsupdate', '--txt', 'exact', "$dir/a.zone", "$dir/b.zone");
	my ($status, $said) = update("server 127.0.0.1 $server->{port}\n$r->{out}");
	transfer();
	my $left = zoneferry('diff', '--txt', 'exact', @flags, "$dir/now.zone", "$dir/$want.zone");
	my $good = $r->{exit} == 1 && $status == 0 && $left->{exit} == 0;
	ok $good, $name or diag substr "exits $r->{exit} $status $left->{exit}\n$r->{err}$said$left->{out}$r->{out}", 0, 4000;
	return $r->{out};
}

spew("$dir/a.zone", zone(1));
spew("$dir/server.zone", slurp("$dir/a.zone"));
# The server's own rules are not what is tested.
$server = Servers->start('bind', zone => 'example.org', file => "$dir/server.zone", key => 1,
	options => 'check-integrity no; max-records-per-type 0; max-types-per-name 0;');

for my $serial (2 .. 51) {
	spew("$dir/b.zone", zone($serial));
	step("step to serial $serial", 'b');
	rename "$dir/b.zone", "$dir/a.zone" or die;
}

# Without a new SOA the server raises the serial itself.
spew("$dir/b.zone", slurp("$dir/a.zone") . "serialless 300 IN A 192.0.2.77\n");
step('no SOA of ours', 'b', '--ignore', 'serial');
transfer();
rename "$dir/now.zone", "$dir/a.zone" or die;

# More than a message can hold, at many owners and at one.
sub large {
	my ($serial) = @_;
	return "\$ORIGIN example.org.\n@ 3600 IN SOA ns1 hostmaster $serial 7200 3600 1 300\n" .
		"@ 3600 IN NS ns9.example.net.\n" .
		join('', map { "t$_ 300 IN TXT \"" . 'x' x 200 . "\"\n" } 1 .. 600) .
		join('', map { "one 300 IN A 10.0." . int($_ / 250) . '.' . $_ % 250 . "\n" } 1 .. 3000);
}

# Lines as long as nsupdate reads them: text of 160,000 octets there, 80,000 in hexadecimal digits.
sub text_of {
	my ($owner, $strings) = @_;
	return "$owner 300 IN TXT" . (' "' . '\\255' x 255 . '"') x $strings . "\n";
}
sub longest { my ($text) = @_; return (sort { $b <=> $a } map { length } split /\n/, $text)[0] }
my $was = slurp("$dir/a.zone");
spew("$dir/b.zone", $was . text_of('long', 156) . text_of('xlong', 247));
for my $way ('to', 'and from') {
	my $script = step("$way RDATA whose text is too long a line", 'b', '--ignore', 'serial');
	like $script, qr/^update \S+ long\.example\.org\. (300 )?IN TYPE16 \\# 39936 FFFF/m, 'is in digits';
	cmp_ok longest($script), '<', 128 << 10, 'all lines are such that nsupdate reads them';
	like $script, qr/\A; can't be applied at once: /, 'the script begins with what may become of it'
		if $way eq 'to';
	rename "$dir/now.zone", "$dir/a.zone" or die; # its serial has risen
	spew("$dir/b.zone", $was);
}

# What no message can hold.
spew("$dir/b.zone", slurp("$dir/a.zone") . text_of('large', 249) . "small 300 IN A 192.0.2.1\n");
my $huge = zoneferry('diff', '-f', 'nsupdate', "$dir/a.zone", "$dir/b.zone")->{out};
like $huge, qr/\A; can't be applied whole: large\.example\.org\. TXT: 63744 octets /,
	'the script begins with what it leaves out';
unlike $huge, qr/^update \S+ large/m, 'it is left out';
my ($went) = update("server 127.0.0.1 $server->{port}\n$huge");
transfer();
like zoneferry('export', "$dir/now.zone")->{out}, qr{^small }m, 'all else is carried out';
update("server 127.0.0.1 $server->{port}\nupdate delete small.example.org\nsend\n");
transfer();
rename "$dir/now.zone", "$dir/a.zone" or die;

my $first = "$dir/first.zone";
spew($first, slurp("$dir/a.zone"));
spew("$dir/b.zone", large(1000));
my $script = step('a large update', 'b');
my $sends = () = $script =~ /^send$/mg;
cmp_ok $sends, '>', 2, 'in several messages';
is scalar(() = $script =~ /^prereq yxrrset example.org. IN SOA/mg), $sends, 'each requires an SOA';

# The same script once more: the zone is not what it requires, and nsupdate goes on after that.
sub fails_whole {
	my ($name, $text) = @_;
	transfer();
	my $before = zoneferry('export', "$dir/now.zone")->{out};
	my ($status, $said) = update("server 127.0.0.1 $server->{port}\n$text");
	isnt $status, 0, "$name fails";
	like $said, qr/NXRRSET/, 'because the SOA is another one';
	transfer();
	is zoneferry('export', "$dir/now.zone")->{out}, $before, 'and changes nothing';
}
fails_whole('a script run twice', $script);

# Back, with a serial too low for so many messages; and a script whose zone got a new serial, one
# higher, as the first message would have set it.
rename "$dir/b.zone", "$dir/a.zone" or die;
spew("$dir/b.zone", slurp($first) =~ s/SOA\s+(\S+\s+\S+)\s+\d+/SOA $1 1001/r);
my $back = zoneferry('diff', '-f', 'nsupdate', "$dir/a.zone", "$dir/b.zone")->{out};
update("server 127.0.0.1 $server->{port}\nupdate add late.example.org 1 A 192.0.2.1\nsend\n" .
	"update delete late.example.org\nsend\n");
transfer();
fails_whole('a script for a zone that changed meanwhile', $back);
rename "$dir/now.zone", "$dir/a.zone" or die;
$script = step('a large update back', 'b', '--ignore', 'serial');
like $script, qr/^; each message raised the serial/m, 'whose serial can\'t be the wanted one';
done_testing;
