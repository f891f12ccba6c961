#!/usr/bin/perl
# The simulator of Route 53: batches of changes with exact old values, in XML.
use strict;
use warnings;
use lib 'tests/support';
use Ask;
use Sim qw(spew);
use SimControl qw(losses);
use JSON::PP;
use Test::More;

my $dir = File::Temp->newdir;
my $xmlns = 'https://route53.amazonaws.com/doc/2013-04-01/';
my $sim;
my $base;

# Starts the simulator with these changes of its data.
sub restart {
	my (%more) = @_;
	my @weighted = map { {Name => 'w.a.example', Type => 'A', SetIdentifier => "$_", Weight => 1, TTL => 60,
		ResourceRecords => ["192.0.2.$_"]} } 1, 2;
	spew("$dir/data.json", encode_json({
		credentials => {AWS_ACCESS_KEY_ID => 'k', AWS_SECRET_ACCESS_KEY => 's'}, zones => [
			{Name => 'a.example.', Id => 'Z1', ResourceRecordSets => [
				{Name => 'host.a.example', Type => 'A', TTL => 60, ResourceRecords => ['192.0.2.1', '192.0.2.2']},
				{Name => 'cname.a.example', Type => 'CNAME', TTL => 60, ResourceRecords => ['b.example.']},
				{Name => '*.a.example', Type => 'TXT', TTL => 60, ResourceRecords => ['"<&>"']},
				{Name => 'alias.a.example', Type => 'A',
					AliasTarget => {HostedZoneId => 'Z2', DNSName => 'b.example.', EvaluateTargetHealth => 'false'}},
				@weighted],
				protections => [{RecordName => 'kept.a.example', RecordType => 'A', Comment => 'by us'}]},
			{Name => 'full.example.', Id => 'Z3', sim => {records => 320}}], %more}));
	$sim = Sim->start("route53=$dir/data.json");
	$base = $sim->{env}{ZONEFERRY_ROUTE53_URL};
	headers(Authorization => 'AWS4-HMAC-SHA256 Credential=k/20260206/us-east-1/route53/aws4_request, '
		. 'SignedHeaders=host, Signature=00', 'Content-Type' => 'text/xml');
}

restart();

# A set of the simulator's form in XML, its members in this order.
sub xml_of {
	my ($set, @order) = @_;
	@order = qw(Name Type SetIdentifier Weight TTL ResourceRecords AliasTarget More) if !@order;
	return join '', map {
		my $value = $set->{$_};
		my $inner = !ref $value ? $value
			: ref $value eq 'HASH' ? xml_of($value, qw(HostedZoneId DNSName EvaluateTargetHealth))
			: join '', map { "<ResourceRecord><Value>$_</Value></ResourceRecord>" } @$value;
		"<$_>$inner</$_>";
	} grep { defined $set->{$_} } @order;
}

sub batch_of { return qq(<ChangeResourceRecordSetsRequest xmlns="$xmlns"><ChangeBatch><Changes>$_[0]</Changes></ChangeBatch></ChangeResourceRecordSetsRequest>) }

sub batch {
	return batch_of(join '', map {
		"<Change><Action>$_->[0]</Action><ResourceRecordSet>" . xml_of($_->[1]) . '</ResourceRecordSet></Change>' } @_);
}

my @post = ('POST', "$base/hostedzone/Z1/rrset/");
my %a = (Name => 'n.a.example', Type => 'A', TTL => 60, ResourceRecords => ['192.0.2.1']);
my %host = (%a, Name => 'host.a.example.', ResourceRecords => ['192.0.2.1', '192.0.2.2']);

