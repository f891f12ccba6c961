#!/usr/bin/perl
# The simulator of Hetzner Cloud: RRsets, changed by actions that take their time.
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
my %data = (credentials => {HETZNER_API_TOKEN => 't'}, zones => [
	{id => 7, name => 'a.example', ttl => 7200, rrsets => [
		{name => 'host', type => 'A', ttl => 60, records => [{value => '192.0.2.1', comment => 'c'}]},
		{name => 'alias', type => 'CNAME', records => [{value => 'b.example.'}]},
		{name => 'kept', type => 'A', records => [{value => '192.0.2.1'}], protection => {change => $true}}]},
	{name => 'full.example', sim => {records => 58}}]);
my ($sim, $base, $sets);

# Starts the simulator with these changes of its data.
sub restart {
	my (%more) = @_;
	spew("$dir/data.json", encode_json({%data, %more}));
	$sim = Sim->start("hetzner=$dir/data.json");
	$base = $sim->{env}{ZONEFERRY_HETZNER_URL};
	$sets = "$base/zones/a.example/rrsets";
	headers(Authorization => 'Bearer t');
}

restart();
my %a = (name => 'n', type => 'A', ttl => 60, records => [{value => '192.0.2.1'}]);

sub values_at {
	my ($id) = @_;
	my ($status, $json) = call('GET', "$sets/$id");
	return $status == 200 ? join ' ', map { $_->{value} } @{$json->{rrset}{records}} : $status;
}

sub refused {
	my ($what, $code, $body, @call) = @_;
	my %status = (invalid_input => 422, uniqueness_error => 409, locked => 423, protected => 423, not_found => 404);
	my $e = status_is($status{$code}, $what, @call ? @call : ('POST', $sets), $body);
	return is($e->{error}{code}, $code, "$what: the form of the error");
}

subtest reading => sub {
	headers();
	is(status_is(401, 'no token', 'GET', "$base/zones")->{error}{code}, 'unauthorized', 'its code');
	headers(Authorization => 'Bearer t');
	my $list = status_is(200, 'zones', 'GET', "$base/zones?page=1&per_page=50");
	is_deeply([map { "$_->{name} $_->{ttl}" } @{$list->{zones}}], ['a.example 7200', 'full.example 3600'], 'all');
	is(status_is(200, 'by name', 'GET', "$base/zones/a.example")->{zone}{id}, 7, 'its id');
	is(status_is(200, 'by id', 'GET', "$base/zones/7")->{zone}{name}, 'a.example', 'its name');
	$list = status_is(200, 'sets', 'GET', "$base/zones/full.example/rrsets?page=2&per_page=50");
	is(scalar @{$list->{rrsets}}, 10, 'the last page: 58, SOA and NS');
	is_deeply([@{$list->{meta}{pagination}}{qw(next_page last_page total_entries)}], [undef, 2, 60], 'its end');
	is_deeply([sort map { $_->{id} } @{status_is(200, 'sets', 'GET', $sets)->{rrsets}}],
		['@/NS', '@/SOA', 'alias/CNAME', 'host/A', 'kept/A'], 'ids');
	is(values_at('%40/NS'), 'hydrogen.ns.hetzner.com. oxygen.ns.hetzner.com.', 'one set');
	refused('no set', 'not_found', undef, 'GET', "$sets/none/A");
	refused('no zone', 'not_found', undef, 'GET', "$base/zones/none.example");
};

