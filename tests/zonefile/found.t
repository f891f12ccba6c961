#!/usr/bin/perl
# found: zone files and exports as people have them, and what each must give. A case is one file of
# testdata/zone/found, in parts that begin with "== NAME": files by their names, then
#
#   args   what zoneferry is run with, in a folder with the files; more runs may follow, each with its
#   out    standard output
#   err    standard error
#   exit   the exit status, if it isn't 0
#   bind   "ORIGIN FILE": named-compilezone loads this file, and to the same octets as zoneferry
use strict;
use warnings;
use lib 'tests/support';
use Cwd 'abs_path';
use File::Basename 'dirname';
use File::Path 'make_path';
use File::Temp 'tempdir';
use Test::More;
use Bind;
use Sim qw(run slurp spew zf);

my $program = abs_path(zf());

# The parts of a case, in order: [name, text]
sub parts {
	my ($text) = @_;
	my @parts;
	for (split /^/, $text) {
		if (/^== (\S.*)\n/) {
			push @parts, [$1, ''];
		} elsif (@parts) {
			$parts[-1][1] .= $_;
		}
	}
	return @parts;
}

# Octets that don't stand well in a text: \r and a \ at a line's end, which joins lines.
sub octets { return shift =~ s/\\r$/\r/gmr =~ s/\\\n//gr }

# Without what counts and closes them.
sub messages { return shift =~ s/^zoneferry: (?!error).*\n//gmr }

sub run_case {
	my ($dir, @parts) = @_;
	my %run;
	my $finish = sub {
		return if !$run{args};
		my $r = run({}, 'sh', '-c', "cd $dir && exec $program $run{args}");
		is($r->{out}, octets($run{out} // ""), "$run{args}: output");
		is(messages($r->{err}), messages($run{err} // ''), "$run{args}: messages");
		is($r->{exit}, $run{exit} // 0, "$run{args}: exit");
		%run = ();
	};
	for (@parts) {
		my ($name, $text) = @$_;
		if ($name eq 'args') {
			$finish->();
			$run{args} = $text =~ s/\n//r;
		} elsif ($name =~ /^(?:out|err|exit)$/) {
			$run{$name} = $name eq 'exit' ? $text + 0 : $text;
		} elsif ($name eq 'bind') {
			my ($origin, $file) = split ' ', $text;
			is(Bind::octets($program, $dir, $file, $origin), Bind::expected($program, $dir, $file, $origin),
				"$file: BIND's octets");
		} elsif ($name !~ /^#/) {
			make_path(dirname("$dir/$name"));
			spew("$dir/$name", octets($text));
		}
	}
	$finish->();
}

for my $case (sort glob 'testdata/zone/found/*.case') {
	my ($name) = $case =~ m{([^/]+)\.case$};
	subtest $name => sub { run_case(tempdir(CLEANUP => 1), parts(slurp($case))) };
}
done_testing;
