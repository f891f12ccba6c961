/*
 * sim: the HTTP APIs of DNS hosting providers, on loopback, for the tests and the demo.
 *
 * A *service* is one simulated provider (or one fault server, see script.c) with its data file; it
 * listens at one port for each of its *fronts* (SDPF has two: Keystone and DNS). A request is
 * parsed by http.c, authenticated, matched with the routes of its front, checked against the
 * faults of the data file (fault.c) and answered by the route's handler from the service's JSON
 * documents (store.c), which are kept in the provider's own spelling and change with each write.
 *
 * The simulators are strict where the real APIs are said to be, and refuse what a client has no
 * reason to send: an unknown parameter or member, a body without its type, a wrong method.
 * Handlers of all services run one at a time, under the lock of struct sim; waiting and sending
 * happen outside of it.
 */
#ifndef SIM_H
#define SIM_H

#include <cjson/cJSON.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

enum { SIM_MAX_SEGMENTS = 8, SIM_MAX_FRONTS = 2, SIM_MAX_SERVICES = 8 };

struct sim {
	pthread_mutex_t lock;
	pthread_cond_t wake; /* broadcast when stopping */
	bool stopping;
	FILE *log; /* or NULL */
	struct service *services; /* all that are simulated */
	size_t service_count;
	cJSON *calls; /* array, for the control, or NULL: none is kept */
	unsigned call_count; /* since the start */
};

/* Ends the program with one line. */
_Noreturn void sim_die(const char *format, ...) __attribute__((format(printf, 1, 2)));
void *sim_alloc(size_t size); /* zeroed, never NULL */
char *sim_print(const char *format, ...) __attribute__((format(printf, 1, 2)));
char *sim_vprint(const char *format, va_list args) __attribute__((format(printf, 1, 0)));
/* Sleeps, or returns false at once when the program is stopping. */
bool sim_wait(struct sim *sim, long milliseconds);
/* Milliseconds of a clock that only goes forward. */
double sim_now_ms(void);
/* Appends one line to the request log. */
void sim_log(struct sim *sim, const char *front, const char *request, const char *result);

/*
 * Requests and replies.
 */
struct pairs {
	struct pair {
		char *name, *value;
	} * items;
	size_t count;
};

void pairs_add(struct pairs *p, const char *name, const char *value);
const char *pairs_get(const struct pairs *p, const char *name); /* any letter case; NULL: none */
void pairs_free(struct pairs *p);

struct request {
	char *method;
	char *target; /* path and query as they were sent */
	char *segments[SIM_MAX_SEGMENTS]; /* of the path behind the front's base, decoded */
	size_t segment_count;
	struct pairs query, headers;
	char *body;
	size_t body_size;
	cJSON *json; /* the body, after request_json */
	cJSON *fault; /* a copy of the rule that holds for this request, or NULL */
	cJSON *call; /* its entry among the kept calls, or NULL */
};

struct reply {
	int status;
	cJSON *json; /* the body, unless `text` is set; both NULL: none */
	char *text;
	const char *type; /* NULL: application/json */
	struct pairs headers;
};

struct front;
struct service;

/* Answers a request of its route. `zone` is what the route's first '*' names, NULL without one. */
typedef void handler(struct service *s, struct request *q, cJSON *zone, struct reply *r);

struct route {
	const char *method; /* NULL ends a table */
	const char
		*path; /* '*' stands for a segment, the first for a zone's id; '+' for another id */
	const char *query; /* names of the allowed parameters with a space before and behind each */
	const char *at; /* what a fault calls it: "zones", "records", "login" … */
	handler *handle;
};

struct front {
	const char *name; /* in the log */
	const char *variable; /* of the environment, set to the base URL in the ready file */
	const char *base; /* path that every request begins with; "" for none */
	const struct route *routes;
};

