# Bind: what named-compilezone makes of a zone file, to be compared with what zoneferry makes of it.
package Bind;
use strict;
use warnings;
use File::Temp 'tempfile';
use Sim qw(run spew);

# Every record in RFC 3597 form, sorted, with the lowest TTL of its RRset: BIND keeps one TTL a set.
sub lines {
	my ($text) = @_;
	my (%ttl, @records);
	for (split /\n/, $text) {
		my ($owner, $ttl, $class, $type, $rdata) = split ' ', $_, 5;
		my $set = "$owner $type";
		$ttl{$set} = $ttl if !defined $ttl{$set} || $ttl < $ttl{$set};
		push @records, [$set, $rdata];
	}
	my %seen;
	return join '', grep { !$seen{$_}++ } sort map { "$_->[0] $ttl{$_->[0]} $_->[1]\n" } @records;
}

sub generic {
	my ($program, $dir, $file, $origin) = @_;
	my $r = run({}, 'sh', '-c', 'cd "$1" && exec "$2" -q export -f generic --origin "$4" "$3"', 'sh', $dir, $program,
		$file =~ m{/} ? $file : "./$file", $origin);
	return $r->{exit} == 0 ? lines($r->{out}) : "exit $r->{exit}\n$r->{err}";
}

# What BIND's own text of the zone holds; undef when it doesn't load the file.
sub expected {
	my ($program, $dir, $file, $origin) = @_;
	my ($handle, $text) = tempfile('bindXXXXXX', DIR => $dir, SUFFIX => '.txt', UNLINK => 1);
	my $r = run({}, 'sh', '-c', 'cd "$1" && exec named-compilezone -q -i none -k ignore -m ignore -M ignore -n ignore '
			. '-r ignore -S ignore -T ignore -s full -o "$2" "$4" "$3"', 'sh', $dir, $text, $file, $origin);
	return undef if $r->{exit} != 0 || -z $text;
	return generic($program, $dir, $text, $origin);
}

sub octets { return generic(@_) }

1;
