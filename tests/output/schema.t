#!/usr/bin/perl
# The published schema describes the JSON that is printed, member for member; and a zone's JSON is
# read back as the same zone.
use strict;
use warnings;
use lib 'tests/support';
use File::Temp 'tempdir';
use JSON::PP;
use Sim qw(run slurp spew zf);
use Test::More;

my $schema = decode_json(run({}, zf(), 'help', 'json')->{out});
my %is = (
	object => sub { ref $_[0] eq 'HASH' }, array => sub { ref $_[0] eq 'ARRAY' },
	boolean => sub { JSON::PP::is_bool($_[0]) }, null => sub { !defined $_[0] },
	string => sub { defined $_[0] && !ref $_[0] && encode_json([$_[0]]) =~ /^\["/ },
	number => sub { defined $_[0] && !ref $_[0] && encode_json([$_[0]]) =~ /^\[-?\d+(?:\.\d+)?\]$/ },
	integer => sub { defined $_[0] && !ref $_[0] && encode_json([$_[0]]) =~ /^\[-?\d+\]$/ },
);

# Why a value doesn't fit a schema, or undef. Members that the schema doesn't name don't fit.
sub misfit {
	my ($s, $v, $place) = @_;
	if (my $ref = $s->{'$ref'}) {
		my ($name) = $ref =~ m{^#/\$defs/(\w+)$} or return "$ref: no reference";
		my $of = $schema->{'$defs'}{$name};
		return $of ? misfit($of, $v, $place) : "$name is not defined";
	}
	return "$place is no $s->{type}" if $s->{type} && !$is{$s->{type}}->($v);
	return "$place is not $s->{const}" if exists $s->{const} && $v ne $s->{const};
	return "$place: unknown word $v" if $s->{enum} && !grep { $_ eq $v } @{$s->{enum}};
	return "$place: $v does not match" if $s->{pattern} && $v !~ /$s->{pattern}/;
	return "$place is too small" if defined $s->{minimum} && $v < $s->{minimum};
	return "$place is too large" if defined $s->{maximum} && $v > $s->{maximum};
	return "$place has too few" if defined $s->{minItems} && @$v < $s->{minItems};
	return "$place has too many" if defined $s->{maxItems} && @$v > $s->{maxItems};
	if (my $alternatives = $s->{oneOf}) {
		my @why = map { misfit($_, $v, $place) } @$alternatives;
		return join '; ', @why if 1 != grep { !defined } @why;
	}
	for my $name (@{$s->{required} // []}) {
		return "$place lacks $name" if !exists $v->{$name};
	}
	if (ref $v eq 'HASH' && ($s->{properties} || $s->{additionalProperties})) {
		for my $name (sort keys %$v) {
			my $of = $s->{properties}{$name} // $s->{additionalProperties};
			return "$place: $name is not in the schema" if !$of;
			my $why = misfit($of, $v->{$name}, "$place/$name");
			return $why if defined $why;
		}
	}
	if (ref $v eq 'ARRAY' && $s->{items}) {
		for my $i (0 .. $#$v) {
			my $why = misfit($s->{items}, $v->[$i], "$place/$i");
			return $why if defined $why;
		}
	}
	return undef;
}

my @files = sort glob 'testdata/zone/diff/*/*.json testdata/plan/*.json';
cmp_ok @files, '>', 5, 'documents';
for my $file (@files) {
	my $text = slurp($file);
	is misfit($schema, decode_json($text), ''), undef, $file;
	unlike $text, qr/[^\x20-\x7e\n]/, 'ASCII only';
}

# What must not fit doesn't.
my $document = decode_json(slurp('testdata/zone/diff/basic/diff.json'));
for my $spoil (sub { delete $_[0]{zone} }, sub { $_[0]{version} = 2 },
	sub { $_[0]{changes}[0]{op} = 'change' }, sub { delete $_[0]{changes}[0]{ttl} },
	sub { $_[0]{changes}[0]{ttl} = '300' }, sub { $_[0]{changes}[0]{extra} = 1 }) {
	my $copy = decode_json(encode_json($document));
	$spoil->($copy);
	isnt misfit($schema, $copy, ''), undef, 'a spoilt document';
}

my $dir = tempdir(CLEANUP => 1);
for my $zone (map { "testdata/zone/diff/$_.zone" } qw(basic/a basic/b hostile/a hostile/b three/a)) {
	run({}, zf(), '-q', 'export', '-f', 'json', '-o', "$dir/x.json", $zone);
	my $r = run({}, zf(), '-q', 'diff', '--txt', 'exact', "$dir/x.json", $zone);
	is $r->{exit}, 0, "$zone is the same after JSON" or diag $r->{out}, $r->{err};
}

# What writing prints.
my @state = ('--state', "$dir/state");
spew("$dir/from.zone", slurp('testdata/zone/diff/basic/a.zone'));
spew("$dir/to.zone", slurp('testdata/zone/diff/basic/b.zone'));
for my $command (['sync', "$dir/from.zone", "$dir/to.zone", '--max-delete', '100%'],
	['preflight', "$dir/from.zone", "$dir/to.zone"],
	['sync', "$dir/from.zone", "$dir/to.zone", '--max-delete', '100%', '--apply'], ['undo'], ['undo', '--list']) {
	my $r = run({}, zf(), '-q', @$command, '-f', 'json', $command->[0] eq 'preflight' ? () : @state);
	my $document = eval { decode_json($r->{out}) };
	is misfit($schema, $document, ''), undef, "@$command" or diag $r->{out}, $r->{err};
}

# Many zones.
mkdir "$dir/$_" for 'a', 'b', 'repo';
spew("$dir/a/basic.zone", slurp('testdata/zone/diff/basic/a.zone'));
spew("$dir/b/basic.zone", slurp('testdata/zone/diff/basic/b.zone'));
my %git = (GIT_DIR => "$dir/repo/.git", GIT_WORK_TREE => "$dir/repo",
	map { ("GIT_${_}_NAME" => 'a', "GIT_${_}_EMAIL" => 'a@example.com') } qw(AUTHOR COMMITTER));
run(\%git, 'git', 'init', '-q');
for my $from ('a', 'b') {
	spew("$dir/repo/basic.zone", slurp("$dir/$from/basic.zone") . ($from eq 'b' ? "x 60 A 192.0.2.1\nx 60 CNAME www\n" : ''));
	run(\%git, 'git', 'add', '-A');
	run(\%git, 'git', 'commit', '-qm', 'x');
}
for my $command (['diff', "$dir/a", "$dir/b"], ['review', 'HEAD~1']) {
	my $r = run(\%git, zf(), '-q', @$command, '-f', 'json');
	my $document = eval { decode_json($r->{out}) };
	is misfit($schema, $document, ''), undef, "@$command" or diag $r->{out}, $r->{err};
	is $document->{zones}[0]{state}, 'different', 'of something';
}

# Lists. Simulated: an account with zones.
my $sim = Sim->start('bunny=testdata/sim/bunny.json');
for my $command (['zones', 'bunny'], ['providers'], ['providers', 'bunny']) {
	my $document = eval { decode_json($sim->zoneferry(@$command, '-f', 'json')->{out}) };
	is misfit($schema, $document, ''), undef, "@$command";
}

# What a backup keeps beside its files.
for my $denied (0, 1) {
	$sim->fail_at('bunny', 1, 'denied', writes => undef, at => 'zone', zone => 'example.com', count => 0) if $denied;
	my $r = $sim->zoneferry('backup', '-q', 'bunny', '-d', "$dir/backup$denied");
	is misfit($schema, decode_json(slurp("$dir/backup$denied/zoneferry.json")), ''), undef, 'zoneferry.json' or diag $r->{err};
}
done_testing;
