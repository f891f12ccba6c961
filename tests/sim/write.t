#!/usr/bin/perl
# What the simulators take and refuse of writing calls, by the rules of the APIs' documentation.
use strict;
use warnings;
use lib 'tests/support';
use Ask;
use Sim qw(spew);
use JSON::PP;
use Test::More;

my $dir = File::Temp->newdir;
my ($true, $false, $null) = (JSON::PP::true, JSON::PP::false, undef);

# Starts the simulator of a provider with this data.
sub start {
	my ($provider, $data) = @_;
	spew("$dir/$provider.json", encode_json($data));
	return Sim->start("$provider=$dir/$provider.json");
}

subtest bunny => sub {
	my $sim = start('bunny', {credentials => {BUNNY_API_KEY => 'k'}, zones => [
		{Id => 7, Domain => 'a.example', Records => [
			{Id => 1, Type => 2, Name => 'alias', Value => 'b.example', Ttl => 60},
			{Id => 2, Type => 0, Name => 'host', Value => '192.0.2.1', Weight => 30, Newer => 'x',
				Comment => 'c', Ttl => 60}]},
		{Id => 8, Domain => 'full.example', sim => {records => 5000}}]});
	headers(AccessKey => 'k');
	my $zone = "$sim->{env}{ZONEFERRY_BUNNY_URL}/dnszone/7";
	my $record = sub { (grep { $_->{Id} == $_[0] } @{(call('GET', $zone))[1]{Records}})[0] };
	my $create = sub { status_is(201, $_[0], 'PUT', "$zone/records", $_[1]) };
	my $refused = sub {
		my ($what, $body, $field) = @_;
		my $e = status_is(400, $what, 'PUT', "$zone/records", $body);
		is("$e->{ErrorKey} $e->{Field}", "validation_error $field", "$what: the form of the error");
		like($e->{Message}, qr/\r\z/, "$what: the message's end");
	};
	my %a = (Type => 0, Name => 'n', Value => '192.0.2.2', Ttl => 60);

	my $one = $create->('A', \%a);
	is($one->{Weight}, 100, 'weight by default');
	my $two = $create->('the same again', {%a, PullZoneId => $null});
	isnt($two->{Id}, $one->{Id}, 'with an id of its own');
	$create->('other letter case of members', {type => 0, name => 'n', value => '192.0.2.3', ttl => 0});
	is($create->('final dot', {Type => 12, Name => 'sub', Value => 'ns.a.example.'})->{Value},
		'ns.a.example.', 'kept');
	$create->('null MX', {Type => 4, Name => 'no', Value => '.', Priority => 0});
	$create->('null SRV', {Type => 8, Name => '_x._tcp', Value => '.'});
	is($create->('TXT in quotes', {Type => 3, Name => 't', Value => '"a"'})->{Value}, '"a"',
		'they are data');
	$create->('long TXT', {Type => 3, Name => 't', Value => 'x' x 4000});
	$create->('CAA', {Type => 9, Name => '', Flags => 128, Tag => 'issue', Value => 'ca.example'});
	$create->('HTTPS', {Type => 14, Name => '', Priority => 1, Value => '. alpn=h2'});
	$create->('TLSA', {Type => 15, Name => '_443._tcp', Value => '3 1 1 00ff'});
	$create->('redirect', {Type => 5, Name => 'r', Value => 'https://b.example/'});
	is($create->('pull zone', {Type => 7, Name => 'p', PullZoneId => 5, Value => ''})->{LinkName}, '5',
		'shown as a link');
	$create->('CNAME beside MX at the apex', {Type => 2, Name => '', Value => 'b.example'});

	$refused->('unknown member', {%a, Unknown => 1}, 'Unknown');
	$refused->('member twice', '{"Type":0,"type":0,"Name":"n","Value":"192.0.2.2"}', 'Type');
	$refused->('id', {%a, Id => 5}, 'Id');
	$refused->("read-only $_", {%a, $_ => 0}, $_) for qw(AcceleratedPullZoneId LinkName
		IPGeoLocationInfo GeolocationInfo MonitorStatus AccelerationStatus);
	$refused->('no type', {Name => 'n', Value => '192.0.2.2'}, 'Type');
	$refused->('type as a word', {%a, Type => 'A'}, 'Type');
	$refused->('type SOA', {%a, Type => 16}, 'Type');
	$refused->('TTL as text', {%a, Ttl => '60'}, 'Ttl');
	$refused->('TTL below 0', {%a, Ttl => -1}, 'Ttl');
	$refused->('TTL above 31 bits', {%a, Ttl => 2147483648}, 'Ttl');
	$refused->('half a TTL', {%a, Ttl => 0.5}, 'Ttl');
	$refused->('weight of an address', {%a, Weight => 101}, 'Weight');
	$refused->('priority', {Type => 4, Name => 'm', Value => 'b.example', Priority => 65536}, 'Priority');
	$refused->('port', {Type => 8, Name => 'm', Value => 'b.example', Port => 65536}, 'Port');
	$refused->('flags', {Type => 9, Name => 'm', Value => 'b', Tag => 'issue', Flags => 256}, 'Flags');
	$refused->('CAA without tag', {Type => 9, Name => 'm', Value => 'b'}, 'Tag');
	$refused->('Disabled as a number', {%a, Disabled => 1}, 'Disabled');
	$refused->('final dot of a name', {%a, Name => 'n.a.example.'}, 'Name');
	$refused->('apex by @', {%a, Name => '@'}, 'Name');
	$refused->('long label', {%a, Name => 'x' x 64}, 'Name');
	$refused->('apex NS', {Type => 12, Name => '', Value => 'ns.b.example'}, 'Name');
	$refused->('no address', {%a, Value => '192.0.2.256'}, 'Value');
	$refused->('no IPv6 address', {%a, Type => 1}, 'Value');
	$refused->('no target', {Type => 4, Name => 'm', Value => ''}, 'Value');
	$refused->('MX whole', {Type => 4, Name => 'm', Value => '10 b.example'}, 'Value');
	$refused->('no TLSA', {Type => 15, Name => 'm', Value => '3 1 1 0'}, 'Value');
	$refused->('empty TXT', {Type => 3, Name => 't', Value => ''}, 'Value');
	$refused->('TXT too long', {Type => 3, Name => 't', Value => 'x' x 4001}, 'Value');
	$refused->('TXT not ASCII', {Type => 3, Name => 't', Value => "\x{e9}"}, 'Value');
	$refused->('unknown pull zone', {Type => 7, Name => 'p', Value => 'p'}, 'LinkName');
	$refused->('redirect to nowhere', {Type => 5, Name => 'r', Value => 'b.example'}, 'Value');
	$refused->('beside a CNAME', {%a, Name => 'Alias'}, 'Name');
	$refused->('CNAME beside others', {Type => 2, Name => 'n', Value => 'b.example'}, 'Name');
	$refused->('second CNAME', {Type => 2, Name => 'alias', Value => 'c.example'}, 'Name');
	$refused->('address beside the CNAME of the apex', {%a, Name => ''}, 'Name');
	is(status_is(415, 'body without its type', 'PUT', "$zone/records")->{ErrorKey},
		'simulator.refused', 'as the simulator says');

	status_is(204, 'update in part', 'POST', "$zone/records/2", {Value => '192.0.2.9', Type => 3});
	my $host = $record->(2);
	is_deeply([@$host{qw(Type Value Weight Comment Newer Ttl)}], [0, '192.0.2.9', 30, 'c', 'x', 60],
		'type ignored, the rest kept');
	status_is(204, 'update with all', 'POST', "$zone/records/2",
		{%a, Id => 2, Newer => 'y', Disabled => $true, EnviromentalVariables => []});
	is_deeply([@{$record->(2)}{qw(Id Name Newer Disabled)}], [2, 'n', 'y', $true], 'changed');
	status_is(204, 'empty update', 'POST', "$zone/records/2", {});
	is(status_is(400, 'update: read-only', 'POST', "$zone/records/2", {MonitorStatus => 0})->{Field},
		'MonitorStatus', 'named');
	status_is(400, 'update: unknown', 'POST', "$zone/records/2", {Newest => 0});
	status_is(400, 'update: other id', 'POST', "$zone/records/2", {Id => 3});
	status_is(400, 'update: bad value', 'POST', "$zone/records/2", {Value => 'b.example'});
	status_is(400, 'update: beside a CNAME', 'POST', "$zone/records/2", {Name => 'alias'});
	status_is(204, 'update of a CNAME itself', 'POST', "$zone/records/1", {Value => 'c.example'});
	my $e = status_is(404, 'update of none', 'POST', "$zone/records/99", {Ttl => 1});
	is("$e->{ErrorKey} $e->{Field}", 'dnszone.record.not_found RecordId', 'its form');
	is(status_is(204, 'delete', 'DELETE', "$zone/records/2"), '', 'without a body');
	is(status_is(404, 'delete again', 'DELETE', "$zone/records/2")->{ErrorKey},
		'dnszone.record.not_found', 'its key');
	is($record->(2), undef, 'gone');
	status_is(400, 'more than 5000', 'PUT', "$sim->{env}{ZONEFERRY_BUNNY_URL}/dnszone/8/records", \%a);
};

