/* Keys of names: see name.h. */
#include <string.h>

#include "name.h"
#include "str.h"

static uint8_t *add_label(uint8_t *key, const uint8_t *p, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		uint8_t c = str_lower[p[i]];
		if ((uint8_t)(c - 2) < 252) {
			*key++ = c;
		} else if (c < 2) {
			*key++ = 1;
			*key++ = (uint8_t)(c + 1);
		} else {
			*key++ = 254;
			*key++ = c;
		}
	}
	*key++ = 0;
	return key;
}

size_t name_to_key(uint8_t key[NAME_MAX_KEY], const struct name *name, const struct name *apex)
{
	uint8_t starts[NAME_MAX_OCTETS / 2 + 1];
	size_t count = 0, at = 0;
	uint8_t *k = key;
	bool inside = name_is_below_or_equal(name, apex);
	size_t end = name->len - (inside ? apex->len : 1u);
	while (at < end) {
		starts[count++] = (uint8_t)at;
		at += name->wire[at] + 1u;
	}
	if (!inside)
		*k++ = 255;
	while (count > 0) {
		const uint8_t *label = name->wire + starts[--count];
		k = add_label(k, label + 1, *label);
	}
	*k++ = 0;
	return (size_t)(k - key);
}

/* The label that starts at key, to out; returns its end in the key. */
static const uint8_t *read_label(uint8_t *out, size_t *n, const uint8_t *key)
{
	size_t len = 0;
	for (; *key; key++) {
		uint8_t c = *key;
		if (c == 1)
			c = (uint8_t)(*++key - 1);
		else if (c == 254)
			c = *++key;
		out[len++] = c;
	}
	*n = len;
	return key + 1;
}

size_t name_from_key(struct name *name, const uint8_t *key, const struct name *apex)
{
	const uint8_t *k = key + (key_is_outside(key) ? 1 : 0);
	const struct name *tail = key_is_outside(key) ? &name_root : apex;
	uint8_t room[NAME_MAX_OCTETS], label[NAME_MAX_OCTETS], *at = room + sizeof(room);
	at -= tail->len;
	memcpy(at, tail->wire, tail->len);
	while (*k) {
		size_t n;
		k = read_label(label, &n, k);
		at -= n + 1;
		*at = (uint8_t)n;
		memcpy(at + 1, label, n);
	}
	name->len = (uint8_t)(room + sizeof(room) - at);
	memcpy(name->wire, at, name->len);
	return (size_t)(k + 1 - key);
}

char *key_write(char *at, const uint8_t *key)
{
	const uint8_t *starts[NAME_MAX_OCTETS / 2 + 1], *end = key;
	size_t count = 0, n;
	uint8_t room[NAME_MAX_OCTETS];
	for (; *end; end += strlen((const char *)end) + 1)
		starts[count++] = end;
	while (count > 0) {
		const uint8_t *label = starts[--count];
		n = (size_t)(end - label) - 1;
		end = label;
		if (memchr(label, 1, n) || memchr(label, 254, n)) {
			read_label(room, &n, label);
			label = room;
		}
		at = name_write_label(at, label, n);
		if (count > 0)
			*at++ = '.';
	}
	return at;
}

bool key_is_below_or_equal(const uint8_t *a, size_t alen, const uint8_t *b, size_t blen)
{
	/* All of b but the final 0 begins a: at a label's end, because each label ends in 0. */
	if (key_is_outside(a) != key_is_outside(b))
		return false;
	return alen >= blen && memcmp(a, b, blen - 1) == 0;
}
