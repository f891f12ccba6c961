#!/usr/bin/perl
# The simulator of Cloudflare: batches in one transaction, content or data.
use strict;
use warnings;
use lib 'tests/support';
use Ask;
use Sim qw(spew);
use SimControl qw(losses);
use JSON::PP;
use Test::More;

my $dir = File::Temp->newdir;
my ($true, $false, $null) = (JSON::PP::true, JSON::PP::false, undef);
my %a = (type => 'A', name => 'n.a.example', content => '192.0.2.1', ttl => 60);
spew("$dir/data.json", encode_json({credentials => {CLOUDFLARE_API_TOKEN => 't'}, batch_limit => 10,
	zones => [{id => 'z' x 32, name => 'a.example', records => [
		{id => 'host', %a, name => 'host.a.example', comment => 'c', tags => ['k:v'], newer => 1},
		{id => 'alias', type => 'CNAME', name => 'alias.a.example', content => 'b.example', ttl => 1},
		{id => 'mail', type => 'MX', name => 'a.example', content => 'b.example', priority => 10, ttl => 60,
			meta => {read_only => $true}},
		{id => 'srv', type => 'SRV', name => '_x._tcp.a.example', ttl => 60,
			data => {priority => 1, weight => 2, port => 3, target => 'b.example'}}]},
		{name => 'full.example', sim => {records => 120}}]}));
my $sim = Sim->start("cloudflare=$dir/data.json");
my $base = "$sim->{env}{ZONEFERRY_CLOUDFLARE_URL}/zones";
my $records = "$base/" . 'z' x 32 . '/dns_records';

headers();
is(status_is(403, 'no token', 'GET', $base)->{errors}[0]{code}, 10000, 'its code');
headers(Authorization => 'Bearer t');

subtest reading => sub {
	my $list = status_is(200, 'zones', 'GET', "$base?page=1&per_page=50");
	is_deeply([map { $_->{name} } @{$list->{result}}], ['a.example', 'full.example'], 'all');
	ok(!exists $list->{result}[0]{records}, 'without records');
	$list = status_is(200, 'one by name', 'GET', "$base?name=full.example");
	my $full = $list->{result}[0]{id};
	like($full, qr/^[0-9a-f]{32}$/, 'its id');
	$list = status_is(200, 'records', 'GET', "$base/$full/dns_records?page=3&per_page=50");
	is_deeply([@{$list->{result_info}}{qw(page count total_count total_pages)}], [3, 20, 120, 3], 'a page');
	is(scalar @{$list->{result}}, 20, 'of them');
	is_deeply([$list->{success}, $list->{errors}], [$true, []], 'success');
	my $srv = status_is(200, 'one', 'GET', "$records/srv")->{result};
	is_deeply([@$srv{qw(content priority proxied ttl)}], ['2 3 b.example', 1, $false, 60], 'made of data');
	is(status_is(404, 'none', 'GET', "$records/none")->{errors}[0]{code}, 81044, 'its code');
	is(status_is(404, 'no zone', 'GET', "$base/none")->{errors}[0]{code}, 7003, 'its code');
	status_is(400, 'page out of range', 'GET', "$base?page=0");
};

sub created { return status_is(200, $_[0], 'POST', $records, $_[1])->{result} }

sub refused {
	my ($what, $code, $body, @call) = @_;
	my $e = status_is($code == 81044 ? 404 : 400, $what, @call ? @call : ('POST', $records), $body);
	return is_deeply([$e->{success}, $e->{errors}[0]{code}, $e->{result}], [$false, $code, undef],
		"$what: the form of the error");
}