sub done { return status_is(200, $_[0], @post, batch(@_[1 .. $#_])) }

sub invalid {
	my ($what, $message, @changes) = @_;
	my $xml = status_is(400, $what, @post, batch(@changes));
	return like($xml, qr{<InvalidChangeBatch xmlns="\Q$xmlns\E"><Messages><Message>[^<]*$message}, "$what: the message");
}

sub wrong {
	my ($what, $body) = @_;
	return like(status_is(400, $what, @post, $body), qr{<ErrorResponse.*<Code>InvalidInput</Code>}, "$what: its code");
}

# "TTL value value" of a set.
sub set_at {
	my ($name, $type) = @_;
	return join ', ', map { join ' ', $_->{TTL} // 'alias', @{$_->{ResourceRecords} // []} }
		grep { $_->{Name} eq $name && $_->{Type} eq $type } $sim->get_zone('route53', 'a.example');
}

subtest reading => sub {
	headers();
	like(status_is(403, 'no signature', 'GET', "$base/hostedzone"), qr/SignatureDoesNotMatch/, 'its code');
	restart();
	@post = ('POST', "$base/hostedzone/Z1/rrset/");
	like(status_is(200, 'zones', 'GET', "$base/hostedzone?maxitems=1"),
		qr{<Id>/hostedzone/Z1</Id><Name>a\.example\.</Name>.*<NextMarker>Z3<}, 'a page');
	like(status_is(200, 'next', 'GET', "$base/hostedzone?maxitems=1&marker=Z3"), qr/full\.example.*>false</, 'the last');
	like(status_is(200, 'by name', 'GET', "$base/hostedzonesbyname?dnsname=full.example."), qr/Z3/, 'found');
	like(status_is(200, 'zone', 'GET', "$base/hostedzone/Z1"), qr{<ResourceRecordSetCount>8<}, 'its size');
	like(status_is(404, 'no zone', 'GET', "$base/hostedzone/Z9"), qr/NoSuchHostedZone/, 'its code');
	my $xml = status_is(200, 'sets', 'GET', "$base/hostedzone/Z1/rrset");
	is_deeply([map { /<Name>(.*?)</ } split /<ResourceRecordSet>/, $xml], ['a.example.', 'a.example.',
		'\052.a.example.', 'alias.a.example.', 'cname.a.example.', 'host.a.example.', ('w.a.example.') x 2],
		'in their order, with octal escapes');
	like($xml, qr{<Value>"&#60;&#38;&#62;"</Value>|<Value>&#34;&#60;&#38;&#62;&#34;</Value>}, 'text is escaped');
	like($xml, qr{<SetIdentifier>1</SetIdentifier><Weight>1</Weight><TTL>60</TTL>}, 'members in their order');
	$xml = status_is(200, 'first page', 'GET', "$base/hostedzone/Z3/rrset?maxitems=300");
	like($xml, qr{<NextRecordName>h0298\.full\.example\.</NextRecordName><NextRecordType>A<}, 'where to go on');
	$xml = status_is(200, 'second page', 'GET', "$base/hostedzone/Z3/rrset?name=h0298.full.example.&type=A");
	is(scalar(() = $xml =~ /<ResourceRecordSet>/g), 22, 'the rest');
	like(status_is(200, 'protections', 'GET', "$base/hostedzone/Z1/rrsetprotection"), qr/by us/, 'listed');
	status_is(400, 'maxitems 301', 'GET', "$base/hostedzone/Z1/rrset?maxitems=301");
};

subtest change => sub {
	like(done('CREATE', [CREATE => \%a]), qr{<ChangeInfo><Id>/change/C\w+</Id><Status>PENDING<}, 'pending');
	is(set_at('n.a.example.', 'A'), '60 192.0.2.1', 'created');
	done('UPSERT of one that is there', [UPSERT => {%a, TTL => 61, ResourceRecords => ['192.0.2.3']}]);
	is(set_at('n.a.example.', 'A'), '61 192.0.2.3', 'replaced');
	done('DELETE', [DELETE => {%a, TTL => 61, ResourceRecords => ['192.0.2.3']}]);
	done('UPSERT of none', [UPSERT => {%a, Name => 'N.A.example'}]);
	is(set_at('n.a.example.', 'A'), '60 192.0.2.1', 'created');
	done('DELETE and CREATE', [DELETE => {%host, ResourceRecords => [reverse @{$host{ResourceRecords}}]}],
		[CREATE => {%host, Type => 'CNAME', ResourceRecords => ['b.example']}]);
	is(set_at('host.a.example.', 'CNAME'), '60 b.example', 'in one batch');
	done('wildcard', [CREATE => {%a, Name => '*.x.a.example'}]);
	is(set_at('\052.x.a.example.', 'A'), '60 192.0.2.1', 'in octal');
	done('weighted', [CREATE => {%a, Name => 'w.a.example', SetIdentifier => '3', Weight => 0}]);
	done('alias', [CREATE => {Name => 'al.a.example', Type => 'A', AliasTarget =>
		{HostedZoneId => 'Z2', DNSName => 'b.example', EvaluateTargetHealth => 'false'}}]);
	my $n = 0;
	done("$_->[0]", [CREATE => {%a, Name => 'v' . $n++ . '.a.example', Type => $_->[0], ResourceRecords => [$_->[1]]}])
		for ['AAAA', '2001:db8::1'], ['MX', '10 b.example'], ['SRV', '0 0 0 .'], ['CAA', '0 issue "ca"'],
		['TXT', '"a" "b\"\303\251"'], ['DS', '1 13 2 00'], ['TLSA', '3 1 1 00'], ['SSHFP', '1 1 00'],
		['NAPTR', '1 1 "S" "x" "" .'], ['SVCB', '1 . alpn=h2'], ['SPF', '"v=spf1"'], ['PTR', 'b.example.'];

	my $before = [$sim->get_zone('route53', 'a.example')];
	invalid('CREATE of one that is there', 'Tried to create .*already exists', [CREATE => \%a]);
	invalid('DELETE of none', 'Tried to delete .*not found', [DELETE => {%a, Name => 'none.a.example'}]);
	invalid('DELETE with another TTL', 'do not match the current values', [DELETE => {%a, TTL => 61}]);
	invalid('DELETE with another value', 'do not match', [DELETE => {%a, ResourceRecords => ['192.0.2.9']}]);
	invalid('DELETE of a weighted set as a simple one', 'not found', [DELETE => {%a, Name => 'w.a.example'}]);
	invalid('twice deleted', 'not found', [DELETE => \%a], [DELETE => \%a]);
	invalid('the second change fails', 'already exists', [DELETE => \%a], [CREATE => {%a, Name => 'cname.a.example',
		Type => 'CNAME', ResourceRecords => ['b.example']}]);
	invalid('beside a CNAME', 'conflicts', [CREATE => {%a, Name => 'cname.a.example'}]);
	invalid('CNAME beside others', 'conflicts', [CREATE => {%a, Type => 'CNAME', ResourceRecords => ['b.example']}]);
	invalid('simple beside weighted', 'do not mix', [CREATE => {%a, Name => 'w.a.example'}]);
	invalid('protected', 'by us', [CREATE => {%a, Name => 'kept.a.example'}]);
	invalid('CNAME of the apex', 'not permitted', [CREATE => {%a, Name => 'a.example', Type => 'CNAME',
		ResourceRecords => ['b.example']}]);
	invalid('out of the zone', 'not permitted', [CREATE => {%a, Name => 'na.example'}]);
	my ($ns) = grep { $_->{Type} eq 'NS' } @$before;
	invalid('DELETE of the apex NS', 'must contain NS', [DELETE => $ns]);
	my $set = sub { my ($what, $message, %other) = @_; invalid($what, $message, [CREATE => {%a, Name => 'z.a.example', %other}]) };
	$set->('no TTL', 'TTL is required', TTL => undef);
	$set->('no values', 'at least one value|either', ResourceRecords => []);
	$set->('values and alias', 'either', AliasTarget => {HostedZoneId => 'Z'});
	$set->('identifier without policy', 'SetIdentifier', SetIdentifier => 'x');
	$set->('policy without identifier', 'SetIdentifier', Weight => 1);
	$set->('TTL above 31 bits', 'range', TTL => 2147483648);
	$set->('unknown type', 'unknown', Type => 'LOC');
	$set->('no address', 'one of its type', ResourceRecords => ['x']);
	$set->('value twice', 'twice', ResourceRecords => ['192.0.2.1', '192.0.2.1']);
	$set->('two CNAME', 'one value', Type => 'CNAME', ResourceRecords => ['b.example', 'c.example']);
	$set->('TXT without quotes', 'one of its type', Type => 'TXT', ResourceRecords => ['a']);
	$set->('TXT of 256 octets', 'one of its type', Type => 'TXT', ResourceRecords => ['"' . 'x' x 256 . '"']);
	$set->('TXT with a decimal escape', 'one of its type', Type => 'TXT', ResourceRecords => ['"\199"']);
	my @many = map { [UPSERT => {%a, Name => "m$_.a.example"}] } 1 .. 501;
	invalid('501 UPSERTs', 'records limit', @many);
	my @long = map { [CREATE => {%a, Name => "l$_.a.example", Type => 'TXT',
		ResourceRecords => [join ' ', ('"' . 'x' x 250 . '"') x 15]}] } 1 .. 9;
	invalid('too many characters', 'characters limit', @long);
	wrong('no XML', '<');
	wrong('another root', '<ChangeBatch/>');
	wrong('no namespace', batch([CREATE => \%a]) =~ s/ xmlns="[^"]*"//r);
	wrong('no change', batch());
	wrong('unknown action', batch([REPLACE => \%a]));
	wrong('unknown member', batch([CREATE => {%a, More => 1}]));
	wrong('TTL as a word', batch([CREATE => {%a, TTL => 'x'}]));
	wrong('another order', batch_of('<Change><Action>CREATE</Action><ResourceRecordSet>'
		. xml_of(\%a, qw(Type Name TTL ResourceRecords)) . '</ResourceRecordSet></Change>'));
	is_deeply([$sim->get_zone('route53', 'a.example')], $before, 'what is refused changes nothing');
};

subtest status => sub {
	restart(settle => 2);
	@post = ('POST', "$base/hostedzone/Z1/rrset/");
	$sim->record('route53', 'a.example');
	my ($id) = done('a change', [UPSERT => {%host, TTL => 300}]) =~ m{<Id>/change/(\w+)<};
	is_deeply([map { status_is(200, 'ask', 'GET', "$base/change/$id") =~ m{<Status>(\w+)<} } 1 .. 3],
		[qw(PENDING PENDING INSYNC)], 'in sync after two looks');
	like(status_is(404, 'no change', 'GET', "$base/change/C9"), qr/NoSuchChange/, 'its code');
	$sim->fail_at('route53', 1, 'busy');
	like(status_is(400, 'busy', @post, batch([UPSERT => \%host])), qr/<Code>PriorRequestNotComplete</, 'its code');
	my @states = $sim->states('route53', 'a.example');
	is_deeply([losses('route53', @states)], [], 'nothing is lost');
	is(scalar @states, 2, 'a state for each call that came through');
};

subtest exported => sub {
	restart();
	my $r = $sim->zoneferry('export', 'route53:a.example');
	is($r->{exit}, 0, 'the program reads it');
	like($r->{out}, qr/^host +60 IN A +192\.0\.2\.2/m, 'a record');
	like($r->{out}, qr/^\* +60 IN TXT +"<&>"/m, 'escapes');
	like($r->{out}, qr/^;\@route53 .*"DNSName":"b\.example\."/m, 'an alias');
};

done_testing;
