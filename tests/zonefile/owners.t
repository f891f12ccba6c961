#!/usr/bin/perl
# owners: names of any octets, printed as owners, are read by BIND and Knot as the same names. (RDATA is
# portable.t's.)
use strict;
use warnings;
use lib 'tests/support';
use File::Temp 'tempdir';
use Servers;
use Sim qw(run slurp spew zf);
use Test::More;

my $dir = tempdir(CLEANUP => 1);
my $origin = 'z.test';
my @strange = map { ord } split //, "az09-_*.\";\\ @\$()\t\0\xff";
srand 1; # the same zone in each run

sub label {
	my $n = 1 + int(rand(rand(8) < 1 ? 63 : 6));
	return join '', map { sprintf '\\%03d', rand(3) < 1 ? int(rand(256)) : $strange[rand @strange] } 1 .. $n;
}

# Numbered, so that none is there twice or below a delegation of another; up to 255 octets.
my @lines = map { join('.', map({ label() } 0 .. rand(3)), "n$_") . ' 60 IN A 192.0.2.1' } 1 .. 2000;
push @lines, map { "\\$_ 60 IN A 192.0.2.1" } '@', '$TTL', '$INCLUDE', '$ORIGIN', '$GENERATE', ';', '"', '(';
my $zone = "$dir/$origin.zone";
spew($zone, join "\n", "\$ORIGIN $origin.", '@ 60 IN SOA a. b. 1 2 3 4 5', '@ 60 IN NS a.', @lines, '');
my $made = run({}, zf(), 'fmt', $zone);
is $made->{exit}, 0, 'the zone is read' or diag $made->{err};
mkdir "$dir/text";
my $text = "$dir/text/$origin.zone";
spew($text, $made->{out});
is run({}, zf(), 'diff', $zone, $text)->{exit}, 0, 'our own reader';

for my $kind (qw(bind knot)) {
	Servers->with($kind, {zone => $origin, file => $text}, sub {
		my ($s) = @_;
		my $r = run({}, zf(), 'diff', $zone, 'axfr://' . $s->at . "/$origin");
		is $r->{exit}, 0, "$kind reads the same names" or diag $r->{out}, $r->{err};
	});
}
done_testing;
