# SimControl: how tests of writing work the simulators that a Sim has started. PROVIDER is a
# simulator's name, ZONE a zone's without its final dot, elements are as the API spells them.
#
#   $sim->set_zone(PROVIDER, ZONE, [element, …], member => value …)   its whole content; the members
#           are the zone's own. Its id stays. A new zone is made. States are recorded from now on.
#   @elements = $sim->get_zone(PROVIDER, ZONE)
#   $sim->drop_zone(PROVIDER, ZONE)          it is no more
#
#   $sim->record(PROVIDER, ZONE)             records states from now on, which set_zone does too
#   @states = $sim->states(PROVIDER, ZONE)   {call, elements} as it was then, and after each writing
#           call or meddling since; `call` is the call's number, 0 for none
#   @worse = losses(PROVIDER, @states)       what judges say of them, see there
#
#   @calls = $sim->calls(%wanted)    {n, provider, method, path, body, in_flight, at, zone, writes, status, fault}
#           of all requests that have these values; `at` is the kind: zones, zone, records, create,
#           update, delete … `status` is that of the answer, also when it was not sent
#   $sim->call_counts                {PROVIDER => {at => count}}
#   $sim->clear_calls
#
#   $sim->fail_at(PROVIDER, K, HOW, %more)   the K-th writing call from now on fails; see fail_at
#   $sim->alter_at(PROVIDER, K, {member => value}, %more)   is carried out with other values
#   $sim->stale_reads(PROVIDER, ZONE, N, %more)   the next N reads of the zone see it as before its
#           last change
#   $sim->meddle(PROVIDER, ZONE, \%edit)     somebody else's change, now:
#           {remove => [{member => value}, …], change => [{match => {…}, set => {…}}, …], add => [element, …]}
#   $sim->meddle_at(PROVIDER, ZONE, K, \%edit, %more)       just before the K-th writing call
#   $sim->clear_faults(PROVIDER)
#   $sim->latency(PROVIDER, MS)              of every answer
package SimControl;
use strict;
use warnings;
use Carp;
use Exporter 'import';
use HTTP::Tiny;
use JSON::PP;
our @EXPORT_OK = qw(losses);

my $json = JSON::PP->new->utf8->canonical;
my ($true, $false) = (JSON::PP::true, JSON::PP::false);

# One request to the control; dies unless it is answered well.
sub control {
	my ($self, $method, $path, $body) = @_;
	my $r = HTTP::Tiny->new(timeout => 60)->request($method, "$self->{control}$path",
		defined $body ? {headers => {'Content-Type' => 'application/json'}, content => $json->encode($body)} : {});
	croak "control: $method $path: $r->{status} $r->{content}" if !$r->{success};
	return $r->{status} == 204 ? undef : $json->decode($r->{content});
}

# Where a zone's elements stand.
my %elements = (bunny => 'Records', sdpf => 'recordsets', hostup => 'records', cloudflare => 'records', hetzner => 'rrsets',
	route53 => 'ResourceRecordSets');

# What SDPF makes of every zone by itself.
sub sdpf_defaults {
	my ($zone) = @_;
	my %fixed = (name => "$zone.", ttl => 86400, sim_fixed => $true);
	return ({%fixed, type => 'NS', records => ['dns301-1.example.jp.', 'dns301-2.example.jp.']},
		{%fixed, type => 'SOA', records => ['dns301-1.example.jp. ecl.example.jp. ( 1 7200 900 1209600 86400 )']});
}

sub set_zone {
	my ($self, $provider, $zone, $elements, %members) = @_;
	my @all = @$elements;
	unshift @all, sdpf_defaults($zone) if $provider eq 'sdpf' && !grep { $_->{type} eq 'SOA' } @all;
	$self->control('PUT', "/zones/$provider/$zone", {%members, $elements{$provider} => \@all});
}

