#!/usr/bin/perl
# The simulators themselves: what they give and refuse, by the rules of the APIs' documentation.
use strict;
use warnings;
use lib 'tests/support';
use Ask;
use Sim qw(spew);
use HTTP::Tiny;
use JSON::PP;
use Test::More;

my $dir = File::Temp->newdir;
my $sim = Sim->start(map { "$_=testdata/sim/$_.json" } qw(bunny sdpf hostup));
my %env = %{$sim->{env}};
my $http = HTTP::Tiny->new(timeout => 10);

subtest bunny => sub {
	my $base = $env{ZONEFERRY_BUNNY_URL};
	headers();
	is(status_is(401, 'no key', 'GET', "$base/dnszone?page=1&perPage=100")->{Message},
		'Authorization has been denied for this request.', 'its message');
	headers(AccessKey => $env{BUNNY_API_KEY});
	my $list = status_is(200, 'zones', 'GET', "$base/dnszone?page=1&perPage=5");
	is(scalar @{$list->{Items}}, 5, 'a page of five');
	ok($list->{HasMoreItems}, 'and more to come');
	$list = status_is(200, 'search', 'GET', "$base/dnszone?page=1&perPage=1000&search=example.com");
	is_deeply([map { $_->{Domain} } @{$list->{Items}}], ['my-example.com', 'example.com'],
		'search finds parts of names');
	ok(!$list->{HasMoreItems}, 'and that is all');
	status_is(400, 'perPage below 5', 'GET', "$base/dnszone?page=1&perPage=4");
	status_is(400, 'page 0', 'GET', "$base/dnszone?page=0&perPage=5");
	status_is(400, 'unknown parameter', 'GET', "$base/dnszone?pages=1");
	status_is(400, 'parameter twice', 'GET', "$base/dnszone?page=1&page=1");
	status_is(405, 'wrong method', 'PATCH', "$base/dnszone");
	status_is(404, 'wrong path', 'GET', "$base/zones");
	is(status_is(404, 'no such zone', 'GET', "$base/dnszone/1")->{ErrorKey},
		'dnszone.zone.not_found', 'its key');
	my $id = $list->{Items}[1]{Id};
	my $zone = status_is(200, 'zone', 'GET', "$base/dnszone/$id");
	is(scalar @{$zone->{Records}}, 34, 'with its records');
	is_deeply([sort keys %{$zone->{Records}[0]}], [sort qw(Id Type Ttl Value Name Weight Priority
		Port Flags Tag Accelerated AcceleratedPullZoneId LinkName IPGeoLocationInfo GeolocationInfo
		MonitorStatus MonitorType GeolocationLatitude GeolocationLongitude EnviromentalVariables
		LatencyZone SmartRoutingType Disabled Comment AutoSslIssuance AccelerationStatus)],
		'a record has all members');
	my $page = status_is(200, 'records', 'GET', "$base/dnszone/$id/records?page=2&perPage=20");
	is(scalar @{$page->{Items}}, 14, 'second page of records');
	is($page->{TotalItems}, 34, 'total');

	my $made = status_is(201, 'create', 'PUT', "$base/dnszone/$id/records",
		{Type => 4, Name => '', Value => 'mx3.example.net', Priority => 30, Ttl => 60});
	is($made->{Weight}, 0, 'defaults are filled in');
	status_is(204, 'update', 'POST', "$base/dnszone/$id/records/$made->{Id}",
		{Type => 3, Value => 'mx4.example.net'});
	$zone = status_is(200, 'zone again', 'GET', "$base/dnszone/$id");
	my ($kept) = grep { $_->{Id} == $made->{Id} } @{$zone->{Records}};
	is($kept->{Value}, 'mx4.example.net', 'value changed');
	is($kept->{Type}, 4, 'type did not');
	is($kept->{Priority}, 30, 'nor what was not named');
	status_is(204, 'delete', 'DELETE', "$base/dnszone/$id/records/$made->{Id}");
	status_is(404, 'delete again', 'DELETE', "$base/dnszone/$id/records/$made->{Id}");
	status_is(400, 'TXT too long', 'PUT', "$base/dnszone/$id/records",
		{Type => 3, Name => 't', Value => 'x' x 4001});
	status_is(400, 'apex NS', 'PUT', "$base/dnszone/$id/records",
		{Type => 12, Name => '', Value => 'ns.example.net'});
	status_is(400, 'unknown member', 'PUT', "$base/dnszone/$id/records",
		{Type => 0, Name => 'a', Value => '192.0.2.1', TTL2 => 1});
	status_is(400, 'no JSON', 'PUT', "$base/dnszone/$id/records", '{"Type":');
	my $new = status_is(201, 'create zone', 'POST', "$base/dnszone", {Domain => 'new.example'});
	status_is(400, 'create it again', 'POST', "$base/dnszone", {Domain => 'new.example'});
	status_is(200, 'settings', 'POST', "$base/dnszone/$new->{Id}", {SoaEmail => 'a@b.example'});
	is(status_is(200, 'read', 'GET', "$base/dnszone/$new->{Id}")->{SoaEmail}, 'a@b.example', 'kept');
	status_is(204, 'delete zone', 'DELETE', "$base/dnszone/$new->{Id}");

	my (undef, $text) = call('GET', "$base/dnszone/$id/export");
	like($text, qr/^example\.com\.\tIN\t1h\tMX\t10\tmail\.example\.com$/m, 'export: MX');
	unlike($text, qr/SRV/, 'export leaves SRV out');
	my $xyz = 716775;
	status_is(404, 'no scan yet', 'GET', "$base/dnszone/$xyz/records/scan");
	status_is(400, 'scan of both', 'POST', "$base/dnszone/records/scan",
		{ZoneId => $xyz, Domain => 'example.xyz'});
	my $job = status_is(200, 'scan', 'POST', "$base/dnszone/records/scan", {ZoneId => $xyz});
	my @states;
	for (1 .. 3) {
		my (undef, $scan) = call('GET', "$base/dnszone/$xyz/records/scan");
		is($scan->{JobId}, $job->{JobId}, 'of this job');
		push @states, $scan->{Status}, scalar @{$scan->{Records}};
	}
	is_deeply(\@states, [0, 0, 1, 0, 2, 7], 'pending, in progress, completed');
};

