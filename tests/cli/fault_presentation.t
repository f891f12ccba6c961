#!/usr/bin/perl
# Content that providers give in presentation format, as PowerDNS does, or that is huge: whatever
# stands in a record stays that record's, content that can't be read is named and kept, an answer that
# can't be read stops with one line, and memory is bounded. The ids are those of the table in
# tests/FAULTS.md.
use strict;
use warnings;
use lib 'tests/support';
use Sim qw(run run_all slurp spew zf);
use JSON::PP;
use Test::More;

my $json = JSON::PP->new->canonical->ascii;
my $dir = File::Temp->newdir;
my (@routes, @cases); # {what, judge, release}

# One more zone, with these RRsets, or this answer; and code that looks at its export.
sub add_case {
	my ($what, $sets, $judge, %more) = @_;
	my $n = @cases + 1;
	my $id = $more{id} // "c$n.example.";
	my $path = $more{path} // $id;
	push @cases, {what => $what, judge => $judge, release => $more{release}};
	push @routes, {query => "zone=c$n.example.", answers => [
		{json => [{name => "c$n.example.", id => $id}]}]};
	push @routes, {path => "/api/v1/servers/localhost/zones/$path", answers => [
		ref $sets eq 'CODE' ? $sets->($n) : {json => {name => "c$n.example.", id => $id,
			rrsets => [soa($n), map { {%$_, name => $_->{name} =~ s/\bZ\b/c$n.example./r} } @$sets]}}]};
}

sub set {
	my ($name, $type, @contents) = @_;
	return {name => $name, type => $type, ttl => 300, records => [map {
		{content => $_, disabled => JSON::PP::false}} @contents]};
}

sub soa { return set("c$_[0].example.", 'SOA', 'ns1.example.net. h.example.net. 1 2 3 4 5') }

# Lines without the SOA record.
sub gives {
	my ($id, $what, $set, @wanted) = @_;
	add_case("$id $what", [$set], sub {
		my ($r) = @_;
		is($r->{exit}, 0, "$id $what") or diag($r->{err});
		is_deeply([map { s/ +/ /gr } grep { !/^\$ORIGIN| SOA / } split /\n/, $r->{out}], \@wanted,
			'as it should be') or diag($r->{out});
	});
}

sub stops {
	my ($id, $what, $sets, $cause, %more) = @_;
	my $n = @cases + 1;
	add_case("$id $what", ref $sets eq 'HASH' ? [$sets] : $sets, sub {
		my ($r) = @_;
		ok($r->{exit} == 2 && $r->{out} eq '' && $r->{err} =~ /\A[^\n]*\bc$n\.example\b[^\n]*\n\z/
			&& $r->{err} !~ /[^\x20-\x7e\n]/ && $r->{err} =~ $cause, "$id $what")
			or diag("exit $r->{exit}: ", substr "$r->{err}$r->{out}", 0, 1000);
	}, %more);
}

# Content that can't be read is named and kept, and costs no other record: exit 4.
sub keeps {
	my ($id, $what, $set, $cause) = @_;
	add_case("$id $what", [$set], sub {
		my ($r) = @_;
		ok($r->{exit} == 4 && $r->{out} =~ / SOA .*\n;\@powerdns \{[^\n]*\}\n\z/
			&& $r->{out} !~ /^[^;\n]* (?:A|MX|TXT) /m
			&& $r->{err} =~ /\A[^\n]*error: [^\n]* \[unread\]\n(?:zoneferry: [^\n]*: served, [^\n]*\n)?\z/
			&& $r->{err} !~ /[^\x20-\x7e\n]/ && $r->{err} =~ $cause, "$id $what")
			or diag("exit $r->{exit}: ", substr "$r->{err}$r->{out}", 0, 1000);
	});
}

sub txt { return set('t.Z', 'TXT', $_[0]) }

gives('', 'without a fault', set('a.Z', 'A', '192.0.2.1'), 'a 300 IN A 192.0.2.1');

# One content is one record.
keeps('D16', 'a line behind an address', set('a.Z', 'A', "192.0.2.1\nb 300 IN A 192.0.2.9"), qr/./);
keeps('D16', 'a comment behind an address', set('a.Z', 'A', '192.0.2.1 ; x'), qr/./);
keeps('D16', 'brackets around an address', set('a.Z', 'A', "( 192.0.2.1 \n )"), qr/./);
keeps('D16', 'a directive', set('a.Z', 'A', '$INCLUDE /etc/passwd'), qr/./);
keeps('D16', 'a quote that stays open', txt('"a'), qr/./);
keeps('D16', 'nothing', set('a.Z', 'A', ''), qr/./);
keeps('D16', 'too little', set('Z', 'MX', '10'), qr/./);
keeps('D16', 'too much', set('Z', 'MX', '10 m.example. x'), qr/./);
keeps('D16', 'an escape that is cut', txt('"a\\'), qr/./);
keeps('D16', 'an escape above 255', txt('"a\\256"'), qr/./);
gives('D16', 'a text with all that is special', txt('"; $INCLUDE ( @ ) \\" \\\\ \\000\\010"'),
	't 300 IN TXT "; $INCLUDE ( @ ) \" \\\\ \000\010"');
