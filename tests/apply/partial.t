#!/usr/bin/perl
# A zone of which a record was not understood is no source and no target, unless --partial says so.
use strict;
use warnings;
use lib 'tests/support';
use JSON::PP;
use Sim qw(slurp spew);
use SimControl;
use Test::More;

my $dir = File::Temp->newdir;
spew("$dir/data.json", encode_json({
	credentials => {AWS_ACCESS_KEY_ID => 'k', AWS_SECRET_ACCESS_KEY => 's'}, zones => [
		{Name => 'a.example.', Id => 'Z1', ResourceRecordSets => [
			{Name => 'host.a.example', Type => 'A', TTL => 60, ResourceRecords => ['192.0.2.1']},
			{Name => 'odd.a.example', Type => 'A', TTL => 60, ResourceRecords => ['192.0.2.300']}]}]}));
my $sim = Sim->start("route53=$dir/data.json");
my $file = "$dir/a.example.zone";

sub zoneferry { return $sim->zoneferry(@_) }
sub sync { return zoneferry('sync', '--state', "$dir/state", '--apply', @_) }
sub zone { return [$sim->get_zone('route53', 'a.example')] }

my $r = zoneferry('export', 'route53:a.example', '-o', $file);
is $r->{exit}, 4, 'exported but for one' or diag $r->{out};
like slurp($file), qr/^;\@route53 .*192\.0\.2\.300/m, 'which is kept';
my $text = slurp($file);

my $before = zone();
spew($file, $text =~ s/192\.0\.2\.1$/192.0.2.2/mr);
$r = sync($file, 'route53:a.example');
is $r->{exit}, 2, 'no target';
like $r->{out}, qr/of the target's records 1 record was not understood; --partial leaves it out$/m, 'and why' or diag $r->{out};
is_deeply zone(), $before, 'nothing is written';

$r = sync('--partial', $file, 'route53:a.example');
is $r->{exit}, 0, 'asked for' or diag $r->{out}, $r->{err};
my %after = map { $_->{Name} => $_->{ResourceRecords} } @{zone()};
is_deeply $after{'host.a.example.'}, ['192.0.2.2'], 'the others are written';
is_deeply $after{'odd.a.example.'}, ['192.0.2.300'], 'it is left alone';

my $copy = "$dir/copy.zone";
spew($copy, $text);
$r = sync('route53:a.example', $copy);
is $r->{exit}, 2, 'no source';
like $r->{out}, qr/of the source's records 1 record was not understood; --partial/, 'and why' or diag $r->{out};
is slurp($copy), $text, 'nothing is written';
$r = sync('--partial', 'route53:a.example', $copy);
is $r->{exit}, 0, 'asked for' or diag $r->{out}, $r->{err};
like slurp($copy), qr/^host .*192\.0\.2\.2$/m, 'the others are written';

done_testing;
