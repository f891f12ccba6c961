#include <string.h>

#include "reader.h"

/* How other content begins; with white space before it where `after_space`. */
static const struct {
	const char *start;
	size_t n;
	enum { AT_START, AFTER_SPACE } where;
	const char *what;
} beginnings[] = {
	{"\xff\xfe", 2, AT_START, "this is UTF-16 text: save it as UTF-8 or ASCII"},
	{"\xfe\xff", 2, AT_START, "this is UTF-16 text: save it as UTF-8 or ASCII"},
	{"\x1f\x8b", 2, AT_START, "this is gzip data: unpack it first"},
	{"\xfd"
	 "7zXZ",
		5, AT_START, "this is xz data: unpack it first"},
	{"\x28\xb5\x2f\xfd", 4, AT_START, "this is zstd data: unpack it first"},
	{"PK\x03\x04", 4, AT_START, "this is a zip archive: unpack it first"},
	{"%PDF-", 5, AT_START, "this is a PDF document, no zone file"},
	{"version https://git-lfs.github.com/", 35, AT_START,
		"this is a pointer of git LFS: fetch the file itself with git lfs pull"},
	{"-----BEGIN ", 11, AT_START, "this is PEM data (a key or certificate), no zone file"},
	{"<!DOCTYPE", 9, AFTER_SPACE, "this is HTML, no zone file: a web page was saved"},
	{"<html", 5, AFTER_SPACE, "this is HTML, no zone file: a web page was saved"},
	{"<?xml", 5, AFTER_SPACE, "this is XML, no zone file"},
	{"{", 1, AFTER_SPACE, "this is JSON, no zone file"},
	{"[", 1, AFTER_SPACE, "this is JSON, no zone file"},
};

static bool starts_with(struct str text, const char *start, size_t n)
{
	return text.n >= n && str_eq_nocase(text.p, n, start, n);
}

const char *foreign_content(struct str text)
{
	struct str inner = text;
	if (starts_with(inner, "\xef\xbb\xbf", 3))
		inner = (struct str){inner.p + 3, inner.n - 3};
	while (inner.n && strchr(" \t\r\n", *inner.p) && *inner.p)
		inner = (struct str){inner.p + 1, inner.n - 1};
	for (size_t i = 0; i < sizeof(beginnings) / sizeof(beginnings[0]); i++)
		if (starts_with(beginnings[i].where == AT_START ? text : inner, beginnings[i].start,
			    beginnings[i].n))
			return beginnings[i].what;
	if (text.n >= 2 && (text.p[0] == '\0') != (text.p[1] == '\0'))
		return "this is UTF-16 text: save it as UTF-8 or ASCII";
	return NULL;
}
