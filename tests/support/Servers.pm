# Servers: real name servers on loopback, each in a folder of its own, ended with the object.
#
#   my $s = Servers->start('bind', zone => 'example.org', file => $path, key => 1);
#   Servers->with('bind', {zone => …}, sub { my ($s) = @_; … });    skipped where there is no bind
#   $s->at, $s->{port}, $s->{host}; of pdns also $s->{api_port}, whose key is Servers::API_KEY
# Kinds: bind, knot, nsd, pdns. With a key transfers need the TSIG key "transfer", whose secret is
# Servers::SECRET, unless bind is `open`; with that key bind and knot take dynamic updates. The
# address is 127.0.0.1, or ::1 when asked for; with a `policy` bind signs the zone. `more` of bind:
# further zones with their files.
package Servers;
use strict;
use warnings;
use File::Temp;
use IO::Socket::IP;
use Test::More ();
use Time::HiRes qw(sleep time);
use Sim qw(slurp spew);

use constant SECRET => 'c2VjcmV0IGZvciB0ZXN0cyBvbmx5LCAzMiBvY3RldHM=';
use constant API_KEY => 'key for tests only';

my $schema = '/usr/share/doc/pdns-backend-sqlite3/schema.sqlite3.sql';
my %programs = (bind => 'named', knot => 'knotd', nsd => 'nsd', pdns => 'pdns_server');

sub missing {
	my ($kind) = @_;
	return 1 if $kind eq 'pdns' && !-e $schema;
	return !grep { -x "$_/$programs{$kind}" } split(/:/, $ENV{PATH}), '/usr/sbin', '/sbin';
}

# A port that is free for TCP and UDP.
sub free_port {
	my ($host) = @_;
	for (1 .. 100) {
		my $tcp = IO::Socket::IP->new(LocalHost => $host, Listen => 1, Proto => 'tcp') or next;
		my $port = $tcp->sockport;
		my $udp = IO::Socket::IP->new(LocalHost => $host, LocalPort => $port, Proto => 'udp')
			or next;
		return $port;
	}
	die "no free port\n";
}

sub start {
	my ($class, $kind, %o) = @_;
	my $self = bless {kind => $kind, host => $o{host} // '127.0.0.1', dir => File::Temp->newdir,
		algorithm => 'hmac-sha256', %o}, $class;
	$self->{port} = free_port($self->{host});
	my @command = $class->can("conf_$kind")->($self);
	$self->run(@command);
	return $self;
}

# Runs tests with a server of a kind, or skips them.
sub with {
	my ($class, $kind, $options, $tests) = @_;
	SKIP: {
		Test::More::skip("$kind is not installed", 1) if missing($kind);
		$tests->($class->start($kind, %$options));
	}
}

# HOST:PORT, as locations and --ns spell it.
sub at {
	my ($self) = @_;
	my ($host, $port) = @$self{qw(host port)};
	return $host =~ /:/ ? "[$host]:$port" : "$host:$port";
}

sub run {
	my ($self, @command) = @_;
	local $ENV{PATH} = "$ENV{PATH}:/usr/sbin:/sbin";
	$self->{pid} = fork // die "fork: $!";
	if (!$self->{pid}) {
		open STDIN, '<', '/dev/null' or die;
		open STDOUT, '>', "$self->{dir}/log" or die;
		open STDERR, '>&', \*STDOUT or die;
		# A test that is killed takes its servers with it.
		exec 'setpriv', '--pdeathsig', 'TERM', @command or die "$command[0]: $!";
	}
	my $end = time + 30;
	while (time < $end) {
		return if $self->answers;
		die "$self->{kind} ended: " . slurp("$self->{dir}/log")
			if waitpid($self->{pid}, 1) == $self->{pid};
		sleep 0.1;
	}
	die "$self->{kind} does not answer: " . slurp("$self->{dir}/log");
}

# Whether the server has an answer with data to the zone's SOA (RFC 1035 section 4.1).
sub answers {
	my ($self) = @_;
	my $name = join '', map { chr(length) . $_ } split /\./, $self->{zone};
	my $query = pack('n6', 4711, 0, 1, 0, 0, 0) . "$name\0" . pack('n2', 6, 1);
	my $s = IO::Socket::IP->new(PeerHost => $self->{host}, PeerPort => $self->{port},
		Proto => 'udp') or return 0;
	$s->send($query);
	my $ready = '';
	vec($ready, fileno($s), 1) = 1;
	return 0 unless select $ready, undef, undef, 0.2;
	my $answer = '';
	$s->recv($answer, 4096) // return 0;
	return length($answer) > 12 && (unpack 'n4', $answer)[3] > 0;
}

sub stop {
	my ($self) = @_;
	my $pid = delete $self->{pid} or return;
	kill 'TERM', $pid;
	my $end = time + 10;
	while (waitpid($pid, 1) == 0) {
		kill 'KILL', $pid if time > $end;
		sleep 0.02;
	}
}

