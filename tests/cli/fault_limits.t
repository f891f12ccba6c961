#!/usr/bin/perl
# How far zoneferry goes: --timeout bounds all of a location's requests, waits and jobs; credentials
# that end stop it at once; a zone that is forbidden harms no other; and a profile's ca_file and
# proxy. The ids are those of the table in tests/FAULTS.md.
use strict;
use warnings;
use lib 'tests/support';
use Sim qw(run run_all slurp spew zf);
use JSON::PP;
use Test::More;
use TlsServer;

my $json = JSON::PP->new->canonical;
my $dir = File::Temp->newdir;
my $true = JSON::PP::true;
my $false = JSON::PP::false;
my (@routes, %id);

# A zone of bunny.net, with its answers: [path behind /dnszone/ID, query, answers …].
sub add_zone {
	my ($name, @more) = @_;
	my $id = $id{$name} = 1 + keys %id;
	my $zone = {Id => $id, Domain => "$name.example", Nameserver1 => 'ns1.example.net',
		Nameserver2 => 'ns2.example.net', SoaEmail => 'hostmaster@example.net'};
	push @routes, {path => '/dnszone', query => "search=$name.example", answers => [{json => {
		Items => [$zone], CurrentPage => 1, TotalItems => 1, HasMoreItems => $false}}]};
	for (@more) {
		my ($path, $query, @answers) = @$_;
		push @routes, {path => "/dnszone/$id$path", defined $query ? (query => $query) : (),
			answers => [map { ref $_ eq 'CODE' ? $_->($zone) : $_ } @answers]};
	}
}

sub record { return {Id => $_[0], Type => 0, Name => "h$_[0]", Value => '192.0.2.1', Ttl => 300} }
sub whole { return {json => {%{$_[0]}, Records => [record(1)]}} }
sub page { return {json => {Items => [record($_[0])], CurrentPage => $_[0], TotalItems => 3,
	HasMoreItems => $true}} }

add_zone('good', ['', undef, \&whole]);
add_zone('silent', ['', undef, {raw => {wait_ms => 20000}}]);
add_zone('later', ['', undef, {status => 429, headers => {'Retry-After' => '99999999999999999999'}}]);
add_zone('garbage', ['', undef, {status => 429, headers => {'Retry-After' => 'soon'}}, \&whole]);
add_zone('negative', ['', undef, {status => 429, headers => {'Retry-After' => '-99999999999'}}, \&whole]);
add_zone('endless', ['/records', undef, {raw => ["HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
	. "Connection: close\r\n\r\n", {wait_ms => 50}, '{"Items":[{"Id":{n},"Type":0,"Name":"h{n}",'
	. '"Value":"192.0.2.1","Ttl":300}],"CurrentPage":{n},"TotalItems":1000000,"HasMoreItems":true}'], then => 'close'}]);
add_zone('job', ['/records/scan', undef, {json => {JobId => 'j', Status => 0}}]);
push @routes, {path => '/dnszone/records/scan', answers => [{json => {JobId => 'j', Status => 0}}]};
add_zone('expired', ['/records', 'page=1&', page(1)], ['/records', 'page=2&', page(2)],
	['/records', undef, {status => 401, json => {Message => 'the key has expired'}}]);
add_zone('forbidden', ['', undef, {status => 403, json => {Message => 'not this zone'}}]);

spew("$dir/script.json", $json->encode({routes => \@routes}));
spew("$dir/proxy.json", '{"answers": [{"status": 403, "reason": "Forbidden"}]}');
my $sim = Sim->start("faulty=$dir/script.json", "proxy=$dir/proxy.json");
my %env = (%{$sim->{env}}, BUNNY_API_KEY => 'canary-key/1+2=3',
	ZONEFERRY_BUNNY_URL => $sim->{env}{FAULTY_URL});

# One line that names the zone and the cause, and nothing else.
sub stops_ok {
	my ($r, $zone, $cause, $what) = @_;
	ok($r->{exit} == 2 && $r->{out} eq '' && index($r->{err}, 'canary') < 0 && $r->{err} =~ $cause
		&& $r->{err} =~ /\A[^\n]*\berror: [^\n]*\b$zone\.example\b[^\n]*\n\z/, $what)
		or diag("exit $r->{exit}: $r->{err}$r->{out}");
}

my %hasty = (silent => ['', qr/no answer in time/, 'H18 silence'],
	later => ['', qr/status 429, and the next try is due in 99999999999 s \([-\d]+ [:\d]+ UTC\), of which the time limit leaves \d/,
		'H04 throttled for longer than the time limit'],
	endless => ['?paged', qr/time/, 'pages without end'],
	job => ['?scan=new', qr/the scan is not done after 0 s/, 'a job that takes longer']);
