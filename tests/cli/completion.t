#!/usr/bin/perl
# What the shells themselves offer behind an unfinished command line: one table for all three.
use strict;
use warnings;
use lib 'tests/support';
use Cwd 'abs_path';
use File::Temp 'tempdir';
use Sim qw(run slurp spew zf);
use Test::More;

my ($dir, $program) = (tempdir(CLEANUP => 1), abs_path(zf()));
spew("$dir/$_->[1]", run({}, $program, 'completion', $_->[0])->{out})
	for ['bash', 'c.bash'], ['zsh', '_zoneferry'], ['fish', 'c.fish'];
spew("$dir/zone-file", '');

# The line, and all that is offered.
my @lines = (
	['exp', 'export'],
	['git ', 'install merge textconv'],
	['config ', 'check init'],
	['git install --origin-from ', 'name soa'],
	['diff --txt ', 'exact joined'],
	['--color ', 'always auto never'],
	['--config x --color n', 'never'],
	['diff a b -f ', 'html json markdown nsupdate text unified'],
	['compare -f c', 'csv'],
	['check --ignore cname-d', 'cname-dangling'],
	['diff --ignore se', 'serial'],
	['check a --dialect w', 'windows'],
	['sync --allow last-m', 'last-mx'],
	['find --only NSEC3', 'NSEC3 NSEC3PARAM'],
	['help exit', 'exit-status'],
	['zones bun', 'bunny'],
	['export bun', 'bunny:'],
	['export zone-f', 'zone-file'],
	['export -o zone-f', 'zone-file'],
	['zones zone-f', ''],
	['apply zone-f', 'zone-file'],
	['find x zone-f', 'zone-file'],
	['help verif', 'verify'],
	['completion f', 'fish'],
	['diff --expl', '--explain'],
	['export --expl', ''],
);
# What is known of an account by itself: profiles, views, and zones as they were listed last.
spew("$dir/config.yaml", "profiles:\n  prod: { provider: bunny, access_key: x }\n  lab: { provider: sdpf, token: x }\n");
chmod 0600, "$dir/config.yaml";
mkdir "$dir/$_" for qw(zoneferry zoneferry/zones);
rename "$dir/config.yaml", "$dir/zoneferry/config.yaml";
spew("$dir/zoneferry/zones/bunny", "example.com\nexample.net\n\$(touch $dir/harm).example\nother.example\n-x.example\n");
spew("$dir/zoneferry/zones/bunny\@prod", "prod.example\n");
my %env = (XDG_CONFIG_HOME => $dir, XDG_CACHE_HOME => $dir, HOME => $dir);
my @places = (
	['export bunny@', 'bunny@prod:'],
	['diff a bunny:ex', 'bunny:example.com bunny:example.net'],
	['zones bunny@p', 'bunny@prod:'],
	['export bunny@prod:', 'bunny@prod:prod.example'],
	['export bunny:', 'bunny:example.com bunny:example.net bunny:other.example'],
	['export bunny:example.com?s', 'bunny:example.com?scan'],
);
sub have { return system("command -v $_[0] >/dev/null 2>&1") == 0 }

for my $line (@lines) {
	my ($typed, $want) = @$line;
	my @words = split / /, $typed, -1;
	my $r = run({}, 'bash', '-c', "cd '$dir' && . ./c.bash && COMP_WORDS=(\"\$@\") COMP_CWORD=\$((\$# - 1)) && "
		. '_zoneferry 2>/dev/null; printf "%s\n" "${COMPREPLY[@]}"', 'bash', 'zoneferry', @words);
	is(join(' ', sort split /\n/, $r->{out}), $want, "bash: $typed");
}
my $joined = run({}, 'bash', '-c', ". '$dir/c.bash' && COMP_WORDS=(zoneferry --color = al) COMP_CWORD=3 && "
	. '_zoneferry 2>/dev/null; echo "${COMPREPLY[@]}"');
is($joined->{out}, "always\n", 'bash: --color=al');

