#!/usr/bin/perl
# export --update: a hand-kept file is brought up to date, and stays a hand-kept file.
use strict;
use warnings;
use lib 'tests/support';
use File::Temp 'tempdir';
use Test::More;
use Sim qw(run slurp spew zf);

my $dir = tempdir(CLEANUP => 1);
my ($hand, $state) = ("$dir/example.com.zone", "$dir/state.zone");
sub zoneferry { return run({}, zf(), @_) }

my $kept = <<'Z';
;; Example Ltd. Ask Ada before touching MX.
$TTL 1h
@       IN SOA  ns1 hostmaster ( 7 2h 1h
                2w 1h )
        IN NS   ns1
ns1        A    192.0.2.1   ; the old box
www     5m A    192.0.2.2
        5m A    192.0.2.3
txt     TXT     ( "long"
                  "er" )
Z
spew($hand, $kept);
is(zoneferry('export', $hand, '-o', $state)->{exit}, 0, 'the state');
my $before = (stat $hand)[1];
my $r = zoneferry('export', $state, '--update', $hand);
is($r->{exit}, 0, 'nothing to do');
is(slurp($hand), $kept, 'touches nothing');
is((stat $hand)[1], $before, 'not even the inode');

(my $new = slurp($state)) =~ s/192\.0\.2\.3/192.0.2.9/;
$new =~ s/ 7 7200/ 8 7200/;
$new =~ s/"long" "er"/"longer"/;    # the same text in another cut
spew($state, $new . "new 60 IN A 192.0.2.10\n");
$r = zoneferry('export', $state, '--update', $hand);
is($r->{exit}, 0, 'updated') or diag $r->{err};
(my $want = $kept) =~ s/192\.0\.2\.3/192.0.2.9/;
$want =~ s/\( 7 2h/( 8 2h/;
my @got = split /^/, slurp($hand);
my @added = grep { /^new / } @got;
is(scalar @added, 1, 'one line came');
like($added[0], qr/^new     60 IN A 192\.0\.2\.10$/, 'in the look of its neighbour, with its own TTL');
is(join('', grep { !/^new / } @got), $want, 'all others are as they were, but for the two that changed');
is(zoneferry('diff', $hand, $state)->{exit}, 0, 'and the zones are equal');

# A file with an error, or an include whose record changes, is left alone.
spew("$dir/part.inc", "inc 60 IN A 192.0.2.77\n");
spew($hand, $kept . "\$INCLUDE part.inc\n");
spew($state, slurp($state) . "inc 60 IN A 192.0.2.78\n");
$r = zoneferry('export', $state, '--update', $hand);
is($r->{exit}, 2, 'a record of an included file');
like($r->{err}, qr/part\.inc, line 1/, 'is named');
is(slurp($hand), $kept . "\$INCLUDE part.inc\n", 'and nothing is written');
spew($hand, $kept . "x 60 IN A 1.2.3\n");
$r = zoneferry('export', $state, '--update', $hand);
is($r->{exit}, 2, 'a faulty file');
is(slurp($hand), $kept . "x 60 IN A 1.2.3\n", 'stays');
like($r->{err}, qr/:11:\d+: error:/, 'with the place of the fault');
is(zoneferry('export', $state, '--update', "$dir/none.zone")->{exit}, 2, 'no such file');
ok(!-e "$dir/none.zone", 'is not made');

# Brings `text` to the state in which `edit` has changed its canonical text; gives the new text.
sub updated {
	my ($text, $edit) = @_;
	spew($hand, $text);
	zoneferry('-q', 'export', $hand, '-o', $state);
	my $wanted = slurp($state);
	$edit->() for $wanted;
	spew($state, $wanted);
	my $u = zoneferry('-q', 'export', $state, '--update', $hand);
	is($u->{exit}, 0, 'updated') or diag $u->{err};
	is(zoneferry('diff', '--ignore', 'meta', $hand, $state)->{exit}, 0, 'to the wanted state');
	return slurp($hand);
}

my $windows = <<'Z' =~ s/\n/\r\n/gr;
@	SOA ns1 hostmaster ( 1 900 600 86400 3600 )
	NS ns1
ns1	A 192.0.2.1
	AAAA 2001:db8::1
www	600 A 192.0.2.2
	A 192.0.2.3
@	0 WINS 192.0.2.5
	MX 10 mail
Z
is(updated($windows, sub { s/2001:db8::1/2001:db8::2/ }), $windows =~ s/2001:db8::1/2001:db8::2/r,
	'no $TTL, CRLF: one line changes');
like(updated($windows, sub { $_ .= "ns2 60 IN A 192.0.2.9\n" }),
	qr/\A\Q$windows\E\z|\A(?=.*^ns2\t60\tA 192\.0\.2\.9\r$)(?:[^\n]*\r\n){9}\z/ms, 'a new line ends in CRLF');
is(updated($windows, sub { s/ 86400 3600$/ 86400 7200/m; s/3600 IN/7200 IN/g }), $windows =~ s/86400 3600/86400 7200/r,
	'another minimum: no TTL is pinned, as all take the new one');
is(updated($windows, sub { s/ 86400 3600$/ 86400 7200/m }) =~ s/\h+/ /gr, <<'Z' =~ s/\n/\r\n/gr, 'and where they must not');
@ 3600 SOA ns1 hostmaster ( 1 900 600 86400 7200 )
 NS ns1
ns1 A 192.0.2.1
 AAAA 2001:db8::1
www 600 A 192.0.2.2
 3600 A 192.0.2.3
@ 0 WINS 192.0.2.5
 3600 MX 10 mail
Z

my $last = "\@ 300 SOA ns1 h 1 2 3 4 5\n NS ns1\nns1 60 A 192.0.2.1\nb A 192.0.2.2\nc A 192.0.2.3\n";
is(updated($last, sub { s/^ns1.*\n//m }), "\@ 300 SOA ns1 h 1 2 3 4 5\n NS ns1\nb 60 A 192.0.2.2\nc A 192.0.2.3\n",
	'the last stated TTL went: the next line states it, no other');

is(updated("\$TTL 1h\n${\ '@ SOA ns1.x. h 1 2 3 4 5'}\na.example.com. A 192.0.2.1\n TXT x\n", sub { s/^a .* A .*\n//m }),
	"\$TTL 1h\n\@ SOA ns1.x. h 1 2 3 4 5\na.example.com. TXT x\n", 'an owner that is stated anew is absolute where they are');

my $run = "\$TTL 60\n\@ SOA ns1.x. h 1 2 3 4 5\na A 192.0.2.1\n  TXT a\n  ALIAS b\n  MX 1 c\nd A 192.0.2.2\n";
my $after = updated($run, sub { $_ .= "b 60 IN A 192.0.2.3\n" });
is($after =~ s/^b .*\n//mr, $run, 'a new owner comes between no lines that rely on one before');

# New records look as the line before them does: [what, the file, the lines that come, how they stand there].
my $soa = "\@ 3600 IN SOA ns1.x. h 1 2 3 4 5\n";
for my $case (
	['TTL and class left out, tabs', "\$TTL 1h\n${soa}a\tA\t192.0.2.1\nb\tA\t192.0.2.2\n",
		"aa 3600 IN MX 10 m\nb 3600 IN TXT \"t\"\nlonger-one 60 IN A 192.0.2.3\n",
		"aa\tMX\t10 m.example.com.\n", "b\tTXT\t\"t\"\n", "longer-one\t60\tA\t192.0.2.3\n"],
	['class before TTL, in columns', "${soa}a        IN  1h  A     192.0.2.1\nb        IN  1h  A     192.0.2.2\n",
		"aa 3600 IN AAAA ::1\nab 60 IN NAPTR 1 1 \"\" \"\" \"\" x\n",
		"aa       IN  1h  AAAA  ::1\n", "ab       IN  60  NAPTR 1 1 \"\" \"\" \"\" x.example.com.\n"],
	['absolute owners', "${soa}a.example.com.\t300\tIN\tA\t192.0.2.1\n",
		"\@ 300 IN MX 1 m\nb.a 60 IN A 192.0.2.3\n",
		"example.com.\t300\tIN\tMX\t1 m.example.com.\n", "b.a.example.com.\t60\tIN\tA\t192.0.2.3\n"],
	['the owner left out', "\$TTL 1h\n${soa}a\t\tIN A 192.0.2.1\n\t\tIN A 192.0.2.2\nb\t\tIN A 192.0.2.3\n",
		"a 3600 IN A 192.0.2.4\na 3600 IN TXT \"t\"\naa 3600 IN A 192.0.2.5\n",
		"192.0.2.2\n\t\tIN A 192.0.2.4\n\t\tIN TXT \"t\"\naa\t\tIN A 192.0.2.5\nb"],
	['the TTL stated where it must be', "\$TTL 1h\n${soa}a\t60\tA\t192.0.2.1\n", "b 3600 IN A 192.0.2.2\nc 60 IN A 192.0.2.3\n",
		"b\tA\t192.0.2.2\nc\t60\tA\t192.0.2.3\n"],
	['the TTL stated always', "\$TTL 1h\n${soa}a\t1h\tA\t192.0.2.1\n", "b 3600 IN A 192.0.2.2\n", "b\t1h\tA\t192.0.2.2\n"],
	['in small letters', "\$TTL 1h\n${soa}a in a 192.0.2.1\n", "b 3600 IN AAAA ::1\n", "b in aaaa ::1\n"],
	['no TTL that another would take', "${soa}a A 192.0.2.1\n", "b 3600 IN A 192.0.2.2\nc 60 IN A 192.0.2.3\n",
		"\na A 192.0.2.1\nb A 192.0.2.2\nc 60 A 192.0.2.3\n"],
	['canonical', "${soa}a                         300 IN A      192.0.2.1 ; c\n", "b 3600 IN A 192.0.2.2\n",
		"b                        3600 IN A      192.0.2.2\n"],
	['before all of its kind, in parentheses', "\$TTL 1h\n${soa}b ( A\n 192.0.2.1 )\n", "a 3600 IN MX 1 m\n", "a MX 1 m.example.com.\n"],
) {
	my ($what, $text, $come, @lines) = @$case;
	my $new = updated($text, sub { $_ .= $come });
	like($new, qr/\Q$_\E/, "$what") for @lines;
}

my $twice = "\$TTL 60\n\@ SOA ns1.x. h 1 2 3 4 5\na A 192.0.2.1\n; words\nA A 192.0.2.1 ; again\n TXT x\n";
is(updated($twice, sub { s/^a.* A .*\n//m }), "\$TTL 60\n\@ SOA ns1.x. h 1 2 3 4 5\n; words\na TXT x\n",
	'a record that stands twice goes in both places');
spew("$dir/part.inc", "a 60 IN A 192.0.2.1\n");
spew($hand, "\$TTL 60\n\@ SOA ns1.x. h 1 2 3 4 5\na A 192.0.2.1\n\$INCLUDE part.inc\n");
spew($state, "\$ORIGIN example.com.\n\@ 60 SOA ns1.x. h 1 2 3 4 5\n");
$r = zoneferry('-q', 'export', $state, '--update', $hand);
is($r->{exit}, 2, 'also in an included file: no');
like($r->{err}, qr/part\.inc, line 1\b/, 'with its place');
done_testing;
