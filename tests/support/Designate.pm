# Designate: OpenStack Designate's real API on loopback, ended with the object.
#
#   plan skip_all => … if Designate::missing;
#   my $d = Designate->start;      %{$d->{env}} is what zoneferry needs
#   $d->make_zone('example.org');
package Designate;
use strict;
use warnings;
use File::Temp;
use Servers;
use Sim qw(run slurp);
use Time::HiRes qw(sleep);

sub missing { return !-x '/usr/bin/designate-manage' }

sub start {
	my ($class) = @_;
	my $self = bless {dir => File::Temp->newdir, port => Servers::free_port('127.0.0.1')}, $class;
	$self->{env} = {map({ $_ => "http://127.0.0.1:$self->{port}" } qw(OS_DNS_ENDPOINT ZONEFERRY_DESIGNATE_URL)),
		OS_TOKEN => 'any'};
	$self->{pid} = fork // die "fork: $!";
	if (!$self->{pid}) {
		open STDIN, '<', '/dev/null' or die;
		open STDOUT, '>', "$self->{dir}/log" or die;
		open STDERR, '>&', \*STDOUT or die;
		# A test that is killed takes its server with it.
		exec qw(setpriv --pdeathsig TERM /usr/bin/python3 tests/support/designate_api.py), "$self->{dir}/state",
			$self->{port} or die;
	}
	for (1 .. 1200) {
		return $self if -e "$self->{dir}/log" && slurp("$self->{dir}/log") =~ /^ready$/m;
		die "designate ended: " . slurp("$self->{dir}/log") if waitpid($self->{pid}, 1) == $self->{pid};
		sleep 0.1;
	}
	die "designate does not answer\n";
}

sub make_zone {
	my ($self, $zone) = @_;
	my $r = run({}, 'curl', '-sS', '-H', 'X-Auth-Token: any', '-H', 'Content-Type: application/json',
		'-d', qq({"name":"$zone.","email":"hostmaster\@$zone"}), "$self->{env}{OS_DNS_ENDPOINT}/v2/zones");
	die "$r->{out}$r->{err}" if $r->{exit} || $r->{out} !~ /"id"/;
}

sub DESTROY {
	my ($self) = @_;
	local ($?, $!);
	my $pid = delete $self->{pid} or return;
	kill 'TERM', $pid;
	waitpid $pid, 0;
}

1;
