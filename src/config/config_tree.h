/*
 * config_tree: the config as it stands in the file, which config_yaml.c fills and config.c asks.
 */
#ifndef ZF_CONFIG_CONFIG_TREE_H
#define ZF_CONFIG_CONFIG_TREE_H

#include <pthread.h>

#include "config.h"
#include "config_source.h"

struct config_entry {
	char *key, *value;
	unsigned long line, col; /* of the value */
	char *from;
	char *octets; /* what the value stands for; NULL: not looked up yet */
	size_t size;
};

struct config_profile { /* or a TSIG key */
	char *name;
	struct config_entry *entries;
	size_t count, cap;
};

struct config_section {
	struct config_profile *items;
	size_t count, cap;
};

struct config {
	struct config_section profiles, keys;
	char *file, *folder;
	struct config_hidden hidden;
	bool environment; /* network: environment */
	int64_t ends; /* when commands must have ended, by config_source_now; 0: see there */
	pthread_mutex_t lock; /* of looking values up */
};

struct config_entry *config_entry_find(const struct config_profile *p, const char *key);
struct config_profile *config_section_find(const struct config_section *s, const char *name);

/* Adds what YAML text says to an empty config; what is there after an error is freed with it. */
enum zf_status config_yaml_read(
	struct config *config, const char *text, size_t size, struct zf_error *err);

#endif
