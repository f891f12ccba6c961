#!/usr/bin/perl
# Faults between a provider and us, made octet for octet: what fails for a moment is tried again,
# everything else stops with one line. The ids are those of the table in tests/FAULTS.md.
use strict;
use warnings;
use lib 'tests/support';
use Sim qw(run run_all spew zf);
use IO::Socket::INET;
use JSON::PP;
use Test::More;
use TlsServer;

my $json = JSON::PP->new->canonical;
my $dir = File::Temp->newdir;
my $head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";
my %key = (BUNNY_API_KEY => 'canary-bunny/1+2=3');
my @cases; # {name, what, list, answers, whole or not, options}

# A bunny.net that has one zone for each case. A case's answers are to the question for its zone;
# code makes them of the zone's own text.
sub zone_of { return "case$_[0].example" }

sub settings {
	my ($n) = @_;
	return {Id => $n, Domain => zone_of($n), Nameserver1 => 'ns1.example.net',
		Nameserver2 => 'ns2.example.net', SoaEmail => 'hostmaster@example.net'};
}

sub whole_zone {
	my ($n) = @_;
	return $json->encode({%{settings($n)}, Records => [map {
		{Id => $_, Type => 0, Name => "h$_", Value => "192.0.2.$_", Ttl => 300}} 1 .. 3]});
}

sub good { return {body => whole_zone($_[0]), headers => {'Content-Type' => 'application/json'}} }

sub hexes { return {hex => unpack 'H*', $_[0]} }

# One that fails at first, and is whole when it is asked again.
sub passes {
	my ($what, @answers) = @_;
	push @cases, {what => $what, whole => 1, answers => [@answers, \&good]};
}

# One that stays as it is.
sub stops {
	my ($what, $answer, %more) = @_;
	push @cases, {what => $what, answers => [$answer], %more};
}

my $page = '<html><h1>busy</h1></html>';
passes('without a fault');
passes('H01 throttled for a second', {status => 429, headers => {'Retry-After' => '1'}});
passes('H02 throttled until a date', {status => 429,
	headers => {Date => '{date}', 'Retry-After' => '{date+1}'}});
passes('H02 throttled until a date gone by', {status => 429,
	headers => {'Retry-After' => 'Sun, 06 Nov 1994 08:49:37 GMT'}});
passes('H02 throttled by a clock a day ahead', {status => 429,
	headers => {Date => '{date+86400}', 'Retry-After' => '{date+86401}'}});
passes('H03 throttled for no given time', {status => 429});
passes('H04 throttled for a negative time', {status => 429, headers => {'Retry-After' => '-7'}});
passes('H05 throttled by a page with 503', {status => 503, body => $page,
	headers => {'Retry-After' => '0'}});
passes('H06 bad gateways', {status => 502}, {status => 504});
passes('H09 reset before an answer', {raw => '', then => 'reset'});
my $size = length whole_zone(100);
my $half = substr whole_zone(100), 0, $size / 2;
passes('H09 reset in the body', {raw => "${head}Content-Length: $size\r\n\r\n$half", then => 'reset'});
passes('H09 a body shorter than its length', {raw => "${head}Content-Length: $size\r\n\r\n$half",
	then => 'close'});
passes('H10 a chunk that is cut', {raw => "${head}Transfer-Encoding: chunked\r\n\r\nfff\r\n$half",
	then => 'close'});
passes('H10 no last chunk', {raw => "${head}Transfer-Encoding: chunked\r\n\r\n5\r\n12345\r\n",
	then => 'close'});
passes('H24 an idle connection that is closed');
$cases[-1]{list_then} = 'close';