subtest hostup => sub {
	my $data = {credentials => {HOSTUP_API_KEY => 'k'}, zones => [
		{id => 'zone_a', name => 'a.example', records => [
			{type => 'CNAME', name => 'alias.a.example', value => 'b.example', ttl => 60},
			{type => 'MX', name => 'a.example', value => 'mx1.b.example', ttl => 60, priority => 10},
			{id => 'drr_host', type => 'A', name => 'host.a.example', value => '192.0.2.1', ttl => 60,
				proxied => $true}]},
		{id => 'zone_full', name => 'full.example', sim => {records => 200}}]};
	my $sim = start('hostup', $data);
	headers(Authorization => 'Bearer k');
	my $base = "$sim->{env}{ZONEFERRY_HOSTUP_URL}/dns-zones";
	my $zone = "$base/zone_a";
	my $create = sub { status_is(201, $_[0], 'POST', "$zone/records", $_[1]) };
	my $refused = sub {
		my ($what, $body, $at, @call) = @_;
		my $e = status_is(400, $what, @call ? @call : ('POST', "$zone/records"), $body);
		is("$e->{status} $e->{code} $e->{errors}[0]{pointer}", "400 invalid_request /$at",
			"$what: the form of the error");
	};
	my %a = (type => 'A', name => 'n', value => '192.0.2.2', ttl => 60);
	my %mx = (type => 'MX', name => '@', value => 'mx2.b.example', priority => 20);
	my %srv = (type => 'SRV', name => '_x._tcp', value => '.', priority => 0, weight => 0, port => 0);

	my $one = $create->('A', \%a);
	like($one->{id}, qr/^drr_\w+$/, 'with an id');
	is_deeply([@$one{qw(name ttl priority proxied status)}], ['n.a.example', 60, undef, $false, 'pending'],
		'as answers show it');
	is_deeply($one->{warnings}, [], 'without warnings');
	is($create->('another address', {%a, value => '192.0.2.3'})->{warnings}[0]{code},
		'same_name_address_records', 'a warning');
	is($create->('apex by nothing', {type => 'TXT', name => '', value => 'x'})->{ttl}, 3600, 'TTL');
	is($create->('apex by @', \%mx)->{warnings}[0]{code}, 'same_name_mx_records', 'a warning');
	$create->('null SRV', \%srv);
	$create->('same SRV, other port', {%srv, port => 1});
	is($create->('TXT in quotes', {%a, type => 'TXT', value => '"a b"'})->{value}, 'a b', 'taken off');
	is($create->('TXT of quoted words', {%a, type => 'TXT', value => 'a "b" c'})->{value}, 'a "b" c',
		'kept');
	is($create->('TXT in pieces', {%a, type => 'TXT', value => '"a" "b"'})->{value}, '"a" "b"', 'kept');
	$create->('CAA', {%a, type => 'CAA', value => '0 issue "ca.example"'});
	$create->('TLSA', {%a, type => 'TLSA', value => '3 1 1 00ff'});
	$create->('NS', {%a, type => 'NS', name => 'sub', value => 'ns.b.example'});
	$create->('ALIAS', {%a, type => 'ALIAS', name => '@', value => 'b.example'});

	$refused->('unknown member', {%a, comment => 'c'}, 'comment');
	$refused->('read-only member', {%a, id => 'drr_x'}, 'id');
	$refused->('no name', {type => 'A', value => '192.0.2.2'}, 'name');
	$refused->('TTL below 60', {%a, ttl => 59}, 'ttl');
	$refused->('TTL above 31 bits', {%a, ttl => 2147483648}, 'ttl');
	$refused->('type PTR', {%a, type => 'PTR', value => 'b.example'}, 'type');
	$refused->('full name', {%a, name => 'n.a.example'}, 'name');
	$refused->('name of the zone', {%a, name => 'a.example'}, 'name');
	$refused->('final dot of a name', {%a, name => 'n.'}, 'name');
	$refused->('final dot of a target', {%mx, value => 'mx2.b.example.'}, 'value');
	$refused->("an address as target of $_", {%a, type => $_, name => 'x', value => '192.0.2.1',
		$_ eq 'MX' ? (priority => 1) : ()}, 'value') for qw(CNAME ALIAS MX NS);
	$refused->('MX whole', {%mx, value => '20 mx2.b.example'}, 'value');
	$refused->('MX without priority', {%a, type => 'MX', value => 'b.example'}, 'priority');
	$refused->('A with priority', {%a, priority => 1}, 'priority');
	$refused->('SRV without weight', {%srv, weight => $null}, 'weight');
	$refused->('SRV without port', {%srv, port => $null}, 'port');
	$refused->('priority', {%mx, priority => 65536}, 'priority');
	$refused->('CNAME of the apex', {%a, type => 'CNAME', name => '@', value => 'b.example'}, 'name');
	$refused->('NS of the apex', {%a, type => 'NS', name => '', value => 'b.example'}, 'name');
	$refused->('no address', {%a, value => 'b.example'}, 'value');
	$refused->('no IPv6 address', {%a, type => 'AAAA'}, 'value');
	$refused->('open quote', {%a, type => 'TXT', value => 'a "b'}, 'value');
	$refused->('empty TXT', {%a, type => 'TXT', value => ''}, 'value');
	$refused->('CAA without quotes', {%a, type => 'CAA', value => '0 issue ca.example'}, 'value');
	$refused->('no TLSA', {%a, type => 'TLSA', value => '3 1 1'}, 'value');
	$refused->('proxied MX', {%mx, proxied => $true}, 'proxied');

	my $conflict = sub {
		my ($what, $body, $detail) = @_;
		my $e = status_is(409, $what, 'POST', "$zone/records", $body);
		like($e->{detail}, $detail, "$what: what of");
	};
	$conflict->('duplicate', \%a, qr/exists/);
	$conflict->('equal MX priority', {%mx, value => 'mx3.b.example'}, qr/priority/);
	$conflict->('beside a CNAME', {%a, name => 'alias'}, qr/CNAME/);
	$conflict->('CNAME beside others', {%a, type => 'CNAME', value => 'b.example'}, qr/CNAME/);

	my $host = "$zone/records/drr_host";
	my %host = (%a, name => 'host');
	my $put = status_is(200, 'replace', 'PUT', $host, \%host);
	is_deeply([@$put{qw(id value proxied)}], ['drr_host', '192.0.2.2', $false], 'as a whole');
	status_is(200, 'replace by the same', 'PUT', $host, \%host);
	delete $host{ttl};
	$refused->('replace without TTL', \%host, 'ttl', 'PUT', $host);
	status_is(409, 'replace into a duplicate', 'PUT', $host, \%a);
	ok(status_is(200, 'proxy', 'PATCH', $host, {proxied => $true})->{proxied}, 'set');
	$refused->('PATCH of more', {proxied => $true, ttl => 60}, 'ttl', 'PATCH', $host);
	is(status_is(204, 'delete', 'DELETE', $host), '', 'without a body');
	is(status_is(404, 'delete again', 'DELETE', $host)->{code}, 'not_found', 'its code');
	is(status_is(404, 'replace of none', 'PUT', $host, \%a)->{code}, 'not_found', 'its code');

	is(status_is(201, 'record 201', 'POST', "$base/zone_full/records", \%a)->{warnings}[0]{code},
		'dns_live_record_limit_exceeded', 'stored with a warning');
	my $full = status_is(200, 'all of them', 'GET', "$base/zone_full");
	is_deeply([scalar @{$full->{records}}, $full->{zone}{exceedsLiveRecordLimit}], [201, $true], 'are read');
	$sim = start('hostup', {%$data, conflict_status => 400});
	status_is(400, 'conflict, otherwise', 'POST',
		"$sim->{env}{ZONEFERRY_HOSTUP_URL}/dns-zones/zone_a/records", {%a, name => 'alias'});
};

