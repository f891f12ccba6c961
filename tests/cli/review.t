#!/usr/bin/perl
# review: one document about everything between two revisions, whatever the files are called; what
# could not be read is told, and told apart from what could not be done.
use strict;
use warnings;
use lib 'tests/support';
use Cwd qw(abs_path);
use File::Temp 'tempdir';
use JSON::PP;
use Sim qw(run slurp spew zf);
use Test::More;

my $zf = abs_path(zf());
my $ci = abs_path('scripts/git');
my $dir = tempdir(CLEANUP => 1);
my %env = (
	HOME => $dir, XDG_STATE_HOME => "$dir/state", GIT_CONFIG_NOSYSTEM => 1, PATH => "$dir/bin:$ENV{PATH}",
	map { ("GIT_${_}_NAME" => 'a', "GIT_${_}_EMAIL" => 'a@example.com') } qw(AUTHOR COMMITTER),
);
mkdir "$dir/bin";
symlink $zf, "$dir/bin/zoneferry";
mkdir "$dir/repo";
chdir "$dir/repo" or die;

sub git { return run(\%env, 'git', @_) }
sub zoneferry { return run(\%env, $zf, @_) }
sub commit { git('add', '-A'); is(git('commit', '-qm', 'x')->{exit}, 0, 'commit'); return }
sub zone {
	my ($name, @more) = @_;
	return join "\n", "\$ORIGIN $name.", '@ 300 IN SOA ns1.example.net. h.example.net. 1 7200 3600 1209600 300',
		'@ 300 NS ns1.example.net.', '@ 300 NS ns2.example.net.', 'www 300 A 192.0.2.1', @more, '';
}
sub add { my ($file, @lines) = @_; spew($file, slurp($file) . join '', map { "$_\n" } @lines); return }

git('init', '-q', '-b', 'main');
mkdir $_ for qw(zones moved served);
spew("zones/$_.example.zone", zone("$_.example")) for qw(changed gone moving broken mended spelled untouched);
spew('zones/mended.example.zone', "broken\n");
spew('zones/inc.example.zone', zone('inc.example', '$INCLUDE hosts'));
spew('zones/inc2.example.zone', zone('inc2.example', '$include other'));
spew('zones/hosts', "inc A 192.0.2.7\n");
spew('zones/other', "inc A 192.0.2.7\n");
my $odd = "zones/ o`d\n\xff|d .zone";
spew($odd, zone('odd.example'));
spew('dns.txt', zone('named.example'));
spew('notes.txt', "nothing\n");
spew('.gitattributes', "dns.txt diff=zoneferry\n");
spew("served/$_.example.zone", zone("$_.example")) for qw(changed moving);
add('served/moving.example.zone', 'behind 60 A 192.0.2.9');
spew('zoneferry.yaml', <<'Y');
zones:
  changed.example: { source: zones/changed.example.zone, targets: [served/changed.example.zone] }
  "*": { source: "moved/{zone}.zone", targets: ["served/{zone}.zone"] }
Y
spew('moved/kept.example.zone', zone('kept.example'));
commit();
is(zoneferry('review', 'main')->{exit}, 0, 'nothing between a revision and itself');

git('checkout', '-qb', 'topic');
add('zones/changed.example.zone', 'new 60 A 192.0.2.2', 'x 60 A 192.0.2.3', 'x 60 CNAME www');
add($odd, 'new 60 A 192.0.2.2');
add('dns.txt', 'new 60 A 192.0.2.2');
add('zones/hosts', 'inc3 A 192.0.2.8');
add('notes.txt', 'still nothing');
unlink 'zones/gone.example.zone';
rename 'zones/moving.example.zone', 'moved/moving.example.zone';
spew('zones/broken.example.zone', "broken\n");
spew('zones/mended.example.zone', zone('mended.example'));
spew('zones/spelled.example.zone', zone('spelled.example') =~ s/www 300/WWW   0300/r);
spew('zones/came.example.zone', zone('came.example'));
commit();

# What main did meanwhile is no part of it.
git('checkout', '-q', 'main');
add('zones/untouched.example.zone', 'main 60 A 192.0.2.2');
commit();
git('checkout', '-q', 'topic');

