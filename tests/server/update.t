#!/usr/bin/perl
# update: zones at real name servers changed by dynamic update, and what the servers refuse.
use strict;
use warnings;
use lib 'tests/support';
use File::Temp 'tempdir';
use RandomZone;
use Servers;
use Sim qw(run slurp spew zf);
use Test::More;

my $dir = tempdir(CLEANUP => 1);
my $key = 'transfer:hmac-sha256:' . Servers::SECRET;
my $config = "$dir/config.yaml";
spew($config, "keys:\n  transfer: { algorithm: hmac-sha256, secret: @{[Servers::SECRET]} }\n");
chmod 0600, $config;

my $tool = zf() =~ s|[^/]*$|tests/server/tool_update|r;

# What became of an update: the words, "error" included.
sub update {
	my ($s, $from, $to, @key) = @_;
	return run({}, $tool, $s->{host}, $s->{port}, 'example.org', @key, $from, $to);
}

sub fetch {
	my ($s) = @_;
	return run({}, zf(), '--config', $config, 'export',
		'axfr://' . $s->at . '/example.org?key=transfer')->{out};
}

sub without_soa { return join '', grep !/ IN SOA /, split /^/, $_[0] }

# Brings a server's zone to what is wanted, and holds what it then has against it.
sub change_ok {
	my ($s, $want, $what) = @_;
	spew("$dir/now.zone", fetch($s));
	spew("$dir/want.zone", $want);
	my $r = update($s, "$dir/now.zone", "$dir/want.zone", $key);
	my @bad = grep { $_ ne "done: \n" } split /^/, $r->{out};
	ok !$r->{exit} && !@bad, "$what: done" or diag $r->{out}, $r->{err};
	my $text = without_soa(run({}, zf(), 'export', "$dir/want.zone")->{out});
	my $has = without_soa(fetch($s));
	ok $has eq $text, "$what: as wanted" or diag substr($has, 0, 2000), substr($text, 0, 2000);
	return scalar(() = $r->{out} =~ /^done/mg);
}

my ($head, $glue) = (RandomZone::HEAD, RandomZone::GLUE);
my $small = "$head$glue" . <<'END';
@ 3600 IN NS ns1
www 300 IN A 192.0.2.80
www 300 IN A 192.0.2.81
m 3600 IN MX 10 Mail.Example.ORG.
m 3600 IN MX 20 mail2
s 60 IN SRV 1 2 3 Host.Example.ORG.
p 60 IN PTR Host.Example.ORG.
n 60 IN NAPTR 1 2 "U" "E2U+sip" "" Host.Example.ORG.
r 60 IN RP Host.Example.ORG. Text.Example.ORG.
a 60 IN AFSDB 1 Host.Example.ORG.
k 60 IN KX 1 Host.Example.ORG.
c 60 IN CNAME Host.Example.ORG.
d 60 IN DNAME Host.Example.ORG.
h 60 IN HTTPS 1 Host.Example.ORG. alpn=h2
h 60 IN HTTPS 2 .
END
spew("$dir/example.org.zone", $small);

my $seed = $ENV{SEED} // 1;
my %bind_and_knot = (zone => 'example.org', file => "$dir/example.org.zone", key => 1);
for my $kind (qw(bind knot)) {
	Servers->with($kind, {%bind_and_knot}, sub {
		my ($s) = @_;
		change_ok($s, "$head$glue@ 3600 IN NS ns1\n", "$kind: letters of either case");
		srand $seed;
		change_ok($s, RandomZone::text(), "$kind: random zone $_") for 1 .. 10;
		is change_ok($s, fetch($s), "$kind: nothing to do"), 0, 'no message';

		# The TTL alone, of the one record that a server keeps at any price.
		change_ok($s, "$head$glue@ 3600 IN NS ns1\n", "$kind: one NS");
		change_ok($s, "$head$glue@ 600 IN NS ns1\n", "$kind: its TTL");

		# More than a message holds.
		my $many = join '', map "t$_ 60 IN TXT \"" . 'x' x 200 . "\"\n", 1 .. 1000;
		cmp_ok change_ok($s, "$head$glue@ 600 IN NS ns1\n$many", "$kind: many records"), '>', 3,
			'some messages';
		$many =~ s/x"/y"/g;
		cmp_ok change_ok($s, "$head$glue@ 600 IN NS ns1\n$many", "$kind: many changes"), '>', 6,
			'some more messages';
	});
}