subtest sdpf => sub {
	my %credentials = (SDPF_API_KEY => 'k', SDPF_API_SECRET => 's', SDPF_TENANT_ID => 't');
	my $zone_id = 'dcbd3d17-26ce-461d-b77c-a8774cafee75';
	my $data = {credentials => \%credentials, region => 'jp1', token => 'T', zones => [
		{id => $zone_id, name => 'a.example.'}]};
	my $sim = start('sdpf', $data);
	headers('X-Auth-Token' => 'T');
	my $sets = sub { "$_[0]{env}{ZONEFERRY_SDPF_URL}/v2/zones/$zone_id/recordsets" };
	my $base = $sets->($sim);
	my $create = sub { status_is(202, $_[0], 'POST', $base, $_[1])->{recordsets} };
	my $refused = sub {
		my ($what, $body, $code, @call) = @_;
		my $status = $code eq 'E2013' ? 409 : $code =~ /^E206[23]$/ ? 403 : $code eq 'E2008' ? 404 : 400;
		my $e = status_is($status, $what, @call ? @call : ('POST', $base), $body)->{error};
		is(join(' ', $e->{code}, $e->{message} =~ /^(\S+)/), "$status $code", "$what: the form of the error");
	};
	my %a = (name => 'n.a.example.', type => 'A', ttl => 60, records => ['192.0.2.1']);
	my $txt = sub { +{%a, type => 'TXT', records => [$_[0]]} };
	my ($default_ns) = grep { $_->{type} eq 'NS' } @{(call('GET', "$base?limit=500"))[1]{recordsets}};

	my $one = $create->('A', {%a, description => 'd'});
	is_deeply([map { exists $one->[0]{$_} ? 1 : 0 } qw(id zone_id name records status)], [1, 1, 1, 1, 0],
		'a list of one without status');
	my $id = $one->[0]{id};
	my $two = $create->('two values', {%a, records => ['192.0.2.2', '192.0.2.3'], ttl => 0});
	is_deeply([map { $_->{records} } @$two], [['192.0.2.2'], ['192.0.2.3']], 'a recordset each');
	isnt($two->[0]{id}, $two->[1]{id}, 'with ids of their own');
	$create->($_->[0], {%a, name => "$_->[0].a.example.", type => $_->[0], ttl => 86400,
		records => [$_->[1]]}) for ['AAAA', '2001:DB8::1'], ['MX', '10 b.example.'],
		['CNAME', 'b.example.'], ['SRV', '0 0 0 .'], ['PTR', 'b.example.'], ['NS', 'ns.b.example.'],
		['SPF', '"v=spf1 -all"'];
	$create->('NS beside the default ones', {%a, name => 'A.example.', type => 'NS',
		records => ['ns.b.example.']});
	$create->('TXT in strings', $txt->('"' . 'x' x 254 . '\"" "\059" ""'));
	$create->('TXT of one word', $txt->('a=b'));

	$refused->('nothing', {}, 'E2040');
	$refused->('no name', {type => 'A', ttl => 60, records => ['192.0.2.1']}, 'E2046');
	$refused->('no TTL', {name => 'n.a.example.', type => 'A', records => ['192.0.2.9']}, 'E2011');
	$refused->('TTL above a day', {%a, ttl => 86401}, 'E2011');
	$refused->('TTL below 0', {%a, ttl => -1}, 'E2011');
	$refused->('TTL as text', {%a, ttl => '60'}, 'E2011');
	$refused->("unknown or read-only: $_", {%a, $_ => 'x'}, 'E2011')
		for qw(status id action version zone_id comment);
	$refused->('long description', {%a, description => 'd' x 256}, 'E2054');
	$refused->('no final dot', {%a, name => 'n.a.example'}, 'E2012');
	$refused->('empty label', {%a, name => 'n..a.example.'}, 'E2010');
	$refused->('out of the zone', {%a, name => 'na.example.'}, 'E2015');
	$refused->("type $_", {%a, type => $_}, 'E2011') for qw(CAA TLSA SOA DS);
	$refused->('records as a string', {%a, records => '192.0.2.9'}, 'E2011');
	$refused->('no records', {%a, records => []}, 'E2011');
	$refused->('no address', {%a, records => ['b.example.']}, 'E2011');
	$refused->('target without final dot', {%a, type => 'MX', records => ['10 b.example']}, 'E2011');
	$refused->('MX without preference', {%a, type => 'MX', records => ['b.example.']}, 'E2011');
	$refused->('short SRV', {%a, type => 'SRV', records => ['0 0 b.example.']}, 'E2011');
	$refused->('two PTR values', {%a, type => 'PTR', records => ['b.example.', 'c.example.']}, 'E2016');
	$refused->('CNAME of the apex', {%a, name => 'a.example.', type => 'CNAME', records => ['b.example.']},
		'E2014');
	$refused->("TXT $_->[0]", $txt->($_->[1]), 'E2011') for ['of two words', 'a b'], ['empty', ''],
		['with an open quote', '"a'], ['of 256 octets', '"' . 'x' x 256 . '"'],
		['of 256 octets, bare', 'x' x 256], ['without a blank between strings', '"a""b"'],
		['with a semicolon', 'a;b'];
	$refused->('duplicate', \%a, 'E2013');
	$refused->('duplicate in itself', {%a, name => 'x.a.example.', records => ['192.0.2.1', '192.0.2.1']},
		'E2013');
	$refused->('beside a CNAME', {%a, name => 'cname.a.example.'}, 'E2013');
	$refused->('CNAME beside others', {%a, type => 'CNAME', records => ['b.example.']}, 'E2013');

	my @put = ('PUT', "$base/$id");
	my $put = status_is(202, 'update', @put, {records => ['192.0.2.8']});
	is_deeply([@$put{qw(id records ttl description)}], [$id, '192.0.2.8', 60, 'd'],
		'a string, the rest kept');
	is(status_is(202, 'update all', @put, {name => 'm.a.example.', ttl => 1, description => $null,
		records => ['192.0.2.8']})->{name}, 'm.a.example.', 'the name too');
	is_deeply(status_is(200, 'read', 'GET', "$base/$id")->{records}, ['192.0.2.8'], 'a list');
	$refused->('update with nothing', {}, 'E2040', @put);
	$refused->('update of the description alone', {description => 'x'}, 'E2044', @put);
	$refused->('update of the type', {type => 'AAAA', records => ['2001:db8::1']}, 'E2011', @put);
	$refused->('update to two values', {records => ['192.0.2.8', '192.0.2.9']}, 'E2011', @put);
	$refused->('update to a string', {records => '192.0.2.9'}, 'E2011', @put);
	$refused->('update to a wrong value', {records => ['x']}, 'E2011', @put);
	$refused->('update into a duplicate', {name => 'n.a.example.', records => ['192.0.2.2']}, 'E2013', @put);
	$refused->('update of none', {ttl => 1}, 'E2008', 'PUT', "$base/$zone_id");
	$refused->('update of a default', {ttl => 1}, 'E2062', 'PUT', "$base/$default_ns->{id}");
	$refused->('delete of a default', undef, 'E2062', 'DELETE', "$base/$default_ns->{id}");
	is(status_is(204, 'delete', 'DELETE', "$base/$id"), '', 'without a body');
	$refused->('delete again', undef, 'E2008', 'DELETE', "$base/$id");

	$sim = start('sdpf', {%$data, settle => 2, settle_changes => $true, recordset_limit => 5});
	$base = $sets->($sim);
	my $new = "$base/" . $create->('create, seen later', \%a)->[0]{id};
	my $state = sub { my ($status, $set) = call('GET', $new); return $status == 200 ? $set->{ttl} : $status };
	my $three = sub { return join ' ', map { $state->() } 1 .. 3 };
	is($three->(), '404 404 60', 'after two looks');
	status_is(202, 'update, seen later', 'PUT', $new, {ttl => 61});
	is($three->(), '60 60 61', 'after two looks');
	status_is(204, 'delete, seen later', 'DELETE', $new);
	$refused->('delete again', undef, 'E2008', 'DELETE', $new);
	$refused->('create beside what is not gone yet', {%a, type => 'CNAME', records => ['b.example.']}, 'E2013');
	is($three->(), '61 61 404', 'after two looks');
	$create->('create when it has gone', {%a, type => 'CNAME', records => ['b.example.']});
	my $listed = sub { scalar @{status_is(200, 'list', 'GET', $base)->{recordsets}} };
	is_deeply([map { $listed->() } 1 .. 3], [3, 3, 4], 'listed after two looks');
	$create->('the last that fits', {%a, name => 'z.a.example.'});
	$refused->('one more', {%a, name => 'zz.a.example.'}, 'E2004');

	for ([600000, 404], [1, 60]) {
		my ($ms, $wanted) = @$_;
		$sim = start('sdpf', {%$data, settle_ms => $ms});
		$base = $sets->($sim);
		$new = "$base/" . $create->("create, seen after $ms ms", \%a)->[0]{id};
		my $looks = 0;
		select undef, undef, undef, 0.02 while $state->() != $wanted || ++$looks < 3;
		is($looks, 3, $ms > 1 ? 'looks make it no sooner' : 'it is there');
	}
};

done_testing;
