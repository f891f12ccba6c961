/*
 * limiter: keeps the requests of one account apart, whoever sends them: all threads that speak for
 * an account share one. Two rules hold: requests begin at least `pace` apart, and none begins
 * before the moment up to which the other side has asked to be left alone.
 *
 * Safe for use by several threads; what counts as now is told by the clock it was made with.
 */
#ifndef ZF_HTTP_LIMITER_H
#define ZF_HTTP_LIMITER_H

#include "http_retry.h"

struct http_limiter;

/* `pace`: milliseconds from the beginning of one request to that of the next; 0: none. */
struct http_limiter *http_limiter_new(unsigned pace, const struct http_clock *clock);
/* One more who uses it: each ends with http_limiter_free, the last one releases it. */
struct http_limiter *http_limiter_share(struct http_limiter *l);
void http_limiter_free(struct http_limiter *l);

/* Waits until it is one's turn, unless that is more than `most` milliseconds away: then nothing is
 * waited for, and the result is false. */
bool http_limiter_wait(struct http_limiter *l, int64_t most);

/* Lets nobody begin for so many milliseconds from now. */
void http_limiter_hold(struct http_limiter *l, int64_t milliseconds);

/* A struct http around another one (owned from now on), whose requests each wait for their turn,
 * within the time that a request may take. Shares the limiter. */
struct http *http_limited_new(struct http *inner, struct http_limiter *l);

#endif