sub DESTROY {
	my ($self) = @_;
	local ($?, $!);
	$self->stop;
}

sub conf_bind {
	my ($self) = @_;
	my ($dir, $port, $host) = @$self{qw(dir port host)};
	my ($v4, $v6) = $host =~ /:/ ? ('none;', "$host;") : ("$host;", 'none;');
	my $transfer = $self->{key} && !$self->{open} ? 'key transfer;' : 'any;';
	my $format = $self->{options} // '';
	my $sign = $self->{policy} ? "dnssec-policy $self->{policy}; key-directory \"$dir\";" : '';
	spew("$dir/named.conf", <<END);
key transfer { algorithm $self->{algorithm}; secret "@{[SECRET]}"; };
options { directory "$dir"; listen-on port $port { $v4 }; listen-on-v6 port $port { $v6 };
  pid-file "$dir/named.pid"; session-keyfile "$dir/session.key"; managed-keys-directory "$dir";
  recursion no; dnssec-validation no; notify no; $format };
controls { };
zone "$self->{zone}" { type primary; file "$self->{file}"; check-names ignore;
  allow-transfer { $transfer }; allow-update { key transfer; }; journal "$dir/journal"; $sign };
@{[map { qq(zone "$_" { type primary; file "$self->{more}{$_}"; allow-transfer { $transfer }; };\n) } sort keys %{$self->{more} // {}}]}
END
	return ('named', '-g', '-n', 1, '-c', "$dir/named.conf");
}

sub conf_knot {
	my ($self) = @_;
	my $dir = $self->{dir};
	my $acl = $self->{key} ? "    key: transfer\n" : '';
	spew("$dir/knot.conf", <<END);
server:
    rundir: "$dir"
    listen: $self->{host}\@$self->{port}
    udp-workers: 1
    tcp-workers: 1
    background-workers: 1
log:
  - target: stderr
    any: warning
database:
    storage: "$dir"
key:
  - id: transfer
    algorithm: $self->{algorithm}
    secret: @{[SECRET]}
acl:
  - id: t
${acl}    action: [transfer, update]
zone:
  - domain: $self->{zone}
    file: "$self->{file}"
    acl: t
    semantic-checks: off
    zonefile-sync: -1
    zonefile-load: whole
END
	return ('knotd', '-c', "$dir/knot.conf");
}

sub conf_nsd {
	my ($self) = @_;
	my $dir = $self->{dir};
	my $net = $self->{host} =~ /:/ ? '::0/0' : '0.0.0.0/0';
	my $key = $self->{key} ? 'transfer' : 'NOKEY';
	spew("$dir/nsd.conf", <<END);
server:
  ip-address: $self->{host}\@$self->{port}
  server-count: 1
  username: ""
  chroot: ""
  database: ""
  zonesdir: "$dir"
  pidfile: "$dir/nsd.pid"
  xfrdfile: "$dir/xfrd.state"
  zonelistfile: "$dir/zone.list"
  xfrdir: "$dir"
remote-control:
  control-enable: no
key:
  name: transfer
  algorithm: $self->{algorithm}
  secret: "@{[SECRET]}"
zone:
  name: $self->{zone}
  zonefile: $self->{file}
  provide-xfr: $net $key
END
	return ('nsd', '-d', '-c', "$dir/nsd.conf");
}

sub conf_pdns {
	my ($self) = @_;
	my $dir = $self->{dir};
	my $allow = $self->{key} ? '' : '127.0.0.0/8,::1';
	spew("$dir/pdns.conf", <<END);
launch=gsqlite3
gsqlite3-database=$dir/pdns.db
gsqlite3-dnssec=yes
local-address=$self->{host}
local-port=$self->{port}
disable-axfr=no
allow-axfr-ips=$allow
api=yes
api-key=@{[API_KEY]}
webserver=yes
webserver-address=127.0.0.1
webserver-port=@{[$self->{api_port} = free_port('127.0.0.1')]}
webserver-allow-from=127.0.0.1
security-poll-suffix=
daemon=no
guardian=no
socket-dir=$dir
setuid=
setgid=
END
	my @util = ('pdnsutil', "--config-dir=$dir");
	my @steps = (
		['sh', '-c', "sqlite3 $dir/pdns.db < $schema"],
		[@util, 'load-zone', $self->{zone}, $self->{file}],
		$self->{key} ? (
			[@util, 'import-tsig-key', 'transfer', $self->{algorithm}, SECRET],
			[@util, 'activate-tsig-key', $self->{zone}, 'transfer', 'primary'],
		) : (),
	);
	for my $step (@steps) {
		my $r = Sim::run({}, @$step);
		die "@$step: $r->{out}$r->{err}" if $r->{exit};
	}
	return ('pdns_server', "--config-dir=$dir");
}

1;