subtest sdpf => sub {
	my $keystone = $env{SDPF_AUTH_URL};
	headers();
	my $login = {auth => {identity => {methods => ['password'], password => {user => {
		domain => {id => 'default'}, name => $env{SDPF_API_KEY},
		password => $env{SDPF_API_SECRET}}}}, scope => {project => {id => $env{SDPF_TENANT_ID}}}}};
	my ($status, $answer, $h) = call('POST', "$keystone/v3/auth/tokens", $login);
	is($status, 201, 'login');
	my ($dns) = map { $_->{url} } grep { $_->{interface} eq 'public' && $_->{region} eq 'jp1' }
		map { @{$_->{endpoints}} } grep { $_->{type} eq 'dns' } @{$answer->{token}{catalog}};
	is($dns, $env{ZONEFERRY_SDPF_URL}, 'endpoint from the catalogue');
	$login->{auth}{scope}{project}{id} = 'other';
	status_is(401, 'wrong tenant', 'POST', "$keystone/v3/auth/tokens", $login);
	is(status_is(401, 'no token', 'GET', "$dns/v2/zones")->{error}{message}, 'E2001 Invalid token.',
		'its message');
	headers('X-Auth-Token' => $h->{'x-subject-token'});
	my $list = status_is(200, 'zones', 'GET', "$dns/v2/zones?limit=2");
	is(scalar @{$list->{zones}}, 2, 'a page');
	my $second = status_is(200, 'next', 'GET', $list->{links}{next});
	isnt($second->{zones}[0]{id}, $list->{zones}[1]{id}, 'of other zones');
	status_is(400, 'limit 501', 'GET', "$dns/v2/zones?limit=501");
	status_is(400, 'marker is no id', 'GET', "$dns/v2/zones?marker=2");
	$list = status_is(200, 'filter', 'GET', "$dns/v2/zones?domain_name=example.uk.");
	my $id = $list->{zones}[0]{id};
	is($id, 'fbe8562b-66a5-4071-b4c2-250487d15a81', 'the zone');
	ok(!exists $list->{zones}[0]{recordsets}, 'without recordsets');
	my $sets = "$dns/v2/zones/$id/recordsets";
	my $read = status_is(200, 'recordsets', 'GET', "$sets?limit=500");
	is_deeply([map { scalar @{$_->{records}} } @{$read->{recordsets}}], [1, 1, 1, 1, 1],
		'one value each');
	is($read->{metadata}{total_count}, 5, 'total');
	my $made = status_is(202, 'create', 'POST', $sets, {name => 'n.example.uk.', type => 'A',
		ttl => 60, records => ['192.0.2.1', '192.0.2.2']});
	is(scalar @{$made->{recordsets}}, 2, 'two values, two recordsets');
	my $one = $made->{recordsets}[0]{id};
	is(status_is(202, 'update', 'PUT', "$sets/$one", {ttl => 61})->{records}, '192.0.2.1',
		'records is a string in the answer');
	is(status_is(200, 'read', 'GET', "$sets/$one")->{ttl}, 61, 'changed');
	like(status_is(400, 'nothing to change', 'PUT', "$sets/$one", {description => 'x'})
		->{error}{message}, qr/^E2044 /, 'its code');
	status_is(400, 'TTL above a day', 'POST', $sets,
		{name => 'n.example.uk.', type => 'A', ttl => 86401, records => ['192.0.2.3']});
	status_is(400, 'no CAA here', 'POST', $sets,
		{name => 'n.example.uk.', type => 'CAA', ttl => 60, records => ['0 issue "ca.example"']});
	status_is(409, 'CNAME beside others', 'POST', $sets,
		{name => 'n.example.uk.', type => 'CNAME', ttl => 60, records => ['a.example.']});
	like(status_is(400, 'out of zone', 'POST', $sets,
		{name => 'n.example.org.', type => 'A', ttl => 60, records => ['192.0.2.3']})
		->{error}{message}, qr/^E2015 /, 'its code');
	status_is(204, 'bulk delete', 'DELETE', $sets,
		{id => [map { $_->{id} } @{$made->{recordsets}}]});
	status_is(404, 'gone', 'GET', "$sets/$one");
	my ($soa) = grep { $_->{type} eq 'SOA' } @{$read->{recordsets}};
	like(status_is(403, 'default SOA', 'DELETE', "$sets/$soa->{id}")->{error}{message},
		qr/^E2063 /, 'its code');
	my $zone = status_is(202, 'create zone', 'POST', "$dns/v2/zones", {name => 'new.example.'});
	is($zone->{status}, 'CREATING', 'in creation');
	status_is(400, 'no final dot', 'POST', "$dns/v2/zones", {name => 'new2.example'});
	status_is(202, 'delete zone', 'DELETE', "$dns/v2/zones/$zone->{id}");
	status_is(404, 'zone gone', 'GET', "$dns/v2/zones/$zone->{id}");
};

