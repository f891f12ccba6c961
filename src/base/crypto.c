#include "crypto.h"

#include <openssl/crypto.h>
#include <pthread.h>

#include "mem.h"

static void start(void)
{
	if (!OSSL_LIB_CTX_get0_global_default())
		mem_exhausted();
}

void crypto_start(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	pthread_once(&once, start);
}
