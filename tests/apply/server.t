#!/usr/bin/perl
# Writing to real name servers: any zone becomes any other by one apply, and is undone; whatever is lost
# on the way, the report tells the truth, and a second run converges. ROUNDS=25 for 50 zones.
use strict;
use warnings;
use lib 'tests/support';
use File::Temp 'tempdir';
use IO::Select;
use IO::Socket::IP;
use RandomZone;
use Servers;
use Sim qw(run slurp spew zf);
use Test::More;

my $dir = tempdir(CLEANUP => 1);
my $config = "$dir/config.yaml";
spew($config, "keys:\n  transfer: { algorithm: hmac-sha256, secret: @{[Servers::SECRET]} }\n");
chmod 0600, $config;

sub zoneferry { return run({}, zf(), '--config', $config, '-q', @_) }

sub location { return "axfr://$_[0]/example.org?key=transfer" }

# Everything may go, all of the apex too.
my @all = ('--state', "$dir/state", '--max-delete', '100%', '--apex-ns', '--allow',
	'last-apex-address,last-mx');

sub sync { return zoneferry('sync', "$dir/want.zone", location($_[0]), @all, @_[1 .. $#_]) }

sub records {
	my ($location) = @_;
	return join '', grep !/ IN SOA /, split /^/, zoneferry('export', $location)->{out};
}

sub wanted_is {
	my ($at, $what) = @_;
	is records(location($at)), records("$dir/want.zone"), $what;
}

my $base = RandomZone::HEAD . RandomZone::GLUE . "@ 60 IN NS ns1\n";
spew("$dir/example.org.zone", $base);
my %server = (zone => 'example.org', file => "$dir/example.org.zone", key => 1);

# A name's changes are one message of 64 KiB at most: what doesn't fit is told before anything is sent.
Servers->with('knot', {%server}, sub {
	my ($s) = @_;
	my @strings = map { sprintf '%03d', $_ } 0 .. 159;
	my $large = sub { my $tail = shift; join ' ', map { '"' . $_ x 80 . "$tail\"" } @strings };
	my @lines = ("big 60 IN TXT @{[$large->('')]}\n", "big 60 IN SPF @{[$large->('')]}\n");
	my $before = records(location($s->at));
	spew("$dir/want.zone", $base . join '', @lines);
	for my $way ([], ['--apply']) {
		my $r = sync($s->at, @$way);
		is $r->{exit}, 2, "too much at one name: refused (@$way)" or diag $r->{out}, $r->{err};
		like $r->{out} . $r->{err}, qr/big\.example\.org\. \w+: what changes at this name takes more than the 64 KiB/,
			'as it says';
	}
	is records(location($s->at)), $before, 'nothing was sent';
	for my $line ($lines[0], '', $lines[1]) {
		spew("$dir/want.zone", $base . $line);
		is sync($s->at, '--apply')->{exit}, 0, 'one of them fits';
		wanted_is($s->at, 'as wanted');
	}
});

for my $kind (qw(bind knot)) {
	Servers->with($kind, {%server}, sub {
		my ($s) = @_;
		srand($ENV{SEED} // 4);
		for my $i (1 .. ($ENV{ROUNDS} // 8)) {
			spew("$dir/want.zone", RandomZone::text());
			my $before = $i % 4 ? undef : records(location($s->at));
			my $r = sync($s->at, '--apply');
			ok !$r->{exit}, "$kind: zone $i is written" or diag $r->{out}, $r->{err};
			wanted_is($s->at, 'as wanted');
			is sync($s->at)->{exit}, 0, 'nothing is left to do';
			next if !defined $before;
			is zoneferry('undo', '--state', "$dir/state")->{exit}, 0, 'undo';
			is records(location($s->at)), $before, 'what was there is back';
		}
	});
}

# A way to a server that does something to each update; everything else goes through.
#   lost     it is carried out, and the answer is lost
#   dropped  it does not get there
#   cut      half of the answer gets back
sub proxy {
	my ($s, $fault) = @_;
	my $listen = IO::Socket::IP->new(LocalHost => '127.0.0.1', Listen => 5, Proto => 'tcp')
		or die "listen: $!";
	my $pid = fork // die "fork: $!";
	return {at => '127.0.0.1:' . $listen->sockport, pid => $pid} if $pid;
	$SIG{PIPE} = 'IGNORE';
	while (my $client = $listen->accept) {
		hand_over($client, $s, $fault);
		close $client;
	}
	exit 0;
}

sub read_message {
	my ($from) = @_;
	my $message = '';
	while (length $message < 2 || length $message < 2 + unpack 'n', $message) {
		sysread($from, $message, 1 << 16, length $message) or last;
	}
	return $message;
}

sub hand_over {
	my ($client, $s, $fault) = @_;
	my $server = IO::Socket::IP->new(PeerHost => $s->{host}, PeerPort => $s->{port},
		Proto => 'tcp') or die "connect: $!";
	my $message = read_message($client);
	my $update = (ord(substr $message, 4, 1) & 0x78) == 0x28;
	return if $update && $fault eq 'dropped';
	syswrite $server, $message;
	if ($update) {
		my $answer = read_message($server);
		syswrite $client, substr $answer, 0, length($answer) / 2 if $fault eq 'cut';
		return;
	}
	my $both = IO::Select->new($client, $server);
	while (my @ready = $both->can_read(20)) {
		for my $from (@ready) {
			sysread($from, my $piece, 1 << 16) or return;
			syswrite $from == $client ? $server : $client, $piece;
		}
	}
}

my @faults = (['lost', 0, 'is seen to be done'], ['cut', 0, 'is seen to be done'],
	['dropped', 2, 'is known not to be done']);
for my $kind (qw(bind knot)) {
	Servers->with($kind, {%server}, sub {
		my ($s) = @_;
		for my $i (0 .. $#faults) {
			my ($fault, $exit, $what) = @{$faults[$i]};
			my $proxy = proxy($s, $fault);
			my $before = records(location($s->at));
			spew("$dir/want.zone", "${base}www 60 IN A 192.0.2.$i\n");
			my $r = sync($proxy->{at}, '--apply');
			is $r->{exit}, $exit, "$kind: $fault: $what" or diag $r->{out}, $r->{err};
			is(($exit ? $before : records("$dir/want.zone")), records(location($s->at)), 'and is so');
			is sync($s->at, '--apply')->{exit}, 0, 'a second run';
			wanted_is($s->at, 'converges');
			kill 'TERM', $proxy->{pid};
			waitpid $proxy->{pid}, 0;
		}
	});
}

done_testing;