my $r = zoneferry('review', 'main', 'topic', '-f', 'json');
is($r->{exit}, 4, 'a zone that can\'t be read') or diag $r->{err};
my $d = decode_json($r->{out});
my %zones = map { $_->{name} => $_ } @{$d->{zones}};
is_deeply({map { $_ => $zones{$_}{state} } keys %zones}, {
	'changed.example' => 'different', 'gone.example' => 'only-a', 'moving.example' => 'renamed',
	'broken.example' => 'failed', 'mended.example' => 'different', 'spelled.example' => 'same',
	'came.example' => 'only-b', 'inc.example' => 'different', 'inc2.example' => 'same',
	'odd.example' => 'different', 'named.example' => 'different'}, 'all that changed, and nothing else');
is($d->{many}, 'review', 'says what it is');
is($d->{head} . "\n", git('rev-parse', 'topic')->{out}, 'and of what');
is($d->{base} . "\n", git('rev-parse', 'topic~1')->{out}, 'from where both parted');
is("$zones{'moving.example'}{from} $zones{'moving.example'}{to}", 'zones/moving.example.zone moved/moving.example.zone', 'renamed from where');
is($zones{'changed.example'}{diff}[0]{summary}{added}, 3, 'what changed');
is_deeply([map { "$_->{code} $_->{file}:$_->{line}" } @{$zones{'changed.example'}{findings}}],
	['cname-and-other zones/changed.example.zone:8'], 'what check finds now');
is($zones{'came.example'}{diff}[0]{summary}{added}, 4, 'all of a new zone');
is($zones{'gone.example'}{diff}[0]{summary}{removed}, 4, 'all of one that is gone');
like($zones{'mended.example'}{why}, qr/could not be read before: .*no type/, 'one that could not be read');
like($zones{'broken.example'}{why}, qr{^zones/broken\.example\.zone:1:\d+: error}, 'why one can\'t');
is($zones{'broken.example'}{findings}[0]{code}, 'no-type', 'as findings, too');
is($zones{'inc.example'}{diff}[0]{changes}[0]{name}, 'inc3.inc.example.', 'what is included counts');

chdir 'zones' or die;
is(zoneferry('review', 'main', '-f', 'json')->{out}, $r->{out}, 'the same from a folder below; HEAD is the default');
chdir '..';

# For people.
my $md = zoneferry('review', 'main', '-f', 'markdown')->{out};
like($md, qr/\A<!-- zoneferry review -->\n/, 'the marker is always the same');
like($md, qr/^- `came\.example`: new, `zones\/came\.example\.zone`$/m, 'list');
like($md, qr/^- `odd\.example`: changed, `` zones\/ o`d\\010\\255\|d \.zone ``$/m, 'any octets');
like($md, qr/^\*\*new findings\*\*\n\n- `zones\/changed\.example\.zone:8: error: /m, 'findings');
for my $max (1200, 2500, length $md) {
	my $cut = zoneferry('review', 'main', '-f', 'markdown', '--max-bytes', $max)->{out};
	cmp_ok(length $cut, '<=', $max, "cut to $max");
	like($cut, qr/11 zones: 1 unreadable, 5 changed, 1 deleted, 1 new, 1 in another file, 2 the same as before/, 'the summary stays');
}
my $text = zoneferry('review', 'main')->{out};
like($text, qr/^moving\.example: in another file, zones\/moving\.example\.zone -> moved\/moving\.example\.zone$/m, 'text');
like($text, qr/^gone\.example: deleted$/m, 'deleted');
my $html = zoneferry('review', 'main', '-f', 'html')->{out};
like($html, qr/<li><code>zones\/changed\.example\.zone:8: error/, 'html');
is(() = $html =~ /<details/g, 11, 'each zone');

# Against what is served.
$r = zoneferry('review', 'main', '--live', '-f', 'json');
%zones = map { $_->{name} => $_ } @{decode_json($r->{out})->{zones}};
is_deeply([map { $_->{name} } @{$zones{'moving.example'}{plan}[0]{operations}}], ['behind.moving.example.'], 'the plan for a target')
	or diag $r->{err};
