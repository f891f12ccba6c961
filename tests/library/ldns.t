#!/usr/bin/perl
# ldns: a program written on ldns, built against the installed library with its header, and run with
# the address sanitizer.
use strict;
use warnings;
use lib 'tests/support';
use File::Temp 'tempdir';
use Test::More;
use Sim qw(run slurp spew);

my $dir = tempdir(CLEANUP => 1);
my %make = map { $_ => undef } qw(MAKEFLAGS MFLAGS MAKELEVEL MAKEOVERRIDES);
is(run(\%make, 'make', '-s', "DESTDIR=$dir/root", 'PREFIX=/opt/zf', 'install')->{exit}, 0,
	'make install');
my $root = "$dir/root/opt/zf";
my ($libs) = slurp("$root/lib/pkgconfig/zoneferry.pc") =~ /^Libs.private: (.*)/m;
for my $compiler ('cc -std=c11 -Wall -Wextra -Werror', 'c++ -x c++') {
	my $after = $compiler =~ /c\+\+/ ? '-x none' : '';
	my $built = run({}, 'sh', '-c', "$compiler -g -fsanitize=address,undefined -I$root/include "
		. "-o $dir/example tests/library/ldns_example.c $after $root/lib/libzoneferry.a $libs");
	is("$built->{exit} $built->{err}", '0 ', "$compiler: it builds");

	my $head = "example.org. 60 IN SOA ns.example.org. h.example.org. 1 2 3 4 5\n"
		. "example.org. 60 IN NS ns.example.org.\n";
	spew("$dir/a.zone", "${head}WWW.example.org. 60 IN A 192.0.2.1\n");
	spew("$dir/b.zone", "${head}www.example.org. 60 IN A 192.0.2.2\n"
		. "a.example.org. 60 IN TXT \"a;b\"\n");
	my $r = run({}, "$dir/example", "$dir/a.zone", "$dir/a.zone");
	is($r->{err}, '', 'no complaint');
	like($r->{out}, qr/^; 0 changes\n/, 'the same zone');
	is($r->{exit}, 0, 'exit');
	$r = run({}, "$dir/example", "$dir/a.zone", "$dir/b.zone");
	is("$r->{exit} $r->{err}", '1 ', 'another zone');
	is($r->{out}, "; 3 changes\n" . join('', map { join("\t", @$_) . "\n" }
		['example.org.', 60, 'IN', 'SOA', 'ns.example.org. h.example.org. 1 2 3 4 5'],
		['example.org.', 60, 'IN', 'NS', 'ns.example.org.'],
		['a.example.org.', 60, 'IN', 'TXT', '"a;b"'],
		['www.example.org.', 60, 'IN', 'A', '192.0.2.2']), 'as ldns prints it');
	$r = run({}, "$dir/example", "$dir/a.zone", "$dir/none.zone");
	is($r->{exit}, 2, 'a zone that is not there');
	like($r->{err}, qr/No such file/, 'and why');
}
done_testing;
