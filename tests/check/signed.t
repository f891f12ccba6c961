#!/usr/bin/perl
# check of signed zones finds what kzonecheck finds: zones signed by ldns-signzone with NSEC, NSEC3 and
# opt-out are good; with a record of their chains gone, or one of its parts changed, both object.
use strict;
use warnings;
use lib 'tests/support';
use File::Temp 'tempdir';
use Sim qw(run slurp spew zf);
use Test::More;

for my $tool (qw(kzonecheck ldns-signzone ldns-keygen)) {
	plan skip_all => "$tool is not installed" if !grep { -x "$_/$tool" } split /:/, $ENV{PATH};
}

my $dir = tempdir(CLEANUP => 1);
spew("$dir/plain.zone", <<'END');
$ORIGIN example.com.
$TTL 3600
@ SOA ns1.example.net. h.example.net. 2026010101 7200 3600 1209600 3600
@ NS ns1.example.net.
@ NS ns2.example.net.
@ MX 10 mail
mail A 192.0.2.1
mail AAAA 2001:db8::1
* TXT "wild"
deep.below.nothing A 192.0.2.2
sub NS ns.sub
ns.sub A 192.0.2.3
safe NS ns1.example.net.
safe DS 60485 13 2 D4B7D520E7BB5F0F67674A0CCEB1E3E0614B93C4F9E99B8383F6A1E4469DA50A
END
chomp(my $key = (run({}, 'sh', '-c', "cd $dir && ldns-keygen -a ECDSAP256SHA256 -k example.com"))->{out});

# Whether each of the two objects to a zone.
sub objections {
	my ($text) = @_;
	spew("$dir/now.zone", $text);
	my $ours = run({}, zf(), 'check', '-q', '--origin', 'example.com', "$dir/now.zone");
	my $theirs = run({}, 'kzonecheck', '-o', 'example.com', "$dir/now.zone");
	return ($ours->{exit} != 0, $theirs->{exit} != 0, "$ours->{out}$ours->{err}$theirs->{out}$theirs->{err}");
}

for my $case (['NSEC'], ['NSEC3', '-n', '-t', '0'], ['opt-out', '-n', '-t', '0', '-p']) {
	my ($name, @flags) = @$case;
	my $signed = "$dir/$name.zone";
	my $r = run({}, 'ldns-signzone', @flags, '-i', '20260101000000', '-e', '20460101000000', '-f', $signed,
		"$dir/plain.zone", "$dir/$key");
	is($r->{exit}, 0, "$name: signed") or diag($r->{err});
	my @lines = split /^/, slurp($signed);
	my ($ours, $theirs, $said) = objections(join '', @lines);
	ok(!$ours && !$theirs, "$name: both take the zone") or diag($said);
	my @chain = grep { $lines[$_] =~ /\sIN\s+NSEC3?\s/ } 0 .. $#lines;
	cmp_ok(scalar @chain, '>=', 6, "$name: a chain");
	my %broken;
	for my $at (@chain) {
		my @less = @lines;
		splice @less, $at, 1;
		$broken{"line $at gone"} = join '', @less;
		my ($more) = $lines[$at] =~ /^(.*?)\s*(?:;.*)?$/;
		$broken{"line $at: a type more"} = join '', @lines[0 .. $at - 1], "$more LOC\n", @lines[$at + 1 .. $#lines];
		(my $fewer = $lines[$at]) =~ s/ (?:A|TXT|NS|MX)(?= )//;
		$broken{"line $at: a type less"} = join '', @lines[0 .. $at - 1], $fewer, @lines[$at + 1 .. $#lines]
			if $fewer ne $lines[$at];
	}
	for my $what (sort keys %broken) {
		my ($ours, $theirs, $said) = objections($broken{$what});
		is($ours, $theirs, "$name, $what: " . ($theirs ? 'both object' : 'neither objects')) or diag($said);
	}
}
# ldns-signzone's chains leave out no delegation; BIND's do: without its flag a chain has to tell of it.
SKIP: {
	skip 'dnssec-signzone is not installed', 3 if !grep { -x "$_/dnssec-signzone" } split /:/, $ENV{PATH};
	my $r = run({}, 'sh', '-c', "cd $dir && key=\$(dnssec-keygen -q -a ECDSAP256SHA256 -f KSK example.com) && "
		. 'cat plain.zone $key.key > keyed.zone && dnssec-signzone -S -z -3 - -H 0 -A -o example.com '
		. '-s 20260101000000 -e 20460101000000 -f left-out.zone keyed.zone');
	my $text = slurp("$dir/left-out.zone");
	my ($ours, $theirs, $said) = objections($text);
	ok(!$ours && !$theirs, 'a delegation left out: both take the zone') or diag($r->{err}, $said);
	$text =~ s/(\bNSEC3\s+1) 1 /$1 0 /g;
	($ours, $theirs, $said) = objections($text);
	ok($ours && $theirs, 'and without the flag both object');
	like($said, qr/no NSEC3 tells what there is at sub\.example\.com\./, 'to that delegation');
}
done_testing;
