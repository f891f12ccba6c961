# Schema: whether a JSON value fits a JSON Schema, as far as ours use it.
#
#   $why = Schema::misfit($root, $schema, $value, $place)   undef: it fits
package Schema;
use strict;
use warnings;
use JSON::PP;

my %is = (
	object => sub { ref $_[0] eq 'HASH' }, array => sub { ref $_[0] eq 'ARRAY' },
	boolean => sub { JSON::PP::is_bool($_[0]) }, null => sub { !defined $_[0] },
	string => sub { defined $_[0] && !ref $_[0] && encode_json([$_[0]]) =~ /^\["/ },
	number => sub { defined $_[0] && !ref $_[0] && encode_json([$_[0]]) =~ /^\[-?\d+(?:\.\d+)?\]$/ },
	integer => sub { defined $_[0] && !ref $_[0] && encode_json([$_[0]]) =~ /^\[-?\d+\]$/ },
);

# Why a value doesn't fit a schema, or undef. Members that the schema doesn't name don't fit.
sub misfit {
	my ($root, $s, $v, $place) = @_;
	if (my $ref = $s->{'$ref'}) {
		my ($name) = $ref =~ m{^#/\$defs/(\w+)$} or return "$ref: no reference";
		my $of = $root->{'$defs'}{$name};
		return $of ? misfit($root, $of, $v, $place) : "$name is not defined";
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
		my @why = map { misfit($root, $_, $v, $place) } @$alternatives;
		return join '; ', @why if 1 != grep { !defined } @why;
	}
	for my $name (@{$s->{required} // []}) {
		return "$place lacks $name" if !exists $v->{$name};
	}
	if (ref $v eq 'HASH' && ($s->{properties} || $s->{additionalProperties})) {
		for my $name (sort keys %$v) {
			my $of = $s->{properties}{$name} // $s->{additionalProperties};
			return "$place: $name is not in the schema" if !$of;
			my $why = misfit($root, $of, $v->{$name}, "$place/$name");
			return $why if defined $why;
		}
	}
	if (ref $v eq 'ARRAY' && $s->{items}) {
		for my $i (0 .. $#$v) {
			my $why = misfit($root, $s->{items}, $v->[$i], "$place/$i");
			return $why if defined $why;
		}
	}
	return undef;
}

1;
