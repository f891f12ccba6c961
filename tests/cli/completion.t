#!/usr/bin/perl
# What the shells themselves offer behind an unfinished command line: one table for all three.
use strict;
use warnings;
use lib 'tests/support';
use Cwd 'abs_path';
use File::Temp 'tempdir';
use Sim qw(run spew zf);
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

SKIP: {
	skip 'no fish', scalar @lines if !have('fish');
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
done_testing;
