#!/usr/bin/perl
# What providers may put into their answers: hostile, odd or contradicting content either becomes
# exactly the right record, or stops the reading with one line. The ids are those of the table in
# tests/FAULTS.md.
use strict;
use warnings;
use lib 'tests/support';
use Sim qw(run run_all spew zf);
use JSON::PP;
use Test::More;

my $json = JSON::PP->new->canonical->ascii;
my $dir = File::Temp->newdir;
my @cases; # {what, routes, judge}
my $settings = '"Nameserver1":"ns1.example.net","Nameserver2":"ns2.example.net",'
	. '"SoaEmail":"hostmaster@example.net"';

# One more zone at bunny.net, with this text as the list of its records, or this answer; and code
# that looks at its export.
sub add_case {
	my ($what, $records, $judge, $id) = @_;
	my $n = @cases + 1;
	$id //= $n;
	my $zone = qq("Id":$id,"Domain":"c$n.example",$settings);
	my $answer = ref $records eq 'CODE' ? $records->($zone)
		: ref $records ? $records : {body => qq({$zone,"Records":[$records]})};
	push @cases, {what => $what, judge => $judge, routes => [
		{path => '/dnszone', query => "search=c$n.example", answers => [{body =>
			qq({"Items":[{$zone}],"CurrentPage":1,"TotalItems":1,"HasMoreItems":false})}]},
		{path => "/dnszone/$id", answers => [$answer]}]};
}

sub record { return '{"Id":7,"Ttl":300,"Priority":0,"Weight":0,"Port":0,' . $_[0] . '}' }

# The lines of an export without what was made from the zone's settings, blanks joined.
sub lines {
	return [map { s/ +/ /gr } grep { $_ !~ /synthesised|^\$ORIGIN/ } split /\n/, $_[0]];
}

# Records that come as they should: with these lines, and a message like this if one is due.
sub gives {
	my ($id, $what, $records, $wanted, $said, @id) = @_;
	add_case("$id $what", $records, sub {
		my ($r) = @_;
		is($r->{exit}, 0, "$id $what") or diag($r->{err});
		is_deeply(lines($r->{out}), $wanted, 'as it should be');
		like($r->{err}, $said, 'and says so') if $said;
	}, @id);
}

# Content that stops the reading with one line like this.
sub stops {
	my ($id, $what, $records, $cause) = @_;
	my $n = @cases + 1;
	add_case("$id $what", $records, sub {
		my ($r) = @_;
		ok($r->{exit} == 2 && $r->{out} eq '' && $r->{err} =~ /\A[^\n]*c$n\.example[^\n]*\n\z/
			&& $r->{err} !~ /[^\x20-\x7e\n]/ && $r->{err} =~ $cause, "$id $what")
			or diag("exit $r->{exit}: $r->{err}$r->{out}");
	});
}

my $a = '"Type":0,"Name":"a","Value":"192.0.2.1"';
gives('', 'without a fault', record($a), ['a 300 IN A 192.0.2.1']);

# Records twice.
gives('D04 D10', 'one record under two ids', record($a) . ',' . record($a) =~ s/7/8/r,
	['a 300 IN A 192.0.2.1'], qr/warning/);

gives('D04', 'the same record twice', record($a) . ',' . record($a), ['a 300 IN A 192.0.2.1']);
stops('D05', 'one id, two contents', record($a) . ',' . record($a =~ s/2\.1/2.2/r), qr/twice/);
stops('D11', 'one id, as text and as a number', record($a) =~ s/7/"7"/r . ',' . record($a), qr/twice/);

# Numbers.
gives('D11', 'a negative id', record($a) =~ s/7/-7/r, ['a 300 IN A 192.0.2.1']);
gives('D11', 'a negative zone id', record($a), ['a 300 IN A 192.0.2.1'], undef, '-5');
gives('D11', 'an id above 2^53', record($a) =~ s/7/9007199254740993/r, ['a 300 IN A 192.0.2.1']);
gives('D11', 'a zone id above 2^53', record($a), ['a 300 IN A 192.0.2.1'], undef, '9007199254740993');
for my $ttl ('-1', '2147483648', '4294967297', '1.5', '1e400', '"x"', 'true', 'null', '{}', '[]') {
	stops('D13', "a TTL of $ttl", record($a) =~ s/300/$ttl/r, qr/TTL|Ttl|number/);
}
gives('D13', 'a TTL as text', record($a) =~ s/300/"300"/r, ['a 300 IN A 192.0.2.1']);
gives('D13', 'a TTL with a fraction of 0', record($a) =~ s/300/300.0/r, ['a 300 IN A 192.0.2.1']);
gives('D13', 'a TTL of 0', record($a) =~ s/300/0/r, ['a 0 IN A 192.0.2.1'], qr/warning.*TTL/);
stops('D13', 'a preference that does not fit', '{"Id":7,"Ttl":300,"Type":4,"Name":"","Value":'
	. '"m.example","Priority":65536}', qr/65536|Priority|preference/);

