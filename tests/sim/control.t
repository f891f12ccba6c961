#!/usr/bin/perl
# The control of the simulators: contents, states, calls, faults, other people's changes.
use strict;
use warnings;
use lib 'tests/support';
use Ask;
use Sim;
use SimControl qw(losses);
use JSON::PP;
use Test::More;
use Time::HiRes qw(time);

my $sim = Sim->start(map { "$_=testdata/sim/$_.json" } qw(bunny sdpf hostup));
my %env = %{$sim->{env}};
my %bunny = (AccessKey => $env{BUNNY_API_KEY});
my $bunny = "$env{ZONEFERRY_BUNNY_URL}/dnszone";
my ($a1, $a2) = map { {Type => 0, Name => 'n', Value => "192.0.2.$_", Ttl => 60} } 1, 2;

# The zone's id at bunny.
sub bunny_id {
	my ($zone) = @_;
	my (undef, $list) = call('GET', "$bunny?page=1&perPage=1000&search=$zone");
	return (map { $_->{Id} } grep { $_->{Domain} eq $zone } @{$list->{Items}})[0];
}

# The values of bunny's elements, in their order.
sub values_of { return join ' ', map { $_->{Value} } @_ }

subtest contents => sub {
	ok(!exists $env{SIM_CONTROL_URL}, 'the program under test does not hear of the control');
	headers(%bunny);
	$sim->set_zone('bunny', 'new.example', [$a1, {%$a2, Id => 5, Newer => 'x'}], SoaEmail => 'a@b.example');
	my $id = bunny_id('new.example');
	my (undef, $zone) = call('GET', "$bunny/$id");
	is_deeply([@$zone{qw(Domain SoaEmail)}], ['new.example', 'a@b.example'], 'a new zone');
	is($zone->{Records}[0]{Weight}, 100, 'its records are complete');
	is_deeply([@{$zone->{Records}[1]}{qw(Id Newer)}], [5, 'x'], 'and have what they were given');
	is_deeply([$sim->get_zone('bunny', 'new.example')], $zone->{Records}, 'the control sees the same');
	$sim->set_zone('bunny', 'new.example', [$a2]);
	is(bunny_id('new.example'), $id, 'another content, the same id');
	is(values_of($sim->get_zone('bunny', 'new.example')), '192.0.2.2', 'nothing of the old one');

	$sim->set_zone('sdpf', 'new.example',
		[{name => 'n.new.example.', type => 'A', ttl => 60, records => ['192.0.2.1']}]);
	is_deeply([map { $_->{type} } $sim->get_zone('sdpf', 'new.example')], [qw(NS NS SOA A)],
		'SDPF adds its own');
	$sim->set_zone('hostup', 'example.com', [{type => 'A', name => 'n', value => '192.0.2.1', ttl => 60}]);
	is_deeply([map { $_->{name} } $sim->get_zone('hostup', 'example.com')], ['n.example.com'],
		'HostUp shows full names');
	ok(!eval { $sim->get_zone('hostup', 'none.example') }, 'no such zone');
	like($@, qr/404/, 'is an error');
	ok(!eval { $sim->get_zone('other', 'example.com') }, 'no such simulator');
};

