/* A zone file as a target: beyond 100,000 records ldns reads the text back when that is asked for,
 * and what it reads otherwise is not written. */
#include "test.h"

#include <dlfcn.h>
#include <stdio.h>
#include <string.h>

#include <ldns/ldns.h>

#include "file.h"
#include "folder.h"
#include "plan.h"
#include "target.h"

/* This program's own stands before that of the library: it counts, and can refuse. */
static struct {
	size_t calls, refused; /* the call that is refused; 0: none is */
} ldns;

__attribute__((visibility("default"))) ldns_status ldns_rr_new_frm_str(
	ldns_rr **rr, const char *text, uint32_t ttl, const ldns_rdf *origin, ldns_rdf **owner)
{
	ldns_status (*real)(ldns_rr **, const char *, uint32_t, const ldns_rdf *, ldns_rdf **);
	void *found = dlsym(RTLD_NEXT, "ldns_rr_new_frm_str");
	assert_non_null(found);
	memcpy(&real, &found, sizeof(real));
	return ++ldns.calls == ldns.refused ? LDNS_STATUS_SYNTAX_ERR
					    : real(rr, text, ttl, origin, owner);
}

enum { MANY = ZONEFILE_PROOF_MOST + 1 };

static void add_text(struct buf *b, unsigned changed)
{
	buf_adds(b, "$ORIGIN example.com.\n$TTL 60\n@ SOA ns1 h 1 7200 3600 1209600 300\n"
		    "@ NS ns1\n");
	for (unsigned i = 0; i < MANY; i++)
		buf_printf(b, "h%u A 10.%u.%u.%u\n", i, (i >> 16) & 255, (i >> 8) & 255, i & 255);
	buf_printf(b, "last A 192.0.2.%u\n", changed);
}

/* Has the file written by a target, with one record changed; gives what became of it. */
static enum outcome write_changed(const char *path, const struct zf_zone *wanted,
	enum zonefile_care proof, struct zf_error *err)
{
	const struct target_options options = {.proof = proof};
	static const struct sync_rules rules = {.with = SYNC_WITH_APEX_NS};
	struct load_env env = {.zonefile = ZONEFILE_OPTIONS_INIT};
	struct target *target;
	struct target_state state = {.zone = NULL};
	struct location loc;
	struct diags diags;
	struct fit fit;
	struct plan plan;
	diags_init(&diags);
	assert_int_equal(location_parse(&loc, path, err), ZF_OK);
	assert_int_equal(target_open(&target, &loc, &env, &options, err), ZF_OK);
	assert_int_equal(target_read(target, &state, &diags, err), ZF_OK);
	fit_make(&fit, wanted, target_kind(target));
	assert_int_equal(plan_make(&plan, fit.zone, state.zone, &state.elements,
				 target_kind(target), &rules, err),
		ZF_OK);
	assert_int_equal(plan.count, 1);
	enum outcome outcome = target_write(target, &state, plan.operations, plan.count, NULL, err);
	plan_free(&plan);
	fit_free(&fit);
	target_state_free(&state);
	target_close(target);
	location_free(&loc);
	diags_free(&diags);
	return outcome;
}

static bool holds(const char *path, const struct buf *text)
{
	struct zf_error err = ZF_ERROR_INIT;
	struct file_text file;
	assert_int_equal(file_read(&file, path, ZONEFILE_MAX_SIZE, &err), ZF_OK);
	bool same = file.size == text->len && memcmp(file.data, text->data, text->len) == 0;
	file_text_free(&file);
	return same;
}

static void test_proof(void **state)
{
	const struct zonefile_options options = ZONEFILE_OPTIONS_INIT;
	struct zf_error err = ZF_ERROR_INIT;
	struct zf_zone *wanted;
	struct buf old, new;
	(void)state;
	buf_init(&old, 0);
	buf_init(&new, 0);
	add_text(&old, 1);
	add_text(&new, 2);
	const char *path = folder_put("example.com.zone", old.data);
	assert_int_equal(
		zonefile_parse(&wanted, new.data, new.len, NULL, &options, NULL, &err), ZF_OK);

	ldns.refused = MANY / 2;
	assert_int_equal(write_changed(path, wanted, ZONEFILE_CARE_ALWAYS, &err), OUTCOME_REFUSED);
	assert_non_null(strstr(err.text, "nothing was written, because ldns reads the text"));
	assert_true(holds(path, &old));

	ldns.refused = ldns.calls = 0;
	err = (struct zf_error)ZF_ERROR_INIT;
	assert_int_equal(write_changed(path, wanted, ZONEFILE_CARE_USUAL, &err), OUTCOME_DONE);
	assert_int_equal(ldns.calls, 0);
	assert_false(holds(path, &old));

	folder_put("example.com.zone", old.data);
	assert_int_equal(write_changed(path, wanted, ZONEFILE_CARE_ALWAYS, &err), OUTCOME_DONE);
	assert_int_equal(ldns.calls, MANY + 3);
	assert_false(holds(path, &old));
	zf_zone_free(wanted);
	buf_free(&old);
	buf_free(&new);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_proof)};
	return cmocka_run_group_tests(tests, folder_make, folder_drop);
}
