#!/usr/bin/perl
# Runs of backup that die at any moment, or whose disk fails at any moment: no file is torn, no backup
# is lost, and a run that goes on behind them ends where an unbroken one does.
#
#   KILLS=2000 prove tests/fleet/killed.t     so many runs are killed; 25 by default
use strict;
use warnings;
use lib 'tests/support';
use File::Temp 'tempdir';
use Time::HiRes 'usleep';
use Test::More;
use Sim qw(run slurp spew zf);

my $kills = $ENV{KILLS} // 25;
my $plain = -x 'build/zoneferry' ? 'build/zoneferry' : zf(); # a tracer and the leak check exclude each other
my $top = tempdir(CLEANUP => 1, DIR => -w '/dev/shm' ? '/dev/shm' : undef);
my $sim = Sim->start({for => 600 + 20 * $kills}, 'hostup=testdata/sim/hostup.json');
my @zones = map { "k$_.example" } 1 .. 12;
sub set_account {
	my ($last) = @_;
	$sim->set_zone('hostup', $_, [map { {name => "h$_.z", type => 'A', ttl => 300, value => "192.0.2.$_"} } 1 .. 4, $last]) for @zones;
}
my @command = ($plain, 'backup', 'hostup:k*.example', '-q', '-j', 4, '-d');
sub backup { my @words = @_; return run($sim->{env}, @command, @words) }
sub files { opendir my $in, $_[0] or die "$_[0]: $!"; return sort grep { !/^\.\.?$/ } readdir $in }
# The folder's files but for the manifest, whose times differ; it is what --verify looks at.
sub content { my ($dir) = @_; return {map { $_ => slurp("$dir/$_") } grep { $_ ne 'zoneferry.json' } files($dir)} }

# What each of two accounts' states looks like when nothing goes wrong.
my (%before, %after);
for my $state ([5, \%before], [6, \%after]) {
	set_account($state->[0]);
	backup("$top/whole$state->[0]");
	%{$state->[1]} = %{content("$top/whole$state->[0]")};
}
is(scalar(keys %before), 12, 'a file each');

# Killed.
{
	my ($torn, $lost, $unproved, $different, $stray) = (0) x 5;
	my $dead = 0;
	for my $kill (1 .. $kills) {
		my $dir = "$top/killed";
		run({}, 'rm', '-rf', $dir);
		run({}, 'cp', '-a', "$top/whole5", $dir);
		my $pid = fork // die;
		if (!$pid) {
			%ENV = (%ENV, %{$sim->{env}});
			open STDOUT, '>', '/dev/null';
			open STDERR, '>', '/dev/null';
			exec @command, $dir or die;
		}
		usleep(rand 120_000);
		kill 'KILL', $pid;
		waitpid $pid, 0;
		$dead++ if $? & 127;
		my $now = content($dir);
		for my $file (sort keys %before) {
			$lost++ if !defined $now->{$file};
			$torn++ if defined $now->{$file} && $now->{$file} ne $before{$file} && $now->{$file} ne $after{$file};
		}
		$unproved++ if run({}, $plain, 'backup', '--verify', $dir)->{exit} != 0;
		my $r = backup($dir, '--resume');
		my $end = content($dir);
		diag("a run that went on: exit $r->{exit}: $r->{err}") if $r->{exit} != 0;
		$different++ if $r->{exit} != 0 || join("\0", map { "$_ $end->{$_}" } sort keys %$end) ne join("\0", map { "$_ $after{$_}" } sort keys %after);
		$unproved++ if run({}, $plain, 'backup', '--verify', $dir)->{exit} != 0;
	}
	is($torn, 0, "killed $kills times: no file is torn");
	is($lost, 0, 'none is lost');
	is($unproved, 0, 'what is there always proves itself');
	is($different, 0, 'and a run that goes on ends as an unbroken one');
	cmp_ok($dead, '>', $kills / 10, 'some of them were killed indeed');
}

