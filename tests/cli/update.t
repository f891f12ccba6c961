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
like($added[0], qr/^new +60 IN A +192\.0\.2\.10$/, 'canonical');
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
done_testing;