# They are what zones and backup listed last.
my $sim = Sim->start({}, 'bunny=testdata/sim/bunny.json');
$sim->{env}{XDG_CACHE_HOME} = "$dir/cache";
my $listed = $sim->zoneferry('zones', 'bunny:')->{out};
like($listed, qr/^example\.com$/m, 'zones of an account');
is(slurp("$dir/cache/zoneferry/zones/bunny"), $listed, 'are kept');
is((stat "$dir/cache/zoneferry/zones")[2] & 07777, 0700, 'for nobody else');
spew("$dir/cache/zoneferry/zones/bunny", 'old');
$sim->zoneferry('zones', 'bunny', '--name', '*.com');
is(slurp("$dir/cache/zoneferry/zones/bunny"), 'old', 'some of them are not all of them');
$sim->zoneferry('backup', 'bunny', '-d', "$dir/saved", '-q');
is(slurp("$dir/cache/zoneferry/zones/bunny"), $listed, 'a backup keeps them too');

# bash takes colons and @ for ends of words, and replaces what stands behind them alone.
for my $place (@places) {
	my ($typed, $want) = @$place;
	my @words = ($program, split /([:@])| /, $typed, -1);
	@words = grep { defined && length } @words;
	my $r = run({%env}, 'bash', '-c', "cd '$dir' && . ./c.bash && COMP_LINE=\"x \$1\" COMP_POINT=\${#COMP_LINE} && shift && "
		. 'COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) && _zoneferry; printf "%s\n" "${COMPREPLY[@]}"', 'bash', $typed, @words);
	my $kept = $typed =~ /(\S*[:@])/ ? $1 : '';
	is(join(' ', map { "$kept$_" } sort split /\n/, $r->{out}), $want, "bash: $typed") or diag $r->{err};
}

SKIP: {
	skip 'no fish', @lines + 2 * @places if !have('fish');
	for my $place (@places) {
		my ($typed, $want) = @$place;
		my $r = run({%env}, 'fish', '--no-config', '-c', "cd '$dir'; function zoneferry; $program \$argv; end; "
			. "source c.fish; complete -C 'zoneferry $typed'");
		# fish also offers what is behind a colon as a file of its own accord.
		my %offered = map { s/\t.*//r => 1 } split /\n/, $r->{out};
		is_deeply([grep { !$offered{$_} } split / /, $want], [], "fish: $typed") or diag $r->{out}, $r->{err};
		is(join(' ', grep /\$|-x/, keys %offered), '', 'nothing that harms');
	}
	for my $line (@lines) {
		my ($typed, $want) = @$line;
		my $r = run({}, 'fish', '--no-config', '-c', "cd '$dir'; source c.fish; complete -C 'zoneferry $typed'");
		is(join(' ', sort map { s/\t.*//r } split /\n/, $r->{out}), $want, "fish: $typed");
	}
}

SKIP: {
	skip 'no zsh', 1 if !have('zsh');
	# A real terminal's line: what the key leaves of it.
	spew("$dir/t.zsh", <<'ZSH');
zmodload zsh/zpty
for typed in "$@"; do
	zpty z zsh -f -i
	zpty -w z 'PS1= PROMPT_EOL_MARK= TERM=dumb; unset zle_bracketed_paste; fpath=($PWD $fpath); autoload -Uz compinit; compinit -u -D; take() { print -r -- "<$BUFFER>"; }; zle -N take; bindkey "^I" complete-word "^X" take; print READY-"1"'
	zpty -r z out '*READY-1*'
	zpty -n -w z "zoneferry $typed"$'\t\030'
	zpty -r z out '*<*>*'
	print -r -- "${${out##*<}%%>*}"
	zpty -d z
done
ZSH
	my %zsh = ('exp' => 'export ', 'git ins' => 'git install ', 'diff --txt j' => 'diff --txt joined ',
		'--color=al' => '--color=always ', 'zones bun' => 'zones bunny ', 'export zone-f' => 'export zone-file ');
	my @typed = sort keys %zsh;
	my $r = run({}, 'timeout', '60', 'sh', '-c', "cd '$dir' && exec zsh -f t.zsh \"\$@\"", 'sh', @typed);
	is_deeply([split /\n/, $r->{out}], [map { "zoneferry $zsh{$_}" } @typed], 'zsh, from its fpath') or diag $r->{err};
}
ok(!-e "$dir/harm", 'names are no commands');
done_testing;
