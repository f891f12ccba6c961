# WriteTarget: zones that can be written to, at simulators and at servers that others wrote, all set and
# read in one way: as the API spells its elements.
#
#   my $t = WriteTarget->start(@names);   of WriteTarget::names; what isn't installed is left out
#   for my $name ($t->names) { $t->set($name, 'example.com', \@elements, %members_of_the_zone) }
#   my $sim = $t->{sim};                  a Sim, for zoneferry and all that SimControl has
#   $t->spelled($name, $text)             without what differs from run to run: addresses, ids
#
# Elements of servers that give out ids themselves are {ID1}, {ID2} … in the order in which they were
# set, the zone is {ZONE}; what a call has started is {JOB}.
package WriteTarget;
use strict;
use warnings;
use Carp;
use Designate;
use File::Temp;
use HTTP::Tiny;
use JSON::PP;
use Servers;
use Sim qw(spew);

my $json = JSON::PP->new->utf8->canonical;
# Data of the simulators, each with example.com under an id that requests can be compared by.
my %data = (
	bunny => {credentials => {BUNNY_API_KEY => 'k'}, zones => [{Domain => 'example.com', Id => 716801}]},
	sdpf => {credentials => {SDPF_API_KEY => 'k', SDPF_API_SECRET => 's', SDPF_TENANT_ID => 't'}, region => 'jp1', token => 'n',
		zones => [{name => 'example.com.', id => '7d0c2a30-0a4c-4c0b-9d1b-3c0a5d0e7a01'}]},
	hostup => {credentials => {HOSTUP_API_KEY => 'k'}, zones => [{name => 'example.com', id => 'zone_01example'}]},
	cloudflare => {credentials => {CLOUDFLARE_API_TOKEN => 't'},
		zones => [{name => 'example.com', id => '023e105f4ecef8ad9ca31a8372d0c353'}]},
	hetzner => {credentials => {HETZNER_API_TOKEN => 't'}, zones => [{name => 'example.com', id => 42}]},
	route53 => {credentials => {AWS_ACCESS_KEY_ID => 'k', AWS_SECRET_ACCESS_KEY => 's'},
		zones => [{Name => 'example.com.', Id => 'Z1D633PJN98FT9'}]},
);

sub names { return ref $_[0] ? @{$_[0]{names}} : sort keys %data, qw(powerdns designate) }

sub is_simulated { return $data{$_[1]} }

sub start {
	my ($class, @names) = @_;
	my %missing = (powerdns => Servers::missing('pdns'), designate => Designate::missing());
	@names = grep { !$missing{$_} } @names;
	my $self = bless {dir => File::Temp->newdir, names => \@names}, $class;
	my @files;
	for my $name (grep { $class->is_simulated($_) } @names) {
		push @files, "$name=$self->{dir}/$name.json";
	}
	@files = "bunny=$self->{dir}/bunny.json" if !@files; # a Sim has one at least
	spew("$self->{dir}/$_.json", $json->encode($data{$_})) for keys %data;
	$self->{sim} = Sim->start({for => 7200}, @files);
	for my $name (grep { !$class->is_simulated($_) } @names) {
		$class->can("start_$name")->($self);
	}
	return $self;
}

sub request {
	my ($self, $method, $url, $header, $body) = @_;
	my $r = HTTP::Tiny->new(timeout => 60)->request($method, $url, {headers => {%$header, 'Content-Type' => 'application/json'},
		defined $body ? (content => $json->encode($body)) : ()});
	croak "$method $url: $r->{status} $r->{content}" if !$r->{success};
	return length $r->{content} ? $json->decode($r->{content}) : undef;
}

sub start_powerdns {
	my ($self) = @_;
	spew("$self->{dir}/pdns.zone", "\$ORIGIN pdns.example.\n\@ 60 IN SOA ns1 h 1 2 3 4 5\n\@ 60 IN NS ns1\nns1 60 IN A 192.0.2.1\n");
	my $server = $self->{pdns} = Servers->start('pdns', zone => 'pdns.example', file => "$self->{dir}/pdns.zone");
	my $env = $self->{sim}{env};
	@$env{qw(PDNS_API_KEY ZONEFERRY_POWERDNS_URL)} = (Servers::API_KEY, "http://127.0.0.1:$server->{api_port}");
}

sub start_designate {
	my ($self) = @_;
	my $server = $self->{designate} = Designate->start;
	my $env = $self->{sim}{env};
	%$env = (%$env, %{$server->{env}});
}

sub set {
	my ($self, $name, $zone, $elements, %members) = @_;
	return $self->{sim}->set_zone($name, $zone, $elements, %members) if $self->is_simulated($name);
	return $self->can("set_$name")->($self, $zone, $elements, %members);
}

# The zone is made anew, with a SOA and an NS that the server makes.
sub set_powerdns {
	my ($self, $zone, $elements, %members) = @_;
	my $zones = "$self->{sim}{env}{ZONEFERRY_POWERDNS_URL}/api/v1/servers/localhost/zones";
	my $key = {'X-API-Key' => Servers::API_KEY};
	$self->request('DELETE', "$zones/$zone.", $key) if $self->{made}{"powerdns $zone"}++;
	$self->request('POST', $zones, $key, {name => "$zone.", kind => 'Native', nameservers => ["ns1.$zone."], soa_edit_api => "",
		rrsets => $elements, %members});
}

sub set_designate {
	my ($self, $zone, $elements, %members) = @_;
	my $base = "$self->{designate}{env}{ZONEFERRY_DESIGNATE_URL}/v2/zones";
	my $token = {'X-Auth-Token' => 'any'};
	$self->{designate}->make_zone($zone) if !$self->{made}{"designate $zone"}++;
	my ($is) = grep { $_->{name} eq "$zone." } @{$self->request('GET', "$base?name=$zone.", $token)->{zones}};
	my $sets = "$base/$is->{id}/recordsets";
	$self->request('PATCH', "$base/$is->{id}", $token, \%members) if %members;
	for my $old (@{$self->request('GET', "$sets?limit=1000", $token)->{recordsets}}) {
		next if $old->{type} eq 'SOA' || ($old->{type} eq 'NS' && $old->{name} eq "$zone.");
		$self->request('DELETE', "$sets/$old->{id}", $token);
	}
	my $n = 0;
	$self->{ids} = {$is->{id} => '{ZONE}'};
	for my $element (@$elements) {
		my $id = $self->request('POST', $sets, $token, $element)->{id};
		$self->{ids}{$id} = '{ID' . ++$n . '}';
	}
}

sub spelled {
	my ($self, $name, $text) = @_;
	$text =~ s{\bhttp://127\.0\.0\.1:\d+}{}g;
	$text =~ s{(/actions/)\d+|(/change/)C\d+}{($1 // $2) . "{JOB}"}ge;
	return $text if $name ne 'designate';
	return $text =~ s/\b([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\b/$self->{ids}{$1} \/\/ $1/ger;
}

1;
