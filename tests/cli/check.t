#!/usr/bin/perl
# check: exit statuses, formats, flags; the findings themselves are tests/zone/test_check.c's.
use strict;
use warnings;
use lib 'tests/support';
use File::Temp 'tempdir';
use JSON::PP;
use Sim qw(run spew zf);
use Test::More;

my $dir = tempdir(CLEANUP => 1);
my $head = "\$ORIGIN example.com.\n\$TTL 3600\n"
	. "\@ IN SOA ns1 h 1 7200 3600 1209600 3600\n\@ IN NS ns1\n\@ IN NS ns2.example.net.\nns1 IN A 192.0.2.1\n";
my %file = (
	clean => '',
	warned => "a IN CNAME missing\n",
	broken => "a IN CNAME ns1\na IN TXT \"x\"\nb 0 IN A 192.0.2.2\n",
	unread => "a IN MX 65536 b\na IN A 192.0.2.500\n",
);
spew("$dir/$_.zone", $head . $file{$_}) for keys %file;

sub check { return run({}, zf(), 'check', @_) }

my $r = check("$dir/clean.zone");
is $r->{exit}, 0, 'nothing found';
is "$r->{out}$r->{err}", '', 'and nothing said';

$r = check("$dir/warned.zone");
is $r->{exit}, 0, 'a warning is no error';
like $r->{out}, qr{^\Q$dir\E/warned\.zone:7: warning: a\.example\.com\. CNAME: .* \[cname-dangling\]\n\z},
	'place, severity, code';
is check('--werror', "$dir/warned.zone")->{exit}, 1, '--werror';
is check('--werror', '--ignore', 'cname-dangling', "$dir/warned.zone")->{exit}, 0,
	'what is ignored counts for nothing';

$r = check("$dir/broken.zone");
is $r->{exit}, 1, 'an error';
is scalar(my @lines = $r->{out} =~ /\n/g), 2, 'all findings';
like $r->{err}, qr/1 error, 1 warning$/, 'and how many';
$r = check('--ignore', 'ttl-zero', '--ignore=cname-and-other', "$dir/broken.zone");
is $r->{exit}, 0, 'errors can be ignored';
is $r->{out}, '', 'and are gone';

$r = check("$dir/unread.zone");
is $r->{exit}, 1, 'a file that cannot be read';
like $r->{out}, qr/:7:9: error: .*\[bad-number\]\n.*:8:8: error: .*\[bad-address\]\n/,
	'all errors, with columns';
$r = check('--ignore', 'bad-number,bad-address', "$dir/unread.zone");
is $r->{exit}, 1, 'what keeps a zone from being read cannot be ignored';
is scalar(@lines = check('--max-errors', 1, "$dir/unread.zone")->{out} =~ /error:/g), 1,
	'--max-errors';

$r = check("$dir/no-such.zone", "$dir/broken.zone");
is $r->{exit}, 2, 'a file that is not there is trouble';
like $r->{err}, qr/no-such\.zone/, 'which is said';
like $r->{out}, qr/cname-and-other/, 'and the others are looked at';

$r = check('-f', 'json', "$dir/no-such.zone", "$dir/clean.zone");
is $r->{exit}, 2, 'the same in JSON';
my $unread = decode_json($r->{out});
is_deeply [map { $_->{zone} } @{$unread->{zones}}], [undef, 'example.com.'], 'lists it, zone null';
is_deeply [@{$unread->{zones}[0]{diagnostics}[0]}{qw(severity code)}], ['error', 'not-read'], 'and why';

# One cause is one line.
spew("$dir/many.zone", $head . join('', map { "h$_ 0 IN A 192.0.2.$_\n" } 1 .. 9) . "h1 0 IN AAAA ::1:2\n");
$r = check("$dir/many.zone");
is scalar(@lines = $r->{out} =~ /\n/g), 1, 'ten findings of one cause are one line';
like $r->{out}, qr/:7: warning: h1\.example\.com\. A: TTL 0 .* \(and 9 more: lines 8, 9, 10, 11 …\) \[ttl-zero\]$/,
	'with their number and the first places';
like $r->{err}, qr/0 errors, 10 warnings$/, 'all are counted';
is scalar(@lines = check('--all', "$dir/many.zone")->{out} =~ /\[ttl-zero\]\n/g), 10, '--all lists each';
is scalar @{decode_json(check('-f', 'json', "$dir/many.zone")->{out})->{zones}[0]{diagnostics}}, 10,
	'and JSON does';

# What hides an answer elsewhere is not said there.
spew("$dir/mixed.zone", $head . "a 300 IN A 192.0.2.2\na 60 IN A 192.0.2.3\n");
for my $command (['export'], ['diff', "$dir/mixed.zone"], ['compare', "$dir/mixed.zone"]) {
	$r = run({}, zf(), @$command, "$dir/mixed.zone");
	is $r->{exit}, 0, "$command->[0] works";
	is $r->{err}, '', 'and says nothing about mixed TTLs';
	like run({}, zf(), '-v', @$command, "$dir/mixed.zone")->{err}, qr/mixed-ttl/, 'but with -v';
}
like check("$dir/mixed.zone")->{out}, qr/mixed-ttl/, 'check does';
like run({}, zf(), '--color=always', 'check', "$dir/mixed.zone")->{out}, qr/\033\[33mwarning\033\[0m: /, 'in colours';

$r = check('--ignore', 'no-such-code', "$dir/clean.zone");
is $r->{exit}, 3, 'an unknown code';
like $r->{err}, qr/no-such-code/, 'by its name';
is check()->{exit}, 3, 'no file';

$r = check('-f', 'json', "$dir/clean.zone", "$dir/broken.zone", "$dir/unread.zone");
is $r->{exit}, 1, 'JSON has the same exit status';
my $json = decode_json($r->{out});
is $json->{version}, 1, 'version';
is_deeply [map { $_->{zone} } @{$json->{zones}}], ['example.com.', 'example.com.', undef], 'zones';
is_deeply $json->{zones}[0], {location => "$dir/clean.zone", zone => 'example.com.',
	diagnostics => []}, 'a clean one';
my ($d) = @{$json->{zones}[1]{diagnostics}};
is_deeply [@$d{qw(severity code file line)}],
	['error', 'cname-and-other', "$dir/broken.zone", 7], 'a finding';
is $json->{zones}[2]{diagnostics}[0]{column}, 9, 'column';
is_deeply $json->{summary}, {errors => 3, warnings => 1, notes => 0}, 'summary';

open my $pipe, '-|', "printf 'www 300 IN A 192.0.2.1\\n' | " . zf()
	. " check --origin example.com -" or die;
my $text = do { local $/; <$pipe> };
ok !close $pipe, 'standard input has errors';
like $text, qr/\[no-ns\]/, 'and --origin names it';

spew("$dir/esc.zone", $head . "a IN CNAME \\027[31m\n");
unlike check("$dir/esc.zone")->{out}, qr/\e/, 'no escape sequence gets out';

$r = run({}, zf(), 'help', 'check');
is $r->{exit}, 0, 'help check';
open my $fixtures, '<', 'testdata/zone/check/alias.zone' or die;
while (<$fixtures>) {
	next unless /;= (.*)/;
	for my $code (split ' ', $1) {
		like $r->{out}, qr/^  \Q$code\E \((?:note|warning|error)\)\n      \S/m, "help: $code";
	}
}
is scalar(grep { length > 80 } split /\n/, $r->{out}), 0, 'in 80 columns';

done_testing;
