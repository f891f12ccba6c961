#!/usr/bin/perl
# The README's console sessions are run as they stand, in one folder, against the simulators; what
# they print must be what the README shows ("..." on a line of its own stands for any lines). Its
# links and its provider table must be right, too.
use strict;
use warnings;
use lib 'tests/support';
use Cwd qw(getcwd abs_path);
use File::Temp 'tempdir';
use Test::More;
use Sim qw(run slurp spew zf);

my $top = getcwd();
my $readme = slurp('README.md');
my $dir = tempdir(CLEANUP => 1);
mkdir "$dir/bin";
mkdir "$dir/work";
symlink abs_path(zf()), "$dir/bin/zoneferry";
my $sim = Sim->start(map { "$_=testdata/sim/$_.json" } qw(bunny sdpf hostup));
my %env = (%{$sim->{env}}, PATH => "$dir/bin:$ENV{PATH}", HOME => $dir, GIT_CONFIG_NOSYSTEM => 1,
	GIT_AUTHOR_NAME => 'a', GIT_AUTHOR_EMAIL => 'a@example.com', GIT_COMMITTER_NAME => 'a',
	GIT_COMMITTER_EMAIL => 'a@example.com');

# One command and what it prints, standard error behind standard output in order of time. The next one runs in the
# folder that it leaves, as if they were typed.
spew("$dir/folder", "$dir/work\n");
sub run_in_work {
	my ($command) = @_;
	my $r = run(\%env, 'sh', '-c', "cd \"\$(cat '$dir/folder')\" && { $command\n} 2>&1; pwd > '$dir/folder'");
	return $r->{out};
}

sub pattern {
	my ($want) = @_;
	my $re = join '', map { $_ eq "...\n" ? '(?:.*\n)*?' : quotemeta } split /^/, $want;
	return qr/\A$re\z/;
}

my $sessions = 0;
while ($readme =~ /^```console\n(.*?)^```$/msg) {
	my $session = $1;
	$sessions++;
	while ($session =~ /^\$ ((?:.*\\\n)*.*)\n((?:(?!\$ ).*\n)*)/mg) {
		my ($command, $want) = ($1, $2);
		my $got = run_in_work($command);
		like($got, pattern($want), $command) or diag "got:\n$got";
	}
}
cmp_ok($sessions, '>', 5, 'the README has sessions');
is(slurp("$dir/folder"), "$dir/work\n", 'and ends in the folder where it began');

# Who has no account.
like($readme, qr/^eval "\$\(scripts\/sim\)"/m, 'the README starts simulators');
my %newcomer = (HOME => $dir, BUILD => 'build/asan', map { $_ => undef } grep { /^ZONEFERRY_|_KEY$/ } keys %env);
my $first = run(\%newcomer, 'sh', '-c', 'eval "$(scripts/sim)"; zoneferry zones bunny; kill $ZONEFERRY_SIM_PID; echo $ZONEFERRY_SIM_PID');
like($first->{out}, qr/\A(?:.+\n)*example\.com\n(?:.+\n)*\d+\n\z/, 'which zoneferry finds');
is($first->{err}, '', 'without a word');
is(run({BUILD => 'src'}, 'scripts/sim')->{err}, "sim: there is no $top/src/zoneferry; run: make all sim\n", 'what is missing is said');

# What is installed is said before.
my ($packages) = slurp('scripts/install-deps') =~ /^packages="(.*?)"/ms;
for my $package (split ' ', $packages) {
	like($readme, qr/\b\Q$package\E\b/, "the README tells that make demo installs $package");
}
is(run({}, 'scripts/install-deps', '--list', 'x')->{exit}, 3, 'install-deps: usage');
is(run({PATH => "$dir/none"}, '/bin/sh', 'scripts/install-deps', '--list')->{out}, join('', map { "$_\n" } split ' ', $packages),
	'install-deps --list: all of them, where dpkg knows none');

# Files that are linked to exist.
for my $link ($readme =~ /\]\(([^)#:]+)\)/g) {
	ok(-e "$top/$link", "link to $link");
}

# Every command has its place in the README.
my $help = run(\%env, zf(), 'help')->{out};
for my $name ($help =~ /^  (\w+(?: \w+)?)  +\w/mg) {
	like($readme, qr/\Qzoneferry $name\E/, "the README shows zoneferry $name");
}

# The table is what the descriptions say.
my $table = run(\%env, zf(), 'providers', '-f', 'markdown')->{out};
ok(index($readme, $table) >= 0, 'the provider table is that of zoneferry providers -f markdown')
	or diag $table;

done_testing;
