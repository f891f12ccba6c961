/*
 * control: how tests work the simulators, at a port of its own (--control) that the program under
 * test never hears of. PROVIDER is a simulator's name, ZONE a zone's without its final dot.
 *
 *   GET    /zones/PROVIDER/ZONE    the list of its elements, as the API spells them
 *   PUT    /zones/PROVIDER/ZONE    sets its whole content (a zone of the data file's form; its id
 *                                  stays, or a zone is made) and records its states from now on
 *   DELETE /zones/PROVIDER/ZONE    the zone is no more
 *   POST   /states/PROVIDER/ZONE   records its states from now on
 *   GET    /states/PROVIDER/ZONE   the states so far (see record_states)
 *   POST   /meddle/PROVIDER/ZONE   changes elements now (see zone_edit)
 *   GET    /calls                  all requests so far (see call.c); DELETE forgets them
 *   POST   /faults/PROVIDER        adds a rule (see fault.c), its counts from now; DELETE all rules
 *   PUT    /latency/PROVIDER       {"ms": N}: of every answer from now on
 */
#include "sim.h"

#include <stdlib.h>
#include <string.h>

static void refuse(struct reply *r, int status, const char *code, const char *text)
{
	(void)code;
	cJSON *e = cJSON_CreateObject();
	cJSON_AddStringToObject(e, "error", text);
	reply_json(r, status, e);
}

static bool authenticate(
	struct service *s, const struct front *f, struct request *q, struct reply *r)
{
	(void)s;
	(void)f;
	(void)q;
	(void)r;
	return true;
}

static void done(struct reply *r)
{
	r->status = 204;
}

/* The simulator that the path names, or NULL after answering that there is none. */
static struct service *service_of(
	const struct service *control, const struct request *q, struct reply *r)
{
	struct sim *sim = control->sim;
	for (size_t i = 0; i < sim->service_count; i++)
		if (strcmp(sim->services[i].provider->name, q->segments[1]) == 0)
			return &sim->services[i];
	refuse(r, 404, NULL, "there is no such simulator");
	return NULL;
}

/* The same for the zone. */
static cJSON *zone_of(struct service *s, const struct request *q, struct reply *r)
{
	cJSON *zone = s == NULL ? NULL : store_zone_named(s, q->segments[2]);
	if (s != NULL && zone == NULL)
		refuse(r, 404, NULL, "there is no such zone");
	return zone;
}

static void zone_get(struct service *control, struct request *q, cJSON *zone, struct reply *r)
{
	struct service *s = service_of(control, q, r);
	zone = zone_of(s, q, r);
	if (zone != NULL)
		reply_json(r, 200, zone_elements(s, zone));
}

static void zone_put(struct service *control, struct request *q, cJSON *zone, struct reply *r)
{
	struct service *s = service_of(control, q, r);
	if (s == NULL || !request_json(control, q, r))
		return;
	zone = zone_set(s, q->segments[2], q->json);
	record_begin(s, zone);
	done(r);
}

static void zone_delete(struct service *control, struct request *q, cJSON *zone, struct reply *r)
{
	struct service *s = service_of(control, q, r);
	zone = zone_of(s, q, r);
	if (zone == NULL)
		return;
	cJSON_Delete(cJSON_DetachItemViaPointer(s->zones, zone));
	done(r);
}

static void states_begin(struct service *control, struct request *q, cJSON *zone, struct reply *r)
{
	struct service *s = service_of(control, q, r);
	zone = zone_of(s, q, r);
	if (zone == NULL)
		return;
	record_begin(s, zone);
	done(r);
}

static void states_get(struct service *control, struct request *q, cJSON *zone, struct reply *r)
{
	struct service *s = service_of(control, q, r);
	zone = zone_of(s, q, r);
	if (zone == NULL)
		return;
	cJSON *states = record_states(s, zone);
	if (states != NULL)
		reply_json(r, 200, states);
	else
		refuse(r, 404, NULL, "nothing of this zone is recorded");
}

static void meddle(struct service *control, struct request *q, cJSON *zone, struct reply *r)
{
	struct service *s = service_of(control, q, r);
	zone = zone_of(s, q, r);
	if (zone == NULL || !request_json(control, q, r))
		return;
	if (zone_edit(s, zone, q->json))
		done(r);
	else
		refuse(r, 404, NULL, "there is no such element");
	record_change(s, zone, 0);
}

static void calls_get(struct service *control, struct request *q, cJSON *zone, struct reply *r)
{
	(void)q;
	(void)zone;
	reply_json(r, 200, cJSON_Duplicate(control->sim->calls, 1));
}

static void calls_forget(struct service *control, struct request *q, cJSON *zone, struct reply *r)
{
	(void)q;
	(void)zone;
	cJSON_Delete(control->sim->calls);
	control->sim->calls = cJSON_CreateArray();
	done(r);
}

static void fault_add(struct service *control, struct request *q, cJSON *zone, struct reply *r)
{
	(void)zone;
	struct service *s = service_of(control, q, r);
	if (s == NULL || !request_json(control, q, r))
		return;
	member_default(s->data, "faults", cJSON_CreateArray());
	cJSON_AddItemToArray(cJSON_GetObjectItem(s->data, "faults"), cJSON_Duplicate(q->json, 1));
	done(r);
}

static void faults_forget(struct service *control, struct request *q, cJSON *zone, struct reply *r)
{
	(void)zone;
	struct service *s = service_of(control, q, r);
	if (s == NULL)
		return;
	cJSON_DeleteItemFromObject(s->data, "faults");
	done(r);
}

static void latency(struct service *control, struct request *q, cJSON *zone, struct reply *r)
{
	(void)zone;
	static const struct field fields[] = {
		{"ms", FIELD_INTEGER, true, 0, 60000}, {NULL, FIELD_STRING, false, 0, 0}};
	struct service *s = service_of(control, q, r);
	if (s == NULL || !request_json(control, q, r))
		return;
	char *wrong = fields_check(q->json, fields, NULL);
	if (wrong == NULL) {
		s->latency_ms = (long)member_number(q->json, "ms");
		done(r);
	} else {
		refuse(r, 400, NULL, wrong);
		free(wrong);
	}
}

static const struct route routes[] = {
	{"GET", "/zones/+/+", "", "zone", zone_get},
	{"PUT", "/zones/+/+", "", "zone", zone_put},
	{"DELETE", "/zones/+/+", "", "zone", zone_delete},
	{"POST", "/states/+/+", "", "states", states_begin},
	{"GET", "/states/+/+", "", "states", states_get},
	{"POST", "/meddle/+/+", "", "meddle", meddle},
	{"GET", "/calls", "", "calls", calls_get},
	{"DELETE", "/calls", "", "calls", calls_forget},
	{"POST", "/faults/+", "", "faults", fault_add},
	{"DELETE", "/faults/+", "", "faults", faults_forget},
	{"PUT", "/latency/+", "", "latency", latency},
	{NULL, NULL, NULL, NULL, NULL},
};

const struct provider control_provider = {
	.name = "control",
	.zone_filter = "",
	.fronts = {{"control", "SIM_CONTROL_URL", "", routes}},
	.authenticate = authenticate,
	.refuse = refuse,
};
