/*
 * job: work that takes the provider longer than one answer: started, then asked for until it is
 * done.
 */
#ifndef ZF_PROVIDER_JOB_H
#define ZF_PROVIDER_JOB_H

#include "call.h"

struct job {
	const struct desc_job *desc;
	const char *name; /* for messages: "scan" */
	const struct desc_call *poll; /* where the description names none, or NULL */
	const struct json *item, *zone,
		*raw; /* for references in the templates of polling, or NULL */
};

/* Sends the call that starts it, once; sets {job}, which lives as long as the account. */
enum zf_status job_start(
	struct provider *p, const struct job *job, struct vars *vars, struct zf_error *err);

/* Sets {job}, which lives as long as the account. */
void job_set(struct provider *p, const struct desc_job *job, struct vars *vars, struct str id);

/* Asks until it is done. Errors: it has failed, is in no state that is known (ZF_ERR_ANSWER), or
 * takes longer than its deadline or the account's time limit (ZF_ERR_NETWORK). */
enum zf_status job_wait(
	struct provider *p, const struct job *job, const struct vars *vars, struct zf_error *err);

/* Errors unless the answer in scope says that it is done; *running: it is under way. */
enum zf_status job_check_state(
	const struct job *job, const struct scope *scope, bool *running, struct zf_error *err);

#endif
