# TlsServer: an HTTPS server on loopback whose certificate is its own, ended with the object.
#
#   my $s = TlsServer->start($dir) or skip 'no openssl', 1;
#   $s->{url}; the certificate is $dir/cert.pem
package TlsServer;
use strict;
use warnings;
use IO::Socket::INET;
use Sim qw(run);

sub start {
	my ($class, $dir) = @_;
	my $made = run({}, qw(openssl req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=127.0.0.1
		-addext), 'subjectAltName=IP:127.0.0.1', '-keyout', "$dir/key.pem", '-out', "$dir/cert.pem");
	return if $made->{exit} != 0;
	my $port = IO::Socket::INET->new(Listen => 1, LocalAddr => '127.0.0.1')->sockport;
	my $pid = fork // die "fork: $!";
	if (!$pid) {
		open STDIN, '<', '/dev/null';
		open STDOUT, '>', '/dev/null';
		open STDERR, '>', '/dev/null';
		exec qw(openssl s_server -quiet -www -accept), "127.0.0.1:$port", '-key',
			"$dir/key.pem", '-cert', "$dir/cert.pem" or die;
	}
	for (1 .. 100) {
		last if IO::Socket::INET->new(PeerAddr => '127.0.0.1', PeerPort => $port);
		select undef, undef, undef, 0.05;
	}
	return bless {pid => $pid, url => "https://127.0.0.1:$port"}, $class;
}

sub DESTROY {
	my ($self) = @_;
	local ($?, $!);
	kill 'TERM', $self->{pid};
	waitpid $self->{pid}, 0;
}

1;
