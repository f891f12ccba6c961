#!/usr/bin/perl
# What the machine itself can do to a run: disks that are full or broken, kill -9, odd targets,
# standard output that is no use, limits, memory that runs out, odd environments.
use strict;
use warnings;
use lib 'tests/support';
use File::Temp 'tempdir';
use Test::More;
use Time::HiRes 'usleep';
use Sim qw(run slurp spew zf);

# In memory if possible: each file written waits for its disk.
my $dir = tempdir(CLEANUP => 1, -w '/dev/shm' ? (DIR => '/dev/shm') : ());
my ($old, $new, $target) = ("$dir/old.zone", "$dir/new.zone", "$dir/target.zone");
my $before = <<'Z';
$ORIGIN example.com.
; kept by hand
@ 3600 IN SOA ns1 hostmaster 1 7200 3600 1209600 300
@ 3600 IN NS ns1
ns1 3600 IN A 192.0.2.1
Z
spew($old, $before);
spew($new, $before =~ s/192\.0\.2\.1/192.0.2.2/r . join '', map { "h$_ 300 IN A 192.0.2.7\n" } 1 .. 5000);

sub zoneferry { return run({}, zf(), @_) }
sub sh { return run({}, 'sh', '-c', @_) }

# What else there is in the folder.
sub strays {
	opendir my $in, $dir or die;
	return join ' ', sort grep { !/^(?:\.\.?|old\.zone|new\.zone|target\.zone|kept-.*)$/ } readdir $in;
}

my $small = "$dir/kept-small.zone"; # written by one thread: a tracer counts calls by thread
spew($small, $before =~ s/192\.0\.2\.1/192.0.2.2/r);
my @writers = (
	['export -o', ['export', $small, '-o', $target]],
	['export --update', ['export', $small, '--update', $target]],
	['fmt -w', ['fmt', '-w', $target]],
);

