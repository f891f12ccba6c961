# Sim: starts the API simulators and runs zoneferry for tests.
#
#   my $sim = Sim->start("bunny=testdata/sim/bunny.json", …);   ends with the object
#   my $r = $sim->zoneferry("export", "bunny:example.com");     {exit, out, err}
#   $sim->{env}{ZONEFERRY_BUNNY_URL}, $sim->log, $sim->clear_log
package Sim;
use strict;
use warnings;
use File::Temp;
use Time::HiRes qw(sleep);
use Exporter 'import';
our @EXPORT_OK = qw(run slurp spew zf);

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

# Runs a command with changes to its environment (undef removes); nothing is on its input.
sub run {
	my ($env, @command) = @_;
	my ($out, $err) = (File::Temp->new, File::Temp->new);
	my $pid = fork // die "fork: $!";
	if (!$pid) {
		for my $name (keys %$env) {
			if (defined $env->{$name}) { $ENV{$name} = $env->{$name} }
			else { delete $ENV{$name} }
		}
		open STDIN, '<', '/dev/null' or die;
		open STDOUT, '>', $out->filename or die;
		open STDERR, '>', $err->filename or die;
		exec @command or die "$command[0]: $!";
	}
	waitpid $pid, 0;
	return {exit => $? & 127 ? -($? & 127) : $? >> 8,
		out => slurp($out->filename), err => slurp($err->filename)};
}

sub start {
	my ($class, @servers) = @_;
	my $dir = File::Temp->newdir;
	my $sim = sim();
	my $pid = fork // die "fork: $!";
	if (!$pid) {
		open STDIN, '<', '/dev/null' or die;
		exec $sim, "--ready-file", "$dir/ready", "--log", "$dir/log", "--for", 300, @servers
			or die "$sim: $!";
	}
	my $self = bless {dir => $dir, pid => $pid, env => {}}, $class;
	for (1 .. 400) {
		last if -e "$dir/ready";
		if (waitpid($pid, 1) != 0) {
			undef $self->{pid};
			die "$sim ended at once\n";
		}
		sleep 0.025;
	}
	die "$sim is not ready\n" if !-e "$dir/ready";
	$self->{env} = {slurp("$dir/ready") =~ /^(\w+)='([^']*)'$/mg};
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

sub DESTROY { $_[0]->stop }

1;
