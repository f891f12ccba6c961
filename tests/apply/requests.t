#!/usr/bin/perl
# What exactly is sent: testdata/provider/NAME/*.write, see the README there. TARGETS="bunny sdpf" for
# some of the targets only.
use strict;
use warnings;
use lib 'tests/support';
use File::Temp 'tempdir';
use JSON::PP;
use Sim qw(run slurp spew);
use Test::More;
use WriteTarget;

# What is compared is the program's work, not its memory: the fast build does.
$ENV{ZF} //= 'build/zoneferry';
my $dir = tempdir(CLEANUP => 1);
my $zone = 'example.com';
my %wanted = map { $_ => 1 } split ' ', $ENV{TARGETS} // join ' ', WriteTarget->names;
my $targets = WriteTarget->start(grep { $wanted{$_} } WriteTarget->names);

# {target, source, plan, requests, options} of a case.
sub parts_of {
	my ($file) = @_;
	my (undef, %part) = split /^--- (\w+)\n/m, slurp($file), -1;
	for my $part (keys %part) {
		die "$file: there is no part named $part\n" if $part !~ /^(?:target|source|options|plan|requests)$/;
		$part{$part} =~ s/\n+\z/\n/;
	}
	return \%part;
}

# The requests of a recording from the first one that writes, without the readings of the zone.
sub requests_of {
	my ($name, $folder) = @_;
	my (@requests, %read);
	my ($reading, $writing);
	for my $file (sort glob "$folder/*.http") {
		my ($request) = slurp($file) =~ /\A(.*?)^< /ms or next;
		my ($line) = $request =~ /^> (.*)/;
		$reading ||= $line =~ /^GET /; # what logs in is before
		$writing ||= $reading && $line !~ /^GET /;
		$read{$line} = 1 if !$writing;
		push @requests, $request if $writing && !$read{$line};
	}
	return $targets->spelled($name, join "\n", @requests);
}

sub same_text {
	my ($got, $wanted, $what) = @_;
	return pass($what) if $got eq $wanted;
	spew("$dir/wanted", $wanted);
	spew("$dir/got", $got);
	fail($what);
	return diag run({}, 'diff', '-u', "$dir/wanted", "$dir/got")->{out};
}

my $cases = 0;
sub run_case {
	my ($name, $file) = @_;
	my ($part, $case) = (parts_of($file), "$dir/" . ++$cases);
	my $target = JSON::PP->new->utf8->decode($part->{target});
	my %members = ref $target eq 'HASH' ? %$target : (elements => $target);
	$targets->set($name, $zone, delete $members{elements}, %members);
	mkdir $case;
	spew("$case/wanted.zone", "\$ORIGIN $zone.\n$part->{source}");
	my @options = map { /^'(.*)'$/ ? $1 : $_ } split /\s+/, $part->{options} // '';
	my $r = $targets->{sim}->zoneferry('--record', "$case/http", 'sync', "$case/wanted.zone", "$name:$zone", '--apply',
		'--state', "$case/state", @options);
	is($r->{exit}, 0, $file) or diag $r->{out}, $r->{err};
	my ($plan, $report) = $r->{out} =~ /\A\Q$case\E\/(.*)^(\Q$name:$zone\E: .*)\z/ms;
	like($report // '', qr/(\d+) done of \1 operations?;/, "$file: all is done");
	same_text($plan // '', $part->{plan}, "$file: the plan");
	same_text(requests_of($name, "$case/http"), $part->{requests}, "$file: the requests");
}

for my $name ($targets->names) {
	my @files = glob "testdata/provider/$name/*.write";
	cmp_ok(scalar @files, '>=', 8, "cases of $name");
	run_case($name, $_) for @files;
}

done_testing;
