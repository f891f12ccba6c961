#!/usr/bin/perl
# --named-conf: zones of files, and the folder of $INCLUDE, from BIND's configuration; and what prints
# that configuration may be anything.
use strict;
use warnings;
use lib 'tests/support';
use Cwd 'abs_path';
use File::Temp 'tempdir';
use Sim qw(run spew zf);
use Test::More;

my $zf = abs_path(zf());
my $dir = abs_path(tempdir(CLEANUP => 1));
mkdir "$dir/$_" for qw(bind bind/sub other fake empty);
chdir $dir or die;
my $soa = "\$TTL 60\n@ SOA ns1.example.net. h.example.net. 1 2h 1h 2w 60\n@ NS ns1.example.net.\n";
spew('bind/master.db', "${soa}www A 192.0.2.1\n\$INCLUDE sub/hosts\n");
spew('bind/sub/hosts', "in A 192.0.2.2\n");
spew('bind/sub/example.net.zone', "${soa}\n\$INCLUDE sub/hosts\n");
spew('bind/parked.db', $soa);
spew('bind/chaos.db', $soa);
spew('bind/wrong.db', "\$TTL 60\nexample.edu. SOA ns1.example.net. h.example.net. 1 2h 1h 2w 60\nexample.edu. NS ns1.example.net.\n");
spew('named.conf', <<"C");
options { directory "$dir/bind"; };
key k { algorithm hmac-sha256; secret "c2VjcmV0LXNlY3JldA=="; };
view a {
	match-clients { any; };
	zone "example.com" { type master; file "master.db"; };
	include "$dir/more.conf";
	zone "a.example" { type master; file "parked.db"; };
	zone "b.example" { type master; file "parked.db"; };
	zone "wrong.example" { type master; file "wrong.db"; };
};
view c chaos { zone "bind" { type master; file "chaos.db"; }; };
C
spew('more.conf', "zone \"example.org\" IN { type primary; file \"$dir/bind/sub/example.net.zone\"; };\n");

sub owners { return join ' ', map { (split)[0] . ':' . (split)[3] } grep { /^[^\$]/ } split /\n/, $_[0]{out} }
sub zoneferry { my ($env, @words) = @_; return run($env, $zf, '-q', @words) }

SKIP: {
	skip 'no named-checkconf', 12 unless run({}, 'named-checkconf', '-v')->{exit} == 0;
	my @conf = ('--named-conf', 'named.conf');
	my $r = zoneferry({}, 'export', 'bind/master.db', @conf);
	is(owners($r), '@:SOA @:NS in:A www:A', 'origin and folder') or diag $r->{err};
	like($r->{out}, qr/^\$ORIGIN example\.com\.$/m, 'it is this zone');
	$r = zoneferry({}, 'fmt', 'bind/sub/../sub/example.net.zone', @conf);
	like($r->{out}, qr/\A\$ORIGIN example\.org\.\n/, 'counts for more than the name of the file') or diag $r->{err};
	like(owners($r), qr/in:A/, 'and $INCLUDE is relative to the folder');
	$r = zoneferry({}, 'check', 'bind/parked.db', @conf);
	is($r->{exit}, 2, 'the file of two zones');
	like($r->{err}, qr/parked\.db is the file of several zones in named\.conf; give --origin/, 'is said');
	like(zoneferry({}, 'export', 'bind/parked.db', @conf, '--origin', 'b.example')->{out}, qr/ORIGIN b\.example\./, '--origin says');
	like(zoneferry({}, 'export', 'bind/chaos.db', @conf)->{err}, qr/no-origin/, 'a zone of another class is none');
	like(zoneferry({}, 'export', 'bind/wrong.db', @conf)->{err}, qr/example\.edu.*--named-conf says wrong\.example/, 'a SOA of another zone');
	like(zoneferry({}, 'diff', 'bind/master.db', 'bind/master.db', @conf)->{out}, qr/example\.com\.: no differences/, 'diff');
	spew('bind/new.zone', "${soa}www A 192.0.2.7\n");
	$r = zoneferry({}, 'export', '--origin', 'example.com', 'bind/new.zone', '--update', 'bind/master.db', @conf);
	isnt($r->{exit}, 3, '--update takes it');
	spew('bad.conf', "zone \"x\" { bogus \"\e[31m\"; };\n");
	$r = zoneferry({}, 'export', 'bind/master.db', '--named-conf', 'bad.conf');
	like("$r->{exit} $r->{err}", qr/^2 zoneferry: error: bad\.conf: named-checkconf can't read it: bad\.conf:1: [^\e]*bogus[^\e]*$/,
		'what it says is shown');
}

# What is no BIND at all.
my %fake = (PATH => "$dir/fake:$ENV{PATH}");
sub fake {
	my ($body) = @_;
	spew('fake/named-checkconf', "#!/bin/sh\n$body\n");
	chmod 0755, 'fake/named-checkconf';
	return zoneferry(\%fake, 'export', 'bind/master.db', '--named-conf', 'named.conf');
}
for my $case (
	['echo "zone \"example.com\" {"', 'an open brace'],
	['printf "x {\\nfile \\"x\\n"', 'an open string'], ['printf "x {\\nfile \\"a\\0b\\";\\n};\\n"', 'a NUL in a string'],
	['printf "x {\\n"; head -c 100000 /dev/zero | tr "\\0" a; echo "};"', 'an endless word'],
	['head -c 1000 /dev/zero | tr "\\0" {; echo', 'endless braces']) {
	my $r = fake($case->[0]);
	is($r->{exit}, 2, "refused: $case->[1]");
	like($r->{err}, qr/^zoneferry: error: named\.conf: what named-checkconf printed can't be understood\n\z/, 'in one line');
}
is(fake('head -c 100000 /dev/urandom')->{exit}, 2, 'noise');
is(fake('printf "x\\033[1m\\nmore\\n"; exit 1')->{err}, "zoneferry: error: named.conf: named-checkconf can't read it: x\\027[1m (exit 1)\n",
	'nothing raw is shown');
like(fake('kill -9 $$')->{err}, qr/can't read it \(exit 137\)$/, 'it was killed');
my $many = join '', map { "zone \"z$_.example\" {\n\tfile \"$dir/bind/f$_\";\n};\n" } 1 .. 20000;
spew('many', $many . "zone \"example.com\" {\n file \"$dir/bind/master.db\"; };\noptions {\n directory \"$dir/bind\"; };\n");
like(fake("exec cat $dir/many")->{out}, qr/ORIGIN example\.com\./, 'many zones');
is(fake('printf "zone \"bad..name\" {\nfile \"master.db\"; };\nzone {\nfile \"master.db\"; };\nzone;\nfile x;\noptions {\n x { directory \"/\"; }; };\n"')->{exit}, 2,
	'nothing useful in it: no origin');
my $r = zoneferry({PATH => "$dir/empty"}, 'export', 'bind/master.db', '--named-conf', 'named.conf');
is($r->{exit}, 2, 'without the program');
like($r->{err}, qr/needs the program named-checkconf, which is not installed here/, 'it is named');
like(zoneferry({}, 'check', 'bind/master.db', '--named-conf', '-z')->{err}, qr{write \./-z}, 'no option of another program');
done_testing;
