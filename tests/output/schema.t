#!/usr/bin/perl
# The published schema describes the JSON that is printed, member for member; and a zone's JSON is
# read back as the same zone.
use strict;
use warnings;
use lib 'tests/support';
use File::Temp 'tempdir';
use JSON::PP;
use Schema;
use Sim qw(run slurp spew zf);
use Test::More;

my $schema = decode_json(run({}, zf(), 'help', 'json')->{out});
sub misfit { my ($s, $v, $place) = @_; return Schema::misfit($schema, $s, $v, $place) }

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