my @hasty = sort keys %hasty;
my @results = run_all(map { [\%env, zf(), 'export', '--timeout', 1, "bunny:$_.example$hasty{$_}[0]"] } @hasty);
stops_ok(shift @results, $_, $hasty{$_}[1], "$hasty{$_}[2] ends with the time limit") for @hasty;
is(scalar $sim->log(qr{/dnszone/$id{$_} }), 1, "$_ is asked for once") for qw(silent later);

my ($good, $garbage, $negative, $expired, $forbidden) = run_all(
	map { [\%env, zf(), 'export', "bunny:$_"] } 'good.example', 'garbage.example',
	'negative.example', 'expired.example?paged', 'forbidden.example');
is($good->{exit}, 0, 'a good zone') or diag($good->{err});
is($garbage->{out}, $good->{out} =~ s/\bgood\b/garbage/gr, 'H04 a time that is no time');
is($negative->{out}, $good->{out} =~ s/\bgood\b/negative/gr, 'H04 a negative time');
stops_ok($expired, 'expired', qr/status 401: the key has expired/, 'H25 credentials that end');
is(scalar $sim->log(qr{/dnszone/$id{expired}/records}), 3, 'are not tried again');
stops_ok($forbidden, 'forbidden', qr/status 403: not this zone/, 'H26 a zone that is forbidden');

# What can't be asked for has no request to be named.
my ($homeless) = run_all([{%env, PDNS_API_KEY => 'canary'}, zf(), 'export', 'powerdns:x.example']);
stops_ok($homeless, 'x', qr/\Azoneferry: error: powerdns: x\.example: the base URL is not set: /, 'no base URL');

# A run with a config of these lines.
my $configs = 0;
my @top;
sub with_config {
	my ($more, $location, @lines) = @_;
	my $file = "$dir/config" . ++$configs . '.yaml';
	spew($file, join "\n", @top, 'profiles:', '  own:', '    provider: bunny', (map { "    $_" } @lines), '');
	chmod 0600, $file;
	my ($r) = run_all([{%env, %$more}, zf(), 'export', '--config', $file, '--timeout', 5, $location]);
	return $r;
}

my $proxy = $sim->{env}{PROXY_URL};
my $tunnel = with_config({}, 'bunny@own:good.example', 'url: https://name.invalid', "proxy: $proxy");
stops_ok($tunnel, 'good', qr/403/, 'a proxy that refuses');
my @asked = $sim->log(qr/^proxy /);
like($asked[0], qr/^proxy CONNECT name\.invalid:443 /, 'is asked for a tunnel');
unlike("@asked", qr/access_?key/i, 'and gets no credential');
stops_ok(with_config({}, 'bunny@own:good.example', 'proxy: ftp://127.0.0.1'), 'good',
	qr/proxy in profile "own" of the config must begin with/, 'a proxy of another kind');
$sim->clear_log;
my $loopback = with_config({http_proxy => $proxy, https_proxy => $proxy, ALL_PROXY => $proxy},
	'bunny@own:good.example', "url: $env{ZONEFERRY_BUNNY_URL}", "proxy: $proxy");
is($loopback->{exit}, 0, 'a loopback address') or diag($loopback->{err});
my $elsewhere = with_config({http_proxy => $proxy, https_proxy => $proxy, ALL_PROXY => $proxy},
	'bunny@own:good.example', 'url: https://name.invalid');
stops_ok($elsewhere, 'good', qr/name\.invalid/, 'H29 proxies of the environment are ignored');
is(scalar $sim->log(qr/^proxy /), 0, 'and neither needs a proxy');
my $unused = with_config({no_proxy => '*', NO_PROXY => '*'}, 'bunny@own:good.example',
	'url: https://name.invalid', "proxy: $proxy");
stops_ok($unused, 'good', qr/403/, 'and so are the exceptions that it names');