subtest create => sub {
	like(created('A', \%a)->{id}, qr/^[0-9a-f]{32}$/, 'its id');
	created('another', {%a, content => '192.0.2.2', comment => $null});
	is(created('proxied', {%a, name => 'p.a.example', proxied => $true})->{ttl}, 1, 'automatic');
	created('TXT', {%a, type => 'TXT', content => '"a" "b"'});
	is(created('TXT without quotes', {%a, type => 'TXT', content => 'a b'})->{content}, 'a b', 'as it came');
	created('null MX', {%a, type => 'MX', name => 'no.a.example', content => '.', priority => 0});
	my %d = (name => 'd.a.example', ttl => 1);
	for (['CAA', {flags => 0, tag => 'issue', value => 'ca'}, '0 issue "ca"'],
		['HTTPS', {priority => 1, target => '.', value => 'alpn="h2"'}, '1 . alpn="h2"'],
		['TLSA', {usage => 3, selector => 1, matching_type => 1, certificate => '00ff'}, '3 1 1 00ff'],
		['NAPTR', {order => 1, preference => 2, flags => 'S', service => 'x', regex => '', replacement => '.'},
			'1 2 "S" "x" "" .'],
		['LOC', {lat_degrees => 1, lat_minutes => 2, lat_seconds => 3.5, lat_direction => 'N',
			long_degrees => 4, long_minutes => 5, long_seconds => 6, long_direction => 'E', altitude => -7,
			size => 8, precision_horz => 9, precision_vert => 10}, '1 2 3.5 N 4 5 6 E -7m 8m 9m 10m']) {
		my ($type, $data, $content) = @$_;
		is(created($type, {%d, type => $type, data => $data})->{content}, $content, 'made of data');
	}
	created('URI', {%d, type => 'URI', priority => 1, data => {weight => 2, target => 'https://b/'}});
	created('NS', {%a, type => 'NS', name => 'sub.a.example', content => 'ns.b.example'});
	created('DS beside it', {name => 'sub.a.example', ttl => 60, type => 'DS',
		data => {key_tag => 1, algorithm => 13, digest_type => 2, digest => '00'}});

	refused("unknown or read-only: $_", 1004, {%a, $_ => 1})
		for qw(id meta proxiable created_on modified_on locked unknown);
	refused('no TTL', 1004, {type => 'A', name => 'n.a.example', content => '192.0.2.9'});
	refused('TTL of 59', 9021, {%a, ttl => 59});
	refused('TTL above a day', 1004, {%a, ttl => 86401});
	refused("type $_", 1004, {%a, type => $_}) for qw(SOA SPF);
	refused('relative name', 9000, {%a, name => 'n'});
	refused('name of another zone', 9000, {%a, name => 'na.example'});
	refused('final dot of a name', 9000, {%a, name => 'n.a.example.'});
	refused('final dot of a target', 9005, {%a, type => 'CNAME', name => 'x.a.example', content => 'b.example.'});
	refused('no address', 9005, {%a, content => 'b.example'});
	refused('empty TXT', 9005, {%a, type => 'TXT', content => ''});
	refused('long TXT', 9005, {%a, type => 'TXT', content => '"' . 'x' x 2047 . '"'});
	refused('open quote', 9005, {%a, type => 'TXT', content => '"a'});
	refused('MX without priority', 9100, {%a, type => 'MX', content => 'b.example'});
	refused('A with priority', 1004, {%a, priority => 1});
	refused('A by data', 1004, {%a, data => {}});
	refused('CAA by content', 1004, {%d, type => 'CAA', content => '0 issue "ca"'});
	refused('CAA without a member', 1004, {%d, type => 'CAA', data => {flags => 0, tag => 'issue'}});
	refused('CAA with another', 1004,
		{%d, type => 'CAA', data => {flags => 0, tag => 'issue', value => 'x', more => 1}});
	refused('SRV with text for a number', 1004,
		{%d, type => 'SRV', data => {priority => '1', weight => 2, port => 3, target => 'b.example'}});
	refused('proxied TXT', 9004, {%a, type => 'TXT', content => '"p"', proxied => $true});
	refused('NS of the apex', 9007, {%a, type => 'NS', name => 'a.example', content => 'ns.b.example'});
	refused('duplicate', 81058, \%a);
	refused('beside a CNAME', 81053, {%a, name => 'alias.a.example'});
	refused('CNAME beside addresses', 81053, {%a, type => 'CNAME', content => 'b.example'});
	refused('second CNAME', 81053, {%a, type => 'CNAME', name => 'alias.a.example', content => 'c.example'});
	refused('beside NS', 81056, {%a, name => 'sub.a.example'});
};

