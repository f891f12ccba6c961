# Guard: no test that writes reaches anything but this machine. Every program that tests start goes by here
# (Sim::begin), and so does what a shell is told.
#
#   my %env = Guard::guard(\%env, @command);    dies where a test would reach another host; else gives what
#           the environment needs beside \%env: providers whose URL nobody has set lead nowhere
package Guard;
use strict;
use warnings;

use constant NOWHERE => 'http://127.0.0.1:9';

my $here = qr{(?:127\.\d+\.\d+\.\d+|localhost|\[::1\])(?=[:/?'"\s]|$)};

sub slurp {
	my ($file) = @_;
	open my $in, '<:raw', $file or die "$file: $!";
	local $/;
	return scalar <$in>;
}

# {provider => name of the variable that its URL is in}, and all variables that descriptions read.
my (%url_of, %settings);
for my $file (glob 'src/providers/*.json') {
	my ($provider) = $file =~ m{([^/]+)\.json$};
	$url_of{$provider} = 'ZONEFERRY_' . uc($provider =~ tr/-/_/r) . '_URL';
	$settings{$_} = 1 for $url_of{$provider}, map { /\w+/g } slurp($file) =~ /"env":\s*(\[[^]]*\]|"\w+")/g;
}

sub writes {
	my (@command) = @_;
	return 1 if $command[0] =~ m{/tool_(?:target|update)$};
	return scalar grep { /\b(?:sync|apply|undo|restore|migrate)\b/ } @command;
}

# Dies if a text leads to another host.
sub look {
	my ($what, $text) = @_;
	while ($text =~ m{\b(?:https?|axfr)://([^/\s'"]*)}g) {
		die "a test may not write to $what: $1\n" if "$1/" !~ /^$here/;
	}
}

# The files that say where to write: configs, given or found, and plans.
sub look_into {
	my ($is, @command) = @_;
	my @files = grep { /\.(?:ya?ml|json)$/ && -f } @command;
	push @files, grep { -f } map { "$_/zoneferry/config.yaml" } grep { defined }
		$is->{XDG_CONFIG_HOME}, defined $is->{HOME} ? "$is->{HOME}/.config" : undef;
	look($_, slurp($_)) for @files;
}

sub guard {
	my ($env, @command) = @_;
	return if !writes(@command);
	my %is = (%ENV, %$env);
	look("the URL in $_", $is{$_}) for grep { $settings{$_} && defined $is{$_} } keys %is;
	for my $word (@command) {
		look('what is in its command', $word);
		for my $provider ($word =~ m{(?:^|[\s'"])([a-z0-9-]+)(?:\@\w+)?:(?=[\w*.])}g) {
			die "a test may not write to $word: $url_of{$provider} is not set\n"
				if $url_of{$provider} && !defined $is{$url_of{$provider}};
		}
	}
	die "a test may not write to $command[1]\n" if $command[0] =~ m{/tool_update$} && $command[1] !~ /^(?:127\.\d+\.\d+\.\d+|::1)$/;
	look_into(\%is, @command);
	return map { $_ => NOWHERE } grep { !defined $is{$_} } values %url_of;
}

1;