is($zones{'changed.example'}{state}, 'partly', 'what can\'t be planned');
like($zones{'changed.example'}{why}, qr{no plan for served/changed\.example\.zone: .*CNAME beside other}, 'is told with its reason');
ok(!$zones{'odd.example'}{plan}, 'of no project');
unlink 'served/changed.example.zone';
$r = zoneferry('review', 'main', '--live', '-f', 'json');
is($r->{exit}, 4, 'a target that can\'t be read');
%zones = map { $_->{name} => $_ } @{decode_json($r->{out})->{zones}};
is($zones{'changed.example'}{state}, 'partly', 'is told of its zone');
like($zones{'changed.example'}{why}, qr{no plan for served/changed\.example\.zone: }, 'and why');
ok($zones{'changed.example'}{diff} && $zones{'moving.example'}{plan}, 'the rest of the review is whole');
git('checkout', '-q', 'served');

# Exit status.
git('checkout', '-q', 'main', '--', 'zones/broken.example.zone');
commit();
is(zoneferry('review', 'main')->{exit}, 1, 'changes');
is(zoneferry('review', 'main', '--fail-on', 'errors')->{exit}, 1, 'new errors');
spew('zones/changed.example.zone', zone('changed.example', 'new 60 A 192.0.2.2'));
commit();
is(zoneferry('review', 'main', '--fail-on', 'errors')->{exit}, 0, 'no new errors');
is(zoneferry('review', 'main')->{exit}, 1, 'changes still');
for my $case ([['nosuch'], qr/no revision "nosuch"/], [['main', '--upload-pack=x'], qr/no option --upload-pack/],
	[['--', '--all'], qr/no revision "--all"/], [['main', '-f', 'csv'], qr/unknown format|several/]) {
	$r = zoneferry('review', @{$case->[0]});
	cmp_ok($r->{exit}, '>=', 2, "no review: @{$case->[0]}");
	is($r->{out}, '', 'and no document');
	like($r->{err}, $case->[1], 'but why');
}
git('checkout', '-q', '--orphan', 'other');
commit();
$r = zoneferry('review', 'main', 'other');
is($r->{exit}, 2, 'no common commit');
like($r->{err}, qr/no common commit here; if this clone is shallow/, 'is said');
git('checkout', '-qf', 'topic');

# Another zone in the same file.
add('zones/came.example.zone', 'more 60 A 192.0.2.2');
commit();
my $before = git('rev-parse', 'HEAD')->{out} =~ s/\n//r;
spew('zones/came.example.zone', "\$ORIGIN other.example.\n" . (zone('other.example') =~ s/^.*\n//r));
spew('zoneferry.yaml', "zones:\n  a: {sorce: x}\n");
commit();
is(zoneferry('review', $before)->{exit}, 2, 'mistakes in the project: no review');
unlink 'zoneferry.yaml';
commit();
$r = zoneferry('review', $before, '--origin', 'other.example', '-f', 'json');
my ($z) = @{decode_json($r->{out})->{zones}};
is($z->{name}, 'other.example', 'called as it calls itself');

# The CI examples post it also when it has findings, and only when there is one.
my ($script) = slurp("$ci/github-actions.yml") =~ /name: review.*?run: \|\n(.*?)\n      - name/s;
$script =~ s/^ {10}//mg;
spew("$dir/bin/gh", "#!/bin/sh\necho posted\n");
chmod 0755, "$dir/bin/gh";
for my $case (['main', 0, "posted\n"], [$before . '~9', 2, '']) {
	local $env{BASE} = $case->[0];
	local $env{PR} = 1;
	$r = run(\%env, 'bash', '-ec', $script);
	is($r->{exit}, $case->[1], "CI: exit status for $case->[0]") or diag $r->{err};
	is($r->{out}, $case->[2], 'posted or not');
}
add('zones/untouched.example.zone', 'x 60 A 192.0.2.3', 'x 60 CNAME www');
commit();
$r = run({%env, BASE => 'main', PR => 1}, 'bash', '-ec', $script);
is("$r->{exit} $r->{out}", "1 posted\n", 'CI: with findings it is posted, and the job fails');
chdir '/';
done_testing;
