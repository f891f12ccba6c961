#!/usr/bin/perl
# backup: every zone of simulated accounts in a file of its own; what goes wrong with one zone is said,
# costs that zone only, and never its file.
use strict;
use warnings;
use lib 'tests/support';
use File::Temp 'tempdir';
use JSON::PP;
use Test::More;
use Sim qw(run slurp spew zf);

my $top = tempdir(CLEANUP => 1, DIR => -w '/dev/shm' ? '/dev/shm' : undef);
my $sim = Sim->start(map { "$_=testdata/sim/$_.json" } qw(bunny sdpf hostup));
my $n = 0;

# The account that most of this is about: few zones, each with a few records.
sub records { return map { {Type => 0, Name => "h$_", Value => "192.0.2.$_", Ttl => 300} } @_ }
my @zones = map { "b$_.example" } 1 .. 6;
my %others = map { $_ => 1 } qw(my-example.com example.com example.xyz types.example apex-cname.example
	common.example empty.example scanned.example scan-failed.example);
$sim->drop_zone('bunny', $_) for keys %others;
sub reset_account { $sim->clear_faults('bunny'); $sim->set_zone('bunny', $_, [records(1 .. 6)]) for @zones }
reset_account();

sub folder { return "$top/" . ++$n }
sub backup { my @words = @_; return $sim->zoneferry('backup', @words) }
sub manifest { return decode_json(slurp("$_[0]/zoneferry.json")) }
sub entry { my ($dir, $zone) = @_; return (grep { $_->{zone} eq "$zone." } @{manifest($dir)->{zones}})[0] }
sub files { opendir my $in, $_[0] or die "$_[0]: $!"; return sort grep { !/^\.\.?$/ } readdir $in }
# What somebody who looks at the folder sees of its files.
sub state { my ($dir) = @_; return {map { $_ => join ' ', (stat "$dir/$_")[1, 2, 4, 5, 7, 9, 10] } files($dir)} }
sub result { my ($r, $exit, $out, $what) = @_; is("$r->{exit} $r->{out}", "$exit $out\n", $what) or diag $r->{err} }

# A whole account.
{
	my $dir = folder();
	$sim->clear_calls;
	my $r = backup('bunny', '-d', "$dir/new/deep");
	result($r, 0, '6 zones: 6 new', 'all zones are saved');
	is($r->{err}, '', 'and nothing else is said');
	my $counts = $sim->call_counts->{bunny};
	is_deeply($counts, {zones => 1, zone => 6}, 'one call lists them, one reads each') or diag explain $counts;
	is_deeply([files("$dir/new/deep")], [(map { "$_.zone" } @zones), 'zoneferry.json'], 'a file for each, and the manifest');
	is(slurp("$dir/new/deep/$_.zone"), $sim->zoneferry('export', "bunny:$_")->{out}, "$_ is what export gives") for @zones;
	my $m = manifest("$dir/new/deep");
	is("$m->{version} $m->{source}", '1 bunny', 'the manifest says of what it is');
	my ($e) = @{$m->{zones}};
	is("$e->{zone} $e->{file} $e->{location} $e->{records}", 'b1.example. b1.example.zone bunny:b1.example 6', 'and each zone');
	is($e->{size}, -s "$dir/new/deep/b1.example.zone", 'its size');
	like($e->{read}, qr/^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ$/, 'when it was read');
	my ($sum) = run({}, 'sha256sum', "$dir/new/deep/b1.example.zone")->{out} =~ /^(\w+)/;
	is($e->{octets}, "sha256:$sum", 'the digest of its octets');
}

# Twice the same.
{
	my $dir = folder();
	backup('bunny', '-d', $dir);
	my $before = state($dir);
	result(backup('bunny', '-d', $dir), 0, '6 zones: 6 unchanged', 'nothing has changed');
	is_deeply(state($dir), $before, 'and no file was touched');

	chmod 0640, "$dir/b2.example.zone";
	$sim->set_zone('bunny', 'b2.example', [records(1 .. 5, 7)]);
	$before = state($dir);
	result(backup('bunny', '-d', $dir), 0, '6 zones: 1 changed, 5 unchanged', 'one zone has changed');
	my $after = state($dir);
	is_deeply([grep { $before->{$_} ne $after->{$_} } sort keys %$after], ['b2.example.zone', 'zoneferry.json'],
		'its file and the manifest were replaced');
	is((stat "$dir/b2.example.zone")[2] & 07777, 0640, 'the file keeps its mode');
	reset_account();
}

