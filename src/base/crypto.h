/*
 * crypto: libcrypto's start-up, which it does by itself, too, but unchecked: where it runs out of
 * memory, the first digest would follow a null pointer.
 */
#ifndef ZF_BASE_CRYPTO_H
#define ZF_BASE_CRYPTO_H

/* Starts it, once; to be called before its first use, from any thread. Without memory this ends as
 * every allocation does (mem.h). */
void crypto_start(void);

#endif
