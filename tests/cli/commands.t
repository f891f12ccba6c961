#!/usr/bin/perl
# What people type: the command lines of testdata/cli/*.txt, in their order, in one folder with small
# zones, with the simulators in the environment. Each is a block of lines:
#
#   $ zoneferry diff old.zone new.zone     what the shell runs
#   = 1                                    its exit status
#   > 2 added                              words that must be on standard output (">": it is empty)
#   ! the serial                           the same of standard error
#   ~ words                                they must be on neither
#
# Lines that begin with # are comments.
use strict;
use warnings;
use lib 'tests/support';
use Cwd 'abs_path';
use File::Temp 'tempdir';
use Sim qw(run slurp spew zf);
use Test::More;

my $dir = tempdir(CLEANUP => 1);
mkdir "$dir/$_" for qw(bin work work/folder work/empty);
symlink abs_path(zf()), "$dir/bin/zoneferry";
my $sim = Sim->start(map { "$_=testdata/sim/$_.json" } qw(bunny sdpf hostup));
my %env = (%{$sim->{env}}, PATH => "$dir/bin:$ENV{PATH}", HOME => $dir, COLUMNS => 80, NO_COLOR => undef,
	GIT_CONFIG_NOSYSTEM => 1, XDG_STATE_HOME => "$dir/state", LC_ALL => 'C',
	# What libldns leaks where it refuses a line is not ours to mend.
	LSAN_OPTIONS => 'suppressions=' . abs_path('tests/support/leaks.txt') . ':print_suppressions=0');

my $base = <<'ZONE';
$ORIGIN example.com.
$TTL 3600
@ SOA ns1 h 5 7200 3600 1209600 3600
@ NS ns1
@ NS ns2.example.net.
ns1 A 192.0.2.1
www A 192.0.2.2
mail A 192.0.2.3
x.dev A 192.0.2.4
ZONE
spew("$dir/work/old.zone", $base);
spew("$dir/work/new.zone", $base =~ s/192\.0\.2\.([23])$/198.51.100.$1/mgr);
spew("$dir/work/bad.zone", $base . "www A 192.0.2.300\n");
spew("$dir/work/other.zone", $base =~ s/example\.com/example.org/r);

my $cases = 0;
for my $file (@ARGV ? @ARGV : sort glob 'testdata/cli/*.txt') {
	for my $block (split /\n(?=\$ )/, "\n" . slurp($file)) {
		my ($command, @wants) = grep { !/^#/ } split /\n/, $block =~ s/\A\$ //r;
		next if !@wants;
		my $r = run(\%env, 'sh', '-c', "cd '$dir/work' && { $command\n}");
		$cases++;
		my @wrong;
		for my $want (grep { length } @wants) {
			my ($sign, $words) = $want =~ /^([=>!~])(?: (.*))?$/ or die "$file: $want";
			my $text = $sign eq '>' ? $r->{out} : $sign eq '!' ? $r->{err} : "$r->{out}$r->{err}";
			my $good = $sign eq '=' ? $r->{exit} == $words
				: !defined $words ? $text eq ''
				: (index($text, $words) >= 0) == ($sign ne '~');
			push @wrong, $want if !$good;
		}
		ok(!@wrong, $command) or diag "$file: not so: ", join('; ', @wrong), "\nexit $r->{exit}\n", map { substr $_, 0, 1000 } $r->{out}, $r->{err};
	}
}
cmp_ok($cases, '>=', 205, "$cases command lines") if !@ARGV;
done_testing;