# What the server no longer has as it was read.
sub conflict_ok {
	my ($s, $from, $to, $text) = @_;
	my $was = fetch($s);
	spew("$dir/from.zone", $from);
	spew("$dir/to.zone", $to);
	my $r = update($s, "$dir/from.zone", "$dir/to.zone", $key);
	like $r->{out}, qr/^conflict: somebody changed $text/, "$s->{kind}: conflict";
	is $r->{exit}, 1, 'exit';
	is fetch($s), $was, 'nothing is written';
}

for my $kind (qw(bind knot)) {
	Servers->with($kind, {%bind_and_knot, host => '::1'}, sub {
		my ($s) = @_;
		my $now = fetch($s);
		conflict_ok($s, $now =~ s/ 7 7200/ 6 7200/r, $now . "new 60 IN A 192.0.2.1\n",
			qr/example\.org\. SOA since it was read \(NXRRSET\)/);
		conflict_ok($s, $now =~ s/192\.0\.2\.81/192.0.2.82/r, $now =~ s/^www.*\n//mgr,
			qr/example\.org\. SOA or www\.example\.org\. A since it was read \(NXRRSET\)/);
		# From here on without the SOA, which would not change when others change it back.
		my $bare = without_soa($now);
		conflict_ok($s, $bare =~ s/192\.0\.2\.81/192.0.2.82/r, $bare =~ s/^www.*\n//mgr,
			qr/www\.example\.org\. A since it was read \(NXRRSET\)/);
		conflict_ok($s, $bare =~ s/^www.*\n//mgr, $bare,
			qr/www\.example\.org\. CNAME or www\.example\.org\. A since it was read \(YXRRSET\)/);
		conflict_ok($s, $bare =~ s/^h .*\n//mgr, $bare =~ s/^h .*\n//mgr . "h 60 IN CNAME m\n",
			qr/h\.example\.org\. since it was read \(YXDOMAIN\)/);
		conflict_ok($s, $bare =~ s/^c .*\n//mgr, $bare =~ s/^c .*\n//mgr . "c 60 IN A 192.0.2.1\n",
			qr/c\.example\.org\. CNAME or c\.example\.org\. A since it was read \(YXRRSET\)/);
	});
}

# What servers refuse, and by which words.
spew("$dir/a.zone", "a.example.net. 60 IN A 192.0.2.1\n");
spew("$dir/b.zone", "a.example.net. 60 IN A 192.0.2.2\n");
sub refused_ok {
	my ($s, $text, @key) = @_;
	spew("$dir/now.zone", $small);
	spew("$dir/to.zone", $small . "new 60 IN A 192.0.2.1\n");
	my $r = update($s, "$dir/now.zone", "$dir/to.zone", @key);
	like $r->{out}, $text, "$s->{kind} @key: refused";
	unlike $r->{out}, qr/\Q@{[Servers::SECRET]}\E|b3RoZXI/, 'without the secret';
	is $r->{exit}, 1, 'exit';
}

my %refusals = (
	bind => [qr/^refused: .*REFUSED/, qr/^refused: key other\..*BADKEY/,
		qr/^refused: key transfer\..*BADSIG/],
	knot => [qr/^refused: .*NOTAUTH/, qr/^refused: key other\..*BADKEY/,
		qr/^refused: key transfer\..*BADSIG/],
	nsd => [(qr/^refused: .*takes no dynamic updates \(NOTIMP\)/) x 3],
	pdns => [qr/^refused: .*REFUSED/, qr/^refused: /, qr/^refused: /],
);
for my $kind (sort keys %refusals) {
	Servers->with($kind, {%bind_and_knot}, sub {
		my ($s) = @_;
		my ($none, $unknown, $wrong) = @{$refusals{$kind}};
		refused_ok($s, $none);
		refused_ok($s, $unknown, 'other:hmac-sha256:b3RoZXI=');
		refused_ok($s, $wrong, 'transfer:hmac-sha256:b3RoZXI=');
		my $r = run({}, $tool, $s->{host}, $s->{port}, 'example.net', "$dir/a.zone",
			"$dir/b.zone");
		like $r->{out}, qr/^refused: .*(NOTAUTH|REFUSED|NOTIMP)/, 'a zone that is not there';
		return if $kind ne 'bind';
		spew("$dir/to.zone", $small . "@ 3600 IN NS no-address\n");
		$r = update($s, "$dir/example.org.zone", "$dir/to.zone", $key);
		like $r->{out}, qr/^refused: .*NS or MX whose address is missing.*REFUSED/,
			'an NS without address';
	});
}

my $r = run({}, $tool, '127.0.0.1', 1, 'example.org', $key, "$dir/example.org.zone",
	"$dir/to.zone");
like $r->{out}, qr/^not sent: no connection/, 'nobody there';

done_testing;
