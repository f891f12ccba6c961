#!/usr/bin/perl
# The command line itself: usage, exit statuses, where results go, help that tells the truth.
use strict;
use warnings;
use lib 'tests/support';
use File::Temp 'tempdir';
use Test::More;
use Sim qw(run slurp spew zf);

my $dir = tempdir(CLEANUP => 1);
my $zone = "$dir/example.com.zone";
spew($zone, <<'Z');
@ 3600 IN SOA ns1 hostmaster 1 7200 3600 1209600 300
@ 3600 IN NS ns1
ns1 3600 IN A 192.0.2.1
www 300 IN CNAME @
Z

sub zoneferry { return run({}, zf(), @_) }

# Usage errors: 3, one line and the usage, nothing on standard output.
my @usage = (
	[[], qr/which command/], [['nosuch'], qr/no command "nosuch"/],
	[['export'], qr/export wants/], [['export', $zone, $zone], qr/one operand too many/],
	[['export', '--nosuch', $zone], qr/no option --nosuch/], [['export', '-Z', $zone], qr/no option -Z/],
	[['export', $zone, '-o'], qr/-o wants FILE/], [['export', $zone, '--color'], qr/--color wants/],
	[['export', $zone, '--color=pink'], qr/--color is one of auto\|always\|never/],
	[['export', $zone, '--timeout', '0'], qr/--timeout wants a number from 1/],
	[['export', $zone, '--timeout', '1x'], qr/--timeout wants a number/],
	[['export', $zone, '--quiet=yes'], qr/--quiet takes no value/],
	[['export', $zone, '-f', 'pdf'], qr/zone/], [['export', 'example.com'], qr/neither a file nor/],
	[['export', 'bunny:'], qr/zone's name is missing/], [['export', 'axfr://x'], qr/axfr:\/\/HOST/],
	[['export', 'axfr://[::1/x'], qr/bracket/], [['export', 'axfr://h:99999/x'], qr/port/],
	[['export', 'axfr://h/x?y=1'], qr/\?key=NAME/], [['export', 'git:HEAD'], qr/git:REVISION:PATH/],
	[['export', 'file:'], qr/file's name is missing/], [['export', ''], qr/location is missing/],
	[['zones', 'bunny:example.com'], qr/PROVIDER or PROVIDER\@PROFILE/],
	[['help', 'nosuch'], qr/no help on "nosuch"/], [['completion', 'tcsh'], qr/bash, zsh and fish/],
	[['export', $zone, '--record', 'a', '--replay', 'b'], qr/exclude each other/],
	[['export', $zone, '--update', 'x', '-o', 'y'], qr/--update goes with neither/],
);
for my $case (@usage) {
	my $r = zoneferry(@{$case->[0]});
	my $name = join ' ', @{$case->[0]};
	$name =~ s/\Q$dir\E//g;
	is($r->{exit}, 3, "exit 3: $name");
	like($r->{err}, $case->[1], "says why: $name");
	is($r->{out}, '', "nothing on standard output: $name");
}

# Options stand anywhere; "--" ends them; global flags before the command too.
my $text = zoneferry('export', $zone)->{out};
like($text, qr/^\$ORIGIN example\.com\.\n\@ .* SOA /, 'the origin is the name of the file');
is(zoneferry('-q', '--color', 'never', 'export', $zone)->{out}, $text, 'global flags in front');
is(zoneferry('export', '--', $zone)->{out}, $text, '-- ends the options');
is(zoneferry('export', "file:$zone")->{out}, $text, 'file: names a file');
is(zoneferry('export', $zone, '-f', 'zone', '--quiet')->{out}, $text, 'flags behind the operand');

# Results in files: whole or not at all.
my $out = "$dir/out.zone";
is(zoneferry('export', $zone, '-o', $out)->{exit}, 0, 'export -o');
is(slurp($out), $text, 'the file holds the zone');
spew("$dir/bad.zone", "x. 1 A 999.1.1.1\n");
my $r = zoneferry('export', "$dir/bad.zone", '-o', $out);
is($r->{exit}, 2, 'a zone that can not be read is trouble');
is(slurp($out), $text, 'and the file is as it was');
like($r->{err}, qr/^\S*bad\.zone:1:8: error: .* \[\S+\]$/m, 'with file, line, column, code');
is(zoneferry('export', "$dir/nowhere.zone")->{exit}, 2, 'no such file');
is(zoneferry('export', $dir . '/')->{exit}, 2, 'a folder');
mkdir "$dir/folder";
is(zoneferry('export', $zone, '-o', "$dir/folder")->{exit}, 2, '-o of a folder');
is(zoneferry('export', $zone, '-o', "$dir/none/x")->{exit}, 2, '-o below no folder');
is_deeply([glob "$dir/.*tmp*"], [], 'no temporary file is left');

# Standard output that can't be written to.
my $command = zf() . " export '$zone'";
is(system("$command > /dev/full 2> $dir/err") >> 8, 2, '/dev/full');
like(slurp("$dir/err"), qr/standard output/, 'and it is said');
is(system("$command >&- 2> /dev/null") >> 8, 2, 'closed standard output');
is(system("{ $command; echo \$? > $dir/status; } 2> /dev/null | true"), 0, 'a pipe that nobody reads');

# Standard input is a location.
is(`cat '$zone' | @{[zf()]} export - --origin example.com`, $text, '- is standard input');

# Help, manual page and completion come from one table.
my $help = zoneferry('help')->{out};
my @commands = $help =~ /^  (\w+(?: \w+)?)  +\w/mg;
cmp_ok(scalar @commands, '>', 8, 'commands are listed');
my $man = zoneferry('help', 'man')->{out};
my $bash = zoneferry('completion', 'bash')->{out};
for my $name (grep { /^(export|diff|compare|check|fmt|zones|providers|git \w+|help|version|completion|verify)$/ } @commands) {
	my $one = zoneferry('help', split / /, $name);
	is($one->{exit}, 0, "help $name");
	like($one->{out}, qr/^usage: zoneferry $name\b/, "help $name begins with its usage");
	is(zoneferry((split / /, $name), '--help')->{out}, $one->{out}, "$name --help is the same");
	(my $entry = "zoneferry-$name") =~ s/[- ]/\\-/g;
	like($man, qr/^\.BR \Q$entry\E \(1\)$/m, "the manual names $name");
	my $page = zoneferry('help', 'man', split / /, $name)->{out};
	for my $option ($one->{out} =~ /(--[a-z-]+)/g) {
		(my $roff = $option) =~ s/-/\\-/g;
		like("$page$man", qr/\Q$roff\E/, "the manual page has $option of $name");
	}
}
is(system('bash', '-n', do { spew("$dir/complete", $bash); "$dir/complete" }), 0, 'bash reads its completion');
like(zoneferry('--version')->{out}, qr/^zoneferry \d+\.\d+\.\d+\n$/, 'version');
is(zoneferry('--help')->{out}, $help, '--help');

done_testing;