subtest hostup => sub {
	my $base = $env{ZONEFERRY_HOSTUP_URL};
	headers(Authorization => 'Bearer wrong');
	is(status_is(401, 'wrong key', 'GET', "$base/dns-zones")->{code}, 'unauthorized', 'its code');
	headers(Authorization => "Bearer $env{HOSTUP_API_KEY}");
	my $list = status_is(200, 'zones', 'GET', "$base/dns-zones?limit=2");
	ok($list->{hasMore}, 'more');
	$list = status_is(200, 'next', 'GET', "$base/dns-zones?limit=1000&cursor=$list->{nextCursor}");
	is($list->{nextCursor}, undef, 'end');
	$list = status_is(200, 'name', 'GET', "$base/dns-zones?limit=1000&name=example.com");
	is(scalar @{$list->{data}}, 1, 'one of that very name');
	my $id = $list->{data}[0]{id};
	my $zone = status_is(200, 'records', 'GET', "$base/dns-zones/$id/records");
	is(scalar @{$zone->{records}}, 30, 'all at once');
	is((grep { $_->{type} eq 'SOA' } @{$zone->{records}}), 0, 'no SOA');
	my $records = "$base/dns-zones/$id/records";
	my $made = status_is(201, 'create', 'POST', $records,
		{type => 'A', name => 'lb', value => '192.0.2.23', ttl => 60});
	is($made->{name}, 'lb.example.com', 'full name');
	is($made->{warnings}[0]{code}, 'same_name_address_records', 'warning');
	is(status_is(200, 'replace', 'PUT', "$records/$made->{id}",
		{type => 'A', name => 'lb', value => '192.0.2.24', ttl => 60})->{value}, '192.0.2.24', 'value');
	ok(status_is(200, 'proxy', 'PATCH', "$records/$made->{id}", {proxied => JSON::PP::true})->{proxied},
		'proxied');
	status_is(204, 'delete', 'DELETE', "$records/$made->{id}");
	status_is(409, 'equal MX priority', 'POST', $records,
		{type => 'MX', name => '@', value => 'mx9.example.net', priority => 10});
	status_is(400, 'MX without priority', 'POST', $records,
		{type => 'MX', name => '@', value => 'mx9.example.net'});
	status_is(400, 'TTL below 60', 'POST', $records,
		{type => 'A', name => 'x', value => '192.0.2.1', ttl => 59});
	status_is(400, 'full name', 'POST', $records,
		{type => 'A', name => 'example.com', value => '192.0.2.1', ttl => 60});
	status_is(400, 'open quote', 'POST', $records, {type => 'TXT', name => 'x', value => 'a "b'});
	my ($many) = map { $_->{id} } @{(call('GET', "$base/dns-zones?limit=9&name=many.example"))[1]{data}};
	$zone = status_is(200, 'many', 'GET', "$base/dns-zones/$many/records?type=A&name=h0001");
	ok($zone->{zone}{exceedsLiveRecordLimit}, 'too many to be live');
	is($zone->{zone}{recordCount}, 1, 'shown');
	is($zone->{zone}{totalRecordCount}, 306, 'of all');
	my ($domain) = @{(call('GET', "$base/domains?name=example.com"))[1]{data}};
	my $dns = status_is(200, 'domain', 'GET', "$base/domains/$domain->{id}/dns?includeSystem=true");
	is((grep { $_->{type} eq 'SOA' } @{$dns->{records}}), 1, 'system records');
};

