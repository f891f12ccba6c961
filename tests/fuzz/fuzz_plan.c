/* Fuzzes plan_file.c and the planning behind it: what is read says what is wrong in one line, or
 * makes a zone of an empty target, to which a plan leads that is read back as the same. */
#include <stdlib.h>

#include "plan_file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(int condition)
{
	if (!condition)
		abort();
}

/* The plan from an empty target to the wanted zone, read back, wants the same again. */
static void plan_again(const struct zf_zone *empty, struct zf_zone *wanted, enum grain grain)
{
	const struct target_kind kind = {.grain = grain,
		.keeps_notes = true,
		.creates_kept = true,
		.updates = true,
		.batch = 1};
	const struct plan_about about = {.source = "a", .target = "b"};
	struct zf_error err = ZF_ERROR_INIT;
	struct plan plan;
	struct plan_file file;
	struct zf_zone *again = NULL;
	struct buf text;
	buf_init(&text, 0);
	check(plan_toward(&plan, empty, NULL, &kind, wanted, &err) == ZF_OK);
	plan_print_json(&text, &plan, &about);
	check(plan_file_read(&file, "x", (struct str){text.data, text.len}, &err) == ZF_OK);
	check(plan_file_same(&file, &plan));
	check(plan_file_wanted(&file, empty, &again, &err) == ZF_OK);
	check(zone_same_state(again, plan.wanted));
	plan_file_free(&file);
	zf_zone_free(again);
	plan_free(&plan);
	buf_free(&text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct plan_file file;
	struct zf_error err = ZF_ERROR_INIT;
	struct str text = {(const char *)data, size};
	if (plan_file_read(&file, "x", text, &err) != ZF_OK) {
		check(err.code && err.text[0] && !strchr(err.text, '\n'));
		return 0;
	}
	struct zf_zone *empty = zone_builder_seal(zone_builder_new(&file.zone, "empty"));
	for (enum grain grain = GRAIN_RECORD; grain <= GRAIN_RRSET; grain++) {
		struct zf_zone *wanted = NULL;
		err = (struct zf_error)ZF_ERROR_INIT;
		if (plan_file_wanted(&file, empty, &wanted, &err) == ZF_OK)
			plan_again(empty, wanted, grain);
	}
	zf_zone_free(empty);
	plan_file_free(&file);
	return 0;
}
