#!/usr/bin/perl
# The merge driver in histories that line by line, or record by record, would end in a wrong zone:
# small repositories with a branch "theirs" that is merged into "ours".
use strict;
use warnings;
use lib 'tests/support';
use Cwd qw(getcwd abs_path);
use File::Temp 'tempdir';
use Sim qw(run slurp spew zf);
use Test::More;

my $top = getcwd();
my $dir = tempdir(CLEANUP => 1);
mkdir "$dir/bin";
symlink abs_path(zf()), "$dir/bin/zoneferry";
my %env = (
	PATH => "$dir/bin:$ENV{PATH}", HOME => $dir, GIT_AUTHOR_NAME => 'a', GIT_AUTHOR_EMAIL => 'a@example.com',
	GIT_COMMITTER_NAME => 'a', GIT_COMMITTER_EMAIL => 'a@example.com', GIT_CONFIG_NOSYSTEM => 1,
);
my $count = 0;

sub git { return run(\%env, 'git', @_) }
sub zoneferry { return run(\%env, abs_path("$dir/bin/zoneferry"), @_) }

# A repository in which the branches made of the files of `base` those of `ours` and `theirs`.
# Gives what git merge said, or another way of merging.
sub merge {
	my ($base, $ours, $theirs, $how) = @_;
	my $repo = "$dir/repo" . $count++;
	mkdir $repo;
	chdir $repo or die;
	git('init', '-q', '-b', 'ours');
	git('config', 'merge.conflictStyle', 'merge');
	my $commit = sub {
		my ($files) = @_;
		spew($_, $files->{$_}) for keys %$files;
		git('add', '-A');
		is(git('commit', '-qm', 'x', '--allow-empty')->{exit}, 0, 'commit');
	};
	$commit->($base);
	is(zoneferry('git', 'install', @{$how->{install} // []})->{exit}, 0, 'git install');
	$commit->({});
	git('checkout', '-qb', 'theirs');
	$commit->($theirs);
	git('checkout', '-q', 'ours');
	$commit->($ours);
	my $r = git(@{$how->{way} // ['merge', '-q', 'theirs']});
	chdir $top;
	$r->{said} = $r->{out} . $r->{err};
	$r->{file} = sub { slurp("$repo/$_[0]") };
	return $r;
}

# The same for one file, the changes given by substitutions.
sub merge_texts {
	my ($base, $ours, $theirs) = @_;
	my $r = merge({'example.com.zone' => $base}, {'example.com.zone' => $ours}, {'example.com.zone' => $theirs});
	$r->{text} = $r->{file}('example.com.zone');
	return $r;
}

sub in_conflict {
	my ($r, $what) = @_;
	isnt($r->{exit}, 0, "$what: a conflict");
	like($r->{text}, qr/^<{7} .*^={7}\n.*^>{7} /ms, "$what: with marks");
}

my $base = <<'Z';
$TTL 3600
@ SOA ns1 hostmaster 1 7200 3600 1209600 3600
@ NS ns1
ns1 A 192.0.2.1
mail A 192.0.2.25
mail MX 10 mail
www A 192.0.2.2
www AAAA 2001:db8::2
ftp A 192.0.2.3
Z
sub with { my ($text, $from, $to) = @_; $text =~ s/$from/$to/m or die $from; return $text }

# History 1: a version that can't be read as a zone. Nothing of theirs is lost.
my $broken = with($base, 'ftp A 192.0.2.3', 'ftp A 192.0.2.333');
my $r = merge_texts($broken, with($broken, '192.0.2.25', '192.0.2.26'), with($broken, '^www A .2.0.2.2$|\z', "new A 192.0.2.9\n"));
is($r->{exit}, 0, 'all unreadable: what git merge-file can merge is merged');
like($r->{text}, qr/192\.0\.2\.26/, 'ours');
like($r->{text}, qr/^new A/m, 'theirs');
like($r->{said}, qr/example\.com\.zone.*can't be read as a zone/, 'and it is said');
like($r->{said}, qr/192\.0\.2\.333/, 'with the reason');
$r = merge_texts($base, with($broken, '192.0.2.2$', '192.0.2.22'), with($base, '192.0.2.2$', '192.0.2.222'));
in_conflict($r, 'ours unreadable');
like($r->{text}, qr/^<{7} ours\nwww A 192\.0\.2\.22\n={7}\nwww A 192\.0\.2\.222\n>{7} theirs$/m, 'ours and theirs');
$r = merge_texts($base, with($base, '192.0.2.2$', '192.0.2.22'), with($broken, '192.0.2.2$', '192.0.2.222'));
in_conflict($r, 'theirs unreadable');

# Lines that mean something else once others stand above them: text merges them without a conflict.
my $hosts = "${base}host A 192.0.2.40\n" . ";\n" x 10;
my $ours = "$hosts  TXT \"about host\"\n";
my $theirs = with($hosts, '^host.*', "host A 192.0.2.40\nother A 192.0.2.41");
$r = merge_texts(with($hosts, '3600 1209600', '3600 x'), $ours, $theirs);
in_conflict($r, 'base unreadable, a record would change its owner');
like($r->{said}, qr/conflict as a whole/, 'that is said');
like($r->{text}, qr/\A<{7} .*about host.*^={7}\n.*^other A.*>{7} .*\n\z/ms, 'both versions are there');

# Two files of one name, added by each.
$r = merge({'other.zone' => $base}, {'example.com.zone' => $base}, {'example.com.zone' => with($base, 'ftp', 'ftp2')});
$r->{text} = $r->{file}('example.com.zone');
in_conflict($r, 'added by both');

# Includes: read, merged each for itself.
my $including = with("$base\$INCLUDE hosts\nz A 192.0.2.99\n", '^ftp.*', 'ftp A 192.0.2.3');
$r = merge({'example.com.zone' => $including, hosts => "h A 192.0.2.50\n"},
	{'example.com.zone' => with($including, '192.0.2.2$', '192.0.2.22')},
	{'example.com.zone' => with($including, '2001:db8::2$', '2001:db8::22')});
is($r->{exit}, 0, 'neighbouring lines of a file with includes merge') or diag $r->{said};
like($r->{file}('example.com.zone'), qr/^www A 192\.0\.2\.22\nwww AAAA 2001:db8::22$/m, 'as zones');

# Included files are those of the revisions that are merged, in a merge and in a rebase, not the working tree's.
for my $way (['merge', '-q', 'theirs'], ['rebase', '-q', 'ours', 'theirs']) {
	my $with = "$base\$INCLUDE hosts\n";
	my $named = sub { "$_[0] as git $way->[0]" };
	# What theirs includes anew can be read.
	$r = merge({'example.com.zone' => $with, hosts => "h A 192.0.2.50\n"},
		{'example.com.zone' => with($with, '192.0.2.2$', '192.0.2.22')},
		{'example.com.zone' => "$with\$INCLUDE new\n", new => "n A 192.0.2.51\n"}, {way => $way});
	is($r->{exit}, 0, $named->('an include was added')) or diag $r->{said};
	unlike($r->{said}, qr/can't be read/, 'and could be read');
	like($r->{file}('example.com.zone'), qr/^www A 192\.0\.2\.22\n.*^\$INCLUDE new$/ms, 'both changes are there');
	# A record that moved into an included file is there once.
	$r = merge({'example.com.zone' => $with, hosts => "h A 192.0.2.50\n"},
		{'example.com.zone' => with($with, '192.0.2.2$', '192.0.2.22')},
		{'example.com.zone' => with($with, '^ftp.*\n', ''), hosts => "h A 192.0.2.50\nftp A 192.0.2.3\n"}, {way => $way});
	is($r->{exit}, 0, $named->('a record moved')) or diag $r->{said};
	unlike($r->{file}('example.com.zone'), qr/^ftp/m, 'it moved');
	like($r->{file}('example.com.zone'), qr/^www A 192\.0\.2\.22$/m, 'and the other change is there');
	# An alias here, an address in an included file there.
	$r = merge({'example.com.zone' => $with, hosts => "h A 192.0.2.50\n"},
		{'example.com.zone' => "${with}new CNAME ftp\n"},
		{'example.com.zone' => with($with, '192.0.2.2$', '192.0.2.22'), hosts => "h A 192.0.2.50\nnew A 192.0.2.52\n"},
		{way => $way});
	$r->{text} = $r->{file}('example.com.zone');
	in_conflict($r, $named->('an alias, and an address in an included file'));
}

# History 2: changed here, removed or replaced by an alias there.
$r = merge_texts($base, with($base, '^www A.*', "www A 192.0.2.2\nwww A 192.0.2.4"), with($base, '^www A .*\n', ''));
in_conflict($r, 'an address was added, the others removed');
$r = merge_texts($base, with($base, '^www A .*', 'www A 192.0.2.4'),
	with($base, '^www A .*\nwww AAAA .*', 'www CNAME ftp'));
in_conflict($r, 'changed, and replaced by an alias');
like($r->{text}, qr/^<{7} ours\nwww .* A .*192\.0\.2\.4\nwww .* AAAA .*\n={7}\nwww .* CNAME .*ftp.*\n>{7} theirs$/m,
	'the whole name is marked');
$r = merge_texts($base, $base . "www TXT \"t\"\n", with($base, '^www A .*\nwww AAAA .*', 'www CNAME ftp'));
in_conflict($r, 'a text beside what became an alias');

# History 3: what may be there only once.
for my $case (['SPF', '@', 'v=spf1 mx -all', 'v=spf1 a -all'], ['DMARC', '_dmarc', 'v=DMARC1; p=none', 'v=DMARC1; p=reject']) {
	my ($what, $name, $one, $two) = @$case;
	$r = merge_texts($base, with($base, '^ftp', "$name TXT \"$one\"\nftp"), "$base$name TXT \"$two\"\n");
	in_conflict($r, "two $what policies");
	like($r->{said}, qr/conflict in example\.com\.zone: \S*example\.com\. TXT/, 'named');
}
$r = merge_texts($base, with($base, 'ns1 hostmaster', 'ns2 hostmaster'), with($base, 'ns1 hostmaster', 'ns3 hostmaster'));
in_conflict($r, 'two SOA');

# Each of the two ways out of a conflict is a zone.
for my $side (0, 1) {
	$r = merge_texts($base, with($base, '^www A .*', 'www A 192.0.2.4'),
		with($base, '^www A .*\nwww AAAA .*', 'www CNAME ftp'));
	(my $text = $r->{text}) =~ s/^<{7}.*?\n(.*?)^={7}\n(.*?)^>{7}.*?\n/$side ? $2 : $1/gmse;
	spew("$dir/example.com.zone", $text);
	is(zoneferry('check', "$dir/example.com.zone")->{exit}, 0, "side $side of the marks is a good zone");
}

# A file whose name tells nothing: its SOA does.
(my $named = $base) =~ s/^@ SOA/example.com. SOA/m;
$r = merge({'master.db' => $named}, {'master.db' => with($named, '192.0.2.2$', '192.0.2.22')},
	{'master.db' => with($named, '2001:db8::2$', '2001:db8::22')}, {install => ['--origin-from', 'soa', '*.db']});
is($r->{exit}, 0, '--origin-from soa') or diag $r->{said};
like($r->{file}('master.db'), qr/^www A 192\.0\.2\.22\nwww AAAA 2001:db8::22$/m, 'merges as zones');
done_testing;
