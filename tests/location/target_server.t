#!/usr/bin/perl
# target_server: zones at real name servers as targets, from plan to reading again.
use strict;
use warnings;
use lib 'tests/support';
use File::Temp 'tempdir';
use RandomZone;
use Servers;
use Sim qw(run slurp spew zf);
use Test::More;

my $dir = tempdir(CLEANUP => 1);
my $config = "$dir/config.yaml";
spew($config, <<END);
keys:
  transfer: { algorithm: hmac-sha256, secret: @{[Servers::SECRET]} }
  other: { algorithm: hmac-sha256, secret: b3RoZXI= }
END
chmod 0600, $config;
my $tool = zf() =~ s|[^/]*$|tests/location/tool_target|r;

sub location { return 'axfr://' . $_[0]->at . '/example.org?key=transfer' }

sub fetch {
	my ($s) = @_;
	return run({}, zf(), '--config', $config, 'export', location($s))->{out};
}

# Without what the server itself makes.
sub plain {
	return join '', grep !/ IN (SOA|RRSIG|NSEC|DNSKEY|CDS|CDNSKEY|TYPE65534) /, split /^/, $_[0];
}

sub change {
	my ($s, $wanted, @command) = @_;
	spew("$dir/want.zone", $wanted);
	return run({}, $tool, $config, location($s), "$dir/want.zone", @command);
}

# Afterwards there is nothing to do.
sub change_ok {
	my ($s, $wanted, $what) = @_;
	my $r = change($s, $wanted);
	like $r->{out}, qr/\A(done: \d+ operations \n)*left: 0 operations, \d calls, \d planned\n\z/, $what
		or diag $r->{err};
	is plain(fetch($s)), plain(run({}, zf(), 'export', "$dir/want.zone")->{out}),
		"$what: as wanted";
}

spew("$dir/example.org.zone", RandomZone::HEAD . RandomZone::GLUE . "@ 60 IN NS ns1\n");
my $base = slurp("$dir/example.org.zone");
my %server = (zone => 'example.org', file => "$dir/example.org.zone", key => 1);
for my $kind (qw(bind knot)) {
	Servers->with($kind, {%server}, sub {
		my ($s) = @_;
		srand($ENV{SEED} // 2);
		change_ok($s, RandomZone::text(), "$kind: random zone $_") for 1 .. 8;
		change_ok($s, $base, "$kind: back again");

		# What takes several messages: names are not torn apart, and the first one alone demands
		# the SOA.
		my $many = join '', map "t$_ 60 IN A 192.0.2.1\nt$_ 60 IN TXT \"" . 'x' x 200 . "\"\n",
			1 .. 1000;
		my $r = change($s, "$base$many");
		my @calls = $r->{out} =~ /^done: (\d+)/mg;
		cmp_ok scalar(@calls), '>', 3, "$kind: several messages";
		is eval(join '+', @calls), 2000, 'of all operations';
		is_deeply [grep { $_ % 2 } @calls], [], 'and none parts the two of a name';
		like $r->{out}, qr/^left: 0 operations/m, 'nothing is left';

		like $r->{out}, qr/, @{[scalar @calls]} planned$/m, 'in as many messages as were planned';
		$r = change($s, $base . join '', map "t$_ 60 IN CNAME ns1\n", 1 .. 1000);
		@calls = $r->{out} =~ /^done: (\d+)/mg;
		cmp_ok scalar(@calls), '>', 3, "$kind: swaps in several messages";
		is_deeply [grep { $_ % 3 } @calls], [], 'none of which parts what goes from what comes';
		like $r->{out}, qr/^left: 0 operations, \d+ calls, @{[scalar @calls]} planned$/m, 'as planned';
		$r = change($s, "$base$many");
		like $r->{out}, qr/^left: 0 operations/m, 'and back';

		# Somebody writes in between: nothing of the first message is done.
		my $other = "'$tool' '$config' '" . location($s) . "' '$dir/other.zone' >/dev/null";
		spew("$dir/other.zone", "$base${many}new 60 IN A 192.0.2.1\n");
		$r = change($s, $base, $other);
		like $r->{out}, qr/^refused: .*somebody changed .*example\.org\. SOA/, 'a lost update';
		is $r->{exit}, 1, 'exit';
		is plain(fetch($s)), plain(run({}, zf(), 'export', "$dir/other.zone")->{out}),
			'what was written in between is left';
		change_ok($s, "${base}new 60 IN CNAME ns1\n", "$kind: planned anew");
	});
}

# A zone that the server signs, at its own time.
Servers->with('bind', {%server, policy => 'default'}, sub {
	my ($s) = @_;
	srand($ENV{SEED} // 3);
	change_ok($s, RandomZone::text(), "signed: random zone $_") for 1 .. 4;
	like fetch($s), qr/^www .* IN RRSIG /m, 'it is signed';
});

# Keys, and servers that take no updates.
Servers->with('bind', {%server, open => 1}, sub {
	my ($s) = @_;
	spew("$dir/want.zone", "${base}www 60 IN A 192.0.2.1\n");
	my $at = 'axfr://' . $s->at . '/example.org';
	my $r = run({}, $tool, $config, $at, "$dir/want.zone");
	like $r->{out}, qr/^refused: .*REFUSED/, 'without a key';
	$r = run({}, $tool, $config, "$at?key=none", "$dir/want.zone");
	like $r->{out}, qr/^error: .*none/, 'a key that is not there';
});
Servers->with('nsd', {%server}, sub {
	my ($s) = @_;
	my $r = change($s, "${base}www 60 IN A 192.0.2.1\n");
	like $r->{out}, qr/^refused: .*takes no dynamic updates \(NOTIMP\)/, 'nsd';
	like $r->{out}, qr/^left: 1 operations, 3 calls/m, 'and nothing is done';
});

done_testing;
