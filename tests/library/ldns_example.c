/*
 * A program that is written on ldns, and takes from zoneferry what ldns doesn't have: zones from
 * everywhere, and a diff.
 *
 *   ldns_example FILE LOCATION
 *
 * Reads FILE by ldns and the zone at LOCATION (a file, bunny:example.com, axfr://…) by zoneferry,
 * and counts the differences; then goes on with the second one in ldns.
 */
#include <zoneferry-ldns.h>

static struct zf_zone *read_by_ldns(const char *path, struct zf_error *err)
{
	struct zf_zone *zone = NULL;
	ldns_zone *read = NULL;
	FILE *file = fopen(path, "r");
	if (!file)
		return NULL;
	if (ldns_zone_new_frm_fp(&read, file, NULL, 0, LDNS_RR_CLASS_IN) == LDNS_STATUS_OK)
		zf_zone_from_ldns(&zone, read, err);
	ldns_zone_deep_free(read);
	fclose(file);
	return zone;
}

/* The same as ldns' own programs do with a zone. */
static void sort_and_print(const struct zf_zone *zone)
{
	ldns_zone *made = zf_zone_to_ldns(zone);
	ldns_zone_sort(made);
	ldns_zone_print(stdout, made);
	ldns_zone_deep_free(made);
}

int main(int argc, char **argv)
{
	struct zf_error err = ZF_ERROR_INIT;
	struct zf_zone *a, *b = NULL;
	char line[1500];
	size_t changes = 0;
	int status = 2;
	if (argc != 3)
		return 3;
	a = read_by_ldns(argv[1], &err);
	if (a && zf_zone_load(&b, argv[2], NULL, &err) == ZF_OK &&
		zf_zone_diff(a, b, &changes, &err) == ZF_OK) {
		printf("; %lu changes\n", (unsigned long)changes);
		sort_and_print(b);
		status = changes != 0;
	} else {
		fprintf(stderr, "%s\n", zf_error_print(&err, line, sizeof(line)));
	}
	zf_zone_free(a);
	zf_zone_free(b);
	return status;
}