# JSON itself.
stops('D12', 'a member twice', record($a) =~ s/"Ttl":300/"Ttl":300,"Ttl":301/r, qr/Ttl|twice|duplicate/);
stops('D12', 'depth', '[' x 100000 . ']' x 100000, qr/deep|depth|nest/);
stops('D12', 'NUL', record('"Type":3,"Name":"t","Value":"a\u0000b"'), qr/NUL|u0000/);
stops('D12', 'half a surrogate pair', record('"Type":3,"Name":"t","Value":"a\ud800b"'), qr/./);
stops('D12', 'bad UTF-8', sub { {raw => [qq(HTTP/1.1 200 OK\r\n\r\n{$_[0],"Records":[{"Id":7,)
	. '"Ttl":300,"Type":3,"Name":"t","Value":"a', {hex => 'c328'}, '"}]}'], then => 'close'} }, qr/UTF-8/);
stops('D12', 'many zeros', '0,' x 600000 . '0', qr/many|values|limit/);
stops('D12', 'text behind the end', sub { {body => qq({$_[0],"Records":[]} x)} }, qr/./);

# Types.
gives('D14', 'a type of the provider', record('"Type":5,"Name":"r","Value":"https://x/"'),
	[';@bunny {"Name":"r","Ttl":300,"Type":5,"Value":"https://x/"}']);
add_case('D14 a type that nobody knows', record($a =~ s/:0,/:99,/r), sub {
	my ($r) = @_;
	ok($r->{exit} == 2 || ($r->{err} =~ /99/ && $r->{out} =~ /^;\@bunny .*99/m),
		'D14 a type that nobody knows is kept or stops') or diag($r->{out}, $r->{err});
});
stops('D14', 'no type', record('"Name":"a","Value":"192.0.2.1"'), qr/[Tt]ype/);

# Names.
gives('D15', 'upper case', record($a =~ s/"a"/"A.B"/r), ['a.b 300 IN A 192.0.2.1']);
gives('D15', 'the apex as @', record($a =~ s/"a"/"@"/r), ['@ 300 IN A 192.0.2.1']);
gives('D15', 'an asterisk inside', record($a =~ s/"a"/"x.*.y"/r), ['x.*.y 300 IN A 192.0.2.1']);
stops('D15', 'a blank behind the name', record($a =~ s/"a"/"a "/r), qr/name|label/i);
gives('D15', 'an empty name', record($a =~ s/"a"/""/r), ['@ 300 IN A 192.0.2.1']);
stops('D15', 'an empty label', record($a =~ s/"a"/"a..b"/r), qr/name|label/i);
stops('D15', 'a label of 64 octets', record($a =~ s/"a"/'"' . 'a' x 64 . '"'/er), qr/label|63/i);
stops('D15', 'a name of 256 octets', record($a =~ s/"a"/'"' . join('.', ('a' x 60) x 5) . '"'/er),
	qr/name|255/i);
stops('D15', 'no name', record('"Type":0,"Value":"192.0.2.1"'), qr/owner/);
stops('D15', 'an address that is none', record($a =~ s/192\.0\.2\.1/192.0.2.256/r), qr/address|192/i);
stops('D15', 'an address with more behind', record($a =~ s/192\.0\.2\.1/192.0.2.1 x/r), qr/address|192/i);

# Data stays data.
for my $case (["a\\n\$INCLUDE /etc/passwd", 'a\010$INCLUDE /etc/passwd'], ['x ; y', 'x ; y'],
	['say \\"hi\\"', 'say \"hi\"'], ['\\\\', '\\\\'], ['\\u0007\\u001b[31m', '\007\027[31m'],
	['\\u00e9', '\195\169'], ['"quoted"' =~ s/"/\\"/gr, '\"quoted\"'], [' ', ' '], ['\\r', '\013']) {
	my ($value, $text) = @$case;
	gives('D16', "TXT $value", record(qq("Type":3,"Name":"t","Value":"$value")),
		[qq(t 300 IN TXT "$text")]);
}
gives('D16', 'a long TXT', record('"Type":3,"Name":"t","Value":"' . 'x' x 600 . '"'),
	['t 300 IN TXT "' . 'x' x 255 . '" "' . 'x' x 255 . '" "' . 'x' x 90 . '"']);
for my $owner ('$TTL', 'a;b', 'a\\"b', 'a b', 'a\\nb', 'a(b') {
	add_case("D16 the owner $owner", record($a =~ s/"a"/"$owner"/r), sub {
		my ($r) = @_;
		return is($r->{exit}, 2, "D16 the owner $owner stops") if $r->{exit} != 0;
		my $file = "$dir/again.zone";
		spew($file, $r->{out});
		my $again = run({}, zf(), 'export', $file);
		is($again->{out}, $r->{out}, "D16 the owner $owner survives") or diag($again->{err});
	});
}
stops('O01', 'an error with escape codes', {status => 400, body => $json->encode(
	{ErrorKey => 'x', Message => "\e]0;title\a\e[31m red \x{202e}"})}, qr/red/);

spew("$dir/script.json", $json->encode({routes => [map { @{$_->{routes}} } @cases]}));
my $server = Sim->start("api=$dir/script.json");
my %env = (%{$server->{env}}, BUNNY_API_KEY => 'canary-key',
	ZONEFERRY_BUNNY_URL => $server->{env}{API_URL});
my @results = run_all(map { [\%env, zf(), 'export', "bunny:c$_.example"] } 1 .. @cases);
$cases[$_]{judge}->($results[$_]) for 0 .. $#cases;

# TXT in the forms that SDPF and HostUp may give.
sub forms {
	my ($provider, $data, $what, @wanted) = @_;
	spew("$dir/data.json", $json->encode($data));
	my $sim = Sim->start("$provider=$dir/data.json");
	my $r = $sim->zoneferry('export', "$provider:d.example");
	is($r->{exit}, 0, "$provider: $what") or diag($r->{err});
	my @lines = grep { / TXT / } @{lines($r->{out})};
	is_deeply(\@lines, \@wanted, 'as they are meant');
	return $r;
}

my @txt = ('bare', 'two words', '"quoted"', '"in" "two"', '"with \" quote"', '"with \\\\ backslash"');
my @meant = ('"bare"', '"two words"', '"quoted"', '"in" "two"', '"with \" quote"', '"with \\\\ backslash"');
forms('sdpf', {credentials => {SDPF_API_KEY => 'k-of-s', SDPF_API_SECRET => 's-of-s', SDPF_TENANT_ID => 't'},
	region => 'jp1', token => 'token', zones => [{name => 'd.example.', recordsets => [
		{name => 'd.example.', type => 'SOA', ttl => 300, records => ['n.example. h.example. 1 2 3 4 5']},
		{name => 'd.example.', type => 'NS', ttl => 300, records => ['n.example.']},
		map { {name => "t$_.d.example.", type => 'TXT', ttl => 300, records => [$txt[$_]]} } 0 .. 5]}]},
	'TXT', map { "t$_ 300 IN TXT $meant[$_]" } 0 .. 5);
forms('hostup', {credentials => {HOSTUP_API_KEY => 'k-of-h'}, zones => [{name => 'd.example', records => [
	map { {name => "t$_", type => 'TXT', ttl => 300, value => $txt[$_]} } 0 .. 3]}]},
	'TXT', map { "t$_ 300 IN TXT $meant[$_]" } 0 .. 3);

# Answers that are about something else.
spew("$dir/data.json", $json->encode({credentials => {HOSTUP_API_KEY => 'k-of-h'},
	zones => [{name => 'd.example', records => [{name => 'a', type => 'A', value => '192.0.2.1'}]},
		{name => 'null.example', records => [
			{name => '@', type => 'MX', value => 'm.example', priority => undef}]},
		{name => 'out.example'}, {name => 'strange.example'}, {name => 'fewer.example'}],
	faults => [{zone => 'out.example', at => 'records', status => 200, json => {zone => {
		id => 'z', name => 'out.example', recordCount => 1, totalRecordCount => 1}, records => [
		{id => 'drr_1', type => 'A', name => 'www.elsewhere.example.', value => '192.0.2.1', ttl => 60}]}},
	{zone => 'fewer.example', at => 'records', status => 200, json => {zone => {
		id => 'z', name => 'fewer.example', recordCount => 2, totalRecordCount => 2}, records => [
		{id => 'drr_1', type => 'A', name => '@', value => '192.0.2.1', ttl => 60}]}},
	{zone => 'strange.example', at => 'records', status => 200, json => {zone => {
		id => 'z', name => 'strange.example', recordCount => 3, totalRecordCount => 3}, records => [
		{id => 'drr_1', type => 'A', name => '@', value => '192.0.2.1', ttl => 60},
		{id => '../..?a#b', type => 'A', name => 'www', value => '192.0.2.2', ttl => 60},
		{id => "drr\n3", type => 'A', name => 'ftp.strange.example', value => '192.0.2.3', ttl => 60}]}}]}));
my $hostup = Sim->start("hostup=$dir/data.json");
my $out = $hostup->zoneferry('export', 'hostup:out.example');
isnt($out->{exit}, 0, 'D15 a name that is absolute and outside') or diag($out->{out});
my $fewer = $hostup->zoneferry('export', 'hostup:fewer.example');
is($fewer->{exit}, 2, 'D24 a list that leaves a record out') or diag($fewer->{out});
like($fewer->{err}, qr/1 records came, but the zone is said to have 2/, 'is told');
my $null = $hostup->zoneferry('export', 'hostup:null.example');
is($null->{exit}, 0, 'D13 an MX record without its preference') or diag($null->{err});
like($null->{out}, qr/^;\@hostup \{.*"type":"MX".*\}$/m, 'is kept, but as no record');
like($null->{err}, qr/warning: .*priority/, 'and named');
my $strange = $hostup->zoneferry('export', 'hostup:strange.example');
is($strange->{exit}, 0, 'D15 relative names and @, D11 odd ids') or diag($strange->{err});
is(() = $strange->{out} =~ /^(?:@|www|ftp) .* A /mg, 3, 'are understood');

# Ids within a list that comes in pages.
spew("$dir/data.json", $json->encode({credentials => {BUNNY_API_KEY => 'key-of-b'}, zones => [
	{Domain => 'same.example', Records => [map {
		{Id => $_, Type => 0, Name => "h$_", Value => '192.0.2.1'}} 1, 2, 2, 3]},
	{Domain => 'other.example', Records => [map {
		{Id => 7, Type => 0, Name => 'h', Value => "192.0.2.$_"}} 1, 2]}]}));
my $bunny = Sim->start("bunny=$dir/data.json");
my $same = $bunny->zoneferry('export', 'bunny:same.example?paged');
is($same->{exit}, 2, 'D07 a list with a record twice and a total that counts it twice') or diag($same->{out});
my $other = $bunny->zoneferry('export', 'bunny:other.example?paged');
is($other->{exit}, 2, 'D05 one id, two contents') or diag($other->{out});
like($other->{err}, qr/twice/, 'is named');

# Links to the next page, and sets without records.
sub sdpf_with {
	my ($fault, @more) = @_;
	spew("$dir/data.json", $json->encode({credentials => {SDPF_API_KEY => 'k-of-s',
		SDPF_API_SECRET => 's-of-s', SDPF_TENANT_ID => 't'}, region => 'jp1', token => 'token',
		zones => [{name => 'd.example.', sim => {records => 600}}],
		faults => [{zone => 'd.example', at => 'records', %$fault}]}));
	return Sim->start("sdpf=$dir/data.json", @more);
}
spew("$dir/elsewhere.json", '{"answers": [{"json": {"recordsets": []}}]}');
my $elsewhere = Sim->start("elsewhere=$dir/elsewhere.json");
for my $next ("$elsewhere->{env}{ELSEWHERE_URL}/v2/x", 'file:///etc/passwd', 'ftp://127.0.0.1/',
	'http://user:pw@127.0.0.1/', '//127.0.0.1/', '?', '/v2/zones') {
	my $r = sdpf_with({next => $next})->zoneferry('export', 'sdpf:d.example');
	is($r->{exit}, 2, "D03 the next page at $next") or diag(substr $r->{out}, 0, 500);
}
is(scalar $elsewhere->log, 0, 'nothing was sent elsewhere');
my $hollow = sdpf_with({status => 200, json => {links => {}, metadata => {total_count => 4},
	recordsets => [
		{id => '1', name => 'd.example.', type => 'SOA', ttl => 300, records => ['n.example. h.example. 1 2 3 4 5']},
		{id => '2', name => 'd.example.', type => 'NS', ttl => 300, records => ['n.example.']},
		{id => '3', name => 'none.d.example.', type => 'A', ttl => 300, records => []},
		{id => '4', name => 'two.d.example.', type => 'A', ttl => 300, records => ['192.0.2.1', '192.0.2.2']},
	]}})->zoneferry('export', 'sdpf:d.example');
is($hollow->{exit}, 0, 'D22 a set without records') or diag($hollow->{err});
is(() = $hollow->{out} =~ / A /g, 2, 'is no record');

# Size.
subtest 'D09 100,000 records' => sub {
	spew("$dir/data.json", $json->encode({credentials => {SDPF_API_KEY => 'k-of-s',
		SDPF_API_SECRET => 's-of-s', SDPF_TENANT_ID => 't'}, region => 'jp1', token => 'token',
		zones => [{name => 'd.example.', sim => {records => 100000}}]}));
	my $sim = Sim->start("sdpf=$dir/data.json");
	my $release = $ENV{ZF_RELEASE} // 'build/zoneferry';
	my $r = run($sim->{env}, 'sh', '-c', 'ulimit -v 262144; exec "$@"', 'sh', $release,
		'export', 'sdpf:d.example');
	is($r->{exit}, 0, 'in 256 MiB') or diag($r->{err});
	is(() = $r->{out} =~ /^h\d+ /mg, 100000, 'all are there');
	cmp_ok(scalar $sim->log, '<=', 205, 'in pages of 500');
};

done_testing;
