#!/usr/bin/perl
# readers: what zoneferry writes is read by name servers of others as the same zone, octet for octet.
#
# A zone with every form of RDATA that testdata/zone/rdata holds and with random names and strings is
# given in RFC 3597 form, made canonical text by `fmt`, loaded by real servers, and transferred back.
use strict;
use warnings;
use lib 'tests/support';
use File::Temp 'tempdir';
use Servers;
use Sim qw(run slurp spew zf);
use Test::More;

my $dir = tempdir(CLEANUP => 1);
srand(1); # the same zone in each run
my $origin = 'example.org';

# What BIND refuses or Knot can't transfer in \# form either: old DNSSEC, MD and MF, and RDATA that
# breaks its RFC (zoneferry carries it, for such things are in zones). BIND drops signatures that
# have expired. And there is one SOA in a zone.
my %not_loaded = map { $_ => 1 } qw(SOA MD MF NXT SIG KEY RRSIG);
my %refused = map { $_ => 1 } 'LOC ' . '0' x 32, 'LOC 0100', 'NSEC 00', 'NSEC 000000',
	'SVCB 00010000010000', 'X25 03313233', 'CAA 0000', 'CAA 00012078', 'DS 00010802';

sub octet { return rand(3) < 1 ? int(rand(256)) : ord((split //, q{az09-_*.";\\ @$()}) [rand 15]) }

sub label {
	my $n = 1 + int(rand(rand(8) < 1 ? 63 : 6));
	return join '', map { sprintf '\\%03d', octet() } 1 .. $n;
}

sub wire_name {
	my $hex = '';
	for (1 .. int(rand(4))) {
		my $n = 1 + int(rand(10));
		$hex .= sprintf('%02x', $n) . join '', map { sprintf '%02x', octet() } 1 .. $n;
	}
	return $hex . '00';
}

sub wire_strings {
	return join '', map {
		my $n = int(rand(rand(4) < 1 ? 256 : 20));
		sprintf('%02x', $n) . join '', map { sprintf '%02x', octet() } 1 .. $n;
	} 0 .. rand(3);
}

my ($number, @lines) = (0);
sub record {
	my ($owner, $type, $hex) = @_;
	push @lines, sprintf "%s %d IN %s \\# %d %s", $owner, 300 + $number % 7, $type, length($hex) / 2, $hex;
}
for (split /\n/, slurp('testdata/zone/rdata/valid.tsv')) {
	next if /^#/;
	my ($type, undef, $hex) = split /\t/;
	record(sprintf('r%d', ++$number), $type, $hex) unless $not_loaded{$type} || $refused{"$type $hex"};
}
for (1 .. 1000) {
	record(sprintf('t%d', ++$number), 'TXT', wire_strings());
	record(sprintf('%s.n%d', label(), ++$number), 'A', 'c0000201');
	record(sprintf('m%d', ++$number), 'MX', '000a' . wire_name());
}

my $zone = "$dir/$origin.zone";
spew($zone, join "\n", "\$ORIGIN $origin.", '@ 3600 IN SOA ns hostmaster 1 7200 3600 1209600 3600',
	'@ 3600 IN NS ns', 'ns 3600 IN A 192.0.2.1', @lines, '');
my $made = run({}, zf(), 'fmt', $zone);
is $made->{exit}, 0, 'the zone is read' or diag $made->{err};
my $text = "$dir/text/$origin.zone";
mkdir "$dir/text";
spew($text, $made->{out});
is run({}, zf(), 'diff', $zone, $text)->{exit}, 0, 'our own reader';

for my $kind (qw(bind knot)) {
	SKIP: {
		skip "$kind is not installed", 1 if Servers::missing($kind);
		my $s = Servers->start($kind, zone => $origin, file => $text);
		my $r = run({}, zf(), 'diff', '--ignore', 'serial', '--txt', 'exact', $zone, "axfr://$s->{host}:$s->{port}/$origin");
		is $r->{exit}, 0, "$kind reads the same zone" or diag $r->{out}, $r->{err};
	}
}
done_testing;
