#!/usr/bin/perl
# Several sets of one name and type, of which one is answered: records that are read, and never written.
use strict;
use warnings;
use lib 'tests/support';
use JSON::PP;
use Sim qw(slurp spew);
use SimControl;
use Test::More;

my $dir = File::Temp->newdir;
my @sets = map { {Name => 'w.a.example', Type => 'A', SetIdentifier => "s$_", Weight => $_, TTL => 60,
	ResourceRecords => ["192.0.2.$_"]} } 1, 2;
push @sets, map { {Name => 'c.a.example', Type => 'CNAME', SetIdentifier => "s$_", Weight => $_, TTL => 60,
	ResourceRecords => ["host$_.example.net."]} } 1, 2;
my $sim;

sub restart {
	spew("$dir/data.json", encode_json({
		credentials => {AWS_ACCESS_KEY_ID => 'k', AWS_SECRET_ACCESS_KEY => 's'}, zones => [
			{Name => 'a.example.', Id => 'Z1', ResourceRecordSets => [
				{Name => 'host.a.example', Type => 'A', TTL => 60, ResourceRecords => ['192.0.2.1']}, @_]}]}));
	$sim = Sim->start("route53=$dir/data.json");
}

sub zoneferry { return $sim->zoneferry(@_) }
sub sync_to { return zoneferry('sync', '--state', "$dir/state", @_) }

restart(@sets);
my $r = zoneferry('export', 'route53:a.example', '-o', "$dir/a.example.zone");
is $r->{exit}, 0, 'export' or diag $r->{err};
my $text = slurp("$dir/a.example.zone");
like $text, qr/^w +60 IN A +192\.0\.2\.1 ;\@route53 \{"SetIdentifier":"s1","Weight":"1"\}$/m, 'a record for each set';
like $text, qr/^w +60 IN A +192\.0\.2\.2 ;\@route53 \{"SetIdentifier":"s2","Weight":"2"\}$/m, 'and the other';
unlike $text, qr/^c +60 IN CNAME/m, 'there is no zone with two aliases at a name';
is scalar(() = $text =~ /^;\@route53 .*"Type":"CNAME"/mg), 2, 'they are provider records';

$r = sync_to("$dir/a.example.zone", 'route53:a.example');
is $r->{exit}, 0, 'the plan right after an export is empty' or diag $r->{out}, $r->{err};

my $before = [$sim->get_zone('route53', 'a.example')];
spew("$dir/plain.zone", $text =~ s/^w +60 IN A +192\.0\.2\.2 .*\n//mr =~ s/^(host .*)192\.0\.2\.1$/${1}192.0.2.9/mr);
$r = sync_to('--origin', 'a.example', '--allow', 'last-apex-address', '--apply', "$dir/plain.zone", 'route53:a.example');
like $r->{out} . $r->{err}, qr/w\.a\.example.*A/, 'what is left alone is named' or diag $r->{out}, $r->{err};
sub key { return join ' ', map { $_ // '' } @{$_[0]}{qw(Name Type SetIdentifier)} }
my %after = map { key($_) => $_ } $sim->get_zone('route53', 'a.example');
my @kept = grep { $_->{SetIdentifier} } @$before;
is scalar @kept, 4, 'four sets';
is_deeply [@after{map { key($_) } @kept}], \@kept, 'are as they were';
is_deeply $after{key({Name => 'host.a.example.', Type => 'A'})}{ResourceRecords}, ['192.0.2.9'], 'and the rest is written';

# To a zone without them: one element can't be several sets.
restart();
$before = [$sim->get_zone('route53', 'a.example')];
$r = sync_to('--origin', 'a.example', '--apply', "$dir/a.example.zone", 'route53:a.example');
is $r->{exit}, 2, 'refused';
like $r->{err} . $r->{out}, qr/w\.a\.example\. A: what would be sent is not read back as the same record/, 'and why';
is_deeply [$sim->get_zone('route53', 'a.example')], $before, 'nothing is written';

# Neither is a single one, which would be answered to all.
spew("$dir/one.zone", $text =~ s/^w .* 192\.0\.2\.2 .*\n//mr);
$r = sync_to('--origin', 'a.example', '--apply', "$dir/one.zone", 'route53:a.example');
is $r->{exit}, 2, 'one set is refused';
is_deeply [$sim->get_zone('route53', 'a.example')], $before, 'nothing is written';

done_testing;
