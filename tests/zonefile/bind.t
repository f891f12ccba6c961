#!/usr/bin/perl
# Each file of testdata/zone/read that is accepted there: where BIND loads it too, it has the same records.
use strict;
use warnings;
use lib 'tests/support';
use Cwd 'abs_path';
use File::Temp 'tempdir';
use Test::More;
use Sim qw(run run_all slurp zf);

my $dir = tempdir(CLEANUP => 1);
my $folder = 'testdata/zone/read';
my @files = sort map { /^(\S+)\taccept\t/ ? "$1.zone" : () } split /^/, slurp("$folder/expected.tsv");

# What BIND doesn't load.
my %refused = map { $_ => 1 } qw(
	dir-generate-parens.zone foreign-record.zone lex-bom.zone long-string.zone soa-without-dot.zone
	zone-cname-and-other.zone zone-no-soa.zone);

my @command = qw(named-compilezone -q -i none -k ignore -m ignore -M ignore -n ignore -r ignore -S ignore -T ignore -s full);
my @runs = run_all(map { [{}, 'sh', '-c', 'cd "$1" && shift && exec "$@"', 'sh', $folder, @command, '-o', "$dir/$_",
	'example.test', $_] } @files);
my @loaded = grep { $runs[$_]{exit} == 0 && -s "$dir/$files[$_]" } 0 .. $#files;
my %loaded = map { $files[$_] => 1 } @loaded;
is(join(' ', grep { !$loaded{$_} } @files), join(' ', sort keys %refused), 'what BIND refuses');

# The canonical text of each, from one run.
sub canonical {
	my ($in, @names) = @_;
	my $r = run({}, 'sh', '-c', 'cd "$1" && shift && exec "$@"', 'sh', $in, abs_path(zf()), '-q', 'fmt', @names);
	is("$r->{exit} $r->{err}", '0 ', "$in: all are read");
	my @texts = split /^(?=\$ORIGIN )/m, $r->{out};
	is(scalar @texts, scalar @names, "$in: and printed");
	return @texts;
}

# The records without comments, and the TTLs of each RRset. BIND keeps one TTL an RRset, and leaves out, with a
# warning, what is outside of the zone: owners there are absolute.
sub records {
	my ($text) = @_;
	my (@records, %ttls);
	for (grep { /^[^;\$\n]/ } split /^/, $text) {
		my ($owner, $ttl, $class, $type, $data) = split ' ', s/ ;.*//r =~ s/\n//r, 5;
		next if $owner =~ /(?<!\\)\.$/;
		push @records, [$owner, $type, $data];
		$ttls{"$owner $type"}{$ttl} = 1;
	}
	return (join('', sort map { "@$_\n" } @records), \%ttls);
}

my @names = map { $files[$_] } @loaded;
my @ours = canonical($folder, @names);
my @theirs = canonical($dir, @names);
my $mixed = 0;
for my $i (0 .. $#names) {
	my ($records, $ttls) = records($ours[$i]);
	my ($want, $theirs) = records($theirs[$i]);
	is($records, $want, "$names[$i]: BIND's records");
	for my $set (sort keys %$ttls) {
		my @own = sort keys %{$ttls->{$set}};
		my ($one, @more) = keys %{$theirs->{$set} // {}};
		$mixed += @own > 1;
		ok(!@more && (grep { $_ eq ($one // '') } @own), "$names[$i]: $set: BIND's TTL is " . (@own > 1 ? 'one of ours' : 'ours'));
	}
}
cmp_ok($mixed, '<', 10, 'few RRsets have mixed TTLs');
done_testing;