keeps('D16', 'a line end in a text', txt("\"a\nb\""), qr/quoted strings/);
gives('D16', 'RDATA of RFC 3597', set('a.Z', 'TYPE65534', '\\# 4 c0000201'),
	'a 300 IN TYPE65534 \# 4 C0000201');
keeps('D16', 'RDATA of RFC 3597, cut', set('a.Z', 'TYPE65534', '\\# 5 c0000201'), qr/./);

# Names.
gives('D15', 'an absolute name without its dot', {%{set('a.Z', 'A', '192.0.2.1')}, name => 'a.c' . (@cases + 1)
	. '.example'}, 'a 300 IN A 192.0.2.1');
gives('D15', 'upper case', {%{set('a.Z', 'A', '192.0.2.1')}, name => 'A.C' . (@cases + 1) . '.EXAMPLE.'},
	'a 300 IN A 192.0.2.1');
gives('D15', 'a dot within a label', set('a\\.b.Z', 'A', '192.0.2.1'), 'a\046b 300 IN A 192.0.2.1');
keeps('D15', 'a name out of the zone', set('www.elsewhere.example.', 'A', '192.0.2.1'), qr/out|below|zone/);
keeps('D15', 'a name that ends like the zone', {%{set('Z', 'A', '192.0.2.1')},
	name => 'xc' . (@cases + 1) . '.example.'}, qr/out|below|zone/);
keeps('D15', 'no name at all', set('', 'A', '192.0.2.1'), qr/name|owner|zone/);
keeps('D15', 'a blank before the name', set(' a.Z', 'A', '192.0.2.1'), qr/./);
keeps('D15', 'a target of 64 octets in a label', set('w.Z', 'CNAME', 'x' x 64 . '.example.'), qr/./);
keeps('D15', 'a target that is two', set('w.Z', 'CNAME', 'x.example. y.example.'), qr/./);

# The zone's id in the path of a request.
for my $case (['a/b', 'a%2Fb'], ['a?b#c', 'a%3Fb%23c'], ["a\nb", 'a%0Ab'], ['%2e%2e', '%252e%252e'],
	['..x', '..x']) {
	my ($id, $path) = @$case;
	add_case("D11 a zone id", [set('a.Z', 'A', '192.0.2.1')], sub {
		is($_[0]{exit}, 0, "D11 a zone id is asked for as $path") or diag($_[0]{err});
	}, id => $id, path => $path);
}
for my $id ('.', '..', '') {
	stops('D11', "the zone id \"$id\"", [set('a.Z', 'A', '192.0.2.1')], qr/./, id => $id);
}

# Much, in 256 MiB.
sub large {
	my (@parts) = @_;
	return sub { {body => [qq({"name":"c$_[0].example.","id":"c$_[0].example.","rrsets":), @parts]} };
}
my %bounded = (release => 1);
my $mega = 1 << 20;
sub much { my ($what, $size) = @_; return {repeat => $what x 4096, times => int($size / 4096 / length $what)} }
stops('D12', 'zeros', large('[0', much(',0', 15 * $mega), ']}'), qr/./, %bounded);
stops('D12', 'empty lists', large('[[]', much(',[]', 15 * $mega), ']}'), qr/./, %bounded);
stops('D12', 'depth', large(much('[', 15 * $mega)), qr/deep|depth|nest/, %bounded);
stops('D12', 'one string', large('[{"name":"', much('x', 15 * $mega), '"}]}'), qr/./, %bounded);
stops('D12', 'escapes', large('[{"name":"', much('\\u00e9', 15 * $mega), '"}]}'), qr/./, %bounded);
stops('D12', 'one member again and again', large('[{"a":0', much(',"m":0', 15 * $mega), '}]}'), qr/./,
	%bounded);
stops('D12', 'one number', large('[', much('9', 15 * $mega), ']}'), qr/./, %bounded);

spew("$dir/script.json", $json->encode({routes => \@routes}));
my $server = Sim->start("api=$dir/script.json");
my %env = (%{$server->{env}}, PDNS_API_KEY => 'canary-key', ZONEFERRY_POWERDNS_URL => $server->{env}{API_URL});
my @bounds = ('sh', '-c', 'ulimit -v 262144; exec "$@"', 'sh', $ENV{ZF_RELEASE} // 'build/zoneferry');
my @results = run_all(map { [\%env, $cases[$_ - 1]{release} ? @bounds : zf(), 'export',
	"powerdns:c$_.example"] } 1 .. @cases);
for my $n (0 .. $#cases) {
	unlike($results[$n]{err} . $results[$n]{out}, qr/canary/, 'no credential');
	$cases[$n]{judge}->($results[$n]);
}

done_testing;