# But where the config says that the environment counts.
@top = ('network: environment');
$sim->clear_log;
my ($host) = $proxy =~ m{//(.*)};
my $password = with_config({HTTPS_PROXY => "http://user:canary-pass\@$host"}, 'bunny@own:good.example',
	'url: https://name.invalid');
stops_ok($password, 'good', qr/403/, 'network: environment: a proxy of the environment refuses');
my $asked = $sim->log(qr/^proxy CONNECT name\.invalid:443 /);
cmp_ok($asked, '>', 0, 'it was asked');
my $excepted = with_config({HTTPS_PROXY => $proxy, NO_PROXY => 'name.invalid'}, 'bunny@own:good.example',
	'url: https://name.invalid');
stops_ok($excepted, 'good', qr/name\.invalid/, 'an exception is kept');
is(scalar $sim->log(qr/^proxy CONNECT/), $asked, 'it is not asked');
@top = ('network: everything');
like(with_config({}, 'bunny@own:good.example')->{err}, qr/network is "config"/, 'and there is no third way');
@top = ();
like(with_config({}, 'bunny@own:good.example', 'proxi: x')->{err},
	qr/known are: provider, url, ca_file, proxy, insecure_http, access_key/, 'keys that a profile may have');

# A command that gives a secret gets no other provider's, nor what another profile names.
my $seen = "$dir/seen.env";
@top = ('keys:', '  transfer:', '    secret: env:CANARY_TSIG');
my $command = with_config({CLOUDFLARE_API_TOKEN => 'a', PDNS_API_KEY => 'b', CANARY_TSIG => 'c', OTHER => 'd'},
	'bunny@own:good.example', "access_key: \"cmd:env > $seen; echo \$BUNNY_API_KEY\"");
@top = ();
is($command->{exit}, 0, 'a command gives the key') or diag($command->{err});
my %seen = map { /^(\w+)=(.*)/ ? ($1, $2) : () } split /\n/, slurp($seen);
is($seen{OTHER}, 'd', 'it has the environment');
is($seen{BUNNY_API_KEY}, $env{BUNNY_API_KEY}, 'and its own provider\'s secrets');
is_deeply([grep { exists $seen{$_} } qw(CLOUDFLARE_API_TOKEN PDNS_API_KEY CANARY_TSIG)], [], 'but no other\'s');

# The records of a zone are counted, wherever it comes from.
my $file = "$dir/good.example.zone";
spew($file, $good->{out});
my $records = () = $good->{out} =~ / IN /g;
for my $place ($file, 'bunny:good.example') {
	my $less = $place eq $file ? $records - 1 : 1;
	my ($few, $enough) = run_all(
		map { [\%env, zf(), 'export', '-q', '--max-records', $_, $place] } $less, $records);
	is($few->{exit}, 2, "$place: a record too many");
	like($few->{err}, qr/more than $less records/, 'which is said');
	is($enough->{exit}, 0, 'and as many as may be') or diag($enough->{err});
}

# Elements that are asked for one by one are counted before the first of these calls.
my ($many) = slurp('testdata/provider/ovh/same.http') =~ /\A(.*?^\[)5000000001, /ms;
spew("$dir/many.http", $many . join(', ', 1 .. 100_001) . "]\n===\n");
my ($calls) = run_all([{OVH_ACCESS_TOKEN => 'canary-ovh-token'}, zf(), 'export', '--replay', "$dir/many.http", 'ovh:same.example']);
stops_ok($calls, 'same', qr/more than 100000 elements that are asked for one by one/, 'a list that wants too many calls');

# A server with a certificate of its own.
SKIP: {
	my $server = TlsServer->start($dir) or skip 'no openssl', 9;
	my $url = "url: $server->{url}";
	my $location = 'bunny@own:good.example';
	stops_ok(with_config({}, $location, $url), 'good', qr/certificate/,
		'H22 a certificate of its own is not trusted');
	for my $path ("$dir/cert.pem", 'cert.pem', '~/cert.pem') {
		stops_ok(with_config({HOME => "$dir"}, $location, $url, "ca_file: $path"), 'good',
			qr/the answer can't be read \(status 200/, "but with ca_file $path");
	}
	my %from = (SSL_CERT_FILE => "$dir/cert.pem");
	stops_ok(with_config(\%from, $location, $url), 'good', qr/certificate/, 'SSL_CERT_FILE is ignored');
	@top = ('network: environment');
	stops_ok(with_config(\%from, $location, $url), 'good', qr/the answer can't be read \(status 200/,
		'but for network: environment');
	@top = ();
	# Each stream of HTTP/2 is reset: curl would begin again by itself, five times for each of our tries.
	my $resetting = open my $port, '-|', '/usr/bin/python3', 'tests/support/reset_h2.py', "$dir/cert.pem", "$dir/key.pem", "$dir/h2.log";
	chomp(my $at = <$port>);
	stops_ok(with_config({}, $location, "url: https://127.0.0.1:$at", "ca_file: $dir/cert.pem"), 'good',
		qr/the server resets each try/, 'streams that are reset');
	cmp_ok(scalar split(/\n/, slurp("$dir/h2.log")), '<=', 10, 'count as tries');
	kill 'TERM', $resetting;
	stops_ok(with_config({}, $location, $url, 'ca_file: nothing.pem'), 'good', qr/authorities/,
		'a ca_file that is not there');
}

done_testing;