# Odd, and good all the same.
sub odd {
	my ($what, $answer) = @_;
	push @cases, {what => $what, whole => 1, answers => [$answer]};
}
sub raw { my ($head, @body) = @_; return {raw => [$head, @body], then => 'close'} }
odd('H27 HTTP/1.0', sub { raw("HTTP/1.0 200 OK\r\n\r\n", whole_zone($_[0])) });
odd('H19 one 100 Continue', sub { raw("HTTP/1.1 100 Continue\r\n\r\n$head\r\n", whole_zone($_[0])) });
odd('H17 a byte order mark', sub { raw("$head\r\n", hexes("\xef\xbb\xbf"), whole_zone($_[0])) });
odd('H17 JSON that is called something else',
	sub { {body => whole_zone($_[0]), headers => {'Content-Type' => 'text/html'}} });

stops('H03 throttled for ever', {status => 429, headers => {'Retry-After' => '0'}});
stops('H06 unavailable for ever', {status => 503, headers => {'Retry-After' => '0'}});
stops('H11 a cut body that ends with the connection', {raw => "$head\r\n$half", then => 'close'});
stops('H12 cut JSON of the right length', sub { {body => substr whole_zone($_[0]), 0, 200} });
stops('H13 a page instead of JSON', {body => $page});
stops('H14 an empty body', {body => ''});
stops('H14 no content', {status => 204});
stops('H15 an error object with 200', {json => {ErrorKey => 'x', Message => 'no such thing'}});
stops('H17 UTF-16', sub { raw("$head\r\n", hexes("\xff\xfe" . whole_zone($_[0]) =~ s/(.)/$1\0/gr)) });
my %bounded = (release => 1);
stops('H19 a body without end', {raw => ["$head\r\n", {repeat => ' ' x 4096, times => 0}]}, %bounded);
stops('H19 a header without end', {raw => [$head,
	{repeat => 'X-Fill: ' . 'x' x 1000 . "\r\n", times => 0}]}, %bounded);
stops('H19 a header line without end', {raw => [$head, 'X-Fill: ', {repeat => 'x' x 1000, times => 0}]},
	%bounded);
stops('H19 100 Continue without end', {raw => {repeat => "HTTP/1.1 100 Continue\r\n\r\n", times => 0}},
	%bounded, options => ['--timeout', 1]);
# 258 zeros for every 13 bits.
stops('H20 a compressed bomb', {raw => ["${head}Content-Encoding: gzip\r\n\r\n",
	{hex => '1f8b08000000000000036318'}, {repeat => {hex => '05a360148c8251300a46c12818'}, times => 500000}],
	then => 'close'}, %bounded);
stops('H21 moved to a file', {status => 302, headers => {Location => 'file:///etc/passwd'}});
stops('H21 moved in a loop', sub { {status => 302,
	headers => {Location => "http://127.0.0.1:{port}/dnszone/$_[0]"}} });
stops('H28 two lengths', sub { raw("${head}Content-Length: 2\r\nContent-Length: "
	. length(whole_zone($_[0])) . "\r\n\r\n", whole_zone($_[0])) });
stops('H28 NUL in a header', sub { raw($head, 'X-Nul: a', hexes("\0"), "b\r\n\r\n", whole_zone($_[0])) });
stops('H28 HTTP/0.9', sub { raw(whole_zone($_[0])) });
stops('H30 another zone', sub { {body => whole_zone(1)} });
my @hasty = (options => ['--timeout', 1]);
stops('H18 no head', {raw => {wait_ms => 20000}}, @hasty);
stops('H18 half a head', {raw => [$head, {wait_ms => 20000}]}, @hasty);
stops('H18 a body that stops', {raw => ["${head}Content-Length: $size\r\n\r\n$half", {wait_ms => 20000}]},
	@hasty);
stops('H18 an octet now and then', {raw => ["${head}Content-Length: $size\r\n\r\n",
	{repeat => [' ', {wait_ms => 100}], times => 0}]}, @hasty);

