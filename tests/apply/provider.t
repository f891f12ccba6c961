#!/usr/bin/perl
# Writing to providers (simulated): whatever call fails, and however, the report tells the truth, nothing
# that both ends have is lost, a second run converges, and undo brings back what was there.
use strict;
use warnings;
use lib 'tests/support';
use File::Temp 'tempdir';
use JSON::PP;
use Test::More;
use Sim qw(run slurp spew);
use SimControl qw(losses);

my $dir = tempdir(CLEANUP => 1, DIR => -w '/dev/shm' ? '/dev/shm' : undef);
my $sim = Sim->start(map { "$_=testdata/sim/$_.json" } qw(bunny sdpf hostup));

# What the providers' zones hold, and what is made of it.
my %targets = (
	bunny => {zone => 'apply.example', elements => [
		{Type => 0, Name => 'a', Value => '192.0.2.1', Ttl => 300, Comment => 'kept'},
		{Type => 0, Name => 'a', Value => '192.0.2.2', Ttl => 300},
		{Type => 2, Name => 'b', Value => 'a.apply.example', Ttl => 300},
		{Type => 3, Name => 'gone', Value => 'x', Ttl => 300},
		{Type => 0, Name => 'stay', Value => '192.0.2.9', Ttl => 300}]},
	sdpf => {zone => 'apply.example', elements => [
		{name => 'a.apply.example.', type => 'A', ttl => 300, records => ['192.0.2.1']},
		{name => 'a.apply.example.', type => 'A', ttl => 300, records => ['192.0.2.2']},
		{name => 'b.apply.example.', type => 'CNAME', ttl => 300, records => ['a.apply.example.']},
		{name => 'gone.apply.example.', type => 'TXT', ttl => 300, records => ['"x"']},
		{name => 'stay.apply.example.', type => 'A', ttl => 300, records => ['192.0.2.9']}]},
	hostup => {zone => 'apply.example', elements => [
		{name => 'a.apply.example', type => 'A', ttl => 300, value => '192.0.2.1'},
		{name => 'a.apply.example', type => 'A', ttl => 300, value => '192.0.2.2'},
		{name => 'b.apply.example', type => 'CNAME', ttl => 300, value => 'a.apply.example'},
		{name => 'gone.apply.example', type => 'TXT', ttl => 300, value => 'x'},
		{name => 'stay.apply.example', type => 'A', ttl => 300, value => '192.0.2.9'}]},
);

my $wanted = <<'Z';
$ORIGIN apply.example.
a    300 IN A    192.0.2.3
a    300 IN A    192.0.2.2
b    300 IN A    192.0.2.4
new  300 IN MX   10 mail.example.net.
stay 300 IN A    192.0.2.9
Z
spew("$dir/wanted.zone", $wanted);

sub zoneferry { return $sim->zoneferry(@_, '--state', "$dir/state") }

sub reset_zone {
	my ($provider) = @_;
	$sim->clear_faults($provider);
	$sim->set_zone($provider, $targets{$provider}{zone}, $targets{$provider}{elements});
}

sub sync {
	my ($provider, @more) = @_;
	return zoneferry('sync', "$dir/wanted.zone", "$provider:$targets{$provider}{zone}", '-q', @more);
}

sub export_zone {
	my ($provider) = @_;
	return $sim->zoneferry('export', "$provider:$targets{$provider}{zone}", '-q')->{out};
}

sub no_losses {
	my ($provider, $what) = @_;
	my @worse = grep { !/: b(?:\.apply\.example\.?)? is missing/ } # the plan says so
		losses($provider, $sim->states($provider, $targets{$provider}{zone}));
	is("@worse", '', "$what: no name was worse off than at both ends");
}

# A report's states are those of the zone.
sub told_the_truth {
	my ($r, $provider, $what) = @_;
	my $report = decode_json($r->{out})->{report};
	my $left = decode_json(sync($provider, '-f', 'json')->{out})->{operations};
	my $open = grep { $_->{state} ne 'done' } @{$report->{operations}};
	is(scalar @$left, $open, "$what: what is not done remains");
	return $report;
}

