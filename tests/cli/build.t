#!/usr/bin/perl
# How it is built: what a packager says comes last, warnings are errors only where that is asked for, and
# the path may hold blanks.
use strict;
use warnings;
use lib 'tests/support';
use File::Temp 'tempdir';
use Test::More;
use Sim qw(run);

my %make = map { $_ => undef } qw(MAKEFLAGS MFLAGS MAKELEVEL MAKEOVERRIDES CFLAGS CPPFLAGS LDFLAGS STRICT);
# The commands that would run.
sub would { return run({%make, %{$_[0]}}, 'make', '-nB', 'V=1', @_[1 .. $#_])->{out} =~ s/\\\n//gr }
sub command { my ($of, $all) = @_; return (grep { / -o \Q$of\E / } split /\n/, $all)[0] // '' }

my @built = ('build/zoneferry', 'build/asan/tests/base/test_base');
my $plain = would({}, @built);
unlike($plain, qr/-Werror/, 'warnings are no errors');
like(command('build/obj/base/str.o', would({}, 'STRICT=1', @built)), qr/ -Werror /, 'with STRICT=1 they are');
like(command('build/obj/base/str.o', would({STRICT => 1}, @built)), qr/ -Werror /, 'also from the environment');

my $given = {CPPFLAGS => '-DGIVEN=1', CFLAGS => '-O0 -m42', LDFLAGS => '-Wl,-given'};
my $all = would($given, @built);
for my $object (qw(build/obj/base/str.o build/obj/description/embedded.o)) {
	like(command($object, $all), qr/ -DGIVEN=1 -O0 -m42 -c -o \S+ \S+$/, "$object: what is given comes last");
}
like(command('build/zoneferry', $all), qr/ -O0 -m42 .* -Wl,-given -lldns/, 'the linker gets it too');
like(command($built[1], $all), qr/ -DGIVEN=1 -O0 -m42 .* -Wl,-given -lcmocka/, 'and a test');
like($plain, qr/-D_FORTIFY_SOURCE=2/, 'fortified');
unlike(would({CPPFLAGS => '-D_FORTIFY_SOURCE=3'}, @built), qr/_FORTIFY_SOURCE=2/, 'one level of fortification');

# git starts it for each version of a file.
my $needed = run({}, 'readelf', '-d', 'build/zoneferry-textconv')->{out};
is_deeply([$needed =~ /\(NEEDED\).*\[(.*)\]/g], ['libidn2.so.0', 'libc.so.6'],
	'zoneferry-textconv needs no library but that of names in Unicode');

my $dir = tempdir(CLEANUP => 1) . '/a b';
mkdir $dir or die "$dir: $!";
is(system('cp', '-a', 'Makefile', 'src', 'include', 'scripts', 'tests', $dir), 0, 'a copy in a path with blanks');
mkdir "$dir/build" or die "$dir/build: $!";
is(system('cp', '-a', (grep { -e } 'build/obj', 'build/gen'), "$dir/build"), 0, 'and what is built');
unlink "$dir/build/obj/cli/main.o", "$dir/build/gen/embedded.c";
my $made = run(\%make, 'make', '-s', '-C', $dir, "DESTDIR=$dir/to", 'install');
is("$made->{exit} $made->{err}", '0 ', 'builds and installs there');
like(run({}, "$dir/to/usr/local/bin/zoneferry", 'version')->{out}, qr/^zoneferry [0-9]/, 'and runs');
done_testing;