# L01, L02: each system call on the way of a file to the disk fails; the release build, since a
# tracer and the leak checker exclude each other.
my $plain = 'build/zoneferry';
SKIP: {
	skip 'no strace, or it may not trace', 1
		if !-x $plain || run({}, 'strace', '-o', '/dev/null', 'true')->{exit} != 0;
	# The number of the call that is to fail: the last ones of a run are about the target.
	my %back = (write => [0], fsync => [1], close => [1], linkat => [0], renameat => [0], fchmod => [0]);
	for my $writer (@writers) {
		my ($name, $command) = @$writer;
		for my $call (sort keys %back) {
			spew($target, $before);
			run({}, 'strace', '-o', "$dir/kept-trace", '-e', "trace=$call", $plain, '-q', @$command);
			my $count = grep { /^$call\(/ } split /\n/, slurp("$dir/kept-trace");
			for my $error ('ENOSPC', 'EIO', 'EDQUOT') {
				my $at = $count - $back{$call}[0];
				spew($target, $before);
				my $r = run({}, 'strace', '-o', '/dev/null', '-e', "trace=$call", '-e',
					"inject=$call:error=$error:when=$at", $plain, '-q', @$command);
				my $good = $r->{exit} == 2 && slurp($target) eq $before && strays() eq ''
					&& $r->{err} =~ /\Azoneferry: error: can't write \Q$target\E: [^\n]+\n\z/;
				ok($good, "L01 $name: $call gives $error") || diag("call $at: $r->{exit} $r->{err}", strays());
			}
		}
	}
	spew($target, $before);
	my $r = run({}, 'strace', '-o', "$dir/kept-trace", '-e', 'trace=write,fsync,renameat', $plain,
		'export', $new, '-o', $target);
	my ($end) = slurp("$dir/kept-trace") =~ /((?:write|fsync|renameat)\(.*)/s;
	like($end, qr/write\((\d+).*fsync\(\1\).*renameat\((\d+), .*fsync\(\2\)/s,
		'L04 contents, rename and folder go to the disk in this order');
}

# L02: a limit on the size of files is an error like any other.
for my $option ('-o', '--update') {
	my $name = "export $option";
	spew($target, $before);
	my $r = run({}, 'prlimit', '--fsize=4096', zf(), '-q', 'export', $new, $option, $target);
	is($r->{exit}, 2, "L02 $name: too large is trouble");
	like($r->{err}, qr/write \Q$target\E: File too large/, "L02 $name says it");
	is(slurp($target), $before, "L02 $name leaves the file");
	is(strays(), '', "L02 $name leaves nothing else");
}

# L03: killed at any moment, the file is the old one or the new one.
zoneferry('export', $new, '-o', $target);
my $after = slurp($target);
my $torn = 0;
for my $n (1 .. 40) {
	spew($target, $before);
	my $pid = fork // die;
	if (!$pid) {
		exec((-x $plain ? $plain : zf()), '-q', 'export', $new, '-o', $target) or die;
	}
	usleep(500 * $n);
	kill 'KILL', $pid;
	waitpid $pid, 0;
	my $is = slurp($target);
	$torn++ if $is ne $before && $is ne $after;
}
is($torn, 0, 'L03 killed at any moment: the old file or the new one');
unlink glob "$dir/.target.zone.*.tmp";

# L14: a signal that ends the program leaves nothing beside the file, also where the file system knows no
# files without a name.
spew("$dir/kept-named.c", <<'C');
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
int openat(int folder, const char *path, int flags, ...)
{
	int (*real)(int, const char *, int, ...) = (int (*)(int, const char *, int, ...))dlsym(RTLD_NEXT, "openat");
	va_list args;
	va_start(args, flags);
	int mode = va_arg(args, int);
	va_end(args);
	if ((flags & O_TMPFILE) == O_TMPFILE) {
		errno = EOPNOTSUPP;
		return -1;
	}
	return real(folder, path, flags, mode);
}
C
SKIP: {
	skip 'no release build, or no compiler', 6 if !-x $plain
		|| run({}, 'cc', '-shared', '-fPIC', '-o', "$dir/kept-named.so", "$dir/kept-named.c")->{exit} != 0;
	for my $env ({}, {LD_PRELOAD => "$dir/kept-named.so"}) {
		my $named = %$env ? ' with a named temporary file' : '';
		for my $signal ('INT', 'TERM', 'HUP') {
			my ($left, $ended) = ('', 0);
			for my $n (1 .. 25) {
				spew($target, $before);
				my $pid = fork // die;
				if (!$pid) {
					$ENV{$_} = $env->{$_} for keys %$env;
					$SIG{$signal} = 'DEFAULT';
					exec($plain, '-q', 'export', $new, '-o', $target) or die;
				}
				usleep(2000 + 400 * $n);
				kill $signal, $pid;
				waitpid $pid, 0;
				$ended++ if $? & 127;
				my $is = slurp($target);
				$left .= strays() . ($is ne $before && $is ne $after ? 'torn' : '');
			}
			ok($ended && $left eq '', "L14 SIG$signal at any moment$named") || diag("$ended of 25 ended; $left");
		}
	}
}

# L08: targets that are no plain file of one name.
spew($target, $before);
symlink 'target.zone', "$dir/kept-link.zone";
link $target, "$dir/kept-hard.zone";
mkdir "$dir/kept-folder.zone";
run({}, 'mkfifo', "$dir/kept-fifo.zone");
# Others could have made the link where they can write.
mkdir "$dir/kept-open";
chmod 0777, "$dir/kept-open";
symlink '../target.zone', "$dir/kept-open/link.zone";
for my $odd ('kept-open/link.zone', 'kept-hard.zone', 'kept-folder.zone', 'kept-fifo.zone') {
	for my $command (['export', $new, '-o'], ['export', $new, '--update'], ['fmt', '-w']) {
		my $r = run({}, 'timeout', 10, zf(), '-q', @$command, "$dir/$odd");
		is($r->{exit}, 2, "L08 @$command[0, -1]: $odd is refused");
		is(slurp($target), $before, "L08 @$command[0, -1]: $odd, what it names stays");
	}
}
is((lstat "$dir/kept-hard.zone")[3], 2, 'L08 the hard link is still one');
ok(-l "$dir/kept-open/link.zone" && -p "$dir/kept-fifo.zone", 'L08 the others are what they were');
is(zoneferry('export', $new, '-o', '/dev/full')->{exit}, 2, 'L08 a device is refused');
unlink "$dir/kept-hard.zone", "$dir/kept-open/link.zone";
rmdir "$dir/kept-open";
for my $command (['export', $new, '-o'], ['export', $new, '--update'], ['fmt', '-w']) {
	spew($target, $before);
	is(run({}, zf(), '-q', @$command, "$dir/kept-link.zone")->{exit}, 0, "L08 @$command[0, -1]: a link is followed");
	isnt(slurp($target), $before, 'L08 what it names is replaced');
	ok(-l "$dir/kept-link.zone", 'L08 and the link stays');
}
spew($target, $before);

# L13: no descriptors, a small stack, little memory.
my $text = zoneferry('export', $old)->{out};
is(run({}, 'prlimit', '--stack=262144', zf(), 'export', $old)->{out}, $text, 'L13 a small stack');
SKIP: {
	skip 'no release build', 2 if !-x $plain;
	my $none = sh("ulimit -n 3; exec 3</dev/null; exec \"\$0\" export \"\$1\" -o \"\$2\"", $plain, $new, $target);
	isnt($none->{exit}, 0, 'L13 no descriptors left');
	spew("$dir/kept-large.zone", $before . join '', map { "h$_ 300 IN TXT \"" . 'x' x 200 . "\"\n" } 1 .. 200000);
	my $r = run({}, 'prlimit', '--data=20000000', $plain, 'export', "$dir/kept-large.zone", '-o', $target);
	is($r->{exit}, 2, 'L13 little memory is trouble');
	is($r->{err}, "zoneferry: error: out of memory\n", 'L13 and is told');
	is(slurp($target), $before, 'L13 the file stays');
}

# L15: standard output that is of no use.
for my $command (['export', $old], ['diff', $old, $new], ['compare', $old, $new], ['fmt', $old],
	['check', '-f', 'json', $old], ['help'], ['version'], ['providers'], ['completion', 'bash'])
{
	my $closed = sh('exec "$0" "$@" >&-', zf(), @$command);
	my $full = sh('exec "$0" "$@" >/dev/full', zf(), @$command);
	my $pipe = sh('("$0" "$@"; echo $? >&2) | true', 'sh', '-c', 'sleep 0.1; exec "$0" "$@"', zf(), @$command);
	is($closed->{exit}, 2, "L15 $command->[0]: closed");
	is($full->{exit}, 2, "L15 $command->[0]: full");
	is($pipe->{err}, "141\n", "L15 $command->[0]: nobody reads, nothing is said");
}
my $twice = zoneferry('diff', '-', '-');
is($twice->{exit}, 3, 'standard input twice is a mistake');
like($twice->{err}, qr/only once/, 'and is told');

# L16, L17: the environment.
my $fresh = "$dir/kept-fresh.zone";
is(sh('umask 027; exec "$0" export "$1" -o "$2"', zf(), $old, $fresh)->{exit}, 0, 'L16 umask 027');
is((stat $fresh)[2] & 0777, 0640, 'L16 a new file is as the umask says');
chmod 0640, $target;
zoneferry('-q', 'export', $new, '-o', $target);
is((stat $target)[2] & 0777, 0640, 'L16 a file keeps its mode');
SKIP: {
	skip 'only root gives files away', 2 if $> != 0;
	chown 1234, 4321, $target;
	zoneferry('-q', 'export', $old, '-o', $target);
	is(join(':', (stat $target)[4, 5]), '1234:4321', 'L16 a file keeps its owner');
	is((stat $target)[2] & 0777, 0640, 'L16 and its mode');
}
is(run({HOME => $dir}, 'timeout', 10, zf(), '--config', "$dir/kept-fifo.zone", 'providers', 'bunny')->{exit}, 0,
	'a config that is a FIFO which nobody writes to is empty');
for my $env ({HOME => undef, XDG_CONFIG_HOME => undef}, {TMPDIR => '/nonexistent'},
	{LC_ALL => 'de_DE.UTF-8'}, {LC_ALL => 'tr_TR.UTF-8'}, {TZ => 'Asia/Kathmandu'}, {TZ => ':bad'})
{
	my $name = join ' ', map { "$_=" . ($env->{$_} // '') } sort keys %$env;
	is(run($env, zf(), 'export', $old)->{out}, $text, "L16 $name");
}

done_testing;
