#!/usr/bin/perl
# How many calls a change takes at each target, counted there: as few as its API allows.
use strict;
use warnings;
use lib 'tests/support';
use File::Temp 'tempdir';
use Sim qw(slurp spew);
use Test::More;
use WriteTarget;

$ENV{ZF} //= 'build/zoneferry'; # calls are the same ones in every build

my $base = <<'Z';
$ORIGIN example.com.
alias 300 IN CNAME www
m     300 IN A     192.0.2.1
m     300 IN A     192.0.2.2
www   300 IN A     192.0.2.10
www   300 IN TXT   "x"
Z
my $ten = join '', map { "t$_ 300 IN A 192.0.2.$_\n" } 1 .. 10;

# What is changed: an edit of the zone's text.
my %changes = (
	'nothing' => sub { },
	'a value' => sub { s/192\.0\.2\.10/192.0.2.11/ },
	'the TTL of two values' => sub { s/^m     300/m     600/mg },
	'a value and its TTL' => sub { s/^www   300 IN A .*/www 600 IN A 192.0.2.11/m },
	'one value more' => sub { $_ .= "m 300 IN A 192.0.2.3\n" },
	'one value less' => sub { s/^m .*2\n//m },
	'a name of two types' => sub { $_ .= "n 300 IN A 192.0.2.3\nn 300 IN TXT \"y\"\n" },
	'a name goes' => sub { s/^www .*\n//mg },
	'a CNAME becomes an address' => sub { s/^alias .*/alias 300 IN A 192.0.2.4/m },
	'ten names' => sub { $_ .= $ten },
);

# Why no call less will do:
# - bunny, SDPF and HostUp keep each value under an id of its own, and have no call for several of them
#   (SDPF's for several deletes says of none what became of it): a call for each value that changes. A new
#   value takes the place of an old one, which is one call, not two.
# - Designate and Hetzner have a call for an RRset, and none for several: a call for each RRset that
#   changes, whatever changes in it. Hetzner has another one for the TTL. A CNAME and what takes its place
#   are two RRsets.
# - PowerDNS, Cloudflare and Route 53 take everything in one call.
my $table = <<'T';
                           bunny sdpf hostup designate hetzner powerdns cloudflare route53
nothing                        0    0      0         0       0        0          0       0
a value                        1    1      1         1       1        1          1       1
the TTL of two values          2    2      2         1       1        1          1       1
a value and its TTL            1    1      1         1       2        1          1       1
one value more                 1    1      1         1       1        1          1       1
one value less                 1    1      1         1       1        1          1       1
a name of two types            2    2      2         2       2        1          1       1
a name goes                    2    2      2         2       2        1          1       1
a CNAME becomes an address     2    2      2         2       2        1          1       1
ten names                     10   10     10        10      10        1          1       1
T

# Requests that read, beside those calls: the zone is looked up, and read to plan, just before the first call
# and behind the last one. What goes is seen gone before what needs that comes, unless one call does both.
# SDPF logs in; what Hetzner and Route 53 have been asked for is asked about until it has come through.
sub reads_of {
	my ($name, $change, $calls) = @_;
	my $reads = $calls ? 4 : 2;
	$reads++ if $name eq 'sdpf';
	$reads++ if $change =~ /CNAME/ && $calls > 1;
	$reads += $calls if $name =~ /hetzner|route53/;
	return $reads;
}

my ($header, @rows) = split /\n/, $table;
my @names = split ' ', $header;
my $targets = WriteTarget->start(@names);
my $sim = $targets->{sim};
my $dir = tempdir(CLEANUP => 1);
my @options = ('-q', '--state', "$dir/state");

my $n = 0;
# Requests of a run: those that write, and the others.
sub run_counted {
	my ($what, @command) = @_;
	my $record = "$dir/" . ++$n;
	my $r = $sim->zoneferry('--record', $record, @command, @options);
	is($r->{exit}, 0, $what) or diag $r->{out}, $r->{err};
	my @requests = map { slurp($_) =~ /^> (\w+ \S+)/ } glob "$record/*.http";
	my @writes = grep { !/^GET |auth.tokens/ } @requests;
	return scalar @writes, scalar(@requests) - @writes;
}

spew("$dir/base.zone", $base);
for my $name ($targets->names) {
	$targets->set($name, 'example.com', []);
	is($sim->zoneferry('sync', "$dir/base.zone", "$name:example.com", qw(--apply --max-delete 100%), @options)->{exit}, 0, "$name: a zone");
	for my $row (@rows) {
		my ($change, @counts) = $row =~ /^(\S.*?)\s{2,}(.*)/ ? ($1, split ' ', $2) : die $row;
		my %wanted;
		@wanted{@names} = @counts;
		local $_ = $base;
		$changes{$change}->();
		spew("$dir/changed.zone", $_);
		$sim->clear_calls;
		my ($writes, $reads) = run_counted("$name: $change", 'sync', "$dir/changed.zone", "$name:example.com", qw(--apply --max-delete 100%));
		is($writes, $wanted{$name}, "$name: $change: calls");
		is(scalar(grep { $_->{writes} } $sim->calls(provider => $name)), $wanted{$name}, "$name: $change: as it counts them")
			if WriteTarget->is_simulated($name);
		is($reads, reads_of($name, $change, $writes), "$name: $change: requests that read");
		next if !$wanted{$name};
		is((run_counted("$name: $change: undo", 'undo'))[0], $wanted{$name}, "$name: $change: as many back");
	}
}

done_testing;
