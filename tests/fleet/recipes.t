#!/usr/bin/perl
# scripts/fleet: each recipe is carried out, and together its parts are the backup of one run: by GNU
# parallel, by a real Slurm on loopback, and by the command of the Kubernetes manifest.
use strict;
use warnings;
use lib 'tests/support';
use Cwd qw(abs_path);
use File::Temp 'tempdir';
use IO::Socket::IP;
use JSON::PP;
use Schema;
use Sim qw(run slurp spew zf);
use Test::More;
use Time::HiRes qw(sleep time);

my $dir = tempdir(CLEANUP => 1);
chmod 0755, $dir;
my $recipes = abs_path('scripts/fleet');
my $sim = Sim->start(map { "$_=testdata/sim/$_.json" } qw(bunny hostup sdpf));
mkdir "$dir/bin";
symlink abs_path(zf()), "$dir/bin/zoneferry";
my %env = (%{$sim->{env}}, HOME => $dir, PATH => "$dir/bin:$ENV{PATH}:/usr/sbin:/sbin");

sub installed { my ($program) = @_; return grep { -x "$_/$program" } split /:/, $env{PATH} }
sub zones { my ($in) = @_; return {map { (m{([^/]+/[^/]+)$})[0] => slurp($_) } glob $in} }
is(run(\%env, 'zoneferry', 'backup', 'bunny', 'hostup', '-q', '-d', "$dir/one")->{exit}, 0, 'one run');
my $one = zones("$dir/one/*/*.zone");
cmp_ok(keys %$one, '>', 10, 'its zones');

# All parts together, none twice, each proven.
sub parts_ok {
	my ($in, $from, $to) = @_;
	my ($files, %all) = (0);
	for my $part ($from .. $to) {
		my $zones = zones("$in/$part/*/*.zone");
		$files += keys %$zones;
		%all = (%all, %$zones);
		is(run(\%env, 'zoneferry', 'backup', '--verify', "$in/$part", '-q')->{exit}, 0, "part $part is as it was saved");
	}
	is_deeply(\%all, $one, 'the parts are the whole');
	is($files, keys %$one, 'no zone is in two');
	return;
}

SKIP: {
	skip 'no GNU parallel', 7 unless installed('parallel');
	my $r = run(\%env, "$recipes/with-parallel", 3, "$dir/par", 'bunny', 'hostup');
	is($r->{exit}, 0, 'parallel') or diag $r->{err};
	parts_ok("$dir/par", 1, 3);
	$r = run(\%env, "$recipes/with-parallel", 2, "$dir/parbad", 'bunny:nobody.example');
	is($r->{exit}, 2, 'parts that fail are counted');
}

# The manifest fits the API, and its command does the work, whatever runs it.
{
	my $schema = decode_json(slurp('testdata/fleet/kubernetes-job.json'));
	my $job = decode_json(slurp("$recipes/kubernetes.json"));
	is(Schema::misfit($schema, $schema, $job, ''), undef, 'the manifest fits its schema');
	for my $spoil (sub { $_[0]{spec}{completionMode} = 'indexed' }, sub { delete $_[0]{spec}{template}{spec}{restartPolicy} },
		sub { $_[0]{spec}{template}{spec}{containers}[0]{volumeMount} = [] }, sub { $_[0]{spec}{completions} = '8' }) {
		my $copy = decode_json(encode_json($job));
		$spoil->($copy);
		isnt(Schema::misfit($schema, $schema, $copy, ''), undef, 'a spoilt one doesn\'t');
	}
	my $container = $job->{spec}{template}{spec}{containers}[0];
	my ($parts) = map { $_->{value} } grep { $_->{name} eq 'PARTS' } @{$container->{env}};
	is($parts, $job->{spec}{completions}, 'as many parts as completions');
	my @command = map { s{"/backup/}{"$dir/kube/}r } @{$container->{command}};
	mkdir "$dir/kube";
	my @exits = map { run({%env, PARTS => 3, JOB_COMPLETION_INDEX => $_}, @command, 'bunny', 'hostup')->{exit} } 0 .. 2;
	is("@exits", '0 0 0', 'its command') ;
	parts_ok("$dir/kube", 0, 2);
}