subtest states => sub {
	headers(%bunny);
	$sim->set_zone('bunny', 's.example', [$a1, {Type => 2, Name => 'c', Value => 'b.example'}]);
	my $zone = "$bunny/" . bunny_id('s.example');
	my ($old, $alias) = map { $_->{Id} } $sim->get_zone('bunny', 's.example');
	my $new = status_is(201, 'create', 'PUT', "$zone/records", $a2)->{Id};
	status_is(400, 'refused', 'PUT', "$zone/records", {%$a2, Value => 'x'});
	status_is(204, 'delete', 'DELETE', "$zone/records/$old");
	status_is(204, 'update', 'POST', "$zone/records/$new", {Value => '192.0.2.3'});
	status_is(204, 'delete', 'DELETE', "$zone/records/$alias");
	my @states = $sim->states('bunny', 's.example');
	is_deeply([map { values_of(@{$_->{elements}}) } @states],
		['192.0.2.1 b.example', '192.0.2.1 b.example 192.0.2.2', '192.0.2.1 b.example 192.0.2.2',
			'b.example 192.0.2.2', 'b.example 192.0.2.3', '192.0.2.3'], 'behind each writing call');
	my ($first) = $sim->calls(provider => 'bunny', zone => 's.example', at => 'create');
	is_deeply([map { $_->{call} } @states], [0, map { $first->{n} + $_ } 0 .. 4], 'with its number');
	is_deeply([losses('bunny', @states)], [], 'nothing is lost');

	# Good and bad ways from one record to another.
	my $judged = sub { my @s = map { {call => 9, elements => $_} } @_; return join ' | ', losses('bunny', @s) };
	my $other = {%$a1, Name => 'o'};
	is($judged->([$a1], [$a1, $a2], [$a2]), '', 'create before delete');
	is($judged->([$a1], [], [$a2]), 'after call 9: n is missing | after call 9: n A is missing',
		'delete before create');
	is($judged->([$a1, $other], [$other], [$a1, $other]),
		'after call 9: n is missing | after call 9: n A is missing | after call 9: n A 192.0.2.1 is missing',
		'a value that comes back');
	is($judged->([$a1, $a2], [$a2], [$a1, $a2]), 'after call 9: n A 192.0.2.1 is missing', 'one value of two');
	is($judged->([$a1], [$a1, $a1], [$a1]), 'after call 9: n A 192.0.2.1 stands 2 times', 'a double');
	is($judged->([$a1, $a1], [$a1, $a1], [$a1]), '', 'no more than at first');
	is($judged->([$a1], [{%$a1, Disabled => JSON::PP::true}], [$a1]) =~ tr/|//, 2, 'disabled is missing');
	is($judged->([$a1], [{%$a1, Type => 3}], [$a1]),
		'after call 9: n A is missing | after call 9: n A 192.0.2.1 is missing', 'another type');
	my @mx = map { {Type => 4, Name => '', Value => 'b.example', Priority => $_} } 1, 2;
	is($judged->([$mx[0]], [$mx[1]], [$mx[0]]), 'after call 9:  MX 1 b.example is missing', 'by all of a value');

	$sim->record('bunny', 's.example');
	is(scalar $sim->states('bunny', 's.example'), 1, 'recorded anew');
	status_is(204, 'delete the zone', 'DELETE', $zone);
	ok(!eval { $sim->states('bunny', 's.example') }, 'no zone, no states');
	ok(!eval { $sim->states('bunny', 'example.com') }, 'nothing was recorded');
	$sim->record($_, 'common.example') for qw(sdpf hostup);
	is_deeply([losses($_, $sim->states($_, 'common.example'))], [], "$_ can be judged") for qw(sdpf hostup);
};

subtest calls => sub {
	headers(%bunny);
	$sim->set_zone('bunny', 'c.example', []);
	$sim->clear_calls;
	my $zone = "$bunny/" . bunny_id('c.example');
	status_is(201, 'create', 'PUT', "$zone/records", $a1);
	status_is(400, 'refused', 'PUT', "$zone/records", {Type => 0});
	status_is(404, 'elsewhere', 'GET', "$bunny/x/y");
	is_deeply($sim->call_counts, {bunny => {zones => 1, create => 2, refused => 1}}, 'counts by kind');
	my ($create) = $sim->calls(at => 'create', status => 201);
	is_deeply([@$create{qw(method zone writes)}], ['PUT', 'c.example', JSON::PP::true], 'a call');
	like($create->{path}, qr{^/dnszone/\d+/records$}, 'its path');
	is_deeply(decode_json($create->{body}), $a1, 'its body');
	is(scalar(() = $sim->calls(method => 'GET')), 2, 'calls of one method');
	is(scalar(() = $sim->calls(writes => JSON::PP::true)), 2, 'calls that write');
	$sim->clear_calls;
	is_deeply([$sim->calls], [], 'forgotten');
};

# What a call that fails in this way gives, and what is there then. (Updates: the client repeats other
# methods by itself.)
sub failing {
	my ($how, %more) = @_;
	$sim->set_zone('bunny', 'f.example', [map { {%$a1, Id => $_} } 1 .. 3]);
	my $zone = "$bunny/" . bunny_id('f.example');
	$sim->fail_at('bunny', 2, $how, %more);
	my @calls = map { [call('POST', "$zone/records/$_", {Value => "192.0.2.10$_"})] } 1 .. 3;
	my $kept = values_of($sim->get_zone('bunny', 'f.example')) =~ /192\.0\.2\.102/ ? 'done' : 'not done';
	$sim->clear_faults('bunny');
	is("$calls[0][0] $calls[2][0]", '204 204', "$how: the calls before and behind pass");
	return ("$calls[1][0] $kept", @{$calls[1]}[1, 2]);
}

subtest faults => sub {
	headers(%bunny);
	my ($result, $json, $headers) = failing('refused');
	is("$result $json->{Message}", '400 not done refused by the test', 'refused, in the form of the API');
	is((failing('refused', status => 422))[0], '422 not done', 'with another status');
	($result, undef, $headers) = failing('throttled');
	is("$result $headers->{'retry-after'}", '429 not done 1', 'throttled');
	is((failing('broken'))[0], '500 not done', 'broken');
	is((failing('broken_done'))[0], '500 done', 'broken, but done');
	is((failing('unavailable'))[0], '503 not done', 'unavailable');
	is((failing('unavailable_done'))[0], '503 done', 'unavailable, but done');
	is((failing('reset'))[0], '599 not done', 'reset');
	is((failing('reset_done'))[0], '599 done', 'reset, but done');
	my $start = time;
	is((failing('late_done', wait_ms => 200))[0], '204 done', 'late');
	cmp_ok(time - $start, '>=', 0.2, 'by so much');
	is((failing('late', wait_ms => 1))[0], '599 not done', 'late and in vain');

	my $zone = "$bunny/" . bunny_id('f.example');
	$sim->fail_at('bunny', 1, 'denied', writes => undef, at => 'zone', count => 2);
	is_deeply([map { (call('GET', $zone))[0] } 1 .. 3], [403, 403, 200], 'two reading calls');
	$sim->clear_faults('bunny');
	$sim->fail_at('bunny', 1, 'conflict', count => 0, zone => 'f.example');
	is_deeply([map { (call('DELETE', "$zone/records/1"))[0] } 1 .. 3], [409, 409, 409], 'all of a zone');
	status_is(404, 'but of no other', 'DELETE', "$bunny/" . bunny_id('common.example') . "/records/1");
	$sim->clear_faults('bunny');
	ok(!eval { $sim->fail_at('bunny', 1, 'somehow') }, 'no such way');

	$sim->latency('bunny', 100);
	$start = time;
	status_is(200, 'with latency', 'GET', $zone);
	cmp_ok(time - $start, '>=', 0.1, 'each answer takes its time');
	$sim->latency('bunny', 0);

	headers('X-Auth-Token' => 'canary-token-gAAAAABh/x+Y=q');
	$sim->fail_at('sdpf', 1, 'refused', writes => undef);
	like(status_is(400, 'sdpf', 'GET', "$env{ZONEFERRY_SDPF_URL}/v2/zones")->{error}{message},
		qr/^E\d{4} refused/, 'has its form');
	headers(Authorization => "Bearer $env{HOSTUP_API_KEY}");
	$sim->fail_at('hostup', 1, 'broken', writes => undef);
	is(status_is(500, 'hostup', 'GET', "$env{ZONEFERRY_HOSTUP_URL}/dns-zones")->{status}, 500, 'too');
};

subtest meddling => sub {
	headers(%bunny);
	$sim->set_zone('bunny', 'm.example', [$a1, $a2]);
	my $zone = "$bunny/" . bunny_id('m.example');
	$sim->meddle('bunny', 'm.example', {remove => [{Value => '192.0.2.1'}],
		change => [{match => {Name => 'n', Value => '192.0.2.2'}, set => {Ttl => 61}}],
		add => [{%$a1, Value => '192.0.2.5'}]});
	is_deeply([map { "$_->{Value} $_->{Ttl}" } $sim->get_zone('bunny', 'm.example')],
		['192.0.2.2 61', '192.0.2.5 60'], 'removed, changed, added');
	ok(!eval { $sim->meddle('bunny', 'm.example', {remove => [{Value => 'x'}]}) }, 'nothing like it');
	$sim->meddle_at('bunny', 'm.example', 2, {add => [{%$a1, Value => '192.0.2.6'}]});
	$sim->alter_at('bunny', 2, {Ttl => 300});
	$sim->record('bunny', 'm.example');
	for (7, 8, 9) {
		status_is(201, 'create', 'PUT', "$zone/records", {%$a1, Value => "192.0.2.$_"});
	}
	my @states = $sim->states('bunny', 'm.example');
	is_deeply([map { $_->{call} ? 1 : 0 } @states], [0, 1, 0, 1, 1], 'somebody came in between');
	is_deeply([map { /(\d+)$/ } map { $_->{Value} } @{$states[-1]{elements}}], [2, 5, 7, 6, 8, 9],
		'just before the second call');
	is_deeply([map { $_->{Ttl} } @{$states[-1]{elements}}], [61, 60, 60, 60, 300, 60],
		'which was carried out otherwise');
	$sim->clear_faults('bunny');
};

subtest stale => sub {
	headers(%bunny);
	$sim->set_zone('bunny', 'l.example', [$a1]);
	my $zone = "$bunny/" . bunny_id('l.example');
	my $seen = sub { values_of(@{(call('GET', $zone))[1]{Records}}) };
	$sim->stale_reads('bunny', 'l.example', 2);
	is($seen->(), '192.0.2.1', 'nothing has changed yet');
	status_is(201, 'create', 'PUT', "$zone/records", $a2);
	status_is(400, 'refused', 'PUT', "$zone/records", {});
	is($seen->(), '192.0.2.1', 'behind');
	is($seen->(), '192.0.2.1 192.0.2.2', 'no longer');
	is(values_of($sim->get_zone('bunny', 'l.example')), '192.0.2.1 192.0.2.2', 'the control never was');
	$sim->clear_faults('bunny');
};

is($sim->stop, 0, 'the simulators end well');
my $short = Sim->start({for => 1}, 'bunny=testdata/sim/bunny.json');
waitpid $short->{pid}, 0;
is($?, 0, 'they end by themselves');
undef $short->{pid};
done_testing;