# Modes are what the umask says.
for my $mask (022, 027) {
	my $dir = folder();
	run($sim->{env}, 'sh', '-c', sprintf('umask %o; exec "$0" "$@"', $mask), zf(), 'backup', 'bunny', '-d', $dir);
	is(sprintf('%o', (stat "$dir/$_")[2] & 07777), sprintf('%o', 0666 & ~$mask), "$_ obeys the umask")
		for 'b1.example.zone', 'zoneferry.json';
}

# One zone that can't be read.
for my $case ([denied => qr/403/], [broken => qr/500/], [missing => qr/no such zone|404/]) {
	my ($how, $says) = @$case;
	my $dir = folder();
	backup('bunny', '-d', $dir);
	my $old = slurp("$dir/b3.example.zone");
	$sim->set_zone('bunny', 'b3.example', [records(1 .. 9)]);
	if ($how eq 'missing') { $sim->rule('bunny', 1, {status => 404, error => 'gone'}, writes => undef, zone => 'b3.example', count => 0) }
	else { $sim->fail_at('bunny', 1, $how, writes => undef, zone => 'b3.example', count => 0) }
	my $r = backup('bunny', '-d', $dir);
	result($r, 4, '6 zones: 5 unchanged, 1 failed', "$how: the others are saved");
	like($r->{err}, qr/b3\.example/, "$how: it is named");
	like($r->{err}, $says, "$how: with the reason");
	is(scalar(() = $r->{err} =~ /\n/g), 1, "$how: in one line") or diag $r->{err};
	is(slurp("$dir/b3.example.zone"), $old, "$how: its file is as it was");
	my $e = entry($dir, 'b3.example');
	like($e->{error}, $says, "$how: the manifest says it");
	my $since = $e->{error_time};
	reset_account();
	$sim->set_zone('bunny', 'b3.example', [records(1 .. 9)]);
	result(backup('bunny', '-d', $dir), 0, '6 zones: 1 changed, 5 unchanged', "$how: later it is read again");
	is(entry($dir, 'b3.example')->{error}, undef, "$how: and the error is no more");
	reset_account();
}

# No zone that can be read, and no list.
{
	my $dir = folder();
	$sim->fail_at('bunny', 1, 'denied', writes => undef, at => 'zone', count => 0);
	my $r = backup('bunny', '-d', $dir);
	result($r, 2, '6 zones: 6 failed', 'nothing is saved');
	is_deeply([files($dir)], ['.zoneferry.run', 'zoneferry.json'], 'and there is no file');
	reset_account();
	$sim->fail_at('bunny', 1, 'denied', writes => undef, at => 'zones', count => 0);
	$r = backup('bunny', '-d', $dir);
	result($r, 2, '0 zones; 1 account not saved', 'no list is trouble');
	like($r->{err}, qr/\A[^\n]*bunny[^\n]*403[^\n]*\n\z/, 'which is told in one line');
	reset_account();
	$r = $sim->zoneferry('backup', 'bunny:b*', 'bunny:typo.*', '-d', $dir);
	is($r->{exit}, 2, 'a name that no zone has is trouble');
	like($r->{err}, qr/"typo\.\*"/, 'and named');
}

# Some of an account; several accounts, a folder each.
{
	my $dir = folder();
	result(backup('bunny:b[', 'bunny:b1*', 'bunny:B2.example', '-d', $dir), 2, '0 zones; 1 account not saved', 'globs are * and ?');
	result(backup('bunny:b1*', 'bunny:B2.example', '-d', $dir), 0, '2 zones: 2 new', 'globs choose zones');
	result(backup('bunny', '-d', $dir), 0, '6 zones: 4 new, 2 unchanged', 'later all of them');
	result(backup('bunny:b1*', '-d', $dir), 0, '1 zone: 1 unchanged', 'those that are not asked for have not vanished');
	my $r = backup('hostup', '-d', $dir);
	is($r->{exit}, 2, 'a folder belongs to one account');
	like($r->{err}, qr/holds backups of bunny, not of hostup/, 'which is said');
	my $all = folder();
	$sim->fail_at('hostup', 1, 'denied', writes => undef, at => 'zones', count => 0);
	$r = backup('bunny', 'sdpf:example.*', 'hostup', '-q', '-d', $all);
	result($r, 4, '8 zones of 3 accounts: 8 new; 1 account not saved', 'an account that fails costs no other');
	$sim->clear_faults('hostup');
	is_deeply([grep { $_ ne 'hostup' } files($all)], [qw(bunny sdpf)], 'each has a folder');
	is_deeply([files("$all/sdpf")], [qw(example.com.zone example.uk.zone zoneferry.json)], 'with its files');
	$r = backup('bunny', 'bunny', '-d', $all);
	is($r->{exit}, 3, 'one that is given twice is a mistake');
	$r = backup('bunny');
	is($r->{exit}, 3, 'so is no folder');
}

