#!/usr/bin/perl
# manners: zone files in all the manners that people have, made at random: tabs, blank owners, parentheses,
# CRLF, includes, no $TTL, sections, lines twice, what providers write. All are read, and as BIND reads them;
# fmt --keep-order changes no record and no comment; --update changes the lines that it must. FILES in the
# environment asks for more of them.
use strict;
use warnings;
use lib 'tests/support';
use Cwd 'abs_path';
use File::Temp 'tempdir';
use Test::More;
use Sim qw(run run_all slurp spew zf);

my $count = $ENV{FILES} // 500;
my $program = abs_path(zf());
my $dir = tempdir(CLEANUP => 1);
mkdir "$dir/$_" or die for qw(files kept bind new);
srand 1; # the same files in each run

sub chance { return rand(100) < shift }
sub pick { return $_[rand @_] }

my @ttls = ('60', '300', '1h', '2H30M', '86400', '1d');
my @comments = ('; words', ';;  two words', ';glued', '; "quoted (', '; cafe; more', ';');
my @sections = (";alice\n", "; mail\n;\n", "\n; ---- web ----\n\n", "\n", "\n\n;\tb\n");

# One record's TTL, class and type in their order, with white space.
sub head {
	my ($m, $type) = @_;
	my $ttl = chance($m->{ttl}) ? pick(@ttls) : '';
	my $class = chance(50) ? pick('IN', 'in') : '';
	my @head = grep { length } chance(20) ? ($class, $ttl) : ($ttl, $class);
	return join $m->{gap}->(), @head, $type;
}

sub rdata {
	my ($m) = @_;
	my $n = 1 + int rand 200;
	return pick(
		['A', "192.0.2.$n"], ['A', "192.0.2.$n"], ['AAAA', sprintf('2001:DB8::%x', $n)],
		['MX', pick("10 mail$n", "( 10\n\t\tmail$n ; in parentheses\n\t)", "20 mail$n.example.net.")],
		['TXT', pick(qq("v=spf1 a:h$n -all"), qq(plain$n), qq("two; $n" "pieces"), qq(( "one $n"\n   "two" )))],
		['SRV', "0 5 5060 sip$n"], ['TYPE65280', "\\# 2 00" . sprintf('%02x', $n)],
	);
}

# A file's entries: [text, record's owner or undef]
sub body {
	my ($m, $zone) = @_;
	my (@lines, $last);
	for my $i (1 .. 4 + int rand 12) {
		push @lines, pick(@sections) if chance(15);
		my $blank = defined $last && chance($m->{blank});
		my $owner = $blank ? '' : ($last = pick("h$i", "H$i", '@', '*', "_x.h$i", "h$i.$zone."));
		my ($type, $data) = @{rdata($m)};
		my $line = $owner . $m->{gap}->() . head($m, $type) . $m->{gap}->() . $data;
		$line .= ' ' . pick(@comments) if chance(25);
		push @lines, "$line\n";
		push @lines, "$line\n" if chance(3); # twice
		if (chance(2)) {
			push @lines, "\$GENERATE 1-3 g$i-\$ A 192.0.2.\$\n";
		} elsif (chance(2)) {
			push @lines, "\$ORIGIN s$i\n", "in A 192.0.2.1\n", "\$ORIGIN $zone.\n";
			undef $last;
		} elsif (chance(2)) {
			push @lines, "\$TTL " . pick(@ttls) . " ; from here\n";
		}
	}
	return @lines;
}

sub soa {
	my ($m, $owner) = @_;
	my $ttl = $m->{soa_ttl} ? ' 7200' : '';
	return "$owner$ttl IN SOA ns1.example.net. hostmaster.example.net. " . pick(
		"2024010101 7200 3600 1209600 300\n",
		"(\n\t\t2024010101 ; serial\n\t\t2h\t; refresh\n\t\t; own line\n\t\t1h 2w\n\t\t300 )\n",
		"( 5 7200 3600\n 1209600 1h ) ; short\n") . "\tNS ns1.example.net.\n";
}

# What is no RFC 1035 in it: BIND doesn't load it.
my %provider = (
	windows => sub { return (";\n;  Database file x for x zone.\n;      Zone version:  1\n;\n",
		"w\t[AGE:3605421]\t600\tA\t192.0.2.7\n", "\@\t0\tWINS\tLOCAL L5 C900 ( 192.0.2.5 )\n") },
	types => sub { return ('', "p\tALIAS\thost.example.net. ; of the panel\n", "u\tURL301 \"https://example.net/\"\n") },
	comment => sub { return ('', "c\t1\tA\t192.0.2.1 ; web cf_tags=cf-proxied:true\n", '') },
);