# A dead run's folder: said, and gone on with or begun anew.
{
	my $dir = "$top/dead";
	run({}, 'cp', '-a', "$top/whole6", $dir);
	my ($line) = grep { /"k3\.example\.zone"/ } split /\n/, slurp("$dir/zoneferry.json");
	spew("$dir/.zoneferry.run", "process 4711 of 2026-01-02T03:04:05Z\n" . ($line =~ s/,$//r) . "\n{\"zone\":\"k4.exam");
	spew("$dir/.k5.example.zone.4711.0.tmp", 'half');
	$sim->clear_calls;
	my $r = run($sim->{env}, @command[0 .. 2], '-j', 4, '-d', $dir, '--resume');
	is("$r->{exit} $r->{out}", "0 12 zones: 11 unchanged, 1 done before\n", 'what it did is not done again');
	like($r->{err}, qr/the run before \(process 4711 of 2026-01-02T03:04:05Z\) died: going on behind it/, 'which is said');
	is(scalar($sim->calls(at => 'records')), 11, 'nor read');
	ok(!-e "$dir/.zoneferry.run" && !-e "$dir/.k5.example.zone.4711.0.tmp", 'nothing of it stays');
	spew("$dir/.zoneferry.run", "process 4711 of 2026-01-02T03:04:05Z\n$line\n");
	$r = run($sim->{env}, @command[0 .. 2], '-j', 4, '-d', $dir);
	is("$r->{exit} $r->{out}", "0 12 zones: 12 unchanged\n", 'without --resume all is done');
	like($r->{err}, qr/beginning anew/, 'which is said too');
}

# What failed is left for a run that goes on.
{
	my $dir = "$top/failed";
	$sim->fail_at('hostup', 1, 'denied', writes => undef, zone => 'k7.example', count => 0);
	is(backup($dir)->{exit}, 4, 'one zone fails');
	$sim->clear_faults('hostup');
	my $r = run($sim->{env}, @command[0 .. 2], '-j', 4, '-d', $dir, '--resume');
	is("$r->{exit} $r->{out}$r->{err}", "0 12 zones: 1 new, 11 done before\n", 'it alone is read again');
}

# Two runs in one folder.
{
	my $dir = "$top/two";
	$sim->latency('hostup', 1500);
	my $pid = fork // die;
	if (!$pid) {
		%ENV = (%ENV, %{$sim->{env}});
		open STDOUT, '>', '/dev/null';
		exec @command, $dir or die;
	}
	for (1 .. 200) { last if -s "$dir/.zoneferry.run"; usleep(10_000) }
	my $r = backup($dir);
	is($r->{exit}, 2, 'a folder belongs to one run at a time');
	like($r->{err}, qr/another run is at work there \(process $pid of 20/, 'which is named');
	$r = run({}, $plain, 'backup', '--verify', $dir);
	is($r->{exit}, 2, 'and is not proved meanwhile');
	waitpid $pid, 0;
	is($?, 0, 'the first one is not disturbed');
	$sim->latency('hostup', 0);
}

# Writes that are short: the file may not grow beyond half a KiB.
{
	my $dir = "$top/short";
	my @one = ($plain, 'backup', 'hostup:k2.example', '-q', '-j', 1, '-d', $dir);
	my $set = sub {
		my ($last) = @_;
		$sim->set_zone('hostup', 'k2.example', [map { {name => "h$_.z", type => 'A', ttl => 300, value => "192.0.2.$_"} } 1 .. 40, $last]);
	};
	$set->(100);
	is(run($sim->{env}, @one)->{exit}, 0, 'a larger zone');
	my $old = slurp("$dir/k2.example.zone");
	cmp_ok(length $old, '>', 1024, 'than what a file may have');
	$set->(101);
	my $r = run($sim->{env}, 'sh', '-c', 'trap "" XFSZ; ulimit -f 1; exec "$@"', 'sh', @one);
	cmp_ok($r->{exit}, '>=', 2, 'short writes are trouble') or diag $r->{out}, $r->{err};
	is(slurp("$dir/k2.example.zone"), $old, 'and the file stays as it was');
	is(run({}, $plain, 'backup', '--verify', $dir)->{exit}, 0, 'and proves itself');
	is(run($sim->{env}, @one)->{out}, "1 zone: 1 changed\n", 'later it is saved');
	$set->(5);
}

# Each system call on the way of a file to the disk fails, at each place in turn.
SKIP: {
	skip 'no strace, or it may not trace', 1 if run({}, 'strace', '-o', '/dev/null', 'true')->{exit} != 0;
	my @one = ($plain, 'backup', 'hostup:k1.example', '-q', '-j', 1, '-d');
	my $dir = "$top/disk";
	my ($old, $new) = ($before{'k1.example.zone'}, $after{'k1.example.zone'});
	my $runs = 0;
	my @wrong;
	for my $call (qw(write fsync fdatasync renameat linkat openat ftruncate)) {
		my $reset = sub {
			run({}, 'rm', '-rf', $dir);
			set_account_one(5);
			run($sim->{env}, @one, $dir);
			set_account_one(6);
		};
		$reset->();
		run($sim->{env}, 'strace', '-f', '-o', "$top/trace", '-e', "trace=$call", @one, $dir);
		my $count = grep { /\b$call\(/ } split /\n/, slurp("$top/trace");
		# Of many alike (libraries and configuration are opened first) the last ones are about the folder.
		for my $at ($count > 9 ? $count - 8 : 1 .. $count) {
			# A write that says it took one octet, and took none, is what reading back is for.
			for my $error ('error=ENOSPC', 'error=EIO', 'error=EROFS', $call eq 'write' ? 'retval=1' : ()) {
				$reset->();
				my $r = run($sim->{env}, 'strace', '-f', '-o', '/dev/null', '-e', "trace=$call", '-e',
					"inject=$call:$error:when=$at", @one, $dir);
				$runs++;
				my $now = -e "$dir/k1.example.zone" ? slurp("$dir/k1.example.zone") : 'nothing';
				push @wrong, "$call $at $error: the file is torn or lost" if $now ne $old && $now ne $new;
				push @wrong, "$call $at $error: exit 0, but the file is old" if $r->{exit} == 0 && $now ne $new;
				my $again = run($sim->{env}, @one, $dir);
				push @wrong, "$call $at $error: later: exit $again->{exit}" if $again->{exit} != 0;
				push @wrong, "$call $at $error: later: no proof" if run({}, $plain, 'backup', '--verify', $dir)->{exit} != 0;
			}
		}
	}
	is_deeply(\@wrong, [], "each system call fails in turn, in $runs runs: the file is good, and success is true");
	cmp_ok($runs, '>', 20, 'which are many');
}

sub set_account_one {
	my ($last) = @_;
	$sim->set_zone('hostup', 'k1.example', [map { {name => "h$_.z", type => 'A', ttl => 300, value => "192.0.2.$_"} } 1 .. 4, $last]);
}

done_testing;