# What comes back empty or much smaller isn't believed.
for my $case (['empty', [], 'it came back empty, and had 6 records'], ['smaller', [records(1 .. 3)], 'it came back with 3 of 6 records']) {
	my ($how, $records, $says) = @$case;
	my $dir = folder();
	backup('bunny', '-d', $dir);
	my $old = slurp("$dir/b4.example.zone");
	$sim->set_zone('bunny', 'b4.example', $records);
	my $r = backup('bunny', '-d', $dir);
	result($r, 4, '6 zones: 5 unchanged, 1 kept as they were', "$how: it is held");
	like($r->{err}, qr/bunny:b4\.example: \Q$says\E/, "$how: with the numbers");
	is(slurp("$dir/b4.example.zone"), $old, "$how: the file is as it was");
	is(slurp("$dir/b4.example.zone.new"), $sim->zoneferry('export', 'bunny:b4.example')->{out}, "$how: the new text lies beside it");
	like(entry($dir, 'b4.example')->{error}, qr/\Q$says\E/, "$how: the manifest says it");
	my $before = state($dir);
	backup('bunny', '-d', $dir);
	my $after = state($dir);
	delete @$_{'.zoneferry.run'} for $before, $after;
	is_deeply($after, $before, "$how: once more touches nothing");
	if ($how eq 'empty') {
		result(backup('bunny', '-d', $dir, '--max-shrink', '100'), 0, '6 zones: 1 changed, 5 unchanged', "$how: unless it is to be believed");
	} else {
		rename "$dir/b4.example.zone.new", "$dir/b4.example.zone";
		result(backup('bunny', '-d', $dir), 0, '6 zones: 6 unchanged', "$how: somebody took it for good");
		is(entry($dir, 'b4.example')->{records}, 3, "$how: so does the manifest");
	}
	ok(!-e "$dir/b4.example.zone.new", "$how: then nothing lies beside it");
	is(entry($dir, 'b4.example')->{error}, undef, "$how: and the error is no more");
	reset_account();
}
{
	my $dir = folder();
	$sim->set_zone('bunny', 'b5.example', [records(1 .. 3)]);
	backup('bunny', '-d', $dir);
	$sim->set_zone('bunny', 'b5.example', [records(1)]);
	$sim->set_zone('bunny', 'b6.example', [records(1 .. 5)]);
	result(backup('bunny', '-d', $dir), 0, '6 zones: 2 changed, 4 unchanged', 'two records fewer are no reason');
	reset_account();
}

# Files that no backup has written.
{
	my $dir = folder();
	mkdir $dir;
	spew("$dir/b1.example.zone", "; by hand\n\$ORIGIN b1.example.\n\@ 60 IN A 192.0.2.1\n");
	spew("$dir/b2.example.zone", $sim->zoneferry('export', 'bunny:b2.example')->{out} =~ s/192\.0\.2\.6/192.0.2.7/r);
	symlink '/dev/null', "$dir/b3.example.zone";
	my $old = slurp("$dir/b1.example.zone");
	my $r = backup('bunny', '-d', $dir);
	result($r, 4, '6 zones: 3 new, 1 changed, 1 kept as they were, 1 failed', 'a file by hand is kept');
	is(slurp("$dir/b1.example.zone"), $old, 'as it was');
	like($r->{err}, qr/b1\.example: a file of this name is there/, 'which is said');
	ok(-l "$dir/b3.example.zone", 'so is what is no plain file');
	like(slurp("$dir/b2.example.zone"), qr/192\.0\.2\.6/, 'one that a backup may have written is replaced');
}