sub make_file {
	my ($i) = @_;
	my $zone = "z$i.test";
	my %m = (blank => pick(0, 40, 80), ttl => pick(0, 20, 100), soa_ttl => chance(50),
		gap => pick(sub { "\t" }, sub { ' ' }, sub { "\t" x (1 + rand 3) }, sub { ' ' x (1 + rand 12) }));
	my $kind = chance(10) ? pick(sort keys %provider) : '';
	my ($before, @more) = $kind ? $provider{$kind}->() : ('');
	my $file = pick("db.$zone", $zone, "$zone.zone", "$zone.db", "$zone.hosts", "$zone.txt", "zone.$zone");
	my $text = $before . pick('', "; kept by hand\n", "\n; the zone\n\n");
	$text .= '$TTL ' . pick(@ttls) . pick('', ' ; the default') . "\n" if chance(60);
	my $style = pick('plain', 'plain', 'origin', 'named');
	$text .= "\$ORIGIN $zone.\n" if $style eq 'origin' && $kind ne 'windows';
	$text .= $style eq 'named' ? "\$ORIGIN .\n" . soa(\%m, $zone) . "\$ORIGIN $zone.\n" : soa(\%m, pick('@', "$zone."));
	$text .= join '', body(\%m, $zone), @more;
	if (chance(8)) {
		spew("$dir/files/part$i.inc", "inc$i " . pick('', '77 ') . "A 192.0.2.1\n");
		$text .= "\$INCLUDE part$i.inc\n" . join '', body({%m, blank => 0}, $zone);
	}
	$text =~ s/\n/\r\n/g if chance(20);
	spew("$dir/files/$file", $text);
	return {file => $file, zone => $zone, text => $text, kind => $kind};
}

# The canonical text of many files, one behind the other.
sub canonical {
	my ($folder, @files) = @_;
	my $r = run({}, 'sh', '-c', 'cd "$1" && shift && exec "$@"', 'sh', "$dir/$folder", $program, '-q', 'fmt', @files);
	is($r->{exit}, 0, "$folder: all are read") or diag substr $r->{err}, 0, 2000;
	my @texts = split /^(?=\$ORIGIN )/m, $r->{out};
	is(scalar @texts, scalar @files, "$folder: and printed");
	return @texts;
}

# Without comments; what is twice is no matter.
sub records { return join '', grep { /^[^;\n]|^;@/ } map { s/(?<=\S) ;(?!@).*//r } split /^/, shift }

# All comments of a text, annotations apart.
sub comments {
	my ($text) = @_;
	my @found;
	for (split /\r?\n/, $text) {
		my $rest = s/"(?:[^"\\]|\\.)*"//gr;
		push @found, split / (?=;)/, $1 if $rest =~ /(;(?!@).*)/;
	}
	s/\s+$// for @found;
	return join "\n", sort grep { !/cf_tags/ } @found;
}

my @files = map { make_file($_) } 1 .. $count;
my @before = canonical('files', map { "./$_->{file}" } @files);

