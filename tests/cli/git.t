#!/usr/bin/perl
# Zone files in a real git repository: locations, diff, log and merge drivers, hostile settings.
use strict;
use warnings;
use lib 'tests/support';
use Cwd qw(getcwd abs_path);
use File::Temp 'tempdir';
use Test::More;
use Sim qw(run slurp spew zf);

my $top = getcwd();
my $zf  = abs_path(zf());
my $dir = tempdir(CLEANUP => 1);
my $bin = "$dir/bin";
mkdir $bin;
symlink $zf, "$bin/zoneferry";
my %env = (
	PATH => "$bin:$ENV{PATH}", HOME => $dir, GIT_AUTHOR_NAME => 'a', GIT_AUTHOR_EMAIL => 'a@example.com',
	GIT_COMMITTER_NAME => 'a', GIT_COMMITTER_EMAIL => 'a@example.com', GIT_CONFIG_NOSYSTEM => 1,
);
mkdir "$dir/repo";
chdir "$dir/repo" or die;

sub git { return run(\%env, 'git', @_) }
sub zoneferry { return run(\%env, $zf, @_) }
sub commit {
	my ($message) = @_;
	git('add', '-A');
	my $r = git('commit', '-qm', $message);
	is($r->{exit}, 0, "commit: $message") or diag $r->{err};
}

my $base = <<'Z';
; our zone
$TTL 1h
@	SOA	ns1 hostmaster (
		2024010101 ; serial
		2h 1h 2w 1h )
	NS	ns1
ns1	A	192.0.2.1
www	A	192.0.2.2 ; web
mail	A	192.0.2.3
Z
is(git('init', '-q', '-b', 'main')->{exit}, 0, 'git init');
mkdir 'zones';
spew('zones/example.com.zone', $base);
commit('base');

# Installing.
my $r = zoneferry('git', 'install');
is($r->{exit}, 0, 'git install') or diag $r->{err};
like($r->{out}, qr/\.gitattributes: added/, 'says what it did');
is(slurp('.gitattributes'), "*.zone diff=zoneferry merge=zoneferry\n", '.gitattributes');
like(git('config', 'merge.zoneferry.driver')->{out}, qr/exec zoneferry git merge .* %O %A %B %L %P/, 'merge driver');
is(git('config', 'diff.zoneferry.cachetextconv')->{out}, "true\n", 'git keeps what it was shown');
is(zoneferry('git', 'install')->{out} =~ /gitattributes: added/, '', 'twice adds nothing');
commit('attributes');

# diff and log: spelling is no change, one record is one line.
(my $spelled = $base) =~ s/www\tA\t192\.0\.2\.2/WWW 3600 IN A 192.0.2.2/;
spew('zones/example.com.zone', $spelled);
is(git('diff')->{out}, '', 'git diff sees no change in spelling');
(my $changed = $base) =~ s/192\.0\.2\.3/192.0.2.33/;
spew('zones/example.com.zone', $changed);
my @lines = git('diff', '-U0')->{out} =~ /^[-+](?![-+])(.*)$/mg;
is(scalar @lines, 2, 'one changed record is one line less and one more');
like($lines[1], qr/^mail +3600 IN A +192\.0\.2\.33$/, 'in canonical form');
commit('mail moves');
like(git('log', '-p', '-1')->{out}, qr/^\+mail +3600 IN A +192\.0\.2\.33$/m, 'git log -p too');