# A zone that is no longer listed.
{
	my $dir = folder();
	backup('bunny', '-d', $dir);
	$sim->drop_zone('bunny', 'b6.example');
	my $r = backup('bunny', '-d', $dir);
	result($r, 0, '5 zones: 5 unchanged, 1 no longer listed', 'it is named');
	like($r->{err}, qr/bunny:b6\.example: it is no longer listed; its file is kept/, 'with what becomes of it');
	ok(-s "$dir/b6.example.zone", 'its file is kept');
	reset_account();
}

# A zone that isn't listed whole.
{
	my $dir = folder();
	backup('hostup', '-q', '-d', $dir);
	my $old = slurp("$dir/common.example.zone");
	$sim->rule('hostup', 1, {beyond => 3}, writes => undef, at => 'records', zone => 'common.example', count => 0);
	my $r = backup('hostup', '-q', '-d', $dir);
	result($r, 4, '5 zones: 4 unchanged, 1 failed', 'a part of a zone is none');
	like($r->{err}, qr/common\.example: (\d+) records came, but the zone is said to have \d+/, 'which is said, with the numbers');
	is(slurp("$dir/common.example.zone"), $old, 'and its file is as it was');
	$r = backup('hostup', '-q', '-d', $dir, '--partial');
	result($r, 4, '5 zones: 1 changed, 4 unchanged; 1 with records that were not understood', 'unless a part is wanted');
	my $part = slurp("$dir/common.example.zone");
	like($part, qr/^;\@zoneferry \{"partial":"\d+ of \d+ records"\}$/m, 'which its file says');
	is($part =~ s/^;\@zoneferry .*\n//mr, $old, 'beside all that is listed');
	is($sim->zoneferry('backup', '--verify', $dir)->{exit}, 0, 'it proves itself');
	$sim->clear_faults('hostup');
	my @back = ('restore', "$dir/common.example.zone", 'hostup:common.example', '--state', "$top/state");
	$r = $sim->zoneferry(@back, '--apply');
	is($r->{exit}, 2, 'a part is not restored');
	like($r->{err}, qr/part of its zone only/, 'with the reason');
	is($sim->zoneferry(@back, '--add')->{exit}, 0, 'but by adding');
	result(backup('hostup', '-q', '-d', $dir), 0, '5 zones: 1 changed, 4 unchanged', 'later it is whole again');
}

# Side by side, and never more than is allowed.
{
	my @many = map { "m$_.example" } 1 .. 48;
	$sim->set_zone('hostup', $_, [{name => "a.$_", type => 'A', ttl => 300, value => '192.0.2.1'}]) for @many;
	$sim->latency('hostup', 250);
	for my $jobs (16, 3) {
		$sim->clear_calls;
		my $dir = folder();
		my $r = backup('hostup:m*.example', '-q', '-d', $dir, '--jobs', $jobs);
		like($r->{out}, qr/^49 zones: 49 new$/, "$jobs side by side: all are saved") or diag $r->{err};
		my ($most) = sort { $b <=> $a } map { $_->{in_flight} } $sim->calls(provider => 'hostup');
		is($most, $jobs, "$jobs side by side: so many, and never more");
		is(scalar($sim->calls(provider => 'hostup')), 50, "$jobs side by side: a call each, and one for all");
	}
	$sim->latency('hostup', 0);
	# An account that is throttled: nobody speaks for it until it may be spoken to.
	$sim->clear_calls;
	$sim->fail_at('hostup', 10, 'throttled', writes => undef, count => 1);
	my $dir = folder();
	my $r = backup('hostup:m*.example', '-q', '-d', $dir, '--jobs', 8);
	like($r->{out}, qr/^49 zones: 49 new$/, 'throttled: all are saved') or diag $r->{err};
	is(scalar(grep { $_->{status} == 429 } $sim->calls(provider => 'hostup')), 1, 'throttled: one request is refused');
	$sim->clear_faults('hostup');
}

# A token that ends in the middle: each thread logs in once more.
{
	my $dir = folder();
	$sim->fail_at('sdpf', 3, 'denied', writes => undef, at => 'records', count => 1, status => 401);
	$sim->clear_calls;
	my $r = backup('sdpf', '-q', '-d', $dir, '--jobs', 2);
	is($r->{exit}, 0, 'a token that ends is renewed') or diag $r->{err};
	is($sim->call_counts->{sdpf}{login}, 2, 'by one more login');
	$sim->clear_faults('sdpf');
}

# Credentials appear nowhere.
is(run({}, 'grep', '-rl', 'canary', $top)->{out}, '', 'no credential is in any file');

done_testing;
