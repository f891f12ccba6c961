#!/usr/bin/perl
# The pages of diff and compare in a browser: read, filtered by clicking, and not hurt by a zone.
use strict;
use warnings;
use lib 'tests/support';
use Cwd 'abs_path';
use File::Temp 'tempdir';
use HTTP::Tiny;
use IO::Socket::INET;
use JSON::PP;
use Sim qw(run spew zf);
use Test::More;
use Time::HiRes qw(sleep time);

my ($driver) = grep { -x } map { "$_/chromedriver" } split /:/, $ENV{PATH};
plan skip_all => 'chromedriver is not installed' if !$driver;

my $dir = tempdir(CLEANUP => 1);
my $port = IO::Socket::INET->new(LocalAddr => '127.0.0.1', Listen => 1)->sockport;
my $pid = fork // die "fork: $!";
if (!$pid) {
	open STDIN, '<', '/dev/null' or die;
	open STDOUT, '>', "$dir/log" or die;
	open STDERR, '>&', \*STDOUT or die;
	exec $driver, "--port=$port" or die "$driver: $!";
}
my $session;
my $http = HTTP::Tiny->new(timeout => 60);

# One WebDriver command; its value.
sub command {
	my ($method, $path, $body) = @_;
	my $r = $http->request($method, "http://127.0.0.1:$port$path", {
		headers => {'Content-Type' => 'application/json'},
		defined $body ? (content => encode_json($body)) : ()});
	my $json = eval { decode_json($r->{content}) };
	die "$method $path: $r->{status} $r->{content}\n" if !$r->{success} || !$json;
	return $json->{value};
}

sub script { return command('POST', "$session/execute/sync", {script => $_[0], args => []}) }

sub element {
	my $found = command('POST', "$session/element", {using => 'css selector', value => $_[0]});
	return "$session/element/" . (values %$found)[0];
}

sub open_page {
	command('POST', "$session/url", {url => 'about:blank'});
	command('POST', "$session/url", {url => "file://$_[0]"});
}

# The headings of the sections that are shown.
sub shown {
	return script('return [...document.querySelectorAll("main h2")].filter(h => h.checkVisibility())'
		. '.map(h => h.querySelector("code, strong").textContent + " " + h.parentNode.dataset.type)');
}

sub page {
	my ($name, @command) = @_;
	my $r = run({}, zf(), '-q', @command);
	spew("$dir/$name.html", $r->{out});
	return "$dir/$name.html";
}

sub tests {
	my $basic = 'testdata/zone/diff/basic';
	my $page = page('diff', 'diff', '-f', 'html', "$basic/a.zone", "$basic/b.zone");
	open_page($page);
	is scalar @{shown()}, 9, 'every RRset is shown';
	is script('return document.getElementById("shown").textContent'), '9 of 9 shown', 'and counted';
	is script('return document.querySelectorAll("del").length + "/" +'
		. 'document.querySelectorAll("ins").length'), '8/8', 'the words that changed are marked';

	command('POST', element('#type option:nth-child(2)') . '/click', {});
	is_deeply shown(), ['new.example.com. A', 'www.example.com. A'], 'a click: type A only';
	command('POST', element('#name') . '/value', {text => 'WWW'});
	is_deeply shown(), ['www.example.com. A'], 'a name typed: both filters';
	is script('return location.hash'), '#name=WWW&type=A', 'the filter is in the address';
	command('POST', element('#type option:nth-child(1)') . '/click', {});
	is_deeply shown(), ['www.example.com. A'], 'all types again';

	open_page("$page#type=MX");
	is_deeply shown(), ['example.com. MX'], 'an address with a filter';
	open_page("$page#type=%3Cscript%3E&name=%22%3E%3Cscript%3E");
	is_deeply shown(), [], 'a filter that nothing matches';
	open_page("$page#type=NOTHERE");
	is scalar @{shown()}, 9, 'a type that is not there is no filter';

	my $three = 'testdata/zone/diff/three';
	open_page(page('compare', 'compare', '-f', 'html', map { "$three/$_.zone" } qw(a b c)));
	is scalar @{shown()}, 4, 'a comparison: the RRsets that differ';
	is_deeply script('return [...document.querySelectorAll("[data-type=MX] .odd h3")]'
		. '.map(h => h.textContent)'), ["$three/b.zone: odd"], 'and who is odd';

	for my $command ('diff', 'compare') {
		my $hostile = 'testdata/zone/diff/hostile';
		open_page(page($command, $command, '-f', 'html', "$hostile/a.zone", "$hostile/b.zone"));
		is script('return typeof window.hurt'), 'undefined', "$command: no script of the zone ran";
		is script('return document.querySelectorAll("script").length'), 1, 'none is there';
		is script('return document.querySelectorAll("img, a, b, iframe").length'), 0, 'no tag';
		is script('return document.querySelectorAll("main > :not(section)").length'), 0,
			'and the page has its shape';
		like script('return document.body.textContent'), qr/<img src=x onerror=/, 'text is text';
	}
	is script('document.body.innerHTML = "<img src=x onerror=window.hurt=1>";'
		. 'document.body.firstChild.click(); return typeof window.hurt'), 'undefined',
		'the page\'s policy would not have let it';
}

my $end = time + 30;
sleep 0.1 while !eval { command('GET', '/status')->{ready} } && time < $end;
eval {
	my $chrome = {args => ['--headless=new', '--no-sandbox', '--disable-gpu',
		'--disable-dev-shm-usage', '--no-first-run', "--user-data-dir=$dir/profile"]};
	my $made = command('POST', '/session', {capabilities =>
		{alwaysMatch => {'goog:chromeOptions' => $chrome}}});
	$session = "/session/$made->{sessionId}";
	tests();
	1;
} or fail("browser: $@");
eval { command('DELETE', $session) } if $session;
kill 'TERM', $pid;
waitpid $pid, 0;
done_testing;
