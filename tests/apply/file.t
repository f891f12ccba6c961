#!/usr/bin/perl
# Writing to zone files: what is shown, what is refused, what is written, and that a plan is carried out
# as it was reviewed or not at all.
use strict;
use warnings;
use lib 'tests/support';
use File::Temp 'tempdir';
use JSON::PP;
use Test::More;
use Sim qw(run slurp spew zf);

my $dir = tempdir(CLEANUP => 1);
my ($a, $b, $state) = ("$dir/a.zone", "$dir/b.zone", "$dir/state");
my $soa = "\$ORIGIN example.com.\n@ 3600 IN SOA ns1.example.com. host.example.com. 1 7200 3600 1209600 3600\n"
	. "@ 3600 IN NS ns1.example.net.\n";
sub zoneferry { return run({}, zf(), @_, $_[0] eq 'preflight' ? () : ('--state', $state)) }
sub put { spew($_[0], $soa . join '', map { "$_\n" } @_[1 .. $#_]) }

# What is planned, and what is done, in JSON.
put($a, 'www 300 IN A 192.0.2.1', 'new 300 IN TXT "x"');
put($b, 'www 300 IN A 192.0.2.2 ; a comment', 'old 300 IN A 192.0.2.3');
my $old = slurp($b);
my $r = zoneferry('sync', $a, $b, '-f', 'json');
is($r->{exit}, 1, 'changes are pending');
my $plan = decode_json($r->{out});
is(join(' ', map { "$_->{op} $_->{name} $_->{type}" } @{$plan->{operations}}),
	'create new.example.com. TXT delete old.example.com. A update www.example.com. A', 'the plan');
is(slurp($b), $old, 'nothing is written');
ok(!-e $state, 'and nothing left behind');
$r = zoneferry('sync', $a, $b, '-f', 'json', '--apply');
is($r->{exit}, 0, 'applied') or diag $r->{err};
my $both = decode_json($r->{out});
is_deeply($both->{plan}{operations}, $plan->{operations}, 'what was shown');
is($both->{report}{result}, 'applied', 'was applied');
is($both->{report}{done}, 3, 'all of it');
like(slurp($b), qr/^www 300 IN A 192\.0\.2\.1 ; a comment$/m, 'the comment stays');
like(slurp($b), qr/host\.example\.com\. 2 7200/, 'the serial is raised');
is(((stat "$state/runs")[2] & 07777), 0700, 'runs are their owner\'s alone');
$r = zoneferry('sync', $a, $b, '--apply');
is($r->{exit}, 0, 'again');
like($r->{out}, qr/nothing to do/, 'nothing to do');
is(scalar(() = glob "$state/runs/*"), 1, 'makes no run');
$r = zoneferry('undo', '-f', 'json');
is($r->{exit}, 0, 'undone') or diag $r->{err};
is(decode_json($r->{out})->{report}{undoes}, 1, 'that run');
is(run({}, zf(), 'diff', $b, '--ignore', 'serial', '-q', do { spew("$dir/o.zone", $old); "$dir/o.zone" })->{exit}, 0, 'all is back');

# The modes.
put($a, 'www 300 IN A 192.0.2.1', 'new 300 IN TXT "x"');
my %modes = ('--add' => 'create new update www', '--update' => 'create new update www');
for my $mode (sort keys %modes) {
	my $ops = decode_json(zoneferry('sync', $a, $b, '-f', 'json', $mode)->{out})->{operations};
	is(join(' ', map { "$_->{op} " . $_->{name} =~ s/\..*//r } @$ops), $modes{$mode}, $mode);
	my ($www) = grep { $_->{op} eq 'update' } @$ops;
	is(scalar @{$www->{after}}, $mode eq '--add' ? 2 : 1, "$mode: a single value is changed, or added to");
}
is(zoneferry('sync', $a, $b, '--add', '--update')->{exit}, 3, 'both');

# Refusals, each with the flag that allows it.
my @many = map { "n$_ 300 IN A 192.0.2.$_" } 1 .. 20;
my @refused = (
	[['www 300 IN A 192.0.2.1'], ['www 300 IN A 192.0.2.1', @many], '--max-delete 20', qr/20 of the target's/],
	[['www 300 IN A 192.0.2.1'], ['www 300 IN A 192.0.2.1', '@ 300 IN A 192.0.2.1'], '--allow last-apex-address', qr/last address/],
	[['www 300 IN A 192.0.2.1'], ['www 300 IN A 192.0.2.1', '@ 300 IN MX 10 mx.example.net.'], '--allow last-mx', qr/last MX/],
	[[], ['www 300 IN A 192.0.2.1'], '--allow empty-source', qr/source holds no records/],
);
for (@refused) {
	my ($from, $to, $flag, $why) = @$_;
	put($a, @$from);
	put($b, @$to);
	my $before = slurp($b);
	for my $more (['--apply'], ['--plan-out', "$dir/no.json"], ['--apply', '-f', 'json']) {
		$r = zoneferry('sync', $a, $b, @$more);
		is($r->{exit}, 2, "refused: $flag");
		like($r->{out} . $r->{err}, $why, 'as it says');
		like($r->{out} . $r->{err}, qr/\Q$flag\E/, 'with the way out');
	}
	is(slurp($b), $before, 'nothing is written');
	ok(!-e "$dir/no.json", 'no plan either');
	$r = zoneferry('sync', $a, $b, '--apply', split / /, $flag);
	is($r->{exit}, 0, "$flag lets it") or diag "$r->{out}$r->{err}";
}

# A plan: for its target in its state, from its source, unchanged.
put($a, 'www 300 IN A 192.0.2.1');
put($b, 'www 300 IN A 192.0.2.2');
$r = zoneferry('sync', $a, $b, '--plan-out', "$dir/plan.json");
is($r->{exit}, 1, 'a plan');
like($r->{out}, qr{zoneferry apply \Q$dir\E/plan\.json$}m, 'says how to apply it');
my $text = slurp("$dir/plan.json");
my %edits = (
	'another value' => sub { s/192\.0\.2\.1"/192.0.2.66"/ },
	'another name' => sub { s/www\.example/w3.example/g },
	'another zone' => sub { s/"zone":"example\.com\."/"zone":"example.net."/ },
	'another step' => sub { s/"step":0/"step":7/ },
	'another digest' => sub { s/("target_digest":"sha256:)./$1z/ },
	'another version' => sub { s/"version":1/"version":2/ },
	'half of it' => sub { $_ = substr $_, 0, length($_) / 2 },
	'nothing' => sub { $_ = '' },
);
for my $what (sort keys %edits) {
	local $_ = $text;
	$edits{$what}->();
	spew("$dir/edited.json", $_);
	my $before = slurp($b);
	$r = zoneferry('apply', "$dir/edited.json");
	my $applied = $what eq 'another value';
	is($r->{exit}, $applied ? 0 : 2, "a plan with $what") or diag $r->{out}, $r->{err};
	if ($applied) { # it is a plan like any other: what it says is done
		like(slurp($b), qr/192\.0\.2\.66/, 'is what it is');
		put($b, 'www 300 IN A 192.0.2.2');
	} else {
		is(slurp($b), $before, 'is not carried out');
	}
}
put($a, 'www 300 IN A 192.0.2.7');
$r = zoneferry('apply', "$dir/plan.json");
is($r->{exit}, 2, 'the source has changed');
like($r->{err}, qr/has changed since the plan was made.*--changed-source/, 'as it says');
put($b, 'www 300 IN A 192.0.2.2', 'more 300 IN A 192.0.2.2');
$r = zoneferry('apply', "$dir/plan.json", '--changed-source');
is($r->{exit}, 2, 'the target has changed');
like($r->{out}, qr/^more\.example\.com\. \(gone\)$/m, 'the new plan is shown');
put($b, 'www 300 IN A 192.0.2.2', 'new 300 IN A 192.0.2.8');
is(zoneferry('sync', $a, $b, '--plan-out', "$dir/add.json", '--add', '--ignore-value=TXT /a,b/')->{exit}, 1, 'a plan with options');
is_deeply(decode_json(slurp("$dir/add.json"))->{options}, ['--add', '--ignore-value=TXT /a,b/', "--state=$state"], 'names them');
put($b, 'www 300 IN A 192.0.2.3', 'new 300 IN A 192.0.2.8');
$r = zoneferry('apply', "$dir/add.json");
is($r->{exit}, 2, 'the target has changed again');
unlike($r->{out}, qr/gone/, 'the new plan is made in the same way');
put($b, 'www 300 IN A 192.0.2.2');
is(zoneferry('apply', "$dir/plan.json", '--changed-source')->{exit}, 0, 'it is applied');
like(slurp($b), qr/^www 300 IN A 192\.0\.2\.1$/m, 'as it was reviewed');
$r = zoneferry('apply', "$dir/plan.json", '--changed-source');
is($r->{exit}, 0, 'a second time');
like($r->{err}, qr/nothing remains/, 'there is nothing to do');
unlink $a;
put($b, 'www 300 IN A 192.0.2.2');
$r = zoneferry('apply', "$dir/plan.json");
is($r->{exit}, 0, 'without its source');
like($r->{err}, qr/can't be read, so nobody knows/, 'it says that');

# Two runs on one target exclude each other.
put($a, 'www 300 IN A 192.0.2.1');
put($b, 'www 300 IN A 192.0.2.2');
open my $lock, '<', (glob "$state/locks/*b.zone.lock")[0] or die;
flock $lock, 2;
$r = zoneferry('sync', $a, $b, '--apply');
is($r->{exit}, 2, 'another run is writing');
like($r->{err}, qr/another run \(process \d+\) is writing to file:/, 'and is named');
is(zoneferry('sync', $a, $b)->{exit}, 1, 'looking is allowed');
close $lock;

# Things that can't be.
$r = zoneferry('sync', $a, "$dir/none.zone", '--apply');
is($r->{exit}, 2, 'to a file that is not there');
like($r->{err}, qr/zoneferry export \S+ -o/, 'which is made otherwise');
is(zoneferry('sync', $a, '-')->{exit}, 2, 'to standard output');
is(zoneferry('sync', $a, 'git:HEAD:x.zone')->{exit}, 2, 'to a git revision');
is(zoneferry('sync', $a, $b, '--max-delete', 'x')->{exit}, 3, '--max-delete x');
is(zoneferry('sync', $a, $b, '--max-delete', '101%')->{exit}, 3, '--max-delete 101%');
is(zoneferry('sync', $a, $b, '--allow', 'all')->{exit}, 3, '--allow all');
is(zoneferry('sync', $a, $b, '--apply', '--plan-out', "$dir/x")->{exit}, 3, '--apply --plan-out');
is(zoneferry('undo', '99')->{exit}, 2, 'undo of no run');
is(zoneferry('undo', 'x')->{exit}, 3, 'undo x');
spew("$dir/c.zone", $soa =~ s/example\.com/example.org/gr);
is(zoneferry('sync', "$dir/c.zone", $b)->{exit}, 2, 'another zone');

# The formats, and values with commas.
for my $format (qw(text json markdown html)) {
	is(zoneferry('sync', $a, $b, '-f', $format)->{exit}, 1, "sync -f $format");
	is(zoneferry('preflight', $a, $b, '-f', $format)->{exit}, 0, "preflight -f $format");
}
put($b, 'www 300 IN A 192.0.2.1', 'v 300 IN TXT "a,b"', 'v 300 IN TXT "ours"');
put($a, 'www 300 IN A 192.0.2.1', 'v 300 IN TXT "ours"');
$r = zoneferry('sync', $a, $b, '--ignore-value', 'TXT /^a,b$/');
is($r->{exit}, 0, 'a value that another owns') or diag "$r->{out}$r->{err}";

done_testing;
