/* The schema of a project, from the table that reads it. */
#include "project_keys.h"

static void add_settings(struct buf *b, enum project_place place)
{
	const char *between = "";
	buf_adds(b, "{'type':'object','additionalProperties':false,");
	if (place == PROJECT_ZONE) {
		buf_adds(b, "'required':[");
		for (const struct project_key *k = project_keys; k->name; k++) {
			if (k->must)
				buf_printf(b, "%s'%s'", between, k->name);
			between = k->must ? "," : between;
		}
		buf_adds(b, "],");
	}
	buf_adds(b, "'properties':{");
	between = "\n";
	for (const struct project_key *k = project_keys; k->name; k++) {
		if (!(k->places & place))
			continue;
		buf_printf(b, "%s'%s':%s", between, k->name, k->schema);
		between = ",\n";
	}
	buf_adds(b, "}}");
}

void project_schema_print(struct buf *b)
{
	struct buf text;
	buf_init(&text, 0);
	buf_adds(&text, "{'$schema':'https://json-schema.org/draft/2020-12/schema',\n"
			"'title':'" PROJECT_FILE ", a project of zoneferry',\n"
			"'type':'object','additionalProperties':false,'required':['zones'],\n"
			"'properties':{\n'zones':{'type':'object','description':'names of zones, "
			"or patterns of * and ?','additionalProperties':\n");
	add_settings(&text, PROJECT_ZONE);
	buf_adds(&text, "},\n'defaults':");
	add_settings(&text, PROJECT_DEFAULTS);
	buf_adds(&text, "}}\n");
	for (size_t i = 0; i < text.len; i++)
		buf_addc(b, text.data[i] == '\'' ? '"' : text.data[i]);
	buf_free(&text);
}
