#!/usr/bin/perl
# Credentials appear nowhere but in requests to their own provider: not in output, messages,
# traces, recordings, files, nor in the list of processes; also when a provider sends them back.
use strict;
use warnings;
use lib 'tests/support';
use Sim qw(run slurp spew zf);
use File::Find;
use MIME::Base64;
use Test::More;
use Time::HiRes qw(sleep);

my $dir = File::Temp->newdir;

# All spellings in which the canaries of an environment could come back.
sub spellings {
	my ($env) = @_;
	my @all;
	for my $secret (map { $env->{$_} } grep { /_(?:KEY|SECRET|TOKEN)$/ } keys %$env) {
		my $encoded = $secret =~ s/([^\w.~-])/sprintf '%%%02X', ord $1/ger;
		my $json = $secret =~ s{/}{\\/}gr;
		push @all, $secret, $encoded, lc $encoded, $json, encode_base64($secret, '');
	}
	return @all;
}

sub clean_ok {
	my ($what, $text, @canaries) = @_;
	my @found = grep { index($text, $_) >= 0 } @canaries;
	ok(!@found, "no credential in $what") or diag("found @found in:\n", substr($text, 0, 2000));
}

my $sim = Sim->start(map { "$_=testdata/sim/$_.json" } qw(bunny sdpf hostup));
my @canaries = (spellings($sim->{env}), 'canary-token');
cmp_ok(scalar @canaries, '>=', 20, 'there are canaries');
for my $provider (qw(bunny sdpf hostup)) {
	my $recorded = "$dir/$provider";
	my $r = $sim->zoneferry('export', '-v', '--record', $recorded, "$provider:example.com");
	is($r->{exit}, 0, "export from $provider") or diag($r->{err});
	clean_ok('its output', $r->{out}, @canaries);
	clean_ok('its messages', $r->{err}, @canaries);
	my $files = '';
	find(sub { $files .= slurp($_) if -f }, $recorded);
	isnt($files, '', 'it is recorded');
	clean_ok('the recording', $files, @canaries);
	my $replayed = run({map({ $_ => undef } keys %{$sim->{env}}), HOME => "$dir",
		map({ $_ => 'x' } grep { /_(?:KEY|SECRET)$/ } keys %{$sim->{env}}),
		map({ $_ => $sim->{env}{$_} } grep { /_(?:URL|ID)$/ } keys %{$sim->{env}})},
		zf(), 'export', '--replay', $recorded, "$provider:example.com");
	is($replayed->{out}, $r->{out}, 'the recording replays') or diag($replayed->{err});
	my $wrong = run({%{$sim->{env}}, map({ $_ => "wrong-$sim->{env}{$_}" }
		grep { /_(?:KEY|SECRET)$/ } keys %{$sim->{env}})}, zf(), 'export', "$provider:example.com");
	is($wrong->{exit}, 2, 'wrong credentials');
	like($wrong->{err}, qr/401/, 'are refused');
	clean_ok('that message', $wrong->{err}, @canaries);
}

subtest 'a provider that sends them back' => sub {
	spew("$dir/echo.json", '{"answers": [{"status": 403, "json":
		{"Message": "the key {header:AccessKey}{header:X-Auth-Token}{header:Authorization} is bad",
		"message": "{header:AccessKey}", "detail": "{header:Authorization}", "code": "bad",
		"error": {"message": "E2001 {header:X-Auth-Token}"}},
		"headers": {"X-Echo": "{header:AccessKey}{header:Authorization}"}}]}');
	my $echo = Sim->start("echo=$dir/echo.json");
	for my $provider (qw(bunny hostup)) {
		my $url = 'ZONEFERRY_' . uc($provider) . '_URL';
		my $r = run({%{$sim->{env}}, $url => $echo->{env}{ECHO_URL}},
			zf(), 'export', '-v', "$provider:example.com");
		is($r->{exit}, 2, "$provider refuses");
		clean_ok('the message', $r->{err}, @canaries);
	}
};

subtest 'redirects' => sub {
	my $to = '{"status": 302, "headers": {"Location": "http://127.0.0.1:{port:elsewhere}/"}}';
	spew("$dir/here.json", qq({"answers": [$to]}));
	spew("$dir/elsewhere.json", '{"answers": [{"json": {"Items": []}}]}');
	my $servers = Sim->start("here=$dir/here.json", "elsewhere=$dir/elsewhere.json");
	for my $provider (qw(bunny hostup)) {
		my $url = 'ZONEFERRY_' . uc($provider) . '_URL';
		my $r = run({%{$sim->{env}}, $url => $servers->{env}{HERE_URL}},
			zf(), 'export', "$provider:example.com");
		is($r->{exit}, 2, "$provider: a redirect is an error");
	}
	cmp_ok(scalar $servers->log(qr/^here /), '>=', 2, 'they were asked');
	is(scalar $servers->log(qr/^elsewhere /), 0, 'nobody went elsewhere');
};

subtest 'while it runs' => sub {
	spew("$dir/silent.json", '{"answers": [{"raw": {"wait_ms": 5000}}]}');
	my $silent = Sim->start("silent=$dir/silent.json");
	my $pid = fork // die;
	if (!$pid) {
		%ENV = (%ENV, %{$sim->{env}}, ZONEFERRY_BUNNY_URL => $silent->{env}{SILENT_URL});
		open STDERR, '>', '/dev/null';
		exec zf(), 'export', '--timeout', 3, 'bunny:example.com' or die;
	}
	for (1 .. 100) {
		last if $silent->log;
		sleep 0.05;
	}
	clean_ok('the list of processes', slurp("/proc/$pid/cmdline"), @canaries);
	kill 'TERM', $pid;
	waitpid $pid, 0;
	ok(scalar $silent->log, 'it was asking');
};

done_testing;
