# Ask: asks a simulator as a plain HTTP client would.
#
#   headers(AccessKey => …);                        of all requests from now on
#   my ($status, $json, $headers) = call('GET', $url, $body);   a body is text, or encoded to JSON
#   my $json = status_is(204, 'what', 'DELETE', $url);          a test of the status
package Ask;
use strict;
use warnings;
use Exporter 'import';
use HTTP::Tiny;
use JSON::PP;
use Test::More ();
our @EXPORT = qw(headers call status_is);

my $http = HTTP::Tiny->new(timeout => 10);
my %headers;

sub headers { %headers = @_ }

sub call {
	my ($method, $url, $body) = @_;
	my %h = (Accept => 'application/json', %headers);
	$h{'Content-Type'} //= 'application/json' if defined $body;
	my $r = $http->request($method, $url,
		{headers => \%h, defined $body ? (content => ref $body ? encode_json($body) : $body) : ()});
	$r->{content} //= '';
	my $json = $r->{content} =~ /^\s*[\[{]/ ? decode_json($r->{content}) : $r->{content};
	return ($r->{status}, $json, $r->{headers});
}

sub status_is {
	my ($wanted, $what, @call) = @_;
	my ($status, $json) = call(@call);
	Test::More::is($status, $wanted, $what) or Test::More::diag(ref $json ? encode_json($json) : $json);
	return $json;
}

1;
