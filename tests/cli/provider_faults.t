#!/usr/bin/perl
# Faults of a provider's answers, at each of the three: the zone comes whole, or zoneferry stops
# with one line that says where and why. Each fault is a zone's name; what the simulator does then
# is its rule.
use strict;
use warnings;
use lib 'tests/support';
use Sim qw(run_all slurp spew stopped_ok whole_ok);
use JSON::PP;
use Test::More;

my %providers = (
	bunny => {key => 'Domain', name => '%s', size => 1100, 
		credentials => {BUNNY_API_KEY => 'canary-bunny/1+2=3'}},
	sdpf => {key => 'name', name => '%s.', size => 600, 
		credentials => {SDPF_API_KEY => 'canary-key/1+2=3', SDPF_API_SECRET => 'canary-secret/1+2=3',
			SDPF_TENANT_ID => 'tenant'}},
	hostup => {key => 'name', name => '%s', size => 300,
		credentials => {HOSTUP_API_KEY => 'canary-hostup/1+2=3'}},
);
my $html = '<html><body><h1>Please wait</h1></body></html>';

# name, what the simulator does, what is to come of it: 'whole' or the cause that is named; then
# the number of records (small unless "pages"), and where the rule holds.
my @faults = (
	['throttled-once', {count => 1, status => 429, headers => {'Retry-After' => '1'}}, 'whole'],
	['throttled-bare', {count => 1, status => 429}, 'whole'],
	['throttled-past', {count => 1, status => 429,
		headers => {'Retry-After' => 'Thu, 01 Jan 1970 00:00:00 GMT'}}, 'whole'],
	['throttled-odd', {count => 1, status => 429, headers => {'Retry-After' => '-5 minutes'}}, 'whole'],
	['throttled-ever', {status => 429, headers => {'Retry-After' => '0'}}, qr/429/],
	['unavailable-once', {count => 1, status => 503}, 'whole'],
	['bad-gateway-once', {count => 1, status => 502, text => $html, type => 'text/html'}, 'whole'],
	['error', {status => 500, json => {Message => 'out of order'}}, qr/500/],
	['denied', {status => 401}, qr/401/],
	['forbidden', {status => 403, json => {detail => 'not this zone'}}, qr/403/],
	['gone', {status => 404}, qr/404|no such zone/],
	['teapot', {status => 418}, qr/418/],
	['moved', {status => 302, headers => {Location => 'http://127.0.0.1:9/'}}, qr/30[12]|redirect/],
	['html', {status => 200, text => $html, type => 'text/html'}, qr/JSON|HTML|text\/html/],
	['html-as-json', {status => 200, text => $html}, qr/JSON/],
	['no-body', {status => 200, text => ''}, qr/empty|JSON/],
	['no-content', {status => 204}, qr/204|empty|JSON/],
	['array', {status => 200, json => [1, 2]}, qr/./],
	['other', {status => 200, json => {ok => JSON::PP::true}}, qr/./],
	['cut', {cut => 200}, qr/JSON/],
	['garbage', {status => 200, text => '{"a":1}{"b":2}'}, qr/JSON/],
	['broken-once', {count => 1, stop => 200}, 'whole'],
	['broken', {stop => 200}, qr/connection|ended|closed|transfer|answer/i],
	['huge', {pad => 20 << 20}, qr/16 MiB|too large|limit|larger/i],
	['silent', {wait_ms => 20000}, qr/time|second/i, undef, '--timeout', 1],
	['slow', {drip_ms => 400}, qr/time|second|slow/i, undef, '--timeout', 1],
	['empty-once', {count => 1, page => 'empty'}, 'whole or stop'],
	['repeat', {page => 'repeat'}, qr/again|same|repeat|twice/i, 'pages'],
	['overlap', {page => 'overlap'}, 'whole', 'pages'],
	['short', {page => 'short'}, 'whole', 'pages'],
	['shrink-once', {count => 1, page => 'shrink'}, 'whole or stop', 'pages'],
	['touch-ever', {page => 'touch'}, 'whole or stop', 'pages'],
);