# The program that does only this is preferred, and shows the same.
sub uncached { return git('-c', 'diff.zoneferry.cachetextconv=false', 'log', '-p')->{out} }
my $shown = uncached();
spew("$bin/zoneferry-textconv", "#!/bin/sh\necho ran >>$dir/ran\nexec '$zf-textconv' \"\$@\"\n");
chmod 0755, "$bin/zoneferry-textconv";
is(uncached(), $shown, 'zoneferry-textconv shows the same');
like(slurp("$dir/ran"), qr/\A(?:ran\n){2,}\z/, 'it ran');
unlink "$bin/zoneferry-textconv";
$r = run(\%env, "$zf-textconv", '--default-ttl=soa', '--', 'zones/example.com.zone');
is($r->{out}, zoneferry('git', 'textconv', '--default-ttl=soa', 'zones/example.com.zone')->{out}, 'with its options');
for my $case ([[], 3, qr/wants FILE/], [['none'], 2, qr/can't read none/], [['--no', 'x'], 3, qr/no option --no/]) {
	$r = run(\%env, "$zf-textconv", @{$case->[0]});
	is($r->{exit}, $case->[1], "zoneferry-textconv @{$case->[0]}");
	like($r->{err}, $case->[2], 'says why');
}

# Locations.
is(zoneferry('diff', 'git:HEAD~1:zones/example.com.zone', 'zones/example.com.zone')->{exit}, 1, 'git: differs');
is(zoneferry('diff', 'git:HEAD:zones/example.com.zone', 'zones/example.com.zone')->{exit}, 0, 'git: equal');
chdir 'zones';
is(zoneferry('diff', 'git:HEAD:./example.com.zone', 'example.com.zone')->{exit}, 0, './ is relative');
chdir '..';
for my $case (['git:nosuch:zones/example.com.zone', qr/no revision "nosuch"/],
	['git:--upload-pack=x:zones/example.com.zone', qr/no revision/],
	["git:HEAD\nHEAD:zones/example.com.zone", qr/no revision/], ['git:HEAD:nosuch.zone', qr/no file/],
	['git:HEAD:../../etc/passwd', qr/no file/], ['git:HEAD:zones', qr/no plain file/],
	['git:HEAD::(glob)*', qr/no file/]) {
	$r = zoneferry('export', $case->[0]);
	is($r->{exit}, 2, "refused: $case->[0]");
	like($r->{err}, $case->[1], 'and says why');
}
# Included files are those of the revision, whatever is there now.
mkdir $_ for 'shared', 'inc', "$dir/outside";
spew('zones/inc.zone', "$base\$INCLUDE ../shared/hosts\n");
spew('shared/hosts', "inc A 192.0.2.50\n\$INCLUDE deep\n");
spew('zones/deep', "deep A 192.0.2.51\n"); # names are relative to the zone file's folder
spew('inc/given', "given A 192.0.2.52\n");
spew("$dir/outside/far", "far A 192.0.2.53\n");
commit('includes');
sub addresses { return join ' ', sort map { /^(\S+) .* IN A / ? $1 : () } split /^/, $_[0]{out} }
sub at_head { return zoneferry('export', '-q', '--origin', 'example.com', 'git:HEAD:zones/inc.zone', @_) }
spew('shared/hosts', "now A 192.0.2.60\n");
unlink 'zones/deep';
is(addresses($r = at_head()), 'deep inc mail ns1 www', 'includes at the revision') or diag $r->{err};
chdir 'zones';
is(addresses(zoneferry('export', '-q', '--origin', 'example.com', 'git:HEAD:./inc.zone')), 'deep inc mail ns1 www',
	'from a folder below');
chdir '..';
like(addresses(zoneferry('export', '-q', '--origin', 'example.com', 'zones/inc.zone')), qr/\bnow\b/, 'the file includes the new one');
git('checkout', '-q', '.');
for my $case (["\$INCLUDE given", qr/no such file/], ["\$INCLUDE far", qr/no such file/],
	["\$INCLUDE ../../etc/passwd", qr/outside of the repository/], ["\$INCLUDE ../shared", qr/no regular file/],
	["\$INCLUDE ../.git/config", qr/none of a file/], ["\$INCLUDE /etc/passwd", qr/absolute/],
	["\$INCLUDE inc.zone", qr/includes itself/], ["\$INCLUDE way", qr/no regular file|no such file/],
	["\$INCLUDE way/hosts", qr/no such file|no regular file/]) {
	symlink '../shared', 'zones/way';
	spew('zones/inc.zone', "$base$case->[0]\n");
	commit($case->[0]);
	$r = at_head();
	is($r->{exit}, 2, "refused at a revision: $case->[0]");
	like($r->{err}, $case->[1], 'and says why');
}
spew('zones/inc.zone', "$base\$INCLUDE given\n\$INCLUDE far\n");
commit('given folders');
unlink 'inc/given';
is(addresses($r = at_head('--include-dir', 'inc', '--include-dir', "$dir/outside")), 'far given mail ns1 www',
	'below folders that are given: at the revision, or outside of the repository') or diag $r->{err};
spew('zones/inc.zone', "$base\$INCLUDE $dir/repo/inc/given\n");
spew('inc/given', "given A 192.0.2.52\n");
commit('absolute');
is(addresses($r = at_head('--include-dir', 'inc')), 'given mail ns1 www', 'absolute, below a given folder') or diag $r->{err};
git('rm', '-qrf', 'zones/inc.zone', 'zones/way', 'zones/deep', 'shared', 'inc');
commit('no includes');

symlink '/etc/passwd', 'zones/link.zone';
commit('a link');
like(zoneferry('export', 'git:HEAD:zones/link.zone')->{err}, qr/no plain file/, 'a symbolic link is refused');
for my $folder ('.', './', 'zones/', 'zones/.', './zones/..') {
	my $r = zoneferry('export', "git:HEAD:$folder");
	like("$r->{exit} $r->{err}", qr/^2 .* is a folder$/, "a folder is refused: $folder");
}
git('rm', '-qf', 'zones/link.zone');
commit('no link');

# A file that can't be read is shown as it stands.
spew('zones/broken.zone', "this is no zone\n");
commit('broken');
spew('zones/broken.zone', "this is no zone at all\n");
$r = git('diff');
is($r->{exit}, 0, 'git diff goes on with a broken file');
like($r->{out}, qr/^\+this is no zone at all$/m, 'and shows it');

# One faulty line is shown as it is, and nothing else of the file.
(my $faulty = $changed) =~ s/192\.0\.2\.33/192.0.2.333/;
spew('zones/example.com.zone', "$faulty; the end\n");
is(join('|', git('diff', '-U0', '--', 'zones/example.com.zone')->{out} =~ /^[-+](?![-+])(.*)$/mg),
	'mail                     3600 IN A      192.0.2.33|mail	A	192.0.2.333|; the end', 'a typo is a line');
git('checkout', '-q', '--', '.');

# Merging: different records never conflict.
sub branch_with {
	my ($name, $text) = @_;
	git('checkout', '-qb', $name, 'main');
	spew('zones/example.com.zone', $text);
	commit($name);
	git('checkout', '-q', 'main');
}
(my $ours = $changed) =~ s/www\tA\t192\.0\.2\.2 ; web\nmail/www\tA\t192.0.2.22 ; web\nmail/;
$ours =~ s/2024010101/2024010102/;
(my $theirs = $changed) =~ s/^mail.*\n/mail\tA\t192.0.2.34\n\tAAAA\t2001:db8::34\n/m;
$theirs =~ s/2024010101/2024010105/;
branch_with('ours', $ours);
branch_with('theirs', $theirs);
git('checkout', '-q', 'ours');
$r = git('merge', '-q', 'theirs');
is($r->{exit}, 0, 'neighbouring lines merge') or diag $r->{out}, $r->{err};
my $merged = slurp('zones/example.com.zone');
like($merged, qr/^www\tA\t192\.0\.2\.22 ; web$/m, 'ours, comment kept');
like($merged, qr/^mail\tA\t192\.0\.2\.34$/m, 'theirs');
like($merged, qr/2024010106 ; serial/, 'the higher serial, raised');
like($merged, qr/^; our zone\n/, 'the comment at the top stays');
is(zoneferry('export', 'zones/example.com.zone')->{exit}, 0, 'the result is a zone');

# A true conflict is marked at its record and reported.
(my $other = $changed) =~ s/^www.*$/www\tA\t192.0.2.222/m;
branch_with('other', $other);
git('checkout', '-q', 'ours');
$r = git('merge', '-q', 'other');
isnt($r->{exit}, 0, 'the same record changed twice is a conflict');
like($r->{out} . $r->{err}, qr/conflict in zones\/example\.com\.zone: www\.example\.com\. A/, 'named');
like(slurp('zones/example.com.zone'),
	qr/^<<<<<<< ours\nwww .*192\.0\.2\.22.*\n=======\nwww .*192\.0\.2\.222\n>>>>>>> theirs$/m, 'marked');
like(zoneferry('export', 'zones/example.com.zone')->{err}, qr/conflict/i, 'a marked file is no zone');
git('merge', '--abort');

# What a text is shown as doesn't depend on its name: git keeps it by its octets.
spew($_, $base) for 'zones/example.org.zone', 'zones/-x.zone';
is(zoneferry('git', 'textconv', 'zones/example.com.zone')->{exit}, 0, 'textconv');
my @views = map { zoneferry('git', 'textconv', '--', $_)->{out} } 'zones/example.org.zone', './zones/-x.zone';
is($views[0], $views[1], 'two names, one text');
unlike($views[0], qr/ORIGIN|example/, 'without an origin');
like($views[0], qr/^@ +3600 IN NS +ns1$/m, 'names stay relative');
chdir 'zones';
git('add', '--', '-x.zone');
spew('-x.zone', "${base}x A 192.0.2.77\n");
like(git('diff', '--relative', '--', './-x.zone')->{out}, qr/^\+x +3600 IN A +192\.0\.2\.77$/m,
	'a name that begins with a dash');
chdir '..';
git('rm', '-qf', '--cached', '--', 'zones/-x.zone');
unlink 'zones/-x.zone', 'zones/example.org.zone';

# Where the program is missing git goes on.
{
	local $env{PATH} = join ':', grep { $_ ne $bin } split /:/, $env{PATH};
	spew('zones/example.com.zone', "$changed; new\n");
	$r = git('diff', '-U0');
	is("$r->{exit} $r->{err}", '0 ', 'git diff works');
	like($r->{out}, qr/^\+; new$/m, 'on the text');
	git('checkout', '-q', '--', '.');
	$r = git('merge', '-q', 'other');
	isnt($r->{exit}, 0, 'git merge works');
	like(slurp('zones/example.com.zone'), qr/^<{7} ours\n.*^={7}\n.*^>{7} theirs$/ms, 'and marks a conflict');
	git('merge', '--abort');
}

# A hostile repository: none of its settings runs.
my $canary = "$dir/canary";
git('config', 'core.fsmonitor', "touch $canary; false");
git('config', 'core.hooksPath', "$dir/hooks");
git('config', 'diff.zoneferry.command', "touch $canary");
git('config', 'filter.x.smudge', "touch $canary");
git('config', 'core.pager', "touch $canary");
is(zoneferry('export', 'git:main:zones/example.com.zone')->{exit}, 0, 'read in spite of it');
ok(!-e $canary, 'nothing ran');
git('config', '--unset', 'core.fsmonitor');
git('config', '--unset', 'diff.zoneferry.command');

# The hook.
spew('.git/hooks/pre-commit', slurp("$top/scripts/git/pre-commit"));
chmod 0755, '.git/hooks/pre-commit';
git('config', '--unset', 'core.hooksPath');
git('rm', '-qf', 'zones/broken.zone');
spew('zones/example.com.zone', $changed);
git('add', '-A');
$r = git('commit', '-qm', 'not canonical');
isnt($r->{exit}, 0, 'the hook refuses what is not canonical');
is(zoneferry('fmt', '-w', 'zones/example.com.zone')->{exit}, 0, 'fmt -w');
git('add', '-A');
$r = git('commit', '-qm', 'canonical');
is($r->{exit}, 0, 'and takes what is') or diag $r->{out}, $r->{err};

# Which files are zones: each is named by its ending, its folder or its path.
my %files = ('a.zone' => $base, 'b.db' => $base, 'notes.txt' => "SOA, NS\n", 'more.txt' => "text\n", 'list.txt' => $base,
	'named/example.net' => $base, 'named/example.org' => $base, 'named/readme' => 'none', 'src/x y*.c' => $base,
	'src/main.c' => "int main(void)\n", 'src/soa.c' => "SOA\n", 'db.example' => "\$ORIGIN example.com.\n$base");
mkdir "$dir/many";
chdir "$dir/many" or die;
git('init', '-q');
mkdir $_ for 'named', 'src';
for my $file (keys %files) {
	spew($file, "\$ORIGIN example.com.\n$files{$file}");
	git('add', '--', $file);
}
$r = zoneferry('git', 'install', '--default-ttl', '300', '--include-dir', "it's", '--origin-from', 'soa');
is($r->{exit}, 0, 'install there') or diag $r->{err};
is(slurp('.gitattributes'), join('', map { "$_ diff=zoneferry merge=zoneferry\n" } '*.zone', '*.db', 'db.*',
	'/list.txt', '/named/*', '"/src/x y\\\\*.c"'), 'patterns');
is(git('check-attr', 'diff', '--', 'src/x y*.c')->{out}, "src/x y*.c: diff: zoneferry\n", 'which git understands');
like(git('config', 'merge.zoneferry.driver')->{out},
	qr/exec zoneferry git merge --default-ttl=300 --include-dir='it'\\''s' --origin-from=soa /, 'options are kept');
like(git('config', 'diff.zoneferry.textconv')->{out}, qr/textconv --default-ttl=300 -- /, 'those of textconv too');
is(zoneferry('git', 'install', '--', '-x', 'a b')->{exit}, 0, 'patterns of one\'s own');
like(slurp('.gitattributes'), qr/^-x diff=zoneferry merge=zoneferry\n"a b" diff=/m, 'are added');
is(zoneferry('git', 'install', '--uninstall')->{exit}, 0, 'all can be taken back');
ok(!-e '.gitattributes', 'all lines');
chdir "$dir/repo";

# Taking it back.
is(zoneferry('git', 'install', '--uninstall')->{exit}, 0, 'uninstall');
ok(!-e '.gitattributes', '.gitattributes is gone');
is(git('config', 'merge.zoneferry.driver')->{out}, '', 'the drivers too');
chdir $dir;
is(zoneferry('git', 'install')->{exit}, 2, 'no repository');
chdir $top;
done_testing;