subtest change => sub {
	my @host = ('PUT', "$records/host");
	my $patched = status_is(200, 'patch', 'PATCH', "$records/host", {ttl => 120})->{result};
	is_deeply([@$patched{qw(id ttl content comment newer)}, @{$patched->{tags}}],
		['host', 120, '192.0.2.1', 'c', 1, 'k:v'], 'the rest stays');
	refused('patch of a read-only member', 1004, {meta => {}}, 'PATCH', "$records/host");
	my $put = status_is(200, 'put', @host, {%a, name => 'host.a.example', newer => 2})->{result};
	is_deeply([@$put{qw(id ttl comment newer)}], ['host', 60, undef, 2], 'as a whole');
	refused('put of a part', 1004, {ttl => 60}, @host);
	refused('put with the id', 1004, {%a, id => 'host'}, @host);
	refused('put into a duplicate', 81058, \%a, @host);
	status_is(200, 'put of the same', @host, {%a, name => 'host.a.example'});
	status_is(200, 'patch of data', 'PATCH', "$records/srv",
		{data => {priority => 9, weight => 2, port => 3, target => 'b.example'}});
	is(status_is(200, 'read', 'GET', "$records/srv")->{result}{priority}, 9, 'content follows');
	refused('put of none', 81044, \%a, 'PUT', "$records/none");
	refused('delete of what another product keeps', 1043, undef, 'DELETE', "$records/mail");
	is_deeply(status_is(200, 'delete', 'DELETE', "$records/srv")->{result}, {id => 'srv'}, 'its id');
	refused('delete again', 81044, undef, 'DELETE', "$records/srv");
};

subtest batch => sub {
	my @batch = ('POST', "$records/batch");
	$sim->set_zone('cloudflare', 'a.example', [map { {%a, id => "r$_", content => "192.0.2.$_"} } 1 .. 4]);
	my $contents = sub { join ' ', sort map { $_->{content} } $sim->get_zone('cloudflare', 'a.example') };
	my $r = status_is(200, 'all four', @batch, {
		posts => [{%a, content => '192.0.2.1'}, {%a, content => '192.0.2.9'}],
		puts => [{%a, id => 'r2', content => '192.0.2.3'}],
		patches => [{id => 'r3', content => '192.0.2.8'}],
		deletes => [{id => 'r1'}]})->{result};
	is($contents->(), '192.0.2.1 192.0.2.3 192.0.2.4 192.0.2.8 192.0.2.9', 'deletes, patches, puts, posts');
	is_deeply([map { $r->{deletes}[0]{$_} } qw(id content)], ['r1', '192.0.2.1'], 'what is gone');
	is_deeply([map { $_->{content} } @{$r->{posts}}], ['192.0.2.1', '192.0.2.9'], 'what is new, in its order');
	isnt($r->{posts}[0]{id}, 'r1', 'with a new id');
	my $before = $contents->();
	refused('the last one fails', 81058,
		{deletes => [{id => 'r2'}], posts => [{%a, content => '192.0.2.7'}, {%a, content => '192.0.2.4'}]}, @batch);
	is($contents->(), $before, 'nothing is done');
	refused('twice deleted', 81044, {deletes => [{id => 'r2'}, {id => 'r2'}]}, @batch);
	refused('more than an id', 1004, {deletes => [{id => 'r2', type => 'A'}]}, @batch);
	refused('no id', 81044, {patches => [{ttl => 60}]}, @batch);
	refused('empty', 1004, {posts => []}, @batch);
	refused('unknown part', 1004, {creates => []}, @batch);
	refused('too many', 1004, {posts => [map { {%a, content => "192.0.2.1$_"} } 0 .. 10]}, @batch);
	is($contents->(), $before, 'nothing is done');
	my @states = $sim->states('cloudflare', 'a.example');
	is(scalar @states, 9, 'a state for each call');
	is_deeply([losses('cloudflare', @states)], [], 'nothing is lost');
};

subtest exported => sub {
	$sim->set_zone('cloudflare', 'a.example', [\%a, {%a, type => 'TXT', content => '"a" "b"'},
		{name => 'd.a.example', ttl => 1, type => 'CAA', data => {flags => 0, tag => 'issue', value => 'ca'}},
		{name => '_x._tcp.a.example', ttl => 60, type => 'SRV',
			data => {priority => 1, weight => 2, port => 3, target => 'b.example'}}]);
	my $r = $sim->zoneferry('export', 'cloudflare:a.example');
	is("$r->{exit} $r->{err}", '0 ', 'the program reads it');
	like($r->{out}, qr/\bIN $_$/m, $_) for 'A +192\.0\.2\.1', 'TXT +"a" "b"', 'SRV +1 2 3 b\.example\.';
	like($r->{out}, qr/^d +300 IN CAA +0 issue "ca"/m, 'automatic TTL');
};

done_testing;
