#!/usr/bin/perl
# backup of many zones beyond one folder on one machine: in git, in shards, and what it would take.
use strict;
use warnings;
use lib 'tests/support';
use File::Temp 'tempdir';
use Test::More;
use Sim qw(run slurp spew zf);

my $top = tempdir(CLEANUP => 1, DIR => -w '/dev/shm' ? '/dev/shm' : undef);
my $sim = Sim->start(map { "$_=testdata/sim/$_.json" } qw(bunny sdpf hostup));
my $n = 0;
sub folder { return "$top/" . ++$n }
sub backup { my @words = @_; return $sim->zoneferry('backup', @words) }
sub files { opendir my $in, $_[0] or die "$_[0]: $!"; return sort grep { !/^\.\.?$/ } readdir $in }
sub state { my ($dir) = @_; return {map { $_ => join ' ', (stat)[1, 2, 7, 9, 10] } grep { -f } glob "$dir/* $dir/*/*"} }

# Three accounts in git.
{
	my $dir = folder();
	my $r = backup('bunny', '-d', $dir, '--git');
	is($r->{exit}, 2, 'git: a folder that is in no repository is trouble');
	like($r->{err}, qr/is in no git repository/, 'git: which is said');
	ok(!-e $dir, 'git: before anything is done');
	my $git = sub { return run({}, 'git', '-C', $dir, '-c', 'user.name=t', '-c', 'user.email=t@example.com', @_) };
	run({}, 'git', 'init', '-q', $dir);
	run({}, 'git', '-C', $dir, 'config', $_->[0], $_->[1]) for ['user.name', 'Tester'], ['user.email', 't@example.com'];
	spew("$dir/notes.txt", "mine\n");
	my @all = ('bunny', 'sdpf', 'hostup', '-q', '-d', $dir, '--git');
	$r = backup(@all);
	is("$r->{exit} $r->{err}", '0 ', 'git: saved and committed') or diag $r->{out};
	my ($zones) = $r->{out} =~ /^(\d+) zones/;
	my @kept = split /\n/, $git->('ls-files')->{out};
	is(scalar(@kept), $zones + 3, 'git: each zone and three manifests') or diag "@kept";
	is($git->('status', '--porcelain')->{out}, "?? notes.txt\n", 'git: what is not of the backup is left alone');
	my $head = $git->('rev-parse', 'HEAD')->{out};
	my $before = state($dir);
	$r = backup(@all);
	is($r->{exit}, 0, 'git: twice');
	is($git->('rev-parse', 'HEAD')->{out}, $head, 'git: the second run makes no commit');
	is_deeply(state($dir), $before, 'git: and touches no file');

	$sim->meddle('hostup', 'common.example', {change => [{match => {type => 'A', name => 'common.example'}, set => {value => '192.0.2.99'}}]});
	spew("$dir/other.txt", "mine\n");
	$git->('add', 'other.txt');
	$r = backup(@all);
	is($r->{exit}, 0, 'git: after one record has changed') or diag $r->{err};
	my $diff = $git->('diff', 'HEAD~', 'HEAD', '--unified=0', '--', '*.zone')->{out};
	is_deeply([map { s/ +/ /gr } grep { /^[-+][^-+]/ } split /\n/, $diff], ['-@ 3600 IN A 192.0.2.10', '+@ 3600 IN A 192.0.2.99'], 'git: one line differs');
	is_deeply([split /\n/, $git->('show', '--format=', '--name-only', 'HEAD')->{out}], ['hostup/common.example.zone', 'hostup/zoneferry.json'],
		'git: the commit holds that zone and the manifest');
	like($git->('log', '-1', '--format=%B')->{out}, qr/^backup: \d+ zones of 3 accounts: 1 changed.*\n\nhostup:common\.example: changed$/m, 'git: and names it');
	is($git->('diff', '--cached', '--name-only')->{out}, "other.txt\n", 'git: what else was staged still is');

	$sim->drop_zone('sdpf', 'example.uk');
	backup(@all, '--prune');
	my %now = map { $_ => 1 } split /\n/, $git->('ls-files')->{out};
	ok(!$now{'sdpf/example.uk.zone'} && $now{'sdpf/.removed/example.uk.zone'}, 'git: what is moved away is moved there too');
	spew("$dir/.git/hooks/pre-commit", "#!/bin/sh\necho no commits today >&2\nexit 1\n");
	chmod 0755, "$dir/.git/hooks/pre-commit";
	$sim->meddle('hostup', 'common.example', {change => [{match => {value => '192.0.2.99'}, set => {value => '192.0.2.98'}}]});
	$r = backup(@all);
	is($r->{exit}, 4, 'git: a commit that is refused is not all done');
	like($r->{err}, qr/no commits today.*the files are saved, but git commit failed/s, 'git: with the reason');
	like(slurp("$dir/hostup/common.example.zone"), qr/192\.0\.2\.98/, 'git: the file is saved');
}

