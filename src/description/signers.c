/* signers: the parameters that the signing ways to prove who one is take in `with`. */
#include <string.h>

#include "desc_keys.h"

static const struct signer {
	int scheme;
	const char *const *keys, *const *optional; /* NULL ends each */
} signers[] = {
	{AUTH_AWS_SIGV4, (const char *const[]){"key", "secret", "region", "service", NULL},
		(const char *const[]){"session_token", NULL}},
	{AUTH_OVH,
		(const char *const[]){
			"application_key", "application_secret", "consumer_key", NULL},
		(const char *const[]){NULL}},
	{AUTH_GOOGLE_JWT, (const char *const[]){"key_file", "scope", NULL},
		(const char *const[]){NULL}},
};

static const struct signer *find(int scheme)
{
	for (size_t i = 0; i < sizeof(signers) / sizeof(signers[0]); i++) {
		if (signers[i].scheme == scheme)
			return &signers[i];
	}
	return NULL;
}

static bool is_in(const char *const *names, const char *name)
{
	for (; *names; names++) {
		if (strcmp(*names, name) == 0)
			return true;
	}
	return false;
}

const char *desc_signer_check(const struct desc_auth *a)
{
	const struct signer *s = find(a->scheme);
	if (!s)
		return a->with.count ? "only signers have parameters in \"with\"" : NULL;
	for (size_t i = 0; i < a->with.count; i++) {
		if (!is_in(s->keys, a->with.items[i].name) &&
			!is_in(s->optional, a->with.items[i].name))
			return "the signer doesn't know one of the parameters in \"with\"";
	}
	for (const char *const *key = s->keys; *key; key++) {
		bool there = false;
		for (size_t i = 0; i < a->with.count; i++)
			there = there || strcmp(a->with.items[i].name, *key) == 0;
		if (!there)
			return "a parameter of the signer is missing in \"with\"";
	}
	return NULL;
}

bool desc_signer_may_lack(const struct desc_auth *a, const char *name)
{
	const struct signer *s = find(a->scheme);
	return s && is_in(s->optional, name);
}
