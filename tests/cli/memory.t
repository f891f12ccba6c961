#!/usr/bin/perl
# L12: memory runs out at the n-th allocation, or from the n-th on, in zoneferry or in a library: the result is
# what it always is, or trouble, in one line, and every file is what it was. For each command some of the n are
# tried, spread over all of them; ZONEFERRY_TORTURE is how many a command and way (0: every one).
use strict;
use warnings;
use lib 'tests/support';
use File::Path 'remove_tree';
use File::Temp 'tempdir';
use Test::More;
use Sim qw(run run_all slurp spew);

my $dir = tempdir(CLEANUP => 1, -w '/dev/shm' ? (DIR => '/dev/shm') : ());
my $plain = 'build/zoneferry';
my $most = $ENV{ZONEFERRY_TORTURE} // 4;

spew("$dir/fail.c", <<'C');
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
extern void *__libc_malloc(size_t), *__libc_calloc(size_t, size_t), *__libc_realloc(void *, size_t);
static atomic_long count;
static atomic_int started; /* libraries allocate before main, which begins with unsetenv */
static long at, from;
static long number_of(const char *name)
{
	const char *text = getenv(name);
	return text ? atol(text) : 0;
}
int unsetenv(const char *name)
{
	if (!started) {
		at = number_of("FAIL_AT");
		from = number_of("FAIL_FROM");
		started = 1;
	}
	return name == NULL;
}
static int fails(void)
{
	if (!started)
		return 0;
	long n = atomic_fetch_add(&count, 1) + 1;
	if (n != at && (from == 0 || n < from))
		return 0;
	errno = ENOMEM;
	return 1;
}
void *malloc(size_t n) { return fails() ? NULL : __libc_malloc(n); }
void *calloc(size_t k, size_t n) { return fails() ? NULL : __libc_calloc(k, n); }
void *realloc(void *p, size_t n) { return fails() ? NULL : __libc_realloc(p, n); }
__attribute__((destructor)) static void tell(void)
{
	const char *path = getenv("FAIL_COUNT");
	FILE *to = path ? fopen(path, "w") : NULL;
	if (to) {
		fprintf(to, "%ld", atomic_load(&count));
		fclose(to);
	}
}
C
plan skip_all => 'no release build, or no compiler' if !-x $plain
	|| run({}, 'cc', '-shared', '-fPIC', '-o', "$dir/fail.so", "$dir/fail.c")->{exit} != 0;

my $before = <<'Z';
$ORIGIN example.com.
; kept by hand
@ 3600 IN SOA ns1 hostmaster 1 7200 3600 1209600 300
@ 3600 IN NS ns1
ns1 3600 IN A 192.0.2.1
t 300 IN TXT "x" "y" ;@note {"a":1}
s 300 IN HTTPS 1 . alpn=h2
z 300 IN TYPE65280 \# 2 0102
Z
my ($old, $new, $target, $state) = ("$dir/old.zone", "$dir/new.zone", "$dir/target.zone", "$dir/state");
spew($old, $before);
spew($new, $before =~ s/192\.0\.2\.1/192.0.2.2/r);
my $sim = Sim->start({for => 3000}, 'bunny=testdata/sim/bunny.json');
# Nobody answers there; the start-up of TLS comes before that.
my %env = (%{$sim->{env}}, CLOUDFLARE_API_TOKEN => 'a', ZONEFERRY_CLOUDFLARE_URL => 'https://127.0.0.1:1',
	LD_PRELOAD => "$dir/fail.so");

my @commands = (['export', $new, '-o', $target], ['export', $new, '--update', $target], ['fmt', '-w', $target],
	['fmt', '-w', '-k', $target], ['git', 'merge', $old, $target, $new], ['git', 'textconv', $old],
	['export', '-f', 'json', $old], ['export', '-f', 'ldns', $old],
	(map { ['diff', '-f', $_, $old, $new] } qw(text unified json markdown html nsupdate)),
	(map { ['compare', '-f', $_, $old, $new] } qw(text json html)), ['check', $old], ['check', '-f', 'json', $old],
	['sync', $new, $target, '--state', $state], ['sync', $new, $target, '--apply', '--state', $state],
	['preflight', $old, 'bunny:example.com'], ['sync', $old, 'bunny:example.com', '--state', $state],
	['export', 'bunny:example.com', '-q'], ['zones', 'bunny'], ['providers'], ['providers', 'bunny'],
	['verify', $old, '--ns', '127.0.0.1:1', '--timeout', 2], ['export', 'axfr://127.0.0.1:1/example.com'],
	['zones', 'cloudflare'], ['help', 'export'], ['help', 'man'], ['completion', 'bash'], ['version']);

sub reset_files {
	spew($target, $before);
	remove_tree($state);
}

for my $command (@commands) {
	my $name = join ' ', map { s/^\Q$dir\E\///r } @$command;
	my $applies = grep { $_ eq '--apply' } @$command;
	my $proves = $applies || $name =~ /^(?:export .* (?:-o|--update) |fmt -w |git merge )/;
	reset_files();
	my $whole = run({%env, FAIL_COUNT => "$dir/count"}, $plain, @$command);
	my ($written, $count) = (slurp($target), slurp("$dir/count"));
	my ($troubles, @wrong) = (0);
	for my $way ('FAIL_AT', 'FAIL_FROM') {
		my $step = $most ? int($count / $most) + 1 : 1;
		for (my $n = $step > 1 ? 1 + int rand $step : 1; $n <= $count; $n += $step) {
			reset_files();
			my $r = run({%env, $way => $n}, 'timeout', 60, $plain, @$command);
			my $is = slurp($target);
			$troubles++ if $r->{exit} == 2;
			# What was written before the report failed is reported by the next run.
			my $good = $r->{exit} == $whole->{exit} && $r->{out} eq $whole->{out} && $is eq $written
				|| $r->{exit} == 2 && $r->{err} ne '' && ($is eq $before || $applies && $is eq $written)
				|| $r->{exit} == 4 && $applies
				# The report of verify tells why a server has not answered.
				|| $r->{exit} == 2 && $r->{out} =~ /: Memory allocation failure$/m
				# ldns, who proves what is written, follows null pointers itself: nothing is replaced.
				|| $proves && ($r->{exit} == -6 || $r->{exit} == -11) && $is eq $before
				|| $r->{exit} == $whole->{exit} && $r->{err} =~ /how many calls it takes can't be told/;
			push @wrong, "$way=$n: exit $r->{exit}, " . ($is eq $before ? 'old' : $is eq $written ? 'new' : 'torn')
				. ": $r->{err}\n" if !$good;
		}
	}
	ok($troubles && !@wrong, "L12 no memory ($count allocations): $name") || diag($troubles, ' troubles ', @wrong);
}
done_testing;