# Shards: each zone in one of them, always the same, and each complete in itself.
{
	$sim->set_zone('bunny', "shard$_.example", [{Type => 0, Name => '', Value => '192.0.2.1', Ttl => 300}]) for 1 .. 20;
	my (%seen, @sizes);
	for my $k (1 .. 3) {
		my $dir = folder();
		my $r = backup('bunny:shard*.example', '-q', '-d', $dir, '--shard', "$k/3");
		is($r->{exit}, 0, "shard $k/3");
		my @zones = grep { /zone$/ } files($dir);
		push @sizes, scalar @zones;
		$seen{$_} .= $k for @zones;
		is($sim->zoneferry('backup', '--verify', $dir)->{exit}, 0, "shard $k/3 proves itself");
	}
	is(scalar(keys %seen), 20, 'all zones are in some shard');
	is(scalar(grep { length != 1 } values %seen), 0, 'none in two');
	is(scalar(grep { $_ == 0 } @sizes), 0, 'and no shard is empty');
	# What is in which shard is for ever: others rely on it.
	is(join('', map { $seen{"shard$_.example.zone"} } 1 .. 20), shards_of(map { "shard$_.example." } 1 .. 20), 'by the hash that is documented');
	my $dir = folder();
	backup('bunny', '-q', '-d', $dir);
	my $r = backup('bunny', '-d', $dir, '--shard', '2/3');
	unlike($r->{out}, qr/no longer listed/, 'zones of other shards have not vanished');
	is($sim->zoneferry('backup', 'bunny', '-d', $dir, '--shard', $_)->{exit}, 3, "$_ is no shard") for '0/3', '4/3', '3', 'a/b', '1/';
}

sub shards_of {
	my @shards;
	for my $zone (@_) {
		my ($hex) = `printf %s '$zone' | sha256sum` =~ /^(\w{16})/;
		my $rest = 0;
		$rest = ($rest * 16 + hex) % 3 for split //, $hex;
		push @shards, $rest + 1;
	}
	return join '', @shards;
}

# What it takes.
{
	my $dir = folder();
	$sim->clear_calls;
	my $r = backup('hostup', '-d', $dir, '--estimate');
	like($r->{out}, qr/^hostup: (\d+) zones, (\d+) requests, no limit of its own is known, \d+ MiB of memory, 1 MiB on the disk \(if/, 'an estimate');
	my ($zones, $requests) = $r->{out} =~ /(\d+) zones, (\d+) requests/;
	is($requests, $zones + 1, 'a call each and one for all');
	is(scalar($sim->calls), 1, 'of which the list is made');
	ok(!-e $dir, 'and nothing is saved');
	backup('hostup', '-q', '-d', $dir);
	# Nothing is believed only when it comes again: such reads are no part of it.
	my %read = map { $_->{zone} => 1 } $sim->calls(at => 'records');
	is(scalar(keys %read) + 1, $requests, 'so it is');
	$r = backup('hostup', '-d', $dir, '--estimate', '--as-if', 100000);
	like($r->{out}, qr/^hostup: 100000 zones, 100100 requests.*[1-9]\d\d MiB on the disk$/, 'for a hundred thousand') or diag $r->{out};
}

done_testing;
