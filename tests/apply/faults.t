#!/usr/bin/perl
# What APIs do to what is written to them, and what comes of it (tests/FAULTS.md): they rewrite it, alter it,
# show it late, lock it, do half of it, can't be read behind it. At the simulators.
use strict;
use warnings;
use lib 'tests/support';
use File::Temp 'tempdir';
use JSON::PP;
use Sim qw(slurp spew);
use Test::More;
use WriteTarget;

$ENV{ZF} //= 'build/zoneferry'; # the other build's turn is in provider.t
my $dir = tempdir(CLEANUP => 1);
my @names = grep { WriteTarget->is_simulated($_) } WriteTarget->names;
my $targets = WriteTarget->start(@names);
my $sim = $targets->{sim};
my ($true, $false) = (JSON::PP::true, JSON::PP::false);
my $origin = "\$ORIGIN example.com.\n";

sub set { $sim->clear_faults($_[0]); $sim->set_zone($_[0], 'example.com', @_[1 .. $#_]) }

# A sync of this text.
sub sync {
	my ($name, $text, @options) = @_;
	spew("$dir/wanted.zone", $origin . $text);
	$sim->clear_calls;
	return $sim->zoneferry('sync', "$dir/wanted.zone", "$name:example.com", '-q', '--state', "$dir/state", @options);
}

sub ends {
	my ($exit, $what, $r) = @_;
	return is($r->{exit}, $exit, $what) || diag $r->{out}, $r->{err};
}

sub writes { return scalar grep { $_->{writes} } $sim->calls }

# The records but for SOA and apex NS, as lines with single spaces.
sub records {
	my ($location) = @_;
	return [map { chomp; s/ +/ /gr } grep { / IN / && !/^@ .* IN (?:SOA|NS) / }
		split /^/, $sim->zoneferry('export', $location, '-q')->{out}];
}

# One address each, in every API's spelling.
my %one = (
	bunny => sub { {Type => 0, Name => $_[0], Value => $_[1], Ttl => 300} },
	sdpf => sub { {name => "$_[0].example.com.", type => 'A', ttl => 300, records => [$_[1]]} },
	hostup => sub { {name => "$_[0].example.com", type => 'A', ttl => 300, value => $_[1]} },
	cloudflare => sub { {name => "$_[0].example.com", type => 'A', ttl => 300, content => $_[1]} },
	hetzner => sub { {name => $_[0], type => 'A', ttl => 300, records => [{value => $_[1]}]} },
	route53 => sub { {Name => "$_[0].example.com.", Type => 'A', TTL => 300, ResourceRecords => [$_[1]]} },
);

subtest 'D17: texts arrive octet for octet' => sub {
	my @texts = ('plain', '"in quotes"', '"', 'back\\slash\\\\', 'semi;colon, \\"both\\"', ' spaces  inside ', '%s {x} $& <&>',
		'x' x 255, 'y' x 256, ("abc \"\\;" x 100));
	my %not = (hostup => qr/^"|^.?"$/); # HostUp keeps what stands in quotes without them
	for my $name (@names) {
		my @fit = grep { !$not{$name} || $_ !~ $not{$name} } @texts;
		my $text = '';
		for my $n (0 .. $#fit) {
			my @strings = map { s/(["\\])/\\$1/gr } $fit[$n] =~ /(.{1,255})/g;
			$text .= "t$n 300 IN TXT " . join(' ', map { qq("$_") } @strings) . "\n";
		}
		set($name, []);
		ends(0, "$name: written", sync($name, $text, '--apply'));
		ends(0, "$name: read back", sync($name, $text));
		my $r = $sim->zoneferry('diff', "$dir/wanted.zone", "$name:example.com", '-q', '--only', 'TXT');
		ends(0, "$name: no octet differs", $r);
	}
	set('hostup', []);
	my $r = sync('hostup', "t 300 IN TXT \"\\\"in quotes\\\"\"\nu 300 IN TXT \"u\"\n", '--apply');
	ends(2, 'hostup: quotes round a text would get lost', $r);
	like($r->{out} . $r->{err}, qr/t\.example\.com\. TXT: what would be sent is not read back as the same record/, 'hostup: it is refused before');
	is(writes(), 0, 'hostup: nothing is written');
};

# What an API may hold, as it may spell it, and what it says.
my $said = "host 300 IN AAAA 2001:db8::1\nhost 300 IN TXT \"a b\"\nwww 300 IN CNAME host\n";
my %rewritten = (
	bunny => [{Type => 1, Name => 'HOST', Value => '2001:DB8:0:0:0:0:0:1', Ttl => 300}, {Type => 3, Name => 'host', Value => 'a b', Ttl => 300},
		{Type => 2, Name => 'Www', Value => 'Host.Example.COM.', Ttl => 300}],
	sdpf => [{name => 'HOST.Example.com.', type => 'AAAA', ttl => 300, records => ['2001:DB8:0:0:0:0:0:1']},
		{name => 'host.example.com.', type => 'TXT', ttl => 300, records => ['a b']},
		{name => 'www.example.com.', type => 'CNAME', ttl => 300, records => ['Host.example.com.']}],
	hostup => [{name => 'HOST.example.com', type => 'AAAA', ttl => 300, value => '2001:DB8::0001'},
		{name => 'host.example.com', type => 'TXT', ttl => 300, value => '"a b"'},
		{name => 'www.example.com', type => 'CNAME', ttl => 300, value => 'Host.Example.com'}],
	cloudflare => [{name => 'host.example.com', type => 'AAAA', ttl => 300, content => '2001:DB8::0001'},
		{name => 'host.example.com', type => 'TXT', ttl => 300, content => 'a b'},
		{name => 'WWW.example.com', type => 'CNAME', ttl => 300, content => 'Host.example.com'}],
	hetzner => [{name => 'host', type => 'AAAA', ttl => 300, records => [{value => '2001:DB8::0001'}]},
		{name => 'host', type => 'TXT', ttl => 300, records => [{value => '"a" " b"'}]},
		{name => 'www', type => 'CNAME', ttl => 300, records => [{value => 'host'}]}],
	route53 => [{Name => '\\150ost.example.com.', Type => 'AAAA', TTL => 300, ResourceRecords => ['2001:DB8::0001']},
		{Name => 'host.example.com.', Type => 'TXT', TTL => 300, ResourceRecords => ['"\\141 b"']},
		{Name => 'www.example.com.', Type => 'CNAME', TTL => 300, ResourceRecords => ['host.example.com']}],
);

subtest 'D18, D21: what an API spells otherwise, or has of its own, is no change' => sub {
	for my $name (@names) {
		set($name, $rewritten{$name});
		ends(0, "$name: other letter case, other forms", sync($name, $said));
		ends(0, "$name: another SOA, other name servers", sync($name,
			"\@ 60 IN SOA ns1.example.net. me.example.net. 9 60 60 60 60\n\@ 60 IN NS ns1.example.net.\n$said", '--apply'));
		is(writes(), 0, "$name: no call writes");
	}
	# Rewritten on its way in, too.
	for (['bunny', {Name => 'NEW', Value => '2001:DB8:0::1'}], ['hostup', {value => '2001:DB8:0:0::1'}], ['sdpf', {name => 'New.example.com.'}],
		['cloudflare', {}], ['hetzner', {}], ['route53', {}]) {
		my ($name, $members) = @$_;
		set($name, []);
		$sim->alter_at($name, 1, $members) if %$members;
		ends(0, "$name: stored in another form", sync($name, "new 300 IN AAAA 2001:db8::1\n", '--apply'));
		ends(0, "$name: and no change afterwards", sync($name, "new 300 IN AAAA 2001:db8::1\n"));
	}
};

subtest 'D19: what is said to be done and is not, or otherwise' => sub {
	for (['bunny', {Ttl => 600}], ['bunny', {Value => '192.0.2.66'}], ['sdpf', {ttl => 600}], ['hostup', {value => '192.0.2.66'}]) {
		my ($name, $members) = @$_;
		set($name, []);
		$sim->alter_at($name, 1, $members);
		my $r = sync($name, "new 300 IN A 192.0.2.1\n", '--apply');
		ends(4, "$name: altered", $r);
		like($r->{out}, qr/^  new\.example\.com\. A: the target stored it otherwise\n    wanted .*192\.0\.2\.1\n    found  \S+ .*(?:600|\.66)/m,
			"$name: named, with both") or diag $r->{out};
	}
	set('bunny', [$one{bunny}->('www', '192.0.2.1')]);
	$sim->rule('bunny', 1, {status => 204}); # says so, and does nothing
	my $r = sync('bunny', "www 300 IN A 192.0.2.2\n", '--apply');
	ends(4, 'not done', $r);
	like($r->{out}, qr/^  www\.example\.com\. A: not confirmed: the target still shows what was there$/m, 'named');
};

subtest 'D20: what is shown late' => sub {
	set('sdpf', [$one{sdpf}->('www', '192.0.2.1')]);
	# The reads of planning come before: two of them see the zone as it is.
	$sim->rule('sdpf', 3, {stale => $true}, zone => 'example.com', at => 'zone records record', writes => $false, count => 2);
	ends(0, 'is waited for', sync('sdpf', "www 300 IN A 192.0.2.2\n", '--apply'));
	set('bunny', [$one{bunny}->('www', '192.0.2.1')]);
	$sim->rule('bunny', 3, {stale => $true}, zone => 'example.com', at => 'zone records record', writes => $false, count => 0);
	my $r = sync('bunny', "www 300 IN A 192.0.2.2\n", '--apply');
	ends(4, 'up to a limit', $r);
	like($r->{out}, qr/not confirmed: the target still shows what was there/, 'then it is not confirmed');
};

subtest 'D23: what is locked' => sub {
	set('hetzner', [$one{hetzner}->('www', '192.0.2.1'), {%{$one{hetzner}->('lock', '192.0.2.1')}, protection => {change => $true}}]);
	my $r = sync('hetzner', "www 300 IN A 192.0.2.2\n", '--apply');
	ends(0, 'hetzner: known to be: left alone', $r);
	like($r->{out}, qr/left alone:\n  it is protected at Hetzner\n    lock\.example\.com\. A/, 'hetzner: and named');
	set('cloudflare', [$one{cloudflare}->('www', '192.0.2.1'), {%{$one{cloudflare}->('lock', '192.0.2.1')}, meta => {read_only => $true}}]);
	$r = sync('cloudflare', "www 300 IN A 192.0.2.2\n", '--apply');
	ends(0, 'cloudflare: the same', $r);
	like($r->{out}, qr/another product of Cloudflare manages it\n    lock\.example\.com\. A/, 'cloudflare: and named');
	set('sdpf', [$one{sdpf}->('www', '192.0.2.1')]);
	$r = sync('sdpf', "\@ 300 IN NS ns1.example.net.\nwww 300 IN A 192.0.2.2\n", '--apply', '--apex-ns', '--max-delete', '100%',
		'--allow', 'no-apex-ns');
	ends(0, 'sdpf: its own name servers', $r);
	like($r->{out}, qr/changes none of those that it has\n    example\.com\. NS/, 'sdpf: are named');
	is(scalar(grep { $_->{type} eq 'NS' } $sim->get_zone('sdpf', 'example.com')), 3, 'sdpf: and stay, beside one more');
	set('bunny', [map { $one{bunny}->("h$_", '192.0.2.1') } 1 .. 3]);
	$sim->fail_at('bunny', 2, 'denied');
	$r = sync('bunny', join('', map { "h$_ 300 IN A 192.0.2.2\n" } 1 .. 3), '--apply');
	ends(4, 'bunny: found out when it is written: done in part', $r);
	like($r->{out}, qr/^  refused: update h2\.example\.com\. A\n  remaining: update h3\.example\.com\. A\nstopped: .*denied by the test/m, 'bunny: and named');
};

subtest 'A06: several batches, of which one fails' => sub {
	my $many = join '', map { "h$_ 300 IN A 192.0.2.1\n" } 1 .. 450;
	for (['refused', 200, 0], ['reset_done', 450, 0], ['broken', 200, 0]) {
		my ($how, $done) = @$_;
		set('cloudflare', []);
		$sim->fail_at('cloudflare', 2, $how);
		my $r = sync('cloudflare', $many, '--apply', '-f', 'json');
		my $states = {};
		$states->{$_->{state}}++ for @{decode_json($r->{out})->{report}{operations}};
		is($states->{done} // 0, $done, "$how: told by operation");
		is(scalar(grep { $_->{name} =~ /^h\d/ } $sim->get_zone('cloudflare', 'example.com')), $done, "$how: and true");
		ends($done == 450 ? 0 : 4, "$how: exit", $r);
		ends(0, "$how: a second run", sync('cloudflare', $many, '--apply'));
		is(scalar(grep { $_->{name} =~ /^h\d/ } $sim->get_zone('cloudflare', 'example.com')), 450, "$how: converges");
	}
};

subtest 'a call carries what the API takes' => sub {
	# Route 53: 1,000 records and 32,000 characters of values, an update counts with both of its ends.
	for (['many records', 1200, 8], ['long texts', 60, 1000], ['both', 300, 150]) {
		my ($what, $count, $size) = @$_;
		my $text = sub { join '', map { "t$_ 300 IN TXT " . join(' ', map { qq("$_") } ($_[0] x $size) =~ /(.{1,255})/g) . "\n" } 1 .. $count };
		set('route53', []);
		ends(0, "$what: created", sync('route53', $text->('x'), '--apply'));
		my $r = sync('route53', $text->('y'), '--apply', '--max-delete', '100%', '-f', 'json');
		ends(0, "$what: changed", $r);
		is(decode_json($r->{out})->{plan}{calls}, writes(), "$what: in as many calls as planned");
		cmp_ok(writes(), '>', 1, "$what: in several");
	}
};

subtest 'A08: the target can\'t be read behind a good write' => sub {
	set('bunny', [$one{bunny}->('www', '192.0.2.1')]);
	$sim->rule('bunny', 3, {status => 403, error => 'no more'}, at => 'zone', writes => $false, count => 0);
	my $r = sync('bunny', "www 300 IN A 192.0.2.2\n", '--apply');
	ends(4, 'done in part', $r);
	like($r->{out}, qr/1 done of 1 operation;(?:.*\n)+not verified: .*no more/, 'done, and not verified');
	$sim->clear_faults('bunny');
	ends(0, 'it is done', sync('bunny', "www 300 IN A 192.0.2.2\n"));
};

subtest 'A11: a backup goes to an empty, a changed, another zone' => sub {
	spew("$dir/same.zone", slurp('testdata/provider/same.zone') =~ s/same\.example/example.com/gr);
	set('bunny', []);
	my @restore = ('sync', "$dir/backup.zone");
	my @end = ('-q', '--state', "$dir/state", '--provider-records', qw(--max-delete 100% --allow), 'last-apex-address,last-mx');
	ends(0, 'a zone', $sim->zoneferry('sync', "$dir/same.zone", 'bunny:example.com', '--apply', @end));
	$sim->meddle('bunny', 'example.com', {add => [{Type => 5, Name => 'r', Ttl => 300, Value => 'https://example.net/'},
		{Type => 0, Name => 'w', Ttl => 60, Value => '192.0.2.1', Weight => 30, Comment => 'c'}]});
	ends(0, 'its backup', $sim->zoneferry('export', 'bunny:example.com', '-q', '-o', "$dir/backup.zone"));
	my $all = slurp("$dir/backup.zone");
	set('bunny', []);
	ends(1, 'empty: a plan first', $sim->zoneferry(@restore, 'bunny:example.com', @end));
	is(scalar($sim->get_zone('bunny', 'example.com')), 0, 'nothing is written');
	ends(0, 'empty: restored', $sim->zoneferry(@restore, 'bunny:example.com', '--apply', @end));
	is($sim->zoneferry('export', 'bunny:example.com', '-q')->{out}, $all, 'all of it');
	$sim->meddle('bunny', 'example.com', {remove => [{Name => 'w'}], change => [{match => {Name => 'r'}, set => {Value => 'https://example.org/'}}],
		add => [$one{bunny}->('more', '192.0.2.1')]});
	ends(0, 'changed: restored', $sim->zoneferry(@restore, 'bunny:example.com', '--apply', @end));
	is($sim->zoneferry('export', 'bunny:example.com', '-q')->{out}, $all, 'all of it again');
	set('sdpf', []);
	my $r = $sim->zoneferry(@restore, 'sdpf:example.com', '--apply', @end);
	ends(0, 'another provider: restored', $r);
	like($r->{out}, qr/the target has no $_/, "what it can't hold is named: $_") for qw(CAA TLSA HTTPS SVCB);
	like($r->{out}, qr/bunny/, 'so is what only bunny.net has') or diag $r->{out};
	my $kept = join "\n", grep { !/ IN (?:CAA|TLSA|HTTPS|SVCB) / } map { s/ ;@.*//r } @{records("$dir/backup.zone")};
	is(join("\n", @{records('sdpf:example.com')}), $kept, 'all else is there');
};

done_testing;