subtest create => sub {
	my $made = status_is(201, 'create', 'POST', $sets, \%a);
	is_deeply([@{$made->{rrset}}{qw(id ttl)}, $made->{action}{status}], ['n/A', 60, 'success'], 'done');
	is(values_at('n/A'), '192.0.2.1', 'there');
	my $add = sub {
		status_is(201, "$_[0] $_[1]", 'POST', $sets,
			{name => "$_[0]", type => $_[1], records => [map { {value => $_, comment => ''} } @_[2 .. $#_]]});
	};
	$add->('x', 'TXT', '"a" "b"', '"c"');
	$add->('@', 'MX', '0 .', '10 mail', '10 mail.b.example.');
	$add->('@', 'CAA', '0 issue "ca.example"');
	$add->('_x._tcp', 'SRV', '0 0 0 .');
	$add->('*', 'AAAA', '2001:db8::1');
	$add->('x', 'HTTPS', '1 . alpn=h2');
	$add->('sub', 'DS', '1 13 2 00ff');
	my $value = sub {
		my ($what, $type, @values) = @_;
		refused($what, 'invalid_input', {%a, name => 'v', type => $type, records => [map { {value => $_} } @values]});
	};
	$value->('no address', 'A', 'b.example.');
	$value->('TXT without quotes', 'TXT', 'a');
	$value->('long TXT', 'TXT', '"' . 'x' x 256 . '"');
	$value->('MX without preference', 'MX', 'b.example.');
	$value->('CAA without quotes', 'CAA', '0 issue ca.example');
	$value->('no records', 'A');
	$value->('a value twice', 'A', '192.0.2.1', '192.0.2.1');
	$value->('two CNAME', 'CNAME', 'b.example.', 'c.example.');
	$value->('unknown type', 'NAPTR', '1');
	$value->('SOA', 'SOA', 'a. b. 0 1 2 3 4');
	refused('TTL of 59', 'invalid_input', {%a, ttl => 59});
	refused('full name', 'invalid_input', {%a, name => 'v.a.example'});
	refused('final dot of a name', 'invalid_input', {%a, name => 'v.'});
	refused('unknown member', 'invalid_input', {%a, name => 'v', id => 'v/A'});
	refused('unknown member of a record', 'invalid_input',
		{%a, name => 'v', records => [{value => '192.0.2.1', id => 1}]});
	refused('the same again', 'uniqueness_error', \%a);
	refused('beside a CNAME', 'invalid_input', {%a, name => 'alias'});
	refused('CNAME beside others', 'invalid_input', {%a, type => 'CNAME', records => [{value => 'b.example.'}]});
};

subtest change => sub {
	my $records = sub { return {records => [map { {value => $_} } @_]} };
	my @set = ('POST', "$sets/host/A/actions/set_records");
	my $action = status_is(201, 'set_records', @set, $records->('192.0.2.2', '192.0.2.3'))->{action};
	is_deeply([@$action{qw(command status error)}], ['set_records', 'success', undef], 'done');
	is(values_at('host/A'), '192.0.2.2 192.0.2.3', 'other values');
	my $ttl = sub { (call('GET', "$sets/host/A"))[1]{rrset}{ttl} };
	is($ttl->(), 60, 'the same TTL');
	my @ttl = ('POST', "$sets/host/A/actions/change_ttl");
	status_is(201, 'change_ttl', @ttl, {ttl => 300});
	is($ttl->(), 300, 'another TTL');
	status_is(201, 'the default', @ttl, {ttl => $null});
	is($ttl->(), undef, 'none of its own');
	refused('no TTL', 'invalid_input', {}, @ttl);
	refused('TTL of 59', 'invalid_input', {ttl => 59}, @ttl);
	refused('TTL beside records', 'invalid_input', {%{$records->('192.0.2.2')}, ttl => 60}, @set);
	refused('no records', 'invalid_input', {records => []}, @set);
	refused('no address', 'invalid_input', $records->('x'), @set);
	refused('no set', 'not_found', $records->('192.0.2.2'), 'POST', "$sets/none/A/actions/set_records");
	refused('protected: records', 'protected', $records->('192.0.2.2'), 'POST', "$sets/kept/A/actions/set_records");
	refused('protected: delete', 'protected', undef, 'DELETE', "$sets/kept/A");
	status_is(201, 'protection', 'POST', "$sets/kept/A/actions/change_protection", {change => $false});
	status_is(201, 'delete', 'DELETE', "$sets/kept/A");
	is(values_at('kept/A'), 404, 'gone');
	status_is(200, 'labels', 'PUT', "$sets/host/A", {labels => {k => 'v'}});
	status_is(201, 'SOA', 'POST', "$sets/%40/SOA/actions/set_records", $records->('a. b. 0 1 2 3 4'));
	is(values_at('%40/SOA'), 'a. b. 2026010102 1 2 3 4', 'but its serial');
	refused("delete of the apex $_", 'invalid_input', undef, 'DELETE', "$sets/%40/$_") for qw(SOA NS);
	my @ns = ('POST', "$sets/%40/NS/actions/set_records");
	refused('apex NS without their own', 'invalid_input', $records->('ns.b.example.'), @ns);
	status_is(201, 'one more NS', @ns,
		$records->('hydrogen.ns.hetzner.com.', 'oxygen.ns.hetzner.com.', 'ns.b.example.'));
};

subtest actions => sub {
	restart(settle => 2);
	$sim->record('hetzner', 'a.example');
	my $made = status_is(201, 'create', 'POST', $sets, \%a)->{action};
	is("$made->{status} " . values_at('n/A'), 'running 404', 'is running, and the set not there');
	refused('another change of it', 'locked', \%a);
	my $poll = sub {
		my ($action) = @_;
		return join ' ', map { status_is(200, 'poll', 'GET', "$base/actions/$action->{id}")->{action}{status} } 1 .. 3;
	};
	is($poll->($made), 'running running success', 'done after two looks');
	is(values_at('n/A'), '192.0.2.1', 'then it is there');
	my $deleted = status_is(201, 'delete', 'DELETE', "$sets/n/A")->{action};
	refused('a change of what is going', 'locked', {ttl => 60}, 'POST', "$sets/n/A/actions/change_ttl");
	refused('beside what is going', 'invalid_input', {%a, type => 'CNAME', records => [{value => 'b.example.'}]});
	is(values_at('n/A'), '192.0.2.1', 'it is still there');
	$poll->($deleted);
	is(values_at('n/A'), 404, 'then it is not');
	$sim->fail_at('hetzner', 1, 'action_fails');
	my $failing = status_is(201, 'an action that fails', 'POST', $sets, \%a)->{action};
	is($failing->{error}, undef, 'does not tell it at once');
	$poll->($failing);
	my $ended = (call('GET', "$base/actions/$failing->{id}"))[1]{action};
	is_deeply([$ended->{status}, $ended->{error}{code}, values_at('n/A')], ['error', 'action_failed', 404],
		'but in the end');
	refused('no action', 'not_found', undef, 'GET', "$base/actions/1");
	my @counts = map { scalar @{$_->{elements}} } $sim->states('hetzner', 'a.example');
	is_deeply([grep { $_ > 5 } @counts], [(6) x grep({ $_ == 6 } @counts)], 'states are those of the zone');
	is(scalar(grep { $_ == 6 } @counts) > 0 ? $counts[-1] : 0, 5, 'with and without the set');
	is_deeply([losses('hetzner', $sim->states('hetzner', 'a.example'))], [], 'nothing is lost');
};

subtest exported => sub {
	restart();
	my $r = $sim->zoneferry('export', 'hetzner:a.example');
	is("$r->{exit} $r->{err}", '0 ', 'the program reads it');
	like($r->{out}, qr/^host +60 IN A +192\.0\.2\.1/m, 'a record');
	like($r->{out}, qr/^alias +7200 IN CNAME +b\.example\./m, 'the TTL of the zone');
};

done_testing;
