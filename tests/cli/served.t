#!/usr/bin/perl
# What a provider serves without a record that DNS knows is never left out of a comparison unsaid.
use strict;
use warnings;
use lib 'tests/support';
use File::Temp 'tempdir';
use JSON::PP;
use Sim qw(run spew zf);
use Test::More;

my $dir = tempdir(CLEANUP => 1);
my $records = <<'END';
$ORIGIN example.com.
@ 3600 IN SOA ns1.example.net. h.example.net. 1 7200 3600 1209600 3600
@ 3600 IN NS ns1.example.net.
www 300 IN A 192.0.2.1
END
my $kept = <<'END';
;@route53 {"AliasTarget":{"DNSName":"lb.example.net."},"Name":"example.com.","Type":"A"}
;@powerdns {"name":"lua.example.com.","records":[{"content":"AAAA \"x\"","disabled":false}],"ttl":60,"type":"LUA"}
;@powerdns {"name":"off.example.com.","records":[{"content":"192.0.2.9","disabled":true}],"ttl":60,"type":"A"}
;@bunny {"Disabled":true,"Name":"off2","Ttl":300,"Type":0,"Value":"192.0.2.66"}
;@bunny {"Name":"blog","Ttl":300,"Type":5,"Value":"https://www.example.com/"}
;@powerdns {"name":"www.elsewhere.example.","records":[{"content":"192.0.2.9"}],"ttl":60,"type":"A"}
;@nobody {"x":1}
END
spew("$dir/kept.zone", $records . $kept);
spew("$dir/plain.zone", $records);
spew("$dir/records.zone", "${records}@ 300 IN A 192.0.2.7\n");

sub zoneferry { return run({HOME => $dir, XDG_CONFIG_HOME => $dir}, zf(), @_) }

my $r = zoneferry('compare', "$dir/kept.zone", "$dir/plain.zone");
is $r->{exit}, 1, 'a server that lacks an alias does not agree';
like $r->{out}, qr/^\Q$_\E: can't be compared$/m, $_
	for 'example.com. A', 'lua.example.com. AAAA', 'blog.example.com. A', 'blog.example.com. AAAA';
unlike $r->{out}, qr/off|elsewhere/, 'what is disabled or elsewhere is not served';
like $r->{out}, qr/3 agree, 0 differ, 4 can't be compared$/m, 'in the summary';

$r = zoneferry('compare', "$dir/kept.zone", "$dir/records.zone", "$dir/plain.zone");
like $r->{out}, qr/^example\.com\. A: no majority\n  .*kept\.zone: serves what has no DNS form here$/m,
	'others are compared without it' or diag $r->{out};

$r = zoneferry('compare', "$dir/kept.zone", "$dir/kept.zone");
is $r->{exit}, 0, 'the very same is equal' or diag $r->{out};

$r = zoneferry('compare', '-f', 'json', "$dir/kept.zone", "$dir/plain.zone");
my $json = decode_json($r->{out});
ok !$json->{equal}, 'JSON: not equal';
is_deeply [map { $_->{not_compared} } grep { $_->{type} eq 'A' && $_->{name} eq 'example.com.' }
	@{$json->{rrsets}}], [[0]], 'and which location';

$r = zoneferry('compare', '--only', 'MX', "$dir/kept.zone", "$dir/plain.zone");
is $r->{exit}, 0, 'types that are not asked for are no matter' or diag $r->{out};

$r = zoneferry('export', "$dir/kept.zone");
is $r->{exit}, 0, 'export';
like $r->{err}, qr/^zoneferry: .*kept\.zone: served, but without a DNS form here: \@ A, blog A AAAA, lua AAAA$/m,
	'names them once';

$r = zoneferry('diff', '--ignore', 'meta', "$dir/kept.zone", "$dir/plain.zone");
is $r->{exit}, 0, 'diff --ignore meta';
like $r->{out}, qr/no DNS record differs; 7 annotations or provider records differ and are left out$/m, 'says what it left out';
unlike $r->{out}, qr/no differences/, 'and not that there is nothing';
done_testing;