# Slurm: a controller, a node and their authentication, all in one folder and on loopback.
my @daemons;
sub daemon {
	my ($log, @command) = @_;
	my $pid = fork // die "fork: $!";
	if (!$pid) {
		$ENV{$_} = $env{$_} for keys %env;
		open STDIN, '<', '/dev/null' or die;
		open STDOUT, '>', "$dir/$log" or die;
		open STDERR, '>&', \*STDOUT or die;
		exec 'setpriv', '--pdeathsig', 'TERM', @command or die;
	}
	push @daemons, $pid;
	return;
}
sub wait_for {
	my ($what) = @_;
	my $end = time + 30;
	while (time < $end) {
		return 1 if $what->();
		sleep 0.2;
	}
	return 0;
}
SKIP: {
	skip 'no Slurm', 7 if grep { !installed($_) } qw(slurmctld slurmd sbatch munged);
	skip 'slurmd wants to be root', 7 if $> != 0;
	chomp(my $host = `hostname -s`);
	my ($controller, $node) = map { my $s = IO::Socket::IP->new(LocalHost => '127.0.0.1', Listen => 1); $s->sockport } 1, 2;
	mkdir "$dir/$_" for qw(state spool);
	open my $random, '<', '/dev/urandom' or die;
	read $random, my $key, 128;
	spew("$dir/munge.key", $key);
	chmod 0400, "$dir/munge.key";
	spew("$dir/slurm.conf", <<"C");
ClusterName=test
SlurmctldHost=$host(127.0.0.1)
SlurmctldPort=$controller
SlurmdPort=$node
AuthType=auth/munge
AuthInfo=socket=$dir/munge.sock
CredType=cred/munge
SlurmUser=root
SlurmdUser=root
StateSaveLocation=$dir/state
SlurmdSpoolDir=$dir/spool
SlurmctldPidFile=$dir/slurmctld.pid
SlurmdPidFile=$dir/slurmd.pid
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SwitchType=switch/none
MpiDefault=none
ReturnToService=2
SchedulerType=sched/builtin
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
NodeName=$host NodeAddr=127.0.0.1 CPUs=1 State=UNKNOWN
PartitionName=all Nodes=$host Default=YES State=UP OverSubscribe=FORCE:4
C
	$env{SLURM_CONF} = "$dir/slurm.conf";
	daemon('munged.log', 'munged', '-F', '--force', "--key-file=$dir/munge.key", "--socket=$dir/munge.sock",
		"--pid-file=$dir/munged.pid", "--log-file=$dir/munge.log", "--seed-file=$dir/munge.seed");
	wait_for(sub { -S "$dir/munge.sock" });
	daemon('slurmctld.log', 'slurmctld', '-D', '-c');
	daemon('slurmd.log', 'slurmd', '-D');
	ok(wait_for(sub { run(\%env, 'sinfo', '-h', '-o', '%T')->{out} =~ /^idle/ }), 'Slurm is there')
		or diag map { slurp("$dir/$_.log") } qw(munged slurmctld slurmd);
	my $r = run(\%env, 'timeout', 120, 'sbatch', '--wait', '--array=1-3', '--export=ALL', "--output=$dir/task-%a.txt",
		"$recipes/slurm", "$dir/slurm", 'bunny', 'hostup');
	is($r->{exit}, 0, 'a job array') or diag $r->{err}, map { slurp($_) } glob "$dir/task-*.txt $dir/slurm*.log";
	parts_ok("$dir/slurm", 1, 3);
	$r = run(\%env, 'timeout', 60, 'sbatch', '--wait', '--array=0-1', '--export=ALL', "--output=$dir/bad-%a.txt",
		"$recipes/slurm", "$dir/bad", 'bunny');
	isnt($r->{exit}, 0, 'an array that would leave parts out');
}

# What it costs is what the program says.
my ($told) = slurp("$recipes/README.md") =~ /```\n(.*?)```/s;
is(join('', map { run(\%env, 'zoneferry', 'backup', $_, '-d', "$dir/none/$_", '--estimate', '--as-if', 100_000)->{out} } qw(bunny hostup sdpf)),
	$told, 'the costs of 100,000 zones');

END {
	local $?;
	kill 'TERM', $_ for reverse @daemons;
	waitpid $_, 0 for @daemons;
}
done_testing;