# What is special about a provider: HostUp gives all records at once, so faults of paging are
# none there, or a wrong count; SDPF tells the total only by the way; and it is asked for all zones
# when it doesn't find one by its name.
my %special = (
	bunny => {total => qr/not what the answer says/},
	sdpf => {total => 'whole', lost => 'whole'},
	hostup => {total => qr/300 records came/, repeat => 'whole'},
);
push @faults, ['total', {total => 1}, undef, 'pages'];

sub rules {
	my ($provider) = @_;
	my $p = $providers{$provider};
	my (@zones, @rules);
	for my $fault (['plain'], ['plain-pages', {}, undef, 'pages'], @faults) {
		my ($name, $rule, undef, $pages) = @$fault;
		push @zones, {$p->{key} => sprintf($p->{name}, "$name.example"),
			sim => {records => $pages ? $p->{size} : 9}};
		push @rules, {%$rule, zone => "$name.example", at => 'zone records'} if $rule && %$rule;
	}
	for my $early (['lost', {page => 'empty'}], ['denied-early', {status => 401}]) {
		my ($name, $rule) = @$early;
		push @zones, {$p->{key} => sprintf($p->{name}, "$name.example"), sim => {records => 9}};
		push @rules, {%$rule, zone => "$name.example", at => 'zones'};
	}
	return {credentials => $p->{credentials}, region => 'jp1', token => 'canary-token/1+2=3',
		zones => \@zones, faults => \@rules};
}

# A zone that was changed while it was read may be given as it was before or after: with at most
# one record less, or with other TTLs, but never with others missing.
sub changed_only {
	my ($got, $wanted) = @_;
	my %got = map { (split)[0] . ' ' . (split)[4] => 1 } grep { / A / } split /\n/, $got;
	my @missing = grep { !$got{$_} }
		map { (split)[0] . ' ' . (split)[4] } grep { / A / } split /\n/, $wanted;
	return @missing <= 1;
}

sub judge {
	my ($r, $file, $location, $wanted, $text) = @_;
	return stopped_ok($r, $file, $location, $wanted) if ref $wanted;
	return whole_ok($r, $file, $location, $text) if $wanted eq 'whole';
	my $got = slurp($file);
	ok($r->{exit} == 2 || ($r->{exit} == 0 && changed_only($got, $text)),
		"$location is whole, or stops") or diag(length $got, " octets\n", $r->{err});
}

for my $provider (sort keys %providers) {
	my $data = File::Temp->new;
	spew($data->filename, encode_json(rules($provider)));
	my $sim = Sim->start("$provider=" . $data->filename);
	my $view = $provider eq 'bunny' ? '?paged' : ''; # where bunny.net gives its records in pages
	my %plain;
	for my $size ('', '-pages') {
		my $r = $sim->zoneferry('export', "$provider:plain$size.example" . ($size ? $view : ''));
		is($r->{exit}, 0, "$provider:plain$size.example") or diag($r->{err});
		is(() = $r->{out} =~ / A /g, $size ? $providers{$provider}{size} : 9, 'all records');
		$plain{$size} = $r->{out};
	}
	my (@commands, @judged);
	for my $fault (@faults, ['lost', {}, qr/no such zone/], ['denied-early', {}, qr/401/]) {
		my ($name, undef, $wanted, $pages, @options) = @$fault;
		my $location = "$provider:$name.example" . ($pages ? $view : '');
		my ($file, $command) = $sim->export_command($location, @options);
		my $text = $plain{$pages ? '-pages' : ''} =~ s/\bplain(?:-pages)?\.example\b/$name.example/gr;
		push @commands, $command;
		push @judged, [$file, $location, $special{$provider}{$name} // $wanted, $text];
	}
	judge(shift @$_, @{shift @judged}) for map { [$_] } run_all(@commands);
}

done_testing;
