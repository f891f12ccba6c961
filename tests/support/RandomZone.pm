# RandomZone: texts of zones that have much in common, of all that writing to a name server has to treat
# apart: apex NS, CNAMEs that come and go, TTLs, types of old and new. The zone is example.org; srand makes
# them the same ones each time. Every server takes them: name servers and mail servers have addresses.
package RandomZone;
use strict;
use warnings;

use constant HEAD => "\$ORIGIN example.org.\n\@ 60 IN SOA ns1 hostmaster 7 7200 3600 1209600 3600\n";
# Three name servers that always have an address, of which some are the zone's.
use constant GLUE => join '', map "ns$_ 3600 IN A 192.0.2.$_\n", 1 .. 3;

my @names = ('@', 'www', 'm', 'h', 'a.b', '*.w', '_x', '\\047.q', 'sub');
my %values = (
	A => ['192.0.2.1', '192.0.2.2', '198.51.100.3'],
	AAAA => ['2001:db8::1', '2001:db8::2'],
	MX => ['10 ns1', '20 ns1', '10 mail2.example.net.'],
	TXT => ['"v=spf1 -all"', '"a;b" "\\"q\\" \\000\\255"', '""'],
	CAA => ['0 issue "ca.example.net"', '128 issuewild ";"'],
	SRV => ['1 2 3 www', '1 2 4 www'],
	HTTPS => ['1 . alpn=h2', '2 www alpn=h3', '0 www'],
	TLSA => ['3 1 1 ' . 'ab' x 32, '3 1 1 ' . 'cd' x 32],
	TYPE65280 => ['\\# 4 01020304', '\\# 0'],
);

sub pick { return $_[int rand @_] }

sub text {
	my $ttl = pick(300, 3600);
	my @servers = grep { rand() < 0.5 } 1 .. 3;
	my $text = HEAD . GLUE . join '', map "@ $ttl IN NS ns$_\n", @servers ? @servers : 1;
	for my $name (@names) {
		my $kind = rand;
		if ($name ne '@' && $kind < 0.2) {
			$text .= "$name @{[pick(60, 300)]} IN CNAME @{[pick('www', 'm')]}\n";
		} elsif ($name eq 'sub' && $kind < 0.5) {
			$text .= "sub 300 IN NS ns@{[pick(1, 2)]}\nsub 300 IN NS ns3\n";
		} elsif ($kind < 0.8) {
			for my $type (grep { rand() < 0.4 } sort keys %values) {
				$ttl = pick(60, 300);
				my @some = grep { rand() < 0.6 } @{$values{$type}};
				$text .= join '', map "$name $ttl IN $type $_\n", @some;
			}
		}
	}
	return $text;
}

1;
