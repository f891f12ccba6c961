#!/usr/bin/perl
# Descriptions against what their APIs answer: testdata/provider/README.md.
use strict;
use warnings;
use lib 'tests/support';
use File::Temp 'tempdir';
use JSON::PP;
use Test::More;
use Sim qw(run slurp zf);

my $data = 'testdata/provider';
my $home = tempdir(CLEANUP => 1);
# What is tested against a real server or simulators: powerdns.t, tests/sim.
my %elsewhere = map { $_ => 1 } qw(powerdns bunny sdpf hostup);

# What the tester has set is none of a case's business.
for my $name (keys %ENV) {
	delete $ENV{$name} if $name !~ /^(PATH|LANG|LC_\w+|TMPDIR|[A-Z]+SAN_OPTIONS|PERL\w*|ZF|TZ)$/;
}

sub environment {
	my ($name, $case) = @_;
	my %env = (HOME => $home, XDG_CONFIG_HOME => "$home/config");
	my ($file) = grep { -e } "$data/$name/$case.env", "$data/$name/env";
	%env = (%env, slurp($file) =~ /^(\w+)=(.*)$/mg) if $file;
	return \%env;
}

# The records of same.zone that a provider says it can hold.
sub restricted {
	my ($holds) = @_;
	my %types = map { $_ => 1 } @{$holds->{types}};
	my %refuses = map { $_ => 1 } @{$holds->{txt_refuses} // []};
	my $text = '';
	for my $line (split /^/, slurp("$data/same.zone")) {
		my ($type) = $line =~ /^\S+ +\d+ IN (\S+)/;
		next if defined $type && !$types{$type};
		next if $refuses{quote} && $line =~ /\\"/;
		next if $refuses{backslash} && $line =~ /\\\\/;
		$text .= $line;
	}
	return $text;
}

sub without_apex {
	my ($text) = @_;
	$text =~ s/^@ +\d+ IN (SOA|NS) .*\n//mg;
	return $text;
}

# A failure shows the two texts as diff does.
sub same_text {
	my ($got, $want, $name) = @_;
	return pass($name) if $got eq $want;
	my ($a, $b) = (File::Temp->new, File::Temp->new);
	print $a $want;
	print $b $got;
	$_->flush for $a, $b;
	fail($name);
	diag run({}, 'diff', '-u', $a->filename, $b->filename)->{out};
}

# As many lines as are wanted, and each holds what is wanted of it.
sub lines_hold {
	my ($got, $want, $name) = @_;
	my @got = split /\n/, $got;
	my @want = split /\n/, $want;
	my $good = @got == @want && !grep { index($got[$_], $want[$_]) < 0 } 0 .. $#want;
	ok($good, $name) or diag "wanted:\n$want", "got:\n$got";
}

sub run_case {
	my ($name, $case, $holds) = @_;
	my $at = "$data/$name/$case";
	my $env = environment($name, $case);
	my $same = $case eq 'same';
	my ($kind) = $same ? 'zone' : grep { -e "$at.$_" } qw(zone list err);
	return fail("$name/$case has nothing that is expected") if !$kind;
	my @args = -e "$at.args" ? split ' ', slurp("$at.args")
		: $kind eq 'list' ? ('zones', $name)
		: ('export', $same ? "$name:same.example" : "$name:example.com");
	my $r = run($env, zf(), @args, '--replay', "$at.http");
	my $want = $same ? restricted($holds) : $kind eq 'err' ? '' : slurp("$at.$kind");
	my $notes = -e "$at.notes" ? slurp("$at.notes") : '';

	is($r->{exit}, $kind eq 'err' ? 2 : 0, "$name/$case: exit");
	same_text($same ? without_apex($r->{out}) : $r->{out}, $want, "$name/$case: output");
	if ($kind eq 'err') {
		like($r->{err}, qr/\A[^\n]+\n\z/, "$name/$case: one line on standard error");
		like($r->{err}, qr/\Q$_\E/, "$name/$case: which says why") for split /\n/, slurp("$at.err");
	} else {
		lines_hold($r->{err}, $notes, "$name/$case: standard error");
	}
	for my $secret (grep { /canary/ } values %$env) {
		ok(index("$r->{out}$r->{err}", $secret) < 0, "$name/$case: no secret");
	}
	return if $kind ne 'zone' || $same;
	$r = run($env, zf(), 'diff', '-q', "$at.zone", $args[1], '--replay', "$at.http");
	is($r->{exit}, 0, "$name/$case: no diff with its own export") or diag $r->{out}, $r->{err};
}

is(() = slurp("$data/same.zone") =~ /^\S+ +\d+ IN /mg, 40, 'records of same.zone');
for my $file (glob 'src/providers/*.json') {
	my ($name) = $file =~ m{([^/]+)\.json$};
	my $description = decode_json(slurp($file));
	my @cases = map { m{([^/]+)\.http$} } glob "$data/$name/*.http";
	ok(scalar(grep { $_ eq 'same' } @cases), "$name has same.http") if !$elsewhere{$name};
	run_case($name, $_, $description->{holds}) for @cases;
}
done_testing;
