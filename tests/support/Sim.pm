# Sim: starts the API simulators and runs zoneferry for tests.
#
#   my $sim = Sim->start("bunny=testdata/sim/bunny.json", …);   ends with the object
#   my $r = $sim->zoneferry("export", "bunny:example.com");     {exit, out, err}
#   $sim->{env}{ZONEFERRY_BUNNY_URL}, $sim->log, $sim->clear_log
#
# What tests of writing need (set_zone, get_zone, states, calls, fail_at, latency, meddle …) is in
# SimControl.pm.
package Sim;
use strict;
use warnings;
use File::Temp;
use Guard;
use Time::HiRes qw(sleep);
use parent 'SimControl';
use Exporter 'import';
use Test::More ();
our @EXPORT_OK = qw(run run_all slurp spew zf stopped_ok whole_ok);

sub zf { return $ENV{ZF} // "build/asan/zoneferry" }
sub sim { return $ENV{SIM} // "build/asan/zoneferry-sim" }

sub slurp {
	my ($file) = @_;
	open my $in, '<:raw', $file or die "$file: $!";
	local $/;
	return scalar <$in>;
}

sub spew {
	my ($file, $text) = @_;
	open my $out, '>:raw', $file or die "$file: $!";
	print $out $text;
	close $out or die "$file: $!";
}

# Starts a command, and gives its job: {pid, out, err}. Nothing that writes gets off this machine.
sub begin {
	my ($env, @command) = @_;
	my %env = (Guard::guard($env, @command), %$env);
	my %job = (out => File::Temp->new, err => File::Temp->new);
	$job{pid} = fork // die "fork: $!";
	return \%job if $job{pid};
	for my $name (keys %env) {
		if (defined $env{$name}) { $ENV{$name} = $env{$name} }
		else { delete $ENV{$name} }
	}
	open STDIN, '<', '/dev/null' or die;
	open STDOUT, '>', $job{out}->filename or die;
	open STDERR, '>', $job{err}->filename or die;
	exec @command or die "$command[0]: $!";
}

sub result {
	my ($job, $status) = @_;
	return {exit => $status & 127 ? -($status & 127) : $status >> 8,
		out => slurp($job->{out}->filename), err => slurp($job->{err}->filename)};
}

# Runs a command with changes to its environment (undef removes); nothing is on its input.
sub run {
	my $job = begin(@_);
	waitpid $job->{pid}, 0;
	return result($job, $?);
}

# Runs commands side by side, each [environment, command …]: most of them wait most of the time.
# Gives their results in order.
sub run_all {
	my @left = @_;
	my (@results, %running);
	while (@left || %running) {
		while (@left && keys %running < 12) {
			my $job = begin(@{shift @left});
			$running{$job->{pid}} = [$job, scalar @results];
			push @results, undef;
		}
		my $pid = waitpid -1, 0;
		my $ended = delete $running{$pid} // next; # a simulator
		$results[$ended->[1]] = result($ended->[0], $?);
	}
	return @results;
}

# The first argument may be {for => SECONDS}: how long the simulators live, 300 by default.
sub start {
	my ($class, @servers) = @_;
	my %options = ref $servers[0] ? %{shift @servers} : ();
	my $dir = File::Temp->newdir;
	my $sim = sim();
	my $pid = fork // die "fork: $!";
	if (!$pid) {
		open STDIN, '<', '/dev/null' or die;
		exec $sim, "--ready-file", "$dir/ready", "--log", "$dir/log", "--for", $options{for} // 300, "--control",
			@servers
			or die "$sim: $!";
	}
	my $self = bless {dir => $dir, pid => $pid, env => {}}, $class;
	for (1 .. 2400) { # a minute: large zones on a busy machine
		last if -e "$dir/ready";
		if (waitpid($pid, 1) != 0) {
			undef $self->{pid};
			die "$sim ended at once\n";
		}
		sleep 0.025;
	}
	die "$sim is not ready\n" if !-e "$dir/ready";
	$self->{env} = {slurp("$dir/ready") =~ /^(\w+)='([^']*)'$/mg};
	$self->{control} = delete $self->{env}{SIM_CONTROL_URL};
	# Nothing of the user's own configuration counts.
	$self->{env}{XDG_CONFIG_HOME} = "$dir/config";
	$self->{env}{HOME} = "$dir";
	return $self;
}

# Runs zoneferry against the simulators.
sub zoneferry {
	my ($self, @arguments) = @_;
	return run($self->{env}, zf(), @arguments);
}

# The command that exports a location to a file that is there already, for run and run_all.
sub export_command {
	my ($sim, $location, @options) = @_;
	my $file = "$sim->{dir}/" . ($location =~ s/\W/_/gr) . '.zone';
	spew($file, "kept\n");
	return ($file, [$sim->{env}, zf(), 'export', $location, '-o', $file, @options]);
}

# An export that must have stopped: one line that names location and request, exit 2, nothing on
# standard output, and the file as it was. `cause` is a pattern for the line.
sub stopped_ok {
	my ($r, $file, $location, $cause) = @_;
	my ($provider, $zone) = $location =~ /^(\w+):([^?]+)/;
	my @wrong;
	push @wrong, "exit $r->{exit}" if $r->{exit} != 2;
	push @wrong, 'more than one line' if $r->{err} !~ /\A[^\n]+\n\z/;
	push @wrong, 'no provider' if $r->{err} !~ /\b\Q$provider\E\b/;
	push @wrong, 'no zone' if $r->{err} !~ /\Q$zone\E/;
	push @wrong, 'no request' if $r->{err} !~ m{\b(?:GET|POST) http://127\.0\.0\.1:\d+/};
	push @wrong, "not $cause" if $r->{err} !~ $cause;
	push @wrong, 'something on standard output' if $r->{out} ne '';
	push @wrong, 'the file has changed' if slurp($file) ne "kept\n";
	return Test::More::ok(!@wrong, "$location stops")
		|| Test::More::diag(join('; ', @wrong), "\n", $r->{err});
}

# Two zone texts are equal; if not, shows the first lines that differ.
sub same_text_ok {
	my ($got, $wanted, $what) = @_;
	return 1 if Test::More::ok($got eq $wanted, $what);
	my @got = split /\n/, $got;
	my @wanted = split /\n/, $wanted;
	while (@got && @wanted && $got[0] eq $wanted[0]) { shift @got; shift @wanted }
	return Test::More::diag('got:    ', $got[0] // 'nothing more', "\nwanted: ",
		$wanted[0] // 'nothing more');
}

# An export that must have given the zone whole: exit 0 and this text.
sub whole_ok {
	my ($r, $file, $location, $text) = @_;
	my $good = same_text_ok("exit $r->{exit}\n" . slurp($file),
		"exit 0\n" . $text, "$location is whole");
	Test::More::diag($r->{err}) if $r->{exit} != 0;
	return $good;
}

# The request lines so far: "front METHOD target status header names".
sub log {
	my ($self, $pattern) = @_;
	my @lines = split /\n/, slurp("$self->{dir}/log");
	return grep { !defined $pattern || $_ =~ $pattern } @lines;
}

sub clear_log {
	my ($self) = @_;
	truncate "$self->{dir}/log", 0;
}

# Ends the simulators and gives their exit status.
sub stop {
	my ($self) = @_;
	return 0 if !defined $self->{pid};
	local $?;
	kill 'TERM', $self->{pid};
	waitpid $self->{pid}, 0;
	undef $self->{pid};
	return $?;
}

# A simulator that leaks or crashes fails the test that used it.
sub DESTROY {
	my $status = $_[0]->stop;
	Test::More::fail("the simulator ends well, not with $status") if $status;
}

1;
