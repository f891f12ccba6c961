#!/usr/bin/perl
# No part of a list is taken for the whole: of every description, whatever an answer says about
# further pages is removed, renamed, nulled and made wrong, page by page, in the recorded exchanges.
# What comes then is the same zone, the same list of zones, or an error; never less with exit 0.
use strict;
use warnings;
use lib 'tests/support';
use File::Temp 'tempdir';
use JSON::PP;
use Test::More;
use Sim qw(run run_all slurp spew zf);

my $data = 'testdata/provider';
my $dir = tempdir(CLEANUP => 1);
my $json = JSON::PP->new->canonical->allow_nonref->allow_bignum;
# APIs that tell neither a total nor anything else: only a full page can be told to lack its
# successor, and without a size not even that. Their rows in the README say so.
my %untold = map { $_ => 1 } qw(netlify ns1);

for my $name (keys %ENV) {
	delete $ENV{$name} if $name !~ /^(PATH|LANG|LC_\w+|TMPDIR|[A-Z]+SAN_OPTIONS|PERL\w*|ZF|TZ)$/;
}

# Every way in which a member of an answer can go wrong, as [how, changed value or none].
sub variants {
	my ($value) = @_;
	my @all = (['removed'], ['renamed'], ['null', undef], ['an object', {}]);
	push @all, ['turned', $value ? JSON::PP::false : JSON::PP::true] if JSON::PP::is_bool($value);
	push @all, ['a word', 'wrong']if !JSON::PP::is_bool($value);
	return @all;
}

# The texts that a body becomes when the member at a pointer goes wrong, by how.
sub changed_json {
	my ($body, $pointer) = @_;
	my ($last, @path) = reverse split m{/}, $pointer =~ s{^/}{}r;
	my %texts;
	my $find = sub {
		my $at = shift;
		for my $key (reverse @path) {
			return if ref $at ne 'HASH';
			$at = $at->{$key};
		}
		return ref $at eq 'HASH' && exists $at->{$last} ? $at : undef;
	};
	my $is = eval { $json->decode($body) } // return;
	my $there = $find->($is) // return;
	for my $variant (variants($there->{$last})) {
		my $copy = $json->decode($body);
		my $parent = $find->($copy);
		my $was = delete $parent->{$last};
		$parent->{$last . '_'} = $was if $variant->[0] eq 'renamed';
		$parent->{$last} = $variant->[1] if @$variant > 1;
		$texts{$variant->[0]} = $json->encode($copy);
	}
	return %texts;
}

sub changed_xml {
	my ($body, $pointer) = @_;
	my ($tag) = $pointer =~ m{([^/]+)$};
	my ($value) = $body =~ m{<$tag>([^<]*)</$tag>} or return;
	my %texts;
	my %new = (removed => '', renamed => "<X$tag>$value</X$tag>", empty => "<$tag/>",
		'an element' => "<$tag><x/></$tag>");
	$new{turned} = "<$tag>" . ($value eq 'true' ? 'false' : 'true') . "</$tag>"
		if $value =~ /^(true|false)$/;
	$texts{$_} = $body =~ s{<$tag>[^<]*</$tag>}{$new{$_}}r for keys %new;
	return %texts;
}

# Headers stand in the answer's head.
sub changed_header {
	my ($head, $name) = @_;
	my ($line) = $head =~ /^(< \Q$name\E: .*)$/mi or return;
	my %new = (removed => undef, renamed => $line =~ s/^< /< x-/r, empty => "< $name:",
		'a word' => "< $name: wrong");
	$new{'without its end'} = $line =~ s/>;/;/r if lc $name eq 'link';
	$new{'in another form'} = $line =~ s/rel=/rel*=/r if lc $name eq 'link';
	my %heads;
	for my $how (keys %new) {
		my $with = defined $new{$how} ? "$new{$how}\n" : '';
		$heads{$how} = $head =~ s/^< \Q$name\E: .*\n/$with/mir;
	}
	return %heads;
}

