#!/usr/bin/perl
# kill -9 at any moment of writing: whatever stands in the runs' folder is readable, and undo brings back
# the zone, its digest and all that the provider keeps beside it. ZONEFERRY_KILLS=2000 for more of it.
use strict;
use warnings;
use lib 'tests/support';
use File::Temp 'tempdir';
use JSON::PP;
use RandomZone;
use Sim qw(run spew zf);
use Test::More;
use Time::HiRes qw(sleep time);
use WriteTarget;

$ENV{ZF} //= 'build/zoneferry'; # what counts is when it is killed
my $kills = $ENV{ZONEFERRY_KILLS} // 40;
my $dir = tempdir(CLEANUP => 1, DIR => -w '/dev/shm' ? '/dev/shm' : undef);
my @names = grep { WriteTarget->is_simulated($_) } WriteTarget->names;
my $targets = WriteTarget->start(@names);
my $sim = $targets->{sim};
my @everything = (qw(-q --apply --max-delete 100% --allow), 'empty-source,last-apex-address,last-mx');

srand($ENV{SEED} // 9);
my $first = RandomZone::text();
my @zones = map { RandomZone::text() } 1 .. 6;
spew("$dir/first.zone", $first);
spew("$dir/$_.zone", $zones[$_]) for 0 .. $#zones;

sub sync { return ('sync', "$dir/$_[0].zone", "$_[1]:example.org", @everything, '--state', $_[2]) }

# All of the zone in one text: records, annotations, provider records. Equal texts have one digest.
sub state_of {
	my ($name) = @_;
	my $r = $sim->zoneferry('export', "$name:example.org", '-q');
	die "$name can't be read: $r->{err}" if $r->{exit};
	return $r->{out};
}

# Starts a run and kills it after so many seconds. True: it was still running.
sub kill_after {
	my ($seconds, @command) = @_;
	my $job = Sim::begin($sim->{env}, zf(), @command);
	sleep $seconds;
	kill 'KILL', $job->{pid};
	waitpid $job->{pid}, 0;
	return $? == 9;
}

my (%before, %takes, %seen);
for my $name (@names) {
	$sim->set_zone($name, 'example.org', []);
	my $r = $sim->zoneferry(sync('first', $name, "$dir/state"));
	is($r->{exit}, 0, "$name: a zone") or diag $r->{out}, $r->{err};
	$before{$name} = state_of($name);
	$sim->latency($name, 4);
	my $start = time;
	$r = $sim->zoneferry(sync(0, $name, "$dir/state"));
	$takes{$name} = time - $start;
	is($r->{exit}, 0, "$name: another") or diag $r->{out}, $r->{err};
	is($sim->zoneferry('undo', '-q', '--state', "$dir/state")->{exit}, 0, "$name: undone");
}

my ($killed, $written) = (0, 0);
for my $n (1 .. $kills) {
	my ($name, $state) = ($names[$n % @names], "$dir/state-$n");
	my $running = kill_after($takes{$name} * (0.2 + rand 0.8), sync(int rand @zones, $name, $state));
	$killed++ if $running;
	my $run;
	if (-d "$state/runs") {
		my $r = $sim->zoneferry('undo', '--list', '-f', 'json', '--state', $state);
		is($r->{exit}, 0, "kill $n: $name: the run is readable") or diag $r->{err};
		($run) = @{decode_json($r->{out} || '{}')->{runs} // []};
	}
	if ($run && $run->{calls}) {
		$written++;
		$seen{$run->{result}}++;
		my $r = $sim->zoneferry('undo', '-q', '--state', $state);
		is($r->{exit}, 0, "kill $n: $name: undone") or diag $r->{out}, $r->{err};
	}
	my $now = state_of($name);
	next if is($now, $before{$name}, "kill $n: $name: as it was");
	diag explain $run;
	$before{$name} = $now; # each kill counts for itself
}
note "$killed of $kills were killed while they ran, $written runs had written; they ended ",
	join ', ', map { "$_: $seen{$_}" } sort keys %seen;
cmp_ok($written, '>', $kills / 10, 'many of them in the middle of writing');

done_testing;
