#!/usr/bin/perl
# backup --verify names every file that is not as it was saved, restore puts zones back, and --prune
# takes none away for good.
use strict;
use warnings;
use lib 'tests/support';
use File::Temp 'tempdir';
use Test::More;
use Sim qw(run run_all slurp spew zf);

my $top = tempdir(CLEANUP => 1, DIR => -w '/dev/shm' ? '/dev/shm' : undef);
my $sim = Sim->start(map { "$_=testdata/sim/$_.json" } qw(bunny sdpf));
my $n = 0;
sub folder { return "$top/" . ++$n }
sub backup { my @words = @_; return $sim->zoneferry('backup', @words) }
sub verify { my ($dir) = @_; return $sim->zoneferry('backup', '--verify', $dir) }
sub files { opendir my $in, $_[0] or die "$_[0]: $!"; return sort grep { !/^\.\.?$/ } readdir $in }

# Good ones, of one account and of several.
{
	my $dir = folder();
	backup('bunny', 'sdpf', '-q', '-d', $dir);
	my $r = verify($dir);
	is("$r->{exit} $r->{out}$r->{err}", "0 15 files: all are as they were saved\n", 'a backup proves itself');
	is(verify("$dir/sdpf")->{exit}, 0, 'so does the part of one account');
	is(verify($top)->{exit}, 2, 'a folder without any is trouble');
	is($sim->zoneferry('backup', '--verify', $dir, 'bunny')->{exit}, 3, 'proving and saving are two things');
}

# Every octet flipped, and every cut: the file is named. One run looks at many damaged copies of a
# folder, each a part of a larger backup.
{
	my $dir = folder();
	$sim->set_zone('bunny', 'tiny.example', [{Type => 0, Name => '', Value => '192.0.2.1', Ttl => 300, Comment => 'x y'}]);
	backup('bunny:tiny.example', '-q', '-d', "$dir/good");
	my %good = map { $_ => slurp("$dir/good/$_") } qw(tiny.example.zone zoneferry.json);
	for my $file (sort keys %good) {
		my $wrong = folder();
		mkdir $wrong;
		my %wanted;
		my $spoil = sub {
			my ($name, $text) = @_;
			mkdir "$wrong/$name" or die;
			spew("$wrong/$name/$_", $_ eq $file ? $text : $good{$_}) for keys %good;
			$wanted{"$wrong/$name/$file"} = 1;
		};
		for my $at (0 .. length($good{$file}) - 1) {
			my $text = $good{$file};
			substr($text, $at, 1) ^= chr(1 << $at % 8);
			$spoil->("flip$at", $text);
			$spoil->("cut$at", substr($good{$file}, 0, $at));
		}
		my $r = verify($wrong);
		is($r->{exit}, 1, "$file: damage is found");
		# Where the manifest is what was spoilt, the zone's file may be the one that doesn't fit it.
		my %named = map { (m{^zoneferry: (\S+)/[^/\s]+: } ? $1 : '?') => 1 } split /\n/, $r->{err};
		my @missed = grep { my ($d) = m{(.*)/}; !$named{$d} } sort keys %wanted;
		is(scalar(keys %wanted), 2 * length $good{$file}, "$file: each octet flipped, each cut");
		is_deeply(\@missed, [], "$file: each is told");
		my %exact = map { (m{^zoneferry: (\S+): } ? $1 : '?') => 1 } split /\n/, $r->{err};
		is_deeply([grep { !$exact{$_} } sort keys %wanted], [], "$file: by its name") if $file =~ /zone$/;
	}
}

# What is missing, unknown, or another zone by all appearances.
{
	my $dir = folder();
	backup('bunny', '-q', '-d', $dir);
	unlink "$dir/example.xyz.zone";
	spew("$dir/stray.example.zone", "x");
	rename "$dir/common.example.zone", "$dir/types.example.zone";
	my $r = verify($dir);
	is("$r->{exit} $r->{out}", "1 10 files: 4 bad\n", 'four are wrong');
	like($r->{err}, qr{$dir/$_}, "$_ is named") for qw(example.xyz.zone: stray.example.zone: common.example.zone: types.example.zone:);
	is($sim->zoneferry('-q', 'backup', '--verify', $dir)->{err}, $r->{err}, 'with -q too');
}