my @routes;
for my $n (1 .. @cases) {
	my $case = $cases[$n - 1];
	my $list = {json => {Items => [settings($n)], CurrentPage => 1, TotalItems => 1,
		HasMoreItems => JSON::PP::false}, defined $case->{list_then} ? (then => $case->{list_then}) : ()};
	push @routes, {path => '/dnszone', query => 'search=' . zone_of($n), answers => [$list]},
		{path => "/dnszone/$n", answers => [map { ref $_ eq 'CODE' ? $_->($n) : $_ } @{$case->{answers}}]};
}
spew("$dir/script.json", $json->encode({routes => \@routes}));
spew("$dir/proxy.json", '{"answers": [{"status": 500}]}');
my $sim = Sim->start("faulty=$dir/script.json", "proxy=$dir/proxy.json");
my %env = (%{$sim->{env}}, %key, ZONEFERRY_BUNNY_URL => $sim->{env}{FAULTY_URL});

# The sanitised program, or the released one in 256 MiB.
sub export {
	my ($n, $more) = @_;
	my $case = $cases[$n - 1];
	my @program = $case->{release} ? ('sh', '-c', 'ulimit -v 262144; exec "$@"', 'sh',
		$ENV{ZF_RELEASE} // 'build/zoneferry') : zf();
	return [{%env, %{$more // {}}}, @program, 'export', 'bunny:' . zone_of($n), @{$case->{options} // []}];
}

sub stopped_ok {
	my ($r, $zone, $what) = @_;
	my $good = $r->{exit} == 2 && $r->{out} eq '' && index($r->{err}, 'canary') < 0
		&& $r->{err} =~ /\A[^\n]*\bbunny\b[^\n]*\b\Q$zone\E\b[^\n]*\n\z/;
	ok($good, $what) or diag("exit $r->{exit}: $r->{err}$r->{out}");
}

my @results = run_all(map { export($_) } 1 .. @cases);
my $plain = $results[0]{out};
is(() = $plain =~ / IN A /g, 3, 'a zone of three records');

sub whole_ok {
	my ($r, $n, $what) = @_;
	is("$r->{exit}\n$r->{out}", "0\n" . $plain =~ s/\bcase1\b/case$n/gr, $what) or diag($r->{err});
}

for my $n (1 .. @cases) {
	my $case = $cases[$n - 1];
	if ($case->{whole}) { whole_ok($results[$n - 1], $n, $case->{what}) }
	else { stopped_ok($results[$n - 1], zone_of($n), $case->{what}) }
}

# Nobody there.
my $deaf = IO::Socket::INET->new(Listen => 1, LocalAddr => '127.0.0.1') or die;
my $port = $deaf->sockport;
my $gone = IO::Socket::INET->new(Listen => 1, LocalAddr => '127.0.0.1')->sockport;
my @nobody = (
	['H23 nobody answers', "http://127.0.0.1:$port"],
	['H23 refused', "http://127.0.0.1:$gone"],
	['H23 a name that does not exist', 'https://name.invalid'],
	['credentials go over TLS only', 'http://192.0.2.1'],
);
my @answers = run_all(map { [{%env, ZONEFERRY_BUNNY_URL => $_->[1]}, zf(), 'export', '--timeout', 1,
	'bunny:case1.example'] } @nobody);
stopped_ok($answers[$_], 'case1.example', $nobody[$_][0]) for 0 .. $#nobody;

# Proxies of the environment get nothing.
my $proxy = $sim->{env}{PROXY_URL};
my ($direct) = run_all(export(1, {http_proxy => $proxy, ALL_PROXY => $proxy, all_proxy => $proxy}));
whole_ok($direct, 1, 'H29 proxies of the environment');
is(scalar $sim->log(qr/^proxy /), 0, 'are not asked');

# TLS.
SKIP: {
	my $server = TlsServer->start($dir) or skip 'no openssl', 1;
	my ($r) = run_all(export(1, {ZONEFERRY_BUNNY_URL => $server->{url}}));
	stopped_ok($r, 'case1.example', 'H22 a certificate that nobody vouches for');
}

done_testing;
