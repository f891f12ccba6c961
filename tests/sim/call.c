/* call: the requests so far, for tests that count and read them. */
#include "sim.h"

void call_keep(const struct service *s, struct request *q)
{
	struct sim *sim = s->sim;
	if (sim->calls == NULL || s->provider == &control_provider)
		return;
	q->call = cJSON_CreateObject();
	cJSON_AddNumberToObject(q->call, "n", ++sim->call_count);
	cJSON_AddStringToObject(q->call, "provider", s->provider->name);
	cJSON_AddStringToObject(q->call, "method", q->method);
	cJSON_AddStringToObject(q->call, "path", q->target);
	cJSON_AddStringToObject(q->call, "body", q->body);
	cJSON_AddNumberToObject(q->call, "in_flight", s->in_flight);
	cJSON_AddItemToArray(sim->calls, q->call);
}

void call_describe(const struct request *q, const struct occasion *o)
{
	if (q->call == NULL)
		return;
	cJSON_AddStringToObject(q->call, "at", o->at);
	cJSON_AddStringToObject(q->call, "zone", o->zone == NULL ? "" : o->zone);
	cJSON_AddBoolToObject(q->call, "writes", o->writes);
}

void call_result(const struct request *q, int status)
{
	if (q->call == NULL)
		return;
	cJSON_AddNumberToObject(q->call, "status", status);
	if (q->fault != NULL)
		cJSON_AddItemToObject(q->call, "fault", cJSON_Duplicate(q->fault, 1));
}