sub get_zone {
	my ($self, $provider, $zone) = @_;
	return @{$self->control('GET', "/zones/$provider/$zone")};
}

sub drop_zone {
	my ($self, $provider, $zone) = @_;
	$self->control('DELETE', "/zones/$provider/$zone");
}

sub record {
	my ($self, $provider, $zone) = @_;
	$self->control('POST', "/states/$provider/$zone");
}

sub states {
	my ($self, $provider, $zone) = @_;
	my $recorded = $self->control('GET', "/states/$provider/$zone");
	my @states = {call => 0, elements => $recorded->{first}};
	for my $change (@{$recorded->{changes}}) {
		my @elements = @{$states[-1]{elements}};
		splice @elements, $change->{where}, scalar @{$change->{removed}}, @{$change->{added}};
		push @states, {call => $change->{call}, elements => \@elements};
	}
	return @states;
}

sub calls {
	my ($self, %wanted) = @_;
	my @calls = @{$self->control('GET', '/calls')};
	for my $member (keys %wanted) {
		@calls = grep { ($_->{$member} // '') eq $wanted{$member} } @calls;
	}
	return @calls;
}

sub call_counts {
	my ($self) = @_;
	my %counts;
	$counts{$_->{provider}}{$_->{at} // 'refused'}++ for $self->calls;
	return \%counts;
}

sub clear_calls { $_[0]->control('DELETE', '/calls') }

# Ways in which a call fails. "late" is as long as a minute: longer than any --timeout of a test.
my %ways = (
	refused => {status => 400, error => 'refused by the test'},
	denied => {status => 403, error => 'denied by the test'},
	conflict => {status => 409, error => 'conflict made by the test'},
	busy => {status => 400, code => 'PriorRequestNotComplete', error => 'busy'},
	throttled => {status => 429, error => 'too many requests', headers => {'Retry-After' => '1'}},
	broken => {status => 500, error => 'broken by the test'},
	broken_done => {status => 500, error => 'broken by the test', carry => $true},
	unavailable => {status => 503, error => 'not available'},
	unavailable_done => {status => 503, error => 'not available', carry => $true},
	reset => {reset => $true},
	reset_done => {reset => $true, carry => $true},
	late => {reset => $true, wait_ms => 60000},
	late_done => {carry => $true, wait_ms => 60000},
	action_fails => {action_error => {code => 'action_failed', message => 'failed by the test'}},
);

# Adds a rule for the K-th call, of those that write unless %more says others: zone => NAME,
# at => KIND, writes => undef (all calls), count => N (so many calls; 0: all from then on), and
# anything that a rule may have, such as status or wait_ms.
sub rule {
	my ($self, $provider, $k, $rule, %more) = @_;
	my %rule = (first => $k, count => 1, writes => $true, %$rule, %more);
	delete $rule{writes} if !defined $rule{writes};
	$self->control('POST', "/faults/$provider", \%rule);
}

# HOW is one of: refused, denied, conflict, busy (as Route 53 says it), throttled (429, Retry-After: 1),
# broken (500), unavailable (503), reset (the connection), late (a minute, then reset): not carried out;
# broken_done, unavailable_done, reset_done, late_done (a minute, then the true answer): carried out;
# action_fails: the answer is good, the action that it promises is not (Hetzner). libcurl repeats by
# itself a request whose kept connection is reset before an answer: what then comes is one call more.
sub fail_at {
	my ($self, $provider, $k, $how, %more) = @_;
	croak "fail_at: no such way: $how" if !$ways{$how};
	$self->rule($provider, $k, $ways{$how}, %more);
}

sub alter_at {
	my ($self, $provider, $k, $members, %more) = @_;
	$self->rule($provider, $k, {alter => $members}, %more);
}

sub stale_reads {
	my ($self, $provider, $zone, $n, %more) = @_;
	$self->rule($provider, 1, {stale => $true, writes => $false, zone => $zone, at => 'zone records record',
		count => $n}, %more);
}

sub meddle {
	my ($self, $provider, $zone, $edit) = @_;
	$self->control('POST', "/meddle/$provider/$zone", $edit);
}

sub meddle_at {
	my ($self, $provider, $zone, $k, $edit, %more) = @_;
	$self->rule($provider, $k, {meddle => $edit, zone => $zone}, %more);
}

sub clear_faults {
	my ($self, $provider) = @_;
	$self->control('DELETE', "/faults/$provider");
}

sub latency {
	my ($self, $provider, $ms) = @_;
	$self->control('PUT', "/latency/$provider", {ms => $ms});
}

# What an element is in DNS: its name, type and values; a disabled one is nothing.
my @bunny_types = qw(A AAAA CNAME TXT MX Redirect Flatten PullZone SRV CAA PTR Script NS SVCB HTTPS TLSA);
my %values = (
	bunny => sub {
		my ($e) = @_;
		return () if $e->{Disabled};
		my $type = $bunny_types[$e->{Type}];
		my @more = $type eq 'SRV' ? qw(Priority Weight Port) : $type eq 'CAA' ? qw(Flags Tag)
			: $type =~ /^(?:MX|SVCB|HTTPS)$/ ? 'Priority' : ();
		return (lc $e->{Name}, $type, join ' ', @$e{@more}, $e->{Value});
	},
	sdpf => sub { my ($e) = @_; return (lc $e->{name}, $e->{type}, @{$e->{records}}) },
	hostup => sub {
		my ($e) = @_;
		return (lc $e->{name}, $e->{type}, join ' ', grep { defined } @$e{qw(priority weight port value)});
	},
	route53 => sub {
		my ($e) = @_;
		my $type = join '/', $e->{Type}, grep { defined } $e->{SetIdentifier};
		return (lc $e->{Name}, $type, $e->{ResourceRecords} ? @{$e->{ResourceRecords}} : $e->{AliasTarget}{DNSName});
	},
	hetzner => sub { my ($e) = @_; return ($e->{name}, $e->{type}, map { $_->{value} } @{$e->{records}}) },
	cloudflare => sub {
		my ($e) = @_;
		return (lc $e->{name}, $e->{type}, join ' ', grep { defined } @$e{qw(priority content)});
	},
);

# {name => 1 …}, {"name type" …} and {"name type value" => how often …} of a state.
sub content {
	my ($provider, $state) = @_;
	my (%names, %sets, %data);
	for my $element (@{$state->{elements}}) {
		my ($name, $type, @data) = $values{$provider}->($element);
		next if !@data;
		$names{$name}++;
		$sets{"$name $type"}++;
		$data{"$name $type $_"}++ for @data;
	}
	return [\%names, \%sets, \%data];
}

# In what the states between are worse than both ends, a line each: a name, an RRset (name and type)
# or a value that is in the first and the last state is missing in between; a value stands more often
# than in either. Names are as the API spells them, in lower case. What an API or DNS forces, such as
# the moment without data when a CNAME comes or goes, is for the caller to take out.
sub losses {
	my ($provider, @states) = @_;
	my @contents = map { content($provider, $_) } @states;
	my ($first, $last) = @contents[0, -1];
	my @worse;
	for my $n (0 .. $#contents) {
		my $after = "after call $states[$n]{call}";
		for my $kind (0 .. 2) {
			my $now = $contents[$n][$kind];
			push @worse, map { "$after: $_ is missing" }
				grep { $last->[$kind]{$_} && !$now->{$_} } sort keys %{$first->[$kind]};
		}
		my $data = $contents[$n][2];
		for my $value (sort keys %$data) {
			my $most = (sort { $b <=> $a } map { $_->[2]{$value} // 0 } $first, $last)[0];
			push @worse, "$after: $value stands $data->{$value} times" if $data->{$value} > ($most || 1);
		}
	}
	return @worse;
}

1;