# Plain fmt loses no comment either, but those of the directives that it carries out; where a record stands
# twice with its comment, that is there once.
sub kinds { my %once = map { $_ => 1 } split /\n/, comments(shift); return join "\n", sort keys %once }
my @dropped = grep { kinds($before[$_]) ne kinds($files[$_]{text} =~ s/^\$.*\n//gmr) } 0 .. $#files;
is(join(' ', map { $files[$_]{file} } @dropped), '', 'no comment is lost');

# fmt --keep-order: the same records, the same comments, and once is enough.
run({}, 'sh', '-c', "cp $dir/files/* $dir/kept/");
my $kept = run({}, 'sh', '-c', 'cd "$1" && shift && exec "$@"', 'sh', "$dir/kept", $program, '-q', 'fmt', '-k', '-w',
	map { "./$_->{file}" } @files);
is($kept->{exit}, 0, 'fmt -k -w') or diag substr $kept->{err}, 0, 2000;
my @after = canonical('kept', map { "./$_->{file}" } @files);
my (@changed, @lost);
for my $i (0 .. $#files) {
	push @changed, $files[$i]{file} if records($before[$i]) ne records($after[$i]);
	push @lost, $files[$i]{file} if comments($files[$i]{text}) ne comments(slurp("$dir/kept/$files[$i]{file}"));
}
is("@changed", '', 'fmt -k changes no record');
is("@lost", '', 'nor a comment');
is(run({}, 'sh', '-c', 'cd "$1" && shift && exec "$@"', 'sh', "$dir/kept", $program, '-q', 'fmt', '-k', '--check',
	map { "./$_->{file}" } @files)->{out}, '', 'and once is enough');

# BIND reads the same.
my @bind;
for my $f (grep { !$_->{kind} } @files) {
	my $r = run({}, 'sh', '-c', "cd $dir/files && exec named-compilezone -q -i none -k ignore -m ignore -n ignore -r ignore "
		. "-T ignore -s full -o $dir/bind/$f->{zone}.zone $f->{zone} $f->{file}");
	push @bind, $f if $r->{exit} == 0 && -s "$dir/bind/$f->{zone}.zone";
}
cmp_ok(scalar @bind, '>', $count * 0.6, 'BIND loads most of them');
my %ours = map { $files[$_]{file} => $before[$_] } 0 .. $#files;
my @theirs = canonical('bind', map { "$_->{zone}.zone" } @bind);
# Where the records of one RRset have different TTLs, BIND gives them, and what is behind them without one, the
# first one's: there the TTLs are left out.
sub plain {
	my ($text, $with) = @_;
	my %set;
	for (grep { /^[^\$]/ } split /^/, records($text)) {
		my ($owner, $ttl, $class, $type, $data) = split ' ', $_, 5;
		$set{"$owner $type"}{$ttl} = 1;
		push @{$set{records}}, $with eq 'TTL' ? "$owner $ttl $type $data" : "$owner $type $data";
	}
	my $mixed = grep { $_ ne 'records' && keys %{$set{$_}} > 1 } keys %set;
	return ($mixed, join '', sort @{$set{records}});
}
my ($mixed, @differ) = (0);
for my $i (0 .. $#bind) {
	my ($is_mixed) = plain($ours{$bind[$i]{file}}, '');
	my ($a, $b) = map { (plain($_, $is_mixed ? '' : 'TTL'))[1] } $ours{$bind[$i]{file}}, $theirs[$i];
	push @differ, $bind[$i]{file} if $a ne $b;
	$mixed += $is_mixed > 0;
}
cmp_ok($mixed, '<', $count / 2, 'few have mixed TTLs');
is("@differ", '', "and the same in all $#bind");

# --update with one change: of the old lines only those go that must. Many runs: by the release build, if it is
# there.
my $fast = -x 'build/zoneferry' && !$ENV{ZF} ? abs_path('build/zoneferry') : $program;
my (@jobs, @wanted);
for my $i (0 .. $#files) {
	my $f = $files[$i];
	my @lines = split /^/, records($before[$i]);
	my @own = grep { $lines[$_] =~ /^h\d+ .* A +\S+$/ } 0 .. $#lines;
	next if !@own || $f->{text} =~ /INCLUDE/;
	my $at = pick(@own);
	my $what = pick(qw(change remove add));
	(my $record = $lines[$at]) =~ s/192\.0\.2\.\d+/198.51.100.7/;
	splice @lines, $what eq 'add' ? $at + 1 : $at, $what eq 'add' ? 0 : 1, $what eq 'remove' ? () : $record;
	spew("$dir/new/$i.zone", join '', @lines);
	push @jobs, [$f, $what, $i, join '', @lines];
}
my (@failed, @untouched, @too_many);
for my $job (@jobs) {
	my ($f, $what, $i, $want) = @$job;
	my $r = run({}, 'sh', '-c', "cd $dir/files && exec $fast -q export $dir/new/$i.zone --update ./$f->{file}");
	push @failed, "$f->{file}: $r->{err}" if $r->{exit} != 0;
	my $text = slurp("$dir/files/$f->{file}");
	my (%count, $gone, $came);
	$count{$_}++ for split /^/, $f->{text};
	$count{$_}-- for split /^/, $text;
	$gone += $_ for grep { $_ > 0 } values %count;
	$came -= $_ for grep { $_ < 0 } values %count;
	($gone, $came) = ($gone // 0, $came // 0);
	# The line; its twin; and one that took owner or TTL from it.
	my %most = (change => [2, 1], remove => [3, 1], add => [1, 2]);
	push @too_many, "$f->{file}: $what: -$gone +$came" if $gone > $most{$what}[0] || $came > $most{$what}[1];
	push @untouched, $f->{file} if $gone + $came == 0;
	push @untouched, "$f->{file} (line ends)" if $f->{text} =~ /\r\n/ && $text =~ /(?<!\r)\n/;
}
is("@failed", '', scalar(@jobs) . ' updates');
is("@untouched", '', 'each changes its file, and keeps its line ends');
is(join('; ', @too_many), '', 'and no other lines than it must');
my @now = canonical('files', map { "./$_->[0]{file}" } @jobs);
is(join(' ', map { $jobs[$_][0]{file} } grep { join('', sort split /^/, records($now[$_]))
	ne join('', sort split /^/, $jobs[$_][3]) } 0 .. $#now), '', 'to what was wanted');
done_testing;