struct provider {
	const char *name;
	const char *zone_name; /* member of a zone that holds its name */
	const char *zone_id; /* and the one that holds its id */
	bool zone_by_name; /* paths may have the name in the id's place */
	const char *zone_filter; /* query parameter that looks for a zone by name */
	const char *key_variable; /* member of "credentials" that must be there */
	struct front fronts[SIM_MAX_FRONTS];
	const char *zone_end; /* "." when names of zones end so, else "" */
	uint64_t first_id;
	const char *elements; /* member of a zone: the list of what it consists of */
	/* Completes a zone with its defaults. Its list of elements is there and empty; `given` is
	 * what will be added to it, or NULL when it is said nowhere. */
	void (*complete)(struct service *s, cJSON *zone, const cJSON *given);
	/* Adds elements in the data file's form, unchecked. */
	void (*add)(struct service *s, cJSON *zone, const cJSON *given);
	/* The i-th generated record of a zone, in that form. */
	cJSON *(*generate)(const cJSON *zone, int i);
	/* An element as clients see it. */
	cJSON *(*show)(const cJSON *element);
	/* Whether an element is no more, though it is still listed; NULL: never. */
	bool (*is_gone)(const cJSON *element);
	/* Whether the request may pass; fills the reply otherwise. */
	bool (*authenticate)(
		struct service *s, const struct front *f, struct request *q, struct reply *r);
	/* An error in the form that this API gives to it. `code` may be NULL. */
	void (*refuse)(struct reply *r, int status, const char *code, const char *text);
	/* The reply to an id that no zone has. */
	void (*no_zone)(struct reply *r);
};

struct service {
	struct sim *sim;
	const struct provider *provider;
	cJSON *data; /* the whole data file */
	cJSON *zones; /* its member "zones" */
	struct recording *recordings;
	int ports[SIM_MAX_FRONTS];
	uint64_t next_id; /* for ids that writes make */
	long latency_ms; /* of every answer */
	unsigned in_flight; /* requests that are not answered yet */
};

extern const struct provider bunny_provider, sdpf_provider, hostup_provider, cloudflare_provider;
extern const struct provider hetzner_provider, route53_provider;

/* request.c: what handlers ask of requests. */

/* The body as a JSON object; false after filling the reply with the error. */
bool request_json(struct service *s, struct request *q, struct reply *r);
/* A whole number in min..max from the query, or `otherwise` without the parameter. */
bool request_number(const struct request *q, const char *name, long range[2], long *value);

enum field_kind {
	FIELD_STRING,
	FIELD_INTEGER,
	FIELD_NUMBER,
	FIELD_BOOL,
	FIELD_ARRAY,
	FIELD_OBJECT
};
struct field {
	const char *name; /* NULL ends a table */
	enum field_kind kind;
	bool required;
	double min, max; /* of numbers; lengths of strings and arrays when max > 0 */
};
/* NULL when the object has all required fields, no unknown ones and none twice, each of its kind;
 * or what is wrong, to be freed, with the member's name in *at (which may be NULL). Null stands for
 * "not given". */
char *fields_check(const cJSON *object, const struct field *fields, const char **at);

void reply_json(struct reply *r, int status, cJSON *json);
void reply_free(struct reply *r);
void request_free(struct request *q);
/* Finds the route and answers; `path` is the whole decoded path. */
void request_serve(struct service *s, const struct front *f, struct request *q, struct reply *r);

/* store.c: the documents. */

cJSON *store_read(const char *path); /* a JSON file; ends the program when it is none */
void store_load(struct service *s, const char *file);
/* Gives a zone of the data file's form its defaults and the form that the service works with. As
 * many records as its "sim" says are added to it. */
void store_complete(struct service *s, cJSON *zone);
/* The name of the i-th generated record with `end` behind, h0000.example and so on, and its
 * address, 10.0.0.0 and so on. */
cJSON *generated_name(int i, const char *end);
cJSON *generated_address(int i);
cJSON *store_zone(const struct service *s, const char *id);
cJSON *store_zone_named(const struct service *s, const char *name); /* final dot or not */
const char *store_credential(const struct service *s, const char *name); /* never NULL */
/* The text of a member ("" when it is absent or no string); a number's value, or 0. */
const char *member_text(const cJSON *object, const char *name);
double member_number(const cJSON *object, const char *name);
/* Sets a member, replacing one that is there in any letter case. */
void member_set(cJSON *object, const char *name, cJSON *value);
void member_default(cJSON *object, const char *name, cJSON *value); /* unless it is there */
cJSON *list_find(const cJSON *list, const char *key, const char *id); /* id: text or number */

