#!/usr/bin/perl
# make dist gives the same octets each time; its objects don't tell where they were built; the Debian packages hold
# all that is installed, each file in one of them.
use strict;
use warnings;
use lib 'tests/support';
use File::Temp 'tempdir';
use Test::More;
use Sim qw(run slurp);

my %make = map { $_ => undef } qw(MAKEFLAGS MFLAGS MAKELEVEL MAKEOVERRIDES CFLAGS CPPFLAGS LDFLAGS);
my $dir = tempdir(CLEANUP => 1);
SKIP: {
	skip 'no git repository', 9 if run({}, 'git', 'rev-parse', '--git-dir')->{exit} != 0;
	my ($version) = slurp('include/zoneferry.h') =~ /^.define ZF_VERSION "(.*)"/m;
	my $tarball = "build/zoneferry-$version.tar.gz";
	is(run(\%make, 'make', '-s', 'dist')->{exit}, 0, 'make dist');
	my $first = slurp($tarball);
	unlink $tarball;
	is(run(\%make, 'make', '-s', 'dist')->{exit}, 0, 'again');
	ok($first eq slurp($tarball), 'the same octets');

	my @objects = map { "build/obj/$_.o" } qw(base/str zonefile/read);
	for my $where ('one', 'another/place') {
		is(system("mkdir -p $dir/$where && tar -xzf $tarball -C $dir/$where --strip-components 1"), 0, "unpacked in $where");
		is(run(\%make, 'make', '-s', '-C', "$dir/$where", @objects)->{exit}, 0, 'and built');
	}
	for my $object (@objects) {
		ok(slurp("$dir/one/$object") eq slurp("$dir/another/place/$object"), "$object: the same octets in both places");
	}
}

# What is installed, and what the packages take of it.
is(run(\%make, 'make', '-s', "DESTDIR=$dir/to", 'PREFIX=/usr', 'LIB=lib/triplet', 'install')->{exit}, 0, 'make install');
my @installed = split /\n/, run({}, 'sh', '-c', "cd $dir/to && find . -type f -o -type l")->{out};
my %taken = map { $_ => 0 } @installed;
for my $list (glob 'scripts/debian/*.install') {
	for my $pattern (split ' ', slurp($list)) {
		my @found = split /\n/, run({}, 'sh', '-c', "cd $dir/to && find ./$pattern -type f -o -type l")->{out};
		isnt(scalar @found, 0, "$list: $pattern");
		$taken{$_}++ for @found;
	}
}
is(join(' ', grep { $taken{$_} != 1 } sort keys %taken), '', 'each file belongs to one package');
my ($debian) = slurp('scripts/debian/changelog') =~ /^zoneferry \((.*)\)/;
is($debian, slurp('include/zoneferry.h') =~ s/.*^.define ZF_VERSION "(.*?)".*/$1/msr, 'the version is that of the program');
done_testing;
