#!/usr/bin/perl
# Nobody's change is lost: what somebody writes between plan and apply, in the RRset that was reviewed or
# elsewhere, stops the apply before its first call, and the new plan is shown; what somebody writes behind a
# run is left by its undo, and named. For each way of writing: by record, RRset, change list, batch of RRsets,
# dynamic update and file.
use strict;
use warnings;
use lib 'tests/support';
use File::Temp 'tempdir';
use Servers;
use Sim qw(slurp spew);
use Test::More;
use WriteTarget;

$ENV{ZF} //= 'build/zoneferry'; # the other build's turn is in file.t, provider.t and server.t
my $dir = tempdir(CLEANUP => 1);
my $targets = WriteTarget->start(qw(bunny hetzner route53 powerdns));
my $sim = $targets->{sim};
my $apex = "\$ORIGIN example.com.\n\@ 3600 IN SOA ns1 host 1 7200 3600 1209600 3600\n\@ 3600 IN NS ns1\nns1 60 IN A 192.0.2.53\n";
my %zones = (
	base => "a 300 IN A 192.0.2.1\nb 300 IN A 192.0.2.2\nc 300 IN A 192.0.2.3\n",
	wanted => "a 300 IN A 192.0.2.9\nb 300 IN A 192.0.2.2\nd 300 IN TXT \"new\"\n",
	same_set => "a 300 IN A 192.0.2.5\nb 300 IN A 192.0.2.2\nc 300 IN A 192.0.2.3\n",
	elsewhere => "a 300 IN A 192.0.2.1\nb 300 IN A 192.0.2.2\nc 300 IN A 192.0.2.3\ne 300 IN A 192.0.2.7\n",
	behind => "a 300 IN A 192.0.2.6\nb 300 IN A 192.0.2.2\nd 300 IN TXT \"new\"\ne 300 IN A 192.0.2.7\n",
	undone => "a 300 IN A 192.0.2.6\nb 300 IN A 192.0.2.2\nc 300 IN A 192.0.2.3\ne 300 IN A 192.0.2.7\n",
);
spew("$dir/$_.zone", $apex . $zones{$_}) for keys %zones;

# What the new plan has to show, and the one that was reviewed had not.
my %new = (same_set => qr/^~ A 300 192\.0\.2\.5 -> 192\.0\.2\.9$/m, elsewhere => qr/^e\.example\.com\. \(gone\)$/m);

my @flags;
sub zoneferry { return $sim->zoneferry(@flags, @_) }

# Somebody else: with a state of his own.
sub somebody_writes {
	my ($zone, $target) = @_;
	my $r = zoneferry('sync', "$dir/$zone.zone", $target, qw(--apply -q --max-delete 100% --allow),
		'last-apex-address,last-mx', '--state', "$dir/other");
	is($r->{exit}, 0, "$target: somebody writes $zone") or diag $r->{out}, $r->{err};
}

sub records {
	my ($location) = @_;
	return join '', grep { !/^@ / } split /^/, zoneferry('export', $location, '-q')->{out} =~ s/ +/ /gr;
}

sub nobody_loses {
	my ($target) = @_;
	for my $where (qw(same_set elsewhere)) {
		somebody_writes('base', $target);
		my @plan = ('sync', "$dir/wanted.zone", $target, '--plan-out', "$dir/plan.json", qw(-q --max-delete 100%), '--state', "$dir/state");
		is(zoneferry(@plan)->{exit}, 1, "$target: a plan");
		somebody_writes($where, $target);
		my $before = records($target);
		$sim->clear_calls;
		my $r = zoneferry('apply', "$dir/plan.json", '--state', "$dir/state");
		is($r->{exit}, 2, "$target: $where: refused") or diag $r->{out}, $r->{err};
		like($r->{err}, qr/isn't as it was when the plan was made: nothing was written/, "$target: $where: as it says");
		like($r->{out}, $new{$where}, "$target: $where: the new plan is shown");
		is(records($target), $before, "$target: $where: nothing is written");
		is(scalar(grep { $_->{writes} } $sim->calls), 0, "$target: $where: no call is made");
	}
	somebody_writes('base', $target);
	is(zoneferry('sync', "$dir/wanted.zone", $target, qw(-q --apply --max-delete 100%), '--state', "$dir/state")->{exit}, 0,
		"$target: a run");
	somebody_writes('behind', $target);
	my $r = zoneferry('undo', '--state', "$dir/state");
	is($r->{exit}, 4, "$target: is undone in part");
	is_deeply([$r->{out} =~ /^  left: (.*)/mg], ['a.example.com. A: somebody has changed it since'], "$target: what is left is named")
		or diag $r->{out}, $r->{err};
	is(records($target), records("$dir/undone.zone"), "$target: all else is back, what came is there");
}

for my $name ($targets->names) {
	$targets->set($name, 'example.com', []);
	nobody_loses("$name:example.com");
}
spew("$dir/file.zone", $apex);
nobody_loses("$dir/file.zone");

spew("$dir/config.yaml", "keys:\n  transfer: { algorithm: hmac-sha256, secret: @{[Servers::SECRET]} }\n");
chmod 0600, "$dir/config.yaml";
spew("$dir/served.zone", $apex);
for my $kind (qw(bind knot)) {
	Servers->with($kind, {zone => 'example.com', file => "$dir/served.zone", key => 1}, sub {
		my ($s) = @_;
		@flags = ('--config', "$dir/config.yaml");
		nobody_loses("axfr://" . $s->at . '/example.com?key=transfer');
	});
}

done_testing;