subtest faults => sub {
	spew("$dir/faults.json", encode_json({credentials => {BUNNY_API_KEY => 'k'},
		zones => [{Id => 1, Domain => 'a.example', sim => {records => 12}}],
		faults => [
			{zone => 'a.example', at => 'zone', first => 2, count => 1, status => 429,
				headers => {'Retry-After' => '7'}, json => {Message => 'slow down'}},
			{zone => 'a.example', at => 'zone', first => 3, count => 1, cut => 100},
			{zone => 'a.example', at => 'zone', first => 4, count => 2, stop => 100},
			{zone => 'a.example', at => 'zone', first => 6, count => 1, pad => 60000},
			{zone => 'a.example', at => 'records', count => 3, page => 'repeat'},
			{zone => 'a.example', at => 'records', first => 4, count => 1, page => 'shrink'},
			{zone => 'a.example', at => 'zones', page => 'empty'}]}));
	my $faulty = Sim->start("bunny=$dir/faults.json");
	my $base = $faulty->{env}{ZONEFERRY_BUNNY_URL};
	headers(AccessKey => 'k');
	my $ask = sub { $http->get("$base/dnszone/1", {headers => {Accept => 'application/json', AccessKey => 'k'}}) };
	is($ask->()->{status}, 200, 'the first request passes');
	my $r = $ask->();
	is("$r->{status} $r->{headers}{'retry-after'}", '429 7', 'the second is throttled');
	is(length $ask->()->{content}, 100, 'cut');
	is($ask->()->{status}, 599, 'connection ended'); # the client asks twice
	like($ask->()->{content}, qr/ {60000}\z/, 'padded');
	my $page = sub {
		my (undef, $json) = call('GET', "$base/dnszone/1/records?page=$_[0]&perPage=5");
		return join ' ', map { $_->{Name} } @{$json->{Items}};
	};
	is($page->($_), 'h0000 h0001 h0002 h0003 h0004', "page $_ repeats") for 1 .. 3;
	is($page->(1), 'h0000 h0001 h0002 h0003 h0004', 'page 1');
	is($page->(2), 'h0006 h0007 h0008 h0009 h0010', 'page 2 of what is left');
	is(scalar @{status_is(200, 'zones', 'GET', "$base/dnszone?page=1&perPage=5&search=a.example")
		->{Items}}, 0, 'as if there were none');
	is(scalar $faulty->log(qr{^bunny GET /dnszone/1 }), 6, 'the log counts');
	like(($faulty->log)[0], qr/^bunny GET \/dnszone\/1 200 .*\bAccessKey\b/i, 'and names headers');
	is($faulty->stop, 0, 'ends well');
};

subtest script => sub {
	spew("$dir/script.json", encode_json({routes => [
		{path => '/n', answers => [{status => 503, body => 'first'}, {json => {n => '{n}'}}]},
		{path => '/raw', answers => [{raw => ["HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n",
			{hex => '00ff'}, {repeat => ['a', {wait_ms => 1}], times => 2}], then => 'close'}]},
		{path => '/moved', answers => [{status => 302,
			headers => {Location => 'http://127.0.0.1:{port:other}/{header:x-echo}'}}]},
		{path => '/reset', answers => [{raw => 'HTTP/1.1 200 OK', then => 'reset'}]}]}));
	spew("$dir/other.json", encode_json({answers => [{body => 'other'}]}));
	my $server = Sim->start("faulty=$dir/script.json", "other=$dir/other.json");
	my $base = $server->{env}{FAULTY_URL};
	is($http->get("$base/n")->{status}, 503, 'first answer');
	is($http->get("$base/n")->{content}, '{"n":"2"}', 'second, with its number');
	is($http->get("$base/n")->{content}, '{"n":"3"}', 'the last one stays');
	like($http->get("$base/raw")->{content}, qr/Unexpected end of stream/, 'raw, cut');
	my $moved = HTTP::Tiny->new(max_redirect => 0)->get("$base/moved", {headers => {'X-Echo' => 'e'}});
	is($moved->{headers}{location}, "$server->{env}{OTHER_URL}/e", 'other port, echoed header');
	is($http->get("$base/reset")->{status}, 599, 'reset');
	is($http->get("$base/none")->{status}, 404, 'no route');
};

is($sim->stop, 0, 'the simulators end well');
my $bad = Sim::run({}, Sim::sim(), "bunny=$dir/none.json");
is($bad->{exit}, 2, 'no data, no simulator');
done_testing;