/* A selection of documents, in order. */
struct selection {
	const cJSON **items;
	size_t count;
};
void selection_add(struct selection *s, const cJSON *item);
void selection_free(struct selection *s);

/* One page of a selection. */
struct page {
	cJSON *items; /* array of copies */
	size_t end; /* index behind the last item */
	bool more;
	double total;
};
/* How many items a page has when so many are asked for. */
size_t page_size(const struct request *q, long asked);
/* Cuts `size` items from index `first` on; paging faults of the request are applied here. */
struct page page_cut(
	const struct request *q, const struct selection *all, size_t first, size_t size);

/* fault.c: rules in the data file's "faults", and those that the control adds. */

/* What a rule is asked about: a request at this route about this zone. */
struct occasion {
	const char *at;
	const char *zone; /* name, or NULL */
	bool writes;
};
/* The rule that holds for the occasion, counted; or NULL. Rules that meddle do so now. */
const cJSON *fault_find(struct service *s, const struct occasion *o);
/* Whether the request is answered, or its connection reset, without being carried out. */
bool fault_prevents(const cJSON *fault);
/* Replaces the reply where the rule has another. */
void fault_reply(const struct service *s, const cJSON *fault, struct reply *r);
/* Changes members of a request's body as the rule says. */
void fault_alter(struct request *q);
/* After a page: what "page":"grow" and such do to the documents. */
void fault_mutate(const struct request *q, cJSON *list);

/* call.c: the requests so far, kept for the control when it is wanted. */

/* Notes a request: {"n", "provider", "method", "path", "body", "in_flight"}: the last says how many
 * were under way to this service then, this one included. */
void call_keep(const struct service *s, struct request *q);
/* Adds what it is: {"at", "zone", "writes"}. */
void call_describe(const struct request *q, const struct occasion *o);
/* Adds the status that its answer has or would have had, and the rule that held for it. */
void call_result(const struct request *q, int status);

/* edit.c: changes of zones that no client has made. */

/* A zone of this name gets this content in the data file's form, or is made with it. Its id stays,
 * unless the content has one. */
cJSON *zone_set(struct service *s, const char *name, const cJSON *content);
/* {"remove": [MATCH, …], "change": [{"match": MATCH, "set": {…}}, …], "add": [element, …]}, where a
 * MATCH is an object of members that an element has. False when nothing is like a MATCH. */
bool zone_edit(struct service *s, cJSON *zone, const cJSON *edit);
/* What the zone consists of, as clients see it. */
cJSON *zone_elements(const struct service *s, const cJSON *zone);

/* record.c: all states of a zone, one behind every writing call. */

void record_begin(struct service *s, const cJSON *zone);
/* After a change: `call` is the number of the writing call, 0 for a change behind its back. */
void record_change(struct service *s, const cJSON *zone, unsigned call);
/* {"first": [element, …], "changes": [{"call", "where", "removed", "added"}, …]}, where `where` is
 * the index of what was removed and added; NULL when nothing is recorded. */
cJSON *record_states(const struct service *s, const cJSON *zone);
/* The elements as they were before the last change; NULL when nothing is recorded. */
cJSON *record_before(const struct service *s, const cJSON *zone);
void record_free(struct service *s);

/* control.c: how tests work the simulators; see there. */
extern const struct provider control_provider;

/* http.c: one listener for each front. */
const char *http_reason(int status); /* "Not Found" for 404 */
struct listener;
struct listener *listener_start(struct service *s, const struct front *f);
int listener_port(const struct listener *l);
void listener_stop(struct listener *l);

/* script.c: a fault server, its answers octet for octet from a script. */
struct script;
struct script *script_start(struct sim *sim, const char *name, const char *file);
int script_port(const struct script *s);
/* Takes requests from now on; `all` are the servers whose ports {port:NAME} may stand for. */
void script_run(struct script *s, struct script *const *all, size_t count);
void script_stop(struct script *s);

#endif