for my $provider (sort keys %targets) {
	reset_zone($provider);
	my $before = export_zone($provider);
	$sim->clear_calls;
	my $r = sync($provider, '--apply', '-f', 'json');
	is($r->{exit}, 0, "$provider: applied") or diag "$r->{out}$r->{err}";
	no_losses($provider, $provider);
	my $calls = grep { $_->{writes} } $sim->calls(provider => $provider);
	is(decode_json($r->{out})->{plan}{calls}, $calls, "$provider: it takes as many calls as were planned");
	like(decode_json($r->{out})->{plan}{remark}, qr/\bb\.apply\.example\./, "$provider: the plan says which name has a gap");
	my $after = export_zone($provider);
	$sim->clear_calls;
	is(sync($provider, '--apply')->{exit}, 0, "$provider: again");
	is(scalar(grep { $_->{writes} } $sim->calls(provider => $provider)), 0, "$provider: makes no call that writes");
	is(zoneferry('undo', '-q')->{exit}, 0, "$provider: undone");
	is(export_zone($provider), $before, "$provider: all is as it was");

	for my $k (1 .. $calls) {
		for my $how (qw(refused reset broken_done)) {
			my $what = "$provider: call $k is $how";
			reset_zone($provider);
			$sim->fail_at($provider, $k, $how);
			$r = sync($provider, '--apply', '-f', 'json');
			my $ends = $how =~ /_done/ ? [0] : $k == 1 ? [2] : [4];
			ok((grep { $r->{exit} == $_ } @$ends), "$what: exit $r->{exit}") or diag "$r->{out}$r->{err}";
			told_the_truth($r, $provider, $what);
			no_losses($provider, $what);
			$r = sync($provider, '--apply');
			is($r->{exit}, 0, "$what: a second run converges") or diag "$r->{out}$r->{err}";
			is(export_zone($provider), $after, "$what: to what was wanted");
		}
	}
}

# Somebody writes between plan and apply: nothing is written, and a plan goes on after a cut only where
# nobody did.
my $target = "hostup:$targets{hostup}{zone}";
reset_zone('hostup');
my $r = sync('hostup', '--plan-out', "$dir/plan.json");
is($r->{exit}, 1, 'a plan');
$sim->meddle('hostup', $targets{hostup}{zone}, {add => [{name => 'else.apply.example', type => 'A', ttl => 300, value => '192.0.2.50'}]});
$sim->clear_calls;
$r = zoneferry('apply', "$dir/plan.json");
is($r->{exit}, 2, 'of another state is refused');
is(scalar(grep { $_->{writes} } $sim->calls), 0, 'and nothing is written');
reset_zone('hostup');
$sim->fail_at('hostup', 3, 'refused');
$r = zoneferry('apply', "$dir/plan.json");
is($r->{exit}, 4, 'a plan is cut short') or diag "$r->{out}$r->{err}";
$r = zoneferry('apply', "$dir/plan.json");
is($r->{exit}, 0, 'and goes on') or diag "$r->{out}$r->{err}";
like($r->{err}, qr/going on with run/, 'as it says');
$r = zoneferry('apply', "$dir/plan.json");
is($r->{exit}, 0, 'a third time');
like($r->{err}, qr/nothing remains/, 'nothing remains');
is(zoneferry('undo', '-q')->{exit}, 0, 'the whole run is undone');
is(sync('hostup', '--plan-out', "$dir/plan2.json")->{exit}, 1, 'up to where it began');
is(slurp("$dir/plan2.json"), slurp("$dir/plan.json"), 'as the same plan shows');

# Ctrl-C, and kill -9 at any moment.
sub start_sync {
	return Sim::begin($sim->{env}, Sim::zf(), 'sync', "$dir/wanted.zone", $target, '-q', '--apply', '--state', "$dir/state");
}

reset_zone('hostup');
my $before = export_zone('hostup');
$sim->latency('hostup', 150);
$sim->clear_calls;
my $job = start_sync();
select undef, undef, undef, 0.1 until $sim->calls(provider => 'hostup', at => 'create');
kill 'INT', $job->{pid};
waitpid $job->{pid}, 0;
$sim->latency('hostup', 0);
is($? >> 8, 4, 'Ctrl-C ends a run in part') or diag slurp($job->{out}->filename), slurp($job->{err}->filename);
like(slurp($job->{out}->filename), qr/^  remaining: .*\n(?:.*\n)*stopped: interrupted$/m, 'which says what remains');
is(zoneferry('undo', '-q')->{exit}, 0, 'and is undone');
is(export_zone('hostup'), $before, 'as it was');

srand 5;
for my $n (1 .. 8) {
	reset_zone('hostup');
	$sim->latency('hostup', 15);
	my $killed = start_sync();
	select undef, undef, undef, 0.15 + rand 0.4;
	kill 'KILL', $killed->{pid};
	waitpid $killed->{pid}, 0;
	$sim->latency('hostup', 0);
	$r = zoneferry('undo', '--list', '-f', 'json');
	is($r->{exit}, 0, "kill $n: the journals are readable") or diag $r->{err};
	my ($last) = reverse @{decode_json($r->{out})->{runs}};
	if ($last->{command} eq 'sync' && $last->{calls}) {
		$r = zoneferry('undo', $last->{run}, '-q');
		is($r->{exit}, 0, "kill $n: undone") or diag "$r->{out}$r->{err}";
	}
	is(export_zone('hostup'), $before, "kill $n: as it was");
}

done_testing;