# [path in the answer or header, …] that tell whether a list goes on.
sub members {
	my ($page) = @_;
	my @refs = grep { defined } @$page{qw(more pages total link)};
	push @refs, map { ref $_ ? $_->{from} : $_ } values %{$page->{next} // {}};
	push @refs, 'header:link' if $page->{style} eq 'link-header';
	return @refs;
}

sub second_opinion {
	my ($description, $page, $what) = @_;
	my %lacks = map { $_ => 1 } @{$page->{may_lack} // []};
	my @counts = grep { defined $page->{$_} } qw(total pages);
	return 1 if (grep { !$lacks{$_} } @counts) || @counts && (@counts > 1 || $page->{more});
	return 1 if $page->{style} eq 'cursor' && defined $page->{more};
	return $what eq 'records' && defined $description->{records}{count};
}

sub environment {
	my ($name, $case) = @_;
	my %env = (HOME => $dir, XDG_CONFIG_HOME => "$dir/config");
	my ($file) = grep { -e } "$data/$name/$case.env", "$data/$name/env";
	return {%env, $file ? slurp($file) =~ /^(\w+)=(.*)$/mg : ()};
}

# The list with a size that its first page fills, and further pages of one element.
sub with_full_pages {
	my ($name, $description, $call, $text) = @_;
	my $size = $call->{page}{size} // return;
	my ($items) = ref $call->{items} ? @{$call->{items}} : $call->{items} // '';
	my ($tail) = $call->{path} =~ /([A-Za-z_]+)\W*$/;
	my ($full, $more);
	my @parts = split /^===\n/m, $text, -1;
	for my $part (@parts) {
		my ($before, $body) = $part =~ /\A(.*?^> \S+ \S*\Q$tail\E\b[^\n\/]*\n.*?^< 200.*?\n\n)(.*)\z/ms or next;
		my $answer = eval { $json->decode($body) } // next;
		my $list = $answer;
		$list = ref $list eq 'HASH' ? $list->{$_} : undef for grep { length } split m{/}, $items;
		next if ref $list ne 'ARRAY' || !defined $full && @$list < 2;
		$more = defined $full;
		$#$list = 0 if $more;
		$full //= @$list;
		$part = $before . $json->encode($answer) . "\n";
	}
	return if !$more;
	s/^(> \S+ \S*\Q$tail\E\?\S*?)=$size\b/$1=$full/gm for @parts;
	s/^(< total-count: )\d+/$1 . ($full + 1)/gem for @parts;
	$call->{page}{size} = $full;
	mkdir "$dir/$name-dir";
	spew("$dir/$name-dir/$name.json", $json->encode($description));
	return (join("===\n", @parts), '--provider-dir', "$dir/$name-dir");
}

my $jobs = 0;
# Every change of every answer of a recording.
sub check_pages {
	my ($list, $text) = @_;
	my ($name, $what, $page, $env) = @$list{qw(name what page env)};
	my @args = @{$list->{args}};
	spew("$dir/$name-$what.http", $text);
	my $whole = run($env, zf(), @args, '--replay', "$dir/$name-$what.http");
	is($whole->{exit}, 0, "$name: $what as recorded") or return diag($whole->{err});
	my @parts = split /^===\n/m, $text, -1;
	my (@what, @commands);
	for my $i (0 .. $#parts) {
		my ($before, $head, $body) = $parts[$i] =~ /\A(.*?)(^< \d.*?\n)\n(.*)\z/ms or next;
		for my $ref (members($page)) {
			my %new = $ref =~ /^header:(.*)/ ? changed_header($head, $1)
				: $list->{format} ? changed_xml($body, $ref)
				: changed_json($body, $ref);
			for my $how (sort keys %new) {
				my @copy = @parts;
				$copy[$i] = $ref =~ /^header:/ ? "$before$new{$how}\n$body"
					: "$before$head\n" . ($new{$how} =~ s/\n*\z/\n/r);
				my $file = "$dir/" . $jobs++ . '.http';
				spew($file, join "===\n", @copy);
				push @what, "$ref of answer $i is $how";
				push @commands, [$env, zf(), @args, '--replay', $file];
			}
		}
	}
	my @results = run_all(@commands);
	my @short = grep { $results[$_]{exit} == 0 && $results[$_]{out} ne $whole->{out} } 0 .. $#results;
	ok(!@short, "$name: never a part of its $what (" . @results . ' ways)')
		or diag map { "$what[$_]: exit 0\n" } @short;
	my @odd = grep { $results[$_]{exit} != 0 && $results[$_]{exit} != 2 } 0 .. $#results;
	ok(!@odd, 'an error is one') or diag map { "$what[$_]: exit $results[$_]{exit}\n" } @odd;
}

sub check_list {
	my ($name, $case, $what) = @_;
	my $description = $json->decode(slurp("src/providers/$name.json"));
	my $text = slurp("$data/$name/$case.http");
	my ($call) = ref $description->{$what}{list} eq 'ARRAY' ? @{$description->{$what}{list}}
		: $description->{$what}{list};
	my $page = $call->{page} // return;
	my @args = ($what eq 'records' ? ('export', "$name:example.com") : ('zones', $name), '-q');
	my $told = second_opinion($description, $page, $what);
	return pass("$name tells no end of its list of $what") if !$told && $untold{$name};
	if (!$told) {
		my ($full, @more) = with_full_pages($name, $description, $call, $text);
		return note("$name has no full page of $what") if !defined $full;
		$text = $full;
		push @args, @more;
	}
	check_pages({name => $name, what => $what, page => $page, format => $description->{format},
		env => environment($name, $case), args => \@args}, $text);
}

# Arguments choose providers.
for my $name (@ARGV ? @ARGV : map { m{([^/]+)\.json$} } glob 'src/providers/*.json') {
	check_list($name, 'records', 'records') if -e "$data/$name/records.http";
	check_list($name, 'zones', 'zones') if -e "$data/$name/zones.http";
}

# What is tested by simulators is recorded from them, in pages of a few elements.
my %sizes = (bunny => 5, sdpf => 3, hostup => 2);
my %records = (bunny => 'bunny:example.com?paged', sdpf => 'sdpf:example.uk');
my @simulated = grep { my $name = $_; !@ARGV || grep { $_ eq $name } @ARGV } sort keys %sizes;
my $sim = @simulated ? Sim->start(map { "$_=testdata/sim/$_.json" } @simulated) : undef;
for my $name (@simulated) {
	my $description = $json->decode(slurp("src/providers/$name.json"));
	my %lists = (zones => $description->{zones}{list});
	$lists{records} = $name eq 'bunny' ? $description->{views}{paged}{records}{list} : $description->{records}{list}
		if $records{$name};
	$_->{page}{size} = $sizes{$name} for values %lists;
	mkdir "$dir/$name-small";
	spew("$dir/$name-small/$name.json", $json->encode($description));
	for my $what (sort keys %lists) {
		my @args = ($what eq 'records' ? ('export', $records{$name}) : ('zones', $name), '-q', '--provider-dir',
			"$dir/$name-small");
		my $recorded = "$dir/$name-$what";
		my $r = $sim->zoneferry(@args, '--record', $recorded);
		is($r->{exit}, 0, "$name: $what of a simulator") or diag($r->{err});
		my $text = join '', map { slurp($_) =~ s/\n*\z/\n/r } sort glob "$recorded/*.http";
		my @pages = $text =~ /^< 200/mg;
		cmp_ok(scalar @pages, '>', 1, 'several pages');
		check_pages({name => $name, what => $what, page => $lists{$what}{page},
			env => {HOME => $dir, XDG_CONFIG_HOME => "$dir/config", %{$sim->{env}}}, args => \@args}, $text);
	}
}
my $powerdns = $json->decode(slurp('src/providers/powerdns.json'));
is_deeply([grep { $_->{list}{page} } @$powerdns{qw(zones records)}], [], 'PowerDNS has no pages');
done_testing;