# Back to the provider: provider records and annotations included.
{
	my $dir = folder();
	backup('bunny', '-q', '-d', $dir);
	my $saved = slurp("$dir/example.com.zone");
	my @state = ('--state', "$top/state");
	my @back = ('restore', "$dir/example.com.zone", 'bunny:example.com', @state);
	is($sim->zoneferry(@back)->{exit}, 0, 'restore: nothing to do') or diag $sim->zoneferry(@back)->{out};
	$sim->meddle('bunny', 'example.com', {remove => [{Name => 'blog'}, {Name => 'flat'}, {Name => 'sip'}],
		change => [{match => {Name => 'Mail'}, set => {Comment => 'spoilt', Value => '192.0.2.77'}}]});
	my $r = $sim->zoneferry(@back);
	is($r->{exit}, 1, 'restore: changes are pending');
	like($r->{out}, qr/zoneferry restore \S+ bunny:example\.com.*--apply/, 'restore: how to apply is told');
	$r = $sim->zoneferry(@back, '--apply');
	is($r->{exit}, 0, 'restore: applied') or diag $r->{out}, $r->{err};
	is($sim->zoneferry('export', 'bunny:example.com', '-q')->{out}, $saved, 'restore: all is as it was');

	spew("$dir/example.com.zone", $saved =~ s/192\.0\.2\.50/192.0.2.51/r);
	$r = $sim->zoneferry(@back, '--apply');
	is($r->{exit}, 2, 'restore: a file that is not what was saved is refused');
	like($r->{err}, qr/not what was saved/, 'restore: with the reason');
	is($sim->zoneferry('export', 'bunny:example.com', '-q')->{out}, $saved, 'restore: and nothing was written');
	unlink "$dir/zoneferry.json";
	$r = $sim->zoneferry(@back);
	is($r->{exit}, 1, 'restore: without a manifest it is taken as it is');
	like($r->{err}, qr/no zoneferry\.json beside it/, 'restore: which is said');
}

# Zones that are no longer listed.
{
	my $dir = folder();
	my @elements = ({Type => 0, Name => '', Value => '192.0.2.1', Ttl => 300});
	$sim->set_zone('bunny', "gone$_.example", \@elements) for 1 .. 2;
	backup('bunny', '-q', '-d', $dir);
	my %saved = map { $_ => slurp("$dir/$_") } map { "gone$_.example.zone" } 1 .. 2;
	$sim->drop_zone('bunny', "gone$_.example") for 1 .. 2;
	my $r = backup('bunny', '-d', $dir, '--prune');
	is("$r->{exit} $r->{out}", "0 10 zones: 10 unchanged, 2 moved away\n", 'they are moved');
	is_deeply([files("$dir/.removed")], [sort keys %saved], 'to .removed');
	is(slurp("$dir/.removed/$_"), $saved{$_}, "$_ as it was") for sort keys %saved;
	is(verify($dir)->{exit}, 0, 'and what is left proves itself');
	# Once more, with other contents: no copy takes the place of another.
	$elements[0]{Value} = '192.0.2.2';
	$sim->set_zone('bunny', 'gone1.example', \@elements);
	backup('bunny', '-q', '-d', $dir);
	$sim->drop_zone('bunny', 'gone1.example');
	backup('bunny', '-q', '-d', $dir, '--prune');
	is_deeply([files("$dir/.removed")], ['gone1.example.zone', 'gone1.example.zone.1', 'gone2.example.zone'], 'each copy stays');
	is(slurp("$dir/.removed/gone1.example.zone"), $saved{'gone1.example.zone'}, 'the first one');
	like(slurp("$dir/.removed/gone1.example.zone.1"), qr/192\.0\.2\.2/, 'and the second');

	# A list that lost much.
	$sim->set_zone('bunny', "gone$_.example", \@elements) for 1 .. 6;
	backup('bunny', '-q', '-d', $dir);
	$sim->drop_zone('bunny', "gone$_.example") for 1 .. 6;
	$r = backup('bunny', '-d', $dir, '--prune');
	is($r->{exit}, 4, 'a list that lost much is not believed');
	like($r->{err}, qr/bunny: it lists 10 of 16 zones that have files here/, 'with the numbers');
	ok(-s "$dir/gone$_.example.zone", "and gone$_.example is where it was") for 1 .. 6;
	is(backup('bunny', '-q', '-d', $dir, '--prune', '--max-shrink', 100)->{exit}, 0, 'unless it is to be believed');
	ok(!-e "$dir/gone3.example.zone", 'then they are moved');
}

done_testing;
