#!/usr/bin/perl
# What diff and compare print, to the octet: each testdata/zone/diff/*/commands has lines of exit
# status, file and arguments. A file named *.err holds what is said on standard error instead.
# ZF_GOLDEN=write writes the files anew, for a look at `git diff`.
use strict;
use warnings;
use lib 'tests/support';
use Cwd qw(abs_path getcwd);
use Sim qw(run slurp spew zf);
use Test::More;
use Text::ParseWords 'shellwords';

my $write = ($ENV{ZF_GOLDEN} // '') eq 'write';
my ($program, $top) = (abs_path(zf()), getcwd);

for my $commands (sort glob 'testdata/zone/diff/*/commands') {
	my ($dir) = $commands =~ m{^(.*)/};
	my $text = slurp("$top/$commands");
	chdir "$top/$dir" or die "$dir: $!";
	for my $line (grep { !/^#/ } split /\n/, $text) {
		my ($status, $file, $arguments) = split ' ', $line, 3;
		my $r = run({}, $program, '-q', shellwords($arguments));
		my $got = $file =~ /\.err$/ ? $r->{err} : $r->{out};
		my $want = $write || !-e $file ? '' : slurp($file);
		spew($file, $got) if $write;
		is "$r->{exit}\n$got", "$status\n" . ($write ? $got : $want), "$dir: $arguments";
		is $r->{$file =~ /\.err$/ ? 'out' : 'err'}, '', "$dir: $file: nothing else";
	}
}
chdir $top;
my $page = run({}, $program, '-q', 'diff', '-f', 'html', map { "testdata/zone/diff/long/$_.zone" } 'a', 'b')->{out};
like $page, qr{BAQ<del>E</del>FAAO.*BAQ<ins>e</ins>FAAO}s, 'a page marks one letter of a key';
done_testing;
