#!/usr/bin/perl
# What make install leaves: a program, a library that other programs can be linked with, manual
# pages and completions that parse; make uninstall takes all of it back.
use strict;
use warnings;
use lib 'tests/support';
use File::Find 'find';
use File::Temp 'tempdir';
use Test::More;
use Sim qw(run slurp spew);

my $dir = tempdir(CLEANUP => 1);
my %make = map { $_ => undef } qw(MAKEFLAGS MFLAGS MAKELEVEL MAKEOVERRIDES);
sub make { return run(\%make, 'make', '-s', "DESTDIR=$dir/ro ot", 'PREFIX=/opt/zf', @_) }
sub files {
	my @files;
	find(sub { push @files, $File::Find::name =~ s/^\Q$dir\E.ro ot//r if !-d }, "$dir/ro ot");
	return sort @files;
}

is(make('install')->{exit}, 0, 'make install');
is_deeply([grep { !m{/zoneferry-[a-z-]+\.1$} } files()], [map { "/opt/zf/$_" } qw(bin/zoneferry bin/zoneferry-textconv include/zoneferry-ldns.h
	include/zoneferry.h lib/libzoneferry.a lib/libzoneferry.so lib/libzoneferry.so.0 lib/pkgconfig/zoneferry.pc
	share/bash-completion/completions/zoneferry share/fish/vendor_completions.d/zoneferry.fish
	share/man/man1/zoneferry.1 share/zoneferry/pre-commit share/zsh/site-functions/_zoneferry)], 'what is installed');
for my $name (run({}, 'build/zoneferry', 'help')->{out} =~ /^commands:\n(.*?)^\n/ms && $1 =~ /^  (\w+(?: \w+)?)  /mg) {
	my $page = "$dir/ro ot/opt/zf/share/man/man1/zoneferry-" . ($name =~ tr/ /-/r) . '.1';
	ok(-s $page, "$name has a manual page");
}
like(slurp("$dir/ro ot/opt/zf/share/man/man1/zoneferry-textconv.1"), qr/^\.so man1\/zoneferry-git-textconv\.1$/,
	'zoneferry-textconv has the page of the command');
my $pc = slurp("$dir/ro ot/opt/zf/lib/pkgconfig/zoneferry.pc");
my $version = run({}, "$dir/ro ot/opt/zf/bin/zoneferry", 'version')->{out};
is($pc =~ /^Version: (.*)/m && "zoneferry $1\n", $version, 'pkg-config knows the version');
like($pc, qr{^prefix=/opt/zf$}m, 'and the prefix');

# A program of somebody else's.
spew("$dir/use.c", <<'C');
#include <zoneferry.h>
int main(void)
{
	static const char text[] = "@ 60 SOA ns h 1 2 3 4 5\n@ 60 NS ns\nns 60 A 192.0.2.1\n";
	struct zf_error err = ZF_ERROR_INIT;
	struct zf_options options = ZF_OPTIONS_INIT;
	struct zf_zone *zone = NULL, *again = NULL;
	struct zf_record record = {0};
	char line[1500];
	size_t changes = 0;
	options.origin = "example.org";
	if (zf_zone_parse(&zone, text, sizeof(text) - 1, &options, &err) != ZF_OK ||
		zf_zone_parse(&again, text, sizeof(text) - 1, &options, &err) != ZF_OK ||
		zf_zone_diff(zone, again, &changes, &err) != ZF_OK) {
		puts(zf_error_print(&err, line, sizeof(line)));
		return 2;
	}
	zf_zone_record(zone, zf_zone_count(zone) - 1, &record);
	printf("%s %zu %s %u %s %s %zu\n", zf_zone_name(zone), zf_zone_count(zone), record.name,
		(unsigned)record.ttl, record.type, record.rdata, changes);
	zf_record_release(&record);
	zf_zone_free(again);
	zf_zone_free(zone);
	if (zf_zone_load(&zone, "no-such.zone", &options, &err) != ZF_ERR_NOT_FOUND)
		return 3;
	puts(zf_error_print(&err, line, sizeof(line)));
	return fclose(stdout) != 0;
}
C
my ($libs) = $pc =~ /^Libs.private: (.*)/m;
my $lib = "$dir/ro ot/opt/zf/lib";
like($pc, qr{^Libs: -L\$\{prefix\}/lib -lzoneferry$}m, 'what to link with');
is(readlink "$lib/libzoneferry.so", 'libzoneferry.so.0', 'libzoneferry.so is the one of now');
like(run({}, 'readelf', '-d', "$lib/libzoneferry.so.0")->{out}, qr/\(SONAME\).*\[libzoneferry\.so\.0\]/, 'with its soname');
# What the symbols file of the package promises is what the library has.
is(join(' ', sort(slurp('scripts/debian/libzoneferry0.symbols') =~ /^ (\w+)\@/mg)),
	join(' ', sort(run({}, 'nm', '-D', '--defined-only', "$lib/libzoneferry.so.0")->{out} =~ /^\S+ \S (\w+)$/mg)),
	'the symbols of the shared library');
for my $how ("'$lib/libzoneferry.a' $libs", "'-L$lib' -lzoneferry") {
	for my $compiler ('cc -std=c11 -Wall -Wextra -Werror', 'c++ -x c++ -Wno-missing-field-initializers') {
		my $source = $compiler =~ /c\+\+/ ? "$dir/use.c -x none" : "$dir/use.c";
		my $built = run({}, 'sh', '-c', "$compiler '-I$dir/ro ot/opt/zf/include' -o $dir/use $source $how");
		is("$built->{exit} $built->{err}", '0 ', "$compiler: it builds");
		my $r = run({LD_LIBRARY_PATH => $lib}, "$dir/use");
		is("$r->{exit}\n$r->{out}", "0\nexample.org. 3 ns.example.org. 60 A 192.0.2.1 0\n"
			. "error: can't read no-such.zone: No such file or directory\n", 'and runs');
	}
}
my $symbols = run({}, 'nm', '-g', '--defined-only', "$dir/ro ot/opt/zf/lib/libzoneferry.a")->{out};
my @foreign = grep { / [A-Z] (?!zf_)/ } split /\n/, $symbols;
is_deeply(\@foreign, [], 'the library exports zf_ only');

# A page that only names another one is left to the one that it names.
my @pages = grep { slurp($_) !~ /^\.so / } glob "'$dir/ro ot/opt/zf/share/man/man1/'*.1";
for my $reader (['groff', '-ww', '-man', '-Tascii'], ['mandoc', '-T', 'lint']) {
	SKIP: {
		skip "no $reader->[0]", 1 if system("command -v $reader->[0] >/dev/null 2>&1") != 0;
		my @runs = map { run({}, @$reader, $_) } @pages;
		is(join('', map { $_->{err} . ($reader->[0] eq 'mandoc' ? $_->{out} : '') } @runs), '',
			"$reader->[0] finds no fault in the manual");
	}
}
for my $shell ('bash', 'zsh', 'fish') {
	SKIP: {
		skip "no $shell", 1 if system("command -v $shell >/dev/null 2>&1") != 0;
		spew("$dir/complete", run({}, 'build/zoneferry', 'completion', $shell)->{out});
		is(run({}, $shell, '-n', "$dir/complete")->{exit}, 0, "completion for $shell parses");
	}
}

is(make('uninstall')->{exit}, 0, 'make uninstall');
is_deeply([files()], [], 'nothing is left');
done_testing;
