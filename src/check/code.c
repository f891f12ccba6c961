/* The table of codes. */
#include "check.h"

#include <string.h>

const struct check_code check_codes[] = {
	{"address-as-name", DIAG_WARNING,
		"NS, MX, SRV, CNAME and the like name a host, never an address (RFC 1035 section "
		"3.3.9)."},
	{"address-unusable", DIAG_WARNING,
		"Unspecified, link-local, multicast, reserved and IPv4-mapped addresses reach no host "
		"(RFC 6890)."},
	{"at-in-name", DIAG_WARNING,
		"'@' is the origin only when it stands alone (RFC 1035 section 5.1); inside a name it "
		"is mostly a mail address that was not rewritten (section 8)."},
	{"bad-hostname", DIAG_WARNING,
		"Host names are made of letters, digits and inner hyphens (RFC 952, RFC 1123 section "
		"2.1); BIND refuses others by default."},
	{"broken-rdata", DIAG_ERROR,
		"The octets can be carried, but break the rules of the record's type, so that servers "
		"or clients refuse them."},
	{"caa-critical", DIAG_ERROR,
		"An unknown property that is marked critical forbids every CA to issue (RFC 8659 "
		"section 4.5)."},
	{"caa-flags", DIAG_WARNING,
		"Only the bit of value 128 means something in the flags (RFC 8659 section 4.1.1)."},
	{"caa-issuer", DIAG_WARNING,
		"A CA looks for a domain name of its own (RFC 8659 section 4.2), so that others let "
		"nobody issue."},
	{"caa-syntax", DIAG_ERROR,
		"A CA that can't read a property's value must not issue (RFC 8659 section 4.2)."},
	{"caa-unknown-tag", DIAG_WARNING,
		"CAs ignore properties that they don't know (RFC 8659 section 4.1): mostly a typing "
		"error."},
	{"cds-delete", DIAG_ERROR,
		"Algorithm 0 stands for taking the DS away, in one form alone (RFC 8078 section 4)."},
	{"cds-differ", DIAG_ERROR,
		"CDS and CDNSKEY of a zone tell of the same keys (RFC 7344 section 4)."},
	{"cds-no-key", DIAG_ERROR,
		"A parent that publishes a DS without its DNSKEY makes the zone bogus (RFC 7344 section "
		"4.1)."},
	{"cds-off-apex", DIAG_ERROR, "CDS and CDNSKEY stand at the apex (RFC 7344 section 4.1)."},
	{"cname-and-other", DIAG_ERROR,
		"Beside a CNAME stands nothing but DNSSEC's records (RFC 1034 section 3.6.2, RFC 2181 "
		"section 10.1); servers refuse the zone or hide the other data."},
	{"cname-cname", DIAG_WARNING,
		"An alias leads to a name with data, not to another alias (RFC 1034 section 3.6.2)."},
	{"cname-dangling", DIAG_WARNING,
		"The alias leads to a name that this zone says doesn't exist (RFC 1034 section 4.3.2)."},
	{"cname-loop", DIAG_ERROR,
		"Resolvers give up on long and circular chains of aliases (RFC 1034 section 3.6.2)."},
	{"cname-multiple", DIAG_ERROR, "A name has one CNAME at most (RFC 2181 section 10.1)."},
	{"dkim-multiple", DIAG_ERROR,
		"With two keys at one selector the outcome is undefined (RFC 6376 section 3.6.2.2)."},
	{"dkim-syntax", DIAG_ERROR,
		"Verifiers ignore a malformed key, so that signatures fail (RFC 6376 section 3.6.1, RFC "
		"8301, RFC 8463)."},
	{"dmarc-multiple", DIAG_ERROR,
		"With two policies none is applied (RFC 7489 section 6.6.3)."},
	{"dmarc-syntax", DIAG_ERROR, "Receivers ignore a malformed policy (RFC 7489 section 6.3)."},
	{"dname-and-ns", DIAG_ERROR,
		"DNAME and NS stand at one name only at the apex (RFC 6672 section 2.3)."},
	{"dname-below", DIAG_ERROR,
		"Below a DNAME there are no records, every such name is rewritten (RFC 6672 section "
		"2.4)."},
	{"dname-multiple", DIAG_ERROR, "A name has one DNAME at most (RFC 6672 section 2.4)."},
	{"dnskey-off-apex", DIAG_WARNING,
		"A zone's keys stand at its apex (RFC 4035 section 2.1)."},
	{"dnskey-protocol", DIAG_ERROR,
		"The protocol of a DNSKEY is 3, others are invalid (RFC 4034 section 2.1.2)."},
	{"doubled-origin", DIAG_WARNING,
		"A name without its final dot gets the origin added (RFC 1035 section 5.1), and so ends "
		"in it twice."},
	{"ds-at-apex", DIAG_ERROR,
		"A zone's DS stands in its parent and not at its own apex (RFC 4035 section 2.4)."},
	{"ds-sha1", DIAG_WARNING,
		"SHA-1 digests must not be used for delegations (RFC 8624 section 3.3)."},
	{"ds-without-ns", DIAG_ERROR, "A DS stands at a delegation (RFC 4035 section 2.4)."},
	{"duplicate", DIAG_WARNING,
		"A record stands there twice; it counts once (RFC 2181 section 5)."},
	{"duplicate-annotation", DIAG_WARNING,
		"One record has one annotation of a name; two that differ contradict each other."},
	{"duplicate-ttl", DIAG_WARNING,
		"A record stands there twice with different TTLs; the lower one counts (RFC 2181 "
		"section 5.2)."},
	{"foreign-glue", DIAG_WARNING,
		"Addresses of a name server elsewhere are its own zone's (RFC 1034 section 4.2.1); "
		"servers ignore them here."},
	{"mixed-ttl", DIAG_WARNING, "All records of an RRset have one TTL (RFC 2181 section 5.2)."},
	{"mta-sts-multiple", DIAG_ERROR,
		"With two records senders assume that there is no policy (RFC 8461 section 3.1)."},
	{"mta-sts-syntax", DIAG_ERROR, "Senders ignore a malformed record (RFC 8461 section 3.1)."},
	{"mx-cname", DIAG_ERROR,
		"An MX names a host with an address, not an alias (RFC 2181 section 10.3, RFC 5321 "
		"section 5.1)."},
	{"mx-no-address", DIAG_ERROR,
		"Mail can't be delivered to a host without an address (RFC 5321 section 5.1)."},
	{"no-dnskey", DIAG_WARNING,
		"Signatures without their keys prove nothing (RFC 4035 section 2.1)."},
	{"no-glue", DIAG_ERROR,
		"A name server inside the zone that it serves is found by the address in the parent "
		"(RFC 1034 section 4.2.1, RFC 9471)."},
	{"no-ns", DIAG_ERROR, "A zone names its servers at its apex (RFC 1034 section 4.2.1)."},
	{"no-soa", DIAG_ERROR, "A zone has exactly one SOA, at its apex (RFC 1035 section 5.2)."},
	{"ns-cname", DIAG_ERROR,
		"An NS names a host with an address, not an alias (RFC 2181 section 10.3)."},
	{"ns-no-address", DIAG_ERROR,
		"A name server without an address can't be asked (RFC 1035 section 3.3.11)."},
	{"nsec-chain", DIAG_ERROR,
		"Each NSEC or NSEC3 tells the next one, and the last one the first (RFC 4034 section "
		"4.1.1, RFC 5155 section 3.1.7); where it doesn't, validating resolvers take names for "
		"absent, or refuse answers."},
	{"nsec-missing", DIAG_ERROR,
		"In a signed zone each name with records has an NSEC or NSEC3 (RFC 4035 section 2.3, RFC "
		"5155 section 7.1)."},
	{"nsec-multiple", DIAG_ERROR, "A name has one NSEC at most (RFC 4034 section 4)."},
	{"nsec-types", DIAG_ERROR,
		"Resolvers take a type that isn't listed for absent (RFC 4034 section 4.1.2, RFC 8198)."},
	{"nsec3-extra", DIAG_WARNING,
		"An NSEC3 stands at the hash of a name (RFC 5155 section 7.1)."},
	{"nsec3-iterations", DIAG_WARNING,
		"The number of additional iterations is 0 (RFC 9276 section 3.1)."},
	{"nsec3-owner", DIAG_ERROR,
		"An NSEC3 stands at the apex's name behind a hash in base32 (RFC 5155 section 3)."},
	{"nsec3-params", DIAG_ERROR,
		"Servers answer from the chain whose parameters NSEC3PARAM tells (RFC 5155 section 4)."},
	{"nsec3-unchecked", DIAG_NOTE,
		"A chain of another hash, or of very many iterations, isn't followed here."},
	{"null-mx-and-other", DIAG_ERROR, "An MX of '.' stands alone (RFC 7505 section 3)."},
	{"obsolete-type", DIAG_WARNING,
		"The type is retired (RFC 973, RFC 1123, RFC 3755, RFC 6563, RFC 7208 section 3.1, RFC "
		"8749)."},
	{"occluded", DIAG_WARNING,
		"At and below a delegation the other servers answer (RFC 1034 section 4.2.1)."},
	{"out-of-zone", DIAG_ERROR,
		"A zone holds names at and below its apex only (RFC 1034 section 4.2)."},
	{"policy-misplaced", DIAG_WARNING,
		"Mail policies other than SPF are looked for at names of their own (RFC 6376, RFC 7489, "
		"RFC 8460, RFC 8461)."},
	{"ptr-arpa", DIAG_WARNING,
		"The host of a reverse entry is below arpa. only when its final dot was forgotten (RFC "
		"1035 section 3.5)."},
	{"ptr-owner", DIAG_WARNING,
		"An address is looked for at its numbers in reverse order (RFC 1035 section 3.5, RFC "
		"3596 section 2.5)."},
	{"reverse-address", DIAG_WARNING,
		"Reverse zones hold PTR records (RFC 1035 section 3.5); an address there was mostly "
		"meant for another zone."},
	{"rrsig-bogus", DIAG_ERROR,
		"Validating resolvers refuse records that their signature doesn't fit (RFC 4035 section "
		"5.3)."},
	{"rrsig-missing", DIAG_ERROR,
		"Every RRset of a signed zone has a signature, but for glue and the NS of delegations "
		"(RFC 4035 section 2.2)."},
	{"rrsig-no-key", DIAG_WARNING,
		"A signature is checked with a DNSKEY of the apex (RFC 4035 section 5.3.1)."},
	{"rrsig-orphan", DIAG_WARNING, "A signature covers records (RFC 4034 section 3)."},
	{"rrsig-unchecked", DIAG_NOTE,
		"Some algorithms, signatures beyond the 16th of an RRset, and names whose letter case "
		"was signed can't be judged here."},
	{"second-soa", DIAG_ERROR, "A zone has exactly one SOA record (RFC 1035 section 5.2)."},
	{"serial-date", DIAG_WARNING,
		"A serial that is a date, YYYYMMDDnn (RFC 1912 section 2.2), has a month and a day."},
	{"serial-zero", DIAG_WARNING,
		"Serial 0 is legal (RFC 1982), but several programs take it for 'none'."},
	{"single-ns", DIAG_WARNING,
		"A zone has two name servers at least, in different places (RFC 1034 section 4.1, RFC "
		"2182)."},
	{"soa-minimum", DIAG_WARNING,
		"The minimum is the time for which 'no such name' is cached (RFC 2308 sections 4 and "
		"5)."},
	{"soa-off-apex", DIAG_ERROR,
		"A SOA away from the apex begins another zone (RFC 1034 section 4.2)."},
	{"soa-timers", DIAG_WARNING,
		"Secondaries refresh, retry more often, and expire much later (RFC 1912 section 2.2)."},
	{"spf-include-missing", DIAG_ERROR,
		"An include or redirect to a name without policy is a permanent error (RFC 7208 "
		"sections 5.2 and 6.1)."},
	{"spf-lookups", DIAG_ERROR,
		"More than 10 DNS look-ups are a permanent error (RFC 7208 section 4.6.4)."},
	{"spf-multiple", DIAG_ERROR,
		"Two policies at a name are a permanent error (RFC 7208 section 4.5)."},
	{"spf-pass-all", DIAG_WARNING,
		"A policy that lets everybody pass protects nobody (RFC 7208 section 5.1)."},
	{"spf-ptr", DIAG_WARNING, "The mechanism ptr is not to be used (RFC 7208 section 5.5)."},
	{"spf-syntax", DIAG_ERROR,
		"A malformed policy is a permanent error (RFC 7208 section 4.6)."},
	{"spf-unreachable", DIAG_WARNING,
		"Mechanisms behind 'all' are never tested, and redirect is ignored beside it (RFC 7208 "
		"section 5.1)."},
	{"spf-version", DIAG_WARNING,
		"A record that doesn't begin with \"v=spf1\" and a space is no policy (RFC 7208 section "
		"4.5)."},
	{"srv-cname", DIAG_ERROR, "An SRV names a host with an address, not an alias (RFC 2782)."},
	{"srv-no-address", DIAG_WARNING,
		"Clients can't connect to a host without an address (RFC 2782)."},
	{"srv-owner", DIAG_WARNING,
		"SRV records are looked for at _service._protocol and the name (RFC 2782)."},
	{"svcb-alias-params", DIAG_WARNING,
		"Parameters of an alias are ignored (RFC 9460 section 2.4.2)."},
	{"svcb-hint", DIAG_WARNING,
		"Address hints agree with the target's addresses (RFC 9460 section 7.3)."},
	{"svcb-loop", DIAG_ERROR, "An alias leads to another name (RFC 9460 section 2.4.2)."},
	{"svcb-mixed", DIAG_WARNING,
		"An RRset is one alias or services (RFC 9460 sections 2.4.1 and 2.4.2)."},
	{"svcb-no-address", DIAG_WARNING,
		"Clients can't connect to a host without an address (RFC 9460 section 3)."},
	{"tlsa-length", DIAG_ERROR,
		"The length of a certificate association follows from its matching type (RFC 6698 "
		"section 2.1.3)."},
	{"tlsa-owner", DIAG_WARNING,
		"TLSA records are looked for at _port._protocol and the name (RFC 6698 section 3)."},
	{"tlsa-values", DIAG_WARNING,
		"Clients ignore numbers that aren't registered (RFC 6698 section 4.1, RFC 7218)."},
	{"tlsrpt-multiple", DIAG_ERROR,
		"With two records senders assume that there is none (RFC 8460 section 3)."},
	{"tlsrpt-syntax", DIAG_ERROR, "Senders ignore a malformed record (RFC 8460 section 3)."},
	{"too-many-records", DIAG_ERROR,
		"More records than any zone has that is kept in a file would fill the memory."},
	{"ttl-long", DIAG_WARNING,
		"Resolvers keep records for a week at most (RFC 8767 section 4)."},
	{"ttl-range", DIAG_ERROR, "A TTL has 31 bits, one above counts as 0 (RFC 2181 section 8)."},
	{"ttl-zero", DIAG_WARNING, "TTL 0 means 'for this answer only' (RFC 1035 section 3.2.1)."},
	{"txt-quotes", DIAG_WARNING,
		"Quotes around a string aren't part of it (RFC 1035 section 5.1); here they were "
		"written twice."},
	{"wildcard-cut", DIAG_WARNING,
		"What a wildcard NS or DNAME means is undefined or surprising (RFC 4592 sections 4.2 "
		"and 4.4)."},
	{"wildcard-hidden", DIAG_NOTE,
		"A wildcard doesn't stand for names that exist (RFC 4592 section 2.2.1)."},
	{"zonemd-mismatch", DIAG_ERROR,
		"The digest proves that the zone is whole and unchanged (RFC 8976 section 4)."},
	{"zonemd-multiple", DIAG_WARNING,
		"Two digests of one scheme and algorithm are both ignored (RFC 8976 section 4)."},
	{"zonemd-off-apex", DIAG_WARNING,
		"A zone's digest stands at its apex (RFC 8976 section 2)."},
	{"zonemd-serial", DIAG_ERROR,
		"The digest is about one serial of the zone (RFC 8976 section 4)."},
	{"zonemd-unchecked", DIAG_NOTE,
		"Only scheme 1 with SHA-384 or SHA-512 can be judged here (RFC 8976 section 5)."},
	{0},
};

const struct check_code *check_code_find(const char *name)
{
	const struct check_code *code = check_codes;
	while (code->code && strcmp(code->code, name) != 0)
		code++;
	return code->code ? code : NULL;
}
