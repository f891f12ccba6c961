#!/usr/bin/perl
# What people type: command lines with their exit status and the words that must be there.
use strict;
use warnings;
use lib 'tests/support';
use File::Temp 'tempdir';
use JSON::PP;
use Sim qw(run spew zf);
use Test::More;

my $dir = tempdir(CLEANUP => 1);
my ($old, $new) = map { "$dir/$_.zone" } 'old', 'new';
my $base = "\$ORIGIN example.com.\n\$TTL 3600\n\@ SOA ns1 h 5 7200 3600 1209600 3600\n\@ NS ns1\n\@ NS ns2.example.net.\n"
	. "ns1 A 192.0.2.1\nwww A 192.0.2.2\nmail A 192.0.2.3\nx.dev A 192.0.2.4\n";
spew($old, $base);
(my $changed = $base) =~ s/192\.0\.2\.([23])$/198.51.100.$1/mg;
spew($new, $changed);
my $serial = 6;
for my $name ('summed', 'summed2', 'summed3') {
	(my $text = $base) =~ s/ h 5 / h $serial /;
	spew("$dir/$name.zone", "$text\@ ZONEMD $serial 1 " . ($name eq 'summed3' ? '2 ' : '1 ') .
		sprintf('%02x', $serial) x ($name eq 'summed3' ? 64 : 48) . "\n");
	$serial++;
}

# Words of the command line; exit status; what standard output, and what standard error says.
my @cases = (
	# did you mean
	[['dif', $old, $new], 3, undef, qr/no command "dif"; did you mean "diff"\?/],
	[['blorb'], 3, undef, qr/no command "blorb"; see zoneferry help/],
	[['diff', '--nmae', 'www', $old, $new], 3, undef, qr/no option --nmae here; did you mean "name"\?/],
	[['diff', '--ignore', 'srial', $old, $new], 3, undef, qr/not "srial"; did you mean "serial"\?/],
	[['check', '--ignore', 'ttl-zreo', $old], 3, undef, qr/no code "ttl-zreo"; did you mean "ttl-zero"\?/],
	# names
	[['diff', '--name', 'www', $old, $new], 1, qr/^example\.com\.: 1 added, 1 removed in 1 of 6 RRsets$/m],
	[['diff', '--name', 'www.example.com', $old, $new], 1, qr/1 added, 1 removed in 1 of 6 RRsets/],
	[['diff', '--name', 'WWW.example.com.', $old, $new], 1, qr/1 added, 1 removed in 1 of 6 RRsets/],
	[['diff', '--name', 'www,mail', $old, $new], 1, qr/2 added, 2 removed in 2 of 6 RRsets/],
	[['diff', '--name', 'www', '--name', 'mail.example.com.', $old, $new], 1, qr/2 added, 2 removed in 2 of 6 RRsets/],
	[['diff', '--name', '*.dev', $old, $new], 0, qr/no differences in 1 of 6 RRsets/],
	[['diff', '--name', '*.dev.example.com', $old, $new], 0, qr/no differences in 1 of 6 RRsets/],
	[['diff', '--only', 'MX', $old, $new], 0, qr/no differences in 0 of 6 RRsets/],
	[['diff', '--exclude', 'A,AAAA', $old, $new], 0, qr/no differences in \d of 6 RRsets/],
	[['diff', '--exclude', 'MX', $old, $new], 1, qr/2 added, 2 removed in \d of 6 RRsets/],
	[['diff', '--exclude', 'AA', $old, $new], 3, undef, qr/--exclude: "AA" is no record type; did you mean/],
	[['diff', '--explain', 'www', '--exclude', 'A', $old, $new], 0, qr/a type that isn't asked for \(--exclude\)/],
	[['compare', '--exclude', 'A', $old, $new], 0, qr/0 differ/],
	[['diff', "$dir/summed.zone", "$dir/summed2.zone"], 1, qr/SOA.*ZONEMD/s],
	[['diff', '--ignore', 'serial', "$dir/summed.zone", "$dir/summed2.zone"], 0, qr/no differences/],
	[['diff', '--ignore', 'soa,dnssec', "$dir/summed.zone", "$dir/summed2.zone"], 0, qr/no differences/],
	[['diff', '--ignore', 'serial', "$dir/summed.zone", "$dir/summed3.zone"], 1, qr/ZONEMD/],
	[['diff', '--name', 'mial', $old, $new], 2, qr/^\z/, qr/--name: no name of example\.com\. is or matches "mial"/],
	[['diff', '--name', 'www,mial', $old, $new], 2, qr/^\z/, qr/"mial"/],
	[['diff', '--name', 'www.', $old, $new], 2, qr/^\z/, qr/"www\."/],
	[['compare', '--name', 'mial', $old, $new], 2, qr/^\z/, qr/"mial"/],
	[['compare', '--name', 'x.dev.example.com', $old, $new], 0],
	# the serial
	[['diff', $old, $new], 1, qr/2 added/, qr/records changed, but the serial did not rise: 5, before 5$/],
	[['diff', $old, $old], 0, undef, qr/^\z/],
	[['diff', '-q', $old, $new], 1, undef, qr/^\z/],
	# where it goes
	[['export', $old, '-o', '/dev/stdout'], 0, qr/^\$ORIGIN example\.com\.\n/],
);
for my $case (@cases) {
	my ($command, $exit, $out, $err) = @$case;
	my $r = run({}, zf(), @$command);
	my $what = join(' ', @$command) =~ s/\Q$dir\E\///gr;
	is($r->{exit}, $exit, $what) or diag $r->{err};
	like($r->{out}, $out, "$what: result") if $out;
	like($r->{err}, $err, "$what: message") if $err;
}

my $json = decode_json(run({}, zf(), 'diff', '-f', 'json', '--name', 'www', '--ignore', 'ttl', $old, $new)->{out});
is_deeply($json->{summary}, {added => 1, removed => 1, ttl => 0, meta => 0, ignored => 0, looked_at => 1, rrsets => 6},
	'JSON says what was looked at');
$json = decode_json(run({}, zf(), 'diff', '-f', 'json', $old, $new)->{out});
is($json->{summary}{rrsets}, undef, 'where that is not all');

# | head
spew("$dir/big.zone", $base . join '', map { "h$_ A 192.0.2.9\n" } 1 .. 20000);
my $r = run({}, 'sh', '-c', '("$0" export "$1"; echo $? >&2) | head -n 1', zf(), "$dir/big.zone");
is($r->{out}, "\$ORIGIN example.com.\n", '| head');
is($r->{err}, "141\n", 'is silent');
done_testing;
