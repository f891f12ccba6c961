/*
 * topics: what `help` and the manual tell beside the commands: one text each, for both.
 */
#ifndef ZF_COMMAND_TOPICS_H
#define ZF_COMMAND_TOPICS_H

struct topic {
	const char *name; /* of `help NAME` */
	const char *title; /* of the manual's section */
	const char *text; /* lines of 80 columns at most */
};

extern const struct topic topics[]; /* in the order of the manual; the last one's name is NULL */

const struct topic *topic_find(const char *name); /* or NULL */

#endif
